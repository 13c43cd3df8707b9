#include "pipeline/control/controls.h"

#include <span>
#include <utility>

#include "base/names.h"

namespace weir::pipeline {
namespace {

using Entry = std::pair<std::string_view, const Control*>;

std::span<const Entry> Table() {
  // One line a control activity.
  static const Entry kControls[] = {
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
  return kControls;
}

}  // namespace

std::vector<std::string_view> ControlTypes() {
  std::vector<std::string_view> types;
  for (const Entry& entry : Table()) types.push_back(entry.first);
  return types;
}

const Control* FindControl(std::string_view type) {
  for (const auto& [name, control] : Table()) {
    if (SameName(name, type)) return control;
  }
  return nullptr;
}

}  // namespace weir::pipeline
