// The options that the commands share.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <vector>

#include "engine/diff/finding.h"
#include "engine/report/report.h"
#include "engine/report/text.h"
#include "tools/schema_diff/command_line.h"

namespace schemadiff::cli {

/// The version of PostgreSQL whose rules a replay follows where no server or snapshot decides.
inline constexpr int kDefaultServerVersion = 170000;

struct CommonOptions {
  // As they were given.
  std::string format = "text";
  std::string output;
  std::string colour = "auto";
  int verbosity = 0;
  std::vector<std::string> schemas;
  std::vector<std::string> excludes;
  std::vector<std::string> at;
  std::string fail_on = "drift,ahead,unmanaged,pending,unknown";
  std::string server_version;
  std::string role;
  std::string connections = "1";
  bool no_owners = false;
  bool no_privileges = false;

  // What they mean; filled by Validate().
  std::vector<FindingClass> fail_classes;
  int server_version_num = 0;  ///< 0: not given

  /// --format, -o, --color, -v: every command that writes something.
  void DeclareOutput(Declarations& options, const std::vector<std::string>& formats);
  /// --schema, --exclude, --no-owners, --no-privileges, --connections.
  void DeclareFilters(Declarations& options);
  /// --at, --server-version, --role.
  void DeclareReplay(Declarations& options, std::string_view at_help);
  /// --fail-on.
  void DeclareFailOn(Declarations& options);

  /// Checks what CLI11 cannot. The status is one sentence.
  absl::Status Validate();

  TextOptions ForText() const;
};

/// Writes the report where it belongs and returns the exit code. A run that could not be done is
/// told on standard error too, whatever the format.
int EmitReport(const Report& report, const CommonOptions& options);

/// Writes another result likewise. `code` is returned if it could be written.
int EmitText(std::string_view text, const CommonOptions& options, int code);

/// "schema-diff: message" on standard error; made harmless.
void Complain(std::string_view message);
/// Each diagnostic on standard error, notes only where asked for.
void ComplainAbout(const Diagnostics& diagnostics, const CommonOptions& options);

/// The version of this program.
std::string_view ToolVersion();

}  // namespace schemadiff::cli
