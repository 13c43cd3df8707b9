#include "activity/executors.h"
#include "activity/metadata.h"
#include "activity/standard_output.h"
#include "copy/copy_error.h"

namespace weir::activity {
namespace {

constexpr const char* kMetadataError = "2011";

/// GetMetadata: says what a file, a folder or a table is.
class GetMetadataExecutor final : public engine::ActivityExecutor {
 public:
  explicit GetMetadataExecutor(const copy::Services& services) : services_(services) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    const UtcTime start = context.clock().Now();
    const Json& settings = context.type_properties();
    WEIR_ASSIGN(const model::DatasetInstance dataset, context.Dataset(settings["dataset"]));
    MetadataRequest request{
        services_, dataset,          settings["storeSettings"], settings["formatSettings"],
        {},        &context.cancel()};
    if (settings["fieldList"].empty()) {
      return Fail(ErrorKind::kInvalid, "2103",
                  "Please provide value for the required property 'fieldList'.");
    }
    for (const Json& name : settings["fieldList"].items()) {
      WEIR_ASSIGN(const MetadataField field, ParseMetadataField(name.as_string()));
      request.fields.push_back(field);
    }
    Result<Json> output = ReadMetadata(request);
    if (!output) return copy::AsActivityError(kMetadataError, output.error());
    WEIR_TRY(CheckOutputSize(*output));
    return WithStandardKeys(*std::move(output), Billing::kPipeline, start, context.clock().Now());
  }

 private:
  const copy::Services services_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeGetMetadata(const copy::Services& services) {
  return std::make_shared<GetMetadataExecutor>(services);
}

}  // namespace weir::activity
