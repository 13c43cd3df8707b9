#pragma once

#include <string>

#include "schedule/slices/slice_book.h"
#include "store/store.h"

namespace weir::slices {

/// A slice as it is kept, and back.
schedule::SliceStatus StatusOf(const store::SliceRecord& record);
store::SliceRecord RecordOf(const std::string& factory, const schedule::SavedSlice& saved,
                            std::string message);

}  // namespace weir::slices
