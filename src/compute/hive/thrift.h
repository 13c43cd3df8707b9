#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace weir::compute::hive {

/// A value of Thrift's binary protocol, as a tree. Fields go by their numbers; what a reader does
/// not ask for is skipped.
class ThriftValue {
 public:
  /// The numbers of the wire.
  enum class Type : uint8_t {
    kStop = 0,
    kBool = 2,
    kI8 = 3,
    kDouble = 4,
    kI16 = 6,
    kI32 = 8,
    kI64 = 10,
    kString = 11,
    kStruct = 12,
    kMap = 13,
    kSet = 14,
    kList = 15,
  };

  ThriftValue() = default;  ///< An empty struct.
  static ThriftValue Bool(bool value) { return Whole(Type::kBool, value ? 1 : 0); }
  static ThriftValue I16(int16_t value) { return Whole(Type::kI16, value); }
  static ThriftValue I32(int32_t value) { return Whole(Type::kI32, value); }
  static ThriftValue I64(int64_t value) { return Whole(Type::kI64, value); }
  static ThriftValue Whole(Type type, int64_t value);
  static ThriftValue Double(double value);
  static ThriftValue String(std::string text);
  static ThriftValue List(Type of, std::vector<ThriftValue> items);
  /// Keys and values in turn.
  static ThriftValue Map(Type keys, Type values, std::vector<ThriftValue> items);

  /// Add a field to a struct.
  ThriftValue& Set(int16_t field, ThriftValue value);

  Type type() const { return type_; }
  bool is_struct() const { return type_ == Type::kStruct; }
  /// The field; an empty struct if it is not there.
  const ThriftValue& operator[](int16_t field) const;
  bool Has(int16_t field) const;
  int64_t as_whole() const { return whole_; }
  double as_double() const { return real_; }
  const std::string& as_string() const { return text_; }
  const std::vector<ThriftValue>& items() const { return items_; }

 private:
  friend class ThriftWriter;
  friend class ThriftReader;

  Type type_ = Type::kStruct;
  Type key_type_ = Type::kStop;
  Type item_type_ = Type::kStop;
  int64_t whole_ = 0;
  double real_ = 0;
  std::string text_;
  std::vector<ThriftValue> items_;
  std::vector<std::pair<int16_t, ThriftValue>> fields_;
};

/// Where bytes come from.
class ThriftSource {
 public:
  virtual ~ThriftSource() = default;
  /// Exactly `size` bytes.
  virtual Result<> Read(char* out, size_t size) = 0;
};

/// A message: a call of a method, or the answer to one.
struct ThriftMessage {
  enum class Kind : uint8_t { kCall = 1, kReply = 2, kException = 3, kOneWay = 4 };
  Kind kind = Kind::kCall;
  std::string name;
  int32_t sequence = 0;
  ThriftValue body;
};

std::string EncodeMessage(const ThriftMessage& message);

/// Read one message. Errors: of the source; kInvalid InvalidThrift for what is none, is nested more
/// than 64 deep or holds more than 256 MiB.
Result<ThriftMessage> DecodeMessage(ThriftSource& source);

}  // namespace weir::compute::hive
