#include "engine/analyze/extension_objects.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <array>

#include "engine/analyze/type_table.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

// Ids of extensions' operators, out of reach of the server's.
constexpr OperatorId kFirstExtensionOperator = 1u << 24;

Name MemberSchema(const ExtensionMember& member, Name of_extension) {
  return member.schema.empty() ? of_extension : Name(member.schema);
}

bool HasRowType(const ExtensionMember& relation) {
  return !relation.detail.empty() &&
         std::string_view("rpvmf").find(relation.detail[0]) != std::string_view::npos;
}

}  // namespace

void ExtensionObjects::SetInstalled(std::vector<std::pair<Name, Name>> installed) {
  if (installed == installed_) return;
  installed_ = std::move(installed);
  loaded_ = false;
  complete_ = true;
  for (const auto& [name, schema] : installed_) {
    const ExtensionFacts* facts = known().Find(name);
    complete_ = complete_ && facts != nullptr && facts->complete;
  }
}

const Extensions& ExtensionObjects::known() const { return types_.catalog().extensions(); }

Name ExtensionObjects::SchemaOf(Name extension) const {
  for (const auto& [name, schema] : installed_) {
    if (name == extension) return schema;
  }
  return {};
}

ExtensionType ExtensionObjects::FindType(Name schema, std::string_view name) const {
  for (const auto& [extension, its_schema] : installed_) {
    const ExtensionFacts* facts = known().Find(extension);
    if (facts == nullptr || !facts->complete) continue;
    for (const ExtensionMember& member : known().Members(extension, "type", name)) {
      if (MemberSchema(member, its_schema) == schema) return {extension, &member};
    }
    for (const ExtensionMember& member : known().Members(extension, "relation", name)) {
      if (HasRowType(member) && MemberSchema(member, its_schema) == schema) {
        return {extension, &member};
      }
    }
  }
  return {};
}

const ExtensionMember* ExtensionObjects::FindRelation(Name schema, std::string_view name) const {
  const ExtensionMember* member = FindType(schema, name).member;
  return member != nullptr && member->kind == "relation" ? member : nullptr;
}

bool ExtensionObjects::HasMember(Name schema, std::string_view kind, std::string_view name) const {
  for (const auto& [extension, its_schema] : installed_) {
    for (const ExtensionMember& member : known().Members(extension, kind, name)) {
      if (MemberSchema(member, its_schema) == schema) return true;
    }
  }
  return false;
}

bool ExtensionObjects::MadeSchema(std::string_view name) const {
  return std::ranges::any_of(installed_, [&](const auto& extension) {
    return !known().Members(extension.first, "schema", name).empty();
  });
}

std::vector<ExtensionRoutine> ExtensionObjects::RoutinesNamed(std::string_view name) const {
  std::vector<ExtensionRoutine> found;
  for (const auto& [extension, schema] : installed_) {
    for (const ExtensionMember& member : known().Members(extension, "function", name)) {
      found.push_back({extension, MemberSchema(member, schema), &member});
    }
  }
  return found;
}

TypeId ExtensionObjects::ReadType(std::string_view text, Name schema, int32_t* typmod) {
  const std::optional<TypeRef> type = ParseFormattedType(text);
  if (!type) return 0;
  TypeId id = types_.Find(type->schema, type->name);
  // Without a schema: the extension's own, or of those that it requires, perhaps in other schemas.
  if (type->schema == "pg_catalog") {
    if (id == 0) id = types_.Find(schema, type->name);
    for (const auto& [extension, other] : installed_) {
      if (id == 0) id = types_.Find(other, type->name);
    }
  }
  if (id != 0 && typmod != nullptr) *typmod = types_.Typmod(id, type->modifiers);
  return id != 0 && type->array ? types_.Array(id) : id;
}

bool ExtensionObjects::ReadTypes(std::string_view list, Name schema, std::vector<TypeId>* out) {
  out->clear();
  for (const std::string_view text : SplitMemberList(list)) {
    // Empty is the missing side of a prefix operator.
    const TypeId id = text.empty() ? 0 : ReadType(text, schema, nullptr);
    if (id == 0 && !text.empty()) return false;
    out->push_back(id);
  }
  return true;
}

bool ExtensionObjects::ReadColumns(const ExtensionType& type,
                                   std::vector<ExtensionColumn>* columns) {
  const Name schema = SchemaOf(type.extension);
  for (std::string_view entry : SplitMemberList(type.member->parameters)) {
    ExtensionColumn& column = columns->emplace_back();
    column.name = TakeMemberName(&entry);
    column.type = ReadType(entry, schema, &column.typmod);
    if (column.type == 0) return false;
  }
  return true;
}

void ExtensionObjects::RefreshOperators() {
  std::vector<std::pair<ObjectKey, Operator>> now;
  const Catalog& catalog = types_.catalog();
  catalog.ForEachOfKind(KindOf<Operator>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    if (!object.As<Operator>().function.empty())
      now.emplace_back(object.key, object.As<Operator>());
  });
  if (now == own_operators_) return;
  own_operators_ = std::move(now);
  loaded_ = false;
}

// The function takes just what the operator takes.
void ExtensionObjects::LoadOwnOperators() {
  const Catalog& catalog = types_.catalog();
  absl::flat_hash_map<ObjectKey, OperatorId> ids;
  const size_t first = operators_.size();
  for (const auto& [key, op] : own_operators_) {
    ExtensionOperator& added = operators_.emplace_back();
    added.own = key;
    added.schema = key.schema;
    added.op.id = kFirstExtensionOperator + static_cast<OperatorId>(operators_.size());
    added.op.name = key.name;
    added.op.left = op.left.name.empty() ? 0 : types_.FromRef(op.left, nullptr);
    added.op.right = types_.FromRef(op.right, nullptr);
    added.op.result = types_.FromRef(op.result, nullptr);
    added.op.can_hash = op.hashes;
    added.op.can_merge = op.merges;
    added.volatility = 'v';
    std::vector<TypeId> operands;
    if (added.op.left != 0) operands.push_back(added.op.left);
    operands.push_back(added.op.right);
    for (const BuiltinProc& proc : types_.builtins().FindProcs(op.function.name)) {
      if (proc.schema == op.function.schema &&
          std::equal(proc.arguments.begin(), proc.arguments.end(), operands.begin(),
                     operands.end())) {
        added.op.function = proc.id;
        added.volatility = proc.volatility;
      }
    }
    std::string signature(key.signature);
    if (added.op.left == 0) signature = signature.substr(signature.find(", ") + 2);
    const auto* function = catalog.FindPayload<Function>(
        RoutineKey<Function>(op.function.schema, op.function.name, signature));
    if (function != nullptr) {
      static constexpr std::array kLetters = {'v', 's', 'i'};
      added.volatility = kLetters[static_cast<size_t>(function->volatility)];
    }
    ids.emplace(key, added.op.id);
  }
  const auto find = [&](const QualifiedName& name, const TypeRef& left, const TypeRef& right) {
    const auto found = ids.find(OperatorKey(name.schema, name.name, left, right));
    return found == ids.end() ? OperatorId{0} : found->second;
  };
  for (size_t i = 0; i < own_operators_.size(); ++i) {
    const Operator& op = own_operators_[i].second;
    BuiltinOperator& row = operators_[first + i].op;
    row.commutator = find(op.commutator, op.right, op.left);
    row.negator = find(op.negator, op.left, op.right);
  }
}

void ExtensionObjects::Load() {
  if (loaded_) return;
  loaded_ = true;
  first_operator_ = operators_.size();
  casts_.clear();
  for (const auto& [extension, schema] : installed_) {
    for (const ExtensionMember& member : known().Members(extension, "cast")) {
      std::vector<TypeId> types;
      std::vector<TypeId> target;
      if (!ReadTypes(member.arguments, schema, &types) || types.size() != 1 ||
          !ReadTypes(member.result, schema, &target) || target.size() != 1 ||
          member.detail.size() < 2) {
        NoteUnreadable();
        continue;
      }
      ExtensionCast& cast = casts_.emplace_back(
          ExtensionCast{extension, types[0], target[0], member.detail[0], member.detail[1]});
      if (member.detail.size() < 4) continue;
      cast.arguments = member.detail[2] - '0';
      cast.volatility = member.detail[3];
    }
    for (const ExtensionMember& member : known().Members(extension, "operator")) {
      std::vector<TypeId> arguments;
      std::vector<TypeId> result;
      if (member.result.empty()) continue;  // known by its name only, for others to refer to
      if (!ReadTypes(member.arguments, schema, &arguments) || arguments.size() != 2 ||
          !ReadTypes(member.result, schema, &result) || result.size() != 1) {
        NoteUnreadable();
        continue;
      }
      ExtensionOperator& added = operators_.emplace_back();
      added.extension = extension;
      added.schema = MemberSchema(member, schema);
      if (!member.detail.empty()) added.volatility = member.detail[0];
      added.op.id = kFirstExtensionOperator + static_cast<OperatorId>(operators_.size());
      added.op.name = member.name;
      added.op.left = arguments[0];
      added.op.right = arguments[1];
      added.op.result = result[0];
    }
  }
  LoadOwnOperators();
}

const std::deque<ExtensionOperator>& ExtensionObjects::operators() {
  Load();
  // Those of former sets of extensions stay for the expressions that use them, but match nothing.
  for (size_t i = 0; i < first_operator_; ++i) operators_[i].op.name = {};
  return operators_;
}

const ExtensionCast* ExtensionObjects::FindCast(TypeId source, TypeId target) {
  if (installed_.empty()) return nullptr;
  Load();
  for (const ExtensionCast& cast : casts_) {
    if (cast.source == source && cast.target == target) return &cast;
  }
  return nullptr;
}

const ExtensionOperator* ExtensionObjects::EntryOf(const BuiltinOperator* op) const {
  if (op->id <= kFirstExtensionOperator) return nullptr;
  return &operators_[op->id - kFirstExtensionOperator - 1];
}

Name ExtensionObjects::FindOperatorClass(std::string_view method, std::string_view name,
                                         TypeId input, std::string_view* found) {
  for (const auto& [extension, schema] : installed_) {
    for (const ExtensionMember& member : known().Members(extension, "operator class")) {
      if (member.arguments != method) continue;
      if (name.empty() ? member.detail.find('d') == std::string_view::npos : member.name != name) {
        continue;
      }
      std::vector<TypeId> type;
      if (name.empty() &&
          (!ReadTypes(member.result, schema, &type) || type.size() != 1 || type[0] != input)) {
        continue;
      }
      *found = member.name;
      return MemberSchema(member, schema);
    }
  }
  const ObjectId own = FindOwnClass(method, name, input);
  if (own == kNoObject) return {};
  const ObjectKey& key = types_.catalog().Get(own).key;
  *found = key.name;
  return key.schema;
}

ObjectId ExtensionObjects::FindOwnClass(std::string_view method, std::string_view name,
                                        TypeId input) const {
  const Catalog& catalog = types_.catalog();
  ObjectId found = kNoObject;
  catalog.ForEachOfKind(KindOf<OperatorClass>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    const auto& payload = object.As<OperatorClass>();
    if (object.key.signature != method) return;
    if (name.empty() ? !payload.is_default : object.key.name != name) return;
    if (name.empty() && types_.FromRef(payload.input, nullptr) != input) return;
    found = id;
  });
  return found;
}

}  // namespace schemadiff::sema
