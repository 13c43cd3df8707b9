#include "formats/delimited/scan_avx2.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include <bit>
#include <cstring>

#pragma GCC push_options
#pragma GCC target("avx2,bmi,lzcnt")

#include "formats/delimited/scan_kernel.h"

namespace weir::formats::delimited {
namespace {

class Avx2Block {
 public:
  explicit Avx2Block(const char* data)
      : low_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(data))),
        high_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + 32))) {}
  uint64_t Eq(char c) const {
    const __m256i wanted = _mm256_set1_epi8(c);
    const auto low = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low_, wanted)));
    const auto high = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high_, wanted)));
    return uint64_t{high} << 32U | low;
  }

 private:
  __m256i low_;
  __m256i high_;
};

}  // namespace

size_t IndexAvx2(const Marks& marks, const char* data, size_t begin, size_t end, Tile& tile) {
  return IndexWith<Avx2Block>(marks, data, begin, end, tile);
}

size_t LastRowEndAvx2(const Marks& marks, const char* data, size_t end) {
  return LastRowEndWith<Avx2Block>(marks, data, end);
}

}  // namespace weir::formats::delimited
#pragma GCC pop_options
#endif
