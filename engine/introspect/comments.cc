// Comments on objects of ours: pg_description.
//
// No objects: what initdb says of schema public, and what CREATE EXTENSION says of an extension;
// nobody wrote those.
#include "engine/introspect/steps.h"
#include "engine/pg/extensions.h"

namespace schemadiff::introspect {
namespace {

constexpr std::string_view kCommentOnPublic = "standard public schema";

// A comment of which nobody in particular is the author.
bool IsDefaultComment(const Builder& builder, const ObjectKey& key, std::string_view text) {
  if (key == KeyFor<Schema>("public")) return text == kCommentOnPublic;
  if (key.kind != KindOf<Extension>) return false;
  const ExtensionFacts* known = builder.catalog.extensions().Find(key.name);
  return known != nullptr && known->comment == text;
}

void ReadComments(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const std::string_view catalog = row.Text();
    const Oid oid = row.OidValue();
    const int64_t column = row.Int64();
    ObjectId target = builder.ObjectOf(catalog, oid);
    if (target == kNoObject) {
      const auto constraint = builder.constraint_of_index.find(oid);
      if (catalog != "pg_class" || constraint == builder.constraint_of_index.end()) continue;
      target = constraint->second;
      const ObjectKey key = CommentKey(IndexOfConstraintKey(builder.catalog.Get(target).key));
      builder.catalog.Create(key, Comment{row.String()}, target);
      continue;
    }
    if (column != 0) {
      const ObjectKey& relation = builder.catalog.Get(target).key;
      target = builder.catalog.IdOf(KeyFor<Column>(
          relation.schema, relation.name, builder.FindRelation(oid)->AttributeName(column)));
      if (target == kNoObject) continue;
    }
    std::string text = row.String();
    const ObjectKey key = builder.catalog.Get(target).key;
    if (IsDefaultComment(builder, key, text)) continue;
    if (key.kind == KindOf<Extension>) {
      builder.extension_comments[oid] = std::move(text);
      continue;
    }
    builder.catalog.Create(CommentKey(key), Comment{std::move(text)}, target);
  }
}

}  // namespace

Step CommentsStep(const Scope&) {
  // Everything below 16384 is initdb's, schema public and the extension plpgsql among it.
  return {"the comments",
          "SELECT c.relname, d.objoid, d.objsubid, d.description FROM pg_description d"
          " JOIN pg_class c ON c.oid = d.classoid"
          " WHERE (d.objoid >= 16384 OR c.relname IN ('pg_namespace', 'pg_extension'))"
          " AND c.relname IN ('pg_class', 'pg_type', 'pg_proc', 'pg_constraint', 'pg_trigger',"
          " 'pg_policy', 'pg_rewrite', 'pg_publication', 'pg_subscription',"
          " 'pg_statistic_ext', 'pg_foreign_data_wrapper', 'pg_foreign_server', "
          "'pg_event_trigger', 'pg_namespace', 'pg_extension',"
          " 'pg_language', 'pg_am', 'pg_collation', 'pg_conversion', 'pg_cast',"
          " 'pg_operator', 'pg_opfamily', 'pg_opclass', 'pg_transform', 'pg_ts_parser',"
          " 'pg_ts_template', 'pg_ts_dict', 'pg_ts_config')",
          ReadComments};
}

}  // namespace schemadiff::introspect
