# One room: src/<name>/*.cpp is a static library, tests/unit/<name>/*_test.cpp its one test program.
#
# DEPENDS names the rooms whose headers it may include (tests/tidy holds it to that),
# LIBRARIES the third-party targets that stop in this room.

define_property(GLOBAL PROPERTY STOPGATE_ROOMS BRIEF_DOCS "rooms in layer order")

function(stopgate_room name)
  cmake_parse_arguments(ROOM "" "" "DEPENDS;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  set_property(GLOBAL APPEND PROPERTY STOPGATE_ROOMS ${name})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$|_main\\.cpp$")
  list(TRANSFORM ROOM_DEPENDS PREPEND stopgate_)
  if(sources)
    add_library(stopgate_${name} STATIC ${sources})
    target_link_libraries(stopgate_${name} PUBLIC stopgate_options ${ROOM_DEPENDS} ${ROOM_PUBLIC_LIBRARIES} PRIVATE ${ROOM_LIBRARIES})
  else()
    add_library(stopgate_${name} INTERFACE)
    target_link_libraries(stopgate_${name} INTERFACE stopgate_options ${ROOM_DEPENDS} ${ROOM_PUBLIC_LIBRARIES})
  endif()
endfunction()
