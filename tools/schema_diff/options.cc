#include "tools/schema_diff/options.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "engine/base/escape.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/report/json.h"
#include "tools/schema_diff/output.h"
#include "tools/schema_diff/terminal.h"

namespace schemadiff::cli {
namespace {

// "15", "15.4" or "150004"; 0 where it is none of these.
int ParseServerVersion(std::string_view text) {
  const auto number = [](std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() && !digits.empty() ? value
                                                                                           : -1;
  };
  const std::vector<std::string_view> parts = StrSplit(text, '.');
  const int first = number(parts[0]);
  if (parts.size() == 2 && first >= 0 && first < 1000) {
    const int minor = number(parts[1]);
    return minor < 0 || minor > 9999 ? 0 : first * 10000 + minor;
  }
  if (parts.size() != 1 || first < 0) return 0;
  return first >= 10000 ? first : first * 10000;
}

}  // namespace

void CommonOptions::DeclareOutput(Declarations& options, const std::vector<std::string>& formats) {
  format = formats.front();
  options.Value("--format", "FORMAT", &format, "Form of the output", ValueKind::kChoice, formats);
  options.Value("-o,--output", "FILE", &output,
                "Write to this file, whole or not at all; - is standard output", ValueKind::kFile);
  options.Value("--color", "WHEN", &colour, "Colours", ValueKind::kChoice,
                {"auto", "always", "never"});
  options.Counter("-v,--verbose", &verbosity, "Say more; twice: say everything");
}

void CommonOptions::DeclareFilters(Declarations& options) {
  options.Values("--schema", "PATTERN", &schemas, "Only schemas that match: * and ? are wildcards");
  options.Values("--exclude", "PATTERN", &excludes,
                 "Leave out schemas that match, or with a dot (public.celery_*) tables and other "
                 "objects with all of their parts");
  options.Flag("--no-owners", &no_owners, "Do not compare who owns what");
  options.Flag("--no-privileges", &no_privileges,
               "Leave out what is granted, and default privileges");
  options.Value(
      "--connections", "NUMBER", &connections,
      "How many connections to read a database over: 2 is faster where there are thousands "
      "of tables; both see one snapshot",
      ValueKind::kChoice, {"1", "2"});
}

void CommonOptions::DeclareReplay(Declarations& options, std::string_view at_help) {
  options.Values("--at", "REVISION", &at, at_help);
  options.Value(
      "--server-version", "VERSION", &server_version,
      StrCat("Replay as this version of PostgreSQL does (", kOldestMajor, " to ", kNewestMajor,
             "); without it as the server or snapshot on the other side, "
             "or as ",
             kDefaultServerVersion / 10000));
  options.Value("--role", "NAME", &role,
                "The role that runs the migrations or the SQL, and so owns what they make; without "
                "it owners are compared only where a statement states them");
}

void CommonOptions::DeclareFailOn(Declarations& options) {
  options.Value("--fail-on", "CLASSES", &fail_on,
                "Classes of findings that decide the exit code, separated by commas: drift, "
                "ahead, unmanaged, pending, unknown, cosmetic; the verdict stays what it is",
                ValueKind::kChoices,
                {"drift", "ahead", "unmanaged", "pending", "unknown", "cosmetic"});
}

absl::Status CommonOptions::Validate() {
  fail_classes.clear();
  for (const std::string_view name : StrSplit(fail_on, ',')) {
    FindingClass finding_class;
    if (ParseFindingClass(name, &finding_class) &&
        std::ranges::find(fail_classes, finding_class) == fail_classes.end()) {
      fail_classes.push_back(finding_class);
    }
  }
  if (!server_version.empty()) {
    server_version_num = ParseServerVersion(server_version);
    const int major = server_version_num / 10000;
    if (major < kOldestMajor || major > kNewestMajor) {
      return absl::InvalidArgumentError(
          ToAbsl(StrCat("--server-version cannot be \"", server_version, "\", but a version of ",
                        "PostgreSQL from ", kOldestMajor, " to ", kNewestMajor)));
    }
  }
  for (const std::string& pattern : schemas) {
    if (pattern.empty()) return absl::InvalidArgumentError("--schema is empty");
  }
  for (const std::string& pattern : excludes) {
    if (pattern.empty()) return absl::InvalidArgumentError("--exclude is empty");
  }
  return CheckOutput(output);
}

TextOptions CommonOptions::ForText() const {
  TextOptions text;
  const bool to_file = !output.empty() && output != "-";
  // A file has no terminal: only "always" colours it, and its width is the usual one.
  text.colour = to_file ? colour == "always" : WantsColour(colour, STDOUT_FILENO);
  text.width = to_file ? 100 : TerminalWidth(STDOUT_FILENO);
  text.verbosity = verbosity;
  return text;
}

int EmitReport(const Report& report, const CommonOptions& options) {
  const int code = report.exit_code;
  const bool failed = report.verdict == Verdict::kNotChecked;
  if (failed) Complain(StrCat("could not check: ", report.error));
  if (options.format == "json") return EmitText(RenderJson(report), options, code);
  // Standard error has just said all that there is to say.
  if (failed && (options.output.empty() || options.output == "-")) return code;
  return EmitText(report.command == "history" ? RenderHistoryText(report, options.ForText())
                                              : RenderText(report, options.ForText()),
                  options, code);
}

int EmitText(std::string_view text, const CommonOptions& options, int code) {
  const absl::Status status = WriteOutput(options.output, text);
  if (status.ok()) return code;
  Complain(std::string(status.message()));
  return ExitCode(Verdict::kNotChecked);
}

void Complain(std::string_view message) {
  const std::string line = StrCat("schema-diff: ", EscapeForTerminal(message), "\n");
  std::fputs(line.c_str(), stderr);
}

void ComplainAbout(const Diagnostics& diagnostics, const CommonOptions& options) {
  TextOptions text = options.ForText();
  text.colour = WantsColour(options.colour, STDERR_FILENO);
  text.width = TerminalWidth(STDERR_FILENO);
  std::fputs(RenderDiagnosticsText(diagnostics, text).c_str(), stderr);
}

std::string_view ToolVersion() { return SCHEMA_DIFF_VERSION; }

}  // namespace schemadiff::cli
