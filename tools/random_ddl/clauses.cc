#include "tools/random_ddl/clauses.h"

#include <algorithm>

#include "tools/random_ddl/literals.h"

namespace schemadiff::random_ddl {
namespace {

std::string SequenceOptions(Draft& draft) {
  if (!draft.Chance(30)) return "";
  return StrCat(" (",
                draft.random.Pick({"START WITH 10", "INCREMENT BY 2", "MINVALUE 1 MAXVALUE 100",
                                   "CACHE 5 CYCLE", "INCREMENT -1", "NO MINVALUE"}),
                ")");
}

std::string ConstraintName(Draft& draft) {
  return draft.Chance(35) ? StrCat("CONSTRAINT ", draft.NewName("con"), " ") : std::string();
}

bool HasType(const TypeRef& type, std::initializer_list<std::string_view> names) {
  return type.schema == "pg_catalog" && !type.array &&
         std::ranges::find(names, type.name.str()) != names.end();
}

// Whether a column of the type can be in a B-tree index.
bool IsOrdered(const TypeRef& type) {
  return type.schema == "pg_catalog" &&
         !HasType(type, {"json", "xml", "point", "box", "regclass", "regtype"});
}

std::string KeyColumns(Draft& draft, const Scope& columns) {
  std::vector<std::string> names;
  for (int tries = draft.random.Between(1, 4); tries > 0; --tries) {
    const Variable& column = draft.random.Pick(columns.variables);
    if (!IsOrdered(column.type) && !draft.Slip()) continue;
    if (std::ranges::find(names, column.sql) == names.end()) names.push_back(column.sql);
  }
  return StrJoin(names, ", ");
}

std::string Unique(Draft& draft, const Scope& columns, bool primary) {
  const std::string keys = KeyColumns(draft, columns);
  if (keys.empty()) return "";
  std::string sql = primary ? "PRIMARY KEY " : "UNIQUE ";
  if (!primary && draft.major >= 15 && draft.Chance(12)) sql += "NULLS NOT DISTINCT ";
  StrAppend(&sql, "(", keys, ")");
  if (draft.Chance(10)) {
    StrAppend(&sql, " INCLUDE (", draft.random.Pick(columns.variables).sql, ")");
  }
  return StrCat(sql, draft.Chance(10) ? " WITH (fillfactor=70)" : "", Deferrability(draft));
}

std::string Exclusion(Draft& draft, const Scope& columns) {
  for (const Variable& column : columns.variables) {
    if (!column.type.array && column.type.name.str().ends_with("range")) {
      return StrCat("EXCLUDE USING gist (", column.sql, " WITH &&)",
                    draft.Chance(30) ? StrCat(" WHERE (", Condition(draft, columns, 0), ")") : "");
    }
  }
  const Variable& column = draft.random.Pick(columns.variables);
  if (!IsOrdered(column.type)) return "";
  return StrCat("EXCLUDE ", draft.Perhaps(50, "USING btree "), "(", column.sql, " WITH =)",
                Deferrability(draft));
}

std::string ForeignKey(Draft& draft, const Scope& columns) {
  std::vector<TypeRef> types;
  const std::string references = References(draft, &types);
  if (references.empty()) return "";
  std::string names;
  for (const TypeRef& type : types) {
    std::string name;
    for (const Variable& column : columns.variables) {
      if (BaseType(draft, column.type) == BaseType(draft, type)) name = column.sql;
    }
    if (name.empty()) return "";
    StrAppend(&names, names.empty() ? "" : ", ", name);
  }
  return StrCat("FOREIGN KEY (", names, ") ", references);
}

}  // namespace

std::string_view Deferrability(Draft& draft) {
  if (!draft.Chance(12)) return "";
  return draft.random.Pick(
      {" DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED", " NOT DEFERRABLE INITIALLY IMMEDIATE"});
}

std::string References(Draft& draft, std::vector<TypeRef>* types) {
  ObjectId table = kNoObject;
  const ObjectId key = draft.Any<Constraint>([&](ObjectId id, const Constraint& constraint) {
    return (constraint.type == ConstraintType::kPrimaryKey ||
            constraint.type == ConstraintType::kUnique) &&
           draft.catalog.Get(id).parent != kNoObject;
  });
  if (key == kNoObject) return "";
  table = draft.catalog.Get(key).parent;
  const auto& constraint = draft.As<Constraint>(key);
  std::string names;
  for (const Name column : constraint.columns) {
    const ObjectKey& of = draft.Key(table);
    const auto* payload =
        draft.catalog.FindPayload<Column>(KeyFor<Column>(of.schema, of.name, column));
    if (payload == nullptr) return "";
    TypeRef type = payload->type;
    type.modifiers = {};
    if (type.array) return "";  // of char(n)[], what checks the rows fails
    types->push_back(type);
    StrAppend(&names, names.empty() ? "" : ", ", draft.Quote(column));
  }
  std::string sql = StrCat("REFERENCES ", draft.Ref(table));
  if (constraint.type != ConstraintType::kPrimaryKey || draft.Chance(60)) {
    StrAppend(&sql, " (", names, ")");
  }
  sql += draft.Perhaps(10, draft.Chance(70) ? " MATCH FULL" : " MATCH SIMPLE");
  if (draft.Chance(40)) {
    StrAppend(&sql, " ON DELETE ",
              draft.random.Pick({"CASCADE", "SET NULL", "RESTRICT", "NO ACTION", "SET DEFAULT"}));
  }
  if (draft.Chance(20)) {
    StrAppend(&sql, " ON UPDATE ", draft.random.Pick({"CASCADE", "SET NULL", "RESTRICT"}));
  }
  return StrCat(sql, Deferrability(draft));
}

std::string ColumnClauses(Draft& draft, const std::string& name, const TypeChoice& type,
                          const Scope& scope, bool* has_key) {
  std::string sql;
  if (draft.Chance(4) && HasType(type.type, {"text", "varchar", "bpchar"})) {
    sql += draft.random.Pick({" COLLATE \"C\"", " COLLATE pg_catalog.\"POSIX\""});
  }
  if (draft.Chance(3) && draft.major >= 14) sql += " COMPRESSION pglz";
  const int kind = draft.random.Below(100);
  if (kind < 30) {
    Scope none;
    StrAppend(&sql, " DEFAULT ",
              draft.Chance(60) ? Literal(draft, type.type) : Expression(draft, none, type.type, 1));
  } else if (kind < 36 && HasType(type.type, {"int4", "int8", "int2"})) {
    StrAppend(&sql, " GENERATED ", draft.random.Pick({"ALWAYS", "BY DEFAULT"}), " AS IDENTITY",
              SequenceOptions(draft));
  } else if (kind < 42 && !scope.variables.empty() && !type.type.name.str().starts_with("reg")) {
    Scope immutable = scope;
    immutable.immutable = true;
    StrAppend(&sql, " GENERATED ALWAYS AS (", Expression(draft, immutable, type.type, 2),
              ") STORED");
  }
  if (draft.Chance(25)) sql += draft.Chance(90) ? " NOT NULL" : " NULL";
  if (draft.Chance(8)) {
    Scope own = scope;
    own.variables.push_back({name, type.type});
    StrAppend(&sql, " ", ConstraintName(draft), "CHECK (", Condition(draft, own, 2), ")",
              draft.Perhaps(8, " NO INHERIT"));
  }
  if (IsOrdered(type.type)) {
    if (!*has_key && draft.Chance(12)) {
      StrAppend(&sql, " ", ConstraintName(draft), "PRIMARY KEY");
      *has_key = true;
    } else if (draft.Chance(8)) {
      StrAppend(&sql, " ", ConstraintName(draft), "UNIQUE");
    }
    if (draft.Chance(8)) {
      std::vector<TypeRef> types;
      const std::string references = References(draft, &types);
      if (types.size() == 1 && BaseType(draft, types.front()) == BaseType(draft, type.type)) {
        StrAppend(&sql, " ", references);
      }
    }
  }
  return sql;
}

std::string TableConstraint(Draft& draft, const Scope& columns, ObjectId table) {
  std::string body;
  bool has_key = draft.Slip();
  if (table != kNoObject) {
    for (const ObjectId id : draft.Parts(table, KindOf<Constraint>)) {
      has_key |= draft.As<Constraint>(id).type == ConstraintType::kPrimaryKey;
    }
  }
  for (int tries = 0; tries < 5 && body.empty(); ++tries) {
    switch (draft.random.Below(6)) {
      case 0:
      case 1:
        body =
            StrCat("CHECK (", Condition(draft, columns, 2), ")", draft.Perhaps(8, " NO INHERIT"));
        break;
      case 2:
        body = Unique(draft, columns, table != kNoObject && !has_key && draft.Chance(50));
        break;
      case 3:
        body = draft.Chance(40) ? Exclusion(draft, columns) : "";
        break;
      default:
        body = ForeignKey(draft, columns);
    }
  }
  if (body.empty()) body = StrCat("CHECK (", Condition(draft, columns, 1), ")");
  return ConstraintName(draft) + body;
}

std::string StorageOptions(Draft& draft) {
  if (!draft.Chance(8)) return "";
  return StrCat(
      " WITH (",
      draft.random.Pick({"fillfactor=70", "autovacuum_enabled=false",
                         "fillfactor = 50, parallel_workers = 2", "toast.autovacuum_enabled = off",
                         "autovacuum_vacuum_scale_factor=0.05", "toast_tuple_target=256"}),
      ")");
}

std::string IndexOptions(Draft& draft) {
  if (!draft.Chance(8)) return "";
  return StrCat(" WITH (", draft.random.Pick({"fillfactor=60", "deduplicate_items=off"}), ")");
}

}  // namespace schemadiff::random_ddl
