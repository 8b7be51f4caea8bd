#include "engine/replay/sequence.h"

#include <limits>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

struct Limits {
  int64_t minimum;
  int64_t maximum;
};

Limits LimitsOf(const TypeRef& type) {
  if (type.name == "int2") {
    return {std::numeric_limits<int16_t>::min(), std::numeric_limits<int16_t>::max()};
  }
  if (type.name == "int4") {
    return {std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()};
  }
  return {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
}

[[noreturn]] void Invalid(const std::string& message) {
  throw PgError(sqlstate::kInvalidParameterValue, message);
}

// The options of one statement, each at most once.
struct SequenceOptions {
  const ast::DefElem* type = nullptr;
  const ast::DefElem* start = nullptr;
  const ast::DefElem* restart = nullptr;
  const ast::DefElem* increment = nullptr;
  const ast::DefElem* maximum = nullptr;
  const ast::DefElem* minimum = nullptr;
  const ast::DefElem* cache = nullptr;
  const ast::DefElem* cycle = nullptr;
  const ast::DefElem* owned_by = nullptr;
};

SequenceOptions SortOptions(const std::vector<const ast::DefElem*>& list) {
  SequenceOptions options;
  for (const ast::DefElem* element : list) {
    const std::string_view name = element->defname;
    const ast::DefElem** slot = name == "as"          ? &options.type
                                : name == "start"     ? &options.start
                                : name == "restart"   ? &options.restart
                                : name == "increment" ? &options.increment
                                : name == "maxvalue"  ? &options.maximum
                                : name == "minvalue"  ? &options.minimum
                                : name == "cache"     ? &options.cache
                                : name == "cycle"     ? &options.cycle
                                : name == "owned_by"  ? &options.owned_by
                                                      : nullptr;
    if (slot == nullptr) {
      if (name == "sequence_name") {
        throw PgError(sqlstate::kSyntaxError, "invalid sequence option SEQUENCE NAME",
                      element->location);
      }
      throw PgError("XX000", StrCat("option \"", name, "\" not recognized"), element->location);
    }
    if (*slot != nullptr) ThrowConflictingOption(*element);
    *slot = element;
  }
  return options;
}

// The type, and whether limits that were those of the old type must follow it.
void ApplyType(const Context& cx, const ast::DefElem& element, bool fresh, bool for_identity,
               Sequence* sequence, bool* reset_maximum, bool* reset_minimum) {
  TypeRef type;
  if (const auto* name = ast::As<ast::TypeName>(element.arg)) type = ResolveType(cx, *name).ref;
  if (type.schema != "pg_catalog" || type.array ||
      (type.name != "int2" && type.name != "int4" && type.name != "int8")) {
    Invalid(for_identity ? "identity column type must be smallint, integer, or bigint"
                         : "sequence type must be smallint, integer, or bigint");
  }
  if (!fresh) {
    const Limits old = LimitsOf(sequence->type);
    *reset_maximum = sequence->max_value == old.maximum;
    *reset_minimum = sequence->min_value == old.minimum;
  }
  sequence->type = type;
}

}  // namespace

std::vector<const ast::DefElem*> DefElems(const ast::List& list) {
  std::vector<const ast::DefElem*> elements;
  for (const ast::Node* node : list) {
    if (const auto* element = ast::As<ast::DefElem>(node)) elements.push_back(element);
  }
  return elements;
}

void ApplySequenceOptions(const Context& cx, const std::vector<const ast::DefElem*>& list,
                          bool fresh, bool for_identity, Sequence* sequence) {
  const SequenceOptions options = SortOptions(list);
  bool reset_maximum = false;
  bool reset_minimum = false;
  if (options.type != nullptr) {
    ApplyType(cx, *options.type, fresh, for_identity, sequence, &reset_maximum, &reset_minimum);
  }
  if (options.increment != nullptr) {
    sequence->increment = DefInt64(*options.increment);
    if (sequence->increment == 0) Invalid("INCREMENT must not be zero");
  }
  if (options.cycle != nullptr) {
    const auto* value = ast::As<ast::Boolean>(options.cycle->arg);
    sequence->cycle = value != nullptr ? value->boolval : DefBool(*options.cycle);
  }

  const Limits limits = LimitsOf(sequence->type);
  const std::string type = FormatType(sequence->type, cx.major());
  if (options.maximum != nullptr && options.maximum->arg != nullptr) {
    sequence->max_value = DefInt64(*options.maximum);
  } else if (fresh || options.maximum != nullptr || reset_maximum) {
    sequence->max_value = sequence->increment > 0 || reset_maximum ? limits.maximum : -1;
  }
  if (sequence->max_value < limits.minimum || sequence->max_value > limits.maximum) {
    Invalid(StrCat("MAXVALUE (", sequence->max_value, ") is out of range for sequence data type ",
                   type));
  }
  if (options.minimum != nullptr && options.minimum->arg != nullptr) {
    sequence->min_value = DefInt64(*options.minimum);
  } else if (fresh || options.minimum != nullptr || reset_minimum) {
    sequence->min_value = sequence->increment < 0 || reset_minimum ? limits.minimum : 1;
  }
  if (sequence->min_value < limits.minimum || sequence->min_value > limits.maximum) {
    Invalid(StrCat("MINVALUE (", sequence->min_value, ") is out of range for sequence data type ",
                   type));
  }
  if (sequence->min_value >= sequence->max_value) {
    Invalid(StrCat("MINVALUE (", sequence->min_value, ") must be less than MAXVALUE (",
                   sequence->max_value, ")"));
  }
  if (options.start != nullptr) {
    sequence->start = DefInt64(*options.start);
  } else if (fresh) {
    sequence->start = sequence->increment > 0 ? sequence->min_value : sequence->max_value;
  }
  if (sequence->start < sequence->min_value) {
    Invalid(StrCat("START value (", sequence->start, ") cannot be less than MINVALUE (",
                   sequence->min_value, ")"));
  }
  if (sequence->start > sequence->max_value) {
    Invalid(StrCat("START value (", sequence->start, ") cannot be greater than MAXVALUE (",
                   sequence->max_value, ")"));
  }
  if (options.restart != nullptr && options.restart->arg != nullptr) {
    const int64_t restart = DefInt64(*options.restart);
    if (restart < sequence->min_value) {
      Invalid(StrCat("RESTART value (", restart, ") cannot be less than MINVALUE (",
                     sequence->min_value, ")"));
    }
    if (restart > sequence->max_value) {
      Invalid(StrCat("RESTART value (", restart, ") cannot be greater than MAXVALUE (",
                     sequence->max_value, ")"));
    }
  }
  if (options.cache != nullptr) {
    sequence->cache = DefInt64(*options.cache);
    if (sequence->cache <= 0) {
      Invalid(StrCat("CACHE (", sequence->cache, ") must be greater than zero"));
    }
  }
}

void OwnSequence(Context& cx, ObjectId sequence, ObjectId table, Name column, bool identity,
                 OriginId origin) {
  Catalog& catalog = cx.catalog;
  // Not to lose anything: a sequence depends on nothing but its owner.
  catalog.RemoveDependencies(sequence);
  const ObjectKey key = catalog.Get(table).key;
  catalog.Set(sequence, &Sequence::owned_by, ColumnName{key.schema, key.name, column}, origin);
  catalog.AddDependency(sequence, table,
                        identity ? DependencyType::kInternal : DependencyType::kAuto, column);
}

ObjectId IdentitySequence(const Catalog& catalog, ObjectId table, Name column) {
  for (const Dependency& dependent : catalog.Dependents(table)) {
    if (dependent.column != column || dependent.type != DependencyType::kInternal) continue;
    const auto* sequence = catalog.Get(dependent.object).TryAs<Sequence>();
    if (sequence != nullptr && sequence->identity) return dependent.object;
  }
  return kNoObject;
}

namespace {

// OWNED BY table.column | NONE.
void ProcessOwnedBy(Context& cx, ObjectId sequence, const ast::DefElem& element) {
  std::vector<std::string_view> names;
  if (const auto* list = ast::As<ast::ListNode>(element.arg)) names = Strings(list->items);
  ObjectId table = kNoObject;
  if (names.size() <= 1) {
    if (names.empty() || names[0] != "none") {
      throw PgError(sqlstate::kSyntaxError, "invalid OWNED BY option", element.location);
    }
  } else {
    table = RequireRelation(cx, {names.size() > 2 ? names[names.size() - 3] : std::string_view(),
                                 names[names.size() - 2], element.location});
    const Object& owner = cx.catalog.Get(table);
    if (owner.key.kind != KindOf<Table> && owner.key.kind != KindOf<View>) {
      throw PgError(sqlstate::kWrongObjectType,
                    StrCat("sequence cannot be owned by relation \"", owner.key.name, "\""),
                    element.location);
    }
    const Stated<Name>& role = cx.catalog.Get(sequence).As<Sequence>().owner;
    const auto* of = owner.TryAs<Table>();
    if (of != nullptr && role.value && of->owner.value && *role.value != *of->owner.value) {
      throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                    "sequence must have same owner as table it is linked to", element.location);
    }
    if (owner.key.schema != cx.catalog.Get(sequence).key.schema) {
      throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                    "sequence must be in same schema as table it is linked to", element.location);
    }
    RequireColumn(cx, table, names.back(), element.location);
  }
  if (cx.catalog.Get(sequence).As<Sequence>().identity) {
    throw PgError(sqlstate::kFeatureNotSupported, "cannot change ownership of identity sequence",
                  element.location);
  }
  const OriginId origin = cx.OriginOf(&element);
  if (table == kNoObject) {
    cx.catalog.RemoveDependencies(sequence);
    cx.catalog.Set(sequence, &Sequence::owned_by, ColumnName{}, origin);
  } else {
    OwnSequence(cx, sequence, table, names.back(), false, origin);
  }
}

}  // namespace

void CreateSequence(Context& cx, const ast::CreateSeqStmt& stmt) {
  const StatedName stated(*stmt.sequence);
  const bool temporary = stmt.sequence->relpersistence == "t";
  if (stmt.sequence->relpersistence == "u" && cx.major() < 15) {
    throw PgError(sqlstate::kFeatureNotSupported, "unlogged sequences are not supported");
  }
  const Name schema = CreationSchema(cx, stated, temporary);
  if (stmt.if_not_exists && RelationIn(cx.catalog, schema, stated.name) != kNoObject) return;
  Sequence sequence;
  const std::vector<const ast::DefElem*> options = DefElems(stmt.options);
  ApplySequenceOptions(cx, options, /*fresh=*/true, /*for_identity=*/false, &sequence);
  sequence.unlogged = stmt.sequence->relpersistence == "u";
  CheckNewRelationName(cx, schema, stated.name, /*makes_type=*/false, stated.location);
  const ObjectId id =
      cx.catalog.Create(KeyFor<Sequence>(schema, stated.name), sequence, kNoObject, cx.Origin());
  for (const ast::DefElem* element : options) {
    if (element->defname == "owned_by") ProcessOwnedBy(cx, id, *element);
  }
}

void AlterSequence(Context& cx, const ast::AlterSeqStmt& stmt) {
  const StatedName stated(*stmt.sequence);
  const ObjectId id = stmt.missing_ok ? FindRelation(cx, stated) : RequireRelation(cx, stated);
  if (id == kNoObject) return;
  const auto* before = cx.catalog.Get(id).TryAs<Sequence>();
  if (before == nullptr) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", stated.name, "\" is not a sequence"),
                  stated.location);
  }
  const std::vector<const ast::DefElem*> options = DefElems(stmt.options);
  Sequence after = *before;
  ApplySequenceOptions(cx, options, /*fresh=*/false, /*for_identity=*/false, &after);
  StoreSequence(cx, id, after, cx.Origin());
  for (const ast::DefElem* element : options) {
    if (element->defname == "owned_by") ProcessOwnedBy(cx, id, *element);
  }
}

void StoreSequence(Context& cx, ObjectId id, const Sequence& after, OriginId origin) {
  const Sequence before = cx.catalog.Get(id).As<Sequence>();
  const auto set = [&](auto Sequence::* member) {
    if (before.*member != after.*member) cx.catalog.Set(id, member, after.*member, origin);
  };
  set(&Sequence::type);
  set(&Sequence::start);
  set(&Sequence::increment);
  set(&Sequence::min_value);
  set(&Sequence::max_value);
  set(&Sequence::cache);
  set(&Sequence::cycle);
  set(&Sequence::unlogged);
}

}  // namespace schemadiff::replay
