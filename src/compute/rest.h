#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/json.h"
#include "http/client.h"

namespace weir::compute {

/// The REST interface of a compute service.
struct RestService {
  std::shared_ptr<http::Client> client;
  std::string url;  ///< Without a slash at its end.
  std::vector<http::Header> headers = {};
  http::Credentials credentials = {};
  std::chrono::milliseconds timeout{60'000};
};

/// What to ask of it.
struct RestCall {
  std::string method = "GET";
  std::string path = {};  ///< "/batches/3"; with its query, encoded.
  Json body = {};         ///< Null: none.
  std::string text = {};  ///< A body that is no JSON, in place of `body`.
  std::string content_type = "application/json";
};

/// Ask; an answer of 2xx comes back. Errors: what http::Client says; kUnavailable ServiceBusy for
/// 429, 502, 503 and 504, which are sure to come from before the service took anything;
/// kUnavailable ServiceFailed for other 5xx; kDenied ServiceDenied; kNotFound NotAtService
/// for 404, 410 and 416 (nothing in that range);
/// kConflict ServiceConflict; kInvalid ServiceRefused. The message has the beginning of the answer.
Result<http::Response> Ask(const RestService& service, const RestCall& call,
                           const CancelToken* cancel);

/// The same for an answer that is JSON; null if it is empty. Errors also: kUnavailable
/// ServiceFailed for what is no JSON.
Result<Json> AskJson(const RestService& service, const RestCall& call, const CancelToken* cancel);

/// The URL without slashes at its end.
std::string WithoutSlash(std::string url);

}  // namespace weir::compute
