#pragma once

#include <string>

#include "cases/stores.h"

namespace weir::cases {

// What the cases of copies share.

/// Cells as a line of text.
std::string Line(const Json& cells);
/// `{"type": …}`.
Json Source(const std::string& type);
/// The typeProperties of a Copy with these types.
Json Settings(const std::string& source, const std::string& sink, const Json& translator);
/// The documents in the file "out/o".
Json Documents(CaseStores& stores);
/// The values of an object's members, in order.
Json Values(const Json& object);

}  // namespace weir::cases
