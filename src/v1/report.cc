#include <algorithm>

#include "v1/migrate.h"

namespace weir::v1 {
namespace {

int64_t CountByHand(const std::vector<MigrationNote>& notes) {
  return std::count_if(notes.begin(), notes.end(),
                       [](const MigrationNote& one) { return one.remark.by_hand; });
}

void AppendNotes(const std::vector<MigrationNote>& notes, bool by_hand, std::string* out) {
  bool any = false;
  for (const MigrationNote& one : notes) {
    if (one.remark.by_hand != by_hand) continue;
    any = true;
    *out += "- **" + one.kind + " " + one.name + "**";
    if (!one.file.empty()) {
      *out += " (" + one.file +
              (one.position.known() ? ":" + std::to_string(one.position.line) : "") + ")";
    }
    *out += ": " + one.remark.text + ".\n";
  }
  if (!any) *out += "Nothing.\n";
}

}  // namespace

Json Migration::Report() const {
  Json paths = Json::Array();
  for (const auto& [path, document] : files) paths.Append(path);
  Json list = Json::Array();
  for (const MigrationNote& one : notes) {
    list.Append(Json::Object(
        {{"kind", one.kind},
         {"name", one.name},
         {"file", one.file},
         {"line", one.position.known() ? Json(static_cast<int64_t>(one.position.line)) : Json()},
         {"byHand", one.remark.by_hand},
         {"text", one.remark.text}}));
  }
  const int64_t by_hand = CountByHand(notes);
  return Json::Object({{"files", paths},
                       {"byHand", by_hand},
                       {"changed", static_cast<int64_t>(notes.size()) - by_hand},
                       {"notes", list}});
}

std::string Migration::Markdown(const std::string& factory) const {
  std::string out = "# Migration of " + factory + "\n\n";
  out += std::to_string(files.size()) + " files were written. " +
         std::to_string(CountByHand(notes)) + " things need a hand.\n\n## Needs a hand\n\n";
  AppendNotes(notes, true, &out);
  out += "\n## Means something else\n\n";
  AppendNotes(notes, false, &out);
  out += "\n## Files\n\n";
  for (const auto& [path, document] : files) out += "- " + path + "\n";
  return out;
}

}  // namespace weir::v1
