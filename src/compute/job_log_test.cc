#include "compute/job_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/ids.h"

namespace weir::compute {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class JobLogTest : public ::testing::Test {
 protected:
  JobLogTest()
      : folder_((std::filesystem::temp_directory_path() / ("weir-" + NewGuid())).string()) {
    logs_.UseFolder(folder_);
  }
  ~JobLogTest() override {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }
  static std::string Read(const JobLog& log) {
    std::ostringstream text;
    text << std::ifstream(log.location()).rdbuf();
    return text.str();
  }

  const std::string folder_;
  JobLogs logs_;
};

TEST_F(JobLogTest, KeepsLinesAndGoesOnAfterARestart) {
  logs_.Open("run", "a", nullptr).Append("one");
  JobLog log = logs_.Open("run", "a", nullptr);
  log.Append("two\nthree\n");
  EXPECT_EQ(Read(log), "one\ntwo\nthree\n");
  EXPECT_EQ(log.Tail(8), "three\n");
  EXPECT_EQ(log.Tail(1000), "one\ntwo\nthree\n");
}

TEST_F(JobLogTest, HidesSecrets) {
  JobLog log = logs_.Open("run", "a", [](std::string) { return std::string("***"); });
  log.Append("secret");
  EXPECT_EQ(Read(log), "***\n");
}

TEST_F(JobLogTest, WithoutALogNothingIsWritten) {
  const JobLog log = logs_.Open("run", "a", nullptr);
  EXPECT_EQ(log.Tail(100), "");
  EXPECT_FALSE(std::filesystem::exists(folder_));
}

TEST_F(JobLogTest, AnEndlessLogKeepsItsBeginningAndItsEnd) {
  logs_.UseLimits({1000, 5000});
  JobLog log = logs_.Open("run", "a", nullptr);
  int64_t bytes = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string line = "line " + std::to_string(i) + "\n";
    bytes += static_cast<int64_t>(line.size());
    log.Append(line);
  }
  const std::string text = Read(log);
  EXPECT_LE(text.size(), 11'000U);
  EXPECT_THAT(text, StartsWith("line 0\nline 1\n"));
  EXPECT_THAT(text, EndsWith("line 19998\nline 19999\n"));
  // What is kept and what is said to be left out make the whole.
  const size_t mark = text.find("[weir: ");
  ASSERT_NE(mark, std::string::npos);
  EXPECT_EQ(text.find("[weir: ", mark + 1), std::string::npos);
  const size_t mark_end = text.find('\n', mark) + 1;
  const int64_t left_out = std::stoll(text.substr(mark + 7, 20));
  EXPECT_EQ(static_cast<int64_t>(text.size() - (mark_end - mark)) + left_out, bytes);
}

TEST_F(JobLogTest, OneHugePieceIsBoundedToo) {
  logs_.UseLimits({1000, 5000});
  JobLog log = logs_.Open("run", "a", nullptr);
  log.Append(std::string(1'000'000, 'x') + "\nthe end\n");
  const std::string text = Read(log);
  EXPECT_LE(text.size(), 11'000U);
  EXPECT_THAT(text, EndsWith("the end\n"));
}

}  // namespace
}  // namespace weir::compute
