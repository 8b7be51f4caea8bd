// Reads Alembic's revision files: what they declare, and the SQL that they would run.
//
// Python is parsed and evaluated here, never run; see evaluator.h for what is understood.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/doubtful_sql.h"
#include "engine/base/source.h"
#include "parsers/alembic/project_modules.h"
#include "parsers/alembic/sa_metadata.h"
#include "parsers/alembic/sql_sink.h"

namespace schemadiff::alembic {

/// What a revision file says of itself.
struct RevisionHeader {
  /// Whether there is a `revision` variable at all, and whether its value could be read.
  bool has_revision = false;
  std::string revision;
  uint32_t revision_line = 0;
  std::vector<std::string> down_revisions;
  uint32_t down_revision_line = 0;
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  std::string message;  ///< first line of the docstring
  std::string date;     ///< its "Create Date", as it stands there
  /// The ids in the docstring, where it has them.
  std::optional<std::string> doc_revision, doc_revises;
  uint32_t doc_line = 0;
  bool has_upgrade = false;
  bool has_downgrade = false;
};

/// What a direction of a revision would run.
struct MigrationSql {
  std::vector<std::shared_ptr<const SourceText>> texts;  ///< one per operation
  /// Of those, the ones (by index) of which it is not known whether they run.
  std::vector<size_t> uncertain;
  std::vector<std::string> unread;  ///< why something is missing; each also a diagnostic
  /// Whether what could not be read may make anything: it is more than the uncertain texts.
  bool open_ended = false;
  std::vector<DoubtfulSql> doubtful;
  bool transactional = true;
};

/// One revision file.
class Migration {
 public:
  /// Parses `text`, the contents of a file that is shown to the user as `file`, and runs its
  /// module level. Problems (also a file that is no Python) become diagnostics. `modules` are what
  /// it may import besides the known libraries, and outlive it; null for nothing.
  Migration(std::string file, std::string_view text, ProjectModules* modules = nullptr);
  ~Migration();
  Migration(const Migration&) = delete;
  Migration& operator=(const Migration&) = delete;

  const std::string& file() const;
  const RevisionHeader& header() const;
  /// The SQL of upgrade() and downgrade(). `types` is what the revisions before have left,
  /// and is changed; `naming` are the naming conventions of the project.
  MigrationSql Upgrade(TypeLedger* types, const NamingConvention& naming);
  MigrationSql Downgrade(TypeLedger* types, const NamingConvention& naming);
  /// What was found so far.
  const Diagnostics& diagnostics() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schemadiff::alembic
