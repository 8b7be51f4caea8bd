// ALTER TABLE: the statement and its passes. Facts from tablecmds.c (ATPrepCmd, ATRewriteCatalogs)
// of the server's source.
#include "engine/replay/alter_table.h"

#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/object_address.h"
#include "engine/replay/owner.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {

using ast::AlterTableType;

void TableAlteration::Add(const ast::AlterTableCmd& command) {
  const ast::AlterTableCmd* cmd = &command;
  CheckCommandKind(*this, command);
  switch (command.subtype) {
    case AlterTableType::AT_AddColumn:
      Queue(AlterPass::kAddColumn, [this, cmd] { AlterAddColumn(*this, *cmd); });
      return;
    case AlterTableType::AT_AddConstraint:
      Queue(AlterPass::kAddConstraint,
            [this, cmd] { AlterAddConstraint(*this, *ast::Cast<ast::Constraint>(cmd->def)); });
      return;
    case AlterTableType::AT_DropColumn:
      Queue(AlterPass::kDrop, [this, cmd] { AlterDropColumn(*this, *cmd); });
      return;
    case AlterTableType::AT_DropConstraint:
      Queue(AlterPass::kDrop, [this, cmd] { AlterDropConstraint(*this, *cmd); });
      return;
    case AlterTableType::AT_AlterColumnType:
      AlterColumnType(*this, command);
      return;
    case AlterTableType::AT_ChangeOwner:
      OwnNewObjects(cx_);
      ChangeRelationOwner(cx_, table_, *command.newowner);
      return;
    case AlterTableType::AT_DropOids:
      return;
    case AlterTableType::AT_EnableRule:
    case AlterTableType::AT_EnableAlwaysRule:
    case AlterTableType::AT_EnableReplicaRule:
    case AlterTableType::AT_DisableRule:
      Queue(AlterPass::kMisc, [this, cmd] { SetRuleState(*this, *cmd); });
      return;
    default:
      break;
  }
  if (AlterViewAttribute(*this, command) || AlterTriggerState(*this, command) ||
      AlterColumn(*this, command) || AlterRelation(*this, command) ||
      AlterConstraintCommand(*this, command) || AlterInheritance(*this, command) ||
      AlterPartition(*this, command)) {
    return;
  }
  throw NotModelled(StrCat("ALTER TABLE with ", ast::ToString(command.subtype)));
}

void TableAlteration::Run() {
  // Steps can queue others, for their own pass or a later one.
  for (int pass = 0; pass <= static_cast<int>(AlterPass::kMisc); ++pass) {
    auto& steps = steps_[static_cast<AlterPass>(pass)];
    for (size_t i = 0; i < steps.size(); ++i) {
      const std::function<void()> step = steps[i];
      step();
    }
  }
}

void AlterTable(Context& cx, const ast::AlterTableStmt& stmt) {
  if (stmt.objtype == ast::ObjectType::OBJECT_TYPE) {
    AlterCompositeType(cx, stmt);
    return;
  }
  const StatedName stated(*stmt.relation);
  const ObjectId table = stmt.missing_ok ? FindRelation(cx, stated) : RequireRelation(cx, stated);
  if (table == kNoObject) return;
  // ALTER TABLE takes relations of all kinds; the other words only their own.
  if (stmt.objtype != ast::ObjectType::OBJECT_TABLE) CheckRelationType(cx, table, stmt.objtype);
  if (cx.catalog.Get(table).key.kind == KindOf<CompositeType>) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", stated.name, "\" is a composite type"));
  }
  TableAlteration alteration(cx, table, stmt.relation->inh);
  for (const ast::Node* command : stmt.cmds) {
    alteration.Add(*ast::Cast<ast::AlterTableCmd>(command));
  }
  alteration.Run();
}

}  // namespace schemadiff::replay
