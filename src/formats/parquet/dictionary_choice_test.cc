#include "formats/parquet/dictionary_choice.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <gtest/gtest.h>

namespace weir::formats::parquet {
namespace {

/// Two batches of one text and one number column whose values repeat after `distinct` rows.
std::vector<std::shared_ptr<arrow::RecordBatch>> Batches(int64_t rows, int64_t distinct) {
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  for (int64_t part = 0; part < 2; ++part) {
    arrow::StringBuilder texts;
    arrow::Int64Builder numbers;
    for (int64_t row = part * rows / 2; row < (part + 1) * rows / 2; ++row) {
      EXPECT_TRUE(texts.Append("value " + std::to_string(row % distinct)).ok());
      EXPECT_TRUE(numbers.Append(row % distinct).ok());
    }
    const auto schema = arrow::schema(
        {arrow::field("text", arrow::utf8()), arrow::field("number", arrow::int64())});
    batches.push_back(arrow::RecordBatch::Make(
        schema, rows / 2, arrow::ArrayVector{*texts.Finish(), *numbers.Finish()}));
  }
  return batches;
}

TEST(DictionaryPays, ForValuesThatRepeat) {
  for (const int64_t distinct : {1, 100, 10'000}) {
    EXPECT_TRUE(DictionaryPays(Batches(32'768, distinct), 0)) << distinct;
    EXPECT_TRUE(DictionaryPays(Batches(32'768, distinct), 1)) << distinct;
  }
}

TEST(DictionaryPays, NotForKeys) {
  EXPECT_FALSE(DictionaryPays(Batches(32'768, 1'000'000), 0));
  EXPECT_FALSE(DictionaryPays(Batches(32'768, 1'000'000), 1));
}

TEST(DictionaryPays, IfThereIsLittleToJudge) {
  EXPECT_TRUE(DictionaryPays(Batches(1'000, 1'000'000), 0));
  EXPECT_TRUE(DictionaryPays({}, 0));
}

}  // namespace
}  // namespace weir::formats::parquet
