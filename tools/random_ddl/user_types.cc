// Enums, domains, composite types, ranges, sequences.
#include "engine/pg/identifier.h"
#include "tools/random_ddl/clauses.h"
#include "tools/random_ddl/literals.h"
#include "tools/random_ddl/makers.h"
#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {
namespace {

std::string Label(Draft& draft) {
  return QuoteLiteral(StrCat(draft.random.Pick({"new", "Open", "in progress", "it's", "été", "x"}),
                             "_", ++draft.memory.serial));
}

std::string AlterEnum(Draft& draft, ObjectId id) {
  const auto& labels = draft.As<EnumType>(id).labels;
  const std::string alter = StrCat("ALTER TYPE ", draft.Ref(id), " ");
  if (!labels.empty() && draft.Chance(30)) {
    return StrCat(alter, "RENAME VALUE ", QuoteLiteral(draft.random.Pick(labels)), " TO ",
                  Label(draft));
  }
  // A new value cannot be used in the transaction that adds it.
  if (draft.mode != Mode::kCommitted || draft.memory.in_transaction) return "";
  std::string sql = StrCat(alter, "ADD VALUE ", draft.Perhaps(15, "IF NOT EXISTS "), Label(draft));
  if (!labels.empty() && draft.Chance(50)) {
    StrAppend(&sql, draft.random.Pick({" BEFORE ", " AFTER "}),
              QuoteLiteral(draft.random.Pick(labels)));
  }
  return sql;
}

}  // namespace

std::string CreateEnum(Draft& draft) {
  const ObjectId existing = draft.Any<EnumType>();
  if (existing != kNoObject && draft.Chance(40)) {
    std::string sql = AlterEnum(draft, existing);
    if (!sql.empty()) return sql;
  }
  return StrCat(
      "CREATE TYPE ", draft.NewQualifiedName("mood"), " AS ENUM (",
      draft.Chance(4) ? "" : List(draft.random.Between(1, 4), [&] { return Label(draft); }), ")");
}

std::string CreateDomain(Draft& draft) {
  const TypeChoice base = ColumnType(draft);
  std::string sql = StrCat("CREATE DOMAIN ", draft.NewQualifiedName("dom"),
                           draft.random.Pick({" AS ", " "}), base.sql);
  if (draft.Chance(30)) StrAppend(&sql, " DEFAULT ", Literal(draft, base.type));
  sql += draft.Perhaps(20, " NOT NULL");
  const Scope scope{{{"VALUE", base.type}}};
  for (int i = draft.random.Below(3); i > 0; --i) {
    StrAppend(&sql, draft.Chance(40) ? StrCat(" CONSTRAINT ", draft.NewName("con")) : "",
              " CHECK (", Condition(draft, scope, 2), ")");
  }
  return sql;
}

std::string AlterDomain(Draft& draft) {
  const ObjectId id = draft.Any<Domain>();
  if (id == kNoObject) return "";
  const auto& domain = draft.As<Domain>(id);
  const Scope scope{{{"VALUE", domain.base_type}}};
  const std::string alter = StrCat("ALTER DOMAIN ", draft.Ref(id), " ");
  const std::string constraint = draft.PartName(id, KindOf<Constraint>);
  switch (draft.random.Below(8)) {
    case 0:
      return StrCat(alter, "SET DEFAULT ", Literal(draft, domain.base_type));
    case 1:
      return alter + "DROP DEFAULT";
    case 2:
      return StrCat(alter, draft.random.Pick({"SET NOT NULL", "DROP NOT NULL"}));
    case 3:
      return StrCat(alter, "DROP CONSTRAINT ", draft.Perhaps(15, "IF EXISTS "), constraint,
                    draft.Perhaps(30, " CASCADE"));
    case 4:
      return StrCat(alter, "RENAME CONSTRAINT ", constraint, " TO ", draft.NewName("con"));
    case 5:
      return StrCat(alter, "VALIDATE CONSTRAINT ", constraint);
    default:
      return StrCat(alter, "ADD ",
                    draft.Chance(50) ? StrCat("CONSTRAINT ", draft.NewName("con"), " ") : "",
                    "CHECK (", Condition(draft, scope, 2), ")", draft.Perhaps(20, " NOT VALID"));
  }
}

std::string CreateComposite(Draft& draft) {
  const ObjectId existing = draft.Any<CompositeType>();
  if (existing != kNoObject && draft.Chance(45)) {
    const std::string alter = StrCat("ALTER TYPE ", draft.Ref(existing), " ");
    const std::string attribute = draft.ColumnOf(existing);
    // The values that there are become values of the changed type, which is not followed.
    switch (draft.memory.composite_values ? 3 : draft.random.Below(4)) {
      case 0:
        return StrCat(alter, "ADD ATTRIBUTE ", draft.NewName("attr"), " ", ColumnType(draft).sql,
                      draft.Perhaps(40, " CASCADE"));
      case 1:
        return StrCat(alter, "DROP ATTRIBUTE ", draft.Perhaps(20, "IF EXISTS "), attribute,
                      draft.Perhaps(40, " CASCADE"));
      case 2:
        return StrCat(alter, "ALTER ATTRIBUTE ", attribute, " TYPE ", CommonType(draft).sql,
                      draft.Perhaps(50, " CASCADE"));
      default:
        return StrCat(alter, "RENAME ATTRIBUTE ", attribute, " TO ", draft.NewName("attr"),
                      draft.Perhaps(50, " CASCADE"));
    }
  }
  return StrCat("CREATE TYPE ", draft.NewQualifiedName("pair"), " AS (",
                List(draft.random.Between(1, 3),
                     [&] {
                       const std::string name = draft.NewName("attr");
                       return StrCat(name, " ", ColumnType(draft).sql,
                                     draft.Perhaps(3, " COLLATE \"C\""));
                     }),
                ")");
}

std::string CreateRange(Draft& draft) {
  std::string sql =
      StrCat("CREATE TYPE ", draft.NewQualifiedName("span"), " AS RANGE (SUBTYPE = ",
             draft.random.Pick({"float8", "text", "time", "interval", "inet", "int4", "numeric"}));
  if (draft.Chance(10) && sql.ends_with("float8")) sql += ", SUBTYPE_DIFF = float8mi";
  if (draft.Chance(10) && sql.ends_with("text")) sql += ", COLLATION = \"C\"";
  if (draft.major >= 14 && draft.Chance(15)) {
    StrAppend(&sql, ", MULTIRANGE_TYPE_NAME = ", draft.NewName("multi"));
  }
  return sql + ")";
}

std::string CreateSequence(Draft& draft) {
  const ObjectId existing = draft.Any<Sequence>();
  const std::string_view option = draft.random.Pick(
      {"INCREMENT BY 5", "MINVALUE 1 MAXVALUE 1000 CYCLE", "CACHE 10", "START WITH 7 NO CYCLE",
       "NO MAXVALUE", "MINVALUE -10", "INCREMENT -1", "AS integer", "AS smallint"});
  if (existing != kNoObject && draft.Chance(50)) {
    std::string sql =
        StrCat("ALTER SEQUENCE ", draft.Perhaps(10, "IF EXISTS "), draft.Ref(existing));
    switch (draft.random.Below(4)) {
      case 0:
        return sql + " OWNED BY NONE";
      case 1: {
        const ObjectId table = draft.AnyTable();
        if (table == kNoObject) return "";
        return StrCat(sql, " OWNED BY ", draft.Ref(table), ".", draft.ColumnOf(table));
      }
      case 2:
        return StrCat(sql, " RESTART", draft.Perhaps(50, " WITH 3"));
      default:
        return StrCat(sql, " ", option);
    }
  }
  return StrCat("CREATE ", draft.Perhaps(5, "TEMP "), "SEQUENCE ",
                draft.Perhaps(10, "IF NOT EXISTS "), draft.NewName("seq"),
                draft.Chance(50) ? StrCat(" ", option) : "");
}

}  // namespace schemadiff::random_ddl
