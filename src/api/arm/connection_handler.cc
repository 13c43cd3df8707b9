// Tries a linked service. Not part of Data Factory's contract, whose portal does this unseen.
#include "api/arm/deadline.h"
#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/names.h"
#include "engine/lone_context.h"
#include "model/load.h"

namespace weir::api::arm {
namespace {

constexpr auto kTestMax = std::chrono::seconds(30);

/// The factory as it is, or with the linked service as the body says it.
Result<std::shared_ptr<engine::Definitions>> DefinitionsWith(const Services& services,
                                                             const ResourcePath& path,
                                                             const Json& properties) {
  if (properties.is_null()) {
    WEIR_TRY(services.factories->Get(path));
    return services.factories->Definitions(path);
  }
  if (!properties.is_object()) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "'properties' must be those of a linked service, got " +
                    std::string(KindName(properties.kind())))
        .At(properties.position());
  }
  WEIR_ASSIGN(const auto kept, services.factories->Model(path));
  auto factory = std::make_shared<model::Factory>(*kept);
  factory->Put(
      model::MakeResource(model::ResourceKind::kLinkedService, path.name, path.Id(),
                          Json::Object({{"name", path.name}, {"properties", properties}})));
  auto definitions = std::make_shared<engine::Definitions>(factory, model::LocalSettings{});
  definitions->SetOwner(path.FactoryKey());
  return definitions;
}

Json ErrorOf(const engine::ActivityContext& context, const Error& error) {
  return Json::Object({{"code", error.code()}, {"message", context.Masked(error.ToString())}});
}

}  // namespace

Result<http::ServerResponse> TestConnection(const Services& services, const Call& call,
                                            model::ResourceKind kind) {
  const OneMore one(services.reaching_stores);
  WEIR_TRY(one.Check());
  const ResourcePath path = call.PathOf(kind);
  WEIR_ASSIGN(const Json body, call.Body(true));
  WEIR_ASSIGN(const auto definitions, DefinitionsWith(services, path, body["properties"]));
  const engine::ActivitySpec* spec = services.activities->Find("TestConnection");
  if (spec == nullptr) {
    return Fail(ErrorKind::kUnsupported, "OperationNotSupported",
                "this service was built without stores");
  }
  Json reference = Json::Object({{"referenceName", path.name}, {"type", "LinkedServiceReference"}});
  if (body["parameters"].is_object()) reference.Set("parameters", body["parameters"]);
  CancelToken cancel;
  engine::LoneContext context(
      {definitions, services.secrets, services.clock, &cancel},
      Json::Object({{"name", "TestConnection"},
                    {"type", "TestConnection"},
                    {"linkedServiceName", std::move(reference)},
                    {"typeProperties", Json::Object({{"path", body["path"].as_string()}})}}));
  const UtcTime begun = services.clock->Now();
  const Result<Json> output = [&] {
    const Deadline deadline(cancel, kTestMax, "the connection");
    return spec->executor->Execute(context);
  }();
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(services.clock->Now() - begun);
  Json answer = Json::Object({{"linkedService", path.name},
                              {"succeeded", output.ok()},
                              {"durationMs", static_cast<int64_t>(took.count())}});
  const Json& runtime = context.handle()["gateway"]["runtime"];
  const std::string& id = runtime.as_string();
  if (!id.empty()) answer.Set("integrationRuntime", id.substr(id.rfind('/') + 1));
  if (!output) answer.Set("error", ErrorOf(context, output.error()));
  return JsonResponse(answer);
}

}  // namespace weir::api::arm
