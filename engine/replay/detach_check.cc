// The CHECK constraint that DETACH PARTITION CONCURRENTLY leaves on a table, which says what the
// partition's bound said. Facts from tablecmds.c (DetachAddConstraintIfNeeded) and partbounds.c of
// the server's source.
#include <algorithm>
#include <array>
#include <optional>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/create_table.h"
#include "engine/replay/partition.h"
#include "engine/replay/relation.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {
namespace {

[[noreturn]] void Unknown(std::string_view why) {
  throw NotModelled(StrCat("the constraint that DETACH CONCURRENTLY makes: ", why));
}

// Types whose constants print as what they are, without modifiers.
bool IsPlainType(const TypeRef& type) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "int2", "int4", "int8", "date", "timestamp", "timestamptz", "text", "uuid"};
  return type.schema == "pg_catalog" && !type.array && type.modifiers.empty() &&
         std::ranges::find(kNames, type.name.str()) != kNames.end();
}

// A constant of a bound; nothing for MINVALUE and MAXVALUE.
std::optional<std::string> ConstantOf(const ast::Node& node, const std::string& type) {
  if (ast::As<ast::ColumnRef>(&node) != nullptr) return std::nullopt;
  const auto* constant = ast::As<ast::A_Const>(&node);
  if (constant == nullptr) Unknown("its bound is no plain constant");
  std::string text;
  if (const auto* integer = ast::As<ast::Integer>(constant->val)) {
    text = StrCat(integer->ival);
  } else if (const auto* number = ast::As<ast::Float>(constant->val)) {
    text = number->fval;
  } else if (const auto* string = ast::As<ast::String>(constant->val)) {
    text = string->sval;
  } else {
    Unknown("its bound is no plain constant");
  }
  return StrCat(QuoteLiteral(text), "::", type);
}

std::string RangeCondition(const std::string& column, const ast::PartitionBoundSpec& spec,
                           const std::string& type) {
  std::string text = StrCat(column, " IS NOT NULL");
  if (const auto lower = ConstantOf(*spec.lowerdatums[0], type)) {
    StrAppend(&text, " AND ", column, " >= ", *lower);
  }
  if (const auto upper = ConstantOf(*spec.upperdatums[0], type)) {
    StrAppend(&text, " AND ", column, " < ", *upper);
  }
  return text;
}

std::string ListCondition(const std::string& column, const ast::PartitionBoundSpec& spec,
                          const std::string& type) {
  if (spec.listdatums.size() != 1) Unknown("a list of several values");
  const auto value = ConstantOf(*spec.listdatums[0], type);
  if (!value) Unknown("a list of no constants");
  return StrCat(column, " IS NOT NULL AND ", column, " = ", *value);
}

}  // namespace

void AddCheckOfBound(Context& cx, ObjectId partition) {
  Catalog& catalog = cx.catalog;
  const Object& object = catalog.Get(partition);
  const ObjectId parent = DirectParents(catalog, partition).front();
  const PartitionKeyFacts key = FactsOfPartitionKey(catalog.Get(parent));
  if (IsPartitioned(object) || IsPartition(catalog.Get(parent))) Unknown("several levels");
  if (key.columns.size() != 1 || key.columns[0].empty()) Unknown("no key of one column");
  if (!ConstraintsOf(catalog, partition, ConstraintType::kCheck).empty()) {
    Unknown("other checks may imply it");
  }
  const ObjectId column_id = FindColumn(catalog, partition, key.columns[0]);
  const TypeRef type_ref = catalog.Get(column_id).As<Column>().type;
  if (!IsPlainType(type_ref)) Unknown("a key of such a type");
  const std::string type = FormatType(type_ref, cx.major());
  const ParsedScript script = ParseSql(SourceText::FromFile(
      "", StrCat("CREATE TABLE t PARTITION OF p ", object.As<Table>().partition_bound.text())));
  if (script.statements.size() != 1) Unknown("its bound");
  const auto& spec = *ast::Cast<ast::CreateStmt>(script.statements[0].stmt)->partbound;
  const std::string column = QuoteIdentifier(key.columns[0], cx.major());
  std::string condition;
  if (spec.strategy == "r") {
    condition = RangeCondition(column, spec, type);
  } else if (spec.strategy == "l") {
    condition = ListCondition(column, spec, type);
  } else {
    Unknown("a hash partition");
  }
  const ParsedFragment parsed = ParseExpression(condition);
  if (!parsed) Unknown("its bound");
  ast::Constraint node;
  node.contype = ast::ConstrType::CONSTR_CHECK;
  node.raw_expr = parsed.node;
  ConstraintPlan plan;
  plan.node = &node;
  for (const ObjectId made : AddChecks(cx, partition, {plan}, /*allow_merge=*/true,
                                       /*is_local=*/true)) {
    // Nobody wrote it.
    const Expression check = catalog.Get(made).As<Constraint>().check;
    if (check.resolved()) {
      catalog.Edit<Constraint>(made).check = Expression::Canonical(check.text());
    }
  }
}

}  // namespace schemadiff::replay
