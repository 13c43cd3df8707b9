#include <arrow/io/interfaces.h>

#include "activity/executors.h"
#include "activity/standard_output.h"
#include "base/ids.h"
#include "copy/copy_error.h"
#include "copy/fault_log.h"
#include "copy/listing.h"
#include "copy/settings.h"
#include "copy/wildcard.h"

namespace weir::activity {
namespace {

constexpr const char* kDeleteError = "2011";

/// The log of a Delete: Name, Category, Status, Error.
class DeleteLog {
 public:
  static Result<std::unique_ptr<DeleteLog>> Open(engine::ActivityContext& context,
                                                 const copy::Services& services) {
    const Json& settings = context.type_properties();
    WEIR_ASSIGN(const bool enabled, copy::ReadFlag(settings, "enableLogging", false));
    if (!enabled) return std::unique_ptr<DeleteLog>();
    const Json& location = settings["logStorageSettings"];
    WEIR_ASSIGN(const model::LinkedServiceInstance linked_service,
                context.LinkedService(location["linkedServiceName"]));
    WEIR_ASSIGN(const std::string path, copy::ReadText(location, "path"));
    auto log = std::make_unique<DeleteLog>();
    log->folder_ = copy::JoinPath(path, context.activity_run_id());
    WEIR_ASSIGN(log->store_, copy::OpenFiles(services, linked_service));
    WEIR_ASSIGN(log->output_,
                log->store_->OpenOutput(copy::JoinPath(log->folder_, NewGuid() + ".csv")));
    log->text_ = "Name,Category,Status,Error\n";
    return log;
  }

  void Add(const std::string& name, bool folder, const Result<>& deleted) {
    text_ +=
        copy::QuotedCell(name) + (folder ? ",Folder," : ",File,") +
        (deleted ? "Deleted,\n" : "Failed," + copy::QuotedCell(deleted.error().message()) + "\n");
  }
  Result<> Close() {
    WEIR_ARROW_TRY(output_->stream()->Write(text_.data(), static_cast<int64_t>(text_.size())),
                   "UserErrorFailedFileOperation");
    return output_->Commit();
  }
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  std::string text_;
  std::shared_ptr<connectors::FileStore> store_;
  std::unique_ptr<connectors::FileOutput> output_;
};

bool IsMissing(const Error& error) {
  return error.kind() == ErrorKind::kNotFound;
}

/// Delete: removes a file, the files of a folder, or what wildcards name.
class DeleteExecutor final : public engine::ActivityExecutor {
 public:
  explicit DeleteExecutor(const copy::Services& services) : services_(services) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    const UtcTime start = context.clock().Now();
    WEIR_ASSIGN(const model::DatasetInstance dataset,
                context.Dataset(context.type_properties()["dataset"]));
    Result<Json> output = Run(context, dataset);
    if (!output) return copy::AsActivityError(kDeleteError, output.error());
    return WithStandardKeys(*std::move(output), Billing::kPipeline, start, context.clock().Now());
  }

 private:
  /// One deletion at work.
  struct Work {
    engine::ActivityContext& context;
    connectors::FileStore& store;
    DeleteLog* log;
    int64_t files = 0;
  };

  Result<Json> Run(engine::ActivityContext& context, const model::DatasetInstance& dataset) const {
    const Json& properties = context.type_properties();
    const Json& settings = properties["storeSettings"];
    WEIR_ASSIGN(const bool outer, copy::ReadFlag(properties, "recursive", false));
    WEIR_ASSIGN(const bool recursive, copy::ReadFlag(settings, "recursive", outer));
    WEIR_ASSIGN(const copy::FileLocation location, copy::LocateFiles(dataset));
    WEIR_ASSIGN(const std::shared_ptr<connectors::FileStore> store,
                copy::OpenFiles(services_, dataset.linked_service));
    WEIR_ASSIGN(const std::unique_ptr<DeleteLog> log, DeleteLog::Open(context, services_));
    Work work{context, *store, log.get()};
    const bool wildcard = IsWildcard(location, settings);
    Result<> deleted = DeleteListed(work, dataset, location, settings, recursive);
    // A whole folder goes with what is in it.
    const bool whole_folder = location.file.empty() && !wildcard && !IsFiltered(settings);
    if (deleted && recursive && whole_folder && !location.folder.empty()) {
      deleted = DeleteWholeFolder(work, location.FolderPath());
    }
    if (log != nullptr) {
      Result<> closed = log->Close();
      if (deleted) deleted = std::move(closed);
    }
    WEIR_TRY(std::move(deleted));
    return OutputOf(properties, dataset, settings, recursive, wildcard, work);
  }

  static bool IsWildcard(const copy::FileLocation& location, const Json& settings) {
    return copy::HasWildcard(location.file) || copy::HasWildcard(location.folder) ||
           !settings["wildcardFileName"].as_string().empty() ||
           !settings["wildcardFolderPath"].as_string().empty();
  }
  /// True if not all files of the folder are meant.
  static bool IsFiltered(const Json& settings) {
    for (const std::string_view name :
         {"prefix", "fileListPath", "modifiedDatetimeStart", "modifiedDatetimeEnd"}) {
      if (!settings[name].as_string().empty()) return true;
    }
    return false;
  }

  static Result<> DeleteListed(Work& work, const model::DatasetInstance& dataset,
                               const copy::FileLocation& location, Json settings, bool recursive) {
    if (!settings.is_object()) settings = Json::Object({});
    settings.Set("recursive", recursive);
    const Result<copy::Listing> listing =
        copy::ListSource(work.store, dataset.linked_service.type, location, settings,
                         {false, &work.context.cancel()});
    if (!listing) {
      return IsMissing(listing.error()) ? Result<>() : Result<>(listing.error());
    }
    for (const copy::SourceFile& file : listing->files) {
      WEIR_TRY(work.context.cancel().Check());
      const Result<> deleted = work.store.DeleteFile(file.entry.path);
      if (!deleted && IsMissing(deleted.error())) continue;  // Somebody else was faster.
      if (work.log != nullptr) work.log->Add(file.entry.path, false, deleted);
      WEIR_TRY(deleted);
      ++work.files;
      engine::Progress progress;
      progress.files_done = work.files;
      progress.files_total = static_cast<int64_t>(listing->files.size());
      work.context.Report(progress);
    }
    return {};
  }

  static Result<> DeleteWholeFolder(Work& work, const std::string& folder) {
    const Result<> deleted = work.store.DeleteFolder(folder);
    if (!deleted && IsMissing(deleted.error())) return {};
    if (work.log != nullptr) work.log->Add(folder, true, deleted);
    return deleted;
  }

  static Json OutputOf(const Json& properties, const model::DatasetInstance& dataset,
                       const Json& settings, bool recursive, bool wildcard, const Work& work) {
    Json output = Json::Object({{"datasetName", dataset.name}, {"type", dataset.type}});
    const Json& location = dataset.type_properties()["location"].is_object()
                               ? dataset.type_properties()["location"]
                               : dataset.type_properties();
    for (const std::string_view name :
         {"prefix", "bucketName", "container", "fileSystem", "folderPath", "fileName", "key"}) {
      const Json& value = location[name].is_null() ? settings[name] : location[name];
      if (!value.is_null()) output.Set(name, value);
    }
    output.Set("recursive", recursive);
    output.Set("isWildcardUsed", wildcard);
    const Json& inner = settings["maxConcurrentConnections"];
    const Json& outer = properties["maxConcurrentConnections"];
    output.Set("maxConcurrentConnections", !inner.is_null()   ? inner
                                           : !outer.is_null() ? outer
                                                              : Json(1));
    output.Set("filesDeleted", work.files);
    if (work.log != nullptr) output.Set("logPath", work.log->folder());
    return output;
  }

  const copy::Services services_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeDelete(const copy::Services& services) {
  return std::make_shared<DeleteExecutor>(services);
}

}  // namespace weir::activity
