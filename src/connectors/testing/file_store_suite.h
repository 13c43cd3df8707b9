#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "connectors/file_store.h"

namespace weir::connectors::testing {

/// A store to try, and a folder in it (for an object store: a container) that is not there yet.
struct StoreUnderTest {
  std::shared_ptr<FileStore> store;
  std::string folder;
};

/// What every file store must do. Instantiate it beside each store:
/// INSTANTIATE_TEST_SUITE_P(Local, FileStoreSuite, ::testing::Values(MakeStore));
class FileStoreSuite : public ::testing::TestWithParam<std::function<StoreUnderTest()>> {
 protected:
  void SetUp() override;
  void TearDown() override;

  FileStore& store() { return *under_test_.store; }
  /// The path of `name` in the folder of this test.
  std::string At(const std::string& name) const { return under_test_.folder + "/" + name; }
  const std::string& folder() const { return under_test_.folder; }
  void Put(const std::string& name, const std::string& text);

 private:
  StoreUnderTest under_test_;
};

/// Write a whole file and commit it.
Result<> WriteText(FileStore& store, const std::string& path, const std::string& text);
/// Read a whole file through OpenInput.
Result<std::string> ReadText(FileStore& store, const std::string& path);
/// Read a whole file through OpenRandom, by three ranges out of order.
Result<std::string> ReadTextByRanges(FileStore& store, const std::string& path);
/// `size` bytes that do not repeat with any block size.
std::string SampleBytes(size_t size);
/// The code of a result's error; "" if it is none.
template <typename T>
std::string CodeOf(const Result<T>& result) {
  return result.ok() ? "" : result.error().code();
}
/// "" or what went wrong, for EXPECT_EQ(Says(…), "").
template <typename T>
std::string Says(const Result<T>& result) {
  return result.ok() ? "" : result.error().ToString();
}
/// The kind's name; "" if there is no error.
template <typename T>
std::string KindOf(const Result<T>& result) {
  return result.ok() ? "" : std::string(KindName(result.error().kind()));
}

}  // namespace weir::connectors::testing
