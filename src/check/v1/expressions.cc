#include "check/v1/parts.h"
#include "expr/v1/expression.h"
#include "expr/v1/text_format.h"

namespace weir::check {
namespace {

using model::Finding;
using model::V1Activity;
using model::V1Dataset;
using model::V1Factory;
using model::V1Pipeline;
using model::V1ValueReader;

/// Datasets see their slice, activities their window too.
const std::vector<std::string>& SliceNames() {
  static const std::vector<std::string> names = {"SliceStart", "SliceEnd"};
  return names;
}

void ReportError(const V1ValueReader& reporter, const Error& error, Position otherwise) {
  reporter.Report(expr::kInvalidSliceExpression,
                  error.position().known() ? error.position() : otherwise, error.message());
}

void CheckText(const V1ValueReader& reporter, const Json& text,
               const std::vector<std::string>& names) {
  const Result<expr::V1Expression> expression = expr::V1Expression::Parse(text, names);
  if (!expression) ReportError(reporter, expression.error(), text.position());
}

void Walk(const V1ValueReader& reporter, const Json& value, const std::vector<std::string>& names) {
  if (expr::IsV1Expression(value)) CheckText(reporter, value, names);
  for (const Json& item : value.items()) Walk(reporter, item, names);
  for (const Json::Member& member : value.members()) Walk(reporter, member.value, names);
}

/// An end of an input's period must be a date.
void CheckPeriodEnd(const V1ValueReader& reporter, const Json& text) {
  if (text.is_null()) return;
  const Result<expr::V1Expression> expression = expr::V1Expression::Parse(text);
  if (!expression) return ReportError(reporter, expression.error(), text.position());
  if (expression->root().type() == expr::V1Value::Kind::kDate) return;
  reporter.Report(expr::kInvalidSliceExpression, text.position(),
                  "expected an expression that gives a date, got " +
                      std::string(expr::V1KindName(expression->root().type())));
}

void CheckPartition(const V1ValueReader& reporter, const Json& partition) {
  const Json& value = partition["value"];
  if (!partition["name"].is_string() || !value["date"].is_string()) {
    return reporter.Report(expr::kInvalidSliceExpression, partition.position(),
                           "a partition needs 'name' and 'value' with 'date' and 'format'");
  }
  CheckText(reporter, value["date"], SliceNames());
  const std::string& format = value["format"].as_string();
  if (expr::V1DatePattern(format)) return;
  reporter.Report(expr::kInvalidSliceExpression, value["format"].position(),
                  "'" + format + "' is no format of a date" +
                      (format.size() == 1 ? "; '%" + format + "' is one letter alone" : ""));
}

void CheckDataset(const V1Dataset& dataset, std::vector<Finding>* findings) {
  const V1ValueReader reporter = ReporterOf(dataset.file, findings);
  Walk(reporter, dataset.type_properties(), SliceNames());
  for (const Json& partition : dataset.type_properties()["partitionedBy"].items()) {
    CheckPartition(reporter, partition);
  }
}

}  // namespace

void CheckV1Expressions(const V1Factory& factory, std::vector<Finding>* findings) {
  for (const V1Dataset* dataset : factory.datasets()) CheckDataset(*dataset, findings);
  for (const V1Pipeline* pipeline : factory.pipelines()) {
    for (const V1Dataset& own : pipeline->datasets) CheckDataset(own, findings);
    for (const V1Activity& activity : pipeline->activities) {
      const V1ValueReader reporter = ReporterOf(*pipeline, activity, findings);
      Walk(reporter, activity.type_properties(), expr::V1VariableNames());
      for (const model::V1Input& input : activity.inputs) {
        CheckPeriodEnd(reporter, input.start_time);
        CheckPeriodEnd(reporter, input.end_time);
        const bool ends = !input.end_time.is_null() || input.length;
        if (input.start_time.is_null() == !ends) continue;
        reporter.Report("MissingProperty", input.position,
                        "a period needs 'startTime' and one of 'endTime' and 'length'");
      }
    }
  }
}

}  // namespace weir::check
