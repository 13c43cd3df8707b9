#include "expr/template.h"

#include <utility>

#include "expr/evaluate.h"
#include "expr/failure.h"
#include "expr/parser.h"
#include "expr/template_node.h"
#include "expr/utf16.h"
#include "expr/value.h"

namespace weir::expr {
namespace {

using Node = Template::Node;
using NodePtr = std::shared_ptr<const Node>;

NodePtr Constant(const Json& source, Json value) {
  auto node = std::make_shared<Node>();
  node->source = source;
  node->value = std::move(value);
  return node;
}

Error TooDeep(const Json& value) {
  return InvalidTemplate(
             Glue("The value is nested more than ", std::to_string(kDepthMax), " levels deep."))
      .At(value.position());
}

/// The brace that closes the segment whose expression begins at `at`; npos if none does. Braces in
/// quotes do not count.
size_t SegmentEnd(std::string_view text, size_t at) {
  bool quoted = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '\'') quoted = !quoted;
    if (text[at] == '}' && !quoted) return at;
  }
  return std::string_view::npos;
}

Result<Segment> ParseSegment(const Json& origin, size_t start, size_t size) {
  Segment segment;
  segment.plain = false;
  segment.start = start;
  segment.text = origin.as_string().substr(start, size);
  size_t fault = 0;
  Result<Expression> expression = ParseExpression(segment.text, &fault);
  if (!expression) return std::move(expression).error().At(PlaceIn(origin, start + fault));
  segment.expression = *std::move(expression);
  return segment;
}

Result<std::vector<Segment>> ParseInterpolation(const Json& origin) {
  const std::string_view text = origin.as_string();
  std::vector<Segment> segments;
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at, 3) == "@@{") {
      plain += "@{";
      at += 3;
      continue;
    }
    if (text.substr(at, 2) != "@{") {
      plain += text[at++];
      continue;
    }
    const size_t end = SegmentEnd(text, at + 2);
    if (end == std::string_view::npos) {
      return InvalidTemplate(
                 Glue("The expression '", text,
                      "' is not valid: the string interpolation segment starting at position '",
                      std::to_string(Utf16Length(text, at)),
                      "' is not terminated. Make sure that every '@{' is followed by its '}'."))
          .At(PlaceIn(origin, at));
    }
    if (!plain.empty()) segments.push_back({std::exchange(plain, {}), true, 0, {}});
    WEIR_ASSIGN(Segment segment, ParseSegment(origin, at + 2, end - at - 2));
    segments.push_back(std::move(segment));
    at = end + 1;
  }
  if (!plain.empty()) segments.push_back({std::move(plain), true, 0, {}});
  return segments;
}

/// `source` is what stood there: the text itself, or the object of type Expression around it.
Result<NodePtr> CompileText(const Json& source, const Json& origin) {
  const std::string_view text = origin.as_string();
  if (text.starts_with("@@")) return Constant(source, Json(text.substr(1)));
  const bool whole = text.size() > 1 && text[0] == '@' && text[1] != '{';
  if (!whole && text.find("@{") == std::string_view::npos) return Constant(source, origin);
  auto node = std::make_shared<Node>();
  node->source = source;
  node->origin = origin;
  if (whole) {
    node->kind = Node::Kind::kExpression;
    WEIR_ASSIGN(Segment segment, ParseSegment(origin, 1, text.size() - 1));
    node->segments.push_back(std::move(segment));
    return NodePtr(std::move(node));
  }
  WEIR_ASSIGN(node->segments, ParseInterpolation(origin));
  if (node->segments.size() == 1 && node->segments[0].plain) {
    return Constant(source, Json(std::move(node->segments[0].text)));
  }
  node->kind = Node::Kind::kInterpolation;
  return NodePtr(std::move(node));
}

Result<NodePtr> CompileValue(const Json& value, int depth);

Result<NodePtr> CompileContainer(const Json& source, int depth) {
  auto node = std::make_shared<Node>();
  node->source = source;
  node->value = source;
  // A constant that reads as it was written leaves the shared value alone.
  size_t index = 0;
  for (const Json& item : source.items()) {
    WEIR_ASSIGN(NodePtr part, CompileValue(item, depth + 1));
    if (part->kind != Node::Kind::kConstant) {
      node->children.push_back({index, std::move(part)});
    } else if (!(part->value == item)) {
      node->value.MutableItems()[index] = part->value;
    }
    ++index;
  }
  for (const Json::Member& member : source.members()) {
    WEIR_ASSIGN(NodePtr part, CompileValue(member.value, depth + 1));
    if (part->kind != Node::Kind::kConstant) {
      node->children.push_back({index, std::move(part)});
    } else if (!(part->value == member.value)) {
      node->value.MutableMembers()[index].value = part->value;
    }
    ++index;
  }
  if (!node->children.empty()) node->kind = Node::Kind::kContainer;
  return NodePtr(std::move(node));
}

Result<NodePtr> CompileValue(const Json& value, int depth) {
  if (depth > kDepthMax) {
    return TooDeep(value);
  }
  if (value.is_string()) return CompileText(value, value);
  if (!value.is_array() && !value.is_object()) return Constant(value, value);
  const std::string& type = value["type"].as_string();
  if (value.is_object() && value.size() == 2 && value.Find("value") != nullptr) {
    const Json& inner = value["value"];
    if (type == "SecureString") return Constant(value, value);
    if (type == "Expression") {
      if (inner.is_string()) return CompileText(value, inner);
      // Our choice: what is not a text stands for itself.
      return CompileValue(inner, depth + 1);
    }
  }
  return CompileContainer(value, depth);
}

Result<Json> EvaluateNode(const Node& node, const Scope& scope) {
  switch (node.kind) {
    case Node::Kind::kConstant:
      return node.value;
    case Node::Kind::kExpression: {
      const Segment& segment = node.segments.front();
      return Evaluate(segment.expression, {scope, segment.text, node.origin, segment.start});
    }
    case Node::Kind::kInterpolation: {
      std::string text;
      for (const Segment& segment : node.segments) {
        if (segment.plain) {
          text += segment.text;
          continue;
        }
        WEIR_ASSIGN(const Json value, Evaluate(segment.expression,
                                               {scope, segment.text, node.origin, segment.start}));
        AppendText(text, value);
      }
      return Json(std::move(text));
    }
    case Node::Kind::kContainer: {
      Json value = node.value;
      for (const Node::Child& child : node.children) {
        WEIR_ASSIGN(Json part, EvaluateNode(*child.node, scope));
        if (IsDeeperThan(part, kDepthMax - 1)) return TooDeep(child.node->source);
        if (value.is_array()) {
          value.MutableItems()[child.index] = std::move(part);
        } else {
          value.MutableMembers()[child.index].value = std::move(part);
        }
      }
      return value;
    }
  }
  return Json();
}

}  // namespace

Template::Template() : node_(Constant(Json(), Json())) {}

Result<Template> Template::Compile(const Json& value) {
  WEIR_ASSIGN(NodePtr node, CompileValue(value, 0));
  return Template(std::move(node));
}

Result<Json> Template::Evaluate(const Scope& scope) const {
  return EvaluateNode(*node_, scope);
}

bool Template::constant() const {
  return node_->kind == Node::Kind::kConstant;
}

const Json& Template::source() const {
  return node_->source;
}

}  // namespace weir::expr
