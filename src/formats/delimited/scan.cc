#include "formats/delimited/scan.h"

#include <cstring>

#include "formats/delimited/scan_avx2.h"
#include "formats/delimited/scan_kernel.h"

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace weir::formats::delimited {
namespace {

class ScalarBlock {
 public:
  explicit ScalarBlock(const char* data) : data_(data) {}
  uint64_t Eq(char c) const {
    uint64_t mask = 0;
    for (unsigned i = 0; i < 64; ++i) mask |= uint64_t{data_[i] == c} << i;
    return mask;
  }

 private:
  const char* data_;
};

#if defined(__x86_64__)
class Sse2Block {
 public:
  explicit Sse2Block(const char* data) {
    for (int i = 0; i < 4; ++i) {
      parts_[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data) + i);
    }
  }
  uint64_t Eq(char c) const {
    const __m128i wanted = _mm_set1_epi8(c);
    uint64_t mask = 0;
    for (unsigned i = 0; i < 4; ++i) {
      const auto part = static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(parts_[i], wanted)));
      mask |= uint64_t{part} << (16 * i);
    }
    return mask;
  }

 private:
  __m128i parts_[4];
};
#endif

}  // namespace

Marks::Marks(const Dialect& dialect)
    : column(dialect.column_delimiter),
      row(dialect.row_delimiter),
      row_first(row.empty() ? '\n' : row[0]),
      row_other(row.empty() ? '\r' : row[0]),
      quote(dialect.quote),
      quote_escape(dialect.escape == 0 ? dialect.quote : dialect.escape),
      bare_escape(dialect.quote == 0 ? dialect.escape : '\0'),
      multiline(dialect.multiline),
      general(column.size() != 1 || row.size() > 1 || bare_escape != 0 || !multiline) {
  column_first = column.empty() ? row_first : column[0];
}

SimdLevel BestSimdLevel() {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") != 0;
  return avx2 ? SimdLevel::kAvx2 : SimdLevel::kSse2;
#else
  return SimdLevel::kScalar;
#endif
}

Scanner::Scanner(const Dialect& dialect, SimdLevel level)
    : marks_(dialect), index_(IndexWith<ScalarBlock>), last_row_end_(LastRowEndWith<ScalarBlock>) {
#if defined(__x86_64__)
  if (level == SimdLevel::kSse2) {
    index_ = IndexWith<Sse2Block>;
    last_row_end_ = LastRowEndWith<Sse2Block>;
  } else if (level == SimdLevel::kAvx2) {
    index_ = IndexAvx2;
    last_row_end_ = LastRowEndAvx2;
  }
#else
  (void)level;
#endif
}

namespace {

size_t DecodeQuoted(const Dialect& dialect, std::string_view raw, char* out) {
  size_t written = 0;
  for (size_t at = 0; at < raw.size(); ++at) {
    const char c = raw[at];
    const char next = at + 1 < raw.size() ? raw[at + 1] : '\0';
    const bool last = at + 1 == raw.size();
    const bool mark = c == dialect.quote || c == dialect.escape;
    if (mark && !last && (next == dialect.quote || (c != dialect.quote && next == c))) {
      out[written++] = next;
      ++at;
    } else if (c == dialect.quote) {
      std::memcpy(out + written, raw.data() + at + 1, raw.size() - at - 1);
      return written + raw.size() - at - 1;
    } else {
      out[written++] = c;
    }
  }
  return written;
}

size_t DecodeBare(const Dialect& dialect, std::string_view raw, char* out) {
  size_t written = 0;
  for (size_t at = 0; at < raw.size(); ++at) {
    const std::string_view rest = raw.substr(at + 1);
    const bool escape = raw[at] == dialect.escape && !rest.empty();
    if (escape && rest[0] == dialect.escape) {
      out[written++] = raw[++at];
    } else if (escape && !dialect.column_delimiter.empty() &&
               rest.starts_with(dialect.column_delimiter)) {
      for (const char c : dialect.column_delimiter) out[written++] = c;
      at += dialect.column_delimiter.size();
    } else {
      out[written++] = raw[at];
    }
  }
  return written;
}

}  // namespace

size_t Decode(const Dialect& dialect, std::string_view raw, char* out) {
  return dialect.quote != 0 ? DecodeQuoted(dialect, raw, out) : DecodeBare(dialect, raw, out);
}

}  // namespace weir::formats::delimited
