#include "formats/format.h"

namespace weir::formats::binary {

/// Bytes as they are: a copy moves them, nothing reads rows from them.
Result<> Register(FormatRegistry& registry) {
  return registry.Add({
      .name = "binary",
      .datasets = {"Binary"},
      .sources = {"BinarySource"},
      .sinks = {"BinarySink"},
      .legacy_formats = {},
      .extension = ".bin",
      .open_reader = nullptr,
      .open_writer = nullptr,
  });
}

}  // namespace weir::formats::binary
