#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/position.h"

namespace weir {

/// What sort of failure it was; decides HTTP status, failure type and whether a retry can help.
enum class ErrorKind {
  kInvalid,      ///< What was given is wrong: JSON, expression, data, settings.
  kNotFound,     ///< A named thing does not exist.
  kConflict,     ///< It exists already, or is in a state that forbids the act.
  kDenied,       ///< Credentials were refused or rights are missing.
  kUnavailable,  ///< A service did not answer, or said to come back later.
  kCancelled,    ///< Somebody asked to stop.
  kUnsupported,  ///< Weirworks does not do this; the message names it.
  kInternal,     ///< Our fault, or a disk that is full.
};

/// A failure: its kind, a stable code, what was expected and came, and where.
///
/// `message` is lower case without a full stop; ADF's own messages keep ADF's form. The parts sit
/// behind one pointer, so a `Result` stays small.
class Error {
 public:
  Error(ErrorKind kind, std::string code, std::string message);

  ErrorKind kind() const { return data_->kind; }
  const std::string& code() const { return data_->code; }
  const std::string& message() const { return data_->message; }
  /// What is at fault ("pipeline/Load.json:41:17", a table, a file); empty if nobody said.
  const std::string& target() const { return data_->target; }
  /// Line and column in the text that was read; `Position{}` if unknown.
  Position position() const { return data_->position; }
  /// What was being done, innermost first ("reading page 3 of source 'orders'").
  const std::vector<std::string>& trail() const { return data_->trail; }

  /// Name what is at fault. The innermost name wins: a later call changes nothing.
  Error& At(std::string target) &;
  Error&& At(std::string target) &&;
  /// Name the place in the text. The innermost wins.
  Error& At(Position position) &;
  Error&& At(Position position) &&;
  /// Add a step to the trail; a gerund first ("reading …").
  Error& While(std::string step) &;
  Error&& While(std::string step) &&;

  /// Print message, target and trail on one line, for logs and terminals.
  std::string ToString() const;

 private:
  struct Data {
    ErrorKind kind;
    std::string code;
    std::string message;
    std::string target;
    Position position;
    std::vector<std::string> trail;
  };
  Data& Own();
  std::shared_ptr<Data> data_;
};

/// Make an error; reads well in `return Fail(…)`.
Error Fail(ErrorKind kind, std::string code, std::string message);

/// Print the kind's name as it stands in the enum, without the k: "Invalid".
std::string_view KindName(ErrorKind kind);

}  // namespace weir
