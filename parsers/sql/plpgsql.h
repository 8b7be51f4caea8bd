// Blocks of PL/pgSQL: what their statements are, and in which order they run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff {

enum class PlpgsqlKind : uint8_t {
  kSql,       ///< a statement of SQL, CALL and DO included
  kEvaluate,  ///< evaluates expressions or queries: an assignment, PERFORM, RAISE NOTICE, ...
  kExecute,   ///< EXECUTE: a statement that is put together when it runs
  kBlock,     ///< BEGIN ... END, maybe with handlers
  kBranches,  ///< IF or CASE: at most one of the bodies runs
  kLoop,      ///< its body runs any number of times
  kRaise,     ///< RAISE EXCEPTION, or RAISE of an exception that is being handled
  kLeave,     ///< RETURN, EXIT or CONTINUE
  kOther,     ///< COMMIT, ROLLBACK, and what is not known here
};

struct PlpgsqlHandler;

struct PlpgsqlStatement {
  PlpgsqlKind kind = PlpgsqlKind::kOther;
  std::string word;   ///< what kind of statement it is, in libpg_query's terms ("if", "fors")
  uint32_t line = 0;  ///< of the code, from 1; 0: not known
  /// kSql: the statement, its INTO replaced by blanks. kExecute: the expression that gives the
  /// statement. kRaise: the message, empty where an exception is raised again.
  std::string text;
  std::vector<std::string> evaluated;  ///< other expressions, queries and conditions in it
  std::vector<std::vector<PlpgsqlStatement>> bodies;
  std::vector<PlpgsqlHandler> handlers;  ///< of a kBlock

  std::string label;
  /// kBranches: of the bodies, in their order; the last body has none where it is that of ELSE.
  /// WHILE, EXIT, CONTINUE: one, or none.
  std::vector<std::string> conditions;
  /// The variables that it sets: of an assignment, of INTO, of a loop.
  std::vector<std::string> targets;
  /// What gives an assignment's value, the first value of FOR over numbers, the query of FOR over
  /// rows, the array of FOREACH, the value that CASE compares; also among `evaluated`.
  std::string value;
  std::string last_value;  ///< of FOR over numbers
  std::string step;        ///< likewise; empty: 1
  bool reverse = false;    ///< likewise
  bool is_exit = false;    ///< of kLeave: EXIT, not CONTINUE
};

/// WHEN conditions THEN body.
struct PlpgsqlHandler {
  /// Condition names of PostgreSQL's documentation (appendix A), SQLSTATEs, or "others".
  std::vector<std::string> conditions;
  std::vector<PlpgsqlStatement> body;
};

struct PlpgsqlVariable {
  std::string name;
  std::string type;     ///< as it stands there; empty for the variable of a loop over numbers
  std::string initial;  ///< an expression; empty: NULL
  uint32_t line = 0;
};

/// The code of a DO statement.
struct PlpgsqlCode {
  std::vector<PlpgsqlStatement> statements;
  std::vector<PlpgsqlVariable> variables;  ///< its own
  bool has_variables = false;              ///< of its own, FOUND and its like aside
  std::vector<std::string> evaluated;      ///< the variables' initial values
  std::string error;                       ///< why it could not be read; empty where it could
};

/// Reads a whole DO statement, whose code is `body`, by libpg_query's parser of PL/pgSQL.
PlpgsqlCode ParsePlpgsql(std::string_view do_statement, std::string_view body);

}  // namespace schemadiff
