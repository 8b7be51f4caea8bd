// CREATE AGGREGATE.
//
// Facts from aggregatecmds.c and pg_aggregate.c of the server's source.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/aggregate_clauses.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/named_object.h"
#include "engine/replay/operator.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/parameters.h"
#include "engine/replay/polymorphic.h"
#include "engine/replay/routine.h"
#include "engine/replay/store.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

const TypeRef kInternal{"pg_catalog", "internal", {}, false};
const TypeRef kBytea{"pg_catalog", "bytea", {}, false};

class Builder {
 public:
  Builder(Context& cx, const ast::DefineStmt& stmt) : cx_(cx), stmt_(stmt) {}

  void Run();

 private:
  void ReadKind();
  void ReadArguments();
  void CheckHypothetical() const;
  void SetState();
  void SetMoving();
  void SetFinal();
  void SetSortOperator();
  std::vector<ResolvedType> TransitionArguments(const ResolvedType& state) const;
  std::vector<ResolvedType> FinalArguments(const ResolvedType& state, bool extra) const;
  Routine Support(const ast::DefElem& element, const std::vector<ResolvedType>& arguments);
  void CheckStrict(const Routine& function, const ast::DefElem* initial,
                   const ResolvedType& state) const;
  void Create();

  Context& cx_;
  const ast::DefineStmt& stmt_;
  AggregateClauses definition_;
  bool normal_ = true;
  bool hypothetical_ = false;
  ParameterList parameters_;
  std::vector<ResolvedType> inputs_;
  ResolvedType state_;
  ResolvedType result_;
  Aggregate aggregate_;
  std::vector<Routine> references_;
  ObjectId sort_operator_ = kNoObject;
};

void Builder::ReadKind() {
  int direct = -1;
  if (!stmt_.oldstyle) direct = ast::Cast<ast::Integer>(stmt_.args[1])->ival;
  normal_ = direct < 0;
  aggregate_.direct_arguments = normal_ ? 0 : direct;
  if (definition_.hypothetical != nullptr && DefBool(*definition_.hypothetical)) {
    if (normal_) RefuseAggregate("only ordered-set aggregates can be hypothetical");
    hypothetical_ = true;
  }
  aggregate_.aggregate_kind = normal_         ? "normal"
                              : hypothetical_ ? "hypothetical-set"
                                              : "ordered-set";
}

void Builder::ReadArguments() {
  if (stmt_.oldstyle) {
    if (definition_.basetype == nullptr) RefuseAggregate("aggregate input type must be specified");
    const std::string text = AsciiToLower(DefString(*definition_.basetype));
    if (text == "any" || text == "pg_catalog.any") return;
    const ResolvedType type = TypeOf(cx_, *definition_.basetype);
    parameters_.arguments.push_back({ArgumentMode::kIn, {}, type.ref, {}});
    parameters_.types.push_back(type);
  } else {
    if (definition_.basetype != nullptr) {
      RefuseAggregate("basetype is redundant with aggregate input type specification");
    }
    const auto* list = ast::As<ast::ListNode>(stmt_.args[0]);
    parameters_ = InterpretParameters(cx_, list == nullptr ? ast::List() : list->items,
                                      ast::ObjectType::OBJECT_AGGREGATE);
  }
  inputs_ = InputTypes(parameters_);
}

void Builder::CheckHypothetical() const {
  const size_t direct = static_cast<size_t>(aggregate_.direct_arguments);
  if (!normal_ && parameters_.variadic && PseudoTypeId(inputs_.back()) != type_id::kAny) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "a variadic ordered-set aggregate must use VARIADIC type ANY");
  }
  if (!hypothetical_ || direct >= inputs_.size()) return;
  const size_t aggregated = inputs_.size() - direct;
  bool matches = !parameters_.variadic && direct >= aggregated;
  for (size_t i = 0; matches && i < aggregated; ++i) {
    matches = inputs_[direct - aggregated + i].ref == inputs_[direct + i].ref;
  }
  if (!matches) {
    RefuseAggregate(
        "a hypothetical-set aggregate must have direct arguments matching its aggregated "
        "arguments");
  }
}

std::vector<ResolvedType> Builder::TransitionArguments(const ResolvedType& state) const {
  std::vector<ResolvedType> arguments{state};
  // A trailing VARIADIC of an ordered-set aggregate can stand for both kinds of arguments.
  size_t first = normal_ ? 0 : static_cast<size_t>(aggregate_.direct_arguments);
  if (!normal_ && first == inputs_.size() && !inputs_.empty()) first = inputs_.size() - 1;
  arguments.insert(arguments.end(), inputs_.begin() + static_cast<std::ptrdiff_t>(first),
                   inputs_.end());
  return arguments;
}

std::vector<ResolvedType> Builder::FinalArguments(const ResolvedType& state, bool extra) const {
  std::vector<ResolvedType> arguments{state};
  const size_t count = extra ? inputs_.size() : static_cast<size_t>(aggregate_.direct_arguments);
  arguments.insert(arguments.end(), inputs_.begin(),
                   inputs_.begin() + static_cast<std::ptrdiff_t>(count));
  return arguments;
}

Routine Builder::Support(const ast::DefElem& element, const std::vector<ResolvedType>& arguments) {
  Routine routine = LookUpSupportFunction(cx_, NamesOf(element), arguments);
  references_.push_back(routine);
  return routine;
}

void Builder::CheckStrict(const Routine& function, const ast::DefElem* initial,
                          const ResolvedType& state) const {
  if (!function.strict || initial != nullptr) return;
  bool compatible = !inputs_.empty() && inputs_[0].ref == state.ref;
  if (!compatible && !inputs_.empty() && BuiltinTypeId(state) != 0) {
    compatible = BinaryCoercible(cx_, inputs_[0], BuiltinTypeId(state));
  }
  if (!compatible) {
    RefuseAggregate(
        "must not omit initial value when transition function is strict and transition type is "
        "not compatible with input type");
  }
}

void Builder::SetState() {
  state_ = StateType(cx_, *definition_.stype);
  aggregate_.state_type = state_.ref;
  const bool serial = definition_.serialfunc != nullptr;
  const bool deserial = definition_.deserialfunc != nullptr;
  if (serial && deserial) {
    if (state_.ref != kInternal) {
      RefuseAggregate(
          "serialization functions may be specified only when the aggregate transition data type "
          "is internal");
    }
  } else if (serial || deserial) {
    RefuseAggregate("must specify both or neither of serialization and deserialization functions");
  }
  if (definition_.mstype != nullptr) {
    aggregate_.moving_state_type = StateType(cx_, *definition_.mstype).ref;
  }
  aggregate_.parallel = ParallelOf(definition_.parallel);
  aggregate_.state_size = SizeOf(definition_.sspace);
  aggregate_.moving_state_size = SizeOf(definition_.msspace);
  aggregate_.initial_condition = TextOf(definition_.initcond);
  aggregate_.moving_initial_condition = TextOf(definition_.minitcond);
  try {
    CheckResultType(state_, inputs_);
  } catch (const PgError&) {
    if (state_.ref != kInternal) RefuseAggregate("cannot determine transition data type");
  }
  CheckHypothetical();
  const Routine transition = Support(*definition_.sfunc, TransitionArguments(state_));
  if (transition.result != state_.ref) {
    throw PgError(sqlstate::kDatatypeMismatch, StrCat("return type of transition function ",
                                                      NameListToString(NamesOf(*definition_.sfunc)),
                                                      " is not ", TypeText(cx_, state_.ref)));
  }
  CheckStrict(transition, definition_.initcond, state_);
  aggregate_.transition_function = transition.name;
}

void Builder::SetMoving() {
  if (definition_.mstype == nullptr) return;
  const ResolvedType state = ResolveRef(cx_, aggregate_.moving_state_type);
  const auto check = [&](const Routine& function, const ast::DefElem& element,
                         std::string_view what) {
    if (function.result == state.ref) return;
    throw PgError(sqlstate::kDatatypeMismatch,
                  StrCat("return type of ", what, " function ", NameListToString(NamesOf(element)),
                         " is not ", TypeText(cx_, state.ref)));
  };
  const Routine forward = Support(*definition_.msfunc, TransitionArguments(state));
  check(forward, *definition_.msfunc, "transition");
  CheckStrict(forward, definition_.minitcond, state);
  const Routine inverse = Support(*definition_.minvfunc, TransitionArguments(state));
  check(inverse, *definition_.minvfunc, "inverse transition");
  if (inverse.strict != forward.strict) {
    RefuseAggregate(
        "strictness of aggregate's forward and inverse transition functions must match");
  }
  aggregate_.moving_transition_function = forward.name;
  aggregate_.moving_inverse_function = inverse.name;
}

void Builder::SetFinal() {
  const auto final_function = [&](const ast::DefElem* element, bool extra,
                                  const ResolvedType& state, QualifiedName* name) {
    if (element == nullptr) return state.ref;
    const Routine function = Support(*element, FinalArguments(state, extra));
    if (extra && function.strict) {
      RefuseAggregate("final function with extra arguments must not be declared STRICT");
    }
    *name = function.name;
    return function.result;
  };
  aggregate_.final_extra =
      definition_.finalfunc_extra != nullptr && DefBool(*definition_.finalfunc_extra);
  aggregate_.moving_final_extra =
      definition_.mfinalfunc_extra != nullptr && DefBool(*definition_.mfinalfunc_extra);
  aggregate_.final_modify = ModifyWord(definition_.finalfunc_modify, normal_);
  aggregate_.moving_final_modify = ModifyWord(definition_.mfinalfunc_modify, normal_);
  aggregate_.returns = final_function(definition_.finalfunc, aggregate_.final_extra, state_,
                                      &aggregate_.final_function);
  result_ = ResolveRef(cx_, aggregate_.returns);
  if (definition_.combinefunc != nullptr) {
    const Routine combine = Support(*definition_.combinefunc, {state_, state_});
    if (combine.result != state_.ref) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("return type of combine function ",
                           NameListToString(NamesOf(*definition_.combinefunc)), " is not ",
                           TypeText(cx_, state_.ref)));
    }
    if (state_.ref == kInternal && combine.strict) {
      RefuseAggregate("combine function with transition type internal must not be declared STRICT");
    }
    aggregate_.combine_function = combine.name;
  }
  const ResolvedType internal = ResolveRef(cx_, kInternal);
  const ResolvedType bytea = ResolveRef(cx_, kBytea);
  const auto serialization = [&](const ast::DefElem* element, std::string_view what,
                                 const std::vector<ResolvedType>& arguments, const TypeRef& returns,
                                 QualifiedName* name) {
    if (element == nullptr) return;
    const Routine function = Support(*element, arguments);
    if (function.result != returns) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("return type of ", what, " function ",
                           NameListToString(NamesOf(*element)), " is not ", returns.name));
    }
    *name = function.name;
  };
  serialization(definition_.serialfunc, "serialization", {internal}, kBytea,
                &aggregate_.serial_function);
  serialization(definition_.deserialfunc, "deserialization", {bytea, internal}, kInternal,
                &aggregate_.deserial_function);
  CheckResultType(result_, inputs_);
  if (definition_.mstype != nullptr) {
    const TypeRef moving = final_function(definition_.mfinalfunc, aggregate_.moving_final_extra,
                                          ResolveRef(cx_, aggregate_.moving_state_type),
                                          &aggregate_.moving_final_function);
    if (moving != aggregate_.returns) {
      RefuseAggregate(StrCat("moving-aggregate implementation returns type ", TypeText(cx_, moving),
                             ", but plain implementation returns type ",
                             TypeText(cx_, aggregate_.returns)));
    }
  }
}

void Builder::SetSortOperator() {
  if (definition_.sortop == nullptr) return;
  if (inputs_.size() != 1) {
    RefuseAggregate("sort operator can only be specified for single-argument aggregates");
  }
  const ast::List names = NamesOf(*definition_.sortop);
  const std::string_view name = Strings(names).back();
  TypeRef operand = inputs_[0].ref;
  operand.modifiers = {};
  const std::optional<FoundOperator> exact = FindOperator(cx_, names, operand, operand);
  if (exact && exact->object != kNoObject) {
    aggregate_.sort_operator = exact->name;
    sort_operator_ = exact->object;
    return;
  }
  const TypeId type = MayBeOwnOperator(cx_, names) ? 0 : BuiltinTypeId(inputs_[0]);
  for (const BuiltinOperator& op : cx_.builtins.FindOperators(name)) {
    if (type != 0 && op.left == type && op.right == type) {
      aggregate_.sort_operator = {"pg_catalog", op.name};
      return;
    }
  }
  throw NotModelled(
      StrCat("the operator ", NameListToString(names), " for ", TypeText(cx_, inputs_[0].ref)));
}

void Builder::Create() {
  const StatedName name(stmt_.defnames);
  const Name schema = CreationSchema(cx_, name);
  aggregate_.arguments = parameters_.arguments;
  const Name signature = RoutineSignature(aggregate_.arguments);
  const ObjectKey key = RoutineKey<Aggregate>(schema, name.name, signature);
  ObjectId id = cx_.catalog.IdOf(key);
  const bool function =
      cx_.catalog.Find(RoutineKey<Function>(schema, name.name, signature)) != nullptr;
  if ((id != kNoObject || function) && !stmt_.replace) {
    throw PgError(sqlstate::kDuplicateFunction,
                  StrCat("function \"", name.name, "\" already exists with same argument types"));
  }
  if (function) throw PgError(sqlstate::kWrongObjectType, "cannot change routine kind");
  if (id != kNoObject) {
    const auto& before = cx_.catalog.Get(id).As<Aggregate>();
    if (before.returns != aggregate_.returns) {
      RefuseAggregate("cannot change return type of existing function");
    }
    for (size_t i = 0; i < before.arguments.size(); ++i) {
      const Name old_name = before.arguments[i].name;
      if (!old_name.empty() && old_name != aggregate_.arguments[i].name) {
        RefuseAggregate(StrCat("cannot change name of input parameter \"", old_name, "\""));
      }
    }
    if (before.aggregate_kind != aggregate_.aggregate_kind) {
      throw PgError(sqlstate::kWrongObjectType, "cannot change routine kind");
    }
    if (before.direct_arguments != aggregate_.direct_arguments) {
      RefuseAggregate("cannot change number of direct arguments of an aggregate function");
    }
    Store(cx_, id, aggregate_, cx_.Origin());
    cx_.catalog.RemoveDependencies(id);
  } else {
    id = cx_.catalog.Create(key, aggregate_, kNoObject, cx_.Origin());
  }
  for (const Argument& argument : aggregate_.arguments) DependOnType(cx_, id, argument.type);
  DependOnType(cx_, id, aggregate_.returns);
  DependOn(cx_, id, sort_operator_, kNoObject);
  for (const Routine& routine : references_) {
    if (routine.object != kNoObject) cx_.catalog.AddDependency(id, routine.object);
    if (routine.extension != kNoObject) cx_.catalog.AddDependency(id, routine.extension);
  }
}

void Builder::Run() {
  CreationSchema(cx_, StatedName(stmt_.defnames));
  definition_ = SortAggregateClauses(stmt_.definition);
  ReadKind();
  if (definition_.stype == nullptr) RefuseAggregate("aggregate stype must be specified");
  if (definition_.sfunc == nullptr) RefuseAggregate("aggregate sfunc must be specified");
  CheckMovingClauses(definition_);
  ReadArguments();
  SetState();
  SetMoving();
  SetFinal();
  SetSortOperator();
  Create();
}

}  // namespace

void CreateAggregate(Context& cx, const ast::DefineStmt& stmt) { Builder(cx, stmt).Run(); }

}  // namespace schemadiff::replay
