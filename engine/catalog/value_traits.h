// Compare, hash, print and (de)serialize attribute values, by type. Included by kind_info.cc
// only: everything else goes through KindInfo.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/base/stable_hash.h"
#include "engine/base/strings.h"
#include "engine/catalog/kind_info.h"
#include "engine/catalog/values.h"
#include "engine/pg/identifier.h"
#include "engine/pg/type_name.h"

namespace schemadiff::internal {

using Json = nlohmann::json;

template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <typename T>
struct IsStated : std::false_type {};
template <typename T>
struct IsStated<Stated<T>> : std::true_type {};

// Calls visit(field of a, field of b, attr) for each field of a described struct.
template <Described T, typename Visit>
void VisitFields(Visit visit) {
  std::apply([&](const auto&... attr) { (visit(attr), ...); }, T::Attrs());
}

/// Modifiers of a type that is not the server's own are as someone wrote them, where a replay has
/// them: what the type makes of words, and what it adds by itself, is not known.
Comparison CompareTypes(const TypeRef& a, const TypeRef& b);

template <typename T>
Comparison CompareValues(const T& a, const T& b, const CompareContext& context) {
  if constexpr (std::is_same_v<T, Expression>) {
    if (a.empty() || b.empty()) {
      return a.empty() == b.empty() ? Comparison::kEqual : Comparison::kDifferent;
    }
    if (a.text() == b.text()) return Comparison::kEqual;
    if (!a.resolved() || !b.resolved()) return Comparison::kNotComparable;
    if (context.equivalent_text && context.equivalent_text(a.text(), b.text())) {
      return Comparison::kCosmetic;
    }
    return Comparison::kDifferent;
  } else if constexpr (std::is_same_v<T, TypeRef>) {
    return CompareTypes(a, b);
  } else if constexpr (IsStated<T>::value) {
    if (!a.value || !b.value) return Comparison::kEqual;
    return CompareValues(*a.value, *b.value, context);
  } else if constexpr (IsVector<T>::value) {
    if (a.size() != b.size()) return Comparison::kDifferent;
    Comparison worst = Comparison::kEqual;
    for (size_t i = 0; i < a.size(); ++i) {
      worst = std::max(worst, CompareValues(a[i], b[i], context));
    }
    return worst;
  } else if constexpr (IsOptional<T>::value) {
    if (a.has_value() != b.has_value()) return Comparison::kDifferent;
    return a ? CompareValues(*a, *b, context) : Comparison::kEqual;
  } else if constexpr (Described<T>) {
    Comparison worst = Comparison::kEqual;
    VisitFields<T>([&](const auto& attr) {
      worst = std::max(worst, CompareValues(a.*attr.member, b.*attr.member, context));
    });
    return worst;
  } else {
    return a == b ? Comparison::kEqual : Comparison::kDifferent;
  }
}

template <typename T>
void HashValue(const T& value, StableHasher& hasher) {
  if constexpr (std::is_same_v<T, Expression>) {
    hasher.Add(value.empty() ? uint64_t{0} : uint64_t{1});
    hasher.Add(std::string_view(value.text()));
  } else if constexpr (std::is_same_v<T, Options>) {
    HashValue(value.list(), hasher);
  } else if constexpr (IsStated<T>::value) {
    // Compared only where both sides state it, so it cannot count for identity.
  } else if constexpr (IsVector<T>::value) {
    hasher.Add(static_cast<uint64_t>(value.size()));
    for (const auto& element : value) HashValue(element, hasher);
  } else if constexpr (IsOptional<T>::value) {
    hasher.Add(static_cast<uint64_t>(value.has_value()));
    if (value) HashValue(*value, hasher);
  } else if constexpr (Described<T>) {
    VisitFields<T>([&](const auto& attr) { HashValue(value.*attr.member, hasher); });
  } else if constexpr (std::is_same_v<T, TypeRef>) {
    hasher.Add(std::string_view(FormatType(value, kNewestMajor)));
  } else if constexpr (std::is_enum_v<T>) {
    hasher.Add(EnumText(value));  // by text: adding an enumerator in the middle changes no hash
  } else if constexpr (std::is_same_v<T, double>) {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", value);
    hasher.Add(std::string_view(text));
  } else if constexpr (std::is_arithmetic_v<T>) {
    hasher.Add(static_cast<uint64_t>(value));
  } else {
    hasher.Add(std::string_view(value));
  }
}

template <typename T>
std::string ValueText(const T& value) {
  if constexpr (requires { value.ToText(); }) {
    return value.ToText();
  } else if constexpr (std::is_same_v<T, Expression>) {
    return value.text();
  } else if constexpr (std::is_same_v<T, TypeRef>) {
    return value.name.empty() ? "" : FormatType(value, kNewestMajor);
  } else if constexpr (std::is_same_v<T, bool>) {
    return value ? "true" : "false";
  } else if constexpr (std::is_same_v<T, Options>) {
    return StrJoin(value.list(), ", ", [](std::string* out, const Option& option) {
      StrAppend(out, option.name.str(), "=", option.value);
    });
  } else if constexpr (IsStated<T>::value) {
    return value.value ? ValueText(*value.value) : "";
  } else if constexpr (IsVector<T>::value) {
    return StrJoin(value, ", ",
                   [](std::string* out, const auto& element) { *out += ValueText(element); });
  } else if constexpr (IsOptional<T>::value) {
    return value ? ValueText(*value) : "";
  } else if constexpr (std::is_enum_v<T>) {
    return std::string(EnumText(value));
  } else if constexpr (std::is_same_v<T, Name>) {
    return value.str();
  } else if constexpr (std::is_same_v<T, double>) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
  } else if constexpr (std::is_arithmetic_v<T>) {
    return StrCat(value);
  } else if constexpr (requires { value.ToString(); }) {
    return value.empty() ? "" : value.ToString();
  } else {
    return std::string(value);
  }
}

template <typename T>
std::string UnresolvedReason(const T& value) {
  if constexpr (std::is_same_v<T, Expression>) {
    return value.reason();
  } else if constexpr (IsVector<T>::value) {
    for (const auto& element : value) {
      if (std::string reason = UnresolvedReason(element); !reason.empty()) return reason;
    }
    return {};
  } else if constexpr (Described<T>) {
    std::string reason;
    VisitFields<T>([&](const auto& attr) {
      if (reason.empty()) reason = UnresolvedReason(value.*attr.member);
    });
    return reason;
  } else {
    return {};
  }
}

template <typename T>
Json ValueToJson(const T& value) {
  if constexpr (std::is_same_v<T, Expression>) {
    if (value.empty()) return nullptr;
    Json json{{"text", value.text()}};
    if (!value.source().empty()) json["source"] = value.source();
    if (!value.resolved()) json["unresolved"] = value.reason();
    return json;
  } else if constexpr (std::is_same_v<T, Options>) {
    Json json = Json::object();
    for (const Option& option : value.list()) json[option.name.str()] = option.value;
    return json;
  } else if constexpr (std::is_same_v<T, TypeRef>) {
    if (value.name.empty()) return nullptr;
    Json json{{"schema", std::string(value.schema)}, {"name", std::string(value.name)}};
    if (!value.modifiers.empty()) json["modifiers"] = std::string(value.modifiers);
    if (value.array) json["array"] = true;
    return json;
  } else if constexpr (IsStated<T>::value) {
    return ValueToJson(value.value);
  } else if constexpr (IsVector<T>::value) {
    Json json = Json::array();
    for (const auto& element : value) json.push_back(ValueToJson(element));
    return json;
  } else if constexpr (IsOptional<T>::value) {
    return value ? ValueToJson(*value) : Json(nullptr);
  } else if constexpr (Described<T>) {
    Json json = Json::object();
    VisitFields<T>([&](const auto& attr) {
      // What has its default value is left out: snapshots stay small.
      Json field = ValueToJson(value.*attr.member);
      if (field != ValueToJson(T{}.*attr.member)) json[std::string(attr.name)] = std::move(field);
    });
    return json;
  } else if constexpr (std::is_enum_v<T>) {
    return std::string(EnumText(value));
  } else if constexpr (std::is_same_v<T, Name>) {
    return value.str();
  } else {
    return value;
  }
}

template <typename T>
bool ValueFromJson(const Json& json, T& value) {
  if constexpr (std::is_same_v<T, Expression>) {
    if (json.is_null()) {
      value = Expression();
      return true;
    }
    if (!json.is_object() || !json.contains("text") || !json["text"].is_string()) return false;
    const auto text_of = [&](const char* field) {
      const auto found = json.find(field);
      return found != json.end() && found->is_string() ? found->template get<std::string>()
                                                       : std::string();
    };
    const std::string unresolved = text_of("unresolved");
    value = unresolved.empty() ? Expression::Canonical(text_of("text"), text_of("source"))
                               : Expression::Unresolved(text_of("text"), unresolved);
    return true;
  } else if constexpr (std::is_same_v<T, Options>) {
    if (!json.is_object()) return false;
    for (const auto& [name, text] : json.items()) {
      if (!text.is_string()) return false;
      value.Set(Name(name), text.template get<std::string>());
    }
    return true;
  } else if constexpr (std::is_same_v<T, TypeRef>) {
    value = TypeRef{};
    if (json.is_null()) return true;
    if (!json.is_object() || !json.contains("schema") || !json.contains("name")) return false;
    if (!json["schema"].is_string() || !json["name"].is_string()) return false;
    value.schema = json["schema"].template get<std::string>();
    value.name = json["name"].template get<std::string>();
    if (json.contains("modifiers") && json["modifiers"].is_string()) {
      value.modifiers = json["modifiers"].template get<std::string>();
    }
    value.array = json.contains("array") && json["array"] == true;
    return true;
  } else if constexpr (IsStated<T>::value) {
    return ValueFromJson(json, value.value);
  } else if constexpr (IsVector<T>::value) {
    if (!json.is_array()) return false;
    value.clear();
    for (const Json& element : json) {
      if (!ValueFromJson(element, value.emplace_back())) return false;
    }
    return true;
  } else if constexpr (IsOptional<T>::value) {
    if (json.is_null()) {
      value.reset();
      return true;
    }
    return ValueFromJson(json, value.emplace());
  } else if constexpr (Described<T>) {
    if (!json.is_object()) return false;
    value = T{};
    size_t known = 0;
    bool good = true;
    VisitFields<T>([&](const auto& attr) {
      const auto found = json.find(std::string(attr.name));
      if (found == json.end()) return;
      ++known;
      good = good && ValueFromJson(*found, value.*attr.member);
    });
    return good && known == json.size();  // a field that we do not know must not be lost
  } else if constexpr (std::is_enum_v<T>) {
    if (!json.is_string()) return false;
    const auto& text = json.get_ref<const std::string&>();
    for (size_t i = 0; i < kEnumText<T>.size(); ++i) {
      if (kEnumText<T>[i] == text) {
        value = static_cast<T>(i);
        return true;
      }
    }
    return false;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_boolean()) return false;
    value = json.get<bool>();
    return true;
  } else if constexpr (std::is_same_v<T, Name>) {
    if (!json.is_string()) return false;
    value = Name(json.get_ref<const std::string&>());
    return true;
  } else if constexpr (std::is_arithmetic_v<T>) {
    if (!json.is_number()) return false;
    value = json.get<T>();
    return true;
  } else {
    if (!json.is_string()) return false;
    value = json.get<std::string>();
    return true;
  }
}

}  // namespace schemadiff::internal
