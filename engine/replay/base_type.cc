// CREATE TYPE of base and shell types, ALTER TYPE ... SET.
//
// Facts from typecmds.c and pg_type.c of the server's source.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/handlers.h"
#include "engine/replay/named_object.h"
#include "engine/replay/routine.h"
#include "engine/replay/store.h"
#include "engine/replay/types.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

[[noreturn]] void Invalid(const std::string& message) {
  throw PgError(sqlstate::kInvalidObjectDefinition, message);
}

TypeRef PgType(std::string_view name, bool array = false) {
  return {"pg_catalog", Name(name), {}, array};
}

// How values of one of the server's own types lie in memory.
std::string AlignmentOf(const BuiltinType& type) {
  static constexpr std::array<std::string_view, 11> kDouble = {
      "path",   "polygon",  "line",   "point",  "lseg",     "box",
      "circle", "interval", "timetz", "record", "int8range"};
  if (std::ranges::find(kDouble, type.name) != kDouble.end()) return "double";
  if (type.name == "macaddr8" || type.name == "macaddr") return "int4";
  switch (type.length) {
    case 1:
    case -2:
      return "char";
    case 2:
      return "int2";
    case 6:
      return "int2";  // tid
    case 8:
      return "double";
    case 16:
      return type.name == "uuid" ? "char" : "double";
    case 64:
      return "char";
    default:
      return "int4";
  }
}

std::string StorageOf(const BuiltinType& type) {
  if (type.length != -1 || type.name == "tsquery" || type.vector) return "plain";
  const bool main = type.name == "numeric" || type.name == "inet" || type.name == "cidr";
  return main ? "main" : "extended";
}

void TakeLayout(const Context& cx, const ResolvedType& like, ScalarType* type) {
  if (like.ref.array) {
    *type = ScalarType();
    type->storage = "extended";
    return;
  }
  const ResolvedType base = BaseType(cx, like);
  if (base.builtin != nullptr) {
    type->length = base.builtin->length;
    type->by_value = base.builtin->by_value;
    type->alignment = AlignmentOf(*base.builtin);
    type->storage = StorageOf(*base.builtin);
    return;
  }
  const ScalarType* own =
      base.object == kNoObject ? nullptr : cx.catalog.Get(base.object).TryAs<ScalarType>();
  if (own == nullptr) throw NotModelled("a base type that is like one of another kind");
  type->length = own->length;
  type->by_value = own->by_value;
  type->alignment = own->alignment;
  type->storage = own->storage;
}

// A function of the type: of one of these lists of arguments, the longer one only where the shorter
// one is not there.
Routine TypeFunction(const Context& cx, const ast::DefElem& element, std::string_view what,
                     const std::vector<std::vector<TypeRef>>& lists, const TypeRef& result) {
  const ast::List names = NamesOf(element);
  std::optional<Routine> found;
  for (const std::vector<TypeRef>& arguments : lists) {
    std::optional<Routine> routine = FindFunction(cx, names, arguments);
    if (!routine) continue;
    if (found) {
      throw PgError(
          sqlstate::kAmbiguousFunction,
          StrCat("type ", what, " function ", NameListToString(names), " has multiple matches"));
    }
    found = std::move(routine);
  }
  if (!found) found = RequireFunction(cx, names, lists.front());
  if (found->result.schema != result.schema || found->result.name != result.name ||
      found->result.array != result.array) {
    Invalid(StrCat("type ", what, " function ", NameListToString(names), " must return type ",
                   TypeText(cx, result)));
  }
  return *std::move(found);
}

struct FunctionSlot {
  std::string_view name;
  std::string_view what;
  QualifiedName ScalarType::* member;
};
constexpr std::array kFunctions = {
    FunctionSlot{"input", "input", &ScalarType::input},
    FunctionSlot{"output", "output", &ScalarType::output},
    FunctionSlot{"receive", "receive", &ScalarType::receive},
    FunctionSlot{"send", "send", &ScalarType::send},
    FunctionSlot{"typmod_in", "typmod_in", &ScalarType::modifier_input},
    FunctionSlot{"typmod_out", "typmod_out", &ScalarType::modifier_output},
    FunctionSlot{"analyze", "analyze", &ScalarType::analyze},
    FunctionSlot{"subscript", "subscripting", &ScalarType::subscript},
};

Routine FunctionFor(const Context& cx, const FunctionSlot& slot, const ast::DefElem& element,
                    const TypeRef& self) {
  const TypeRef cstring = PgType("cstring");
  const TypeRef internal = PgType("internal");
  const TypeRef oid = PgType("oid");
  const TypeRef int4 = PgType("int4");
  if (slot.name == "input") {
    return TypeFunction(cx, element, slot.what, {{cstring}, {cstring, oid, int4}}, self);
  }
  if (slot.name == "output") return TypeFunction(cx, element, slot.what, {{self}}, cstring);
  if (slot.name == "receive") {
    return TypeFunction(cx, element, slot.what, {{internal}, {internal, oid, int4}}, self);
  }
  if (slot.name == "send") return TypeFunction(cx, element, slot.what, {{self}}, PgType("bytea"));
  if (slot.name == "typmod_in") {
    return TypeFunction(cx, element, slot.what, {{PgType("cstring", true)}}, int4);
  }
  if (slot.name == "typmod_out") return TypeFunction(cx, element, slot.what, {{int4}}, cstring);
  return TypeFunction(cx, element, slot.what, {{internal}},
                      slot.name == "analyze" ? PgType("bool") : internal);
}

std::string StorageWord(const ast::DefElem& element) {
  static constexpr std::array<std::string_view, 4> kWords = {"plain", "external", "extended",
                                                             "main"};
  const std::string word = AsciiToLower(DefString(element));
  if (std::ranges::find(kWords, word) != kWords.end()) return word;
  throw PgError(sqlstate::kInvalidParameterValue, StrCat("storage \"", word, "\" not recognized"));
}

std::string AlignmentWord(const ast::DefElem& element) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kWords = {{
      {"double", "double"},
      {"float8", "double"},
      {"pg_catalog.float8", "double"},
      {"int4", "int4"},
      {"pg_catalog.int4", "int4"},
      {"int2", "int2"},
      {"pg_catalog.int2", "int2"},
      {"char", "char"},
      {"pg_catalog.bpchar", "char"},
      {"pg_catalog.char", "char"},
  }};
  const std::string word = AsciiToLower(DefString(element));
  for (const auto& [written, alignment] : kWords) {
    if (word == written && word != "pg_catalog.char") return std::string(alignment);
  }
  throw PgError(sqlstate::kInvalidParameterValue,
                StrCat("alignment \"", word, "\" not recognized"));
}

int LengthOf(const ast::DefElem& element) {
  if (ast::As<ast::Integer>(element.arg) != nullptr) return static_cast<int>(DefInt64(element));
  const std::string word =
      element.arg == nullptr ? std::string() : AsciiToLower(DefString(element));
  if (word == "variable") return -1;
  if (element.arg == nullptr) {
    throw PgError(sqlstate::kSyntaxError, StrCat(element.defname, " requires a parameter"));
  }
  throw PgError(sqlstate::kSyntaxError, StrCat("invalid argument for ", element.defname));
}

using Elements = std::vector<std::pair<std::string_view, const ast::DefElem*>>;

Elements SortElements(const Context& cx, const ast::List& list) {
  static constexpr std::array<std::string_view, 20> kKnown = {
      "like",     "internallength", "input",      "output",    "receive",
      "send",     "typmod_in",      "typmod_out", "analyze",   "subscript",
      "category", "preferred",      "delimiter",  "element",   "default",
      "storage",  "passedbyvalue",  "alignment",  "collatable"};
  Elements elements;
  for (const ast::Node* node : list) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    const std::string_view name =
        element.defname == "analyse" ? std::string_view("analyze") : element.defname;
    if (std::ranges::find(kKnown, name) == kKnown.end()) continue;  // with a warning
    if (name == "subscript" && cx.major() < 14) continue;
    const bool known =
        std::ranges::any_of(elements, [&](const auto& other) { return other.first == name; });
    if (known) ThrowConflictingOption(element);
    elements.emplace_back(name, &element);
  }
  return elements;
}

const ast::DefElem* Find(const Elements& elements, std::string_view name) {
  for (const auto& [known, element] : elements) {
    if (known == name) return element;
  }
  return nullptr;
}

ResolvedType TypeIn(const Context& cx, const ast::DefElem& element) {
  const auto* type = ast::As<ast::TypeName>(element.arg);
  if (type != nullptr) return ResolveType(cx, *type);
  ast::TypeName named;
  named.names = NamesOf(element);
  return ResolveType(cx, named);
}

// What the numbers must be for each other.
void CheckLayout(const ScalarType& type) {
  const int length = type.length;
  if (!(length > 0 || length == -1 || length == -2)) {
    Invalid(StrCat("invalid type internal size ", length));
  }
  const auto refuse = [&] {
    Invalid(StrCat("alignment \"", type.alignment, "\" is invalid for type of size ", length));
  };
  if (type.by_value) {
    const std::string_view wanted = length == 1   ? "char"
                                    : length == 2 ? "int2"
                                    : length == 4 ? "int4"
                                    : length == 8 ? "double"
                                                  : "";
    if (wanted.empty()) {
      Invalid(StrCat("internal size ", length, " is invalid for passed-by-value type"));
    }
    if (type.alignment != wanted) refuse();
  } else {
    if (length == -1 && type.alignment != "int4" && type.alignment != "double") refuse();
    if (length == -2 && type.alignment != "char") refuse();
  }
  if (type.storage != "plain" && length != -1) Invalid("fixed-size types must have storage PLAIN");
}

void SetScalars(const Context& cx, const Elements& elements, ScalarType* type) {
  if (const auto* like = Find(elements, "like")) TakeLayout(cx, TypeIn(cx, *like), type);
  if (const auto* length = Find(elements, "internallength")) type->length = LengthOf(*length);
  if (const auto* category = Find(elements, "category")) {
    const std::string text = DefString(*category);
    type->category = text.substr(0, 1);
    if (text.empty() || text[0] < 32 || text[0] > 126) {
      throw PgError(sqlstate::kInvalidParameterValue,
                    StrCat("invalid type category \"", text, "\": must be simple ASCII"));
    }
  }
  if (const auto* preferred = Find(elements, "preferred")) type->preferred = DefBool(*preferred);
  if (const auto* delimiter = Find(elements, "delimiter")) {
    type->delimiter = DefString(*delimiter).substr(0, 1);
  }
  if (const auto* element = Find(elements, "element")) {
    ResolvedType resolved = TypeIn(cx, *element);
    resolved.ref.modifiers = {};
    if (IsPseudoType(resolved)) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("array element type cannot be ", TypeText(cx, resolved.ref)));
    }
    type->element = resolved.ref;
  }
  if (const auto* value = Find(elements, "default")) type->default_value = DefString(*value);
  if (const auto* by_value = Find(elements, "passedbyvalue")) type->by_value = DefBool(*by_value);
  if (const auto* alignment = Find(elements, "alignment")) {
    type->alignment = AlignmentWord(*alignment);
  }
  if (const auto* storage = Find(elements, "storage")) type->storage = StorageWord(*storage);
  if (const auto* collatable = Find(elements, "collatable")) {
    type->collatable = DefBool(*collatable);
  }
}

void SetDefaultSubscript(const Context& cx, ScalarType* type) {
  if (cx.major() < 14 || type->element.name.empty() || !type->subscript.empty()) return;
  const ResolvedType element = ResolveRef(cx, type->element);
  int length = -1;
  if (!element.ref.array && element.builtin != nullptr) length = element.builtin->length;
  if (type->length > 0 && !type->by_value && length > 0) {
    type->subscript = {"pg_catalog", "raw_array_subscript_handler"};
    return;
  }
  throw PgError(sqlstate::kInvalidParameterValue,
                "element type cannot be specified without a subscripting function");
}

}  // namespace

ObjectId MakeShellType(Context& cx, const QualifiedName& name) {
  ScalarType shell;
  shell.shell = true;
  return cx.catalog.Create(KeyFor<ScalarType>(name.schema, name.name), std::move(shell), kNoObject,
                           cx.Origin());
}

void CreateBaseType(Context& cx, const ast::DefineStmt& stmt) {
  const StatedName stated(stmt.defnames);
  const QualifiedName name{CreationSchema(cx, stated), Name(stated.name)};
  const ObjectId id = cx.catalog.IdOf(KeyFor<ScalarType>(name.schema, name.name));
  const bool shell = id != kNoObject && cx.catalog.Get(id).As<ScalarType>().shell;
  if (!shell || stmt.definition.empty()) CheckNewTypeName(cx, name.schema, name.name);
  if (stmt.definition.empty()) {
    MakeShellType(cx, name);
    return;
  }
  if (!shell) {
    throw PgError(sqlstate::kDuplicateObject, StrCat("type \"", name.name, "\" does not exist"));
  }
  const TypeRef self{name.schema, name.name, {}, false};
  const Elements elements = SortElements(cx, stmt.definition);
  ScalarType type;
  SetScalars(cx, elements, &type);
  if (Find(elements, "input") == nullptr) Invalid("type input function must be specified");
  if (Find(elements, "output") == nullptr) Invalid("type output function must be specified");
  if (Find(elements, "typmod_in") == nullptr && Find(elements, "typmod_out") != nullptr) {
    Invalid("type modifier output function is useless without a type modifier input function");
  }
  std::vector<Routine> routines;
  for (const FunctionSlot& slot : kFunctions) {
    const ast::DefElem* element = Find(elements, slot.name);
    if (element == nullptr) continue;
    routines.push_back(FunctionFor(cx, slot, *element, self));
    type.*slot.member = routines.back().name;
  }
  SetDefaultSubscript(cx, &type);
  CheckLayout(type);
  const TypeRef element = type.element;
  Store(cx, id, std::move(type), cx.Origin());
  for (const Routine& routine : routines) DependOn(cx, id, routine.object, routine.extension);
  if (!element.name.empty()) DependOnType(cx, id, element);
}

namespace {

// Columns keep the storage that they have: what was the type's own is theirs, and the other way
// round.
void KeepColumnStorage(Context& cx, ObjectId type, const std::string& before,
                       const std::string& after) {
  std::vector<ObjectId> columns;
  cx.catalog.ForEachOfKind(KindOf<Column>, [&](ObjectId id) {
    const auto& column = cx.catalog.Get(id).As<Column>();
    if (column.type.array || column.type.schema == "pg_catalog") return;
    if (BaseType(cx, ResolveRef(cx, column.type)).object == type) columns.push_back(id);
  });
  for (const ObjectId id : columns) {
    const std::string held = cx.catalog.Get(id).As<Column>().storage;
    if (held.empty()) {
      cx.catalog.Edit<Column>(id).storage = AsciiToUpper(before);
    } else if (held == AsciiToUpper(after)) {
      cx.catalog.Edit<Column>(id).storage = {};
    }
  }
}

}  // namespace

void AlterBaseType(Context& cx, const ast::AlterTypeStmt& stmt) {
  static constexpr std::array<std::string_view, 7> kAlterable = {
      "storage", "receive", "send", "typmod_in", "typmod_out", "analyze", "subscript"};
  static constexpr std::array<std::string_view, 11> kFixed = {
      "input",    "output",    "internallength", "passedbyvalue", "alignment", "like",
      "category", "preferred", "default",        "element",       "delimiter"};
  ast::TypeName type_name;
  type_name.names = stmt.typeName;
  const ResolvedType resolved = ResolveType(cx, type_name);
  const std::string text = TypeText(cx, resolved.ref);
  Elements elements;
  for (const ast::Node* node : stmt.options) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    const std::string_view name =
        element.defname == "analyse" ? std::string_view("analyze") : element.defname;
    const bool known = std::ranges::find(kAlterable, name) != kAlterable.end() &&
                       (name != "subscript" || cx.major() >= 14);
    if (!known) {
      const bool fixed = std::ranges::find(kFixed, name) != kFixed.end() || name == "collatable";
      throw PgError(sqlstate::kSyntaxError, StrCat("type attribute \"", name, "\" ",
                                                   fixed ? "cannot be changed" : "not recognized"));
    }
    elements.emplace_back(name, &element);
  }
  if (TypeKind(cx, resolved) != 'b' || resolved.ref.array) {
    throw PgError(sqlstate::kWrongObjectType, StrCat(text, " is not a base type"));
  }
  if (resolved.object == kNoObject) throw NotModelled("a change of a type of the server's own");
  const ObjectId id = resolved.object;
  ScalarType type = cx.catalog.Get(id).As<ScalarType>();
  std::vector<Routine> routines;
  for (const auto& [name, element] : elements) {
    if (name == "storage") {
      const std::string storage = StorageWord(*element);
      if (storage != "plain" && type.length != -1) {
        Invalid("fixed-size types must have storage PLAIN");
      }
      if (storage == "plain" && type.storage != "plain") {
        Invalid("cannot change type's storage to PLAIN");
      }
      if (storage != type.storage) KeepColumnStorage(cx, id, type.storage, storage);
      type.storage = storage;
      continue;
    }
    const auto* slot = std::ranges::find(kFunctions, name, &FunctionSlot::name);
    if (element->arg == nullptr) {
      type.*slot->member = {};
      continue;
    }
    routines.push_back(FunctionFor(cx, *slot, *element, resolved.ref));
    type.*slot->member = routines.back().name;
  }
  Store(cx, id, std::move(type), cx.Origin());
  for (const Routine& routine : routines) DependOn(cx, id, routine.object, routine.extension);
}

}  // namespace schemadiff::replay
