#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "store/store.h"

namespace weir::store {

/// What every store must do. Instantiate it with a function that opens an empty one:
/// `INSTANTIATE_TEST_SUITE_P(Sqlite, StoreSuite, ::testing::Values(OpenEmpty));`
class StoreSuite : public ::testing::TestWithParam<std::function<std::unique_ptr<Store>()>> {
 protected:
  void SetUp() override { store_ = GetParam()(); }
  Store& store() { return *store_; }

  /// A run that has just been accepted.
  static ChangeSet::NewRun NewRun(const std::string& run_id, int64_t start_s = 1);

 private:
  std::unique_ptr<Store> store_;
};

}  // namespace weir::store
