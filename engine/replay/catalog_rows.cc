#include "engine/replay/catalog_rows.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/extensions.h"
#include "engine/replay/catalog_rows_builder.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

constexpr std::string_view kInformationSchema = "information_schema";

bool HasMember(const Context& cx, std::string_view extension, std::string_view catalog,
               std::string_view name) {
  const Extensions& known = cx.catalog.extensions();
  const ExtensionFacts* facts = known.Find(extension);
  if (facts == nullptr || !facts->complete) return true;
  std::string_view element = name;
  if (catalog == "pg_type" && element.starts_with("_")) element.remove_prefix(1);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kKinds = {{
      {"pg_type", "type"},
      {"pg_type", "relation"},
      {"pg_proc", "function"},
      {"pg_class", "relation"},
      {"pg_namespace", "schema"},
  }};
  bool listed = false;
  for (const auto& [of, kind] : kKinds) {
    if (of != catalog) continue;
    listed = true;
    if (!known.Members(extension, kind, element).empty()) return true;
  }
  // Its tables may have constraints, indexes and triggers of any name.
  return !listed && !known.Members(extension, "relation").empty();
}

bool IsOfInitdb(const Context& cx, std::string_view catalog, std::string_view name) {
  const auto has = [&](auto find) {
    return find("pg_catalog") != nullptr || find(kInformationSchema) != nullptr;
  };
  if (name.starts_with("pg_")) return true;
  if (catalog == "pg_namespace") return name == kInformationSchema;
  if (catalog == "pg_class") {
    return has([&](std::string_view schema) { return cx.builtins.FindRelation(schema, name); });
  }
  if (catalog == "pg_type") {
    const std::string_view element = name.starts_with("_") ? name.substr(1) : name;
    return has([&](std::string_view schema) { return cx.builtins.FindType(schema, element); }) ||
           has([&](std::string_view schema) { return cx.builtins.FindRelation(schema, element); });
  }
  if (catalog == "pg_proc") return !cx.builtins.FindProcs(name).empty();
  if (catalog == "pg_constraint") {
    return name.ends_with("_domain_check") || name.ends_with("_not_null");
  }
  if (catalog == "pg_trigger") return name.starts_with("RI_");
  return false;
}

}  // namespace

std::optional<size_t> CatalogRows::Find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column);
  if (found == columns.end()) return std::nullopt;
  return static_cast<size_t>(found - columns.begin());
}

bool MayBeOfServer(const Context& cx, std::string_view catalog, std::string_view name) {
  if (catalog == "pg_roles") {
    // Which there are, nothing tells but what statements say.
    const auto role = cx.catalog.notes.roles.find(name);
    return role == cx.catalog.notes.roles.end() || !role->second.dropped;
  }
  if (IsOfInitdb(cx, catalog, name)) return true;
  bool found = false;
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    const Name extension = cx.catalog.Get(id).key.name;
    found |= extension != "plpgsql" && HasMember(cx, extension, catalog, name);
  });
  return found;
}

Value IdentityOf(ObjectId id) { return Value::Identity(StrCat("object ", id)); }

Value IdentityOfSchema(std::string_view name) { return Value::Identity(StrCat("schema ", name)); }

Value IdentityOfType(const Context& cx, const TypeRef& type) {
  TypeRef plain = type;
  plain.modifiers = {};
  const bool own =
      type.schema != "pg_catalog" && TypeIn(cx.catalog, type.schema, type.name) != kNoObject;
  return Value::Identity(
      StrCat(own ? "object type " : "type ", FormatTypeWithoutModifiers(plain, cx.major())));
}

std::optional<CatalogRows> RowsOf(const Context& cx, std::string_view schema,
                                  std::string_view name) {
  using Fill = void (*)(RowsBuilder&);
  struct Source {
    std::string_view schema;
    std::string_view name;
    Fill fill;
  };
  static constexpr std::string_view kSystem = "pg_catalog";
  static constexpr std::array kSources = {
      Source{kSystem, "pg_namespace", FillNamespaces},
      Source{kSystem, "pg_class", FillClasses},
      Source{kSystem, "pg_attribute", FillAttributes},
      Source{kSystem, "pg_type", FillTypes},
      Source{kSystem, "pg_enum", FillEnumLabels},
      Source{kSystem, "pg_constraint", FillConstraints},
      Source{kSystem, "pg_index", FillIndexRows},
      Source{kSystem, "pg_indexes", FillIndexes},
      Source{kSystem, "pg_inherits", FillInherits},
      Source{kSystem, "pg_tables", FillTables},
      Source{kSystem, "pg_views", FillViews},
      Source{kSystem, "pg_matviews", FillMaterializedViews},
      Source{kSystem, "pg_sequences", FillSequences},
      Source{kSystem, "pg_trigger", FillTriggers},
      Source{kSystem, "pg_proc", FillRoutines},
      Source{kSystem, "pg_extension", FillExtensions},
      Source{kSystem, "pg_policy", FillPolicies},
      Source{kSystem, "pg_policies", FillPoliciesView},
      Source{kSystem, "pg_roles", FillRoles},
      Source{kSystem, "pg_authid", FillRoles},
      Source{kSystem, "pg_user", FillUsers},
      Source{kInformationSchema, "schemata", FillSchemata},
      Source{kInformationSchema, "tables", FillInformationTables},
      Source{kInformationSchema, "columns", FillInformationColumns},
      Source{kInformationSchema, "views", FillInformationViews},
      Source{kInformationSchema, "sequences", FillInformationSequences},
      Source{kInformationSchema, "table_constraints", FillTableConstraints},
      Source{kInformationSchema, "key_column_usage", FillKeyColumns},
      Source{kInformationSchema, "constraint_column_usage", FillConstraintColumns},
      Source{kInformationSchema, "referential_constraints", FillReferentialConstraints},
      Source{kInformationSchema, "triggers", FillInformationTriggers},
      Source{kInformationSchema, "routines", FillInformationRoutines},
  };
  if (schema.empty()) schema = kSystem;
  for (const Source& source : kSources) {
    if (source.schema != schema || source.name != name) continue;
    RowsBuilder builder(cx);
    source.fill(builder);
    CatalogRows rows = builder.Take();
    const BuiltinRelation* relation = cx.builtins.FindRelation(schema, name);
    if (relation == nullptr) return std::nullopt;
    for (const BuiltinColumn& column : relation->columns) {
      if (!rows.Find(column.name)) rows.others.push_back(column.name);
    }
    // Its OID, in all catalogs.
    if (!rows.Find("oid")) rows.others.emplace_back("oid");
    return rows;
  }
  return std::nullopt;
}

}  // namespace schemadiff::replay
