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

namespace {

// Kinds of which no object is ever named in an expression or a query.
bool IsNeverNamed(std::string_view kind) {
  static constexpr std::array<std::string_view, 11> kKinds = {"statistics object",
                                                              "publication",
                                                              "subscription",
                                                              "event trigger",
                                                              "tablespace",
                                                              "server",
                                                              "user mapping",
                                                              "foreign-data wrapper",
                                                              "transform",
                                                              "conversion",
                                                              "dependency on an extension"};
  return std::ranges::find(kKinds, kind) != kKinds.end();
}

}  // namespace

bool MayHaveUnknownObjects(const Context& context) {
  const Catalog& catalog = context.catalog;
  const bool modelled = std::ranges::all_of(
      catalog.unmodelled, [](const auto& entry) { return IsNeverNamed(entry.first); });
  if (!modelled || !catalog.unknown().empty()) return true;
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
