#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "base/names.h"
#include "copy/byte_counting.h"
#include "copy/copy_types.h"
#include "copy/file_format.h"
#include "copy/naming.h"
#include "copy/row_sink.h"
#include "copy/settings.h"

namespace weir::copy {
namespace {

using arrow::RecordBatch;

/// What all files of a sink share.
struct FileSinkState {
  std::shared_ptr<connectors::FileStore> store;
  FileFormat format;
  SinkNaming naming;
  formats::WriteOptions options;  // Without the file's name.
  int64_t rows_per_file = 0;      // 0: no limit.
  std::string prefix;             // fileNamePrefix
  Counters* counters = nullptr;
};

/// One file being written; nothing is visible before Commit.
class SinkFile {
 public:
  static Result<std::unique_ptr<SinkFile>> Open(const FileSinkState& state, const std::string& path,
                                                std::shared_ptr<arrow::Schema> schema) {
    auto file = std::make_unique<SinkFile>();
    file->counters_ = state.counters;
    file->described_ = state.store->Describe(path);
    WEIR_ASSIGN(file->output_, state.store->OpenOutput(path));
    std::shared_ptr<arrow::io::OutputStream> stream =
        CountOutput(file->output_->stream(), &state.counters->bytes_written);
    if (!state.format.codec.empty()) {
      std::string entry = path.substr(path.rfind('/') + 1);
      const std::string extension = CodecExtension(state.format.codec);
      if (entry.ends_with(extension)) entry.resize(entry.size() - extension.size());
      if (entry.find('.') == std::string::npos) entry += state.format.spec->extension;
      WEIR_ASSIGN(file->compressed_, formats::Compress(std::move(stream), state.format.codec,
                                                       state.format.level, entry));
      stream = file->compressed_;
    }
    formats::WriteOptions options = state.options;
    options.file = file->described_;
    WEIR_ASSIGN(file->writer_,
                state.format.spec->open_writer(std::move(stream), std::move(schema), options));
    return file;
  }

  Result<> Write(const RecordBatch& batch) {
    Result<> written = writer_->Write(batch);
    if (!written) return std::move(written).error().At(described_);
    rows_ += batch.num_rows();
    return {};
  }
  int64_t rows() const { return rows_; }

  Result<> Commit() {
    Result<> finished = Finish();
    if (!finished) return std::move(finished).error().At(described_);
    counters_->files_written += 1;
    return {};
  }

 private:
  Result<> Finish() {
    WEIR_TRY(writer_->Finish());
    if (compressed_ != nullptr) {
      WEIR_ARROW_TRY(compressed_->Close(), "UserErrorFailedFileOperation");
    }
    return output_->Commit();
  }

  std::unique_ptr<connectors::FileOutput> output_;
  std::shared_ptr<arrow::io::OutputStream> compressed_;
  std::unique_ptr<formats::BatchWriter> writer_;
  std::string described_;
  Counters* counters_ = nullptr;
  int64_t rows_ = 0;
};

/// A unit that is a file of its own, or several when rows per file are limited.
class OwnFiles final : public SinkUnit {
 public:
  OwnFiles(const FileSinkState& state, std::string relative, std::shared_ptr<arrow::Schema> schema)
      : state_(state), relative_(std::move(relative)), schema_(std::move(schema)) {
    if (state_.rows_per_file == 0) return;
    prefix_ = state_.prefix.empty() || state_.naming.from_files ? state_.naming.StemFor(relative_)
                                                                : state_.prefix;
  }

  Result<> Start() {
    const std::string path = state_.rows_per_file == 0
                                 ? state_.naming.PathFor(relative_)
                                 : state_.naming.SplitPathFor(relative_, prefix_, number_++);
    WEIR_ASSIGN(file_, SinkFile::Open(state_, path, schema_));
    return {};
  }

  Result<> Write(const std::shared_ptr<RecordBatch>& batch) override {
    int64_t at = 0;
    while (state_.rows_per_file > 0 && at < batch->num_rows()) {
      if (file_->rows() == state_.rows_per_file) {
        WEIR_TRY(file_->Commit());
        WEIR_TRY(Start());
      }
      const int64_t rows = std::min(state_.rows_per_file - file_->rows(), batch->num_rows() - at);
      WEIR_TRY(file_->Write(*batch->Slice(at, rows)));
      at += rows;
    }
    if (state_.rows_per_file > 0) return {};
    return file_->Write(*batch);
  }

  Result<> Close() override { return file_->Commit(); }

 private:
  const FileSinkState& state_;
  std::string relative_;
  std::shared_ptr<arrow::Schema> schema_;
  std::string prefix_;
  int64_t number_ = 0;
  std::unique_ptr<SinkFile> file_;
};

/// Each unit becomes a file of its own.
class FolderSink final : public RowSink {
 public:
  explicit FolderSink(FileSinkState state) : state_(std::move(state)) {}

  SinkShape shape() const override { return {}; }
  void Settle(const std::shared_ptr<arrow::Schema>&) override {}
  bool parallel() const override { return true; }
  Result<std::unique_ptr<SinkUnit>> Open(const std::string& relative,
                                         std::shared_ptr<arrow::Schema> schema) override {
    auto unit = std::make_unique<OwnFiles>(state_, relative, std::move(schema));
    WEIR_TRY(unit->Start());
    return std::unique_ptr<SinkUnit>(std::move(unit));
  }
  Result<> Finish() override { return {}; }

 private:
  FileSinkState state_;
};

/// All units become one file, which appears when the last row is in it.
class MergedFileSink final : public RowSink {
 public:
  explicit MergedFileSink(FileSinkState state) : state_(std::move(state)) {}

  SinkShape shape() const override { return {shape_, true, false}; }
  void Settle(const std::shared_ptr<arrow::Schema>& schema) override {
    if (schema->num_fields() > 0) shape_ = schema;  // A file of no bytes decides nothing.
  }
  bool parallel() const override { return false; }
  Result<std::unique_ptr<SinkUnit>> Open(const std::string&,
                                         std::shared_ptr<arrow::Schema> schema) override {
    if (schema->num_fields() == 0) {
      no_columns_ = std::move(schema);
      return std::unique_ptr<SinkUnit>(std::make_unique<Unit>(nullptr));
    }
    if (file_ == nullptr) WEIR_TRY(Start(std::move(schema)));
    return std::unique_ptr<SinkUnit>(std::make_unique<Unit>(file_.get()));
  }
  Result<> Finish() override {
    if (file_ == nullptr && no_columns_ != nullptr) WEIR_TRY(Start(no_columns_));
    return file_ == nullptr ? Result<>() : file_->Commit();
  }

 private:
  class Unit final : public SinkUnit {
   public:
    /// Without a file it takes batches of no columns, and does nothing.
    explicit Unit(SinkFile* file) : file_(file) {}
    Result<> Write(const std::shared_ptr<RecordBatch>& batch) override {
      return file_ == nullptr ? Result<>() : file_->Write(*batch);
    }
    Result<> Close() override { return {}; }

   private:
    SinkFile* file_;
  };

  Result<> Start(std::shared_ptr<arrow::Schema> schema) {
    WEIR_ASSIGN(file_, SinkFile::Open(state_, state_.naming.PathFor(""), std::move(schema)));
    return {};
  }

  FileSinkState state_;
  std::shared_ptr<arrow::Schema> shape_;
  std::shared_ptr<arrow::Schema> no_columns_;  // Of a file of no bytes.
  std::unique_ptr<SinkFile> file_;
};

/// ".txt", or `fileExtension`, and the codec's behind it.
Result<std::string> ExtensionOf(const FileFormat& format, const Json& format_settings) {
  WEIR_ASSIGN(std::string extension, ReadText(format_settings, "fileExtension"));
  if (extension.empty()) extension = format.spec->extension;
  if (!extension.empty() && extension.front() != '.') extension.insert(0, 1, '.');
  const std::string codec = CodecExtension(format.codec);
  if (!extension.ends_with(codec)) extension += codec;
  return extension;
}

/// A JSON sink with a legacy `structure` nests at the separator in its columns' names.
void AddLegacyNesting(const model::DatasetInstance& dataset, const Json& format,
                      formats::WriteOptions& options) {
  if (!SameName(format["type"].as_string(), "JsonFormat") || !options.nested.empty()) return;
  const std::string& given = format["nestingSeparator"].as_string();
  const std::string separator = given.empty() ? "." : given;
  for (const Json& column : dataset.properties["structure"].items()) {
    const std::string& name = column["name"].as_string();
    std::vector<std::string> path;
    for (size_t at = 0; at <= name.size();) {
      const size_t end = std::min(name.find(separator, at), name.size());
      path.push_back(name.substr(at, end - at));
      at = end + separator.size();
    }
    if (path.size() > 1) options.nested.emplace(name, std::move(path));
  }
}

Result<> ReadFileLimits(const Json& format_settings, FileSinkState& state) {
  WEIR_ASSIGN(state.rows_per_file, ReadWhole(format_settings, "maxRowsPerFile", 0));
  WEIR_ASSIGN(state.prefix, ReadText(format_settings, "fileNamePrefix"));
  if (state.rows_per_file < 0) {
    return Fail(ErrorKind::kInvalid, "InvalidProperty",
                "'maxRowsPerFile' must be above 0, got " + std::to_string(state.rows_per_file));
  }
  if (state.rows_per_file > 0 && !state.naming.file.empty()) {
    return Fail(ErrorKind::kInvalid, "InvalidProperty",
                "'maxRowsPerFile' needs a sink dataset without a file name, got '" +
                    state.naming.file + "'");
  }
  return {};
}

/// Several files into one name are merged unless the sink asks to keep them apart.
Result<bool> IsMerged(const SinkRequest& request, const SinkNaming& naming, bool behavior_given) {
  if (naming.behavior == CopyBehavior::kMergeFiles) return true;
  if (naming.file.empty() || request.source_parts < 2) return false;
  if (!behavior_given) return true;
  return Fail(ErrorKind::kInvalid, "UserErrorInvalidSinkFileName",
              "the sink dataset '" + request.dataset.name + "' names one file ('" + naming.file +
                  "') for " + std::to_string(request.source_parts) +
                  " source files; copyBehavior must be MergeFiles or the name be left out");
}

}  // namespace

Result<std::unique_ptr<RowSink>> OpenFileSink(const SinkRequest& request) {
  WEIR_TRY(CheckSinkType(request.dataset, request.sink, request.services));
  FileSinkState state;
  state.counters = request.counters;
  WEIR_ASSIGN(const FileLocation location, LocateFiles(request.dataset));
  WEIR_TRY(CheckSinkPath(location));
  WEIR_ASSIGN(state.format, FormatOf(request.dataset, request.services.formats));
  const Json settings = WriteSettingsOf(request.sink);
  if (state.format.binary() || !state.format.spec->open_writer) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedSinkFormat",
                "rows cannot be written to dataset '" + request.dataset.name + "' of type " +
                    request.dataset.type);
  }
  const Json& format_settings = request.sink["formatSettings"];
  bool behavior_given = false;
  WEIR_ASSIGN(state.naming.behavior, ReadCopyBehavior(settings, &behavior_given));
  state.naming.folder = location.FolderPath();
  state.naming.file = location.file;
  state.naming.from_files = request.from_files;
  WEIR_ASSIGN(state.naming.extension, ExtensionOf(state.format, format_settings));
  WEIR_TRY(ReadFileLimits(format_settings, state));
  state.options.settings = state.format.settings;
  state.options.format_settings = format_settings;
  state.options.nested = NestedPaths(request.translator);
  AddLegacyNesting(request.dataset, state.format.settings, state.options);
  WEIR_ASSIGN(const bool merged, IsMerged(request, state.naming, behavior_given));
  WEIR_ASSIGN(state.store, OpenSinkFiles(request.services, request.dataset.linked_service, settings,
                                         request.cancel));
  if (merged) return std::unique_ptr<RowSink>(std::make_unique<MergedFileSink>(std::move(state)));
  return std::unique_ptr<RowSink>(std::make_unique<FolderSink>(std::move(state)));
}

}  // namespace weir::copy
