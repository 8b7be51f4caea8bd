#include "engine/replay/do_conditions.h"

#include <algorithm>
#include <array>
#include <string>

namespace schemadiff::replay {
namespace {

struct Condition {
  std::string_view name;
  std::string_view sqlstate;
};

// Those conditions of appendix A that depend on the schema alone, and not on rows or rights: the
// replay raises their errors where the server would.
constexpr std::array kSchemaConditions = {
    Condition{"syntax_error_or_access_rule_violation", "42000"},
    Condition{"syntax_error", "42601"},
    Condition{"invalid_name", "42602"},
    Condition{"invalid_column_definition", "42611"},
    Condition{"name_too_long", "42622"},
    Condition{"duplicate_column", "42701"},
    Condition{"ambiguous_column", "42702"},
    Condition{"undefined_column", "42703"},
    Condition{"undefined_object", "42704"},
    Condition{"duplicate_object", "42710"},
    Condition{"duplicate_alias", "42712"},
    Condition{"duplicate_function", "42723"},
    Condition{"ambiguous_function", "42725"},
    Condition{"grouping_error", "42803"},
    Condition{"datatype_mismatch", "42804"},
    Condition{"wrong_object_type", "42809"},
    Condition{"invalid_foreign_key", "42830"},
    Condition{"cannot_coerce", "42846"},
    Condition{"undefined_function", "42883"},
    Condition{"reserved_name", "42939"},
    Condition{"undefined_table", "42P01"},
    Condition{"undefined_parameter", "42P02"},
    Condition{"duplicate_schema", "42P06"},
    Condition{"duplicate_table", "42P07"},
    Condition{"ambiguous_parameter", "42P08"},
    Condition{"ambiguous_alias", "42P09"},
    Condition{"invalid_column_reference", "42P10"},
    Condition{"invalid_function_definition", "42P13"},
    Condition{"invalid_schema_definition", "42P15"},
    Condition{"invalid_table_definition", "42P16"},
    Condition{"invalid_object_definition", "42P17"},
    Condition{"indeterminate_datatype", "42P18"},
    Condition{"invalid_recursion", "42P19"},
    Condition{"windowing_error", "42P20"},
    Condition{"collation_mismatch", "42P21"},
    Condition{"indeterminate_collation", "42P22"},
    Condition{"feature_not_supported", "0A000"},
    Condition{"dependent_objects_still_exist", "2BP01"},
    Condition{"invalid_schema_name", "3F000"},
    Condition{"object_not_in_prerequisite_state", "55000"},
    // Of what no statement should do.
    Condition{"internal_error", "XX000"},
};

bool IsSchemaCode(std::string_view code) {
  return std::ranges::find(kSchemaConditions, code, &Condition::sqlstate) !=
         kSchemaConditions.end();
}

// The SQLSTATE of a condition; empty for one that is not of the schema.
std::string_view CodeOf(std::string_view condition) {
  const auto found = std::ranges::find(kSchemaConditions, condition, &Condition::name);
  if (found != kSchemaConditions.end()) return found->sqlstate;
  return IsSchemaCode(condition) ? condition : std::string_view();
}

// One that ends with 000 stands for its class.
bool Matches(std::string_view condition, std::string_view sqlstate) {
  const std::string_view code = CodeOf(condition);
  if (code.empty()) return condition == sqlstate;
  return code == sqlstate || (code.ends_with("000") && code.substr(0, 2) == sqlstate.substr(0, 2));
}

}  // namespace

bool Handles(std::string_view condition, std::string_view sqlstate) {
  return condition == "others" || Matches(condition, sqlstate);
}

bool OnlySchemaConditions(const PlpgsqlStatement& block) {
  return std::ranges::all_of(block.handlers, [](const PlpgsqlHandler& handler) {
    return std::ranges::all_of(handler.conditions,
                               [](const std::string& name) { return !CodeOf(name).empty(); });
  });
}

}  // namespace schemadiff::replay
