#include "tests/oracle/catalog_text.h"

#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "engine/catalog/kind_info.h"

namespace schemadiff::testing {
namespace {

std::string TextOf(const Object& object) {
  std::string out = object.key.ToString();
  bool first = true;
  for (const AttributeInfo& attribute : InfoFor(object.key.kind).attributes) {
    if (!attribute.is_set(object.payload)) continue;
    // Whose everything is.
    if (attribute.name == "owner" && attribute.text(object.payload) == "postgres") continue;
    StrAppend(&out, first ? ": " : "; ", attribute.name, "=", attribute.text(object.payload));
    first = false;
  }
  return out;
}

}  // namespace

std::string CatalogText(const Catalog& catalog) {
  std::string out;
  for (const ObjectId id : catalog.Sorted()) {
    const Object& object = catalog.Get(id);
    if (object.key == KeyFor<Schema>("public") || object.key == KeyFor<Extension>("plpgsql")) {
      continue;
    }
    StrAppend(&out, TextOf(object), "\n");
  }
  return out;
}

std::string ObjectText(const Catalog& catalog, const ObjectKey& key) {
  const Object* object = catalog.Find(key);
  return object == nullptr ? "(none)" : TextOf(*object);
}

LiveCatalog IntrospectOrFail(const Database& database, const IntrospectOptions& options) {
  absl::StatusOr<LiveCatalog> live = Introspect(database.connection_string(), options);
  if (!live.ok()) {
    ADD_FAILURE() << live.status();
    return {};
  }
  return *std::move(live);
}

LiveCatalog IntrospectAfter(int major, const std::string& sql, const IntrospectOptions& options) {
  auto database = PgServer::Shared(major).CreateDatabase();
  database->Execute(sql);
  return IntrospectOrFail(*database, options);
}

}  // namespace schemadiff::testing
