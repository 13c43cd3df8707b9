#pragma once

#include <deque>
#include <vector>

#include "conformance/corpus.h"
#include "conformance/tally.h"

namespace weir::conformance {

/// What became of everything in a corpus.
struct Measurement {
  Tally files{"files that load"};
  /// What is named and not there, and a name taken twice, is no fault of a document by itself, and
  /// a collection of single files is full of both: `references` and `names` count them.
  Tally resources{"resources without an error of their own"};
  Tally references{"references that find what they name"};
  Tally names{"resources whose name is theirs alone"};
  Tally expressions{"expressions that parse"};
  /// One for each of PipelineTrials().
  std::vector<Tally> trials;
  /// Files that are known and no resources of a factory, by why they are not.
  Tally skipped{"files left out"};

  void Merge(const Measurement& other);
  /// All tallies that have a rate, in the order of the report.
  std::vector<const Tally*> Rates() const;
};

/// Load, validate and try everything, `threads` entries at a time. The result does not depend on
/// `threads`.
Measurement Measure(const std::vector<CorpusEntry>& entries, int threads);

}  // namespace weir::conformance
