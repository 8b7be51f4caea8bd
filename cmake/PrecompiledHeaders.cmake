# Precompiled headers: most of a file's compile time is the same headers again.
#
# A target takes the set that holds no header of a layer above it, so that the order of the layers
# still decides what builds. Files include what they use all the same: clang-tidy compiles them
# without these, and so does SCHEMA_DIFF_PRECOMPILED_HEADERS=OFF.
option(SCHEMA_DIFF_PRECOMPILED_HEADERS "Precompile the headers that most files include" ON)
# A target whose flags differ compiles without; that is no reason to warn.
set(CMAKE_PCH_WARN_INVALID OFF)

set(schema_diff_common_headers
  <absl/container/flat_hash_map.h> <absl/container/flat_hash_set.h>
  <absl/container/inlined_vector.h> <absl/status/statusor.h>
  <algorithm> <array> <charconv> <cstdint> <functional> <map> <memory> <optional> <set> <span>
  <sstream> <string> <string_view> <tuple> <utility> <variant> <vector>)
set(schema_diff_catalog_headers
  ${schema_diff_common_headers} "${PROJECT_SOURCE_DIR}/engine/catalog/catalog.h")
set(schema_diff_test_headers ${schema_diff_catalog_headers} <gmock/gmock.h> <gtest/gtest.h>)

# The target that owns a set, made when it is first asked for.
function(schema_diff_header_set name)
  if(TARGET sd_headers_${name})
    return()
  endif()
  file(WRITE "${PROJECT_BINARY_DIR}/generated/headers_${name}.cc" "")
  add_library(sd_headers_${name} OBJECT "${PROJECT_BINARY_DIR}/generated/headers_${name}.cc")
  target_link_libraries(sd_headers_${name} PRIVATE schema_diff_settings absl::flat_hash_map
                                                   absl::flat_hash_set absl::inlined_vector
                                                   absl::statusor absl::strings)
  if(name STREQUAL "test")
    # As the programs that use it are compiled.
    target_link_libraries(sd_headers_${name} PRIVATE GTest::gtest GTest::gmock)
    set_target_properties(sd_headers_${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(sd_headers_${name} PRIVATE -fPIE)
  endif()
  target_precompile_headers(sd_headers_${name} PRIVATE ${schema_diff_${name}_headers})
endfunction()

function(schema_diff_precompile target set_name)
  if(SCHEMA_DIFF_PRECOMPILED_HEADERS)
    schema_diff_header_set(${set_name})
    target_precompile_headers(${target} REUSE_FROM sd_headers_${set_name})
  endif()
endfunction()
