#include <cmath>

#include "pipeline/control/controls.h"

namespace weir::pipeline {
namespace {

constexpr double kSecondsMax = 90.0 * 24 * 3600;

class WaitControl final : public Control {
 public:
  void Begin(Step& step) const override {
    const Result<Json> settings = step.Settings();
    if (!settings) return step.Fail(settings.error());
    const Json& given = (*settings)["waitTimeInSeconds"];
    step.SetInput(Json::Object({{"waitTimeInSeconds", given}}));
    const Result<double> seconds = Seconds(given);
    if (!seconds) return step.Fail(seconds.error());
    step.state().pending =
        step.StartTimer(std::chrono::microseconds(std::llround(*seconds * 1'000'000)));
  }

  void TimerDue(Step& step, WorkId /*timer*/) const override { step.Succeed(); }

 private:
  static Result<double> Seconds(const Json& given) {
    Json number = given;
    if (given.is_string()) {
      Result<Json> parsed = ParseJson(given.as_string());
      if (parsed) number = *std::move(parsed);
    }
    if (number.is_number() && number.as_double() >= 0 && number.as_double() <= kSecondsMax) {
      return number.as_double();
    }
    return weir::Fail(
        ErrorKind::kInvalid, "InvalidWaitTime",
        "'waitTimeInSeconds' must be a number of seconds, got " + DumpJson(given).substr(0, 100));
  }
};

}  // namespace

const Control& Wait() {
  static const WaitControl control;
  return control;
}

}  // namespace weir::pipeline
