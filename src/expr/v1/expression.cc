#include "expr/v1/expression.h"

#include <utility>

#include "base/names.h"
#include "expr/failure.h"
#include "expr/timestamp.h"
#include "expr/v1/parser.h"
#include "expr/v1/text_format.h"

namespace weir::expr {
namespace {

constexpr int64_t kMicrosAtUnixEpoch = kTicksAtUnixEpoch / 10;

Error NotKind(std::string message) {
  return Fail(ErrorKind::kInvalid, std::string(kInvalidSliceExpression), std::move(message));
}

Result<V1Value> EvaluateNode(const V1Node& node, const V1Variables& variables) {
  switch (node.kind) {
    case V1Node::Kind::kText:
      return V1Value{V1Value::Kind::kText, 0, node.text};
    case V1Node::Kind::kInteger:
      return V1Value{V1Value::Kind::kInteger, node.number};
    case V1Node::Kind::kNegation: {
      WEIR_ASSIGN(const V1Value value, EvaluateNode(node.arguments[0], variables));
      return V1Value{V1Value::Kind::kInteger, -value.number};
    }
    case V1Node::Kind::kVariable: {
      const int64_t* ticks = variables.Find(node.text);
      if (ticks == nullptr) return NotKind(Glue("'", node.text, "' has no value here"));
      return V1Value{V1Value::Kind::kDate, *ticks};
    }
    case V1Node::Kind::kCall: {
      std::vector<V1Value> arguments;
      for (const V1Node& one : node.arguments) {
        WEIR_ASSIGN(V1Value value, EvaluateNode(one, variables));
        arguments.push_back(std::move(value));
      }
      return node.function->evaluate(arguments);
    }
  }
  return NotKind("nothing to evaluate");
}

/// What `value` of one partition stands for: {"type": "DateTime", "date", "format"}.
Result<std::string> PartitionValue(const Json& value, const V1Variables& variables) {
  const Json& date = value["date"];
  if (!date.is_string())
    return NotKind("a partition needs 'date', such as SliceStart").At(value.position());
  WEIR_ASSIGN(const V1Expression expression, V1Expression::Parse(date));
  WEIR_ASSIGN(const UtcTime time, expression.EvaluateDate(variables));
  const V1Value argument{V1Value::Kind::kDate, FromUtcTime(time).ticks};
  const std::string place = "{0:" + value["format"].as_string() + "}";
  Result<V1TextFormat> format = V1TextFormat::Parse(place);
  if (!format) return std::move(format).error().At(value["format"].position());
  Result<std::string> text = format->Fill(std::span(&argument, 1));
  if (!text) return std::move(text).error().At(value["format"].position());
  return text;
}

/// Replaces each `token` of the text, whatever its case.
std::string Replaced(const std::string& text, const std::string& token, const std::string& value) {
  const std::string lower = NameKey(text);
  const std::string key = NameKey(token);
  std::string out;
  size_t at = 0;
  for (size_t found = 0; (found = lower.find(key, at)) != std::string::npos;) {
    out.append(text, at, found - at).append(value);
    at = found + key.size();
  }
  return out.append(text, at);
}

bool IsPartitioned(std::string_view property) {
  return SameName(property, "folderPath") || SameName(property, "fileName");
}

}  // namespace

Result<V1Expression> V1Expression::Parse(const Json& text,
                                         const std::vector<std::string>& variables) {
  if (!text.is_string()) return NotKind("expected a text with an expression").At(text.position());
  WEIR_ASSIGN(V1Node root, ParseV1(text, variables));
  V1Expression expression;
  expression.root_ = std::make_shared<const V1Node>(std::move(root));
  expression.position_ = text.position();
  return expression;
}

Result<V1Value> V1Expression::Evaluate(const V1Variables& variables) const {
  Result<V1Value> value = EvaluateNode(*root_, variables);
  if (!value) return std::move(value).error().At(position_);
  return value;
}

Result<UtcTime> V1Expression::EvaluateDate(const V1Variables& variables) const {
  WEIR_ASSIGN(const V1Value value, Evaluate(variables));
  if (value.kind != V1Value::Kind::kDate) {
    return NotKind(Glue("expected a date, got ", DumpJson(value.ToJson()))).At(position_);
  }
  return FromMicros(value.number / 10 - kMicrosAtUnixEpoch);
}

bool IsV1Expression(const Json& value) {
  return value.as_string().starts_with("$$");
}

Result<Json> EvaluateV1(const Json& value, const V1Variables& variables) {
  if (IsV1Expression(value)) {
    WEIR_ASSIGN(const V1Expression expression, V1Expression::Parse(value));
    WEIR_ASSIGN(const V1Value found, expression.Evaluate(variables));
    Json json = found.ToJson();
    json.set_position(value.position());
    return json;
  }
  if (!value.is_array() && !value.is_object()) return value;
  Json copy = value;
  if (value.is_array()) {
    for (Json& item : copy.MutableItems()) {
      WEIR_ASSIGN(item, EvaluateV1(item, variables));
    }
  } else {
    for (Json::Member& member : copy.MutableMembers()) {
      WEIR_ASSIGN(member.value, EvaluateV1(member.value, variables));
    }
  }
  return copy;
}

Result<Json> EvaluateV1Dataset(const Json& type_properties, const V1Variables& variables) {
  const Json partitions = type_properties["partitionedBy"];
  Json plain = type_properties;
  if (const Json::Member* member = plain.FindMember("partitionedBy")) {
    plain.Remove(std::string(member->name));
  }
  WEIR_ASSIGN(Json evaluated, EvaluateV1(plain, variables));
  if (!evaluated.is_object() || partitions.empty()) return evaluated;
  for (const Json& partition : partitions.items()) {
    WEIR_ASSIGN(const std::string value, PartitionValue(partition["value"], variables));
    const std::string token = "{" + partition["name"].as_string() + "}";
    for (Json::Member& member : evaluated.MutableMembers()) {
      if (!IsPartitioned(member.name) || !member.value.is_string()) continue;
      const Position position = member.value.position();
      member.value = Replaced(member.value.as_string(), token, value);
      member.value.set_position(position);
    }
  }
  return evaluated;
}

}  // namespace weir::expr
