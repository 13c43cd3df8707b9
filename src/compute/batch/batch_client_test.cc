#include "compute/batch/batch_client.h"

#include <gtest/gtest.h>

namespace weir::compute::batch {
namespace {

TEST(BatchUrl, PutsTheAccountBeforeARegion) {
  EXPECT_EQ(*BatchUrl("https://westus.batch.azure.com/", "bat"),
            "https://bat.westus.batch.azure.com");
  EXPECT_EQ(*BatchUrl("https://bat.westus.batch.azure.com", "bat"),
            "https://bat.westus.batch.azure.com");
  EXPECT_EQ(*BatchUrl("http://localhost:1/", "bat"), "http://localhost:1");
  EXPECT_EQ(BatchUrl("ftp://a", "bat").error().code(), "2509");
}

TEST(BatchSignature, SignsLengthsAsTheyAreSentAndSlashesOfFiles) {
  const std::vector<http::Header> headers = {{"ocp-range", "bytes=0-1"}, {"OCP-Date", "d"}};
  EXPECT_EQ(
      BatchStringToSign("bat", "GET", "https://h/jobs/j/files/wd%2Fa?api-version=1", headers, 0),
      "GET\n\n\n\n\n\n\n\n\n\n\n\nocp-date:d\nocp-range:bytes=0-1\n/bat/jobs/j/files/wd/a\n"
      "api-version:1");
  EXPECT_EQ(BatchStringToSign("bat", "POST", "https://h/t/terminate?api-version=1", {}, 0),
            "POST\n\n\n0\n\n\n\n\n\n\n\n\n/bat/t/terminate\napi-version:1");
  EXPECT_EQ(BatchStringToSign("bat", "POST", "https://h/jobs?api-version=1",
                              {{"Content-Type", "application/json"}}, 12),
            "POST\n\n\n12\n\napplication/json\n\n\n\n\n\n\n/bat/jobs\napi-version:1");
}

}  // namespace
}  // namespace weir::compute::batch
