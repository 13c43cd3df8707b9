// Pause, resume and the active period: changes of a pipeline's document.
#include "api/v1/handlers.h"
#include "base/names.h"

namespace weir::api::v1 {
namespace {

using http::ServerResponse;

/// Change properties of a pipeline that is there.
Result<> ChangePipeline(const Services& services, const ResourcePath& path,
                        const std::vector<std::pair<const char*, Json>>& values) {
  WEIR_ASSIGN(const Kept known, services.factories->Get(path));
  (void)known;  // One that is not there is an error, not made.
  const auto change = [&](const Kept* old) -> Result<Json> {
    Json document = old->document;
    Json properties = document["properties"];
    for (const auto& [name, value] : values) {
      if (const Json::Member* member = properties.FindMember(name)) {
        properties.Remove(std::string(member->name));
      }
      properties.Set(name, value);
    }
    document.Set("properties", std::move(properties));
    return document;
  };
  WEIR_ASSIGN(const FactoryBook::PutResult put,
              services.factories->Put(path, {.if_match = "*"}, change));
  (void)put;
  return Follow(services, path);
}

Result<UtcTime> ReadTime(const Call& call, std::string_view name) {
  const std::string& text = call.QueryValue(name);
  Result<UtcTime> time = ParseUtc(text);
  if (time) return time;
  return Fail(ErrorKind::kInvalid, "InvalidRequestUri",
              "'" + std::string(name) + "' must be a time as ISO 8601 has it, got " +
                  (text.empty() ? "nothing" : "'" + text + "'"));
}

Result<bool> ReadFlag(const Call& call, std::string_view name) {
  const std::string& text = call.QueryValue(name);
  if (text.empty() || SameName(text, "false")) return false;
  if (SameName(text, "true")) return true;
  return Fail(ErrorKind::kInvalid, "InvalidRequestUri",
              "'" + std::string(name) + "' must be true or false, got '" + text + "'");
}

}  // namespace

Result<ServerResponse> PauseOrResume(const Services& services, const Call& call, Kind kind) {
  const bool pause = call.route().operation == "v1_pipelines_pause";
  WEIR_TRY(ChangePipeline(services, PathOf(call, kind), {{"isPaused", pause}}));
  return ServerResponse{200, {}, {}};
}

Result<ServerResponse> SetActivePeriod(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(const UtcTime start, ReadTime(call, "start"));
  UtcTime end = start + kDefaultSpan;
  if (!call.QueryValue("end").empty()) {
    WEIR_ASSIGN(end, ReadTime(call, "end"));
  }
  if (end < start) {
    return Fail(ErrorKind::kInvalid, "InvalidActivePeriod", "'end' must not lie before 'start'");
  }
  // No two pipelines here fill one dataset, so there is no conflict to resolve.
  WEIR_ASSIGN(const bool resolve, ReadFlag(call, "autoResolve"));
  (void)resolve;
  WEIR_ASSIGN(const bool again, ReadFlag(call, "forceRecalc"));
  if (again) {
    return Fail(ErrorKind::kUnsupported, "OperationNotSupported",
                "'forceRecalc' is not supported: set the status of the slices to Waiting");
  }
  WEIR_TRY(ChangePipeline(services, path, {{"start", FormatUtc(start)}, {"end", FormatUtc(end)}}));
  return ServerResponse{200, {}, {}};
}

}  // namespace weir::api::v1
