# Third-party libraries, each used by one room. All but the tree-sitter core are Debian packages.

# A package for other systems than the one that built it carries its libraries inside: only the C library is
# the system's (and what is loaded on demand, see below).
if(STOPGATE_PORTABLE)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
  set(OPENSSL_USE_STATIC_LIBS ON)
  add_link_options(-static-libstdc++ -static-libgcc)
endif()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(libyaml REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(yaml_cpp REQUIRED IMPORTED_TARGET yaml-cpp)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(lzma REQUIRED IMPORTED_TARGET liblzma)
pkg_check_modules(mpfr REQUIRED IMPORTED_TARGET mpfr)
if(STOPGATE_PORTABLE)
  find_library(STOPGATE_GMP gmp REQUIRED)
  target_link_libraries(PkgConfig::mpfr INTERFACE ${STOPGATE_GMP})
endif()
# Headers only: the rooms git and forge load their libraries when asked to, which most runs do not.
pkg_check_modules(libgit2 REQUIRED libgit2)
pkg_check_modules(libcurl REQUIRED libcurl)
