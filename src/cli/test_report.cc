#include "cli/test_report.h"

#include <fmt/format.h>

#include <iostream>
#include <pugixml.hpp>
#include <sstream>

#include "cli/terminal.h"

namespace weir::cli {
namespace {

std::string Describe(const dryrun::TestCase& test, const dryrun::Mismatch& mismatch) {
  std::string text = mismatch.what + ": expected " + mismatch.expected + ", got " + mismatch.got;
  if (mismatch.position.known()) {
    text +=
        fmt::format("  at {}:{}:{}", test.file, mismatch.position.line, mismatch.position.column);
  }
  return text;
}

std::string Share(size_t part, size_t whole) {
  if (whole == 0) return "-";
  return fmt::format("{} of {} ({:.0f} %)", part, whole,
                     100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace

void TestReport::Add(const dryrun::TestCase& test, dryrun::CaseResult result) {
  Line line{test.name, test.file, test.json["pipeline"].as_string(), 0, 0, {}};
  if (result.error) line.problems.push_back(result.error->ToString());
  for (const dryrun::Mismatch& mismatch : result.mismatches) {
    line.problems.push_back(Describe(test, mismatch));
  }
  if (result.report) {
    line.activities = result.report->activities.size();
    line.seconds = std::chrono::duration<double>(result.report->took).count();
    coverage_.Add(*result.report);
  }
  if (!line.problems.empty()) ++failed_;
  lines_.push_back(std::move(line));
}

void TestReport::PrintLast() const {
  const Line& line = lines_.back();
  if (lines_.size() == 1 || lines_[lines_.size() - 2].file != line.file) {
    std::cout << Bold(stdout, line.file) << "\n";
  }
  const bool passed = line.problems.empty();
  std::cout << "  " << (passed ? Green(stdout, "passed") : Red(stdout, "failed")) << "  "
            << line.name
            << Dim(stdout, fmt::format("  ({} activity runs, {} of virtual time)", line.activities,
                                       FormatDuration(std::chrono::microseconds(
                                           static_cast<int64_t>(line.seconds * 1e6)))))
            << "\n";
  for (const std::string& problem : line.problems) std::cout << "          " << problem << "\n";
}

void TestReport::PrintCoverage() const {
  std::vector<std::vector<std::string>> rows{{"PIPELINE", "ACTIVITIES", "BRANCHES"}};
  size_t totals[4] = {};
  for (const auto& pipeline : coverage_.Pipelines()) {
    rows.push_back({pipeline.name, Share(pipeline.activities_run, pipeline.activities),
                    Share(pipeline.branches_run, pipeline.branches)});
    totals[0] += pipeline.activities_run;
    totals[1] += pipeline.activities;
    totals[2] += pipeline.branches_run;
    totals[3] += pipeline.branches;
  }
  rows.push_back({"all", Share(totals[0], totals[1]), Share(totals[2], totals[3])});
  std::cout << "\n" << std::flush;
  PrintTable(stdout, rows);
  for (const auto& pipeline : coverage_.Pipelines()) {
    if (pipeline.activities_run == 0) continue;  // The table says enough.
    for (const std::string& missed : pipeline.missed) {
      std::cout << "not reached: " << pipeline.name << "/" << missed << "\n";
    }
  }
}

std::string TestReport::JUnit() const {
  pugi::xml_document document;
  pugi::xml_node suites = document.append_child("testsuites");
  pugi::xml_node suite;
  for (const Line& line : lines_) {
    if (!suite || line.file != suite.attribute("name").value()) {
      suite = suites.append_child("testsuite");
      suite.append_attribute("name") = line.file.c_str();
    }
    pugi::xml_node test = suite.append_child("testcase");
    test.append_attribute("name") = line.name.c_str();
    test.append_attribute("classname") = line.pipeline.c_str();
    test.append_attribute("file") = line.file.c_str();
    if (line.problems.empty()) continue;
    std::string text;
    for (const std::string& problem : line.problems) text += problem + "\n";
    pugi::xml_node failure = test.append_child("failure");
    failure.append_attribute("message") = line.problems.front().c_str();
    failure.text() = text.c_str();
  }
  for (pugi::xml_node each : suites.children("testsuite")) {
    const auto tests = each.select_nodes("testcase").size();
    const auto failures = each.select_nodes("testcase/failure").size();
    each.append_attribute("tests") = static_cast<unsigned>(tests);
    each.append_attribute("failures") = static_cast<unsigned>(failures);
  }
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

Json TestReport::ToJson(bool coverage) const {
  Json tests = Json::Array();
  for (const Line& line : lines_) {
    Json problems = Json::Array();
    for (const std::string& problem : line.problems) problems.Append(problem);
    tests.Append(Json::Object({{"name", line.name},
                               {"file", line.file},
                               {"pipeline", line.pipeline},
                               {"passed", line.problems.empty()},
                               {"activityRuns", line.activities},
                               {"virtualSeconds", line.seconds},
                               {"problems", std::move(problems)}}));
  }
  Json json =
      Json::Object({{"passed", passed()}, {"failed", failed()}, {"tests", std::move(tests)}});
  if (!coverage) return json;
  Json pipelines = Json::Array();
  for (const auto& pipeline : coverage_.Pipelines()) {
    Json missed = Json::Array();
    for (const std::string& name : pipeline.missed) missed.Append(name);
    pipelines.Append(Json::Object({{"pipeline", pipeline.name},
                                   {"activities", pipeline.activities},
                                   {"activitiesRun", pipeline.activities_run},
                                   {"branches", pipeline.branches},
                                   {"branchesRun", pipeline.branches_run},
                                   {"missed", std::move(missed)}}));
  }
  json.Set("coverage", std::move(pipelines));
  return json;
}

}  // namespace weir::cli
