// Event triggers: pg_event_trigger. They live in no schema: with a list of schemas to read they are
// none of ours, as with pg_dump.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

void ReadEventTriggers(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name name = row.NameText();
    EventTrigger trigger;
    trigger.event = row.String();
    trigger.tags = row.Texts();
    trigger.function = ParseQualifiedName(row.Text());
    trigger.state = TriggerStateFrom(row.Char());
    builder.Register("pg_event_trigger", oid,
                     builder.catalog.Create(KeyFor<EventTrigger>(name), std::move(trigger)));
  }
}

}  // namespace

Step EventTriggersStep(const Scope& scope) {
  const std::string wanted = StrCat(scope.whole_database ? "" : "false AND ",
                                    scope.NotInExtension("pg_event_trigger", "e.oid"));
  return {"the event triggers",
          "SELECT e.oid, e.evtname, e.evtevent, coalesce(e.evttags, '{}'), e.evtfoid::regproc,"
          " e.evtenabled FROM pg_event_trigger e WHERE " +
              wanted,
          ReadEventTriggers, "pg_event_trigger"};
}

}  // namespace schemadiff::introspect
