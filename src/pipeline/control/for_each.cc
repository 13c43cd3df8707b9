#include <algorithm>

#include "base/names.h"
#include "pipeline/control/controls.h"

namespace weir::pipeline {
namespace {

constexpr int64_t kBatchCountDefault = 20;
constexpr int64_t kBatchCountMax = 50;
constexpr size_t kItemsMax = 100'000;

bool IsTrue(const Json& json) {
  return json.as_bool() || SameName(json.as_string(), "true");
}

/// Source: v2-semantics 3.1: queues are made up front, item i goes to queue i mod n (round robin:
/// our choice, dealing is not documented), each queue runs its items one after another; a failed
/// iteration stops nothing.
class ForEachControl final : public Control {
 public:
  std::vector<InnerActivities> Inner(const Json& settings) const override {
    return {{settings["activities"], {}}};
  }
  void DropInner(Json& settings) const override { settings.Remove("activities"); }

  void Begin(Step& step) const override {
    const Result<Json> settings = step.Settings();
    if (!settings) return step.Fail(settings.error());
    const Json& items = (*settings)["items"];
    const Result<> good = CheckItems(items);
    if (!good) return step.Fail(good.error());
    const Result<size_t> queues = Queues(*settings);
    if (!queues) return step.Fail(queues.error());
    step.SetInput(Json::Object({{"ItemsCount", items.size()}}));
    if (items.empty()) return step.Succeed();
    auto loop = std::make_unique<LoopState>();
    loop->items = items;
    loop->queues = std::min(*queues, items.size());
    loop->next = loop->queues;
    loop->active = loop->queues;
    step.state().loop = std::move(loop);
    const size_t first = step.state().loop->queues;
    for (size_t i = 0; i < first; ++i) step.OpenInner(0, i, items[i], i);
  }

  void InnerDone(Step& step, const ScopeState& scope,
                 const std::optional<ActivityError>& failure) const override {
    LoopState& loop = *step.state().loop;
    if (failure && !loop.error) loop.error = failure;
    const size_t slot = scope.slot;
    const size_t next = *scope.iteration + loop.queues;
    if (next < loop.items.size() && !step.stopping()) {
      step.OpenInner(0, slot, loop.items[next], next);
      return;
    }
    step.state().inner[slot].reset();
    if (--loop.active > 0) return;
    if (loop.error) {
      const ActivityError error = *loop.error;
      return step.Fail(error);
    }
    step.Succeed();
  }

 private:
  static Result<> CheckItems(const Json& items) {
    if (!items.is_array()) {
      return weir::Fail(
          ErrorKind::kInvalid, "InvalidTemplate",
          "expected 'items' to give an Array, got " + std::string(KindName(items.kind())));
    }
    if (items.size() <= kItemsMax) return {};
    return weir::Fail(ErrorKind::kInvalid, "TooManyItems",
                      "expected at most 100000 items, got " + std::to_string(items.size()));
  }

  static Result<size_t> Queues(const Json& settings) {
    if (IsTrue(settings["isSequential"])) return size_t{1};
    const Json& given = settings["batchCount"];
    int64_t count = kBatchCountDefault;
    if (given.is_int()) count = given.as_int();
    if (given.is_string()) {
      const Result<Json> number = ParseJson(given.as_string());
      count = number && number->is_int() ? number->as_int() : 0;
    }
    if (count < 1 || count > kBatchCountMax) {
      return weir::Fail(ErrorKind::kInvalid, "InvalidBatchCount",
                        "'batchCount' must be from 1 to 50, got " + DumpJson(given));
    }
    return static_cast<size_t>(count);
  }
};

}  // namespace

const Control& ForEach() {
  static const ForEachControl control;
  return control;
}

}  // namespace weir::pipeline
