# Policies over configuration and plan of the same root.
file(GLOB scenarios ${STOPGATE_SHARED}/plans/*/*)
add_test(NAME agreement.policies
         COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/agreement/agreement.py $<TARGET_FILE:stopgate>
                 ${CMAKE_SOURCE_DIR}/fixtures/shop/terraform ${scenarios})
set_tests_properties(agreement.policies PROPERTIES TIMEOUT 300)
