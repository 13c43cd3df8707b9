# Dependency provider: a package of the system first, else a pinned, checksummed prebuilt one that
# tools/fetch_deps.py brings. Nothing is fetched after configuring.
set(WEIR_DEPS_ROOT "$ENV{HOME}/.cache/weir-deps" CACHE PATH "Where fetched packages are kept")
option(WEIR_FETCH_DEPS "Fetch what the system lacks" ON)

function(weir_fetch group out)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env WEIR_DEPS=${WEIR_DEPS_ROOT} ${Python3_EXECUTABLE}
            ${CMAKE_SOURCE_DIR}/tools/fetch_deps.py ${group}
    OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set(${out} "${folder}" PARENT_SCOPE)
endfunction()

macro(weir_provide method name)
  if("${name}" STREQUAL "Arrow")
    find_package(Arrow 26 QUIET CONFIG BYPASS_PROVIDER)
    if(NOT Arrow_FOUND AND WEIR_FETCH_DEPS)
      weir_fetch(arrow ArrowWheel_ROOT)
      list(APPEND CMAKE_MODULE_PATH ${CMAKE_SOURCE_DIR}/cmake)
      find_package(ArrowWheel REQUIRED BYPASS_PROVIDER)
      set(Arrow_FOUND TRUE)
    endif()
  elseif("${name}" STREQUAL "DuckDB")
    find_package(DuckDB 1.5 QUIET CONFIG BYPASS_PROVIDER)
    if(NOT DuckDB_FOUND AND WEIR_FETCH_DEPS)
      weir_fetch(duckdb weir_duckdb)
      weir_fetch(duckdb-header weir_duckdb_header)
      add_library(DuckDB::duckdb SHARED IMPORTED GLOBAL)
      set_target_properties(DuckDB::duckdb PROPERTIES
        IMPORTED_LOCATION ${weir_duckdb}/package/libduckdb.so
        INTERFACE_INCLUDE_DIRECTORIES ${weir_duckdb_header}/package/src/duckdb/src/include)
      set(DuckDB_FOUND TRUE)
    endif()
  endif()
endmacro()
cmake_language(SET_DEPENDENCY_PROVIDER weir_provide SUPPORTED_METHODS FIND_PACKAGE)
