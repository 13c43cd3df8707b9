#include "http/server/socket_session.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include "base/names.h"
#include "http/websocket.h"

namespace weir::http {
namespace {

namespace asio = boost::asio;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr size_t kReadBytes = size_t{16} << 10U;
constexpr std::chrono::seconds kPingEach{15};

/// What the two directions of one connection share; both run on its strand.
struct Shared {
  Shared(asio::any_io_executor executor, std::shared_ptr<SocketPeer> given)
      : more(executor), written(executor), peer(std::move(given)) {}

  asio::steady_timer more;     ///< Cancelled when there is something to write.
  asio::steady_timer written;  ///< Cancelled when the writer has ended.
  std::shared_ptr<SocketPeer> peer;
  std::string control;  ///< Frames that answer frames, to be written next.
  bool over = false;
  bool writer_over = false;
  std::chrono::steady_clock::time_point heard = std::chrono::steady_clock::now();
};

/// Tells the peer of the end, however it comes.
class Told {
 public:
  explicit Told(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {
    shared_->peer->OnMore([weak = std::weak_ptr(shared_)] {
      const std::shared_ptr<Shared> alive = weak.lock();
      if (alive == nullptr) return;
      asio::post(alive->more.get_executor(), [alive] { alive->more.cancel(); });
    });
  }
  ~Told() {
    shared_->peer->OnMore(nullptr);
    shared_->peer->OnClose();
  }
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;

 private:
  std::shared_ptr<Shared> shared_;
};

asio::awaitable<void> WriteAll(Connection& connection, std::chrono::seconds write_max,
                               std::chrono::seconds silent_max, std::shared_ptr<Shared> shared) {
  auto pinged = std::chrono::steady_clock::now();
  while (!shared->over) {
    // Armed before it asks: what comes in between wakes it.
    shared->more.expires_after(kPingEach);
    std::string part = std::exchange(shared->control, std::string());
    std::optional<std::string> next = shared->peer->Take();
    const auto now = std::chrono::steady_clock::now();
    if (now - shared->heard > silent_max) break;
    if (next && !next->empty()) {
      part += WriteFrame({SocketFrame::Kind::kMessage, *std::move(next)}, false);
      next.emplace();
    } else if (now - pinged >= kPingEach) {
      part += WriteFrame({SocketFrame::Kind::kPing, {}}, false);
      pinged = now;
    }
    if (!next) part += WriteFrame({SocketFrame::Kind::kClose, {}}, false);
    if (part.empty()) {
      co_await shared->more.async_wait(kToken);
      continue;
    }
    connection.Deadline(write_max);
    const bool sent = co_await connection.Write(part, {});
    connection.ClearDeadline();
    if (!sent || !next) break;
  }
  shared->writer_over = true;
  shared->written.cancel();
  connection.CloseSoon();  // Ends the reader.
}

/// Do what the frames ask for; false at the end.
bool TakeFrames(SocketReader& reader, size_t message_max, Shared& shared) {
  while (true) {
    reader.set_message_max(std::min(message_max, shared.peer->message_max()));
    Result<std::optional<SocketFrame>> frame = reader.Next();
    if (!frame) return false;
    if (!*frame) return true;
    switch ((*frame)->kind) {
      case SocketFrame::Kind::kMessage:
        shared.peer->OnMessage(std::move((*frame)->body));
        break;
      case SocketFrame::Kind::kPing:
        shared.control += WriteFrame({SocketFrame::Kind::kPong, (*frame)->body}, false);
        shared.more.cancel();
        break;
      case SocketFrame::Kind::kPong:
        break;
      case SocketFrame::Kind::kClose:
        return false;
    }
  }
}

}  // namespace

bool IsUpgrade(const ServerRequest& request) {
  return request.method == "GET" && SameName(request.header("Upgrade"), "websocket") &&
         request.header("Sec-WebSocket-Version") == "13" &&
         !request.header("Sec-WebSocket-Key").empty();
}

asio::awaitable<void> ServeSocket(Connection& connection, const ServerOptions& options,
                                  const ServerRequest& request, std::shared_ptr<SocketPeer> peer,
                                  std::string bytes) {
  const auto executor = co_await asio::this_coro::executor;
  const auto shared = std::make_shared<Shared>(executor, std::move(peer));
  const Told told(shared);
  const std::string head =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      SocketAccept(request.header("Sec-WebSocket-Key")) + "\r\n\r\n";
  connection.Deadline(options.request_max);
  if (!co_await connection.Write(head, {})) co_return;
  connection.ClearDeadline();
  shared->written.expires_at(std::chrono::steady_clock::time_point::max());
  asio::co_spawn(executor, WriteAll(connection, options.request_max, options.idle_max, shared),
                 asio::detached);
  SocketReader reader(SocketReader::Side::kServer, options.body_max);
  reader.Feed(bytes);
  const auto buffer = std::make_unique<char[]>(kReadBytes);
  while (TakeFrames(reader, options.body_max, *shared)) {
    const size_t count = co_await connection.Read(buffer.get(), kReadBytes);
    if (count == 0) break;
    shared->heard = std::chrono::steady_clock::now();
    reader.Feed({buffer.get(), count});
  }
  shared->over = true;
  shared->more.cancel();
  connection.CloseSoon();  // Ends a write that the client does not take.
  while (!shared->writer_over) co_await shared->written.async_wait(kToken);
}

}  // namespace weir::http
