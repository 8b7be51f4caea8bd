// CREATE TYPE ... AS RANGE.
//
// Facts from typecmds.c of the server's source.
#include <string>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/names.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/handlers.h"
#include "engine/replay/named_object.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/routine.h"
#include "engine/replay/types.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

struct RangeParameters {
  const ast::DefElem* subtype = nullptr;
  const ast::DefElem* subtype_opclass = nullptr;
  const ast::DefElem* collation = nullptr;
  const ast::DefElem* canonical = nullptr;
  const ast::DefElem* subtype_diff = nullptr;
  const ast::DefElem* multirange_type_name = nullptr;
};

RangeParameters SortParameters(const Context& cx, const ast::List& list) {
  RangeParameters parameters;
  struct Slot {
    std::string_view name;
    const ast::DefElem* RangeParameters::* member;
    int since;
  };
  static constexpr Slot kSlots[] = {
      {"subtype", &RangeParameters::subtype, 0},
      {"subtype_opclass", &RangeParameters::subtype_opclass, 0},
      {"collation", &RangeParameters::collation, 0},
      {"canonical", &RangeParameters::canonical, 0},
      {"subtype_diff", &RangeParameters::subtype_diff, 0},
      {"multirange_type_name", &RangeParameters::multirange_type_name, 14},
  };
  for (const ast::Node* node : list) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    bool known = false;
    for (const Slot& slot : kSlots) {
      if (slot.name != element.defname || cx.major() < slot.since) continue;
      if (parameters.*slot.member != nullptr) ThrowConflictingOption(element);
      parameters.*slot.member = &element;
      known = true;
    }
    if (!known) {
      throw PgError(sqlstate::kSyntaxError,
                    StrCat("type attribute \"", element.defname, "\" not recognized"));
    }
  }
  if (parameters.subtype == nullptr) {
    throw PgError(sqlstate::kSyntaxError, "type attribute \"subtype\" is required");
  }
  return parameters;
}

QualifiedName OperatorClass(const Context& cx, const RangeParameters& parameters,
                            const ResolvedType& subtype) {
  if (parameters.subtype_opclass != nullptr) {
    return ResolveOperatorClass(cx, NamesOf(*parameters.subtype_opclass), &subtype, "btree",
                                parameters.subtype_opclass->location);
  }
  bool known = true;
  if (DefaultOperatorClass(cx, subtype, "btree", &known) == nullptr && known) {
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("data type ", TypeText(cx, subtype.ref),
                         " has no default operator class for access method \"btree\""));
  }
  return {};
}

QualifiedName Collation(const Context& cx, const RangeParameters& parameters,
                        const ResolvedType& subtype) {
  if (parameters.collation == nullptr) return {};
  bool known = true;
  const QualifiedName own = TypeCollation(cx, subtype, &known);
  if (known && own.empty()) {
    throw PgError(sqlstate::kWrongObjectType,
                  "range collation specified but subtype does not support collation");
  }
  const QualifiedName collation =
      ResolveCollation(cx, NamesOf(*parameters.collation), parameters.collation->location);
  return collation == own ? QualifiedName() : collation;
}

Routine DifferenceFunction(const Context& cx, const ast::DefElem& element,
                           const ResolvedType& subtype) {
  const ast::List names = NamesOf(element);
  TypeRef type = subtype.ref;
  type.modifiers = {};
  const std::vector<TypeRef> arguments{type, type};
  Routine routine = RequireFunction(cx, names, arguments);
  const auto refuse = [&](std::string_view what) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  StrCat("range subtype diff function ", RoutineText(cx, names, arguments), what));
  };
  if (routine.result != TypeRef{"pg_catalog", "float8", {}, false}) {
    refuse(" must return type double precision");
  }
  if (routine.volatility != 'i') refuse(" must be immutable");
  return routine;
}

// The shell type of that name; kNoObject where there is none.
ObjectId ShellOf(const Context& cx, const QualifiedName& name) {
  const ObjectId id = cx.catalog.IdOf(KeyFor<ScalarType>(name.schema, name.name));
  return id != kNoObject && cx.catalog.Get(id).As<ScalarType>().shell ? id : kNoObject;
}

// What depends on the shell type depends on the range type from now on.
ObjectId Make(Context& cx, const QualifiedName& name, ObjectId shell, const RangeType& range) {
  std::vector<Dependency> dependents;
  if (shell != kNoObject) {
    dependents.assign(cx.catalog.Dependents(shell).begin(), cx.catalog.Dependents(shell).end());
    while (!cx.catalog.Children(shell).empty()) cx.catalog.Drop(cx.catalog.Children(shell).back());
    cx.catalog.Drop(shell, cx.Origin());
  }
  const ObjectId id =
      cx.catalog.Create(KeyFor<RangeType>(name.schema, name.name), range, kNoObject, cx.Origin());
  for (const Dependency& dependent : dependents) {
    cx.catalog.AddDependency(dependent.object, id, dependent.type, dependent.column);
  }
  return id;
}

}  // namespace

void CreateRange(Context& cx, const ast::CreateRangeStmt& stmt) {
  const StatedName stated(stmt.typeName);
  QualifiedName name{CreationSchema(cx, stated), Name(stated.name)};
  const ObjectId shell = ShellOf(cx, name);
  if (shell == kNoObject) name = NewTypeName(cx, stmt.typeName);
  Routine canonical;
  const RangeParameters parameters = SortParameters(cx, stmt.params);
  ast::TypeName subtype_name;
  if (const auto* type_name = ast::As<ast::TypeName>(parameters.subtype->arg)) {
    subtype_name = *type_name;
  } else {
    subtype_name.names = NamesOf(*parameters.subtype);
  }
  ResolvedType subtype = ResolveType(cx, subtype_name);
  subtype.ref.modifiers = {};
  if (IsPseudoType(subtype)) {
    throw PgError(sqlstate::kDatatypeMismatch,
                  StrCat("range subtype cannot be ", TypeText(cx, subtype.ref)));
  }
  RangeType range;
  range.subtype = subtype.ref;
  range.subtype_opclass = OperatorClass(cx, parameters, subtype);
  range.collation = Collation(cx, parameters, subtype);
  if (parameters.canonical != nullptr) {
    if (shell == kNoObject) {
      throw PgError(sqlstate::kInvalidObjectDefinition,
                    "cannot specify a canonical function without a pre-created shell type");
    }
    const TypeRef self{name.schema, name.name, {}, false};
    canonical = RequireFunction(cx, NamesOf(*parameters.canonical), {self});
    if (canonical.result != self) {
      throw PgError(sqlstate::kInvalidObjectDefinition,
                    "range canonical function must return range type");
    }
    if (canonical.volatility != 'i') {
      throw PgError(sqlstate::kInvalidObjectDefinition,
                    "range canonical function must be immutable");
    }
    range.canonical = canonical.name;
  }
  Routine difference;
  if (parameters.subtype_diff != nullptr) {
    difference = DifferenceFunction(cx, *parameters.subtype_diff, subtype);
    range.subtype_diff = difference.name;
  }
  if (cx.major() >= 14) {
    if (parameters.multirange_type_name != nullptr) {
      range.multirange = NewTypeName(cx, NamesOf(*parameters.multirange_type_name));
    } else {
      range.multirange = {name.schema, MakeMultirangeTypeName(name.name)};
      CheckNewTypeName(cx, range.multirange.schema, range.multirange.name);
    }
    if (range.multirange == name) {
      throw PgError(sqlstate::kDuplicateObject, StrCat("type \"", name.name, "\" already exists"));
    }
  }
  const ObjectId id = Make(cx, name, shell, range);
  DependOn(cx, id, canonical.object, canonical.extension);
  DependOnType(cx, id, subtype.ref);
  if (difference.object != kNoObject) cx.catalog.AddDependency(id, difference.object);
  if (difference.extension != kNoObject) cx.catalog.AddDependency(id, difference.extension);
}

}  // namespace schemadiff::replay
