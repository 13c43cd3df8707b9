#pragma once

#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/definitions.h"
#include "lineage/graph.h"
#include "model/factory.h"
#include "store/store.h"

namespace weir::lineage {

/// Resources as a run has them.
class RunResources final : public Resources {
 public:
  RunResources(engine::Definitions& definitions, UtcTime now, std::string factory)
      : definitions_(definitions), now_(now), factory_(std::move(factory)) {}
  Result<model::DatasetInstance> Dataset(const Json& reference) const override {
    return definitions_.Dataset(reference, now_);
  }
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const override {
    return definitions_.LinkedService(reference, now_);
  }
  const Json& DataFlow(const std::string& name) const override;
  const std::string& factory() const override { return factory_; }

 private:
  engine::Definitions& definitions_;
  UtcTime now_;
  std::string factory_;
};

/// Resources as a factory defines them. What only a run knows stands in names as its expression in
/// braces: "orders/{pipeline().parameters.month}".
class FactoryResources final : public Resources {
 public:
  explicit FactoryResources(const model::Factory& factory);
  Result<model::DatasetInstance> Dataset(const Json& reference) const override;
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const override;
  const Json& DataFlow(const std::string& name) const override;
  const std::string& factory() const override { return factory_->name(); }

 private:
  std::shared_ptr<const model::Factory> factory_;
  std::unique_ptr<engine::Definitions> definitions_;
};

/// The value with each expression as a text in braces: "@concat('a', item())" becomes
/// "{concat('a', item())}", "a@{item()}" becomes "a{item()}".
Json WithPlaceholders(const Json& value);

/// What a whole factory reads and writes, by its definitions: every activity of every pipeline that
/// is not inactive, and which pipeline runs which. Cost: O(activities × datasets).
Graph GraphOf(const model::Factory& factory);

/// What one run read and wrote, by its records, with rows and bytes; dataset's places follow from
/// the definitions as they are. Activities that never began are left out.
Graph GraphOf(const model::Factory& factory, const store::RunRecord& run,
              const std::vector<store::ActivityRunRecord>& activities);

}  // namespace weir::lineage
