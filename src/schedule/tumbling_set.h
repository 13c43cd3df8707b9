#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schedule/window_machine.h"

namespace weir::schedule {

/// The tumbling window triggers of a factory, which may wait for each other's windows. Names ignore
/// case. Not thread safe.
class TumblingSet final : private UpstreamWindows {
 public:
  /// What an event led to in one trigger. A trigger may come several times; its last one counts for
  /// `wake`, and its effects are carried out in this order.
  struct Step {
    std::string trigger;
    WindowChanges changes;
  };

  /// Add a trigger, or put it in place of the one of that name with its stored windows.
  void Put(const std::string& name, TumblingSettings settings, WindowState state = {});
  void Remove(std::string_view name);
  /// Null if there is none.
  WindowMachine* Find(std::string_view name);
  const WindowMachine* Find(std::string_view name) const;

  /// Take an event of a trigger; then tell those that wait for the windows that succeeded. Nothing
  /// for an unknown trigger.
  std::vector<Step> Advance(std::string_view name, const WindowEvent& event);

 private:
  struct Member {
    std::string name;
    std::unique_ptr<WindowMachine> machine;
  };
  bool Succeeded(std::string_view trigger, const Window& range) const override;
  void Tell(const Member& member, const WindowChanges& changes, UtcTime time,
            std::vector<Step>* steps);

  std::map<std::string, Member> members_;  // By NameKey.
};

}  // namespace weir::schedule
