#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "expr/function.h"

namespace weir::expr {

/// A set of kinds of JSON values: what an argument may be, what a function answers. Both forms of
/// decimal numbers are one kind.
class KindSet {
 public:
  constexpr KindSet() = default;
  constexpr KindSet(Json::Kind kind) : bits_(BitOf(kind)) {}  // NOLINT(google-explicit-constructor)

  static constexpr KindSet Any() { return KindSet(Bits{0x7F}); }
  static constexpr KindSet Number() { return KindSet(Json::Kind::kInt) | Json::Kind::kFloat; }
  static constexpr KindSet Boolean() { return Json::Kind::kBool; }
  static constexpr KindSet Text() { return Json::Kind::kString; }

  constexpr bool Has(Json::Kind kind) const { return (bits_ & BitOf(kind)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool any() const { return bits_ == Any().bits_; }
  constexpr bool Within(KindSet other) const { return (bits_ & ~other.bits_) == 0; }
  /// The same without null.
  constexpr KindSet WithoutNull() const {
    return KindSet(Bits{static_cast<uint8_t>(bits_ & ~BitOf(Json::Kind::kNull))});
  }

  friend constexpr KindSet operator|(KindSet left, KindSet right) {
    return KindSet(Bits{static_cast<uint8_t>(left.bits_ | right.bits_)});
  }
  friend constexpr KindSet operator&(KindSet left, KindSet right) {
    return KindSet(Bits{static_cast<uint8_t>(left.bits_ & right.bits_)});
  }
  friend constexpr bool operator==(KindSet, KindSet) = default;

  /// "String", "Integer or Float", "anything".
  std::string ToString() const;

 private:
  struct Bits {
    uint8_t value;
  };
  constexpr explicit KindSet(Bits bits) : bits_(bits.value) {}
  static constexpr uint8_t BitOf(Json::Kind kind) {
    const Json::Kind one = kind == Json::Kind::kNumberText ? Json::Kind::kFloat : kind;
    const auto place = static_cast<unsigned>(one);
    // kNumberText stands behind kFloat and has no bit of its own.
    return static_cast<uint8_t>(
        1U << (place > static_cast<unsigned>(Json::Kind::kFloat) ? place - 1 : place));
  }

  uint8_t bits_ = 0;
};

/// One parameter of a function: its name and what it takes.
struct ParameterKinds {
  std::string_view name;
  KindSet kinds;
  /// It is a text, which may come as binary or XML content: an object.
  bool content = false;
  bool repeated = false;
};

/// The parameters of a function of AllFunctions(), read from its `args`; a repeated one comes last.
const std::vector<ParameterKinds>& ParametersOf(const FunctionSpec& spec);
/// What it answers, read from its `returns`.
KindSet ReturnsOf(const FunctionSpec& spec);

}  // namespace weir::expr
