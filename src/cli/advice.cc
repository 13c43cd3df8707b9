#include "cli/advice.h"

#include <utility>

namespace weir::cli {
namespace {

constexpr std::pair<std::string_view, std::string_view> kAdvice[] = {
    {"ActivityTimeout", "raise policy.timeout of the activity, or find out what it waited for"},
    {"AzureBlobOperationFailed", "check the account's key or SAS in the linked service"},
    {"DelimitedTextMoreColumnsThanDefined",
     "mend the row, check delimiter and quote of the dataset, or set enableSkipIncompatibleRow"},
    {"DiskFull", "make room on the disk, then run it again: nothing half-written was left"},
    {"HttpConnectFailed", "check that the server is up and the address is right"},
    {"InvalidTemplate", "mend the expression; 'weir expr' evaluates one by itself"},
    {"ParquetInvalidFile", "check that the dataset's type is what the file holds"},
    {"SqlFailedToConnect", "check that the server is up and host, port and database are right"},
    {"SqlTableNotFound", "make the table, or set tableOption to autoCreate on the sink"},
    {"SqlUnauthorizedAccess", "check user and password in the linked service"},
    {"UnsupportedActivity", "give its output under 'activities' in weir.local.json to go on"},
    {"UnsupportedLinkedService", "'weir local' writes stand-ins for a factory's stores"},
    {"UserErrorFileNotFound", "check the dataset's folder and file name"},
    {"UserErrorInvalidColumnMappingColumnNotFound",
     "mend the mapping, or check firstRowAsHeader of the dataset"},
    {"UserErrorInvalidDataValue",
     "mend the value, change the column's type in the mapping, or set enableSkipIncompatibleRow"},
    {"UserErrorSourceBlobNotExist", "check the dataset's container, folder and file name"},
};

}  // namespace

std::string Advice(std::string_view code, std::string_view message) {
  constexpr std::string_view kInner = "ErrorCode=";
  const size_t inner = message.find(kInner);
  if (inner != std::string_view::npos) {
    const std::string_view rest = message.substr(inner + kInner.size());
    code = rest.substr(0, rest.find(','));
  }
  for (const auto& [known, advice] : kAdvice) {
    if (known == code) return std::string(advice);
  }
  return {};
}

}  // namespace weir::cli
