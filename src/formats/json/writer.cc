#include "formats/json/writer.h"

#include <arrow/array.h>
#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "base/names.h"
#include "formats/encoding.h"
#include "formats/json/cells.h"
#include "formats/settings.h"

namespace weir::formats::json {
namespace {

constexpr size_t kFlushBytes = 1U << 20U;

/// The object to build: a column, or members in the order they were named.
struct Shape {
  std::string name;
  int column = -1;
  std::vector<Shape> members;

  Shape* Find(const std::string& member) {
    for (Shape& known : members) {
      if (known.name == member) return &known;
    }
    return nullptr;
  }
};

class Writer final : public BatchWriter {
 public:
  Writer(std::shared_ptr<arrow::io::OutputStream> out, bool array)
      : out_(std::move(out)), array_(array) {}

  Result<> Open(const arrow::Schema& schema, const WriteOptions& options);
  Result<> Write(const arrow::RecordBatch& batch) override;
  Result<> Finish() override;

 private:
  static Result<> Plant(Shape& root, const std::vector<std::string>& path, int column);
  void Compile(const Shape& shape, std::string& literal);
  Result<> Flush();

  std::shared_ptr<arrow::io::OutputStream> out_;
  bool array_;
  std::vector<JsonPrinter> printers_;
  std::vector<int> order_;             ///< Columns as they come in the object.
  std::vector<std::string> literals_;  ///< Text before each of them, and behind the last.
  std::string text_;
  bool any_ = false;
};

Result<> Writer::Plant(Shape& root, const std::vector<std::string>& path, int column) {
  Shape* shape = &root;
  for (size_t i = 0; i < path.size(); ++i) {
    const bool last = i + 1 == path.size();
    Shape* known = shape->Find(path[i]);
    if (known != nullptr && (last || known->column >= 0)) {
      return Fail(ErrorKind::kInvalid, "JsonPathUsedTwice",
                  "the name '" + path[i] + "' is used twice for what to write");
    }
    if (known == nullptr) {
      shape->members.push_back({path[i], last ? column : -1, {}});
      known = &shape->members.back();
    }
    shape = known;
  }
  return {};
}

void Writer::Compile(const Shape& shape, std::string& literal) {
  literal += '{';
  bool first = true;
  for (const Shape& member : shape.members) {
    if (!first) literal += ',';
    first = false;
    AppendJsonString(literal, member.name);
    literal += ':';
    if (member.column < 0) {
      Compile(member, literal);
      continue;
    }
    literals_.push_back(std::move(literal));
    literal.clear();
    order_.push_back(member.column);
  }
  literal += '}';
}

Result<> Writer::Open(const arrow::Schema& schema, const WriteOptions& options) {
  Shape root;
  for (int i = 0; i < schema.num_fields(); ++i) {
    const arrow::Field& field = *schema.field(i);
    WEIR_ASSIGN(JsonPrinter printer, JsonPrinter::Make(field));
    printers_.push_back(printer);
    const auto nested = options.nested.find(field.name());
    const bool has_path = nested != options.nested.end() && !nested->second.empty();
    WEIR_TRY(Plant(root, has_path ? nested->second : std::vector<std::string>{field.name()}, i));
  }
  std::string literal;
  Compile(root, literal);
  literals_.push_back(std::move(literal));
  if (array_) text_ += '[';
  return {};
}

Result<> Writer::Write(const arrow::RecordBatch& batch) {
  std::vector<const arrow::Array*> arrays;
  for (const auto& column : batch.columns()) arrays.push_back(column.get());
  for (int64_t row = 0; row < batch.num_rows(); ++row) {
    if (any_) text_ += array_ ? ",\n" : "\n";
    any_ = true;
    for (size_t i = 0; i < order_.size(); ++i) {
      text_ += literals_[i];
      const auto column = static_cast<size_t>(order_[i]);
      if (arrays[column]->IsNull(row)) {
        text_ += "null";
      } else {
        printers_[column].Append(*arrays[column], row, text_);
      }
    }
    text_ += literals_.back();
    if (text_.size() >= kFlushBytes) WEIR_TRY(Flush());
  }
  return {};
}

Result<> Writer::Flush() {
  WEIR_ARROW_TRY(out_->Write(text_.data(), static_cast<int64_t>(text_.size())), "FileWriteFailed");
  text_.clear();
  return {};
}

Result<> Writer::Finish() {
  if (array_) text_ += ']';
  WEIR_TRY(Flush());
  WEIR_ARROW_TRY(out_->Close(), "FileWriteFailed");
  return {};
}

}  // namespace

Result<std::unique_ptr<BatchWriter>> OpenWriter(std::shared_ptr<arrow::io::OutputStream> out,
                                                const std::shared_ptr<arrow::Schema>& schema,
                                                const WriteOptions& options) {
  WEIR_ASSIGN(std::string pattern, TextSetting(options.settings, "filePattern", "setOfObjects"));
  WEIR_ASSIGN(pattern, TextSetting(options.format_settings, "filePattern", std::move(pattern)));
  if (!SameName(pattern, "setOfObjects") && !SameName(pattern, "arrayOfObjects")) {
    return Fail(ErrorKind::kInvalid, "InvalidFormatSetting",
                "'filePattern' must be setOfObjects or arrayOfObjects, got '" + pattern + "'");
  }
  WEIR_ASSIGN(const std::string encoding, TextSetting(options.settings, "encodingName", ""));
  WEIR_ASSIGN(out, EncodeText(std::move(out), encoding));
  auto writer = std::make_unique<Writer>(std::move(out), SameName(pattern, "arrayOfObjects"));
  WEIR_TRY(writer->Open(*schema, options));
  return writer;
}

}  // namespace weir::formats::json
