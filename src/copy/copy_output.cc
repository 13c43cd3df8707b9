#include <algorithm>
#include <cmath>

#include "copy/copy_plan.h"
#include "copy/runtime_name.h"

namespace weir::copy {
namespace {

constexpr const char* kLocalRegion = "Local";

int64_t Whole(int64_t micros) {
  return (micros + 999'999) / 1'000'000;
}

/// KB a second to three digits, as ADF prints it.
double Throughput(int64_t bytes, int64_t micros) {
  const double seconds = std::max(static_cast<double>(micros) / 1e6, 0.001);
  return std::round(static_cast<double>(bytes) / 1024.0 / seconds * 1000.0) / 1000.0;
}

Json Working(const std::string& type, int64_t micros) {
  return Json::Object({{"type", type}, {"workingDuration", Whole(micros)}});
}

Json ExecutionDetails(const CopySummary& summary, const Counters& counters, int64_t micros) {
  Json details = Json::Object({});
  if (summary.source_files) {
    details.Set("listingSource", Working(summary.source_type, counters.listing_micros));
  }
  details.Set("readingFromSource", Working(summary.source_type, counters.reading_micros));
  details.Set("writingToSink", Working(summary.sink_type, counters.writing_micros));
  const Json profile =
      Json::Object({{"queue", Json::Object({{"status", "Completed"}, {"duration", 0}})},
                    {"transfer", Json::Object({{"status", "Completed"},
                                               {"duration", Whole(micros)},
                                               {"details", details}})}});
  return Json::Object(
      {{"source", Json::Object({{"type", summary.source_type}, {"region", kLocalRegion}})},
       {"sink", Json::Object({{"type", summary.sink_type}, {"region", kLocalRegion}})},
       {"status", "Succeeded"},
       {"start", FormatUtc(summary.start)},
       {"duration", Whole(micros)},
       {"usedDataIntegrationUnits", summary.units},
       {"usedParallelCopies", summary.parallel_copies},
       {"profile", profile},
       {"detailedDurations",
        Json::Object({{"queuingDuration", 0}, {"transferDuration", Whole(micros)}})}});
}

void SetCounters(Json& output, const CopySummary& summary, const Counters& counters) {
  output.Set("dataRead", counters.bytes_read.load());
  output.Set("dataWritten", counters.bytes_written.load());
  if (summary.source_files && (counters.files_read > 0 || summary.binary)) {
    output.Set("filesRead", counters.files_read.load());
  }
  if (summary.sink_files) output.Set("filesWritten", counters.files_written.load());
  if (counters.files_skipped > 0) output.Set("filesSkipped", counters.files_skipped.load());
  output.Set("sourcePeakConnections", summary.parallel_copies);
  output.Set("sinkPeakConnections", summary.parallel_copies);
  if (summary.binary) return;
  output.Set("rowsRead", counters.rows_read.load());
  output.Set("rowsCopied", counters.rows_copied.load());
  if (counters.rows_skipped > 0) output.Set("rowsSkipped", counters.rows_skipped.load());
}

}  // namespace

Json CopyOutput(const CopySummary& summary, const Counters& counters) {
  const int64_t micros = ToMicros(summary.end) - ToMicros(summary.start);
  Json output = Json::Object({});
  SetCounters(output, summary, counters);
  output.Set("copyDuration", Whole(micros));
  output.Set("throughput", Throughput(counters.bytes_read, micros));
  if (!summary.log_path.empty()) output.Set("logFilePath", summary.log_path);
  if (!summary.redirect_path.empty()) output.Set("redirectRowPath", summary.redirect_path);
  output.Set("errors", Json::Array());
  output.Set("effectiveIntegrationRuntime", kRuntimeName);
  output.Set("usedDataIntegrationUnits", summary.units);
  const double hours = static_cast<double>(summary.units * micros) / 3.6e9;
  output.Set("billingReference",
             Json::Object(
                 {{"activityType", "DataMovement"},
                  {"billableDuration",
                   Json::Array({Json::Object(
                       {{"meterType", "AzureIR"}, {"duration", hours}, {"unit", "DIUHours"}})})}}));
  output.Set("usedParallelCopies", summary.parallel_copies);
  output.Set("executionDetails", Json::Array({ExecutionDetails(summary, counters, micros)}));
  if (!summary.verification.empty()) {
    output.Set("dataConsistencyVerification",
               Json::Object({{"VerificationResult", summary.verification},
                             {"InconsistentData", summary.inconsistent}}));
  }
  output.Set("durationInQueue", Json::Object({{"integrationRuntimeQueue", 0}}));
  return output;
}

}  // namespace weir::copy
