# CPack: a .deb and a .tar.gz of what `install()` lays out.
set(CPACK_PACKAGE_NAME mlp)
set(CPACK_PACKAGE_CONTACT "The mlp maintainers <mlp@localhost>")
set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_STRIP_FILES ON)
include(CPack)
