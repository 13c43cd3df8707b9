#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "expr/template.h"
#include "schedule/events.h"
#include "schedule/recurrence.h"
#include "schedule/tumbling.h"

namespace weir::trigger {

/// A pipeline that a trigger starts, and what it passes.
struct Target {
  std::string pipeline;
  expr::Template parameters;
};

/// Fires once all the pipelines have succeeded since it last fired, with the same value of the
/// parameter `dimension`; runs without such a parameter have none. Source: v2-semantics 8.6; that
/// the dimension is a parameter of the runs: our choice.
struct Chain {
  std::vector<std::string> pipelines;
  std::string dimension;
};

/// Runs windows of a tumbling window trigger again: those that are over when it comes to them.
struct WindowRerun {
  std::string parent;
  schedule::Window range;
  int64_t concurrency = 1;  ///< Windows that it has open at a time; 1 … 50.
};

/// A trigger ready to fire.
struct Definition {
  std::string factory;  ///< The factory's key.
  std::string name;
  std::string type;
  std::vector<Target> targets;
  std::variant<Chain, schedule::Recurrence, schedule::TumblingSettings, schedule::BlobEventFilter,
               schedule::CustomEventFilter, WindowRerun>
      rule;

  /// Read the properties of a trigger. Errors: kUnsupported UnsupportedTrigger, kInvalid BadRequest
  /// if it starts no pipeline, or a rerun is not as it must be; InvalidTemplate, what the rule's
  /// reader says.
  static Result<Definition> Parse(std::string factory, std::string name, const Json& properties);

  /// Its windows; null if it is of another type.
  const schedule::TumblingSettings* windows() const {
    return std::get_if<schedule::TumblingSettings>(&rule);
  }
};

}  // namespace weir::trigger
