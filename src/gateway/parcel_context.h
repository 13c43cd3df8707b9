#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "engine/activity.h"

namespace weir::gateway {

/// One attempt as its executor sees it on a node: all that it asks for is in the parcel.
class ParcelContext final : public engine::ActivityContext {
 public:
  using OnProgress = std::function<void(const engine::Progress&)>;
  /// `content`: as Parcel has it. `secrets`: the node's own.
  ParcelContext(Json content, std::map<std::string, std::string> secrets, const CancelToken& cancel,
                const Clock& clock, OnProgress progress);

  const std::string& run_id() const override { return content_["runId"].as_string(); }
  const std::string& activity_run_id() const override {
    return content_["activityRunId"].as_string();
  }
  const std::string& activity_name() const override { return activity()["name"].as_string(); }
  const Json& activity() const override { return content_["activity"]; }
  Result<model::DatasetInstance> Dataset(const Json& reference) const override;
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const override;
  Result<Json> Credential(const Json& reference) const override;
  Result<std::string> Secret(const Json& setting) const override;
  const Json& handle() const override { return handle_; }
  const Json& callback() const override { return none_; }
  Result<> SaveHandle(Json handle) override;
  Result<std::string> CallbackUri(const std::string& earlier) override;
  void CallAgain(UtcTime time) override { again_ = time; }
  const CancelToken& cancel() const override { return cancel_; }
  const Clock& clock() const override { return clock_; }
  void Report(const engine::Progress& progress) override;

  /// When the executor wants to be called again; asked once.
  std::optional<UtcTime> TakeAgain() { return std::exchange(again_, std::nullopt); }

 private:
  Result<model::LinkedServiceInstance> ToService(const Json& packed) const;

  const Json content_;
  const std::map<std::string, std::string> secrets_;
  const CancelToken& cancel_;
  const Clock& clock_;
  const OnProgress progress_;
  const Json none_;
  Json handle_;
  std::optional<UtcTime> again_;
  std::mutex mutex_;
  std::optional<std::chrono::steady_clock::time_point> reported_;
};

}  // namespace weir::gateway
