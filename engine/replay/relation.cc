#include "engine/replay/relation.h"

#include <algorithm>
#include <array>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/named_users.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {

std::vector<ObjectId> ColumnsOf(const Catalog& catalog, ObjectId relation) {
  std::vector<ObjectId> columns;
  columns.reserve(catalog.Children(relation).size());
  bool sorted = true;
  int last = 0;
  for (const ObjectId id : catalog.Children(relation)) {
    const auto* column = catalog.Get(id).TryAs<Column>();
    if (column == nullptr) continue;
    columns.push_back(id);
    sorted = sorted && column->position > last;
    last = column->position;
  }
  if (!sorted) {
    std::ranges::sort(columns, {},
                      [&](ObjectId id) { return catalog.Get(id).As<Column>().position; });
  }
  return columns;
}

ObjectId FindColumn(const Catalog& catalog, ObjectId relation, std::string_view name) {
  const ObjectKey& key = catalog.Get(relation).key;
  return catalog.IdOf(KeyFor<Column>(key.schema, key.name, name));
}

void RequireKnown(const Context& cx, ObjectId relation, int32_t location) {
  const ObjectKey& key = cx.catalog.Get(relation).key;
  if (cx.catalog.UnknownReason(KeyFor<Column>(key.schema, key.name, {})) == nullptr) return;
  throw FollowsUnknown(StrCat("what \"", key.name, "\" holds is not known"), location);
}

void RequireKnownColumns(const Context& cx, ObjectId relation, int32_t location) {
  const ObjectKey& key = cx.catalog.Get(relation).key;
  if (!cx.catalog.unknown().contains(KeyFor<Column>(key.schema, key.name, {}))) return;
  throw FollowsUnknown(StrCat("the columns of \"", key.name, "\" are not known"), location);
}

ObjectId RequireColumn(const Context& cx, ObjectId relation, std::string_view name,
                       int32_t location) {
  const ObjectId id = FindColumn(cx.catalog, relation, name);
  if (id == kNoObject) {
    const ObjectKey& key = cx.catalog.Get(relation).key;
    if (cx.catalog.UnknownReason(KeyFor<Column>(key.schema, key.name, name)) != nullptr) {
      throw FollowsUnknown(StrCat("the columns of \"", key.name, "\" are not known"), location);
    }
    throw PgError(sqlstate::kUndefinedColumn,
                  StrCat("column \"", name, "\" of relation \"", cx.catalog.Get(relation).key.name,
                         "\" does not exist"),
                  location);
  }
  return id;
}

void RenumberColumns(Catalog& catalog, ObjectId relation) {
  int position = 0;
  for (const ObjectId id : ColumnsOf(catalog, relation)) {
    if (catalog.Get(id).As<Column>().position != ++position) {
      catalog.Edit<Column>(id).position = position;
    }
  }
}

bool IsSystemColumn(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kNames = {"tableoid", "ctid", "xmin",
                                                             "xmax",     "cmin", "cmax"};
  return std::ranges::find(kNames, name) != kNames.end();
}

bool IsPartitioned(const Object& table) {
  const auto* payload = table.TryAs<Table>();
  return payload != nullptr && !payload->partition_key.empty();
}

bool IsPartition(const Object& table) {
  const auto* payload = table.TryAs<Table>();
  return payload != nullptr && !payload->partition_of.empty();
}

QualifiedName NameOf(const Object& object) { return {object.key.schema, object.key.name}; }

std::vector<ObjectId> DirectChildren(const Catalog& catalog, ObjectId table) {
  std::vector<ObjectId> children;
  const Object& parent = catalog.Get(table);
  if (parent.key.kind != KindOf<Table>) return children;
  const QualifiedName name = NameOf(parent);
  for (const Dependency& dependent : catalog.Dependents(table)) {
    const auto* child = catalog.Get(dependent.object).TryAs<Table>();
    if (child == nullptr) continue;
    if (child->partition_of == name ||
        std::ranges::find(child->inherits, name) != child->inherits.end()) {
      if (std::ranges::find(children, dependent.object) == children.end()) {
        children.push_back(dependent.object);
      }
    }
  }
  std::ranges::sort(children);
  return children;
}

std::vector<ObjectId> DirectParents(const Catalog& catalog, ObjectId table) {
  std::vector<ObjectId> parents;
  const auto* payload = catalog.Get(table).TryAs<Table>();
  if (payload == nullptr) return parents;
  const auto add = [&](const QualifiedName& name) {
    const ObjectId id = catalog.IdOf(KeyFor<Table>(name.schema, name.name));
    if (id != kNoObject) parents.push_back(id);
  };
  if (!payload->partition_of.empty()) add(payload->partition_of);
  for (const QualifiedName& name : payload->inherits) add(name);
  return parents;
}

std::vector<ObjectId> ConstraintsOf(const Catalog& catalog, ObjectId relation,
                                    ConstraintType type) {
  std::vector<ObjectId> out;
  for (const ObjectId id : catalog.Children(relation)) {
    const auto* constraint = catalog.Get(id).TryAs<Constraint>();
    if (constraint != nullptr && constraint->type == type) out.push_back(id);
  }
  return out;
}

std::vector<ObjectId> IndexesOf(const Catalog& catalog, ObjectId table) {
  std::vector<ObjectId> out;
  for (const ObjectId id : catalog.Children(table)) {
    const Object& object = catalog.Get(id);
    if (object.key.kind == KindOf<Index> ||
        (object.key.kind == KindOf<Constraint> && IsRelation(object))) {
      out.push_back(id);
    }
  }
  return out;
}

ObjectId PrimaryKeyOf(const Catalog& catalog, ObjectId table) {
  const std::vector<ObjectId> keys = ConstraintsOf(catalog, table, ConstraintType::kPrimaryKey);
  return keys.empty() ? kNoObject : keys.front();
}

void CopyDependencies(Catalog& catalog, ObjectId from, ObjectId to, ObjectId table) {
  const std::vector<Dependency> references(catalog.References(from).begin(),
                                           catalog.References(from).end());
  const ObjectId original = catalog.Get(from).parent;
  // A default that is about its own table as a whole names it as a constant, and so does the copy.
  const bool is_column = catalog.Get(from).TryAs<Column>() != nullptr;
  for (const Dependency& reference : references) {
    const bool own = reference.object == original && !(is_column && reference.column.empty());
    catalog.AddDependency(to, own ? table : reference.object, reference.type, reference.column);
  }
}

void RemoveDependency(Catalog& catalog, ObjectId dependent, ObjectId referenced) {
  const std::vector<Dependency> references(catalog.References(dependent).begin(),
                                           catalog.References(dependent).end());
  catalog.RemoveDependencies(dependent);
  for (const Dependency& reference : references) {
    if (reference.object == referenced) continue;
    catalog.AddDependency(dependent, reference.object, reference.type, reference.column);
  }
}

IndexFacts FactsOfIndex(const Object& index) {
  IndexFacts facts;
  if (const auto* constraint = index.TryAs<Constraint>()) {
    facts.primary = constraint->type == ConstraintType::kPrimaryKey;
    facts.exclusion = constraint->type == ConstraintType::kExclusion;
    facts.unique = !facts.exclusion;
    facts.deferrable = constraint->deferrable;
    facts.columns = constraint->columns;
    return facts;
  }
  const auto& payload = index.As<Index>();
  facts.unique = payload.unique;
  facts.valid = payload.valid && !payload.only;
  facts.partial = !payload.predicate.empty();
  for (const IndexKey& key : payload.keys) {
    facts.columns.push_back(key.column);
    facts.has_expressions = facts.has_expressions || key.column.empty();
  }
  return facts;
}

Name TablespaceFor(const Context& cx, std::string_view stated) {
  if (stated.empty()) stated = cx.session.settings().default_tablespace;
  if (stated == "pg_global") {
    throw PgError(sqlstate::kInvalidParameterValue,
                  "only shared relations can be placed in pg_global tablespace");
  }
  // A database lives in pg_default unless it was made to live elsewhere.
  return stated == "pg_default" ? Name() : Name(stated);
}

namespace {

// Types of extensions that are made for the keys of indexes, and are never stored aside.
bool StoresOnlyKeys(std::string_view name) {
  return name.starts_with("gbtreekey") || name == "ghstore" || name == "gtrgm" ||
         name == "ltree_gist" || name == "intbig_gkey";
}

}  // namespace

std::string ColumnStorage(const Context& cx, const TypeRef& type, std::string_view storage) {
  const std::string word = AsciiToLower(storage);
  if (word == "default") return {};
  if (word != "plain" && word != "external" && word != "extended" && word != "main") {
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("invalid storage type \"", storage, "\""));
  }
  const ResolvedType base = BaseType(cx, ResolveRef(cx, type));
  std::string_view own = "extended";
  bool fixed = false;
  if (!base.ref.array) {
    if (base.extension != kNoObject) {
      fixed = StoresOnlyKeys(base.ref.name);
      const bool known = base.ref.name == "citext" || base.ref.name == "hstore" ||
                         base.ref.name == "ltree" || word == "external";
      if (!fixed && !known) {
        throw NotModelled(
            StrCat("the storage of ", TypeText(cx, type), ", which is an extension's"));
      }
    } else if (base.builtin != nullptr) {
      // Those of any length that are never stored aside.
      fixed = base.builtin->length > 0 || base.builtin->vector || base.ref.name == "tsquery" ||
              base.ref.name == "gtsvector";
      if (fixed) own = "plain";
      if (base.ref.name == "numeric" || base.ref.name == "inet" || base.ref.name == "cidr") {
        own = "main";
      }
    } else if (const auto* scalar = base.object == kNoObject
                                        ? nullptr
                                        : cx.catalog.Get(base.object).TryAs<ScalarType>()) {
      own = scalar->storage;
      fixed = own == "plain";
    } else if (base.object != kNoObject) {
      fixed = cx.catalog.Get(base.object).key.kind == KindOf<EnumType>;
      if (fixed) own = "plain";
    }
  }
  if (fixed && word != "plain") {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("column data type ", TypeText(cx, type), " can only have storage PLAIN"));
  }
  if (word == own) return {};
  std::string upper = word;
  for (char& c : upper) c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

namespace {

// The name, with its schema unless search_path leads to this very object.
std::string VisibleName(const Context& cx, const ObjectKey& key) {
  const int major = cx.major();
  for (const Name schema : SearchPath(cx)) {
    const ObjectId found = cx.catalog.FindNamed(schema, key.name, [&](ObjectId id) {
      const Object& object = cx.catalog.Get(id);
      if (IsNamedObject(object)) return object.key.kind == key.kind;
      return object.key.table.empty() || IsRelation(object);
    });
    if (found == kNoObject) continue;
    if (schema == key.schema) return QuoteIdentifier(key.name, major);
    break;
  }
  return QuoteQualifiedName(key.schema, key.name, major);
}

// As format_procedure has them: without blanks between.
std::string InputTypesText(const Context& cx, const Object& routine) {
  const auto* function = routine.TryAs<Function>();
  const auto& arguments =
      function != nullptr ? function->arguments : routine.As<Aggregate>().arguments;
  std::string text;
  for (const Argument& argument : arguments) {
    if (argument.mode == ArgumentMode::kOut || argument.mode == ArgumentMode::kTable) continue;
    if (!text.empty()) text += ',';
    text += TypeText(cx, argument.type);
  }
  return text;
}

}  // namespace

std::string Describe(const Context& cx, ObjectId id) {
  const Object& object = cx.catalog.Get(id);
  const ObjectKey& key = object.key;
  if (key.kind == KindOf<UserMapping>) {
    return StrCat("user mapping for ", key.name, " on server ", key.table);
  }
  if (!key.table.empty()) {
    std::string owner = object.parent == kNoObject ? std::string() : Describe(cx, object.parent);
    if (object.parent != kNoObject) {
      const Kind parent = cx.catalog.Get(object.parent).key.kind;
      if (parent == KindOf<Domain>) return StrCat("constraint ", key.name);
      if (parent == KindOf<CompositeType>) owner = "composite " + owner;
    }
    const std::string_view preposition = key.kind == KindOf<Column> ? " of " : " on ";
    return StrCat(KindName(key.kind), " ",
                  key.kind == KindOf<Column> || key.kind == KindOf<Constraint> ||
                          key.kind == KindOf<Trigger> || key.kind == KindOf<Policy> ||
                          key.kind == KindOf<Rule>
                      ? key.name.str()
                      : QuoteIdentifier(key.name, cx.major()),
                  preposition, owner);
  }
  if (key.kind == KindOf<Schema> || key.kind == KindOf<Extension> ||
      key.kind == KindOf<EventTrigger> || key.kind == KindOf<Publication> ||
      key.kind == KindOf<Subscription> || key.kind == KindOf<ForeignDataWrapper> ||
      key.kind == KindOf<ForeignServer> || key.kind == KindOf<Language> ||
      key.kind == KindOf<AccessMethod>) {
    return StrCat(KindName(key.kind), " ", key.name);
  }
  if (key.kind == KindOf<Function> || key.kind == KindOf<Aggregate>) {
    return StrCat("function ", VisibleName(cx, key), "(", InputTypesText(cx, object), ")");
  }
  if (const auto* cast = object.TryAs<Cast>()) {
    return StrCat("cast from ", TypeText(cx, cast->source), " to ", TypeText(cx, cast->target));
  }
  if (const auto* transform = object.TryAs<Transform>()) {
    return StrCat("transform for ", TypeText(cx, transform->type), " language ",
                  transform->language);
  }
  if (const auto* op = object.TryAs<Operator>()) {
    return StrCat("operator ", key.name, "(",
                  op->left.name.empty() ? std::string("NONE") : TypeText(cx, op->left), ",",
                  TypeText(cx, op->right), ")");
  }
  if (key.kind == KindOf<OperatorClass> || key.kind == KindOf<OperatorFamily>) {
    return StrCat(KindName(key.kind), " ", VisibleName(cx, key), " for access method ",
                  key.signature);
  }
  const bool type = key.kind == KindOf<EnumType> || key.kind == KindOf<ScalarType> ||
                    key.kind == KindOf<Domain> || key.kind == KindOf<RangeType> ||
                    key.kind == KindOf<CompositeType>;
  return StrCat(type ? "type" : KindName(key.kind), " ", VisibleName(cx, key));
}

}  // namespace schemadiff::replay
