// The value of an expression in a run that is kept. Not part of Data Factory's contract.
#include "api/arm/draft.h"
#include "api/arm/handlers.h"
#include "api/arm/past_scope.h"
#include "api/error_body.h"
#include "base/names.h"
#include "expr/template.h"

namespace weir::api::arm {
namespace {

constexpr size_t kExpressionMax = 32'768;
constexpr size_t kValueMax = 1'000'000;

Result<Json> Evaluate(const std::string& text, const PastScope& scope) {
  Json source(text);
  source.set_position({1, 0});
  WEIR_ASSIGN(const expr::Template compiled, expr::Template::Compile(source));
  Result<Json> value = compiled.Evaluate(scope);
  if (scope.error()) return *scope.error();
  if (value && DumpJson(*value).size() > kValueMax) {
    return Fail(ErrorKind::kInvalid, "ValueTooLarge",
                "the value is there, but with more than 1 MB it is not shown");
  }
  return value;
}

Result<store::RunRecord> RunOf(const Services& services, const ResourcePath& factory,
                               const std::string& run_id) {
  WEIR_ASSIGN(auto run, services.store->FindRun(NameKey(run_id)));
  if (run && run->factory == factory.FactoryKey()) return *std::move(run);
  return Fail(ErrorKind::kNotFound, "PipelineRunNotFound",
              "the factory has no pipeline run '" + run_id + "'");
}

}  // namespace

Result<http::ServerResponse> EvaluateAgainstRun(const Services& services, const Call& call,
                                                model::ResourceKind /*kind*/) {
  WEIR_ASSIGN(const Json body, call.Body());
  const std::string& text = body["expression"].as_string();
  if (text.empty() || text.size() > kExpressionMax) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "the body needs a text 'expression' of at most 32768 bytes");
  }
  ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const store::RunRecord run, RunOf(services, path, call.PathValue("runId")));
  path.kind = model::ResourceKind::kPipeline;
  path.name = run.pipeline;
  WEIR_ASSIGN(const auto factory, FactoryWith(services, path, body["text"]));
  const model::Resource* pipeline = factory->Find(path.kind, path.name);
  const Json properties = pipeline == nullptr ? Json() : pipeline->properties();
  PastScope scope(*services.store, run, *factory, properties);
  const std::string& activity = body["activity"].as_string();
  const std::string activity_run = NameKey(body["activityRunId"].as_string());
  if (!activity.empty() && !scope.StandAt(activity, activity_run)) {
    return Fail(ErrorKind::kNotFound, "ActivityNotFound",
                activity_run.empty()
                    ? "the pipeline '" + run.pipeline + "' has no activity '" + activity + "'"
                    : "'" + activity_run + "' is none of the last 2,000 runs of an activity '" +
                          activity + "'");
  }
  const Result<Json> value = Evaluate(text, scope);
  Json answer = Json::Object({{"at", scope.path()}});
  if (value) {
    answer.Set("value", *value);
  } else {
    answer.Set("error", Json::Object({{"code", value.error().code()},
                                      {"message", value.error().message()}}));
  }
  return JsonResponse(answer);
}

}  // namespace weir::api::arm
