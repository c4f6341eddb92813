# The grammar's own tests.

target_link_libraries(test_hcl PRIVATE nlohmann_json::nlohmann_json)

# parser.c is made from grammar.js: with the tree-sitter CLI by making it again, without by the hash of
# the grammar that it was made from (grammars/hcl/src/grammar.sha256).
add_test(NAME hcl.parser_is_fresh
  COMMAND ${CMAKE_COMMAND} -D GRAMMAR=${CMAKE_SOURCE_DIR}/grammars/hcl -D WORK=${CMAKE_CURRENT_BINARY_DIR}/hcl_grammar
          -P ${CMAKE_SOURCE_DIR}/grammars/hcl/fresh.cmake)

# The trees of grammars/hcl/test/corpus, where the CLI is there to make them.
find_program(STOPGATE_TREE_SITTER_CLI tree-sitter PATHS $ENV{HOME}/.cargo/bin)
if(STOPGATE_TREE_SITTER_CLI)
  add_test(NAME hcl.grammar_corpus COMMAND ${CMAKE_COMMAND} -E env ${STOPGATE_TREE_SITTER_CLI} test WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/grammars/hcl)
endif()
