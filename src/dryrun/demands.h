#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "dryrun/shapes.h"
#include "model/factory.h"

namespace weir::dryrun {

/// What the expressions of pipelines ask of what comes from outside: parameters, global
/// parameters, outputs of activities. Values are followed through variables, loops, filters and
/// parameters of child pipelines.
class Demands {
 public:
  /// Read `pipeline` and every pipeline that it can reach. Expressions that do not parse ask
  /// nothing.
  static Demands Of(const model::Factory& factory, const std::string& pipeline);

  /// Shapes of pipeline().parameters.NAME, pipeline().globalParameters.NAME, activity('NAME').
  ShapeId Parameter(std::string_view pipeline, std::string_view name);
  ShapeId Global(std::string_view name);
  ShapeId Activity(std::string_view pipeline, std::string_view name);
  /// What Set Variable gives back to the caller as pipelineReturnValue.
  ShapeId ReturnValue(std::string_view pipeline);
  /// The global parameters that are read, by name.
  std::vector<std::pair<std::string, ShapeId>> Globals() const { return globals_; }
  ShapeId Variable(std::string_view pipeline, std::string_view name);

  Shapes& shapes() { return shapes_; }
  const Shapes& shapes() const { return shapes_; }

 private:
  ShapeId At(std::string_view kind, std::string_view pipeline, std::string_view name);

  Shapes shapes_;
  std::map<std::string, ShapeId> places_;
  std::vector<std::pair<std::string, ShapeId>> globals_;
};

}  // namespace weir::dryrun
