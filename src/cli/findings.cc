#include "cli/findings.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <set>

#include "base/names.h"
#include "cli/terminal.h"
#include "model/rules.h"

namespace weir::cli {
namespace {

using model::Finding;
using model::Rule;
using model::Severity;

constexpr std::array kSeverities{Severity::kError, Severity::kWarning, Severity::kAzure,
                                 Severity::kNote};

std::string Painted(Severity severity) {
  const std::string_view name = model::SeverityName(severity);
  switch (severity) {
    case Severity::kError:
      return Red(stdout, name);
    case Severity::kWarning:
      return Yellow(stdout, name);
    case Severity::kAzure:
      return Blue(stdout, name);
    case Severity::kNote:
      return Dim(stdout, name);
  }
  return std::string(name);
}

std::string Counted(size_t count, Severity severity) {
  switch (severity) {
    case Severity::kError:
      return std::to_string(count) + (count == 1 ? " error" : " errors");
    case Severity::kWarning:
      return std::to_string(count) + (count == 1 ? " warning" : " warnings");
    case Severity::kAzure:
      return std::to_string(count) + " that Azure refuses";
    case Severity::kNote:
      return std::to_string(count) + (count == 1 ? " note" : " notes");
  }
  return {};
}

/// SARIF has three levels; what the cloud refuses is a warning here.
std::string_view SarifLevel(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
    case Severity::kAzure:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  return "none";
}

/// A path as a relative URI: what has a meaning in URIs is written as %XX.
std::string UriOf(const std::string& path) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr unsigned kLow = 0xF;
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += '%';
      uri += kDigits[byte >> 4U];
      uri += kDigits[byte & kLow];
    }
  }
  return uri;
}

Json SarifRules(const std::vector<Finding>& findings) {
  std::set<std::string> used;
  for (const Finding& finding : findings) used.insert(finding.code);
  Json rules = Json::Array();
  for (const Rule& rule : model::AllRules()) {
    if (!used.contains(rule.code)) continue;
    rules.Append(
        Json::Object({{"id", rule.code},
                      {"shortDescription", Json::Object({{"text", rule.title}})},
                      {"help", Json::Object({{"text", rule.mend + "\nSource: " + rule.source}})},
                      {"defaultConfiguration",
                       Json::Object({{"level", SarifLevel(rule.severities.front())}})}}));
  }
  return rules;
}

Json SarifResult(const Finding& finding, const std::string& root) {
  std::string path =
      root.empty() || finding.file.empty() ? finding.file : root + "/" + finding.file;
  if (path.starts_with("./")) path.erase(0, 2);
  Json place = Json::Object({{"artifactLocation", Json::Object({{"uri", UriOf(path)}})}});
  if (finding.position.known()) {
    place.Set("region", Json::Object({{"startLine", finding.position.line},
                                      {"startColumn", finding.position.column}}));
  }
  Json result = Json::Object({{"ruleId", finding.code},
                              {"level", SarifLevel(finding.severity)},
                              {"message", Json::Object({{"text", finding.message}})}});
  if (!finding.file.empty()) {
    result.Set("locations", Json::Array({Json::Object({{"physicalLocation", std::move(place)}})}));
  }
  return result;
}

std::string SeveritiesOf(const Rule& rule) {
  std::string names;
  for (const Severity severity : rule.severities) {
    names += (names.empty() ? "" : ", ") + std::string(model::SeverityName(severity));
  }
  return names;
}

std::vector<std::string> Codes() {
  std::vector<std::string> codes;
  for (const Rule& rule : model::AllRules()) codes.push_back(rule.code);
  return codes;
}

Error UnknownCode(const std::string& code) {
  return Fail(ErrorKind::kInvalid, "UnknownCode",
              "there is no finding code '" + code + "'" + DidYouMean(code, Codes()) +
                  "; weir validate --codes lists them");
}

}  // namespace

void PrintFindings(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    std::string where = finding.file;
    if (finding.position.known()) {
      where += (where.empty() ? "" : ":") + finding.position.ToString();
    }
    if (!where.empty()) where += ": ";
    std::cout << where << Painted(finding.severity) << ": " << finding.message << " "
              << Dim(stdout, "[" + finding.code + "]") << "\n";
  }
}

std::string SummaryOf(const std::vector<Finding>& findings, size_t files) {
  std::string summary;
  for (const Severity severity : kSeverities) {
    const auto count = static_cast<size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [severity](const Finding& one) { return one.severity == severity; }));
    const bool always = severity == Severity::kError || severity == Severity::kWarning;
    if (count == 0 && !always) continue;
    summary += (summary.empty() ? "" : ", ") + Counted(count, severity);
  }
  return summary + " in " + std::to_string(files) + (files == 1 ? " file" : " files");
}

Json SarifOf(const std::vector<Finding>& findings, const std::string& root) {
  Json results = Json::Array();
  for (const Finding& finding : findings) results.Append(SarifResult(finding, root));
  Json driver =
      Json::Object({{"name", "weir"}, {"version", WEIR_VERSION}, {"rules", SarifRules(findings)}});
  Json run = Json::Object(
      {{"tool", Json::Object({{"driver", std::move(driver)}})}, {"results", std::move(results)}});
  return Json::Object({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                       {"version", "2.1.0"},
                       {"runs", Json::Array({std::move(run)})}});
}

void PrintCodes() {
  std::vector<std::vector<std::string>> rows{{"code", "severity", "what it means"}};
  for (const Rule& rule : model::AllRules()) {
    rows.push_back({rule.code, SeveritiesOf(rule), rule.title});
  }
  PrintTable(stdout, rows);
}

int ExplainCode(const std::string& code) {
  const Rule* rule = model::FindRule(code);
  if (rule == nullptr) {
    PrintError(UnknownCode(code));
    return 2;
  }
  std::cout << Bold(stdout, rule->code) << " (" << SeveritiesOf(*rule) << ")\n\n"
            << rule->title << "\n";
  if (!rule->example.empty()) std::cout << "\nFor example: " << rule->example << "\n";
  std::cout << "\nTo mend it: " << rule->mend << "\nSource: " << rule->source << "\n";
  return 0;
}

Result<> DropCodes(const std::vector<std::string>& codes, std::vector<Finding>* findings) {
  std::set<std::string> dropped;
  for (const std::string& code : codes) {
    const Rule* rule = model::FindRule(code);
    if (rule == nullptr) return UnknownCode(code);
    dropped.insert(rule->code);
  }
  std::erase_if(*findings,
                [&dropped](const Finding& finding) { return dropped.contains(finding.code); });
  return {};
}

}  // namespace weir::cli
