#include "watch/folder_tree.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace weir::watch {
namespace {

namespace fs = std::filesystem;

class FolderTreeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/weir-tree-XXXXXX";
    root_ = ::mkdtemp(name);
    auto tree = FolderTree::Open(root_);
    ASSERT_TRUE(tree.ok());
    tree_ = *std::move(tree);
    ASSERT_TRUE(tree_->Add("").ok());
  }
  void TearDown() override { fs::remove_all(root_); }
  void Write(const std::string& path) { std::ofstream(root_ + "/" + path) << "text"; }

  std::string root_;
  std::unique_ptr<FolderTree> tree_;
};

using Files = std::map<std::string, bool>;

TEST_F(FolderTreeTest, AFileIsToldWhenItIsClosedNotWhenItIsMade) {
  std::ofstream file(root_ + "/a");
  file << "half" << std::flush;
  EXPECT_TRUE(tree_->Read().files.empty());
  EXPECT_TRUE(IsBeingWritten(root_ + "/a"));
  file.close();
  EXPECT_EQ(tree_->Read().files, Files({{"a", false}}));
  EXPECT_FALSE(IsBeingWritten(root_ + "/a"));
  EXPECT_FALSE(IsBeingWritten(root_ + "/none"));
}

TEST_F(FolderTreeTest, MovesAndDeletions) {
  Write("a");
  Write("b");
  tree_->Read();
  fs::rename(root_ + "/a", root_ + "/c");
  fs::remove(root_ + "/b");
  EXPECT_EQ(tree_->Read().files, Files({{"a", true}, {"b", true}, {"c", false}}));
}

TEST_F(FolderTreeTest, FoldersThatComeAndGo) {
  fs::create_directories(root_ + "/d/e");
  EXPECT_EQ(tree_->Read().folders, std::set<std::string>({"d"}));
  ASSERT_TRUE(tree_->Add("d").ok());
  ASSERT_TRUE(tree_->Add("d/e").ok());
  Write("d/e/f");
  EXPECT_EQ(tree_->Read().files, Files({{"d/e/f", false}}));
  fs::rename(root_ + "/d", root_ + "/x");
  EXPECT_EQ(tree_->Read().folders, std::set<std::string>({"d", "x"}));
  // Under its new name it is not told of before it is added.
  Write("x/e/g");
  EXPECT_TRUE(tree_->Read().files.empty());
}

TEST_F(FolderTreeTest, MoreThanTheKernelKeepsIsSaid) {
  // The queue holds fs.inotify.max_queued_events; a read takes them all, or the end of them.
  std::ifstream in("/proc/sys/fs/inotify/max_queued_events");
  int limit = 16'384;
  in >> limit;
  if (limit > 100'000) GTEST_SKIP() << "the queue is too long to be filled";
  for (int i = 0; i <= limit / 2; ++i) {
    Write(std::to_string(i % 100));
    fs::remove(root_ + "/" + std::to_string(i % 100));
  }
  bool lost = false;
  for (int i = 0; i < limit && !lost; ++i) lost = tree_->Read().lost;
  EXPECT_TRUE(lost);
}

TEST_F(FolderTreeTest, WhatIsNotThereIsAnError) {
  EXPECT_EQ(tree_->Add("none").error().kind(), ErrorKind::kNotFound);
}

}  // namespace
}  // namespace weir::watch
