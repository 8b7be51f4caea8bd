#include "engine/replay/dispatch.h"

#include <array>

#include "engine/base/strings.h"
#include "engine/replay/calls.h"
#include "engine/replay/handlers.h"
#include "engine/replay/maintenance.h"
#include "engine/replay/targets.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

using ast::NodeTag;

template <typename Stmt, void (*Handler)(Context&, const Stmt&)>
void Call(Context& cx, const ast::Node& node) {
  Handler(cx, static_cast<const Stmt&>(node));
}

void Define(Context& cx, const ast::DefineStmt& stmt) {
  switch (stmt.kind) {
    case ast::ObjectType::OBJECT_AGGREGATE:
      return CreateAggregate(cx, stmt);
    case ast::ObjectType::OBJECT_TYPE:
      return CreateBaseType(cx, stmt);
    case ast::ObjectType::OBJECT_OPERATOR:
      return CreateOperator(cx, stmt);
    case ast::ObjectType::OBJECT_COLLATION:
      return DefineCollation(cx, stmt);
    default:
      return DefineTextSearch(cx, stmt);
  }
}

class Table {
 public:
  Table() {
    NoEffect();
    Uncompared();
    Handlers();
  }
  const StatementInfo& Get(NodeTag tag) const { return entries_[static_cast<size_t>(tag)]; }

 private:
  template <typename Stmt, void (*Handler)(Context&, const Stmt&)>
  void Handle() {
    entries_[static_cast<size_t>(Stmt::kTag)] = {StatementClass::kHandled, Call<Stmt, Handler>, {}};
  }
  void Set(NodeTag tag, StatementClass what, std::string_view note = {}) {
    entries_[static_cast<size_t>(tag)] = {what, nullptr, note};
  }

  void NoEffect() {
    for (const NodeTag tag :
         {NodeTag::kVacuumStmt, NodeTag::kLockStmt, NodeTag::kNotifyStmt, NodeTag::kListenStmt,
          NodeTag::kUnlistenStmt, NodeTag::kReindexStmt, NodeTag::kCheckPointStmt,
          NodeTag::kVariableShowStmt, NodeTag::kConstraintsSetStmt, NodeTag::kFetchStmt,
          NodeTag::kClosePortalStmt, NodeTag::kPrepareStmt, NodeTag::kDeallocateStmt,
          NodeTag::kLoadStmt}) {
      Set(tag, StatementClass::kNoEffect);
    }
    for (const NodeTag tag : {NodeTag::kVacuumStmt, NodeTag::kLockStmt, NodeTag::kReindexStmt}) {
      entries_[static_cast<size_t>(tag)].handler = CheckMaintained;
    }
  }

  void Uncompared() {
    constexpr std::string_view kRoles = "roles are not compared";
    constexpr std::string_view kDatabases = "databases and their settings are not compared";
    constexpr std::string_view kTablespaces = "tablespaces are not compared";
    const auto uncompared = [this](NodeTag tag, std::string_view note) {
      Set(tag, StatementClass::kUncompared, note);
    };
    uncompared(NodeTag::kAlterRoleSetStmt, kRoles);
    uncompared(NodeTag::kCreatedbStmt, kDatabases);
    uncompared(NodeTag::kAlterDatabaseStmt, kDatabases);
    uncompared(NodeTag::kAlterDatabaseSetStmt, kDatabases);
    uncompared(NodeTag::kAlterDatabaseRefreshCollStmt, kDatabases);
    uncompared(NodeTag::kDropdbStmt, kDatabases);
    uncompared(NodeTag::kAlterSystemStmt, "server settings are not compared");
    uncompared(NodeTag::kSecLabelStmt, "security labels are not compared");
    uncompared(NodeTag::kCreateTableSpaceStmt, kTablespaces);
    uncompared(NodeTag::kAlterTableSpaceOptionsStmt, kTablespaces);
    uncompared(NodeTag::kDropTableSpaceStmt, kTablespaces);
  }

  void Handlers() {
    Handle<ast::TransactionStmt, ExecuteTransaction>();
    Handle<ast::VariableSetStmt, ExecuteSet>();
    // They change the schema only by the code that they run.
    for (const NodeTag tag : {NodeTag::kInsertStmt, NodeTag::kUpdateStmt, NodeTag::kDeleteStmt,
                              NodeTag::kMergeStmt, NodeTag::kCopyStmt, NodeTag::kTruncateStmt,
                              NodeTag::kDeclareCursorStmt, NodeTag::kCallStmt}) {
      entries_[static_cast<size_t>(tag)] = {StatementClass::kHandled, LookForCalls, {}};
    }
    Handle<ast::SelectStmt, ExecuteSelect>();
    Handle<ast::ExplainStmt, ExecuteExplain>();
    Handle<ast::DiscardStmt, ExecuteDiscard>();
    Handle<ast::ClusterStmt, ExecuteCluster>();
    Handle<ast::RefreshMatViewStmt, ExecuteRefresh>();
    Handle<ast::DoStmt, ExecuteDo>();
    Handle<ast::CreateStmt, CreateTable>();
    Handle<ast::CreateTableAsStmt, CreateTableAs>();
    Handle<ast::IndexStmt, CreateIndex>();
    Handle<ast::CreateSeqStmt, CreateSequence>();
    Handle<ast::AlterSeqStmt, AlterSequence>();
    Handle<ast::AlterTableStmt, AlterTable>();
    Handle<ast::DropStmt, DropStatement>();
    Handle<ast::DropOwnedStmt, DropOwned>();
    Handle<ast::AlterTableMoveAllStmt, MoveAllInTablespace>();
    Handle<ast::CreateSchemaStmt, CreateSchema>();
    Handle<ast::CreateExtensionStmt, CreateExtension>();
    Handle<ast::AlterExtensionStmt, AlterExtension>();
    Handle<ast::AlterExtensionContentsStmt, AlterExtensionContents>();
    Handle<ast::CreateEnumStmt, CreateEnum>();
    Handle<ast::AlterEnumStmt, AlterEnum>();
    Handle<ast::CreateDomainStmt, CreateDomain>();
    Handle<ast::AlterDomainStmt, AlterDomain>();
    Handle<ast::CompositeTypeStmt, CreateCompositeType>();
    Handle<ast::CreateRangeStmt, CreateRange>();
    Handle<ast::ViewStmt, CreateView>();
    Handle<ast::CreateFunctionStmt, CreateFunction>();
    Handle<ast::AlterFunctionStmt, AlterFunction>();
    Handle<ast::DefineStmt, Define>();
    Handle<ast::CreateTrigStmt, CreateTrigger>();
    Handle<ast::CreateEventTrigStmt, CreateEventTrigger>();
    Handle<ast::AlterEventTrigStmt, AlterEventTrigger>();
    Handle<ast::CreatePublicationStmt, CreatePublication>();
    Handle<ast::AlterPublicationStmt, AlterPublication>();
    Handle<ast::CreateSubscriptionStmt, CreateSubscription>();
    Handle<ast::AlterSubscriptionStmt, AlterSubscription>();
    Handle<ast::DropSubscriptionStmt, DropSubscription>();
    Handle<ast::CreateStatsStmt, CreateStatistics>();
    Handle<ast::AlterStatsStmt, AlterStatistics>();
    Handle<ast::CreateFdwStmt, CreateForeignDataWrapper>();
    Handle<ast::AlterFdwStmt, AlterForeignDataWrapper>();
    Handle<ast::CreateForeignServerStmt, CreateForeignServer>();
    Handle<ast::AlterForeignServerStmt, AlterForeignServer>();
    Handle<ast::CreateUserMappingStmt, CreateUserMapping>();
    Handle<ast::AlterUserMappingStmt, AlterUserMapping>();
    Handle<ast::DropUserMappingStmt, DropUserMapping>();
    Handle<ast::CreateForeignTableStmt, CreateForeignTable>();
    Handle<ast::ImportForeignSchemaStmt, ImportForeignSchema>();
    Handle<ast::RuleStmt, CreateRule>();
    Handle<ast::CreatePolicyStmt, CreatePolicy>();
    Handle<ast::AlterPolicyStmt, AlterPolicy>();
    Handle<ast::CreateCastStmt, CreateCast>();
    Handle<ast::CreateOpClassStmt, CreateOperatorClass>();
    Handle<ast::CreateOpFamilyStmt, CreateOperatorFamily>();
    Handle<ast::AlterOpFamilyStmt, AlterOperatorFamily>();
    Handle<ast::AlterOperatorStmt, AlterOperator>();
    Handle<ast::AlterTypeStmt, AlterBaseType>();
    Handle<ast::CreateConversionStmt, CreateConversion>();
    Handle<ast::AlterCollationStmt, AlterCollation>();
    Handle<ast::CreatePLangStmt, CreateLanguage>();
    Handle<ast::CreateTransformStmt, CreateTransform>();
    Handle<ast::CreateAmStmt, CreateAccessMethod>();
    Handle<ast::AlterTSDictionaryStmt, AlterTextSearchDictionary>();
    Handle<ast::AlterTSConfigurationStmt, AlterTextSearchConfiguration>();
    Handle<ast::CommentStmt, CommentOn>();
    Handle<ast::RenameStmt, RenameStatement>();
    Handle<ast::AlterObjectSchemaStmt, SetSchemaStatement>();
    Handle<ast::AlterObjectDependsStmt, DependsOnExtension>();
    Handle<ast::GrantStmt, GrantStatement>();
    Handle<ast::AlterDefaultPrivilegesStmt, AlterDefaultPrivileges>();
    Handle<ast::AlterOwnerStmt, AlterOwner>();
    Handle<ast::ReassignOwnedStmt, ReassignOwned>();
    Handle<ast::CreateRoleStmt, CreateRole>();
    Handle<ast::AlterRoleStmt, AlterRole>();
    Handle<ast::DropRoleStmt, DropRole>();
    Handle<ast::GrantRoleStmt, GrantRole>();
  }

  std::array<StatementInfo, ast::kNodeTagCount> entries_;
};

}  // namespace

const StatementInfo& InfoFor(ast::NodeTag tag) {
  static const Table kTable;
  return kTable.Get(tag);
}

std::string StatementWords(const ParsedStatement& statement) {
  std::string words;
  SqlLexer lexer(statement.text());
  for (int i = 0; i < 3; ++i) {
    const SqlToken token = lexer.Next();
    if (token.kind != SqlTokenKind::kWord) break;
    const std::string word = AsciiToUpper(lexer.Text(token));
    // Up to the word that says what the statement is about.
    if (i > 0) words += ' ';
    words += word;
    if (i == 1 && word != "OR" && word != "MATERIALIZED" && word != "FOREIGN" && word != "EVENT" &&
        word != "OPERATOR" && word != "TEXT" && word != "USER" && word != "DEFAULT") {
      break;
    }
  }
  return words;
}

}  // namespace schemadiff::replay
