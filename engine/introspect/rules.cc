// Rewrite rules: pg_rewrite, but for those that are the queries of views. Their parts are cut out
// of pg_get_ruledef: no other function prints an expression over OLD and NEW, or an action.
#include "engine/introspect/definition_text.h"
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

RuleEvent EventFrom(char code) {
  switch (code) {
    case '1':
      return RuleEvent::kSelect;
    case '2':
      return RuleEvent::kUpdate;
    case '4':
      return RuleEvent::kDelete;
    default:
      return RuleEvent::kInsert;
  }
}

void ReadRules(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const RelationInfo* relation = builder.FindRelation(row.OidValue());
    if (relation == nullptr || relation->object == kNoObject) continue;
    const Name name = row.NameText();
    Rule rule;
    rule.event = EventFrom(row.Char());
    rule.instead = row.Bool();
    rule.state = TriggerStateFrom(row.Char());
    RuleParts parts = ParseRule(ExpressionFrom(row).text());
    if (!parts.condition.empty()) {
      rule.condition = Expression::Canonical(std::move(parts.condition));
    }
    rule.actions = Expression::Canonical(std::move(parts.actions));
    builder.Register("pg_rewrite", oid,
                     builder.catalog.Create(KeyFor<Rule>(relation->schema, relation->name, name),
                                            std::move(rule), relation->object));
  }
}

}  // namespace

Step RulesStep(const Scope& scope) {
  return {"the rules",
          "SELECT r.oid, r.ev_class, r.rulename, r.ev_type, r.is_instead, r.ev_enabled, " +
              Printed("r.rulename", "pg_get_ruledef(r.oid)") +
              " FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class"
              " WHERE r.rulename <> '_RETURN' AND " +
              scope.In("c.relnamespace"),
          ReadRules, "pg_rewrite r WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'"};
}

}  // namespace schemadiff::introspect
