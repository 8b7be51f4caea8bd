#include "engine/introspect/unmodelled.h"

#include <string>

namespace schemadiff::introspect {

std::string UnmodelledSql(const Scope& scope) {
  std::string counts = "SELECT 'security label', count(*) FROM pg_seclabel";
  if (scope.whole_database) {
    counts += " UNION ALL SELECT 'large object', count(*) FROM pg_largeobject_metadata";
  }
  return "SELECT * FROM (" + counts + ") counts (kind, count) WHERE count > 0";
}

}  // namespace schemadiff::introspect
