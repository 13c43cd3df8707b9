#include "check/expression_check.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/names.h"
#include "check/activity_check.h"
#include "check/inference.h"
#include "check/scope_types.h"
#include "expr/references.h"
#include "expr/template.h"
#include "model/rules.h"

namespace weir::check {
namespace {

using expr::Reference;
using model::ExpressionContext;
using model::Finding;
using model::ResourceKind;
using model::Severity;

bool Holds(const std::vector<std::string>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [name](const std::string& one) { return SameName(one, name); });
}

/// Checks the references of one expression in one place.
class ReferenceVisitor {
 public:
  ReferenceVisitor(const Json& text, const ExpressionContext& context,
                   std::vector<Finding>* findings)
      : text_(text), context_(context), findings_(findings) {}

  void Visit(const Reference& reference) {
    position_ = reference.position.known() ? reference.position : text_.position();
    switch (reference.kind) {
      case Reference::Kind::kParameter:
        if (InPipeline("pipeline()")) CheckParameter(reference);
        return;
      case Reference::Kind::kGlobalParameter:
        return CheckGlobal(reference);
      case Reference::Kind::kSystemVariable:
        if (InPipeline("pipeline()")) {
          CheckNamed(reference, SystemVariables(), "UnknownSystemVariable", "system variable");
        }
        return;
      case Reference::Kind::kVariable:
        return CheckVariable(reference);
      case Reference::Kind::kActivity:
        return CheckActivity(reference);
      case Reference::Kind::kItem:
        return CheckItem();
      case Reference::Kind::kDataset:
        return CheckOwn(reference, ResourceKind::kDataset, "dataset()");
      case Reference::Kind::kLinkedService:
        return CheckOwn(reference, ResourceKind::kLinkedService, "linkedService()");
      case Reference::Kind::kTrigger:
        return CheckTrigger();
      case Reference::Kind::kFunction:
        return;  // An unknown function does not compile.
    }
  }

 private:
  ResourceKind kind() const { return context_.resource->kind; }
  std::string Title() const { return std::string(model::InfoOf(kind()).title); }

  void Report(Severity severity, std::string code, const std::string& message) {
    findings_->push_back({severity, context_.resource->file, position_, std::move(code),
                          Within(context_) + message});
  }

  void NotHere(std::string_view accessor) {
    Report(Severity::kError, "NotAvailableHere",
           "'" + std::string(accessor) + "' has no value in a " + Title() +
               (kind() == ResourceKind::kDataset || kind() == ResourceKind::kLinkedService
                    ? "; pass it as a parameter"
                    : ""));
  }

  bool InPipeline(std::string_view accessor) {
    if (kind() == ResourceKind::kPipeline) return true;
    NotHere(accessor);
    return false;
  }

  void CheckNamed(const Reference& reference, const std::vector<std::string>& known,
                  const char* code, std::string_view what) {
    if (reference.name.empty() || reference.optional || Holds(known, reference.name)) return;
    Report(Severity::kError, code,
           "the " + Title() + " has no " + std::string(what) + " '" + reference.name + "'" +
               DidYouMean(reference.name, known));
  }

  void CheckParameter(const Reference& reference) {
    if (!context_.parameters_known) return;
    CheckNamed(reference, context_.parameters, "UnknownParameter", "parameter");
  }

  void CheckGlobal(const Reference& reference) {
    if (!InPipeline("pipeline()") || reference.name.empty() || reference.optional) return;
    const Json globals = context_.factory->GlobalParameters();
    if (globals.Find(reference.name) != nullptr) return;
    std::vector<std::string> known;
    for (const Json::Member& member : globals.members()) known.push_back(member.name);
    // A folder without the factory's own file says nothing of them; they can be given for a run.
    Report(known.empty() ? Severity::kWarning : Severity::kError, "UnknownGlobalParameter",
           "the factory has no global parameter '" + reference.name + "'" +
               DidYouMean(reference.name, known));
  }

  void CheckVariable(const Reference& reference) {
    if (!InPipeline("variables()") || reference.name.empty()) return;
    CheckNamed(reference, context_.variables, "UnknownVariable", "variable");
    const Json& activity = *context_.activity;
    const bool sets = SameName(activity["type"].as_string(), "SetVariable") ||
                      SameName(activity["type"].as_string(), "AppendVariable");
    if (sets && SameName(activity["typeProperties"]["variableName"].as_string(), reference.name)) {
      model::RuleReporter(context_.resource->file, findings_)
          .Report("VariableSelfReference", position_, {{"found", reference.name}}, &activity);
    }
  }

  void CheckActivity(const Reference& reference) {
    if (!InPipeline("activity()") || reference.name.empty()) return;
    if (Holds(context_.upstream, reference.name)) return;
    if (!Holds(context_.activities, reference.name)) {
      return Report(Severity::kError, "UnknownActivity",
                    "the pipeline has no activity '" + reference.name + "'" +
                        DidYouMean(reference.name, context_.activities));
    }
    Report(Severity::kError, "ActivityNotUpstream",
           "activity('" + reference.name +
               "') is not upstream: no dependency makes it end before this is evaluated");
  }

  void CheckItem() {
    if (!InPipeline("item()") || context_.item) return;
    Report(Severity::kError, "ItemOutsideLoop",
           "item() has a value only inside a ForEach and in the condition of a Filter");
  }

  void CheckOwn(const Reference& reference, ResourceKind owner, std::string_view accessor) {
    if (kind() != owner) return NotHere(accessor);
    CheckParameter(reference);
  }

  void CheckTrigger() {
    if (kind() != ResourceKind::kTrigger) NotHere("trigger()");
  }

  const Json& text_;
  const ExpressionContext& context_;
  std::vector<Finding>* findings_;
  Position position_;
};

}  // namespace

void PipelineExpressionChecker::Check(const Json& text, const ExpressionContext& context,
                                      std::vector<Finding>* findings) const {
  const std::string within = Within(context);
  const auto characters =
      std::count_if(text.as_string().begin(), text.as_string().end(),
                    [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; });
  model::RuleReporter(context.resource->file, findings)
      .CheckLimit("ExpressionTooLong", text.position(), characters, {}, context.activity);
  const Result<expr::Template> compiled = expr::Template::Compile(text);
  if (!compiled) {
    const Position position = compiled.error().position();
    findings->push_back({Severity::kError, context.resource->file,
                         position.known() ? position : text.position(), compiled.error().code(),
                         within + compiled.error().message()});
    return;
  }
  ReferenceVisitor visitor(text, context, findings);
  for (const Reference& reference : expr::References(*compiled)) visitor.Visit(reference);
  InferType(*compiled, context, findings);
}

void PipelineExpressionChecker::CheckActivity(const ExpressionContext& context,
                                              std::vector<Finding>* findings) const {
  CheckSettings(context, findings);
}

std::vector<Finding> ValidateAll(const model::Factory& factory, bool azure,
                                 const std::string& pipeline) {
  const PipelineExpressionChecker checker;
  std::vector<Finding> findings =
      model::Validate(factory, {.azure = azure, .pipeline = pipeline, .expressions = &checker});
  if (!azure) {
    std::erase_if(findings, [](const Finding& one) { return one.severity == Severity::kAzure; });
  }
  return findings;
}

}  // namespace weir::check
