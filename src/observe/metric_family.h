#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace weir::observe {

/// Values of labels, in the order of their names.
using LabelValues = std::vector<std::string>;

/// The series of one metric, by their labels. Thread safe.
///
/// Beyond `kSeriesMax` series, new ones are counted together: labels that people choose the values
/// of then read "(other)".
class MetricFamily {
 public:
  enum class Type : uint8_t { kCounter, kGauge, kHistogram };
  struct Label {
    std::string_view name;
    bool open = false;  ///< Its values come from people: pipelines, activity types.
  };
  struct Description {
    std::string_view name;
    std::string_view help;
    Type type = Type::kCounter;
    std::vector<Label> labels = {};  ///< The first is the factory.
  };
  static constexpr size_t kSeriesMax = 5000;

  explicit MetricFamily(Description description, size_t series_max = kSeriesMax)
      : description_(std::move(description)), series_max_(series_max) {}

  void Add(const LabelValues& labels, double by = 1);
  /// Of a histogram: something took that long.
  void Observe(const LabelValues& labels, double seconds);

  /// Append the metric in Prometheus' text format 0.0.4; nothing of it if no series is shown.
  using Shown = std::function<bool(const std::string& factory)>;
  void Print(const Shown& shown, std::string* out) const;

 private:
  struct Series {
    double value = 0;  ///< Of a histogram: the sum.
    int64_t count = 0;
    std::vector<int64_t> buckets = {};  ///< Each without those below it.
  };
  Series& Find(const LabelValues& labels);
  void PrintSeries(const LabelValues& labels, const Series& series, std::string* out) const;
  void PrintLine(std::string_view suffix, const LabelValues& labels, std::string_view bound,
                 double value, std::string* out) const;

  const Description description_;
  const size_t series_max_;
  mutable std::mutex mutex_;
  std::map<LabelValues, Series> series_;
};

/// Append one metric without labels.
void PrintMetric(std::string_view name, std::string_view help, MetricFamily::Type type,
                 double value, std::string* out);

}  // namespace weir::observe
