// Literals of network address types.
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "engine/analyze/literal.h"
#include "engine/base/strings.h"

namespace schemadiff::sema::literal {
namespace {

// Addresses that are written with an IPv4 address in them are not modelled.
std::string ReadInet6(std::string_view text, bool cidr) {
  const std::string_view type = cidr ? "cidr" : "inet";
  const size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  if (address.find('.') != std::string::npos) NotHere(type, text);
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) NotHere(type, text);
  // Output has such an address where the others of its eight words are 0, or 0 and FFFF.
  const bool zeros = std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; });
  const bool one =
      std::all_of(bytes.begin() + 10, bytes.end() - 1, [](auto b) { return b == 0; }) &&
      bytes.back() <= 1;
  if (zeros && !one) NotHere(type, text);
  unsigned bits = 128;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.size() > 3) {
      NotHere(type, text);
    }
    if (bits > 128) InvalidSyntax(type, text);
  }
  for (unsigned bit = bits; cidr && bit < 128; ++bit) {
    if ((bytes[bit / 8] & (0x80U >> (bit % 8))) == 0) continue;
    throw PgError(sqlstate::kInvalidTextRepresentation,
                  StrCat("invalid cidr value: \"", text, "\""));
  }
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
  return cidr || bits != 128 ? StrCat(out.data(), "/", bits) : std::string(out.data());
}

}  // namespace

std::string ReadInet(std::string_view text, bool cidr) {
  const std::string_view type = cidr ? "cidr" : "inet";
  if (text.find(':') != std::string_view::npos) return ReadInet6(text, cidr);
  std::array<unsigned, 4> bytes{};
  std::string_view rest = text;
  size_t count = 0;
  const auto number = [&](unsigned maximum, unsigned* value) {
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), *value);
    if (error == std::errc::invalid_argument) {
      // Something like 10./8 may be an abbreviation.
      if (text.find_first_of("0123456789") == std::string_view::npos) InvalidSyntax(type, text);
      NotHere(type, text);
    }
    if (error != std::errc() || *value > maximum) InvalidSyntax(type, text);
    rest.remove_prefix(static_cast<size_t>(end - rest.data()));
  };
  do {
    if (count > 0) rest.remove_prefix(1);
    if (count == 4) InvalidSyntax(type, text);
    number(255, &bytes[count++]);
  } while (!rest.empty() && rest[0] == '.');
  unsigned bits = 32;
  if (!rest.empty() && rest[0] == '/') {
    rest.remove_prefix(1);
    number(32, &bits);
  } else if (count < 4) {
    // Abbreviated networks take their length from the old classes.
    NotHere(type, text);
  }
  if (!rest.empty()) InvalidSyntax(type, text);
  if (count < 4 && !cidr) NotHere(type, text);
  const unsigned address = (bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3];
  const unsigned host = bits == 32 ? 0 : 0xFFFFFFFFu >> bits;
  if (cidr && (address & host) != 0) {
    throw PgError(sqlstate::kInvalidTextRepresentation,
                  StrCat("invalid cidr value: \"", text, "\""));
  }
  std::string out = StrCat(bytes[0], ".", bytes[1], ".", bytes[2], ".", bytes[3]);
  if (cidr || bits != 32) StrAppend(&out, "/", bits);
  return out;
}

std::string ReadMacaddr(std::string_view text, size_t bytes) {
  // Pairs of hexadecimal digits, between them one separator throughout.
  std::string digits;
  char separator = '\0';
  bool after_digit = false;
  for (const char c : text) {
    const char lower = static_cast<char>(c | 0x20);
    if ((c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'f')) {
      digits += lower >= 'a' ? lower : c;
      after_digit = true;
    } else if ((c == ':' || c == '-') && after_digit && digits.size() % 2 == 0 &&
               (separator == '\0' || separator == c)) {
      separator = c;
      after_digit = false;
    } else {
      NotHere("macaddr", text);
    }
  }
  if (digits.size() != bytes * 2 || !after_digit) NotHere("macaddr", text);
  std::string out;
  for (size_t i = 0; i < digits.size(); i += 2) {
    StrAppend(&out, i > 0 ? ":" : "", digits.substr(i, 2));
  }
  return out;
}

}  // namespace schemadiff::sema::literal
