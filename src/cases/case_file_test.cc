#include "cases/case_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cases/area.h"

namespace weir::cases {
namespace {

class CaseFile : public ::testing::Test {
 protected:
  std::string Write(std::string_view text) {
    const std::string path = ::testing::TempDir() + "weir_cases_" +
                             ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::ostringstream out_;
  Totals totals_;
};

TEST_F(CaseFile, ExpressionCasesPass) {
  ASSERT_TRUE(RunFile("src/expr/cases/expression-cases.jsonl", out_, totals_).ok());
  ASSERT_TRUE(RunFile("src/expr/cases/expression-json-cases.jsonl", out_, totals_).ok());
  PrintTotals(totals_, out_);
  EXPECT_EQ(out_.str(), "699 passed, 0 failed\n");
}

TEST_F(CaseFile, PrintsEachCaseThatDiffers) {
  const std::string path = Write(
      "{\"id\": \"a\", \"expr\": \"@add(1,1)\", \"expected\": 3}\n"
      "{\"id\": \"b\", \"expr\": \"@add(1,1)\", \"error\": true}\n"
      "{\"id\": \"c\", \"expr\": \"@item()\", \"expected\": 1}\n"
      "{\"id\": \"d\", \"expr\": \"@add(1,1)\", \"expected\": 2.0}\n");
  ASSERT_TRUE(RunFile(path, out_, totals_).ok());
  EXPECT_EQ(totals_.passed, 1);
  EXPECT_EQ(totals_.failed, 3);
  EXPECT_NE(out_.str().find(path + ": a\n  expected 3\n  got      2\n"), std::string::npos);
  EXPECT_NE(out_.str().find(": b\n  expected the error InvalidTemplate\n  got      2\n"),
            std::string::npos);
  EXPECT_NE(out_.str().find("got      the error The template function 'item'"), std::string::npos);
}

TEST_F(CaseFile, CountsUnknownAreasApart) {
  const std::string path = Write(
      R"({"about": "x", "cases": [{"id": "1", "area": "no-such-area"}, {"kind": "none"}, {}]})");
  ASSERT_TRUE(RunFile(path, out_, totals_).ok());
  PrintTotals(totals_, out_);
  EXPECT_EQ(out_.str(), "skipped: 1 no-such-area, 1 unknown, 1 v1-none\n0 passed, 0 failed\n");
}

TEST_F(CaseFile, FailsOnFilesWithoutCases) {
  EXPECT_EQ(RunFile("no/such/file", out_, totals_).error().code(), "CaseFileNotFound");
  EXPECT_EQ(RunFile(Write(" \n"), out_, totals_).error().code(), "NoCases");
  const Result<> broken = RunFile(Write("{\"id\": 1}\n{\"id\""), out_, totals_);
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().code(), "InvalidJson");
}

TEST(Areas, HaveNamesOfTheirOwn) {
  for (const Area& area : Areas()) EXPECT_EQ(FindArea(area.name), &area);
}

}  // namespace
}  // namespace weir::cases
