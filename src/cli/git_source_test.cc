#include "cli/git_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/ids.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

class GitSource : public ::testing::Test {
 protected:
  GitSource() : root_(fs::temp_directory_path() / ("weir-git-" + NewGuid())) {}
  ~GitSource() override { fs::remove_all(root_); }

  void Write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  Json Of(const std::string& folder) {
    fs::create_directories(root_ / folder);
    return GitSourceOf((root_ / folder).string());
  }

  const fs::path root_;
};

TEST_F(GitSource, IsNothingOutsideOfAWorkTree) {
  Write("work/.git/HEAD", "ref: refs/heads/main\n");
  EXPECT_TRUE(Of("other").is_null());
}

TEST_F(GitSource, SaysRepositoryBranchCommitAndFolder) {
  Write("work/.git/HEAD", "ref: refs/heads/team/main\n");
  Write("work/.git/refs/heads/team/main", "1a2b3c\n");
  Write("work/.git/config",
        "[remote \"other\"]\n\turl = https://no\n[remote \"origin\"]\n"
        "\turl = https://jo:hunter2@git.example/data/orders.git\n");
  const Json source = Of("work/factories/orders");
  EXPECT_EQ(DumpJson(source),
            R"({"repository":"https://git.example/data/orders.git","branch":"team/main",)"
            R"("commit":"1a2b3c","folder":"factories/orders"})");
  EXPECT_TRUE(Of("work")["folder"].is_null());
}

TEST_F(GitSource, ReadsPackedReferencesAndDetachedHeads) {
  Write("work/.git/HEAD", "ref: refs/heads/main");
  Write("work/.git/packed-refs", "# pack-refs\n99aa refs/heads/other\n77bb refs/heads/main\n");
  EXPECT_EQ(Of("work")["commit"].as_string(), "77bb");
  Write("loose/.git/HEAD", "55cc\n");
  EXPECT_EQ(DumpJson(Of("loose")), R"({"commit":"55cc"})");
}

TEST_F(GitSource, FollowsASecondWorkTree) {
  Write("work/.git/refs/heads/side", "33dd");
  Write("work/.git/worktrees/two/HEAD", "ref: refs/heads/side");
  Write("work/.git/worktrees/two/commondir", "../..\n");
  Write("two/.git", "gitdir: ../work/.git/worktrees/two\n");
  EXPECT_EQ(DumpJson(Of("two/f")), R"({"branch":"side","commit":"33dd","folder":"f"})");
}

TEST(WithoutUser, LeavesOtherAddressesAlone) {
  EXPECT_EQ(WithoutUser("git@git.example:data/orders.git"), "git@git.example:data/orders.git");
  EXPECT_EQ(WithoutUser("https://host/a@b"), "https://host/a@b");
  EXPECT_EQ(WithoutUser("ssh://jo@host/a"), "ssh://host/a");
}

}  // namespace
}  // namespace weir::cli
