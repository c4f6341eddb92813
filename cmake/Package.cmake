# What is installed, and the .deb and the archive that CPack makes of it. `make package` runs it all.

include(GNUInstallDirs)
install(TARGETS stopgate RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${CMAKE_SOURCE_DIR}/packaging/stopgate.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${CMAKE_SOURCE_DIR}/packaging/stopgate.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME stopgate)
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
# Debian wants the licence under this name.
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/ci-templates DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_PACKAGE_NAME stopgate)
set(CPACK_PACKAGE_VENDOR stopgate)
set(CPACK_PACKAGE_CONTACT "stopgate <stopgate@example.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "stops bad infrastructure changes at the pull request")
set(CPACK_PACKAGE_DESCRIPTION
  "Reads Terraform configuration and plans, Kubernetes manifests and CI files, evaluates policies over them and says what will break, where and why.")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB TGZ)
string(TOLOWER "${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}" system)
set(CPACK_PACKAGE_FILE_NAME stopgate-${PROJECT_VERSION}-${system})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Both are loaded on demand: libcurl by `post`, Git by `review`, which reads through libgit2 where the one it was
# built for is there.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "git, libcurl4 | libcurl4t64, ca-certificates, libgit2-1.5")
include(CPack)
