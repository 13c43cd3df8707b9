#include "compute/hive/thrift.h"

#include <bit>

namespace weir::compute::hive {

using Type = ThriftValue::Type;

namespace {

constexpr uint32_t kVersion = 0x80010000U;
constexpr uint32_t kVersionMask = 0xFFFF0000U;
constexpr int kDepthMax = 64;
constexpr int64_t kBytesMax = int64_t{256} << 20;
/// What an item of a list is counted as at least, so that a short message cannot claim a long list.
constexpr int64_t kItemBytes = 1;

const ThriftValue kNothing;

Error Invalid(const std::string& why) {
  return Fail(ErrorKind::kInvalid, "InvalidThrift", "expected a Thrift message, but " + why);
}

}  // namespace

ThriftValue ThriftValue::Whole(Type type, int64_t value) {
  ThriftValue made;
  made.type_ = type;
  made.whole_ = value;
  return made;
}

ThriftValue ThriftValue::Double(double value) {
  ThriftValue made;
  made.type_ = Type::kDouble;
  made.real_ = value;
  return made;
}

ThriftValue ThriftValue::String(std::string text) {
  ThriftValue made;
  made.type_ = Type::kString;
  made.text_ = std::move(text);
  return made;
}

ThriftValue ThriftValue::List(Type of, std::vector<ThriftValue> items) {
  ThriftValue made;
  made.type_ = Type::kList;
  made.item_type_ = of;
  made.items_ = std::move(items);
  return made;
}

ThriftValue ThriftValue::Map(Type keys, Type values, std::vector<ThriftValue> items) {
  ThriftValue made = List(values, std::move(items));
  made.type_ = Type::kMap;
  made.key_type_ = keys;
  return made;
}

ThriftValue& ThriftValue::Set(int16_t field, ThriftValue value) {
  fields_.emplace_back(field, std::move(value));
  return *this;
}

const ThriftValue& ThriftValue::operator[](int16_t field) const {
  for (const auto& [number, value] : fields_) {
    if (number == field) return value;
  }
  return kNothing;
}

bool ThriftValue::Has(int16_t field) const {
  return &(*this)[field] != &kNothing;
}

class ThriftWriter {
 public:
  void Integer(uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out_ += static_cast<char>(value >> static_cast<unsigned>(shift) & 0xFFU);
    }
  }
  void Text(const std::string& text) {
    Integer(text.size(), 4);
    out_ += text;
  }
  void Value(const ThriftValue& value) {  // NOLINT(misc-no-recursion): as deep as we make it.
    switch (value.type_) {
      case Type::kStop:
        return;
      case Type::kBool:
      case Type::kI8:
        return Integer(static_cast<uint64_t>(value.whole_), 1);
      case Type::kI16:
        return Integer(static_cast<uint64_t>(value.whole_), 2);
      case Type::kI32:
        return Integer(static_cast<uint64_t>(value.whole_), 4);
      case Type::kI64:
        return Integer(static_cast<uint64_t>(value.whole_), 8);
      case Type::kDouble:
        return Integer(std::bit_cast<uint64_t>(value.real_), 8);
      case Type::kString:
        return Text(value.text_);
      case Type::kStruct:
        for (const auto& [number, field] : value.fields_) {
          Integer(static_cast<uint64_t>(field.type_), 1);
          Integer(static_cast<uint16_t>(number), 2);
          Value(field);
        }
        return Integer(0, 1);
      case Type::kMap:
        Integer(static_cast<uint64_t>(value.key_type_), 1);
        [[fallthrough]];
      case Type::kSet:
      case Type::kList:
        Integer(static_cast<uint64_t>(value.item_type_), 1);
        Integer(value.items_.size() / (value.type_ == Type::kMap ? 2 : 1), 4);
        for (const ThriftValue& item : value.items_) Value(item);
        return;
    }
  }
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

class ThriftReader {
 public:
  explicit ThriftReader(ThriftSource& source) : source_(source) {}

  Result<uint64_t> Integer(int bytes) {
    char raw[8];
    WEIR_TRY(Count(bytes));
    WEIR_TRY(source_.Read(raw, static_cast<size_t>(bytes)));
    uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) value = value << 8U | static_cast<unsigned char>(raw[i]);
    return value;
  }
  Result<std::string> Text() {
    WEIR_ASSIGN(const uint64_t size, Integer(4));
    WEIR_TRY(Count(static_cast<int64_t>(size)));
    std::string text(size, '\0');
    WEIR_TRY(source_.Read(text.data(), size));
    return text;
  }
  // NOLINTNEXTLINE(misc-no-recursion): at most kDepthMax deep.
  Result<ThriftValue> Value(Type type, int depth) {
    if (depth > kDepthMax) return Invalid("it is nested too deep");
    ThriftValue value;
    value.type_ = type;
    switch (type) {
      case Type::kStop:
        break;
      case Type::kBool:
      case Type::kI8: {
        WEIR_ASSIGN(const uint64_t raw, Integer(1));
        value.whole_ = static_cast<int64_t>(raw) - (raw < 128 ? 0 : 256);
        return value;
      }
      case Type::kI16: {
        WEIR_ASSIGN(const uint64_t raw, Integer(2));
        value.whole_ = static_cast<int16_t>(raw);
        return value;
      }
      case Type::kI32: {
        WEIR_ASSIGN(const uint64_t raw, Integer(4));
        value.whole_ = static_cast<int32_t>(raw);
        return value;
      }
      case Type::kI64: {
        WEIR_ASSIGN(const uint64_t raw, Integer(8));
        value.whole_ = static_cast<int64_t>(raw);
        return value;
      }
      case Type::kDouble: {
        WEIR_ASSIGN(const uint64_t raw, Integer(8));
        value.real_ = std::bit_cast<double>(raw);
        return value;
      }
      case Type::kString: {
        WEIR_ASSIGN(value.text_, Text());
        return value;
      }
      case Type::kStruct:
        WEIR_TRY(Fields(value, depth));
        return value;
      case Type::kMap:
      case Type::kSet:
      case Type::kList:
        WEIR_TRY(Items(value, depth));
        return value;
    }
    return Invalid("it holds a value of type " + std::to_string(static_cast<int>(type)));
  }

 private:
  Result<> Count(int64_t bytes) {
    bytes_ += bytes;
    return bytes_ <= kBytesMax ? Result<>() : Invalid("it is larger than 256 MiB");
  }
  Result<> Fields(ThriftValue& value, int depth) {  // NOLINT(misc-no-recursion)
    while (true) {
      WEIR_ASSIGN(const uint64_t type, Integer(1));
      if (type == 0) return {};
      WEIR_ASSIGN(const uint64_t number, Integer(2));
      WEIR_ASSIGN(ThriftValue field, Value(static_cast<Type>(type), depth + 1));
      value.Set(static_cast<int16_t>(number), std::move(field));
    }
  }
  Result<> Items(ThriftValue& value, int depth) {  // NOLINT(misc-no-recursion)
    const bool is_map = value.type_ == Type::kMap;
    uint64_t key = 0;
    if (is_map) {
      WEIR_ASSIGN(key, Integer(1));
    }
    WEIR_ASSIGN(const uint64_t item, Integer(1));
    WEIR_ASSIGN(const uint64_t count, Integer(4));
    WEIR_TRY(Count(static_cast<int64_t>(count) * kItemBytes));
    value.key_type_ = static_cast<Type>(key);
    value.item_type_ = static_cast<Type>(item);
    for (uint64_t i = 0; i < count; ++i) {
      if (is_map) {
        WEIR_ASSIGN(ThriftValue one, Value(value.key_type_, depth + 1));
        value.items_.push_back(std::move(one));
      }
      WEIR_ASSIGN(ThriftValue one, Value(value.item_type_, depth + 1));
      value.items_.push_back(std::move(one));
    }
    return {};
  }

  ThriftSource& source_;
  int64_t bytes_ = 0;
};

std::string EncodeMessage(const ThriftMessage& message) {
  ThriftWriter writer;
  writer.Integer(kVersion | static_cast<uint32_t>(message.kind), 4);
  writer.Text(message.name);
  writer.Integer(static_cast<uint32_t>(message.sequence), 4);
  writer.Value(message.body);
  return writer.Take();
}

Result<ThriftMessage> DecodeMessage(ThriftSource& source) {
  ThriftReader reader(source);
  WEIR_ASSIGN(const uint64_t head, reader.Integer(4));
  const auto kind = static_cast<uint8_t>(head & 0xFFU);
  if ((head & kVersionMask) != kVersion || kind < 1 || kind > 4) {
    return Invalid("it begins with " + std::to_string(head));
  }
  ThriftMessage message;
  message.kind = static_cast<ThriftMessage::Kind>(kind);
  WEIR_ASSIGN(message.name, reader.Text());
  WEIR_ASSIGN(const uint64_t sequence, reader.Integer(4));
  message.sequence = static_cast<int32_t>(sequence);
  WEIR_ASSIGN(message.body, reader.Value(Type::kStruct, 0));
  return message;
}

}  // namespace weir::compute::hive
