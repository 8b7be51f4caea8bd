#include "engine/replay/dispatch.h"

#include <array>
#include <cctype>

#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

using ast::NodeTag;

template <typename Stmt, void (*Handler)(Context&, const Stmt&)>
void Call(Context& cx, const ast::Node& node) {
  Handler(cx, static_cast<const Stmt&>(node));
}

class Table {
 public:
  Table() {
    NoEffect();
    OtherKinds();
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
    for (const NodeTag tag : {NodeTag::kInsertStmt,
                              NodeTag::kUpdateStmt,
                              NodeTag::kDeleteStmt,
                              NodeTag::kMergeStmt,
                              NodeTag::kCopyStmt,
                              NodeTag::kTruncateStmt,
                              NodeTag::kExplainStmt,
                              NodeTag::kVacuumStmt,
                              NodeTag::kLockStmt,
                              NodeTag::kNotifyStmt,
                              NodeTag::kListenStmt,
                              NodeTag::kUnlistenStmt,
                              NodeTag::kRefreshMatViewStmt,
                              NodeTag::kReindexStmt,
                              NodeTag::kCheckPointStmt,
                              NodeTag::kVariableShowStmt,
                              NodeTag::kConstraintsSetStmt,
                              NodeTag::kFetchStmt,
                              NodeTag::kDeclareCursorStmt,
                              NodeTag::kClosePortalStmt,
                              NodeTag::kPrepareStmt,
                              NodeTag::kDeallocateStmt,
                              NodeTag::kLoadStmt}) {
      Set(tag, StatementClass::kNoEffect);
    }
  }

  void OtherKinds() {
    constexpr std::string_view kGrants = "GRANT and REVOKE are not compared";
    constexpr std::string_view kOwners = "owners are not compared";
    constexpr std::string_view kRoles = "roles are not compared";
    constexpr std::string_view kDatabases = "databases and their settings are not compared";
    const auto uncompared = [this](NodeTag tag, std::string_view note) {
      Set(tag, StatementClass::kUncompared, note);
    };
    uncompared(NodeTag::kGrantStmt, kGrants);
    uncompared(NodeTag::kGrantRoleStmt, kGrants);
    uncompared(NodeTag::kAlterDefaultPrivilegesStmt, kGrants);
    uncompared(NodeTag::kAlterOwnerStmt, kOwners);
    uncompared(NodeTag::kReassignOwnedStmt, kOwners);
    uncompared(NodeTag::kCreateRoleStmt, kRoles);
    uncompared(NodeTag::kAlterRoleStmt, kRoles);
    uncompared(NodeTag::kAlterRoleSetStmt, kRoles);
    uncompared(NodeTag::kDropRoleStmt, kRoles);
    uncompared(NodeTag::kCreatedbStmt, kDatabases);
    uncompared(NodeTag::kAlterDatabaseStmt, kDatabases);
    uncompared(NodeTag::kAlterDatabaseSetStmt, kDatabases);
    uncompared(NodeTag::kAlterDatabaseRefreshCollStmt, kDatabases);
    uncompared(NodeTag::kDropdbStmt, kDatabases);
    uncompared(NodeTag::kAlterSystemStmt, "server settings are not compared");
    uncompared(NodeTag::kSecLabelStmt, "security labels are not compared");
    uncompared(NodeTag::kAlterObjectDependsStmt,
               "what objects depend on which extension is not compared");

    const auto other = [this](NodeTag tag, std::string_view note) {
      Set(tag, StatementClass::kOtherKind, note);
    };
    other(NodeTag::kRuleStmt, "rules");
    other(NodeTag::kCreateStatsStmt, "extended statistics");
    other(NodeTag::kAlterStatsStmt, "extended statistics");
    other(NodeTag::kCreatePublicationStmt, "publications");
    other(NodeTag::kAlterPublicationStmt, "publications");
    other(NodeTag::kCreateSubscriptionStmt, "subscriptions");
    other(NodeTag::kAlterSubscriptionStmt, "subscriptions");
    other(NodeTag::kDropSubscriptionStmt, "subscriptions");
    other(NodeTag::kCreateFdwStmt, "foreign-data wrappers");
    other(NodeTag::kAlterFdwStmt, "foreign-data wrappers");
    other(NodeTag::kCreateForeignServerStmt, "foreign servers");
    other(NodeTag::kAlterForeignServerStmt, "foreign servers");
    other(NodeTag::kCreateUserMappingStmt, "user mappings");
    other(NodeTag::kAlterUserMappingStmt, "user mappings");
    other(NodeTag::kDropUserMappingStmt, "user mappings");
    other(NodeTag::kCreateForeignTableStmt, "foreign tables");
    other(NodeTag::kImportForeignSchemaStmt, "foreign tables");
    other(NodeTag::kCreateEventTrigStmt, "event triggers");
    other(NodeTag::kAlterEventTrigStmt, "event triggers");
    other(NodeTag::kCreateCastStmt, "casts");
    other(NodeTag::kCreateOpClassStmt, "operator classes");
    other(NodeTag::kCreateOpFamilyStmt, "operator families");
    other(NodeTag::kAlterOpFamilyStmt, "operator families");
    other(NodeTag::kAlterOperatorStmt, "operators");
    other(NodeTag::kAlterTypeStmt, "base types");
    other(NodeTag::kCreateConversionStmt, "conversions");
    other(NodeTag::kCreateTransformStmt, "transforms");
    other(NodeTag::kCreatePLangStmt, "languages");
    other(NodeTag::kCreateAmStmt, "access methods");
    other(NodeTag::kAlterCollationStmt, "collations");
    other(NodeTag::kAlterTSConfigurationStmt, "text search configurations");
    other(NodeTag::kAlterTSDictionaryStmt, "text search dictionaries");
    other(NodeTag::kCreateTableSpaceStmt, "tablespaces");
    other(NodeTag::kAlterTableSpaceOptionsStmt, "tablespaces");
    other(NodeTag::kDropTableSpaceStmt, "tablespaces");
  }

  void Handlers() {
    Handle<ast::TransactionStmt, ExecuteTransaction>();
    Handle<ast::VariableSetStmt, ExecuteSet>();
    Handle<ast::SelectStmt, ExecuteSelect>();
    Handle<ast::DiscardStmt, ExecuteDiscard>();
    Handle<ast::DoStmt, ExecuteDo>();
    Handle<ast::CreateStmt, CreateTable>();
    Handle<ast::CreateTableAsStmt, CreateTableAs>();
    Handle<ast::IndexStmt, CreateIndex>();
    Handle<ast::CreateSeqStmt, CreateSequence>();
    Handle<ast::AlterSeqStmt, AlterSequence>();
    Handle<ast::AlterTableStmt, AlterTable>();
    Handle<ast::DropStmt, DropStatement>();
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
    std::string word(lexer.Text(token));
    for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
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
