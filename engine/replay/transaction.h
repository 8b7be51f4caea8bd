// Transactions in which a statement failed.
//
// PostgreSQL refuses all that follows in such a transaction (25P02), and its COMMIT rolls back. The
// replay does the same where the statements are a script of which nothing else is known, and then
// holds everything that the transaction would have changed for unknown: where both sides agree
// there is nothing to say, and where they do not, it was perhaps the replay that was wrong.
//
// It goes on instead, and takes for unknown only what the failed statement names, where a database
// says that it has run the statements (ReplayOptions::applied): they did not fail there. Where the
// error is not certain, since not everything is known of what was before it, the rest is carried
// out, too, and all that the transaction changes is unknown.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Whether PostgreSQL refuses the statement because one before it failed.
bool IsRefused(const Context& cx, const ast::Node& stmt);

/// Notes that a statement of that text and place failed; returns what to say of the
/// transaction, after the error itself, or nothing outside of one. `stmt` is null for one that
/// could not be read; `touches` are descriptions of what became unknown.
std::string NoteFailure(Context& cx, const SourceLocation& place, std::string_view text,
                        const ast::Node* stmt, std::vector<std::string>* touches);

/// COMMIT: what the transaction did stays, unless it failed.
void EndTransaction(Context& cx);

/// Marks all that inherits from the table as unknown, as something was done to it that goes on to
/// these.
void MarkPartitions(Context& cx, ObjectId table, const std::string& reason);

/// Marks what a statement names as unknown, whose effect is not known.
std::vector<std::string> MarkTouched(Context& cx, const ast::Node& stmt, const std::string& reason);

}  // namespace schemadiff::replay
