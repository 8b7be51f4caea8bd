#include "engine/catalog/snapshot.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/base/strings.h"
#include "engine/catalog/kind_info.h"
#include "engine/pg/extensions.h"

namespace schemadiff {
namespace {

using Json = nlohmann::json;

Json KeyToJson(const ObjectKey& key) {
  Json json = Json::object();
  if (key.kind != kNoKind) json["kind"] = std::string(KindName(key.kind));
  const auto put = [&](const char* field, Name value) {
    if (!value.empty()) json[field] = value.str();
  };
  if (key.target != kNoKind) json["target"] = std::string(KindName(key.target));
  put("schema", key.schema);
  put("table", key.table);
  put("name", key.name);
  put("signature", key.signature);
  put("role", key.role);
  return json;
}

std::string StringField(const Json& json, const char* field) {
  const auto found = json.find(field);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> StringsField(const Json& json, const char* field) {
  std::vector<std::string> strings;
  const auto found = json.find(field);
  if (found == json.end() || !found->is_array()) return strings;
  for (const Json& element : *found) {
    if (element.is_string()) strings.push_back(element.get<std::string>());
  }
  return strings;
}

Json BookkeepingToJson(const BookkeepingRecord& record) {
  Json json = {{"table", record.query.table}, {"column", record.query.column}};
  if (!record.query.schema.empty()) json["schema"] = record.query.schema;
  if (!record.result.schemas.empty()) json["found_in"] = record.result.schemas;
  if (record.result.rows) json["rows"] = *record.result.rows;
  if (record.result.unreadable) json["unreadable"] = true;
  return json;
}

BookkeepingRecord BookkeepingFromJson(const Json& json) {
  BookkeepingRecord record;
  record.query = {StringField(json, "schema"), StringField(json, "table"),
                  StringField(json, "column")};
  record.result.schemas = StringsField(json, "found_in");
  if (json.contains("rows")) record.result.rows = StringsField(json, "rows");
  record.result.unreadable = json.value("unreadable", Json(false)) == Json(true);
  return record;
}

// `any_kind`: whether a key without kind may stand for every kind.
absl::StatusOr<ObjectKey> KeyFromJson(const Json& json, bool any_kind = false) {
  if (!json.is_object()) return absl::InvalidArgumentError("an object's key is not a JSON object");
  ObjectKey key;
  const std::string kind = StringField(json, "kind");
  key.kind = KindFromName(kind);
  if (key.kind == kNoKind && !(any_kind && kind.empty())) {
    return absl::InvalidArgumentError(StrCat("unknown object kind \"", kind, "\""));
  }
  if (json.contains("target")) {
    key.target = KindFromName(StringField(json, "target"));
    if (key.target == kNoKind)
      return absl::InvalidArgumentError("unknown kind of a comment's target");
  }
  key.schema = StringField(json, "schema");
  key.table = StringField(json, "table");
  key.name = StringField(json, "name");
  key.signature = StringField(json, "signature");
  key.role = StringField(json, "role");
  return key;
}

// The fields of an extension, and of a member of one, in the order of their declarations.
constexpr std::array kFactFields = {
    std::pair("name", &ExtensionFacts::name),
    std::pair("schema", &ExtensionFacts::schema),
    std::pair("requires", &ExtensionFacts::requires_extensions),
    std::pair("comment", &ExtensionFacts::comment),
    std::pair("version", &ExtensionFacts::version),
};
constexpr std::array kMemberFields = {
    std::pair("kind", &ExtensionMember::kind),
    std::pair("name", &ExtensionMember::name),
    std::pair("arguments", &ExtensionMember::arguments),
    std::pair("result", &ExtensionMember::result),
    std::pair("detail", &ExtensionMember::detail),
    std::pair("parameters", &ExtensionMember::parameters),
    std::pair("schema", &ExtensionMember::schema),
};

template <typename Fields, typename T>
Json FieldsToJson(const Fields& fields, const T& value) {
  Json json = Json::object();
  for (const auto& [name, member] : fields) {
    if (!(value.*member).empty()) json[name] = std::string(value.*member);
  }
  return json;
}

template <typename Fields, typename T>
void FieldsFromJson(const Fields& fields, const Json& json, T* value) {
  // These texts live as long as the program, as those that are built in.
  for (const auto& [name, member] : fields) (*value).*member = Name(StringField(json, name)).str();
}

Json ExtensionToJson(const KnownExtension& extension) {
  Json json = FieldsToJson(kFactFields, extension.facts);
  if (extension.facts.relocatable) json["relocatable"] = true;
  if (extension.facts.complete) json["complete"] = true;
  json["members"] = Json::array();
  for (const ExtensionMember& member : extension.members) {
    json["members"].push_back(FieldsToJson(kMemberFields, member));
  }
  return json;
}

absl::StatusOr<KnownExtension> ExtensionFromJson(const Json& json) {
  KnownExtension extension;
  if (!json.is_object() || StringField(json, "name").empty()) {
    return absl::InvalidArgumentError("an entry of \"extensions\" has no name");
  }
  FieldsFromJson(kFactFields, json, &extension.facts);
  extension.facts.relocatable = json.value("relocatable", Json(false)) == Json(true);
  extension.facts.complete = json.value("complete", Json(false)) == Json(true);
  for (const Json& member : json.value("members", Json::array())) {
    if (!member.is_object() || StringField(member, "kind").empty()) {
      return absl::InvalidArgumentError(
          StrCat("a member of extension \"", extension.facts.name, "\" has no kind"));
    }
    FieldsFromJson(kMemberFields, member, &extension.members.emplace_back());
  }
  return extension;
}

Json OriginToJson(const Origin& origin) {
  Json json = Json::object();
  if (!origin.revision.empty()) json["revision"] = origin.revision;
  if (!origin.location.file.empty()) json["file"] = origin.location.file;
  if (origin.location.line != 0) json["line"] = origin.location.line;
  return json;
}

Origin OriginFromJson(const Json& json) {
  Origin origin;
  origin.revision = StringField(json, "revision");
  origin.location.file = StringField(json, "file");
  const auto line = json.find("line");
  if (line != json.end() && line->is_number_unsigned())
    origin.location.line = line->get<uint32_t>();
  return origin;
}

Json ObjectToJson(const Catalog& catalog, const Object& object) {
  Json json{{"key", KeyToJson(object.key)}};
  Json attributes = Json::object();
  Json origins = Json::object();
  const KindInfo& info = InfoFor(object.key.kind);
  for (size_t i = 0; i < info.attributes.size(); ++i) {
    const AttributeInfo& attribute = info.attributes[i];
    if (attribute.is_set(object.payload)) {
      attributes[std::string(attribute.name)] = attribute.to_json(object.payload);
    }
    const OriginId origin = object.OriginOf(i);
    if (origin != object.origin) {
      origins[std::string(attribute.name)] = OriginToJson(catalog.GetOrigin(origin));
    }
  }
  if (!attributes.empty()) json["attributes"] = std::move(attributes);
  if (object.parent != kNoObject) json["parent"] = KeyToJson(catalog.Get(object.parent).key);
  if (object.origin != 0) json["origin"] = OriginToJson(catalog.GetOrigin(object.origin));
  if (!origins.empty()) json["attribute_origins"] = std::move(origins);
  return json;
}

absl::Status ReadObject(const Json& json, Catalog* catalog) {
  if (!json.is_object() || !json.contains("key")) {
    return absl::InvalidArgumentError("an object has no key");
  }
  absl::StatusOr<ObjectKey> key = KeyFromJson(json["key"]);
  if (!key.ok()) return key.status();
  if (catalog->Find(*key) != nullptr) {
    return absl::InvalidArgumentError(StrCat(key->ToString(), " is there twice"));
  }
  const KindInfo& info = InfoFor(key->kind);
  Payload payload = info.make();
  const Json attributes = json.value("attributes", Json::object());
  for (const auto& [name, value] : attributes.items()) {
    const auto attribute =
        std::find_if(info.attributes.begin(), info.attributes.end(),
                     [&wanted = name](const AttributeInfo& a) { return a.name == wanted; });
    if (attribute == info.attributes.end()) {
      return absl::InvalidArgumentError(
          StrCat(key->ToString(), " has an unknown attribute \"", name, "\""));
    }
    if (!attribute->from_json(value, payload)) {
      return absl::InvalidArgumentError(StrCat("attribute \"", name, "\" of ", key->ToString(),
                                               " has a value of the wrong shape"));
    }
  }
  const OriginId origin =
      json.contains("origin") ? catalog->AddOrigin(OriginFromJson(json["origin"])) : 0;
  const ObjectId id = catalog->Create(*key, std::move(payload), kNoObject, origin);
  const Json origins = json.value("attribute_origins", Json::object());
  for (const auto& [name, value] : origins.items()) {
    for (size_t i = 0; i < info.attributes.size(); ++i) {
      if (info.attributes[i].name == name) {
        catalog->SetAttributeOrigin(id, i, catalog->AddOrigin(OriginFromJson(value)));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

namespace {

// A database in SQL_ASCII may hold names that are not UTF-8; JSON cannot, so they are replaced.
std::string Dump(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

// As an array that is the member of an object. One by one: all of them as JSON values take many
// times the room of their text.
std::string DumpObjects(const Catalog& catalog) {
  std::string out = "[";
  for (const ObjectId id : catalog.Sorted()) {
    if (out.size() > 1) out += ',';
    out += "\n  ";
    for (const char c : Dump(ObjectToJson(catalog, catalog.Get(id)))) {
      out += c;
      if (c == '\n') out += "  ";
    }
  }
  out += out.size() > 1 ? "\n ]" : "]";
  return out;
}

}  // namespace

std::string WriteSnapshot(const Snapshot& snapshot, std::string_view tool_version) {
  const Catalog& catalog = snapshot.catalog;
  Json json;
  json["schema_diff_snapshot"] = {{"format", kSnapshotFormat},
                                  {"tool_version", std::string(tool_version)}};
  json["server_version"] = catalog.server_version;
  if (!snapshot.source.empty()) json["source"] = snapshot.source;
  if (!snapshot.unread.empty()) json["unread"] = snapshot.unread;
  if (catalog.notes.search_path) json["search_path"] = *catalog.notes.search_path;
  if (!catalog.notes.time_zone.empty()) json["time_zone"] = catalog.notes.time_zone;
  if (catalog.notes.extensions != nullptr) {
    for (const KnownExtension* extension : catalog.notes.extensions->Added()) {
      json["extensions"].push_back(ExtensionToJson(*extension));
    }
  }
  for (const BookkeepingRecord& record : snapshot.bookkeeping) {
    json["bookkeeping"].push_back(BookkeepingToJson(record));
  }
  if (!catalog.unknown().empty()) {
    Json unknown = Json::array();
    for (const auto& [key, reason] : catalog.unknown()) {
      unknown.push_back({{"key", KeyToJson(key)}, {"reason", reason}});
    }
    json["unknown"] = std::move(unknown);
  }
  if (!catalog.unmodelled.empty()) json["unmodelled"] = catalog.unmodelled;
  // Members are sorted by name, and "objects" comes first.
  return StrCat("{\n \"objects\": ", DumpObjects(catalog), ",", Dump(json).substr(1), "\n");
}

absl::StatusOr<Snapshot> ReadSnapshot(std::string_view text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) {
    return absl::InvalidArgumentError("not valid JSON (a truncated snapshot?)");
  }
  if (!json.is_object() || !json.contains("schema_diff_snapshot")) {
    return absl::InvalidArgumentError(
        "not a schema-diff snapshot: it has no \"schema_diff_snapshot\"");
  }
  const Json& header = json["schema_diff_snapshot"];
  if (!header.is_object() || !header.contains("format") || !header["format"].is_number_integer()) {
    return absl::InvalidArgumentError("the snapshot names no format version");
  }
  if (const int format = header["format"].get<int>(); format < 1 || format > kSnapshotFormat) {
    return absl::InvalidArgumentError(
        StrCat("the snapshot has format ", format, ", written by schema-diff ",
               StringField(header, "tool_version"), "; this one reads up to ", kSnapshotFormat));
  }
  Snapshot snapshot;
  Catalog& catalog = snapshot.catalog;
  snapshot.source = StringField(json, "source");
  snapshot.unread = StringsField(json, "unread");
  if (json.contains("search_path")) catalog.notes.search_path = StringField(json, "search_path");
  catalog.notes.time_zone = StringField(json, "time_zone");
  if (json.contains("bookkeeping") && json["bookkeeping"].is_array()) {
    for (const Json& record : json["bookkeeping"]) {
      if (record.is_object()) snapshot.bookkeeping.push_back(BookkeepingFromJson(record));
    }
  }
  if (json.contains("server_version") && json["server_version"].is_number_integer()) {
    catalog.server_version = json["server_version"].get<int>();
  }
  if (json.contains("extensions") && json["extensions"].is_array()) {
    std::vector<KnownExtension> extensions;
    for (const Json& entry : json["extensions"]) {
      absl::StatusOr<KnownExtension> extension = ExtensionFromJson(entry);
      if (!extension.ok()) return extension.status();
      extensions.push_back(*std::move(extension));
    }
    if (!extensions.empty()) {
      catalog.notes.extensions =
          Extensions::With(catalog.server_version / 10000, std::move(extensions));
    }
  }
  if (!json.contains("objects") || !json["objects"].is_array()) {
    return absl::InvalidArgumentError("the snapshot holds no list of objects");
  }
  for (const Json& object : json["objects"]) {
    if (absl::Status status = ReadObject(object, &catalog); !status.ok()) return status;
  }
  // Parents in a second pass: a part may sort before what it is part of.
  for (const Json& object : json["objects"]) {
    if (!object.contains("parent")) continue;
    absl::StatusOr<ObjectKey> key = KeyFromJson(object["key"]);
    absl::StatusOr<ObjectKey> parent = KeyFromJson(object["parent"]);
    if (!parent.ok()) return parent.status();
    const ObjectId parent_id = catalog.IdOf(*parent);
    if (parent_id == kNoObject) {
      return absl::InvalidArgumentError(
          StrCat(key->ToString(), " is part of ", parent->ToString(), ", which is not there"));
    }
    catalog.SetParent(catalog.IdOf(*key), parent_id);
  }
  if (json.contains("unknown") && json["unknown"].is_array()) {
    for (const Json& entry : json["unknown"]) {
      if (!entry.is_object() || !entry.contains("key")) continue;
      absl::StatusOr<ObjectKey> key = KeyFromJson(entry["key"], /*any_kind=*/true);
      if (!key.ok()) return key.status();
      catalog.MarkUnknown(*key, StringField(entry, "reason"));
    }
  }
  if (json.contains("unmodelled") && json["unmodelled"].is_object()) {
    for (const auto& [kind, count] : json["unmodelled"].items()) {
      if (count.is_number_integer()) catalog.unmodelled[kind] = count.get<int>();
    }
  }
  return snapshot;
}

}  // namespace schemadiff
