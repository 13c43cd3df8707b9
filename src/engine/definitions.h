#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/factory.h"
#include "model/instance.h"
#include "model/local.h"
#include "pipeline/definition.h"

namespace weir::engine {

/// Everything a run reads: pipelines and datasets as they were when it started, connections as they
/// are (so that a password can be mended before a run goes on). Shared by a run and its children.
///
/// Thread safe. Expressions of pipelines and datasets are parsed once.
class Definitions {
 public:
  /// `factory` with stand-ins applied; `local` says what answers instead of running.
  Definitions(std::shared_ptr<const model::Factory> factory, model::LocalSettings local)
      : snapshot_(factory),
        connections_(std::move(factory)),
        local_(std::move(local)),
        globals_(snapshot_->GlobalParameterValues()) {}

  /// Take up the pipelines and datasets that Snapshot() kept; connections come from `factory`.
  static Result<std::shared_ptr<Definitions>> Restore(const std::string& snapshot,
                                                      std::shared_ptr<const model::Factory> factory,
                                                      model::LocalSettings local);

  /// What a run keeps to go on with: JSON text without secrets of linked services.
  struct Kept {
    std::string text;
    std::string hash;     ///< 122 bits that follow from the text.
    bool secret = false;  ///< A SecureString may stand in it: a default value.
  };
  /// The pipelines, datasets and globals that `pipeline` and `others` can reach; made once.
  std::shared_ptr<const Kept> Snapshot(const std::string& pipeline,
                                       const std::vector<std::string>& others = {});

  const std::string& factory_name() const { return snapshot_->name(); }
  const Json& GlobalParameters() const { return globals_; }
  const model::LocalSettings& local() const { return local_; }

  /// Errors: kNotFound PipelineNotFound with the nearest names; what Compile says, at its file.
  Result<std::shared_ptr<const pipeline::PipelineDefinition>> Pipeline(const std::string& name);
  /// Errors: kNotFound DatasetNotFound, kInvalid InvalidTemplate, MissingParameter.
  Result<model::DatasetInstance> Dataset(const Json& reference, UtcTime now);
  /// Errors: kNotFound LinkedServiceNotFound, kInvalid InvalidTemplate, MissingParameter.
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference, UtcTime now);
  /// The `properties` of a credential. Errors: kNotFound CredentialNotFound, kInvalid
  /// InvalidTemplate.
  Result<Json> Credential(const Json& reference, UtcTime now);
  /// As ActivityContext, and those with a location. Their ids begin with the owner's key.
  const Json& Runtimes() const { return runtimes_; }
  /// Say who serves it; before anybody else holds it. `collection`: what the runtimes are called in
  /// the ids of their nodes' factory.
  void SetOwner(const std::string& owner, const char* collection = "integrationruntimes");

 private:
  std::string SnapshotText(const std::string& pipeline,
                           const std::vector<std::string>& others) const;
  Result<Json> EvaluateResource(const model::Resource& resource, const Json& arguments,
                                UtcTime now);

  std::shared_ptr<const model::Factory> snapshot_;
  std::shared_ptr<const model::Factory> connections_;
  model::LocalSettings local_;
  Json globals_;
  Json runtimes_;  // Null: nobody serves it, or it has none.
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const pipeline::PipelineDefinition>> pipelines_;
  std::map<std::vector<std::string>, std::shared_ptr<const Kept>> kept_;
  std::map<const model::Resource*, expr::Template> templates_;
};

}  // namespace weir::engine
