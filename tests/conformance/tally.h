#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/position.h"

namespace weir::conformance {

/// "file:line:column" of one place in a corpus.
std::string PlaceOf(const std::string& file, Position position);

/// A message with what differs from file to file left out, so that equal faults count together:
/// quoted texts and numbers become '…' and N, nearest names are cut off.
std::string Grouped(const std::string& message);

/// How many of a sort were tried, how many were good, and why the others were not.
class Tally {
 public:
  explicit Tally(std::string title = {}) : title_(std::move(title)) {}

  /// Count one that was tried.
  void Add(bool good) {
    ++tried_;
    good_ += good ? 1 : 0;
  }
  /// Count a reason; one thing may have several. `place` of the first one is kept as the example.
  void AddReason(const std::string& reason, const std::string& place);
  /// Count a result by its name, beside good and bad.
  void AddResult(const std::string& result) { ++results_[result]; }
  /// Add what another one counted; its examples come after those that are there.
  void Merge(const Tally& other);

  struct Reason {
    int64_t count = 0;
    std::string example;
  };
  const std::string& title() const { return title_; }
  int64_t tried() const { return tried_; }
  int64_t good() const { return good_; }
  const std::map<std::string, int64_t>& results() const { return results_; }
  /// Reasons, the most frequent first.
  std::vector<std::pair<std::string, Reason>> Reasons() const;
  /// "4,017 of 4,021 (99.9 %)".
  std::string Rate() const;

 private:
  std::string title_;
  int64_t tried_ = 0;
  int64_t good_ = 0;
  std::map<std::string, Reason> reasons_;
  std::map<std::string, int64_t> results_;
};

}  // namespace weir::conformance
