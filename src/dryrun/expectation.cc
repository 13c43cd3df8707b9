#include "dryrun/expectation.h"

#include <cmath>

#include "base/names.h"

namespace weir::dryrun {
namespace {

using pipeline::ActivityRecord;

/// Compares one value with what is expected of it, part by part.
class Comparer {
 public:
  explicit Comparer(std::vector<Mismatch>* mismatches) : mismatches_(mismatches) {}

  void Compare(const std::string& what, const Json& expected, const Json& got) {
    if (const Json* part = expected.Find("$contains"); part != nullptr && expected.size() == 1) {
      const std::string text = got.is_string() ? got.as_string() : DumpJson(got);
      if (text.find(part->as_string()) == std::string::npos) Add(what, expected, DumpJson(got));
      return;
    }
    if (expected.is_object() && got.is_object()) return CompareMembers(what, expected, got);
    if (expected.is_array() && got.is_array() && expected.size() == got.size()) {
      for (size_t i = 0; i < expected.size(); ++i) {
        Compare(what + "[" + std::to_string(i) + "]", expected[i], got[i]);
      }
      return;
    }
    if (!Same(expected, got)) Add(what, expected, DumpJson(got));
  }

  void Add(const std::string& what, const Json& expected, std::string got) {
    mismatches_->push_back({what, DumpJson(expected), std::move(got), expected.position()});
  }

 private:
  void CompareMembers(const std::string& what, const Json& expected, const Json& got) {
    for (const Json::Member& member : expected.members()) {
      const std::string name = what + "." + member.name;
      const Json* value = got.Find(member.name);
      if (value != nullptr) {
        Compare(name, member.value, *value);
      } else if (!member.value.is_null()) {
        Add(name, member.value, "nothing of that name");
      }
    }
  }

  static bool Same(const Json& expected, const Json& got) {
    if (expected.is_number() && got.is_number()) return expected.as_double() == got.as_double();
    return expected == got;
  }

  std::vector<Mismatch>* mismatches_;
};

/// The calls of the activity "Name" or "Pipeline/Name", in order of starting.
std::vector<const ActivityRecord*> CallsOf(const DryReport& report, const std::string& name) {
  std::vector<const ActivityRecord*> calls;
  for (const DryActivity& activity : report.activities) {
    const std::string full = report.runs[activity.run].pipeline + "/" + activity.record.name;
    const bool began = activity.record.status != pipeline::ActivityStatus::kSkipped;
    if (began && (SameName(activity.record.name, name) || SameName(full, name))) {
      calls.push_back(&activity.record);
    }
  }
  return calls;
}

Json PartOf(const ActivityRecord& record, std::string_view part) {
  if (part == "status") return StatusName(record.status);
  if (part == "input") return record.input;
  if (part == "output") return record.output;
  return record.error;
}

void CompareActivity(const std::string& name, const Json& expected, const DryReport& report,
                     Comparer& comparer) {
  const std::vector<const ActivityRecord*> calls = CallsOf(report, name);
  const std::string what = "activities." + name;
  if (const Json* count = expected.Find("calls"); count != nullptr) {
    comparer.Compare(what + ".calls", *count, calls.size());
  }
  for (const char* part : {"status", "input", "output", "error"}) {
    const std::string plural = part == std::string("status") ? "statuses" : part + std::string("s");
    if (const Json* each = expected.Find(plural); each != nullptr) {
      Json all = Json::Array();
      for (const ActivityRecord* call : calls) all.Append(PartOf(*call, part));
      comparer.Compare(what + "." + plural, *each, all);
    }
    const Json* last = expected.Find(part);
    if (last == nullptr) continue;
    if (calls.empty()) {
      comparer.Add(what + "." + part, *last, "it did not run");
    } else {
      comparer.Compare(what + "." + part, *last, PartOf(*calls.back(), part));
    }
  }
}

/// The names begin one after the other; others may begin in between.
void CompareOrder(const Json& names, const DryReport& report, Comparer& comparer) {
  size_t at = 0;
  for (const Json& name : names.items()) {
    bool found = false;
    for (; at < report.activities.size() && !found; ++at) {
      const DryActivity& activity = report.activities[at];
      const std::string full = report.runs[activity.run].pipeline + "/" + activity.record.name;
      found =
          activity.record.status != pipeline::ActivityStatus::kSkipped &&
          (SameName(activity.record.name, name.as_string()) || SameName(full, name.as_string()));
    }
    if (found) continue;
    std::string began;
    for (const DryActivity& activity : report.activities) {
      if (activity.record.status == pipeline::ActivityStatus::kSkipped) continue;
      began += (began.empty() ? "" : ", ") + activity.record.name;
    }
    comparer.Add("order", name, "not in that order: " + began);
    return;
  }
}

}  // namespace

const std::vector<std::string>& ExpectationKeys() {
  static const std::vector<std::string> keys{"status",    "message",   "returnValue",
                                             "variables", "order",     "durationInSeconds",
                                             "notRun",    "activities"};
  return keys;
}

const std::vector<std::string>& ActivityExpectationKeys() {
  static const std::vector<std::string> keys{"status", "calls",   "input",  "output",  "error",
                                             "inputs", "outputs", "errors", "statuses"};
  return keys;
}

void CompareWith(const Json& expect, const DryReport& report, std::vector<Mismatch>* mismatches) {
  Comparer comparer(mismatches);
  const DryPipeline& run = report.runs.front();
  const auto seconds = std::chrono::duration<double>(report.took).count();
  const std::pair<const char*, Json> whole[] = {{"status", run.status},
                                                {"message", run.message},
                                                {"returnValue", run.return_value},
                                                {"variables", run.variables},
                                                {"durationInSeconds", seconds}};
  for (const auto& [key, got] : whole) {
    if (const Json* expected = expect.Find(key); expected != nullptr) {
      comparer.Compare(key, *expected, got);
    }
  }
  if (const Json* order = expect.Find("order"); order != nullptr) {
    CompareOrder(*order, report, comparer);
  }
  for (const Json& name : expect["notRun"].items()) {
    const size_t calls = CallsOf(report, name.as_string()).size();
    if (calls > 0) comparer.Add("notRun", name, std::to_string(calls) + " calls");
  }
  for (const Json::Member& activity : expect["activities"].members()) {
    CompareActivity(activity.name, activity.value, report, comparer);
  }
}

}  // namespace weir::dryrun
