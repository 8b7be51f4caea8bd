// DROP, RENAME and SET SCHEMA of everything.
#include <array>

#include "tools/random_ddl/makers.h"

namespace schemadiff::random_ddl {
namespace {

// How the kinds that live in a schema are called in statements.
struct Words {
  Kind kind;
  std::string_view text;
};

const std::vector<Words>& InSchemas() {
  static const std::vector<Words> kWords = {
      {KindOf<Table>, "TABLE"},
      {KindOf<Table>, "TABLE"},
      {KindOf<View>, "VIEW"},
      {KindOf<MaterializedView>, "MATERIALIZED VIEW"},
      {KindOf<Index>, "INDEX"},
      {KindOf<Sequence>, "SEQUENCE"},
      {KindOf<EnumType>, "TYPE"},
      {KindOf<CompositeType>, "TYPE"},
      {KindOf<RangeType>, "TYPE"},
      {KindOf<Domain>, "DOMAIN"},
      {KindOf<StatisticsObject>, "STATISTICS"},
      {KindOf<Function>, "FUNCTION"},
      {KindOf<Aggregate>, "AGGREGATE"},
      {KindOf<Collation>, "COLLATION"},
      {KindOf<Conversion>, "CONVERSION"},
      {KindOf<TextSearchDictionary>, "TEXT SEARCH DICTIONARY"},
      {KindOf<TextSearchConfiguration>, "TEXT SEARCH CONFIGURATION"}};
  return kWords;
}

ObjectId AnyOf(Draft& draft, Kind kind) {
  std::vector<ObjectId> found;
  draft.catalog.ForEachOfKind(kind, [&](ObjectId id) {
    if (draft.Key(id).schema != "pg_temp") found.push_back(id);
  });
  return found.empty() ? kNoObject : draft.random.Pick(found);
}

struct Subject {
  ObjectId id = kNoObject;
  std::string words;
  std::string name;
};

// Something in a schema, as DROP and ALTER name it.
Subject AnySubject(Draft& draft) {
  for (int tries = 0; tries < 5; ++tries) {
    const Words& words = draft.random.Pick(InSchemas());
    const ObjectId id = AnyOf(draft, words.kind);
    if (id == kNoObject) continue;
    Subject subject{id, std::string(words.text), {}};
    if (const auto* function = draft.catalog.Get(id).TryAs<Function>()) {
      if (function->type == RoutineType::kProcedure) subject.words = "PROCEDURE";
      if (draft.Chance(15)) subject.words = "ROUTINE";
    }
    const auto* table = draft.catalog.Get(id).TryAs<Table>();
    if (table != nullptr && !table->server.empty() && draft.Chance(50)) {
      subject.words = "FOREIGN TABLE";
    }
    const bool routine = words.kind == KindOf<Function> || words.kind == KindOf<Aggregate>;
    subject.name = routine ? draft.RoutineRef(id) : draft.Ref(id);
    if (draft.Slip()) subject.words = draft.random.Pick(InSchemas()).text;
    return subject;
  }
  return {};
}

// Parts of a relation.
std::string DropPart(Draft& draft) {
  static const std::vector<Words> kParts = {
      {KindOf<Trigger>, "TRIGGER"}, {KindOf<Rule>, "RULE"}, {KindOf<Policy>, "POLICY"}};
  const Words& words = draft.random.Pick(kParts);
  const ObjectId id = AnyOf(draft, words.kind);
  if (id == kNoObject) return "";
  const ObjectKey& key = draft.Key(id);
  const std::string on = draft.Ref(QualifiedName{key.schema, key.table});
  if (draft.Chance(30)) {
    return StrCat("ALTER ", words.text, " ", draft.Quote(key.name), " ON ", on, " RENAME TO ",
                  draft.NewName("renamed"));
  }
  return StrCat("DROP ", words.text, " ", draft.Perhaps(15, "IF EXISTS "), draft.Quote(key.name),
                " ON ", on, words.kind == KindOf<Policy> ? "" : draft.Perhaps(15, " CASCADE"));
}

std::string DropOutsideOfSchemas(Draft& draft) {
  static const std::vector<Words> kWords = {{KindOf<Schema>, "SCHEMA"},
                                            {KindOf<Publication>, "PUBLICATION"},
                                            {KindOf<EventTrigger>, "EVENT TRIGGER"},
                                            {KindOf<ForeignServer>, "SERVER"},
                                            {KindOf<ForeignDataWrapper>, "FOREIGN DATA WRAPPER"},
                                            {KindOf<Extension>, "EXTENSION"}};
  const Words& words = draft.random.Pick(kWords);
  const ObjectId id = AnyOf(draft, words.kind);
  if (id == kNoObject) return "";
  const std::string& name = draft.Key(id).name.str();
  // Without these, there is not much left that can be made.
  if (name == "public" || name == "plpgsql") return "";
  if (words.kind != KindOf<Extension> && draft.Chance(35)) {
    return StrCat("ALTER ", words.text, " ", draft.Quote(name), " RENAME TO ",
                  draft.NewName("renamed"));
  }
  return StrCat("DROP ", words.text, " ", draft.Perhaps(15, "IF EXISTS "), draft.Quote(name),
                draft.Perhaps(50, " CASCADE"));
}

}  // namespace

std::string Drop(Draft& draft) {
  if (draft.Chance(15)) return DropPart(draft);
  if (draft.Chance(12)) return DropOutsideOfSchemas(draft);
  if (draft.Chance(4)) {
    return StrCat("DROP ", draft.random.Pick(InSchemas()).text, " IF EXISTS missing_object",
                  draft.Perhaps(50, " CASCADE"));
  }
  Subject subject = AnySubject(draft);
  if (subject.id == kNoObject) return "";
  if (draft.Chance(8)) {
    const ObjectId other = AnyOf(draft, draft.Key(subject.id).kind);
    if (subject.words == "TABLE" || subject.words == "VIEW" || subject.words == "TYPE") {
      StrAppend(&subject.name, ", ", draft.Ref(other));
    }
  }
  return StrCat("DROP ", subject.words, " ", draft.Perhaps(12, "IF EXISTS "), subject.name,
                draft.random.Pick({"", "", " CASCADE", " CASCADE", " RESTRICT"}));
}

std::string Rename(Draft& draft) {
  if (draft.Chance(45)) {
    const ObjectId relation = draft.AnyRelation();
    if (relation == kNoObject) return "";
    const std::string column = draft.ColumnOf(relation);
    const Kind kind = draft.Key(relation).kind;
    const std::string_view words = kind == KindOf<Table>  ? "TABLE"
                                   : kind == KindOf<View> ? "VIEW"
                                                          : "MATERIALIZED VIEW";
    return StrCat("ALTER ", words, " ", draft.Ref(relation), " RENAME ",
                  draft.Perhaps(60, "COLUMN "), column, " TO ", draft.NewName("renamed"));
  }
  const Subject subject = AnySubject(draft);
  if (subject.id == kNoObject) return "";
  return StrCat("ALTER ", subject.words, " ", subject.name, " RENAME TO ",
                draft.NewName("renamed"));
}

std::string SetSchema(Draft& draft) {
  const Subject subject = AnySubject(draft);
  if (subject.id == kNoObject) return "";
  if (draft.Chance(25)) {
    return StrCat("ALTER ", subject.words, " ", subject.name, " OWNER TO ",
                  draft.random.Pick({"pg_monitor", "pg_read_all_data", "CURRENT_USER"}));
  }
  return StrCat("ALTER ", subject.words, " ", subject.name, " SET SCHEMA ", draft.SchemaName());
}

}  // namespace schemadiff::random_ddl
