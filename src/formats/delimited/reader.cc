#include "formats/delimited/reader.h"

#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <deque>
#include <map>
#include <thread>

#include "base/give_way.h"
#include "formats/delimited/parse.h"
#include "formats/encoding.h"

namespace weir::formats::delimited {
namespace {

constexpr unsigned kThreadsMax = 4;

class Reader final : public BatchStream {
 public:
  Reader(Dialect dialect, const Scanner& scanner, std::shared_ptr<arrow::io::InputStream> in,
         const ReadOptions& options, const ReaderTuning& tuning)
      : parser_(std::move(dialect), scanner, options.file),
        source_(std::move(in), parser_.dialect(), scanner, options.file, tuning.chunk_bytes),
        on_bad_row_(options.on_bad_row),
        cancel_(options.cancel),
        threads_(tuning.threads) {
    if (threads_ == 0) threads_ = std::min(std::thread::hardware_concurrency(), kThreadsMax);
    window_ = threads_ + 1;
  }
  ~Reader() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    room_.notify_all();
    for (std::thread& worker : workers_) worker.join();
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Result<> Open(const Options& settings);
  std::shared_ptr<arrow::Schema> schema() const override { return schema_; }
  Result<std::shared_ptr<arrow::RecordBatch>> Next() override;

 private:
  Result<> TakeNames(FirstRow first, bool header);
  void Work();
  Result<Parsed> Wait();
  Result<> Deliver(Parsed parsed);

  ChunkParser parser_;
  ChunkSource source_;
  BadRowHandler on_bad_row_;
  const CancelToken* cancel_;
  unsigned threads_;
  int64_t window_;
  std::shared_ptr<arrow::Schema> schema_;
  std::deque<std::shared_ptr<arrow::RecordBatch>> ready_;
  int64_t rows_before_ = 0;  ///< Of chunks delivered.

  Chunk first_chunk_;
  size_t first_begin_ = 0;
  bool first_pending_ = false;

  std::mutex source_mutex_;  ///< Held while a chunk is read.
  std::mutex mutex_;         ///< Guards what follows.
  std::condition_variable room_;
  std::condition_variable parsed_;
  std::map<int64_t, Result<Parsed>> results_;
  int64_t taken_ = 0;
  int64_t delivered_ = 0;
  bool exhausted_ = false;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

Result<> Reader::Open(const Options& settings) {
  if (settings.skip_rows > 0) WEIR_TRY(source_.SkipLines(settings.skip_rows));
  while (schema_ == nullptr) {
    WEIR_ASSIGN(first_chunk_, source_.Next());
    ChunkParser::CheckUtf8(first_chunk_);
    std::optional<FirstRow> first = parser_.ReadFirstRow(first_chunk_.text());
    if (first) {
      if (settings.header) first_begin_ = first->end;
      WEIR_TRY(TakeNames(std::move(*first), settings.header));
    } else if (first_chunk_.last) {
      schema_ = arrow::schema(arrow::FieldVector{});
    }
  }
  parser_.set_schema(schema_);
  first_pending_ = schema_->num_fields() > 0;
  exhausted_ = first_chunk_.last;
  return {};
}

Result<> Reader::TakeNames(FirstRow first, bool header) {
  arrow::FieldVector fields;
  for (size_t i = 0; i < first.cells.size(); ++i) {
    if (header && first.unclosed) {
      return Fail(ErrorKind::kInvalid, "DelimitedTextUnclosedQuote",
                  "a quoted name in the header row has no closing quote");
    }
    if (header && first.cells[i].empty()) {
      return Fail(ErrorKind::kInvalid, "DelimitedTextColumnNameNotAllowNull",
                  "The name of column index " + std::to_string(i + 1) +
                      " is empty. Make sure column name is properly specified in the header row.");
    }
    fields.push_back(arrow::field(header ? std::move(first.cells[i]) : "Prop_" + std::to_string(i),
                                  arrow::utf8()));
  }
  schema_ = arrow::schema(std::move(fields));
  return {};
}

void Reader::Work() {
  GiveWay();
  while (true) {
    int64_t sequence = 0;
    Result<Chunk> chunk = Chunk();
    {
      const std::lock_guard turn(source_mutex_);
      {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [this] { return stopping_ || taken_ - delivered_ < window_; });
        if (stopping_ || exhausted_) return;
      }
      chunk = source_.Next();
      const std::lock_guard lock(mutex_);
      sequence = taken_++;
      exhausted_ = !chunk.ok() || chunk->last;
    }
    Result<Parsed> parsed = Parsed();
    if (chunk.ok()) {
      ChunkParser::CheckUtf8(*chunk);
      parsed = parser_.Parse(*chunk, 0);
      source_.Recycle(*std::move(chunk));
    } else {
      parsed = std::move(chunk).error();
    }
    {
      const std::lock_guard lock(mutex_);
      results_.emplace(sequence, std::move(parsed));
    }
    parsed_.notify_one();
  }
}

Result<Parsed> Reader::Wait() {
  if (first_pending_) {
    first_pending_ = false;
    if (!exhausted_) {
      for (unsigned i = 0; i < threads_; ++i) workers_.emplace_back([this] { Work(); });
    }
    Result<Parsed> parsed = parser_.Parse(first_chunk_, first_begin_);
    first_chunk_ = Chunk();
    return parsed;
  }
  std::unique_lock lock(mutex_);
  parsed_.wait(lock, [this] {
    return results_.contains(delivered_) || (exhausted_ && taken_ == delivered_);
  });
  const auto found = results_.find(delivered_);
  if (found == results_.end()) return Parsed();
  Result<Parsed> parsed = std::move(found->second);
  results_.erase(found);
  ++delivered_;
  lock.unlock();
  room_.notify_one();
  return parsed;
}

Result<> Reader::Deliver(Parsed parsed) {
  for (SplitRow& odd : parsed.odd) {
    const BadRow bad = parser_.Explain(std::move(odd), rows_before_);
    if (!on_bad_row_) return bad.error;
    WEIR_TRY(on_bad_row_(bad));
  }
  rows_before_ += parsed.rows_seen;
  for (auto& batch : parsed.batches) ready_.push_back(std::move(batch));
  return {};
}

Result<std::shared_ptr<arrow::RecordBatch>> Reader::Next() {
  while (ready_.empty()) {
    if (cancel_ != nullptr) WEIR_TRY(cancel_->Check());
    WEIR_ASSIGN(Parsed parsed, Wait());
    const bool empty = parsed.rows_seen == 0;
    WEIR_TRY(Deliver(std::move(parsed)));
    if (!empty || !ready_.empty()) continue;
    const std::lock_guard lock(mutex_);
    if (exhausted_ && taken_ == delivered_) return nullptr;
  }
  std::shared_ptr<arrow::RecordBatch> batch = std::move(ready_.front());
  ready_.pop_front();
  return batch;
}

}  // namespace

Result<std::unique_ptr<BatchStream>> OpenReader(std::shared_ptr<arrow::io::InputStream> in,
                                                const ReadOptions& options,
                                                const ReaderTuning& tuning) {
  WEIR_ASSIGN(Options settings, ReadSettings(options.settings, options.format_settings));
  WEIR_ASSIGN(in, DecodeText(std::move(in), settings.encoding));
  const Scanner scanner(settings.dialect, tuning.simd);
  auto reader = std::make_unique<Reader>(settings.dialect, scanner, std::move(in), options, tuning);
  if (auto opened = reader->Open(settings); !opened) {
    return std::move(opened).error().At(options.file);
  }
  return reader;
}

}  // namespace weir::formats::delimited
