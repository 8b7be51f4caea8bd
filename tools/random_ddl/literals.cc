#include "tools/random_ddl/literals.h"

#include <map>
#include <vector>

#include "engine/pg/identifier.h"
#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {
namespace {

const std::map<std::string_view, std::vector<std::string_view>>& Texts() {
  static const std::map<std::string_view, std::vector<std::string_view>> kTexts = {
      {"int2", {"0", "1", "-1", "32767", " 12 "}},
      {"int4", {"0", "1", "-1", "42", "2147483647", "+7"}},
      {"int8", {"0", "1", "-1", "9223372036854775807", "3000000000"}},
      {"numeric", {"0", "1.50", "-0.001", "1e3", "NaN", "12345678901234567890.5", "0.000"}},
      {"float4", {"0", "1.5", "-2.25e10", "Infinity", "NaN", "0.1"}},
      {"float8", {"0", "1.5", "1e-7", "-Infinity", "123456789.125", "0.1"}},
      {"text", {"", "abc", "it''s", "A\\b", "ünïcödé", " x ", "%", "new\nline"}},
      {"varchar", {"", "abc", "it''s", "long text"}},
      {"bpchar", {"", "a", "ab  "}},
      {"char", {"a", "", "z"}},
      {"name", {"abc", "Mixed", "public"}},
      {"bool", {"t", "f", "true", "no", "on", "1"}},
      {"bytea", {"\\xDEADBEEF", "abc", "\\x"}},
      {"date", {"2020-01-01", "infinity", "20200229", "0044-03-15 BC"}},
      {"time", {"12:34:56", "00:00", "23:59:59.123456", "24:00:00"}},
      {"timetz", {"12:34:56+02", "00:00:00-08:30", "23:59:59.5 UTC"}},
      {"timestamp", {"2020-01-01", "2020-02-29 12:00:00.5", "infinity", "epoch", "19990108"}},
      {"timestamptz", {"2020-01-01 00:00:00+02", "-infinity", "epoch", "2000-01-01"}},
      {"interval",
       {"1 day", "1 year 2 mons", "-3 hours", "1 week", "P1Y2M3DT4H", "01:02:03.5", "1 mon -1 day",
        "0"}},
      {"uuid", {"123e4567-e89b-12d3-a456-426614174000", "{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}"}},
      {"json", {"{}", "{\"a\": 1}", "[1, 2]", "null", "  {\"b\":  [true]} "}},
      {"jsonb",
       {"{}", "{\"b\": 1, \"a\": 2}", "[1,2]", "null", "{\"a\": 1.0, \"a\": \"x\"}", "\"text\""}},
      {"inet", {"10.0.0.1", "192.168.0.0/24"}},
      {"cidr", {"10.0.0.0/8"}},
      {"macaddr", {"08:00:2b:01:02:03"}},
      {"bit", {"1", "0"}},
      {"varbit", {"", "101", "xF"}},

      {"oid", {"0", "1", "4294967295"}},
      {"point", {"(1,2)", "0,0", "( 1.5 , -2 )"}},
      {"box", {"(1,2),(3,4)"}},
      {"tsvector", {"a b", "fat cat", "b:1A a:2", ""}},
      {"tsquery", {"a & b", "fat | !cat", "a <-> b", ""}},
      {"int4range", {"[1,5)", "(1,5]", "empty", "[,]", "[3,3]"}},
      {"int8range", {"[1,5)", "(,7]", "empty"}},
      {"numrange", {"[1.0,5)", "(1.5,2.50]", "empty"}},
      {"tsrange", {"[2020-01-01,2021-01-01)", "(,)", "empty"}},
      {"tstzrange", {"[2020-01-01 00:00+00,)", "empty"}},
      {"daterange", {"[2020-01-01,2020-01-31]", "(2020-01-01,)", "empty"}},
      {"int4multirange", {"{}", "{[1,3), [5,7)}", "{[1,3),[2,9)}"}},
      {"nummultirange", {"{}", "{[1.0,2.5]}"}},
      {"tsmultirange", {"{}", "{[2020-01-01,2020-01-02)}"}},
      {"xml", {"<a/>", "text", "<a b=\"1\">c</a>"}},
      {"regtype", {"integer", "pg_catalog.text", "timestamp with time zone"}}};
  return kTexts;
}

// In an array's text: in double quotes where that is needed.
std::string Element(const std::string& text) {
  std::string element = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') element += '\\';
    element += c;
  }
  return element + '"';
}

std::string CompositeText(Draft& draft, ObjectId composite) {
  draft.memory.composite_values = true;
  std::string text = "(";
  for (const ColumnRef& field : draft.Columns(composite)) {
    if (text.size() > 1) text += ',';
    if (!draft.Chance(30)) text += Element(LiteralText(draft, field.column->type));
  }
  return text + ")";
}

std::string TextOf(Draft& draft, const TypeRef& type, int depth) {
  const TypeRef base = BaseType(draft, type);
  if (base.array) {
    TypeRef element = base;
    element.array = false;
    std::string text = "{";
    for (int i = draft.random.Below(3); i > 0; --i) {
      StrAppend(
          &text, text.size() > 1 ? "," : "",
          draft.Chance(15) ? std::string("NULL") : Element(TextOf(draft, element, depth + 1)));
    }
    return text + "}";
  }
  if (base.schema == "pg_catalog") {
    if (base.name == "regclass") {
      const ObjectId relation = draft.AnyRelation();
      return relation == kNoObject ? "pg_class" : draft.Ref(relation);
    }
    const auto found = Texts().find(base.name.str());
    return found == Texts().end() ? "0" : std::string(draft.random.Pick(found->second));
  }
  const Catalog& catalog = draft.catalog;
  if (const auto* type_object =
          catalog.FindPayload<EnumType>(KeyFor<EnumType>(base.schema, base.name))) {
    return type_object->labels.empty() ? "none" : draft.random.Pick(type_object->labels);
  }
  if (const auto* range =
          catalog.FindPayload<RangeType>(KeyFor<RangeType>(base.schema, base.name))) {
    return draft.Chance(50) || depth > 2
               ? "empty"
               : StrCat("[", Element(TextOf(draft, range->subtype, depth + 1)), ",]");
  }
  const ObjectId composite = catalog.IdOf(KeyFor<CompositeType>(base.schema, base.name));
  if (composite != kNoObject && depth < 3) return CompositeText(draft, composite);
  return "0";
}

std::string Quoted(Draft& draft, const std::string& text) {
  if (text.find('\\') != std::string::npos || draft.Chance(5)) return QuotePortableLiteral(text);
  if (draft.Chance(4) && text.find('$') == std::string::npos) return StrCat("$q$", text, "$q$");
  return QuoteLiteral(text);
}

bool IsNumber(const TypeRef& type) {
  for (const std::string_view name : {"int2", "int4", "int8", "numeric", "float8"}) {
    if (IsBuiltin(type, name)) return true;
  }
  return false;
}

}  // namespace

std::string LiteralText(Draft& draft, const TypeRef& type) { return TextOf(draft, type, 0); }

std::string Literal(Draft& draft, const TypeRef& type) {
  if (draft.Chance(4)) return "NULL";
  const TypeRef base = BaseType(draft, type);
  if (IsNumber(base) && draft.Chance(70)) {
    if (IsBuiltin(base, "numeric") || IsBuiltin(base, "float8")) {
      return std::string(draft.random.Pick({"0", "1.5", "-2", "1e3", "0.10", "100", ".5"}));
    }
    return std::string(draft.random.Pick({"0", "1", "-1", "42", "100", "+3", "- 5"}));
  }
  if (IsBuiltin(base, "bool") && draft.Chance(70)) {
    return std::string(draft.random.Pick({"true", "false", "TRUE"}));
  }
  if (IsBuiltin(base, "bit") && draft.Chance(60)) {
    return std::string(draft.random.Pick({"B'1'", "B'0101'", "X'A'"}));
  }
  std::string text = LiteralText(draft, type);
  if (draft.Slip()) text = "no value";
  std::string quoted = Quoted(draft, text);
  const std::string name = TypeSql(draft, type);
  if (draft.Chance(45)) return quoted;
  if (draft.Chance(20) && type.schema == "pg_catalog" && !type.array) {
    return StrCat(name, " ", quoted);
  }
  if (draft.Chance(15)) return StrCat("CAST(", quoted, " AS ", name, ")");
  return StrCat(quoted, "::", name);
}

}  // namespace schemadiff::random_ddl
