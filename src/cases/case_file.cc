#include "cases/case_file.h"

#include <fstream>
#include <ostream>
#include <sstream>

#include "cases/area.h"

namespace weir::cases {

Result<std::vector<Json>> ReadCases(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Fail(ErrorKind::kNotFound, "CaseFileNotFound", "the file '" + path + "' cannot be read");
  }
  std::ostringstream buffer;
  buffer << file.rdbuf();
  const std::string text = buffer.str();
  std::vector<Json> documents;
  for (size_t at = 0; text.find_first_not_of(" \t\r\n", at) != std::string::npos;) {
    Result<Json> next = ParseJsonAt(text, &at);
    if (!next) return std::move(next).error().At(path);
    documents.push_back(*std::move(next));
  }
  const bool one = documents.size() == 1;
  if (one && documents[0].is_array())
    return std::vector<Json>(documents[0].items().begin(), documents[0].items().end());
  if (one && documents[0]["cases"].is_array()) {
    const auto items = documents[0]["cases"].items();
    return std::vector<Json>(items.begin(), items.end());
  }
  if (documents.empty()) {
    return Fail(ErrorKind::kInvalid, "NoCases", "the file '" + path + "' holds no case");
  }
  return documents;
}

std::string AreaOf(const Json& one) {
  const Json& area = one["area"];
  if (area.is_string()) return area.as_string();
  if (one["expr"].is_string()) {
    return one.Find("function") != nullptr ? "data-flow-expression" : "expression";
  }
  if (one.Find("json") != nullptr) return "expression-json";
  if (one["kind"].is_string()) return "v1-" + one["kind"].as_string();
  return "unknown";
}

Result<> RunFile(const std::string& path, std::ostream& out, Totals& totals) {
  WEIR_ASSIGN(const std::vector<Json> cases, ReadCases(path));
  for (const Json& one : cases) {
    const std::string name = AreaOf(one);
    const Area* area = FindArea(name);
    if (area == nullptr) {
      ++totals.skipped[name];
      continue;
    }
    const Verdict verdict = area->check(one);
    if (verdict.absent) {
      ++totals.skipped[name];
      continue;
    }
    ++(verdict.passed ? totals.passed : totals.failed);
    if (verdict.passed) continue;
    const std::string& id = one["id"].is_string() ? one["id"].as_string() : one["name"].as_string();
    out << path << ": " << id << "\n  expected " << verdict.want << "\n  got      " << verdict.got
        << "\n";
  }
  return {};
}

void PrintTotals(const Totals& totals, std::ostream& out) {
  std::string separator = "skipped: ";
  for (const auto& [area, count] : totals.skipped) {
    out << separator << count << " " << area;
    separator = ", ";
  }
  if (!totals.skipped.empty()) out << "\n";
  out << totals.passed << " passed, " << totals.failed << " failed\n";
}

}  // namespace weir::cases
