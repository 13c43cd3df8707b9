#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/position.h"
#include "base/result.h"

namespace arrow::io {
class InputStream;
}

namespace weir::formats::json {

/// One document of a block: where its text stands, and in the file.
struct Document {
  size_t begin = 0;
  size_t size = 0;
  int64_t number = 0;  ///< Counted from 1.
  Position position;
};

/// Whole documents and at least 64 readable bytes behind them.
struct DocumentBlock {
  std::unique_ptr<char[]> bytes;
  std::vector<Document> documents;
  bool last = false;

  std::string_view text(const Document& document) const {
    return {bytes.get() + document.begin, document.size};
  }
};

/// Finds the documents of a UTF-8 text: objects one after the other (on lines or not), or the
/// elements of arrays. Looks at brackets, quotes and commas only.
///
/// Memory: a block, or the longest document (at most 128 MiB).
/// Errors: kInvalid JsonInvalidDataFormat with the position for anything else between documents, an
/// array or document without end, or a document that is too long.
class DocumentSource {
 public:
  DocumentSource(std::shared_ptr<arrow::io::InputStream> in, std::string file, size_t block_bytes);

  /// The next documents; the last block says so and may be empty.
  Result<DocumentBlock> Next();

 private:
  enum class State {
    kBetween,       ///< Outside of arrays: a document or an array may come.
    kArrayElement,  ///< In an array: a document, or its end.
    kArrayComma,    ///< In an array: a comma, or its end.
    kInside,        ///< In a document.
    kInsideString,  ///< In a string of a document.
  };

  Result<bool> Fill(size_t wanted);
  Result<> Scan(DocumentBlock& block);
  Result<> StepBetween(DocumentBlock& block);
  void StepInside(DocumentBlock& block);
  void StepString();
  void NewLine() {
    ++line_;
    line_begin_ = static_cast<int64_t>(at_) + 1;
  }
  Position Here() const {
    return {line_, static_cast<uint32_t>(static_cast<int64_t>(at_) - line_begin_ + 1)};
  }
  Error Invalid(const std::string& detail, Position position) const;
  void Reserve(size_t capacity);

  std::shared_ptr<arrow::io::InputStream> in_;
  std::string file_;
  size_t block_bytes_;
  std::unique_ptr<char[]> bytes_;
  size_t capacity_ = 0;
  size_t size_ = 0;
  bool ended_ = false;

  State state_ = State::kBetween;
  bool in_array_ = false;
  bool escaped_ = false;  ///< The next character of the string is escaped.
  size_t at_ = 0;
  int depth_ = 0;
  Document open_;  ///< The document being scanned.
  int64_t documents_ = 0;
  uint32_t line_ = 1;
  int64_t line_begin_ = 0;  ///< Where the line begins in the buffer; negative if before it.
};

}  // namespace weir::formats::json
