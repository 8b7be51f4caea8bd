// INSERT, UPDATE, DELETE and MERGE, as rules and bodies of functions store them. Facts from
// analyze.c, parse_target.c (transformAssignedExpr, transformAssignmentIndirection), parse_clause.c
// (transformOnConflictArbiter) and parse_merge.c of the server's source.
#include <algorithm>
#include <array>

#include "engine/analyze/collation.h"
#include "engine/analyze/routines.h"
#include "engine/analyze/transform_query.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

Expr* StripAssignments(Expr* value) {
  while (value->kind == ExprKind::kFieldStore || value->kind == ExprKind::kElementStore) {
    value = value->args[0];
  }
  return value;
}

[[noreturn]] void MissingColumn(std::string_view column, const Rte& target, int location) {
  throw PgError(
      sqlstate::kUndefinedColumn,
      StrCat("column \"", column, "\" of relation \"", target.relation.name, "\" does not exist"),
      location);
}

int AttributeOf(const Rte& target, std::string_view column) {
  for (size_t i = 0; i < target.real_columns.size(); ++i) {
    if (target.real_columns[i] == column) return static_cast<int>(i) + 1;
  }
  return 0;
}

bool IsSystemName(std::string_view column) {
  static constexpr std::array<std::string_view, 6> kNames = {"ctid", "xmin", "cmin",
                                                             "xmax", "cmax", "tableoid"};
  return std::ranges::find(kNames, column) != kNames.end();
}

bool IsPlainValues(const ast::SelectStmt& select) {
  return !select.valuesLists.empty() && select.sortClause.empty() &&
         select.limitOffset == nullptr && select.limitCount == nullptr &&
         select.lockingClause.empty() && select.withClause == nullptr;
}

}  // namespace

void QueryTransformer::Target(const ast::RangeVar& relation) {
  // A WITH query hides no table from a command that changes it.
  const RelationInfo found = RequireRelation(relation);
  Rte rte;
  rte.only = !relation.inh;
  rte.in_from = false;
  target_ = RelationItem(found, std::move(rte), relation.alias);
  query_->target = target_->rte;
}

Expr* QueryTransformer::AssignInto(std::string_view name, bool element, TypeId type, int32_t typmod,
                                   const ast::List& indirection, size_t from, Expr* value,
                                   int location) {
  TypeTable& types = context_.types;
  if (from == indirection.size()) {
    Expr* result = CoerceToTarget(context_, value, type, typmod, CoercionContext::kAssignment,
                                  Form::kImplicitCast, -1);
    if (result == nullptr) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    element ? StrCat("subscripted assignment to \"", name, "\" requires type ",
                                     types.FormatBare(type), " but expression is of type ",
                                     types.FormatBare(value->type))
                            : StrCat("subfield \"", name, "\" is of type ", types.FormatBare(type),
                                     " but expression is of type ", types.FormatBare(value->type)),
                    location);
    }
    return result;
  }
  if (types.Base(type) != type) throw NotModelled("an assignment to a part of a domain", location);
  Expr* base = context_.arena.New(ExprKind::kCaseTest, type, typmod);
  if (const auto* field = ast::As<ast::String>(indirection[from])) {
    if (!types.IsComposite(type)) {
      throw PgError(
          sqlstate::kDatatypeMismatch,
          StrCat("cannot assign to field \"", field->sval, "\" of column \"", name,
                 "\" because its type ", types.FormatBare(type), " is not a composite type"),
          location);
    }
    for (const Field& part : types.Fields(type)) {
      if (part.name != field->sval) continue;
      Expr* store = context_.arena.New(ExprKind::kFieldStore, type, -1);
      store->name = part.name;
      store->args = {AssignInto(field->sval, false, part.type, part.typmod, indirection, from + 1,
                                value, location)};
      return store;
    }
    throw PgError(
        sqlstate::kUndefinedColumn,
        StrCat("cannot assign to field \"", field->sval, "\" of column \"", name,
               "\" because there is no such column in data type ", types.FormatBare(type)),
        location);
  }
  std::vector<const ast::A_Indices*> indices;
  while (from < indirection.size()) {
    const auto* index = ast::As<ast::A_Indices>(indirection[from]);
    if (index == nullptr) break;
    indices.push_back(index);
    ++from;
  }
  if (indices.empty()) {
    throw PgError(sqlstate::kFeatureNotSupported, "row expansion via \"*\" is not supported here",
                  location);
  }
  Expr* store = transformer_.Subscripts(base, indices);
  store->kind = ExprKind::kElementStore;
  store->args = {
      AssignInto(name, true, store->type, store->typmod, indirection, from, value, location)};
  store->extra = nullptr;
  store->type = type;
  store->typmod = typmod;
  return store;
}

// What a column gets: the value, converted, or the column with a part replaced by it.
Expr* QueryTransformer::Assign(Expr* value, ExprUse use, int attribute,
                               const ast::List& indirection, int location) {
  const Rte& target = query_->range_table[static_cast<size_t>(query_->target)];
  const auto index = static_cast<size_t>(attribute) - 1;
  const RteColumn& column = target.columns[index];
  const Name name = target.real_columns[index];
  if (value->kind == ExprKind::kDefault) {
    value->type = column.type;
    value->typmod = column.typmod;
    if (!indirection.empty()) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    ast::As<ast::A_Indices>(indirection[0]) != nullptr
                        ? "cannot set an array element to DEFAULT"
                        : "cannot set a subfield to DEFAULT",
                    location);
    }
    return value;
  }
  if (!indirection.empty()) {
    const ExprUse saved = state_.use;
    state_.use = use;
    Expr* result =
        AssignInto(name, false, column.type, column.typmod, indirection, 0, value, location);
    state_.use = saved;
    return result;
  }
  const TypeId type = value->type;
  Expr* result = CoerceToTarget(context_, value, column.type, column.typmod,
                                CoercionContext::kAssignment, Form::kImplicitCast, -1);
  if (result == nullptr) {
    throw PgError(
        sqlstate::kDatatypeMismatch,
        StrCat("column \"", name, "\" is of type ", context_.types.FormatBare(column.type),
               " but expression is of type ", context_.types.FormatBare(type)),
        value->location);
  }
  return result;
}

// --- INSERT -----------------------------------------------------------------------------------

std::vector<int> QueryTransformer::InsertColumns(const ast::List& columns) {
  const Rte& target = query_->range_table[static_cast<size_t>(query_->target)];
  std::vector<int> attributes;
  if (columns.empty()) {
    for (size_t i = 1; i <= target.columns.size(); ++i) attributes.push_back(static_cast<int>(i));
    return attributes;
  }
  std::vector<int> whole;
  const auto contains = [](const std::vector<int>& list, int attribute) {
    return std::ranges::find(list, attribute) != list.end();
  };
  for (const ast::Node* node : columns) {
    const auto& column = *ast::Cast<ast::ResTarget>(node);
    const int attribute = AttributeOf(target, column.name);
    if (attribute == 0) MissingColumn(column.name, target, column.location);
    const bool partial = !column.indirection.empty();
    if (contains(partial ? whole : attributes, attribute)) {
      throw PgError(sqlstate::kDuplicateColumn,
                    StrCat("column \"", column.name, "\" specified more than once"),
                    column.location);
    }
    if (!partial) whole.push_back(attribute);
    attributes.push_back(attribute);
  }
  return attributes;
}

std::vector<Expr*> QueryTransformer::AssignRow(std::vector<Expr*> values, const ast::List& columns,
                                               const std::vector<int>& attributes, bool strip) {
  if (values.size() > attributes.size()) {
    throw PgError(sqlstate::kSyntaxError, "INSERT has more expressions than target columns",
                  values[attributes.size()]->location);
  }
  if (!columns.empty() && values.size() < attributes.size()) {
    throw PgError(sqlstate::kSyntaxError, "INSERT has more target columns than expressions",
                  columns[values.size()]->location);
  }
  for (size_t i = 0; i < values.size(); ++i) {
    const auto* column = columns.empty() ? nullptr : ast::Cast<ast::ResTarget>(columns[i]);
    values[i] = Assign(values[i], ExprUse::kInsertTarget, attributes[i],
                       column == nullptr ? ast::List() : column->indirection,
                       column == nullptr ? -1 : column->location);
    if (strip) values[i] = StripAssignments(values[i]);
  }
  return values;
}

std::vector<Expr*> QueryTransformer::InsertSelect(const ast::Node& select,
                                                  std::vector<Rte> rule_entries,
                                                  std::vector<NamespaceItemPtr> rule_names) {
  QueryTransformer sub(context_, &state_);
  sub.query_->rule = !rule_entries.empty();
  sub.query_->range_table = std::move(rule_entries);
  sub.state_.names = std::move(rule_names);
  Rte rte;
  rte.kind = RteKind::kSubquery;
  rte.in_from = false;
  rte.has_alias = true;
  rte.alias = rte.eref = "*SELECT*";
  rte.subquery = sub.Run(&select, /*resolve_unknowns=*/false, nullptr);
  std::vector<Expr*> values;
  const auto index = static_cast<int>(query_->range_table.size());
  for (const TargetEntry& target : rte.subquery->targets) {
    if (target.junk) continue;
    rte.columns.push_back(
        {target.name, target.expr->type, target.expr->typmod, CollationOf(context_, *target.expr)});
    // Literals become what the column wants.
    if (target.expr->kind == ExprKind::kConst && target.expr->type == type_id::kUnknown) {
      values.push_back(context_.arena.Copy(*target.expr));
      continue;
    }
    Expr* var = context_.arena.New(ExprKind::kVar, target.expr->type, target.expr->typmod,
                                   target.expr->location);
    var->rte = var->syntactic_rte = index;
    var->attribute = var->syntactic_attribute = static_cast<int>(rte.columns.size());
    var->collation = rte.columns.back().collation;
    values.push_back(var);
  }
  query_->range_table.push_back(std::move(rte));
  return values;
}

void QueryTransformer::Insert(const ast::InsertStmt& stmt) {
  query_->command = Command::kInsert;
  inserting_ = true;
  query_->overriding = static_cast<int>(stmt.override);
  const auto* select = ast::As<ast::SelectStmt>(stmt.selectStmt);
  const bool general = select != nullptr && !IsPlainValues(*select);
  // OLD and NEW of a rule are for the SELECT to see, at its own level.
  std::vector<Rte> rule_entries;
  std::vector<NamespaceItemPtr> rule_names;
  if (general && query_->rule) {
    rule_entries.swap(query_->range_table);
    rule_names.swap(state_.names);
    query_->rule = false;
  }
  Target(*stmt.relation);
  const std::vector<int> attributes = InsertColumns(stmt.cols);
  std::vector<Expr*> values;
  if (general) {
    values = InsertSelect(*select, std::move(rule_entries), std::move(rule_names));
    values = AssignRow(std::move(values), stmt.cols, attributes, /*strip=*/false);
  } else if (select != nullptr && select->valuesLists.size() == 1) {
    const ExprUse saved = state_.use;
    state_.use = ExprUse::kValuesSingle;
    values = transformer_.ExpressionList(ast::Cast<ast::ListNode>(select->valuesLists[0])->items,
                                         /*allow_default=*/true);
    state_.use = saved;
    values = AssignRow(std::move(values), stmt.cols, attributes, /*strip=*/false);
  } else if (select != nullptr) {
    Rte rte;
    rte.kind = RteKind::kValues;
    rte.eref = "*VALUES*";
    for (const ast::Node* item : select->valuesLists) {
      const ExprUse saved = state_.use;
      state_.use = ExprUse::kValues;
      std::vector<Expr*> row = transformer_.ExpressionList(ast::Cast<ast::ListNode>(item)->items,
                                                           /*allow_default=*/true);
      state_.use = saved;
      if (!rte.values.empty() && row.size() != rte.values[0].size()) {
        throw PgError(sqlstate::kSyntaxError, "VALUES lists must all be the same length",
                      row.empty() ? -1 : row[0]->location);
      }
      rte.values.push_back(AssignRow(std::move(row), stmt.cols, attributes, /*strip=*/true));
    }
    for (const Expr* value : rte.values[0]) {
      rte.columns.push_back(
          {StrCat("column", rte.columns.size() + 1), value->type, value->typmod, {}});
    }
    const NamespaceItemPtr item = AddRte(std::move(rte), nullptr);
    for (const NamespaceColumn& column : item->columns) {
      values.push_back(transformer_.ItemVar(column, 0, -1));
    }
    values = AssignRow(std::move(values), stmt.cols, attributes, /*strip=*/false);
  }
  for (size_t i = 0; i < values.size(); ++i) {
    const Rte& target = query_->range_table[static_cast<size_t>(query_->target)];
    const Name name = target.real_columns[static_cast<size_t>(attributes[i]) - 1];
    query_->targets.push_back({values[i], name, 0, false, attributes[i]});
  }
  if (stmt.onConflictClause != nullptr || !stmt.returningList.empty()) state_.names = {target_};
  if (stmt.onConflictClause != nullptr) OnConflictClause(*stmt.onConflictClause);
  Returning(stmt.returningList);
}

void QueryTransformer::OnConflictClause(const ast::OnConflictClause& clause) {
  OnConflict conflict;
  conflict.update = clause.action == ast::OnConflictAction::ONCONFLICT_UPDATE;
  NamespaceItemPtr excluded;
  if (conflict.update) {
    Rte rte = query_->range_table[static_cast<size_t>(query_->target)];
    rte.has_alias = true;
    rte.alias = rte.eref = "excluded";
    rte.alias_columns.clear();
    for (size_t i = 0; i < rte.columns.size(); ++i) rte.columns[i].name = rte.real_columns[i];
    excluded = AddRte(std::move(rte), nullptr);
    query_->range_table.back().has_alias = true;
    excluded->relation = {};
    excluded->row_type = target_->row_type;
    if (clause.infer == nullptr) {
      throw PgError(sqlstate::kSyntaxError,
                    "ON CONFLICT DO UPDATE requires inference specification or constraint name",
                    clause.location);
    }
  }
  const Rte& target = query_->range_table[static_cast<size_t>(query_->target)];
  if (target.relation.schema == "pg_catalog") {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "ON CONFLICT is not supported with system catalog tables", clause.location);
  }
  if (clause.infer != nullptr) {
    const ast::InferClause& infer = *clause.infer;
    for (const ast::Node* item : infer.indexElems) {
      const auto& node = *ast::Cast<ast::IndexElem>(item);
      if (node.ordering != ast::SortByDir::SORTBY_DEFAULT ||
          node.nulls_ordering != ast::SortByNulls::SORTBY_NULLS_DEFAULT) {
        throw PgError(sqlstate::kInvalidColumnReference,
                      StrCat(node.ordering != ast::SortByDir::SORTBY_DEFAULT ? "ASC/DESC"
                                                                             : "NULLS FIRST/LAST",
                             " is not allowed in ON CONFLICT clause"),
                      infer.location);
      }
      if (!node.opclass.empty()) {
        throw NotModelled("an operator class in ON CONFLICT", infer.location);
      }
      OnConflict::Element element;
      if (node.expr != nullptr) {
        element.expr = transformer_.Transform(node.expr, ExprUse::kIndexExpression);
      } else {
        element.expr = transformer_.FindColumn(node.name, infer.location);
        if (element.expr == nullptr) {
          throw PgError(sqlstate::kUndefinedColumn,
                        StrCat("column \"", node.name, "\" does not exist"), infer.location);
        }
      }
      if (!node.collation.empty()) {
        element.collation = ResolveCollation(context_, node.collation, infer.location);
      }
      conflict.elements.push_back(element);
    }
    if (infer.whereClause != nullptr) {
      conflict.inferred_where = transformer_.Transform(infer.whereClause, ExprUse::kIndexPredicate);
    }
    if (infer.conname.data() != nullptr && !infer.conname.empty()) {
      conflict.constraint = infer.conname;
      const ObjectKey key =
          KeyFor<Constraint>(target.relation.schema, target.relation.name, conflict.constraint);
      if (context_.catalog.Find(key) == nullptr) {
        ThrowNotFound(context_, sqlstate::kUndefinedObject,
                      StrCat("constraint \"", infer.conname, "\" for table \"",
                             target.relation.name, "\" does not exist"),
                      infer.location);
      }
    }
  }
  if (conflict.update) {
    inserting_ = false;
    state_.names.push_back(excluded);
    conflict.set = SetList(clause.targetList);
    conflict.where = transformer_.TransformCondition(clause.whereClause, ExprUse::kWhere, "WHERE");
    state_.names.pop_back();
  }
  query_->on_conflict = std::move(conflict);
}

// --- UPDATE and DELETE ------------------------------------------------------------------------

std::vector<TargetEntry> QueryTransformer::SetList(const ast::List& list) {
  std::vector<Expr*> values;
  state_.assigned.clear();
  for (const ast::Node* item : list) {
    const auto& target = *ast::Cast<ast::ResTarget>(item);
    if (target.val->tag == ast::NodeTag::kSetToDefault) {
      values.push_back(
          context_.arena.New(ExprKind::kDefault, type_id::kUnknown, -1, target.location));
      continue;
    }
    values.push_back(transformer_.Transform(target.val, ExprUse::kUpdateSource));
  }
  const Rte& target = query_->range_table[static_cast<size_t>(query_->target)];
  std::vector<TargetEntry> targets;
  for (size_t i = 0; i < list.size(); ++i) {
    const auto& item = *ast::Cast<ast::ResTarget>(list[i]);
    const int attribute = AttributeOf(target, item.name);
    if (attribute == 0) {
      if (IsSystemName(item.name)) {
        throw PgError(sqlstate::kFeatureNotSupported,
                      StrCat("cannot assign to system column \"", item.name, "\""), item.location);
      }
      MissingColumn(item.name, target, item.location);
    }
    Expr* value =
        Assign(values[i], ExprUse::kUpdateTarget, attribute, item.indirection, item.location);
    targets.push_back({value, Name(item.name), 0, false, attribute});
  }
  for (Expr* source : state_.assigned) {
    if (source->kind == ExprKind::kSubLink) targets.push_back({source, {}, 0, true, 0});
  }
  state_.assigned.clear();
  return targets;
}

Expr* Transformer::AssignedPart(const ast::MultiAssignRef& node) {
  const auto column = static_cast<size_t>(node.colno);
  const auto check = [&](size_t count, int location) {
    if (count == static_cast<size_t>(node.ncolumns)) return;
    throw PgError(sqlstate::kSyntaxError, "number of columns does not match number of values",
                  location);
  };
  if (column == 1) {
    const auto* link = ast::As<ast::SubLink>(node.source);
    if (link != nullptr && link->subLinkType == ast::SubLinkType::EXPR_SUBLINK) {
      Expr* source = context_.arena.New(ExprKind::kSubLink, type_id::kRecord, -1, link->location);
      source->number = static_cast<int>(SubLinkKind::kAssigned);
      source->query = TransformQuery(link->subselect, state_, /*resolve_unknowns=*/true);
      check(static_cast<size_t>(std::ranges::count_if(
                source->query->targets, [](const TargetEntry& entry) { return !entry.junk; })),
            link->location);
      state_->assigned.push_back(source);
    } else if (const auto* row = ast::As<ast::RowExpr>(node.source)) {
      Expr* source = context_.arena.New(ExprKind::kRow, type_id::kRecord, -1, row->location);
      source->args = ExpressionList(row->args, /*allow_default=*/true);
      check(source->args.size(), row->location);
      state_->assigned.push_back(source);
    } else {
      throw PgError(
          sqlstate::kFeatureNotSupported,
          "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression",
          node.location);
    }
  }
  Expr* source = state_->assigned.back();
  if (source->kind == ExprKind::kRow) return source->args[column - 1];
  const Expr& value = *source->query->targets[column - 1].expr;
  Expr* part =
      context_.arena.New(ExprKind::kAssignedColumn, value.type, value.typmod, value.location);
  part->number = node.colno;
  part->collation = CollationOf(context_, value);
  return part;
}

void QueryTransformer::Update(const ast::UpdateStmt& stmt) {
  query_->command = Command::kUpdate;
  Target(*stmt.relation);
  CheckConflicts(state_.names, {target_});
  state_.names.push_back(target_);
  target_->lateral_only = true;
  target_->lateral_ok = false;
  From(stmt.fromClause);
  target_->lateral_only = false;
  target_->lateral_ok = true;
  query_->where = transformer_.TransformCondition(stmt.whereClause, ExprUse::kWhere, "WHERE");
  Returning(stmt.returningList);
  query_->targets = SetList(stmt.targetList);
}

void QueryTransformer::Delete(const ast::DeleteStmt& stmt) {
  query_->command = Command::kDelete;
  Target(*stmt.relation);
  CheckConflicts(state_.names, {target_});
  state_.names.push_back(target_);
  target_->lateral_only = true;
  target_->lateral_ok = false;
  From(stmt.usingClause);
  target_->lateral_only = false;
  target_->lateral_ok = true;
  query_->where = transformer_.TransformCondition(stmt.whereClause, ExprUse::kWhere, "WHERE");
  Returning(stmt.returningList);
}

void QueryTransformer::Returning(const ast::List& list) {
  if (list.empty()) return;
  Targets(list, &query_->returning, ExprUse::kReturning);
  if (query_->returning.empty()) {
    throw PgError(sqlstate::kSyntaxError, "RETURNING must have at least one column",
                  list.front()->location);
  }
  for (TargetEntry& target : query_->returning) {
    if (target.expr->type != type_id::kUnknown) continue;
    target.expr = CoerceType(context_, target.expr, type_id::kText, -1, CoercionContext::kImplicit,
                             Form::kImplicitCast, -1);
  }
}

}  // namespace schemadiff::sema
