#include "copy/copy.h"

#include "activity/executors.h"

namespace weir::activity {
namespace {

engine::Progress ProgressOf(const copy::Counters& counters) {
  engine::Progress progress;
  progress.rows_read = counters.rows_read;
  progress.rows_written = counters.rows_copied;
  progress.bytes_read = counters.bytes_read;
  progress.bytes_written = counters.bytes_written;
  progress.files_done = counters.files_read;
  progress.files_total = counters.files_total;
  return progress;
}

/// Copy: moves data between two datasets. All of it is in src/copy.
class CopyExecutor final : public engine::ActivityExecutor {
 public:
  explicit CopyExecutor(const copy::Services& services) : services_(services) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    WEIR_ASSIGN(const model::DatasetInstance source, OnlyDataset(context, "inputs"));
    WEIR_ASSIGN(const model::DatasetInstance sink, OnlyDataset(context, "outputs"));
    return copy::RunCopy(
        {services_, context.activity_name(), context.activity_run_id(), context.type_properties(),
         source, sink, [&](const Json& reference) { return context.LinkedService(reference); },
         context.cancel(), context.clock(),
         [&](const copy::Counters& counters) { context.Report(ProgressOf(counters)); }});
  }

 private:
  static Result<model::DatasetInstance> OnlyDataset(const engine::ActivityContext& context,
                                                    const std::string& name) {
    const Json& references = context.activity()[name];
    if (references.size() != 1) {
      return Fail(ErrorKind::kInvalid, "InvalidCopyActivity",
                  "a Copy activity must have exactly one dataset in '" + name + "', got " +
                      std::to_string(references.size()));
    }
    return context.Dataset(references[0]);
  }

  const copy::Services services_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeCopy(const copy::Services& services) {
  return std::make_shared<CopyExecutor>(services);
}

}  // namespace weir::activity
