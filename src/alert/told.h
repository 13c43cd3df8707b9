#pragma once

#include <deque>
#include <string>

#include "alert/book.h"

namespace weir::alert {

/// Who was told what, and what became of it: the newest notices of a service. Pure, as Book.
class Told {
 public:
  static constexpr size_t kNoticesMax = 200;
  static constexpr size_t kEntriesMax = 5;  ///< Of a notice; "count" has the number of all.

  /// A notice was sent to an action, or could not be; `kept`: then it is tried again. The same
  /// notice and action told again replaces what is known.
  void Note(const Notice& notice, size_t action, const std::string& target, const Result<>& sent,
            bool kept, UtcTime now);

  /// Those of a factory, the newest first: [{"id", "rule", "condition", "state", "time", "title",
  /// "count", "entries", "told": [{"action", "target", "status": Sent, Again or GivenUp, "tries",
  /// "time", "message"}]}].
  Json Of(const std::string& factory) const;

  /// All, the oldest first; what Restore() takes.
  Json State() const;
  void Restore(const Json& state);

 private:
  std::deque<Json> notices_;
};

}  // namespace weir::alert
