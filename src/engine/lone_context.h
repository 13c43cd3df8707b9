#pragma once

#include <memory>
#include <string>

#include "base/cancel.h"
#include "engine/activity.h"
#include "engine/definitions.h"
#include "engine/secret_reader.h"

namespace weir::engine {

/// An attempt that belongs to no run: an executor works with it at once, and nothing of it is kept.
class LoneContext final : public ActivityContext {
 public:
  struct Options {
    std::shared_ptr<Definitions> definitions;
    SecretSource* secrets = nullptr;  ///< As EngineOptions.
    const Clock* clock = nullptr;
    const CancelToken* cancel = nullptr;
  };
  /// `activity`: evaluated, as ActivityContext::activity() gives it.
  LoneContext(Options options, Json activity);

  const std::string& run_id() const override { return id_; }
  const std::string& activity_run_id() const override { return id_; }
  const std::string& activity_name() const override { return activity_["name"].as_string(); }
  const Json& activity() const override { return activity_; }
  Result<model::DatasetInstance> Dataset(const Json& reference) const override;
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const override;
  Result<Json> Credential(const Json& reference) const override;
  Json Runtimes() const override { return options_.definitions->Runtimes(); }
  Result<std::string> Secret(const Json& setting) const override;
  std::string Masked(std::string text) const override { return masker_.Mask(std::move(text)); }
  const Json& handle() const override { return handle_; }
  const Json& callback() const override { return none_; }
  Result<> SaveHandle(Json handle) override;
  Result<std::string> CallbackUri(const std::string& earlier) override;
  void CallAgain(UtcTime /*time*/) override {}
  const CancelToken& cancel() const override { return *options_.cancel; }
  const Clock& clock() const override { return *options_.clock; }
  void Report(const Progress& /*progress*/) override {}

 private:
  SecretReader secrets() const;

  const Options options_;
  const std::string id_;
  const Json activity_;
  const Json none_;
  Json handle_;
  mutable Masker masker_;
};

}  // namespace weir::engine
