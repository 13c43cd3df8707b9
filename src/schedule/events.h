#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace weir::schedule {

/// Read what was posted: one event or an array of them, in the Event Grid schema or as CloudEvents
/// 1.0. Each comes back in the Event Grid schema: id, topic, subject, eventType, eventTime, data;
/// what else it had is kept.
/// Errors: kInvalid InvalidEvent naming what is missing.
Result<std::vector<Json>> ReadEvents(const Json& posted);

/// What happened to a blob, or to a file that stands in for one.
struct BlobChange {
  bool deleted = false;
  std::string container = {};
  std::string path = {};  ///< In the container: "folder/file.csv".
  int64_t size = 0;
  UtcTime time = {};
  std::string id = {};
};

/// The change as Event Grid reports it.
Json BlobEventOf(const BlobChange& change);

/// The storage account that a resource id names; empty if it names none.
std::string_view StorageAccountOf(std::string_view scope);

/// Which events fire a BlobEventsTrigger. Immutable; may be read by many threads.
///
/// Patterns are a plain prefix and suffix of `/<container>/blobs/<path>`, compared without regard
/// to case, as Event Grid compares subjects. Source: v2-semantics 8.4; case: our choice.
class BlobEventFilter {
 public:
  /// Read the typeProperties. Errors: kInvalid InvalidEventTrigger.
  static Result<BlobEventFilter> Parse(const Json& type_properties);

  /// What triggerBody() is for this event, {"folderPath", "fileName"}, if it fires the trigger.
  std::optional<Json> Match(const Json& event) const;

  /// True if events of "container/folder/file.csv" can fire it.
  bool Covers(std::string_view path) const;
  /// How the paths begin that can: "container/folder/f", "container/", or less than a container.
  std::string PathPrefix() const;
  /// The storage account's resource id.
  const std::string& scope() const { return scope_; }

 private:
  bool Fits(std::string_view subject) const;

  std::string begins_;
  std::string ends_;
  std::vector<std::string> types_;
  std::string scope_;
  bool ignore_empty_ = true;
};

/// A condition on one value of an event, as Event Grid's advanced filters have it.
struct AdvancedFilter {
  std::string operator_type;  ///< "NumberIn", "StringBeginsWith", …
  std::string key;            ///< "subject", "data.folder.size".
  std::vector<Json> values;

  static Result<AdvancedFilter> Parse(const Json& json);
  bool Holds(const Json& event) const;
};

/// Which events fire a CustomEventsTrigger. Immutable; may be read by many threads.
class CustomEventFilter {
 public:
  /// Read the typeProperties. Errors: kInvalid InvalidEventTrigger.
  static Result<CustomEventFilter> Parse(const Json& type_properties);

  /// What triggerBody() is for this event, {"event": …}, if it fires the trigger.
  std::optional<Json> Match(const Json& event) const;

 private:
  std::string begins_;
  std::string ends_;
  std::vector<std::string> types_;
  std::string scope_;
  std::vector<AdvancedFilter> advanced_;
};

}  // namespace weir::schedule
