// DO blocks, as migrations have them: what is made where it is not there yet, handlers of errors,
// commands that are put together.
#include "tools/random_ddl/addresses.h"
#include "tools/random_ddl/makers.h"
#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {
namespace {

std::string Literal(std::string_view text) {
  std::string literal = "'";
  for (const char c : text) literal.append(c == '\'' ? 2 : 1, c);
  return literal + "'";
}

// A name as catalogs hold it, of something there is or of nothing.
std::string NameLiteral(Draft& draft, Kind kind) {
  std::vector<ObjectId> found;
  draft.catalog.ForEachOfKind(kind, [&](ObjectId id) { found.push_back(id); });
  if (found.empty() || draft.Chance(40)) return "'not_there'";
  return Literal(draft.Key(draft.random.Pick(found)).name);
}

std::string Table(Draft& draft) {
  const ObjectId table = draft.AnyTable();
  return table == kNoObject ? "no_table" : draft.Ref(table);
}

// A command of DDL without quotes that a block could not have.
std::string Command(Draft& draft) {
  switch (draft.random.Below(6)) {
    case 0:
      return StrCat("CREATE TYPE ", draft.NewQualifiedName("mood"), " AS ENUM ('a', 'b')");
    case 1:
      return StrCat("ALTER TABLE ", Table(draft), " ADD COLUMN ", draft.NewName("c"), " ",
                    CommonType(draft).sql);
    case 2:
      return StrCat("CREATE TABLE ", draft.NewQualifiedName("t"), " (id ",
                    draft.random.Pick({"serial", "bigint", "uuid"}), " PRIMARY KEY)");
    case 3:
      return StrCat("DROP TABLE IF EXISTS ", Table(draft), " CASCADE");
    case 4:
      return StrCat("CREATE SCHEMA ", draft.Perhaps(50, "IF NOT EXISTS "), draft.NewName("s"));
    default:
      return StrCat("GRANT SELECT ON ", Table(draft), " TO pg_monitor");
  }
}

// A query that says whether something is there.
std::string Exists(Draft& draft) {
  switch (draft.random.Below(6)) {
    case 0:
      return StrCat("SELECT FROM pg_type WHERE typname = ", NameLiteral(draft, KindOf<EnumType>));
    case 1:
      return StrCat(
          "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_namespace n ON n.oid = "
          "c.relnamespace WHERE c.relname = ",
          NameLiteral(draft, KindOf<schemadiff::Table>),
          " AND n.nspname = ", NameLiteral(draft, KindOf<Schema>));
    case 2:
      return StrCat("SELECT 1 FROM information_schema.columns WHERE table_name = ",
                    NameLiteral(draft, KindOf<schemadiff::Table>),
                    " AND column_name = ", NameLiteral(draft, KindOf<Column>));
    case 3:
      return StrCat(
          "SELECT * FROM information_schema.tables WHERE table_schema = 'public' AND "
          "table_name = ",
          NameLiteral(draft, KindOf<schemadiff::Table>));
    case 4:
      return StrCat("SELECT 1 FROM pg_constraint WHERE conname = ",
                    NameLiteral(draft, KindOf<Constraint>));
    default:
      return StrCat("SELECT 1 FROM pg_roles WHERE rolname = ",
                    draft.random.Pick({"'pg_monitor'", "'nobody_at_all'"}));
  }
}

std::string FormattedCommand(Draft& draft) {
  const std::string name = Literal(StrCat("Made ", ++draft.memory.serial));
  switch (draft.random.Below(3)) {
    case 0:
      return StrCat("EXECUTE format('CREATE TABLE %I (id integer, %I text)', ", name, ", 'a b')");
    case 1:
      return StrCat("EXECUTE format('CREATE TABLE %I.%I (a text DEFAULT %L)', 'public', ", name,
                    ", 'it''s')");
    default:
      return StrCat("EXECUTE 'CREATE SEQUENCE ' || quote_ident(", name, ")");
  }
}

std::string Body(Draft& draft) {
  const int serial = ++draft.memory.serial;
  switch (draft.random.Below(6)) {
    case 0:
    case 1:
      return StrCat("BEGIN IF ", draft.Perhaps(70, "NOT "), "EXISTS (", Exists(draft), ") THEN ",
                    Command(draft), "; ",
                    draft.Chance(30) ? StrCat("ELSE ", Command(draft), "; ") : "", "END IF; END");
    case 2:
      return StrCat("BEGIN ", Command(draft), "; ", Command(draft), "; EXCEPTION WHEN ",
                    draft.random.Pick({"duplicate_object", "duplicate_table OR duplicate_column",
                                       "OTHERS", "undefined_table", "SQLSTATE '42710'"}),
                    " THEN ", draft.random.Pick({"NULL;", "RAISE NOTICE 'was there: %', SQLERRM;"}),
                    " END");
    case 3:
      return StrCat("BEGIN ", FormattedCommand(draft), "; END");
    case 4:
      return StrCat("BEGIN FOR i IN 1..", draft.random.Between(1, 3),
                    " LOOP EXECUTE format('CREATE TABLE loop", serial,
                    "_%s (a int)', i); END LOOP; END");
    default:
      return StrCat("DECLARE name text; BEGIN FOREACH name IN ARRAY ARRAY['x", serial, "', 'y",
                    serial,
                    "'] LOOP EXECUTE format('CREATE TYPE %I AS ENUM (%L)', name, name); END "
                    "LOOP; END");
  }
}

}  // namespace

std::string DoBlock(Draft& draft) {
  return StrCat("DO ", draft.Perhaps(30, "LANGUAGE plpgsql "), "$do$ ", Body(draft), " $do$");
}

}  // namespace schemadiff::random_ddl
