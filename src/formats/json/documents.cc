#include "formats/json/documents.h"

#include <arrow/io/interfaces.h>
#include <arrow/result.h>

#include <algorithm>
#include <cstring>

#include "formats/batch_stream.h"
#include "formats/json/json_error.h"

namespace weir::formats::json {
namespace {

constexpr size_t kDocumentBytesMax = size_t{128} << 20U;
constexpr size_t kPaddingBytes = 64;

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

DocumentSource::DocumentSource(std::shared_ptr<arrow::io::InputStream> in, std::string file,
                               size_t block_bytes)
    : in_(std::move(in)), file_(std::move(file)), block_bytes_(block_bytes) {}

Error DocumentSource::Invalid(const std::string& detail, Position position) const {
  return InvalidJson(file_, detail, position);
}

void DocumentSource::Reserve(size_t capacity) {
  if (capacity_ >= capacity + kPaddingBytes) return;
  capacity_ = capacity + kPaddingBytes;
  std::unique_ptr<char[]> grown(new char[capacity_]);
  if (size_ != 0) std::memcpy(grown.get(), bytes_.get(), size_);
  bytes_ = std::move(grown);
}

Result<bool> DocumentSource::Fill(size_t wanted) {
  Reserve(wanted);
  const size_t before = size_;
  while (!ended_ && size_ < wanted) {
    auto count = in_->Read(static_cast<int64_t>(wanted - size_), bytes_.get() + size_);
    if (!count.ok()) return FromArrow(count.status(), "FileReadFailed").At(file_);
    ended_ = *count == 0;
    size_ += static_cast<size_t>(*count);
  }
  return size_ > before;
}

Result<DocumentBlock> DocumentSource::Next() {
  DocumentBlock block;
  size_t wanted = size_ + block_bytes_;
  while (true) {
    WEIR_ASSIGN(const bool more, Fill(wanted));
    WEIR_TRY(Scan(block));
    if (!block.documents.empty() || !more) break;
    if (wanted >= kDocumentBytesMax) {
      return Invalid("a document has more than 128 MiB", open_.position);
    }
    wanted = std::min(2 * std::max(wanted, size_), kDocumentBytesMax);
  }
  const bool open = state_ == State::kInside || state_ == State::kInsideString;
  block.last = ended_ && block.documents.empty();
  if (block.last && open) {
    return Invalid("the document that begins here has no end", open_.position);
  }
  if (block.last && in_array_) return Invalid("the array has no end", Here());
  // The document that is not complete goes to the next block, and is scanned again there.
  const size_t keep = open ? open_.begin : at_;
  if (open) {
    line_ = open_.position.line;
    line_begin_ = static_cast<int64_t>(open_.begin) - open_.position.column + 1;
    state_ = in_array_ ? State::kArrayElement : State::kBetween;
    depth_ = 0;
    escaped_ = false;
  }
  block.bytes = std::move(bytes_);
  const size_t rest = size_ - keep;
  capacity_ = size_ = 0;
  Reserve(std::max(block_bytes_, rest));
  std::memcpy(bytes_.get(), block.bytes.get() + keep, rest);
  size_ = rest;
  line_begin_ -= static_cast<int64_t>(keep);
  at_ = 0;
  return block;
}

Result<> DocumentSource::Scan(DocumentBlock& block) {
  while (at_ < size_) {
    switch (state_) {
      case State::kBetween:
      case State::kArrayElement:
      case State::kArrayComma:
        WEIR_TRY(StepBetween(block));
        break;
      case State::kInside:
        StepInside(block);
        break;
      case State::kInsideString:
        StepString();
        break;
    }
  }
  return {};
}

Result<> DocumentSource::StepBetween(DocumentBlock& block) {
  const char c = bytes_[at_];
  if (IsSpace(c)) {
    if (c == '\n') NewLine();
    ++at_;
    return {};
  }
  const bool closes = in_array_ && c == ']';
  const bool separates = state_ == State::kArrayComma && c == ',';
  if (closes || separates) {
    in_array_ = !closes;
    state_ = closes ? State::kBetween : State::kArrayElement;
    ++at_;
    return {};
  }
  if (state_ == State::kBetween && c == '[') {
    in_array_ = true;
    state_ = State::kArrayElement;
    ++at_;
    return {};
  }
  if (state_ != State::kArrayComma && (c == '{' || c == '[')) {
    open_ = {at_, 0, documents_ + 1, Here()};
    state_ = State::kInside;
    StepInside(block);
    return {};
  }
  const char* expected = state_ == State::kBetween        ? "'{' or '['"
                         : state_ == State::kArrayElement ? "'{' or ']'"
                                                          : "',' or ']'";
  return Invalid(
      std::string("expected ") + expected + ", got '" + std::string(bytes_.get() + at_, 1) + "'",
      Here());
}

void DocumentSource::StepInside(DocumentBlock& block) {
  for (; at_ < size_; ++at_) {
    switch (bytes_[at_]) {
      case '"':
        state_ = State::kInsideString;
        ++at_;
        return;
      case '{':
      case '[':
        ++depth_;
        break;
      case '}':
      case ']':
        if (--depth_ > 0) break;
        depth_ = 0;
        ++at_;
        open_.size = at_ - open_.begin;
        ++documents_;
        block.documents.push_back(open_);
        state_ = in_array_ ? State::kArrayComma : State::kBetween;
        return;
      case '\n':
        NewLine();
        break;
      default:
        break;
    }
  }
}

void DocumentSource::StepString() {
  if (escaped_) ++at_;
  escaped_ = false;
  for (; at_ < size_; ++at_) {
    const char c = bytes_[at_];
    if (c == '"') {
      state_ = State::kInside;
      ++at_;
      return;
    }
    if (c == '\n') NewLine();
    if (c != '\\') continue;
    escaped_ = at_ + 1 == size_;
    if (!escaped_) ++at_;
  }
}

}  // namespace weir::formats::json
