// ALTER VIEW and ALTER MATERIALIZED VIEW ... SET, RESET, CLUSTER. Facts from tablecmds.c of the
// server's source.
#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

using ast::AlterTableType;

template <typename T>
void AlterOptions(TableAlteration& alteration, OptionsOf what, const ast::AlterTableCmd& command) {
  Context& cx = alteration.cx();
  Options options = cx.catalog.Get(alteration.table()).As<T>().options;
  const ast::List& elements = ast::Cast<ast::ListNode>(command.def)->items;
  if (command.subtype == AlterTableType::AT_ResetRelOptions) {
    ResetOptions(&options, elements);
  } else {
    SetOptions(&options, elements, what, {}, cx.major());
  }
  cx.catalog.Set(alteration.table(), &T::options, std::move(options), cx.Origin());
}

void SetClusterIndex(TableAlteration& alteration, std::string_view name) {
  Context& cx = alteration.cx();
  if (!name.empty()) {
    bool found = false;
    for (const ObjectId id : IndexesOf(cx.catalog, alteration.table())) {
      found = found || cx.catalog.Get(id).key.name == name;
    }
    if (!found) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("index \"", name, "\" for table \"", alteration.table_name(),
                           "\" does not exist"));
    }
  }
  cx.catalog.Set(alteration.table(), &MaterializedView::cluster_index, Name(name), cx.Origin());
}

}  // namespace

bool AlterViewAttribute(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  const Kind kind = alteration.catalog().Get(alteration.table()).key.kind;
  if (kind != KindOf<View> && kind != KindOf<MaterializedView>) return false;
  const ast::AlterTableCmd* cmd = &command;
  switch (command.subtype) {
    case AlterTableType::AT_SetRelOptions:
    case AlterTableType::AT_ResetRelOptions:
      alteration.Queue(AlterPass::kMisc, [&alteration, kind, cmd] {
        if (kind == KindOf<View>) {
          AlterOptions<View>(alteration, OptionsOf::kView, *cmd);
        } else {
          AlterOptions<MaterializedView>(alteration, OptionsOf::kMaterializedView, *cmd);
        }
      });
      return true;
    case AlterTableType::AT_ClusterOn:
    case AlterTableType::AT_DropCluster:
      if (kind == KindOf<View>) return false;
      alteration.Queue(AlterPass::kMisc,
                       [&alteration, cmd] { SetClusterIndex(alteration, cmd->name); });
      return true;
    case AlterTableType::AT_SetAccessMethod:
      if (kind == KindOf<View>) return false;
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        Context& cx = alteration.cx();
        const Name method = cmd->name.empty()
                                ? Name(cx.session.settings().default_table_access_method)
                                : Name(cmd->name);
        cx.catalog.Set(alteration.table(), &MaterializedView::access_method, method, cx.Origin());
      });
      return true;
    case AlterTableType::AT_SetTableSpace:
      if (kind == KindOf<View>) return false;
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        Context& cx = alteration.cx();
        cx.catalog.Set(alteration.table(), &MaterializedView::tablespace,
                       TablespaceFor(cx, cmd->name), cx.Origin());
      });
      return true;
    default:
      return false;
  }
}

}  // namespace schemadiff::replay
