// GRANT, REVOKE, ALTER DEFAULT PRIVILEGES.
#include <algorithm>
#include <array>

#include "tools/random_ddl/addresses.h"
#include "tools/random_ddl/makers.h"

namespace schemadiff::random_ddl {
namespace {

struct Grantable {
  Kind kind;
  std::string_view words;
  std::string_view in_schema;  // of ALL ... IN SCHEMA, and of default privileges; empty: not there
  std::vector<std::string_view> privileges;
};

const std::vector<Grantable>& Grantables() {
  static const std::vector<std::string_view> kRelation = {
      "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"};
  static const std::vector<Grantable> kGrantables = {
      {KindOf<Table>, "", "TABLES", kRelation},
      {KindOf<Table>, "TABLE ", "TABLES", kRelation},
      {KindOf<View>, "TABLE ", "TABLES", kRelation},
      {KindOf<MaterializedView>, "", "TABLES", kRelation},
      {KindOf<Sequence>, "SEQUENCE ", "SEQUENCES", {"USAGE", "SELECT", "UPDATE"}},
      {KindOf<Function>, "FUNCTION ", "FUNCTIONS", {"EXECUTE"}},
      {KindOf<Function>, "ROUTINE ", "ROUTINES", {"EXECUTE"}},
      {KindOf<Aggregate>, "FUNCTION ", "FUNCTIONS", {"EXECUTE"}},
      {KindOf<Schema>, "SCHEMA ", "SCHEMAS", {"USAGE", "CREATE"}},
      {KindOf<EnumType>, "TYPE ", "TYPES", {"USAGE"}},
      {KindOf<CompositeType>, "TYPE ", "TYPES", {"USAGE"}},
      {KindOf<Domain>, "DOMAIN ", "TYPES", {"USAGE"}},
      {KindOf<Language>, "LANGUAGE ", "", {"USAGE"}},
      {KindOf<ForeignDataWrapper>, "FOREIGN DATA WRAPPER ", "", {"USAGE"}},
      {KindOf<ForeignServer>, "FOREIGN SERVER ", "", {"USAGE"}}};
  return kGrantables;
}

// A list of privileges that the kind has, or ALL; now and then one that it has not.
std::string PrivilegeList(Draft& draft, const Grantable& what) {
  if (draft.Chance(20)) return std::string(draft.random.Pick({"ALL", "ALL PRIVILEGES"}));
  if (draft.Slip()) return "USAGE, TEMPORARY";
  std::vector<std::string_view> rest = what.privileges;
  std::string list;
  for (int count = draft.random.Between(1, 3); count > 0 && !rest.empty(); --count) {
    const int at = draft.random.Below(static_cast<int>(rest.size()));
    StrAppend(&list, list.empty() ? "" : ", ", rest[static_cast<size_t>(at)]);
    rest.erase(rest.begin() + at);
  }
  return list;
}

std::string Grantees(Draft& draft) {
  return List(draft.Chance(25) ? 2 : 1, [&] { return draft.Grantee(); });
}

// GRANT privileges ON what TO whom, or REVOKE of the same. PUBLIC cannot have grant options.
std::string Statement(Draft& draft, const std::string& privileges, const std::string& on) {
  const std::string grantees = Grantees(draft);
  const bool everybody = grantees.find("PUBLIC") != std::string::npos;
  const int option = everybody && !draft.Slip() ? 0 : 20;
  const std::string_view by =
      draft.Perhaps(5, draft.major >= 14 && draft.Chance(80) ? " GRANTED BY CURRENT_USER" : "");
  if (draft.Chance(60)) {
    return StrCat("GRANT ", privileges, " ON ", on, " TO ", draft.Perhaps(5, "GROUP "), grantees,
                  draft.Perhaps(option, " WITH GRANT OPTION"), by);
  }
  return StrCat("REVOKE ", draft.Perhaps(15, "GRANT OPTION FOR "), privileges, " ON ", on, " FROM ",
                grantees, by, draft.random.Pick({"", "", " CASCADE", " RESTRICT"}));
}

// Of some of a relation's columns.
std::string OnColumns(Draft& draft) {
  const ObjectId relation = draft.AnyRelation();
  if (relation == kNoObject) return "";
  const std::string privileges = List(draft.random.Between(1, 2), [&] {
    return StrCat(draft.random.Pick({"SELECT", "INSERT", "UPDATE", "REFERENCES", "ALL"}), " (",
                  draft.ColumnList(relation, 3), ")");
  });
  return Statement(draft, StrCat(draft.Perhaps(15, "DELETE, "), privileges),
                   StrCat(draft.Perhaps(50, "TABLE "), draft.Ref(relation)));
}

}  // namespace

std::string GrantOrRevoke(Draft& draft) {
  if (draft.Chance(20)) return OnColumns(draft);
  for (int tries = 0; tries < 8; ++tries) {
    const Grantable& what = draft.random.Pick(Grantables());
    const bool whole = !what.in_schema.empty() && what.in_schema != "TYPES" &&
                       what.in_schema != "SCHEMAS" && draft.Chance(15);
    if (whole) {
      const std::string privileges = PrivilegeList(draft, what);
      return Statement(draft, privileges,
                       StrCat("ALL ", what.in_schema, " IN SCHEMA ", draft.SchemaName()));
    }
    const Address address = AddressOfKind(draft, what.kind);
    if (address.id == kNoObject) continue;
    std::string words(what.words);
    if (address.words == "PROCEDURE" && words == "FUNCTION ") words = "PROCEDURE ";
    const std::string privileges = PrivilegeList(draft, what);
    std::string name = address.name;
    if (draft.Chance(10)) StrAppend(&name, ", ", AddressOfKind(draft, what.kind).name);
    return Statement(draft, privileges, words + name);
  }
  return "";
}

std::string AlterDefaultPrivileges(Draft& draft) {
  const Grantable& what = draft.random.Pick(Grantables());
  if (what.in_schema.empty()) return "";
  std::string sql = "ALTER DEFAULT PRIVILEGES";
  if (draft.Chance(30)) {
    StrAppend(&sql, " FOR ", draft.random.Pick({"ROLE ", "USER "}),
              draft.random.Pick({"CURRENT_USER", "postgres", "pg_monitor"}));
  }
  if (draft.Chance(45) && (what.in_schema != "SCHEMAS" || draft.Slip())) {
    StrAppend(&sql, " IN SCHEMA ", draft.SchemaName());
  }
  const std::string privileges = PrivilegeList(draft, what);
  const std::string grantees = Grantees(draft);
  if (draft.Chance(55)) {
    const bool everybody = grantees.find("PUBLIC") != std::string::npos;
    return StrCat(sql, " GRANT ", privileges, " ON ", what.in_schema, " TO ", grantees,
                  everybody ? "" : draft.Perhaps(15, " WITH GRANT OPTION"));
  }
  return StrCat(sql, " REVOKE ", draft.Perhaps(15, "GRANT OPTION FOR "), privileges, " ON ",
                what.in_schema, " FROM ", grantees, draft.Perhaps(25, " CASCADE"));
}

}  // namespace schemadiff::random_ddl
