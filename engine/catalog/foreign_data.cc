#include "engine/catalog/kinds/foreign_data.h"

#include <algorithm>
#include <array>

#include "engine/base/strings.h"

namespace schemadiff {

bool IsSecretOption(std::string_view name) {
  // Parts of names, so that those of wrappers that nobody here knows are covered, too.
  static constexpr std::array<std::string_view, 10> kParts = {
      "passw", "passphrase", "passcode", "pwd",        "secret",
      "token", "credential", "api_key",  "access_key", "private_key"};
  const std::string lower = AsciiToLower(name);
  // What says whether a password is needed is none; nor is the name of a file that holds one.
  if (lower == "password_required" || lower == "passfile") return false;
  return lower == "apikey" || lower == "pass" || lower == "scram_client_key" ||
         lower == "scram_server_key" || lower == "connstr" || lower == "connection_string" ||
         lower == "conninfo" || std::ranges::any_of(kParts, [&](std::string_view part) {
           return lower.find(part) != std::string::npos;
         });
}

}  // namespace schemadiff
