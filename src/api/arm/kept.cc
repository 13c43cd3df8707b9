#include "api/arm/kept.h"

#include "base/ids.h"

namespace weir::api::arm {
namespace {

/// Beside the members of the document.
constexpr std::string_view kState = "weir:state";

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.starts_with("W/")) text.remove_prefix(2);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  return text;
}

}  // namespace

Kept Renewed(std::string id, std::string name, Json document, const Kept* old, UtcTime now) {
  Kept kept{std::move(id), std::move(name), NewGuid(), std::move(document), Json(), now, now};
  if (old == nullptr) return kept;
  kept.state = old->state;
  kept.id = old->id;
  kept.name = old->name;
  kept.created = old->created;
  return kept;
}

std::string StoredText(const Kept& kept) {
  if (kept.state.is_null()) return DumpJson(kept.document);
  Json joined = kept.document;
  joined.Set(kState, kept.state);
  return DumpJson(joined);
}

store::ResourceRecord RecordOf(const Kept& kept, std::string factory_key, std::string_view folder,
                               std::string text) {
  return {std::move(factory_key), std::string(folder), kept.name,   kept.id, kept.etag,
          std::move(text),        kept.created,        kept.changed};
}

Result<Kept> ReadKept(const store::ResourceRecord& record, const Sealer& sealer) {
  WEIR_ASSIGN(const std::string text, sealer.Unseal(record.document));
  WEIR_ASSIGN(Json document, ParseJson(text));
  Json state = document[kState];
  document.Remove(kState);
  return Kept{record.id,        record.name,    record.etag,   std::move(document),
              std::move(state), record.created, record.changed};
}

Result<> CheckConditions(const Preconditions& conditions, const Kept* kept) {
  const std::string_view etag = kept == nullptr ? std::string_view() : kept->etag;
  const bool match =
      conditions.if_match.empty() || (kept != nullptr && NamesEtag(conditions.if_match, etag));
  const bool none = conditions.if_none_match.empty() || kept == nullptr ||
                    !NamesEtag(conditions.if_none_match, etag);
  if (match && none) return {};
  return Fail(
      ErrorKind::kConflict, "PreconditionFailed",
      kept == nullptr
          ? "the resource does not exist, which the condition in If-Match asks for"
          : "the condition on the etag does not hold: the resource has '" + kept->etag + "'");
}

bool NamesEtag(std::string_view header, std::string_view etag) {
  while (!header.empty()) {
    const size_t end = std::min(header.find(','), header.size());
    const std::string_view one = Trimmed(header.substr(0, end));
    if (one == "*" || one == etag) return true;
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return false;
}

}  // namespace weir::api::arm
