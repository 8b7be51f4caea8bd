// CREATE OPERATOR FAMILY, ALTER OPERATOR FAMILY and CREATE OPERATOR CLASS.
//
// Facts from opclasscmds.c and the *validate.c of the server's source.
#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "engine/replay/named_object.h"
#include "engine/replay/operator.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/routine.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

using ast::ObjectType;

[[noreturn]] void Invalid(const std::string& message) {
  throw PgError(sqlstate::kInvalidObjectDefinition, message);
}

bool SameType(const TypeRef& a, const TypeRef& b) {
  return a.schema == b.schema && a.name == b.name && a.array == b.array;
}

// What the code of an access method says of its operator classes.
struct MethodFacts {
  std::string_view method;
  int strategies = 0;  // 0: as many as there may be
  int functions = 0;
  int options_function = 0;
  bool storage = false;
  bool ordering = false;
  bool adjusts = false;                 // by itself: which members belong to the family alone
  std::vector<int> required_functions;  // which belong to the class
};

MethodFacts FactsOf(std::string_view method, int major) {
  MethodFacts facts;
  facts.method = method;
  facts.adjusts = major >= 14;
  if (method == "btree") {
    facts.strategies = 5;
    facts.functions = major >= 18 ? 6 : 5;
    facts.options_function = 5;
    facts.required_functions = {1};
  } else if (method == "hash") {
    facts.strategies = 1;
    facts.functions = 3;
    facts.options_function = 3;
    facts.required_functions = {1};
  } else if (method == "gist") {
    facts.functions = major >= 18 ? 12 : major >= 14 ? 11 : 10;
    facts.options_function = 10;
    facts.storage = facts.ordering = true;
    facts.required_functions = {1, 2, 5, 6, 7};
  } else if (method == "gin") {
    facts.functions = 7;
    facts.options_function = 7;
    facts.storage = true;
    facts.required_functions = {2, 3};
  } else if (method == "spgist") {
    facts.functions = 7;
    facts.options_function = 7;
    facts.storage = major >= 14;
    facts.ordering = true;
    facts.required_functions = {1, 2, 3, 4, 5};
  } else {
    facts.functions = 15;
    facts.options_function = 5;
    facts.storage = true;
    facts.adjusts = false;
  }
  return facts;
}

struct Method {
  Name name;
  ObjectId object = kNoObject;
  MethodFacts facts;
};

// An index access method.
Method RequireMethod(const Context& cx, Name name) {
  Method method;
  method.name = name;
  method.object = cx.catalog.IdOf(KeyFor<AccessMethod>(name));
  const std::string_view code = MethodOfHandler(cx, name);
  const bool table =
      cx.builtins.AccessMethodKind(name) == 't' ||
      (method.object != kNoObject &&
       cx.catalog.Get(method.object).As<AccessMethod>().type == AccessMethodType::kTable);
  if (table) {
    throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                  StrCat("access method \"", name, "\" is not of type INDEX"));
  }
  if (code.empty()) {
    (void)FindAccessMethod(cx, name, /*missing_ok=*/false);
    throw NotModelled(StrCat("operator classes of the access method \"", name, "\""));
  }
  method.facts = FactsOf(code, cx.major());
  return method;
}

// The members of one statement.
struct Members {
  std::vector<FamilyOperator> operators;
  std::vector<FamilyFunction> functions;
  std::vector<ObjectId> objects;  // of the members, in the order of `operators`, then `functions`
};

std::string TypesText(const Context& cx, const TypeRef& left, const TypeRef& right) {
  return StrCat("(", TypeText(cx, left), ",", TypeText(cx, right), ")");
}

template <typename Member>
bool SameSlot(const Member& a, const Member& b) {
  return SameType(a.left, b.left) && SameType(a.right, b.right);
}
bool SameNumber(const FamilyOperator& a, const FamilyOperator& b) {
  return a.strategy == b.strategy && SameSlot(a, b);
}
bool SameNumber(const FamilyFunction& a, const FamilyFunction& b) {
  return a.number == b.number && SameSlot(a, b);
}
int NumberOf(const FamilyOperator& op) { return op.strategy; }
int NumberOf(const FamilyFunction& function) { return function.number; }

template <typename Member>
void AddOnce(const Context& cx, std::vector<Member>* list, Member member, std::string_view what) {
  for (const Member& other : *list) {
    if (!SameNumber(other, member)) continue;
    Invalid(StrCat(what, " number ", NumberOf(member), " for ",
                   TypesText(cx, member.left, member.right), " appears more than once"));
  }
  list->push_back(std::move(member));
}

TypeRef PlainType(const Context& cx, const ast::Node* node) {
  TypeRef type = ResolveType(cx, *ast::Cast<ast::TypeName>(node)).ref;
  type.modifiers = {};
  return type;
}

void ReadTypes(const Context& cx, const ast::List& list, TypeRef* left, TypeRef* right) {
  *left = PlainType(cx, list[0]);
  *right = list.size() > 1 ? PlainType(cx, list[1]) : *left;
  if (list.size() > 2) {
    throw PgError(sqlstate::kSyntaxError, "one or two argument types must be specified");
  }
}

void CheckNumber(int number, int most, std::string_view what) {
  if (most <= 0) most = std::numeric_limits<int16_t>::max();
  if (number > 0 && number <= most) return;
  Invalid(StrCat("invalid ", what, " number ", number, ", must be between 1 and ", most));
}

constexpr int kOperatorItem = 1;
constexpr int kFunctionItem = 2;

// `input` null: ALTER OPERATOR FAMILY ... ADD.
FamilyOperator ReadOperator(const Context& cx, const Method& method,
                            const ast::CreateOpClassItem& item, const TypeRef* input,
                            ObjectId* object) {
  CheckNumber(item.number, method.facts.strategies, "operator");
  std::optional<FoundOperator> found;
  if (!item.name->objargs.empty()) {
    found = FindOperator(cx, *item.name, /*missing_ok=*/false);
  } else if (input == nullptr) {
    throw PgError(sqlstate::kSyntaxError,
                  "operator argument types must be specified in ALTER OPERATOR FAMILY");
  } else {
    found = FindOperator(cx, item.name->objname, *input, *input);
    if (!found) {
      throw PgError(sqlstate::kUndefinedFunction,
                    StrCat("operator does not exist: ", TypeText(cx, *input), " ",
                           NameListToString(item.name->objname), " ", TypeText(cx, *input)));
    }
  }
  FamilyOperator op;
  op.strategy = item.number;
  op.name = found->name;
  op.left = found->left;
  op.right = found->right;
  if (!item.order_family.empty()) {
    op.sort_family =
        RequireNamedObject(cx, ObjectType::OBJECT_OPFAMILY, item.order_family, "btree").name;
  }
  if (op.left.name.empty()) Invalid("index operators must be binary");
  if (!op.sort_family.empty() && !method.facts.ordering) {
    Invalid(StrCat("access method \"", method.name, "\" does not support ordering operators"));
  }
  if (op.sort_family.empty() && found->result != TypeRef{"pg_catalog", "bool", {}, false}) {
    Invalid("index search operators must return boolean");
  }
  *object = found->object;
  return op;
}

bool Returns(const Routine& routine, std::string_view type) {
  return routine.result == TypeRef{"pg_catalog", Name(type), {}, false};
}
bool TakesInternal(const Routine& routine) {
  return routine.inputs.size() == 1 &&
         routine.inputs[0] == TypeRef{"pg_catalog", "internal", {}, false};
}

// What the support functions of btree and hash take, and by it which types they support.
void CheckBtreeFunction(const Routine& routine, FamilyFunction* function) {
  const auto infer = [&](size_t left, size_t right) {
    if (function->left.name.empty()) function->left = routine.inputs[left];
    if (function->right.name.empty()) function->right = routine.inputs[right];
  };
  switch (function->number) {
    case 1:
      if (routine.inputs.size() != 2) {
        Invalid("btree comparison functions must have two arguments");
      }
      if (!Returns(routine, "int4")) Invalid("btree comparison functions must return integer");
      return infer(0, 1);
    case 2:
      if (!TakesInternal(routine)) {
        Invalid("btree sort support functions must accept type \"internal\"");
      }
      if (!Returns(routine, "void")) Invalid("btree sort support functions must return void");
      return;
    case 3:
      if (routine.inputs.size() != 5) Invalid("btree in_range functions must have five arguments");
      if (!Returns(routine, "bool")) Invalid("btree in_range functions must return boolean");
      return infer(0, 2);
    case 4:
      if (routine.inputs.size() != 1) {
        Invalid("btree equal image functions must have one argument");
      }
      if (!Returns(routine, "bool")) Invalid("btree equal image functions must return boolean");
      if (!SameType(function->left, function->right)) {
        Invalid("btree equal image functions must not be cross-type");
      }
      return;
    case 6:
      if (!TakesInternal(routine)) {
        Invalid("btree skip support functions must accept type \"internal\"");
      }
      if (!Returns(routine, "void")) Invalid("btree skip support functions must return void");
      return;
    default:
      return;
  }
}

void CheckHashFunction(const Routine& routine, FamilyFunction* function) {
  if (function->number == 1) {
    if (routine.inputs.size() != 1) Invalid("hash function 1 must have one argument");
    if (!Returns(routine, "int4")) Invalid("hash function 1 must return integer");
  } else if (function->number == 2) {
    if (routine.inputs.size() != 2) Invalid("hash function 2 must have two arguments");
    if (!Returns(routine, "int8")) Invalid("hash function 2 must return bigint");
  }
  if (routine.inputs.empty()) return;
  if (function->left.name.empty()) function->left = routine.inputs[0];
  if (function->right.name.empty()) function->right = routine.inputs[0];
}

void CheckOptionsFunction(const Routine& routine, const TypeRef* input,
                          const FamilyFunction& function) {
  if (input != nullptr) {
    for (const TypeRef* type : {&function.left, &function.right}) {
      if (!type->name.empty() && !SameType(*type, *input)) {
        Invalid(
            "associated data types for operator class options parsing functions must match "
            "opclass input type");
      }
    }
  } else if (!SameType(function.left, function.right)) {
    Invalid(
        "left and right associated data types for operator class options parsing functions "
        "must match");
  }
  if (!Returns(routine, "void") || !TakesInternal(routine)) {
    Invalid("invalid operator class options parsing function");
  }
}

FamilyFunction ReadFunction(const Context& cx, const Method& method,
                            const ast::CreateOpClassItem& item, const TypeRef* input,
                            ObjectId* object) {
  CheckNumber(item.number, method.facts.functions, "function");
  const Routine routine =
      *FindRoutine(cx, ObjectType::OBJECT_FUNCTION, *item.name, /*missing_ok=*/false);
  FamilyFunction function;
  function.number = item.number;
  function.name = routine.name;
  function.arguments = routine.inputs;
  if (!item.class_args.empty()) ReadTypes(cx, item.class_args, &function.left, &function.right);
  if (item.number == method.facts.options_function) {
    CheckOptionsFunction(routine, input, function);
  } else if (method.name == "btree") {
    CheckBtreeFunction(routine, &function);
  } else if (method.name == "hash") {
    CheckHashFunction(routine, &function);
  }
  if (input != nullptr) {
    if (function.left.name.empty()) function.left = *input;
    if (function.right.name.empty()) function.right = *input;
  }
  if (function.left.name.empty() || function.right.name.empty()) {
    Invalid("associated data types must be specified for index support function");
  }
  *object = routine.object;
  return function;
}

// Among these, what hangs on the class of the type, and cannot be there without it.
struct Part {
  std::vector<FamilyOperator> operators;
  std::vector<FamilyFunction> functions;
  std::vector<ObjectId> objects;
};

template <typename Owner>
void Take(Context& cx, ObjectId owner, Part part, bool hard) {
  Owner payload = cx.catalog.Get(owner).As<Owner>();
  payload.operators.insert(payload.operators.end(), part.operators.begin(), part.operators.end());
  payload.functions.insert(payload.functions.end(), part.functions.begin(), part.functions.end());
  SortMembers(&payload.operators, &payload.functions);
  cx.catalog.Set(owner, &Owner::operators, std::move(payload.operators), cx.Origin());
  cx.catalog.Set(owner, &Owner::functions, std::move(payload.functions), cx.Origin());
  if (!hard) return;
  for (const ObjectId object : part.objects) DependOn(cx, owner, object, kNoObject);
  // The types that the functions support need not be among those that they take.
  const auto depend = [&](const TypeRef& type) { DependOnType(cx, owner, type); };
  for (const FamilyFunction& function : part.functions) {
    depend(function.left);
    if (!SameType(function.left, function.right)) depend(function.right);
  }
}

ObjectId ClassFor(const Catalog& catalog, Name method, const QualifiedName& family,
                  const TypeRef& type) {
  ObjectId found = kNoObject;
  catalog.ForEachOfKind(KindOf<OperatorClass>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const auto& payload = object.As<OperatorClass>();
    if (object.key.signature == method && payload.family == family &&
        SameType(payload.input, type)) {
      found = id;
    }
  });
  return found;
}

// Gives each member to the class or to the family, as the access method has it.
void Distribute(Context& cx, const Method& method, const QualifiedName& family, ObjectId family_id,
                ObjectId class_id, Members members) {
  const MethodFacts& facts = method.facts;
  const bool sorted = facts.method == "btree" || facts.method == "hash";
  std::vector<std::pair<ObjectId, Part>> parts;  // by class; kNoObject: the family
  Part required_of_family;
  const auto part_of = [&](ObjectId owner) -> Part& {
    for (auto& [known, part] : parts) {
      if (known == owner) return part;
    }
    return parts.emplace_back(owner, Part()).second;
  };
  const auto owner_of = [&](const TypeRef& left, const TypeRef& right, bool optional,
                            bool is_operator) -> ObjectId {
    if (!facts.adjusts) return class_id;
    if (!sorted) return is_operator || optional ? kNoObject : class_id;
    if (optional || !SameType(left, right)) return kNoObject;
    if (class_id != kNoObject &&
        SameType(cx.catalog.Get(class_id).As<OperatorClass>().input, left)) {
      return class_id;
    }
    return ClassFor(cx.catalog, method.name, family, left);
  };
  size_t at = 0;
  for (const FamilyOperator& op : members.operators) {
    Part& part = part_of(owner_of(op.left, op.right, /*optional=*/false, /*is_operator=*/true));
    part.operators.push_back(op);
    part.objects.push_back(members.objects[at++]);
  }
  for (const FamilyFunction& function : members.functions) {
    const bool required = std::ranges::find(facts.required_functions, function.number) !=
                          facts.required_functions.end();
    const ObjectId owner = owner_of(function.left, function.right, !required, false);
    const bool hard_of_family = facts.adjusts && !sorted && required && owner == kNoObject;
    Part& part = hard_of_family ? required_of_family : part_of(owner);
    part.functions.push_back(function);
    part.objects.push_back(members.objects[at++]);
  }
  if (!required_of_family.functions.empty() && family_id != kNoObject) {
    Take<OperatorFamily>(cx, family_id, std::move(required_of_family), /*hard=*/true);
  }
  for (auto& [owner, part] : parts) {
    if (owner != kNoObject) {
      Take<OperatorClass>(cx, owner, std::move(part), /*hard=*/true);
    } else if (family_id != kNoObject) {
      Take<OperatorFamily>(cx, family_id, std::move(part), /*hard=*/false);
    }
    // Members of a family of the server's own are seen by nobody, pg_dump included.
  }
}

ObjectId MakeFamily(Context& cx, const QualifiedName& name, const Method& method) {
  const ObjectKey key =
      KeyOfNamed(ObjectType::OBJECT_OPFAMILY, name.schema, name.name, method.name);
  if (cx.catalog.Find(key) != nullptr) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("operator family \"", name.name, "\" for access method \"", method.name,
                         "\" already exists"));
  }
  const ObjectId id = cx.catalog.Create(key, OperatorFamily(), kNoObject, cx.Origin());
  DependOn(cx, id, method.object, kNoObject);
  return id;
}

Members ReadMembers(Context& cx, const Method& method, const ast::List& items, const TypeRef* input,
                    TypeRef* storage) {
  Members members;
  std::vector<ObjectId> functions;
  for (const ast::Node* node : items) {
    const auto& item = *ast::Cast<ast::CreateOpClassItem>(node);
    ObjectId object = kNoObject;
    if (item.itemtype == kOperatorItem) {
      AddOnce(cx, &members.operators, ReadOperator(cx, method, item, input, &object), "operator");
      members.objects.push_back(object);
    } else if (item.itemtype == kFunctionItem) {
      AddOnce(cx, &members.functions, ReadFunction(cx, method, item, input, &object), "function");
      functions.push_back(object);
    } else if (input == nullptr) {
      throw PgError(sqlstate::kSyntaxError, "STORAGE cannot be specified in ALTER OPERATOR FAMILY");
    } else {
      if (!storage->name.empty()) Invalid("storage type specified more than once");
      *storage = PlainType(cx, item.storedtype);
    }
  }
  members.objects.insert(members.objects.end(), functions.begin(), functions.end());
  return members;
}

void CheckOnlyDefault(const Context& cx, const Method& method, const TypeRef& input, Name name) {
  const auto refuse = [&] {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("could not make operator class \"", name, "\" be default for type ",
                         TypeText(cx, input)));
  };
  const BuiltinType* builtin = cx.builtins.FindType(input.schema, input.name);
  if (builtin != nullptr && !input.array) {
    for (const BuiltinOperatorClass& row : cx.builtins.OperatorClasses(method.name)) {
      if (row.is_default && row.input == builtin->id) refuse();
    }
  }
  cx.catalog.ForEachOfKind(KindOf<OperatorClass>, [&](ObjectId id) {
    const Object& object = cx.catalog.Get(id);
    const auto& payload = object.As<OperatorClass>();
    if (object.key.signature == method.name && payload.is_default &&
        SameType(payload.input, input)) {
      refuse();
    }
  });
}

}  // namespace

void CreateOperatorClass(Context& cx, const ast::CreateOpClassStmt& stmt) {
  const StatedName stated(stmt.opclassname);
  const QualifiedName name{CreationSchema(cx, stated), Name(stated.name)};
  const Method method = RequireMethod(cx, stmt.amname);
  OperatorClass made;
  ResolvedType input = ResolveType(cx, *stmt.datatype);
  input.ref.modifiers = {};
  made.input = input.ref;
  made.is_default = stmt.isDefault;
  ObjectId family = kNoObject;
  if (!stmt.opfamilyname.empty()) {
    const NamedObject found =
        RequireNamedObject(cx, ObjectType::OBJECT_OPFAMILY, stmt.opfamilyname, method.name);
    if (found.extension != kNoObject) throw NotModelled("an operator family of an extension");
    made.family = found.name;
    family = found.object;
  } else {
    made.family = name;
    family = cx.catalog.IdOf(
        KeyOfNamed(ObjectType::OBJECT_OPFAMILY, name.schema, name.name, method.name));
    if (family == kNoObject) family = MakeFamily(cx, name, method);
  }
  Members members = ReadMembers(cx, method, stmt.items, &made.input, &made.storage);
  if (!made.storage.name.empty()) {
    if (SameType(made.storage, made.input)) {
      made.storage = {};
    } else if (!method.facts.storage) {
      Invalid(StrCat("storage type cannot be different from data type for access method \"",
                     method.name, "\""));
    }
  }
  const ObjectKey key = KeyOfNamed(ObjectType::OBJECT_OPCLASS, name.schema, name.name, method.name);
  if (cx.catalog.Find(key) != nullptr) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("operator class \"", name.name, "\" for access method \"", method.name,
                         "\" already exists"));
  }
  if (made.is_default) CheckOnlyDefault(cx, method, made.input, name.name);
  const TypeRef storage = made.storage;
  const QualifiedName family_name = made.family;
  if (made.is_default) DoubtIndexesOfType(cx, method.name, made.input);
  const ObjectId id = cx.catalog.Create(key, std::move(made), kNoObject, cx.Origin());
  DependOn(cx, id, family, kNoObject, DependencyType::kAuto);
  DependOnType(cx, id, input.ref);
  if (!storage.name.empty()) DependOnType(cx, id, storage);
  Distribute(cx, method, family_name, family, id, std::move(members));
}

void CreateOperatorFamily(Context& cx, const ast::CreateOpFamilyStmt& stmt) {
  const StatedName stated(stmt.opfamilyname);
  const QualifiedName name{CreationSchema(cx, stated), Name(stated.name)};
  MakeFamily(cx, name, RequireMethod(cx, stmt.amname));
}

namespace {

// What ADD finds there already, in the family or one of its classes.
void CheckFree(const Context& cx, const Method& method, const QualifiedName& family,
               std::string_view written, const Members& members) {
  const auto check = [&](const auto& held, const auto& added, std::string_view what) {
    for (const auto& member : added) {
      for (const auto& other : held) {
        if (!SameNumber(other, member)) continue;
        throw PgError(sqlstate::kDuplicateObject,
                      StrCat(what, " ", NumberOf(member), TypesText(cx, member.left, member.right),
                             " already exists in operator family \"", written, "\""));
      }
    }
  };
  const auto* own = cx.catalog.FindPayload<OperatorFamily>(
      KeyOfNamed(ObjectType::OBJECT_OPFAMILY, family.schema, family.name, method.name));
  if (own != nullptr) {
    check(own->operators, members.operators, "operator");
    check(own->functions, members.functions, "function");
  }
  cx.catalog.ForEachOfKind(KindOf<OperatorClass>, [&](ObjectId id) {
    const Object& object = cx.catalog.Get(id);
    const auto& payload = object.As<OperatorClass>();
    if (object.key.signature != method.name || payload.family != family) return;
    check(payload.operators, members.operators, "operator");
    check(payload.functions, members.functions, "function");
  });
}

// Members of classes cannot be taken out.
void DropMember(Context& cx, const Method& method, const NamedObject& family,
                std::string_view written, const ast::CreateOpClassItem& item) {
  const bool is_operator = item.itemtype == kOperatorItem;
  CheckNumber(item.number, is_operator ? method.facts.strategies : method.facts.functions,
              is_operator ? "operator" : "function");
  TypeRef left;
  TypeRef right;
  ReadTypes(cx, item.class_args, &left, &right);
  FamilyOperator op;
  op.strategy = item.number;
  op.left = left;
  op.right = right;
  FamilyFunction function;
  function.number = item.number;
  function.left = left;
  function.right = right;
  const auto is_op = [&](const FamilyOperator& other) { return SameNumber(other, op); };
  const auto is_function = [&](const FamilyFunction& other) { return SameNumber(other, function); };
  OperatorFamily payload = cx.catalog.Get(family.object).As<OperatorFamily>();
  if (is_operator ? std::erase_if(payload.operators, is_op) > 0
                  : std::erase_if(payload.functions, is_function) > 0) {
    cx.catalog.Set(family.object, &OperatorFamily::operators, std::move(payload.operators),
                   cx.Origin());
    cx.catalog.Set(family.object, &OperatorFamily::functions, std::move(payload.functions),
                   cx.Origin());
    return;
  }
  const std::string text =
      StrCat(is_operator ? "operator " : "function ", item.number, TypesText(cx, left, right));
  cx.catalog.ForEachOfKind(KindOf<OperatorClass>, [&](ObjectId id) {
    const Object& object = cx.catalog.Get(id);
    const auto& held = object.As<OperatorClass>();
    if (object.key.signature != method.name || held.family != family.name) return;
    const bool here = is_operator ? std::ranges::any_of(held.operators, is_op)
                                  : std::ranges::any_of(held.functions, is_function);
    if (!here) return;
    throw PgError(sqlstate::kDependentObjectsStillExist,
                  StrCat("cannot drop ", text, " of operator family ", written,
                         " because operator class ", object.key.name, " requires it"));
  });
  throw PgError(sqlstate::kUndefinedObject,
                StrCat(text, " does not exist in operator family \"", written, "\""));
}

}  // namespace

void AlterOperatorFamily(Context& cx, const ast::AlterOpFamilyStmt& stmt) {
  if (cx.builtins.AccessMethodKind(stmt.amname) == 0) {
    (void)FindAccessMethod(cx, stmt.amname, /*missing_ok=*/false);
  }
  const Method method = RequireMethod(cx, stmt.amname);
  const NamedObject family =
      RequireNamedObject(cx, ObjectType::OBJECT_OPFAMILY, stmt.opfamilyname, method.name);
  const std::string written = NameListToString(stmt.opfamilyname);
  if (stmt.isDrop) {
    if (family.object == kNoObject) {
      throw NotModelled("members of an operator family of the server's own");
    }
    for (const ast::Node* node : stmt.items) {
      DropMember(cx, method, family, written, *ast::Cast<ast::CreateOpClassItem>(node));
    }
    return;
  }
  TypeRef storage;
  Members members = ReadMembers(cx, method, stmt.items, /*input=*/nullptr, &storage);
  if (method.facts.adjusts && method.facts.method != "btree" && method.facts.method != "hash") {
    for (const FamilyFunction& function : members.functions) {
      const int most = method.facts.functions;
      if (function.number > most) {
        Invalid(StrCat("support function number ", function.number,
                       " is invalid for access method ", method.facts.method));
      }
    }
  }
  if (family.object == kNoObject) {
    throw NotModelled("members of an operator family of the server's own");
  }
  CheckFree(cx, method, family.name, written, members);
  Distribute(cx, method, family.name, family.object, kNoObject, std::move(members));
}

void ForgetFamilyMember(Context& cx, const ObjectKey& key, OriginId origin) {
  const bool is_operator = key.kind == KindOf<Operator>;
  if (!is_operator && key.kind != KindOf<Function>) return;
  std::vector<ObjectId> families;
  cx.catalog.ForEachOfKind(KindOf<OperatorFamily>, [&](ObjectId id) { families.push_back(id); });
  for (const ObjectId id : families) {
    OperatorFamily payload = cx.catalog.Get(id).As<OperatorFamily>();
    const size_t operators = std::erase_if(payload.operators, [&](const FamilyOperator& op) {
      return is_operator && OperatorKey(op.name.schema, op.name.name, op.left, op.right) == key;
    });
    const size_t functions = std::erase_if(payload.functions, [&](const FamilyFunction& function) {
      if (is_operator || function.name != QualifiedName{key.schema, key.name}) return false;
      std::vector<Argument> arguments(function.arguments.size());
      for (size_t i = 0; i < arguments.size(); ++i) arguments[i].type = function.arguments[i];
      return RoutineSignature(arguments) == key.signature;
    });
    if (operators > 0) {
      cx.catalog.Set(id, &OperatorFamily::operators, std::move(payload.operators), origin);
    }
    if (functions > 0) {
      cx.catalog.Set(id, &OperatorFamily::functions, std::move(payload.functions), origin);
    }
  }
}

}  // namespace schemadiff::replay
