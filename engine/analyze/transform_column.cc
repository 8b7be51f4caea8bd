#include <algorithm>
#include <array>

#include "engine/analyze/routines.h"
#include "engine/analyze/transform.h"
#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

struct SystemColumn {
  std::string_view name;
  int attribute;
  TypeId type;
};
constexpr std::array kSystemColumns{
    SystemColumn{"ctid", -1, type_id::kTid}, SystemColumn{"xmin", -2, type_id::kXid},
    SystemColumn{"cmin", -3, type_id::kCid}, SystemColumn{"xmax", -4, type_id::kXid},
    SystemColumn{"cmax", -5, type_id::kCid}, SystemColumn{"tableoid", -6, type_id::kOid}};

std::string_view Text(const ast::Node* node) {
  const auto* string = ast::As<ast::String>(node);
  return string == nullptr ? std::string_view() : string->sval;
}

// Places whose expressions see one table and no system column but tableoid.
std::string_view SystemColumnRefusal(ExprUse use) {
  if (use == ExprUse::kCheck) return "check constraint";
  return {};
}

}  // namespace

Expr* Transformer::ItemVar(const NamespaceColumn& column, int levels_up, int location) {
  Expr* var = context_.arena.New(ExprKind::kVar, column.type, column.typmod, location);
  var->rte = column.rte;
  var->attribute = column.attribute;
  var->syntactic_rte = column.syntactic_rte;
  var->syntactic_attribute = column.syntactic_attribute;
  var->levels_up = levels_up;
  var->collation = column.collation;
  return var;
}

Expr* Transformer::ItemColumn(const NamespaceItem& item, int levels_up, std::string_view name,
                              int location) {
  const NamespaceColumn* found = nullptr;
  for (const NamespaceColumn& column : item.columns) {
    if (column.name != name) continue;
    if (found != nullptr) {
      throw PgError(sqlstate::kAmbiguousColumn,
                    StrCat("column reference \"", name, "\" is ambiguous"), location);
    }
    found = &column;
  }
  if (found != nullptr) return ItemVar(*found, levels_up, location);
  if (!item.has_system_columns) return nullptr;
  for (const SystemColumn& system : kSystemColumns) {
    if (system.name != name) continue;
    const std::string_view refusal = SystemColumnRefusal(state_->use);
    if (system.name != "tableoid" && !refusal.empty()) {
      throw PgError(sqlstate::kInvalidColumnReference,
                    StrCat("system column \"", name, "\" reference in ", refusal, " is invalid"),
                    location);
    }
    if (state_->use == ExprUse::kGenerated) {
      throw PgError(
          sqlstate::kInvalidColumnReference,
          StrCat("cannot use system column \"", name, "\" in column generation expression"),
          location);
    }
    Expr* var = context_.arena.New(ExprKind::kVar, system.type, -1, location);
    var->rte = var->syntactic_rte = item.rte;
    var->attribute = var->syntactic_attribute = system.attribute;
    var->levels_up = levels_up;
    var->name = system.name;
    return var;
  }
  return nullptr;
}

Expr* Transformer::FindColumn(std::string_view name, int location) {
  int levels_up = 0;
  for (ParseState* state = state_; state != nullptr; state = state->parent, ++levels_up) {
    Expr* found = nullptr;
    for (const NamespaceItemPtr& item : state->names) {
      if (!item->columns_visible || (item->lateral_only && !state->lateral_active)) continue;
      Expr* column = ItemColumn(*item, levels_up, name, location);
      if (column == nullptr) continue;
      if (found != nullptr) {
        throw PgError(sqlstate::kAmbiguousColumn,
                      StrCat("column reference \"", name, "\" is ambiguous"), location);
      }
      if (item->lateral_only && !item->lateral_ok) {
        throw PgError(
            sqlstate::kInvalidColumnReference,
            StrCat("invalid reference to FROM-clause entry for table \"", item->name, "\""),
            location);
      }
      found = column;
    }
    if (found != nullptr) return found;
  }
  return nullptr;
}

NamespaceItem* Transformer::FindItem(const WrittenName& name, int location, int* levels_up) {
  QualifiedName relation;
  if (!name.schema.empty()) {
    relation = FindRelation(context_, name).name;
    if (relation.empty()) return nullptr;
  }
  *levels_up = 0;
  for (ParseState* state = state_; state != nullptr; state = state->parent, ++*levels_up) {
    NamespaceItem* found = nullptr;
    for (const NamespaceItemPtr& item : state->names) {
      if (!item->relation_visible || (item->lateral_only && !state->lateral_active)) continue;
      if (name.schema.empty() ? item->name != name.name
                              : item->relation.empty() || item->relation != relation) {
        continue;
      }
      if (found != nullptr) {
        throw PgError("42P09", StrCat("table reference \"", name.name, "\" is ambiguous"),
                      location);
      }
      if (item->lateral_only && !item->lateral_ok) {
        throw PgError(
            sqlstate::kInvalidColumnReference,
            StrCat("invalid reference to FROM-clause entry for table \"", item->name, "\""),
            location);
      }
      found = item.get();
    }
    if (found != nullptr) return found;
  }
  return nullptr;
}

void Transformer::MissingRelation(const WrittenName& name, int location) {
  // A table that is in the range table but not visible gets another wording.
  for (ParseState* state = state_; state != nullptr; state = state->parent) {
    if (state->query == nullptr) continue;
    for (const Rte& rte : state->query->range_table) {
      if (rte.in_from && (rte.eref == name.name || rte.relation.name == name.name)) {
        throw PgError(
            sqlstate::kUndefinedTable,
            StrCat("invalid reference to FROM-clause entry for table \"", name.name, "\""),
            location);
      }
    }
  }
  throw PgError(sqlstate::kUndefinedTable,
                StrCat("missing FROM-clause entry for table \"", name.name, "\""), location);
}

Expr* Transformer::WholeRow(const NamespaceItem& item, int levels_up, int location) {
  if (item.row_type != 0 && !item.is_join_using) {
    Expr* var = context_.arena.New(ExprKind::kVar, item.row_type, -1, location);
    var->rte = var->syntactic_rte = item.rte;
    var->levels_up = levels_up;
    return var;
  }
  Expr* row = context_.arena.New(ExprKind::kRow, type_id::kRecord, -1, location);
  row->form = Form::kImplicitCast;
  for (const NamespaceColumn& column : item.columns) {
    row->args.push_back(ItemVar(column, levels_up, location));
    row->names.push_back(column.name);
  }
  return row;
}

Expr* Transformer::FieldOf(Expr* row, std::string_view name, int location) {
  Expr* result = CallOrColumn({{}, name}, {row}, nullptr, location);
  if (result != nullptr) return result;
  if (types().IsComposite(row->type)) {
    throw PgError(
        sqlstate::kUndefinedColumn,
        StrCat("column \"", name, "\" not found in data type ", types().FormatBare(row->type)),
        location);
  }
  if (row->type == type_id::kRecord) {
    throw PgError(sqlstate::kUndefinedColumn,
                  StrCat("could not identify column \"", name, "\" in record data type"), location);
  }
  if (types().IsOpaque(types().Base(row->type))) {
    throw NotModelled(StrCat("the columns of type ", types().FormatBare(row->type)), location);
  }
  throw PgError(sqlstate::kWrongObjectType,
                StrCat("column notation .", name, " applied to type ",
                       types().FormatBare(row->type), ", which is not a composite type"),
                location);
}

Expr* Transformer::Column(const ast::ColumnRef& node) {
  if (state_->use == ExprUse::kColumnDefault) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "cannot use column reference in DEFAULT expression", node.location);
  }
  if (state_->use == ExprUse::kPartitionBound) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "cannot use column reference in partition bound expression", node.location);
  }
  const ast::List& fields = node.fields;
  const bool star = fields.back()->tag == ast::NodeTag::kA_Star;
  if (fields.size() == 1) {
    const std::string_view name = Text(fields[0]);
    if (state_->domain_value != 0 && name == "value") {
      Expr* value = context_.arena.New(ExprKind::kDomainValue, state_->domain_value,
                                       state_->domain_value_typmod, node.location);
      value->collation = types().Collation(state_->domain_value);
      return value;
    }
    if (Expr* column = FindColumn(name, node.location)) return column;
    int levels_up = 0;
    if (const NamespaceItem* item = FindItem({{}, name}, node.location, &levels_up)) {
      return WholeRow(*item, levels_up, node.location);
    }
    if (Expr* parameter = NamedParameter(node)) return parameter;
    throw PgError(sqlstate::kUndefinedColumn, StrCat("column \"", name, "\" does not exist"),
                  node.location);
  }
  if (fields.size() > 4) {
    throw PgError(sqlstate::kSyntaxError, "improper qualified name (too many dotted names)",
                  node.location);
  }
  WrittenName relation{{}, Text(fields[fields.size() - 2])};
  if (fields.size() >= 3) relation.schema = Text(fields[fields.size() - 3]);
  int levels_up = 0;
  const NamespaceItem* item = FindItem(relation, node.location, &levels_up);
  if (item == nullptr) {
    if (Expr* parameter = NamedParameter(node)) return parameter;
    MissingRelation(relation, node.location);
  }
  if (star) return WholeRow(*item, levels_up, node.location);
  const std::string_view name = Text(fields.back());
  if (Expr* column = ItemColumn(*item, levels_up, name, node.location)) return column;
  // A function of the row can be written like a column.
  Expr* row = WholeRow(*item, levels_up, node.location);
  if (Expr* result = CallOrColumn({{}, name}, {row}, nullptr, node.location)) return result;
  if (Expr* parameter = NamedParameter(node)) return parameter;
  throw PgError(sqlstate::kUndefinedColumn,
                StrCat("column ", relation.name, ".", name, " does not exist"), node.location);
}

// --- parameters of functions, which columns hide (functions.c) --------------------------------

Expr* Transformer::Parameter(int number, int location) {
  const FunctionScope* function = context_.function;
  if (function == nullptr || number < 1 || static_cast<size_t>(number) > function->inputs.size()) {
    throw PgError(sqlstate::kUndefinedParameter, StrCat("there is no parameter $", number),
                  location);
  }
  const FunctionParameter& parameter = function->inputs[static_cast<size_t>(number) - 1];
  Expr* expr = context_.arena.New(ExprKind::kParameter, parameter.type, -1, location);
  expr->number = number;
  return expr;
}

Expr* Transformer::NamedParameter(const ast::ColumnRef& node) {
  const FunctionScope* function = context_.function;
  if (function == nullptr) return nullptr;
  std::vector<std::string_view> names;
  for (const ast::Node* field : node.fields) {
    if (field->tag != ast::NodeTag::kA_Star) names.push_back(Text(field));
  }
  const auto find = [&](std::string_view name) -> Expr* {
    for (size_t i = 0; i < function->inputs.size(); ++i) {
      if (!function->inputs[i].name.empty() && function->inputs[i].name == name) {
        return Parameter(static_cast<int>(i) + 1, node.location);
      }
    }
    return nullptr;
  };
  const auto field_of = [&](Expr* parameter, std::string_view name) -> Expr* {
    return parameter == nullptr ? nullptr
                                : CallOrColumn({{}, name}, {parameter}, nullptr, node.location);
  };
  if (names.empty() || names.size() > 3) return nullptr;
  if (names.size() == 1) return find(names[0]);
  const bool qualified = function->name == names[0];
  if (names.size() == 3) return qualified ? field_of(find(names[1]), names[2]) : nullptr;
  if (Expr* parameter = qualified ? find(names[1]) : nullptr) return parameter;
  return field_of(find(names[0]), names[1]);
}

// --- stars ------------------------------------------------------------------------------------

bool Transformer::IsStar(const ast::Node* node) {
  if (const auto* column = ast::As<ast::ColumnRef>(node)) {
    return column->fields.back()->tag == ast::NodeTag::kA_Star;
  }
  const auto* indirection = ast::As<ast::A_Indirection>(node);
  return indirection != nullptr && indirection->indirection.back()->tag == ast::NodeTag::kA_Star;
}

void Transformer::ExpandStar(const ast::Node& node, ExprUse use,
                             std::vector<TargetEntry>* targets) {
  const ExprUse saved = state_->use;
  state_->use = use;
  if (const auto* column = ast::As<ast::ColumnRef>(&node)) {
    ExpandColumns(*column, targets);
  } else {
    ast::A_Indirection row = *ast::Cast<ast::A_Indirection>(&node);
    const std::vector<const ast::Node*> parts(row.indirection.begin(), row.indirection.end() - 1);
    row.indirection = ast::List(parts);
    ExpandRow(parts.empty() ? Recurse(row.arg) : Indirection(row), targets);
  }
  state_->use = saved;
}

void Transformer::ExpandColumns(const ast::ColumnRef& column, std::vector<TargetEntry>* targets) {
  if (!state_->doubtful_column.empty()) {
    throw FollowsUnknown(StrCat("what * stands for: column \"", state_->doubtful_column,
                                "\" is not certain to be there"),
                         column.location);
  }
  const auto expand = [&](const NamespaceItem& item, int levels_up) {
    for (const NamespaceColumn& part : item.columns) {
      if (!part.in_star) continue;
      targets->push_back({ItemVar(part, levels_up, column.location), part.name, 0, false});
    }
  };
  if (column.fields.size() == 1) {
    bool any = false;
    for (const NamespaceItemPtr& item : state_->names) {
      if (!item->columns_visible || (item->lateral_only && !state_->lateral_active)) continue;
      any = true;
      expand(*item, 0);
    }
    if (!any) {
      throw PgError(sqlstate::kSyntaxError, "SELECT * with no tables specified is not valid",
                    column.location);
    }
    return;
  }
  WrittenName name{{}, Text(column.fields[column.fields.size() - 2])};
  if (column.fields.size() > 2) name.schema = Text(column.fields[column.fields.size() - 3]);
  int levels_up = 0;
  const NamespaceItem* item = FindItem(name, column.location, &levels_up);
  if (item == nullptr) {
    Expr* parameter = NamedParameter(column);
    if (parameter == nullptr) MissingRelation(name, column.location);
    ExpandRow(parameter, targets);
    return;
  }
  expand(*item, levels_up);
}

// The columns of a value that is a row.
void Transformer::ExpandRow(Expr* row, std::vector<TargetEntry>* targets) {
  if (row->kind == ExprKind::kVar && row->attribute == 0) {
    int levels_up = row->levels_up;
    ParseState* state = state_;
    for (int i = 0; i < levels_up; ++i) state = state->parent;
    for (const NamespaceItemPtr& item : state->names) {
      if (item->rte != row->rte || item->is_join_using) continue;
      for (const NamespaceColumn& part : item->columns) {
        targets->push_back({ItemVar(part, levels_up, row->location), part.name, 0, false});
      }
      return;
    }
  }
  const auto field = [&](Name name, TypeId type, int32_t typmod, const QualifiedName& collation) {
    Expr* select = context_.arena.New(ExprKind::kFieldSelect, type, typmod, row->location);
    select->name = name;
    select->args = {row};
    select->collation = collation;
    targets->push_back({select, name, 0, false});
  };
  if (types().IsComposite(row->type)) {
    for (const Field& part : types().Fields(types().Base(row->type))) {
      field(part.name, part.type, part.typmod, part.collation);
    }
    return;
  }
  if (row->kind == ExprKind::kFunc && row->routine->columns.size() > 1) {
    for (const auto& [name, type] : row->routine->columns) {
      if (types().IsPolymorphic(type)) {
        throw NotModelled("the columns of a polymorphic function", row->location);
      }
      field(name, type, -1, types().Collation(type));
    }
    return;
  }
  if (row->type == type_id::kRecord) {
    throw NotModelled("the expansion of a record into its columns", row->location);
  }
  if (types().IsOpaque(types().Base(row->type))) {
    throw NotModelled(StrCat("the columns of type ", types().FormatBare(row->type)), row->location);
  }
  throw PgError(sqlstate::kWrongObjectType,
                StrCat("type ", types().FormatBare(row->type), " is not composite"), row->location);
}

std::vector<Expr*> Transformer::ExpressionList(const ast::List& list, bool allow_default) {
  std::vector<Expr*> values;
  for (const ast::Node* item : list) {
    if (IsStar(item)) {
      std::vector<TargetEntry> targets;
      ExpandStar(*item, state_->use, &targets);
      for (const TargetEntry& target : targets) values.push_back(target.expr);
    } else if (allow_default && item->tag == ast::NodeTag::kSetToDefault) {
      values.push_back(
          context_.arena.New(ExprKind::kDefault, type_id::kUnknown, -1, item->location));
    } else {
      values.push_back(Recurse(item));
    }
  }
  return values;
}

}  // namespace schemadiff::sema
