#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/json.h"
#include "formats/batch_stream.h"

namespace arrow::io {
class InputStream;
class OutputStream;
class RandomAccessFile;
}  // namespace arrow::io

namespace weir::formats {

/// A row that does not fit: where it is and why. `row` counts data rows from 1.
struct BadRow {
  std::string file;
  int64_t row = 0;
  std::string column;              ///< Empty if the row as a whole is at fault.
  std::string value;               ///< The offending value as text.
  Error error;                     ///< What a copy that stops would say.
  std::vector<std::string> cells;  ///< The row as read, for the log.
};

/// What to do with a bad row: OK skips it (and counts, logs), an error stops the copy with it.
using BadRowHandler = std::function<Result<>(const BadRow&)>;

/// A field to take from a document, by path: `$['a']['b'][0]`, or `['prod']` inside the collection.
struct PathColumn {
  std::string name;  ///< The column's name in the batch.
  std::string path;
};

/// How to read one file. `settings` is the dataset's typeProperties (or the legacy `format`
/// object).
struct ReadOptions {
  Json settings;
  Json format_settings;           ///< The source's formatSettings (skipLineCount, …).
  std::string file;               ///< Name for messages.
  std::vector<PathColumn> paths;  ///< Documents only; empty: the top-level fields.
  std::string collection;         ///< Documents only: collectionReference, "" for none.
  bool complex_as_text = false;   ///< mapComplexValuesToString.
  /// Columns that will be used, in any order; empty: all. A reader may leave the others out, and
  /// knows nothing of names that are not there. Parquet then reads less.
  std::vector<std::string> columns;
  BadRowHandler on_bad_row;  ///< Null: the first bad row stops with its error.
  const CancelToken* cancel = nullptr;
};

/// How to write one file.
struct WriteOptions {
  Json settings;         ///< The dataset's typeProperties.
  Json format_settings;  ///< The sink's formatSettings (quoteAllText, filePattern, …).
  std::string file;
  /// Documents only: column name → path of objects to build ("order.date" as {"order","date"}).
  std::map<std::string, std::vector<std::string>> nested;
};

/// Turns batches of one schema into one file's bytes.
class BatchWriter {
 public:
  virtual ~BatchWriter() = default;
  virtual Result<> Write(const arrow::RecordBatch& batch) = 0;
  /// Write what is left (footer, closing bracket). The caller closes the stream itself.
  virtual Result<> Finish() = 0;
};

/// What a format is and can do. Data: documents, capability lists and validation come from it.
struct FormatSpec {
  std::string name;                         ///< "delimited"
  std::vector<std::string> datasets;        ///< {"DelimitedText"}
  std::vector<std::string> sources;         ///< {"DelimitedTextSource"}
  std::vector<std::string> sinks;           ///< {"DelimitedTextSink"}
  std::vector<std::string> legacy_formats;  ///< {"TextFormat"}
  std::string extension;                    ///< ".txt": of generated file names.
  bool documents = false;                   ///< Hierarchical: mapped by path.
  bool random_access = false;               ///< The reader needs a RandomAccessFile.
  std::function<Result<std::unique_ptr<BatchStream>>(std::shared_ptr<arrow::io::InputStream>,
                                                     const ReadOptions&)>
      open_reader;
  std::function<Result<std::unique_ptr<BatchWriter>>(std::shared_ptr<arrow::io::OutputStream>,
                                                     std::shared_ptr<arrow::Schema>,
                                                     const WriteOptions&)>
      open_writer;
};

/// The formats a program was built with. Made in main, passed down.
class FormatRegistry {
 public:
  Result<> Add(FormatSpec spec);
  /// By dataset type, legacy format type, or copy source or sink type; null if none. Ignores case.
  const FormatSpec* FindByDataset(const std::string& type) const;
  const FormatSpec* FindByLegacy(const std::string& type) const;
  const std::vector<FormatSpec>& all() const { return specs_; }

 private:
  std::vector<FormatSpec> specs_;
};

/// Every format that this build has (generated from the list in src/formats/CMakeLists.txt).
Result<> RegisterFormats(FormatRegistry& registry);

/// Compressed streams: `codec` as in datasets (gzip, bzip2, deflate, snappy, lz4, zstd, any case;
/// "" or "none" gives the stream itself). Archives (ZipDeflate, TarGzip, Tar) hold many files and
/// are read by OpenArchive. Errors: kUnsupported UnsupportedCompression, kInvalid
/// CorruptCompression.
Result<std::shared_ptr<arrow::io::InputStream>> Decompress(
    std::shared_ptr<arrow::io::InputStream> in, const std::string& codec);
/// `level` is "Optimal" or "Fastest". Closing the result finishes the compressed data and leaves
/// `out` open.
Result<std::shared_ptr<arrow::io::OutputStream>> Compress(
    std::shared_ptr<arrow::io::OutputStream> out, const std::string& codec,
    const std::string& level, const std::string& entry_name);
bool IsArchive(const std::string& codec);

/// Walk the files of a zip or tar archive in order.
class ArchiveReader {
 public:
  virtual ~ArchiveReader() = default;
  /// Go to the next file; its path in the archive, or "" at the end.
  virtual Result<std::string> NextEntry() = 0;
  /// The bytes of the current entry, to be read before NextEntry.
  virtual std::shared_ptr<arrow::io::InputStream> OpenEntry() = 0;
};
Result<std::unique_ptr<ArchiveReader>> OpenArchive(std::shared_ptr<arrow::io::InputStream> in,
                                                   const std::string& codec);

}  // namespace weir::formats
