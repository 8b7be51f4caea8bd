#include "engine/replay/touched.h"

#include <string_view>

#include "engine/replay/lookup.h"
#include "engine/replay/settings.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

ObjectKey AnyOfName(std::string_view name) { return {kNoKind, kNoKind, {}, {}, name, {}}; }

// Where the relation is, or else would be made.
ObjectKey RelationKey(const Context& cx, const ast::RangeVar& range) {
  Name schema = range.schemaname;
  if (schema.empty() && !SearchPathKnown(cx)) return AnyOfName(range.relname);
  if (schema.empty()) {
    for (const Name candidate : SearchPath(cx)) {
      if (candidate == "pg_catalog" || candidate == kTemporarySchema) continue;
      if (schema.empty()) schema = candidate;
      if (RelationIn(cx.catalog, candidate, range.relname) != kNoObject) {
        schema = candidate;
        break;
      }
    }
  }
  const ObjectId id = RelationIn(cx.catalog, schema, range.relname);
  return id == kNoObject ? KeyFor<Table>(schema, range.relname) : cx.catalog.Get(id).key;
}

// The last name of what DROP, ALTER and others name, whatever its form.
std::string_view LastName(const ast::Node* node) {
  if (const auto* text = ast::As<ast::String>(node)) return text->sval;
  if (const auto* list = ast::As<ast::ListNode>(node)) {
    return list->items.empty() ? std::string_view() : LastName(list->items.back());
  }
  if (const auto* type = ast::As<ast::TypeName>(node)) return Strings(type->names).back();
  if (const auto* routine = ast::As<ast::ObjectWithArgs>(node)) {
    return Strings(routine->objname).back();
  }
  return {};
}

std::string_view LastName(const ast::List& names) { return Strings(names).back(); }

// Names of what is no relation.
std::vector<std::string_view> NamesIn(const ast::Node& stmt) {
  using ast::NodeTag;
  switch (stmt.tag) {
    case NodeTag::kCreateFunctionStmt:
      return {LastName(static_cast<const ast::CreateFunctionStmt&>(stmt).funcname)};
    case NodeTag::kAlterFunctionStmt:
      return {LastName(static_cast<const ast::AlterFunctionStmt&>(stmt).func)};
    case NodeTag::kDefineStmt:
      return {LastName(static_cast<const ast::DefineStmt&>(stmt).defnames)};
    case NodeTag::kCreateEnumStmt:
      return {LastName(static_cast<const ast::CreateEnumStmt&>(stmt).typeName)};
    case NodeTag::kAlterEnumStmt:
      return {LastName(static_cast<const ast::AlterEnumStmt&>(stmt).typeName)};
    case NodeTag::kCreateDomainStmt:
      return {LastName(static_cast<const ast::CreateDomainStmt&>(stmt).domainname)};
    case NodeTag::kAlterDomainStmt:
      return {LastName(static_cast<const ast::AlterDomainStmt&>(stmt).typeName)};
    case NodeTag::kCreateRangeStmt:
      return {LastName(static_cast<const ast::CreateRangeStmt&>(stmt).typeName)};
    case NodeTag::kCreateSchemaStmt:
      return {static_cast<const ast::CreateSchemaStmt&>(stmt).schemaname};
    case NodeTag::kCreateExtensionStmt:
      return {static_cast<const ast::CreateExtensionStmt&>(stmt).extname};
    case NodeTag::kAlterExtensionStmt:
      return {static_cast<const ast::AlterExtensionStmt&>(stmt).extname};
    case NodeTag::kAlterExtensionContentsStmt:
      return {LastName(static_cast<const ast::AlterExtensionContentsStmt&>(stmt).object)};
    case NodeTag::kCreatePublicationStmt:
      return {static_cast<const ast::CreatePublicationStmt&>(stmt).pubname};
    case NodeTag::kAlterPublicationStmt:
      return {static_cast<const ast::AlterPublicationStmt&>(stmt).pubname};
    case NodeTag::kCreateSubscriptionStmt:
      return {static_cast<const ast::CreateSubscriptionStmt&>(stmt).subname};
    case NodeTag::kAlterSubscriptionStmt:
      return {static_cast<const ast::AlterSubscriptionStmt&>(stmt).subname};
    case NodeTag::kCreateStatsStmt: {
      const ast::List& names = static_cast<const ast::CreateStatsStmt&>(stmt).defnames;
      return {names.empty() ? std::string_view() : LastName(names)};
    }
    case NodeTag::kAlterStatsStmt:
      return {LastName(static_cast<const ast::AlterStatsStmt&>(stmt).defnames)};
    case NodeTag::kCreateFdwStmt:
      return {static_cast<const ast::CreateFdwStmt&>(stmt).fdwname};
    case NodeTag::kAlterFdwStmt:
      return {static_cast<const ast::AlterFdwStmt&>(stmt).fdwname};
    case NodeTag::kCreateForeignServerStmt:
      return {static_cast<const ast::CreateForeignServerStmt&>(stmt).servername};
    case NodeTag::kAlterForeignServerStmt:
      return {static_cast<const ast::AlterForeignServerStmt&>(stmt).servername};
    case NodeTag::kRenameStmt: {
      const auto& rename = static_cast<const ast::RenameStmt&>(stmt);
      return {rename.relation == nullptr ? LastName(rename.object) : std::string_view(),
              rename.subname, rename.newname};
    }
    case NodeTag::kAlterObjectSchemaStmt:
      return {LastName(static_cast<const ast::AlterObjectSchemaStmt&>(stmt).object)};
    case NodeTag::kDropStmt: {
      std::vector<std::string_view> names;
      for (const ast::Node* object : static_cast<const ast::DropStmt&>(stmt).objects) {
        names.push_back(LastName(object));
      }
      return names;
    }
    default:
      return {};
  }
}

}  // namespace

std::vector<ObjectKey> TouchedBy(const Context& cx, const ast::Node& stmt) {
  std::vector<ObjectKey> keys;
  const auto add_part = [&](Kind kind, const ast::RangeVar& range, std::string_view name) {
    const ObjectKey relation = RelationKey(cx, range);
    keys.push_back(relation.kind == kNoKind
                       ? AnyOfName(name)
                       : ObjectKey{kind, kNoKind, relation.schema, relation.name, name, {}});
  };
  if (const auto* trigger = ast::As<ast::CreateTrigStmt>(&stmt)) {
    add_part(KindOf<Trigger>, *trigger->relation, trigger->trigname);
  } else if (const auto* rule = ast::As<ast::RuleStmt>(&stmt)) {
    add_part(KindOf<Rule>, *rule->relation, rule->rulename);
  } else if (const auto* policy = ast::As<ast::CreatePolicyStmt>(&stmt)) {
    add_part(KindOf<Policy>, *policy->table, policy->policy_name);
  } else if (const auto* altered = ast::As<ast::AlterPolicyStmt>(&stmt)) {
    add_part(KindOf<Policy>, *altered->table, altered->policy_name);
  } else if (const auto* view = ast::As<ast::ViewStmt>(&stmt)) {
    ObjectKey key = RelationKey(cx, *view->view);
    if (key.kind != kNoKind) key.kind = KindOf<View>;
    keys.push_back(key);
  } else if (const auto* table = ast::As<ast::CreateTableAsStmt>(&stmt)) {
    ObjectKey key = RelationKey(cx, *table->into->rel);
    if (key.kind != kNoKind && table->objtype == ast::ObjectType::OBJECT_MATVIEW) {
      key.kind = KindOf<MaterializedView>;
    }
    keys.push_back(key);
  } else if (const auto* index = ast::As<ast::IndexStmt>(&stmt);
             index != nullptr && !index->idxname.empty()) {
    const ObjectKey relation = RelationKey(cx, *index->relation);
    keys.push_back(relation.kind == kNoKind ? AnyOfName(index->idxname)
                                            : KeyFor<Index>(relation.schema, index->idxname));
  } else if (const auto* publication = ast::As<ast::CreatePublicationStmt>(&stmt)) {
    for (const ast::RangeVar* range : CollectRangeVars(&stmt)) {
      add_part(KindOf<PublishedTable>, *range, publication->pubname);
    }
  } else if (const auto* altered_publication = ast::As<ast::AlterPublicationStmt>(&stmt)) {
    for (const ast::RangeVar* range : CollectRangeVars(&stmt)) {
      add_part(KindOf<PublishedTable>, *range, altered_publication->pubname);
    }
  } else if (stmt.tag != ast::NodeTag::kCreateStatsStmt) {
    for (const ast::RangeVar* range : CollectRangeVars(&stmt)) {
      keys.push_back(RelationKey(cx, *range));
    }
  }
  for (const std::string_view name : NamesIn(stmt)) {
    if (!name.empty()) keys.push_back(AnyOfName(name));
  }
  return keys;
}

}  // namespace schemadiff::replay
