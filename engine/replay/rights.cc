#include "engine/replay/rights.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/ownership.h"
#include "engine/catalog/privileges.h"
#include "engine/replay/lookup.h"
#include "engine/replay/object_address.h"
#include "engine/replay/roles.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

enum class Has { kNo, kPerhaps, kYes };

// Of the server's own roles none is a superuser; who owns the database is not known.
bool IsOfServer(Name role) {
  return role.str().starts_with("pg_") && role != Name("pg_database_owner");
}

// Whether the role has the rights of the other one. An empty name is the role that logged in.
Has RightsOf(const Context& cx, Name role, Name other) {
  if (role == other) return Has::kYes;
  const bool session = other.empty() || other == cx.catalog.notes.session_role;
  // Whose members the server's own roles were made is not kept, but nobody is that of a superuser.
  if (IsOfServer(role)) return session ? Has::kNo : Has::kPerhaps;
  const RoleNote* note = FindRole(cx, role);
  if (note == nullptr) return Has::kPerhaps;
  if (note->superuser) return Has::kYes;
  // What it inherits is said with each membership since 16.
  if (!note->inherit && !note->member_of.empty()) return Has::kPerhaps;
  const std::vector<Name> roles = RolesOf(cx, role);
  if (std::ranges::find(roles, other) != roles.end()) return Has::kYes;
  const bool known = std::ranges::all_of(roles, [&](Name each) {
    const RoleNote* of = FindRole(cx, each);
    return IsOfServer(each) || (of != nullptr && (of->inherit || of->member_of.empty()));
  });
  return known ? Has::kNo : Has::kPerhaps;
}

class Rights {
 public:
  Rights(Context& cx, Name role) : cx_(cx), role_(role) {}

  void Check(const ast::Node& stmt);
  bool doubted() const { return doubted_; }

 private:
  // False where it may be allowed.
  bool Refused(Has has) {
    if (has == Has::kPerhaps) doubted_ = true;
    return has == Has::kNo;
  }
  Has OwnerRights(ObjectId id) const;
  Has MayCreate(Name schema) const;

  void Own(ObjectId id, bool or_schema = false);
  void Own(const ast::RangeVar* relation);
  void Own(ast::ObjectType type, const ast::RangeVar* relation, const ast::Node* object);
  void OwnType(const ast::List& name);
  void Create(const StatedName& name);
  void Create(const ast::RangeVar& relation);
  void CreateIn(Name schema);
  void Superuser(std::string_view what);
  void CheckMade(const ast::Node& stmt);
  void CheckChanged(const ast::Node& stmt);

  Context& cx_;
  const Name role_;
  bool doubted_ = false;
};

// Parts have no owner of their own.
Has Rights::OwnerRights(ObjectId id) const {
  while (id != kNoObject && !HasOwner(cx_.catalog.Get(id).key.kind)) {
    id = cx_.catalog.Get(id).parent;
  }
  if (id == kNoObject) return Has::kPerhaps;
  const Object& object = cx_.catalog.Get(id);
  if (cx_.catalog.UnknownReason(object.key) != nullptr) return Has::kPerhaps;
  return RightsOf(cx_, role_, OwnerOf(object));
}

Has Rights::MayCreate(Name schema) const {
  const ObjectId id = cx_.catalog.IdOf(KeyFor<Schema>(schema));
  if (id == kNoObject) return Has::kPerhaps;
  Has best = OwnerRights(id);
  if (cx_.catalog.UnknownReason(cx_.catalog.Get(id).key) != nullptr) return Has::kPerhaps;
  for (const AclItem& item : AclOf(cx_.catalog, id)) {
    if ((item.privileges & PrivilegeOfName("create")) == 0 || item.grantee.empty()) continue;
    best = std::max(best, item.grantee == kPublic ? Has::kYes : RightsOf(cx_, role_, item.grantee));
  }
  return best;
}

void Rights::Own(ObjectId id, bool or_schema) {
  if (id == kNoObject) return;
  Has has = OwnerRights(id);
  const ObjectKey& key = cx_.catalog.Get(id).key;
  if (or_schema && has != Has::kYes && !key.schema.empty() && key.table.empty()) {
    const ObjectId schema = cx_.catalog.IdOf(KeyFor<Schema>(key.schema));
    has = std::max(has, schema == kNoObject ? Has::kPerhaps : OwnerRights(schema));
  }
  if (Refused(has)) throw PgError("42501", StrCat("must be owner of ", key.ToString()));
}

void Rights::Own(const ast::RangeVar* relation) {
  if (relation != nullptr) Own(FindRelation(cx_, *relation));
}

void Rights::Own(ast::ObjectType type, const ast::RangeVar* relation, const ast::Node* object) {
  if (relation != nullptr) {
    Own(relation);
  } else if (object != nullptr && !IsOutsideSchemas(type)) {
    Own(FindOwnObject(cx_, type, *object));
  }
}

void Rights::OwnType(const ast::List& names) {
  const StatedName name(names);
  for (const Name schema : name.schema.empty() ? SearchPath(cx_) : std::vector<Name>{name.schema}) {
    const ObjectId id = TypeIn(cx_.catalog, schema, name.name);
    if (id == kNoObject) continue;
    Own(id);
    return;
  }
}

void Rights::CreateIn(Name schema) {
  if (schema == kTemporarySchema) return;
  if (Refused(MayCreate(schema))) {
    throw PgError("42501", StrCat("permission denied for schema ", schema));
  }
}

void Rights::Create(const StatedName& name) { CreateIn(CreationSchema(cx_, name)); }

void Rights::Create(const ast::RangeVar& relation) {
  if (relation.relpersistence == "t") return;
  Create(StatedName(relation));
  // CREATE OR REPLACE.
  const ObjectId there = RelationIn(cx_.catalog, CreationSchema(cx_, relation), relation.relname);
  if (there != kNoObject && cx_.catalog.Get(there).key.kind == KindOf<View>) Own(there);
}

void Rights::Superuser(std::string_view what) {
  const RoleNote* note = FindRole(cx_, role_);
  const bool known = IsOfServer(role_) || note != nullptr;
  if (Refused(!known ? Has::kPerhaps : note != nullptr && note->superuser ? Has::kYes : Has::kNo)) {
    throw PgError("42501", StrCat("must be superuser for ", what));
  }
}

// What a statement makes.
void Rights::CheckMade(const ast::Node& stmt) {
  const auto* table = ast::As<ast::CreateStmt>(&stmt);
  if (const auto* foreign = ast::As<ast::CreateForeignTableStmt>(&stmt)) table = foreign->base;
  if (table != nullptr) {
    Create(*table->relation);
    for (const ast::Node* parent : table->inhRelations) Own(ast::As<ast::RangeVar>(parent));
  } else if (const auto* view = ast::As<ast::ViewStmt>(&stmt)) {
    Create(*view->view);
  } else if (const auto* as = ast::As<ast::CreateTableAsStmt>(&stmt)) {
    Create(*as->into->rel);
  } else if (const auto* sequence = ast::As<ast::CreateSeqStmt>(&stmt)) {
    Create(*sequence->sequence);
  } else if (const auto* composite = ast::As<ast::CompositeTypeStmt>(&stmt)) {
    Create(*composite->typevar);
  } else if (const auto* labels = ast::As<ast::CreateEnumStmt>(&stmt)) {
    Create(StatedName(labels->typeName));
  } else if (const auto* range = ast::As<ast::CreateRangeStmt>(&stmt)) {
    Create(StatedName(range->typeName));
  } else if (const auto* domain = ast::As<ast::CreateDomainStmt>(&stmt)) {
    Create(StatedName(domain->domainname));
  } else if (const auto* function = ast::As<ast::CreateFunctionStmt>(&stmt)) {
    Create(StatedName(function->funcname));
  } else if (const auto* define = ast::As<ast::DefineStmt>(&stmt)) {
    if (define->kind == ast::ObjectType::OBJECT_TSPARSER ||
        define->kind == ast::ObjectType::OBJECT_TSTEMPLATE ||
        (define->kind == ast::ObjectType::OBJECT_TYPE && !define->definition.empty())) {
      Superuser("this");
    }
    Create(StatedName(define->defnames));
  } else if (const auto* index = ast::As<ast::IndexStmt>(&stmt)) {
    const ObjectId on = FindRelation(cx_, *index->relation);
    if (on == kNoObject) return;
    Own(on);
    CreateIn(cx_.catalog.Get(on).key.schema);
  } else if (stmt.tag == ast::NodeTag::kCreateFdwStmt ||
             stmt.tag == ast::NodeTag::kCreateEventTrigStmt ||
             stmt.tag == ast::NodeTag::kCreateOpClassStmt ||
             stmt.tag == ast::NodeTag::kCreateOpFamilyStmt) {
    Superuser("this");
  }
}

// What a statement changes or drops.
void Rights::CheckChanged(const ast::Node& stmt) {
  if (const auto* alter = ast::As<ast::AlterTableStmt>(&stmt)) {
    Own(alter->relation);
  } else if (const auto* sequence = ast::As<ast::AlterSeqStmt>(&stmt)) {
    Own(sequence->sequence);
  } else if (const auto* rule = ast::As<ast::RuleStmt>(&stmt)) {
    Own(rule->relation);
  } else if (const auto* policy = ast::As<ast::CreatePolicyStmt>(&stmt)) {
    Own(policy->table);
  } else if (const auto* altered = ast::As<ast::AlterPolicyStmt>(&stmt)) {
    Own(altered->table);
  } else if (const auto* rename = ast::As<ast::RenameStmt>(&stmt)) {
    Own(rename->renameType, rename->relation, rename->object);
  } else if (const auto* move = ast::As<ast::AlterObjectSchemaStmt>(&stmt)) {
    Own(move->objectType, move->relation, move->object);
    CreateIn(move->newschema);
  } else if (const auto* owner = ast::As<ast::AlterOwnerStmt>(&stmt)) {
    Own(owner->objectType, owner->relation, owner->object);
  } else if (const auto* comment = ast::As<ast::CommentStmt>(&stmt)) {
    Own(comment->objtype, nullptr, comment->object);
  } else if (const auto* function = ast::As<ast::AlterFunctionStmt>(&stmt)) {
    Own(function->objtype, nullptr, function->func);
  } else if (const auto* labels = ast::As<ast::AlterEnumStmt>(&stmt)) {
    OwnType(labels->typeName);
  } else if (const auto* domain = ast::As<ast::AlterDomainStmt>(&stmt)) {
    OwnType(domain->typeName);
  } else if (const auto* drop = ast::As<ast::DropStmt>(&stmt)) {
    for (const ast::Node* object : drop->objects) {
      Own(FindObject(cx_, drop->removeType, *object, drop->missing_ok), /*or_schema=*/true);
    }
  }
}

void Rights::Check(const ast::Node& stmt) {
  CheckMade(stmt);
  CheckChanged(stmt);
}

}  // namespace

void CheckRights(Context& cx, const ast::Node& stmt) {
  const Settings& settings = cx.session.settings();
  if (settings.role.empty() && settings.session_authorization.empty()) return;
  const Name role = CurrentRole(cx);
  if (cx.options.applied || role.empty() || role == cx.catalog.notes.session_role) return;
  Rights rights(cx, role);
  try {
    rights.Check(stmt);
  } catch (const NotModelled&) {
    return;  // the statement itself will say so
  } catch (const PgError& error) {
    // Code of which it is not known what it did may have granted it.
    if (error.sqlstate() != "42501") return;
    if (cx.catalog.notes.open_ended.empty()) throw;
    cx.CountUncompared("whether the role in force may do this is not known, and taken for granted");
    return;
  }
  if (rights.doubted()) {
    cx.CountUncompared("whether the role in force may do this is not known, and taken for granted");
  }
}

}  // namespace schemadiff::replay
