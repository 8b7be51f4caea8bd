#include "engine/analyze/type_table.h"

#include <absl/base/call_once.h>

#include <array>

#include "engine/base/pg_error.h"
#include "engine/base/strings.h"
#include "engine/pg/typmod.h"

namespace schemadiff::sema {
namespace {

constexpr char kCatalogSchema[] = "pg_catalog";

// Typmods of opaque types count from here, out of reach of real ones.
constexpr int32_t kFirstOpaqueTypmod = 1 << 30;

const QualifiedName& CCollation() {
  static const QualifiedName name{kCatalogSchema, "C"};
  return name;
}

TypeInfo BuiltinInfo(const BuiltinType& type) {
  TypeInfo info;
  info.id = type.id;
  info.schema = type.schema;
  info.name = type.name;
  info.kind = type.kind;
  info.category = type.category;
  info.preferred = type.preferred;
  info.element = type.IsTrueArray() ? type.element : 0;
  info.array = type.array;
  info.base = type.base;
  info.base_typmod = type.base_typmod;
  if (type.collation == "default") {
    info.collation = DefaultCollation();
  } else if (!type.collation.empty()) {
    info.collation =
        type.collation == "C" ? CCollation() : QualifiedName{kCatalogSchema, Name(type.collation)};
  }
  info.input = type.input;
  return info;
}

// All of a major's types, in the order of Builtins::types().
const std::vector<TypeInfo>& BuiltinInfos(const Builtins& builtins) {
  constexpr size_t kMajors = kNewestMajor - kOldestMajor + 1;
  static auto* const infos = new std::array<std::vector<TypeInfo>, kMajors>;
  static auto* const once = new std::array<absl::once_flag, kMajors>;
  const auto slot = static_cast<size_t>(builtins.major() - kOldestMajor);
  absl::call_once((*once)[slot], [&] {
    for (const BuiltinType& type : builtins.types()) (*infos)[slot].push_back(BuiltinInfo(type));
  });
  return (*infos)[slot];
}

}  // namespace

const QualifiedName& DefaultCollation() {
  static const QualifiedName name{kCatalogSchema, "default"};
  return name;
}

TypeTable::TypeTable(const Catalog& catalog, const Builtins& builtins)
    : catalog_(catalog),
      builtins_(builtins),
      builtin_infos_(BuiltinInfos(builtins)),
      index_(catalog),
      extensions_(*this) {}

const Object* TypeTable::FindObject(Name schema, Name name) const {
  for (const ObjectKey& key :
       {KeyFor<EnumType>(schema, name), KeyFor<Domain>(schema, name),
        KeyFor<CompositeType>(schema, name), KeyFor<RangeType>(schema, name),
        KeyFor<ScalarType>(schema, name), KeyFor<Table>(schema, name), KeyFor<View>(schema, name),
        KeyFor<MaterializedView>(schema, name)}) {
    if (const Object* object = catalog_.Find(key)) return object;
  }
  return nullptr;
}

void TypeTable::Refresh() {
  std::vector<std::pair<Name, Name>> installed;
  catalog_.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    const Object& object = catalog_.Get(id);
    installed.emplace_back(object.key.name, object.As<Extension>().schema);
  });
  extensions_.SetInstalled(std::move(installed));
  extensions_.RefreshOperators();
}

TypeInfo TypeTable::Get(TypeId id) const {
  if (IsUser(id)) return UserInfo(id);
  const BuiltinType* type = builtins_.FindType(id);
  if (type == nullptr) throw NotModelled(StrCat("there is no type number ", id));
  return builtin_infos_[static_cast<size_t>(type - builtins_.types().data())];
}

// Letters as in ExtensionMember::detail. Ranges and multiranges are not known well enough.
void TypeTable::SetExtensionInfo(TypeInfo* info) const {
  const ExtensionType found = extensions_.FindType(info->schema, info->name);
  info->kind = 'o';
  info->category = 'U';
  if (found.member == nullptr) return;
  const std::string_view detail = found.member->detail;
  if (found.member->kind == "relation") {
    info->kind = 'c';
    info->category = 'C';
    return;
  }
  constexpr std::string_view kKinds = "bcde";
  if (detail.size() < 5 || kKinds.find(detail[0]) == std::string_view::npos) return;
  if (detail[0] == 'd') {
    auto& self = const_cast<TypeTable&>(*this);
    info->base = self.extensions_.ReadType(
        found.member->result, extensions_.SchemaOf(found.extension), &info->base_typmod);
    if (info->base == 0) return;
  }
  info->kind = detail[0];
  info->category = detail[1];
  info->preferred = detail[2] == 'p';
  if (detail[4] == 'c') info->collation = DefaultCollation();
}

TypeInfo TypeTable::UserInfo(TypeId id) const {
  const UserType& user = User(id);
  TypeInfo info;
  info.id = id;
  info.schema = user.schema;
  info.name = user.name;
  if (user.opaque) {
    info.kind = 'o';
    info.category = 'U';
  } else if (user.extension) {
    SetExtensionInfo(&info);
  } else if (user.multirange) {
    info.kind = 'm';
    info.category = 'R';
  } else {
    const Object* object = FindObject(user.schema, user.name);
    if (object == nullptr) {
      throw NotModelled(StrCat("type ", user.schema, ".", user.name, " is gone"));
    }
    if (object->TryAs<EnumType>() != nullptr) {
      info.kind = 'e';
      info.category = 'E';
    } else if (const Domain* domain = object->TryAs<Domain>()) {
      // Ids are made on demand, also by look-ups that change nothing that anyone can observe.
      auto& self = const_cast<TypeTable&>(*this);
      info.kind = 'd';
      info.base = self.FromRef(domain->base_type, &info.base_typmod);
      const TypeInfo base = Get(info.base);
      info.category = base.category;
      info.collation = domain->collation.empty() ? base.collation : domain->collation;
    } else if (object->TryAs<RangeType>() != nullptr) {
      info.kind = 'r';
      info.category = 'R';
    } else if (const ScalarType* scalar = object->TryAs<ScalarType>()) {
      info.kind = scalar->shell ? 'p' : 'b';
      info.category = scalar->shell ? 'P' : scalar->category.empty() ? 'U' : scalar->category[0];
      info.preferred = scalar->preferred;
      if (scalar->collatable) info.collation = DefaultCollation();
    } else {
      info.kind = 'c';
      info.category = 'C';
    }
  }
  if (IsUserArray(id)) {
    info.kind = 'b';
    info.category = 'A';
    info.preferred = false;
    info.element = id - 1;
    info.base = 0;
    info.base_typmod = -1;
  } else {
    info.array = id + 1;
  }
  return info;
}

TypeId TypeTable::Assign(const UserType& type) {
  const auto [it, fresh] = user_ids_.try_emplace(std::pair(type.schema, type.name), 0);
  if (fresh) {
    it->second = kFirstUserId + static_cast<TypeId>(2 * user_.size());
    user_.push_back(type);
  } else {
    user_[(it->second - kFirstUserId) / 2] = type;  // the name may mean another kind now
  }
  return it->second;
}

TypeId TypeTable::Find(Name schema, Name name) {
  // A name's address is quicker to hash than its text, and every scope names the types of all
  // its columns.
  const auto known = builtin_ids_.find({schema, name});
  if (known != builtin_ids_.end()) return known->second;
  if (const BuiltinType* type = builtins_.FindType(schema, name)) {
    builtin_ids_[{schema, name}] = type->id;
    return type->id;
  }
  if (schema == kCatalogSchema) return 0;
  if (FindObject(schema, name) != nullptr) return Assign(Named(schema, name));
  for (const ObjectId id : index_.RangeTypes()) {
    const Object& range = catalog_.Get(id);
    if (range.As<RangeType>().multirange == QualifiedName{schema, name}) {
      UserType type = Named(schema, name);
      type.multirange = true;
      type.range = {range.key.schema, range.key.name};
      return Assign(type);
    }
  }
  const auto find_extension_type = [&](Name wanted) -> TypeId {
    if (extensions_.FindType(schema, wanted).member == nullptr) return 0;
    UserType type = Named(schema, wanted);
    type.extension = true;
    return Assign(type);
  };
  if (const TypeId id = find_extension_type(name)) return id;
  if (name.str().size() > 1 && name.str()[0] == '_') {
    const Name element = std::string_view(name).substr(1);
    if (FindObject(schema, element) != nullptr) {
      return Assign(Named(schema, element)) + 1;
    }
    if (const TypeId id = find_extension_type(element)) return id + 1;
  }
  return 0;
}

TypeId TypeTable::Opaque(Name schema, Name name) { return Assign({schema, name, true, false, {}}); }

TypeId TypeTable::FromRef(const TypeRef& ref, int32_t* typmod) {
  TypeId id = Find(ref.schema, ref.name);
  if (id == 0) {
    // A type that the catalog refers to but does not list belongs to an extension.
    id = Opaque(ref.schema, ref.name);
  }
  const TypeId result = ref.array ? Array(id) : id;
  if (result == 0) {
    throw NotModelled(StrCat("type ", ref.schema, ".", ref.name, " has no array type"));
  }
  if (typmod != nullptr) *typmod = Typmod(id, ref.modifiers);
  return result;
}

TypeRef TypeTable::ToRef(TypeId id, int32_t typmod) const {
  const TypeInfo info = Get(id);
  if (info.element != 0) {
    TypeRef ref = ToRef(info.element, typmod);
    ref.array = true;
    return ref;
  }
  return {info.schema, info.name, Modifiers(id, typmod), false};
}

TypeId TypeTable::Base(TypeId id, int32_t* typmod) const {
  for (;;) {
    const TypeInfo info = Get(id);
    if (info.kind != 'd') return id;
    id = info.base;
    if (typmod != nullptr) *typmod = info.base_typmod;
  }
}

TypeId TypeTable::Element(TypeId id) const {
  if (IsUser(id)) return IsUserArray(id) ? id - 1 : 0;
  return Get(id).element;
}

TypeId TypeTable::RangeSubtype(TypeId range) {
  if (!IsUser(range)) {
    const BuiltinRange* row = builtins_.FindRange(range);
    return row == nullptr ? 0 : row->subtype;
  }
  const Object* object = FindObject(User(range).schema, User(range).name);
  const RangeType* payload = object == nullptr ? nullptr : object->TryAs<RangeType>();
  return payload == nullptr || IsUserArray(range) ? 0 : FromRef(payload->subtype, nullptr);
}

TypeId TypeTable::MultirangeRange(TypeId multirange) {
  if (!IsUser(multirange)) {
    const BuiltinRange* row = builtins_.FindMultirange(multirange);
    return row == nullptr ? 0 : row->range;
  }
  const UserType user = User(multirange);
  if (!user.multirange || IsUserArray(multirange)) return 0;
  return Find(user.range.schema, user.range.name);
}

TypeId TypeTable::RangeMultirange(TypeId range) {
  if (!IsUser(range)) {
    const BuiltinRange* row = builtins_.FindRange(range);
    return row == nullptr ? 0 : row->multirange;
  }
  const RangeType* payload =
      catalog_.FindPayload<RangeType>(KeyFor<RangeType>(User(range).schema, User(range).name));
  if (payload == nullptr || payload->multirange.empty()) return 0;
  return Find(payload->multirange.schema, payload->multirange.name);
}

bool TypeTable::IsOpaque(TypeId id) const {
  if (!IsUser(id)) return false;
  const UserType& user = User(id);
  return user.opaque || (user.extension && Get(id & ~TypeId{1}).kind == 'o');
}

bool TypeTable::TakesOpaqueModifiers(TypeId id) const {
  if (IsOpaque(id)) return true;
  if (!IsUser(id)) return false;
  if (!User(id).extension) {
    const auto* scalar =
        catalog_.FindPayload<ScalarType>(KeyFor<ScalarType>(User(id).schema, User(id).name));
    return scalar != nullptr && !scalar->modifier_input.empty();
  }
  const ExtensionMember* member = extensions_.FindType(User(id).schema, User(id).name).member;
  return member != nullptr && member->detail.size() > 3 && member->detail[3] == 'm';
}

bool TypeTable::IsPolymorphic(TypeId id) const {
  switch (id) {
    case type_id::kAnyElement:
    case type_id::kAnyArray:
    case type_id::kAnyNonArray:
    case type_id::kAnyEnum:
    case type_id::kAnyRange:
    case type_id::kAnyMultirange:
    case type_id::kAnyCompatible:
    case type_id::kAnyCompatibleArray:
    case type_id::kAnyCompatibleNonArray:
    case type_id::kAnyCompatibleRange:
    case type_id::kAnyCompatibleMultirange:
      return true;
    default:
      return false;
  }
}

std::vector<Field> TypeTable::Fields(TypeId id) {
  const TypeInfo info = Get(Base(id));
  std::vector<Field> fields;
  if (!IsUser(info.id)) {
    const BuiltinRelation* relation = builtins_.FindRelation(info.schema, info.name);
    if (relation == nullptr) return fields;
    for (const BuiltinColumn& column : relation->columns) {
      fields.push_back({column.name, column.type, column.typmod,
                        column.collation.empty()
                            ? QualifiedName{}
                            : QualifiedName{kCatalogSchema, column.collation}});
    }
    return fields;
  }
  const Object* object = FindObject(info.schema, info.name);
  if (object == nullptr) {
    const ExtensionType found = extensions_.FindType(info.schema, info.name);
    std::vector<ExtensionColumn> columns;
    if (found.member == nullptr) return fields;
    if (!extensions_.ReadColumns(found, &columns)) {
      throw NotModelled(StrCat("the columns of ", info.schema, ".", info.name));
    }
    for (const ExtensionColumn& column : columns) {
      fields.push_back({column.name, column.type, column.typmod, Collation(column.type)});
    }
    return fields;
  }
  for (const ObjectId child : catalog_.Children(catalog_.IdOf(object->key))) {
    const Object& part = catalog_.Get(child);
    const Column* column = part.TryAs<Column>();
    if (column == nullptr) continue;
    Field& field = fields.emplace_back();
    field.name = part.key.name;
    field.type = FromRef(column->type, &field.typmod);
    field.collation = column->collation.empty() ? Collation(field.type) : column->collation;
  }
  return fields;
}

std::vector<std::string> TypeTable::EnumLabels(TypeId id) const {
  const UserType& user = User(id);
  const EnumType* type = catalog_.FindPayload<EnumType>(KeyFor<EnumType>(user.schema, user.name));
  if (type != nullptr) return type->labels;
  const ExtensionType found = extensions_.FindType(user.schema, user.name);
  if (found.member == nullptr) throw NotModelled(StrCat("enum type ", user.name, " is gone"));
  std::vector<std::string> labels;
  for (std::string_view label : SplitMemberList(found.member->parameters)) {
    labels.push_back(TakeMemberName(&label));
  }
  return labels;
}

Name TypeTable::ExtensionOf(TypeId id) const {
  if (!IsUser(id) || !User(id).extension) return {};
  return extensions_.FindType(User(id).schema, User(id).name).extension;
}

std::string TypeTable::Format(TypeId id, int32_t typmod) const {
  TypeRef ref = ToRef(id, typmod);
  if (renaming_ != nullptr) {
    const QualifiedName name = renaming_->Type({ref.schema, ref.name});
    ref.schema = name.schema;
    ref.name = name.name;
  }
  return FormatType(ref, major());
}

std::string TypeTable::FormatBare(TypeId id) const {
  return FormatTypeWithoutModifiers(ToRef(id, -1), major());
}

std::string TypeTable::Modifiers(TypeId id, int32_t typmod) const {
  if (typmod < 0) return {};
  const TypeId element = Element(id);
  if (element != 0) return Modifiers(element, typmod);
  if (IsUser(id)) {
    return typmod >= kFirstOpaqueTypmod
               ? opaque_modifiers_[static_cast<size_t>(typmod - kFirstOpaqueTypmod)]
               : std::string();
  }
  return ModifiersFromTypmod(builtins_.FindType(id)->name, typmod);
}

int32_t TypeTable::Typmod(TypeId id, std::string_view modifiers) {
  if (modifiers.empty()) return -1;
  const TypeId element = Element(id);
  if (element != 0) return Typmod(element, modifiers);
  if (!IsUser(id)) return TypmodFromModifiers(builtins_.FindType(id)->name, modifiers);
  for (size_t i = 0; i < opaque_modifiers_.size(); ++i) {
    if (opaque_modifiers_[i] == modifiers) return kFirstOpaqueTypmod + static_cast<int32_t>(i);
  }
  opaque_modifiers_.emplace_back(modifiers);
  return kFirstOpaqueTypmod + static_cast<int32_t>(opaque_modifiers_.size() - 1);
}

}  // namespace schemadiff::sema
