#include "engine/replay/named_users.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/move_object.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

bool SameType(const TypeRef& a, const TypeRef& b) {
  return a.schema == b.schema && a.name == b.name && a.array == b.array;
}

bool TextNames(const Context& cx, const Expression& text, const QualifiedName& name) {
  return text.text().find(QuoteQualifiedName(name.schema, name.name, cx.major())) !=
         std::string::npos;
}

bool UsesCollation(const Context& cx, const Object& object, const QualifiedName& name) {
  if (const auto* column = object.TryAs<Column>()) return column->collation == name;
  if (const auto* domain = object.TryAs<Domain>()) return domain->collation == name;
  if (const auto* range = object.TryAs<RangeType>()) return range->collation == name;
  if (const auto* index = object.TryAs<Index>()) {
    return std::ranges::any_of(index->keys,
                               [&](const IndexKey& key) { return key.collation == name; });
  }
  const auto* table = object.TryAs<Table>();
  return table != nullptr && TextNames(cx, table->partition_key, name);
}

// Whether a key without a class of its own takes that default one.
bool IsDefaultFor(const Context& cx, const Object& index, Name column, const OperatorClass& made) {
  if (!made.is_default || column.empty() || index.parent == kNoObject) return false;
  const ObjectId id = FindColumn(cx.catalog, index.parent, column);
  return id != kNoObject && SameType(cx.catalog.Get(id).As<Column>().type, made.input);
}

bool UsesClass(const Context& cx, const Object& object, const Object& opclass) {
  const QualifiedName name = NameOf(opclass);
  const auto& made = opclass.As<OperatorClass>();
  if (const auto* index = object.TryAs<Index>()) {
    if (index->method != opclass.key.signature) return false;
    return std::ranges::any_of(index->keys, [&](const IndexKey& key) {
      return key.opclass == name ||
             (key.opclass.empty() && IsDefaultFor(cx, object, key.column, made));
    });
  }
  if (const auto* constraint = object.TryAs<Constraint>()) {
    const bool index = constraint->type == ConstraintType::kPrimaryKey ||
                       constraint->type == ConstraintType::kUnique;
    if (constraint->type == ConstraintType::kExclusion) {
      return TextNames(cx, constraint->exclusion, name);
    }
    return index && opclass.key.signature == "btree" &&
           std::ranges::any_of(constraint->columns,
                               [&](Name column) { return IsDefaultFor(cx, object, column, made); });
  }
  if (const auto* range = object.TryAs<RangeType>()) return range->subtype_opclass == name;
  const auto* table = object.TryAs<Table>();
  return table != nullptr && TextNames(cx, table->partition_key, name);
}

bool UsesMethod(const Object& object, Name method) {
  if (const auto* table = object.TryAs<Table>()) return table->access_method == method;
  if (const auto* view = object.TryAs<MaterializedView>()) return view->access_method == method;
  if (const auto* index = object.TryAs<Index>()) return index->method == method;
  return object.key.kind == KindOf<OperatorFamily> && object.key.signature == method;
}

bool Uses(const Context& cx, const Object& user, const Object& used) {
  const Kind kind = used.key.kind;
  if (kind == KindOf<Collation>) return UsesCollation(cx, user, NameOf(used));
  if (kind == KindOf<OperatorClass>) return UsesClass(cx, user, used);
  if (kind == KindOf<AccessMethod>) return UsesMethod(user, used.key.name);
  if (kind == KindOf<Language>) {
    if (const auto* function = user.TryAs<Function>()) return function->language == used.key.name;
    const auto* transform = user.TryAs<Transform>();
    return transform != nullptr && transform->language == used.key.name;
  }
  return false;
}

}  // namespace

bool IsNamedObject(const Object& object) {
  const Kind kind = object.key.kind;
  return kind == KindOf<Collation> || kind == KindOf<Conversion> || kind == KindOf<Operator> ||
         kind == KindOf<OperatorClass> || kind == KindOf<OperatorFamily> ||
         kind == KindOf<Language> || kind == KindOf<AccessMethod> ||
         kind == KindOf<TextSearchParser> || kind == KindOf<TextSearchTemplate> ||
         kind == KindOf<TextSearchDictionary> || kind == KindOf<TextSearchConfiguration>;
}

std::vector<ObjectId> UsersByName(const Context& cx, ObjectId id) {
  std::vector<ObjectId> users;
  const Object& used = cx.catalog.Get(id);
  const Kind kind = used.key.kind;
  if (kind != KindOf<Collation> && kind != KindOf<OperatorClass> && kind != KindOf<AccessMethod> &&
      kind != KindOf<Language>) {
    return users;
  }
  for (ObjectId other = 0; other < cx.catalog.end_id(); ++other) {
    if (other != id && cx.catalog.IsLive(other) && Uses(cx, cx.catalog.Get(other), used)) {
      users.push_back(other);
    }
  }
  return users;
}

namespace {

class Follower {
 public:
  Follower(Context& cx, ObjectId id, const ObjectKey& from, OriginId origin)
      : cx_(cx),
        catalog_(cx.catalog),
        kind_(from.kind),
        from_{from.schema, from.name},
        to_(NameOf(cx.catalog.Get(id))),
        from_key_(from),
        origin_(origin) {}

  void Run() {
    for (ObjectId other = 0; other < catalog_.end_id(); ++other) {
      if (catalog_.IsLive(other)) Follow(other);
    }
  }

 private:
  bool Is(const QualifiedName& name) const { return name == from_; }

  template <typename T>
  void Replace(ObjectId id, QualifiedName T::* member) {
    const T* payload = catalog_.Get(id).TryAs<T>();
    if (payload != nullptr && Is(payload->*member)) catalog_.Edit<T>(id).*member = to_;
  }

  // Of the operators of a class or family.
  template <typename T>
  void ReplaceInMembers(ObjectId id) {
    const T* payload = catalog_.Get(id).TryAs<T>();
    if (payload == nullptr) return;
    std::vector<FamilyOperator> operators = payload->operators;
    bool any = false;
    for (FamilyOperator& op : operators) {
      if (kind_ == KindOf<OperatorFamily> && Is(op.sort_family)) {
        op.sort_family = to_;
        any = true;
      }
      if (kind_ == KindOf<Operator> &&
          OperatorKey(op.name.schema, op.name.name, op.left, op.right) == from_key_) {
        op.name = to_;
        any = true;
      }
    }
    if (any) catalog_.Edit<T>(id).operators = std::move(operators);
  }

  void ReplaceInKeys(ObjectId id, QualifiedName IndexKey::* member) {
    const auto* index = catalog_.Get(id).TryAs<Index>();
    if (index == nullptr) return;
    const bool any =
        std::ranges::any_of(index->keys, [&](const IndexKey& key) { return Is(key.*member); });
    if (!any) return;
    for (IndexKey& key : catalog_.Edit<Index>(id).keys) {
      if (Is(key.*member)) key.*member = to_;
    }
  }

  // The links between operators name the types, too.
  void ReplaceLinks(ObjectId id) {
    const auto* op = catalog_.Get(id).TryAs<Operator>();
    if (op == nullptr) return;
    const auto is = [&](const QualifiedName& name, const TypeRef& left, const TypeRef& right) {
      return Is(name) && OperatorKey(name.schema, name.name, left, right) == from_key_;
    };
    const bool commutator = is(op->commutator, op->right, op->left);
    const bool negator = is(op->negator, op->left, op->right);
    if (commutator) catalog_.Edit<Operator>(id).commutator = to_;
    if (negator) catalog_.Edit<Operator>(id).negator = to_;
  }

  void ReplaceDictionary(ObjectId id) {
    const auto* configuration = catalog_.Get(id).TryAs<TextSearchConfiguration>();
    if (configuration == nullptr) return;
    const bool any = std::ranges::any_of(configuration->mappings, [&](const TokenMapping& mapping) {
      return std::ranges::find(mapping.dictionaries, from_) != mapping.dictionaries.end();
    });
    if (!any) return;
    for (TokenMapping& mapping : catalog_.Edit<TextSearchConfiguration>(id).mappings) {
      std::ranges::replace(mapping.dictionaries, from_, to_);
    }
  }

  void ReplaceLanguage(ObjectId id) {
    if (const auto* function = catalog_.Get(id).TryAs<Function>()) {
      if (function->language == from_.name) catalog_.Edit<Function>(id).language = to_.name;
    } else if (const auto* transform = catalog_.Get(id).TryAs<Transform>()) {
      if (transform->language != from_.name) return;
      catalog_.Edit<Transform>(id).language = to_.name;
      const auto& now = catalog_.Get(id).As<Transform>();
      RekeyWithComment(cx_, id, TransformKey(now.type, now.language), origin_);
    }
  }

  void Follow(ObjectId id) {
    if (kind_ == KindOf<Collation>) {
      Replace<Column>(id, &Column::collation);
      Replace<Domain>(id, &Domain::collation);
      Replace<RangeType>(id, &RangeType::collation);
      ReplaceInKeys(id, &IndexKey::collation);
    } else if (kind_ == KindOf<OperatorClass>) {
      Replace<RangeType>(id, &RangeType::subtype_opclass);
      ReplaceInKeys(id, &IndexKey::opclass);
    } else if (kind_ == KindOf<OperatorFamily>) {
      if (catalog_.Get(id).key.signature == from_key_.signature) {
        Replace<OperatorClass>(id, &OperatorClass::family);
      }
      if (from_key_.signature == "btree") {
        ReplaceInMembers<OperatorClass>(id);
        ReplaceInMembers<OperatorFamily>(id);
      }
    } else if (kind_ == KindOf<Operator>) {
      Replace<Aggregate>(id, &Aggregate::sort_operator);
      ReplaceLinks(id);
      ReplaceInMembers<OperatorClass>(id);
      ReplaceInMembers<OperatorFamily>(id);
    } else if (kind_ == KindOf<TextSearchTemplate>) {
      Replace<TextSearchDictionary>(id, &TextSearchDictionary::dictionary_template);
    } else if (kind_ == KindOf<TextSearchParser>) {
      Replace<TextSearchConfiguration>(id, &TextSearchConfiguration::parser);
    } else if (kind_ == KindOf<TextSearchDictionary>) {
      ReplaceDictionary(id);
    } else if (kind_ == KindOf<Language>) {
      ReplaceLanguage(id);
    }
  }

  Context& cx_;
  Catalog& catalog_;
  const Kind kind_;
  const QualifiedName from_;
  const QualifiedName to_;
  const ObjectKey from_key_;
  const OriginId origin_;
};

}  // namespace

void FollowNamedObject(Context& cx, ObjectId id, const ObjectKey& from, OriginId origin) {
  Follower(cx, id, from, origin).Run();
}

}  // namespace schemadiff::replay
