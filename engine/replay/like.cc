// CREATE TABLE (LIKE ...). Facts from parse_utilcmd.c (transformTableLikeClause,
// expandTableLikeClause) of the server's source.
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/comment.h"
#include "engine/replay/create_table.h"
#include "engine/replay/expressions.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"
#include "engine/replay/sequence.h"
#include "engine/replay/statistics.h"

namespace schemadiff::replay {
namespace {

// The bits of TableLikeClause.options (enum TableLikeOption), which are the same in the
// grammars of 14 to 17; 13 has no compression.
constexpr uint32_t kComments = 1 << 0;
constexpr uint32_t kCompression = 1 << 1;
constexpr uint32_t kConstraints = 1 << 2;
constexpr uint32_t kDefaults = 1 << 3;
constexpr uint32_t kGenerated = 1 << 4;
constexpr uint32_t kIdentity = 1 << 5;
constexpr uint32_t kIndexes = 1 << 6;
constexpr uint32_t kStatistics = 1 << 7;
constexpr uint32_t kStorage = 1 << 8;

ObjectId Source(const Context& cx, const ast::TableLikeClause& like) {
  const ObjectId source = RequireRelation(cx, *like.relation);
  const Object& object = cx.catalog.Get(source);
  if (object.key.kind == KindOf<Sequence> || object.key.kind == KindOf<Index> ||
      object.key.kind == KindOf<Constraint>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("relation \"", object.key.name, "\" is invalid in LIKE clause"),
                  like.relation->location);
  }
  return source;
}

void CopyComment(Context& cx, ObjectId from, ObjectId to, OriginId origin) {
  const auto* comment = cx.catalog.FindPayload<Comment>(CommentKey(cx.catalog.Get(from).key));
  if (comment == nullptr) return;
  const ObjectKey key = CommentKey(cx.catalog.Get(to).key);
  if (cx.catalog.Find(key) == nullptr) cx.catalog.Create(key, Comment(*comment), to, origin);
}

void CopyDefaults(Context& cx, ObjectId source, ObjectId table, uint32_t options, OriginId origin) {
  Catalog& catalog = cx.catalog;
  for (const ObjectId from : ColumnsOf(catalog, source)) {
    const auto& theirs = catalog.Get(from).As<Column>();
    const bool generated = theirs.generated != Generated::kNone;
    if (theirs.default_value.empty() || (options & (generated ? kGenerated : kDefaults)) == 0) {
      continue;
    }
    const ObjectId to = FindColumn(catalog, table, catalog.Get(from).key.name);
    catalog.Set(to, &Column::default_value, theirs.default_value, origin);
    CopyDependencies(catalog, from, to, table);
  }
}

void CopyChecks(Context& cx, ObjectId source, ObjectId table, uint32_t options, OriginId origin) {
  Catalog& catalog = cx.catalog;
  std::vector<ObjectId> checks = ConstraintsOf(catalog, source, ConstraintType::kCheck);
  std::ranges::sort(checks, {}, [&](ObjectId id) { return catalog.Get(id).key.name; });
  for (const ObjectId from : checks) {
    Constraint copy = catalog.Get(from).As<Constraint>();
    copy.validated = true;
    const Name name = catalog.Get(from).key.name;
    const ObjectId to = StoreCheck(cx, table, name, std::move(copy), /*allow_merge=*/false,
                                   /*is_local=*/true, origin);
    if (to != kNoObject) CopyDependencies(catalog, from, to, table);
    // One that merged with an inherited one gets the comment as well.
    if ((options & kComments) != 0) {
      CopyComment(cx, from, FindConstraint(catalog, table, name), origin);
    }
  }
}

}  // namespace

ObjectId PlanLike(Context& cx, TablePlan* plan, const ast::TableLikeClause& like) {
  const ObjectId source = Source(cx, like);
  RequireKnownColumns(cx, source);
  for (const ObjectId id : ColumnsOf(cx.catalog, source)) {
    const Object& object = cx.catalog.Get(id);
    const auto& theirs = object.As<Column>();
    ColumnPlan& column = plan->columns.emplace_back();
    column.name = object.key.name;
    column.origin = cx.OriginOf(like.relation);
    column.column.type = theirs.type;
    column.column.collation = theirs.collation;
    column.column.not_null = theirs.not_null;
    if (theirs.not_null) column.not_null_origin = column.origin;
    if (const ObjectId constraint = NotNullConstraintOf(cx.catalog, source, column.name);
        constraint != kNoObject) {
      column.not_null_name = cx.catalog.Get(constraint).key.name;
      column.not_null_no_inherit = cx.catalog.Get(constraint).As<Constraint>().no_inherit;
    }
    if ((like.options & kGenerated) != 0) column.column.generated = theirs.generated;
    if ((like.options & kStorage) != 0) column.column.storage = theirs.storage;
    if ((like.options & kCompression) != 0) column.column.compression = theirs.compression;
    if ((like.options & kIdentity) != 0 && theirs.identity != Identity::kNone) {
      column.column.identity = theirs.identity;
      const ObjectId sequence = IdentitySequence(cx.catalog, source, column.name);
      Sequence parameters;
      if (sequence != kNoObject) parameters = cx.catalog.Get(sequence).As<Sequence>();
      parameters.owned_by = {};
      // The options that make the copy do not say the type.
      parameters.type = Sequence{}.type;
      PlanSequence(cx, plan, ColumnPlan(column), parameters, nullptr);
    }
  }
  return source;
}

void ExpandLike(Context& cx, ObjectId table, ObjectId source, const ast::TableLikeClause& like) {
  const OriginId origin = cx.OriginOf(like.relation);
  Catalog& catalog = cx.catalog;
  if ((like.options & (kDefaults | kGenerated)) != 0) {
    CopyDefaults(cx, source, table, like.options, origin);
  }
  if ((like.options & kConstraints) != 0) CopyChecks(cx, source, table, like.options, origin);
  if ((like.options & kComments) != 0) {
    for (const ObjectId from : ColumnsOf(catalog, source)) {
      CopyComment(cx, from, FindColumn(catalog, table, catalog.Get(from).key.name), origin);
    }
  }
  if ((like.options & kIndexes) != 0) {
    for (const ObjectId index : IndexesOf(catalog, source)) {
      IndexDefinition definition = CopyIndexDefinition(cx, index);
      definition.origin = origin;
      const ObjectId made = DefineIndex(cx, table, definition, IndexFor::kAlterTable);
      // The comment on a key is not one on its index, which alone is copied.
      if ((like.options & kComments) != 0) {
        SetIndexComment(cx, made, IndexComment(catalog, index), origin);
      }
    }
  }
  if ((like.options & kStatistics) != 0) {
    CopyStatistics(cx, source, table, (like.options & kComments) != 0, origin);
  }
}

}  // namespace schemadiff::replay
