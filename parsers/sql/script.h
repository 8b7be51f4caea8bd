// psql scripts and plain dumps: files with backslash commands and COPY data to SQL texts.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/source.h"
#include "parsers/sql/parser.h"
#include "parsers/sql/psql_text.h"

namespace schemadiff {

struct PsqlOptions {
  /// Variables that are set before the script begins, as with psql's option -v.
  PsqlVariables variables;
  /// The database whose statements are wanted, where the script connects to several. Empty: the
  /// first one that it connects to.
  std::string database;
  /// The directory psql would be started in, which `\i` starts from. Empty: the process's own.
  std::string directory;
  /// Names of tables: statements that put in or change rows and mention one are kept.
  std::vector<std::string> keep_rows_of;
};

/// SQL that runs one part after the other.
struct PsqlScript {
  struct Part {
    /// Only SQL: commands and data are blanked out, so that lines and columns are still the file's.
    std::shared_ptr<const SourceText> text;
    bool new_session =
        false;  ///< `\connect` came before it: settings and open transactions are gone
  };
  struct KeptStatement {
    std::string text;
    std::string data;  ///< of COPY FROM STDIN
  };
  std::vector<Part> parts;
  Diagnostics diagnostics;
  std::vector<KeptStatement> kept;

  /// What of the script could not be read, and may do anything: the messages of such errors. A
  /// statement that PostgreSQL refuses as well is none of them.
  std::vector<std::string> Unread() const;
};

/// Reads a psql script, or a dump in plain format, following its includes. A status only where the
/// file itself cannot be read, or is no text: an archive of pg_dump, UTF-16, NUL bytes. Everything
/// else is a diagnostic:
///
/// - `sql.meta-command`: a backslash command whose effect on the schema is not known (`\gexec`,
/// `\!`,
///   `\edit`, unknown ones, ...: error), or that loads data (note). Commands about output and the
///   terminal are skipped in silence; `\set`, `\unset`, `\if` and its kin, `\cd`, `\quit`, `\g`,
///   `\reset` do what psql does.
/// - `sql.unset-variable`: a use of a variable that neither the script nor the options set.
/// - `sql.include`: a file that `\i` or `\ir` names is missing, unreadable, or includes itself.
/// - `sql.copy-data`: the data of COPY ... FROM STDIN has no end.
/// - `sql.connect`, `sql.other-database`: `\connect`, and statements of other databases, which are
/// left out.
/// - `sql.not-text`: an included file is no text.
/// - `sql.invalid-encoding`: a statement whose bytes are not of the encoding, which PostgreSQL
///   refuses.
/// - `sql.encoding`: text in an encoding that is not known, or cannot be converted. What
///   `SET client_encoding`, `SET NAMES` and `\encoding` name is converted otherwise.
absl::StatusOr<PsqlScript> ReadPsqlFile(const std::string& path, const PsqlOptions& options = {});

/// The same where the file, or the part of it that counts, has been read already.
absl::StatusOr<PsqlScript> ReadPsqlTextOf(const std::string& path, std::string text,
                                          const PsqlOptions& options = {});

/// The same for text that is in no file (standard input, say); `name` stands for the file in
/// places.
absl::StatusOr<PsqlScript> ReadPsqlText(std::string name, std::string text,
                                        const PsqlOptions& options = {});

/// Parses all parts. The diagnostics are the script's own, then those of the parser.
ParsedScript ParsePsql(const PsqlScript& script);

}  // namespace schemadiff
