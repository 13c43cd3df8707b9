#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "engine/activity.h"

namespace weir::compute::testing {

/// What the store keeps of an attempt, and the clock: they outlive a process.
struct World {
  Json handle;
  ManualClock clock{FromMicros(1'000'000)};
  std::string run_id = NewGuid();
  /// Called before and after each save: a process may die there.
  std::function<void()> at_save = nullptr;
  std::vector<std::string> notes;
  Json linked_services = Json::Object();  ///< Their `properties` by name.
};

class FakeContext final : public engine::ActivityContext {
 public:
  explicit FakeContext(World& world, Json activity = Json::Object())
      : world_(world), activity_(std::move(activity)) {}
  const std::string& run_id() const override { return world_.run_id; }
  const std::string& activity_run_id() const override { return id_; }
  const std::string& activity_name() const override { return activity_["name"].as_string(); }
  const Json& activity() const override { return activity_; }
  Result<model::DatasetInstance> Dataset(const Json&) const override { return Nothing(); }
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const override {
    const std::string& name = reference["referenceName"].as_string();
    const Json* properties = world_.linked_services.Find(name);
    if (properties == nullptr) return Nothing();
    return model::LinkedServiceInstance{name, (*properties)["type"].as_string(), *properties};
  }
  Result<Json> Credential(const Json&) const override { return Nothing(); }
  Result<std::string> Secret(const Json& setting) const override {
    return model::SettingText(setting);
  }
  const Json& handle() const override { return world_.handle; }
  const Json& callback() const override { return none_; }
  Result<> SaveHandle(Json handle) override {
    if (stops) return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
    if (world_.at_save) world_.at_save();
    world_.handle = std::move(handle);
    if (world_.at_save) world_.at_save();
    return {};
  }
  Result<std::string> CallbackUri(const std::string&) override { return Nothing(); }
  void CallAgain(UtcTime time) override { again = time; }
  const CancelToken& cancel() const override { return token; }
  const Clock& clock() const override { return world_.clock; }
  void Report(const engine::Progress& progress) override { world_.notes.push_back(progress.note); }

  std::optional<UtcTime> again;
  CancelToken token;
  bool stops = false;

 private:
  static Error Nothing() { return Fail(ErrorKind::kNotFound, "Nothing", "there is none"); }
  World& world_;
  const Json activity_;
  const std::string id_ = "a-1";
  const Json none_;
};

/// Call as the engine does until the attempt is over: the clock jumps to when it wants to be
/// called.
inline Result<Json> Finish(engine::ActivityExecutor& executor, World& world,
                           const Json& activity = Json::Object()) {
  for (int calls = 0; calls < 1000; ++calls) {
    FakeContext context(world, activity);
    Result<Json> result = executor.Execute(context);
    if (!result || !context.again) return result;
    world.clock.Set(std::max(*context.again, world.clock.Now()));
  }
  return Fail(ErrorKind::kInternal, "Endless", "called 1000 times");
}

}  // namespace weir::compute::testing
