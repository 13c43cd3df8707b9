#include "slices/plans.h"

#include "base/names.h"
#include "model/load.h"
#include "v1/book.h"
#include "v1/lower.h"

namespace weir::slices {

using engine::Definitions;
using engine::RunRequest;
using model::ResourceKind;

namespace {

/// The gateways that linked services still name once stand-ins are applied, as the self-hosted
/// runtimes that they are in version 2.
void AddGateways(model::Factory* factory) {
  std::vector<std::string> names;
  for (const model::Resource* service : factory->List(ResourceKind::kLinkedService)) {
    const std::string& name = service->properties()["connectVia"]["referenceName"].as_string();
    if (!name.empty()) names.push_back(name);
  }
  for (const std::string& name : names) {
    factory->Put(model::MakeResource(
        ResourceKind::kIntegrationRuntime, name, "gateway " + name,
        Json::Object({{"name", name}, {"properties", Json::Object({{"type", "SelfHosted"}})}})));
  }
}

}  // namespace

Result<RunRequest> Plans::Make(const schedule::StartSlice& start) {
  const model::V1Pipeline* pipeline = factory_->FindPipeline(start.pipeline);
  const model::V1Activity* activity =
      pipeline == nullptr ? nullptr : pipeline->FindActivity(start.activity);
  if (activity == nullptr) {
    return Fail(ErrorKind::kNotFound, "ActivityNotFound",
                "pipeline '" + start.pipeline + "' has no activity '" + start.activity + "'");
  }
  return Request(NameKey(start.pipeline) + "/" + NameKey(start.activity), start.slice,
                 [&](const v1::Rewriter& rewriter) {
                   return v1::LowerSlice(*factory_, *pipeline, *activity, rewriter);
                 });
}

Result<RunRequest> Plans::Look(const schedule::CheckSlice& check) {
  const model::V1Dataset* dataset = factory_->FindDataset(check.dataset);
  if (dataset == nullptr) {
    return Fail(ErrorKind::kNotFound, "DatasetNotFound",
                "the factory has no dataset '" + check.dataset + "'");
  }
  return Request(NameKey(check.dataset), check.slice, [&](const v1::Rewriter& rewriter) {
    return v1::LowerCheck(*factory_, *dataset, rewriter);
  });
}

Result<RunRequest> Plans::Request(const std::string& key, const schedule::Interval& slice,
                                  const Lower& lower) {
  auto known = plans_.find(key);
  if (known == plans_.end()) {
    Result<model::Factory> lowered = lower(v1::ExpressionRewriter());
    // A function that version 2 has no like of is worked out for each slice.
    if (!lowered && lowered.error().kind() != ErrorKind::kUnsupported) return lowered.error();
    known = plans_.emplace(key, lowered ? PlanOf(*std::move(lowered)) : Plan()).first;
  }
  Plan plan = known->second;
  RunRequest request;
  if (plan.definitions != nullptr) {
    request.arguments = Json::Object(
        {{"windowStart", FormatUtc(slice.start)}, {"windowEnd", FormatUtc(slice.end)}});
  } else {
    const v1::SliceRewriter values(expr::V1Variables::OfSlice(slice.start, slice.end));
    WEIR_ASSIGN(model::Factory lowered, lower(values));
    plan = PlanOf(std::move(lowered));
  }
  request.pipeline = std::move(plan.pipeline);
  request.definitions = std::move(plan.definitions);
  request.trigger_type = "Slice";
  return request;
}

Plans::Plan Plans::PlanOf(model::Factory lowered) const {
  auto factory = std::make_shared<model::Factory>(std::move(lowered));
  model::LocalSettings settings;
  if (local_) {
    std::vector<model::Finding> of_others;  // Names of the file that this slice does not need.
    settings = model::ApplyLocal(local_->document, local_->folder, local_->name, factory.get(),
                                 &of_others);
  }
  const std::string pipeline = factory->Names(ResourceKind::kPipeline).front();
  AddGateways(factory.get());
  auto definitions = std::make_shared<Definitions>(std::move(factory), std::move(settings));
  Own(definitions.get());
  return {pipeline, std::move(definitions)};
}

void Plans::Own(Definitions* definitions) const {
  if (!owner_.empty()) definitions->SetOwner(owner_, "gateways");
}

Result<std::shared_ptr<Definitions>> Plans::Restore(const std::string& snapshot) const {
  auto stores = std::make_shared<model::Factory>(v1::LowerStores(*factory_));
  model::LocalSettings settings;
  if (local_) {
    std::vector<model::Finding> findings;
    settings =
        model::ApplyLocal(local_->document, local_->folder, local_->name, stores.get(), &findings);
  }
  AddGateways(stores.get());
  WEIR_ASSIGN(auto definitions,
              Definitions::Restore(snapshot, std::move(stores), std::move(settings)));
  Own(definitions.get());
  return definitions;
}

schedule::SliceOutcome OutcomeOf(const store::RunRecord& run) {
  if (run.status == "Succeeded") return schedule::SliceOutcome::kSucceeded;
  if (run.status == "Cancelled") return schedule::SliceOutcome::kCanceled;
  const bool timed_out = run.result["error"]["errorCode"].as_string() == "ActivityTimeout";
  return timed_out ? schedule::SliceOutcome::kTimedOut : schedule::SliceOutcome::kFailed;
}

}  // namespace weir::slices
