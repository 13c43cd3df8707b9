#include "copy/tabular_copy.h"

#include <arrow/array.h>
#include <arrow/compute/api_vector.h>
#include <arrow/datum.h>
#include <arrow/record_batch.h>

#include <algorithm>
#include <future>
#include <thread>
#include <vector>

#include "base/give_way.h"
#include "copy/bounded_queue.h"
#include "copy/cell_text.h"
#include "copy/column_builder.h"
#include "copy/copy_error.h"
#include "copy/stopwatch.h"

namespace weir::copy {
namespace {

using arrow::RecordBatch;
using BatchPtr = std::shared_ptr<RecordBatch>;

/// Batches between two stages: enough to smooth, few enough to keep memory small.
constexpr size_t kQueueBatches = 4;

/// What every stage needs.
struct Mover {
  RowSource& source;
  RowSink& sink;
  const Translator& translator;
  const TabularOptions& options;
  Counters& counters;

  Result<> CheckCancel() const {
    return options.cancel == nullptr ? Result<>() : options.cancel->Check();
  }
  void Report() const {
    if (options.report) options.report();
  }
};

/// A unit as it is read: its rows and how they become the sink's.
struct BoundUnit {
  SourceUnit unit;
  std::shared_ptr<const Projection> projection;
  int64_t rows = 0;  // Read so far.
};

Result<BoundUnit> Bind(const Mover& mover, SourceUnit unit) {
  WEIR_ASSIGN(Projection projection,
              OnSide(CopySide::kSource,
                     Projection::Bind(mover.translator, *unit.rows->schema(), mover.sink.shape())));
  mover.sink.Settle(projection.schema());
  return BoundUnit{std::move(unit), std::make_shared<const Projection>(std::move(projection)), 0};
}

/// The next batch of a unit; null at its end.
Result<BatchPtr> ReadBatch(const Mover& mover, BoundUnit& bound) {
  WEIR_TRY(mover.CheckCancel());
  const Stopwatch watch(mover.counters.reading_micros);
  WEIR_ASSIGN(BatchPtr batch, OnSide(CopySide::kSource, bound.unit.rows->Next()));
  if (batch != nullptr) mover.counters.rows_read += batch->num_rows();
  return batch;
}

std::vector<std::string> RowCells(const RecordBatch& batch, int64_t row) {
  std::vector<std::string> cells;
  for (const std::shared_ptr<arrow::Array>& column : batch.columns()) {
    cells.push_back(CellText(*column, row));
  }
  return cells;
}

/// Take the rows with faults out of a converted batch, telling of each.
Result<BatchPtr> DropFaulty(const Mover& mover, const RecordBatch& in, const BatchPtr& out,
                            const Projection& projection, std::vector<Projection::Fault> faults,
                            const std::string& name, int64_t first_row) {
  std::stable_sort(faults.begin(), faults.end(),
                   [](const auto& left, const auto& right) { return left.row < right.row; });
  WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::Buffer> keep, arrow::AllocateBitmap(out->num_rows()),
                    kConversionFailed);
  arrow::bit_util::SetBitsTo(keep->mutable_data(), 0, out->num_rows(), true);
  int64_t last = -1;
  for (const Projection::Fault& fault : faults) {
    if (fault.row == last) continue;  // A row is skipped once, for its first fault.
    last = fault.row;
    arrow::bit_util::ClearBit(keep->mutable_data(), fault.row);
    formats::BadRow bad{name,
                        first_row + fault.row + 1,
                        projection.schema()->field(static_cast<int>(fault.column))->name(),
                        fault.value,
                        projection.FaultError(fault),
                        RowCells(in, fault.row)};
    WEIR_TRY(mover.options.skipped->Skip(bad));
  }
  const auto mask = std::make_shared<arrow::BooleanArray>(out->num_rows(), std::move(keep));
  WEIR_ARROW_ASSIGN(const arrow::Datum kept,
                    arrow::compute::Filter(arrow::Datum(out), arrow::Datum(mask)),
                    kConversionFailed);
  return kept.record_batch();
}

/// Convert one batch; `first_row` counts the unit's rows before it.
Result<BatchPtr> Convert(const Mover& mover, const Projection& projection, const RecordBatch& in,
                         const std::string& name, int64_t first_row) {
  std::vector<Projection::Fault> faults;
  WEIR_ASSIGN(BatchPtr out, OnSide(CopySide::kSink, projection.Apply(in, faults)));
  if (faults.empty()) return out;
  if (mover.options.skip_bad_rows) {
    return OnSide(CopySide::kSink,
                  DropFaulty(mover, in, out, projection, std::move(faults), name, first_row));
  }
  const auto first =
      std::min_element(faults.begin(), faults.end(),
                       [](const auto& left, const auto& right) { return left.row < right.row; });
  return AsCopyError(CopySide::kSink,
                     projection.FaultError(*first).At(name + " row " +
                                                      std::to_string(first_row + first->row + 1)));
}

Result<> WriteBatch(const Mover& mover, SinkUnit& unit, const BatchPtr& batch) {
  WEIR_TRY(mover.CheckCancel());
  if (batch->num_rows() > 0) {
    const Stopwatch watch(mover.counters.writing_micros);
    WEIR_TRY(OnSide(CopySide::kSink, unit.Write(batch)));
    mover.counters.rows_copied += batch->num_rows();
  }
  mover.Report();
  return {};
}

Result<std::unique_ptr<SinkUnit>> OpenUnit(const Mover& mover, const BoundUnit& bound) {
  const Stopwatch watch(mover.counters.writing_micros);
  return OnSide(CopySide::kSink, mover.sink.Open(bound.unit.relative, bound.projection->schema()));
}

Result<> CloseUnit(const Mover& mover, SinkUnit& unit) {
  const Stopwatch watch(mover.counters.writing_micros);
  return OnSide(CopySide::kSink, unit.Close());
}

// ---- Several files at once: each worker reads, converts and writes its own.

Result<> MovePart(const Mover& mover, size_t index) {
  WEIR_ASSIGN(const std::unique_ptr<SourcePart> part,
              OnSide(CopySide::kSource, mover.source.OpenPart(index)));
  while (true) {
    WEIR_ASSIGN(std::optional<SourceUnit> unit, OnSide(CopySide::kSource, part->Next()));
    if (!unit) return {};
    WEIR_ASSIGN(BoundUnit bound, Bind(mover, *std::move(unit)));
    WEIR_ASSIGN(const std::unique_ptr<SinkUnit> out, OpenUnit(mover, bound));
    while (true) {
      WEIR_ASSIGN(const BatchPtr batch, ReadBatch(mover, bound));
      if (batch == nullptr) break;
      WEIR_ASSIGN(const BatchPtr converted,
                  Convert(mover, *bound.projection, *batch, bound.unit.name, bound.rows));
      bound.rows += batch->num_rows();
      WEIR_TRY(WriteBatch(mover, *out, converted));
    }
    WEIR_TRY(CloseUnit(mover, *out));
  }
}

Result<> MoveInParallel(const Mover& mover, int64_t workers) {
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  std::vector<Result<>> results(static_cast<size_t>(workers));
  std::vector<std::thread> threads;
  for (Result<>& result : results) {
    threads.emplace_back([&] {
      for (size_t index = next++; index < mover.source.parts() && !failed; index = next++) {
        result = MovePart(mover, index);
        if (!result) failed = true;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (Result<>& result : results) {
    if (!result) return std::move(result).error();
  }
  return {};
}

// ---- One file after the other: a thread reads, one or more convert, this one writes.

/// One step for the writer, in order: a unit begins (`begin`), a batch follows, or reading failed.
struct Step {
  std::shared_ptr<BoundUnit> unit;
  bool begin = false;
  BatchPtr batch;
  int64_t first_row = 0;
  std::promise<Result<BatchPtr>> converted;
  Result<> failure;
};
using StepPtr = std::shared_ptr<Step>;

struct Stages {
  BoundedQueue<StepPtr> work{kQueueBatches};
  BoundedQueue<StepPtr> ordered{kQueueBatches};

  void Close() {
    work.Close();
    ordered.Close();
  }
};

/// Push every unit and batch; false when the writer has stopped.
Result<bool> ReadUnit(const Mover& mover, SourceUnit unit, Stages& stages) {
  WEIR_ASSIGN(BoundUnit bound, Bind(mover, std::move(unit)));
  const auto shared = std::make_shared<BoundUnit>(std::move(bound));
  const auto begin = std::make_shared<Step>();
  begin->unit = shared;
  begin->begin = true;
  if (!stages.ordered.Push(begin)) return false;
  while (true) {
    WEIR_ASSIGN(BatchPtr batch, ReadBatch(mover, *shared));
    if (batch == nullptr) return true;
    const auto step = std::make_shared<Step>();
    step->unit = shared;
    step->first_row = shared->rows;
    shared->rows += batch->num_rows();
    step->batch = std::move(batch);
    if (!stages.ordered.Push(step) || !stages.work.Push(step)) return false;
  }
}

Result<> ReadAll(const Mover& mover, Stages& stages) {
  for (size_t index = 0; index < mover.source.parts(); ++index) {
    WEIR_ASSIGN(const std::unique_ptr<SourcePart> part,
                OnSide(CopySide::kSource, mover.source.OpenPart(index)));
    while (true) {
      WEIR_ASSIGN(std::optional<SourceUnit> unit, OnSide(CopySide::kSource, part->Next()));
      if (!unit) break;
      WEIR_ASSIGN(const bool go_on, ReadUnit(mover, *std::move(unit), stages));
      if (!go_on) return {};
    }
  }
  return {};
}

void ConvertAll(const Mover& mover, Stages& stages) {
  GiveWay();
  while (const std::optional<StepPtr> step = stages.work.Pop()) {
    Step& work = **step;
    Result<BatchPtr> out =
        Convert(mover, *work.unit->projection, *work.batch, work.unit->unit.name, work.first_row);
    work.batch.reset();
    work.converted.set_value(std::move(out));
  }
}

Result<> WriteAll(const Mover& mover, Stages& stages) {
  std::unique_ptr<SinkUnit> unit;
  while (const std::optional<StepPtr> step = stages.ordered.Pop()) {
    WEIR_TRY(std::move((*step)->failure));
    if ((*step)->begin) {
      if (unit != nullptr) WEIR_TRY(CloseUnit(mover, *unit));
      WEIR_ASSIGN(unit, OpenUnit(mover, *(*step)->unit));
      continue;
    }
    WEIR_ASSIGN(const BatchPtr batch, (*step)->converted.get_future().get());
    WEIR_TRY(WriteBatch(mover, *unit, batch));
  }
  return unit == nullptr ? Result<>() : CloseUnit(mover, *unit);
}

Result<> MoveInStages(const Mover& mover) {
  Stages stages;
  std::thread reader([&] {
    Result<> read = ReadAll(mover, stages);
    if (!read) {
      // In order behind what was read well, so that complete files stay.
      const auto last = std::make_shared<Step>();
      last->failure = std::move(read);
      stages.ordered.Push(last);
    }
    stages.Close();
  });
  const unsigned converters = std::max(1U, std::thread::hardware_concurrency() / 2);
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < converters; ++i) {
    workers.emplace_back([&] { ConvertAll(mover, stages); });
  }
  Result<> written = WriteAll(mover, stages);
  stages.Close();
  reader.join();
  for (std::thread& worker : workers) worker.join();
  return written;
}

}  // namespace

Result<> CopyRows(RowSource& source, RowSink& sink, const Translator& translator,
                  const TabularOptions& options, Counters& counters) {
  const Mover mover{source, sink, translator, options, counters};
  const int64_t workers = std::min(options.parallel_copies, static_cast<int64_t>(source.parts()));
  WEIR_TRY(sink.parallel() && workers > 1 ? MoveInParallel(mover, workers) : MoveInStages(mover));
  return OnSide(CopySide::kSink, sink.Finish());
}

}  // namespace weir::copy
