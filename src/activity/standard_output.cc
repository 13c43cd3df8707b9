#include "activity/standard_output.h"

#include "copy/runtime_name.h"

namespace weir::activity {
namespace {

constexpr size_t kOutputBytesMax = size_t{4} << 20;

}  // namespace

Json WithStandardKeys(Json output, Billing billing, UtcTime start, UtcTime end) {
  const int64_t micros = ToMicros(end) - ToMicros(start);
  output.Set("effectiveIntegrationRuntime", copy::kRuntimeName);
  output.Set("executionDuration", micros / 1'000'000);
  output.Set("durationInQueue", Json::Object({{"integrationRuntimeQueue", 0}}));
  // Whole minutes, as the cloud bills them.
  const double hours = static_cast<double>(micros / 60'000'000 + 1) / 60.0;
  output.Set(
      "billingReference",
      Json::Object({{"activityType",
                     billing == Billing::kPipeline ? "PipelineActivity" : "ExternalActivity"},
                    {"billableDuration",
                     Json::Array({Json::Object(
                         {{"meterType", "AzureIR"}, {"duration", hours}, {"unit", "Hours"}})})}}));
  return output;
}

Result<> CheckOutputSize(const Json& output) {
  if (DumpJson(output).size() <= kOutputBytesMax) return {};
  return Fail(ErrorKind::kInvalid, "2001",
              "The length of execution output is over limit (around 4MB currently).");
}

std::string FormatSeconds(UtcTime time) {
  std::string text = FormatUtc(time);
  return text.size() > 19 ? text.substr(0, 19) + "Z" : text;
}

}  // namespace weir::activity
