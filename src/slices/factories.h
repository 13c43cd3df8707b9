#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/local.h"
#include "model/v1/factory.h"

namespace weir::slices {

/// What a host asks its service for; a factory goes by its key. Thread safe.
class Factories {
 public:
  virtual ~Factories() = default;
  /// All factories of version 1.
  virtual std::vector<std::string> Keys() = 0;
  /// A factory as it is now. Errors: kNotFound ResourceNotFound.
  virtual Result<std::shared_ptr<const model::V1Factory>> FactoryOf(const std::string& factory) = 0;
  /// Overlays the linked services of all of them; see model::ApplyLocal.
  virtual const std::optional<model::LocalFile>& local() const = 0;
};

}  // namespace weir::slices
