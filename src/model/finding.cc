#include "model/finding.h"

#include <algorithm>
#include <tuple>

namespace weir::model {

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kAzure:
      return "azure";
    case Severity::kNote:
      return "note";
  }
  return "error";
}

std::string Finding::ToString() const {
  std::string text = file;
  if (position.known()) text += (text.empty() ? "" : ":") + position.ToString();
  if (!text.empty()) text += ": ";
  text += std::string(SeverityName(severity)) + ": " + message + " [" + code + "]";
  return text;
}

Json Finding::ToJson() const {
  return Json::Object({{"file", file},
                       {"line", position.known() ? Json(position.line) : Json()},
                       {"column", position.known() ? Json(position.column) : Json()},
                       {"severity", SeverityName(severity)},
                       {"code", code},
                       {"message", message}});
}

Finding FindingOf(const Error& error, std::string file) {
  return {Severity::kError, std::move(file), error.position(), error.code(), error.message()};
}

void SortFindings(std::vector<Finding>* findings) {
  const auto key = [](const Finding& one) {
    return std::tie(one.file, one.position.line, one.position.column, one.severity, one.code,
                    one.message);
  };
  std::stable_sort(
      findings->begin(), findings->end(),
      [&key](const Finding& left, const Finding& right) { return key(left) < key(right); });
}

bool HasErrors(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& one) { return one.severity == Severity::kError; });
}

}  // namespace weir::model
