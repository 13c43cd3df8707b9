#include "v1/rewrite.h"

#include <functional>
#include <utility>

#include "v1/translate.h"

namespace weir::v1 {
namespace {

/// Apply `change` to every text in the value.
Result<Json> ForTexts(const Json& value, const std::function<Result<Json>(const Json&)>& change) {
  if (value.is_string()) return change(value);
  if (!value.is_array() && !value.is_object()) return value;
  Json copy = value;
  if (value.is_array()) {
    for (Json& item : copy.MutableItems()) {
      WEIR_ASSIGN(item, ForTexts(item, change));
    }
  } else {
    for (Json::Member& member : copy.MutableMembers()) {
      WEIR_ASSIGN(member.value, ForTexts(member.value, change));
    }
  }
  return copy;
}

Result<Json> EscapedText(const Json& text) {
  Json escaped(Escaped(text.as_string()));
  escaped.set_position(text.position());
  return escaped;
}

bool Mentions(const Json& value, std::string_view part) {
  if (value.as_string().find(part) != std::string::npos) return true;
  for (const Json& item : value.items()) {
    if (Mentions(item, part)) return true;
  }
  for (const Json::Member& member : value.members()) {
    if (Mentions(member.value, part)) return true;
  }
  return false;
}

}  // namespace

std::string Escaped(const std::string& text) {
  std::string out;
  if (text.starts_with('@') && !text.starts_with("@{")) out += '@';
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '@' && i + 1 < text.size() && text[i + 1] == '{') out += '@';
    out += text[i];
  }
  return out;
}

Result<Json> SliceRewriter::Activity(const Json& settings) const {
  WEIR_ASSIGN(const Json evaluated, expr::EvaluateV1(settings, variables_));
  return ForTexts(evaluated, EscapedText);
}

Result<Json> SliceRewriter::Dataset(const Json& type_properties) const {
  WEIR_ASSIGN(const Json evaluated, expr::EvaluateV1Dataset(type_properties, variables_));
  return ForTexts(evaluated, EscapedText);
}

Json SliceRewriter::Arguments(const Json& /*lowered*/) const {
  return {};
}

Result<Json> PlaceholderRewriter::Activity(const Json& settings) const {
  return ForTexts(settings, [](const Json& text) -> Result<Json> {
    if (!expr::IsV1Expression(text)) return EscapedText(text);
    return Json("{" + text.as_string().substr(2) + "}");
  });
}

Result<Json> ExpressionRewriter::Activity(const Json& settings) const {
  return ForTexts(settings, [](const Json& text) -> Result<Json> {
    if (!expr::IsV1Expression(text)) return EscapedText(text);
    return TranslateText(text, kOfPipeline);
  });
}

Result<Json> ExpressionRewriter::Dataset(const Json& type_properties) const {
  return TranslateDataset(type_properties, [](const Json& text) -> Result<Json> {
    if (!expr::IsV1Expression(text)) return EscapedText(text);
    return TranslateText(text, kOfDataset);
  });
}

Json ExpressionRewriter::Arguments(const Json& lowered) const {
  Json arguments;
  for (const auto& [parameter, value] :
       {std::pair("sliceStart", "@pipeline().parameters.windowStart"),
        std::pair("sliceEnd", "@pipeline().parameters.windowEnd")}) {
    if (Mentions(lowered, std::string("dataset().") + parameter)) arguments.Set(parameter, value);
  }
  return arguments;
}

}  // namespace weir::v1
