// Kinds other than tables on real servers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "tests/oracle/catalog_text.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

class IntrospectKinds : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(, IntrospectKinds, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         ::testing::PrintToStringParamName());

ObjectKey ParentOf(const Catalog& catalog, const ObjectKey& key) {
  const Object* object = catalog.Find(key);
  if (object == nullptr || object->parent == kNoObject) return {};
  return catalog.Get(object->parent).key;
}

TEST_P(IntrospectKinds, Types) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(
      GetParam(),
      "CREATE TYPE e AS ENUM ('b', 'a \"x\"', ''); ALTER TYPE e ADD VALUE 'first' BEFORE 'b';"
      "CREATE DOMAIN d AS numeric(4,1) DEFAULT 1.5 CONSTRAINT pos CHECK (VALUE > 0);"
      "CREATE DOMAIN n AS varchar(20) COLLATE \"C\" NOT NULL;"
      "CREATE TYPE c AS (a int, b text COLLATE \"POSIX\", d d[]);"
      "CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = float8mi);"
      "CREATE TYPE s AS RANGE (subtype = text, collation = \"C\","
      " subtype_opclass = text_pattern_ops)");
  const std::string text = CatalogText(live.catalog);
  EXPECT_EQ(live.catalog.FindPayload<EnumType>(KeyFor<EnumType>("public", "e"))->labels,
            (std::vector<std::string>{"first", "b", "a \"x\"", ""}));
  EXPECT_THAT(text, HasSubstr("domain public.d: base_type=numeric(4,1); default=1.5\n"));
  EXPECT_THAT(text, HasSubstr("domain public.n: base_type=character varying(20); not_null=true; "
                              "collation=pg_catalog.\"C\"\n"));
  EXPECT_THAT(text, HasSubstr("constraint public.d.pos: check=(VALUE > (0)::numeric)\n"));
  EXPECT_THAT(text, HasSubstr("composite type public.c\n"));
  EXPECT_THAT(text, HasSubstr("column public.c.b: type=text; position=2; "
                              "collation=pg_catalog.\"POSIX\"\n"));
  EXPECT_THAT(text, HasSubstr("column public.c.d: type=public.d[]; position=3\n"));
  const std::string multirange = GetParam() >= 14 ? "; multirange=public.r_multirange" : "";
  EXPECT_THAT(text, HasSubstr("range type public.r: subtype=double precision; "
                              "subtype_diff=pg_catalog.float8mi" +
                              multirange + "\n"));
  EXPECT_THAT(text, HasSubstr("range type public.s: subtype=text; "
                              "subtype_opclass=pg_catalog.text_pattern_ops; "
                              "collation=pg_catalog.\"C\""));
  // The constructors and casts of a range type come with it.
  EXPECT_THAT(text, Not(HasSubstr("function")));
  EXPECT_THAT(live.catalog.unmodelled, IsEmpty());
  EXPECT_EQ(ParentOf(live.catalog, KeyFor<Column>("public", "c", "a")),
            KeyFor<CompositeType>("public", "c"));
  EXPECT_EQ(ParentOf(live.catalog, KeyFor<Constraint>("public", "d", "pos")),
            KeyFor<Domain>("public", "d"));
  // The NOT NULL of a domain is a constraint of its own since 18 (in 17 the catalog has it too,
  // yet nothing shows it).
  EXPECT_EQ(live.catalog.Find(KeyFor<Constraint>("public", "n", "n_not_null")) != nullptr,
            GetParam() >= 18);
}

TEST_P(IntrospectKinds, Views) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(
      GetParam(),
      "CREATE TABLE t (a int, b text);"
      "CREATE VIEW v WITH (security_barrier) AS SELECT a AS x, b FROM t WHERE a > 1"
      " WITH CASCADED CHECK OPTION;"
      "ALTER VIEW v ALTER x SET DEFAULT 3;"
      "CREATE MATERIALIZED VIEW m WITH (fillfactor = 50) AS SELECT count(*) AS n FROM t;"
      "CREATE UNIQUE INDEX mi ON m (n); ALTER MATERIALIZED VIEW m CLUSTER ON mi");
  const std::string text = CatalogText(live.catalog);
  const std::string prefix = GetParam() >= 16 ? "" : "t.";
  EXPECT_THAT(text, HasSubstr(StrCat("view public.v: query= SELECT ", prefix, "a AS x,\n    ",
                                     prefix, "b\n   FROM public.t\n  WHERE (", prefix,
                                     "a > 1);; options=check_option=cascaded, "
                                     "security_barrier=true\n")));
  EXPECT_THAT(text, HasSubstr("column public.v.x: type=integer; position=1; default=3\n"));
  EXPECT_THAT(text, HasSubstr("materialized view public.m: query= SELECT count(*) AS n\n"
                              "   FROM public.t;; options=fillfactor=50; cluster_index=mi\n"));
  EXPECT_THAT(text, HasSubstr("column public.m.n: type=bigint; position=1\n"));
  EXPECT_EQ(ParentOf(live.catalog, KeyFor<Column>("public", "v", "x")),
            KeyFor<View>("public", "v"));
  EXPECT_EQ(ParentOf(live.catalog, KeyFor<Index>("public", "mi")),
            KeyFor<MaterializedView>("public", "m"));
}

TEST_P(IntrospectKinds, Functions) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(
      GetParam(),
      "CREATE FUNCTION f(a int, INOUT d numeric DEFAULT 2, OUT c int,"
      " VARIADIC b text[] DEFAULT ARRAY['x,\"y\"']) LANGUAGE sql STABLE STRICT COST 0.5"
      " SET search_path = app, pg_temp SET \"DateStyle\" = 'ISO, DMY' AS 'select 1.0, 2';"
      "CREATE FUNCTION tab(char, bit, \"char\") RETURNS TABLE (x int, y varchar) LANGUAGE plpgsql"
      " ROWS 7 PARALLEL SAFE SECURITY DEFINER LEAKPROOF AS $$ begin end $$;"
      "CREATE PROCEDURE p(a int, INOUT b int) LANGUAGE plpgsql AS $$ begin end $$;"
      "CREATE PROCEDURE q() LANGUAGE sql AS 'select 1';"
      "CREATE FUNCTION i(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4in'");
  const std::string text = CatalogText(live.catalog);
  EXPECT_THAT(text, HasSubstr("function public.f(integer, numeric, text[]): arguments=a integer, "
                              "INOUT d numeric DEFAULT 2, OUT c integer, VARIADIC b text[] DEFAULT "
                              "ARRAY['x,\"y\"'::text]; returns=record; language=sql; "
                              "body=select 1.0, 2; volatility=STABLE; strict=true; cost=0.5; "
                              "settings=DateStyle=ISO, DMY, search_path=app, pg_temp\n"));
  EXPECT_THAT(text, HasSubstr("function public.tab(character, bit, \"char\"): arguments=bpchar, "
                              "\"bit\", \"char\", x integer, y character varying; returns=record; "
                              "returns_set=true; language=plpgsql; body= begin end ; "
                              "parallel=SAFE; security_definer=true; leakproof=true; rows=7\n"));
  EXPECT_THAT(text, HasSubstr("function public.p(integer, integer): type=procedure; arguments=a "
                              "integer, INOUT b integer; returns=record; language=plpgsql; "
                              "body= begin end \n"));
  EXPECT_THAT(text, HasSubstr("function public.q(): type=procedure; language=sql; "
                              "body=select 1\n"));
  EXPECT_THAT(text, HasSubstr("function public.i(internal): arguments=internal; returns=internal; "
                              "language=internal; body=int4in; volatility=IMMUTABLE; cost=1\n"));
}

TEST_P(IntrospectKinds, FunctionsWithSqlBodies) {
  SD_REQUIRE_SERVER();
  if (GetParam() < 14) GTEST_SKIP() << "since 14";
  const LiveCatalog live =
      IntrospectAfter(GetParam(),
                      "CREATE FUNCTION f(a int) RETURNS int RETURN a + 1;"
                      "CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; SELECT 2; END;");
  const std::string text = CatalogText(live.catalog);
  EXPECT_THAT(text, HasSubstr("language=sql; sql_body=RETURN (a + 1)\n"));
  EXPECT_THAT(text, HasSubstr("sql_body=BEGIN ATOMIC\n SELECT 1;\n SELECT 2;\nEND\n"));
}

TEST_P(IntrospectKinds, Aggregates) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(
      GetParam(),
      "CREATE AGGREGATE a(int4) (SFUNC = int4pl, STYPE = int4, INITCOND = '0',"
      " COMBINEFUNC = int4pl, PARALLEL = SAFE, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4,"
      " SORTOP = <);"
      "CREATE AGGREGATE o(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition,"
      " STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA, SSPACE = 100)");
  const std::string text = CatalogText(live.catalog);
  EXPECT_THAT(text, HasSubstr("aggregate public.a(integer): arguments=integer; "
                              "transition_function=pg_catalog.int4pl; state_type=integer; "
                              "combine_function=pg_catalog.int4pl; initial_condition=0; "
                              "moving_transition_function=pg_catalog.int4pl; "
                              "moving_inverse_function=pg_catalog.int4mi; "
                              "moving_state_type=integer; sort_operator=pg_catalog.\"<\"; "
                              "parallel=SAFE; returns=integer\n"));
  EXPECT_THAT(text, HasSubstr("aggregate public.o(double precision, anyelement): "
                              "arguments=double precision, anyelement; aggregate_kind=ordered-set; "
                              "direct_arguments=1; "
                              "transition_function=pg_catalog.ordered_set_transition; "
                              "state_type=internal; state_size=100; "
                              "final_function=pg_catalog.percentile_disc_final; final_extra=true; "
                              "final_modify=READ_WRITE"));
}

TEST_P(IntrospectKinds, Triggers) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(
      GetParam(),
      "CREATE FUNCTION trf() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';"
      "CREATE TABLE t (a int PRIMARY KEY, b text UNIQUE DEFERRABLE); CREATE TABLE u (a int "
      "REFERENCES t);"
      "CREATE TRIGGER \"T WHEN (\" BEFORE UPDATE OF b, a OR INSERT ON t FOR EACH ROW"
      " WHEN (new.a > 0 AND new.b <> 'it''s) WHEN (\"') EXECUTE FUNCTION trf('a''b', '', '\xc3\xbc,"
      " \\x)');"
      "CREATE TRIGGER stm AFTER DELETE ON t REFERENCING OLD TABLE AS o FOR EACH STATEMENT"
      " EXECUTE FUNCTION trf();"
      "ALTER TABLE t DISABLE TRIGGER stm;"
      "CREATE CONSTRAINT TRIGGER ct AFTER INSERT ON u FROM t DEFERRABLE INITIALLY DEFERRED"
      " FOR EACH ROW EXECUTE FUNCTION trf();"
      "CREATE VIEW v AS SELECT 1 AS x; CREATE TRIGGER iot INSTEAD OF INSERT ON v FOR EACH ROW"
      " EXECUTE FUNCTION trf()");
  const std::string text = CatalogText(live.catalog);
  const Object* object = live.catalog.Find(KeyFor<Trigger>("public", "t", "T WHEN ("));
  ASSERT_NE(object, nullptr);
  const auto& trigger = object->As<Trigger>();
  EXPECT_EQ(trigger.when.text(), "((new.a > 0) AND (new.b <> 'it''s) WHEN (\"'::text))");
  EXPECT_THAT(trigger.arguments, ElementsAre("a'b", "", "\xc3\xbc, \\x)"));
  EXPECT_THAT(trigger.update_columns, ElementsAre("b", "a"));
  EXPECT_EQ(trigger.timing, TriggerTiming::kBefore);
  EXPECT_THAT(text, HasSubstr("trigger public.t.stm: on_delete=true; function=public.trf; "
                              "old_table=o; state=disabled\n"));
  EXPECT_THAT(text, HasSubstr("trigger public.u.ct: on_insert=true; for_each_row=true; "
                              "function=public.trf; constraint=true; constraint_table=public.t; "
                              "deferrable=true; initially_deferred=true\n"));
  EXPECT_THAT(text, HasSubstr("trigger public.v.iot: timing=INSTEAD OF; on_insert=true; "
                              "for_each_row=true; function=public.trf\n"));
  // Those behind the foreign key and the deferrable unique constraint are internal; so is the
  // constraint behind a constraint trigger.
  EXPECT_THAT(text, Not(HasSubstr("RI_ConstraintTrigger")));
  EXPECT_THAT(text, Not(HasSubstr("PK_ConstraintTrigger")));
  EXPECT_THAT(text, Not(HasSubstr("constraint public.u.ct")));
}

TEST_P(IntrospectKinds, Policies) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(
      GetParam(),
      "CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
      "CREATE POLICY p ON t AS RESTRICTIVE FOR UPDATE TO pg_monitor, postgres USING (a > 1)"
      " WITH CHECK (a < 5);"
      "CREATE POLICY everyone ON t");
  const std::string text = CatalogText(live.catalog);
  EXPECT_THAT(text, HasSubstr("table public.t: row_security=true; force_row_security=true\n"));
  EXPECT_THAT(text, HasSubstr("policy public.t.p: command=UPDATE; permissive=false; "
                              "roles=pg_monitor, postgres; using=(a > 1); with_check=(a < 5)\n"));
  EXPECT_THAT(text, HasSubstr("policy public.t.everyone\n"));
}

TEST_P(IntrospectKinds, Comments) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(
      GetParam(),
      "CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION pg_stat_statements;"
      "COMMENT ON EXTENSION hstore IS 'mine';"
      "CREATE SCHEMA s; COMMENT ON SCHEMA s IS 'it''s s';"
      "CREATE TABLE t (a int PRIMARY KEY CHECK (a > 0)); COMMENT ON TABLE t IS 'the table';"
      "COMMENT ON COLUMN t.a IS E'two\\nlines'; COMMENT ON CONSTRAINT t_a_check ON t IS 'c';"
      "CREATE INDEX i ON t (a); COMMENT ON INDEX i IS 'i'; COMMENT ON INDEX t_pkey IS 'p';"
      "CREATE TYPE c AS (x int); COMMENT ON TYPE c IS 'c'; COMMENT ON COLUMN c.x IS 'c.x';"
      "CREATE DOMAIN d AS int CHECK (VALUE > 0); COMMENT ON CONSTRAINT d_check ON DOMAIN d IS 'd';"
      "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'select 1'; COMMENT ON FUNCTION f IS 'f';"
      "CREATE VIEW v AS SELECT 1 AS x; COMMENT ON VIEW v IS 'v'; COMMENT ON COLUMN v.x IS "
      "'v.x'");
  std::string comments;
  for (const ObjectId id : live.catalog.Sorted()) {
    const Object& object = live.catalog.Get(id);
    if (const auto* comment = object.TryAs<Comment>()) {
      StrAppend(&comments, object.key.ToString(), ": ", comment->text, "\n");
      const ObjectKey& parent = live.catalog.Get(object.parent).key;
      EXPECT_TRUE(TargetOf(object.key) == parent ||
                  TargetOf(object.key) == IndexOfConstraintKey(parent));
    }
  }
  EXPECT_EQ(comments,
            "comment on schema s: it's s\n"
            "comment on extension hstore: mine\n"
            "comment on composite type public.c: c\n"
            "comment on table public.t: the table\n"
            "comment on view public.v: v\n"
            "comment on column public.c.x: c.x\n"
            "comment on column public.t.a: two\nlines\n"
            "comment on column public.v.x: v.x\n"
            "comment on constraint public.d.d_check: d\n"
            "comment on constraint public.t.t_a_check: c\n"
            "comment on index public.i: i\n"
            "comment on index public.t_pkey: p\n"
            "comment on function public.f(integer): f\n");
  EXPECT_THAT(live.catalog.unmodelled, IsEmpty());
}

TEST_P(IntrospectKinds, ACommentOfItsOwnOnSchemaPublicIsAnObject) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(GetParam(), "COMMENT ON SCHEMA public IS 'ours'");
  EXPECT_EQ(CatalogText(live.catalog), "comment on schema public: text=ours\n");
}

TEST_P(IntrospectKinds, WhatBelongsToAnExtensionIsNotOurs) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(
      GetParam(),
      "CREATE SCHEMA x; CREATE EXTENSION citext; CREATE EXTENSION hstore SCHEMA x;"
      "CREATE EXTENSION pg_trgm; CREATE EXTENSION cube; CREATE EXTENSION tablefunc;"
      "CREATE EXTENSION pg_stat_statements; CREATE EXTENSION bloom;"
      "CREATE EXTENSION postgres_fdw; CREATE EXTENSION btree_gist; CREATE EXTENSION ltree;"
      "CREATE EXTENSION lo; CREATE EXTENSION unaccent; CREATE EXTENSION pgcrypto");
  std::string others;
  for (const ObjectId id : live.catalog.Sorted()) {
    const Object& object = live.catalog.Get(id);
    if (object.key.kind != KindOf<Extension>) StrAppend(&others, object.key.ToString(), "\n");
  }
  EXPECT_EQ(others, "schema public\nschema x\n");
  EXPECT_THAT(live.catalog.unmodelled, IsEmpty());
  EXPECT_THAT(CatalogText(live.catalog), HasSubstr("extension hstore: schema=x; version=1."));
}

TEST_P(IntrospectKinds, PartitionsAndInheritance) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(
      GetParam(),
      "CREATE FUNCTION trf() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';"
      "CREATE TABLE p (a int NOT NULL, b date, c text DEFAULT 'x' CHECK (c <> ''))"
      " PARTITION BY RANGE (b, (a + 1));"
      "CREATE TABLE p1 PARTITION OF p (PRIMARY KEY (a))"
      " FOR VALUES FROM ('2020-01-01', MINVALUE) TO ('2021-01-01', 5);"
      "CREATE TABLE pd PARTITION OF p DEFAULT PARTITION BY HASH (a);"
      "CREATE INDEX i ON p (c); CREATE INDEX lone ON ONLY p (a);"
      "CREATE TRIGGER trg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION trf();"
      "CREATE TABLE k (id int PRIMARY KEY) PARTITION BY LIST (id);"
      "CREATE TABLE k1 PARTITION OF k FOR VALUES IN (1);"
      "ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES k;"
      "CREATE TABLE a (x int CHECK (x > 0), y int); CREATE TABLE b (x int, z int);"
      "CREATE TABLE c (y int, own int) INHERITS (b, a)");
  const std::string text = CatalogText(live.catalog);
  EXPECT_THAT(text, HasSubstr("table public.p: partition_key=RANGE (b, ((a + 1))); "
                              "access_method=\n"));
  EXPECT_THAT(text, HasSubstr("table public.p1: partition_bound=FOR VALUES FROM ('2020-01-01', "
                              "MINVALUE) TO ('2021-01-01', 5); partition_of=public.p\n"));
  EXPECT_THAT(text, HasSubstr("table public.pd: partition_key=HASH (a); partition_bound=DEFAULT; "
                              "partition_of=public.p; access_method=\n"));
  EXPECT_THAT(text, HasSubstr("column public.p1.c: type=text; position=3; default='x'::text; "
                              "is_local=false; inherited_from=1\n"));
  EXPECT_THAT(text, HasSubstr("constraint public.p1.p1_pkey: type=primary key; columns=a\n"));
  EXPECT_THAT(text, HasSubstr("constraint public.p1.p_c_check: check=(c <> ''::text); "
                              "is_local=false; inherited_from=1\n"));
  EXPECT_THAT(text, HasSubstr("constraint public.p1.fk: type=foreign key; columns=a; "
                              "references=public.k; referenced_columns=id; is_local=false; "
                              "inherited_from=1\n"));
  EXPECT_THAT(text, HasSubstr("index public.p1_c_idx: table=public.p1; keys=c; "
                              "partition_of=public.i\n"));
  EXPECT_THAT(text, HasSubstr("index public.lone: table=public.p; keys=a; only=true\n"));
  EXPECT_THAT(text, HasSubstr("trigger public.p1.trg: on_insert=true; for_each_row=true; "
                              "function=public.trf; inherited=true\n"));
  EXPECT_THAT(text, HasSubstr("table public.c: inherits=public.b, public.a\n"));
  EXPECT_THAT(text, HasSubstr("column public.c.x: type=integer; position=1; is_local=false; "
                              "inherited_from=2\n"));
  EXPECT_THAT(text, HasSubstr("column public.c.y: type=integer; position=3; inherited_from=1\n"));
  // The copy of the foreign key for partition k1 of the referenced table is the server's own.
  EXPECT_THAT(text, Not(HasSubstr("references=public.k1")));
  EXPECT_THAT(text, Not(HasSubstr("fk1")));
}

TEST_P(IntrospectKinds, OtherKindsAreCounted) {
  SD_REQUIRE_SERVER();
  const LiveCatalog live = IntrospectAfter(
      GetParam(),
      "CREATE EXTENSION postgres_fdw; CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a int, b int);"
      "CREATE FUNCTION e2i(e) RETURNS int LANGUAGE sql AS 'select 1';"
      "CREATE CAST (e AS int) WITH FUNCTION e2i(e);"
      "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);"
      "CREATE OPERATOR CLASS oc FOR TYPE e USING hash AS FUNCTION 1 e2i(e);"
      "CREATE COLLATION co (locale = 'C');"
      "CREATE CONVERSION cv FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;"
      "CREATE TEXT SEARCH CONFIGURATION tc (COPY = pg_catalog.english);"
      "CREATE TEXT SEARCH DICTIONARY td (TEMPLATE = simple);"
      "CREATE ACCESS METHOD am TYPE TABLE HANDLER heap_tableam_handler;"
      "CREATE SERVER srv FOREIGN DATA WRAPPER postgres_fdw; CREATE FOREIGN DATA WRAPPER fdw;"
      "CREATE FOREIGN TABLE ft (a int) SERVER srv; COMMENT ON COLUMN ft.a IS 'no orphan';"
      "CREATE USER MAPPING FOR postgres SERVER srv OPTIONS (password 'secret');"
      "CREATE PUBLICATION pub FOR TABLE t; CREATE STATISTICS st ON a, b FROM t;"
      "CREATE TYPE shell;"
      "CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS 'begin end';"
      "CREATE EVENT TRIGGER et ON ddl_command_start WHEN TAG IN ('CREATE CAST')"
      " EXECUTE FUNCTION ev();"
      "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor;"
      "GRANT UPDATE (a) ON t TO pg_monitor; GRANT SELECT ON t TO pg_monitor;"
      "REVOKE ALL ON FUNCTION ev() FROM PUBLIC; GRANT USAGE ON SCHEMA public TO pg_monitor;"
      "CREATE INDEX i ON t (a); ALTER INDEX i DEPENDS ON EXTENSION postgres_fdw;"
      "GRANT USAGE ON FOREIGN SERVER srv TO pg_monitor;"
      "CREATE TRUSTED LANGUAGE pl HANDLER plpgsql_call_handler;"
      "CREATE FUNCTION tf(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS "
      "'numeric_support';"
      "GRANT USAGE ON FOREIGN DATA WRAPPER fdw TO pg_monitor;"
      "REVOKE ALL ON LANGUAGE pl FROM PUBLIC;"
      "CREATE TRANSFORM FOR int LANGUAGE pl (FROM SQL WITH FUNCTION tf(internal));"
      "CREATE TEXT SEARCH TEMPLATE tt (LEXIZE = dsimple_lexize);"
      "CREATE TEXT SEARCH PARSER tp (START = prsd_start, GETTOKEN = prsd_nexttoken,"
      " END = prsd_end, LEXTYPES = prsd_lextype);"
      "CREATE TYPE base; CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal AS "
      "'int4in';"
      "CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal AS 'int4out';"
      "CREATE TYPE base (INPUT = base_in, OUTPUT = base_out, LIKE = int4);"
      "SELECT lo_create(0);"
      "CREATE TABLE owned (a int); ALTER TABLE owned OWNER TO pg_monitor");
  EXPECT_THAT(live.catalog.unmodelled, ElementsAre(Pair("large object", 1)));
  EXPECT_THAT(CatalogText(live.catalog), Not(HasSubstr("'secret'")));
}

}  // namespace
}  // namespace schemadiff::testing
