#pragma once

#include <cstdio>
#include <cstdlib>

/// End the process when an invariant of ours is broken; `reason` says why it must hold.
/// For our own bugs only: bad input is an Error. The run recovers from the store.
#define WEIR_CHECK(condition, reason)                                                        \
  do {                                                                                       \
    if (!(condition)) {                                                                      \
      std::fprintf(stderr, "%s:%d: check failed: %s (%s)\n", __FILE__, __LINE__, #condition, \
                   reason);                                                                  \
      std::abort();                                                                          \
    }                                                                                        \
  } while (false)
