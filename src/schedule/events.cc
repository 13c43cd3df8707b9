#include "schedule/events.h"

#include <algorithm>
#include <string_view>

#include "base/names.h"

namespace weir::schedule {
namespace {

constexpr std::string_view kContainers = "/blobServices/default/containers/";
constexpr std::string_view kBlobs = "/blobs/";
/// Events in one post.
constexpr size_t kEventsMax = 10'000;

Error BadTrigger(std::string message, const Json& at) {
  return Fail(ErrorKind::kInvalid, "InvalidEventTrigger", std::move(message)).At(at.position());
}

bool Begins(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && SameName(text.substr(0, with.size()), with);
}

bool Ends(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && SameName(text.substr(text.size() - with.size()), with);
}

/// An event without a topic was made here, for a store that stands in for the account.
bool FromScope(const Json& event, const std::string& scope) {
  const std::string& topic = event["topic"].as_string();
  return topic.empty() || scope.empty() || SameName(topic, scope);
}

bool OneOf(const std::vector<std::string>& types, const std::string& type) {
  return std::any_of(types.begin(), types.end(),
                     [&](const std::string& one) { return SameName(one, type); });
}

Result<std::vector<std::string>> ReadTypes(const Json& settings) {
  std::vector<std::string> types;
  for (const Json& one : settings["events"].items()) {
    if (!one.is_string()) {
      return BadTrigger("'events' must be texts, got " + DumpJson(one).substr(0, 100), one);
    }
    types.push_back(one.as_string());
  }
  if (types.empty()) return BadTrigger("'events' must name at least one event", settings);
  return types;
}

/// A CloudEvent's names in the Event Grid schema.
std::string_view GridName(std::string_view name) {
  if (name == "type") return "eventType";
  if (name == "source") return "topic";
  if (name == "time") return "eventTime";
  return name;
}

Result<Json> ReadEvent(const Json& posted) {
  if (!posted.is_object()) {
    return Fail(ErrorKind::kInvalid, "InvalidEvent",
                "an event must be an object, got " + DumpJson(posted).substr(0, 100));
  }
  Json event = posted;
  if (posted.Find("specversion") != nullptr) {
    event = Json::Object();
    for (const Json::Member& member : posted.members()) {
      event.Set(GridName(member.name), member.value);
    }
  }
  for (const char* name : {"id", "eventType"}) {
    if (event[name].is_string() && !event[name].as_string().empty()) continue;
    return Fail(ErrorKind::kInvalid, "InvalidEvent",
                std::string("an event needs '") + name +
                    "' (Event Grid schema), or 'specversion', 'id' and 'type' (CloudEvents)");
  }
  return event;
}

}  // namespace

Result<std::vector<Json>> ReadEvents(const Json& posted) {
  if (posted.size() > kEventsMax && posted.is_array()) {
    return Fail(ErrorKind::kInvalid, "InvalidEvent",
                "at most " + std::to_string(kEventsMax) + " events are taken at once, got " +
                    std::to_string(posted.size()));
  }
  std::vector<Json> events;
  if (!posted.is_array()) {
    WEIR_ASSIGN(Json event, ReadEvent(posted));
    events.push_back(std::move(event));
  }
  for (const Json& one : posted.is_array() ? posted.items() : std::span<const Json>()) {
    WEIR_ASSIGN(Json event, ReadEvent(one));
    events.push_back(std::move(event));
  }
  return events;
}

Json BlobEventOf(const BlobChange& change) {
  Json data =
      Json::Object({{"api", change.deleted ? "DeleteBlob" : "PutBlob"}, {"blobType", "BlockBlob"}});
  if (!change.deleted) data.Set("contentLength", change.size);
  return Json::Object(
      {{"id", change.id},
       {"subject", std::string(kContainers) + change.container + std::string(kBlobs) + change.path},
       {"eventType",
        change.deleted ? "Microsoft.Storage.BlobDeleted" : "Microsoft.Storage.BlobCreated"},
       {"eventTime", FormatUtc(change.time)},
       {"data", std::move(data)},
       {"dataVersion", ""},
       {"metadataVersion", "1"}});
}

std::string_view StorageAccountOf(std::string_view scope) {
  constexpr std::string_view kAccounts = "/storageaccounts/";
  const size_t at = NameKey(scope).find(kAccounts);
  if (at == std::string::npos) return {};
  const std::string_view name = scope.substr(at + kAccounts.size());
  return name.substr(0, name.find('/'));
}

Result<BlobEventFilter> BlobEventFilter::Parse(const Json& settings) {
  BlobEventFilter made;
  made.begins_ = settings["blobPathBeginsWith"].as_string();
  made.ends_ = settings["blobPathEndsWith"].as_string();
  if (made.begins_.empty() && made.ends_.empty()) {
    return BadTrigger("'blobPathBeginsWith' or 'blobPathEndsWith' must be given", settings);
  }
  if (!made.begins_.empty() && made.begins_.front() != '/') made.begins_.insert(0, 1, '/');
  WEIR_ASSIGN(made.types_, ReadTypes(settings));
  made.scope_ = settings["scope"].as_string();
  const Json& empty = settings["ignoreEmptyBlobs"];
  made.ignore_empty_ = empty.is_null() || empty.as_bool();
  return made;
}

bool BlobEventFilter::Fits(std::string_view subject) const {
  return Begins(subject, begins_) && Ends(subject, ends_);
}

bool BlobEventFilter::Covers(std::string_view path) const {
  const size_t slash = path.find('/');
  if (slash == std::string_view::npos) return false;
  std::string subject = "/";
  subject.append(path.substr(0, slash)).append(kBlobs).append(path.substr(slash + 1));
  return Fits(subject);
}

std::string BlobEventFilter::PathPrefix() const {
  const std::string_view begins = std::string_view(begins_).substr(begins_.empty() ? 0 : 1);
  const size_t slash = begins.find('/');
  if (slash == std::string_view::npos) return std::string(begins);
  std::string prefix(begins.substr(0, slash + 1));
  if (Begins(begins.substr(slash), kBlobs)) prefix += begins.substr(slash + kBlobs.size());
  return prefix;
}

std::optional<Json> BlobEventFilter::Match(const Json& event) const {
  if (!OneOf(types_, event["eventType"].as_string()) || !FromScope(event, scope_)) {
    return std::nullopt;
  }
  std::string_view subject = event["subject"].as_string();
  if (!Begins(subject, kContainers)) return std::nullopt;
  subject.remove_prefix(kContainers.size() - 1);  // "/container/blobs/path"
  const size_t blobs = subject.find(kBlobs, 1);
  if (blobs == std::string_view::npos) return std::nullopt;
  if (!Fits(subject)) return std::nullopt;
  const Json& length = event["data"]["contentLength"];
  if (ignore_empty_ && length.is_int() && length.as_int() == 0) return std::nullopt;
  std::string folder(subject.substr(1, blobs - 1));
  std::string_view file = subject.substr(blobs + kBlobs.size());
  if (const size_t slash = file.rfind('/'); slash != std::string_view::npos) {
    folder += "/" + std::string(file.substr(0, slash));
    file.remove_prefix(slash + 1);
  }
  return Json::Object({{"folderPath", folder}, {"fileName", file}});
}

Result<CustomEventFilter> CustomEventFilter::Parse(const Json& settings) {
  CustomEventFilter made;
  made.begins_ = settings["subjectBeginsWith"].as_string();
  made.ends_ = settings["subjectEndsWith"].as_string();
  WEIR_ASSIGN(made.types_, ReadTypes(settings));
  made.scope_ = settings["scope"].as_string();
  for (const Json& one : settings["advancedFilters"].items()) {
    WEIR_ASSIGN(AdvancedFilter filter, AdvancedFilter::Parse(one));
    made.advanced_.push_back(std::move(filter));
  }
  return made;
}

std::optional<Json> CustomEventFilter::Match(const Json& event) const {
  if (!OneOf(types_, event["eventType"].as_string()) || !FromScope(event, scope_)) {
    return std::nullopt;
  }
  const std::string& subject = event["subject"].as_string();
  if (!Begins(subject, begins_) || !Ends(subject, ends_)) return std::nullopt;
  for (const AdvancedFilter& filter : advanced_) {
    if (!filter.Holds(event)) return std::nullopt;
  }
  return Json::Object({{"event", event}});
}

}  // namespace weir::schedule
