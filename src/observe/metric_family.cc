#include "observe/metric_family.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/json.h"

namespace weir::observe {
namespace {

constexpr std::string_view kOther = "(other)";
constexpr double kBoundsSeconds[] = {0.01, 0.1, 1, 10, 60, 300, 1800, 7200, 43200};

std::string_view TypeName(MetricFamily::Type type) {
  switch (type) {
    case MetricFamily::Type::kCounter:
      return "counter";
    case MetricFamily::Type::kGauge:
      return "gauge";
    case MetricFamily::Type::kHistogram:
      return "histogram";
  }
  return "";
}

std::string Number(double value) {
  constexpr double kExactMax = 9007199254740992.0;
  if (value == std::floor(value) && std::abs(value) < kExactMax) {
    return std::to_string(static_cast<int64_t>(value));
  }
  return FormatDouble(value);
}

void AppendLabel(std::string_view name, std::string_view value, std::string* out) {
  if (out->back() != '{') *out += ',';
  *out += name;
  *out += "=\"";
  for (const char c : value) {
    if (c == '\n') {
      *out += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') *out += '\\';
    *out += c;
  }
  *out += '"';
}

void PrintHead(std::string_view name, std::string_view help, MetricFamily::Type type,
               std::string* out) {
  *out += "# HELP " + std::string(name) + " " + std::string(help) + "\n";
  *out += "# TYPE " + std::string(name) + " " + std::string(TypeName(type)) + "\n";
}

}  // namespace

void MetricFamily::Add(const LabelValues& labels, double by) {
  const std::lock_guard lock(mutex_);
  Find(labels).value += by;
}

void MetricFamily::Observe(const LabelValues& labels, double seconds) {
  const auto* bound =
      std::lower_bound(std::begin(kBoundsSeconds), std::end(kBoundsSeconds), seconds);
  const std::lock_guard lock(mutex_);
  Series& series = Find(labels);
  series.buckets.resize(std::size(kBoundsSeconds) + 1);
  ++series.buckets[static_cast<size_t>(bound - std::begin(kBoundsSeconds))];
  ++series.count;
  series.value += seconds;
}

MetricFamily::Series& MetricFamily::Find(const LabelValues& labels) {
  const auto found = series_.find(labels);
  if (found != series_.end()) return found->second;
  if (series_.size() < series_max_) return series_[labels];
  LabelValues together = labels;
  for (size_t i = 0; i < together.size(); ++i) {
    if (description_.labels[i].open) together[i] = kOther;
  }
  return series_[together];
}

void MetricFamily::Print(const Shown& shown, std::string* out) const {
  bool head = false;
  const std::lock_guard lock(mutex_);
  for (const auto& [labels, series] : series_) {
    if (!shown(labels.front())) continue;
    if (!head) PrintHead(description_.name, description_.help, description_.type, out);
    head = true;
    PrintSeries(labels, series, out);
  }
}

void MetricFamily::PrintSeries(const LabelValues& labels, const Series& series,
                               std::string* out) const {
  if (description_.type != Type::kHistogram) return PrintLine("", labels, "", series.value, out);
  int64_t below = 0;
  for (size_t i = 0; i < series.buckets.size(); ++i) {
    below += series.buckets[i];
    const bool last = i == std::size(kBoundsSeconds);
    PrintLine("_bucket", labels, last ? "+Inf" : FormatDouble(kBoundsSeconds[i]),
              static_cast<double>(below), out);
  }
  PrintLine("_sum", labels, "", series.value, out);
  PrintLine("_count", labels, "", static_cast<double>(series.count), out);
}

void MetricFamily::PrintLine(std::string_view suffix, const LabelValues& labels,
                             std::string_view bound, double value, std::string* out) const {
  *out += description_.name;
  *out += suffix;
  *out += '{';
  for (size_t i = 0; i < labels.size(); ++i) {
    AppendLabel(description_.labels[i].name, labels[i], out);
  }
  if (!bound.empty()) AppendLabel("le", bound, out);
  *out += "} " + Number(value) + "\n";
}

void PrintMetric(std::string_view name, std::string_view help, MetricFamily::Type type,
                 double value, std::string* out) {
  PrintHead(name, help, type, out);
  *out += std::string(name) + " " + Number(value) + "\n";
}

}  // namespace weir::observe
