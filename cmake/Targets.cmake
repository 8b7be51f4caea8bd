# schema_diff_library(NAME SOURCES a.cc ... USES lower_layer ... PRIVATE third::party ...)
#
# USES names the layers of ours whose headers this one may include; PRIVATE names
# third-party libraries, which stay invisible to everything above.
function(schema_diff_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PRIVATE" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC schema_diff_settings absl::flat_hash_map absl::flat_hash_set
                                         absl::inlined_vector absl::statusor absl::strings
                                         ${ARG_USES} PRIVATE ${ARG_PRIVATE})
    set(headers common)
    foreach(layer IN ITEMS ${name} ${ARG_USES})
      get_target_property(has_catalog ${layer} SCHEMA_DIFF_HAS_CATALOG)
      if(layer STREQUAL "sd_catalog" OR has_catalog)
        set(headers catalog)
        set_target_properties(${name} PROPERTIES SCHEMA_DIFF_HAS_CATALOG TRUE)
      endif()
    endforeach()
    schema_diff_precompile(${name} ${headers})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE schema_diff_settings ${ARG_USES})
  endif()
endfunction()
