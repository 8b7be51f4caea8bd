# One place for how every target of the project is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

set(SCHEMA_DIFF_SANITIZE "" CACHE STRING "Sanitizers, as given to -fsanitize=")
option(SCHEMA_DIFF_COVERAGE "Instrument for gcov" OFF)
option(SCHEMA_DIFF_BENCHMARKS "Build the benchmarks" ON)
option(SCHEMA_DIFF_FUZZERS "Build the fuzz targets" OFF)
option(SCHEMA_DIFF_WARNINGS_AS_ERRORS "Treat warnings as errors" ON)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE}")
  # What ccache must overlook to work with precompiled headers (its manual says why that is safe).
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
                                  CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE}")
endif()

add_library(schema_diff_settings INTERFACE)
target_include_directories(schema_diff_settings INTERFACE "${PROJECT_SOURCE_DIR}"
                                                          "${PROJECT_BINARY_DIR}/generated")
target_compile_options(schema_diff_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wimplicit-fallthrough -Wno-missing-field-initializers
  # Paths in assertions and debug information must not depend on where the tree stands.
  "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Where GCC optimizes, these see reads and copies in the library's strings and optionals that do
  # not happen (GCC bug 105651 and its kin), the more so in headers that are precompiled. The
  # sanitizers look for the real ones.
  target_compile_options(schema_diff_settings INTERFACE
    "$<$<NOT:$<CONFIG:Debug>>:-Wno-array-bounds;-Wno-maybe-uninitialized;-Wno-restrict>"
    "$<$<NOT:$<CONFIG:Debug>>:-Wno-stringop-overflow;-Wno-stringop-overread>")
  target_compile_options(schema_diff_settings INTERFACE -fpch-preprocess)  # for ccache
endif()
if(SCHEMA_DIFF_WARNINGS_AS_ERRORS)
  target_compile_options(schema_diff_settings INTERFACE -Werror)
endif()
if(SCHEMA_DIFF_SANITIZE)
  target_compile_options(schema_diff_settings INTERFACE
    "-fsanitize=${SCHEMA_DIFF_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(schema_diff_settings INTERFACE "-fsanitize=${SCHEMA_DIFF_SANITIZE}")
endif()
if(SCHEMA_DIFF_FUZZERS AND CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # libFuzzer looks for inputs that reach new edges, so all of our code counts them.
  target_compile_options(schema_diff_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(SCHEMA_DIFF_COVERAGE)
  target_compile_options(schema_diff_settings INTERFACE --coverage -O0)
  target_link_options(schema_diff_settings INTERFACE --coverage)
endif()
