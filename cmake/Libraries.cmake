# Third-party libraries, each used by one room. All but the tree-sitter core are Debian packages.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(simdjson REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(libyaml REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(lzma REQUIRED IMPORTED_TARGET liblzma)
pkg_check_modules(mpfr REQUIRED IMPORTED_TARGET mpfr)
# Headers only: the rooms git and forge load their libraries when asked to, which most runs do not.
pkg_check_modules(libgit2 REQUIRED libgit2)
pkg_check_modules(libcurl REQUIRED libcurl)
