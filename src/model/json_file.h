#pragma once

#include <string>

#include "base/json.h"
#include "base/result.h"

namespace weir::model {

/// Read a whole file as it is. Errors: kNotFound FileNotFound, kUnavailable FileNotReadable.
Result<std::string> ReadTextFile(const std::string& path);

/// Write a whole file, and the folders above it if they are not there. Errors: kInternal
/// FileNotWritten at the path.
Result<> WriteTextFile(const std::string& path, const std::string& text);

/// Read one JSON document from a file. Errors: kNotFound FileNotFound, kUnavailable
/// FileNotReadable, kInvalid InvalidJson with the place; all at the path.
Result<Json> ReadJsonFile(const std::string& path);

}  // namespace weir::model
