// The conditions of PL/pgSQL's handlers of errors.
#pragma once

#include <string_view>

#include "parsers/sql/plpgsql.h"

namespace schemadiff::replay {

/// Whether a handler of the condition (a name of appendix A, an SQLSTATE or "others") handles that
/// error.
bool Handles(std::string_view condition, std::string_view sqlstate);

/// Whether all handlers of the block are of errors that depend on the schema alone, and not on rows
/// or rights: the replay raises these where the server would.
bool OnlySchemaConditions(const PlpgsqlStatement& block);

}  // namespace schemadiff::replay
