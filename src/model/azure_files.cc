// The text of the files: what is no JSON to the service, and limits of Azure Resource Manager.
#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <utility>

#include "base/names.h"
#include "model/arm_template.h"
#include "model/azure_check.h"
#include "model/json_file.h"
#include "model/rules.h"

namespace weir::model {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "\xEF\xBB\xBF";

bool IsUtf16(const std::string& text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

int64_t CountResources(const Json& resources) {
  int64_t count = static_cast<int64_t>(resources.size());
  for (const Json& one : resources.items()) count += CountResources(one["resources"]);
  return count;
}

void CheckTemplate(const std::string& text, const Json& document, const RuleReporter& report) {
  report.CheckLimit("TemplateTooLarge", document.position(), static_cast<int64_t>(text.size()));
  report.CheckLimit("TemplateTooManyParameters", document["parameters"].position(),
                    static_cast<int64_t>(document["parameters"].size()));
  report.CheckLimit("TemplateTooManyResources", document["resources"].position(),
                    CountResources(document["resources"]));
}

void CheckText(std::string text, const RuleReporter& report) {
  if (IsUtf16(text)) return;
  if (text.starts_with(kMark)) text.erase(0, kMark.size());
  const Result<Json> strict = ParseJson(text, {.strict = true});
  if (!strict) {
    report.Report("JsonNotStrict", strict.error().position(),
                  {{"found", strict.error().message()}});
  }
  const Result<Json> document = strict ? strict : ParseJson(text);
  if (document && IsArmTemplate(*document)) CheckTemplate(text, *document, report);
}

}  // namespace

void CheckAzureFiles(const std::string& path, const Factory& factory,
                     std::vector<Finding>* findings) {
  std::error_code error;
  const fs::path root =
      fs::is_directory(path, error) ? fs::path(path) : fs::path(path).parent_path();
  std::set<std::string> seen;
  for (const Resource& resource : factory.resources()) {
    if (!seen.insert(resource.file).second) continue;
    // A lone resource file is named as it was given, all others from the root.
    const fs::path file = fs::is_regular_file(root / resource.file, error)
                              ? root / resource.file
                              : fs::path(resource.file);
    Result<std::string> text = ReadTextFile(file.string());
    if (text) CheckText(*std::move(text), RuleReporter(resource.file, findings));
  }
}

}  // namespace weir::model
