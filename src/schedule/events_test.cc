#include "schedule/events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/json_cases.h"

namespace weir::schedule {
namespace {

template <typename Filter>
void CheckWith(const Json& one) {
  const Result<Filter> filter = Filter::Parse(one["trigger"]);
  if (one["error"].is_string()) {
    ASSERT_FALSE(filter.ok());
    EXPECT_EQ(filter.error().code(), "InvalidEventTrigger");
    EXPECT_THAT(filter.error().message(), ::testing::HasSubstr(one["error"].as_string()));
    return;
  }
  ASSERT_TRUE(filter.ok()) << filter.error().ToString();
  const Result<std::vector<Json>> events = ReadEvents(one["event"]);
  if (one["eventError"].is_string()) {
    ASSERT_FALSE(events.ok());
    EXPECT_EQ(events.error().code(), "InvalidEvent");
    EXPECT_THAT(events.error().message(), ::testing::HasSubstr(one["eventError"].as_string()));
    return;
  }
  ASSERT_TRUE(events.ok()) << events.error().ToString();
  ASSERT_EQ(events->size(), 1U);
  const std::optional<Json> body = filter->Match(events->front());
  EXPECT_EQ(body.has_value(), one["fires"].as_bool() || one["body"].is_object());
  if (body && one["body"].is_object()) {
    EXPECT_EQ(DumpJson(*body), DumpJson(one["body"]));
  }
}

void CheckCase(const Json& one) {
  one["type"].as_string() == "Blob" ? CheckWith<BlobEventFilter>(one)
                                    : CheckWith<CustomEventFilter>(one);
}

const bool kRegistered =
    testing::RegisterCases("events", "src/schedule/cases/events.json", CheckCase);

TEST(BlobEvent, IsWhatTheFilterReads) {
  const Json event = BlobEventOf(
      {.deleted = false, .container = "in", .path = "a/b.csv", .size = 3, .time = {}, .id = "1"});
  const Result<BlobEventFilter> filter = BlobEventFilter::Parse(
      Json::Object({{"blobPathBeginsWith", "/in/blobs/a/b"},
                    {"events", Json::Array({"Microsoft.Storage.BlobCreated"})}}));
  ASSERT_TRUE(filter.ok());
  const std::optional<Json> body = filter->Match(event);
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(DumpJson(*body), R"({"folderPath":"in/a","fileName":"b.csv"})");
}

TEST(BlobEventFilter, WhichPathsOfAStoreItCovers) {
  const auto filter = [](const char* begins, const char* ends) {
    auto parsed = BlobEventFilter::Parse(
        Json::Object({{"scope", "/s"},
                      {"blobPathBeginsWith", begins},
                      {"blobPathEndsWith", ends},
                      {"events", Json::Array({"Microsoft.Storage.BlobCreated"})}}));
    EXPECT_TRUE(parsed.ok());
    return *std::move(parsed);
  };
  EXPECT_EQ(filter("/c/blobs/in/f", "").PathPrefix(), "c/in/f");
  EXPECT_EQ(filter("/c/blobs/", ".csv").PathPrefix(), "c/");
  EXPECT_EQ(filter("/c/", "").PathPrefix(), "c/");
  EXPECT_EQ(filter("/c/blo", "").PathPrefix(), "c/");
  EXPECT_EQ(filter("c", "").PathPrefix(), "c");
  EXPECT_EQ(filter("", ".csv").PathPrefix(), "");
  EXPECT_TRUE(filter("/c/blobs/in/f", ".csv").Covers("c/in/file.CSV"));
  EXPECT_FALSE(filter("/c/blobs/in/f", ".csv").Covers("c/in/file.txt"));
  EXPECT_FALSE(filter("/c/blobs/in/f", ".csv").Covers("d/in/file.csv"));
  EXPECT_FALSE(filter("", ".csv").Covers("file.csv"));
}

TEST(StorageAccountOfScope, IsItsLastName) {
  EXPECT_EQ(StorageAccountOf("/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/"
                             "storageAccounts/mine"),
            "mine");
  EXPECT_EQ(StorageAccountOf("/x/STORAGEACCOUNTS/mine/blobServices/default"), "mine");
  EXPECT_EQ(StorageAccountOf("/subscriptions/s/topics/t"), "");
}

}  // namespace
}  // namespace weir::schedule
