#include "http/client.h"

#include <curl/curl.h>

#include <mutex>

#include "http/channel.h"

namespace weir::http {
namespace {

// Conversations beyond these close their connections when they end.
constexpr size_t kIdleChannelsMax = 32;

void StartLibrary() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

}  // namespace

/// Channels that are not in use, with their open connections.
struct Client::Pool {
  explicit Pool(ClientOptions from) : options(std::move(from)) {}

  std::unique_ptr<Channel> Take() {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        std::unique_ptr<Channel> channel = std::move(idle.back());
        idle.pop_back();
        return channel;
      }
    }
    return std::make_unique<Channel>(options);
  }
  void GiveBack(std::unique_ptr<Channel> channel) {
    channel->Stop();
    const std::lock_guard lock(mutex);
    if (idle.size() < kIdleChannelsMax) idle.push_back(std::move(channel));
  }

  const ClientOptions options;
  std::mutex mutex;
  std::vector<std::unique_ptr<Channel>> idle;
};

namespace {

/// A channel that goes back to its pool.
template <typename Pool>
class Lease {
 public:
  explicit Lease(std::shared_ptr<Pool> pool) : pool_(std::move(pool)), channel_(pool_->Take()) {}
  ~Lease() { pool_->GiveBack(std::move(channel_)); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  Channel* operator->() const { return channel_.get(); }

 private:
  std::shared_ptr<Pool> pool_;
  std::unique_ptr<Channel> channel_;
};

template <typename Pool>
class ChannelStream final : public ResponseStream {
 public:
  explicit ChannelStream(std::shared_ptr<Pool> pool) : channel_(std::move(pool)) {}

  Result<> Start(Request request, const CancelToken* cancel) {
    WEIR_TRY(channel_->Start(std::move(request), cancel));
    return channel_->WaitForHeaders();
  }
  int status() const override { return channel_->status(); }
  const std::vector<Header>& headers() const override { return channel_->headers(); }
  int64_t content_length() const override { return channel_->content_length(); }
  const std::string& url() const override { return channel_->url(); }
  Result<size_t> Read(char* out, size_t size) override {
    if (size == 0) return size_t{0};
    WEIR_TRY(channel_->WaitForBody());
    return channel_->Take(out, size);
  }

 private:
  Lease<Pool> channel_;
};

/// A connection of its own: never shared, gone with this.
class ChannelBytes final : public ByteStream {
 public:
  explicit ChannelBytes(ClientOptions options) : options_(std::move(options)), channel_(options_) {}

  Result<> Connect(const Endpoint& to, const CancelToken* cancel) {
    return channel_.Connect(to, cancel);
  }
  Result<> Write(std::string_view bytes, std::chrono::milliseconds timeout,
                 const CancelToken* cancel) override {
    return channel_.Write(bytes, timeout, cancel);
  }
  Result<size_t> Read(char* out, size_t size, std::chrono::milliseconds timeout,
                      const CancelToken* cancel) override {
    return channel_.Read(out, size, timeout, cancel);
  }

 private:
  const ClientOptions options_;
  Channel channel_;
};

}  // namespace

Client::Client(ClientOptions options) {
  StartLibrary();
  pool_ = std::make_shared<Pool>(std::move(options));
}

Client::~Client() = default;

Result<Response> Client::Send(Request request, const CancelToken* cancel) {
  const Lease<Pool> channel(pool_);
  WEIR_TRY(channel->Start(std::move(request), cancel));
  WEIR_ASSIGN(std::string body, channel->TakeAll());
  return Response{channel->status(), channel->headers(), std::move(body), channel->url()};
}

Result<std::unique_ptr<ResponseStream>> Client::Open(Request request, const CancelToken* cancel) {
  auto stream = std::make_unique<ChannelStream<Pool>>(pool_);
  WEIR_TRY(stream->Start(std::move(request), cancel));
  return stream;
}

Result<std::unique_ptr<ByteStream>> Client::Connect(const Endpoint& to, const CancelToken* cancel) {
  auto stream = std::make_unique<ChannelBytes>(pool_->options);
  WEIR_TRY(stream->Connect(to, cancel));
  return stream;
}

}  // namespace weir::http
