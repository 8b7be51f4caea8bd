// Who owns what, and who may do what with it: the owner and the acl columns of the catalogs, of
// columns those of pg_attribute; and pg_default_acl.
//
// A list of privileges that is NULL, and what initdb grants on schema public, are what objects have
// where nobody granted anything (InitialAcl).
#include "engine/catalog/privileges.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/ownership.h"
#include "engine/introspect/failure.h"
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

// A catalog whose rows have an owner, and perhaps privileges: one for each kind whose payload has
// an owner, or a class of privileges.
struct OwnedCatalog {
  std::string_view name;
  std::string_view prefix;  // of its columns: "rel" for relowner, relacl, relnamespace
  bool in_schemas = true;   // its rows live in schemas
  bool has_privileges = true;
  std::string_view condition = {};
};

constexpr std::array kCatalogs = {
    OwnedCatalog{"pg_class", "rel", true, true, "o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')"},
    OwnedCatalog{"pg_proc", "pro"},
    // Of rows' types their relations' owners are told; array types follow their element types.
    OwnedCatalog{"pg_type", "typ", true, true,
                 "o.typtype <> 'm' AND o.typinput <> 'pg_catalog.array_in'::regproc"},
    OwnedCatalog{"pg_namespace", "nsp", false},
    OwnedCatalog{"pg_event_trigger", "evt", false, false},
    OwnedCatalog{"pg_statistic_ext", "stx", true, false},
    OwnedCatalog{"pg_operator", "opr", true, false},
    OwnedCatalog{"pg_opclass", "opc", true, false},
    OwnedCatalog{"pg_opfamily", "opf", true, false},
    OwnedCatalog{"pg_collation", "coll", true, false},
    OwnedCatalog{"pg_conversion", "con", true, false},
    OwnedCatalog{"pg_ts_config", "cfg", true, false},
    OwnedCatalog{"pg_ts_dict", "dict", true, false},
    OwnedCatalog{"pg_language", "lan", false},
    OwnedCatalog{"pg_foreign_data_wrapper", "fdw", false},
    OwnedCatalog{"pg_foreign_server", "srv", false},
    OwnedCatalog{"pg_publication", "pub", false, false},
};

// One name of an aclitem's text, from *at on, which it moves past it: quoted where it is not made
// of letters, digits and underscores.
std::string TakeRole(std::string_view text, size_t* at, char end) {
  std::string role;
  bool quoted = false;
  for (; *at < text.size(); ++*at) {
    const char c = text[*at];
    if (c != '"') {
      if (c == end && !quoted) break;
      role += c;
    } else if (quoted && *at + 1 < text.size() && text[*at + 1] == '"') {
      role += c;
      ++*at;
    } else {
      quoted = !quoted;
    }
  }
  return role;
}

// "grantee=privileges/grantor", with an asterisk after what may be granted on.
AclItem ParseAclItem(std::string_view text, Name owner) {
  const auto role_name = [&](const std::string& name) {
    return owner == name ? Name() : Name(name);
  };
  AclItem item;
  size_t at = 0;
  const std::string grantee = TakeRole(text, &at, '=');
  item.grantee = grantee.empty() ? Name(kPublic) : role_name(grantee);
  PrivilegeSet last = 0;
  for (++at; at < text.size() && text[at] != '/'; ++at) {
    if (text[at] == '*') {
      item.grant_options |= last;
      continue;
    }
    last = PrivilegeOfLetter(text[at]);
    if (last == 0) {
      throw Failure(
          absl::InternalError(StrCat("the server tells of a privilege that is not known: ", text)));
    }
    item.privileges |= last;
  }
  ++at;
  item.grantor = role_name(TakeRole(text, &at, '\0'));
  return item;
}

Acl ParseAcl(const std::vector<std::string>& texts, Name owner) {
  Acl acl;
  for (const std::string& text : texts) acl.push_back(ParseAclItem(text, owner));
  return acl;
}

void ReadOwners(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const std::string_view catalog = row.Text();
    const ObjectId id = builder.ObjectOf(catalog, row.OidValue());
    if (id == kNoObject) continue;
    const Name owner = row.NameText();
    const Kind kind = builder.catalog.Get(id).key.kind;
    if (HasOwner(kind)) SetOwner(&builder.catalog, id, owner, 0);
    if (row.IsNull() || AclClassOf(kind) == AclClass::kNone) continue;
    SetAcl(&builder.catalog, id, ParseAcl(row.Texts(), owner), 0);
  }
}

void ReadColumnPrivileges(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const RelationInfo* relation = builder.FindRelation(row.OidValue());
    const int64_t number = row.Int64();
    const Name owner = row.NameText();
    if (relation == nullptr || relation->object == kNoObject) continue;
    if (number < 1) {
      ++builder.catalog.unmodelled["privileges on a system column"];
      continue;
    }
    const ObjectId id = builder.catalog.IdOf(
        KeyFor<Column>(relation->schema, relation->name, relation->AttributeName(number)));
    if (id == kNoObject) continue;
    SetAcl(&builder.catalog, id, ParseAcl(row.Texts(), owner), 0);
  }
}

AclClass ClassOfCode(char code) {
  switch (code) {
    case 'r':
      return AclClass::kRelation;
    case 'S':
      return AclClass::kSequence;
    case 'f':
      return AclClass::kRoutine;
    case 'T':
      return AclClass::kType;
    case 'n':
      return AclClass::kSchema;
    default:
      return AclClass::kNone;
  }
}

void ReadDefaultPrivileges(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Name role = row.NameText();
    const Oid schema = row.OidValue();
    const AclClass of = ClassOfCode(row.Char());
    if (of == AclClass::kNone) {
      ++builder.catalog.unmodelled["default privileges on large objects"];
      continue;
    }
    const DefaultAclKey key{role, schema == 0 ? Name() : builder.scope.NamespaceName(schema),
                            DefaultPrivilegesObjects(of)};
    SetDefaultPrivileges(&builder.catalog, key, ParseAcl(row.Texts(), role), 0);
  }
}

// `condition` of the rows that are read, of which `o` is one.
std::string Wanted(const Scope& scope, const OwnedCatalog& catalog) {
  std::string condition(catalog.condition.empty() ? "true" : catalog.condition);
  if (catalog.name == "pg_namespace") {
    StrAppend(&condition, " AND ", scope.In("o.oid"));
  } else if (catalog.in_schemas) {
    StrAppend(&condition, " AND ", scope.In(StrCat("o.", catalog.prefix, "namespace")));
  } else {
    StrAppend(&condition, " AND ", scope.whole_database ? "o.oid >= 16384" : "false");
  }
  return condition;
}

}  // namespace

Step OwnersStep(const Scope& scope) {
  std::vector<std::string> queries;
  for (const OwnedCatalog& catalog : kCatalogs) {
    queries.push_back(StrCat("SELECT '", catalog.name, "', o.oid, pg_get_userbyid(o.",
                             catalog.prefix, "owner), ",
                             catalog.has_privileges ? StrCat("o.", catalog.prefix, "acl")
                                                    : std::string("NULL::aclitem[]"),
                             " FROM ", catalog.name, " o WHERE ", Wanted(scope, catalog)));
  }
  return {"the owners and privileges", StrJoin(queries, " UNION ALL "), ReadOwners};
}

Step ColumnPrivilegesStep(const Scope& scope) {
  return {"the privileges on columns",
          StrCat("SELECT a.attrelid, a.attnum, pg_get_userbyid(c.relowner), a.attacl"
                 " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                 " WHERE cardinality(a.attacl) > 0 AND NOT a.attisdropped AND ",
                 scope.In("c.relnamespace")),
          ReadColumnPrivileges};
}

Step DefaultPrivilegesStep(const Scope& scope) {
  return {"the default privileges",
          StrCat("SELECT pg_get_userbyid(d.defaclrole), d.defaclnamespace, d.defaclobjtype,"
                 " d.defaclacl FROM pg_default_acl d WHERE ",
                 scope.whole_database ? "d.defaclnamespace = 0 OR " : "",
                 scope.In("d.defaclnamespace")),
          ReadDefaultPrivileges, "pg_default_acl"};
}

}  // namespace schemadiff::introspect
