#include "http/channel.h"

#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/names.h"

namespace weir::http {
namespace {

// How much of a body may wait for a slow reader.
constexpr size_t kBufferBytes = size_t{1} << 20;
// How long a wait for the network goes on before it looks whether somebody cancelled.
constexpr int kWaitMs = 50;
constexpr long kRedirectsMax = 20;

template <typename Value>
bool Set(CURL* easy, CURLoption option, Value value) {
  return curl_easy_setopt(easy, option, value) == CURLE_OK;
}

std::string Environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing of ours sets it.
  return value == nullptr ? "" : value;
}

/// Hosts that are asked directly: this machine, its metadata, and what the environment says.
std::string NoProxy() {
  const std::string lower = Environment("no_proxy");
  const std::string rest = lower.empty() ? Environment("NO_PROXY") : lower;
  if (rest == "*") return rest;
  return "localhost,127.0.0.1,::1,169.254.169.254" + (rest.empty() ? "" : "," + rest);
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && std::strchr(" \t\r\n", text.front()) != nullptr) text.remove_prefix(1);
  while (!text.empty() && std::strchr(" \t\r\n", text.back()) != nullptr) text.remove_suffix(1);
  return text;
}

struct Class {
  ErrorKind kind;
  const char* code;
};

Class ClassOf(CURLcode code) {
  switch (code) {  // libcurl's list is open, hence the default.
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return {ErrorKind::kInvalid, "InvalidUrl"};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {ErrorKind::kUnavailable, "HttpHostNotFound"};
    case CURLE_COULDNT_CONNECT:
      return {ErrorKind::kUnavailable, "HttpConnectFailed"};
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorKind::kUnavailable, "HttpTimeout"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return {ErrorKind::kDenied, "HttpCertificateRefused"};
    case CURLE_SSL_CACERT_BADFILE:
      return {ErrorKind::kInvalid, "InvalidCaFile"};
    case CURLE_SSL_CERTPROBLEM:
      return {ErrorKind::kInvalid, "InvalidClientCertificate"};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_INITFAILED:
      return {ErrorKind::kUnavailable, "HttpTlsFailed"};
    case CURLE_TOO_MANY_REDIRECTS:
      return {ErrorKind::kInvalid, "HttpTooManyRedirects"};
    case CURLE_OUT_OF_MEMORY:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_FAILED_INIT:
      return {ErrorKind::kInternal, "HttpClientFailed"};
    default:
      return {ErrorKind::kUnavailable, "HttpConnectionBroken"};
  }
}

}  // namespace

Channel::Channel(const ClientOptions& options)
    : options_(options), multi_(curl_multi_init()), easy_(curl_easy_init()) {}

Channel::~Channel() {
  Stop();
  curl_easy_cleanup(easy_);
  curl_multi_cleanup(multi_);
}

Result<> Channel::Start(Request request, const CancelToken* cancel) {
  WEIR_TRY(CheckRequest(request));
  if (cancel != nullptr) WEIR_TRY(cancel->Check());
  request_ = std::move(request);
  request_.url = EncodeUrl(request_.url);
  shown_url_ = PrintableUrl(request_.url);
  cancel_ = cancel;
  status_ = 0;
  headers_.clear();
  body_.clear();
  taken_ = 0;
  have_headers_ = whole_ = too_large_ = paused_ = finished_ = false;
  outcome_ = {};
  refused_.reset();
  reason_[0] = '\0';
  if (multi_ == nullptr || easy_ == nullptr) return ToError(CURLE_FAILED_INIT);
  WEIR_TRY(SetUp());
  if (curl_multi_add_handle(multi_, easy_) != CURLM_OK) return ToError(CURLE_FAILED_INIT);
  active_ = true;
  return {};
}

void Channel::Stop() {
  if (active_) curl_multi_remove_handle(multi_, easy_);
  active_ = false;
  if (easy_ != nullptr) curl_easy_reset(easy_);  // Keeps connections, forgets secrets.
  curl_slist_free_all(header_list_);
  header_list_ = nullptr;
  request_ = {};
}

/// A socket that no child process inherits, to an address that may be connected to.
curl_socket_t Channel::OpenSocket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto& channel = *static_cast<Channel*>(self);
  if (const AddressPolicy* policy = channel.options_.addresses.get()) {
    const std::optional<IpAddress> ip = IpAddress::FromSocket(&address->addr);
    const Result<> allowed = ip ? policy->Check(*ip) : Result<>();
    if (!allowed) {
      channel.refused_ = allowed.error();
      return CURL_SOCKET_BAD;
    }
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Result<> Channel::SetUp() {
  const bool guarded = options_.addresses != nullptr && options_.addresses->guarded();
  const std::string no_proxy = guarded && options_.proxy.empty() ? "*" : NoProxy();
  const bool proxied = options_.proxy.empty() || Set(easy_, CURLOPT_PROXY, options_.proxy.c_str());
  const bool ready =
      proxied && Set(easy_, CURLOPT_URL, request_.url.c_str()) &&
      Set(easy_, CURLOPT_NOSIGNAL, 1L) && Set(easy_, CURLOPT_ERRORBUFFER, reason_) &&
      Set(easy_, CURLOPT_PROTOCOLS_STR, "http,https") &&
      Set(easy_, CURLOPT_REDIR_PROTOCOLS_STR, "http,https") &&
      Set(easy_, CURLOPT_FOLLOWLOCATION, request_.follow_redirects ? 1L : 0L) &&
      Set(easy_, CURLOPT_MAXREDIRS, kRedirectsMax) &&
      Set(easy_, CURLOPT_OPENSOCKETFUNCTION, OpenSocket) &&
      Set(easy_, CURLOPT_OPENSOCKETDATA, this) &&
      Set(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) &&
      Set(easy_, CURLOPT_NOPROXY, no_proxy.c_str()) &&
      Set(easy_, CURLOPT_USERAGENT, options_.user_agent.c_str()) &&
      Set(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count())) &&
      Set(easy_, CURLOPT_BUFFERSIZE, 256L << 10) && Set(easy_, CURLOPT_TCP_KEEPALIVE, 1L) &&
      Set(easy_, CURLOPT_HEADERFUNCTION, OnHeader) && Set(easy_, CURLOPT_HEADERDATA, this) &&
      Set(easy_, CURLOPT_WRITEFUNCTION, OnBody) && Set(easy_, CURLOPT_WRITEDATA, this) &&
      (!request_.accept_compressed || Set(easy_, CURLOPT_ACCEPT_ENCODING, ""));
  if (!ready) return ToError(CURLE_BAD_FUNCTION_ARGUMENT);
  SetUpCredentials();
  WEIR_TRY(SetUpTls());
  if (raw_) {
    const bool only = Set(easy_, CURLOPT_CONNECT_ONLY, 1L) &&
                      Set(easy_, CURLOPT_HTTPPROXYTUNNEL, 1L) &&
                      Set(easy_, CURLOPT_SSL_ENABLE_ALPN, 0L);
    return only ? Result<>() : ToError(CURLE_BAD_FUNCTION_ARGUMENT);
  }
  return SetUpMethod();
}

Result<> Channel::SetUpMethod() {
  const std::string& method = request_.method;
  const bool sends_body =
      !request_.body.empty() || method == "POST" || method == "PUT" || method == "PATCH";
  bool ready = true;
  if (method == "HEAD") {
    ready = Set(easy_, CURLOPT_NOBODY, 1L);
  } else if (sends_body) {
    ready =
        Set(easy_, CURLOPT_POST, 1L) &&
        Set(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size())) &&
        Set(easy_, CURLOPT_POSTFIELDS, request_.body.c_str());
  }
  if (method != "HEAD" && method != (sends_body ? "POST" : "GET")) {
    ready = ready && Set(easy_, CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  std::vector<std::string> lines = {"Expect:"};  // Waiting for a 100 costs a round trip.
  if (FindHeader(request_.headers, "Content-Type") == nullptr) lines.emplace_back("Content-Type:");
  if (FindHeader(request_.headers, "Accept") == nullptr) lines.emplace_back("Accept: */*");
  for (const Header& header : request_.headers) {
    // "Name;" is how libcurl is told to send a header without a value.
    lines.push_back(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  for (const std::string& line : lines) {
    curl_slist* longer = curl_slist_append(header_list_, line.c_str());
    if (longer == nullptr) return ToError(CURLE_OUT_OF_MEMORY);
    header_list_ = longer;
  }
  ready = ready && Set(easy_, CURLOPT_HTTPHEADER, header_list_);
  return ready ? Result<>() : ToError(CURLE_BAD_FUNCTION_ARGUMENT);
}

Result<> Channel::SetUpTls() {
  const std::string ca = options_.ca_file.empty() ? Environment("SSL_CERT_FILE") : options_.ca_file;
  const Credentials& who = request_.credentials;
  bool ready = Set(easy_, CURLOPT_SSL_VERIFYPEER, request_.verify_tls ? 1L : 0L) &&
               Set(easy_, CURLOPT_SSL_VERIFYHOST, request_.verify_tls ? 2L : 0L) &&
               Set(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
               (ca.empty() || Set(easy_, CURLOPT_CAINFO, ca.c_str()));
  if (ready && !who.certificate_pfx.empty()) {
    const curl_blob blob = {const_cast<char*>(who.certificate_pfx.data()),  // NOLINT: C interface.
                            who.certificate_pfx.size(), CURL_BLOB_COPY};
    ready = Set(easy_, CURLOPT_SSLCERT_BLOB, &blob) && Set(easy_, CURLOPT_SSLCERTTYPE, "P12") &&
            Set(easy_, CURLOPT_KEYPASSWD, who.certificate_password.c_str());
  }
  return ready ? Result<>() : ToError(CURLE_BAD_FUNCTION_ARGUMENT);
}

void Channel::SetUpCredentials() {
  const Credentials& who = request_.credentials;
  long scheme = 0;
  switch (who.scheme) {
    case Authentication::kNone:
      return;
    case Authentication::kBasic:
      scheme = CURLAUTH_BASIC;
      break;
    case Authentication::kDigest:
      scheme = CURLAUTH_DIGEST;
      break;
  }
  Set(easy_, CURLOPT_HTTPAUTH, scheme);
  Set(easy_, CURLOPT_USERNAME, who.user.c_str());
  Set(easy_, CURLOPT_PASSWORD, who.password.c_str());
}

size_t Channel::OnHeader(char* data, size_t size, size_t count, void* self) {
  auto& channel = *static_cast<Channel*>(self);
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) {  // The next answer of a redirect or after a 100.
    channel.headers_.clear();
    channel.have_headers_ = false;
    return line.size();
  }
  const std::string_view text = Trim(line);
  if (text.empty()) {
    long status = 0;
    curl_easy_getinfo(channel.easy_, CURLINFO_RESPONSE_CODE, &status);
    channel.status_ = static_cast<int>(status);
    channel.have_headers_ = channel.IsLastAnswer();
    return line.size();
  }
  const size_t colon = text.find(':');
  if (colon != std::string_view::npos && colon > 0) {
    channel.headers_.push_back(
        {std::string(Trim(text.substr(0, colon))), std::string(Trim(text.substr(colon + 1)))});
  }
  return line.size();
}

bool Channel::IsLastAnswer() const {
  if (status_ < 200) return false;
  const bool followed = request_.follow_redirects && status_ / 100 == 3 &&
                        FindHeader(headers_, "Location") != nullptr;
  const bool challenged = request_.credentials.scheme == Authentication::kDigest && status_ == 401;
  return !followed && !challenged;  // If wrong, the body or its end tells.
}

size_t Channel::OnBody(char* data, size_t size, size_t count, void* self) {
  auto& channel = *static_cast<Channel*>(self);
  const size_t bytes = size * count;
  channel.have_headers_ = true;  // Bodies of redirects and challenges never come here.
  const size_t waiting = channel.body_.size() - channel.taken_;
  if (channel.whole_) {
    if (static_cast<int64_t>(waiting + bytes) > channel.request_.body_bytes_max) {
      channel.too_large_ = true;
      return 0;
    }
  } else if (waiting >= kBufferBytes) {
    channel.paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  if (channel.taken_ > 0 && channel.taken_ >= channel.body_.size() / 2) {
    channel.body_.erase(0, channel.taken_);
    channel.taken_ = 0;
  }
  channel.body_.append(data, bytes);
  return bytes;
}

Result<> Channel::Drive() {
  if (cancel_ != nullptr) WEIR_TRY(cancel_->Check());
  int running = 0;
  const size_t before = body_.size();
  CURLMcode code = curl_multi_perform(multi_, &running);
  if (code == CURLM_OK && running > 0 && body_.size() == before) {
    code = curl_multi_poll(multi_, nullptr, 0, kWaitMs, nullptr);
  }
  if (code != CURLM_OK) return ToError(CURLE_OUT_OF_MEMORY);
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg == CURLMSG_DONE) {
      const CURLcode result = message->data.result;
      Finished(result);
    }
  }
  return {};
}

void Channel::Finished(CURLcode code) {
  finished_ = true;
  const char* url = nullptr;
  curl_easy_getinfo(easy_, CURLINFO_EFFECTIVE_URL, &url);
  if (url != nullptr) shown_url_ = PrintableUrl(url);
  if (code != CURLE_OK) outcome_ = ToError(code);
}

Error Channel::ToError(CURLcode code) const {
  if (too_large_) {
    return Fail(ErrorKind::kInvalid, "HttpResponseTooLarge",
                "the answer of '" + shown_url_ + "' is larger than " +
                    std::to_string(request_.body_bytes_max) + " bytes")
        .At(shown_url_);
  }
  if (refused_ && code == CURLE_COULDNT_CONNECT) {
    return Error(*refused_).While("connecting to '" + shown_url_ + "'");
  }
  const Class found = ClassOf(code);
  // The reason names hosts and certificates; what it says about a malformed URL could name parts
  // of the query.
  const bool plain = reason_[0] == '\0' || found.kind == ErrorKind::kInvalid;
  const std::string why = plain ? curl_easy_strerror(code) : reason_;
  return Fail(found.kind, found.code, "cannot reach '" + shown_url_ + "': " + why).At(shown_url_);
}

Result<> Channel::Late(Deadline deadline, const std::string& what) const {
  if (std::chrono::steady_clock::now() < deadline) return {};
  return Fail(ErrorKind::kUnavailable, "HttpTimeout",
              "'" + shown_url_ + "' did not " + what + " in time")
      .At(shown_url_);
}

Result<> Channel::WaitForHeaders() {
  const Deadline deadline = request_.timeout.count() == 0
                                ? Deadline::max()
                                : std::chrono::steady_clock::now() + request_.timeout;
  while (!have_headers_ && !finished_) {
    WEIR_TRY(Drive());
    if (!have_headers_ && !finished_) WEIR_TRY(Late(deadline, "answer"));
  }
  // What went wrong behind the headers is told when the body has been read up to there.
  return have_headers_ ? Result<>() : outcome_;
}

Result<> Channel::WaitForBody() {
  const Deadline deadline = request_.stall_timeout.count() == 0
                                ? Deadline::max()
                                : std::chrono::steady_clock::now() + request_.stall_timeout;
  while (taken_ == body_.size()) {
    if (finished_) return outcome_;
    body_.clear();
    taken_ = 0;
    if (paused_) {
      paused_ = false;
      curl_easy_pause(easy_, CURLPAUSE_CONT);
      continue;  // Unpausing may have delivered at once.
    }
    WEIR_TRY(Drive());
    if (taken_ == body_.size() && !finished_) WEIR_TRY(Late(deadline, "go on with its body"));
  }
  return {};
}

size_t Channel::Take(char* out, size_t size) {
  const size_t count = std::min(size, body_.size() - taken_);
  std::memcpy(out, body_.data() + taken_, count);
  taken_ += count;
  return count;
}

Result<std::string> Channel::TakeAll() {
  whole_ = true;
  const Deadline deadline = request_.timeout.count() == 0
                                ? Deadline::max()
                                : std::chrono::steady_clock::now() + request_.timeout;
  while (!finished_) {
    WEIR_TRY(Drive());
    if (!finished_) WEIR_TRY(Late(deadline, "answer"));
  }
  WEIR_TRY(outcome_);
  return std::move(body_);
}

int64_t Channel::content_length() const {
  curl_off_t length = -1;
  curl_easy_getinfo(easy_, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  return static_cast<int64_t>(length);
}

}  // namespace weir::http
