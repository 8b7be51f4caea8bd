// CREATE EVENT TRIGGER and ALTER EVENT TRIGGER.
//
// Facts from event_trigger.c and cmdtaglist.h of the server's source.
#include <algorithm>
#include <array>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/move_object.h"
#include "engine/replay/rename.h"
#include "engine/replay/routine.h"
#include "engine/replay/run_time_effects.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

template <size_t N>
bool IsAmong(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

enum class TagSupport { kUnrecognized, kUnsupported, kSupported };

// What an event trigger can be told to look for, among the tags of commands.
TagSupport SupportOf(std::string_view tag, int major) {
  // Of CREATE, ALTER and DROP.
  static constexpr std::array<std::string_view, 36> kKinds = {"ACCESS METHOD",
                                                              "AGGREGATE",
                                                              "CAST",
                                                              "COLLATION",
                                                              "CONSTRAINT",
                                                              "CONVERSION",
                                                              "DOMAIN",
                                                              "EXTENSION",
                                                              "FOREIGN DATA WRAPPER",
                                                              "FOREIGN TABLE",
                                                              "FUNCTION",
                                                              "INDEX",
                                                              "LANGUAGE",
                                                              "MATERIALIZED VIEW",
                                                              "OPERATOR",
                                                              "OPERATOR CLASS",
                                                              "OPERATOR FAMILY",
                                                              "POLICY",
                                                              "PROCEDURE",
                                                              "PUBLICATION",
                                                              "ROUTINE",
                                                              "RULE",
                                                              "SCHEMA",
                                                              "SEQUENCE",
                                                              "SERVER",
                                                              "STATISTICS",
                                                              "SUBSCRIPTION",
                                                              "TABLE",
                                                              "TEXT SEARCH CONFIGURATION",
                                                              "TEXT SEARCH DICTIONARY",
                                                              "TEXT SEARCH PARSER",
                                                              "TEXT SEARCH TEMPLATE",
                                                              "TRANSFORM",
                                                              "TRIGGER",
                                                              "TYPE",
                                                              "VIEW"};
  static constexpr std::array<std::string_view, 4> kShared = {"DATABASE", "EVENT TRIGGER", "ROLE",
                                                              "TABLESPACE"};
  static constexpr std::array<std::string_view, 14> kOthers = {"ALTER DEFAULT PRIVILEGES",
                                                               "ALTER LARGE OBJECT",
                                                               "ALTER USER MAPPING",
                                                               "CREATE USER MAPPING",
                                                               "DROP USER MAPPING",
                                                               "COMMENT",
                                                               "CREATE TABLE AS",
                                                               "DROP OWNED",
                                                               "GRANT",
                                                               "IMPORT FOREIGN SCHEMA",
                                                               "REFRESH MATERIALIZED VIEW",
                                                               "REVOKE",
                                                               "SECURITY LABEL",
                                                               "SELECT INTO"};
  static constexpr std::array<std::string_view, 36> kUnsupported = {"ALTER SYSTEM",
                                                                    "ANALYZE",
                                                                    "BEGIN",
                                                                    "CALL",
                                                                    "CHECKPOINT",
                                                                    "CLOSE",
                                                                    "CLUSTER",
                                                                    "COMMIT",
                                                                    "COPY",
                                                                    "DEALLOCATE",
                                                                    "DECLARE CURSOR",
                                                                    "DELETE",
                                                                    "DISCARD",
                                                                    "DO",
                                                                    "EXECUTE",
                                                                    "EXPLAIN",
                                                                    "FETCH",
                                                                    "GRANT ROLE",
                                                                    "INSERT",
                                                                    "LISTEN",
                                                                    "LOAD",
                                                                    "LOCK TABLE",
                                                                    "MOVE",
                                                                    "NOTIFY",
                                                                    "PREPARE",
                                                                    "REASSIGN OWNED",
                                                                    "REINDEX",
                                                                    "RESET",
                                                                    "REVOKE ROLE",
                                                                    "ROLLBACK",
                                                                    "SAVEPOINT",
                                                                    "SELECT",
                                                                    "SET",
                                                                    "TRUNCATE TABLE",
                                                                    "UPDATE",
                                                                    "VACUUM"};
  if (IsAmong(kOthers, tag) || (major >= 17 && tag == "REINDEX")) return TagSupport::kSupported;
  if (IsAmong(kUnsupported, tag)) return TagSupport::kUnsupported;
  const size_t space = tag.find(' ');
  const std::string_view verb = tag.substr(0, space);
  if (space == std::string_view::npos || (verb != "CREATE" && verb != "ALTER" && verb != "DROP")) {
    return TagSupport::kUnrecognized;
  }
  const std::string_view kind = tag.substr(space + 1);
  if (IsAmong(kKinds, kind)) return TagSupport::kSupported;
  return IsAmong(kShared, kind) ? TagSupport::kUnsupported : TagSupport::kUnrecognized;
}

void CheckTag(std::string_view event, std::string_view tag, int major) {
  static constexpr std::array<std::string_view, 3> kRewriting = {"ALTER MATERIALIZED VIEW",
                                                                 "ALTER TABLE", "ALTER TYPE"};
  const std::string upper = AsciiToUpper(tag);
  TagSupport support = SupportOf(upper, major);
  if (event == "table_rewrite") {
    support = IsAmong(kRewriting, upper) ? TagSupport::kSupported : TagSupport::kUnsupported;
  }
  if (support == TagSupport::kUnrecognized) {
    throw PgError(sqlstate::kSyntaxError,
                  StrCat("filter value \"", tag, "\" not recognized for filter variable \"tag\""));
  }
  if (support == TagSupport::kUnsupported) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("event triggers are not supported for ", tag));
  }
}

// WHEN TAG IN (...).
std::vector<std::string> TagsOf(const Context& cx, const ast::CreateEventTrigStmt& stmt) {
  const ast::ListNode* list = nullptr;
  for (const ast::Node* node : stmt.whenclause) {
    const auto& filter = *ast::Cast<ast::DefElem>(node);
    if (filter.defname != "tag") {
      throw PgError(sqlstate::kSyntaxError,
                    StrCat("unrecognized filter variable \"", filter.defname, "\""));
    }
    if (list != nullptr) {
      throw PgError(sqlstate::kSyntaxError, "filter variable \"tag\" specified more than once");
    }
    list = ast::Cast<ast::ListNode>(filter.arg);
  }
  std::vector<std::string> tags;
  if (list == nullptr) return tags;
  if (stmt.eventname == "login") {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "tag filtering is not supported for login event triggers");
  }
  for (const std::string_view tag : Strings(list->items)) {
    CheckTag(stmt.eventname, tag, cx.major());
    tags.push_back(AsciiToUpper(tag));
  }
  return tags;
}

void CheckEvent(const Context& cx, std::string_view event) {
  static constexpr std::array<std::string_view, 4> kEvents = {
      "ddl_command_start", "ddl_command_end", "sql_drop", "table_rewrite"};
  if (IsAmong(kEvents, event) || (cx.major() >= 17 && event == "login")) return;
  throw PgError(sqlstate::kSyntaxError, StrCat("unrecognized event name \"", event, "\""));
}

void CheckFree(const Context& cx, std::string_view name) {
  if (cx.catalog.Find(KeyFor<EventTrigger>(name)) == nullptr) return;
  throw PgError(sqlstate::kDuplicateObject, StrCat("event trigger \"", name, "\" already exists"));
}

ObjectId RequireEventTrigger(const Context& cx, std::string_view name) {
  const ObjectKey key = KeyFor<EventTrigger>(name);
  const ObjectId id = cx.catalog.IdOf(key);
  if (id != kNoObject) return id;
  if (cx.catalog.UnknownReason(key) != nullptr) {
    throw FollowsUnknown(StrCat("event trigger \"", name, "\" is not known"));
  }
  throw PgError(sqlstate::kUndefinedObject, StrCat("event trigger \"", name, "\" does not exist"));
}

}  // namespace

void CreateEventTrigger(Context& cx, const ast::CreateEventTrigStmt& stmt) {
  CheckEvent(cx, stmt.eventname);
  EventTrigger trigger;
  trigger.event = std::string(stmt.eventname);
  trigger.tags = TagsOf(cx, stmt);
  CheckFree(cx, stmt.trigname);
  const Routine function = RequireFunction(cx, stmt.funcname, {});
  if (function.result != TypeRef{"pg_catalog", "event_trigger", {}, false}) {
    throw PgError(
        sqlstate::kInvalidObjectDefinition,
        StrCat("function ", NameListToString(stmt.funcname), " must return type event_trigger"));
  }
  trigger.function = function.name;
  const ObjectId id = cx.catalog.Create(KeyFor<EventTrigger>(stmt.trigname), std::move(trigger),
                                        kNoObject, cx.Origin());
  if (function.object != kNoObject) cx.catalog.AddDependency(id, function.object);
  if (function.extension != kNoObject) cx.catalog.AddDependency(id, function.extension);
  // What it does to later statements is not known, where its function changes the schema.
  if (const std::string code = CodeThatChangesSchema(cx, StatedName(stmt.funcname));
      !code.empty()) {
    NoteRunTimeEffects(cx, code,
                       StrCat("what the event trigger ", stmt.trigname, " does from here on"), -1);
  }
}

void AlterEventTrigger(Context& cx, const ast::AlterEventTrigStmt& stmt) {
  const ObjectId id = RequireEventTrigger(cx, stmt.trigname);
  if (stmt.tgenabled.size() != 1) throw NotModelled("this form of ALTER EVENT TRIGGER");
  const TriggerState state = TriggerStateFrom(stmt.tgenabled[0]);
  if (cx.catalog.Get(id).As<EventTrigger>().state == state) return;
  cx.catalog.Set(id, &EventTrigger::state, state, cx.Origin());
}

void RenameEventTrigger(Context& cx, const ast::RenameStmt& stmt) {
  const ObjectId id = RequireEventTrigger(cx, ast::Cast<ast::String>(stmt.object)->sval);
  CheckFree(cx, stmt.newname);
  RekeyWithComment(cx, id, KeyFor<EventTrigger>(stmt.newname), cx.Origin());
}

}  // namespace schemadiff::replay
