#pragma once

#include <sqlite3.h>

#include <functional>
#include <string>
#include <utility>

#include "store/sqlite/statement.h"
#include "store/store.h"

namespace weir::store {

/// Writes slices, as Store has them; keeps its statements. Errors: what SQLite says.
class SliceWriter {
 public:
  static Result<SliceWriter> Prepare(sqlite3* database);
  Result<> Write(const TriggerChanges& changes);

 private:
  SliceWriter(Statement add, Statement find, Statement forget, Statement epoch, Statement put,
              Statement drop)
      : add_(std::move(add)),
        find_(std::move(find)),
        forget_(std::move(forget)),
        epoch_(std::move(epoch)),
        put_(std::move(put)),
        drop_(std::move(drop)) {}
  Result<> Forget(const std::string& factory, const std::string& dataset);
  Result<int64_t> FactoryNumber(const std::string& factory);

  Statement add_;
  Statement find_;
  Statement forget_;
  Statement epoch_;
  Statement put_;
  Statement drop_;
};

Result<> ReadSlices(sqlite3* database, const std::function<void(const SliceRecord&)>& take);

Result<Store::SliceEpochs> ReadForgotten(sqlite3* database);

}  // namespace weir::store
