#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "connectors/postgres/database.h"

namespace weir::connectors::postgres {

/// Append the length of a field, or a whole field of fixed size, in network order.
void PutLength(size_t size, std::string& out);
void PutInt16(int16_t value, std::string& out);
void PutInt32(int32_t value, std::string& out);
void PutInt64(int64_t value, std::string& out);

/// Append text for a textual type with its length in front; false if it has more characters than
/// varchar(n) or char(n) takes (blanks beyond are cut, as the server does).
bool PutText(std::string_view text, PgColumn target, std::string& out);

/// Read a text as a value of the target's type and append it with its length in front; false if it
/// is none. Types that are not known are written as the text itself.
bool PutParsed(std::string_view text, PgColumn target, std::string& out);

}  // namespace weir::connectors::postgres
