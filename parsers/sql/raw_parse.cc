#include "parsers/sql/raw_parse.h"

#include <pg_query.h>
#include <pthread.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "engine/base/strings.h"
#include "parsers/sql/harsh_text.h"
#include "parsers/sql/parser.h"

namespace schemadiff {
namespace {

// Nesting that any thread's stack is enough for.
constexpr uint32_t kShallow = 400;
// Beyond this we do not even try: the stack for it would be gigabytes.
constexpr uint32_t kHopeless = 1000000;
// What libpg_query and the decoder need of the stack for each level, several times over.
constexpr size_t kWriteStackPerLevel = 768;

// libpg_query's places count characters from 1.
int32_t ByteOffset(std::string_view text, int character) {
  if (character <= 0) return -1;
  size_t at = 0;
  for (int left = character - 1; left > 0 && at < text.size(); --left) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return static_cast<int32_t>(at);
}

// libpg_query hands on no SQLSTATE. Nearly all of the raw parser's errors are syntax errors; the
// others (ereport calls of gram.y, scan.l and mbutils.c) are told by their messages.
std::string SqlState(std::string_view message) {
  static constexpr struct {
    std::string_view part;
    std::string_view sqlstate;
  } kOthers[] = {
      {"stack depth limit exceeded", "54001"},
      {"is no longer supported", "0A000"},
      {"is no longer required", "0A000"},
      {"is not supported", "0A000"},
      {"not yet implemented", "0A000"},
      {"not supported on recursive views", "0A000"},
      {"is only supported for ON DELETE actions", "0A000"},
      {"cannot include schema elements", "0A000"},
      {"current database cannot be changed", "0A000"},
      {"aggregates cannot have output arguments", "0A000"},
      {"constraints cannot be marked", "0A000"},
      {"unsafe use of string constant", "0A000"},
      {"column number must be in range", "22023"},
      {"precision for type float", "22023"},
      {"unrecognized partitioning strategy", "22023"},
      {"provided more than once", "42710"},
      {"frame start cannot be", "42P20"},
      {"frame end cannot be", "42P20"},
      {"frame starting from", "42P20"},
      {"is reserved", "42939"},
      {"cannot be used as a role name here", "42939"},
      {"invalid byte sequence", "22021"},
      {"unsafe use of \\'", "22P06"},
  };
  for (const auto& other : kOthers) {
    if (message.find(other.part) != std::string_view::npos) return std::string(other.sqlstate);
  }
  return message == "invalid Unicode escape" ? "22025" : "42601";
}

constexpr size_t kLargeTree = size_t{16} << 20;

struct Work {
  std::string_view text;
  int32_t base = 0;
  ast::Arena* arena = nullptr;
  std::vector<ast::RawStatement>* out = nullptr;
  ast::DecodeError* error = nullptr;
  bool good = false;
};

void Run(Work* work) {
  // One decoder a thread: its buffers grow to what the largest statement needs.
  thread_local ast::JsonDecoder decoder;
  // A space before it, so that no node has the offset 0, which the JSON does not tell from none.
  std::string text = StrCat(" ", work->text);
  const int32_t base = work->base - 1;
  if (std::optional<ast::DecodeError> harsh = TameText(&text)) {
    *work->error = *std::move(harsh);
    if (work->error->location >= 0) work->error->location += base;
    return;
  }
  struct Free {
    void operator()(PgQueryParseResult* result) const { pg_query_free_parse_result(*result); }
  };
  PgQueryParseResult result = pg_query_parse(text.c_str());
  const std::unique_ptr<PgQueryParseResult, Free> owner(&result);
  if (result.error != nullptr) {
    const int32_t at = ByteOffset(text, result.error->cursorpos);
    *work->error = {"sql.syntax-error", SqlState(result.error->message),
                    ShortMessage(result.error->message), at < 0 ? -1 : at + base};
    return;
  }
  const size_t before = work->out->size();
  work->good = decoder.Decode(result.parse_tree, text, base, work->arena, work->out, work->error);
  // Buffers of many times an ordinary batch's size are not worth keeping.
  if (std::string_view(result.parse_tree).size() > kLargeTree) decoder = ast::JsonDecoder();
  if (!work->good) {
    work->out->resize(before);
    return;
  }
  for (size_t i = before; i < work->out->size(); ++i) {
    ast::RawStatement& statement = (*work->out)[i];
    if (statement.length == 0) {
      statement.length = static_cast<int32_t>(text.size()) - (statement.location - base);
    }
    if (statement.location == base) {
      ++statement.location;
      --statement.length;
    }
  }
}

void* RunInThread(void* work) {
  Run(static_cast<Work*>(work));
  return nullptr;
}

bool RunWithStack(Work* work, size_t stack) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return false;
  pthread_t thread;
  const bool started = pthread_attr_setstacksize(&attributes, stack) == 0 &&
                       pthread_create(&thread, &attributes, &RunInThread, work) == 0;
  pthread_attr_destroy(&attributes);
  return started && pthread_join(thread, nullptr) == 0;
}

}  // namespace

bool RawParse(std::string_view text, int32_t base, uint32_t nesting, ast::Arena* arena,
              std::vector<ast::RawStatement>* out, ast::DecodeError* error) {
  Work work{text, base, arena, out, error};
  if (nesting <= kShallow) {
    Run(&work);
    return work.good;
  }
  // The decoder stops at its own limit; libpg_query goes as deep as the tree is.
  // A token makes less than two levels.
  const size_t decoded = std::min<size_t>(size_t{nesting} * 2, ast::kMaxNodeDepth);
  const size_t stack =
      (size_t{2} << 20) + nesting * kWriteStackPerLevel + decoded * ast::kDecodeStackPerLevel;
  if (nesting > kHopeless || !RunWithStack(&work, stack)) {
    *error = {"sql.too-deep", "54001",
              StrCat("stack depth limit exceeded: the statement may nest ", nesting, " levels"),
              -1};
    return false;
  }
  return work.good;
}

bool SplitByGrammar(std::string_view text, std::vector<StatementRange>* out) {
  std::string copy(text);
  // The tree of a whole script takes fifty times its memory.
  constexpr size_t kLargeScript = size_t{16} << 20;
  if (text.size() > kLargeScript || TameText(&copy)) return false;
  PgQuerySplitResult result = pg_query_split_with_parser(copy.c_str());
  const bool good = result.error == nullptr;
  for (int i = 0; good && i < result.n_stmts; ++i) {
    const auto begin = static_cast<size_t>(result.stmts[i]->stmt_location);
    const auto length = static_cast<size_t>(result.stmts[i]->stmt_len);
    out->push_back({begin, begin + length});
  }
  pg_query_free_split_result(result);
  return good;
}

std::string_view ParserVersion() { return PG_VERSION; }

int ParserMajor() { return PG_VERSION_NUM / 10000; }

}  // namespace schemadiff
