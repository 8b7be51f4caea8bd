// What a session remembers besides the catalog: settings, transactions, temporary objects.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/source.h"
#include "engine/base/strings.h"
#include "engine/catalog/catalog.h"

namespace schemadiff::replay {

/// The settings that DDL depends on.
struct Settings {
  /// Schemas as SET search_path lists them; "$user" stands for itself.
  std::vector<std::string> search_path{"$user", "public"};
  std::string default_tablespace;
  std::string default_table_access_method = "heap";
  /// Off: backslashes in plain literals are escapes.
  bool standard_conforming_strings = true;
  /// Of SET ROLE and SET SESSION AUTHORIZATION; empty: the user who logged in.
  std::string role;
  std::string session_authorization;
  /// TimeZone; empty: UTC.
  std::string time_zone;
  /// Those with a dot in their names, which scripts give a meaning; nothing for a value that is not
  /// known.
  std::map<std::string, std::optional<std::string>, std::less<>> custom;
};

/// The schema of temporary objects, in search paths and in the catalog while a script runs.
inline constexpr std::string_view kTemporarySchema = "pg_temp";

class Session {
 public:
  explicit Session(Settings defaults = {})
      : defaults_(std::move(defaults)), current_(defaults_), lasting_(defaults_) {}

  /// What RESET goes back to.
  const Settings& defaults() const { return defaults_; }
  const Settings& settings() const { return current_; }

  /// `local`: until the transaction ends (SET LOCAL); without effect outside of a transaction.
  template <typename T>
  void Set(T Settings::* setting, T value, bool local) {
    if (local && !in_transaction()) return;
    current_.*setting = value;
    if (!local) lasting_.*setting = std::move(value);
  }
  /// Within a statement, for whose duration another value holds.
  template <typename T>
  void Override(T Settings::* setting, T value) {
    current_.*setting = std::move(value);
  }
  void ResetAllSettings();

  bool in_transaction() const { return !levels_.empty(); }
  /// BEGIN. Within a transaction it does nothing.
  void Begin(Catalog& catalog, SourceLocation place);
  /// Where the transaction began.
  const SourceLocation& begun() const { return levels_.front().place; }
  /// COMMIT or ROLLBACK of the whole transaction; false where there is none.
  bool Commit(Catalog& catalog);
  bool Rollback(Catalog& catalog);
  void Savepoint(Catalog& catalog, std::string_view name);
  /// False where there is no such savepoint.
  bool ReleaseSavepoint(Catalog& catalog, std::string_view name);
  bool RollbackToSavepoint(Catalog& catalog, std::string_view name);

  /// The error that a statement of the transaction ended in.
  struct Failure {
    SourceLocation place;
    bool certain = true;  ///< that PostgreSQL raises it, too
  };
  /// The first one that no ROLLBACK TO SAVEPOINT has undone.
  const std::optional<Failure>& failure() const { return failure_; }
  void Fail(Failure failure) {
    if (in_transaction() && !failure_) failure_ = failure;
  }

  /// A statement was read wrongly, and perhaps all that follows: where statements end is not known.
  bool bounds_lost = false;
  /// Temporary relations that an earlier script made: known to have been there, no more.
  StringSet gone_temporary_relations;
  /// Names of custom settings that have been set at all: they are empty, not absent, afterwards.
  StringSet custom_settings;
  /// Tables made with ON COMMIT DROP.
  std::vector<ObjectId> drop_on_commit;

 private:
  struct Level {
    std::string name;  // empty: the transaction itself
    Catalog::Mark mark;
    Settings current;
    Settings lasting;
    SourceLocation place;  // of the transaction
  };
  size_t FindSavepoint(std::string_view name) const;

  Settings defaults_;
  Settings current_;
  Settings lasting_;  // what current_ becomes at COMMIT
  std::vector<Level> levels_;
  std::optional<Failure> failure_;
};

}  // namespace schemadiff::replay
