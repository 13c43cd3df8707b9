#pragma once

#include <array>

extern "C" const char weir_sqlite_v001[];
extern "C" const char weir_sqlite_v002[];
extern "C" const char weir_sqlite_v003[];
extern "C" const char weir_sqlite_v004[];
extern "C" const char weir_sqlite_v005[];
extern "C" const char weir_sqlite_v006[];
extern "C" const char weir_sqlite_v007[];
extern "C" const char weir_sqlite_v008[];
extern "C" const char weir_sqlite_v009[];
extern "C" const char weir_sqlite_v010[];
extern "C" const char weir_sqlite_v011[];

namespace weir::store {

/// What makes the file of runs, one step on top of the other: schema/sqlite/.
constexpr std::array kSchemas = {weir_sqlite_v001, weir_sqlite_v002, weir_sqlite_v003,
                                 weir_sqlite_v004, weir_sqlite_v005, weir_sqlite_v006,
                                 weir_sqlite_v007, weir_sqlite_v008, weir_sqlite_v009,
                                 weir_sqlite_v010, weir_sqlite_v011};

}  // namespace weir::store
