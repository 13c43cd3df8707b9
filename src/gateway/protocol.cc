#include "gateway/protocol.h"

namespace weir::gateway {

std::string ConnectText(std::string_view nonce, std::string_view node_id) {
  return "weir gateway connect\n" + std::string(nonce) + "\n" + std::string(node_id);
}

std::string JobText(std::string_view node_id, std::string_view sealed) {
  return "weir gateway job\n" + std::string(node_id) + "\n" + std::string(sealed);
}

Json ErrorToJson(const Error& error) {
  Json trail = Json::Array();
  for (const std::string& step : error.trail()) trail.Append(step);
  return Json::Object({{"kind", KindName(error.kind())},
                       {"code", error.code()},
                       {"message", error.message()},
                       {"target", error.target()},
                       {"trail", std::move(trail)}});
}

Error ErrorFromJson(const Json& json) {
  ErrorKind kind = ErrorKind::kInternal;
  for (const ErrorKind one :
       {ErrorKind::kInvalid, ErrorKind::kNotFound, ErrorKind::kConflict, ErrorKind::kDenied,
        ErrorKind::kUnavailable, ErrorKind::kCancelled, ErrorKind::kUnsupported}) {
    if (KindName(one) == json["kind"].as_string()) kind = one;
  }
  Error error(kind, json["code"].as_string(), json["message"].as_string());
  if (!json["target"].as_string().empty()) error.At(json["target"].as_string());
  for (const Json& step : json["trail"].items()) error.While(step.as_string());
  return error;
}

Json ProgressToJson(const engine::Progress& progress) {
  return Json::Object({{"rowsRead", progress.rows_read},
                       {"rowsWritten", progress.rows_written},
                       {"bytesRead", progress.bytes_read},
                       {"bytesWritten", progress.bytes_written},
                       {"filesDone", progress.files_done},
                       {"filesTotal", progress.files_total},
                       {"note", progress.note}});
}

engine::Progress ProgressFromJson(const Json& json) {
  engine::Progress progress;
  progress.rows_read = json["rowsRead"].as_int();
  progress.rows_written = json["rowsWritten"].as_int();
  progress.bytes_read = json["bytesRead"].as_int();
  progress.bytes_written = json["bytesWritten"].as_int();
  progress.files_done = json["filesDone"].as_int();
  progress.files_total = json["filesTotal"].as_int();
  progress.note = json["note"].as_string();
  return progress;
}

}  // namespace weir::gateway
