#include <array>
#include <charconv>
#include <cmath>

#include "base/json.h"

namespace weir {
namespace {

/// Exponents at and beyond which .NET switches to scientific form.
constexpr int kExponentMax = 15;
constexpr int kExponentMin = -5;

std::string FormatDoubleInJson(double value) {
  std::string text = FormatDouble(value);
  if (text.find_first_of(".EN") == std::string::npos && text.find("Inf") == std::string::npos) {
    text += ".0";
  }
  return text;
}

/// Prints a tree; `indent` 0 is the compact form.
class Printer {
 public:
  explicit Printer(int indent) : indent_(indent) {}

  void Print(const Json& json, int level) {
    switch (json.kind()) {
      case Json::Kind::kNull:
        out_ += "null";
        break;
      case Json::Kind::kBool:
        out_ += json.as_bool() ? "true" : "false";
        break;
      case Json::Kind::kInt:
        out_ += std::to_string(json.as_int());
        break;
      case Json::Kind::kFloat:
        PrintFloat(json.as_double());
        break;
      case Json::Kind::kNumberText:
        out_ += json.as_string();
        break;
      case Json::Kind::kString:
        AppendJsonString(out_, json.as_string());
        break;
      case Json::Kind::kArray:
        PrintArray(json, level);
        break;
      case Json::Kind::kObject:
        PrintObject(json, level);
        break;
    }
  }

  std::string Take() { return std::move(out_); }

 private:
  void PrintFloat(double value) {
    if (std::isfinite(value)) {
      out_ += FormatDoubleInJson(value);
    } else {
      AppendJsonString(out_, FormatDouble(value));
    }
  }

  void PrintArray(const Json& json, int level) {
    out_ += '[';
    bool first = true;
    for (const Json& item : json.items()) {
      if (!first) out_ += ',';
      first = false;
      NewLine(level + 1);
      Print(item, level + 1);
    }
    if (!first) NewLine(level);
    out_ += ']';
  }

  void PrintObject(const Json& json, int level) {
    out_ += '{';
    bool first = true;
    for (const Json::Member& member : json.members()) {
      if (!first) out_ += ',';
      first = false;
      NewLine(level + 1);
      AppendJsonString(out_, member.name);
      out_ += indent_ > 0 ? ": " : ":";
      Print(member.value, level + 1);
    }
    if (!first) NewLine(level);
    out_ += '}';
  }

  void NewLine(int level) {
    if (indent_ == 0) return;
    out_ += '\n';
    out_.append(static_cast<size_t>(level * indent_), ' ');
  }

  int indent_;
  std::string out_;
};

}  // namespace

std::string DumpJson(const Json& json) {
  Printer printer(0);
  printer.Print(json, 0);
  return printer.Take();
}

std::string PrettyJson(const Json& json, int indent) {
  Printer printer(indent);
  printer.Print(json, 0);
  return printer.Take();
}

void AppendJsonString(std::string& out, std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out += '"';
  size_t plain = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    static constexpr std::string_view kValues = "\"\\\b\f\n\r\t";
    static constexpr std::string_view kLetters = "\"\\bfnrt";
    const size_t letter = kValues.find(static_cast<char>(c));
    out += '\\';
    if (letter != std::string_view::npos) {
      out += kLetters[letter];
    } else {
      out += "u00";
      out += kDigits[c >> 4];
      out += kDigits[c & 0xF];
    }
  }
  out.append(text, plain);
  out += '"';
}

std::string FormatDouble(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value == 0) return std::signbit(value) ? "-0" : "0";
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<size_t>(end.ptr - buffer.data()));
  const size_t e = text.find('e');
  std::string digits;
  for (const char c : text.substr(0, e)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  int exponent = 0;
  const std::string_view exponent_text = text.substr(e + (text[e + 1] == '+' ? 2 : 1));
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);

  std::string out = value < 0 ? "-" : "";
  const int size = static_cast<int>(digits.size());
  if (exponent >= kExponentMax || exponent <= kExponentMin) {
    out += digits[0];
    if (size > 1) out += "." + digits.substr(1);
    const int magnitude = std::abs(exponent);
    out += exponent < 0 ? "E-" : "E+";
    return out + (magnitude < 10 ? "0" : "") + std::to_string(magnitude);
  }
  if (exponent < 0)
    return out + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  if (size <= exponent + 1) {
    return out + digits + std::string(static_cast<size_t>(exponent + 1 - size), '0');
  }
  return out + digits.substr(0, static_cast<size_t>(exponent) + 1) + "." +
         digits.substr(static_cast<size_t>(exponent) + 1);
}

}  // namespace weir
