#include "engine/introspect/conninfo.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <vector>

#include "engine/base/strings.h"

namespace schemadiff::introspect {
namespace {

struct OptionsDeleter {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using ParsedOptions = std::unique_ptr<PQconninfoOption, OptionsDeleter>;
using OptionMap = std::map<std::string, std::string>;

OptionMap ToMap(const PQconninfoOption* option) {
  OptionMap map;
  for (; option->keyword != nullptr; ++option) {
    if (option->val != nullptr && *option->val != '\0') map[option->keyword] = option->val;
  }
  return map;
}

// libpq quotes pieces of its input in messages; with a password that holds a blank or an
// unescaped delimiter such a piece is a part of it.
std::string WithoutQuotedParts(std::string_view message) {
  std::string out;
  bool inside = false;
  for (const char c : message) {
    if (c == '"') {
      out += inside ? "\"" : "\"...";
      inside = !inside;
    } else if (!inside) {
      out += c;
    }
  }
  return out;
}

bool IsUri(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

constexpr std::string_view kEscapeHint =
    "in a URI, write the characters @ : / ? # % of a password as %40 %3A %2F %3F %23 %25";

// A URI whose password holds an unescaped delimiter still parses, into a host, port or database
// that holds a part of the password and would be printed.
bool HasMisplacedDelimiter(std::string_view uri) {
  const std::string_view rest = uri.substr(uri.find("://") + 3);
  const std::string_view before_query = rest.substr(0, rest.find('?'));
  const size_t slash = before_query.find('/');
  const std::string_view authority = before_query.substr(0, slash);
  return std::ranges::count(authority, '@') > 1 ||
         (slash != std::string_view::npos &&
          before_query.substr(slash).find('@') != std::string_view::npos);
}

std::string QuoteValue(std::string_view value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

std::string ConnectionPlan::Describe() const {
  std::string out = database.empty() ? "the database" : StrCat("database \"", database, "\"");
  if (!host.empty()) StrAppend(&out, " on ", host, port.empty() ? "" : ":", port);
  if (!user.empty()) StrAppend(&out, " as ", user);
  if (!service.empty()) StrAppend(&out, " (service ", service, ")");
  return out;
}

absl::StatusOr<ConnectionPlan> PlanConnection(const std::string& conninfo, int connect_timeout_s) {
  if (IsUri(conninfo) && HasMisplacedDelimiter(conninfo)) {
    return absl::InvalidArgumentError(
        StrCat("the connection URI has an @ where none can be: ", kEscapeHint));
  }
  char* message = nullptr;
  const ParsedOptions parsed(PQconninfoParse(conninfo.c_str(), &message));
  if (parsed == nullptr) {
    const std::string reason = OneLine(WithoutQuotedParts(message == nullptr ? "" : message));
    PQfreemem(message);
    return absl::InvalidArgumentError(StrCat("the connection string cannot be read: ", reason));
  }
  OptionMap given = ToMap(parsed.get());
  const auto value_of = [](const OptionMap& map, const char* keyword) {
    const auto found = map.find(keyword);
    return found == map.end() ? std::string() : found->second;
  };
  if (value_of(given, "port").find_first_not_of("0123456789,") != std::string::npos) {
    return absl::InvalidArgumentError(
        IsUri(conninfo) ? StrCat("the port in the connection URI is not a number: ", kEscapeHint)
                        : std::string("the port in the connection string is not a number"));
  }

  ConnectionPlan plan;
  plan.service = value_of(given, "service");
  const ParsedOptions default_options(PQconndefaults());
  OptionMap all = default_options == nullptr ? OptionMap() : ToMap(default_options.get());
  if (!plan.service.empty()) all.clear();  // the service's values win over those
  for (const auto& [keyword, value] : given) all[keyword] = value;
  plan.host = value_of(all, "host");
  if (plan.host.empty()) plan.host = value_of(all, "hostaddr");
  plan.port = value_of(all, "port");
  plan.user = value_of(all, "user");
  plan.database = value_of(all, "dbname");
  if (plan.database.empty() && plan.service.empty()) plan.database = plan.user;
  // libpq would ask the server for a database of that name, which may hold a password.
  if (IsUri(plan.database) || Contains(plan.database, "password=")) {
    const bool from_environment = value_of(given, "dbname").empty();
    return absl::InvalidArgumentError(
        StrCat(from_environment ? "PGDATABASE" : "dbname",
               " holds a connection string where the name of a database belongs"));
  }

  given["client_encoding"] = "UTF8";
  given.try_emplace("fallback_application_name", "schema-diff");
  const char* environment_timeout = std::getenv("PGCONNECT_TIMEOUT");
  if (connect_timeout_s > 0 && (environment_timeout == nullptr || *environment_timeout == '\0')) {
    given.try_emplace("connect_timeout", StrCat(connect_timeout_s));
  }
  for (const auto& [keyword, value] : given) {
    StrAppend(&plan.keywords, plan.keywords.empty() ? "" : " ", keyword, "=", QuoteValue(value));
  }
  return plan;
}

std::string OneLine(std::string_view message) {
  std::string out;
  for (std::string_view line : StrSplit(message, '\n')) {
    line = StripWhitespace(line);
    // The place in a query of ours, and libpq's guesses, help nobody.
    if (line.starts_with("LINE ") || line.starts_with("^")) break;
    if (line.empty() || line.starts_with("Is the server running") ||
        line.starts_with("This probably means") || line.starts_with("before or while processing")) {
      continue;
    }
    for (const std::string_view prefix : {"ERROR:", "FATAL:", "DETAIL:", "HINT:"}) {
      if (line.starts_with(prefix)) line = StripWhitespace(line.substr(prefix.size()));
    }
    StrAppend(&out, out.empty() ? "" : "; ", line);
  }
  while (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

absl::Status ConnectionFailure(const ConnectionPlan& plan, std::string_view libpq_message) {
  std::string message = OneLine(libpq_message);
  // "connection to server on socket "/tmp/.s.PGSQL.5432" failed: FATAL:  ..." repeats where.
  constexpr std::string_view kFailed = " failed: ";
  if (message.starts_with("connection to server") && message.find(kFailed) != std::string::npos &&
      message.find(kFailed) == message.rfind(kFailed)) {
    message = OneLine(message.substr(message.find(kFailed) + kFailed.size()));
  }
  const std::string where = plan.Describe();
  const std::string text = StrCat("cannot connect to ", where, ": ", message);
  // libpq reports no SQLSTATE for a connection that never was; a server that speaks another
  // language than English falls through to the general case.
  if (Contains(message, "authentication failed") || Contains(message, "no password supplied") ||
      Contains(message, "no pg_hba.conf entry") || Contains(message, "pg_hba.conf rejects") ||
      (Contains(message, "role \"") && Contains(message, "does not exist")) ||
      Contains(message, "is not permitted to log in")) {
    return absl::UnauthenticatedError(text);
  }
  if (Contains(message, "database \"") && Contains(message, "does not exist")) {
    return absl::NotFoundError(text);
  }
  if (Contains(message, "permission denied")) return absl::PermissionDeniedError(text);
  if (Contains(message, "timeout expired")) return absl::DeadlineExceededError(text);
  if (Contains(message, "definition of service") || Contains(message, "service file")) {
    return absl::InvalidArgumentError(text);
  }
  return absl::UnavailableError(text);
}

}  // namespace schemadiff::introspect
