#include "model/arm_expression.h"

#include <algorithm>
#include <charconv>

#include "base/names.h"
#include "model/arm_functions.h"

namespace weir::model {
namespace {

constexpr int kDepthMax = 100;

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The text that stands for what cannot be evaluated: the call in angle brackets. Without its
/// quotes, so that a pipeline expression around it still parses.
std::string Placeholder(std::string_view source) {
  std::string text(source);
  std::erase(text, '\'');
  return "<" + text + ">";
}

Json Scope(std::string_view name) {
  const std::string id = "/subscriptions/<subscription>";
  if (SameName(name, "resourceGroup")) {
    return Json::Object({{"id", id + "/resourceGroups/<resourceGroup>"},
                         {"name", "<resourceGroup>"},
                         {"location", "<location>"},
                         {"tags", Json::Object()}});
  }
  if (SameName(name, "subscription")) {
    return Json::Object({{"id", id},
                         {"subscriptionId", "<subscription>"},
                         {"tenantId", "<tenant>"},
                         {"displayName", "<subscription>"}});
  }
  if (SameName(name, "tenant")) return Json::Object({{"tenantId", "<tenant>"}});
  if (SameName(name, "deployment")) return Json::Object({{"name", "<deployment>"}});
  return {};
}

}  // namespace

/// Reads and evaluates in one go: the language has no loops, and each text is seen once.
class ArmExpressionParser {
 public:
  using Value = ArmEvaluator::Value;
  ArmExpressionParser(std::string_view text, ArmEvaluator* evaluator)
      : text_(text), evaluator_(evaluator) {}

  Result<Value> Whole() {
    WEIR_ASSIGN(Value value, Expression());
    Blanks();
    if (at_ != text_.size()) return Unexpected("the end of the expression");
    return value;
  }

 private:
  Error Unexpected(std::string_view wanted) const {
    const std::string came =
        at_ < text_.size() ? "'" + std::string(1, text_[at_]) + "'" : "the end";
    return Fail(ErrorKind::kInvalid, "InvalidArmExpression",
                "expected " + std::string(wanted) + " at character " + std::to_string(at_ + 1) +
                    ", got " + came);
  }

  void Blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  bool Take(char c) {
    Blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string_view Word() {
    const size_t from = at_;
    while (at_ < text_.size() && IsLetter(text_[at_])) ++at_;
    return text_.substr(from, at_ - from);
  }

  Result<Value> Expression() {
    if (++depth_ > kDepthMax) return Unexpected("less than 100 nested calls");
    Blanks();
    const size_t from = at_;
    WEIR_ASSIGN(Value value, Primary());
    WEIR_TRY(Accessors(from, &value));
    --depth_;
    return value;
  }

  Result<Value> Primary() {
    if (Take('\'')) return Text();
    if (at_ < text_.size() && (text_[at_] == '-' || (text_[at_] >= '0' && text_[at_] <= '9'))) {
      return Number();
    }
    const size_t from = at_;
    std::string_view name = Word();
    while (Take('.')) name = Word();  // A namespace: "contoso.uniqueName" or "sys.concat".
    if (name.empty() || !Take('(')) return Unexpected("a function call, a text or a number");
    std::vector<Value> args;
    while (!Take(')')) {
      if (!args.empty() && !Take(',')) return Unexpected("',' or ')'");
      WEIR_ASSIGN(Value arg, Expression());
      args.push_back(std::move(arg));
    }
    return evaluator_->Call(name, std::move(args), text_.substr(from, at_ - from));
  }

  Result<Value> Text() {
    std::string text;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\'') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '\'') break;
        ++at_;
      }
      text += text_[at_];
    }
    if (at_++ >= text_.size()) return Unexpected("'");
    return Value{Json(text), false};
  }

  Result<Value> Number() {
    int64_t number = 0;
    const auto read = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
    if (read.ec != std::errc()) return Unexpected("a number");
    at_ = static_cast<size_t>(read.ptr - text_.data());
    return Value{Json(number), false};
  }

  /// `.name`, `.?name` and `[index]` behind a value that began at `from`.
  Result<> Accessors(size_t from, Value* value) {
    while (true) {
      Json next;
      if (Take('.')) {
        Take('?');
        const std::string_view name = Word();
        if (name.empty()) return Unexpected("a property name");
        next = value->json[name];
      } else if (Take('[')) {
        WEIR_ASSIGN(const Value index, Expression());
        if (!Take(']')) return Unexpected("']'");
        next = index.json.is_int() ? value->json[static_cast<size_t>(index.json.as_int())]
                                   : value->json[index.json.as_string()];
      } else {
        return {};
      }
      if (value->placeholder) {
        next = Json(Placeholder(text_.substr(from, at_ - from)));
      }
      value->json = std::move(next);
    }
  }

  std::string_view text_;
  ArmEvaluator* evaluator_;
  size_t at_ = 0;
  int depth_ = 0;
};

Json ArmEvaluator::Evaluate(const Json& value) {
  return EvaluateLevel(value, 0);
}

Json ArmEvaluator::EvaluateLevel(const Json& value, int depth) {
  if (value.is_string()) return EvaluateText(value);
  if (depth > kDepthMax * 10) return value;
  Json copy = value;
  if (value.is_array() && !value.empty()) {
    for (Json& item : copy.MutableItems()) item = EvaluateLevel(item, depth + 1);
  } else if (value.is_object() && !value.empty()) {
    for (Json::Member& member : copy.MutableMembers()) {
      member.value = EvaluateLevel(member.value, depth + 1);
    }
  }
  return copy;
}

Json ArmEvaluator::EvaluateText(const Json& text) {
  const std::string& whole = text.as_string();
  if (!whole.starts_with('[')) return text;
  const size_t last = whole.find_last_not_of(" \r\n\t");
  if (whole[last] != ']' && !whole.starts_with("[[")) return text;
  Json value = text;
  if (whole.starts_with("[[")) {
    value = Json(whole.substr(1));
  } else {
    if (depth_ == 0) position_ = text.position();
    ++depth_;
    ArmExpressionParser parser(std::string_view(whole).substr(1, last - 1), this);
    Result<Value> result = parser.Whole();
    --depth_;
    if (result) {
      value = std::move(result->json);
    } else {
      NoteOnce("InvalidArmExpression", "the text stays as it is, it is no template expression: " +
                                           result.error().message() +
                                           "; a text that starts with '[' is written '[['");
    }
  }
  value.set_position(text.position());
  return value;
}

void ArmEvaluator::NoteOnce(std::string code, std::string message) {
  if (std::find(noted_.begin(), noted_.end(), message) != noted_.end()) return;
  noted_.push_back(message);
  notes_.push_back({position_, std::move(code), std::move(message)});
}

ArmEvaluator::Value ArmEvaluator::Parameter(const std::string& name) {
  if (const Json* given = given_.Find(name)) return {*given, false};
  const Json* declared = declared_.Find(name);
  if (declared != nullptr && declared->FindMember("defaultValue") != nullptr) {
    return Defined("parameter", name, (*declared)["defaultValue"]);
  }
  NoteOnce("ArmParameterMissing", "the template parameter '" + name +
                                      "' has no value; '<parameter " + name + ">' stands for it");
  return {Json("<parameter " + name + ">"), true};
}

ArmEvaluator::Value ArmEvaluator::Variable(const std::string& name) {
  if (const Json* variable = variables_.Find(name)) return Defined("variable", name, *variable);
  NoteOnce("ArmVariableMissing", "the template variable '" + name + "' is not defined");
  return {Json("<variable " + name + ">"), true};
}

ArmEvaluator::Value ArmEvaluator::Defined(const std::string& kind, const std::string& name,
                                          const Json& definition) {
  const std::string key = kind + " " + NameKey(name);
  if (const auto known = known_.find(key); known != known_.end()) return {known->second, false};
  const bool deep = open_.size() > static_cast<size_t>(kDepthMax);
  if (deep || !open_.insert(key).second) {
    NoteOnce("InvalidArmExpression",
             "the template " + kind + " '" + name + "' needs " +
                 (deep ? "more than 100 definitions behind each other" : "itself"));
    return {Json("<" + kind + " " + name + ">"), true};
  }
  ++depth_;
  Json value = Evaluate(definition);
  --depth_;
  open_.erase(key);
  known_.emplace(key, value);
  return {std::move(value), false};
}

ArmEvaluator::Value ArmEvaluator::Call(std::string_view name, std::vector<Value> args,
                                       std::string_view source) {
  const std::string placeholder = Placeholder(source);
  if (SameName(name, "parameters") && args.size() == 1) return Parameter(args[0].json.as_string());
  if (SameName(name, "variables") && args.size() == 1) return Variable(args[0].json.as_string());
  if (SameName(name, "copyIndex")) {
    return {Json(copy_index_ + (args.empty() ? 0 : args.back().json.as_int())), false};
  }
  if (SameName(name, "if") && args.size() == 3 && !args[0].placeholder) {
    return args[0].json.as_bool() ? args[1] : args[2];
  }
  if (Json scope = Scope(name); args.empty() && !scope.is_null()) return {std::move(scope), false};
  if (SameName(name, "reference") && reference_ && !args.empty() && !args[0].placeholder) {
    if (auto known = reference_(args[0].json.as_string())) return {*std::move(known), false};
  }
  const ArmFunction* function = FindArmFunction(name);
  const bool unknown_args =
      std::any_of(args.begin(), args.end(), [](const Value& one) { return one.placeholder; });
  if (function == nullptr) {
    NoteOnce("ArmFunctionUnresolved", "'" + std::string(name) + "' cannot be answered here; '" +
                                          placeholder + "' stands for it");
    return {Json(placeholder), true};
  }
  if (unknown_args && !function->keeps_placeholders) return {Json(placeholder), true};
  std::vector<Json> values;
  values.reserve(args.size());
  for (Value& arg : args) values.push_back(std::move(arg.json));
  Result<Json> result =
      values.size() < function->args_min || values.size() > function->args_max
          ? Fail(ErrorKind::kInvalid, "InvalidArmExpression", "wrong number of arguments")
          : function->call(values);
  if (result) return {*std::move(result), false};
  NoteOnce("InvalidArmExpression",
           "'" + std::string(source) + "' fails: " + result.error().message());
  return {Json(placeholder), true};
}

}  // namespace weir::model
