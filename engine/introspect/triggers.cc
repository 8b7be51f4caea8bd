// Triggers: pg_trigger. The condition and the arguments are cut out of pg_get_triggerdef: no other
// function prints a condition over OLD and NEW, and tgargs is bytes in the database's encoding.
//
// Not ours: internal triggers, which are how foreign keys and deferrable unique constraints work.
// The copies on partitions of a partitioned table's trigger were marked internal until 15.
#include "engine/introspect/definition_text.h"
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

// pg_trigger.tgtype.
constexpr int kRow = 1, kBefore = 2, kInsert = 4, kDelete = 8, kUpdate = 16, kTruncate = 32,
              kInsteadOf = 64;

TriggerState StateFrom(char code) {
  switch (code) {
    case 'D':
      return TriggerState::kDisabled;
    case 'R':
      return TriggerState::kReplica;
    case 'A':
      return TriggerState::kAlways;
    default:
      return TriggerState::kEnabled;
  }
}

TriggerTiming TimingFrom(int type) {
  if ((type & kBefore) != 0) return TriggerTiming::kBefore;
  return (type & kInsteadOf) != 0 ? TriggerTiming::kInsteadOf : TriggerTiming::kAfter;
}

void ReadTriggers(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const RelationInfo* relation = builder.FindRelation(row.OidValue());
    if (relation == nullptr || relation->object == kNoObject) continue;
    const Name name = row.NameText();
    const int type = row.Int();
    Trigger trigger;
    trigger.timing = TimingFrom(type);
    trigger.on_insert = (type & kInsert) != 0;
    trigger.on_update = (type & kUpdate) != 0;
    trigger.on_delete = (type & kDelete) != 0;
    trigger.on_truncate = (type & kTruncate) != 0;
    trigger.for_each_row = (type & kRow) != 0;
    trigger.update_columns = relation->AttributeNames(row.Integers());
    trigger.function = ParseQualifiedName(row.Text());
    trigger.old_table = row.NameText();
    trigger.new_table = row.NameText();
    trigger.constraint = row.Bool();
    trigger.constraint_table = builder.RelationName(row.OidValue());
    trigger.deferrable = row.Bool();
    trigger.initially_deferred = row.Bool();
    trigger.state = StateFrom(row.Char());
    trigger.inherited = row.Bool();
    const std::string definition = ExpressionFrom(row).text();
    if (std::string condition = TriggerCondition(definition); !condition.empty()) {
      trigger.when = Expression::Canonical(std::move(condition));
    }
    trigger.arguments = TriggerArguments(definition);
    builder.Register("pg_trigger", oid,
                     builder.catalog.Create(KeyFor<Trigger>(relation->schema, relation->name, name),
                                            std::move(trigger), relation->object));
  }
}

}  // namespace

Step TriggersStep(const Scope& scope) {
  const std::string wanted =
      scope.Since(150000, "NOT t.tgisinternal", "(NOT t.tgisinternal OR t.tgparentid <> 0)");
  return {
      "the triggers",
      "SELECT t.oid, t.tgrelid, t.tgname, t.tgtype, t.tgattr, t.tgfoid::regproc, t.tgoldtable,"
      " t.tgnewtable, t.tgconstraint <> 0, t.tgconstrrelid, t.tgdeferrable, t.tginitdeferred,"
      " t.tgenabled, t.tgparentid <> 0,"
      " CASE WHEN t.tgnargs > 0 OR t.tgqual IS NOT NULL THEN coalesce(pg_get_triggerdef(t.oid), "
      "'') END"
      " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE " +
          wanted + " AND " + scope.In("c.relnamespace"),
      ReadTriggers, "pg_trigger t WHERE " + wanted};
}

}  // namespace schemadiff::introspect
