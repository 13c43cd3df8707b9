#include "pipeline/control/controls.h"

namespace weir::pipeline {
namespace {

bool IsBlank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// Source: v2-semantics 3.8, the table of what is said when message or errorCode cannot be read.
class FailActivityControl final : public Control {
 public:
  void Begin(Step& step) const override {
    const Json& settings = step.definition().body.source();
    const Result<Json> message = Read(step, settings["message"]);
    const Result<Json> code = Read(step, settings["errorCode"]);
    step.SetInput(Json::Object(
        {{"message", message ? *message : Json()}, {"errorCode", code ? *code : Json()}}));
    step.Fail(ActivityError{
        Code(code), Message(step.definition().name, settings, message, code), true, {}});
  }

 private:
  static Result<Json> Read(Step& step, const Json& setting) {
    WEIR_ASSIGN(const expr::Template expression, expr::Template::Compile(setting));
    return step.Evaluate(expression);
  }

  static bool Readable(const Result<Json>& value) {
    return value && value->is_string() && !IsBlank(value->as_string());
  }

  static std::string Code(const Result<Json>& code) {
    return Readable(code) ? code->as_string() : "ErrorCodeNotString";
  }

  static std::string Message(const std::string& name, const Json& settings,
                             const Result<Json>& message, const Result<Json>& code) {
    if (Readable(message)) return message->as_string();
    if (settings.Find("message") == nullptr) return "Fail message was not provided";
    const bool blank =
        message && (message->is_null() || (message->is_string() && IsBlank(message->as_string())));
    if (blank || (!message && !code)) {
      return "Failed to interpret " + name + " fail message or error code";
    }
    return name + " fail message parameter could not be interpreted as a string";
  }
};

}  // namespace

const Control& FailControl() {
  static const FailActivityControl control;
  return control;
}

}  // namespace weir::pipeline
