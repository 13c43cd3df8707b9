#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "engine/activity.h"

namespace weir::gateway {

/// What both ends speak; a server and a node of different numbers refuse each other.
inline constexpr int64_t kProtocol = 2;

/// A sealed job that a node takes unless it says another limit, and a result that a service takes.
inline constexpr int64_t kJobBytesMax = int64_t{32} << 20;

/// What a node signs to prove that it is the one that registered, and a server to prove that a job
/// is its own.
std::string ConnectText(std::string_view nonce, std::string_view node_id);
std::string JobText(std::string_view node_id, std::string_view sealed);

/// {"kind", "code", "message", "target", "trail"}
Json ErrorToJson(const Error& error);
/// Errors that cannot be read are kInternal.
Error ErrorFromJson(const Json& json);

/// {"rowsRead", …, "note"}: counts, never rows.
Json ProgressToJson(const engine::Progress& progress);
engine::Progress ProgressFromJson(const Json& json);

}  // namespace weir::gateway
