#include "connectors/testing/file_store_suite.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "formats/batch_stream.h"

namespace weir::connectors::testing {
namespace {

std::string Names(const std::vector<FileEntry>& entries) {
  std::string out;
  for (const FileEntry& entry : entries) {
    out += (out.empty() ? "" : ", ") + entry.name() + (entry.is_folder ? "/" : "");
  }
  return out;
}

std::string ListNames(FileStore& store, const std::string& folder) {
  const auto entries = store.List(folder);
  return entries ? Names(*entries) : entries.error().ToString();
}

}  // namespace

Result<> WriteText(FileStore& store, const std::string& path, const std::string& text) {
  WEIR_ASSIGN(const auto output, store.OpenOutput(path));
  WEIR_ARROW_TRY(output->stream()->Write(text.data(), static_cast<int64_t>(text.size())), "Write");
  return output->Commit();
}

Result<std::string> ReadText(FileStore& store, const std::string& path) {
  WEIR_ASSIGN(const auto input, store.OpenInput(path));
  std::string text;
  while (true) {
    WEIR_ARROW_ASSIGN(const auto piece, input->Read(100'000), "Read");
    if (piece->size() == 0) break;
    text += piece->ToString();
  }
  WEIR_ARROW_TRY(input->Close(), "Close");
  return text;
}

Result<std::string> ReadTextByRanges(FileStore& store, const std::string& path) {
  WEIR_ASSIGN(const auto file, store.OpenRandom(path));
  WEIR_ARROW_ASSIGN(const int64_t size, file->GetSize(), "GetSize");
  const int64_t third = size / 3;
  WEIR_ARROW_ASSIGN(const auto last, file->ReadAt(2 * third, size), "ReadAt");
  WEIR_ARROW_ASSIGN(const auto first, file->ReadAt(0, third), "ReadAt");
  WEIR_ARROW_TRY(file->Seek(third), "Seek");
  WEIR_ARROW_ASSIGN(const auto middle, file->Read(third), "Read");
  return first->ToString() + middle->ToString() + last->ToString();
}

std::string SampleBytes(size_t size) {
  std::string bytes(size, '\0');
  uint64_t state = size + 1;
  for (char& byte : bytes) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    byte = static_cast<char>(state >> 56U);
  }
  return bytes;
}

void FileStoreSuite::SetUp() {
  under_test_ = GetParam()();
  ASSERT_NE(under_test_.store, nullptr);
}

void FileStoreSuite::TearDown() {
  if (under_test_.store) static_cast<void>(under_test_.store->DeleteFolder(under_test_.folder));
}

void FileStoreSuite::Put(const std::string& name, const std::string& text) {
  ASSERT_EQ(Says(WriteText(store(), At(name), text)), "");
}

TEST_P(FileStoreSuite, ReadsWhatWasWritten) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{100'000}, size_t{3'000'001}}) {
    const std::string bytes = SampleBytes(size);
    Put("file.bin", bytes);
    const auto whole = ReadText(store(), At("file.bin"));
    ASSERT_EQ(Says(whole), "");
    EXPECT_TRUE(*whole == bytes) << size << " bytes written, " << whole->size() << " read";
    const auto ranges = ReadTextByRanges(store(), At("file.bin"));
    ASSERT_EQ(Says(ranges), "");
    EXPECT_TRUE(*ranges == bytes) << size << " bytes by ranges, got " << ranges->size();
  }
}

TEST_P(FileStoreSuite, WritesInManyPieces) {
  const std::string bytes = SampleBytes(9'000'000);
  auto output = store().OpenOutput(At("a/pieces.bin"));
  ASSERT_EQ(Says(output), "");
  for (size_t at = 0; at < bytes.size(); at += 70'001) {
    const size_t count = std::min<size_t>(70'001, bytes.size() - at);
    ASSERT_TRUE((*output)->stream()->Write(bytes.data() + at, static_cast<int64_t>(count)).ok());
  }
  EXPECT_EQ((*output)->stream()->Tell().ValueOr(-1), 9'000'000);
  ASSERT_EQ(Says((*output)->Commit()), "");
  EXPECT_TRUE(ReadText(store(), At("a/pieces.bin")).ok());
  EXPECT_TRUE(*ReadText(store(), At("a/pieces.bin")) == bytes);
}

TEST_P(FileStoreSuite, CommitsAfterTheFormatClosedTheStream) {
  auto output = store().OpenOutput(At("closed.txt"));
  ASSERT_EQ(Says(output), "");
  ASSERT_TRUE((*output)->stream()->Write("text", 4).ok());
  ASSERT_TRUE((*output)->stream()->Close().ok());
  EXPECT_EQ(KindOf(store().Stat(At("closed.txt"))), "NotFound");
  ASSERT_EQ(Says((*output)->Commit()), "");
  EXPECT_EQ(*ReadText(store(), At("closed.txt")), "text");
}

TEST_P(FileStoreSuite, StatsFilesAndFolders) {
  Put("a/b/one.csv", "12345");
  const auto file = store().Stat(At("a/b/one.csv"));
  ASSERT_EQ(Says(file), "");
  EXPECT_FALSE(file->is_folder);
  EXPECT_EQ(file->path, At("a/b/one.csv"));
  EXPECT_EQ(file->name(), "one.csv");
  EXPECT_EQ(file->size_bytes, 5);
  ASSERT_TRUE(file->modified.has_value());
  const UtcTime now = SystemClock().Now();
  EXPECT_LT(*file->modified, now + std::chrono::minutes(5));
  EXPECT_GT(*file->modified, now - std::chrono::hours(1));
  for (const std::string& path : {At("a/b"), At("a"), folder(), std::string()}) {
    const auto entry = store().Stat(path);
    ASSERT_EQ(Says(entry), "") << path;
    EXPECT_TRUE(entry->is_folder) << path;
    EXPECT_EQ(entry->path, path);
  }
}

TEST_P(FileStoreSuite, ListsDirectChildrenByName) {
  for (const char* name : {"b.csv", "a.csv", "B.csv", "sub/deep/x.csv", "sub/y.csv", "sub.csv"}) {
    Put(name, "text");
  }
  EXPECT_EQ(ListNames(store(), folder()), "B.csv, a.csv, b.csv, sub/, sub.csv");
  EXPECT_EQ(ListNames(store(), At("sub")), "deep/, y.csv");
  const auto entries = store().List(At("sub"));
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ((*entries)[0].path, At("sub/deep"));
  EXPECT_EQ((*entries)[1].path, At("sub/y.csv"));
  EXPECT_EQ((*entries)[1].size_bytes, 4);
  EXPECT_TRUE((*entries)[1].modified.has_value());
  const auto root = store().List("");
  ASSERT_EQ(Says(root), "");
  EXPECT_TRUE(std::any_of(root->begin(), root->end(), [this](const FileEntry& entry) {
    return entry.is_folder && entry.path == folder();
  }));
}

TEST_P(FileStoreSuite, SaysWhatIsMissing) {
  Put("there.csv", "x");
  for (const std::string& path : {At("absent.csv"), At("no/such/a.csv"), At("there.csv/inside"),
                                  folder() + "-absent/a.csv", At("ther")}) {
    EXPECT_EQ(KindOf(store().Stat(path)), "NotFound") << path;
    EXPECT_EQ(KindOf(store().OpenInput(path)), "NotFound") << path;
    EXPECT_EQ(KindOf(store().OpenRandom(path)), "NotFound") << path;
    EXPECT_EQ(KindOf(store().DeleteFile(path)), "NotFound") << path;
    EXPECT_FALSE(store().Stat(path).error().target().empty()) << "the error names the path";
  }
  EXPECT_EQ(KindOf(store().List(At("no/such"))), "NotFound");
  EXPECT_EQ(KindOf(store().List(folder() + "-absent")), "NotFound");
  EXPECT_EQ(KindOf(store().DeleteFolder(At("no/such"))), "NotFound");
  EXPECT_EQ(KindOf(store().DeleteFolder(folder() + "-absent")), "NotFound");
}

TEST_P(FileStoreSuite, TellsFilesFromFolders) {
  Put("sub/a.csv", "x");
  EXPECT_EQ(CodeOf(store().OpenInput(At("sub"))), "PathIsFolder");
  EXPECT_EQ(CodeOf(store().OpenRandom(At("sub"))), "PathIsFolder");
  EXPECT_EQ(CodeOf(store().DeleteFile(At("sub"))), "PathIsFolder");
  EXPECT_EQ(CodeOf(store().OpenInput(folder())), "PathIsFolder");
  EXPECT_EQ(CodeOf(store().List(At("sub/a.csv"))), "PathIsNotFolder");
  EXPECT_EQ(CodeOf(store().DeleteFolder(At("sub/a.csv"))), "PathIsNotFolder");
  EXPECT_EQ(*ReadText(store(), At("sub/a.csv")), "x");
}

TEST_P(FileStoreSuite, RefusesPathsThatClimb) {
  Put("a.csv", "x");
  const std::string path = At("../") + folder() + "/a.csv";
  EXPECT_EQ(CodeOf(store().Stat(path)), "PathEscapesRoot");
  EXPECT_EQ(CodeOf(store().OpenInput(path)), "PathEscapesRoot");
  EXPECT_EQ(CodeOf(store().OpenOutput(At("../../out.csv"))), "PathEscapesRoot");
  EXPECT_EQ(CodeOf(store().DeleteFile(path)), "PathEscapesRoot");
  EXPECT_EQ(CodeOf(store().DeleteFolder("..")).append(CodeOf(store().List(".."))),
            "PathEscapesRootPathEscapesRoot");
}

TEST_P(FileStoreSuite, ShowsNothingBeforeCommit) {
  Put("other.csv", "x");
  auto output = store().OpenOutput(At("sub/new.csv"));
  ASSERT_EQ(Says(output), "");
  const std::string bytes = SampleBytes(5'000'000);
  ASSERT_TRUE((*output)->stream()->Write(bytes.data(), 5'000'000).ok());
  EXPECT_EQ(KindOf(store().Stat(At("sub/new.csv"))), "NotFound");
  EXPECT_EQ(KindOf(store().OpenInput(At("sub/new.csv"))), "NotFound");
  if (store().Stat(At("sub")).ok()) {  // The folder may be there already; the file is not.
    EXPECT_EQ(ListNames(store(), At("sub")), "");
  }
  ASSERT_EQ(Says((*output)->Commit()), "");
  EXPECT_EQ(store().Stat(At("sub/new.csv"))->size_bytes, 5'000'000);
}

TEST_P(FileStoreSuite, LeavesNothingWithoutCommit) {
  Put("other.csv", "x");
  {
    auto output = store().OpenOutput(At("sub/deep/new.csv"));
    ASSERT_EQ(Says(output), "");
    const std::string bytes = SampleBytes(5'000'000);
    ASSERT_TRUE((*output)->stream()->Write(bytes.data(), 5'000'000).ok());
  }
  {
    auto output = store().OpenOutput(At("closed.csv"));
    ASSERT_EQ(Says(output), "");
    ASSERT_TRUE((*output)->stream()->Write("abc", 3).ok());
    ASSERT_TRUE((*output)->stream()->Close().ok());
  }
  EXPECT_EQ(ListNames(store(), folder()), "other.csv");
  EXPECT_EQ(KindOf(store().Stat(At("sub/deep/new.csv"))), "NotFound");
  EXPECT_EQ(KindOf(store().Stat(At("sub"))), "NotFound");
}

TEST_P(FileStoreSuite, OverwritesAtCommitOnly) {
  Put("a.csv", "the first text, which is longer");
  {
    auto aborted = store().OpenOutput(At("a.csv"));
    ASSERT_EQ(Says(aborted), "");
    ASSERT_TRUE((*aborted)->stream()->Write("lost", 4).ok());
    EXPECT_EQ(*ReadText(store(), At("a.csv")), "the first text, which is longer");
  }
  EXPECT_EQ(*ReadText(store(), At("a.csv")), "the first text, which is longer");
  Put("a.csv", "second");
  EXPECT_EQ(*ReadText(store(), At("a.csv")), "second");
  Put("a.csv", "");
  EXPECT_EQ(*ReadText(store(), At("a.csv")), "");
  EXPECT_EQ(ListNames(store(), folder()), "a.csv");
}

TEST_P(FileStoreSuite, DeletesFilesAndFolders) {
  for (const char* name : {"a.csv", "sub/b.csv", "sub/deep/c.csv", "sub-b/d.csv", "subx"}) {
    Put(name, "x");
  }
  ASSERT_EQ(Says(store().DeleteFile(At("a.csv"))), "");
  EXPECT_EQ(KindOf(store().DeleteFile(At("a.csv"))), "NotFound");
  ASSERT_EQ(Says(store().DeleteFolder(At("sub"))), "");
  EXPECT_EQ(KindOf(store().Stat(At("sub/deep/c.csv"))), "NotFound");
  EXPECT_EQ(KindOf(store().Stat(At("sub"))), "NotFound");
  EXPECT_EQ(ListNames(store(), folder()), "sub-b/, subx");
  ASSERT_EQ(Says(store().DeleteFolder(folder())), "");
  EXPECT_EQ(KindOf(store().Stat(folder())), "NotFound");
}

TEST_P(FileStoreSuite, TakesNamesAsTheyAre) {
  const std::vector<std::string> names = {
      "with space.csv",      "ünïcödé 日本.csv", "100%.csv",
      "%41%2F.csv",          "a#b.csv",          "a?b.csv",
      "it's \"quoted\".csv", "a+b&c=d;e,f.csv",  "[1]{2}(3)$.csv",
      "tilde~@!^`|.csv",     "..double.csv"};
  for (const std::string& name : names) Put("odd names/" + name, name);
  std::vector<std::string> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  std::string wanted;
  for (const std::string& name : sorted) wanted += (wanted.empty() ? "" : ", ") + name;
  EXPECT_EQ(ListNames(store(), At("odd names")), wanted);
  for (const std::string& name : names) {
    const std::string path = At("odd names/" + name);
    const auto text = ReadText(store(), path);
    EXPECT_EQ(text.ok() ? *text : Says(text), name);
    EXPECT_EQ(Says(store().Stat(path)), "");
    EXPECT_EQ(Says(store().DeleteFile(path)), "");
  }
  EXPECT_EQ(KindOf(store().Stat(At("odd names/a#b.csv"))), "NotFound");
}

TEST_P(FileStoreSuite, ServesThreadsAtOnce) {
  constexpr int kThreads = 4;
  constexpr int kFiles = 5;
  std::vector<std::thread> threads;
  std::vector<std::string> failures(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([this, thread, &failures] {
      for (int file = 0; file < kFiles; ++file) {
        const std::string path = At(std::to_string(thread) + "/" + std::to_string(file) + ".bin");
        const std::string bytes = SampleBytes(static_cast<size_t>(200'000 + thread * 10 + file));
        std::string& failure = failures[static_cast<size_t>(thread)];
        failure += Says(WriteText(store(), path, bytes));
        const auto read = ReadText(store(), path);
        if (!read.ok() || *read != bytes) failure += "read " + path + ": " + Says(read);
        failure += Says(store().List(folder()));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& failure : failures) EXPECT_EQ(failure, "");
  EXPECT_EQ(ListNames(store(), folder()), "0/, 1/, 2/, 3/");
  EXPECT_EQ(store().List(At("3"))->size(), 5U);
}

TEST_P(FileStoreSuite, ReadsOneRandomFileFromThreads) {
  const std::string bytes = SampleBytes(2'000'000);
  Put("random.bin", bytes);
  const auto file = store().OpenRandom(At("random.bin"));
  ASSERT_EQ(Says(file), "");
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (size_t thread = 0; thread < wrong.size(); ++thread) {
    threads.emplace_back([&, thread] {
      for (int64_t at = static_cast<int64_t>(thread) * 1000; at < 2'000'000; at += 400'000) {
        const auto piece = (*file)->ReadAt(at, 1000);
        if (!piece.ok() || (*piece)->ToString() != bytes.substr(static_cast<size_t>(at), 1000)) {
          ++wrong[thread];
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
  EXPECT_EQ((*file)->GetSize().ValueOr(-1), 2'000'000);
  EXPECT_EQ((*(*file)->ReadAt(1'999'999, 10))->size(), 1) << "short at the end";
}

TEST_P(FileStoreSuite, AcceptsSettingsThatAreNotIts) {
  Put("a.csv", "x");
  const auto other = store().WithSettings(Json::Object({{"recursive", true}}), nullptr);
  ASSERT_EQ(Says(other), "");
  EXPECT_EQ(*ReadText(**other, At("a.csv")), "x");
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(FileStoreSuite);

}  // namespace weir::connectors::testing
