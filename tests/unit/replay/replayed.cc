#include "tests/unit/replay/replayed.h"

#include "engine/base/strings.h"
#include "engine/catalog/kind_info.h"

namespace schemadiff::testing {
namespace {

std::string Describe(const schemadiff::Object& object) {
  std::string text;
  for (const AttributeInfo& attribute : InfoFor(object.key.kind).attributes) {
    if (!attribute.is_set(object.payload)) continue;
    if (!text.empty()) text += ", ";
    StrAppend(&text, attribute.name, "=", attribute.text(object.payload));
    if (!attribute.unresolved(object.payload).empty()) text += '?';
  }
  return text;
}

}  // namespace

Replayed::Replayed(std::string_view sql, int server_version)
    : catalog(InitialCatalog(server_version)) {
  ReplaySql(SourceText::FromFile("test.sql", std::string(sql)), "rev", catalog, diagnostics);
}

std::string Replayed::Objects() const {
  const Catalog initial = InitialCatalog(catalog.server_version);
  std::string text;
  for (const ObjectId id : catalog.Sorted()) {
    const schemadiff::Object& object = catalog.Get(id);
    if (initial.Find(object.key) != nullptr) continue;
    StrAppend(&text, object.key.ToString(), ": ", Describe(object), "\n");
  }
  return text;
}

std::string Replayed::Object(std::string_view description) const {
  for (const ObjectId id : catalog.Sorted()) {
    if (catalog.Get(id).key.ToString() == description) return Describe(catalog.Get(id));
  }
  return "-";
}

std::string Replayed::Names(std::string_view prefix) const {
  std::string text;
  for (const ObjectId id : catalog.Sorted()) {
    const std::string name = catalog.Get(id).key.ToString();
    if (name.starts_with(prefix)) StrAppend(&text, name.substr(prefix.size()), "\n");
  }
  return text;
}

std::string Replayed::OriginOf(std::string_view description) const {
  for (const ObjectId id : catalog.Sorted()) {
    const schemadiff::Object& object = catalog.Get(id);
    if (object.key.ToString() == description) {
      return catalog.GetOrigin(object.origin).location.ToString();
    }
  }
  return "-";
}

std::string Replayed::Errors() const {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    StrAppend(&text, diagnostic.location.line, ": ",
              diagnostic.sqlstate.empty() ? diagnostic.code : diagnostic.sqlstate, " ",
              diagnostic.message, "\n");
  }
  return text;
}

}  // namespace schemadiff::testing
