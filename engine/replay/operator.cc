// CREATE OPERATOR and ALTER OPERATOR. Facts from operatorcmds.c and pg_operator.c of the server's
// source.
#include "engine/replay/operator.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/named_object.h"
#include "engine/replay/routine.h"
#include "engine/replay/store.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

[[noreturn]] void InvalidFunction(std::string_view message) {
  throw PgError(sqlstate::kInvalidFunctionDefinition, std::string(message));
}

TypeRef PgType(std::string_view name) { return {"pg_catalog", Name(name), {}, false}; }

bool IsBool(const TypeRef& type) { return type == PgType("bool"); }

struct Parameters {
  const ast::TypeName* left = nullptr;
  const ast::TypeName* right = nullptr;
  ast::List function;
  ast::List commutator;
  ast::List negator;
  ast::List restrict_estimator;
  ast::List join_estimator;
  bool hashes = false;
  bool merges = false;
};

const ast::TypeName* TypeOf(const ast::DefElem& element) {
  const auto* type = ast::As<ast::TypeName>(element.arg);
  if (type == nullptr) {
    if (element.arg == nullptr) {
      throw PgError(sqlstate::kSyntaxError, StrCat(element.defname, " requires a parameter"));
    }
    throw PgError(sqlstate::kSyntaxError,
                  StrCat("argument of ", element.defname, " must be a type name"));
  }
  if (type->setof) InvalidFunction("SETOF type not allowed for operator argument");
  return type;
}

Parameters SortParameters(const Context& cx, const ast::List& list) {
  static constexpr std::array<std::string_view, 4> kMeanMerges = {"sort1", "sort2", "ltcmp",
                                                                  "gtcmp"};
  Parameters parameters;
  for (const ast::Node* node : list) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    const std::string_view name = element.defname;
    if (name == "leftarg") {
      parameters.left = TypeOf(element);
    } else if (name == "rightarg") {
      parameters.right = TypeOf(element);
    } else if (name == "function" || name == "procedure") {
      parameters.function = NamesOf(element);
    } else if (name == "commutator") {
      parameters.commutator = NamesOf(element);
    } else if (name == "negator") {
      parameters.negator = NamesOf(element);
    } else if (name == "restrict") {
      parameters.restrict_estimator = NamesOf(element);
    } else if (name == "join") {
      parameters.join_estimator = NamesOf(element);
    } else if (name == "hashes") {
      parameters.hashes = DefBool(element);
    } else if (name == "merges") {
      parameters.merges = DefBool(element);
    } else if (std::ranges::find(kMeanMerges, name) != kMeanMerges.end()) {
      parameters.merges = true;
    }
    // Others are ignored, with a warning.
  }
  if (parameters.function.empty()) InvalidFunction("operator function must be specified");
  if (parameters.left == nullptr && parameters.right == nullptr) {
    InvalidFunction("operator argument types must be specified");
  }
  (void)cx;
  return parameters;
}

Routine RestrictEstimator(const Context& cx, const ast::List& name) {
  Routine routine = RequireFunction(
      cx, name, {PgType("internal"), PgType("oid"), PgType("internal"), PgType("int4")});
  if (routine.result != PgType("float8")) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  StrCat("restriction estimator function ", NameListToString(name),
                         " must return type float8"));
  }
  return routine;
}

Routine JoinEstimator(const Context& cx, const ast::List& name) {
  std::vector<TypeRef> arguments = {PgType("internal"), PgType("oid"), PgType("internal"),
                                    PgType("int2"), PgType("internal")};
  std::optional<Routine> routine = FindFunction(cx, name, arguments);
  const std::vector<TypeRef> shorter(arguments.begin(), arguments.end() - 1);
  std::optional<Routine> other = FindFunction(cx, name, shorter);
  if (routine && other) {
    throw PgError(
        sqlstate::kAmbiguousFunction,
        StrCat("join estimator function ", NameListToString(name), " has multiple matches"));
  }
  if (!routine) routine = std::move(other);
  if (!routine) routine = RequireFunction(cx, name, arguments);
  if (routine->result != PgType("float8")) {
    throw PgError(
        sqlstate::kInvalidObjectDefinition,
        StrCat("join estimator function ", NameListToString(name), " must return type float8"));
  }
  return *routine;
}

// What operators of one operand, or without a truth value, cannot have.
void CheckCombination(const Operator& op, bool commutator, bool negator) {
  if (op.left.name.empty()) {
    if (commutator) InvalidFunction("only binary operators can have commutators");
    if (!op.join_estimator.empty()) {
      InvalidFunction("only binary operators can have join selectivity");
    }
    if (op.merges) InvalidFunction("only binary operators can merge join");
    if (op.hashes) InvalidFunction("only binary operators can hash");
  }
  if (!IsBool(op.result)) {
    if (negator) InvalidFunction("only boolean operators can have negators");
    if (!op.restrict_estimator.empty()) {
      InvalidFunction("only boolean operators can have restriction selectivity");
    }
    if (!op.join_estimator.empty()) {
      InvalidFunction("only boolean operators can have join selectivity");
    }
    if (op.merges) InvalidFunction("only boolean operators can merge join");
    if (op.hashes) InvalidFunction("only boolean operators can hash");
  }
}

bool SameType(const TypeRef& a, const TypeRef& b) {
  return a.schema == b.schema && a.name == b.name && a.array == b.array;
}

// The commutator or negator; a shell is made where there is none. kNoObject with `*self` for the
// operator itself, and for one of the server's own.
ObjectId OtherOperator(Context& cx, const ast::List& names, const TypeRef& left,
                       const TypeRef& right, const QualifiedName& own, const Operator& op,
                       bool commutator, QualifiedName* name) {
  if (const auto found = FindOperator(cx, names, left, right)) {
    *name = found->name;
    return found->object;
  }
  const StatedName stated(names);
  *name = {CreationSchema(cx, stated), Name(stated.name)};
  if (*name == own && SameType(left, op.left) && SameType(right, op.right)) {
    if (!commutator) InvalidFunction("operator cannot be its own negator or sort operator");
    return kNoObject;
  }
  Operator shell;
  shell.left = left;
  shell.right = right;
  const ObjectId id = cx.catalog.Create(OperatorKey(name->schema, name->name, left, right), shell,
                                        kNoObject, cx.Origin());
  DependOnType(cx, id, left);
  if (!SameType(left, right)) DependOnType(cx, id, right);
  return id;
}

// The other operator points back where it points nowhere.
void PointBack(Context& cx, ObjectId other, QualifiedName Operator::* member,
               const QualifiedName& own) {
  if (other == kNoObject || !(cx.catalog.Get(other).As<Operator>().*member).empty()) return;
  cx.catalog.Set(other, member, own, cx.Origin());
}

void SetDependencies(Context& cx, ObjectId id, const std::vector<Routine>& routines) {
  cx.catalog.RemoveDependencies(id);
  const Operator op = cx.catalog.Get(id).As<Operator>();
  DependOnType(cx, id, op.left);
  if (!SameType(op.left, op.right)) DependOnType(cx, id, op.right);
  DependOnType(cx, id, op.result);
  for (const Routine& routine : routines) DependOn(cx, id, routine.object, routine.extension);
}

// Whether the links of a shell outlive the statement that fills it. Not so in what was released up
// to spring 2026; seen in 15.20, and taken to be so in the other releases of its day.
bool ShellsKeepLinks(const Context& cx) {
  constexpr std::array<int, 5> kSince = {140025, 150020, 160016, 170012, 180006};
  const int version = cx.catalog.server_version;
  return version >= 190000 || std::ranges::any_of(kSince, [&](int since) {
           return version / 10000 == since / 10000 && version >= since;
         });
}

void CheckOperatorName(std::string_view name) {
  constexpr std::string_view kCharacters = "~!@#^&|`?+-*/%<>=";
  const bool valid = !name.empty() && name.size() < 64 && name != "=>" &&
                     name.find_first_not_of(kCharacters) == std::string_view::npos &&
                     name.find("--") == std::string_view::npos &&
                     name.find("/*") == std::string_view::npos;
  if (!valid) {
    throw PgError(sqlstate::kInvalidName, StrCat("\"", name, "\" is not a valid operator name"));
  }
}

std::optional<Routine> FunctionNamed(const Context& cx, const QualifiedName& name,
                                     const std::vector<TypeRef>& arguments) {
  if (name.empty()) return std::nullopt;
  ast::String schema;
  schema.sval = name.schema.str();
  ast::String function;
  function.sval = name.name.str();
  const std::array<const ast::Node*, 2> parts = {&schema, &function};
  return FindFunction(cx, ast::List(parts), arguments);
}

// The functions that the operator has now.
std::vector<Routine> RoutinesOf(const Context& cx, const Operator& op) {
  std::vector<Routine> routines;
  const auto add = [&](std::optional<Routine> routine) {
    if (routine) routines.push_back(*std::move(routine));
  };
  std::vector<TypeRef> operands;
  if (!op.left.name.empty()) operands.push_back(op.left);
  operands.push_back(op.right);
  add(FunctionNamed(cx, op.function, operands));
  add(FunctionNamed(cx, op.restrict_estimator,
                    {PgType("internal"), PgType("oid"), PgType("internal"), PgType("int4")}));
  add(FunctionNamed(
      cx, op.join_estimator,
      {PgType("internal"), PgType("oid"), PgType("internal"), PgType("int2"), PgType("internal")}));
  return routines;
}

}  // namespace

void CreateOperator(Context& cx, const ast::DefineStmt& stmt) {
  const StatedName stated(stmt.defnames);
  const QualifiedName name{CreationSchema(cx, stated), Name(stated.name)};
  const Parameters parameters = SortParameters(cx, stmt.definition);
  Operator op;
  const auto resolve = [&](const ast::TypeName* type) {
    TypeRef ref = ResolveType(cx, *type).ref;
    ref.modifiers = {};
    return ref;
  };
  if (parameters.left != nullptr) op.left = resolve(parameters.left);
  if (parameters.right == nullptr) {
    InvalidFunction("operator right argument type must be specified");
  }
  op.right = resolve(parameters.right);
  std::vector<TypeRef> operands;
  if (parameters.left != nullptr) operands.push_back(op.left);
  operands.push_back(op.right);
  std::vector<Routine> routines = {RequireFunction(cx, parameters.function, operands)};
  op.function = routines.back().name;
  op.result = routines.back().result;
  if (!parameters.restrict_estimator.empty()) {
    routines.push_back(RestrictEstimator(cx, parameters.restrict_estimator));
    op.restrict_estimator = routines.back().name;
  }
  if (!parameters.join_estimator.empty()) {
    routines.push_back(JoinEstimator(cx, parameters.join_estimator));
    op.join_estimator = routines.back().name;
  }
  op.hashes = parameters.hashes;
  op.merges = parameters.merges;
  CheckOperatorName(name.name);
  CheckCombination(op, !parameters.commutator.empty(), !parameters.negator.empty());
  const ObjectKey key = OperatorKey(name.schema, name.name, op.left, op.right);
  ObjectId id = cx.catalog.IdOf(key);
  if (id != kNoObject && !cx.catalog.Get(id).As<Operator>().function.empty()) {
    throw PgError(sqlstate::kDuplicateFunction, StrCat("operator ", name.name, " already exists"));
  }
  ObjectId commutator = kNoObject;
  ObjectId negator = kNoObject;
  bool own_commutator = false;
  if (!parameters.commutator.empty()) {
    commutator = OtherOperator(cx, parameters.commutator, op.right, op.left, name, op,
                               /*commutator=*/true, &op.commutator);
    own_commutator = op.commutator == name && SameType(op.left, op.right);
  }
  if (!parameters.negator.empty()) {
    negator = OtherOperator(cx, parameters.negator, op.left, op.right, name, op,
                            /*commutator=*/false, &op.negator);
    // A shell of the operator's own name is itself, which is seen too late before PostgreSQL 17.
    if (negator != kNoObject && negator == id && cx.major() >= 17) {
      InvalidFunction("operator cannot be its own negator");
    }
  }
  if (id == kNoObject) {
    id = cx.catalog.Create(key, op, kNoObject, cx.Origin());
  } else {
    if (ShellsKeepLinks(cx)) {
      const auto& shell = cx.catalog.Get(id).As<Operator>();
      if (op.commutator.empty()) op.commutator = shell.commutator;
      if (op.negator.empty()) op.negator = shell.negator;
    }
    Store(cx, id, op, cx.Origin());
  }
  SetDependencies(cx, id, routines);
  if (!own_commutator) PointBack(cx, commutator, &Operator::commutator, name);
  PointBack(cx, negator, &Operator::negator, name);
}

namespace {

void SetLink(Context& cx, ObjectId id, const ast::DefElem& element, bool commutator) {
  const Operator op = cx.catalog.Get(id).As<Operator>();
  const QualifiedName name{cx.catalog.Get(id).key.schema, cx.catalog.Get(id).key.name};
  const auto member = commutator ? &Operator::commutator : &Operator::negator;
  const TypeRef& left = commutator ? op.right : op.left;
  const TypeRef& right = commutator ? op.left : op.right;
  QualifiedName other_name;
  const ObjectId other =
      OtherOperator(cx, NamesOf(element), left, right, name, op, commutator, &other_name);
  if (!(op.*member).empty()) {
    if (op.*member == other_name) return;
    throw PgError(sqlstate::kInvalidFunctionDefinition,
                  StrCat("operator attribute \"", element.defname,
                         "\" cannot be changed if it has already been set"));
  }
  cx.catalog.Set(id, member, other_name, cx.Origin());
  if (other != id) PointBack(cx, other, member, name);
}

}  // namespace

void AlterOperator(Context& cx, const ast::AlterOperatorStmt& stmt) {
  static constexpr std::array<std::string_view, 8> kFixed = {
      "leftarg", "rightarg", "function", "procedure", "commutator", "negator", "hashes", "merges"};
  const auto found = FindOperator(cx, *stmt.opername, /*missing_ok=*/false);
  const ObjectId id = found->object;
  Operator op;
  if (id != kNoObject) op = cx.catalog.Get(id).As<Operator>();
  std::vector<const ast::DefElem*> links;
  for (const ast::Node* node : stmt.options) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    const std::string_view name = element.defname;
    const bool none = element.arg == nullptr;
    if (name == "restrict") {
      op.restrict_estimator = none ? QualifiedName() : RestrictEstimator(cx, NamesOf(element)).name;
    } else if (name == "join") {
      op.join_estimator = none ? QualifiedName() : JoinEstimator(cx, NamesOf(element)).name;
    } else if (cx.major() >= 17 && (name == "commutator" || name == "negator")) {
      links.push_back(&element);
    } else if (cx.major() >= 17 && (name == "hashes" || name == "merges")) {
      bool& flag = name == "hashes" ? op.hashes : op.merges;
      const bool value = DefBool(element);
      if (flag && !value) {
        throw PgError(sqlstate::kInvalidFunctionDefinition,
                      StrCat("operator attribute \"", name,
                             "\" cannot be disabled if it has already been enabled"));
      }
      flag = value;
    } else {
      const bool fixed = std::ranges::find(kFixed, name) != kFixed.end();
      throw PgError(sqlstate::kSyntaxError, StrCat("operator attribute \"", name, "\" ",
                                                   fixed ? "cannot be changed" : "not recognized"));
    }
  }
  if (id == kNoObject) throw NotModelled("a change of an operator of the server's own");
  CheckCombination(op, /*commutator=*/false, /*negator=*/false);
  Store(cx, id, op, cx.Origin());
  SetDependencies(cx, id, RoutinesOf(cx, op));
  for (const ast::DefElem* link : links) SetLink(cx, id, *link, link->defname == "commutator");
}

void ForgetOperator(Context& cx, const ObjectKey& key, OriginId origin) {
  const Catalog& catalog = cx.catalog;
  const auto* gone = catalog.FindPayload<Operator>(key);
  if (gone == nullptr) return;
  const QualifiedName name{key.schema, key.name};
  const auto forget = [&](const QualifiedName& other, const TypeRef& left, const TypeRef& right,
                          QualifiedName Operator::* member) {
    if (other.empty()) return;
    const ObjectId id = catalog.IdOf(OperatorKey(other.schema, other.name, left, right));
    if (id == kNoObject || catalog.Get(id).key == key) return;
    if (catalog.Get(id).As<Operator>().*member != name) return;
    cx.catalog.Set(id, member, QualifiedName(), origin);
  };
  const Operator op = *gone;
  forget(op.commutator, op.right, op.left, &Operator::commutator);
  forget(op.negator, op.left, op.right, &Operator::negator);
}

bool MayBeOwnOperator(const Context& cx, const ast::List& name) {
  const StatedName stated(name);
  bool found = false;
  cx.catalog.ForEachOfKind(KindOf<Operator>, [&](ObjectId id) {
    const ObjectKey& key = cx.catalog.Get(id).key;
    found = found ||
            (key.name == stated.name && (stated.schema.empty() || key.schema == stated.schema));
  });
  return found;
}

}  // namespace schemadiff::replay
