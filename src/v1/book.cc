#include "v1/book.h"

#include <algorithm>

#include "base/names.h"
#include "expr/v1/expression.h"

namespace weir::v1 {
namespace {

using schedule::Interval;
using schedule::SliceActivity;
using schedule::SliceBook;
using schedule::SliceCalendar;
using schedule::SliceDataset;
using schedule::SliceInput;

/// The dependency period that an input's expressions give.
struct Period {
  std::optional<expr::V1Expression> start;
  std::optional<expr::V1Expression> end;
  std::optional<std::chrono::seconds> length;

  /// An expression that fails for one slice only (a year beyond 9999) leaves the slice's own bound.
  Interval operator()(const Interval& slice) const {
    const auto variables = expr::V1Variables::OfSlice(slice.start, slice.end);
    const auto bound = [&](const std::optional<expr::V1Expression>& by, UtcTime otherwise) {
      if (!by) return otherwise;
      const Result<UtcTime> time = by->EvaluateDate(variables);
      return time ? *time : otherwise;
    };
    const UtcTime from = bound(start, slice.start);
    return {from, length && !end ? from + *length : bound(end, slice.end)};
  }
};

Result<std::optional<expr::V1Expression>> ParseBound(const Json& text) {
  if (text.is_null()) return std::optional<expr::V1Expression>();
  WEIR_ASSIGN(expr::V1Expression expression, expr::V1Expression::Parse(text));
  return std::optional<expr::V1Expression>(std::move(expression));
}

Result<SliceInput> InputOf(const model::V1Input& input) {
  SliceInput read{input.dataset};
  if (!input.has_period()) return read;
  Period period;
  WEIR_ASSIGN(period.start, ParseBound(input.start_time));
  WEIR_ASSIGN(period.end, ParseBound(input.end_time));
  period.length = input.length;
  read.period = period;
  return read;
}

std::optional<Interval> ActiveOf(const model::V1Pipeline& pipeline,
                                 const std::optional<Interval>& within) {
  if (!pipeline.start || !pipeline.end) return within;
  const Interval own = {*pipeline.start, *pipeline.end};
  if (!within) return own;
  const Interval both = {std::max(own.start, within->start), std::min(own.end, within->end)};
  if (both.start >= both.end) return std::nullopt;
  return both;
}

class BookMaker {
 public:
  BookMaker(const model::V1Factory& factory, const std::optional<Interval>& within, UtcTime now)
      : factory_(factory), within_(within), now_(now) {}

  Result<SliceBook> Make() {
    for (const model::V1Dataset* dataset : factory_.datasets()) Add(*dataset, std::nullopt);
    for (const model::V1Pipeline* pipeline : factory_.pipelines()) WEIR_TRY(Add(*pipeline));
    return std::move(book_);
  }

 private:
  void Add(const model::V1Dataset& dataset, const std::optional<Interval>& once) {
    SliceDataset put{dataset.name,
                     once ? SliceCalendar::Once(*once)
                          : SliceCalendar(dataset.availability.value_or(model::V1Availability()))};
    put.external = dataset.external;
    put.external_policy = dataset.external_policy;
    put.validated = dataset.validation.minimum_rows || dataset.validation.minimum_size_mb;
    book_.Put(std::move(put));
  }

  Result<> Add(const model::V1Pipeline& pipeline) {
    std::optional<Interval> once;
    if (pipeline.one_time) {
      once = Interval{now_, now_};
      if (pipeline.start && pipeline.end) once = Interval{*pipeline.start, *pipeline.end};
      for (const model::V1Dataset& dataset : pipeline.datasets) Add(dataset, once);
      for (const model::V1Activity& activity : pipeline.activities)
        AddOnce(pipeline, activity, once);
    }
    for (const model::V1Activity& activity : pipeline.activities) {
      Result<> added = Add(pipeline, activity, once);
      if (!added) return std::move(added).error().At(pipeline.file);
    }
    return {};
  }

  /// Datasets of the factory that the activity makes, or that are read once only.
  void AddOnce(const model::V1Pipeline& pipeline, const model::V1Activity& activity,
               const std::optional<Interval>& once) {
    const auto add = [&](const std::string& name) {
      const model::V1Dataset* dataset = factory_.FindDataset(pipeline, name);
      if (dataset != nullptr && dataset->pipeline.empty()) Add(*dataset, once);
    };
    for (const model::V1Output& output : activity.outputs) add(output.dataset);
    for (const model::V1Input& input : activity.inputs) {
      if (!IsScheduled(input.dataset)) add(input.dataset);
    }
  }

  /// A pipeline with a schedule makes or reads it.
  bool IsScheduled(const std::string& dataset) const {
    const auto named = [&](const auto& one) { return SameName(one.dataset, dataset); };
    for (const model::V1Pipeline* pipeline : factory_.pipelines()) {
      if (pipeline->one_time) continue;
      for (const model::V1Activity& activity : pipeline->activities) {
        if (std::any_of(activity.inputs.begin(), activity.inputs.end(), named)) return true;
        if (std::any_of(activity.outputs.begin(), activity.outputs.end(), named)) return true;
      }
    }
    return false;
  }

  Result<> Add(const model::V1Pipeline& pipeline, const model::V1Activity& activity,
               const std::optional<Interval>& once) {
    SliceActivity put;
    put.pipeline = pipeline.name;
    put.name = activity.name;
    put.policy = activity.policy;
    put.paused = pipeline.paused;
    put.active = once ? Interval{once->start, once->end + std::chrono::microseconds(1)}
                      : ActiveOf(pipeline, within_);
    for (const model::V1Input& input : activity.inputs) {
      WEIR_ASSIGN(SliceInput read, InputOf(input));
      put.inputs.push_back(std::move(read));
    }
    for (const model::V1Output& output : activity.outputs) {
      put.outputs.push_back(output.dataset);
    }
    WEIR_ASSIGN(put.calendar, CalendarOf(pipeline, activity, once));
    return book_.Put(std::move(put));
  }

  Result<SliceCalendar> CalendarOf(const model::V1Pipeline& pipeline,
                                   const model::V1Activity& activity,
                                   const std::optional<Interval>& once) const {
    if (once) return SliceCalendar::Once(*once);
    const model::V1Dataset* output =
        activity.outputs.empty() ? nullptr
                                 : factory_.FindDataset(pipeline, activity.outputs[0].dataset);
    if (output != nullptr && output->availability) return SliceCalendar(*output->availability);
    return Fail(
               ErrorKind::kInvalid, "InvalidAvailability",
               "activity '" + activity.name + "' has no output with an availability: it never runs")
        .At(activity.json.position());
  }

  const model::V1Factory& factory_;
  const std::optional<Interval>& within_;
  const UtcTime now_;
  SliceBook book_;
};

}  // namespace

Result<SliceBook> MakeBook(const model::V1Factory& factory, const std::optional<Interval>& within,
                           UtcTime now) {
  return BookMaker(factory, within, now).Make();
}

}  // namespace weir::v1
