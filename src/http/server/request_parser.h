#pragma once

#include <memory>
#include <string>

#include "http/server/server.h"

namespace weir::http {

/// Reads requests from bytes, one after the other.
class RequestParser {
 public:
  enum class State { kMore, kDone, kFailed };

  RequestParser(size_t header_max, size_t body_max);
  ~RequestParser();

  /// Take what it can from the front of `bytes`.
  State Feed(std::string& bytes);
  /// After kFailed: the status to answer.
  int failure() const { return failure_; }
  /// The headers are there, and the client waits to be told to send the body; true once.
  bool WantsContinue();
  bool begun() const;

  struct Parsed {
    ServerRequest request;
    bool keep_alive = true;
  };
  /// After kDone: the request; the next Feed begins another.
  Parsed Take();

 private:
  struct Impl;
  void Reset();

  size_t header_max_;
  size_t body_max_;
  std::unique_ptr<Impl> impl_;
  int failure_ = 400;
};

}  // namespace weir::http
