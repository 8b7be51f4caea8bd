#include "parsers/sql/parser.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
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

// The statements of a text, one after the other, by the lexer.
class PieceReader {
 public:
  PieceReader(std::string_view text, size_t from) : text_(text), lexer_(text, from) {}

  // False at the end.
  bool Next(Piece* piece) {
    while (!ended_) {
      const bool empty = bounds_.at_start();
      const SqlToken token = lexer_.Next();
      if (token.kind == SqlTokenKind::kEnd) {
        ended_ = true;
        // A comment without an end is for the parser to report, with the statement it is in.
        const size_t comment = lexer_.unterminated_comment();
        if (comment != std::string_view::npos) {
          if (empty) piece->begin = comment;
          piece->end = text_.size();
        }
        piece->nesting = bounds_.nesting();
        return !empty || comment != std::string_view::npos;
      }
      if (bounds_.Add(token, text_)) {
        piece->nesting = bounds_.nesting();
        if (!empty) return true;
      } else {
        if (empty) piece->begin = token.begin;
        piece->end = token.end;
      }
    }
    return false;
  }

 private:
  const std::string_view text_;
  SqlLexer lexer_;
  StatementBounds bounds_;
  bool ended_ = false;
};

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

// Statements that are parsed in one go.
struct Batch {
  std::vector<Piece> pieces;
  std::shared_ptr<ast::Arena> arena;
  std::vector<ParsedStatement> statements;
  std::vector<Diagnostic> diagnostics;
  std::vector<std::string_view> refused;  // the text that each of those is about
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
    reader_.emplace(text_, start_);
    StartThreads();
    size_t next = 0;
    Batch* batch = Await(next);
    for (; batch != nullptr && batch->diagnostics.empty(); batch = Await(++next)) {
      HandOver(batch, take);
    }
    // What is handed over was split as the grammar does, or it would not have parsed.
    if (batch != nullptr && SplitAsGrammarDoes(batch->pieces.front().begin)) next = 0;
    for (batch = Await(next); batch != nullptr; batch = Await(++next)) HandOver(batch, take);
    if (backslash_) diagnostics_.Add(*std::move(backslash_));
    return std::move(diagnostics_);
  }

 private:
  // The lexer's rule for the end of a statement is psql's, and a heuristic where a function's body
  // is a block. If the grammar takes the whole text, then its ends are right.
  bool SplitAsGrammarDoes(size_t from) {
    size_t by_lexer = 0;
    PieceReader reader(text_, start_);
    for (Piece piece; reader.Next(&piece);) ++by_lexer;
    std::vector<StatementRange> ranges;
    if (!SplitByGrammar(text_.substr(start_), &ranges) || ranges.size() == by_lexer) return false;
    Stop();
    batches_.clear();
    pending_.reset();
    reader_.reset();
    for (const StatementRange& range : ranges) {
      const Piece piece = Trim(text_, range.begin + start_, range.end + start_);
      if (piece.begin >= from) pieces_.push_back(piece);
    }
    StartThreads();
    return true;
  }

  // Has other threads begin.
  void StartThreads() {
    stopped_ = false;
    if (text_.size() < kParallelBytes) return;
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    const size_t workers = std::min<size_t>({cores, kMaxThreads, text_.size() / kBatchBytes});
    for (size_t i = 1; i < workers; ++i) {
      threads_.emplace_back([this] {
        while (Batch* batch = Claim()) ParseBatch(batch);
      });
    }
  }

  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    threads_.clear();
  }

  bool NextPiece(Piece* piece) {
    if (reader_) return reader_->Next(piece);
    if (next_piece_ == pieces_.size()) return false;
    *piece = pieces_[next_piece_++];
    return true;
  }

  // Makes the next batch, which is the caller's to parse; null at the end. The lock is held.
  Batch* MakeBatch() {
    if (stopped_) return nullptr;
    Piece piece;
    if (pending_) {
      piece = *pending_;
      pending_.reset();
    } else if (!NextPiece(&piece)) {
      return nullptr;
    }
    Batch& batch = batches_.emplace_back();
    if (spare_.empty()) {
      batch.arena = std::make_shared<ast::Arena>();
    } else {
      batch.arena = std::move(spare_.back());
      spare_.pop_back();
    }
    batch.pieces.push_back(piece);
    while (NextPiece(&piece)) {
      if (piece.end - batch.pieces.front().begin > kBatchBytes) {
        pending_ = piece;
        break;
      }
      batch.pieces.push_back(piece);
    }
    return &batch;
  }

  Batch* Claim() {
    const std::lock_guard lock(mutex_);
    return MakeBatch();
  }

  // The batch, parsed; null where there are no more. Whoever waits for another thread parses
  // meanwhile what is to come.
  Batch* Await(size_t at) {
    Batch* batch = nullptr;
    bool own = false;
    {
      const std::lock_guard lock(mutex_);
      own = at == batches_.size();
      batch = own ? MakeBatch() : &batches_[at];
    }
    if (own && batch != nullptr) ParseBatch(batch);
    while (batch != nullptr && !batch->done) {
      if (Batch* later = Claim()) {
        ParseBatch(later);
      } else {
        batch->done.wait(false);
      }
    }
    return batch;
  }

  void HandOver(Batch* batch, const Take& take) {
    size_t told = 0;
    const auto tell_before = [&](size_t end) {
      for (; told < batch->diagnostics.size(); ++told) {
        const std::string_view text = batch->refused[told];
        if (static_cast<size_t>(text.data() - text_.data()) >= end) return;
        if (refuse_) refuse_(text, &batch->diagnostics[told]);
        diagnostics_.Add(std::move(batch->diagnostics[told]));
      }
    };
    for (const ParsedStatement& statement : batch->statements) {
      tell_before(statement.begin);
      if (!strings_checked_ && TurnsStandardStringsOff(statement)) {
        backslash_ = FindBackslash(*source_, statement.end);
        strings_checked_ = true;
      }
      take(statement);
    }
    tell_before(std::string_view::npos);
    batch->statements = {};
    batch->pieces = {};
    Recycle(std::move(batch->arena));
  }

  // Statements that nobody keeps leave memory that is warm and there.
  void Recycle(std::shared_ptr<ast::Arena> arena) {
    left_.push_back(std::move(arena));
    while (!left_.empty() && left_.front().use_count() == 1) {
      std::atomic_thread_fence(std::memory_order_acquire);  // with whoever held it last
      left_.front()->Clear();
      const std::lock_guard lock(mutex_);
      spare_.push_back(std::move(left_.front()));
      left_.pop_front();
    }
  }

  void ParseBatch(Batch* batch) const {
    const std::span<const Piece> pieces(batch->pieces);
    if (!ParsePieces(pieces, batch) && pieces.size() > 1) {
      batch->diagnostics.clear();
      batch->refused.clear();
      for (size_t i = 0; i < pieces.size(); ++i) ParsePieces(pieces.subspan(i, 1), batch);
    }
    batch->done = true;
    batch->done.notify_all();
  }

  // Parses some pieces in one go. On an error, adds no statement, and a diagnostic.
  bool ParsePieces(std::span<const Piece> pieces, Batch* batch) const {
    const size_t begin = pieces.front().begin;
    const size_t end = pieces.back().end;
    uint32_t nesting = 0;
    for (const Piece& piece : pieces) nesting = std::max(nesting, piece.nesting);
    std::vector<ast::RawStatement> raw;
    ast::DecodeError error;
    if (!RawParse(text_.substr(begin, end - begin), static_cast<int32_t>(begin), nesting,
                  batch->arena.get(), &raw, &error)) {
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
    size_t next = 0;
    for (const ast::RawStatement& statement : raw) {
      const auto from = static_cast<size_t>(statement.location);
      const size_t to = from + static_cast<size_t>(statement.length);
      while (next < pieces.size() && pieces[next].begin < from) ++next;
      const bool same = next < pieces.size() && pieces[next].end <= to &&
                        (next + 1 == pieces.size() || pieces[next + 1].begin >= to);
      const Piece piece = same ? pieces[next] : Trim(text_, from, to);
      batch->statements.push_back({statement.stmt, source_, static_cast<uint32_t>(piece.begin),
                                   static_cast<uint32_t>(piece.end), batch->arena});
    }
    return true;
  }

  const std::shared_ptr<const SourceText> source_;
  const std::string_view text_;
  const Refuse& refuse_;
  size_t start_ = 0;
  std::mutex mutex_;  // of what follows, up to stopped_
  std::optional<PieceReader> reader_;
  std::vector<Piece> pieces_;  // where there is no reader
  size_t next_piece_ = 0;
  std::optional<Piece> pending_;  // the first of the next batch
  std::deque<Batch> batches_;
  std::vector<std::shared_ptr<ast::Arena>> spare_;
  bool stopped_ = false;
  std::vector<std::jthread> threads_;
  std::deque<std::shared_ptr<ast::Arena>> left_;  // handed over; their statements may be kept
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
