#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "base/names.h"
#include "copy/byte_counting.h"
#include "copy/copy_error.h"
#include "copy/copy_plan.h"
#include "copy/copy_types.h"
#include "copy/file_format.h"
#include "copy/listing.h"
#include "copy/naming.h"
#include "copy/settings.h"
#include "copy/stopwatch.h"

namespace weir::copy {
namespace {

using arrow::io::InputStream;
using arrow::io::OutputStream;

constexpr int64_t kPieceBytes = int64_t{4} << 20;
constexpr const char* kFileOperation = "UserErrorFailedFileOperation";

/// Everything that moving one file needs.
struct ByteMover {
  const CopyRequest& request;
  const CopySettings& settings;
  CopyLog* log;
  Counters& counters;
  std::shared_ptr<connectors::FileStore> from;
  std::shared_ptr<connectors::FileStore> to;
  FileFormat source_format;
  FileFormat sink_format;
  SinkNaming naming;
  bool transcode = false;         // Decompress, compress or both.
  bool extract = false;           // The source files are archives.
  bool archive_as_folder = true;  // preserveZipFileNameAsFolder
  bool delete_source = false;
  bool single = false;  // One named file: its failure is the copy's.
  std::atomic<bool> inconsistent_skipped{false};
};

Result<> Log(const ByteMover& mover, bool info, const std::string& operation,
             const std::string& item, const std::string& message) {
  return mover.log == nullptr ? Result<>() : mover.log->Write(info, operation, item, message);
}

/// Move all bytes; gives how many there were.
Result<int64_t> Pump(const ByteMover& mover, InputStream& in, OutputStream& out) {
  int64_t total = 0;
  while (true) {
    WEIR_TRY(mover.request.cancel.Check());
    auto piece = in.Read(kPieceBytes);
    if (!piece.ok()) {
      return AsCopyError(CopySide::kSource, formats::FromArrow(piece.status(), kFileOperation));
    }
    const int64_t size = (*piece)->size();
    if (size == 0) return total;
    const arrow::Status written = out.Write(*piece);
    if (!written.ok()) {
      return AsCopyError(CopySide::kSink, formats::FromArrow(written, kFileOperation));
    }
    total += size;
    if (mover.request.report) mover.request.report(mover.counters);
  }
}

Result<std::shared_ptr<InputStream>> OpenSourceFile(const ByteMover& mover,
                                                    const std::string& path) {
  WEIR_ASSIGN(std::shared_ptr<InputStream> in, mover.from->OpenInput(path));
  return CountInput(std::move(in), &mover.counters.bytes_read);
}

/// A file at the sink with its compression; bytes go to `stream`.
struct ByteFile {
  std::unique_ptr<connectors::FileOutput> output;
  std::shared_ptr<OutputStream> stream;
  bool compressed = false;

  Result<> Commit() {
    if (compressed) WEIR_ARROW_TRY(stream->Close(), kFileOperation);
    return output->Commit();
  }
};

/// `entry` is the file's name inside an archive.
Result<ByteFile> OpenSinkFile(const ByteMover& mover, const std::string& path,
                              const std::string& entry) {
  ByteFile file;
  WEIR_ASSIGN(file.output, mover.to->OpenOutput(path));
  file.stream = CountOutput(file.output->stream(), &mover.counters.bytes_written);
  const FileFormat& format = mover.sink_format;
  if (!mover.transcode || format.codec.empty()) return file;
  WEIR_ASSIGN(file.stream,
              formats::Compress(std::move(file.stream), format.codec, format.level, entry));
  file.compressed = true;
  return file;
}

std::string WithoutExtension(const std::string& path, const std::string& extension) {
  if (extension.empty() || !path.ends_with(extension)) return path;
  return path.substr(0, path.size() - extension.size());
}

/// The sink's path below its folder: compression changes the extension.
std::string RelativeSinkPath(const ByteMover& mover, const std::string& relative) {
  if (!mover.transcode) return relative;
  std::string path = relative;
  if (!mover.source_format.codec.empty()) {
    path = WithoutExtension(path, CodecExtension(mover.source_format.codec));
  }
  if (!mover.sink_format.codec.empty()) path += CodecExtension(mover.sink_format.codec);
  return path;
}

std::string NameOf(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

Result<> MoveStream(const ByteMover& mover, InputStream& in, const std::string& from,
                    const std::string& path, int64_t* moved) {
  WEIR_ASSIGN(ByteFile file, OnSide(CopySide::kSink, OpenSinkFile(mover, path, NameOf(from))));
  WEIR_ASSIGN(*moved, Pump(mover, in, *file.stream));
  WEIR_TRY(OnSide(CopySide::kSink, file.Commit()));
  mover.counters.files_written += 1;
  return {};
}

Result<> ExtractArchive(const ByteMover& mover, const SourceFile& source) {
  WEIR_ASSIGN(std::shared_ptr<InputStream> in,
              OnSide(CopySide::kSource, OpenSourceFile(mover, source.entry.path)));
  WEIR_ASSIGN(
      const std::unique_ptr<formats::ArchiveReader> archive,
      OnSide(CopySide::kSource, formats::OpenArchive(std::move(in), mover.source_format.codec)));
  const std::string folder = mover.archive_as_folder
                                 ? JoinPath(mover.naming.folder, source.relative)
                                 : mover.naming.folder;
  while (true) {
    WEIR_ASSIGN(const std::string entry, OnSide(CopySide::kSource, archive->NextEntry()));
    if (entry.empty()) return {};
    int64_t moved = 0;
    WEIR_TRY(MoveStream(mover, *archive->OpenEntry(), entry, JoinPath(folder, entry), &moved));
  }
}

/// Compare what was written with what the source says of itself.
Result<> CheckConsistency(const ByteMover& mover, const SourceFile& source, const std::string& path,
                          int64_t moved) {
  WEIR_ASSIGN(const connectors::FileEntry before, mover.from->Stat(source.entry.path));
  if (before.size_bytes != moved || before.modified != source.entry.modified) {
    return Fail(ErrorKind::kConflict, "DataConsistencySourceDataChanged",
                "source file '" + source.entry.path + "' was changed while it was copied")
        .At(mover.from->Describe(source.entry.path));
  }
  WEIR_ASSIGN(const connectors::FileEntry after, mover.to->Stat(path));
  const bool same_hash = before.content_md5.empty() || after.content_md5.empty() ||
                         before.content_md5 == after.content_md5;
  if (after.size_bytes == moved && same_hash) return {};
  return Fail(ErrorKind::kInternal, "DataConsistencySinkDataDiffers",
              "sink file '" + path + "' has " + std::to_string(after.size_bytes) +
                  " bytes, expected " + std::to_string(moved))
      .At(mover.to->Describe(path));
}

Result<> MoveFile(const ByteMover& mover, const SourceFile& source) {
  if (mover.extract) return ExtractArchive(mover, source);
  WEIR_ASSIGN(std::shared_ptr<InputStream> in,
              OnSide(CopySide::kSource, OpenSourceFile(mover, source.entry.path)));
  if (mover.transcode && !mover.source_format.codec.empty()) {
    WEIR_ASSIGN(in, OnSide(CopySide::kSource,
                           formats::Decompress(std::move(in), mover.source_format.codec)));
  }
  const std::string path = mover.naming.PathFor(RelativeSinkPath(mover, source.relative));
  WEIR_TRY(Log(mover, true, "FileWrite", source.relative,
               "Start to write file from source file: " + source.relative + "."));
  int64_t moved = 0;
  WEIR_TRY(MoveStream(mover, *in, source.relative, path, &moved));
  if (mover.settings.check_consistency && !mover.transcode) {
    WEIR_TRY(OnSide(CopySide::kSink, CheckConsistency(mover, source, path, moved)));
  }
  return Log(mover, true, "FileWrite", source.relative,
             "Complete writing file from source file: " + source.relative +
                 ". File is successfully copied.");
}

/// True if `skipErrorFile` says to go on after this error.
bool IsSkipped(const CopySettings& settings, const Error& error) {
  if (!settings.skip_files) return false;
  if (error.message().find("DataConsistency") != std::string::npos) {
    return settings.skip_inconsistent;
  }
  switch (error.kind()) {
    case ErrorKind::kNotFound:
      return settings.skip_missing_files;
    case ErrorKind::kDenied:
      return settings.skip_forbidden_files;
    case ErrorKind::kInvalid:
      return settings.skip_invalid_names;
    case ErrorKind::kConflict:
    case ErrorKind::kUnavailable:
    case ErrorKind::kCancelled:
    case ErrorKind::kUnsupported:
    case ErrorKind::kInternal:
      return false;
  }
  return false;
}

std::string FileJson(const SourceFile& source) {
  return DumpJson(Json::Object(
      {{"Path", source.entry.path},
       {"ItemType", "File"},
       {"Size", source.entry.size_bytes},
       {"LastModified", source.entry.modified ? Json(FormatUtc(*source.entry.modified)) : Json()},
       {"ETag", Json()},
       {"ContentMD5", source.entry.content_md5.empty() ? Json() : Json(source.entry.content_md5)},
       {"ObjectName", Json()}}));
}

Result<> MoveOne(ByteMover& mover, const SourceFile& source) {
  WEIR_TRY(
      Log(mover, true, "FileRead", source.relative, "Start to read file: " + FileJson(source)));
  const int64_t before = mover.counters.bytes_read;
  const Result<> moved = MoveFile(mover, source);
  if (!moved) {
    if (mover.single || !IsSkipped(mover.settings, moved.error())) return moved.error();
    mover.counters.files_skipped += 1;
    if (moved.error().message().find("DataConsistency") != std::string::npos) {
      mover.inconsistent_skipped = true;
    }
    return Log(mover, false, "FileSkip", source.relative,
               "File is skipped after read " + std::to_string(mover.counters.bytes_read - before) +
                   " bytes: " + moved.error().message());
  }
  mover.counters.files_read += 1;
  WEIR_TRY(Log(mover, true, "FileRead", source.relative, "Complete reading file successfully. "));
  if (!mover.delete_source) return {};
  return OnSide(CopySide::kSource, mover.from->DeleteFile(source.entry.path));
}

Result<> MoveAll(ByteMover& mover, const std::vector<SourceFile>& files, int64_t workers) {
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  std::vector<Result<>> results(static_cast<size_t>(workers));
  std::vector<std::thread> threads;
  for (Result<>& result : results) {
    threads.emplace_back([&] {
      for (size_t index = next++; index < files.size() && !failed; index = next++) {
        result = MoveOne(mover, files[index]);
        if (!result) failed = true;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (Result<>& result : results) {
    if (!result) return std::move(result).error();
  }
  return {};
}

/// All files behind each other in one, which appears when the last byte is in it.
Result<> MergeAll(ByteMover& mover, const std::vector<SourceFile>& files) {
  const std::string path = mover.naming.PathFor("");
  WEIR_ASSIGN(ByteFile file,
              OnSide(CopySide::kSink,
                     OpenSinkFile(
                         mover, path,
                         WithoutExtension(NameOf(path), CodecExtension(mover.sink_format.codec)))));
  for (const SourceFile& source : files) {
    WEIR_ASSIGN(std::shared_ptr<InputStream> in,
                OnSide(CopySide::kSource, OpenSourceFile(mover, source.entry.path)));
    if (mover.transcode && !mover.source_format.codec.empty()) {
      WEIR_ASSIGN(in, OnSide(CopySide::kSource,
                             formats::Decompress(std::move(in), mover.source_format.codec)));
    }
    WEIR_TRY(Pump(mover, *in, *file.stream));
    mover.counters.files_read += 1;
  }
  WEIR_TRY(OnSide(CopySide::kSink, file.Commit()));
  mover.counters.files_written += 1;
  if (!mover.delete_source) return {};
  for (const SourceFile& source : files) {
    WEIR_TRY(OnSide(CopySide::kSource, mover.from->DeleteFile(source.entry.path)));
  }
  return {};
}

Result<> ReadFormats(ByteMover& mover) {
  const CopyRequest& request = mover.request;
  const formats::FormatRegistry& formats = request.services.formats;
  WEIR_ASSIGN(mover.source_format, FormatOf(request.source, formats));
  WEIR_ASSIGN(mover.sink_format, FormatOf(request.sink, formats));
  mover.transcode = !SameName(mover.source_format.codec, mover.sink_format.codec);
  mover.extract = mover.transcode && formats::IsArchive(mover.source_format.codec);
  const Json& read = request.type_properties["source"]["formatSettings"]["compressionProperties"];
  for (const std::string_view name :
       {"preserveZipFileNameAsFolder", "preserveCompressionFileNameAsFolder"}) {
    WEIR_ASSIGN(mover.archive_as_folder, ReadFlag(read, name, mover.archive_as_folder));
  }
  return {};
}

/// The rules on which options go together; ADF's codes.
Result<> CheckOptions(const ByteMover& mover, const Listing& listing, bool behavior_given) {
  const bool preserve = mover.naming.behavior == CopyBehavior::kPreserveHierarchy;
  if (mover.settings.check_consistency && (!preserve || mover.transcode)) {
    return Fail(ErrorKind::kInvalid, "DataConsistencyValidationNotSupportedForNonDirectBinaryCopy",
                "Data consistency validation is not supported in current copy activity settings.");
  }
  if (mover.settings.skip_files && mover.transcode) {
    return Fail(ErrorKind::kInvalid, "SkipMissingFileNotSupportedForNonDirectBinaryCopy",
                "'skipErrorFile' is not supported with compression");
  }
  if (mover.delete_source && mover.transcode) {
    return Fail(ErrorKind::kInvalid, "DeleteFilesAfterCompletionNotSupportedForNonDirectBinaryCopy",
                "'deleteFilesAfterCompletion' is not supported with compression");
  }
  if (!mover.naming.file.empty() && listing.files.size() > 1 &&
      mover.naming.behavior != CopyBehavior::kMergeFiles) {
    return Fail(ErrorKind::kInvalid, "UserErrorInvalidSinkFileName",
                "the sink names one file ('" + mover.naming.file + "') for " +
                    std::to_string(listing.files.size()) +
                    " source files; copyBehavior must be "
                    "MergeFiles or the name be left out" +
                    (behavior_given ? "" : " (it is absent)"));
  }
  return {};
}

Result<Listing> ListBytes(ByteMover& mover) {
  const CopyRequest& request = mover.request;
  const Json& source = request.type_properties["source"];
  WEIR_TRY(CheckSourceType(request.source, source, request.services));
  WEIR_ASSIGN(const FileLocation location, LocateFiles(request.source));
  const Json settings = ReadSettingsOf(request.source, source);
  WEIR_ASSIGN(mover.from, OpenFiles(request.services, request.source.linked_service, settings,
                                    &request.cancel));
  WEIR_ASSIGN(mover.delete_source, ReadFlag(settings, "deleteFilesAfterCompletion", false));
  return ListSource(*mover.from, request.source.linked_service.type, location, settings,
                    {true, &request.cancel});
}

Result<bool> PlanSink(ByteMover& mover) {
  const CopyRequest& request = mover.request;
  const Json& sink = request.type_properties["sink"];
  WEIR_TRY(CheckSinkType(request.sink, sink, request.services));
  WEIR_ASSIGN(const FileLocation location, LocateFiles(request.sink));
  WEIR_TRY(CheckSinkPath(location));
  const Json settings = WriteSettingsOf(sink);
  bool given = false;
  WEIR_ASSIGN(mover.naming.behavior, ReadCopyBehavior(settings, &given));
  mover.naming.folder = location.FolderPath();
  mover.naming.file = location.file;
  mover.naming.keep_extension = true;
  if (mover.transcode) mover.naming.extension = CodecExtension(mover.sink_format.codec);
  WEIR_ASSIGN(mover.to, OpenSinkFiles(request.services, request.sink.linked_service, settings,
                                      &request.cancel));
  return given;
}

}  // namespace

Result<> CopyBytes(const CopyRequest& request, const CopySettings& settings, CopyLog* log,
                   Counters& counters, CopySummary& summary) {
  ByteMover mover{request, settings, log, counters, {}, {}, {}, {}, {}};
  WEIR_TRY(ReadFormats(mover));
  Listing listing;
  {
    const Stopwatch watch(counters.listing_micros);
    WEIR_ASSIGN(listing, OnSide(CopySide::kSource, ListBytes(mover)));
  }
  mover.single = listing.single;
  counters.files_total = static_cast<int64_t>(listing.files.size());
  WEIR_ASSIGN(const bool behavior_given, OnSide(CopySide::kSink, PlanSink(mover)));
  WEIR_TRY(CheckOptions(mover, listing, behavior_given));
  if (mover.naming.behavior == CopyBehavior::kMergeFiles) {
    WEIR_TRY(MergeAll(mover, listing.files));
  } else {
    summary.parallel_copies = std::clamp<int64_t>(static_cast<int64_t>(listing.files.size()), 1,
                                                  settings.parallel_copies);
    WEIR_TRY(MoveAll(mover, listing.files, summary.parallel_copies));
  }
  if (settings.check_consistency) {
    summary.verification = mover.inconsistent_skipped ? "NotVerified" : "Verified";
    summary.inconsistent = mover.inconsistent_skipped ? "Skipped" : "None";
  }
  return {};
}

}  // namespace weir::copy
