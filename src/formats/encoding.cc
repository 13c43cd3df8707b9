#include "formats/encoding.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <arrow/result.h>
#include <simdjson.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <array>
#include <cstring>
#include <vector>

#include "base/names.h"

namespace weir::formats {
namespace {

constexpr size_t kBlockBytes = size_t{64} << 10U;

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterCloser>;

struct NamedEncoding {
  std::string icu;  ///< Empty: UTF-8, which needs no converter.
  std::string_view mark;
};

NamedEncoding Resolve(const std::string& name) {
  if (name.empty() || SameName(name, "UTF-8 without BOM")) return {"", ""};
  if (SameName(name, "UTF-8") || SameName(name, "UTF8")) return {"", "\xEF\xBB\xBF"};
  if (SameName(name, "UTF-16") || SameName(name, "UTF-16LE")) {
    return {"UTF-16LE", std::string_view("\xFF\xFE", 2)};
  }
  if (SameName(name, "UTF-16BE")) return {"UTF-16BE", std::string_view("\xFE\xFF", 2)};
  if (SameName(name, "UTF-32") || SameName(name, "UTF-32LE")) {
    return {"UTF-32LE", std::string_view("\xFF\xFE\0\0", 4)};
  }
  if (SameName(name, "UTF-32BE")) return {"UTF-32BE", std::string_view("\0\0\xFE\xFF", 4)};
  return {name, ""};
}

Result<Converter> OpenConverter(const std::string& icu_name, const std::string& name) {
  UErrorCode code = U_ZERO_ERROR;
  Converter converter(ucnv_open(icu_name.c_str(), &code));
  if (U_FAILURE(code) != 0) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedEncoding",
                "the encoding '" + name + "' is not known here");
  }
  return converter;
}

/// Converts between two encodings piece by piece, by way of UTF-16.
class Transcoder {
 public:
  Transcoder(Converter from, Converter to) : from_(std::move(from)), to_(std::move(to)) {}

  /// Append the conversion of `text` to `out`; `flush` at the end of all text.
  arrow::Status Convert(std::string_view text, bool flush, std::string& out) {
    const char* source = text.data();
    const char* source_end = source + text.size();
    std::array<char, 4096> piece;
    while (true) {
      char* target = piece.data();
      UErrorCode code = U_ZERO_ERROR;
      ucnv_convertEx(to_.get(), from_.get(), &target, target + piece.size(), &source, source_end,
                     pivot_.data(), &pivot_source_, &pivot_target_, pivot_.data() + pivot_.size(),
                     static_cast<UBool>(false), static_cast<UBool>(flush), &code);
      out.append(piece.data(), static_cast<size_t>(target - piece.data()));
      if (code == U_BUFFER_OVERFLOW_ERROR) continue;
      if (U_FAILURE(code) != 0 && !(flush && code == U_TRUNCATED_CHAR_FOUND)) {
        return arrow::Status::Invalid("the text cannot be converted: ", u_errorName(code));
      }
      return arrow::Status::OK();
    }
  }

 private:
  Converter from_;
  Converter to_;
  std::array<UChar, 1024> pivot_;
  UChar* pivot_source_ = pivot_.data();
  UChar* pivot_target_ = pivot_.data();
};

/// The stream with its first bytes put back, converted if there is a transcoder.
class DecodedInput final : public arrow::io::InputStream {
 public:
  DecodedInput(std::shared_ptr<arrow::io::InputStream> in, std::string head,
               std::unique_ptr<Transcoder> transcoder)
      : in_(std::move(in)), ready_(std::move(head)), transcoder_(std::move(transcoder)) {
    if (transcoder_ == nullptr) return;
    raw_ = std::move(ready_);
    ready_.clear();
  }

  arrow::Status Close() override { return in_->Close(); }
  bool closed() const override { return in_->closed(); }
  arrow::Result<int64_t> Tell() const override { return position_; }

  arrow::Result<int64_t> Read(int64_t nbytes, void* out) override {
    if (at_ == ready_.size() && transcoder_ != nullptr) ARROW_RETURN_NOT_OK(Refill());
    int64_t count = static_cast<int64_t>(ready_.size() - at_);
    if (count == 0 && transcoder_ == nullptr) {
      ARROW_ASSIGN_OR_RAISE(count, in_->Read(nbytes, out));
    } else {
      count = std::min(count, nbytes);
      std::memcpy(out, ready_.data() + at_, static_cast<size_t>(count));
      at_ += static_cast<size_t>(count);
    }
    position_ += count;
    return count;
  }

  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t nbytes) override {
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(nbytes));
    ARROW_ASSIGN_OR_RAISE(const int64_t count, Read(nbytes, buffer->mutable_data()));
    ARROW_RETURN_NOT_OK(buffer->Resize(count));
    return std::shared_ptr<arrow::Buffer>(std::move(buffer));
  }

 private:
  arrow::Status Refill() {
    ready_.clear();
    at_ = 0;
    while (ready_.empty() && !ended_) {
      if (raw_.empty()) {
        raw_.resize(kBlockBytes);
        ARROW_ASSIGN_OR_RAISE(const int64_t count,
                              in_->Read(static_cast<int64_t>(raw_.size()), raw_.data()));
        raw_.resize(static_cast<size_t>(count));
        ended_ = count == 0;
      }
      ARROW_RETURN_NOT_OK(transcoder_->Convert(raw_, ended_, ready_));
      raw_.clear();
    }
    return arrow::Status::OK();
  }

  std::shared_ptr<arrow::io::InputStream> in_;
  std::string ready_;
  size_t at_ = 0;
  std::string raw_;
  std::unique_ptr<Transcoder> transcoder_;
  bool ended_ = false;
  int64_t position_ = 0;
};

class EncodedOutput final : public arrow::io::OutputStream {
 public:
  EncodedOutput(std::shared_ptr<arrow::io::OutputStream> out,
                std::unique_ptr<Transcoder> transcoder)
      : out_(std::move(out)), transcoder_(std::move(transcoder)) {}

  arrow::Status Write(const void* data, int64_t nbytes) override {
    return Put({static_cast<const char*>(data), static_cast<size_t>(nbytes)}, false);
  }
  arrow::Status Close() override {
    if (closed_) return arrow::Status::OK();
    closed_ = true;
    return Put("", true);
  }
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> Tell() const override { return out_->Tell(); }

 private:
  arrow::Status Put(std::string_view text, bool flush) {
    converted_.clear();
    ARROW_RETURN_NOT_OK(transcoder_->Convert(text, flush, converted_));
    return out_->Write(converted_.data(), static_cast<int64_t>(converted_.size()));
  }

  std::shared_ptr<arrow::io::OutputStream> out_;
  std::unique_ptr<Transcoder> transcoder_;
  std::string converted_;
  bool closed_ = false;
};

/// UTF-8 passes as it is; closing leaves the stream below open.
class PlainOutput final : public arrow::io::OutputStream {
 public:
  explicit PlainOutput(std::shared_ptr<arrow::io::OutputStream> out) : out_(std::move(out)) {}
  arrow::Status Write(const void* data, int64_t nbytes) override {
    return out_->Write(data, nbytes);
  }
  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> Tell() const override { return out_->Tell(); }

 private:
  std::shared_ptr<arrow::io::OutputStream> out_;
  bool closed_ = false;
};

/// The encoding that a byte order mark at the start of `head` names, and the mark's length.
struct FoundMark {
  const char* icu = nullptr;
  size_t length = 0;
};
FoundMark FindMark(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) return {"", 3};
  if (head.starts_with(std::string_view("\xFF\xFE\0\0", 4))) return {"UTF-32LE", 4};
  if (head.starts_with(std::string_view("\0\0\xFE\xFF", 4))) return {"UTF-32BE", 4};
  if (head.starts_with("\xFF\xFE")) return {"UTF-16LE", 2};
  if (head.starts_with("\xFE\xFF")) return {"UTF-16BE", 2};
  return {};
}

}  // namespace

Result<std::shared_ptr<arrow::io::InputStream>> DecodeText(
    std::shared_ptr<arrow::io::InputStream> in, const std::string& encoding) {
  NamedEncoding named = Resolve(encoding);
  Converter converter;
  if (!named.icu.empty()) {
    WEIR_ASSIGN(converter, OpenConverter(named.icu, encoding));
  }
  std::string head(4, '\0');
  size_t filled = 0;
  while (filled < head.size()) {
    auto count = in->Read(static_cast<int64_t>(head.size() - filled), head.data() + filled);
    if (!count.ok()) {
      return Fail(ErrorKind::kUnavailable, "FileReadFailed", count.status().message());
    }
    if (*count == 0) break;
    filled += static_cast<size_t>(*count);
  }
  head.resize(filled);
  const FoundMark mark = FindMark(head);
  head.erase(0, mark.length);
  if (mark.icu != nullptr) {
    named.icu = mark.icu;
    converter.reset();
    if (!named.icu.empty()) {
      WEIR_ASSIGN(converter, OpenConverter(named.icu, named.icu));
    }
  }
  std::unique_ptr<Transcoder> transcoder;
  if (converter != nullptr) {
    WEIR_ASSIGN(Converter utf8, OpenConverter("UTF-8", "UTF-8"));
    transcoder = std::make_unique<Transcoder>(std::move(converter), std::move(utf8));
  }
  return std::make_shared<DecodedInput>(std::move(in), std::move(head), std::move(transcoder));
}

Result<std::shared_ptr<arrow::io::OutputStream>> EncodeText(
    std::shared_ptr<arrow::io::OutputStream> out, const std::string& encoding) {
  const NamedEncoding named = Resolve(encoding);
  std::unique_ptr<Transcoder> transcoder;
  if (!named.icu.empty()) {
    WEIR_ASSIGN(Converter converter, OpenConverter(named.icu, encoding));
    WEIR_ASSIGN(Converter utf8, OpenConverter("UTF-8", "UTF-8"));
    transcoder = std::make_unique<Transcoder>(std::move(utf8), std::move(converter));
  }
  const arrow::Status wrote =
      out->Write(named.mark.data(), static_cast<int64_t>(named.mark.size()));
  if (!wrote.ok()) return Fail(ErrorKind::kUnavailable, "FileWriteFailed", wrote.message());
  if (transcoder == nullptr) return std::make_shared<PlainOutput>(std::move(out));
  return std::make_shared<EncodedOutput>(std::move(out), std::move(transcoder));
}

bool IsUtf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

std::string ReplaceInvalidUtf8(std::string_view text) {
  // ICU takes lengths of 31 bits; cut at ASCII bytes so that no character is cut.
  std::string out;
  constexpr size_t kPiece = 1 << 20;
  while (!text.empty()) {
    size_t cut = std::min(text.size(), kPiece);
    while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0x80U) != 0) ++cut;
    const std::string_view piece = text.substr(0, cut);
    if (IsUtf8(piece)) {
      out.append(piece);
    } else {
      icu::UnicodeString::fromUTF8({piece.data(), static_cast<int32_t>(piece.size())})
          .toUTF8String(out);
    }
    text.remove_prefix(cut);
  }
  return out;
}

}  // namespace weir::formats
