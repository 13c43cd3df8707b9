// The first rows of a dataset. Not part of Data Factory's contract, whose portal does this unseen.
#include "api/arm/deadline.h"
#include "api/arm/draft.h"
#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "engine/lone_context.h"

namespace weir::api::arm {
namespace {

constexpr auto kPreviewMax = std::chrono::seconds(30);

/// What a node of a self-hosted runtime or the service itself makes of it.
Json ActivityFor(const ResourcePath& dataset, const Json& body) {
  Json reference = Json::Object({{"referenceName", dataset.name}, {"type", "DatasetReference"}});
  if (body["parameters"].is_object()) reference.Set("parameters", body["parameters"]);
  Json settings = Json::Object({{"dataset", std::move(reference)}});
  if (body["rows"].is_int()) settings.Set("rows", body["rows"]);
  return Json::Object(
      {{"name", "PreviewData"}, {"type", "PreviewData"}, {"typeProperties", std::move(settings)}});
}

/// No secret of the store's is in it, whatever the store says.
Json Masked(const engine::ActivityContext& context, const Json& json) {
  if (json.is_string()) return context.Masked(json.as_string());
  if (!json.is_array()) return json;
  Json masked = Json::Array();
  for (const Json& item : json.items()) masked.Append(Masked(context, item));
  return masked;
}

}  // namespace

Result<http::ServerResponse> PreviewDataset(const Services& services, const Call& call,
                                            model::ResourceKind kind) {
  const OneMore one(services.reaching_stores);
  WEIR_TRY(one.Check());
  const ResourcePath path = call.PathOf(kind);
  WEIR_ASSIGN(const Json body, call.Body(true));
  WEIR_ASSIGN(auto factory, FactoryWith(services, path, body["text"]));
  const engine::ActivitySpec* spec = services.activities->Find("PreviewData");
  if (spec == nullptr) {
    return Fail(ErrorKind::kUnsupported, "OperationNotSupported",
                "this service was built without stores");
  }
  auto definitions =
      std::make_shared<engine::Definitions>(std::move(factory), model::LocalSettings{});
  definitions->SetOwner(path.FactoryKey());
  CancelToken cancel;
  engine::LoneContext context({definitions, services.secrets, services.clock, &cancel},
                              ActivityFor(path, body));
  const UtcTime begun = services.clock->Now();
  const Result<Json> output = [&] {
    const Deadline deadline(cancel, kPreviewMax, "the first row");
    return spec->executor->Execute(context);
  }();
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(services.clock->Now() - begun);
  Json answer = Json::Object({{"durationMs", static_cast<int64_t>(took.count())}});
  if (output) {
    answer.Set("columns", (*output)["columns"]);
    answer.Set("rows", Masked(context, (*output)["rows"]));
    answer.Set("more", (*output)["more"]);
  } else {
    answer.Set("error", Json::Object({{"code", output.error().code()},
                                      {"message", context.Masked(output.error().ToString())}}));
  }
  return JsonResponse(answer);
}

}  // namespace weir::api::arm
