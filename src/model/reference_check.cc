#include "model/reference_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/names.h"
#include "model/activities.h"
#include "model/arm_expression.h"
#include "model/references.h"

namespace weir::model {
namespace {

std::vector<std::string> MemberNames(const Json& object) {
  std::vector<std::string> names;
  for (const Json::Member& member : object.members()) names.push_back(member.name);
  return names;
}

class ReferenceChecker {
 public:
  ReferenceChecker(const Factory& factory, const Resource& resource, std::vector<Finding>* findings)
      : factory_(factory), resource_(resource), findings_(findings) {}

  void Check() {
    CheckCalls(resource_.properties());
    ForEachReference(resource_.properties(),
                     [this](const Reference& reference) { CheckOne(reference); });
  }

 private:
  void Report(Severity severity, Position position, std::string code, std::string message) {
    findings_->push_back({severity, resource_.file, position, std::move(code), std::move(message)});
  }

  void CheckOne(const Reference& reference) {
    if (!reference.fixed()) return;
    const std::string& name = reference.name->as_string();
    if (IsTemplateExpression(*reference.name)) {
      return Report(Severity::kWarning, reference.name->position(), "TemplateExpression",
                    "'referenceName' is an ARM template expression, '" + name +
                        "'; load the template itself to have it evaluated");
    }
    const Resource* target = factory_.Find(reference.kind, name);
    if (target == nullptr && IsPlaceholder(name)) {
      return Report(Severity::kWarning, reference.name->position(), "TemplateExpression",
                    "'referenceName' is known only when the template is deployed, '" + name +
                        "' stands for it; give the template's parameters a value");
    }
    if (target == nullptr) return ReportMissing(reference);
    const bool parameters =
        reference.kind == ResourceKind::kDataset || reference.kind == ResourceKind::kLinkedService;
    // A data flow's datasets get their parameters from the activity that runs it.
    if (parameters && resource_.kind != ResourceKind::kDataFlow) {
      CheckParameters((*reference.value)["parameters"], *target, reference.value->position());
    }
  }

  void ReportMissing(const Reference& reference) {
    const std::string& name = reference.name->as_string();
    const bool runtime = reference.kind == ResourceKind::kIntegrationRuntime;
    if (runtime && SameName(name, "AutoResolveIntegrationRuntime")) return;
    if (reference.kind == ResourceKind::kManagedVirtualNetwork) return;
    const std::vector<std::string> known = factory_.Names(reference.kind);
    // Runtimes are machines: a folder need not hold them, and here the work runs anyway.
    Report(runtime ? Severity::kWarning : Severity::kError, reference.name->position(),
           "InvalidReference",
           "there is no " + std::string(InfoOf(reference.kind).title) + " '" + name + "'" +
               (known.empty() ? ", nor any other" : DidYouMean(name, known)));
  }

  /// Calls of pipelines, whose parameters stand beside the reference: Execute Pipeline and
  /// triggers.
  void CheckCalls(const Json& value) {
    if (IsInactive(value)) return;
    const bool call = SameName(value["type"].as_string(), "ExecutePipeline");
    const Json& settings = call ? value["typeProperties"] : value;
    const Json& reference = call ? settings["pipeline"] : value["pipelineReference"];
    const std::string& name = reference["referenceName"].as_string();
    if (!name.empty()) {
      const Resource* target = factory_.Find(ResourceKind::kPipeline, name);
      if (target != nullptr) CheckParameters(settings["parameters"], *target, value.position());
    }
    for (const Json& item : value.items()) CheckCalls(item);
    for (const Json::Member& member : value.members()) CheckCalls(member.value);
  }

  void CheckParameters(const Json& passed, const Resource& target, Position position) {
    if (IsExpression(passed) || IsTemplateExpression(passed)) return;
    const Json& declared = target.properties()["parameters"];
    if (IsTemplateExpression(declared)) return;
    const std::string owner =
        "the " + std::string(InfoOf(target.kind).title) + " '" + target.name + "'";
    for (const Json::Member& member : passed.members()) {
      if (declared.Find(member.name) != nullptr) continue;
      Report(Severity::kWarning, member.name_position, "UnknownParameter",
             owner + " has no parameter '" + member.name + "'" +
                 DidYouMean(member.name, MemberNames(declared)));
    }
    for (const Json::Member& member : declared.members()) {
      if (member.value.FindMember("defaultValue") != nullptr) continue;
      if (passed.Find(member.name) != nullptr) continue;
      Report(Severity::kError, position, "MissingParameter",
             owner + " needs the parameter '" + member.name +
                 "', which has no default and is not passed");
    }
  }

  const Factory& factory_;
  const Resource& resource_;
  std::vector<Finding>* findings_;
};

/// Finds circles by a depth-first walk; each is reported once, where it closes.
class CycleFinder {
 public:
  CycleFinder(const Factory& factory, std::vector<Finding>* findings)
      : factory_(factory), findings_(findings) {}

  void Visit(const Resource* resource) {
    if (!done_.insert(resource).second) return;
    path_.push_back(resource);
    ForEachReference(resource->properties(), [&](const Reference& reference) {
      if (!reference.fixed() || reference.kind != resource->kind) return;
      const Resource* target = factory_.Find(reference.kind, reference.name->as_string());
      if (target == nullptr) return;
      const auto at = std::find(path_.begin(), path_.end(), target);
      if (at != path_.end()) {
        ReportCircle(*resource, reference, {at, path_.end()});
      } else {
        Visit(target);
      }
    });
    path_.pop_back();
  }

 private:
  void ReportCircle(const Resource& from, const Reference& reference,
                    const std::vector<const Resource*>& circle) {
    const bool pipeline = from.kind == ResourceKind::kPipeline;
    std::string names;
    for (const Resource* one : circle) names += "'" + one->name + "' → ";
    findings_->push_back({Severity::kError, from.file, reference.name->position(),
                          pipeline ? "PipelineRecursion" : "ReferenceCycle",
                          std::string(InfoOf(from.kind).title) + "s name each other in a circle: " +
                              names + "'" + circle.front()->name + "'"});
  }

  const Factory& factory_;
  std::vector<Finding>* findings_;
  std::set<const Resource*> done_;
  std::vector<const Resource*> path_;
};

}  // namespace

void CheckReferences(const Factory& factory, const Resource& resource,
                     std::vector<Finding>* findings) {
  ReferenceChecker(factory, resource, findings).Check();
}

void CheckReferenceCycles(const Factory& factory, std::vector<Finding>* findings) {
  CycleFinder finder(factory, findings);
  for (const Resource& resource : factory.resources()) finder.Visit(&resource);
}

}  // namespace weir::model
