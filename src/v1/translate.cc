#include "v1/translate.h"

#include <functional>
#include <utility>
#include <vector>

#include "base/names.h"
#include "expr/v1/text_format.h"
#include "v1/rewrite.h"

namespace weir::v1 {
namespace {

using expr::V1Node;
using expr::V1TextFormat;
using expr::V1Value;

Error NoLike(const std::string& what) {
  return Fail(ErrorKind::kUnsupported, "NoExpressionForThis",
              what + " has no like in the expressions of version 2");
}

/// Parts of a text, joined by concat() where there is more than one.
std::string Joined(const std::vector<std::string>& parts) {
  if (parts.empty()) return "''";
  if (parts.size() == 1) return parts[0];
  std::string call = "concat(";
  for (const std::string& part : parts) call += (&part == &parts[0] ? "" : ", ") + part;
  return call + ")";
}

std::string FormatCall(const std::string& date, const std::string& pattern) {
  return "formatDateTime(" + date + ", " + Quoted(pattern) + ")";
}

class Translator {
 public:
  explicit Translator(const DateNames& names) : names_(names) {}

  Result<std::string> Node(const V1Node& node) {
    switch (node.kind) {
      case V1Node::Kind::kText:
        return Quoted(node.text);
      case V1Node::Kind::kInteger:
        return std::to_string(node.number);
      case V1Node::Kind::kNegation: {
        WEIR_ASSIGN(const std::string value, Node(node.arguments[0]));
        return "mul(-1, " + value + ")";
      }
      case V1Node::Kind::kVariable:
        return std::string(node.text.ends_with("End") ? names_.end : names_.start);
      case V1Node::Kind::kCall:
        return Call(node);
    }
    return NoLike("this");
  }

 private:
  Result<std::string> Call(const V1Node& node) {
    const std::string_view name = node.function->name;
    if (name == "Text.Format") return Format(node);
    if (name == "DateTime.From") return From(node);
    std::vector<std::string> arguments;
    for (const V1Node& one : node.arguments) {
      WEIR_ASSIGN(std::string text, Node(one));
      arguments.push_back(std::move(text));
    }
    if (arguments.size() == 2) return Moved(name, node, arguments);
    return OfDate(name, arguments[0]);
  }

  Result<std::string> Moved(std::string_view name, const V1Node& node,
                            const std::vector<std::string>& arguments) {
    struct Unit {
      std::string_view name;
      int64_t factor;
      std::string_view unit;  ///< Empty: a function of its own.
      std::string_view function;
    };
    static constexpr Unit kUnits[] = {
        {"Time.AddHours", 1, "", "addHours"},        {"Time.AddMinutes", 1, "", "addMinutes"},
        {"Date.AddDays", 1, "", "addDays"},          {"Date.AddWeeks", 7, "", "addDays"},
        {"Date.AddMonths", 1, "Month", "addToTime"}, {"Date.AddQuarters", 3, "Month", "addToTime"},
        {"Date.AddYears", 1, "Year", "addToTime"}};
    for (const Unit& unit : kUnits) {
      if (unit.name != name) continue;
      const V1Node& count = node.arguments[1];
      std::string number = arguments[1];
      std::string function(unit.function);
      if (count.kind == V1Node::Kind::kInteger) {
        int64_t value = count.number * unit.factor;
        if (value < 0 && !unit.unit.empty()) {
          function = "subtractFromTime";
          value = -value;
        }
        number = std::to_string(value);
      } else if (unit.factor != 1) {
        number = "mul(" + std::to_string(unit.factor) + ", ";
        number.append(arguments[1]).append(")");
      }
      function.append("(").append(arguments[0]).append(", ").append(number);
      if (!unit.unit.empty()) function.append(", ").append(Quoted(unit.unit));
      return function + ")";
    }
    return NoLike(std::string(name));
  }

  static Result<std::string> OfDate(std::string_view name, const std::string& date) {
    if (name == "Time.StartOfHour") return "startOfHour(" + date + ")";
    if (name == "Date.StartOfDay") return "startOfDay(" + date + ")";
    if (name == "Date.EndOfDay") return "addSeconds(startOfDay(" + date + "), 86399)";
    if (name == "Date.EndOfMonth") {
      return "addSeconds(addToTime(startOfMonth(" + date + "), 1, 'Month'), -1)";
    }
    if (name == "Date.Day") return "dayOfMonth(" + date + ")";
    if (name == "Date.DayOfWeek") return "dayOfWeek(" + date + ")";
    if (name == "Date.DayOfYear") return "dayOfYear(" + date + ")";
    if (name == "Date.DaysInMonth") {
      return "dayOfMonth(addSeconds(addToTime(startOfMonth(" + date + "), 1, 'Month'), -1))";
    }
    if (name == "DateTime.Ticks") return "ticks(" + date + ")";
    return NoLike(std::string(name));
  }

  /// A date that stands there as a text is that text.
  Result<std::string> From(const V1Node& node) { return Node(node.arguments[0]); }

  Result<std::string> Format(const V1Node& node) {
    const V1Node& text = node.arguments[0];
    if (text.kind != V1Node::Kind::kText) return NoLike("a format that is no plain text");
    WEIR_ASSIGN(const V1TextFormat format, V1TextFormat::Parse(text.text));
    std::vector<std::string> parts;
    for (const V1TextFormat::Part& part : format.parts()) {
      if (!part.is_place) {
        parts.push_back(Quoted(part.text));
        continue;
      }
      WEIR_ASSIGN(std::string value,
                  Place(part, node.arguments[static_cast<size_t>(part.argument) + 1]));
      parts.push_back(std::move(value));
    }
    return Joined(parts);
  }

  Result<std::string> Place(const V1TextFormat::Part& part, const V1Node& argument) {
    if (part.width != 0) return NoLike("the width in '{0," + std::to_string(part.width) + "}'");
    WEIR_ASSIGN(std::string value, Node(argument));
    switch (argument.type()) {
      case V1Value::Kind::kText:
        return value;
      case V1Value::Kind::kDate: {
        const std::optional<std::string> pattern = expr::V1DatePattern(part.format);
        if (!pattern) return NoLike("the format '" + part.format + "'");
        return FormatCall(value, *pattern);
      }
      case V1Value::Kind::kWeekday: {
        WEIR_ASSIGN(const std::string date, Node(argument.arguments[0]));
        return FormatCall(date, "dddd");
      }
      case V1Value::Kind::kInteger:
        if (!part.format.empty() && part.format != "G" && part.format != "D") {
          return NoLike("the format '" + part.format + "' of a number");
        }
        return "string(" + value + ")";
    }
    return NoLike("this");
  }

  const DateNames& names_;
};

/// A partition's name as it stands in paths ("{Year}") and its expression.
using Partition = std::pair<std::string, std::string>;

Result<std::vector<Partition>> PartitionsOf(const Json& list) {
  std::vector<Partition> partitions;
  for (const Json& one : list.items()) {
    const Json& value = one["value"];
    WEIR_ASSIGN(const expr::V1Expression date, expr::V1Expression::Parse(value["date"]));
    WEIR_ASSIGN(const std::string text, TranslateNode(date.root(), kOfDataset));
    const std::optional<std::string> pattern = expr::V1DatePattern(value["format"].as_string());
    if (!pattern) return NoLike("the format '" + value["format"].as_string() + "'");
    partitions.emplace_back("{" + NameKey(one["name"].as_string()) + "}",
                            FormatCall(text, *pattern));
  }
  return partitions;
}

/// "a/{Year}/b" as an expression; a text without a partition as it is.
Json WithPartitions(const Json& text, const std::vector<Partition>& partitions) {
  const std::string& path = text.as_string();
  const std::string key = NameKey(path);
  std::vector<std::string> parts;
  std::string literal;
  bool any = false;
  for (size_t at = 0; at < path.size();) {
    const Partition* found = nullptr;
    for (const Partition& one : partitions) {
      if (key.compare(at, one.first.size(), one.first) == 0) found = &one;
    }
    if (found == nullptr) {
      literal += path[at++];
      continue;
    }
    any = true;
    if (!literal.empty()) parts.push_back(Quoted(literal));
    literal.clear();
    parts.push_back(found->second);
    at += found->first.size();
  }
  if (!any) return Escaped(path);
  if (!literal.empty()) parts.push_back(Quoted(literal));
  return "@" + Joined(parts);
}

bool IsPartitioned(std::string_view property) {
  return SameName(property, "folderPath") || SameName(property, "fileName");
}

Result<Json> ChangeTexts(const Json& value,
                         const std::function<Result<Json>(const Json&)>& change) {
  if (value.is_string()) return change(value);
  Json copy = value;
  if (value.is_array()) {
    for (Json& item : copy.MutableItems()) {
      WEIR_ASSIGN(item, ChangeTexts(item, change));
    }
  } else if (value.is_object()) {
    for (Json::Member& member : copy.MutableMembers()) {
      WEIR_ASSIGN(member.value, ChangeTexts(member.value, change));
    }
  }
  return copy;
}

}  // namespace

std::string Quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

Result<std::string> TranslateNode(const expr::V1Node& node, const DateNames& names) {
  return Translator(names).Node(node);
}

Result<Json> TranslateText(const Json& text, const DateNames& names) {
  WEIR_ASSIGN(const expr::V1Expression expression, expr::V1Expression::Parse(text));
  Result<std::string> translated = TranslateNode(expression.root(), names);
  if (!translated) return std::move(translated).error().At(text.position());
  switch (expression.root().type()) {
    case V1Value::Kind::kDate:
      return Json("@" + FormatCall(*translated, "yyyy-MM-ddTHH:mm:ssZ"));
    case V1Value::Kind::kWeekday: {
      WEIR_ASSIGN(const std::string date, TranslateNode(expression.root().arguments[0], names));
      return Json("@" + FormatCall(date, "dddd"));
    }
    case V1Value::Kind::kText:
    case V1Value::Kind::kInteger:
      return Json("@" + *translated);
  }
  return Json();
}

Result<Json> TranslateDataset(const Json& type_properties,
                              const std::function<Result<Json>(const Json&)>& change) {
  WEIR_ASSIGN(const std::vector<Partition> partitions,
              PartitionsOf(type_properties["partitionedBy"]));
  Json out = Json::Object({});
  for (const Json::Member& member : type_properties.members()) {
    if (SameName(member.name, "partitionedBy")) continue;
    const bool path = IsPartitioned(member.name) && member.value.is_string() &&
                      !expr::IsV1Expression(member.value);
    if (path) {
      out.Set(member.name, WithPartitions(member.value, partitions));
      continue;
    }
    WEIR_ASSIGN(Json value, ChangeTexts(member.value, change));
    out.Set(member.name, std::move(value));
  }
  return out;
}

}  // namespace weir::v1
