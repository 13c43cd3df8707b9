#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>

#include "activity/executors.h"
#include "activity/standard_output.h"
#include "connectors/row_json.h"
#include "copy/copy_types.h"
#include "copy/row_source.h"
#include "copy/settings.h"

namespace weir::activity {
namespace {

constexpr int64_t kRowsMax = 100;
constexpr size_t kColumnsMax = 500;
/// Of a cell that is a text; more of it is left out.
constexpr size_t kTextMax = 2'000;
/// Of all cells: then the preview ends.
constexpr size_t kBytesMax = 1'000'000;

/// A text cut at a whole character.
std::string Cut(const std::string& text) {
  size_t end = kTextMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

/// The first rows, as columns and cells.
struct Preview {
  int64_t rows_max = kRowsMax;
  Json columns;
  Json rows = Json::Array();
  size_t bytes = 0;
  bool more = false;

  bool full() const { return static_cast<int64_t>(rows.size()) >= rows_max || bytes >= kBytesMax; }

  void SetColumns(const arrow::Schema& schema) {
    columns = Json::Array();
    for (const auto& field : schema.fields()) {
      if (columns.size() == kColumnsMax) return;
      columns.Append(Json::Object({{"name", field->name()}, {"type", field->type()->ToString()}}));
    }
  }

  void Add(const arrow::RecordBatch& batch, int64_t row) {
    Json cells = Json::Array();
    const int columns_shown = std::min(batch.num_columns(), static_cast<int>(columns.size()));
    for (int i = 0; i < columns_shown; ++i) {
      Json cell = connectors::CellJson(*batch.column(i), row);
      if (cell.is_string() && cell.as_string().size() > kTextMax) cell = Cut(cell.as_string());
      bytes += cell.is_string() ? cell.as_string().size() : DumpJson(cell).size();
      cells.Append(std::move(cell));
    }
    rows.Append(std::move(cells));
  }
};

Result<> ReadUnit(engine::ActivityContext& context, formats::BatchStream& stream,
                  Preview& preview) {
  preview.SetColumns(*stream.schema());
  while (true) {
    WEIR_TRY(context.cancel().Check());
    WEIR_ASSIGN(const std::shared_ptr<arrow::RecordBatch> batch, stream.Next());
    if (batch == nullptr) return {};
    for (int64_t row = 0; row < batch->num_rows(); ++row) {
      preview.more = preview.full();
      if (preview.more) return {};
      preview.Add(*batch, row);
    }
  }
}

Result<> ReadParts(engine::ActivityContext& context, copy::RowSource& source, Preview& preview) {
  for (size_t index = 0; index < source.parts(); ++index) {
    WEIR_ASSIGN(const std::unique_ptr<copy::SourcePart> part, source.OpenPart(index));
    while (true) {
      WEIR_ASSIGN(std::optional<copy::SourceUnit> unit, part->Next());
      if (!unit) break;
      WEIR_TRY(ReadUnit(context, *unit->rows, preview));
      // Files may differ in their columns: what is shown is of the first that has rows.
      if (preview.more || preview.rows.size() > 0) return {};
    }
  }
  return {};
}

/// PreviewData: the first rows of a dataset as {"columns": [{name, type}], "rows": [[cell]],
/// "more"}. Not a type of Data Factory, whose portal does this unseen: a service makes one when
/// somebody looks at a dataset.
class PreviewDataExecutor final : public engine::ActivityExecutor {
 public:
  explicit PreviewDataExecutor(const copy::Services& services) : services_(services) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    const UtcTime start = context.clock().Now();
    const Json& settings = context.type_properties();
    Preview preview;
    WEIR_ASSIGN(preview.rows_max, copy::ReadWhole(settings, "rows", kRowsMax));
    preview.rows_max = std::clamp<int64_t>(preview.rows_max, 1, kRowsMax);
    WEIR_ASSIGN(const model::DatasetInstance dataset, context.Dataset(settings["dataset"]));
    WEIR_ASSIGN(const std::string type, copy::SourceTypeFor(dataset, services_));
    const Json source_settings = Json::Object({{"type", type}});
    copy::Counters counters;
    WEIR_ASSIGN(const std::unique_ptr<copy::RowSource> source,
                copy::OpenRowSource({services_, dataset, source_settings, nullptr, nullptr,
                                     &context.cancel(), &counters}));
    WEIR_TRY(ReadParts(context, *source, preview));
    if (preview.columns.is_null()) preview.columns = Json::Array();
    Json output = Json::Object({{"columns", std::move(preview.columns)},
                                {"rows", std::move(preview.rows)},
                                {"more", preview.more}});
    return WithStandardKeys(std::move(output), Billing::kPipeline, start, context.clock().Now());
  }

 private:
  const copy::Services services_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakePreviewData(const copy::Services& services) {
  return std::make_shared<PreviewDataExecutor>(services);
}

}  // namespace weir::activity
