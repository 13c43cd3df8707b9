#include "pipeline/control/controls.h"

#include <utility>

#include "base/names.h"

namespace weir::pipeline {

const Control* FindControl(std::string_view type) {
  // One line a control activity.
  static const std::pair<std::string_view, const Control*> kControls[] = {
      {"IfCondition", &IfCondition()},
      {"Switch", &Switch()},
      {"ForEach", &ForEach()},
      {"Until", &Until()},
      {"Filter", &Filter()},
      {"SetVariable", &SetVariable()},
      {"AppendVariable", &AppendVariable()},
      {"Wait", &Wait()},
      {"Fail", &FailControl()},
      {"ExecutePipeline", &ExecutePipeline()},
  };
  for (const auto& [name, control] : kControls) {
    if (SameName(name, type)) return control;
  }
  return nullptr;
}

}  // namespace weir::pipeline
