#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

/// A new random id, "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".
std::string NewGuid();

/// The id that always follows from `seed` and `counter`; shaped as NewGuid. A run makes the ids of
/// its activities so, which lets a replay find the same ones.
std::string DerivedGuid(std::string_view seed, uint64_t counter);
/// The same, where those of one seed lie together and sort by `order` first: indexes like it.
/// `order` must be below 2^40.
std::string OrderedGuid(std::string_view seed, uint64_t order, uint64_t counter);

/// A small generator whose whole sequence follows from its seed: the same on every machine.
class SeededRandom {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}
  uint64_t Next();
  /// A number in [0, bound); 0 if bound is 0.
  uint64_t Below(uint64_t bound) { return bound == 0 ? 0 : Next() % bound; }

 private:
  uint64_t state_;
};

/// A seed from the machine's entropy.
uint64_t EntropySeed();

/// A 64-bit hash that stays the same over versions and machines (FNV-1a).
uint64_t StableHash(std::string_view text, uint64_t basis = 14695981039346656037ULL);

}  // namespace weir
