#include "tools/random_ddl/types.h"

#include <algorithm>

#include "engine/pg/identifier.h"

namespace schemadiff::random_ddl {
namespace {

struct Spelling {
  std::string_view sql;
  std::string_view name;
};

// What columns are usually declared as, and less usual forms of it.
const std::vector<Spelling>& Spellings() {
  static const std::vector<Spelling> kSpellings = {{"integer", "int4"},
                                                   {"int", "int4"},
                                                   {"int4", "int4"},
                                                   {"bigint", "int8"},
                                                   {"int8", "int8"},
                                                   {"smallint", "int2"},
                                                   {"text", "text"},
                                                   {"text", "text"},
                                                   {"varchar", "varchar"},
                                                   {"varchar(20)", "varchar"},
                                                   {"character varying(255)", "varchar"},
                                                   {"char", "bpchar"},
                                                   {"char(4)", "bpchar"},
                                                   {"character(10)", "bpchar"},
                                                   {"bpchar", "bpchar"},
                                                   {"\"char\"", "char"},
                                                   {"name", "name"},
                                                   {"boolean", "bool"},
                                                   {"bool", "bool"},
                                                   {"numeric", "numeric"},
                                                   {"numeric(10,2)", "numeric"},
                                                   {"decimal(5)", "numeric"},
                                                   {"real", "float4"},
                                                   {"float(20)", "float4"},
                                                   {"double precision", "float8"},
                                                   {"float", "float8"},
                                                   {"bytea", "bytea"},
                                                   {"date", "date"},
                                                   {"time", "time"},
                                                   {"time(3)", "time"},
                                                   {"time with time zone", "timetz"},
                                                   {"timestamp", "timestamp"},
                                                   {"timestamp(0) without time zone", "timestamp"},
                                                   {"timestamptz", "timestamptz"},
                                                   {"timestamp with time zone", "timestamptz"},
                                                   {"timestamp(6) with time zone", "timestamptz"},
                                                   {"interval", "interval"},
                                                   {"interval day to second(2)", "interval"},
                                                   {"interval year", "interval"},
                                                   {"interval(4)", "interval"},
                                                   {"uuid", "uuid"},
                                                   {"json", "json"},
                                                   {"jsonb", "jsonb"},
                                                   {"inet", "inet"},
                                                   {"cidr", "cidr"},
                                                   {"macaddr", "macaddr"},
                                                   {"bit(8)", "bit"},
                                                   {"bit varying", "varbit"},
                                                   {"bit varying(5)", "varbit"},
                                                   {"oid", "oid"},
                                                   {"point", "point"},
                                                   {"box", "box"},
                                                   {"tsvector", "tsvector"},
                                                   {"tsquery", "tsquery"},
                                                   {"int4range", "int4range"},
                                                   {"int8range", "int8range"},
                                                   {"numrange", "numrange"},
                                                   {"tsrange", "tsrange"},
                                                   {"tstzrange", "tstzrange"},
                                                   {"daterange", "daterange"},
                                                   {"xml", "xml"},
                                                   {"regclass", "regclass"},
                                                   {"regtype", "regtype"}};
  return kSpellings;
}

TypeChoice Spelled(Draft& draft) {
  const Spelling& spelling = draft.random.Pick(Spellings());
  std::string sql(spelling.sql);
  if (draft.Chance(5)) sql = StrCat("pg_catalog.", QuoteIdentifier(spelling.name, draft.major));
  TypeChoice choice{sql, PgType(spelling.name)};
  if (!choice.type.name.str().starts_with("reg") && draft.Chance(8)) {
    choice.sql += draft.random.Pick({"[]", "[]", " ARRAY", "[3]", "[][]", " ARRAY[4]"});
    choice.type.array = true;
  }
  return choice;
}

template <typename T>
TypeChoice OfProgram(Draft& draft) {
  const ObjectId id = draft.Any<T>();
  if (id == kNoObject) return Spelled(draft);
  TypeChoice choice{draft.Ref(id), {draft.Key(id).schema, draft.Key(id).name}};
  if (draft.Chance(12)) {
    choice.sql += "[]";
    choice.type.array = true;
  }
  return choice;
}

}  // namespace

TypeRef PgType(std::string_view name, bool array) { return {"pg_catalog", Name(name), {}, array}; }

const std::vector<std::string_view>& KnownTypeNames(int major) {
  static const auto kNames = [](bool multiranges) {
    std::vector<std::string_view> names;
    for (const Spelling& spelling : Spellings()) {
      if (std::ranges::find(names, spelling.name) == names.end()) names.push_back(spelling.name);
    }
    if (multiranges) {
      for (const std::string_view name : {"int4multirange", "nummultirange", "tsmultirange"}) {
        names.push_back(name);
      }
    }
    return names;
  };
  static const std::vector<std::string_view> kOld = kNames(false);
  static const std::vector<std::string_view> kNew = kNames(true);
  return major >= 14 ? kNew : kOld;
}

TypeChoice ColumnType(Draft& draft) {
  if (draft.Slip()) return {"missing_type", PgType("int4")};
  const int which = draft.random.Below(100);
  if (which < 74) return Spelled(draft);
  if (which < 82) return OfProgram<EnumType>(draft);
  if (which < 90) return OfProgram<Domain>(draft);
  if (which < 94) return OfProgram<CompositeType>(draft);
  if (which < 97) return OfProgram<RangeType>(draft);
  return OfProgram<Table>(draft);
}

TypeChoice CommonType(Draft& draft) {
  static const std::vector<Spelling> kCommon = {
      {"integer", "int4"},  {"bigint", "int8"},         {"text", "text"},
      {"boolean", "bool"},  {"numeric", "numeric"},     {"timestamptz", "timestamptz"},
      {"date", "date"},     {"jsonb", "jsonb"},         {"varchar", "varchar"},
      {"float8", "float8"}, {"timestamp", "timestamp"}, {"interval", "interval"},
      {"text[]", "text"},   {"integer[]", "int4"}};
  const Spelling& spelling = draft.random.Pick(kCommon);
  return {std::string(spelling.sql), PgType(spelling.name, spelling.sql.ends_with("[]"))};
}

std::string TypeSql(Draft& draft, const TypeRef& type) {
  std::string sql = type.schema == "pg_catalog"
                        ? (type.name == "char" ? "\"char\"" : QuoteIdentifier(type.name, 15))
                        : draft.Ref(QualifiedName{type.schema, type.name});
  if (type.schema == "pg_catalog" && type.name != "char" && sql.front() == '"') {
    sql = StrCat("pg_catalog.", sql);
  }
  return type.array ? sql + "[]" : sql;
}

TypeRef BaseType(const Draft& draft, const TypeRef& type) {
  TypeRef base = type;
  base.modifiers = {};
  while (!base.array) {
    const auto* domain = draft.catalog.FindPayload<Domain>(KeyFor<Domain>(base.schema, base.name));
    if (domain == nullptr) break;
    base = domain->base_type;
    base.modifiers = {};
  }
  return base;
}

bool IsKnown(const Draft& draft, const TypeRef& type) {
  if (type.schema != "pg_catalog") {
    const Catalog& catalog = draft.catalog;
    return catalog.Find(KeyFor<EnumType>(type.schema, type.name)) != nullptr ||
           catalog.Find(KeyFor<CompositeType>(type.schema, type.name)) != nullptr ||
           catalog.Find(KeyFor<RangeType>(type.schema, type.name)) != nullptr ||
           catalog.Find(KeyFor<Domain>(type.schema, type.name)) != nullptr ||
           catalog.Find(KeyFor<Table>(type.schema, type.name)) != nullptr;
  }
  const auto& names = KnownTypeNames(draft.major);
  return std::ranges::find(names, type.name.str()) != names.end();
}

}  // namespace schemadiff::random_ddl
