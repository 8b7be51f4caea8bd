#include "parsers/sql/client_encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdint>

namespace schemadiff {
namespace {

struct Encoding {
  std::string_view name;  // as PostgreSQL compares it: lower case letters and digits
  const char* charset;    // for iconv; empty: its table is not PostgreSQL's
};

// clang-format off
constexpr Encoding kEncodings[] = {
    {"utf8", nullptr}, {"unicode", nullptr}, {"sqlascii", nullptr},
    {"latin1", "ISO-8859-1"}, {"iso88591", "ISO-8859-1"},
    {"latin2", "ISO-8859-2"}, {"iso88592", "ISO-8859-2"},
    {"latin3", "ISO-8859-3"}, {"iso88593", "ISO-8859-3"},
    {"latin4", "ISO-8859-4"}, {"iso88594", "ISO-8859-4"},
    {"iso88595", "ISO-8859-5"}, {"iso88596", "ISO-8859-6"},
    {"iso88597", "ISO-8859-7"}, {"iso88598", "ISO-8859-8"},
    {"latin5", "ISO-8859-9"}, {"iso88599", "ISO-8859-9"},
    {"latin6", "ISO-8859-10"}, {"iso885910", "ISO-8859-10"},
    {"latin7", "ISO-8859-13"}, {"iso885913", "ISO-8859-13"},
    {"latin8", "ISO-8859-14"}, {"iso885914", "ISO-8859-14"},
    {"latin9", "ISO-8859-15"}, {"iso885915", "ISO-8859-15"},
    {"latin10", "ISO-8859-16"}, {"iso885916", "ISO-8859-16"},
    {"win1250", "CP1250"}, {"windows1250", "CP1250"},
    {"win1251", "CP1251"}, {"windows1251", "CP1251"}, {"win", "CP1251"},
    {"win1252", "CP1252"}, {"windows1252", "CP1252"},
    {"win1253", "CP1253"}, {"windows1253", "CP1253"},
    {"win1254", "CP1254"}, {"windows1254", "CP1254"},
    {"win1255", ""}, {"windows1255", ""},
    {"win1256", "CP1256"}, {"windows1256", "CP1256"},
    {"win1257", "CP1257"}, {"windows1257", "CP1257"},
    {"win1258", ""}, {"windows1258", ""}, {"abc", ""},
    {"tcvn", ""}, {"tcvn5712", ""}, {"vscii", ""},
    {"win866", "CP866"}, {"windows866", "CP866"}, {"alt", "CP866"},
    {"win874", "CP874"}, {"windows874", "CP874"},
    {"koi8r", "KOI8-R"}, {"koi8", "KOI8-R"}, {"koi8u", "KOI8-U"},
    {"big5", ""}, {"win950", ""}, {"windows950", ""},
    {"euccn", ""}, {"eucjis2004", ""}, {"eucjp", ""}, {"euckr", ""}, {"euctw", ""},
    {"gb18030", ""}, {"gbk", ""}, {"win936", ""}, {"windows936", ""},
    {"johab", ""}, {"uhc", ""}, {"win949", ""}, {"windows949", ""},
    {"muleinternal", ""}, {"shiftjis2004", ""},
    {"sjis", ""}, {"mskanji", ""}, {"shiftjis", ""}, {"win932", ""}, {"windows932", ""},
};
// clang-format on

}  // namespace

std::optional<ClientEncoding> ClientEncoding::Find(std::string_view name) {
  std::string wanted;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) wanted += static_cast<char>(std::tolower(byte));
  }
  const auto* found = std::ranges::find(kEncodings, wanted, &Encoding::name);
  if (found == std::end(kEncodings)) return std::nullopt;
  ClientEncoding encoding;
  encoding.charset_ = found->charset;
  return encoding;
}

std::string ClientEncoding::ToUtf8(std::string_view bytes) const {
  if (is_utf8() || !convertible()) return std::string(bytes);
  const iconv_t converter = iconv_open("UTF-8", charset_);
  // POSIX: (iconv_t)-1 where there is no such conversion.
  if (reinterpret_cast<intptr_t>(converter) == -1) return std::string(bytes);
  std::string input(bytes);
  char* from = input.data();
  size_t left = input.size();
  std::string text;
  char buffer[8192];
  while (left > 0) {
    char* to = buffer;
    size_t room = sizeof buffer;
    const size_t result = iconv(converter, &from, &left, &to, &room);
    const int error = errno;
    text.append(buffer, static_cast<size_t>(to - buffer));
    if (result != static_cast<size_t>(-1) || error == E2BIG) continue;
    // One character that the encoding does not have.
    text += *from++;
    --left;
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
  }
  iconv_close(converter);
  return text;
}

}  // namespace schemadiff
