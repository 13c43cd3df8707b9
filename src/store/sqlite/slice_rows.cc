#include "store/sqlite/slice_rows.h"

#include <map>

namespace weir::store {
namespace {

Result<> Put(Statement& put, int64_t factory, const SliceRecord& slice) {
  put.Bind(1, factory);
  put.Bind(2, slice.dataset);
  put.Bind(3, slice.number);
  put.Bind(4, ToMicros(slice.start));
  put.Bind(5, ToMicros(slice.end));
  put.Bind(6, slice.state);
  put.Bind(7, slice.substate);
  put.Bind(8, slice.attempts);
  put.Bind(9, slice.until ? std::optional(ToMicros(*slice.until)) : std::nullopt);
  put.Bind(10, slice.runs);
  put.Bind(11, slice.message);
  return put.Run();
}

}  // namespace

Result<SliceWriter> SliceWriter::Prepare(sqlite3* database) {
  const auto prepare = [database](const char* sql) { return Statement::Prepare(database, sql); };
  WEIR_ASSIGN(Statement add, prepare("INSERT OR IGNORE INTO factories (factory) VALUES (?)"));
  WEIR_ASSIGN(Statement find, prepare("SELECT id FROM factories WHERE factory = ?"));
  WEIR_ASSIGN(Statement forget,
              prepare("DELETE FROM slices WHERE factory = ?1 AND (?2 = '' OR dataset = ?2)"));
  WEIR_ASSIGN(Statement epoch, prepare("INSERT INTO slice_epochs VALUES (?, ?, 1) "
                                       "ON CONFLICT DO UPDATE SET epoch = epoch + 1"));
  WEIR_ASSIGN(Statement put, prepare("INSERT OR REPLACE INTO slices VALUES "
                                     "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  WEIR_ASSIGN(Statement drop, prepare("DELETE FROM slices WHERE factory = ? AND dataset = ? AND "
                                      "number = ?"));
  return SliceWriter(std::move(add), std::move(find), std::move(forget), std::move(epoch),
                     std::move(put), std::move(drop));
}

/// The number of a factory, which is given one if it has none.
Result<int64_t> SliceWriter::FactoryNumber(const std::string& factory) {
  add_.Bind(1, factory);
  WEIR_TRY(add_.Run());
  find_.Bind(1, factory);
  WEIR_TRY(find_.Step());
  const int64_t number = find_.Int(0);
  find_.Reset();
  return number;
}

Result<> SliceWriter::Forget(const std::string& factory, const std::string& dataset) {
  WEIR_ASSIGN(const int64_t number, FactoryNumber(factory));
  for (Statement* statement : {&forget_, &epoch_}) {
    statement->Bind(1, number);
    statement->Bind(2, dataset);
    WEIR_TRY(statement->Run());
  }
  return {};
}

Result<> SliceWriter::Write(const TriggerChanges& changes) {
  for (const auto& [factory, dataset] : changes.unsliced) WEIR_TRY(Forget(factory, dataset));
  std::map<std::string, int64_t> numbers;
  for (const SliceRecord& slice : changes.slices) {
    auto known = numbers.find(slice.factory);
    if (known == numbers.end()) {
      WEIR_ASSIGN(const int64_t number, FactoryNumber(slice.factory));
      known = numbers.emplace(slice.factory, number).first;
    }
    if (!slice.state.empty()) {
      WEIR_TRY(Put(put_, known->second, slice));
      continue;
    }
    drop_.Bind(1, known->second);
    drop_.Bind(2, slice.dataset);
    drop_.Bind(3, slice.number);
    WEIR_TRY(drop_.Run());
  }
  return {};
}

Result<> ReadSlices(sqlite3* database, const std::function<void(const SliceRecord&)>& take) {
  WEIR_ASSIGN(
      Statement row,
      Statement::Prepare(database,
                         "SELECT factories.factory, dataset, number, slice_start, slice_end, "
                         "state, substate, attempts, until, runs, message FROM slices "
                         "JOIN factories ON factories.id = slices.factory "
                         "ORDER BY slices.factory, dataset, number"));
  SliceRecord slice;
  while (true) {
    WEIR_ASSIGN(const bool found, row.Step());
    if (!found) return {};
    slice.factory = row.Text(0);
    slice.dataset = row.Text(1);
    slice.number = row.Int(2);
    slice.start = FromMicros(row.Int(3));
    slice.end = FromMicros(row.Int(4));
    slice.state = row.Text(5);
    slice.substate = row.Text(6);
    slice.attempts = row.Int(7);
    const std::optional<int64_t> until = row.OptionalInt(8);
    slice.until = until ? std::optional(FromMicros(*until)) : std::nullopt;
    slice.runs = row.Int(9);
    slice.message = row.Text(10);
    take(slice);
  }
}

Result<Store::SliceEpochs> ReadForgotten(sqlite3* database) {
  WEIR_ASSIGN(Statement row,
              Statement::Prepare(database,
                                 "SELECT factories.factory, dataset, epoch FROM slice_epochs "
                                 "JOIN factories ON factories.id = slice_epochs.factory"));
  Store::SliceEpochs epochs;
  while (true) {
    WEIR_ASSIGN(const bool found, row.Step());
    if (!found) return epochs;
    epochs[{row.Text(0), row.Text(1)}] = row.Int(2);
  }
}

}  // namespace weir::store
