// SQL text to statements with parse trees.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/source.h"
#include "parsers/sql/arena.h"
#include "parsers/sql/ast.h"

namespace schemadiff {

/// One statement that parsed. Copies are cheap and keep tree and text alive.
struct ParsedStatement {
  const ast::Node* stmt = nullptr;  ///< never null
  std::shared_ptr<const SourceText> source;
  /// The statement's bytes in the source: from its first token to the last, without the final `;`.
  /// Node locations are offsets into the same text.
  uint32_t begin = 0;
  uint32_t end = 0;
  std::shared_ptr<const ast::Arena> arena;  ///< what `stmt` lives in
  bool new_session = false;  ///< the first statement after a `\connect` (parsers/sql/script.h)

  std::string_view text() const {
    return std::string_view(source->text()).substr(begin, end - begin);
  }
  /// Where it begins.
  SourceLocation location() const { return source->Locate(begin); }
  /// Where one of its nodes is; the statement's own place for a node without location.
  SourceLocation Locate(int32_t node_location) const {
    return node_location < 0 ? location() : source->Locate(static_cast<size_t>(node_location));
  }
};

/// What a text holds.
struct ParsedScript {
  std::vector<ParsedStatement> statements;  ///< in the order of the text
  Diagnostics diagnostics;                  ///< in the order of the text
};

/// Parses SQL text: any number of statements, separated by semicolons. No psql meta-commands
/// (see parsers/sql/script.h).
///
/// A statement that PostgreSQL's parser rejects becomes a diagnostic (`sql.syntax-error`, its
/// message and SQLSTATE, the line of the offending token) and the others are still there. Text
/// that is not valid UTF-8, or holds a NUL byte, yields no statement and `sql.invalid-encoding`
/// for the first bad byte. Literals are read with standard_conforming_strings on; where a text
/// turns it off and it matters, `sql.nonstandard-strings` says so. A byte order mark at the
/// beginning is skipped, as psql does.
ParsedScript ParseSql(std::shared_ptr<const SourceText> source);

/// The same for one statement after the other: take(statement) is called in the order of the text,
/// on the caller's thread, while later statements of a long text are being parsed on others. What
/// `take` does not copy is gone after the call. Returns the diagnostics of the whole text.
/// refuse(text, diagnostic) is called for each statement that does not parse, between those that
/// stand before and after it, and may add to the diagnostic.
Diagnostics ParseSqlInOrder(std::shared_ptr<const SourceText> source,
                            const std::function<void(const ParsedStatement&)>& take,
                            const std::function<void(std::string_view, Diagnostic*)>& refuse = {});

/// Parses the part of a text from `begin` to `end`, with places in the whole text.
ParsedScript ParseSqlWithin(const std::shared_ptr<const SourceText>& source, size_t begin,
                            size_t end);

/// A piece of SQL smaller than a statement, or one statement, given without a file.
struct ParsedFragment {
  const ast::Node* node = nullptr;  ///< null: not parsed, see `error`
  std::shared_ptr<const ast::Arena> arena;
  std::string error;     ///< PostgreSQL's message
  std::string sqlstate;  ///< of the error
  explicit operator bool() const { return node != nullptr; }
};

/// Parses one expression, as PostgreSQL accepts it in a select list. Locations are offsets into
/// `text`.
ParsedFragment ParseExpression(std::string_view text);

/// Parses one query (SELECT, VALUES, WITH ...), without a final semicolon. Locations likewise.
ParsedFragment ParseQuery(std::string_view text);

/// Parses a type's name with modifiers, array bounds and SETOF: the node is an ast::TypeName.
/// Locations likewise.
ParsedFragment ParseTypeName(std::string_view text);

/// The version of PostgreSQL whose grammar this is, as in "15.1".
std::string_view ParserVersion();

/// Its major version.
int ParserMajor();

}  // namespace schemadiff
