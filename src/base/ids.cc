#include "base/ids.h"

#include <array>
#include <random>

namespace weir {
namespace {

std::string FormatGuid(uint64_t high, uint64_t low) {
  high = (high & 0xFFFFFFFFFFFF0FFFULL) | 0x4000ULL;
  low = (low & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL;
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text += '-';
    const uint64_t word = nibble < 16 ? high : low;
    text += kDigits[(word >> (60 - 4 * (nibble % 16))) & 0xF];
  }
  return text;
}

}  // namespace

uint64_t SeededRandom::Next() {
  // SplitMix64: one addition and three mixing steps; public domain.
  state_ += 0x9E3779B97F4A7C15ULL;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

uint64_t EntropySeed() {
  thread_local std::random_device device;  // Dear to open.
  return (static_cast<uint64_t>(device()) << 32) ^ device();
}

std::string NewGuid() {
  thread_local SeededRandom random(EntropySeed());
  const uint64_t high = random.Next();
  return FormatGuid(high, random.Next());
}

uint64_t StableHash(std::string_view text, uint64_t basis) {
  uint64_t hash = basis;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return hash;
}

std::string DerivedGuid(std::string_view seed, uint64_t counter) {
  const uint64_t hash = StableHash(seed);
  SeededRandom random(hash ^ (counter * 0xD6E8FEB86659FD93ULL));
  SeededRandom other(StableHash(seed, hash) + counter);
  const uint64_t high = random.Next();
  return FormatGuid(high, other.Next() ^ random.Next());
}

std::string OrderedGuid(std::string_view seed, uint64_t order, uint64_t counter) {
  constexpr uint64_t kCounters = 1ULL << 20;
  const uint64_t hash = StableHash(seed);
  SeededRandom other(hash ^ (counter / kCounters * 0xD6E8FEB86659FD93ULL));
  // Beside version and variant: hash 32, order 16 + 12 | 12, counter 20, another hash 30.
  const uint64_t high =
      (hash & 0xFFFFFFFF00000000ULL) | (order >> 24 & 0xFFFF) << 16 | (order >> 12 & 0xFFF);
  const uint64_t low =
      (order & 0xFFF) << 50 | (counter % kCounters) << 30 | (other.Next() & 0x3FFFFFFF);
  return FormatGuid(high, low);
}

}  // namespace weir
