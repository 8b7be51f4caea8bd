#include "engine/replay/function_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/settings.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

FunctionOptions SortFunctionOptions(const ast::List& list, bool procedure) {
  FunctionOptions options;
  struct Slot {
    std::string_view name;
    const ast::DefElem* FunctionOptions::* member;
    bool for_procedures;
  };
  static constexpr std::array kSlots = {
      Slot{"as", &FunctionOptions::as, true},
      Slot{"language", &FunctionOptions::language, true},
      Slot{"transform", &FunctionOptions::transform, true},
      Slot{"window", &FunctionOptions::window, false},
      Slot{"volatility", &FunctionOptions::volatility, false},
      Slot{"strict", &FunctionOptions::strict, false},
      Slot{"security", &FunctionOptions::security, true},
      Slot{"leakproof", &FunctionOptions::leakproof, false},
      Slot{"cost", &FunctionOptions::cost, false},
      Slot{"rows", &FunctionOptions::rows, false},
      Slot{"support", &FunctionOptions::support, false},
      Slot{"parallel", &FunctionOptions::parallel, false},
  };
  for (const ast::Node* node : list) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    if (element.defname == "set") {
      options.settings.push_back(ast::Cast<ast::VariableSetStmt>(element.arg));
      continue;
    }
    const auto slot = std::ranges::find(kSlots, element.defname, &Slot::name);
    if (slot == kSlots.end()) {
      throw NotModelled(StrCat("option \"", element.defname, "\" of a function"), element.location);
    }
    if (procedure && !slot->for_procedures) {
      throw PgError(sqlstate::kInvalidFunctionDefinition,
                    "invalid attribute in procedure definition", element.location);
    }
    if (options.*slot->member != nullptr) ThrowConflictingOption(element);
    options.*slot->member = &element;
  }
  return options;
}

double DefaultCost(std::string_view language) {
  return language == "internal" || language == "c" ? 1 : 100;
}

namespace {

std::string_view WordOf(const ast::DefElem& element) {
  return ast::Cast<ast::String>(element.arg)->sval;
}

bool FlagOf(const ast::DefElem& element) { return ast::Cast<ast::Boolean>(element.arg)->boolval; }

// pg_proc holds COST and ROWS as float4, and prints them as short as will do.
double Float4Of(const ast::DefElem& element, std::string_view what) {
  const std::string text = DefString(element);
  float value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (!(value > 0)) {
    throw PgError(sqlstate::kInvalidParameterValue, StrCat(what, " must be positive"));
  }
  std::array<char, 64> buffer;
  const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  double stored = 0;
  std::from_chars(buffer.data(), end, stored);
  return stored;
}

Volatility VolatilityOf(std::string_view word) {
  if (word == "immutable") return Volatility::kImmutable;
  return word == "stable" ? Volatility::kStable : Volatility::kVolatile;
}

// Settings whose list elements are quoted as identifiers (GUC_LIST_QUOTE), and those that are lists
// all the same (GUC_LIST_INPUT).
constexpr std::array<std::string_view, 6> kQuotedLists = {"search_path",
                                                          "temp_tablespaces",
                                                          "session_preload_libraries",
                                                          "local_preload_libraries",
                                                          "shared_preload_libraries",
                                                          "unix_socket_directories"};
constexpr std::array<std::string_view, 6> kPlainLists = {
    "datestyle",        "log_destination",          "synchronous_standby_names",
    "listen_addresses", "wal_consistency_checking", "createrole_self_grant"};

// Settings are found by name without regard to case, and stored under their own spelling.
std::string StoredSettingName(std::string_view name) {
  std::string lower = AsciiToLower(name);
  for (const std::string_view known : {"DateStyle", "IntervalStyle", "TimeZone"}) {
    if (AsciiToLower(known) == lower) return std::string(known);
  }
  return lower;
}

std::string SettingValue(const Context& cx, const ast::VariableSetStmt& set) {
  const std::string lower = AsciiToLower(set.name);
  const bool quoted = std::ranges::find(kQuotedLists, lower) != kQuotedLists.end();
  const bool list = quoted || std::ranges::find(kPlainLists, lower) != kPlainLists.end();
  if (!list && set.args.size() != 1) {
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("SET ", set.name, " takes only one argument"));
  }
  return StrJoin(set.args, ", ", [&](std::string* out, const ast::Node* node) {
    const auto* constant = ast::As<ast::A_Const>(node);
    if (constant == nullptr || constant->val == nullptr) {
      throw NotModelled(StrCat("the value of SET ", set.name), set.location);
    }
    if (const auto* integer = ast::As<ast::Integer>(constant->val)) {
      StrAppend(out, integer->ival);
    } else if (const auto* number = ast::As<ast::Float>(constant->val)) {
      *out += number->fval;
    } else if (const auto* text = ast::As<ast::String>(constant->val)) {
      *out += quoted ? QuoteIdentifier(text->sval, cx.major()) : std::string(text->sval);
    } else {
      throw NotModelled(StrCat("the value of SET ", set.name), set.location);
    }
  });
}

void ApplySettings(const Context& cx, const std::vector<const ast::VariableSetStmt*>& statements,
                   Options* settings) {
  for (const ast::VariableSetStmt* set : statements) {
    switch (set->kind) {
      case ast::VariableSetKind::VAR_RESET_ALL:
        *settings = {};
        break;
      case ast::VariableSetKind::VAR_SET_DEFAULT:
      case ast::VariableSetKind::VAR_RESET:
        settings->Reset(StoredSettingName(set->name));
        break;
      case ast::VariableSetKind::VAR_SET_VALUE:
        settings->Set(StoredSettingName(set->name), SettingValue(cx, *set));
        break;
      case ast::VariableSetKind::VAR_SET_CURRENT:
        if (AsciiToLower(set->name) == "search_path") {
          RequireSearchPath(cx, set->location);
          settings->Set("search_path", StrJoin(cx.session.settings().search_path, ", ",
                                               [&](std::string* out, const std::string& schema) {
                                                 *out += QuoteIdentifier(schema, cx.major());
                                               }));
          break;
        }
        [[fallthrough]];
      case ast::VariableSetKind::VAR_SET_MULTI:
        throw NotModelled(StrCat("SET ", set->name, " FROM CURRENT"), set->location);
    }
  }
}

Parallel ParallelOf(std::string_view word) {
  if (word == "safe") return Parallel::kSafe;
  if (word == "restricted") return Parallel::kRestricted;
  if (word == "unsafe") return Parallel::kUnsafe;
  throw PgError(sqlstate::kSyntaxError,
                "parameter \"parallel\" must be SAFE, RESTRICTED, or UNSAFE");
}

Routine SupportFunction(const Context& cx, const ast::DefElem& element) {
  const TypeRef internal{"pg_catalog", "internal", {}, false};
  const auto& name = ast::Cast<ast::ListNode>(element.arg)->items;
  Routine routine = RequireFunction(cx, name, {internal});
  if (routine.result != internal) {
    throw PgError(
        sqlstate::kInvalidObjectDefinition,
        StrCat("support function ", NameListToString(name), " must return type internal"));
  }
  return routine;
}

}  // namespace

Routine ApplyFunctionOptions(const Context& cx, const FunctionOptions& options,
                             Function* function) {
  if (options.volatility) function->volatility = VolatilityOf(WordOf(*options.volatility));
  if (options.strict) function->strict = FlagOf(*options.strict);
  if (options.security) function->security_definer = FlagOf(*options.security);
  if (options.leakproof) function->leakproof = FlagOf(*options.leakproof);
  ApplySettings(cx, options.settings, &function->settings);
  if (options.cost) function->cost = Float4Of(*options.cost, "COST");
  if (options.rows) function->rows = Float4Of(*options.rows, "ROWS");
  Routine support;
  if (options.support) {
    support = SupportFunction(cx, *options.support);
    function->support = support.name;
  }
  if (options.parallel) function->parallel = ParallelOf(WordOf(*options.parallel));
  return support;
}

}  // namespace schemadiff::replay
