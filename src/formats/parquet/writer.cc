#include "formats/parquet/writer.h"

#include <arrow/array.h>
#include <arrow/compute/cast.h>
#include <arrow/compute/initialize.h>
#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/byte_size.h>
#include <parquet/arrow/writer.h>
#include <parquet/exception.h>
#include <parquet/properties.h>
#include <parquet/types.h>

#include "base/names.h"
#include "formats/batch_memory.h"
#include "formats/field_kind.h"
#include "formats/parquet/dictionary_choice.h"
#include "formats/settings.h"

namespace weir::formats::parquet {
namespace {

constexpr int64_t kRowGroupRows = int64_t{1} << 20U;
constexpr int64_t kRowGroupBytes = int64_t{64} << 20U;
/// Rows that wait until it is decided which columns get a dictionary.
constexpr int64_t kJudgedRows = int64_t{32} << 10U;
constexpr int64_t kJudgedBytes = int64_t{32} << 20U;

template <typename Call>
arrow::Status Guarded(const Call& call) {
  try {
    return call();
  } catch (const std::exception& exception) {
    return arrow::Status::IOError(exception.what());
  }
}

Result<arrow::Compression::type> CodecOf(const Json& settings) {
  if (!settings["compression"].is_null()) {
    return Fail(ErrorKind::kInvalid, "ParquetUnsupportFileLevelCompressionOption",
                "a Parquet file as a whole cannot be compressed; set 'compressionCodec' instead of "
                "'compression'");
  }
  WEIR_ASSIGN(const std::string name, TextSetting(settings, "compressionCodec", "snappy"));
  struct Known {
    const char* name;
    arrow::Compression::type codec;
  };
  constexpr Known kKnown[] = {
      {"snappy", arrow::Compression::SNAPPY}, {"none", arrow::Compression::UNCOMPRESSED},
      {"", arrow::Compression::UNCOMPRESSED}, {"gzip", arrow::Compression::GZIP},
      {"zstd", arrow::Compression::ZSTD},     {"lz4", arrow::Compression::LZ4},
      {"brotli", arrow::Compression::BROTLI}};
  for (const Known& known : kKnown) {
    if (SameName(known.name, name)) return known.codec;
  }
  return Fail(
      ErrorKind::kUnsupported, "UnsupportedCompression",
      "Parquet is written with snappy, none, gzip, zstd, lz4 or brotli, not '" + name + "'");
}

Result<std::shared_ptr<arrow::DataType>> WrittenType(const arrow::Field& field) {
  switch (field.type()->id()) {
    case arrow::Type::NA:
      return arrow::utf8();
    case arrow::Type::UINT8:
      return arrow::int16();
    case arrow::Type::UINT16:
      return arrow::int32();
    case arrow::Type::UINT32:
      return arrow::int64();
    case arrow::Type::UINT64:
      return arrow::decimal128(20, 0);
    case arrow::Type::DURATION:
      return arrow::timestamp(static_cast<const arrow::DurationType&>(*field.type()).unit());
    case arrow::Type::BOOL:
    case arrow::Type::INT8:
    case arrow::Type::INT16:
    case arrow::Type::INT32:
    case arrow::Type::INT64:
    case arrow::Type::FLOAT:
    case arrow::Type::DOUBLE:
    case arrow::Type::DECIMAL128:
    case arrow::Type::STRING:
    case arrow::Type::BINARY:
    case arrow::Type::DATE32:
    case arrow::Type::TIMESTAMP:
      return field.type();
    default:  // Arrow's enum is open.
      return Fail(ErrorKind::kUnsupported, "UnsupportedColumnType",
                  "column '" + field.name() + "' of type '" + field.type()->ToString() +
                      "' cannot be written to Parquet");
  }
}

Result<> CheckName(const std::string& name) {
  if (name.find_first_of(",;{}()\n\t=") == std::string::npos) return {};
  return Fail(ErrorKind::kInvalid, "ParquetInvalidColumnName",
              "The column name is invalid. Column name cannot contain these "
              "character:[,;{}()\\n\\t=]")
      .At("column '" + name + "'");
}

class Writer final : public BatchWriter {
 public:
  Writer(std::string file, std::shared_ptr<arrow::Schema> schema)
      : file_(std::move(file)), schema_(std::move(schema)) {}

  Result<> Open(std::shared_ptr<arrow::io::OutputStream> out, const WriteOptions& options);
  Result<> Write(const arrow::RecordBatch& batch) override;
  Result<> Finish() override;

 private:
  arrow::Result<std::shared_ptr<arrow::RecordBatch>> Convert(const arrow::RecordBatch& batch) const;
  arrow::Status Start();
  arrow::Status WriteBatch(const arrow::RecordBatch& batch);
  arrow::Status Put(const arrow::RecordBatch& batch);

  std::string file_;
  std::shared_ptr<arrow::Schema> schema_;
  std::shared_ptr<arrow::Schema> written_;
  std::shared_ptr<arrow::io::OutputStream> out_;
  arrow::Compression::type codec_ = arrow::Compression::SNAPPY;
  std::vector<std::shared_ptr<arrow::RecordBatch>> waiting_;
  int64_t waiting_rows_ = 0;
  int64_t waiting_bytes_ = 0;
  std::unique_ptr<::parquet::arrow::FileWriter> writer_;  ///< Null until Start.
  int64_t group_bytes_ = 0;
};

Result<> Writer::Open(std::shared_ptr<arrow::io::OutputStream> out, const WriteOptions& options) {
  WEIR_TRY(RefuseJsonColumns(*schema_));
  WEIR_ASSIGN(codec_, CodecOf(options.settings));
  arrow::FieldVector fields;
  bool casts = false;
  for (const auto& field : schema_->fields()) {
    WEIR_TRY(CheckName(field->name()));
    WEIR_ASSIGN(auto type, WrittenType(*field));
    casts |= !type->Equals(*field->type());
    fields.push_back(arrow::field(field->name(), std::move(type)));
  }
  if (casts) WEIR_ARROW_TRY(arrow::compute::Initialize(), "ComputeFailed");
  written_ = arrow::schema(std::move(fields));
  out_ = std::move(out);
  return {};
}

arrow::Status Writer::Start() {
  ::parquet::WriterProperties::Builder builder;
  builder.memory_pool(BatchMemory())
      ->compression(codec_)
      ->set_size_statistics_level(::parquet::SizeStatisticsLevel::None)
      ->max_row_group_length(kRowGroupRows)
      ->created_by("weirworks");
  for (int i = 0; i < written_->num_fields(); ++i) {
    if (DictionaryPays(waiting_, i)) continue;
    builder.disable_dictionary(std::make_shared<::parquet::schema::ColumnPath>(
        std::vector<std::string>{written_->field(i)->name()}));
  }
  auto arrow_properties = ::parquet::ArrowWriterProperties::Builder()
                              .enable_deprecated_int96_timestamps()
                              ->set_use_threads(true)
                              ->build();
  ARROW_RETURN_NOT_OK(::parquet::arrow::FileWriter::Open(*written_, BatchMemory(), out_,
                                                         builder.build(),
                                                         std::move(arrow_properties))
                          .Value(&writer_));
  for (const auto& batch : waiting_) ARROW_RETURN_NOT_OK(Put(*batch));
  waiting_.clear();
  return arrow::Status::OK();
}

arrow::Result<std::shared_ptr<arrow::RecordBatch>> Writer::Convert(
    const arrow::RecordBatch& batch) const {
  arrow::ArrayVector arrays;
  for (int i = 0; i < batch.num_columns(); ++i) {
    std::shared_ptr<arrow::Array> array = batch.column(i);
    const auto& wanted = written_->field(i)->type();
    if (array->type_id() == arrow::Type::DURATION) {
      ARROW_ASSIGN_OR_RAISE(array, array->View(wanted));
    } else if (!wanted->Equals(*array->type())) {
      ARROW_ASSIGN_OR_RAISE(array, arrow::compute::Cast(*array, wanted));
    }
    arrays.push_back(std::move(array));
  }
  return arrow::RecordBatch::Make(written_, batch.num_rows(), std::move(arrays));
}

arrow::Status Writer::Put(const arrow::RecordBatch& batch) {
  const int64_t bytes = arrow::util::TotalBufferSize(batch);
  if (group_bytes_ > 0 && group_bytes_ + bytes > kRowGroupBytes) {
    ARROW_RETURN_NOT_OK(writer_->NewBufferedRowGroup());
    group_bytes_ = 0;
  }
  group_bytes_ += bytes;
  return writer_->WriteRecordBatch(batch);
}

arrow::Status Writer::WriteBatch(const arrow::RecordBatch& batch) {
  ARROW_ASSIGN_OR_RAISE(auto converted, Convert(batch));
  if (writer_ != nullptr) return Put(*converted);
  waiting_rows_ += converted->num_rows();
  waiting_bytes_ += arrow::util::TotalBufferSize(*converted);
  waiting_.push_back(std::move(converted));
  const bool enough = waiting_rows_ >= kJudgedRows || waiting_bytes_ >= kJudgedBytes;
  return enough ? Start() : arrow::Status::OK();
}

Result<> Writer::Write(const arrow::RecordBatch& batch) {
  if (batch.num_rows() == 0) return {};
  const arrow::Status written = Guarded([&] { return WriteBatch(batch); });
  if (!written.ok()) return FromArrow(written, "FileWriteFailed").At(file_);
  return {};
}

Result<> Writer::Finish() {
  const arrow::Status closed = Guarded([&] {
    if (writer_ == nullptr) ARROW_RETURN_NOT_OK(Start());
    return writer_->Close();
  });
  if (!closed.ok()) return FromArrow(closed, "FileWriteFailed").At(file_);
  return {};
}

}  // namespace

Result<std::unique_ptr<BatchWriter>> OpenWriter(std::shared_ptr<arrow::io::OutputStream> out,
                                                std::shared_ptr<arrow::Schema> schema,
                                                const WriteOptions& options) {
  auto writer = std::make_unique<Writer>(options.file, std::move(schema));
  WEIR_TRY(writer->Open(std::move(out), options));
  return writer;
}

}  // namespace weir::formats::parquet
