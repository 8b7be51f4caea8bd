#include "engine/analyze/context.h"

#include <algorithm>
#include <array>
#include <memory>

#include "engine/analyze/query.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {

struct Arena::Queries {
  std::forward_list<Query> list;
};

Arena::Arena() : queries_(std::make_unique<Queries>()) {}
Arena::~Arena() = default;

Query* Arena::NewQuery() { return &queries_->list.emplace_front(); }

bool MayHaveUnknownObjects(const Context& context) {
  if (!context.catalog.unknown().empty()) return true;
  return !context.types.extensions().complete();
}

void ThrowNotFound(const Context& context, std::string_view sqlstate, const std::string& message,
                   int location) {
  if (MayHaveUnknownObjects(context)) {
    throw NotModelled(StrCat(message,
                             ", or it belongs to an extension or to something else that "
                             "is not modelled"),
                      location);
  }
  throw PgError(sqlstate, message, location);
}

void RequireSchema(const Context& context, std::string_view schema, int location) {
  if (schema == "pg_catalog" || schema == "information_schema") return;
  if (context.catalog.Find(KeyFor<Schema>(Name(schema))) != nullptr) return;
  const ExtensionObjects& extensions = context.types.extensions();
  if (extensions.MadeSchema(schema)) return;
  if (!extensions.complete()) {
    throw NotModelled(StrCat("schema \"", schema, "\" does not exist, or an extension made it"),
                      location);
  }
  throw PgError(sqlstate::kUndefinedSchema, StrCat("schema \"", schema, "\" does not exist"),
                location);
}

}  // namespace schemadiff::sema
