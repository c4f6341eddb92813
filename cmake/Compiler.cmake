# Warnings, sanitizers and the compiler cache, for every target of ours.

find_program(CCACHE ccache)
if(CCACHE)
  # The sloppiness is what precompiled headers need, see ccache(1); NOHASHDIR and
  # BASEDIR let build folders and checkouts share.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
endif()

add_library(stopgate_options INTERFACE)
target_include_directories(stopgate_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
# Designated initializers leave members to their defaults on purpose.
target_compile_options(stopgate_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers>)
if(STOPGATE_WERROR)
  target_compile_options(stopgate_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()

if(STOPGATE_SANITIZE)
  add_compile_options(-fsanitize=${STOPGATE_SANITIZE} -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${STOPGATE_SANITIZE})
  # GCC 12 sees uninitialised variants where a sanitizer has changed the code.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
if(STOPGATE_FUZZ)
  # Coverage in every room, the fuzzer's main only in the fuzz targets.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
