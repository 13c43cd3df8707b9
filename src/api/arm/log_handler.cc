// Logs of jobs on other machines. Not part of Data Factory's contract.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>

#include "api/arm/handlers.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

/// How many bytes of the log's end are asked for; nothing: all of it.
Result<std::optional<int64_t>> ReadTail(const Call& call) {
  const std::string& text = call.QueryValue("tail");
  if (text.empty()) return std::optional<int64_t>();
  int64_t bytes = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, bytes).ptr == end && bytes > 0) {
    return std::optional(bytes);
  }
  return Fail(ErrorKind::kInvalid, "InvalidQueryParameterValue",
              "'tail' must be a number of bytes, got '" + text + "'");
}

/// A name that leads nowhere else.
bool IsRunId(const std::string& id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-';
  });
}

/// The file, or whole lines of its end.
std::string ReadEnd(std::ifstream& file, const std::optional<int64_t>& tail) {
  file.seekg(0, std::ios::end);
  const int64_t size = file.tellg();
  const int64_t from = tail ? std::max<int64_t>(0, size - *tail) : 0;
  file.seekg(from);
  std::string text(static_cast<size_t>(size - from), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (from > 0) text.erase(0, text.find('\n') + 1);
  return text;
}

}  // namespace

Result<http::ServerResponse> ShowLog(const Services& services, const Call& call,
                                     model::ResourceKind /*kind*/) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const auto factory, services.factories->Model(path));  // It is there.
  WEIR_ASSIGN(const std::optional<int64_t> tail, ReadTail(call));
  const std::string& run_id = call.PathValue("runId");
  const std::string activity = NameKey(call.PathValue("activityRunId"));
  WEIR_ASSIGN(const auto run, services.store->FindRun(NameKey(run_id)));
  if (!run || run->factory != path.FactoryKey()) {
    return Fail(ErrorKind::kNotFound, "PipelineRunNotFound",
                "the factory has no pipeline run '" + run_id + "'");
  }
  std::ifstream file;
  if (IsRunId(activity)) {
    const std::filesystem::path folder = services.data_folder;
    file.open(folder / "logs" / run->run_id / (activity + ".log"), std::ios::binary);
  }
  if (!file.is_open()) {
    return Fail(ErrorKind::kNotFound, "JobLogNotFound",
                "the activity run '" + activity +
                    "' has no log: only activities that run a job elsewhere have one, once the job "
                    "says something");
  }
  return http::ServerResponse{
      200, {{"Content-Type", "text/plain; charset=utf-8"}}, ReadEnd(file, tail)};
}

}  // namespace weir::api::arm
