// CREATE, ALTER and DROP SUBSCRIPTION. The publisher is never asked: what it would refuse is not
// seen, and what replication does is no part of a schema.
//
// Facts from subscriptioncmds.c of the server's source.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/drop.h"
#include "engine/replay/global_object.h"
#include "engine/replay/handlers.h"
#include "engine/replay/move_object.h"
#include "engine/replay/rename.h"
#include "engine/replay/subscription_options.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

[[noreturn]] void ThrowExclusive(std::string_view a, std::string_view b) {
  throw PgError(sqlstate::kSyntaxError, StrCat(a, " and ", b, " are mutually exclusive options"));
}
[[noreturn]] void ThrowNotReady(const std::string& message) {
  throw PgError(sqlstate::kObjectNotInPrerequisiteState, message);
}
void RefuseInTransaction(const Context& cx, std::string_view what) {
  if (!cx.session.in_transaction()) return;
  throw PgError("25001", StrCat(what, " cannot run inside a transaction block"));
}

// Options that exclude each other, and the defaults that follow from others.
void SettleNewOptions(SubscriptionOptions* options) {
  if (!options->connect.value_or(true)) {
    if (options->enabled.value_or(false)) ThrowExclusive("connect = false", "enabled = true");
    if (options->create_slot.value_or(false)) {
      ThrowExclusive("connect = false", "create_slot = true");
    }
    if (options->copy_data.value_or(false)) ThrowExclusive("connect = false", "copy_data = true");
    options->enabled = false;
    options->create_slot = false;
  }
  if (!options->slot_name || options->slot_name->has_value()) return;
  const auto refuse = [](const std::optional<bool>& value, std::string_view name) {
    if (!value.value_or(true)) return;
    if (value) ThrowExclusive("slot_name = NONE", StrCat(name, " = true"));
    throw PgError(sqlstate::kSyntaxError,
                  StrCat("subscription with slot_name = NONE must also set ", name, " = false"));
  };
  refuse(options->enabled, "enabled");
  refuse(options->create_slot, "create_slot");
}

// The publications' names, each of which may stand there once.
std::vector<Name> PublicationsOf(const Context& cx, const ast::List& list) {
  std::vector<Name> names;
  for (const std::string_view name : Strings(list)) {
    if (std::ranges::find(names, Name(name)) != names.end()) {
      throw PgError(cx.major() >= 14 ? sqlstate::kDuplicateObject : sqlstate::kSyntaxError,
                    StrCat("publication name \"", name, "\" used more than once"));
    }
    names.emplace_back(name);
  }
  return names;
}

std::vector<Name> Sorted(std::vector<Name> names) {
  std::ranges::sort(names);
  return names;
}

class SubscriptionEditor {
 public:
  SubscriptionEditor(Context& cx, ObjectId id, const ast::AlterSubscriptionStmt& stmt)
      : cx_(cx), id_(id), stmt_(stmt), after_(cx.catalog.Get(id).As<Subscription>()) {}

  void Run();

 private:
  SubscriptionOptions Read(const std::vector<std::string_view>& allowed) const {
    return ReadSubscriptionOptions(cx_, stmt_.options, allowed);
  }
  void SetOptions();
  void Enable();
  void SetPublications();
  void ChangePublications(bool add);
  void CheckRefresh(const SubscriptionOptions& options) const;
  // What 13 takes for an error of syntax.
  std::string_view NotReady() const {
    return cx_.major() >= 14 ? sqlstate::kObjectNotInPrerequisiteState : sqlstate::kSyntaxError;
  }
  void RequireMajor(int major) const {
    if (cx_.major() < major) {
      throw PgError(sqlstate::kSyntaxError, "syntax error in ALTER SUBSCRIPTION");
    }
  }
  void Store();

  Context& cx_;
  const ObjectId id_;
  const ast::AlterSubscriptionStmt& stmt_;
  Subscription after_;
};

void SubscriptionEditor::SetOptions() {
  std::vector<std::string_view> allowed = {
      "slot_name",    "synchronous_commit", "binary",   "streaming", "disable_on_error",
      "run_as_owner", "password_required",  "failover", "origin"};
  if (cx_.major() >= 18) allowed.emplace_back("two_phase");
  const SubscriptionOptions options = Read(allowed);
  if (options.slot_name && !options.slot_name->has_value() && after_.enabled) {
    ThrowNotReady("cannot set slot_name = NONE for enabled subscription");
  }
  const auto require_disabled = [&](std::string_view option, bool changes_slot) {
    if (after_.enabled) {
      ThrowNotReady(StrCat("cannot set option \"", option, "\" for enabled subscription"));
    }
    if (changes_slot && !after_.slot_name) {
      ThrowNotReady(StrCat("cannot set option \"", option,
                           "\" for a subscription that does not have a slot name"));
    }
  };
  if (options.failover) require_disabled("failover", /*changes_slot=*/true);
  if (options.two_phase) require_disabled("two_phase", /*changes_slot=*/!*options.two_phase);
  options.Apply(&after_);
}

void SubscriptionEditor::Enable() {
  const SubscriptionOptions options = Read({"enabled"});
  if (options.enabled.value_or(false) && !after_.slot_name) {
    throw PgError(NotReady(), "cannot enable subscription that does not have a slot name");
  }
  options.Apply(&after_);
}

void SubscriptionEditor::CheckRefresh(const SubscriptionOptions& options) const {
  if (!options.refresh.value_or(true)) return;
  if (!after_.enabled) {
    throw PgError(NotReady(),
                  "ALTER SUBSCRIPTION with refresh is not allowed for disabled subscriptions");
  }
  RefuseInTransaction(cx_, "ALTER SUBSCRIPTION with refresh");
}

void SubscriptionEditor::SetPublications() {
  const SubscriptionOptions options = Read({"copy_data", "refresh"});
  after_.publications = Sorted(PublicationsOf(cx_, stmt_.publication));
  CheckRefresh(options);
}

void SubscriptionEditor::ChangePublications(bool add) {
  RequireMajor(14);
  std::vector<std::string_view> allowed = {"refresh", "copy_data"};
  // 14 has no copy_data for DROP.
  if (!add && cx_.major() < 15) allowed.pop_back();
  const SubscriptionOptions options = Read(allowed);
  const Name name = cx_.catalog.Get(id_).key.name;
  std::vector<Name>& names = after_.publications;
  for (const Name publication : PublicationsOf(cx_, stmt_.publication)) {
    const auto found = std::ranges::find(names, publication);
    if (add && found != names.end()) {
      throw PgError(
          sqlstate::kDuplicateObject,
          StrCat("publication \"", publication, "\" is already in subscription \"", name, "\""));
    }
    if (!add && found == names.end()) {
      throw PgError(
          sqlstate::kInvalidObjectDefinition,
          StrCat("publication \"", publication, "\" is not in subscription \"", name, "\""));
    }
    if (add) {
      names.push_back(publication);
    } else {
      names.erase(found);
    }
  }
  if (names.empty()) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  "cannot drop all the publications from a subscription");
  }
  std::ranges::sort(names);
  CheckRefresh(options);
}

void SubscriptionEditor::Store() {
  const Subscription before = cx_.catalog.Get(id_).As<Subscription>();
  const OriginId origin = cx_.Origin();
  const auto store = [&](auto member) {
    if (before.*member != after_.*member) cx_.catalog.Set(id_, member, after_.*member, origin);
  };
  store(&Subscription::enabled);
  store(&Subscription::publications);
  store(&Subscription::slot_name);
  store(&Subscription::synchronous_commit);
  store(&Subscription::binary);
  store(&Subscription::streaming);
  store(&Subscription::two_phase);
  store(&Subscription::disable_on_error);
  store(&Subscription::password_required);
  store(&Subscription::run_as_owner);
  store(&Subscription::origin);
  store(&Subscription::failover);
}

void SubscriptionEditor::Run() {
  using ast::AlterSubscriptionType;
  switch (stmt_.kind) {
    case AlterSubscriptionType::ALTER_SUBSCRIPTION_OPTIONS:
      SetOptions();
      break;
    case AlterSubscriptionType::ALTER_SUBSCRIPTION_CONNECTION:
      CheckConnectionString(stmt_.conninfo);
      break;
    case AlterSubscriptionType::ALTER_SUBSCRIPTION_SET_PUBLICATION:
      SetPublications();
      break;
    case AlterSubscriptionType::ALTER_SUBSCRIPTION_ADD_PUBLICATION:
      ChangePublications(/*add=*/true);
      break;
    case AlterSubscriptionType::ALTER_SUBSCRIPTION_DROP_PUBLICATION:
      ChangePublications(/*add=*/false);
      break;
    case AlterSubscriptionType::ALTER_SUBSCRIPTION_REFRESH:
      if (!after_.enabled) {
        throw PgError(NotReady(),
                      "ALTER SUBSCRIPTION ... REFRESH is not allowed for disabled subscriptions");
      }
      (void)Read({"copy_data"});
      RefuseInTransaction(cx_, "ALTER SUBSCRIPTION ... REFRESH");
      break;
    case AlterSubscriptionType::ALTER_SUBSCRIPTION_ENABLED:
      Enable();
      break;
    case AlterSubscriptionType::ALTER_SUBSCRIPTION_SKIP:
      RequireMajor(15);
      (void)Read({"lsn"});
      break;
  }
  Store();
}

}  // namespace

void CreateSubscription(Context& cx, const ast::CreateSubscriptionStmt& stmt) {
  SubscriptionOptions options = ReadSubscriptionOptions(
      cx, stmt.options,
      {"connect", "enabled", "create_slot", "slot_name", "copy_data", "synchronous_commit",
       "binary", "streaming", "two_phase", "disable_on_error", "password_required", "run_as_owner",
       "failover", "origin"});
  SettleNewOptions(&options);
  if (options.create_slot.value_or(true)) {
    RefuseInTransaction(cx, "CREATE SUBSCRIPTION ... WITH (create_slot = true)");
  }
  CheckNoGlobal<Subscription>(cx, stmt.subname);
  CheckConnectionString(stmt.conninfo);
  Subscription subscription;
  subscription.publications = Sorted(PublicationsOf(cx, stmt.publication));
  subscription.slot_name = Name(stmt.subname);
  if (cx.major() >= 18) subscription.streaming = SubscriptionStreaming::kParallel;
  options.Apply(&subscription);
  cx.catalog.Create(KeyFor<Subscription>(stmt.subname), std::move(subscription), kNoObject,
                    cx.Origin());
}

void AlterSubscription(Context& cx, const ast::AlterSubscriptionStmt& stmt) {
  SubscriptionEditor(cx, RequireGlobal<Subscription>(cx, stmt.subname), stmt).Run();
}

void DropSubscription(Context& cx, const ast::DropSubscriptionStmt& stmt) {
  const ObjectId id = stmt.missing_ok ? FindGlobal<Subscription>(cx, stmt.subname)
                                      : RequireGlobal<Subscription>(cx, stmt.subname);
  if (id == kNoObject) return;
  if (cx.catalog.Get(id).As<Subscription>().slot_name) RefuseInTransaction(cx, "DROP SUBSCRIPTION");
  DropObject(cx, id, /*cascade=*/false, cx.Origin());
}

void RenameSubscription(Context& cx, const ast::RenameStmt& stmt) {
  const ObjectId id = RequireGlobal<Subscription>(cx, ast::Cast<ast::String>(stmt.object)->sval);
  CheckNoGlobal<Subscription>(cx, stmt.newname);
  RekeyWithComment(cx, id, KeyFor<Subscription>(stmt.newname), cx.Origin());
}

}  // namespace schemadiff::replay
