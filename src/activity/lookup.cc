#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "activity/executors.h"
#include "activity/standard_output.h"
#include "base/names.h"
#include "connectors/row_json.h"
#include "copy/copy_error.h"
#include "copy/interim_types.h"
#include "copy/row_source.h"
#include "copy/settings.h"
#include "formats/field_kind.h"

namespace weir::activity {
namespace {

constexpr size_t kRowsMax = 5000;
constexpr const char* kLookupError = "2100";

/// How cells become JSON.
struct RowPrinter {
  bool decimal_as_text = false;

  Result<Json> Print(const arrow::RecordBatch& batch, int64_t row) const {
    std::vector<Json::Member> members;
    for (int i = 0; i < batch.num_columns(); ++i) {
      const arrow::Field& field = *batch.schema()->field(i);
      Json cell = connectors::CellJson(*batch.column(i), row);
      if (cell.is_string() && formats::FieldKind(field) == "Json") {
        WEIR_ASSIGN(cell, ParseJson(cell.as_string()));
      } else if (decimal_as_text && cell.is_number() &&
                 field.type()->id() == arrow::Type::DECIMAL128) {
        cell = DumpJson(cell);
      }
      members.push_back({field.name(), std::move(cell), {}});
    }
    return Json::Object(std::move(members));
  }
};

Result<> RefuseByteArrays(const arrow::Schema& schema) {
  for (const auto& field : schema.fields()) {
    if (copy::GroupOf(*field) != copy::TypeGroup::kByteArray) continue;
    return Fail(ErrorKind::kUnsupported, "UserErrorLookupByteArrayNotSupported",
                "column '" + field->name() + "' of type Byte[] cannot be looked up");
  }
  return {};
}

/// Lookup: rows of a dataset become the output.
class LookupExecutor final : public engine::ActivityExecutor {
 public:
  explicit LookupExecutor(const copy::Services& services) : services_(services) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    const UtcTime start = context.clock().Now();
    const Json& settings = context.type_properties();
    WEIR_ASSIGN(const bool first_only, copy::ReadFlag(settings, "firstRowOnly", true));
    WEIR_ASSIGN(const bool decimal_as_text,
                copy::ReadFlag(settings, "treatDecimalAsString", false));
    WEIR_ASSIGN(const model::DatasetInstance dataset, context.Dataset(settings["dataset"]));
    const Result<std::vector<Json>> rows =
        ReadRows(context, dataset, first_only ? 1 : kRowsMax, {decimal_as_text});
    if (!rows) return copy::AsActivityError(kLookupError, rows.error());
    Json output = Json::Object({});
    if (!first_only) {
      output.Set("count", rows->size());
      output.Set("value", Json::Array(*rows));
    } else if (!rows->empty()) {
      output.Set("firstRow", rows->front());
    }
    WEIR_TRY(CheckOutputSize(output));
    return WithStandardKeys(std::move(output), Billing::kPipeline, start, context.clock().Now());
  }

 private:
  Result<std::vector<Json>> ReadRows(engine::ActivityContext& context,
                                     const model::DatasetInstance& dataset, size_t rows_max,
                                     const RowPrinter& printer) const {
    copy::Counters counters;
    WEIR_ASSIGN(const std::unique_ptr<copy::RowSource> source,
                copy::OpenRowSource({services_, dataset, context.type_properties()["source"],
                                     nullptr, nullptr, &context.cancel(), &counters}));
    std::vector<Json> rows;
    for (size_t index = 0; index < source->parts() && rows.size() < rows_max; ++index) {
      WEIR_ASSIGN(const std::unique_ptr<copy::SourcePart> part, source->OpenPart(index));
      while (rows.size() < rows_max) {
        WEIR_ASSIGN(std::optional<copy::SourceUnit> unit, part->Next());
        if (!unit) break;
        WEIR_TRY(ReadUnit(context, *unit->rows, rows_max, printer, rows));
      }
    }
    return rows;
  }

  static Result<> ReadUnit(engine::ActivityContext& context, formats::BatchStream& stream,
                           size_t rows_max, const RowPrinter& printer, std::vector<Json>& rows) {
    WEIR_TRY(RefuseByteArrays(*stream.schema()));
    while (rows.size() < rows_max) {
      WEIR_TRY(context.cancel().Check());
      WEIR_ASSIGN(const std::shared_ptr<arrow::RecordBatch> batch, stream.Next());
      if (batch == nullptr) return {};
      for (int64_t row = 0; row < batch->num_rows() && rows.size() < rows_max; ++row) {
        WEIR_ASSIGN(Json object, printer.Print(*batch, row));
        rows.push_back(std::move(object));
      }
      engine::Progress progress;
      progress.rows_read = static_cast<int64_t>(rows.size());
      context.Report(progress);
    }
    return {};
  }

  const copy::Services services_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeLookup(const copy::Services& services) {
  return std::make_shared<LookupExecutor>(services);
}

}  // namespace weir::activity
