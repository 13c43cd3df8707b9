#include "v1/copy_settings.h"

#include <array>
#include <cstdio>

#include "base/digest.h"
#include "base/names.h"
#include "model/v1/time_span.h"
#include "v1/linked_service.h"
#include "v1/rewrite.h"
#include "v1/translate.h"

namespace weir::v1 {
namespace {

bool IsV2Expression(const std::string& text) {
  return text.starts_with('@') && !text.starts_with("@@");
}

/// What an escaped literal stands for.
std::string Unescaped(const std::string& text) {
  std::string out = text.starts_with("@@") && !text.starts_with("@@{") ? text.substr(1) : text;
  for (size_t at = 0; (at = out.find("@@{", at)) != std::string::npos; ++at) out.erase(at, 1);
  return out;
}

/// A literal or an expression as a part of concat().
std::string AsArgument(const Json& text) {
  const std::string& value = text.as_string();
  return IsV2Expression(value) ? value.substr(1) : Quoted(Unescaped(value));
}

Json Take(Json* object, std::string_view name) {
  const Json::Member* member = object->FindMember(name);
  if (member == nullptr) return {};
  Json value = member->value;
  object->Remove(std::string(member->name));
  return value;
}

/// "dbo.Orders" as "[dbo].[Orders]"; what has brackets stays.
std::string BracketedTable(const std::string& table) {
  if (table.find('[') != std::string::npos) return table;
  std::string out = "[";
  for (const char c : table) out += c == '.' ? "].[" : std::string(1, c);
  return out + "]";
}

}  // namespace

Json JoinedTexts(const Json& first, const Json& second) {
  if (first.as_string().empty()) return second;
  if (second.as_string().empty()) return first;
  const bool literal = !IsV2Expression(first.as_string()) && !IsV2Expression(second.as_string());
  if (literal) return Escaped(Unescaped(first.as_string()) + Unescaped(second.as_string()));
  return "@concat(" + AsArgument(first) + ", " + AsArgument(second) + ")";
}

Json TimeSpanText(const Json& v1) {
  const Result<std::chrono::seconds> span = model::ParseV1TimeSpan(v1.as_string());
  if (!span || span->count() <= 0) return {};
  const int64_t seconds = span->count();
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%lld.%02d:%02d:%02d",
                static_cast<long long>(seconds / 86400), static_cast<int>(seconds / 3600 % 24),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return std::string(text.data());
}

void CopySettings::WriteSource(Json* source) const {
  // Version 1 looks into sub-folders of a file system only if told to.
  if (SameName((*source)["type"].as_string(), "FileSystemSource") &&
      (*source)["recursive"].is_null()) {
    source->Set("recursive", false);
  }
  const Json timeout = Take(source, "httpRequestTimeout");
  if (!timeout.is_null()) source->Set("requestTimeout", timeout);
}

void CopySettings::WriteSink(Json* sink) const {
  const Json size = Take(sink, "writeBatchSize");
  if (size.as_int() > 0 || (size.is_string() && !size.as_string().empty())) {
    sink->Set("writeBatchSize", size);
  }
  const Json timeout = TimeSpanText(Take(sink, "writeBatchTimeout"));
  if (!timeout.is_null()) sink->Set("writeBatchTimeout", timeout);
  const Json script = Take(sink, "sqlWriterCleanupScript");
  if (!script.as_string().empty()) sink->Set("preCopyScript", script);
}

void CopySettings::AddSliceColumn(const std::string& owner, const std::string& table, Json* source,
                                  Json* sink, Json* out) const {
  const Json column = Take(sink, "sliceIdentifierColumnName");
  if (column.as_string().empty()) return;
  // 32 characters, so that they fill the binary(32) column that version 1 asked for.
  const Json prefix = Sha256Hex(owner).substr(0, 4);
  const Json stamp = settings_["sliceIdentifier"];
  const Json id = JoinedTexts(prefix, stamp);
  const Json remove = JoinedTexts(JoinedTexts("DELETE FROM " + BracketedTable(table) + " WHERE [" +
                                                  column.as_string() + "] = CAST('",
                                              id),
                                  "' AS binary(32))");
  const Json& script = (*sink)["preCopyScript"];
  sink->Set("preCopyScript",
            script.is_null() ? remove : JoinedTexts(JoinedTexts(script, ";\n"), remove));
  Json added = (*source)["additionalColumns"];
  added.Append(Json::Object({{"name", column}, {"value", "@base64(" + AsArgument(id) + ")"}}));
  source->Set("additionalColumns", added);
  const Json& mappings = (*out)["translator"]["columnMappings"];
  if (mappings.is_string() && !mappings.as_string().empty()) {
    Json translator = (*out)["translator"];
    translator.Set("columnMappings",
                   mappings.as_string() + ", " + column.as_string() + ": " + column.as_string());
    out->Set("translator", translator);
  }
}

Json CopySettings::Write(const std::string& owner, const std::string& table) {
  Json out = settings_;
  Take(&out, "sliceIdentifier");
  Json source = out["source"];
  Json sink = out["sink"];
  WriteSource(&source);
  WriteSink(&sink);
  AddSliceColumn(owner, table, &source, &sink, &out);
  out.Set("source", source);
  out.Set("sink", sink);
  const Json units = Take(&out, "cloudDataMovementUnits");
  if (!units.is_null()) out.Set("dataIntegrationUnits", units);
  for (const char* name : {"stagingSettings", "redirectIncompatibleRowSettings"}) {
    const Json& service = out[name]["linkedServiceName"];
    if (!service.is_string()) continue;
    Json settings = out[name];
    settings.Set("linkedServiceName", ReferenceTo(service.as_string(), "LinkedServiceReference"));
    out.Set(name, settings);
  }
  return out;
}

}  // namespace weir::v1
