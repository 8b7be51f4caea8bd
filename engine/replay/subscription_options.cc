// Facts from subscriptioncmds.c (parse_subscription_options), slot.c (ReplicationSlotValidateName),
// guc.c, and fe-connect.c of libpq, of the server's source.
#include "engine/replay/subscription_options.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"

namespace schemadiff::replay {
namespace {

std::optional<Name> SlotNameFrom(const ast::DefElem& element) {
  const std::string name = DefString(element);
  if (name == "none") return std::nullopt;
  constexpr size_t kLongest = 63;
  if (name.empty()) {
    throw PgError(sqlstate::kInvalidName, "replication slot name \"\" is too short");
  }
  if (name.size() > kLongest) {
    throw PgError(sqlstate::kNameTooLong,
                  StrCat("replication slot name \"", name, "\" is too long"));
  }
  const bool plain = std::ranges::all_of(
      name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  if (!plain) {
    throw PgError(sqlstate::kInvalidName,
                  StrCat("replication slot name \"", name, "\" contains invalid character"));
  }
  return Name(name);
}

std::string SynchronousCommitFrom(const ast::DefElem& element) {
  static constexpr std::array<std::string_view, 11> kValues = {
      "local", "remote_write", "remote_apply", "on", "off", "true", "false", "yes", "no", "1", "0"};
  std::string value = DefString(element);
  if (std::ranges::find(kValues, AsciiToLower(value)) == kValues.end()) {
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("invalid value for parameter \"synchronous_commit\": \"", value, "\""));
  }
  return value;
}

// Since 16 it takes one word besides the Boolean ones.
SubscriptionStreaming StreamingFrom(const Context& cx, const ast::DefElem& element) {
  if (cx.major() >= 16 && element.arg != nullptr &&
      AsciiToLower(DefString(element)) == "parallel") {
    return SubscriptionStreaming::kParallel;
  }
  return DefBool(element) ? SubscriptionStreaming::kOn : SubscriptionStreaming::kOff;
}

std::string OriginFrom(const ast::DefElem& element) {
  const std::string value = AsciiToLower(DefString(element));
  if (value != "any" && value != "none") {
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("unrecognized origin value: \"", DefString(element), "\""));
  }
  return value;
}

// The major that an option came with.
int SinceOf(std::string_view name) {
  if (name == "binary" || name == "streaming") return 14;
  if (name == "two_phase" || name == "disable_on_error" || name == "lsn") return 15;
  if (name == "password_required" || name == "run_as_owner" || name == "origin") return 16;
  return name == "failover" ? 17 : 0;
}

void ReadOption(const Context& cx, const ast::DefElem& element, SubscriptionOptions* out) {
  const std::string_view name = element.defname;
  const std::array<std::pair<std::string_view, std::optional<bool>*>, 11> booleans = {{
      {"connect", &out->connect},
      {"enabled", &out->enabled},
      {"create_slot", &out->create_slot},
      {"copy_data", &out->copy_data},
      {"refresh", &out->refresh},
      {"binary", &out->binary},
      {"two_phase", &out->two_phase},
      {"disable_on_error", &out->disable_on_error},
      {"password_required", &out->password_required},
      {"run_as_owner", &out->run_as_owner},
      {"failover", &out->failover},
  }};
  const auto* const boolean =
      std::ranges::find(booleans, name, [](const auto& b) { return b.first; });
  if (boolean != booleans.end()) {
    *boolean->second = DefBool(element);
  } else if (name == "slot_name") {
    out->slot_name = SlotNameFrom(element);
  } else if (name == "synchronous_commit") {
    out->synchronous_commit = SynchronousCommitFrom(element);
  } else if (name == "streaming") {
    out->streaming = StreamingFrom(cx, element);
  } else if (name == "origin") {
    out->origin = OriginFrom(element);
  } else {
    const std::string lsn = DefString(element);
    const size_t slash = lsn.find('/');
    const auto hexadecimal = [](std::string_view part) {
      return !part.empty() && part.size() <= 8 &&
             part.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    };
    out->lsn = true;
    if (lsn == "none") return;
    if (slash == std::string::npos || !hexadecimal(std::string_view(lsn).substr(0, slash)) ||
        !hexadecimal(std::string_view(lsn).substr(slash + 1))) {
      throw PgError(sqlstate::kInvalidTextRepresentation,
                    StrCat("invalid input syntax for type pg_lsn: \"", lsn, "\""));
    }
    if (lsn.find_first_not_of("0/") == std::string::npos) {
      throw PgError(sqlstate::kInvalidParameterValue, StrCat("invalid WAL location (LSN): ", lsn));
    }
  }
}

}  // namespace

SubscriptionOptions ReadSubscriptionOptions(const Context& cx, const ast::List& list,
                                            const std::vector<std::string_view>& allowed) {
  SubscriptionOptions options;
  std::vector<std::string_view> seen;
  for (const ast::Node* node : list) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    const std::string_view name = element.defname;
    if (std::ranges::find(allowed, name) == allowed.end() || cx.major() < SinceOf(name)) {
      throw PgError(sqlstate::kSyntaxError,
                    StrCat("unrecognized subscription parameter: \"", name, "\""));
    }
    if (std::ranges::find(seen, name) != seen.end()) ThrowConflictingOption(element);
    seen.push_back(name);
    ReadOption(cx, element, &options);
  }
  return options;
}

void SubscriptionOptions::Apply(Subscription* subscription) const {
  const auto set = [](const auto& from, auto* to) {
    if (from) *to = *from;
  };
  set(enabled, &subscription->enabled);
  set(slot_name, &subscription->slot_name);
  set(synchronous_commit, &subscription->synchronous_commit);
  set(binary, &subscription->binary);
  set(streaming, &subscription->streaming);
  set(two_phase, &subscription->two_phase);
  set(disable_on_error, &subscription->disable_on_error);
  set(password_required, &subscription->password_required);
  set(run_as_owner, &subscription->run_as_owner);
  set(origin, &subscription->origin);
  set(failover, &subscription->failover);
}

namespace {

bool IsConnectionParameter(std::string_view name) {
  static constexpr std::array<std::string_view, 49> kNames = {"application_name",
                                                              "authtype",
                                                              "channel_binding",
                                                              "client_encoding",
                                                              "connect_timeout",
                                                              "dbname",
                                                              "fallback_application_name",
                                                              "gssdelegation",
                                                              "gssencmode",
                                                              "gsslib",
                                                              "host",
                                                              "hostaddr",
                                                              "keepalives",
                                                              "keepalives_count",
                                                              "keepalives_idle",
                                                              "keepalives_interval",
                                                              "krbsrvname",
                                                              "load_balance_hosts",
                                                              "max_protocol_version",
                                                              "min_protocol_version",
                                                              "oauth_client_id",
                                                              "oauth_client_secret",
                                                              "oauth_issuer",
                                                              "oauth_scope",
                                                              "options",
                                                              "passfile",
                                                              "password",
                                                              "port",
                                                              "replication",
                                                              "require_auth",
                                                              "requirepeer",
                                                              "scram_client_key",
                                                              "scram_server_key",
                                                              "service",
                                                              "servicefile",
                                                              "ssl_max_protocol_version",
                                                              "ssl_min_protocol_version",
                                                              "sslcert",
                                                              "sslcertmode",
                                                              "sslcompression",
                                                              "sslcrl",
                                                              "sslcrldir",
                                                              "sslkey",
                                                              "sslkeylogfile",
                                                              "sslmode",
                                                              "sslnegotiation",
                                                              "sslpassword",
                                                              "sslrootcert",
                                                              "sslsni"};
  static constexpr std::array<std::string_view, 3> kOthers = {"target_session_attrs",
                                                              "tcp_user_timeout", "user"};
  return std::ranges::find(kNames, name) != kNames.end() ||
         std::ranges::find(kOthers, name) != kOthers.end();
}

bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// name = value pairs; a value may stand in single quotes, with backslashes before what counts.
bool IsConnectionString(std::string_view text) {
  size_t at = 0;
  const auto skip_blanks = [&] {
    while (at < text.size() && IsBlank(text[at])) ++at;
  };
  for (skip_blanks(); at < text.size(); skip_blanks()) {
    const size_t begin = at;
    while (at < text.size() && text[at] != '=' && !IsBlank(text[at])) ++at;
    const std::string_view name = text.substr(begin, at - begin);
    skip_blanks();
    if (at == text.size() || text[at] != '=' || !IsConnectionParameter(name)) return false;
    ++at;
    skip_blanks();
    const bool quoted = at < text.size() && text[at] == '\'';
    if (quoted) ++at;
    while (at < text.size() && (quoted ? text[at] != '\'' : !IsBlank(text[at]))) {
      at += text[at] == '\\' && at + 1 < text.size() ? 2 : 1;
    }
    if (quoted && at >= text.size()) return false;
    if (quoted) ++at;
  }
  return true;
}

}  // namespace

void CheckConnectionString(std::string_view text) {
  if (text.starts_with("postgresql://") || text.starts_with("postgres://")) return;
  // Not repeated in the message: it may hold a password.
  if (!IsConnectionString(text)) {
    throw PgError(sqlstate::kSyntaxError, "invalid connection string syntax");
  }
}

}  // namespace schemadiff::replay
