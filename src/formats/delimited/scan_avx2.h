#pragma once

#include "formats/delimited/scan.h"

namespace weir::formats::delimited {

/// The scan with 32-byte instructions: only for machines that have them (see BestSimdLevel).
size_t IndexAvx2(const Marks& marks, const char* data, size_t begin, size_t end, Tile& tile);
size_t LastRowEndAvx2(const Marks& marks, const char* data, size_t end);

}  // namespace weir::formats::delimited
