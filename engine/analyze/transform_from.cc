#include <algorithm>

#include "engine/analyze/collation.h"
#include "engine/analyze/routines.h"
#include "engine/analyze/transform_query.h"
#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

std::vector<Name> AliasColumns(const ast::Alias* alias) {
  std::vector<Name> names;
  if (alias == nullptr) return names;
  for (const ast::Node* name : alias->colnames) {
    names.emplace_back(ast::Cast<ast::String>(name)->sval);
  }
  return names;
}

JoinKind KindOfJoin(ast::JoinType type) {
  switch (type) {
    case ast::JoinType::JOIN_LEFT:
      return JoinKind::kLeft;
    case ast::JoinType::JOIN_FULL:
      return JoinKind::kFull;
    case ast::JoinType::JOIN_RIGHT:
      return JoinKind::kRight;
    default:
      return JoinKind::kInner;
  }
}

void SetLateral(const std::vector<NamespaceItemPtr>& names, bool only, bool ok) {
  for (const NamespaceItemPtr& item : names) {
    item->lateral_only = only;
    item->lateral_ok = ok;
  }
}

}  // namespace

NamespaceItemPtr QueryTransformer::AddRte(Rte rte, const ast::Alias* alias) {
  rte.has_alias = alias != nullptr;
  if (alias != nullptr) {
    rte.eref = alias->aliasname;
    rte.alias_columns = AliasColumns(alias);
    const std::vector<Name>* made = context_.made_aliases;
    const bool is_made = made != nullptr && rte.kind == RteKind::kRelation &&
                         std::find(made->begin(), made->end(), rte.eref) != made->end();
    rte.has_alias = !is_made;
    if (rte.has_alias) rte.alias = rte.eref;
  }
  if (rte.alias_columns.size() > rte.columns.size()) {
    throw PgError(
        sqlstate::kInvalidColumnReference,
        StrCat("table \"", rte.eref, "\" has ", rte.columns.size(), " columns available but ",
               rte.alias_columns.size(), " columns specified"));
  }
  for (size_t i = 0; i < rte.alias_columns.size(); ++i) {
    rte.columns[i].name = rte.alias_columns[i];
  }
  auto item = std::make_shared<NamespaceItem>();
  item->name = rte.eref;
  item->rte = static_cast<int>(query_->range_table.size());
  if (alias == nullptr && rte.kind == RteKind::kRelation) item->relation = rte.relation;
  item->row_type = type_id::kRecord;
  for (size_t i = 0; i < rte.columns.size(); ++i) {
    const RteColumn& source = rte.columns[i];
    NamespaceColumn column;
    column.name = source.name;
    column.rte = column.syntactic_rte = item->rte;
    column.attribute = column.syntactic_attribute = static_cast<int>(i) + 1;
    column.type = source.type;
    column.typmod = source.typmod;
    column.collation = source.collation;
    item->columns.push_back(column);
  }
  query_->range_table.push_back(std::move(rte));
  return item;
}

void QueryTransformer::From(const ast::List& list) {
  for (const ast::Node* node : list) {
    NamespaceItemPtr top;
    std::vector<NamespaceItemPtr> names;
    query_->from.push_back(Item(node, &top, &names));
    CheckConflicts(state_.names, names);
    // Items to the right may refer to this one, if they are LATERAL.
    SetLateral(names, /*only=*/true, /*ok=*/true);
    state_.names.insert(state_.names.end(), names.begin(), names.end());
  }
  SetLateral(state_.names, /*only=*/false, /*ok=*/true);
}

void QueryTransformer::CheckConflicts(const std::vector<NamespaceItemPtr>& a,
                                      const std::vector<NamespaceItemPtr>& b) {
  for (const NamespaceItemPtr& x : a) {
    if (!x->relation_visible) continue;
    for (const NamespaceItemPtr& y : b) {
      if (!y->relation_visible || x->name != y->name) continue;
      // Two tables of the same name in different schemas can be told apart.
      if (!x->relation.empty() && !y->relation.empty() && x->relation != y->relation) continue;
      throw PgError(sqlstate::kDuplicateAlias,
                    StrCat("table name \"", x->name, "\" specified more than once"));
    }
  }
}

std::unique_ptr<JoinNode> QueryTransformer::Leaf(NamespaceItemPtr item, NamespaceItemPtr* top,
                                                 std::vector<NamespaceItemPtr>* names) {
  auto leaf = std::make_unique<JoinNode>();
  leaf->rte = item->rte;
  *names = {item};
  *top = std::move(item);
  return leaf;
}

std::unique_ptr<JoinNode> QueryTransformer::Item(const ast::Node* node, NamespaceItemPtr* top,
                                                 std::vector<NamespaceItemPtr>* names) {
  switch (node->tag) {
    case ast::NodeTag::kRangeVar:
      return Leaf(Table(*ast::Cast<ast::RangeVar>(node)), top, names);
    case ast::NodeTag::kRangeSubselect:
      return Leaf(Subselect(*ast::Cast<ast::RangeSubselect>(node)), top, names);
    case ast::NodeTag::kRangeFunction:
      return Leaf(Function(*ast::Cast<ast::RangeFunction>(node)), top, names);
    case ast::NodeTag::kJoinExpr:
      return Join(*ast::Cast<ast::JoinExpr>(node), top, names);
    case ast::NodeTag::kRangeTableSample:
      return Leaf(Sample(*ast::Cast<ast::RangeTableSample>(node)), top, names);
    default:
      throw NotModelled(StrCat("a FROM item of kind ", ast::ToString(node->tag)), node->location);
  }
}

NamespaceItemPtr QueryTransformer::Table(const ast::RangeVar& node) {
  if (node.schemaname.empty()) {
    int levels_up = 0;
    for (ParseState* state = &state_; state != nullptr; state = state->parent, ++levels_up) {
      if (state->query == nullptr) continue;
      for (const size_t index : state->visible_ctes) {
        const CommonTable& cte = state->query->ctes[index];
        if (cte.name == node.relname) return CteReference(node, cte, levels_up);
      }
    }
  }
  Rte rte;
  rte.only = !node.inh;
  return RelationItem(RequireRelation(node), std::move(rte), node.alias);
}

RelationInfo QueryTransformer::RequireRelation(const ast::RangeVar& node) {
  const WrittenName name{node.schemaname, node.relname};
  const RelationInfo found = FindRelation(context_, name);
  if (found.name.empty()) {
    if (!name.schema.empty()) RequireSchema(context_, name.schema, node.location);
    ThrowNotFound(context_, sqlstate::kUndefinedTable,
                  StrCat("relation \"", name.schema, name.schema.empty() ? "" : ".", name.name,
                         "\" does not exist"),
                  node.location);
  }
  if (found.kind == 'i' || found.kind == 'c') {
    throw PgError(
        sqlstate::kWrongObjectType,
        StrCat("\"", name.name, "\" is ", found.kind == 'i' ? "an index" : "a composite type"),
        node.location);
  }
  const ObjectKey columns = KeyFor<schemadiff::Column>(found.name.schema, found.name.name, {});
  if (const auto unknown = context_.catalog.unknown().find(columns);
      unknown != context_.catalog.unknown().end()) {
    throw FollowsUnknown(StrCat("the columns of \"", found.name.name, "\" are not known"),
                         node.location);
  }
  for (const auto& [key, reason] : context_.catalog.unknown()) {
    if (key.kind == columns.kind && key.schema == columns.schema && key.table == columns.table) {
      state_.doubtful_column = key.name;
    }
  }
  return found;
}

NamespaceItemPtr QueryTransformer::RelationItem(const RelationInfo& found, Rte rte,
                                                const ast::Alias* alias) {
  rte.kind = RteKind::kRelation;
  rte.relation = found.name;
  rte.eref = found.name.name;
  for (const Field& field : RelationColumns(context_, found.name)) {
    rte.columns.push_back({field.name, field.type, field.typmod, field.collation});
    rte.real_columns.push_back(field.name);
  }
  NamespaceItemPtr item = AddRte(std::move(rte), alias);
  item->has_system_columns = true;
  item->row_type = context_.types.Find(found.name.schema, found.name.name);
  return item;
}

void QueryTransformer::EnterOldAndNew(const QualifiedName& relation) {
  const RelationInfo found = FindRelation(context_, {relation.schema, relation.name});
  for (const std::string_view name : {"old", "new"}) {
    Rte rte;
    rte.in_from = false;
    NamespaceItemPtr item = RelationItem(found, std::move(rte), nullptr);
    Rte& entry = query_->range_table.back();
    entry.has_alias = true;
    entry.alias = entry.eref = name;
    item->name = name;
    item->relation = {};
    item->columns_visible = false;
    state_.names.push_back(std::move(item));
  }
  query_->rule = true;
}

Expr* QueryTransformer::RuleCondition(const ast::Node* node, bool sees_old, bool sees_new) {
  for (const size_t i : {size_t{1}, size_t{0}}) {
    state_.names[i]->columns_visible = true;
    if (!(i == 0 ? sees_old : sees_new)) {
      state_.names.erase(state_.names.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  return transformer_.TransformCondition(node, ExprUse::kWhere, "WHERE");
}

NamespaceItemPtr QueryTransformer::Sample(const ast::RangeTableSample& node) {
  const auto* relation = ast::As<ast::RangeVar>(node.relation);
  NamespaceItemPtr item = relation == nullptr ? nullptr : Table(*relation);
  const auto refuse = [&](std::string_view state, const std::string& message) {
    throw PgError(state, message, node.location);
  };
  if (item == nullptr ||
      query_->range_table[static_cast<size_t>(item->rte)].kind != RteKind::kRelation) {
    refuse(sqlstate::kFeatureNotSupported,
           "TABLESAMPLE clause can only be applied to tables and materialized views");
  }
  Rte& rte = query_->range_table[static_cast<size_t>(item->rte)];
  const char kind = FindRelation(context_, {rte.relation.schema, rte.relation.name}).kind;
  if (kind != 'r' && kind != 'm' && kind != 'p') {
    refuse(sqlstate::kFeatureNotSupported,
           "TABLESAMPLE clause can only be applied to tables and materialized views");
  }
  const WrittenName name = NameFromList(context_, node.method, node.location);
  if ((!name.schema.empty() && name.schema != "pg_catalog") ||
      (name.name != "system" && name.name != "bernoulli")) {
    ThrowNotFound(context_, sqlstate::kUndefinedObject,
                  StrCat("tablesample method ", name.name, " does not exist"), node.location);
  }
  if (node.args.size() != 1) {
    refuse("2202H", StrCat("tablesample method ", name.name, " requires 1 argument, not ",
                           node.args.size()));
  }
  TableSample sample;
  sample.method = {"pg_catalog", Name(name.name)};
  const auto argument = [&](const ast::Node* value, TypeId type, std::string_view construct) {
    return CoerceToSpecific(context_, transformer_.Transform(value, ExprUse::kFromFunction), type,
                            construct);
  };
  sample.args.push_back(argument(node.args[0], type_id::kFloat4, "TABLESAMPLE"));
  if (node.repeatable != nullptr) {
    sample.repeatable = argument(node.repeatable, type_id::kFloat8, "REPEATABLE");
  }
  query_->range_table[static_cast<size_t>(item->rte)].sample = std::move(sample);
  return item;
}

NamespaceItemPtr QueryTransformer::CteReference(const ast::RangeVar& node, const CommonTable& cte,
                                                int levels_up) {
  Rte rte;
  rte.kind = RteKind::kCte;
  rte.cte = cte.name;
  rte.cte_levels_up = levels_up;
  rte.eref = cte.name;
  rte.columns = cte.columns;
  if (cte.columns.empty() && cte.query == nullptr) {
    throw NotModelled(StrCat("the reference of WITH query \"", cte.name, "\" to itself"),
                      node.location);
  }
  if (cte.query != nullptr && cte.query->command != Command::kSelect &&
      cte.query->returning.empty()) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("WITH query \"", cte.name, "\" does not have a RETURNING clause"),
                  node.location);
  }
  const size_t own = rte.columns.size();
  const TypeId records = context_.types.Array(type_id::kRecord);
  if (cte.search) {
    rte.columns.push_back(
        {cte.search->sequence, cte.search->breadth_first ? type_id::kRecord : records, -1, {}});
  }
  if (cte.cycle) {
    const Expr& mark = *cte.cycle->mark_value;
    rte.columns.push_back(
        {cte.cycle->mark, mark.type,
         SelectCommonTypmod({{cte.cycle->mark_value, cte.cycle->mark_default}}, mark.type),
         CollationOf(context_, mark)});
    rte.columns.push_back({cte.cycle->path, records, -1, {}});
  }
  NamespaceItemPtr item = AddRte(std::move(rte), node.alias);
  for (size_t i = own; levels_up > 0 && i < item->columns.size(); ++i) {
    item->columns[i].in_star = false;
  }
  return item;
}

NamespaceItemPtr QueryTransformer::Subselect(const ast::RangeSubselect& node) {
  if (node.alias == nullptr && context_.major() < 16) {
    throw PgError(sqlstate::kSyntaxError, "subquery in FROM must have an alias", node.location);
  }
  Rte rte;
  rte.kind = RteKind::kSubquery;
  rte.lateral = node.lateral;
  rte.eref = "unnamed_subquery";
  state_.lateral_active = node.lateral;
  rte.subquery = QueryTransformer(context_, &state_).Run(node.subquery, true, nullptr);
  state_.lateral_active = false;
  for (const TargetEntry& target : rte.subquery->targets) {
    if (target.junk) continue;
    rte.columns.push_back(
        {target.name, target.expr->type, target.expr->typmod, CollationOf(context_, *target.expr)});
  }
  const bool named = node.alias != nullptr;
  NamespaceItemPtr item = AddRte(std::move(rte), node.alias);
  item->relation_visible = named;
  return item;
}

Expr* QueryTransformer::MergedColumn(JoinKind join, Expr* left, Expr* right) {
  const std::vector<Expr*> pair{left, right};
  const TypeId type = SelectCommonType(context_, pair, "JOIN/USING");
  const int32_t typmod = SelectCommonTypmod(pair, type);
  const auto convert = [&](Expr* side) {
    if (side->type != type) {
      return CoerceType(context_, side, type, typmod, CoercionContext::kImplicit,
                        Form::kImplicitCast, -1);
    }
    if (side->typmod == typmod) return side;
    Expr* relabel = context_.arena.New(ExprKind::kRelabel, type, typmod);
    relabel->form = Form::kImplicitCast;
    relabel->args = {side};
    return relabel;
  };
  Expr* l = convert(left);
  Expr* r = convert(right);
  switch (join) {
    case JoinKind::kInner:
      return l->kind != ExprKind::kVar && r->kind == ExprKind::kVar ? r : l;
    case JoinKind::kLeft:
      return l;
    case JoinKind::kRight:
      return r;
    default: {
      Expr* coalesce =
          context_.arena.New(ExprKind::kCoalesce, type, SelectCommonTypmod({{l, r}}, type));
      coalesce->args = {l, r};
      return coalesce;
    }
  }
}

std::unique_ptr<JoinNode> QueryTransformer::Join(const ast::JoinExpr& node, NamespaceItemPtr* top,
                                                 std::vector<NamespaceItemPtr>* names) {
  auto join = std::make_unique<JoinNode>();
  join->is_join = true;
  join->join = KindOfJoin(node.jointype);
  NamespaceItemPtr left;
  NamespaceItemPtr right;
  std::vector<NamespaceItemPtr> left_names;
  std::vector<NamespaceItemPtr> right_names;
  join->left = Item(node.larg, &left, &left_names);
  const bool lateral_ok = join->join == JoinKind::kInner || join->join == JoinKind::kLeft;
  SetLateral(left_names, /*only=*/true, lateral_ok);
  const size_t before = state_.names.size();
  state_.names.insert(state_.names.end(), left_names.begin(), left_names.end());
  join->right = Item(node.rarg, &right, &right_names);
  state_.names.resize(before);
  CheckConflicts(left_names, right_names);
  std::vector<NamespaceItemPtr> all = left_names;
  all.insert(all.end(), right_names.begin(), right_names.end());

  if (node.isNatural) {
    for (const NamespaceColumn& column : left->columns) {
      const bool common =
          std::any_of(right->columns.begin(), right->columns.end(),
                      [&](const NamespaceColumn& other) { return other.name == column.name; });
      if (common) join->using_columns.push_back(column.name);
    }
  }
  for (const ast::Node* name : node.usingClause) {
    join->using_columns.emplace_back(ast::Cast<ast::String>(name)->sval);
  }

  Rte rte;
  rte.kind = RteKind::kJoin;
  rte.merged_columns = join->using_columns.size();
  std::vector<NamespaceColumn> columns;
  std::vector<bool> left_used(left->columns.size(), false);
  std::vector<bool> right_used(right->columns.size(), false);
  std::vector<Expr*> equalities;
  const auto find = [](const NamespaceItem& side, Name name, std::string_view which) {
    size_t found = side.columns.size();
    for (size_t i = 0; i < side.columns.size(); ++i) {
      if (side.columns[i].name != name) continue;
      if (found < side.columns.size()) {
        throw PgError(sqlstate::kAmbiguousColumn,
                      StrCat("common column name \"", name, "\" appears more than once in ", which,
                             " table"));
      }
      found = i;
    }
    if (found == side.columns.size()) {
      throw PgError(sqlstate::kUndefinedColumn,
                    StrCat("column \"", name, "\" specified in USING clause does not exist in ",
                           which, " table"));
    }
    return found;
  };
  for (const Name name : join->using_columns) {
    const size_t l = find(*left, name, "left");
    const size_t r = find(*right, name, "right");
    left_used[l] = right_used[r] = true;
    Expr* left_var = transformer_.ItemVar(left->columns[l], 0, -1);
    Expr* right_var = transformer_.ItemVar(right->columns[r], 0, -1);
    Expr* merged = MergedColumn(join->join, left_var, right_var);
    equalities.push_back(transformer_.MakeOp({{}, "="}, context_.arena.Copy(*left_var),
                                             context_.arena.Copy(*right_var), -1));
    NamespaceColumn column;
    if (merged == left_var) {
      column = left->columns[l];
    } else if (merged == right_var) {
      column = right->columns[r];
    } else {
      column.rte = column.syntactic_rte = -1;  // the join itself
      column.attribute = column.syntactic_attribute = static_cast<int>(columns.size()) + 1;
      column.type = merged->type;
      column.typmod = merged->typmod;
      column.collation = CollationOf(context_, *merged);
    }
    column.name = name;
    columns.push_back(column);
    rte.join_vars.push_back(merged);
    rte.left_columns.push_back(static_cast<int>(l) + 1);
    rte.right_columns.push_back(static_cast<int>(r) + 1);
  }
  if (!equalities.empty()) {
    for (Expr*& equality : equalities) {
      equality = CoerceToBoolean(context_, equality, "JOIN/USING");
    }
    join->condition = equalities.size() == 1
                          ? equalities[0]
                          : transformer_.MakeBool(BoolOp::kAnd, std::move(equalities), -1);
  } else if (node.quals != nullptr) {
    // The condition sees the two sides only.
    SetLateral(all, /*only=*/false, /*ok=*/true);
    std::vector<NamespaceItemPtr> saved = all;
    std::swap(state_.names, saved);
    join->condition = transformer_.TransformCondition(node.quals, ExprUse::kJoinOn, "JOIN/ON");
    std::swap(state_.names, saved);
  }
  const auto take_rest = [&](const NamespaceItem& side, const std::vector<bool>& used,
                             bool is_left) {
    for (size_t i = 0; i < side.columns.size(); ++i) {
      if (used[i]) continue;
      columns.push_back(side.columns[i]);
      rte.join_vars.push_back(transformer_.ItemVar(side.columns[i], 0, -1));
      rte.left_columns.push_back(is_left ? static_cast<int>(i) + 1 : 0);
      rte.right_columns.push_back(is_left ? 0 : static_cast<int>(i) + 1);
    }
  };
  take_rest(*left, left_used, true);
  take_rest(*right, right_used, false);
  for (const NamespaceColumn& column : columns) {
    rte.columns.push_back({column.name, column.type, column.typmod, column.collation});
  }
  rte.eref = "unnamed_join";
  if (node.join_using_alias != nullptr) rte.join_using_alias = node.join_using_alias->aliasname;
  NamespaceItemPtr item = AddRte(std::move(rte), node.alias);
  join->rte = item->rte;
  const std::vector<NamespaceColumn> own = item->columns;
  for (size_t i = 0; i < columns.size(); ++i) {
    NamespaceColumn& column = columns[i];
    column.name = own[i].name;
    if (column.rte < 0) column.rte = item->rte;
    if (column.syntactic_rte < 0) column.syntactic_rte = item->rte;
    if (node.alias != nullptr) {
      column.syntactic_rte = item->rte;
      column.syntactic_attribute = static_cast<int>(i) + 1;
    }
  }
  item->columns = columns;
  item->row_type = 0;  // a whole-row reference is a row of its columns
  if (node.join_using_alias != nullptr) {
    auto merged = std::make_shared<NamespaceItem>(*item);
    merged->name = node.join_using_alias->aliasname;
    merged->columns.resize(join->using_columns.size());
    merged->is_join_using = true;
    merged->columns_visible = false;
    CheckConflicts({merged}, all);
    all.push_back(merged);
  }
  if (node.alias != nullptr) {
    all.clear();  // an alias hides what it joins
  } else {
    for (const NamespaceItemPtr& other : all) other->columns_visible = false;
  }
  item->relation_visible = node.alias != nullptr;
  all.push_back(item);
  *names = std::move(all);
  *top = std::move(item);
  return join;
}

}  // namespace schemadiff::sema
