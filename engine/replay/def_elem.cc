#include "engine/replay/def_elem.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/base/pg_error.h"
#include "engine/base/strings.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

std::string DefString(const ast::DefElem& element) {
  if (element.arg == nullptr) {
    throw PgError(sqlstate::kSyntaxError, StrCat(element.defname, " requires a parameter"),
                  element.location);
  }
  if (const auto* text = ast::As<ast::String>(element.arg)) return std::string(text->sval);
  if (const auto* integer = ast::As<ast::Integer>(element.arg)) return StrCat(integer->ival);
  if (const auto* number = ast::As<ast::Float>(element.arg)) return std::string(number->fval);
  if (const auto* boolean = ast::As<ast::Boolean>(element.arg)) {
    return boolean->boolval ? "true" : "false";
  }
  if (const auto* type = ast::As<ast::TypeName>(element.arg)) return NameListToString(type->names);
  if (const auto* list = ast::As<ast::ListNode>(element.arg)) return NameListToString(list->items);
  if (ast::As<ast::A_Star>(element.arg) != nullptr) return "*";
  throw NotModelled(StrCat("the value of option \"", element.defname, "\""), element.location);
}

bool DefBool(const ast::DefElem& element) {
  if (element.arg == nullptr) return true;
  if (const auto* integer = ast::As<ast::Integer>(element.arg);
      integer != nullptr && (integer->ival == 0 || integer->ival == 1)) {
    return integer->ival == 1;
  }
  if (ast::As<ast::Integer>(element.arg) == nullptr) {
    const std::string text = AsciiToLower(DefString(element));
    if (text == "true" || text == "on") return true;
    if (text == "false" || text == "off") return false;
  }
  throw PgError(sqlstate::kSyntaxError, StrCat(element.defname, " requires a Boolean value"),
                element.location);
}

int64_t DefInt64(const ast::DefElem& element) {
  if (const auto* integer = ast::As<ast::Integer>(element.arg)) return integer->ival;
  if (const auto* number = ast::As<ast::Float>(element.arg)) {
    // The lexer makes a Float of whatever does not fit in 32 bits.
    int64_t value = 0;
    const std::string_view text = number->fval;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return value;
    if (error == std::errc::result_out_of_range) {
      throw PgError(sqlstate::kNumericValueOutOfRange,
                    StrCat("value \"", text, "\" is out of range for type bigint"));
    }
    throw PgError(sqlstate::kInvalidTextRepresentation,
                  StrCat("invalid input syntax for type bigint: \"", text, "\""));
  }
  throw PgError(sqlstate::kSyntaxError, StrCat(element.defname, " requires a numeric value"),
                element.location);
}

void ThrowConflictingOption(const ast::DefElem& element) {
  throw PgError(sqlstate::kSyntaxError, "conflicting or redundant options", element.location);
}

namespace {

// Parameters of the TOAST table, which a table also takes for itself.
constexpr std::array<std::string_view, 21> kAutovacuum = {"autovacuum_enabled",
                                                          "autovacuum_vacuum_threshold",
                                                          "autovacuum_vacuum_max_threshold",
                                                          "autovacuum_vacuum_insert_threshold",
                                                          "autovacuum_vacuum_scale_factor",
                                                          "autovacuum_vacuum_insert_scale_factor",
                                                          "autovacuum_vacuum_cost_delay",
                                                          "autovacuum_vacuum_cost_limit",
                                                          "autovacuum_freeze_min_age",
                                                          "autovacuum_freeze_max_age",
                                                          "autovacuum_freeze_table_age",
                                                          "autovacuum_multixact_freeze_min_age",
                                                          "autovacuum_multixact_freeze_max_age",
                                                          "autovacuum_multixact_freeze_table_age",
                                                          "log_autovacuum_min_duration",
                                                          "vacuum_index_cleanup",
                                                          "vacuum_truncate",
                                                          "vacuum_max_eager_freeze_failure_rate",
                                                          "autovacuum_analyze_threshold",
                                                          "autovacuum_analyze_scale_factor",
                                                          "fillfactor"};
constexpr std::array<std::string_view, 3> kTableOnly = {"toast_tuple_target", "parallel_workers",
                                                        "user_catalog_table"};
constexpr std::array<std::string_view, 3> kView = {"security_barrier", "security_invoker",
                                                   "check_option"};

template <size_t N>
bool Contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool KnownForIndex(std::string_view name, std::string_view method) {
  if (method == "btree") {
    return name == "fillfactor" || name == "deduplicate_items" ||
           name == "vacuum_cleanup_index_scale_factor";
  }
  if (method == "hash" || method == "spgist") return name == "fillfactor";
  if (method == "gist") return name == "fillfactor" || name == "buffering";
  if (method == "gin") return name == "fastupdate" || name == "gin_pending_list_limit";
  if (method == "brin") return name == "pages_per_range" || name == "autosummarize";
  return true;  // an extension's access method: only the server knows
}

bool Known(std::string_view name, bool toast, OptionsOf what, std::string_view method, int major) {
  switch (what) {
    case OptionsOf::kTable:
    case OptionsOf::kMaterializedView:
      return Contains(kAutovacuum, name)
                 ? !toast || (!name.starts_with("autovacuum_analyze") && name != "fillfactor")
                 : !toast && Contains(kTableOnly, name);
    case OptionsOf::kPartitionedTable:
      return false;
    case OptionsOf::kView:
      return !toast && Contains(kView, name) && (major >= 15 || name != "security_invoker");
    case OptionsOf::kIndex:
      return !toast && KnownForIndex(name, method);
  }
  return false;
}

// Which values an option takes: Booleans, one of some words, or numbers within bounds. Options that
// are not listed take what the server of their version says.
struct Range {
  std::string_view name;
  bool whole;
  double low;
  double high;
};
constexpr double kIntMax = std::numeric_limits<int32_t>::max();
constexpr std::array<Range, 22> kRanges = {{
    {"toast_tuple_target", true, 128, 8160},
    {"parallel_workers", true, 0, 1024},
    {"autovacuum_vacuum_threshold", true, 0, kIntMax},
    {"autovacuum_vacuum_max_threshold", true, -1, kIntMax},
    {"autovacuum_vacuum_insert_threshold", true, -1, kIntMax},
    {"autovacuum_analyze_threshold", true, 0, kIntMax},
    {"autovacuum_vacuum_cost_limit", true, 1, 10000},
    {"autovacuum_freeze_min_age", true, 0, 1000000000},
    {"autovacuum_freeze_max_age", true, 100000, 2000000000},
    {"autovacuum_freeze_table_age", true, 0, 2000000000},
    {"autovacuum_multixact_freeze_min_age", true, 0, 1000000000},
    {"autovacuum_multixact_freeze_max_age", true, 10000, 2000000000},
    {"autovacuum_multixact_freeze_table_age", true, 0, 2000000000},
    {"autovacuum_vacuum_cost_delay", false, 0, 100},
    {"autovacuum_vacuum_scale_factor", false, 0, 100},
    {"autovacuum_vacuum_insert_scale_factor", false, 0, 100},
    {"autovacuum_analyze_scale_factor", false, 0, 100},
    {"vacuum_max_eager_freeze_failure_rate", false, 0, 1},
    {"vacuum_cleanup_index_scale_factor", false, 0, 1e10},
    {"pages_per_range", true, 1, 131072},
    {"fillfactor", true, 10, 100},
    {"gin_pending_list_limit", false, 64, kIntMax},
}};
constexpr std::array<std::string_view, 8> kBooleans = {
    "autovacuum_enabled", "vacuum_truncate", "user_catalog_table", "security_barrier",
    "security_invoker",   "autosummarize",   "fastupdate",         "deduplicate_items"};

// As parse_bool has it: a word's beginning will do where it is of one word only.
bool IsBoolean(std::string_view value) {
  const std::string text = AsciiToLower(value);
  const auto begins = [&](std::string_view word, size_t least) {
    return text.size() >= least && word.starts_with(text);
  };
  return begins("true", 1) || begins("false", 1) || begins("yes", 1) || begins("no", 1) ||
         text == "on" || begins("off", 2) || text == "1" || text == "0";
}

void CheckValue(std::string_view name, const std::string& value, int32_t location) {
  const auto refuse = [&](const std::string& message) {
    throw PgError(sqlstate::kInvalidParameterValue, message, location);
  };
  if (Contains(kBooleans, name)) {
    if (!IsBoolean(value)) {
      refuse(StrCat("invalid value for boolean option \"", name, "\": ", value));
    }
    return;
  }
  const auto* const range = std::ranges::find(kRanges, name, &Range::name);
  if (range == kRanges.end()) return;
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  // Blanks, units and other notations are for the server to read.
  const bool plain = !value.empty() && value.find_first_not_of("-.0123456789") == std::string::npos;
  const bool word = !value.empty() && std::ranges::all_of(value, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  if (word && value != "nan" && value != "NaN" && value != "inf" && value != "infinity") {
    refuse(StrCat("invalid value for ", range->whole ? "integer" : "floating point", " option \"",
                  name, "\": ", value));
  }
  if (!plain || error != std::errc() || end != value.data() + value.size()) return;
  if (range->whole) number = std::nearbyint(number);
  if (number < range->low || number > range->high) {
    refuse(StrCat("value ", value, " out of bounds for option \"", name, "\""));
  }
}

}  // namespace

void SetOptions(Options* options, const ast::List& elements, OptionsOf what,
                std::string_view method, int major) {
  for (const ast::Node* node : elements) {
    const auto* element = ast::As<ast::DefElem>(node);
    if (element == nullptr) continue;
    const std::string_view space = element->defnamespace;
    const bool tables = what == OptionsOf::kTable || what == OptionsOf::kMaterializedView ||
                        what == OptionsOf::kPartitionedTable;
    if (!space.empty() && (space != "toast" || !tables)) {
      throw PgError(sqlstate::kInvalidParameterValue,
                    StrCat("unrecognized parameter namespace \"", space, "\""), element->location);
    }
    if (what == OptionsOf::kTable && space.empty() && element->defname == "oids") {
      if (DefBool(*element)) {
        throw PgError(sqlstate::kFeatureNotSupported, "tables declared WITH OIDS are not supported",
                      element->location);
      }
      continue;
    }
    if (!Known(element->defname, !space.empty(), what, method, major)) {
      if (what == OptionsOf::kPartitionedTable && major >= 16) {
        throw PgError(sqlstate::kWrongObjectType,
                      "cannot specify storage parameters for a partitioned table",
                      element->location);
      }
      throw PgError(sqlstate::kInvalidParameterValue,
                    StrCat("unrecognized parameter \"", element->defname, "\""), element->location);
    }
    std::string value = element->arg == nullptr ? std::string("true") : DefString(*element);
    CheckValue(element->defname, value, element->location);
    options->Set(
        space.empty() ? Name(element->defname) : Name(StrCat(space, ".", element->defname)),
        std::move(value));
  }
}

void ResetOptions(Options* options, const ast::List& elements) {
  for (const ast::Node* node : elements) {
    const auto* element = ast::As<ast::DefElem>(node);
    if (element == nullptr) continue;
    if (element->arg != nullptr) {
      throw PgError(sqlstate::kSyntaxError, "RESET must not include values for parameters",
                    element->location);
    }
    options->Reset(element->defnamespace.empty()
                       ? Name(element->defname)
                       : Name(StrCat(element->defnamespace, ".", element->defname)));
  }
}

}  // namespace schemadiff::replay
