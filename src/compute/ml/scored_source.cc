#include "compute/ml/scored_source.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/compute/api_vector.h>
#include <arrow/datum.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <deque>
#include <future>
#include <optional>

#include "compute/ml/prediction_columns.h"

namespace weir::compute::ml {
namespace {

using BatchPtr = std::shared_ptr<arrow::RecordBatch>;

/// What all requests of a scoring need.
struct Scorer {
  const ScoringEndpoint& endpoint;
  const CancelToken& cancel;
  ScoringCounters& counters;
};

/// Rows with their predictions; those that were refused are not among them.
struct ScoredRows {
  BatchPtr rows;
  std::vector<int64_t> kept;  // Places in `rows`.
  std::vector<Json> predictions;
};

/// True if the rows may be at fault, not the endpoint or the way to it.
bool RefusesRows(const Error& error) {
  return error.code() == "ServiceRefused" || error.code() == "ServiceFailed";
}

Result<> CountFailure(const Scorer& scorer, const Error& error, const std::string& unit,
                      int64_t row) {
  const int64_t failed = ++scorer.counters.rows_failed;
  const int64_t most = scorer.endpoint.error_threshold;
  if (most < 0 || failed <= most) return {};
  std::string message = "the endpoint does not score this row: " + error.message();
  if (most > 0) message += " (errorThreshold allows " + std::to_string(most) + " such rows)";
  return Fail(ErrorKind::kInvalid, "RowNotScored", message)
      .At(unit + " row " + std::to_string(row + 1));
}

/// Score rows [first, first + count) of `out`; if they are refused, halves of them, down to the
/// rows at fault. `before`: rows of the unit before this batch.
Result<> ScoreRows(const Scorer& scorer, const std::string& unit, int64_t before, int64_t first,
                   int64_t count, ScoredRows& out) {
  WEIR_TRY(scorer.cancel.Check());
  ++scorer.counters.requests;
  Result<std::vector<Json>> predictions =
      Predict(scorer.endpoint, *out.rows, first, count, scorer.cancel);
  if (predictions) {
    for (int64_t i = 0; i < count; ++i) {
      out.kept.push_back(first + i);
      out.predictions.push_back(std::move((*predictions)[static_cast<size_t>(i)]));
    }
    scorer.counters.rows_scored += count;
    return {};
  }
  if (!RefusesRows(predictions.error())) return std::move(predictions).error();
  if (count == 1) return CountFailure(scorer, predictions.error(), unit, before + first);
  const int64_t half = count / 2;
  WEIR_TRY(ScoreRows(scorer, unit, before, first, half, out));
  return ScoreRows(scorer, unit, before, first + half, count - half, out);
}

Result<ScoredRows> ScoreBatch(const Scorer& scorer, const std::string& unit, int64_t before,
                              BatchPtr rows) {
  ScoredRows out{std::move(rows), {}, {}};
  WEIR_TRY(ScoreRows(scorer, unit, before, 0, out.rows->num_rows(), out));
  return out;
}

Result<BatchPtr> Kept(const ScoredRows& scored) {
  if (static_cast<int64_t>(scored.kept.size()) == scored.rows->num_rows()) return scored.rows;
  arrow::Int64Builder places;
  WEIR_ARROW_TRY(places.AppendValues(scored.kept), "RowNotScored");
  WEIR_ARROW_ASSIGN(const std::shared_ptr<arrow::Array> taken, places.Finish(), "RowNotScored");
  WEIR_ARROW_ASSIGN(const arrow::Datum kept,
                    arrow::compute::Take(arrow::Datum(scored.rows), arrow::Datum(taken)),
                    "RowNotScored");
  return kept.record_batch();
}

/// The rows of a unit with their predictions; requests run ahead of the reader.
class ScoredStream final : public formats::BatchStream {
 public:
  ScoredStream(Scorer scorer, std::string unit, std::unique_ptr<BatchStream> rows)
      : scorer_(scorer), unit_(std::move(unit)), rows_(std::move(rows)) {}

  /// Score what the first predictions come from: their types are the columns'.
  Result<> Begin() {
    while (!columns_) {
      WEIR_ASSIGN(std::optional<ScoredRows> scored, NextScored());
      if (scored && scored->predictions.empty()) continue;
      WEIR_ASSIGN(columns_,
                  PredictionColumns::For(scored ? scored->predictions : std::vector<Json>()));
      WEIR_ASSIGN(schema_, columns_->AddTo(*rows_->schema()));
      first_ = std::move(scored);
    }
    return {};
  }

  std::shared_ptr<arrow::Schema> schema() const override { return schema_; }

  Result<BatchPtr> Next() override {
    std::optional<ScoredRows> scored = std::exchange(first_, std::nullopt);
    if (!scored) {
      WEIR_ASSIGN(scored, NextScored());
    }
    if (!scored) return BatchPtr();
    WEIR_ASSIGN(const BatchPtr kept, Kept(*scored));
    arrow::ArrayVector columns = kept->columns();
    WEIR_ASSIGN(const arrow::ArrayVector predictions, columns_->Build(scored->predictions));
    columns.insert(columns.end(), predictions.begin(), predictions.end());
    return arrow::RecordBatch::Make(schema_, kept->num_rows(), std::move(columns));
  }

 private:
  /// Nothing at the end.
  Result<std::optional<ScoredRows>> NextScored() {
    const auto at_once = static_cast<size_t>(scorer_.endpoint.parallel_requests);
    while (asked_.size() < at_once) {
      WEIR_ASSIGN(BatchPtr slice, NextSlice());
      if (slice == nullptr) break;
      const int64_t before = std::exchange(rows_before_, rows_before_ + slice->num_rows());
      asked_.push_back(
          std::async(std::launch::async, [scorer = scorer_, unit = unit_, before, slice] {
            return ScoreBatch(scorer, unit, before, slice);
          }));
    }
    if (asked_.empty()) return std::optional<ScoredRows>();
    std::future<Result<ScoredRows>> next = std::move(asked_.front());
    asked_.pop_front();
    WEIR_ASSIGN(ScoredRows scored, next.get());
    return std::optional(std::move(scored));
  }

  /// At most a request's rows; null at the end.
  Result<BatchPtr> NextSlice() {
    while (batch_ == nullptr || at_ == batch_->num_rows()) {
      WEIR_ASSIGN(batch_, rows_->Next());
      at_ = 0;
      if (batch_ == nullptr) return BatchPtr();
    }
    const int64_t count = std::min(scorer_.endpoint.batch_size, batch_->num_rows() - at_);
    const BatchPtr slice = batch_->Slice(at_, count);
    at_ += count;
    return slice;
  }

  const Scorer scorer_;
  const std::string unit_;
  const std::unique_ptr<BatchStream> rows_;
  std::optional<PredictionColumns> columns_;
  std::shared_ptr<arrow::Schema> schema_;
  std::optional<ScoredRows> first_;
  BatchPtr batch_;
  int64_t at_ = 0;
  int64_t rows_before_ = 0;
  std::deque<std::future<Result<ScoredRows>>> asked_;
};

class ScoredPart final : public copy::SourcePart {
 public:
  ScoredPart(Scorer scorer, std::unique_ptr<SourcePart> part)
      : scorer_(scorer), part_(std::move(part)) {}

  Result<std::optional<copy::SourceUnit>> Next() override {
    WEIR_ASSIGN(std::optional<copy::SourceUnit> unit, part_->Next());
    if (!unit) return unit;
    auto rows = std::make_unique<ScoredStream>(scorer_, unit->name, std::move(unit->rows));
    WEIR_TRY(rows->Begin());
    unit->rows = std::move(rows);
    return unit;
  }

 private:
  const Scorer scorer_;
  const std::unique_ptr<SourcePart> part_;
};

class ScoredSource final : public copy::RowSource {
 public:
  ScoredSource(Scorer scorer, std::unique_ptr<RowSource> source)
      : scorer_(scorer), source_(std::move(source)) {}

  size_t parts() const override { return source_->parts(); }
  bool is_files() const override { return source_->is_files(); }
  Result<std::unique_ptr<copy::SourcePart>> OpenPart(size_t index) override {
    WEIR_ASSIGN(std::unique_ptr<copy::SourcePart> part, source_->OpenPart(index));
    return std::make_unique<ScoredPart>(scorer_, std::move(part));
  }

 private:
  const Scorer scorer_;
  const std::unique_ptr<RowSource> source_;
};

}  // namespace

std::unique_ptr<copy::RowSource> Scored(std::unique_ptr<copy::RowSource> source,
                                        const ScoringEndpoint& endpoint, const CancelToken& cancel,
                                        ScoringCounters& counters) {
  return std::make_unique<ScoredSource>(Scorer{endpoint, cancel, counters}, std::move(source));
}

}  // namespace weir::compute::ml
