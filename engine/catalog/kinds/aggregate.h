// Kind: aggregate function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/kinds/function.h"
#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_aggregate, pg_proc (prokind a). Identified by its argument types, as functions are.
struct Aggregate {
  std::vector<Argument> arguments;        ///< direct arguments first for ordered-set aggregates
  std::string aggregate_kind = "normal";  ///< normal, ordered-set, hypothetical-set
  int direct_arguments = 0;
  QualifiedName transition_function;
  TypeRef state_type;
  std::optional<int> state_size;
  QualifiedName final_function;
  bool final_extra = false;
  std::string final_modify = "READ_ONLY";
  QualifiedName combine_function;
  QualifiedName serial_function;
  QualifiedName deserial_function;
  std::optional<std::string> initial_condition;
  QualifiedName moving_transition_function;
  QualifiedName moving_inverse_function;
  TypeRef moving_state_type;
  std::optional<int> moving_state_size;
  QualifiedName moving_final_function;
  bool moving_final_extra = false;
  std::string moving_final_modify = "READ_ONLY";
  std::optional<std::string> moving_initial_condition;
  QualifiedName sort_operator;
  Parallel parallel = Parallel::kUnsafe;
  TypeRef returns;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "aggregate";
  static constexpr AclClass kAclClass = AclClass::kRoutine;
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"arguments", &Aggregate::arguments},
        Attr{"aggregate_kind", &Aggregate::aggregate_kind},
        Attr{"direct_arguments", &Aggregate::direct_arguments},
        Attr{"transition_function", &Aggregate::transition_function},
        Attr{"state_type", &Aggregate::state_type}, Attr{"state_size", &Aggregate::state_size},
        Attr{"final_function", &Aggregate::final_function},
        Attr{"final_extra", &Aggregate::final_extra},
        Attr{"final_modify", &Aggregate::final_modify},
        Attr{"combine_function", &Aggregate::combine_function},
        Attr{"serial_function", &Aggregate::serial_function},
        Attr{"deserial_function", &Aggregate::deserial_function},
        Attr{"initial_condition", &Aggregate::initial_condition},
        Attr{"moving_transition_function", &Aggregate::moving_transition_function},
        Attr{"moving_inverse_function", &Aggregate::moving_inverse_function},
        Attr{"moving_state_type", &Aggregate::moving_state_type},
        Attr{"moving_state_size", &Aggregate::moving_state_size},
        Attr{"moving_final_function", &Aggregate::moving_final_function},
        Attr{"moving_final_extra", &Aggregate::moving_final_extra},
        Attr{"moving_final_modify", &Aggregate::moving_final_modify},
        Attr{"moving_initial_condition", &Aggregate::moving_initial_condition},
        Attr{"sort_operator", &Aggregate::sort_operator}, Attr{"parallel", &Aggregate::parallel},
        Attr{"returns", &Aggregate::returns}, Attr{"owner", &Aggregate::owner});
  }
};
static_assert(kFullyDescribed<Aggregate>);

}  // namespace schemadiff
