#include "check/expression_index.h"

#include <algorithm>

#include "base/names.h"
#include "expr/template.h"

namespace weir::check {
namespace {

class Collector {
 public:
  explicit Collector(ResourceUses* uses) : uses_(uses) {}

  /// Walk what belongs to `activity` itself; `lists` are those of its inner activities.
  void Walk(const Json& value, const Json* activity, const std::vector<const Json*>& lists) {
    if (std::find(lists.begin(), lists.end(), &value) != lists.end()) return;
    if (value.is_string()) return Add(value, activity);
    for (const Json& item : value.items()) Walk(item, activity, lists);
    for (const Json::Member& member : value.members()) Walk(member.value, activity, lists);
  }

 private:
  void Add(const Json& text, const Json* activity) {
    if (model::IsTemplateExpression(text)) {
      uses_->complete = false;
      return;
    }
    if (!model::IsExpression(text)) return;
    const Result<expr::Template> compiled = expr::Template::Compile(text);
    if (!compiled) {
      uses_->complete = false;
      return;
    }
    for (expr::Reference& reference : expr::References(*compiled)) {
      uses_->uses.push_back({std::move(reference), activity});
    }
  }

  ResourceUses* uses_;
};

}  // namespace

bool ResourceUses::Reads(expr::Reference::Kind kind, std::string_view name) const {
  return std::any_of(uses.begin(), uses.end(), [kind, name](const ExpressionUse& use) {
    return use.reference.kind == kind &&
           (use.reference.name.empty() || SameName(use.reference.name, name));
  });
}

const Json* ResourceUses::FindActivity(std::string_view name) const {
  const auto found =
      std::find_if(places.begin(), places.end(), [name](const model::ActivityPlace& place) {
        return SameName((*place.activity)["name"].as_string(), name);
      });
  return found == places.end() ? nullptr : found->activity;
}

ResourceUses UsesOf(const model::Resource& resource) {
  ResourceUses uses;
  uses.resource = &resource;
  Collector collector(&uses);
  if (resource.kind != model::ResourceKind::kPipeline) {
    collector.Walk(resource.properties(), nullptr, {});
    return uses;
  }
  uses.places = model::AllActivities(resource.properties());
  const Json& activities = resource.properties()["activities"];
  collector.Walk(resource.properties(), nullptr, {&activities});
  for (const model::ActivityPlace& place : uses.places) {
    std::vector<const Json*> lists;
    for (const model::ActivityList& list : model::InnerActivities(*place.activity)) {
      lists.push_back(list.items);
    }
    collector.Walk(*place.activity, place.activity, lists);
  }
  return uses;
}

std::vector<expr::Reference> ReferencesOf(const Json& text) {
  const Result<expr::Template> compiled = expr::Template::Compile(text);
  return compiled ? expr::References(*compiled) : std::vector<expr::Reference>();
}

}  // namespace weir::check
