#include <arrow/io/interfaces.h>

#include "base/names.h"
#include "copy/added_columns.h"
#include "copy/byte_counting.h"
#include "copy/copy_types.h"
#include "copy/file_format.h"
#include "copy/row_source.h"
#include "copy/settings.h"
#include "copy/stopwatch.h"

namespace weir::copy {
namespace {

using arrow::io::InputStream;

/// What all parts of a file source share.
struct FileSourceState {
  std::shared_ptr<connectors::FileStore> store;
  FileFormat format;
  Listing listing;
  formats::ReadOptions options;  // Without the file's name.
  std::vector<AddedColumn> added;
  Counters* counters = nullptr;
  const CancelToken* cancel = nullptr;
};

class FilePart final : public SourcePart {
 public:
  FilePart(std::shared_ptr<const FileSourceState> state, size_t index)
      : state_(std::move(state)), file_(state_->listing.files[index]) {}

  Result<std::optional<SourceUnit>> Next() override {
    if (state_->cancel != nullptr) WEIR_TRY(state_->cancel->Check());
    const bool first = !opened_;
    if (first) {
      opened_ = true;
      WEIR_TRY(Open());
    }
    if (archive_ != nullptr) return NextEntry();
    if (!first) {
      state_->counters->files_read += 1;
      return std::optional<SourceUnit>();
    }
    return Unit(std::move(input_), file_.relative, state_->store->Describe(file_.entry.path));
  }

 private:
  Result<> Open() {
    const std::string& path = file_.entry.path;
    std::atomic<int64_t>* bytes = &state_->counters->bytes_read;
    if (state_->format.spec->random_access) {
      WEIR_ASSIGN(std::shared_ptr<arrow::io::RandomAccessFile> file,
                  state_->store->OpenRandom(path));
      input_ = CountRandom(std::move(file), bytes);
      return {};
    }
    WEIR_ASSIGN(std::shared_ptr<InputStream> file, state_->store->OpenInput(path));
    input_ = CountInput(std::move(file), bytes);
    const std::string& codec = state_->format.codec;
    if (codec.empty()) return {};
    if (formats::IsArchive(codec)) {
      WEIR_ASSIGN(archive_, formats::OpenArchive(std::move(input_), codec));
      return {};
    }
    Result<std::shared_ptr<InputStream>> plain = formats::Decompress(std::move(input_), codec);
    if (!plain) return std::move(plain).error().At(state_->store->Describe(path));
    input_ = *std::move(plain);
    return {};
  }

  Result<std::optional<SourceUnit>> NextEntry() {
    WEIR_ASSIGN(const std::string entry, archive_->NextEntry());
    if (entry.empty()) {
      state_->counters->files_read += 1;
      return std::optional<SourceUnit>();
    }
    return Unit(archive_->OpenEntry(), JoinPath(file_.relative, entry),
                state_->store->Describe(file_.entry.path) + "!" + entry);
  }

  Result<std::optional<SourceUnit>> Unit(std::shared_ptr<InputStream> input, std::string relative,
                                         std::string name) {
    formats::ReadOptions options = state_->options;
    options.file = name;
    Result<std::unique_ptr<formats::BatchStream>> rows =
        state_->format.spec->open_reader(std::move(input), options);
    if (!rows) return std::move(rows).error().At(name);
    WEIR_ASSIGN(std::unique_ptr<formats::BatchStream> widened,
                AddColumns(*std::move(rows), state_->added, file_.partitions, file_.relative));
    return std::optional<SourceUnit>(
        SourceUnit{std::move(name), std::move(relative), std::move(widened)});
  }

  std::shared_ptr<const FileSourceState> state_;
  const SourceFile& file_;
  std::shared_ptr<InputStream> input_;
  std::unique_ptr<formats::ArchiveReader> archive_;
  bool opened_ = false;
};

class FileSource final : public RowSource {
 public:
  explicit FileSource(std::shared_ptr<const FileSourceState> state) : state_(std::move(state)) {}

  size_t parts() const override { return state_->listing.files.size(); }
  bool is_files() const override { return true; }
  Result<std::unique_ptr<SourcePart>> OpenPart(size_t index) override {
    return std::unique_ptr<SourcePart>(std::make_unique<FilePart>(state_, index));
  }

 private:
  std::shared_ptr<const FileSourceState> state_;
};

/// Settings of legacy sources that the formats know under their new names.
Json LegacyFormatSettings(const Json& source) {
  Json settings = Json::Object({});
  const Json& skip = source["skipHeaderLineCount"];
  if (!skip.is_null()) settings.Set("skipLineCount", skip);
  const Json& empty = source["treatEmptyAsNull"];
  if (!empty.is_null()) settings.Set("treatEmptyAsNull", empty);
  return settings;
}

/// A legacy JsonFormat names its columns in the dataset.
void AddLegacyPaths(const Json& format, formats::ReadOptions& options) {
  if (!SameName(format["type"].as_string(), "JsonFormat")) return;
  if (options.collection.empty()) options.collection = format["jsonNodeReference"].as_string();
  if (!options.paths.empty()) return;
  for (const Json::Member& member : format["jsonPathDefinition"].members()) {
    options.paths.push_back({member.name, member.value.as_string()});
  }
}

/// The columns that a mapping by name reads; empty: all.
std::vector<std::string> NeededColumns(const SourceRequest& request,
                                       const std::vector<AddedColumn>& added) {
  std::vector<std::string> names;
  if (request.translator == nullptr) return names;
  for (const MappedColumn& column : request.translator->columns) {
    if (column.source_name.empty()) return {};  // Ordinals count all columns.
    names.push_back(column.source_name);
  }
  if (names.empty()) return names;
  for (const AddedColumn& column : added) {
    if (!column.column.empty()) names.push_back(column.column);
  }
  return names;
}

void SetReadOptions(const SourceRequest& request, FileSourceState& state) {
  formats::ReadOptions& options = state.options;
  options.settings = state.format.settings;
  options.format_settings = request.source["formatSettings"].is_object()
                                ? request.source["formatSettings"]
                                : LegacyFormatSettings(request.source);
  if (request.translator != nullptr) {
    if (state.format.spec->documents) {
      options.paths = DocumentPaths(*request.translator, state.added);
    }
    options.collection = request.translator->collection;
    options.complex_as_text = request.translator->complex_as_text;
  }
  options.columns = NeededColumns(request, state.added);
  AddLegacyPaths(state.format.settings, options);
  options.on_bad_row = request.on_bad_row;
  options.cancel = request.cancel;
}

}  // namespace

Result<std::unique_ptr<RowSource>> OpenFileSource(const SourceRequest& request) {
  const model::DatasetInstance& dataset = request.dataset;
  WEIR_TRY(CheckSourceType(dataset, request.source, request.services));
  auto state = std::make_shared<FileSourceState>();
  state->counters = request.counters;
  state->cancel = request.cancel;
  WEIR_ASSIGN(state->format, FormatOf(dataset, request.services.formats));
  if (state->format.binary()) {
    return Fail(ErrorKind::kInvalid, "QueryMissingFormatSettingsInDataset",
                "The format settings are missing in dataset " + dataset.name + ".");
  }
  WEIR_ASSIGN(const FileLocation location, LocateFiles(dataset));
  WEIR_ASSIGN(state->added, ReadAddedColumns(request.source["additionalColumns"]));
  const Json settings = ReadSettingsOf(dataset, request.source);
  WEIR_ASSIGN(state->store,
              OpenFiles(request.services, dataset.linked_service, settings, request.cancel));
  const Stopwatch watch(request.counters->listing_micros);
  WEIR_ASSIGN(state->listing, ListSource(*state->store, dataset.linked_service.type, location,
                                         settings, {true, request.cancel}));
  request.counters->files_total = static_cast<int64_t>(state->listing.files.size());
  SetReadOptions(request, *state);
  return std::unique_ptr<RowSource>(std::make_unique<FileSource>(std::move(state)));
}

}  // namespace weir::copy
