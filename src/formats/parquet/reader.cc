#include "formats/parquet/reader.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/compute/cast.h>
#include <arrow/compute/initialize.h>
#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>
#include <parquet/schema.h>

#include <algorithm>

#include "base/check.h"
#include "formats/batch_memory.h"
#include "formats/field_kind.h"
#include "formats/prefetch.h"

namespace weir::formats::parquet {
namespace {

constexpr int64_t kBatchRowsMax = int64_t{64} << 10U;
constexpr int64_t kBatchRowsMin = 1024;
constexpr int64_t kBatchBytes = int64_t{8} << 20U;
constexpr int64_t kColumnBufferBytes = int64_t{1} << 20U;
constexpr int64_t kRowGroupBytesAtOnce = int64_t{32} << 20U;
constexpr size_t kBatchesAhead = 2;

/// Call what throws as well as returning a Status.
template <typename Call>
arrow::Status Guarded(const Call& call) {
  try {
    return call();
  } catch (const std::exception& exception) {
    return arrow::Status::IOError(exception.what());
  }
}

/// What a column becomes: its interim type and how.
struct Conversion {
  std::shared_ptr<arrow::Field> field;
  bool cast = false;
  bool uuid = false;
};

Result<std::shared_ptr<arrow::DataType>> InterimType(const arrow::Field& field,
                                                     const std::string& file) {
  const arrow::DataType& type = *field.type();
  switch (type.id()) {
    case arrow::Type::LARGE_STRING:
    case arrow::Type::STRING_VIEW:
    case arrow::Type::NA:
      return arrow::utf8();
    case arrow::Type::LARGE_BINARY:
    case arrow::Type::BINARY_VIEW:
    case arrow::Type::FIXED_SIZE_BINARY:
      return arrow::binary();
    case arrow::Type::HALF_FLOAT:
      return arrow::float32();
    case arrow::Type::DATE64:
      return arrow::date32();
    case arrow::Type::TIME32:
    case arrow::Type::TIME64:
      return arrow::duration(arrow::TimeUnit::MICRO);
    case arrow::Type::TIMESTAMP:
      return arrow::timestamp(
          arrow::TimeUnit::MICRO,
          static_cast<const arrow::TimestampType&>(type).timezone().empty() ? "" : "UTC");
    case arrow::Type::DURATION:
      return arrow::duration(arrow::TimeUnit::MICRO);
    case arrow::Type::DECIMAL32:
    case arrow::Type::DECIMAL64: {
      const auto& decimal = static_cast<const arrow::DecimalType&>(type);
      return arrow::decimal128(decimal.precision(), decimal.scale());
    }
    case arrow::Type::DICTIONARY:
      return static_cast<const arrow::DictionaryType&>(type).value_type();
    case arrow::Type::BOOL:
    case arrow::Type::INT8:
    case arrow::Type::INT16:
    case arrow::Type::INT32:
    case arrow::Type::INT64:
    case arrow::Type::UINT8:
    case arrow::Type::UINT16:
    case arrow::Type::UINT32:
    case arrow::Type::UINT64:
    case arrow::Type::FLOAT:
    case arrow::Type::DOUBLE:
    case arrow::Type::DECIMAL128:
    case arrow::Type::STRING:
    case arrow::Type::BINARY:
    case arrow::Type::DATE32:
      return field.type();
    default:  // Arrow's enum is open: lists, maps, structs, unions, wide decimals.
      return Fail(ErrorKind::kUnsupported, "ParquetNotSupportedType",
                  "column '" + field.name() + "' has the type '" + type.ToString() +
                      "', which a copy cannot read; LIST, MAP and STRUCT are not supported")
          .At(file);
  }
}

/// UUIDs as their usual text.
arrow::Result<std::shared_ptr<arrow::Array>> UuidTexts(const arrow::Array& array) {
  const auto& bytes = static_cast<const arrow::FixedSizeBinaryArray&>(array);
  arrow::StringBuilder builder;
  for (int64_t row = 0; row < bytes.length(); ++row) {
    if (bytes.IsNull(row)) {
      ARROW_RETURN_NOT_OK(builder.AppendNull());
      continue;
    }
    std::string text;
    for (const char c : bytes.GetView(row)) {
      if (text.size() == 8 || text.size() == 13 || text.size() == 18 || text.size() == 23) {
        text += '-';
      }
      text += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4U];
      text += "0123456789abcdef"[static_cast<unsigned char>(c) & 15U];
    }
    ARROW_RETURN_NOT_OK(builder.Append(text));
  }
  return builder.Finish();
}

arrow::Result<std::shared_ptr<arrow::Array>> Convert(const std::shared_ptr<arrow::Array>& array,
                                                     const Conversion& conversion) {
  if (conversion.uuid) return UuidTexts(*array);
  if (!conversion.cast) return array;
  const auto options = arrow::compute::CastOptions::Unsafe(conversion.field->type());
  if (array->type_id() == arrow::Type::TIME32 || array->type_id() == arrow::Type::TIME64) {
    // Times of day are no spans to Arrow, but their microseconds are.
    ARROW_ASSIGN_OR_RAISE(auto micros,
                          arrow::compute::Cast(*array, arrow::time64(arrow::TimeUnit::MICRO),
                                               arrow::compute::CastOptions::Unsafe()));
    return micros->View(conversion.field->type());
  }
  return arrow::compute::Cast(*array, conversion.field->type(), options);
}

class Reader final : public BatchStream {
 public:
  Reader(const ReadOptions& options, std::shared_ptr<arrow::io::RandomAccessFile> in)
      : in_(std::move(in)),
        file_(options.file),
        wanted_(options.columns),
        cancel_(options.cancel) {}

  Result<> Open();
  std::shared_ptr<arrow::Schema> schema() const override { return schema_; }
  Result<std::shared_ptr<arrow::RecordBatch>> Next() override;

 private:
  Result<> ChooseColumns();
  arrow::Status OpenFile();
  arrow::Status OpenBatches();

  std::shared_ptr<arrow::io::RandomAccessFile> in_;
  std::string file_;
  std::vector<std::string> wanted_;
  const CancelToken* cancel_;
  std::unique_ptr<::parquet::arrow::FileReader> reader_;
  std::unique_ptr<arrow::RecordBatchReader> batches_;
  std::vector<int> columns_;
  std::vector<Conversion> conversions_;
  std::shared_ptr<arrow::Schema> schema_;
};

arrow::Status Reader::OpenFile() {
  ::parquet::ReaderProperties properties(BatchMemory());
  ::parquet::arrow::FileReaderBuilder probe;
  ARROW_RETURN_NOT_OK(probe.Open(in_, properties));
  const auto metadata = probe.raw_reader()->metadata();
  int64_t largest = 0;
  for (int i = 0; i < metadata->num_row_groups(); ++i) {
    largest = std::max(largest, metadata->RowGroup(i)->total_compressed_size());
  }
  if (largest > kRowGroupBytesAtOnce) {
    properties.enable_buffered_stream();
    properties.set_buffer_size(kColumnBufferBytes);
  }
  ::parquet::ArrowReaderProperties arrow_properties(true);
  const int64_t rows = std::max<int64_t>(1, metadata->num_rows());
  int64_t bytes = 0;
  for (int i = 0; i < metadata->num_row_groups(); ++i) {
    bytes += metadata->RowGroup(i)->total_byte_size();
  }
  arrow_properties.set_batch_size(
      std::clamp(kBatchBytes / std::max<int64_t>(1, bytes / rows), kBatchRowsMin, kBatchRowsMax));
  arrow_properties.set_pre_buffer(false);
  arrow_properties.set_coerce_int96_timestamp_unit(arrow::TimeUnit::MICRO);
  ::parquet::arrow::FileReaderBuilder builder;
  ARROW_RETURN_NOT_OK(builder.Open(in_, properties, metadata));
  return builder.memory_pool(BatchMemory())->properties(arrow_properties)->Build(&reader_);
}

Result<> Reader::ChooseColumns() {
  std::shared_ptr<arrow::Schema> all;
  WEIR_ARROW_TRY(Guarded([&] { return reader_->GetSchema(&all); }), "ParquetInvalidDataFormat");
  const ::parquet::SchemaDescriptor& leaves = *reader_->parquet_reader()->metadata()->schema();
  arrow::FieldVector fields;
  for (const auto& part : reader_->manifest().schema_fields) {
    const arrow::Field& field = *part.field;
    if (!wanted_.empty() && std::ranges::find(wanted_, field.name()) == wanted_.end()) continue;
    WEIR_ASSIGN(auto type, InterimType(field, file_));
    Conversion conversion;
    const auto logical = leaves.Column(part.column_index)->logical_type();
    conversion.uuid = logical != nullptr && logical->is_UUID() &&
                      field.type()->id() == arrow::Type::FIXED_SIZE_BINARY;
    if (conversion.uuid) type = arrow::utf8();
    conversion.cast = !type->Equals(*field.type());
    conversion.field = arrow::field(field.name(), std::move(type));
    if (conversion.uuid) conversion.field = WithKind(conversion.field, "Guid");
    fields.push_back(conversion.field);
    columns_.push_back(part.column_index);
    if (conversion.cast) WEIR_ARROW_TRY(arrow::compute::Initialize(), "ComputeFailed");
    conversions_.push_back(std::move(conversion));
  }
  schema_ = arrow::schema(std::move(fields));
  return {};
}

Result<> Reader::Open() {
  const arrow::Status opened = Guarded([this] { return OpenFile(); });
  if (!opened.ok()) {
    return Fail(ErrorKind::kInvalid, "ParquetInvalidFile", "File is not a valid Parquet file.")
        .At(file_)
        .While("opening it: " + opened.message());
  }
  return ChooseColumns();
}

arrow::Status Reader::OpenBatches() {
  std::vector<int> groups(static_cast<size_t>(reader_->num_row_groups()));
  for (size_t i = 0; i < groups.size(); ++i) groups[i] = static_cast<int>(i);
  return reader_->GetRecordBatchReader(groups, columns_).Value(&batches_);
}

Result<std::shared_ptr<arrow::RecordBatch>> Reader::Next() {
  if (cancel_ != nullptr) WEIR_TRY(cancel_->Check());
  std::shared_ptr<arrow::RecordBatch> batch;
  const arrow::Status read = Guarded([&] {
    if (batches_ == nullptr) ARROW_RETURN_NOT_OK(OpenBatches());
    ARROW_RETURN_NOT_OK(batches_->ReadNext(&batch));
    if (batch == nullptr) return arrow::Status::OK();
    arrow::ArrayVector arrays;
    for (size_t i = 0; i < conversions_.size(); ++i) {
      ARROW_ASSIGN_OR_RAISE(auto array,
                            Convert(batch->column(static_cast<int>(i)), conversions_[i]));
      arrays.push_back(std::move(array));
    }
    batch = arrow::RecordBatch::Make(schema_, batch->num_rows(), std::move(arrays));
    return arrow::Status::OK();
  });
  if (!read.ok()) {
    return Fail(ErrorKind::kInvalid, "ParquetInvalidDataFormat",
                "the data of the Parquet file cannot be read: " + read.message())
        .At(file_);
  }
  return batch;
}

}  // namespace

Result<std::unique_ptr<BatchStream>> OpenReader(const std::shared_ptr<arrow::io::InputStream>& in,
                                                const ReadOptions& options) {
  auto random = std::dynamic_pointer_cast<arrow::io::RandomAccessFile>(in);
  WEIR_CHECK(random != nullptr, "the spec says that this format needs random access");
  auto reader = std::make_unique<Reader>(options, std::move(random));
  WEIR_TRY(reader->Open());
  return Prefetch(std::move(reader), kBatchesAhead);
}

}  // namespace weir::formats::parquet
