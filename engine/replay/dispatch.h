// Which statement is for which handler, and which do nothing to a schema.
#pragma once

#include <string_view>

#include "engine/replay/context.h"

namespace schemadiff::replay {

enum class StatementClass {
  kUnknown,     ///< no handler: its effect is not known
  kHandled,     ///< a handler carries it out
  kNoEffect,    ///< nothing that a catalog holds; its handler, if any, only refuses
  kUncompared,  ///< something of a kind that catalogs do not hold, and that nothing depends on
};

struct StatementInfo {
  StatementClass what = StatementClass::kUnknown;
  void (*handler)(Context&, const ast::Node&) = nullptr;
  std::string_view note;  ///< kUncompared: what it is about
};

const StatementInfo& InfoFor(ast::NodeTag tag);

/// "CREATE TABLE" for a CreateStmt: the words that the statement begins with.
std::string StatementWords(const ParsedStatement& statement);

}  // namespace schemadiff::replay
