#include "compute/ml/scoring.h"

#include <array>

#include "activity/web_request.h"
#include "base/names.h"
#include "compute/ml/scored_source.h"
#include "copy/copy.h"
#include "copy/copy_types.h"
#include "copy/row_source.h"
#include "copy/settings.h"

namespace weir::compute::ml {
namespace {

constexpr const char* kService = "ScoringEndpoint";

Error InvalidScoring(const std::string& message) {
  return Fail(ErrorKind::kInvalid, "InvalidScoring", message);
}

/// By the file's ending.
Result<std::string> DatasetTypeOf(const std::string& file) {
  constexpr std::array<std::pair<const char*, const char*>, 3> kTypes = {
      {{".csv", "DelimitedText"}, {".json", "Json"}, {".parquet", "Parquet"}}};
  for (const auto& [ending, type] : kTypes) {
    if (NameKey(file).ends_with(ending)) return std::string(type);
  }
  return InvalidScoring("the file '" + file +
                        "' must end with .csv, .json or .parquet; for others name a dataset in "
                        "'inputs' and 'outputs'");
}

/// The file of a port as the dataset that it would be.
Result<model::DatasetInstance> FileOf(engine::ActivityContext& context, const std::string& name,
                                      const Json& port) {
  WEIR_ASSIGN(const std::string path, copy::ReadText(port, "filePath"));
  if (path.empty()) return activity::MissingProperty(name + ".filePath");
  if (!port["linkedServiceName"].is_object()) {
    return activity::MissingProperty(name + ".linkedServiceName");
  }
  WEIR_ASSIGN(model::LinkedServiceInstance store, context.LinkedService(port["linkedServiceName"]));
  const size_t file = path.rfind('/') + 1;  // npos + 1 is 0.
  WEIR_ASSIGN(std::string type, DatasetTypeOf(path.substr(file)));
  Json settings = Json::Object(
      {{"location", Json::Object({{"type", store.type + "Location"},
                                  {"folderPath", path.substr(0, file == 0 ? 0 : file - 1)},
                                  {"fileName", path.substr(file)}})}});
  if (type == "DelimitedText") settings.Set("firstRowAsHeader", true);
  Json properties = Json::Object({{"type", type}, {"typeProperties", std::move(settings)}});
  return model::DatasetInstance{name, std::move(type), std::move(properties), std::move(store)};
}

/// The one dataset in `datasets`, or the one file in `ports`.
Result<model::DatasetInstance> OneSide(engine::ActivityContext& context, const char* datasets,
                                       const char* ports) {
  const Json& references = context.activity()[datasets];
  const Json& files = context.type_properties()[ports];
  if (references.size() == 1) {
    WEIR_ASSIGN(model::DatasetInstance dataset, context.Dataset(references[0]));
    if (!SameName(dataset.type, "Binary")) return dataset;
    return InvalidScoring("dataset '" + dataset.name + "' is of type Binary, which has no rows");
  }
  if (references.empty() && files.size() == 1) {
    const Json::Member& port = files.members().front();
    return FileOf(context, port.name, port.value);
  }
  return InvalidScoring("scoring by a " + std::string(kService) + " needs one dataset in '" +
                        datasets + "' or one file in '" + ports + "', got " +
                        std::to_string(references.size()) + " and " + std::to_string(files.size()));
}

class ScoringExecutor final : public engine::ActivityExecutor {
 public:
  ScoringExecutor(const ComputeTools& tools, std::shared_ptr<ActivityExecutor> job)
      : tools_(tools), job_(std::move(job)) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    const Json& reference = context.activity()["linkedServiceName"];
    if (!reference.is_object()) return activity::MissingProperty("linkedServiceName");
    WEIR_ASSIGN(const model::LinkedServiceInstance service, context.LinkedService(reference));
    if (!SameName(service.type, kService)) return job_->Execute(context);
    WEIR_ASSIGN(const ScoringEndpoint endpoint, ScoringEndpoint::Read(context, service, tools_));
    return Score(context, endpoint);
  }

 private:
  Result<Json> Score(engine::ActivityContext& context, const ScoringEndpoint& endpoint) {
    WEIR_ASSIGN(const auto source, OneSide(context, "inputs", "webServiceInputs"));
    WEIR_ASSIGN(const auto sink, OneSide(context, "outputs", "webServiceOutputs"));
    WEIR_ASSIGN(const Json settings, CopySettings(source, sink, context.type_properties()));
    ScoringCounters counters;
    copy::CopyRequest request{
        tools_.services,
        context.activity_name(),
        context.activity_run_id(),
        settings,
        source,
        sink,
        [&](const Json& store) { return context.LinkedService(store); },
        context.cancel(),
        context.clock(),
        [&](const copy::Counters& copied) { context.Report(ProgressOf(copied, counters)); }};
    request.through = [&](std::unique_ptr<copy::RowSource> rows) {
      return Scored(std::move(rows), endpoint, context.cancel(), counters);
    };
    WEIR_ASSIGN(Json output, copy::RunCopy(request));
    output.Set("rowsScored", counters.rows_scored.load());
    output.Set("rowsFailed", counters.rows_failed.load());
    output.Set("requests", counters.requests.load());
    return output;
  }

  /// The activity's `source` and `sink`, where it has none the plain ones of the datasets.
  Result<Json> CopySettings(const model::DatasetInstance& source,
                            const model::DatasetInstance& sink, const Json& given) const {
    Json settings = Json::Object({{"source", given["source"]}, {"sink", given["sink"]}});
    if (!given["translator"].is_null()) settings.Set("translator", given["translator"]);
    if (!settings["source"].is_object()) {
      WEIR_ASSIGN(const std::string type, copy::SourceTypeFor(source, tools_.services));
      settings.Set("source", Json::Object({{"type", type}}));
    }
    if (!settings["sink"].is_object()) {
      WEIR_ASSIGN(const std::string type, copy::SinkTypeFor(sink, tools_.services));
      settings.Set("sink", Json::Object({{"type", type}}));
    }
    return settings;
  }

  static engine::Progress ProgressOf(const copy::Counters& copied,
                                     const ScoringCounters& counters) {
    engine::Progress progress;
    progress.rows_read = copied.rows_read;
    progress.rows_written = copied.rows_copied;
    progress.bytes_read = copied.bytes_read;
    progress.bytes_written = copied.bytes_written;
    progress.note = std::to_string(counters.rows_scored) + " rows scored, " +
                    std::to_string(counters.rows_failed) + " failed";
    return progress;
  }

  const ComputeTools tools_;
  const std::shared_ptr<ActivityExecutor> job_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeScoring(
    const ComputeTools& tools, std::shared_ptr<engine::ActivityExecutor> job) {
  return std::make_shared<ScoringExecutor>(tools, std::move(job));
}

}  // namespace weir::compute::ml
