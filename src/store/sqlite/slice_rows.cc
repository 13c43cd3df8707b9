#include "store/sqlite/slice_rows.h"

#include <map>

#include "store/sqlite/statement.h"

namespace weir::store {
namespace {

/// The number of a factory, which is given one if it has none.
Result<int64_t> FactoryNumber(sqlite3* database, const std::string& factory) {
  WEIR_ASSIGN(Statement add,
              Statement::Prepare(database, "INSERT OR IGNORE INTO factories (factory) VALUES (?)"));
  add.Bind(1, factory);
  WEIR_TRY(add.Run());
  WEIR_ASSIGN(Statement find,
              Statement::Prepare(database, "SELECT id FROM factories WHERE factory = ?"));
  find.Bind(1, factory);
  WEIR_TRY(find.Step());
  return find.Int(0);
}

Result<> Forget(sqlite3* database, const std::string& factory, const std::string& dataset) {
  WEIR_ASSIGN(
      Statement drop,
      Statement::Prepare(database,
                         "DELETE FROM slices WHERE factory = (SELECT id FROM factories WHERE "
                         "factory = ?1) AND (?2 = '' OR dataset = ?2)"));
  drop.Bind(1, factory);
  drop.Bind(2, dataset);
  return drop.Run();
}

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

Result<> WriteSlices(sqlite3* database, const TriggerChanges& changes) {
  for (const auto& [factory, dataset] : changes.unsliced) {
    WEIR_TRY(Forget(database, factory, dataset));
  }
  if (changes.slices.empty()) return {};
  WEIR_ASSIGN(Statement put, Statement::Prepare(database,
                                                "INSERT OR REPLACE INTO slices VALUES "
                                                "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  WEIR_ASSIGN(Statement drop, Statement::Prepare(database,
                                                 "DELETE FROM slices WHERE factory = ? AND "
                                                 "dataset = ? AND number = ?"));
  std::map<std::string, int64_t> numbers;
  for (const SliceRecord& slice : changes.slices) {
    auto known = numbers.find(slice.factory);
    if (known == numbers.end()) {
      WEIR_ASSIGN(const int64_t number, FactoryNumber(database, slice.factory));
      known = numbers.emplace(slice.factory, number).first;
    }
    if (!slice.state.empty()) {
      WEIR_TRY(Put(put, known->second, slice));
      continue;
    }
    drop.Bind(1, known->second);
    drop.Bind(2, slice.dataset);
    drop.Bind(3, slice.number);
    WEIR_TRY(drop.Run());
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

}  // namespace weir::store
