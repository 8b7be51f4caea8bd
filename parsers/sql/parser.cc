#include "parsers/sql/parser.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <optional>
#include <thread>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/sql/lexer.h"
#include "parsers/sql/raw_parse.h"
#include "parsers/sql/text_check.h"

namespace schemadiff {
namespace {

// Statements handed to libpg_query at once: enough to make the cost of a call small, few enough
// to share the work evenly and to parse again one by one when one of them is bad.
constexpr size_t kBatchBytes = size_t{16} << 10;
// Below this, starting threads costs more than it saves.
constexpr size_t kParallelBytes = size_t{48} << 10;
constexpr unsigned kMaxThreads = 8;

// A statement's text, from its first token to its last.
struct Piece {
  size_t begin = 0;
  size_t end = 0;
  uint32_t nesting = 0;
};

std::vector<Piece> SplitByLexer(std::string_view text, size_t from) {
  std::vector<Piece> pieces;
  SqlLexer lexer(text, from);
  StatementBounds bounds;
  Piece piece;
  for (;;) {
    const bool empty = bounds.at_start();
    const SqlToken token = lexer.Next();
    if (token.kind == SqlTokenKind::kEnd) {
      // A comment without an end is for the parser to report, with the statement it is in.
      const size_t comment = lexer.unterminated_comment();
      if (comment != std::string_view::npos) {
        if (empty) piece.begin = comment;
        piece.end = text.size();
      }
      piece.nesting = bounds.nesting();
      if (!empty || comment != std::string_view::npos) pieces.push_back(piece);
      return pieces;
    }
    if (bounds.Add(token, text)) {
      piece.nesting = bounds.nesting();
      if (!empty) pieces.push_back(piece);
    } else {
      if (empty) piece.begin = token.begin;
      piece.end = token.end;
    }
  }
}

// Shrinks a range to its tokens.
Piece Trim(std::string_view text, size_t begin, size_t end) {
  SqlLexer lexer(text.substr(0, end), begin);
  StatementBounds bounds;
  Piece piece{end, end, 0};
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    if (piece.begin == end) piece.begin = token.begin;
    piece.end = token.end;
    if (bounds.Add(token, text)) piece.nesting += bounds.nesting();
  }
  piece.nesting += bounds.nesting();
  return piece;
}

bool IsOff(const ast::Node* value) {
  const auto* constant = ast::As<ast::A_Const>(value);
  const ast::Node* node = constant == nullptr ? nullptr : constant->val;
  if (const auto* text = ast::As<ast::String>(node)) {
    const std::string lower = AsciiToLower(text->sval);
    return lower != "on" && lower != "true" && lower != "yes" && lower != "1";
  }
  const auto* number = ast::As<ast::Integer>(node);
  return number != nullptr && number->ival == 0;
}

bool TurnsStandardStringsOff(const ParsedStatement& statement) {
  const auto* set = ast::As<ast::VariableSetStmt>(statement.stmt);
  return set != nullptr && set->name == "standard_conforming_strings" && !set->args.empty() &&
         IsOff(set->args.front());
}

// After SET standard_conforming_strings = off, a backslash in an ordinary literal would be an
// escape to the server, but is a character to us.
std::optional<Diagnostic> FindBackslash(const SourceText& source, size_t from) {
  const std::string_view text = source.text();
  SqlLexer lexer(text, from);
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    if (token.kind != SqlTokenKind::kString || text[token.begin] != '\'' ||
        lexer.Text(token).find('\\') == std::string_view::npos) {
      continue;
    }
    return Diagnostic{DiagnosticLevel::kError,
                      "sql.nonstandard-strings",
                      "22P06",
                      "a backslash in a string literal is read as an ordinary character, though "
                      "standard_conforming_strings is off",
                      source.Locate(token.begin),
                      "",
                      {}};
  }
  return std::nullopt;
}

struct Batch {
  size_t first = 0;  // pieces
  size_t last = 0;   // past the last one
  std::vector<ParsedStatement> statements;
  std::vector<Diagnostic> diagnostics;
  std::vector<std::string_view> refused;  // the text that each of those is about
  std::atomic<bool> claimed = false;
  std::atomic<bool> done = false;
};

using Take = std::function<void(const ParsedStatement&)>;
using Refuse = std::function<void(std::string_view, Diagnostic*)>;

class ScriptParser {
 public:
  ScriptParser(std::shared_ptr<const SourceText> source, const Refuse& refuse)
      : source_(std::move(source)), text_(source_->text()), refuse_(refuse) {}
  ~ScriptParser() { Stop(); }
  ScriptParser(const ScriptParser&) = delete;
  ScriptParser& operator=(const ScriptParser&) = delete;

  Diagnostics Parse(const Take& take) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    start_ = text_.substr(0, kByteOrderMark.size()) == kByteOrderMark ? kByteOrderMark.size() : 0;
    pieces_ = SplitByLexer(text_, start_);
    Start();
    size_t next = 0;
    while (next < batches_.size() && Await(next).diagnostics.empty()) HandOver(next++, take);
    if (next < batches_.size()) {
      // What is handed over was split as the grammar does, or it would not have parsed.
      const size_t from = pieces_[batches_[next].first].begin;
      if (SplitAsGrammarDoes(from)) next = 0;
      while (next < batches_.size()) HandOver(next++, take);
    }
    if (backslash_) diagnostics_.Add(*std::move(backslash_));
    return std::move(diagnostics_);
  }

 private:
  // The lexer's rule for the end of a statement is psql's, and a heuristic where a function's body
  // is a block. If the grammar takes the whole text, then its ends are right.
  bool SplitAsGrammarDoes(size_t from) {
    std::vector<StatementRange> ranges;
    if (!SplitByGrammar(text_.substr(start_), &ranges) || ranges.size() == pieces_.size())
      return false;
    Stop();
    pieces_.clear();
    for (const StatementRange& range : ranges) {
      const Piece piece = Trim(text_, range.begin + start_, range.end + start_);
      if (piece.begin >= from) pieces_.push_back(piece);
    }
    Start();
    return true;
  }

  // Makes batches of the pieces, and has other threads begin with them.
  void Start() {
    batches_.clear();
    for (size_t i = 0; i < pieces_.size();) {
      Batch& batch = batches_.emplace_back();
      batch.first = i;
      while (i < pieces_.size() &&
             (i == batch.first || pieces_[i].end - pieces_[batch.first].begin <= kBatchBytes)) {
        ++i;
      }
      batch.last = i;
    }
    next_ = 0;
    if (text_.size() < kParallelBytes) return;
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    const size_t workers = std::min<size_t>({cores, kMaxThreads, batches_.size()});
    for (size_t i = 1; i < workers; ++i) {
      threads_.emplace_back([this] {
        for (size_t k; (k = next_.fetch_add(1)) < batches_.size();)
          ParseUnlessClaimed(&batches_[k]);
      });
    }
  }

  void Stop() {
    next_ = batches_.size();
    threads_.clear();
  }

  void ParseUnlessClaimed(Batch* batch) const {
    if (batch->claimed.exchange(true)) return;
    ParseBatch(batch);
    batch->done = true;
    batch->done.notify_all();
  }

  // The batch, parsed.
  Batch& Await(size_t at) {
    Batch& batch = batches_[at];
    ParseUnlessClaimed(&batch);
    batch.done.wait(false);
    return batch;
  }

  void HandOver(size_t at, const Take& take) {
    Batch& batch = Await(at);
    for (size_t i = 0; i < batch.diagnostics.size(); ++i) {
      if (refuse_) refuse_(batch.refused[i], &batch.diagnostics[i]);
      diagnostics_.Add(std::move(batch.diagnostics[i]));
    }
    for (const ParsedStatement& statement : batch.statements) {
      if (!strings_checked_ && TurnsStandardStringsOff(statement)) {
        backslash_ = FindBackslash(*source_, statement.end);
        strings_checked_ = true;
      }
      take(statement);
    }
    batch.statements = {};
  }

  void ParseBatch(Batch* batch) const {
    auto arena = std::make_shared<ast::Arena>();
    if (ParsePieces(batch->first, batch->last, arena, batch)) return;
    if (batch->last - batch->first > 1) {
      batch->diagnostics.clear();
      batch->refused.clear();
      for (size_t i = batch->first; i < batch->last; ++i) ParsePieces(i, i + 1, arena, batch);
    }
  }

  // Parses some pieces in one go. On an error, adds no statement, and a diagnostic.
  bool ParsePieces(size_t first, size_t last, const std::shared_ptr<ast::Arena>& arena,
                   Batch* batch) const {
    const size_t begin = pieces_[first].begin;
    const size_t end = pieces_[last - 1].end;
    uint32_t nesting = 0;
    for (size_t i = first; i < last; ++i) nesting = std::max(nesting, pieces_[i].nesting);
    std::vector<ast::RawStatement> raw;
    ast::DecodeError error;
    if (!RawParse(text_.substr(begin, end - begin), static_cast<int32_t>(begin), nesting,
                  arena.get(), &raw, &error)) {
      const size_t at = error.location < 0 ? begin : static_cast<size_t>(error.location);
      batch->diagnostics.push_back({DiagnosticLevel::kError,
                                    std::move(error.code),
                                    std::move(error.sqlstate),
                                    std::move(error.message),
                                    source_->Locate(at),
                                    "",
                                    {}});
      batch->refused.push_back(text_.substr(begin, end - begin));
      return false;
    }
    size_t next = first;
    for (const ast::RawStatement& statement : raw) {
      const auto from = static_cast<size_t>(statement.location);
      const size_t to = from + static_cast<size_t>(statement.length);
      while (next < last && pieces_[next].begin < from) ++next;
      const bool same = next < last && pieces_[next].end <= to &&
                        (next + 1 == last || pieces_[next + 1].begin >= to);
      const Piece piece = same ? pieces_[next] : Trim(text_, from, to);
      batch->statements.push_back({statement.stmt, source_, static_cast<uint32_t>(piece.begin),
                                   static_cast<uint32_t>(piece.end), arena});
    }
    return true;
  }

  const std::shared_ptr<const SourceText> source_;
  const std::string_view text_;
  const Refuse& refuse_;
  size_t start_ = 0;
  std::vector<Piece> pieces_;
  std::deque<Batch> batches_;
  std::atomic<size_t> next_ = 0;  // the batch that the next free thread takes
  std::vector<std::jthread> threads_;
  Diagnostics diagnostics_;
  bool strings_checked_ = false;
  std::optional<Diagnostic> backslash_;
};

}  // namespace

Diagnostics ParseSqlInOrder(std::shared_ptr<const SourceText> source, const Take& take,
                            const Refuse& refuse) {
  if (auto bad = CheckSqlText(*source)) {
    Diagnostics refused;
    refused.Add(*std::move(bad));
    return refused;
  }
  return ScriptParser(std::move(source), refuse).Parse(take);
}

ParsedScript ParseSql(std::shared_ptr<const SourceText> source) {
  ParsedScript script;
  script.diagnostics = ParseSqlInOrder(
      std::move(source),
      [&script](const ParsedStatement& statement) { script.statements.push_back(statement); });
  return script;
}

}  // namespace schemadiff
