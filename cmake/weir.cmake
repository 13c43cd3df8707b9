# Compiler settings, and the functions that each folder of src/ uses to declare itself.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(WEIR_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths relative to the checkout, so that several checkouts share one cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()
if(WEIR_SANITIZE)
  add_compile_options(-fsanitize=${WEIR_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${WEIR_SANITIZE})
  if(WEIR_SANITIZE MATCHES undefined)
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
option(WEIR_FUZZER "Let libFuzzer drive the targets of tests/fuzz (clang only)" OFF)
if(WEIR_FUZZER)
  add_compile_options(-fsanitize=fuzzer-no-link)
  # The name that LLVM proposes for what is smaller while fuzzing.
  add_compile_definitions(FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION)
endif()
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

add_library(weir_options INTERFACE)
target_compile_options(weir_options INTERFACE -Wall -Wextra -Wshadow -Wconversion)
# Errors in Debug only: the optimiser of g++ 12 sees overlapping copies and unset values in strings
# and optionals where there are none.
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_options(weir_options INTERFACE -Werror)
else()
  target_compile_options(weir_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
target_include_directories(weir_options INTERFACE ${CMAKE_SOURCE_DIR}/src)

add_custom_target(unit_tests)

# weir_library(NAME [DEPS …] [SYSTEM …])
# The library weir_NAME of this folder's .cc files (main.cc is a program's), and the unit tests
# NAME_test of its *_test.cc.
# DEPS are other folders' libraries; SYSTEM are third-party targets. Subfolders belong to it too,
# unless they have a CMakeLists.txt of their own.
function(weir_library name)
  cmake_parse_arguments(ARG "" "" "DEPS;SYSTEM" ${ARGN})
  file(GLOB_RECURSE all CONFIGURE_DEPENDS *.cc)
  file(GLOB own CONFIGURE_DEPENDS */CMakeLists.txt)
  foreach(list ${own})
    get_filename_component(folder ${list} DIRECTORY)
    list(FILTER all EXCLUDE REGEX "^${folder}/")
  endforeach()
  set(tests ${all})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER all EXCLUDE REGEX "(_(test|servertest|bench|fuzz)|/main)\\.cc$")
  if(all)
    add_library(weir_${name} STATIC ${all})
    set(scope PUBLIC)
  else()
    add_library(weir_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  list(TRANSFORM ARG_DEPS PREPEND weir_)
  target_link_libraries(weir_${name} ${scope} weir_options ${ARG_DEPS} ${ARG_SYSTEM})
  if(tests)
    weir_test(${name}_test LABEL unit SOURCES ${tests} DEPS weir_${name})
    add_dependencies(unit_tests ${name}_test)
  endif()
endfunction()

# weir_test(NAME LABEL label SOURCES … [DEPS …]): one GoogleTest program, run by ctest from the
# source folder, so that case files are found by their path in the tree.
function(weir_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} weir_testing GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL})
endfunction()

# weir_embed(TARGET SYMBOL FILE): compile a data file into TARGET as
# `extern const char SYMBOL[], SYMBOL_end[]` (C names).
function(weir_embed target symbol file)
  get_filename_component(path ${file} ABSOLUTE)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
.section .rodata
.global @symbol@
.global @symbol@_end
.balign 16
@symbol@:
.incbin "@path@"
@symbol@_end:
.byte 0
.section .note.GNU-stack,"",%progbits
]])
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${path})
  target_sources(${target} PRIVATE ${source})
endfunction()

# weir_parts(KIND REGISTRY NAME…): build the parts of this folder (one subfolder each, or one .cc
# file each) and generate `Result<> Register<Kind>s(REGISTRY&)`, which calls
# `weir::KINDs::NAME::Register(REGISTRY&)` of each in order. One list both builds and registers.
# -DWEIR_WITH_<NAME>=OFF leaves a part out. The result is the library weir_all_KINDs; beside it
# weir_light_KINDs, for small programs, is without the parts behind HEAVY.
function(weir_parts kind registry)
  cmake_parse_arguments(ARG "" "" "HEAVY" ${ARGN})
  set(light ${ARG_UNPARSED_ARGUMENTS})
  list(REMOVE_ITEM light ${ARG_HEAVY} "")
  foreach(name ${ARG_UNPARSED_ARGUMENTS})
    string(TOUPPER WEIR_WITH_${name} switch)
    option(${switch} "Build the ${kind} ${name}" ON)
    if(${switch})
      add_subdirectory(${name})
    endif()
  endforeach()
  weir_register(all ${kind} ${registry} ${ARG_UNPARSED_ARGUMENTS})
  weir_register(light ${kind} ${registry} ${light})
endfunction()

# Some of the parts as one library, weir_SIZE_KINDs; see weir_parts.
function(weir_register size kind registry)
  set(header ${kind}.h)
  string(SUBSTRING ${kind} 0 1 first)
  string(SUBSTRING ${kind} 1 -1 rest)
  string(TOUPPER ${first} first)
  get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  set(declarations "")
  set(calls "")
  set(libraries "")
  foreach(name ${ARGN})
    string(TOUPPER WEIR_WITH_${name} switch)
    if(NOT ${switch})
      continue()
    endif()
    list(APPEND libraries weir_${name})
    string(APPEND declarations
           "namespace ${name} {\nResult<> Register(${registry}& registry);\n}\n")
    string(APPEND calls "  WEIR_TRY(${name}::Register(registry));\n")
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/register_${size}_${folder}.cc)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [=[
#include "@folder@/@header@"

namespace weir::@folder@ {
@declarations@
Result<> Register@first@@rest@s([[maybe_unused]] @registry@& registry) {
@calls@  return {};
}

}  // namespace weir::@folder@
]=])
  add_library(weir_${size}_${folder} STATIC ${source})
  target_link_libraries(weir_${size}_${folder} PUBLIC weir_${folder} ${libraries})
endfunction()

# weir_server_test(NAME SERVERS server… SOURCES … [DEPS …]): a test that needs real servers; they
# are started around it (tests/servers/run) and found by environment variables.
function(weir_server_test name)
  cmake_parse_arguments(ARG "" "" "SERVERS;SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} weir_testing GTest::gmock GTest::gtest_main)
  add_test(NAME ${name}
    COMMAND ${CMAKE_SOURCE_DIR}/tests/servers/run ${ARG_SERVERS} -- $<TARGET_FILE:${name}>
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS server)
endfunction()
