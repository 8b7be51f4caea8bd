#include "tools/random_ddl/addresses.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {
namespace {

enum class Form { kInSchema, kOutside, kRoutine, kPart, kColumn, kConstraint, kOther };

struct Words {
  Kind kind;
  Form form;
  std::string_view text;
};

constexpr std::array kWords = {
    Words{KindOf<Table>, Form::kInSchema, "TABLE"},
    Words{KindOf<View>, Form::kInSchema, "VIEW"},
    Words{KindOf<MaterializedView>, Form::kInSchema, "MATERIALIZED VIEW"},
    Words{KindOf<Index>, Form::kInSchema, "INDEX"},
    Words{KindOf<Sequence>, Form::kInSchema, "SEQUENCE"},
    Words{KindOf<EnumType>, Form::kInSchema, "TYPE"},
    Words{KindOf<CompositeType>, Form::kInSchema, "TYPE"},
    Words{KindOf<RangeType>, Form::kInSchema, "TYPE"},
    Words{KindOf<Domain>, Form::kInSchema, "DOMAIN"},
    Words{KindOf<StatisticsObject>, Form::kInSchema, "STATISTICS"},
    Words{KindOf<Collation>, Form::kInSchema, "COLLATION"},
    Words{KindOf<Conversion>, Form::kInSchema, "CONVERSION"},
    Words{KindOf<TextSearchParser>, Form::kInSchema, "TEXT SEARCH PARSER"},
    Words{KindOf<TextSearchTemplate>, Form::kInSchema, "TEXT SEARCH TEMPLATE"},
    Words{KindOf<TextSearchDictionary>, Form::kInSchema, "TEXT SEARCH DICTIONARY"},
    Words{KindOf<TextSearchConfiguration>, Form::kInSchema, "TEXT SEARCH CONFIGURATION"},
    Words{KindOf<Function>, Form::kRoutine, "FUNCTION"},
    Words{KindOf<Aggregate>, Form::kRoutine, "AGGREGATE"},
    Words{KindOf<Operator>, Form::kOther, "OPERATOR"},
    Words{KindOf<OperatorClass>, Form::kOther, "OPERATOR CLASS"},
    Words{KindOf<OperatorFamily>, Form::kOther, "OPERATOR FAMILY"},
    Words{KindOf<Cast>, Form::kOther, "CAST"},
    Words{KindOf<Transform>, Form::kOther, "TRANSFORM"},
    Words{KindOf<Schema>, Form::kOutside, "SCHEMA"},
    Words{KindOf<Extension>, Form::kOutside, "EXTENSION"},
    Words{KindOf<Language>, Form::kOutside, "LANGUAGE"},
    Words{KindOf<AccessMethod>, Form::kOutside, "ACCESS METHOD"},
    Words{KindOf<ForeignDataWrapper>, Form::kOutside, "FOREIGN DATA WRAPPER"},
    Words{KindOf<ForeignServer>, Form::kOutside, "SERVER"},
    Words{KindOf<EventTrigger>, Form::kOutside, "EVENT TRIGGER"},
    Words{KindOf<Publication>, Form::kOutside, "PUBLICATION"},
    Words{KindOf<Subscription>, Form::kOutside, "SUBSCRIPTION"},
    Words{KindOf<Column>, Form::kColumn, "COLUMN"},
    Words{KindOf<Constraint>, Form::kConstraint, "CONSTRAINT"},
    Words{KindOf<Trigger>, Form::kPart, "TRIGGER"},
    Words{KindOf<Rule>, Form::kPart, "RULE"},
    Words{KindOf<Policy>, Form::kPart, "POLICY"}};

std::string OtherName(Draft& draft, ObjectId id) {
  const ObjectKey& key = draft.Key(id);
  if (const auto* cast = draft.catalog.Get(id).TryAs<Cast>()) {
    return StrCat("(", TypeSql(draft, cast->source), " AS ", TypeSql(draft, cast->target), ")");
  }
  if (const auto* transform = draft.catalog.Get(id).TryAs<Transform>()) {
    return StrCat("FOR ", TypeSql(draft, transform->type), " LANGUAGE ",
                  draft.Quote(transform->language));
  }
  if (const auto* op = draft.catalog.Get(id).TryAs<Operator>()) {
    return StrCat(draft.Quote(key.schema), ".", key.name.str(), " (",
                  op->left.name.empty() ? "NONE" : TypeSql(draft, op->left), ", ",
                  op->right.name.empty() ? "NONE" : TypeSql(draft, op->right), ")");
  }
  // Of operator classes and families the signature is the access method.
  return StrCat(draft.Ref(id), " USING ", draft.Quote(key.signature));
}

}  // namespace

std::string Role(Draft& draft) {
  return std::string(draft.random.Pick({"pg_monitor", "pg_read_all_data", "pg_write_all_data",
                                        "pg_signal_backend", "CURRENT_USER", "postgres"}));
}

Address AddressOfKind(Draft& draft, Kind kind) {
  std::vector<ObjectId> found;
  draft.catalog.ForEachOfKind(kind, [&](ObjectId id) {
    const ObjectKey& key = draft.Key(id);
    if (key.schema != "pg_temp") found.push_back(id);
  });
  const auto* words = std::ranges::find(kWords, kind, &Words::kind);
  if (found.empty() || words == kWords.end()) return {};
  Address address{draft.random.Pick(found), std::string(words->text), {}};
  const ObjectKey& key = draft.Key(address.id);
  const QualifiedName owner{key.schema, key.table};
  switch (words->form) {
    case Form::kInSchema: {
      address.name = draft.Ref(address.id);
      const auto* table = draft.catalog.Get(address.id).TryAs<Table>();
      if (table != nullptr && !table->server.empty() && draft.Chance(80)) {
        address.words = "FOREIGN TABLE";
      }
      if (address.words == "DOMAIN" && draft.Chance(20)) address.words = "TYPE";
      break;
    }
    case Form::kOutside:
      address.name = draft.Slip() ? "missing_object" : draft.Quote(key.name);
      break;
    case Form::kRoutine:
      address.name = draft.RoutineRef(address.id);
      if (const auto* function = draft.catalog.Get(address.id).TryAs<Function>()) {
        if (function->type == RoutineType::kProcedure) address.words = "PROCEDURE";
        if (draft.Chance(10)) address.words = "ROUTINE";
      }
      break;
    case Form::kColumn:
      address.name =
          StrCat(draft.Ref(owner), ".", draft.Slip() ? "missing_column" : draft.Quote(key.name));
      break;
    case Form::kConstraint: {
      const bool domain = draft.catalog.Find(KeyFor<Domain>(owner.schema, owner.name)) != nullptr;
      address.name = StrCat(draft.Slip() ? "missing_part" : draft.Quote(key.name), " ON ",
                            domain ? "DOMAIN " : "", draft.Ref(owner));
      break;
    }
    case Form::kPart:
      address.name =
          StrCat(draft.Slip() ? "missing_part" : draft.Quote(key.name), " ON ", draft.Ref(owner));
      break;
    case Form::kOther:
      address.name = OtherName(draft, address.id);
      break;
  }
  return address;
}

Address AnyAddress(Draft& draft) {
  for (int tries = 0; tries < 12; ++tries) {
    Address address = AddressOfKind(draft, draft.random.Pick(kWords).kind);
    if (address.id == kNoObject) continue;
    if (draft.Slip()) address.words = draft.random.Pick(kWords).text;
    return address;
  }
  return AddressOfKind(draft, KindOf<Table>);
}

}  // namespace schemadiff::random_ddl
