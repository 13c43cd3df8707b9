#include "formats/json/json_error.h"

namespace weir::formats::json {

Error InvalidJson(const std::string& file, const std::string& detail, Position position) {
  std::string message = "Error occurred when deserializing source JSON file '" + file +
                        "'. Check if the data is in valid JSON object format: " + detail;
  if (position.known()) {
    message += " (line " + std::to_string(position.line) + ", column " +
               std::to_string(position.column) + ")";
  }
  return Fail(ErrorKind::kInvalid, "JsonInvalidDataFormat", std::move(message))
      .At(file)
      .At(position);
}

}  // namespace weir::formats::json
