#include <arrow/buffer.h>
#include <arrow/io/memory.h>
#include <arrow/result.h>
#include <gtest/gtest.h>

#include <map>

#include "base/ids.h"
#include "formats/compression/streams.h"
#include "formats/format.h"
#include "formats/testing/format_cases.h"
#include "testing/json_cases.h"

namespace weir::formats {
namespace {

std::string RandomData(SeededRandom& random, size_t size) {
  std::string data;
  while (data.size() < size) {
    data += "some text that repeats ";
    data += static_cast<char>(random.Next());
  }
  return data;
}

Result<std::string> ReadAll(arrow::io::InputStream& in, int64_t step) {
  std::string all;
  std::string piece(static_cast<size_t>(step), '\0');
  while (true) {
    WEIR_ARROW_ASSIGN(const int64_t count, in.Read(step, piece.data()), "FileReadFailed");
    if (count == 0) return all;
    all.append(piece, 0, static_cast<size_t>(count));
  }
}

Result<std::string> Unpack(const std::string& bytes, const std::string& codec) {
  WEIR_ASSIGN(auto in, Decompress(arrow::io::BufferReader::FromString(bytes), codec));
  return ReadAll(*in, 1000);
}

Result<std::map<std::string, std::string>> UnpackFiles(const std::string& bytes,
                                                       const std::string& codec) {
  WEIR_ASSIGN(auto archive, OpenArchive(arrow::io::BufferReader::FromString(bytes), codec));
  std::map<std::string, std::string> files;
  while (true) {
    WEIR_ASSIGN(const std::string name, archive->NextEntry());
    if (name.empty()) return files;
    WEIR_ASSIGN(files[name], ReadAll(*archive->OpenEntry(), 1000));
  }
}

Result<std::string> Pack(const std::string& data, const std::string& codec,
                         const std::string& level = "") {
  WEIR_ARROW_ASSIGN(auto sink, arrow::io::BufferOutputStream::Create(), "Test");
  WEIR_ASSIGN(auto out, Compress(sink, codec, level, "in/ä.csv"));
  for (size_t at = 0; at < data.size(); at += 777) {
    WEIR_ARROW_TRY(out->Write(data.substr(at, 777)), "Test");
  }
  WEIR_ARROW_TRY(out->Close(), "Test");
  EXPECT_FALSE(sink->closed()) << "the caller closes the stream";
  WEIR_ARROW_ASSIGN(auto buffer, sink->Finish(), "Test");
  return buffer->ToString();
}

constexpr const char* kStreams[] = {"none", "GZip", "bzip2", "Deflate", "snappy", "lz4", "zstd"};
constexpr const char* kArchives[] = {"ZipDeflate", "TarGzip", "Tar"};

TEST(Compression, WhatIsPackedIsUnpacked) {
  SeededRandom random(1);
  for (const char* codec : kStreams) {
    for (const size_t size : {size_t{0}, size_t{1}, size_t{70'000}, size_t{1'000'000}}) {
      const std::string data = RandomData(random, size);
      for (const char* level : {"Fastest", "Optimal", ""}) {
        auto packed = Pack(data, codec, level);
        ASSERT_TRUE(packed.ok()) << packed.error().ToString();
        if (size > 1000 && std::string(codec) != "none") {
          EXPECT_LT(packed->size(), size / 2);
        }
        auto unpacked = Unpack(*packed, codec);
        ASSERT_TRUE(unpacked.ok()) << codec << " " << unpacked.error().ToString();
        EXPECT_EQ(data, *unpacked) << codec;
      }
    }
  }
}

TEST(Compression, SeveralMembersAreOneStream) {
  for (const char* codec : {"gzip", "bzip2", "zstd", "lz4", "snappy"}) {
    const std::string both = *Pack("one,", codec) + *Pack("two", codec);
    auto unpacked = Unpack(both, codec);
    ASSERT_TRUE(unpacked.ok()) << codec << " " << unpacked.error().ToString();
    EXPECT_EQ("one,two", *unpacked) << codec;
  }
}

TEST(Compression, WhatIsCutShortIsRefused) {
  SeededRandom random(2);
  const std::string data = RandomData(random, 200'000);
  for (const char* codec : {"gzip", "bzip2", "deflate", "snappy", "lz4", "zstd"}) {
    const std::string packed = *Pack(data, codec);
    for (const size_t length : {packed.size() / 2, packed.size() - 1}) {
      auto unpacked = Unpack(packed.substr(0, length), codec);
      ASSERT_FALSE(unpacked.ok()) << codec << " " << length;
      EXPECT_EQ("CorruptCompression", unpacked.error().code());
      EXPECT_EQ(ErrorKind::kInvalid, unpacked.error().kind());
    }
  }
}

TEST(Compression, PlainTextIsNotTakenForCompressed) {
  for (const char* codec : {"gzip", "bzip2", "deflate", "snappy", "lz4", "zstd"}) {
    auto unpacked = Unpack("id,name\n1,plain text\n", codec);
    ASSERT_FALSE(unpacked.ok()) << codec;
    EXPECT_EQ("CorruptCompression", unpacked.error().code());
    EXPECT_NE(std::string::npos, unpacked.error().message().find(codec));
  }
  for (const char* codec : kArchives) {
    auto files = UnpackFiles("id,name\n1,plain text\n", codec);
    ASSERT_FALSE(files.ok()) << codec;
    EXPECT_EQ("CorruptCompression", files.error().code());
  }
}

std::string FromHex(const std::string& hex) {
  std::string out;
  for (size_t at = 0; at + 1 < hex.size(); at += 2) {
    out += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
  }
  return out;
}

const bool foreign_cases = weir::testing::RegisterCases(
    "ForeignFiles", "src/formats/compression/cases/foreign.json", [](const Json& json) {
      const std::string bytes = FromHex(json["hex"].as_string());
      const std::string& codec = json["codec"].as_string();
      if (json["files"].is_null()) {
        auto text = Unpack(bytes, codec);
        ASSERT_TRUE(text.ok()) << text.error().ToString();
        EXPECT_EQ(json["text"].as_string(), *text);
        return;
      }
      auto files = UnpackFiles(bytes, codec);
      ASSERT_TRUE(files.ok()) << files.error().ToString();
      Json got = Json::Object();
      for (const auto& [name, text] : *files) got.Set(name, text);
      EXPECT_EQ(DumpJson(json["files"]), DumpJson(got));
    });

/// A stream whose connection breaks.
class BrokenInput final : public SequentialInput {
 public:
  arrow::Result<int64_t> ReadSome(int64_t /*nbytes*/, void* /*out*/) override {
    return arrow::Status::IOError("connection reset");
  }
};

TEST(Compression, ABrokenConnectionIsNotBrokenData) {
  auto in = Decompress(std::make_shared<BrokenInput>(), "gzip");
  ASSERT_TRUE(in.ok());
  auto read = ReadAll(**in, 10);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(ErrorKind::kUnavailable, read.error().kind());
  EXPECT_EQ("FileReadFailed", read.error().code());
}

TEST(Compression, UnknownNamesAreRefused) {
  auto in = Decompress(arrow::io::BufferReader::FromString(""), "gzipp");
  ASSERT_FALSE(in.ok());
  EXPECT_EQ(ErrorKind::kUnsupported, in.error().kind());
  EXPECT_EQ("the compression 'gzipp' is not supported here; did you mean 'gzip'?",
            in.error().message());
  EXPECT_FALSE(Decompress(arrow::io::BufferReader::FromString(""), "Tar").ok());
  EXPECT_FALSE(OpenArchive(arrow::io::BufferReader::FromString(""), "gzip").ok());
}

TEST(Archives, WhatIsPackedIsUnpacked) {
  SeededRandom random(3);
  for (const char* codec : kArchives) {
    EXPECT_TRUE(IsArchive(codec));
    for (const size_t size : {size_t{0}, size_t{1}, size_t{1'000'000}}) {
      const std::string data = RandomData(random, size);
      auto packed = Pack(data, codec, "Fastest");
      ASSERT_TRUE(packed.ok()) << packed.error().ToString();
      auto files = UnpackFiles(*packed, codec);
      ASSERT_TRUE(files.ok()) << codec << " " << files.error().ToString();
      EXPECT_EQ((std::map<std::string, std::string>{{"in/ä.csv", data}}), *files) << codec;
    }
  }
}

TEST(Archives, WhatIsCutShortIsRefused) {
  SeededRandom random(4);
  const std::string data = RandomData(random, 300'000);
  for (const char* codec : kArchives) {
    const std::string packed = *Pack(data, codec);
    auto files = UnpackFiles(packed.substr(0, packed.size() / 3), codec);
    ASSERT_FALSE(files.ok()) << codec;
    EXPECT_EQ("CorruptCompression", files.error().code());
  }
}

TEST(Archives, ANameMayNotLeadOut) {
  auto sink = *arrow::io::BufferOutputStream::Create();
  auto out = Compress(sink, "ZipDeflate", "", "a/../../b");
  ASSERT_TRUE(out.ok());
  ASSERT_TRUE((*out)->Close().ok());
  auto files = UnpackFiles((*sink->Finish())->ToString(), "ZipDeflate");
  ASSERT_FALSE(files.ok());
  EXPECT_EQ("UnsafeArchivePath", files.error().code());
}

TEST(Archives, AnEntryEndsWhenTheNextBegins) {
  auto archive = OpenArchive(arrow::io::BufferReader::FromString(*Pack("data", "Tar")), "Tar");
  ASSERT_TRUE(archive.ok());
  ASSERT_EQ("in/ä.csv", *(*archive)->NextEntry());
  const auto entry = (*archive)->OpenEntry();
  ASSERT_EQ("", *(*archive)->NextEntry());
  EXPECT_FALSE(ReadAll(*entry, 10).ok());
}

TEST(Compression, BrokenDataNeverCrashes) {
  SeededRandom random(5);
  const std::string data = RandomData(random, 5'000);
  int64_t refused = 0;
  for (int i = 0; i < 100; ++i) {
    for (const char* codec : kStreams) {
      refused += Unpack(testing::Mutate(random, *Pack(data, codec)), codec).ok() ? 0 : 1;
    }
    for (const char* codec : kArchives) {
      refused += UnpackFiles(testing::Mutate(random, *Pack(data, codec)), codec).ok() ? 0 : 1;
    }
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace weir::formats
