#include "model/validate.h"

#include <set>

#include "base/names.h"
#include "model/activities.h"
#include "model/arm_expression.h"
#include "model/azure_check.h"
#include "model/pipeline_check.h"
#include "model/reference_check.h"
#include "model/references.h"
#include "model/shape_check.h"

namespace weir::model {
namespace {

class Validator {
 public:
  Validator(const Factory& factory, const ValidateOptions& options)
      : factory_(factory), options_(options) {}

  std::vector<Finding> Run() && {
    const bool all = options_.pipeline.empty();
    const std::set<const Resource*> reachable = Reachable(factory_, options_.pipeline);
    for (const Resource& resource : factory_.resources()) {
      if (!all && !reachable.contains(&resource)) continue;
      CheckName(resource);
      CheckShape(resource, &findings_);
      CheckReferences(factory_, resource, &findings_);
      if (options_.azure) CheckAzure(factory_, resource, &findings_);
      if (resource.kind == ResourceKind::kPipeline) {
        CheckPipeline(factory_, resource, options_, &findings_);
      } else if (options_.expressions != nullptr) {
        CheckExpressions(resource);
      }
    }
    if (all) {
      CheckReferenceCycles(factory_, &findings_);
      if (options_.azure) CheckAzureFactory(factory_, &findings_);
    } else {
      CheckReferenceCycles(Closure(factory_, options_.pipeline), &findings_);
    }
    SortFindings(&findings_);
    return std::move(findings_);
  }

 private:
  void Report(Severity severity, const Resource& resource, std::string code, std::string message) {
    const Json& name = resource.document["name"];
    findings_.push_back({severity, resource.file,
                         name.position().known() ? name.position() : resource.document.position(),
                         std::move(code), std::move(message)});
  }

  void CheckName(const Resource& resource) {
    const Resource* first = factory_.Find(resource.kind, resource.name);
    const std::string title(InfoOf(resource.kind).title);
    if (resource.name.empty()) {
      Report(Severity::kError, resource, "InvalidName", "the " + title + " has no name");
    } else if (first != &resource && first->owner != resource.owner) {
      Report(Severity::kWarning, resource, "SeveralFactories",
             "the template deploys several factories; the " + title + " '" + resource.name +
                 "' of '" + resource.owner + "' is not used, since '" + first->owner +
                 "' has one of that name");
    } else if (first != &resource && IsPlaceholder(resource.name)) {
      return;  // What stands for a name says nothing of the name.
    } else if (first != &resource) {
      Report(Severity::kError, resource, "DuplicateName",
             "there is a second " + title + " '" + resource.name + "'; the first is in '" +
                 first->file + "' (names ignore case)");
    }
  }

  /// Datasets and linked services see their own parameters alone; triggers see what fired them.
  void CheckExpressions(const Resource& resource) {
    if (resource.kind != ResourceKind::kDataset && resource.kind != ResourceKind::kLinkedService &&
        resource.kind != ResourceKind::kTrigger) {
      return;
    }
    ExpressionContext context;
    context.factory = &factory_;
    context.resource = &resource;
    context.parameters_known = !IsTemplateExpression(resource.properties()["parameters"]);
    for (const Json::Member& member : resource.properties()["parameters"].members()) {
      context.parameters.push_back(member.name);
    }
    for (const Json::Member& member : resource.properties().members()) {
      if (SameName(member.name, "description") || SameName(member.name, "annotations") ||
          SameName(member.name, "parameters") || SameName(member.name, "folder")) {
        continue;
      }
      WalkExpressions(member.value, context);
    }
  }

  void WalkExpressions(const Json& value, const ExpressionContext& context) {
    if (value.is_string() && IsExpression(value) && !IsTemplateExpression(value)) {
      options_.expressions->Check(value, context, &findings_);
    }
    for (const Json& item : value.items()) WalkExpressions(item, context);
    for (const Json::Member& member : value.members()) WalkExpressions(member.value, context);
  }

  const Factory& factory_;
  const ValidateOptions& options_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> Validate(const Factory& factory, const ValidateOptions& options) {
  return Validator(factory, options).Run();
}

}  // namespace weir::model
