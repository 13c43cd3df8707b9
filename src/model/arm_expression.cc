#include "model/arm_expression.h"

#include <algorithm>
#include <charconv>

#include "base/names.h"
#include "model/arm_functions.h"

namespace weir::model {
namespace {

constexpr int kDepthMax = 100;
constexpr int64_t kCopiesMax = 800;
/// A template that is worked out is at most so large.
/// Source: learn.microsoft.com/azure/azure-resource-manager/templates/best-practices ("4 MB").
constexpr int64_t kValueBytesMax = 4 << 20;
/// Of all values that calls and copies make: as many small ones as calls.
constexpr int64_t kMadeBytesMax = 256 << 20;
constexpr int64_t kCallBytes = 256;

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

bool IsUnknown(const Json& value) {
  return value.is_string() && IsPlaceholder(value.as_string());
}

/// About how long the value would be if printed; stops counting beyond `limit`.
int64_t BytesOf(const Json& value, int64_t limit) {
  auto bytes = static_cast<int64_t>(value.is_string() ? value.as_string().size() : 1);
  for (const Json& item : value.items()) {
    if (bytes > limit) return bytes;
    bytes += BytesOf(item, limit - bytes);
  }
  for (const Json::Member& member : value.members()) {
    if (bytes > limit) return bytes;
    bytes += static_cast<int64_t>(member.name.size()) + BytesOf(member.value, limit - bytes);
  }
  return bytes;
}

bool IsCopyEntry(const Json& entry) {
  return !entry["count"].is_null() && entry.FindMember("input") != nullptr &&
         entry["name"].is_string();
}

/// `"copy": [{"name", "count", "input"}]` in an object stands for members of those names.
bool HasCopies(const Json& object) {
  const Json& copy = object["copy"];
  const auto items = copy.items();
  return !items.empty() && std::all_of(items.begin(), items.end(), IsCopyEntry);
}

}  // namespace

bool IsPlaceholder(std::string_view text) {
  const size_t open = text.find('<');
  if (open == std::string_view::npos || text.find('>', open) == std::string_view::npos) {
    return false;
  }
  const std::string_view inside = text.substr(open + 1);
  if (inside.starts_with("parameter ") || inside.starts_with("variable ")) return true;
  size_t word = 0;
  while (word < inside.size() && (IsLetter(inside[word]) || inside[word] == '.')) ++word;
  const bool call = word > 0 && word < inside.size() && inside[word] == '(';
  return call || SameName(inside.substr(0, inside.find('>')), "resourceGroup") ||
         SameName(inside.substr(0, inside.find('>')), "subscription");
}

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
    if (SameName(name, "lambda")) return ReadLambda();
    const bool branches = SameName(name, "if");
    const bool outer_dry = dry_;
    std::vector<Value> args;
    while (!Take(')')) {
      if (!args.empty() && !Take(',')) return Unexpected("',' or ')'");
      // Only the branch that is taken is evaluated.
      if (branches && !args.empty() && !args[0].placeholder) {
        dry_ = outer_dry || args[0].json.as_bool() == (args.size() == 2);
      }
      WEIR_ASSIGN(Value arg, Expression());
      dry_ = outer_dry;
      args.push_back(std::move(arg));
    }
    if (dry_) return Value{};
    const std::string_view source = text_.substr(from, at_ - from);
    const std::string_view whole = source.substr(0, source.find_first_of("( \t\r\n"));
    return evaluator_->Call(
        whole.find('.') == std::string::npos || whole.starts_with("sys.") ? name : whole,
        std::move(args), source);
  }

  /// Behind "lambda(": texts that name the arguments, then the body, which is read and kept.
  Result<Value> ReadLambda() {
    auto lambda = std::make_shared<ArmEvaluator::Lambda>();
    const bool outer_dry = dry_;
    dry_ = true;
    while (true) {
      Blanks();
      const size_t from = at_;
      WEIR_ASSIGN(const Value part, Expression());
      if (Take(')')) {
        lambda->body = text_.substr(from, at_ - 1 - from);
        break;
      }
      if (!Take(',')) return Unexpected("',' or ')'");
      lambda->names.push_back(NameKey(part.json.as_string()));
    }
    dry_ = outer_dry;
    return Value{Json(), false, std::move(lambda)};
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
  /// Read only: what is here is not taken.
  bool dry_ = false;
};

Json ArmEvaluator::Evaluate(const Json& value) {
  return EvaluateLevel(value, 0);
}

Json ArmEvaluator::EvaluateOutputs(const Json& outputs) {
  Json made = Json::Object();
  for (const Json::Member& output : outputs.members()) {
    Json value = output.value;
    const Json& copy = output.value["copy"];
    if (copy["count"].is_null()) {
      value = Evaluate(value);
    } else if (value.is_object()) {
      Json items = EvaluateCopies(copy, 0);
      value.Remove("copy");
      value.Set("value", std::move(items));
    }
    made.Set(output.name, std::move(value));
  }
  return made;
}

Json ArmEvaluator::EvaluateLevel(const Json& value, int depth) {
  if (value.is_string()) return EvaluateText(value);
  if (depth > kDepthMax * 10) return value;
  Json copy = value;
  if (value.is_array() && !value.empty()) {
    for (Json& item : copy.MutableItems()) item = EvaluateLevel(item, depth + 1);
  } else if (value.is_object() && !value.empty()) {
    return EvaluateObject(value, depth);
  }
  return copy;
}

Json ArmEvaluator::EvaluateObject(const Json& value, int depth) {
  Json copy = value;
  const bool copies = HasCopies(value);
  for (Json::Member& member : copy.MutableMembers()) {
    if (copies && SameName(member.name, "copy")) continue;
    member.value = EvaluateLevel(member.value, depth + 1);
  }
  if (!copies) return copy;
  copy.Remove("copy");
  for (const Json& entry : value["copy"].items()) {
    copy.Set(entry["name"].as_string(), EvaluateCopies(entry, depth));
  }
  return copy;
}

Json ArmEvaluator::EvaluateCopies(const Json& entry, int depth) {
  const Json count = Evaluate(entry["count"]);
  Json items = Json::Array();
  items.set_position(entry.position());
  const std::map<std::string, int64_t> outer = copy_indices_;
  for (int64_t i = 0; i < count.as_int() && i < kCopiesMax; ++i) {
    set_copy_index(entry["name"].as_string(), i);
    Json item = EvaluateLevel(entry["input"], depth + 1);
    if (!Charge(item)) break;
    items.Append(std::move(item));
  }
  copy_indices_ = outer;
  return items;
}

void ArmEvaluator::set_copy_index(const std::string& loop, int64_t index) {
  copy_indices_[""] = index;
  copy_indices_[NameKey(loop)] = index;
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

Result<Json> ArmEvaluator::EvaluateBody(const std::string& body) {
  if (depth_ > kDepthMax) {
    return Fail(ErrorKind::kInvalid, "InvalidArmExpression", "more than 100 nested lambdas");
  }
  ArmExpressionParser parser(body, this);
  WEIR_ASSIGN(Value value, parser.Whole());
  return std::move(value.json);
}

void ArmEvaluator::NoteFailure(std::string_view source, const Error& error) {
  NoteOnce("InvalidArmExpression", "'" + std::string(source) + "' fails: " + error.message());
}

void ArmEvaluator::NoteOnce(std::string code, std::string message) {
  if (std::find(noted_.begin(), noted_.end(), message) != noted_.end()) return;
  noted_.push_back(message);
  notes_.push_back({position_, std::move(code), std::move(message)});
}

bool ArmEvaluator::Charge(const Json& made) {
  const int64_t bytes = BytesOf(made, kValueBytesMax);
  *made_bytes_ += kCallBytes + bytes;
  if (bytes <= kValueBytesMax && *made_bytes_ <= kMadeBytesMax) return true;
  NoteOnce("InvalidArmExpression", "the template makes a value of more than 4 MB, or too many");
  return false;
}

ArmEvaluator::Value ArmEvaluator::Parameter(const std::string& name) {
  if (const Json* given = given_.Find(name)) return {*given, IsUnknown(*given)};
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
  for (const Json& entry : variables_["copy"].items()) {
    if (!IsCopyEntry(entry) || !SameName(entry["name"].as_string(), name)) continue;
    const Json definition = Json::Object({{"copy", Json::Array({entry})}});
    Value made = Defined("variable", name, definition);
    return {made.json[name], made.placeholder};
  }
  NoteOnce("ArmVariableMissing", "the template variable '" + name + "' is not defined");
  return {Json("<variable " + name + ">"), true};
}

ArmEvaluator::Value ArmEvaluator::Defined(const std::string& kind, const std::string& name,
                                          const Json& definition) {
  const std::string key = kind + " " + NameKey(name);
  if (const auto known = known_.find(key); known != known_.end()) {
    return {known->second, IsUnknown(known->second)};
  }
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
  const bool unknown = IsUnknown(value);
  return {std::move(value), unknown};
}

/// copyIndex(), copyIndex(offset), copyIndex('loop') or copyIndex('loop', offset).
ArmEvaluator::Value ArmEvaluator::CopyIndex(const std::vector<Value>& args) const {
  const bool named = !args.empty() && args[0].json.is_string();
  const auto open = copy_indices_.find(named ? NameKey(args[0].json.as_string()) : "");
  const int64_t index = open == copy_indices_.end() ? 0 : open->second;
  int64_t moved = 0;
  if (args.empty() || __builtin_add_overflow(index, args.back().json.as_int(), &moved)) {
    return {Json(index)};
  }
  return {Json(moved)};
}

std::optional<ArmEvaluator::Value> ArmEvaluator::CallOwn(std::string_view name,
                                                         const std::vector<Value>& args) {
  if (SameName(name, "parameters") && args.size() == 1) return Parameter(args[0].json.as_string());
  if (SameName(name, "variables") && args.size() == 1) return Variable(args[0].json.as_string());
  if (SameName(name, "lambdaVariables") && args.size() == 1) {
    const auto bound = lambda_values_.find(NameKey(args[0].json.as_string()));
    return Value{bound == lambda_values_.end() ? Json() : bound->second};
  }
  if (SameName(name, "copyIndex")) return CopyIndex(args);
  if (SameName(name, "if") && args.size() == 3 && !args[0].placeholder) {
    return args[0].json.as_bool() ? args[1] : args[2];
  }
  if (args.empty()) {
    if (Json scope = Scope(name); !scope.is_null()) return Value{std::move(scope)};
  }
  if (SameName(name, "reference") && reference_ && !args.empty() && !args[0].placeholder) {
    if (auto known = reference_(args[0].json.as_string())) return Value{*std::move(known)};
  }
  return std::nullopt;
}

/// A function of the template's own: "contoso.uniqueName". It sees its parameters alone.
std::optional<ArmEvaluator::Value> ArmEvaluator::CallDefined(std::string_view name,
                                                             const std::vector<Value>& args) {
  const size_t dot = name.find('.');
  if (dot == std::string::npos || depth_ > kDepthMax) return std::nullopt;
  for (const Json& space : functions_.items()) {
    if (!SameName(space["namespace"].as_string(), name.substr(0, dot))) continue;
    const Json* function = space["members"].Find(name.substr(dot + 1));
    if (function == nullptr) continue;
    Json given = Json::Object();
    const auto parameters = (*function)["parameters"].items();
    for (size_t i = 0; i < parameters.size() && i < args.size(); ++i) {
      given.Set(parameters[i]["name"].as_string(), args[i].json);
    }
    ArmEvaluator inner({}, {}, std::move(given));
    inner.made_bytes_ = made_bytes_;
    Json value = inner.Evaluate((*function)["output"]["value"]);
    for (Note& note : inner.notes_) NoteOnce(std::move(note.code), std::move(note.message));
    return Value{std::move(value)};
  }
  return std::nullopt;
}

ArmEvaluator::Value ArmEvaluator::Call(std::string_view name, std::vector<Value> args,
                                       std::string_view source) {
  const std::string placeholder = Placeholder(source);
  if (!Charge(Json())) return {Json(placeholder), true};
  if (std::optional<Value> own = CallOwn(name, args)) return *std::move(own);
  if (std::optional<Value> defined = CallDefined(name, args)) return *std::move(defined);
  const bool unknown_args =
      std::any_of(args.begin(), args.end(), [](const Value& one) { return one.placeholder; });
  if (std::optional<Result<Json>> applied = CallWithLambda(name, args)) {
    if (applied->ok() && !Charge(**applied)) return {Json(placeholder), true};
    if (applied->ok()) return {**std::move(applied), false};
    if (!unknown_args) NoteFailure(source, applied->error());
    return {Json(placeholder), true};
  }
  const ArmFunction* function = FindArmFunction(name);
  if (function == nullptr) {
    NoteOnce("ArmFunctionUnresolved", "'" + std::string(name) + "' cannot be answered here; '" +
                                          placeholder + "' stands for it");
    return {Json(placeholder), true};
  }
  if (unknown_args && !function->keeps_placeholders) return {Json(placeholder), true};
  std::vector<Json> values;
  values.reserve(args.size());
  for (Value& arg : args) values.push_back(std::move(arg.json));
  Result<Json> result = CallArmFunction(*function, values);
  if (result && Charge(*result)) return {*std::move(result), false};
  if (result) return {Json(placeholder), true};
  // What is not known is a text, whatever it stands for.
  if (unknown_args) return {Json(placeholder), true};
  NoteFailure(source, result.error());
  return {Json(placeholder), true};
}

}  // namespace weir::model
