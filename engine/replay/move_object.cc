#include "engine/replay/move_object.h"

#include <algorithm>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/visit.h"
#include "engine/pg/identifier.h"
#include "engine/replay/constraint_trigger.h"
#include "engine/replay/lookup.h"
#include "engine/replay/named_users.h"
#include "engine/replay/relation.h"
#include "engine/replay/stored_expressions.h"

namespace schemadiff::replay {
namespace {

template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};

// Calls visit(value) for each value of type V in a described value; true where one call returned
// true.
template <typename V, typename T, typename Visit>
bool VisitValues(T& value, Visit& visit) {
  using Plain = std::remove_const_t<T>;
  if constexpr (std::is_same_v<Plain, V>) {
    return visit(value);
  } else if constexpr (IsVector<Plain>::value) {
    bool any = false;
    if constexpr (!std::is_same_v<Plain, std::vector<bool>>) {
      for (auto& element : value) any = VisitValues<V>(element, visit) || any;
    }
    return any;
  } else if constexpr (Described<Plain>) {
    bool any = false;
    std::apply(
        [&](const auto&... attr) {
          ((any = VisitValues<V>(value.*attr.member, visit) || any), ...);
        },
        Plain::Attrs());
    return any;
  } else {
    return false;
  }
}

// Changes the values of type V in an object's payload: change(const V&) returns what one becomes.
// An object that holds none of those is not touched.
template <typename V, typename Change>
bool ChangeValues(Catalog& catalog, ObjectId id, Change change) {
  return VisitPayload(catalog.Get(id).payload, [&](const auto& payload) {
    using T = std::decay_t<decltype(payload)>;
    auto concerns = [&](const V& value) { return change(value).has_value(); };
    if (!VisitValues<V>(payload, concerns)) return false;
    auto apply = [&](V& value) {
      const std::optional<V> changed = change(value);
      if (changed) value = *changed;
      return changed.has_value();
    };
    T& mutable_payload = catalog.Edit<T>(id);
    return VisitValues<V>(mutable_payload, apply);
  });
}

const std::vector<Argument>* ArgumentsOf(const Object& object) {
  if (const auto* function = object.TryAs<Function>()) return &function->arguments;
  if (const auto* aggregate = object.TryAs<Aggregate>()) return &aggregate->arguments;
  return nullptr;
}

// Routines, operators, casts and transforms are identified by the names of their types; the members
// of operator classes are in the order of these.
void FollowSignature(Context& cx, ObjectId id, OriginId origin) {
  const Object& object = cx.catalog.Get(id);
  ObjectKey key = object.key;
  if (const std::vector<Argument>* arguments = ArgumentsOf(object)) {
    key.signature = RoutineSignature(*arguments);
  } else if (const auto* op = object.TryAs<Operator>()) {
    key = OperatorKey(key.schema, key.name, op->left, op->right);
  } else if (const auto* cast = object.TryAs<Cast>()) {
    key = CastKey(cast->source, cast->target);
  } else if (const auto* transform = object.TryAs<Transform>()) {
    key = TransformKey(transform->type, transform->language);
  } else if (object.TryAs<OperatorFamily>() != nullptr) {
    auto& family = cx.catalog.Edit<OperatorFamily>(id);
    SortMembers(&family.operators, &family.functions);
    return;
  } else if (object.TryAs<OperatorClass>() != nullptr) {
    auto& opclass = cx.catalog.Edit<OperatorClass>(id);
    SortMembers(&opclass.operators, &opclass.functions);
    return;
  } else {
    return;
  }
  if (key != object.key) RekeyWithComment(cx, id, key, origin);
}

bool IsRoutine(const Object& object) { return ArgumentsOf(object) != nullptr; }

bool IsType(const Object& object) {
  const Kind kind = object.key.kind;
  return kind == KindOf<EnumType> || kind == KindOf<Domain> || kind == KindOf<CompositeType> ||
         kind == KindOf<RangeType> || kind == KindOf<ScalarType> || kind == KindOf<Table> ||
         kind == KindOf<View> || kind == KindOf<MaterializedView>;
}

// Whether the names in a payload of that kind that are no types name routines (true) or relations.
bool NamesRoutines(Kind kind) {
  return kind == KindOf<Function> || kind == KindOf<Aggregate> || kind == KindOf<RangeType> ||
         kind == KindOf<EventTrigger> || kind == KindOf<ForeignDataWrapper> ||
         kind == KindOf<Conversion> || kind == KindOf<Cast> || kind == KindOf<Operator> ||
         kind == KindOf<ScalarType> || kind == KindOf<Language> || kind == KindOf<Transform> ||
         kind == KindOf<AccessMethod> || kind == KindOf<TextSearchParser> ||
         kind == KindOf<TextSearchTemplate>;
}

// The functions of an operator class or family.
template <typename T>
void FollowFunctionsOf(Catalog& catalog, ObjectId id, const Object& moved,
                       const QualifiedName& from, const QualifiedName& to) {
  const T* payload = catalog.Get(id).TryAs<T>();
  if (payload == nullptr) return;
  const auto is = [&](const FamilyFunction& function) {
    if (function.name != from) return false;
    std::vector<Argument> arguments(function.arguments.size());
    for (size_t i = 0; i < arguments.size(); ++i) arguments[i].type = function.arguments[i];
    return RoutineSignature(arguments) == moved.key.signature;
  };
  if (std::ranges::none_of(payload->functions, is)) return;
  for (FamilyFunction& function : catalog.Edit<T>(id).functions) {
    if (is(function)) function.name = to;
  }
}

void FollowInPayload(Context& cx, ObjectId id, const Object& moved, const QualifiedName& from,
                     const QualifiedName& to, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const bool type = IsType(moved);
  if (type) {
    const bool changed =
        ChangeValues<TypeRef>(catalog, id, [&](const TypeRef& ref) -> std::optional<TypeRef> {
          if (ref.schema != from.schema || ref.name != from.name) return std::nullopt;
          return TypeRef{to.schema, to.name, ref.modifiers, ref.array};
        });
    if (changed) FollowSignature(cx, id, origin);
  }
  const Kind kind = catalog.Get(id).key.kind;
  const auto follow = [&](const QualifiedName& name) {
    return name == from ? std::optional(to) : std::nullopt;
  };
  if (auto* trigger = catalog.Get(id).TryAs<Trigger>()) {
    if (IsRoutine(moved) && trigger->function == from) catalog.Edit<Trigger>(id).function = to;
    if (!IsRoutine(moved) && trigger->constraint_table == from) {
      catalog.Edit<Trigger>(id).constraint_table = to;
    }
  } else if (kind == KindOf<OperatorClass> || kind == KindOf<OperatorFamily>) {
    if (IsRoutine(moved)) {
      FollowFunctionsOf<OperatorClass>(catalog, id, moved, from, to);
      FollowFunctionsOf<OperatorFamily>(catalog, id, moved, from, to);
    }
  } else if (kind == KindOf<TextSearchDictionary> || kind == KindOf<TextSearchConfiguration>) {
    return;  // they name neither
  } else if (NamesRoutines(kind) == IsRoutine(moved)) {
    // A range type's own multirange type has its name among the rest, and keeps it.
    if (!(kind == KindOf<RangeType> && type)) ChangeValues<QualifiedName>(catalog, id, follow);
  }
  ChangeValues<ColumnName>(catalog, id, [&](const ColumnName& name) -> std::optional<ColumnName> {
    if (name.schema != from.schema || name.table != from.name || IsRoutine(moved)) {
      return std::nullopt;
    }
    return ColumnName{to.schema, to.name, name.column};
  });
}

std::vector<ObjectId> DependentIds(const Catalog& catalog, ObjectId id) {
  std::set<ObjectId> ids;
  for (const Dependency& dependent : catalog.Dependents(id)) ids.insert(dependent.object);
  return {ids.begin(), ids.end()};
}

std::vector<ObjectId> Parts(const Catalog& catalog, ObjectId id) {
  return {catalog.Children(id).begin(), catalog.Children(id).end()};
}

// What the marks of the object and its parts say holds under the new name, too.
void FollowUnknown(Context& cx, const ObjectKey& from, const ObjectKey& to) {
  std::vector<std::pair<ObjectKey, std::string>> marks;
  for (const auto& [key, reason] : cx.catalog.unknown()) {
    ObjectKey moved = key;
    if (key.kind == kNoKind && key.table.empty() && key.name == from.name) {
      moved.name = to.name;
    } else if (key.schema == from.schema && key.table.empty() && key.name == from.name) {
      moved.schema = to.schema;
      moved.name = to.name;
    } else if (key.schema == from.schema && key.table == from.name) {
      moved.schema = to.schema;
      moved.table = to.name;
    } else {
      continue;
    }
    marks.emplace_back(moved, reason);
  }
  for (auto& [key, reason] : marks) cx.catalog.MarkUnknown(key, std::move(reason));
}

void MoveParts(Context& cx, ObjectId id, const ObjectKey& from, const ObjectKey& to,
               OriginId origin) {
  for (const ObjectId part : Parts(cx.catalog, id)) {
    ObjectKey key = cx.catalog.Get(part).key;
    if (key.target != kNoKind) continue;  // comments and grants follow their object
    key.schema = to.schema;
    if (!key.table.empty()) key.table = to.name;
    RekeyWithComment(cx, part, key, origin);
    const QualifiedName from_name{from.schema, from.name};
    const QualifiedName to_name{to.schema, to.name};
    FollowInPayload(cx, part, cx.catalog.Get(id), from_name, to_name, origin);
  }
}

// nextval('s.q'::regclass), the default of a serial column.
std::string NextvalText(const Context& cx, const ObjectKey& sequence) {
  return StrCat("nextval(",
                QuoteLiteral(QuoteQualifiedName(sequence.schema, sequence.name, cx.major())),
                "::regclass)");
}

// Columns whose default is nothing but the sequence's next value.
std::vector<ObjectId> SerialColumns(const Context& cx, ObjectId sequence) {
  std::vector<ObjectId> columns;
  const Object& object = cx.catalog.Get(sequence);
  if (object.key.kind != KindOf<Sequence>) return columns;
  const std::string text = NextvalText(cx, object.key);
  for (const ObjectId id : DependentIds(cx.catalog, sequence)) {
    const auto* column = cx.catalog.Get(id).TryAs<Column>();
    if (column != nullptr && column->default_value.resolved() &&
        column->default_value.text() == text) {
      columns.push_back(id);
    }
  }
  return columns;
}

void FollowSequence(Context& cx, ObjectId sequence, const std::vector<ObjectId>& columns) {
  for (const ObjectId id : columns) {
    cx.catalog.Edit<Column>(id).default_value =
        Expression::Canonical(NextvalText(cx, cx.catalog.Get(sequence).key));
  }
}

}  // namespace

namespace {

// The constructors of a range type that is to be renamed keep their names.
void KeepConstructors(Catalog& catalog, ObjectId id) {
  const Object& object = catalog.Get(id);
  const auto* range = object.TryAs<RangeType>();
  if (range == nullptr) return;
  catalog.notes.range_constructors.try_emplace(
      id, RangeConstructors{{object.key.schema, object.key.name}, range->multirange});
}

}  // namespace

void MoveMultirange(Context& cx, ObjectId range, Name name, OriginId origin) {
  const QualifiedName from = cx.catalog.Get(range).As<RangeType>().multirange;
  const QualifiedName to{from.schema, name};
  KeepConstructors(cx.catalog, range);
  Renaming renaming;
  renaming.object = {from, to, /*type=*/true, /*relation=*/false, {}};
  FollowInDependents(cx, range, {}, renaming, StrCat("type ", from.ToString(), " was renamed"));
  cx.catalog.Set(range, &RangeType::multirange, to, origin);
  for (const ObjectId dependent : DependentIds(cx.catalog, range)) {
    const bool changed = ChangeValues<TypeRef>(
        cx.catalog, dependent, [&](const TypeRef& ref) -> std::optional<TypeRef> {
          if (ref.schema != from.schema || ref.name != from.name) return std::nullopt;
          return TypeRef{to.schema, to.name, ref.modifiers, ref.array};
        });
    if (changed) FollowSignature(cx, dependent, origin);
  }
}

namespace {

// Whose text names what is gone.
void UnresolveDependents(Context& cx, ObjectId id, const std::string& reason) {
  for (const ObjectId dependent : DependentIds(cx.catalog, id)) {
    ChangeValues<Expression>(cx.catalog, dependent,
                             [&](const Expression& value) -> std::optional<Expression> {
                               if (value.empty() || !value.resolved()) return std::nullopt;
                               return Expression::Unresolved(value.text(), reason);
                             });
  }
}

}  // namespace

void MoveExtension(Context& cx, ObjectId id, Name schema, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const Name from = catalog.Get(id).As<Extension>().schema;
  const Name name = catalog.Get(id).key.name;
  UnresolveDependents(cx, id, StrCat("extension ", name, " was moved"));
  catalog.Set(id, &Extension::schema, schema, origin);
  // What depends on the extension names its members; nothing of ours is named like that there.
  for (const ObjectId dependent : DependentIds(catalog, id)) {
    const bool types = ChangeValues<TypeRef>(
        catalog, dependent, [&](const TypeRef& ref) -> std::optional<TypeRef> {
          if (ref.schema != from || TypeIn(catalog, from, ref.name) != kNoObject ||
              cx.builtins.FindType(from, ref.name) != nullptr) {
            return std::nullopt;
          }
          return TypeRef{schema, ref.name, ref.modifiers, ref.array};
        });
    if (types) FollowSignature(cx, dependent, origin);
    ChangeValues<QualifiedName>(
        catalog, dependent, [&](const QualifiedName& ref) -> std::optional<QualifiedName> {
          const ObjectId own = catalog.FindNamed(from, ref.name, [](ObjectId) { return true; });
          if (ref.schema != from || own != kNoObject) return std::nullopt;
          return QualifiedName{schema, ref.name};
        });
  }
}

void RekeyWithComment(Context& cx, ObjectId id, const ObjectKey& key, OriginId origin) {
  std::vector<ObjectId> followers;
  for (const ObjectId part : cx.catalog.Children(id)) {
    if (cx.catalog.Get(part).key.target != kNoKind) followers.push_back(part);
  }
  cx.catalog.Rekey(id, key, origin);
  for (const ObjectId follower : followers) {
    const ObjectKey& before = cx.catalog.Get(follower).key;
    const bool on_index = key.kind == KindOf<Constraint> && before.target == KindOf<Index>;
    ObjectKey after = on_index ? IndexOfConstraintKey(key) : key;
    after.target = after.kind;
    after.kind = before.kind;
    after.role = before.role;
    cx.catalog.Rekey(follower, after, origin);
  }
}

void RenamePart(Context& cx, ObjectId id, Name name, OriginId origin) {
  ObjectKey key = cx.catalog.Get(id).key;
  key.name = name;
  RekeyWithComment(cx, id, key, origin);
}

void MoveObject(Context& cx, ObjectId id, Name schema, Name name, OriginId origin) {
  const ObjectKey from = cx.catalog.Get(id).key;
  ObjectKey to = from;
  to.schema = schema;
  to.name = name;
  if (to == from) return;
  const QualifiedName from_name{from.schema, from.name};
  const QualifiedName to_name{to.schema, to.name};
  const std::vector<ObjectId> serials = SerialColumns(cx, id);
  KeepConstructors(cx.catalog, id);
  Renaming renaming;
  renaming.object.from = from_name;
  renaming.object.to = to_name;
  renaming.object.relation = IsRelation(cx.catalog.Get(id));
  renaming.object.type = !renaming.object.relation && IsType(cx.catalog.Get(id));
  const bool named = IsNamedObject(cx.catalog.Get(id));
  if (IsRoutine(cx.catalog.Get(id)) || from.kind == KindOf<Operator>) {
    renaming.object.routine = from;
  }
  if (named) renaming.object.kind = from.kind;
  FollowInDependents(cx, id, {}, renaming, StrCat(from.ToString(), " was renamed"));
  RekeyWithComment(cx, id, to, origin);
  FollowSequence(cx, id, serials);
  if (!named) FollowInTriggers(cx, id, from_name, to_name);
  FollowUnknown(cx, from, to);
  if (named) return FollowNamedObject(cx, id, from, origin);
  MoveParts(cx, id, from, to, origin);
  std::vector<ObjectId> dependents = DependentIds(cx.catalog, id);
  // Families can do without their members: no edges lead there.
  cx.catalog.ForEachOfKind(KindOf<OperatorFamily>, [&](ObjectId family) {
    if (std::ranges::find(dependents, family) == dependents.end()) dependents.push_back(family);
  });
  for (const ObjectId dependent : dependents) {
    FollowInPayload(cx, dependent, cx.catalog.Get(id), from_name, to_name, origin);
  }
}

void MoveSchema(Context& cx, ObjectId id, Name name, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const Name from = catalog.Get(id).key.name;
  const std::string reason = StrCat("schema ", from, " was renamed");
  Renaming renaming;
  renaming.schema = {from, name};
  for (ObjectId other = 0; other < catalog.end_id(); ++other) {
    if (catalog.IsLive(other)) FollowInExpressions(cx, other, renaming, reason);
  }
  RekeyWithComment(cx, id, KeyFor<Schema>(name), origin);
  for (auto& [range, names] : catalog.notes.range_constructors) {
    for (QualifiedName* constructor : {&names.range, &names.multirange}) {
      if (constructor->schema == from) constructor->schema = name;
    }
  }
  const auto in_schema = [&](Name schema) { return schema == from; };
  std::vector<ObjectId> members;
  std::vector<std::pair<ObjectId, std::vector<ObjectId>>> serials;
  for (ObjectId other = 0; other < catalog.end_id(); ++other) {
    if (catalog.IsLive(other) && in_schema(catalog.Get(other).key.schema)) {
      serials.emplace_back(other, SerialColumns(cx, other));
    }
  }
  for (ObjectId other = 0; other < catalog.end_id(); ++other) {
    if (!catalog.IsLive(other)) continue;
    const Object& object = catalog.Get(other);
    if (in_schema(object.key.schema) && object.key.target == kNoKind) {
      members.push_back(other);
    }
    if (const auto* extension = object.TryAs<Extension>();
        extension != nullptr && in_schema(extension->schema)) {
      catalog.Set(other, &Extension::schema, name, origin);
    }
  }
  for (const ObjectId member : members) {
    ObjectKey key = catalog.Get(member).key;
    const ObjectKey before = key;
    key.schema = name;
    FollowUnknown(cx, before, key);
    RekeyWithComment(cx, member, key, origin);
  }
  for (const auto& [sequence, columns] : serials) FollowSequence(cx, sequence, columns);
  for (ObjectId other = 0; other < catalog.end_id(); ++other) {
    if (!catalog.IsLive(other)) continue;
    ChangeValues<QualifiedName>(catalog, other,
                                [&](const QualifiedName& value) -> std::optional<QualifiedName> {
                                  if (!in_schema(value.schema) || value.name.empty())
                                    return std::nullopt;
                                  return QualifiedName{name, value.name};
                                });
    ChangeValues<ColumnName>(catalog, other,
                             [&](const ColumnName& value) -> std::optional<ColumnName> {
                               if (!in_schema(value.schema)) return std::nullopt;
                               return ColumnName{name, value.table, value.column};
                             });
    const bool types =
        ChangeValues<TypeRef>(catalog, other, [&](const TypeRef& value) -> std::optional<TypeRef> {
          if (!in_schema(value.schema)) return std::nullopt;
          return TypeRef{name, value.name, value.modifiers, value.array};
        });
    if (types) FollowSignature(cx, other, origin);
    SortTriggers(cx, other);
  }
}

}  // namespace schemadiff::replay
