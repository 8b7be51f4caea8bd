#include <algorithm>
#include <array>

#include "engine/analyze/routines.h"
#include "engine/analyze/transform.h"
#include "engine/base/strings.h"
#include "parsers/sql/nesting.h"
#include "parsers/sql/parser.h"

namespace schemadiff::sema {
namespace {

std::string Shown(const WrittenName& name) {
  return name.schema.empty() ? std::string(name.name) : StrCat(name.schema, ".", name.name);
}

// The type of a polymorphic argument's default, as it stands in the catalog.
TypeId DefaultType(const Context& context, const Routine& routine, size_t position,
                   TypeId declared) {
  const Object* object = context.catalog.Find(routine.key);
  const auto* function = object == nullptr ? nullptr : object->TryAs<Function>();
  if (function == nullptr) return declared;
  for (const Argument& argument : function->arguments) {
    if (argument.mode == ArgumentMode::kOut || argument.mode == ArgumentMode::kTable) continue;
    if (position-- > 0) continue;
    const ParsedFragment parsed = ParseExpression(argument.default_value.text());
    if (!argument.default_value.resolved() || !parsed) {
      throw NotModelled(StrCat("the default of an argument of ", routine.name));
    }
    Context own = context;
    own.path = {Name("pg_catalog")};
    ParseState state;
    return Transformer(own, &state).Transform(parsed.node, ExprUse::kFunctionDefault)->type;
  }
  return declared;
}

// What is a call of a function to older grammars, and syntax of its own to the server's.
bool IsSqlJson(std::string_view name, int major) {
  static constexpr std::array<std::string_view, 3> kOf16 = {"json_array", "json_arrayagg",
                                                            "json_objectagg"};
  static constexpr std::array<std::string_view, 6> kOf17 = {
      "json", "json_scalar", "json_serialize", "json_exists", "json_query", "json_value"};
  return (major >= 16 && std::ranges::find(kOf16, name) != kOf16.end()) ||
         (major >= 17 && std::ranges::find(kOf17, name) != kOf17.end());
}

}  // namespace

std::string_view PluralName(ExprUse use) {
  switch (use) {
    case ExprUse::kCheck:
    case ExprUse::kDomainCheck:
      return "check constraints";
    case ExprUse::kColumnDefault:
    case ExprUse::kFunctionDefault:
      return "DEFAULT expressions";
    case ExprUse::kIndexExpression:
      return "index expressions";
    case ExprUse::kIndexPredicate:
      return "index predicates";
    case ExprUse::kStatistics:
      return "statistics expressions";
    case ExprUse::kAlterUsing:
      return "transform expressions";
    case ExprUse::kTriggerWhen:
      return "trigger WHEN conditions";
    case ExprUse::kPartitionBound:
      return "partition bound";
    case ExprUse::kPartitionExpression:
      return "partition key expressions";
    case ExprUse::kGenerated:
      return "column generation expressions";
    case ExprUse::kPolicy:
      return "policy expressions";
    case ExprUse::kReturning:
      return "RETURNING";
    case ExprUse::kUpdateSource:
    case ExprUse::kUpdateTarget:
      return "UPDATE";
    case ExprUse::kInsertTarget:
      return "INSERT";
    case ExprUse::kMergeWhen:
      return "MERGE WHEN conditions";
    default:
      return {};
  }
}

Expr* Transformer::Call(const ast::FuncCall& node) {
  WrittenName name = NameFromList(context_, node.funcname, node.location);
  if (name.schema.empty() && name.name == kNestedCondition && node.args.size() == 1) {
    return Recurse(node.args.front());
  }
  // Before 14, EXTRACT was date_part in another notation.
  if (context_.major() < 14 && node.funcformat == ast::CoercionForm::COERCE_SQL_SYNTAX &&
      name.name == "extract") {
    name.name = "date_part";
  }
  if (name.schema.empty() && node.funcformat != ast::CoercionForm::COERCE_SQL_SYNTAX &&
      IsSqlJson(name.name, context_.major())) {
    throw NotModelled(StrCat(name.name, "() as an expression of SQL/JSON"), node.location);
  }
  std::vector<Expr*> args = RecurseAll(node.args);
  // Its grammar wrote the forms of Unicode in lower case, too.
  if (context_.major() < 14 && node.funcformat == ast::CoercionForm::COERCE_SQL_SYNTAX &&
      (name.name == "normalize" || name.name == "is_normalized") && args.size() == 2 &&
      args[1]->kind == ExprKind::kConst) {
    args[1] = context_.arena.Copy(*args[1]);
    args[1]->text = AsciiToLower(args[1]->text);
  }
  if (node.agg_within_group) {
    for (const ast::Node* item : node.agg_order) {
      args.push_back(Transform(ast::Cast<ast::SortBy>(item)->node, ExprUse::kOrderBy));
    }
  }
  return CallOrColumn(name, std::move(args), &node, node.location);
}

Expr* Transformer::CallOrColumn(const WrittenName& name, std::vector<Expr*> args,
                                const ast::FuncCall* fn, int location) {
  Expr* filter = nullptr;
  if (fn != nullptr && fn->agg_filter != nullptr) {
    filter = TransformCondition(fn->agg_filter, ExprUse::kFilter, "FILTER");
  }
  std::vector<TypeId> actual;
  std::vector<Name> argument_names;
  for (const Expr* arg : args) {
    actual.push_back(arg->type);
    if (arg->kind == ExprKind::kNamedArg) {
      if (std::find(argument_names.begin(), argument_names.end(), arg->name) !=
          argument_names.end()) {
        throw PgError(sqlstate::kSyntaxError,
                      StrCat("argument name \"", arg->name, "\" used more than once"),
                      arg->location);
      }
      argument_names.push_back(arg->name);
    } else if (!argument_names.empty()) {
      throw PgError(sqlstate::kSyntaxError, "positional argument cannot follow named argument",
                    arg->location);
    }
  }
  bool variadic_written = fn != nullptr && fn->func_variadic;
  const bool plain =
      fn == nullptr || (fn->agg_order.empty() && filter == nullptr && !fn->agg_star &&
                        !fn->agg_distinct && fn->over == nullptr && !fn->func_variadic);
  const bool could_be_field = args.size() == 1 && plain && argument_names.empty() &&
                              name.schema.empty() && types().IsRowType(args[0]->type);
  const auto field = [&]() -> Expr* {
    Expr* row = args[0];
    if (row->kind == ExprKind::kVar && row->attribute == 0) {
      ParseState* state = state_;
      for (int level = 0; level < row->levels_up; ++level) state = state->parent;
      for (const NamespaceItemPtr& item : state->names) {
        if (item->rte == row->rte && !item->is_join_using) {
          return ItemColumn(*item, row->levels_up, name.name, location);
        }
      }
    }
    if (row->kind == ExprKind::kRow && row->type == type_id::kRecord) {
      for (size_t i = 0; i < row->names.size(); ++i) {
        if (row->names[i] != name.name) continue;
        Expr* select = context_.arena.New(ExprKind::kFieldSelect, row->args[i]->type,
                                          row->args[i]->typmod, location);
        select->args = {row};
        select->name = name.name;
        select->number = static_cast<int>(i) + 1;
        return select;
      }
      return nullptr;
    }
    std::vector<Field> fields;
    if (types().IsComposite(row->type)) {
      fields = types().Fields(row->type);
    } else if (row->kind == ExprKind::kFunc && !row->routine->columns.empty()) {
      for (const auto& [column, type] : row->routine->columns) {
        fields.push_back({column, type, -1, types().Collation(type)});
      }
    } else if (row->type == type_id::kRecord) {
      throw NotModelled(StrCat("the column \"", name.name, "\" of a record"), location);
    }
    for (size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name != name.name) continue;
      Expr* select =
          context_.arena.New(ExprKind::kFieldSelect, fields[i].type, fields[i].typmod, location);
      select->args = {row};
      select->name = name.name;
      select->number = static_cast<int>(i) + 1;
      select->collation = fields[i].collation;
      return select;
    }
    return nullptr;
  };
  // Written as a column, a column comes first; written as a call, a function does.
  if (could_be_field && fn == nullptr) {
    if (Expr* select = field()) return select;
  }

  Candidate called;
  const CallResult result =
      FindRoutine(context_, name, actual, argument_names, variadic_written, &called);
  if (!(result == CallResult::kFound && called.exact) && args.size() == 1 &&
      argument_names.empty()) {
    if (Expr* cast = CallAsCast(name, args, location)) return cast;
  }
  if (result != CallResult::kFound) {
    if (fn == nullptr) return nullptr;
    if (result == CallResult::kNotFound && could_be_field) {
      if (Expr* select = field()) return select;
    }
    const std::string signature = CallSignature(context_, Shown(name), actual, argument_names);
    if (result == CallResult::kAmbiguous) {
      throw PgError(sqlstate::kAmbiguousFunction, StrCat("function ", signature, " is not unique"),
                    location);
    }
    if (!name.schema.empty()) RequireSchema(context_, name.schema, location);
    ThrowNotFound(context_, sqlstate::kUndefinedFunction,
                  StrCat("function ", signature, " does not exist"), location);
  }
  const Routine& routine = *called.routine;
  const auto wrong_kind = [&](std::string_view message) {
    throw PgError(sqlstate::kWrongObjectType, std::string(message), location);
  };
  if (routine.kind == 'p') {
    wrong_kind(
        StrCat(CallSignature(context_, Shown(name), actual, argument_names), " is a procedure"));
  }
  if (routine.kind == 'f' && fn != nullptr) {
    const std::string shown = Shown(name);
    if (fn->agg_star) {
      wrong_kind(StrCat(shown, "(*) specified, but ", shown, " is not an aggregate function"));
    }
    const auto refuse = [&](bool present, std::string_view what) {
      if (present) {
        wrong_kind(StrCat(what, " specified, but ", shown, " is not an aggregate function"));
      }
    };
    refuse(fn->agg_distinct, "DISTINCT");
    refuse(fn->agg_within_group, "WITHIN GROUP");
    refuse(!fn->agg_order.empty(), "ORDER BY");
    refuse(filter != nullptr, "FILTER");
    if (fn->over != nullptr) {
      wrong_kind(StrCat("OVER specified, but ", shown,
                        " is not a window function nor an aggregate function"));
    }
  }
  if (routine.kind == 'a' && fn != nullptr) {
    const bool ordered_set = routine.aggregate_kind != 'n';
    if (ordered_set && !fn->agg_within_group) {
      wrong_kind(StrCat("WITHIN GROUP is required for ordered-set aggregate ", Shown(name)));
    }
    if (!ordered_set && fn->agg_within_group) {
      wrong_kind(
          StrCat(Shown(name), " is not an ordered-set aggregate, so it cannot have WITHIN GROUP"));
    }
  }
  if (routine.kind == 'w' && fn != nullptr && fn->over == nullptr) {
    wrong_kind(StrCat("window function ", Shown(name), " requires an OVER clause"));
  }

  // Arguments that take their defaults count for polymorphic types, with the types of those.
  std::vector<TypeId> declared = called.types;
  std::vector<TypeId> with_defaults = actual;
  for (size_t i = actual.size(); i < declared.size(); ++i) {
    const size_t position = called.positions.empty() ? i : static_cast<size_t>(called.positions[i]);
    with_defaults.push_back(types().IsPolymorphic(declared[i])
                                ? DefaultType(context_, routine, position, declared[i])
                                : declared[i]);
  }
  if (routine.aggregate_kind == 'h') {
    UnifyHypothetical(&args, fn->agg_order.size(), &with_defaults, declared);
    std::copy_n(with_defaults.begin(), actual.size(), actual.begin());
  }
  TypeId type = 0;
  try {
    type = EnforceGenericConsistency(context_, with_defaults, &declared, routine.result);
  } catch (const PgError& error) {
    throw PgError(error.sqlstate(), error.what(), location);
  }
  CheckArguments(&args, actual, declared);

  if (routine.variadic == 0) variadic_written = false;
  if (called.variadic_count > 0 && routine.variadic != type_id::kAny) {
    const size_t fixed = args.size() - called.variadic_count;
    Expr* array = context_.arena.New(ExprKind::kArray, types().Array(args[fixed]->type));
    if (array->type == 0) {
      throw PgError(
          sqlstate::kUndefinedObject,
          StrCat("could not find array type for data type ", types().FormatBare(args[fixed]->type)),
          location);
    }
    array->args.assign(args.begin() + static_cast<std::ptrdiff_t>(fixed), args.end());
    array->typmod = SelectCommonTypmod(array->args, array->args[0]->type);
    args.resize(fixed);
    args.push_back(array);
    variadic_written = true;
  }
  if (variadic_written && routine.variadic == type_id::kAny &&
      types().BaseElement(actual.back()) == 0) {
    throw PgError(sqlstate::kDatatypeMismatch, "VARIADIC argument must be an array",
                  args.back()->location);
  }
  if (routine.returns_set) CheckSetReturning(location);

  if (routine.kind == 'f') {
    Expr* call = context_.arena.New(ExprKind::kFunc, type, -1, location);
    call->routine = called.routine;
    call->flag = variadic_written;
    call->form = fn != nullptr && context_.major() >= 14 &&
                         fn->funcformat == ast::CoercionForm::COERCE_SQL_SYNTAX
                     ? Form::kSqlSyntax
                     : Form::kCall;
    call->args = std::move(args);
    // Calling a length conversion by its name also fixes the modifiers.
    return call;
  }
  if (fn == nullptr) throw NotModelled("an aggregate written as a column", location);
  Expr* aggregate = routine.kind == 'a' && fn->over == nullptr
                        ? MakeAggregate(called, *fn, std::move(args), type, filter, location)
                        : MakeWindow(called, *fn, std::move(args), type, filter, location);
  aggregate->flag = variadic_written;
  return aggregate;
}

// typename(value) is a cast where it is not a function.
Expr* Transformer::CallAsCast(const WrittenName& name, const std::vector<Expr*>& args,
                              int location) {
  const TypeId target = FindType(context_, name);
  if (target == 0) return nullptr;
  const TypeInfo info = types().Get(target);
  if (info.kind == 'c' || info.kind == 'o') return nullptr;
  const TypeId source = args[0]->type;
  bool cast = source == type_id::kUnknown && args[0]->kind == ExprKind::kConst;
  if (!cast) {
    switch (FindCoercion(context_, target, source, CoercionContext::kExplicit).pathway) {
      case Pathway::kRelabel:
        cast = true;
        break;
      case Pathway::kIo:
        cast = !(types().IsRowType(source) && types().Category(target) == 'S');
        break;
      default:
        break;
    }
  }
  if (!cast) return nullptr;
  return CoerceType(context_, args[0], target, -1, CoercionContext::kExplicit, Form::kCall,
                    location);
}

void Transformer::CheckArguments(std::vector<Expr*>* args, const std::vector<TypeId>& actual,
                                 const std::vector<TypeId>& declared) {
  for (size_t i = 0; i < args->size(); ++i) {
    if (actual[i] == declared[i]) continue;
    Expr*& arg = (*args)[i];
    if (arg->kind == ExprKind::kNamedArg) {
      arg->args[0] = CoerceType(context_, arg->args[0], declared[i], -1, CoercionContext::kImplicit,
                                Form::kImplicitCast, -1);
      arg->type = arg->args[0]->type;
      arg->typmod = arg->args[0]->typmod;
    } else {
      arg = CoerceType(context_, arg, declared[i], -1, CoercionContext::kImplicit,
                       Form::kImplicitCast, -1);
    }
  }
}

void Transformer::CheckSetReturning(int location) {
  std::string_view place = PluralName(state_->use);
  switch (state_->use) {
    case ExprUse::kWhere:
      place = "WHERE";
      break;
    case ExprUse::kJoinOn:
      place = "JOIN conditions";
      break;
    case ExprUse::kHaving:
      place = "HAVING";
      break;
    case ExprUse::kFilter:
      place = "FILTER";
      break;
    case ExprUse::kLimit:
      place = "LIMIT";
      break;
    case ExprUse::kOffset:
      place = "OFFSET";
      break;
    case ExprUse::kValues:
      place = "VALUES";
      break;
    default:
      break;
  }
  if (place.empty()) return;
  throw PgError(sqlstate::kFeatureNotSupported,
                StrCat("set-returning functions are not allowed in ", place), location);
}

}  // namespace schemadiff::sema
