#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "base/secret.h"
#include "engine/engine.h"
#include "http/client.h"

namespace weir::observe {

/// Where traces go: the environment variables of OpenTelemetry.
struct TraceOptions {
  std::string url;  ///< "…/v1/traces"; empty: no traces.
  std::vector<http::Header> headers;
  Json resource;  ///< Its attributes: {name: text}.

  /// From OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME ("weir" if it
  /// is absent) and OTEL_RESOURCE_ATTRIBUTES, as `variable` gives them (null: absent).
  /// Source: opentelemetry.io/docs/specs/otel/protocol/exporter
  static TraceOptions Read(const std::function<const char*(const char*)>& variable);
};

/// Sends each run as an OpenTelemetry trace (OTLP over HTTP, JSON): a span for the run, below it
/// one for each activity run, below its container; a child run's is below the activity that started
/// it. Ids follow from the ids of runs and activity runs. Spans go out when they end, from a thread
/// of its own; at most `kSpansMax` wait, what comes beyond is dropped. Never holds a run up.
class Traces final : public engine::Observer {
 public:
  static constexpr size_t kSpansMax = 10'000;

  explicit Traces(TraceOptions options);
  ~Traces() override;  ///< Tries once to send what waits.

  /// As RunLog.
  void set_masker(const Masker* masker) { masker_ = masker; }
  void TakeUp(const store::RunRecord& run);
  void RunChanged(const store::RunRecord& run) override;
  void ActivityChanged(const std::string& run_id,
                       const pipeline::ActivityRecord& activity) override;

 private:
  struct Place {
    std::string trace;
    std::string parent;  ///< Span id; empty at the root.
  };
  Place PlaceOf(const store::RunRecord& run);
  void Add(Json span);
  void Run();
  void Send(const std::deque<Json>& spans, bool last);

  const TraceOptions options_;
  http::Client client_;
  std::atomic<const Masker*> masker_{nullptr};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, Place> runs_;      ///< That are not over.
  std::map<std::string, Place> children_;  ///< By the id that a child will have.
  std::deque<Json> spans_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace weir::observe
