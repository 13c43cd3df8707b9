# Imported targets from an unpacked pyarrow wheel in ArrowWheel_ROOT: Arrow::arrow,
# Arrow::compute, Arrow::parquet. Its libraries are named libX.so.<version> only, hence full paths.
set(_lib ${ArrowWheel_ROOT}/pyarrow)
if(EXISTS ${_lib}/include/arrow/util/config.h)
  file(STRINGS ${_lib}/include/arrow/util/config.h _line REGEX "define ARROW_VERSION_STRING")
  string(REGEX REPLACE ".*\"(.*)\".*" "\\1" ArrowWheel_VERSION "${_line}")
  file(STRINGS ${_lib}/include/arrow/util/config.h _line REGEX "define ARROW_SO_VERSION")
  string(REGEX REPLACE ".*\"(.*)\".*" "\\1" _so "${_line}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ArrowWheel REQUIRED_VARS _lib _so VERSION_VAR ArrowWheel_VERSION)
if(ArrowWheel_FOUND AND NOT TARGET Arrow::arrow)
  function(_arrow_library target file)
    add_library(${target} SHARED IMPORTED GLOBAL)
    set_target_properties(${target} PROPERTIES
      IMPORTED_LOCATION ${_lib}/${file}.so.${_so}
      IMPORTED_SONAME ${file}.so.${_so}
      INTERFACE_INCLUDE_DIRECTORIES ${_lib}/include
      INTERFACE_LINK_LIBRARIES "${ARGN}")
  endfunction()
  _arrow_library(Arrow::arrow libarrow)
  _arrow_library(Arrow::compute libarrow_compute Arrow::arrow)
  _arrow_library(Arrow::parquet libparquet Arrow::arrow)
endif()
