// CREATE DOMAIN and ALTER DOMAIN.
//
// Facts from typecmds.c of the server's source.
#include <string>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/names.h"
#include "engine/replay/drop.h"
#include "engine/replay/expressions.h"
#include "engine/replay/handlers.h"
#include "engine/replay/relation.h"
#include "engine/replay/routine.h"
#include "engine/replay/types.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

using ast::ConstrType;

// NOT NULL of a domain is a constraint with a name since this version.
constexpr int kNamedNotNull = 17;

[[noreturn]] void RefuseConstraint(const ast::Constraint& constraint) {
  std::string_view what;
  switch (constraint.contype) {
    case ConstrType::CONSTR_UNIQUE:
      what = "unique";
      break;
    case ConstrType::CONSTR_PRIMARY:
      what = "primary key";
      break;
    case ConstrType::CONSTR_EXCLUSION:
      what = "exclusion";
      break;
    case ConstrType::CONSTR_FOREIGN:
      what = "foreign key";
      break;
    case ConstrType::CONSTR_ATTR_DEFERRABLE:
    case ConstrType::CONSTR_ATTR_NOT_DEFERRABLE:
    case ConstrType::CONSTR_ATTR_DEFERRED:
    case ConstrType::CONSTR_ATTR_IMMEDIATE:
      throw PgError(sqlstate::kFeatureNotSupported,
                    "specifying constraint deferrability not supported for domains",
                    constraint.location);
    default:
      throw NotModelled("this constraint of a domain", constraint.location);
  }
  throw PgError(sqlstate::kSyntaxError, StrCat(what, " constraints not possible for domains"),
                constraint.location);
}

// The constraint's name: the stated one, which the domain must not have yet, or one of our own.
template <typename Choose>
Name ConstraintName(const Context& cx, ObjectId domain, const ast::Constraint& constraint,
                    Choose choose) {
  const ObjectKey& key = cx.catalog.Get(domain).key;
  if (!constraint.conname.empty()) {
    if (FindConstraint(cx.catalog, domain, constraint.conname) != kNoObject) {
      throw PgError(sqlstate::kDuplicateObject,
                    StrCat("constraint \"", constraint.conname, "\" for domain \"", key.name,
                           "\" already exists"));
    }
    return constraint.conname;
  }
  return choose(key.name, [&](std::string_view name) {
    return ConstraintNameInSchema(cx, key.schema, name);
  });
}

ObjectId CreateConstraint(Context& cx, ObjectId domain, Name name, Constraint constraint,
                          OriginId origin) {
  const ObjectKey& key = cx.catalog.Get(domain).key;
  return cx.catalog.Create(KeyFor<Constraint>(key.schema, key.name, name), std::move(constraint),
                           domain, origin);
}

void AddCheck(Context& cx, ObjectId domain, const ast::Constraint& node) {
  const TypeRef base = cx.catalog.Get(domain).As<Domain>().base_type;
  const Name name = ConstraintName(cx, domain, node, ChooseDomainCheckName);
  const Analysed analysed =
      Analyse(cx, *node.raw_expr, ExpressionUse::kDomainCheck, kNoObject, &base);
  Constraint constraint;
  constraint.type = ConstraintType::kCheck;
  constraint.check = analysed.expression;
  constraint.validated = !node.skip_validation;
  const ObjectId id = CreateConstraint(cx, domain, name, std::move(constraint), cx.OriginOf(&node));
  DependOnExpression(cx, id, analysed, kNoObject, DependencyType::kNormal);
}

void AddNotNullConstraint(Context& cx, ObjectId domain, const ast::Constraint& node) {
  if (cx.major() < kNamedNotNull) return;
  const Name name = ConstraintName(cx, domain, node, ChooseDomainNotNullName);
  Constraint constraint;
  constraint.type = ConstraintType::kNotNull;
  CreateConstraint(cx, domain, name, std::move(constraint), cx.OriginOf(&node));
}

// What the constraints of CREATE DOMAIN say before there is a domain to hang them on.
void ReadAttributes(Context& cx, const ast::CreateDomainStmt& stmt, Domain* domain,
                    Analysed* default_value) {
  bool saw_default = false;
  bool saw_nullness = false;
  for (const ast::Node* node : stmt.constraints) {
    const auto& constraint = *ast::Cast<ast::Constraint>(node);
    switch (constraint.contype) {
      case ConstrType::CONSTR_DEFAULT:
        if (saw_default) {
          throw PgError(sqlstate::kSyntaxError, "multiple default expressions",
                        constraint.location);
        }
        saw_default = true;
        *default_value = Analyse(cx, *constraint.raw_expr, ExpressionUse::kDomainDefault, kNoObject,
                                 &domain->base_type);
        domain->default_value =
            default_value->null_constant ? Expression() : default_value->expression;
        break;
      case ConstrType::CONSTR_NOTNULL:
      case ConstrType::CONSTR_NULL: {
        const bool not_null = constraint.contype == ConstrType::CONSTR_NOTNULL;
        if (saw_nullness && domain->not_null != not_null) {
          throw PgError(sqlstate::kSyntaxError, "conflicting NULL/NOT NULL constraints",
                        constraint.location);
        }
        if (saw_nullness && not_null && cx.major() >= 18) {
          throw PgError(sqlstate::kInvalidObjectDefinition,
                        "redundant NOT NULL constraint definition", constraint.location);
        }
        if (not_null && constraint.is_no_inherit) {
          throw PgError(sqlstate::kInvalidObjectDefinition,
                        "not-null constraints for domains cannot be marked NO INHERIT",
                        constraint.location);
        }
        domain->not_null = not_null;
        saw_nullness = true;
        break;
      }
      case ConstrType::CONSTR_CHECK:
        if (constraint.is_no_inherit) {
          throw PgError(sqlstate::kInvalidObjectDefinition,
                        "check constraints for domains cannot be marked NO INHERIT",
                        constraint.location);
        }
        break;
      default:
        RefuseConstraint(constraint);
    }
  }
}

}  // namespace

void CreateDomain(Context& cx, const ast::CreateDomainStmt& stmt) {
  const QualifiedName name = NewTypeName(cx, stmt.domainname);
  const ResolvedType base = ResolveType(cx, *stmt.typeName);
  if (IsPseudoType(base)) {
    throw PgError(sqlstate::kDatatypeMismatch, StrCat("\"", TypeNameText(*stmt.typeName),
                                                      "\" is not a valid base type for a domain"));
  }
  Domain domain;
  domain.base_type = base.ref;
  domain.collation = ColumnCollation(cx, base, stmt.collClause);
  // A domain over a domain takes over its default, and none of its constraints.
  if (base.object != kNoObject && !base.ref.array) {
    if (const auto* inner = cx.catalog.Get(base.object).TryAs<Domain>()) {
      domain.default_value = inner->default_value;
    }
  }
  Analysed default_value;
  ReadAttributes(cx, stmt, &domain, &default_value);
  const ObjectId id = cx.catalog.Create(KeyFor<Domain>(name.schema, name.name), std::move(domain),
                                        kNoObject, cx.Origin());
  DependOnType(cx, id, base.ref);
  DependOnExpression(cx, id, default_value, kNoObject, DependencyType::kNormal);
  for (const ast::Node* node : stmt.constraints) {
    const auto& constraint = *ast::Cast<ast::Constraint>(node);
    if (constraint.contype == ConstrType::CONSTR_CHECK) AddCheck(cx, id, constraint);
    if (constraint.contype == ConstrType::CONSTR_NOTNULL) AddNotNullConstraint(cx, id, constraint);
  }
}

namespace {

void SetDefault(Context& cx, ObjectId id, const ast::Node* node) {
  const auto& domain = cx.catalog.Get(id).As<Domain>();
  const TypeRef base = domain.base_type;
  Analysed analysed;
  if (node != nullptr)
    analysed = Analyse(cx, *node, ExpressionUse::kDomainDefault, kNoObject, &base);
  cx.catalog.Set(id, &Domain::default_value,
                 analysed.null_constant ? Expression() : analysed.expression, cx.OriginOf(node));
  cx.catalog.RemoveDependencies(id);
  DependOnType(cx, id, base);
  DependOnExpression(cx, id, analysed, kNoObject, DependencyType::kNormal);
}

void SetNotNull(Context& cx, ObjectId id, bool not_null, const ast::Constraint& node) {
  if (cx.catalog.Get(id).As<Domain>().not_null == not_null) return;
  if (not_null) {
    CheckDomainNotContained(cx, id);
    AddNotNullConstraint(cx, id, node);
  } else {
    for (const ObjectId constraint : ConstraintsOf(cx.catalog, id, ConstraintType::kNotNull)) {
      cx.catalog.Drop(constraint, cx.Origin());
      break;
    }
  }
  cx.catalog.Set(id, &Domain::not_null, not_null, cx.Origin());
}

[[noreturn]] void ThrowNoConstraint(const ast::AlterDomainStmt& stmt) {
  throw PgError(sqlstate::kUndefinedObject,
                StrCat("constraint \"", stmt.name, "\" of domain \"",
                       NameListToString(stmt.typeName), "\" does not exist"));
}

void DropConstraint(Context& cx, ObjectId id, const ast::AlterDomainStmt& stmt) {
  const ObjectId constraint = FindConstraint(cx.catalog, id, stmt.name);
  if (constraint == kNoObject) {
    if (stmt.missing_ok) return;
    ThrowNoConstraint(stmt);
  }
  const bool not_null =
      cx.catalog.Get(constraint).As<Constraint>().type == ConstraintType::kNotNull;
  DropObject(cx, constraint, stmt.behavior == ast::DropBehavior::DROP_CASCADE, cx.Origin());
  if (not_null) cx.catalog.Set(id, &Domain::not_null, false, cx.Origin());
}

void AddConstraint(Context& cx, ObjectId id, const ast::Constraint& constraint) {
  switch (constraint.contype) {
    case ConstrType::CONSTR_CHECK:
      if (!constraint.skip_validation) CheckDomainNotContained(cx, id);
      AddCheck(cx, id, constraint);
      return;
    case ConstrType::CONSTR_NOTNULL:
      SetNotNull(cx, id, true, constraint);
      return;
    default:
      RefuseConstraint(constraint);
  }
}

void ValidateConstraint(Context& cx, ObjectId id, const ast::AlterDomainStmt& stmt) {
  const ObjectId constraint = FindConstraint(cx.catalog, id, stmt.name);
  if (constraint == kNoObject) ThrowNoConstraint(stmt);
  if (cx.catalog.Get(constraint).As<Constraint>().type != ConstraintType::kCheck) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("constraint \"", stmt.name, "\" of domain \"",
                         NameListToString(stmt.typeName), "\" is not a check constraint"));
  }
  CheckDomainNotContained(cx, id);
  cx.catalog.Set(constraint, &Constraint::validated, true, cx.Origin());
}

}  // namespace

void AlterDomain(Context& cx, const ast::AlterDomainStmt& stmt) {
  const ObjectId id = RequireDomain(cx, stmt.typeName);
  switch (stmt.subtype.empty() ? '\0' : stmt.subtype[0]) {
    case 'T':
      SetDefault(cx, id, stmt.def);
      return;
    case 'N':
      SetNotNull(cx, id, false, {});
      return;
    case 'O':
      SetNotNull(cx, id, true, {});
      return;
    case 'C':
      AddConstraint(cx, id, *ast::Cast<ast::Constraint>(stmt.def));
      return;
    case 'X':
      DropConstraint(cx, id, stmt);
      return;
    case 'V':
      ValidateConstraint(cx, id, stmt);
      return;
    default:
      throw NotModelled("this form of ALTER DOMAIN");
  }
}

}  // namespace schemadiff::replay
