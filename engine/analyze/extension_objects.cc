#include "engine/analyze/extension_objects.h"

#include <algorithm>

#include "engine/analyze/type_table.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

// Ids of extensions' operators, out of reach of the server's.
constexpr OperatorId kFirstExtensionOperator = 1u << 24;

}  // namespace

void ExtensionObjects::SetInstalled(std::vector<std::pair<Name, Name>> installed) {
  if (installed == installed_) return;
  installed_ = std::move(installed);
  loaded_ = false;
  complete_ = true;
  const Extensions& known = Extensions::ForMajor(types_.major());
  for (const auto& [name, schema] : installed_) {
    const ExtensionFacts* facts = known.Find(name);
    complete_ = complete_ && facts != nullptr && facts->complete;
  }
}

const ExtensionMember* ExtensionObjects::FindType(Name schema, std::string_view name) const {
  const Extensions& known = Extensions::ForMajor(types_.major());
  for (const auto& [extension, its_schema] : installed_) {
    if (its_schema != schema) continue;
    const auto members = known.Members(extension, "type", name);
    const ExtensionFacts* facts = known.Find(extension);
    if (!members.empty() && facts != nullptr && facts->complete) return &members.front();
  }
  return nullptr;
}

bool ExtensionObjects::HasMember(Name schema, std::string_view kind, std::string_view name) const {
  const Extensions& known = Extensions::ForMajor(types_.major());
  for (const auto& [extension, its_schema] : installed_) {
    if (its_schema == schema && !known.Members(extension, kind, name).empty()) return true;
  }
  return false;
}

std::vector<ExtensionRoutine> ExtensionObjects::RoutinesNamed(std::string_view name) const {
  std::vector<ExtensionRoutine> found;
  const Extensions& known = Extensions::ForMajor(types_.major());
  for (const auto& [extension, schema] : installed_) {
    for (const ExtensionMember& member : known.Members(extension, "function", name)) {
      found.push_back({extension, schema, &member});
    }
  }
  return found;
}

bool ExtensionObjects::ReadTypes(std::string_view list, Name schema, std::vector<TypeId>* out) {
  out->clear();
  if (list.empty()) return true;
  for (const std::string_view part : StrSplit(list, ',')) {
    const std::string_view text = StripWhitespace(part);
    if (text.empty()) {
      out->push_back(0);  // the missing side of a prefix operator
      continue;
    }
    const std::optional<TypeRef> type = ParseFormattedType(text);
    if (!type) return false;
    TypeId id = types_.Find(type->schema, type->name);
    if (id == 0) id = types_.Find(schema, type->name);
    // Types of the extensions that this one requires may be in other schemas.
    for (const auto& [extension, other] : installed_) {
      if (id == 0) id = types_.Find(other, type->name);
    }
    if (id != 0 && type->array) id = types_.Array(id);
    if (id == 0) return false;
    out->push_back(id);
  }
  return true;
}

void ExtensionObjects::Load() {
  if (loaded_) return;
  loaded_ = true;
  first_operator_ = operators_.size();
  casts_.clear();
  const Extensions& known = Extensions::ForMajor(types_.major());
  for (const auto& [extension, schema] : installed_) {
    for (const ExtensionMember& member : known.Members(extension)) {
      const bool is_operator = member.kind == "operator";
      if (!is_operator && member.kind != "cast") continue;
      std::vector<TypeId> arguments;
      std::vector<TypeId> result;
      if (!ReadTypes(member.arguments, schema, &arguments) ||
          !ReadTypes(member.result, schema, &result) || result.size() != 1) {
        continue;
      }
      if (!is_operator) {
        if (arguments.size() != 1 || member.detail.size() < 2) continue;
        casts_.push_back({extension, arguments[0], result[0], member.detail[0], member.detail[1]});
        continue;
      }
      if (arguments.empty() || arguments.size() > 2) continue;
      if (arguments.size() == 1) arguments.insert(arguments.begin(), 0);
      ExtensionOperator& added = operators_.emplace_back();
      added.extension = extension;
      added.schema = schema;
      added.op.id = kFirstExtensionOperator + static_cast<OperatorId>(operators_.size());
      added.op.name = member.name;
      added.op.left = arguments[0];
      added.op.right = arguments[1];
      added.op.result = result[0];
    }
  }
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
  const Extensions& known = Extensions::ForMajor(types_.major());
  for (const auto& [extension, schema] : installed_) {
    for (const ExtensionMember& member : known.Members(extension)) {
      if (member.kind != "operator class" || member.arguments != method) continue;
      if (name.empty() ? member.detail.find('d') == std::string_view::npos : member.name != name) {
        continue;
      }
      std::vector<TypeId> type;
      if (name.empty() &&
          (!ReadTypes(member.result, schema, &type) || type.size() != 1 || type[0] != input)) {
        continue;
      }
      *found = member.name;
      return schema;
    }
  }
  return {};
}

}  // namespace schemadiff::sema
