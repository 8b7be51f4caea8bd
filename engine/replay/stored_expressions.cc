#include "engine/replay/stored_expressions.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/visit.h"
#include "engine/pg/identifier.h"
#include "engine/replay/expressions.h"
#include "engine/replay/lookup.h"
#include "engine/replay/partition.h"
#include "engine/replay/queries.h"
#include "engine/replay/relation.h"
#include "engine/replay/whole_row.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

// While it lives, analysis prints the names as they will be.
class RenamingInForce {
 public:
  RenamingInForce(const Context& cx, const Renaming& renaming) : analyzer_(cx.analyzer()) {
    analyzer_.SetRenaming(&renaming);
  }
  ~RenamingInForce() { analyzer_.SetRenaming(nullptr); }
  RenamingInForce(const RenamingInForce&) = delete;
  RenamingInForce& operator=(const RenamingInForce&) = delete;

 private:
  Analyzer& analyzer_;
};

// How the old name reads within quotes of either kind, so that a text without it needs no second
// look.
std::string OldName(const Renaming& renaming) {
  if (!renaming.label.type.empty()) {
    std::string quoted;
    AppendQuotedLiteral(&quoted, renaming.label.from);
    return quoted.substr(quoted.find('\'') + 1, quoted.size() - quoted.find('\'') - 2);
  }
  const Name name = !renaming.schema.from.empty()       ? renaming.schema.from
                    : !renaming.column.from.empty()     ? renaming.column.from
                    : !renaming.constraint.from.empty() ? renaming.constraint.from
                                                        : renaming.object.from.name;
  std::string quoted;
  for (const char c : name.str()) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted;
}

std::vector<Name> ColumnNames(const Catalog& catalog, ObjectId relation) {
  std::vector<Name> names;
  for (const ObjectId column : ColumnsOf(catalog, relation)) {
    names.push_back(catalog.Get(column).key.name);
  }
  return names;
}

// What again(kept) makes of an expression of the object; unresolved, and told so, where that is not
// known.
template <typename Again>
Expression OrUnresolved(const Context& cx, ObjectId id, const Expression& kept,
                        std::string_view reason, const Again& again) {
  std::string why;
  try {
    return again(kept);
  } catch (const PgError& error) {
    why = StrCat(reason, ": ", error.what());
  } catch (const NotModelled& gap) {
    why = StrCat(reason, ": ", gap.what());
  }
  cx.Report(
      DiagnosticLevel::kWarning, "replay.unresolved-expression",
      StrCat("an expression of ", cx.catalog.Get(id).key.ToString(), " is not compared: ", why));
  return Expression::Unresolved(kept.text(), why);
}

class Follower {
 public:
  Follower(Context& cx, ObjectId id, const Renaming& renaming, std::string_view reason)
      : cx_(cx), id_(id), renaming_(renaming), reason_(reason), old_name_(OldName(renaming)) {}

  void Run() {
    VisitPayload(object().payload, [this](const auto& payload) { Follow(payload); });
  }

 private:
  const Object& object() const { return cx_.catalog.Get(id_); }
  bool Concerned(const Expression& expression) const {
    return !expression.empty() && expression.resolved() &&
           expression.text().find(old_name_) != std::string::npos;
  }
  // Stores again() where the expression may change.
  template <typename T, typename Again, typename Member>
  void Replace(const Expression& before, const Again& again, const Member& member) {
    if (!Concerned(before)) return;
    // `before` is a part of what Edit() makes room for.
    const Expression kept = before;  // NOLINT(performance-unnecessary-copy-initialization)
    Expression after = OrUnresolved(cx_, id_, kept, reason_, [&](const Expression& expression) {
      const RenamingInForce in_force(cx_, renaming_);
      return again(expression);
    });
    if (after.text() == kept.text() && after.resolved()) return;
    member(cx_.catalog.Edit<T>(id_)) = std::move(after);
  }
  // Whether a name in the text is the old one.
  bool Names(const Expression& expression) const {
    SqlLexer lexer(expression.text());
    for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
      const std::string_view text = lexer.Text(token);
      if (token.kind == SqlTokenKind::kWord && text == old_name_) return true;
      if (token.kind == SqlTokenKind::kQuoted && text == StrCat("\"", old_name_, "\"")) return true;
    }
    return false;
  }
  // For an expression of which only the text of the whole clause is held.
  template <typename T, typename Member>
  void GiveUp(const Expression& before, std::string_view why, const Member& member) {
    if (renaming_.label.type.empty() && !Names(before)) return;
    Replace<T>(
        before, [&](const Expression&) -> Expression { throw NotModelled(std::string(why)); },
        member);
  }
  template <typename T, typename Member>
  void ReplaceExpression(const Expression& before, ExpressionUse use, ObjectId relation,
                         const TypeRef* target, const Member& member) {
    const Name name = object().key.name;
    Replace<T>(
        before,
        [&](const Expression& kept) {
          return AnalyseAgain(cx_, kept, use, relation, target, name, Reading::kTree).expression;
        },
        member);
  }

  void Follow(const Column& column) {
    const ObjectId relation = object().parent;
    const TypeRef type = column.type;
    const bool generated = column.generated != Generated::kNone;
    ReplaceExpression<Column>(column.default_value,
                              generated ? ExpressionUse::kGenerated : ExpressionUse::kDefault,
                              generated ? relation : kNoObject, &type,
                              [](Column& edited) -> Expression& { return edited.default_value; });
  }
  void Follow(const Domain& domain) {
    const TypeRef type = domain.base_type;
    ReplaceExpression<Domain>(domain.default_value, ExpressionUse::kDomainDefault, kNoObject, &type,
                              [](Domain& edited) -> Expression& { return edited.default_value; });
  }
  void Follow(const Constraint& constraint) {
    const ObjectId parent = object().parent;
    const auto* domain = cx_.catalog.Get(parent).TryAs<Domain>();
    const TypeRef base = domain == nullptr ? TypeRef() : domain->base_type;
    ReplaceExpression<Constraint>(
        constraint.check, domain == nullptr ? ExpressionUse::kCheck : ExpressionUse::kDomainCheck,
        domain == nullptr ? parent : kNoObject, domain == nullptr ? nullptr : &base,
        [](Constraint& edited) -> Expression& { return edited.check; });
    // Its text is that of a clause, of which the expressions are parts.
    GiveUp<Constraint>(cx_.catalog.Get(id_).As<Constraint>().exclusion,
                       "exclusion constraints keep their text",
                       [](Constraint& edited) -> Expression& { return edited.exclusion; });
  }
  void Follow(const Index& index) {
    const ObjectId relation = RelationIn(cx_.catalog, index.table.schema, index.table.name);
    const size_t keys = index.keys.size();
    for (size_t i = 0; i < keys; ++i) {
      ReplaceExpression<Index>(
          cx_.catalog.Get(id_).As<Index>().keys[i].expression, ExpressionUse::kIndexKey, relation,
          nullptr, [i](Index& edited) -> Expression& { return edited.keys[i].expression; });
    }
    ReplaceExpression<Index>(cx_.catalog.Get(id_).As<Index>().predicate,
                             ExpressionUse::kIndexPredicate, relation, nullptr,
                             [](Index& edited) -> Expression& { return edited.predicate; });
  }
  void Follow(const Function& function) {
    const size_t arguments = function.arguments.size();
    for (size_t i = 0; i < arguments; ++i) {
      const Argument argument = cx_.catalog.Get(id_).As<Function>().arguments[i];
      ReplaceExpression<Function>(
          argument.default_value, ExpressionUse::kArgumentDefault, kNoObject, &argument.type,
          [i](Function& edited) -> Expression& { return edited.arguments[i].default_value; });
    }
    Replace<Function>(
        cx_.catalog.Get(id_).As<Function>().sql_body,
        [this](const Expression& kept) {
          const std::vector<Argument> parameters = cx_.catalog.Get(id_).As<Function>().arguments;
          return AnalyseBodyAgain(cx_, kept, object().key.name, parameters);
        },
        [](Function& edited) -> Expression& { return edited.sql_body; });
  }
  // The copy that a partition has is made of the original again: rows of the partition are
  // converted in it.
  bool FollowOriginal(const Trigger& trigger) {
    if (!trigger.inherited || !HasConvertedRow(trigger.when)) return false;
    for (const Dependency& reference : cx_.catalog.References(id_)) {
      const Object& original = cx_.catalog.Get(reference.object);
      const auto* payload = original.TryAs<Trigger>();
      if (payload == nullptr) continue;
      const Expression when = payload->when;
      cx_.catalog.Edit<Trigger>(id_).when =
          WhenOfCopy(cx_, when, renaming_.Relation(NameOf(cx_.catalog.Get(original.parent))));
      return true;
    }
    return false;
  }
  void Follow(const Trigger& trigger) {
    if (FollowOriginal(trigger)) return;
    ReplaceExpression<Trigger>(trigger.when, ExpressionUse::kTriggerWhen, object().parent, nullptr,
                               [](Trigger& edited) -> Expression& { return edited.when; });
  }
  void Follow(const Policy& policy) {
    const ObjectId table = object().parent;
    ReplaceExpression<Policy>(policy.using_clause, ExpressionUse::kPolicy, table, nullptr,
                              [](Policy& edited) -> Expression& { return edited.using_clause; });
    ReplaceExpression<Policy>(cx_.catalog.Get(id_).As<Policy>().with_check, ExpressionUse::kPolicy,
                              table, nullptr,
                              [](Policy& edited) -> Expression& { return edited.with_check; });
  }
  void Follow(const PublishedTable& published) {
    ReplaceExpression<PublishedTable>(
        published.filter, ExpressionUse::kPublicationFilter, object().parent, nullptr,
        [](PublishedTable& edited) -> Expression& { return edited.filter; });
  }
  void Follow(const StatisticsObject& statistics) {
    const ObjectId relation =
        RelationIn(cx_.catalog, statistics.table.schema, statistics.table.name);
    const size_t expressions = statistics.expressions.size();
    for (size_t i = 0; i < expressions; ++i) {
      ReplaceExpression<StatisticsObject>(
          cx_.catalog.Get(id_).As<StatisticsObject>().expressions[i], ExpressionUse::kStatistics,
          relation, nullptr,
          [i](StatisticsObject& edited) -> Expression& { return edited.expressions[i]; });
    }
  }
  void Follow(const Rule& rule) {
    const ObjectId relation = object().parent;
    // Both are made of what is there before either changes.
    const Rule before = rule;  // NOLINT(performance-unnecessary-copy-initialization)
    Replace<Rule>(
        before.condition,
        [&](const Expression&) { return AnalyseRuleAgain(cx_, before, relation).condition; },
        [](Rule& edited) -> Expression& { return edited.condition; });
    Replace<Rule>(
        before.actions,
        [&](const Expression&) { return AnalyseRuleAgain(cx_, before, relation).actions; },
        [](Rule& edited) -> Expression& { return edited.actions; });
  }
  void Follow(const View& view) {
    Replace<View>(
        view.query, [&](const Expression& kept) { return QueryAgain(kept); },
        [](View& edited) -> Expression& { return edited.query; });
  }
  void Follow(const MaterializedView& view) {
    Replace<MaterializedView>(
        view.query, [&](const Expression& kept) { return QueryAgain(kept); },
        [](MaterializedView& edited) -> Expression& { return edited.query; });
  }
  Expression QueryAgain(const Expression& query) {
    return AnalyseQueryAgain(cx_, query, ColumnNames(cx_.catalog, id_));
  }
  void Follow(const Table& table) {
    Replace<Table>(
        table.partition_key, [&](const Expression&) { return PartitionKeyAgain(cx_, id_); },
        [](Table& edited) -> Expression& { return edited.partition_key; });
    if (renaming_.label.type.empty()) return;  // bounds hold no other names
    GiveUp<Table>(cx_.catalog.Get(id_).As<Table>().partition_bound, "bounds keep their text",
                  [](Table& edited) -> Expression& { return edited.partition_bound; });
  }
  // Kinds without expressions.
  void Follow(const Schema&) {}
  void Follow(const Extension&) {}
  void Follow(const EventTrigger&) {}
  void Follow(const Grant&) {}
  void Follow(const DefaultPrivileges&) {}
  void Follow(const Publication&) {}
  void Follow(const PublishedSchema&) {}
  void Follow(const Subscription&) {}
  void Follow(const ForeignDataWrapper&) {}
  void Follow(const ForeignServer&) {}
  void Follow(const UserMapping&) {}
  void Follow(const Language&) {}
  void Follow(const AccessMethod&) {}
  void Follow(const Collation&) {}
  void Follow(const Conversion&) {}
  void Follow(const ScalarType&) {}
  void Follow(const Cast&) {}
  void Follow(const Operator&) {}
  void Follow(const OperatorFamily&) {}
  void Follow(const OperatorClass&) {}
  void Follow(const Transform&) {}
  void Follow(const TextSearchParser&) {}
  void Follow(const TextSearchTemplate&) {}
  void Follow(const TextSearchDictionary&) {}
  void Follow(const TextSearchConfiguration&) {}
  void Follow(const ExtensionDependency&) {}
  void Follow(const Sequence&) {}
  void Follow(const EnumType&) {}
  void Follow(const CompositeType&) {}
  void Follow(const RangeType&) {}
  void Follow(const Aggregate&) {}
  void Follow(const Comment&) {}

  Context& cx_;
  const ObjectId id_;
  const Renaming& renaming_;
  const std::string_view reason_;
  const std::string old_name_;
};

}  // namespace

void FollowInExpressions(Context& cx, ObjectId id, const Renaming& renaming,
                         std::string_view reason) {
  Follower(cx, id, renaming, reason).Run();
}

void FollowInDependents(Context& cx, ObjectId id, Name column, const Renaming& renaming,
                        std::string_view reason) {
  std::set<ObjectId> ids;
  for (const Dependency& dependent : cx.catalog.Dependents(id)) {
    if (column.empty() || dependent.column.empty() || dependent.column == column) {
      ids.insert(dependent.object);
    }
  }
  for (const ObjectId part : cx.catalog.Children(id)) ids.insert(part);
  ids.insert(id);
  for (const ObjectId dependent : ids) FollowInExpressions(cx, dependent, renaming, reason);
}

void PrintQueryAnew(Context& cx, ObjectId view) {
  const auto again = [&](const Expression& query) {
    if (query.empty() || !query.resolved()) return query;
    return OrUnresolved(cx, view, query, "a column of it was renamed", [&](const Expression& kept) {
      return AnalyseQueryAgain(cx, kept, ColumnNames(cx.catalog, view));
    });
  };
  if (const auto* plain = cx.catalog.Get(view).TryAs<View>()) {
    const Expression after = again(plain->query);
    cx.catalog.Edit<View>(view).query = after;
  } else {
    const Expression after = again(cx.catalog.Get(view).As<MaterializedView>().query);
    cx.catalog.Edit<MaterializedView>(view).query = after;
  }
}

}  // namespace schemadiff::replay
