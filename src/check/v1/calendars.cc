#include "check/v1/calendar.h"
#include "check/v1/parts.h"

namespace weir::check {
namespace {

using model::Finding;
using model::V1Activity;
using model::V1Availability;
using model::V1Dataset;
using model::V1Factory;
using model::V1Pipeline;
using model::V1ValueReader;

std::string Print(const V1Availability& one) {
  std::string text =
      std::string(model::V1FrequencyName(one.frequency)) + "/" + std::to_string(one.interval);
  if (one.anchor != model::V1DefaultAnchor())
    text += " from " + FormatUtc(one.anchor).substr(0, 19);
  if (one.offset.count() != 0) text += " shifted by " + std::to_string(one.offset.count()) + " s";
  if (one.start_of_interval) text += ", StartOfInterval";
  return text;
}

/// A style that the activity leaves out is that of its output.
bool Agree(const V1Availability& scheduler, const Json& written, const V1Availability& output) {
  V1Availability filled = scheduler;
  if (written["style"].is_null()) filled.start_of_interval = output.start_of_interval;
  return SameCalendar(filled, output);
}

void CheckOutputs(const V1Factory& factory, const V1Pipeline& pipeline, const V1Activity& activity,
                  const V1ValueReader& reporter) {
  const V1Dataset* first = nullptr;
  for (const model::V1Output& output : activity.outputs) {
    const V1Dataset* dataset = factory.FindDataset(pipeline, output.dataset);
    if (dataset == nullptr || !dataset->availability) continue;
    const V1Availability& calendar = *dataset->availability;
    if (activity.scheduler && !Agree(*activity.scheduler, activity.json["scheduler"], calendar)) {
      reporter.Report("SchedulerDiffers", activity.scheduler->position,
                      "'scheduler' says " + Print(*activity.scheduler) + ", its output '" +
                          dataset->name + "' is available " + Print(calendar) +
                          ": they must be the same");
    }
    if (first == nullptr) {
      first = dataset;
    } else if (!SameCalendar(*first->availability, calendar)) {
      reporter.Report("SchedulerDiffers", output.position,
                      "its outputs differ: '" + first->name + "' is available " +
                          Print(*first->availability) + ", '" + dataset->name + "' " +
                          Print(calendar));
    }
  }
}

void CheckInputs(const V1Factory& factory, const V1Pipeline& pipeline, const V1Activity& activity,
                 const V1ValueReader& reporter) {
  const V1Dataset* output = activity.outputs.empty()
                                ? nullptr
                                : factory.FindDataset(pipeline, activity.outputs[0].dataset);
  if (output == nullptr || !output->availability) return;
  for (const model::V1Input& input : activity.inputs) {
    const V1Dataset* dataset = factory.FindDataset(pipeline, input.dataset);
    if (dataset == nullptr || !dataset->availability || input.has_period()) continue;
    if (!NeverMeet(*output->availability, *dataset->availability)) continue;
    reporter.Report("CalendarsNeverMeet", input.position,
                    "no slice of '" + dataset->name + "' (" + Print(*dataset->availability) +
                        ") ever lies inside one of '" + output->name + "' (" +
                        Print(*output->availability) +
                        "); say which ones count with 'startTime' and 'endTime'");
  }
}

void CheckLength(const V1Dataset& dataset, std::vector<Finding>* findings) {
  constexpr int64_t kMinutesMin = 15;
  if (!dataset.availability || dataset.availability->frequency != model::V1Frequency::kMinute ||
      dataset.availability->interval >= kMinutesMin) {
    return;
  }
  ReporterOf(dataset.file, findings)
      .Report("SliceTooShort", dataset.properties()["availability"]["interval"].position(),
              "slices must be 15 minutes or more, got " +
                  std::to_string(dataset.availability->interval) + " (version 1: limits)");
}

}  // namespace

void CheckV1Calendars(const V1Factory& factory, bool azure, std::vector<Finding>* findings) {
  for (const V1Pipeline* pipeline : factory.pipelines()) {
    if (pipeline->one_time) continue;  // Availability is not used.
    const bool given = !pipeline->properties()["start"].is_null() ||
                       !pipeline->properties()["end"].is_null();  // Reading it told of its fault.
    if (!pipeline->start && !given) {
      ReporterOf(pipeline->file, findings)
          .Report("PipelineInactive", pipeline->properties().position(),
                  "the pipeline has no active period: nothing of it runs until it is set");
    }
    for (const V1Activity& activity : pipeline->activities) {
      const V1ValueReader reporter = ReporterOf(*pipeline, activity, findings);
      CheckOutputs(factory, *pipeline, activity, reporter);
      CheckInputs(factory, *pipeline, activity, reporter);
    }
  }
  if (!azure) return;
  for (const V1Dataset* dataset : factory.datasets()) CheckLength(*dataset, findings);
}

}  // namespace weir::check
