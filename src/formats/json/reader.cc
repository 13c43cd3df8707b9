#include "formats/json/reader.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <deque>
#include <map>

#include "base/names.h"
#include "formats/encoding.h"
#include "formats/json/column.h"
#include "formats/json/documents.h"
#include "formats/json/json_error.h"
#include "formats/json/walk.h"
#include "formats/settings.h"

namespace weir::formats::json {
namespace {

constexpr int64_t kBatchRowsMax = int64_t{64} << 10U;
constexpr int64_t kBatchBytesMax = int64_t{16} << 20U;
constexpr size_t kLoggedBytesMax = 4096;
constexpr size_t kPaddingBytes = 64;
constexpr size_t kColumnsMax = 10'000;

/// Call `use` with the text, or with one that is UTF-8 and has as much room behind it.
template <typename Use>
auto WithUtf8(std::string_view text, const Use& use) {
  if (IsUtf8(text)) return use(text);
  std::string clean = ReplaceInvalidUtf8(text);
  const size_t size = clean.size();
  clean.resize(size + kPaddingBytes);
  return use(std::string_view(clean).substr(0, size));
}

class Reader final : public BatchStream {
 public:
  Reader(std::shared_ptr<arrow::io::InputStream> in, const ReadOptions& options,
         const ReaderTuning& tuning)
      : options_(options),
        legacy_(SameName(options.settings["type"].as_string(), "JsonFormat")),
        source_(std::move(in), options.file, tuning.block_bytes) {}

  Result<> Open();
  std::shared_ptr<arrow::Schema> schema() const override { return schema_; }
  Result<std::shared_ptr<arrow::RecordBatch>> Next() override;

 private:
  bool complex_as_text() const { return options_.complex_as_text || legacy_; }
  Result<> PlantCollection();
  Result<> PlantPaths();
  void DiscoverColumns(const DocumentBlock& block);
  void AddColumn(PathNode& node, const std::string& name);
  Result<> InferTypes(const DocumentBlock& block);
  Result<> ReadBlock(const DocumentBlock& block);
  Result<std::string> WalkDocument(std::string_view text, const Walker::RowHandler& on_row);
  Result<> AddRow(std::span<const Cell> cells, const Document& document, std::string_view text);
  Result<> Report(const BadRow& bad);
  BadRow Misfit(size_t column, const Cell& cell, const Document& document, std::string_view text);
  Result<> Flush();

  ReadOptions options_;
  bool legacy_;
  DocumentSource source_;
  std::string separator_;
  PathNode root_;
  std::unique_ptr<PathNode> element_;
  std::vector<std::string> names_;
  std::vector<JsonColumn> columns_;
  std::unique_ptr<Walker> walker_;
  std::shared_ptr<arrow::Schema> schema_;
  DocumentBlock first_;
  bool first_pending_ = true;
  bool ended_ = false;
  std::vector<Value> row_;
  int64_t batch_rows_ = 0;
  int64_t batch_bytes_ = 0;
  std::deque<std::shared_ptr<arrow::RecordBatch>> ready_;
};

Result<> Reader::Open() {
  if (legacy_) {
    WEIR_ASSIGN(separator_, TextSetting(options_.settings, "nestingSeparator", "."));
  }
  WEIR_TRY(PlantCollection());
  WEIR_TRY(PlantPaths());
  WEIR_ASSIGN(first_, source_.Next());
  if (options_.paths.empty()) DiscoverColumns(first_);
  walker_ = std::make_unique<Walker>(root_, element_.get(), names_.size());
  WEIR_TRY(InferTypes(first_));
  arrow::FieldVector fields;
  for (const JsonColumn& column : columns_) fields.push_back(column.field());
  schema_ = arrow::schema(std::move(fields));
  row_.resize(columns_.size());
  return {};
}

Result<> Reader::PlantCollection() {
  if (options_.collection.empty()) return {};
  WEIR_ASSIGN(const Path path, ParsePath(options_.collection));
  for (const PathStep& step : path.steps) {
    if (step.kind != PathStep::Kind::kEveryItem) continue;
    return Fail(
        ErrorKind::kUnsupported, "JsonNestedCollection",
        "one array can be cross-applied, not an array of arrays: '" + options_.collection + "'");
  }
  if (path.steps.empty()) return {};
  element_ = std::make_unique<PathNode>();
  root_.Descend(path.steps).collection = true;
  return {};
}

void Reader::AddColumn(PathNode& node, const std::string& name) {
  node.column = static_cast<int>(names_.size());
  names_.push_back(name);
}

Result<> Reader::PlantPaths() {
  for (const PathColumn& column : options_.paths) {
    WEIR_ASSIGN(const Path path, ParsePath(column.path));
    PathNode& top = element_ != nullptr && !path.from_root ? *element_ : root_;
    PathNode& node = top.Descend(path.steps);
    if (node.column != PathNode::kNoColumn) {
      return Fail(ErrorKind::kUnsupported, "JsonPathUsedTwice",
                  "the path '" + column.path + "' is mapped to both '" +
                      names_[static_cast<size_t>(node.column)] + "' and '" + column.name + "'");
    }
    AddColumn(node, column.name);
  }
  return {};
}

void Reader::DiscoverColumns(const DocumentBlock& block) {
  const auto list = [this](std::string_view text, PathNode& top) {
    ListMembers(text, separator_, [&](const std::vector<std::string>& names) {
      std::vector<PathStep> steps;
      std::string joined;
      for (const std::string& name : names) {
        steps.push_back({PathStep::Kind::kMember, name, 0});
        joined += (joined.empty() ? "" : separator_) + name;
      }
      PathNode& node = top.Descend(steps);
      const bool fresh = node.column == PathNode::kNoColumn && !node.collection &&
                         !node.has_children() && names_.size() < kColumnsMax;
      if (fresh) AddColumn(node, joined);
    });
  };
  for (const Document& document : block.documents) {
    WithUtf8(block.text(document), [&](std::string_view text) { list(text, root_); });
  }
  if (element_ == nullptr) return;
  // The collection as a column of its own, for a look at the members of its items.
  PathNode only_collection;
  PathNode& node = only_collection.Descend(ParsePath(options_.collection).operator*().steps);
  node.column = 0;
  Walker walker(only_collection, nullptr, 1);
  for (const Document& document : block.documents) {
    WithUtf8(block.text(document), [&](std::string_view text) {
      // What is wrong with a document is told when its rows are read.
      (void)walker.Walk(text, [&](std::span<const Cell> cells) -> Result<> {
        if (cells[0].kind == Cell::Kind::kComplex) list(cells[0].text, *element_);
        return {};
      });
    });
  }
}

Result<std::string> Reader::WalkDocument(std::string_view text, const Walker::RowHandler& on_row) {
  return WithUtf8(text, [&](std::string_view clean) { return walker_->Walk(clean, on_row); });
}

Result<> Reader::InferTypes(const DocumentBlock& block) {
  std::vector<ColumnType> types(names_.size(), ColumnType::kNothing);
  for (const Document& document : block.documents) {
    // What is wrong with a document is told when its rows are read.
    WEIR_TRY(WalkDocument(block.text(document), [&](std::span<const Cell> cells) -> Result<> {
      for (size_t i = 0; i < cells.size(); ++i) types[i] = Widen(types[i], cells[i]);
      return {};
    }));
  }
  for (size_t i = 0; i < names_.size(); ++i) {
    columns_.emplace_back(names_[i], types[i], complex_as_text());
  }
  return {};
}

Result<> Reader::Report(const BadRow& bad) {
  return options_.on_bad_row ? options_.on_bad_row(bad) : Result<>(bad.error);
}

BadRow Reader::Misfit(size_t column, const Cell& cell, const Document& document,
                      std::string_view text) {
  const std::string value(cell.text.substr(0, kLoggedBytesMax));
  Error error =
      Fail(ErrorKind::kInvalid, "UserErrorInvalidDataValue",
           "Column '" + names_[column] + "' contains an invalid value '" + value +
               "'. Cannot convert '" + value + "' to type '" + columns_[column].type_name() + "'.")
          .At(options_.file)
          .At(document.position)
          .While("reading document " + std::to_string(document.number) + " at " +
                 document.position.ToString());
  return {options_.file, document.number,  names_[column],
          value,         std::move(error), {std::string(text.substr(0, kLoggedBytesMax))}};
}

Result<> Reader::AddRow(std::span<const Cell> cells, const Document& document,
                        std::string_view text) {
  for (size_t i = 0; i < cells.size(); ++i) {
    if (columns_[i].Read(cells[i], row_[i])) continue;
    return Report(Misfit(i, cells[i], document, text));
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    WEIR_TRY(columns_[i].Append(row_[i]));
    batch_bytes_ += static_cast<int64_t>(cells[i].text.size());
  }
  ++batch_rows_;
  return batch_rows_ >= kBatchRowsMax || batch_bytes_ >= kBatchBytesMax ? Flush() : Result<>();
}

Result<> Reader::Flush() {
  if (batch_rows_ == 0) return {};
  arrow::ArrayVector arrays;
  for (JsonColumn& column : columns_) {
    WEIR_ASSIGN(std::shared_ptr<arrow::Array> array, column.Finish());
    arrays.push_back(std::move(array));
  }
  ready_.push_back(arrow::RecordBatch::Make(schema_, batch_rows_, std::move(arrays)));
  batch_rows_ = batch_bytes_ = 0;
  return {};
}

Result<> Reader::ReadBlock(const DocumentBlock& block) {
  for (const Document& document : block.documents) {
    const std::string_view text = block.text(document);
    WEIR_ASSIGN(const std::string wrong, WalkDocument(text, [&](std::span<const Cell> cells) {
                  return AddRow(cells, document, text);
                }));
    if (wrong.empty()) continue;
    Error error =
        InvalidJson(options_.file, "document " + std::to_string(document.number) + ": " + wrong,
                    document.position);
    WEIR_TRY(Report({options_.file,
                     document.number,
                     "",
                     "",
                     std::move(error),
                     {std::string(text.substr(0, kLoggedBytesMax))}}));
  }
  return Flush();
}

Result<std::shared_ptr<arrow::RecordBatch>> Reader::Next() {
  while (ready_.empty() && !ended_) {
    if (options_.cancel != nullptr) WEIR_TRY(options_.cancel->Check());
    DocumentBlock block;
    if (first_pending_) {
      block = std::move(first_);
      first_pending_ = false;
    } else {
      WEIR_ASSIGN(block, source_.Next());
    }
    ended_ = block.last;
    WEIR_TRY(ReadBlock(block));
  }
  if (ready_.empty()) return nullptr;
  std::shared_ptr<arrow::RecordBatch> batch = std::move(ready_.front());
  ready_.pop_front();
  return batch;
}

}  // namespace

Result<std::unique_ptr<BatchStream>> OpenReader(std::shared_ptr<arrow::io::InputStream> in,
                                                const ReadOptions& options,
                                                const ReaderTuning& tuning) {
  WEIR_ASSIGN(const std::string encoding, TextSetting(options.settings, "encodingName", ""));
  WEIR_ASSIGN(in, DecodeText(std::move(in), encoding));
  auto reader = std::make_unique<Reader>(std::move(in), options, tuning);
  if (auto opened = reader->Open(); !opened) return std::move(opened).error().At(options.file);
  return reader;
}

}  // namespace weir::formats::json
