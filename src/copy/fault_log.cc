#include "copy/fault_log.h"

#include <arrow/io/interfaces.h>

#include "base/ids.h"
#include "copy/location.h"

namespace weir::copy {
namespace {

/// "2018-03-15 13:00:00.1234560"
std::string LogTime(UtcTime time) {
  std::string text = FormatUtc(time);
  if (text.size() > 10) text[10] = ' ';
  if (!text.empty() && text.back() == 'Z') text.pop_back();
  return text;
}

}  // namespace

std::string QuotedCell(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

Result<std::unique_ptr<CopyLog>> CopyLog::Open(const Request& request) {
  std::string folder = JoinPath("", request.path);
  if (!request.redirect) {
    folder = JoinPath(folder, "copyactivity-logs");
    folder = JoinPath(folder, request.activity_name);
  }
  folder = JoinPath(folder, request.activity_run_id);
  std::string path = JoinPath(folder, NewGuid() + (request.redirect ? ".csv" : ".txt"));
  std::unique_ptr<CopyLog> log(new CopyLog(request, std::move(path)));
  WEIR_ASSIGN(log->store_, OpenFiles(request.services, request.linked_service));
  WEIR_ASSIGN(log->output_, log->store_->OpenOutput(log->path_));
  if (!request.redirect) {
    WEIR_TRY(log->Append("Timestamp,Level,OperationName,OperationItem,Message\n"));
  }
  return log;
}

Result<> CopyLog::Append(const std::string& text) {
  const std::lock_guard lock(mutex_);
  WEIR_ARROW_TRY(output_->stream()->Write(text.data(), static_cast<int64_t>(text.size())),
                 "UserErrorFailedFileOperation");
  return {};
}

Result<> CopyLog::Write(bool info, const std::string& operation, const std::string& item,
                        const std::string& message) {
  if (redirect_ || (info && !info_)) return {};
  return Append(LogTime(clock_.Now()) + (info ? ",Info," : ",Warning,") + operation + "," +
                QuotedCell(item) + "," + QuotedCell(message) + "\n");
}

Result<> CopyLog::WriteRow(const formats::BadRow& row) {
  std::string cells;
  for (const std::string& cell : row.cells) {
    if (redirect_) {
      const bool plain = cell.find_first_of(",\"\r\n") == std::string::npos;
      cells += (plain ? cell : QuotedCell(cell)) + ",";
    } else {
      cells += (cells.empty() ? "" : ", ") + QuotedCell(cell);
    }
  }
  if (redirect_) {
    return Append(cells + QuotedCell(row.error.code()) + "," + QuotedCell(row.error.message()) +
                  "\n");
  }
  return Write(false, "TabularRowSkip", cells,
               row.error.message() + " Row " + std::to_string(row.row) + " of '" + row.file + "'.");
}

Result<> CopyLog::Close() {
  return output_->Commit();
}

Result<> SkippedRows::Skip(const formats::BadRow& row) {
  counters_->rows_skipped += 1;
  return log_ == nullptr ? Result<>() : log_->WriteRow(row);
}

}  // namespace weir::copy
