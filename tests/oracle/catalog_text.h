// Catalogs as text, for tests.
#pragma once

#include <string>
#include <string_view>

#include "engine/catalog/catalog.h"
#include "engine/introspect/introspect.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {

/// One line per object, sorted by key, with the attributes that are not the default:
/// `column public.t.a: type=integer; position=1`. Schema public and extension plpgsql are left out.
std::string CatalogText(const Catalog& catalog);
/// The same for one object; "(none)" where it is not there.
std::string ObjectText(const Catalog& catalog, const ObjectKey& key);

/// Introspects, and fails the test where that fails.
LiveCatalog IntrospectOrFail(const Database& database, const IntrospectOptions& options = {});

/// Runs the statements on a fresh database of that major and introspects it.
LiveCatalog IntrospectAfter(int major, const std::string& sql,
                            const IntrospectOptions& options = {});

}  // namespace schemadiff::testing
