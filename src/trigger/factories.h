#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/definitions.h"
#include "trigger/effects.h"

namespace weir::trigger {

/// What a host asks its service for. Thread safe.
class Factories {
 public:
  virtual ~Factories() = default;
  /// What runs of the factory read.
  virtual Result<std::shared_ptr<engine::Definitions>> DefinitionsOf(
      const std::string& factory) = 0;
  /// The name of the factory's linked service through which a storage account is reached.
  /// Errors: kNotFound StorageNotBound, saying what to bind.
  virtual Result<std::string> StorageOf(const std::string& factory, const std::string& account) = 0;
  /// The trigger's name and its properties; nothing if there is no such trigger.
  virtual std::optional<std::pair<std::string, Json>> TriggerOf(const Key& trigger) = 0;
};

}  // namespace weir::trigger
