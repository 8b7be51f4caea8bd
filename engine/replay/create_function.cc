// CREATE FUNCTION and CREATE PROCEDURE.
//
// Facts from functioncmds.c, pg_proc.c (ProcedureCreate and the validators) and pl_handler.c of the
// server's source.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/pg/extensions.h"
#include "engine/replay/function_options.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/parameters.h"
#include "engine/replay/queries.h"
#include "engine/replay/routine.h"
#include "engine/replay/store.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

[[noreturn]] void Refuse(const std::string& message) {
  throw PgError(sqlstate::kInvalidFunctionDefinition, message);
}

const TypeRef kVoidType{"pg_catalog", "void", {}, false};

bool ServerHasLanguage(std::string_view name) {
  return name == "sql" || name == "c" || name == "internal";
}

// The language, or the extension that brings it; kNoObject where it needs none.
ObjectId RequireLanguage(const Context& cx, std::string_view name) {
  if (ServerHasLanguage(name)) return kNoObject;
  ObjectId found = cx.catalog.IdOf(KeyFor<Language>(name));
  if (found != kNoObject) return found;
  bool perhaps = false;
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    const Name extension = cx.catalog.Get(id).key.name;
    const Extensions& extensions = cx.catalog.extensions();
    if (!extensions.Members(extension, "language", name).empty()) found = id;
    const ExtensionFacts* facts = extensions.Find(extension);
    perhaps = perhaps || facts == nullptr || !facts->complete;
  });
  if (found == kNoObject && !perhaps) {
    throw PgError(sqlstate::kUndefinedObject, StrCat("language \"", name, "\" does not exist"));
  }
  return found;
}

// pg_get_functiondef and the catalogs name the types of TRANSFORM, which for arrays are the
// elements.
std::vector<TypeRef> TransformTypes(const Context& cx, const FunctionOptions& options,
                                    std::string_view language) {
  std::vector<TypeRef> types;
  if (options.transform == nullptr) return types;
  for (const ast::Node* node : ast::Cast<ast::ListNode>(options.transform->arg)->items) {
    TypeRef type = BaseType(cx, ResolveType(cx, *ast::Cast<ast::TypeName>(node))).ref;
    type.array = false;
    type.modifiers = {};
    const bool known = ServerHasLanguage(language) || language == "plpgsql" ||
                       cx.catalog.Find(KeyFor<Language>(language)) != nullptr;
    if (known && cx.catalog.Find(TransformKey(type, language)) == nullptr) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("transform for type ", TypeText(cx, type), " language \"", language,
                           "\" does not exist"));
    }
    types.push_back(type);
  }
  return types;
}

bool IsShell(const Context& cx, const ResolvedType& type) {
  if (type.object == kNoObject) return false;
  const auto* scalar = cx.catalog.Get(type.object).TryAs<ScalarType>();
  return scalar != nullptr && scalar->shell;
}

// The declared result, or the one that OUT parameters make.
void SetResult(Context& cx, const ast::CreateFunctionStmt& stmt, const ParameterList& list,
               std::string_view language, Function* function, ResolvedType* result) {
  const bool required = !list.required_result.ref.name.empty();
  if (stmt.is_procedure) {
    if (required) *result = list.required_result;
  } else if (stmt.returnType != nullptr) {
    try {
      *result = ResolveType(cx, *stmt.returnType, /*shell_too=*/true);
    } catch (const PgError& error) {
      const bool missing = error.sqlstate() == sqlstate::kUndefinedObject;
      if (!missing || (language != "c" && language != "internal") ||
          !stmt.returnType->arrayBounds.empty() || !stmt.returnType->typmods.empty()) {
        throw;
      }
      const StatedName stated(stmt.returnType->names);
      MakeShellType(cx, {CreationSchema(cx, stated), Name(stated.name)});
      *result = ResolveType(cx, *stmt.returnType, /*shell_too=*/true);
    }
    if (language == "sql" && IsShell(cx, *result)) {
      Refuse(StrCat("SQL function cannot return shell type ", TypeText(cx, result->ref)));
    }
    result->ref.modifiers = {};
    function->returns_set = stmt.returnType->setof;
    if (required && result->ref != list.required_result.ref) {
      Refuse(StrCat("function result type must be ", TypeText(cx, list.required_result.ref),
                    " because of OUT parameters"));
    }
  } else if (required) {
    *result = list.required_result;
  } else {
    Refuse("function result type must be specified");
  }
  function->returns = result->ref;
}

// prosrc and probin.
void SetBody(const ast::CreateFunctionStmt& stmt, const FunctionOptions& options,
             std::string_view name, Function* function) {
  const auto* as = options.as == nullptr ? nullptr : ast::Cast<ast::ListNode>(options.as->arg);
  if (as == nullptr && stmt.sql_body == nullptr) Refuse("no function body specified");
  if (as != nullptr && stmt.sql_body != nullptr) Refuse("duplicate function body specified");
  if (stmt.sql_body != nullptr) {
    if (function->language != "sql") Refuse("inline SQL function body only valid for language SQL");
    return;
  }
  const std::vector<std::string_view> texts = Strings(as->items);
  if (function->language == "c") {
    function->library = texts[0];
    function->body = texts.size() > 1 && texts[1] != "-" ? texts[1] : name;
    return;
  }
  if (texts.size() > 1) {
    Refuse(StrCat("only one AS item needed for language \"", function->language, "\""));
  }
  function->body = texts[0];
  if (function->language == "internal" && function->body.empty()) function->body = name;
}

// What the validators of SQL and PL/pgSQL say about the types, whatever the body.
void Validate(const Context& cx, const Function& function, const ResolvedType& result,
              const ParameterList& list) {
  using namespace type_id;
  const bool sql = function.language == "sql";
  if (!sql && function.language != "plpgsql") return;
  const std::string_view code =
      sql ? sqlstate::kInvalidFunctionDefinition : sqlstate::kFeatureNotSupported;
  const TypeId type = PseudoTypeId(result);
  const bool trigger = !sql && (type == kTrigger || type == kEventTrigger);
  if (type != 0 && type != kRecord && type != kVoid && !IsPolymorphic(type) && !trigger) {
    throw PgError(code, StrCat(sql ? "SQL" : "PL/pgSQL", " functions cannot return type ",
                               TypeText(cx, result.ref)));
  }
  for (size_t i = 0; i < list.types.size(); ++i) {
    const TypeId argument = PseudoTypeId(list.types[i]);
    const ArgumentMode mode = list.arguments[i].mode;
    const bool output = mode == ArgumentMode::kOut || mode == ArgumentMode::kTable;
    if (argument == 0 || IsPolymorphic(argument) || (sql && output)) continue;
    if (argument == kRecord && !sql) continue;
    throw PgError(code, StrCat(sql ? "SQL" : "PL/pgSQL", " functions cannot ",
                               sql ? "have arguments of type " : "accept type ",
                               TypeText(cx, list.types[i].ref)));
  }
  if (trigger && !InputTypes(list).empty()) {
    Refuse(StrCat(type == kEventTrigger ? "event trigger" : "trigger",
                  " functions cannot have declared arguments"));
  }
}

// Whether the last statement of a body in the form of the SQL standard gives what is declared, as
// far as its number of columns says (check_sql_fn_retval).
void CheckYield(const Context& cx, const Function& function, const ResolvedType& result,
                const AnalysedBody& body) {
  if (function.returns.name.empty() || PseudoTypeId(result) == type_id::kVoid) return;
  if (body.body.empty() || !body.body.resolved()) return;
  const auto refuse = [&] {
    Refuse(StrCat("return type mismatch in function declared to return ",
                  TypeText(cx, function.returns)));
  };
  if (!body.known || !body.yields_rows) refuse();
  const char kind = TypeKind(cx, result);
  const bool one = kind == 'b' || kind == 'e' || kind == 'r' || kind == 'm';
  if (one && body.columns.size() != 1) refuse();
}

// --- OR REPLACE ----------------------------------------------------------------------------

struct ResultColumn {
  std::string name;
  TypeRef type;
  friend bool operator==(const ResultColumn&, const ResultColumn&) = default;
};

// The row that output arguments define; empty where the result is no such row.
std::vector<ResultColumn> ResultRow(const Function& function) {
  std::vector<ResultColumn> row;
  for (const Argument& argument : function.arguments) {
    if (argument.mode == ArgumentMode::kIn || argument.mode == ArgumentMode::kVariadic) continue;
    row.push_back({argument.name.empty() ? StrCat("column", row.size() + 1) : argument.name.str(),
                   argument.type});
  }
  if (row.size() < 2 && function.type != RoutineType::kProcedure) row.clear();
  return row;
}

std::vector<const Argument*> Inputs(const Function& function) {
  std::vector<const Argument*> inputs;
  for (const Argument& argument : function.arguments) {
    if (argument.mode != ArgumentMode::kOut && argument.mode != ArgumentMode::kTable) {
      inputs.push_back(&argument);
    }
  }
  return inputs;
}

void CheckReplacement(const Function& before, const Function& after) {
  if (before.type != after.type) {
    throw PgError(sqlstate::kWrongObjectType, "cannot change routine kind");
  }
  if (before.returns != after.returns || before.returns_set != after.returns_set) {
    Refuse(after.type == RoutineType::kProcedure
               ? "cannot change whether a procedure has output parameters"
               : "cannot change return type of existing function");
  }
  if (after.returns.name == "record" && ResultRow(before) != ResultRow(after)) {
    Refuse("cannot change return type of existing function");
  }
  const std::vector<const Argument*> old_inputs = Inputs(before);
  const std::vector<const Argument*> new_inputs = Inputs(after);
  size_t old_defaults = 0;
  size_t new_defaults = 0;
  for (size_t i = 0; i < old_inputs.size(); ++i) {
    const Argument& old_input = *old_inputs[i];
    if (!old_input.name.empty() && old_input.name != new_inputs[i]->name) {
      Refuse(StrCat("cannot change name of input parameter \"", old_input.name, "\""));
    }
    old_defaults += old_input.default_value.empty() ? 0 : 1;
    new_defaults += new_inputs[i]->default_value.empty() ? 0 : 1;
  }
  if (new_defaults < old_defaults) {
    Refuse("cannot remove parameter defaults from existing function");
  }
}

}  // namespace

void CreateFunction(Context& cx, const ast::CreateFunctionStmt& stmt) {
  const StatedName name(stmt.funcname);
  const Name schema = CreationSchema(cx, name);
  const FunctionOptions options = SortFunctionOptions(stmt.options, stmt.is_procedure);
  Function function;
  function.cost = -1;
  function.rows = -1;
  const Routine support = ApplyFunctionOptions(cx, options, &function);
  if (options.window != nullptr && ast::Cast<ast::Boolean>(options.window->arg)->boolval) {
    function.type = RoutineType::kWindow;
  }
  if (stmt.is_procedure) function.type = RoutineType::kProcedure;
  if (options.language != nullptr) {
    function.language = ast::Cast<ast::String>(options.language->arg)->sval;
  } else if (stmt.sql_body != nullptr) {
    function.language = "sql";
  } else {
    Refuse("no language specified");
  }
  const ObjectId language = RequireLanguage(cx, function.language);
  function.transforms = TransformTypes(cx, options, function.language);

  ParameterList list = InterpretParameters(
      cx, stmt.parameters,
      stmt.is_procedure ? ast::ObjectType::OBJECT_PROCEDURE : ast::ObjectType::OBJECT_FUNCTION);
  if (list.arguments.size() > 100) {
    const auto inputs = std::ranges::count_if(list.arguments, [](const Argument& argument) {
      return argument.mode != ArgumentMode::kOut && argument.mode != ArgumentMode::kTable;
    });
    if (inputs > 100) throw PgError("54023", "functions cannot have more than 100 arguments");
  }

  ResolvedType result = ResolveRef(cx, kVoidType);
  SetResult(cx, stmt, list, function.language, &function, &result);
  if (stmt.is_procedure && list.required_result.ref.name.empty()) function.returns = {};
  SetBody(stmt, options, name.name, &function);
  if (function.cost < 0) function.cost = DefaultCost(function.language);
  if (function.rows < 0) {
    function.rows = function.returns_set ? 1000 : 0;
  } else if (!function.returns_set) {
    throw PgError(sqlstate::kInvalidParameterValue,
                  "ROWS is not applicable when function does not return a set");
  }
  CheckResultType(result, InputTypes(list));
  for (size_t i = 0; i < list.types.size(); ++i) {
    if (list.arguments[i].mode != ArgumentMode::kIn &&
        list.arguments[i].mode != ArgumentMode::kVariadic) {
      CheckResultType(list.types[i], InputTypes(list));
    }
  }
  function.arguments = std::move(list.arguments);
  const Name signature = RoutineSignature(function.arguments);
  const ObjectKey key = RoutineKey<Function>(schema, name.name, signature);
  ObjectId id = cx.catalog.IdOf(key);
  const bool aggregate =
      cx.catalog.Find(RoutineKey<Aggregate>(schema, name.name, signature)) != nullptr;
  if ((id != kNoObject || aggregate) && !stmt.replace) {
    throw PgError(sqlstate::kDuplicateFunction,
                  StrCat("function \"", name.name, "\" already exists with same argument types"));
  }
  if (aggregate) throw PgError(sqlstate::kWrongObjectType, "cannot change routine kind");
  if (id != kNoObject) CheckReplacement(cx.catalog.Get(id).As<Function>(), function);
  list.arguments = function.arguments;
  Validate(cx, function, result, list);

  AnalysedBody body;
  if (stmt.sql_body != nullptr) {
    for (const ResolvedType& type : InputTypes(list)) {
      if (IsPolymorphic(PseudoTypeId(type))) {
        Refuse("SQL function with unquoted function body cannot have polymorphic arguments");
      }
    }
    body = AnalyseSqlBody(cx, *stmt.sql_body, name.name, function.arguments);
    CheckYield(cx, function, result, body);
    function.sql_body = body.body;
  }
  const std::vector<Argument> arguments = function.arguments;
  const TypeRef returns = function.returns;
  if (id == kNoObject) {
    id = cx.catalog.Create(key, std::move(function), kNoObject, cx.Origin());
  } else {
    Store(cx, id, std::move(function), cx.Origin());
    cx.catalog.RemoveDependencies(id);
  }
  for (const Argument& argument : arguments) DependOnType(cx, id, argument.type);
  DependOnType(cx, id, returns);
  if (language != kNoObject) cx.catalog.AddDependency(id, language);
  for (const TypeRef& type : cx.catalog.Get(id).As<Function>().transforms) {
    const ObjectId transform =
        cx.catalog.IdOf(TransformKey(type, cx.catalog.Get(id).As<Function>().language));
    if (transform != kNoObject) cx.catalog.AddDependency(id, transform);
  }
  if (support.object != kNoObject) cx.catalog.AddDependency(id, support.object);
  if (support.extension != kNoObject) cx.catalog.AddDependency(id, support.extension);
  for (const Analysed& analysed : list.defaults) {
    DependOnExpression(cx, id, analysed, kNoObject, DependencyType::kNormal);
  }
  DependOnReferences(cx, id, body.references);
}

void AlterFunction(Context& cx, const ast::AlterFunctionStmt& stmt) {
  const ObjectId id = RequireOwnRoutine(cx, stmt.objtype, *stmt.func);
  const Object& object = cx.catalog.Get(id);
  if (object.key.kind == KindOf<Aggregate>) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", NameListToString(stmt.func->objname),
                                                     "\" is an aggregate function"));
  }
  Function function = object.As<Function>();
  const FunctionOptions options =
      SortFunctionOptions(stmt.actions, function.type == RoutineType::kProcedure);
  const QualifiedName old_support = function.support;
  const Routine support = ApplyFunctionOptions(cx, options, &function);
  if (options.rows != nullptr && !function.returns_set) {
    throw PgError(sqlstate::kInvalidParameterValue,
                  "ROWS is not applicable when function does not return a set");
  }
  const bool new_support = function.support != old_support;
  Store(cx, id, std::move(function), cx.Origin());
  if (new_support && support.object != kNoObject) cx.catalog.AddDependency(id, support.object);
  if (new_support && support.extension != kNoObject) {
    cx.catalog.AddDependency(id, support.extension);
  }
}

}  // namespace schemadiff::replay
