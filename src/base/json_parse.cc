#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/json.h"

namespace weir {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr size_t kMembersLinearMax = 16;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

void AppendUtf8(std::string& out, uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

std::string FromUtf16(std::string_view bytes, bool little) {
  const auto unit = [&](size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<uint32_t>(little ? a | (b << 8) : b | (a << 8));
  };
  std::string text;
  for (size_t i = 2; i + 1 < bytes.size(); i += 2) {
    uint32_t code = unit(i);
    if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size()) {
      code = 0x10000 + ((code - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
      i += 2;
    }
    AppendUtf8(text, code);
  }
  return text;
}

/// One pass over the text; the line is counted as it goes, columns from the line's start.
class Parser {
 public:
  Parser(std::string_view text, const JsonParseOptions& options, size_t at)
      : text_(text), options_(options), at_(at) {}

  size_t at() const { return at_; }

  Result<Json> Document() {
    WEIR_ASSIGN(Json json, Value(0));
    WEIR_TRY(SkipBlanks());
    if (at_ != text_.size()) return Unexpected("the end of the document");
    return json;
  }

  Result<Json> Value(int depth) {
    WEIR_TRY(SkipBlanks());
    const Position start = Here();
    if (depth > options_.depth_max) {
      return Fail(ErrorKind::kInvalid, "InvalidJson",
                  "expected at most " + std::to_string(options_.depth_max) + " nested values")
          .At(start);
    }
    WEIR_ASSIGN(Json json, ValueHere(depth));
    json.set_position(start);
    return json;
  }

 private:
  Result<Json> ValueHere(int depth) {
    switch (Peek()) {
      case '{':
        return ObjectHere(depth);
      case '[':
        return ArrayHere(depth);
      case '"': {
        WEIR_ASSIGN(std::string text, StringHere());
        return Json(std::move(text));
      }
      case 't':
        return Word("true", true);
      case 'f':
        return Word("false", false);
      case 'n':
        return Word("null", nullptr);
      default:
        if (IsQuote(Peek())) {
          WEIR_ASSIGN(std::string text, StringHere());
          return Json(std::move(text));
        }
        if (Peek() == '-' || IsDigit(Peek())) return NumberHere();
        return Unexpected("a value");
    }
  }

  Result<Json> ObjectHere(int depth) {
    ++at_;
    std::vector<Json::Member> members;
    std::unordered_map<std::string, size_t> places;
    while (true) {
      WEIR_TRY(SkipBlanks());
      if (Peek() == '}' && (members.empty() || !options_.strict)) break;
      WEIR_ASSIGN(Json::Member member, MemberHere(members.empty(), depth));
      AddMember(members, places, std::move(member));
      WEIR_TRY(SkipBlanks());
      if (Peek() == '}') break;
      if (Peek() != ',') return Unexpected("',' or '}'");
      ++at_;
    }
    ++at_;
    return Json::Object(std::move(members));
  }

  Result<Json::Member> MemberHere(bool first, int depth) {
    const Position name_position = Here();
    if (!IsQuote(Peek()) && !IsBareName(Peek())) {
      return Unexpected(first ? "a name or '}'" : "a name");
    }
    WEIR_ASSIGN(std::string name, IsQuote(Peek()) ? StringHere() : BareNameHere());
    WEIR_TRY(SkipBlanks());
    if (Peek() != ':') return Unexpected("':'");
    ++at_;
    WEIR_ASSIGN(Json value, Value(depth + 1));
    return Json::Member{std::move(name), std::move(value), name_position};
  }

  static void AddMember(std::vector<Json::Member>& members,
                        std::unordered_map<std::string, size_t>& places, Json::Member member) {
    if (members.size() == kMembersLinearMax) {
      for (size_t i = 0; i < members.size(); ++i) places.emplace(members[i].name, i);
    }
    size_t place = members.size();
    if (members.size() < kMembersLinearMax) {
      const auto same = std::find_if(members.begin(), members.end(),
                                     [&](const auto& m) { return m.name == member.name; });
      place = static_cast<size_t>(same - members.begin());
    } else {
      place = places.emplace(member.name, place).first->second;
    }
    if (place == members.size()) {
      members.push_back(std::move(member));
    } else {
      members[place] = std::move(member);
    }
  }

  Result<Json> ArrayHere(int depth) {
    ++at_;
    std::vector<Json> items;
    while (true) {
      WEIR_TRY(SkipBlanks());
      if (Peek() == ']' && (items.empty() || !options_.strict)) break;
      WEIR_ASSIGN(Json value, Value(depth + 1));
      items.push_back(std::move(value));
      WEIR_TRY(SkipBlanks());
      if (Peek() == ']') break;
      if (Peek() != ',') return Unexpected("',' or ']'");
      ++at_;
    }
    ++at_;
    return Json::Array(std::move(items));
  }

  Result<Json> Word(std::string_view word, Json value) {
    if (text_.substr(at_, word.size()) != word) return Unexpected("a value");
    at_ += word.size();
    return value;
  }

  Result<Json> NumberHere() {
    const size_t start = at_;
    if (Peek() == '-') ++at_;
    if (!IsDigit(Peek())) return Unexpected("a digit");
    const size_t first = at_;
    while (IsDigit(Peek())) ++at_;
    if (text_[first] == '0' && at_ > first + 1) {
      at_ = first;
      return Unexpected("a number without leading zeros");
    }
    bool whole = true;
    if (Peek() == '.') {
      whole = false;
      ++at_;
      if (!IsDigit(Peek())) return Unexpected("a digit");
      while (IsDigit(Peek())) ++at_;
    }
    if (Peek() == 'e' || Peek() == 'E') {
      whole = false;
      ++at_;
      if (Peek() == '+' || Peek() == '-') ++at_;
      if (!IsDigit(Peek())) return Unexpected("a digit");
      while (IsDigit(Peek())) ++at_;
    }
    return MakeNumber(text_.substr(start, at_ - start), whole);
  }

  static Json MakeNumber(std::string_view text, bool whole) {
    if (whole) {
      int64_t value = 0;
      const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
      if (read.ec == std::errc() && text != "-0") return Json(value);
      return Json::NumberText(std::string(text));
    }
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    if (DumpJson(Json(value)) == text) return Json(value);
    return Json::NumberText(std::string(text));
  }

  bool IsQuote(char c) const { return c == '"' || (options_.loose_quotes && c == '\''); }

  bool IsBareName(char c) const {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    return options_.loose_quotes && (letter || IsDigit(c));
  }

  Result<std::string> BareNameHere() {
    const size_t start = at_;
    while (IsBareName(Peek())) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  Result<std::string> StringHere() {
    const char quote = text_[at_++];
    std::string out;
    while (true) {
      const size_t plain = at_;
      while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\\' &&
             text_[at_] != '\n') {
        ++at_;
      }
      out.append(text_, plain, at_ - plain);
      if (at_ >= text_.size()) return Unexpected("the closing '\"' of a text");
      const char c = text_[at_];
      if (c == quote) {
        ++at_;
        return out;
      }
      if (c == '\n') {
        // Real files break texts over lines; the engine that wrote them reads them so.
        if (options_.strict) return Unexpected("the closing '\"' of a text");
        out += '\n';
        ++at_;
        NewLine();
        continue;
      }
      WEIR_TRY(Escape(out));
    }
  }

  Result<> Escape(std::string& out) {
    ++at_;
    static constexpr std::string_view kLetters = "\"\\/bfnrt";
    static constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
    const size_t letter = kLetters.find(Peek());
    if (at_ < text_.size() && letter != std::string_view::npos) {
      out += kValues[letter];
      ++at_;
      return {};
    }
    if (Peek() == '\'' && options_.loose_quotes) {
      out += text_[at_++];
      return {};
    }
    if (Peek() != 'u') return Unexpected("an escape: one of \" \\ / b f n r t u");
    ++at_;
    WEIR_ASSIGN(uint32_t code, Hex4());
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 2) == "\\u") {
      const size_t back = at_;
      at_ += 2;
      WEIR_ASSIGN(const uint32_t low, Hex4());
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      } else {
        at_ = back;
      }
    }
    if (code >= 0xD800 && code < 0xE000) code = 0xFFFD;
    AppendUtf8(out, code);
    return {};
  }

  Result<uint32_t> Hex4() {
    uint32_t code = 0;
    const std::string_view digits = text_.substr(at_, 4);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (digits.size() < 4 || read.ptr != digits.data() + 4) return Unexpected("four hex digits");
    at_ += 4;
    return code;
  }

  Result<> SkipBlanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r') {
        ++at_;
      } else if (c == '\n') {
        ++at_;
        NewLine();
      } else if (c == '/' && !options_.strict) {
        WEIR_TRY(SkipComment());
      } else if (!options_.strict && text_.substr(at_, 2) == "\xC2\xA0") {
        at_ += 2;  // A no-break space, pasted from a web page.
      } else if (!options_.strict && text_.substr(at_, 3) == kUtf8Mark) {
        at_ += 3;
      } else {
        break;
      }
    }
    return {};
  }

  Result<> SkipComment() {
    const std::string_view start = text_.substr(at_, 2);
    if (start == "//") {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return {};
    }
    if (start != "/*") return Unexpected("a value or a comment");
    const size_t end = text_.find("*/", at_ + 2);
    if (end == std::string_view::npos) return Unexpected("the end '*/' of a comment");
    for (; at_ < end + 2; ++at_) {
      if (text_[at_] == '\n') {
        line_start_ = at_ + 1;
        ++line_;
      }
    }
    return {};
  }

  void NewLine() {
    ++line_;
    line_start_ = at_;
  }

  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  Position Here() const {
    return {line_, static_cast<uint32_t>(std::min<size_t>(at_ - line_start_ + 1, 1U << 30))};
  }

  Error Unexpected(std::string_view expected) const {
    std::string came = "the end of the text";
    if (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      came = c < 0x20 || c == 0x7F ? "the character code " + std::to_string(c)
                                   : "'" + OneCharacter() + "'";
    }
    return Fail(ErrorKind::kInvalid, "InvalidJson",
                "expected " + std::string(expected) + ", got " + came)
        .At(Here());
  }

  std::string OneCharacter() const {
    size_t size = 1;
    while (at_ + size < text_.size() &&
           (static_cast<unsigned char>(text_[at_ + size]) & 0xC0) == 0x80) {
      ++size;
    }
    return std::string(text_.substr(at_, size));
  }

  std::string_view text_;
  const JsonParseOptions& options_;
  size_t at_;
  size_t line_start_ = 0;
  uint32_t line_ = 1;
};

}  // namespace

Result<Json> ParseJson(std::string_view text, const JsonParseOptions& options) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return ParseJson(FromUtf16(text, text[0] == '\xFF'), options);
  }
  if (text.starts_with(kUtf8Mark)) text.remove_prefix(kUtf8Mark.size());
  return Parser(text, options, 0).Document();
}

Result<Json> ParseJsonAt(std::string_view text, size_t* at, const JsonParseOptions& options) {
  Parser parser(text, options, *at);
  WEIR_ASSIGN(Json json, parser.Value(0));
  *at = parser.at();
  return json;
}

}  // namespace weir
