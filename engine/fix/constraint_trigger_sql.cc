// The states of the internal triggers that enforce constraints. Their names hold object
// identifiers, so that a statement has to look for them.
#include <string_view>

#include "engine/base/strings.h"
#include "engine/fix/statements.h"

namespace schemadiff::fix {
namespace {

std::string_view ActionOf(TriggerState state) {
  switch (state) {
    case TriggerState::kDisabled:
      return "DISABLE";
    case TriggerState::kReplica:
      return "ENABLE REPLICA";
    case TriggerState::kAlways:
      return "ENABLE ALWAYS";
    case TriggerState::kEnabled:
      break;
  }
  return "ENABLE";
}

// SQL: the function of a trigger for that event.
std::string_view FunctionOf(std::string_view event) {
  if (event == "recheck") return "f.proname = 'unique_key_recheck'";
  if (event == "insert") return "f.proname = 'RI_FKey_check_ins'";
  if (event == "update") return "f.proname = 'RI_FKey_check_upd'";
  if (event.starts_with("delete")) return "f.proname LIKE 'RI\\_FKey\\_%\\_del'";
  return "f.proname LIKE 'RI\\_FKey\\_%\\_upd' AND f.proname <> 'RI_FKey_check_upd'";
}

}  // namespace

std::vector<std::string> SetConstraintTriggers(const Context& context, const Object& object) {
  std::vector<std::string> out;
  const auto& constraint = object.As<Constraint>();
  const QualifiedName table{object.key.schema, object.key.table};
  for (const ConstraintTrigger& trigger : constraint.triggers) {
    const bool referenced = trigger.event.find(' ') != std::string::npos;
    const QualifiedName& owner = !trigger.partition.empty() ? trigger.partition
                                 : referenced               ? constraint.references
                                                            : table;
    const auto relation = [&](const QualifiedName& name) {
      return StrCat(Literal(context.Quote(name)), "::regclass");
    };
    out.push_back(StrCat(
        "DO ",
        Literal(StrCat(
            "DECLARE named record; BEGIN FOR named IN WITH RECURSIVE same AS (SELECT oid FROM "
            "pg_constraint WHERE conrelid = ",
            relation(table), " AND conname = ", Literal(object.key.name),
            " UNION ALL SELECT part.oid FROM same JOIN pg_constraint part ON part.conparentid = "
            "same.oid AND part.conrelid = ",
            relation(table),
            ") SELECT t.tgname FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid WHERE "
            "t.tgconstraint IN (SELECT oid FROM same) AND t.tgrelid = ",
            relation(owner), " AND ", FunctionOf(trigger.event), " LOOP EXECUTE format(",
            Literal(StrCat("ALTER TABLE ONLY %s ", ActionOf(trigger.state), " TRIGGER %I")), ", ",
            Literal(context.Quote(owner)), ", named.tgname); END LOOP; END"))));
  }
  return out;
}

}  // namespace schemadiff::fix
