#pragma once

#include <sqlite3.h>

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "store/sqlite/statement.h"
#include "store/store.h"

namespace weir::store {

/// Whether one of the values passes the test on a text. `negated` is not looked at.
bool Passes(const SearchTerm& term, std::string_view text);
/// The same of a duration in milliseconds.
bool PassesLength(const SearchTerm& term, int64_t milliseconds);
/// The same of the message or code of an error, which is JSON text {message, errorCode}.
bool PassesError(const SearchTerm& term, std::string_view error);
/// How long it took, or has taken.
int64_t LengthOf(int64_t start, std::optional<int64_t> end, UtcTime now);

/// Tells of rows as kRunColumns has them whether they are what a search asks for.
class RunTerms {
 public:
  explicit RunTerms(const RunSearch& search);
  bool Hold(const Statement& row) const;

 private:
  bool Is(const RunCondition& condition, const Statement& row) const;
  bool Is(const SearchTerm& term, const Statement& row) const;
  bool HasText(const SearchTerm& term, const Statement& row) const;

  const RunSearch& search_;
  std::vector<RunCondition> conditions_;  ///< Those that RunIndexed leaves.
};

/// The query with those of its conditions that an index answers.
RunQuery RunIndexed(const RunSearch& search);

/// A stretch of the runs. Others may use the store between its steps.
Result<SearchPage<RunRecord>> SearchRunRows(sqlite3* database, std::mutex& mutex,
                                            const RunSearch& search);
Result<SearchPage<FoundActivity>> SearchActivityRows(sqlite3* database, std::mutex& mutex,
                                                     const RunSearch& search);

}  // namespace weir::store
