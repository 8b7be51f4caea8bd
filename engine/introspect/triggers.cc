// Triggers: pg_trigger. The condition and the arguments are cut out of pg_get_triggerdef: no other
// function prints a condition over OLD and NEW, and tgargs is bytes in the database's encoding.
//
// No objects: internal triggers, which are how foreign keys and deferrable unique constraints work;
// their constraint knows those that do not plainly fire. The copies on partitions of a partitioned
// table's trigger were marked internal until 15.
#include "engine/introspect/definition_text.h"
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

// pg_trigger.tgtype.
constexpr int kRow = 1, kBefore = 2, kInsert = 4, kDelete = 8, kUpdate = 16, kTruncate = 32,
              kInsteadOf = 64;

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
    trigger.state = TriggerStateFrom(row.Char());
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

// RI_FKey_check_ins and _upd are on the table itself, the other RI_FKey_* on the referenced one.
std::string_view EventOf(int type, bool checks, bool recheck) {
  if (recheck) return "recheck";
  if (checks) return (type & kInsert) != 0 ? "insert" : "update";
  return (type & kDelete) != 0 ? "delete of referenced rows" : "update of referenced rows";
}

void ReadConstraintTriggers(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const ObjectId constraint = builder.ObjectOf("pg_constraint", row.OidValue());
    const int type = row.Int();
    const bool checks = row.Bool();
    const bool recheck = row.Bool();
    const TriggerState state = TriggerStateFrom(row.Char());
    const QualifiedName partition = ParseQualifiedName(row.Text());
    if (constraint == kNoObject) continue;
    SetConstraintTrigger(&builder.catalog.Edit<Constraint>(constraint).triggers, partition,
                         EventOf(type, checks, recheck), state);
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

// A foreign key to a partitioned table has a row of its own for each partition there, which holds
// that one's triggers; what is read is their common ancestor on the same table.
Step ConstraintTriggersStep(const Scope& scope) {
  const std::string wanted = "pg_trigger t WHERE t.tgconstraint <> 0 AND t.tgenabled <> 'O'";
  return {"the triggers of constraints",
          "WITH RECURSIVE up(trigger, oid, conrelid, conparentid) AS ("
          "SELECT t.oid, con.oid, con.conrelid, con.conparentid FROM pg_trigger t"
          " JOIN pg_constraint con ON con.oid = t.tgconstraint"
          " WHERE t.tgenabled <> 'O' AND con.contype <> 't'"
          " UNION ALL SELECT up.trigger, p.oid, p.conrelid, p.conparentid FROM up"
          " JOIN pg_constraint p ON p.oid = up.conparentid AND p.conrelid = up.conrelid)"
          " SELECT con.oid, t.tgtype, f.proname IN ('RI_FKey_check_ins', 'RI_FKey_check_upd'),"
          " f.proname = 'unique_key_recheck', t.tgenabled,"
          " CASE WHEN t.tgrelid NOT IN (con.conrelid, con.confrelid) THEN " +
              QualifiedNameSql("c.relnamespace", "c.relname") +
              " END FROM up JOIN pg_constraint con ON con.oid = up.oid"
              " JOIN pg_trigger t ON t.oid = up.trigger JOIN pg_proc f ON f.oid = t.tgfoid"
              " JOIN pg_class c ON c.oid = t.tgrelid"
              " WHERE NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = up.conparentid"
              " AND p.conrelid = up.conrelid) AND " +
              scope.In("con.connamespace"),
          ReadConstraintTriggers, wanted};
}

}  // namespace schemadiff::introspect
