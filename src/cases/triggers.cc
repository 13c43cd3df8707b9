// The areas `recurrence` and `events`.
#include "cases/area.h"
#include "schedule/events.h"
#include "schedule/recurrence.h"

namespace weir::cases {
namespace {

std::string Printed(UtcTime time) {
  return FormatUtc(time).substr(0, 19) + "Z";
}

/// The event of "/container/blobs/path", or of a container and path.
Json BlobEvent(const Json& given) {
  schedule::BlobChange change{.container = "c", .path = "a.csv", .size = 1, .id = "1"};
  if (const std::string& blob = given["blob"].as_string(); !blob.empty()) {
    const size_t blobs = blob.find("/blobs/");
    change.container = blob.substr(1, blobs - 1);
    change.path = blob.substr(blobs + std::string_view("/blobs/").size());
  }
  if (given["container"].is_string()) change.container = given["container"].as_string();
  if (given["path"].is_string()) change.path = given["path"].as_string();
  if (given["contentLength"].is_int()) change.size = given["contentLength"].as_int();
  return schedule::BlobEventOf(change);
}

}  // namespace

/// `{given: {recurrence, first: count, now?}, expect: {fireTimesUtc}}`: without `now` from the
/// beginning.
Verdict CheckRecurrence(const Json& one) {
  const Json& given = one["given"];
  const Result<schedule::Recurrence> recurrence = schedule::Recurrence::Parse(given["recurrence"]);
  if (!recurrence) return Unexpected(one["expect"], recurrence.error());
  UtcTime after = recurrence->start() - std::chrono::microseconds(1);
  if (given["now"].is_string()) {
    const Result<UtcTime> now = ParseUtc(given["now"].as_string());
    if (!now) return Unexpected(one["expect"], now.error());
    after = *now;
  }
  Json times = Json::Array();
  for (int64_t i = 0; i < given["first"].as_int(); ++i) {
    const std::optional<schedule::FireTime> fire = recurrence->Next(after);
    if (!fire) break;
    times.Append(Printed(fire->utc));
    after = fire->utc;
  }
  return Compare(one["expect"], Json::Object({{"fireTimesUtc", std::move(times)}}));
}

/// `{given: {pattern, blob | event | container, path | contentLength}, expect: {fires | valid |
/// fields of triggerBody()}}`.
Verdict CheckEvents(const Json& one) {
  const Json& given = one["given"];
  if (given["event"].is_object()) {
    Json event = given["event"];
    event.Set("id", "1");
    const auto filter = schedule::CustomEventFilter::Parse(given);
    if (!filter) return Unexpected(one["expect"], filter.error());
    return Compare(one["expect"], Json::Object({{"fires", filter->Match(event).has_value()}}));
  }
  Json trigger = Json::Object({{"events", Json::Array({"Microsoft.Storage.BlobCreated"})}});
  for (const char* name : {"blobPathBeginsWith", "blobPathEndsWith"}) {
    if (given[name].is_string()) trigger.Set(name, given[name]);
  }
  if (one["expect"]["valid"].is_bool()) {
    return Compare(one["expect"],
                   Json::Object({{"valid", schedule::BlobEventFilter::Parse(trigger).ok()}}));
  }
  if (!given["blob"].is_string()) trigger.Set("blobPathBeginsWith", "/");
  const auto filter = schedule::BlobEventFilter::Parse(trigger);
  if (!filter) return Unexpected(one["expect"], filter.error());
  const std::optional<Json> body = filter->Match(BlobEvent(given));
  Json got = Json::Object();
  for (const Json::Member& wanted : one["expect"].members()) {
    if (wanted.name == "fires") got.Set("fires", body.has_value());
    if (wanted.name == "note") got.Set("note", wanted.value);  // For the reader.
    constexpr std::string_view kField = "@triggerBody().";
    if (body && wanted.name.starts_with(kField)) {
      got.Set(wanted.name, (*body)[wanted.name.substr(kField.size())]);
    }
  }
  return Compare(one["expect"], got);
}

}  // namespace weir::cases
