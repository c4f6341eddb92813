# The C core of tree-sitter and our HCL grammar: targets `tree-sitter` and `tree-sitter-hcl`.
#
# Debian's core (0.20) corrupts the heap on hostile input, so the core comes from the source package
# `tree-sitter` of the Python package index, pinned by hash. It is downloaded once, by pip, into the
# user's cache; STOPGATE_TREE_SITTER_CORE names a folder that holds it instead, and then nothing is
# downloaded.

set(STOPGATE_TREE_SITTER_CORE "" CACHE PATH "folder of the tree-sitter C core (it holds lib/src/lib.c); empty: download it")
set(tree_sitter_version 0.26.1)
set(tree_sitter_hash 9919cbaf02d17fa9a4cd0e6da496aecf901b758e6eacf122eee393e3ef08aacd)

# Sets `archive` to the verified source package, downloading it when the cache has none.
function(stopgate_fetch_tree_sitter archive)
  if(DEFINED ENV{XDG_CACHE_HOME})
    set(cache "$ENV{XDG_CACHE_HOME}/stopgate")
  elseif(DEFINED ENV{HOME})
    set(cache "$ENV{HOME}/.cache/stopgate")
  else()
    set(cache "${CMAKE_BINARY_DIR}/download")
  endif()
  set(file "${cache}/tree_sitter-${tree_sitter_version}.tar.gz")
  set(${archive} "${file}" PARENT_SCOPE)
  if(EXISTS "${file}")
    file(SHA256 "${file}" hash)
    if(hash STREQUAL tree_sitter_hash)
      return()
    endif()
  endif()

  find_program(STOPGATE_PYTHON NAMES python3 REQUIRED)
  set(folder "${CMAKE_BINARY_DIR}/download/tree-sitter")
  set(requirements "${folder}/requirements.txt")
  file(WRITE "${requirements}" "tree-sitter==${tree_sitter_version} --hash=sha256:${tree_sitter_hash}\n")
  message(STATUS "Downloading the tree-sitter ${tree_sitter_version} source package")
  # The python3 that comes first may be one without pip; Debian's own has it in python3-pip.
  foreach(python IN ITEMS "${STOPGATE_PYTHON}" /usr/bin/python3)
    execute_process(
      COMMAND "${python}" -m pip download --quiet --no-deps --no-binary=tree-sitter --require-hashes
              --dest "${folder}" --requirement "${requirements}"
      RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(status EQUAL 0)
      break()
    endif()
    string(APPEND log "${python}: ${output}\n")
  endforeach()
  if(NOT status EQUAL 0)
    message(FATAL_ERROR
      "cannot download the tree-sitter ${tree_sitter_version} source package with pip:\n${log}"
      "Install pip (apt-get install python3-pip) and see that it reaches a package index, or unpack that "
      "package elsewhere and configure with -DSTOPGATE_TREE_SITTER_CORE=<its folder tree_sitter/core>.")
  endif()
  # Copied under another name and then renamed, so that two configurations at once do not meet.
  file(MAKE_DIRECTORY "${cache}")
  string(RANDOM suffix)
  file(COPY_FILE "${folder}/tree_sitter-${tree_sitter_version}.tar.gz" "${file}.${suffix}")
  file(RENAME "${file}.${suffix}" "${file}")
endfunction()

if(STOPGATE_TREE_SITTER_CORE)
  set(tree_sitter_core "${STOPGATE_TREE_SITTER_CORE}")
else()
  set(tree_sitter_core "${CMAKE_BINARY_DIR}/tree_sitter-${tree_sitter_version}/tree_sitter/core")
  if(NOT EXISTS "${tree_sitter_core}/lib/src/lib.c")
    stopgate_fetch_tree_sitter(tree_sitter_archive)
    file(ARCHIVE_EXTRACT INPUT "${tree_sitter_archive}" DESTINATION "${CMAKE_BINARY_DIR}" PATTERNS "*/tree_sitter/core/lib/*")
  endif()
endif()
if(NOT EXISTS "${tree_sitter_core}/lib/src/lib.c")
  message(FATAL_ERROR "no lib/src/lib.c in '${tree_sitter_core}': STOPGATE_TREE_SITTER_CORE must name the folder tree_sitter/core of the "
                      "tree-sitter ${tree_sitter_version} source package")
endif()

# Optimised in every build: they are not what we debug, and the tests parse a lot.
add_library(tree-sitter STATIC "${tree_sitter_core}/lib/src/lib.c")
target_include_directories(tree-sitter SYSTEM PUBLIC "${tree_sitter_core}/lib/include")
target_include_directories(tree-sitter PRIVATE "${tree_sitter_core}/lib/src")
target_compile_definitions(tree-sitter PRIVATE _POSIX_C_SOURCE=200112L _DEFAULT_SOURCE)
target_compile_options(tree-sitter PRIVATE -O3)

add_library(tree-sitter-hcl STATIC ${CMAKE_SOURCE_DIR}/grammars/hcl/src/parser.c ${CMAKE_SOURCE_DIR}/grammars/hcl/src/scanner.c)
target_include_directories(tree-sitter-hcl SYSTEM PUBLIC ${CMAKE_SOURCE_DIR}/grammars/hcl/src)
# The scanner's state comes from tree-sitter's own allocator.
target_compile_definitions(tree-sitter-hcl PRIVATE TREE_SITTER_REUSE_ALLOCATOR)
target_link_libraries(tree-sitter-hcl PRIVATE tree-sitter)
target_compile_options(tree-sitter-hcl PRIVATE -O3)
