#include "connectors/local_files/system_error.h"

#include <cerrno>
#include <system_error>

namespace weir::connectors::local_files {
namespace {

struct Class {
  ErrorKind kind;
  const char* code;
};

Class ClassOf(int number) {
  switch (number) {
    case ENOENT:
      return {ErrorKind::kNotFound, "PathNotFound"};
    case EACCES:
    case EPERM:
    case EROFS:
      return {ErrorKind::kDenied, "FileAccessDenied"};
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return {ErrorKind::kInternal, "DiskFull"};
    case EISDIR:
      return {ErrorKind::kInvalid, "PathIsFolder"};
    case ENOTDIR:
      return {ErrorKind::kInvalid, "PathIsNotFolder"};
    case ENAMETOOLONG:
    case ELOOP:
    case EINVAL:
    case EILSEQ:
      return {ErrorKind::kInvalid, "InvalidPath"};
    default:  // The system's list is open.
      return {ErrorKind::kUnavailable, "FileOperationFailed"};
  }
}

}  // namespace

Error SystemError(int number, const std::string& doing, const std::string& path) {
  const Class found = ClassOf(number);
  return Fail(found.kind, found.code,
              "cannot " + doing + " '" + path + "': " + std::generic_category().message(number))
      .At(path);
}

}  // namespace weir::connectors::local_files
