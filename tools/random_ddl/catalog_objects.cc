// Event triggers, collations, conversions, operator classes and families, access methods,
// languages, transforms.
#include "tools/random_ddl/addresses.h"
#include "tools/random_ddl/makers.h"
#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {
namespace {

std::string EventTriggers(Draft& draft) {
  const ObjectId existing = draft.Any<EventTrigger>();
  if (existing != kNoObject && draft.Chance(30)) {
    return StrCat("ALTER EVENT TRIGGER ", draft.Quote(draft.Key(existing).name), " ",
                  draft.random.Pick({"DISABLE", "ENABLE", "ENABLE REPLICA", "ENABLE ALWAYS"}));
  }
  const ObjectId function = draft.Any<Function>([](ObjectId, const Function& candidate) {
    return candidate.returns.name == "event_trigger";
  });
  if (function == kNoObject || draft.Chance(10)) {
    // It fires for what follows, and must not disturb.
    return StrCat("CREATE FUNCTION ", draft.NewQualifiedName("evt"),
                  "() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'");
  }
  std::string sql = StrCat("CREATE EVENT TRIGGER ", draft.NewName("et"), " ON ");
  switch (draft.random.Below(4)) {
    case 0:
      sql += "ddl_command_start";
      break;
    case 1:
      sql += "ddl_command_end";
      break;
    case 2:
      sql += "sql_drop";
      break;
    default:
      StrAppend(&sql, "table_rewrite",
                draft.Perhaps(40, " WHEN TAG IN ('alter table', 'ALTER TYPE')"));
  }
  if (sql.find("WHEN") == std::string::npos && draft.Chance(40)) {
    StrAppend(&sql, " WHEN ", draft.random.Pick({"TAG", "tag"}), " IN (",
              draft.random.Pick({"'DROP TABLE'", "'drop view', 'DROP FUNCTION'",
                                 "'ALTER TABLE', 'ALTER TABLE'", "'CREATE TABLE'", "'VACUUM'",
                                 "'no such command'"}),
              ")");
  }
  return StrCat(sql, " EXECUTE ", draft.random.Pick({"FUNCTION ", "PROCEDURE "}),
                draft.Ref(function), "()");
}

std::string Collations(Draft& draft) {
  const ObjectId existing = draft.Any<Collation>();
  if (existing != kNoObject && draft.Chance(50)) {
    // In use: of a column, of an index, of a type.
    const ObjectId table = draft.AnyTable();
    if (table == kNoObject || draft.Chance(30)) {
      return StrCat("CREATE DOMAIN ", draft.NewQualifiedName("dom"), " AS text COLLATE ",
                    draft.Ref(existing));
    }
    return StrCat("ALTER TABLE ", draft.Ref(table), " ADD COLUMN ", draft.NewName("c"),
                  draft.random.Pick({" text", " varchar(10)", " text[]", " integer"}), " COLLATE ",
                  draft.Ref(existing));
  }
  const std::string create = StrCat("CREATE COLLATION ", draft.Perhaps(10, "IF NOT EXISTS "),
                                    draft.NewQualifiedName("coll"), " ");
  if (draft.Chance(25)) {
    return StrCat(create, "FROM ",
                  existing != kNoObject && draft.Chance(40)
                      ? draft.Ref(existing)
                      : std::string(draft.random.Pick(
                            {"\"C\"", "pg_catalog.\"POSIX\"", "ucs_basic", "\"default\""})));
  }
  return StrCat(
      create, "(",
      draft.random.Pick(
          {"LOCALE = 'C'", "locale = \"POSIX\"", "LC_COLLATE = 'C', LC_CTYPE = 'POSIX'",
           "LC_COLLATE = 'C'", "LOCALE = 'C', PROVIDER = libc", "LOCALE = 'C', LOCALE = 'C'",
           "LOCALE = 'C', deterministic = true", "LOCALE = 'C', deterministic = false"}),
      ")");
}

std::string Conversions(Draft& draft) {
  return StrCat(
      "CREATE ", draft.Perhaps(20, "DEFAULT "), "CONVERSION ", draft.NewQualifiedName("conv"),
      " FOR ",
      draft.random.Pick(
          {"'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
           "'iso-8859-1' TO 'unicode' FROM pg_catalog.iso8859_1_to_utf8",
           "'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1", "'WIN1252' TO 'UTF8' FROM win_to_utf8",
           "'UTF8' TO 'SJIS' FROM utf8_to_sjis", "'nonsense' TO 'UTF8' FROM iso8859_1_to_utf8"}));
}

constexpr std::string_view kFamilyMembers =
    " ADD OPERATOR 1 < (int4, int4), FUNCTION 1 (int4, int4) btint4cmp(int4, int4)";
constexpr std::string_view kIntegerClass =
    " FOR TYPE int4 USING btree AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 btint4cmp(int4, int4)";
constexpr std::string_view kTextClass =
    " FOR TYPE text USING btree AS OPERATOR 1 ~<~, OPERATOR 2 ~<=~, OPERATOR 3 =, OPERATOR 4 ~>=~,"
    " OPERATOR 5 ~>~, FUNCTION 1 bttext_pattern_cmp(text, text)";

std::string OperatorClasses(Draft& draft) {
  const ObjectId family = draft.Any<OperatorFamily>();
  switch (draft.random.Below(6)) {
    case 0:
      return StrCat("CREATE OPERATOR FAMILY ", draft.NewQualifiedName("fam"), " USING ",
                    draft.random.Pick({"btree", "hash", "gist", "gin", "nosuch"}));
    case 1:
      if (family == kNoObject) return "";
      return StrCat(
          "ALTER OPERATOR FAMILY ", AddressOfKind(draft, KindOf<OperatorFamily>).name,
          draft.random.Pick({" ADD OPERATOR 1 < (int4, int8)", kFamilyMembers,
                             " ADD FUNCTION 1 btint48cmp(int4, int8)",
                             " ADD OPERATOR 3 = (text, text)", " DROP OPERATOR 1 (int4, int8)",
                             " DROP FUNCTION 1 (int4, int8)", " DROP OPERATOR 3 (text, text)"}));
    case 2:
    case 3:
      return StrCat(
          "CREATE OPERATOR CLASS ", draft.NewQualifiedName("opc"), draft.Perhaps(3, " DEFAULT"),
          draft.random.Pick({kIntegerClass, kTextClass,
                             " FOR TYPE int8 USING hash AS OPERATOR 1 =, FUNCTION 1 hashint8(int8)",
                             " FOR TYPE date USING btree AS FUNCTION 1 date_cmp(date, date)",
                             " FOR TYPE int4 USING btree AS STORAGE int8",
                             " FOR TYPE int4 USING btree AS OPERATOR 9 <"}));
    default: {
      const ObjectId type = draft.Any<EnumType>();
      if (type == kNoObject) return "";
      return StrCat("CREATE OPERATOR CLASS ", draft.NewQualifiedName("opc"),
                    draft.Perhaps(40, " DEFAULT"), " FOR TYPE ", draft.Ref(type),
                    " USING btree AS FUNCTION 1 enum_cmp(anyenum, anyenum)");
    }
  }
}

std::string Methods(Draft& draft) {
  switch (draft.random.Below(4)) {
    case 0:
      return StrCat("CREATE ACCESS METHOD ", draft.NewName("am"),
                    draft.random.Pick({" TYPE TABLE HANDLER heap_tableam_handler",
                                       " TYPE INDEX HANDLER bthandler",
                                       " TYPE INDEX HANDLER heap_tableam_handler"}));
    case 1: {
      const ObjectId method = draft.Any<AccessMethod>([](ObjectId, const AccessMethod& candidate) {
        return candidate.type == AccessMethodType::kTable;
      });
      if (method == kNoObject) return "";
      return StrCat("CREATE TABLE ", draft.NewQualifiedName("am"), " (a integer) USING ",
                    draft.Quote(draft.Key(method).name));
    }
    case 2:
      return StrCat("CREATE ", draft.Perhaps(20, "OR REPLACE "), draft.Perhaps(50, "TRUSTED "),
                    "LANGUAGE ", draft.NewName("lang"), " HANDLER plpgsql_call_handler",
                    draft.Perhaps(40, " INLINE plpgsql_inline_handler"),
                    draft.Perhaps(40, " VALIDATOR plpgsql_validator"));
    default: {
      const ObjectId language = draft.Any<Language>();
      if (language == kNoObject) return "";
      const ObjectId function = draft.Any<Function>(
          [](ObjectId, const Function& candidate) { return candidate.returns.name == "internal"; });
      if (function == kNoObject) {
        return StrCat("CREATE FUNCTION ", draft.NewQualifiedName("fromsql"),
                      "(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS "
                      "'numeric_support'");
      }
      return StrCat("CREATE ", draft.Perhaps(15, "OR REPLACE "), "TRANSFORM FOR ",
                    ColumnType(draft).sql, " LANGUAGE ", draft.Quote(draft.Key(language).name),
                    " (FROM SQL WITH FUNCTION ", draft.RoutineRef(function), ")");
    }
  }
}

}  // namespace

std::string CatalogObject(Draft& draft) {
  switch (draft.random.Below(9)) {
    case 0:
    case 1:
    case 2:
      return EventTriggers(draft);
    case 3:
    case 4:
      return Collations(draft);
    case 5:
      return Conversions(draft);
    case 6:
    case 7:
      return OperatorClasses(draft);
    default:
      return Methods(draft);
  }
}

}  // namespace schemadiff::random_ddl
