#include "formats/delimited/writer.h"

#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/byte_size.h>

#include <algorithm>
#include <deque>
#include <thread>

#include "formats/delimited/row_printer.h"
#include "formats/encoding.h"
#include "formats/field_kind.h"

namespace weir::formats::delimited {
namespace {

constexpr unsigned kThreadsMax = 4;
constexpr int64_t kSliceBytes = int64_t{1} << 20U;  ///< Of the batch; what a thread prints at once.
constexpr int64_t kSliceRowsMin = 1024;

/// Threads print slices of a batch at the same time; they are written in order.
class Writer final : public BatchWriter {
 public:
  Writer(Options options, std::shared_ptr<arrow::io::OutputStream> out,
         std::shared_ptr<arrow::Schema> schema, const std::string& file)
      : options_(std::move(options)), out_(std::move(out)), schema_(std::move(schema)) {
    const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, kThreadsMax);
    for (unsigned i = 0; i < threads; ++i) printers_.emplace_back(options_, file);
  }

  Result<> Open();
  Result<> Write(const arrow::RecordBatch& batch) override;
  Result<> Finish() override;

 private:
  Result<> PrintSlices(const arrow::RecordBatch& batch, int64_t begin, int64_t slice_rows);
  Result<> Flush(TextOutput& text);

  Options options_;
  std::shared_ptr<arrow::io::OutputStream> out_;
  std::shared_ptr<arrow::Schema> schema_;
  std::deque<RowPrinter> printers_;
};

Result<> Writer::Open() {
  WEIR_TRY(RefuseJsonColumns(*schema_));
  for (RowPrinter& printer : printers_) WEIR_TRY(printer.Open(*schema_));
  if (!options_.header || schema_->num_fields() == 0) return {};
  return printers_.front().PrintHeader(*schema_);
}

Result<> Writer::Write(const arrow::RecordBatch& batch) {
  const int64_t rows = batch.num_rows();
  if (rows == 0) return {};
  const int64_t row_bytes = arrow::util::TotalBufferSize(batch) / rows + 1;
  const int64_t slice_rows = std::max(kSliceBytes / row_bytes, kSliceRowsMin);
  const int64_t step = slice_rows * static_cast<int64_t>(printers_.size());
  for (int64_t begin = 0; begin < rows; begin += step) {
    WEIR_TRY(PrintSlices(batch, begin, slice_rows));
  }
  return {};
}

/// Print one slice a thread, the first on this one, and write them.
Result<> Writer::PrintSlices(const arrow::RecordBatch& batch, int64_t begin, int64_t slice_rows) {
  std::vector<Result<>> results(printers_.size());
  const auto print = [&](size_t i) {
    const int64_t from = begin + static_cast<int64_t>(i) * slice_rows;
    results[i] = printers_[i].Print(batch, from, std::min(from + slice_rows, batch.num_rows()));
  };
  std::vector<std::thread> threads;
  for (size_t i = 1; i < printers_.size(); ++i) {
    if (begin + static_cast<int64_t>(i) * slice_rows < batch.num_rows()) {
      threads.emplace_back(print, i);
    }
  }
  print(0);
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i <= threads.size(); ++i) {
    WEIR_TRY(std::move(results[i]));
    WEIR_TRY(Flush(printers_[i].out()));
  }
  return {};
}

Result<> Writer::Flush(TextOutput& text) {
  const std::string_view bytes = text.text();
  WEIR_ARROW_TRY(out_->Write(bytes.data(), static_cast<int64_t>(bytes.size())), "FileWriteFailed");
  text.clear();
  return {};
}

Result<> Writer::Finish() {
  WEIR_TRY(Flush(printers_.front().out()));  // The header of a file without rows.
  WEIR_ARROW_TRY(out_->Close(), "FileWriteFailed");
  return {};
}

}  // namespace

Result<std::unique_ptr<BatchWriter>> OpenWriter(std::shared_ptr<arrow::io::OutputStream> out,
                                                std::shared_ptr<arrow::Schema> schema,
                                                const WriteOptions& options) {
  WEIR_ASSIGN(Options settings, ReadSettings(options.settings, options.format_settings));
  WEIR_ASSIGN(out, EncodeText(std::move(out), settings.encoding));
  auto writer = std::make_unique<Writer>(std::move(settings), std::move(out), std::move(schema),
                                         options.file);
  WEIR_TRY(writer->Open());
  return writer;
}

}  // namespace weir::formats::delimited
