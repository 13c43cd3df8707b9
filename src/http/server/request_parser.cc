#include "http/server/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

namespace weir::http {

namespace beast = boost::beast;

struct RequestParser::Impl {
  std::optional<beast::http::request_parser<beast::http::string_body>> parser;
  bool continued = false;
};

RequestParser::RequestParser(size_t header_max, size_t body_max)
    : header_max_(header_max), body_max_(body_max), impl_(std::make_unique<Impl>()) {
  Reset();
}

RequestParser::~RequestParser() = default;

void RequestParser::Reset() {
  impl_->parser.emplace();
  impl_->parser->eager(true);
  impl_->parser->header_limit(static_cast<uint32_t>(header_max_));
  impl_->parser->body_limit(body_max_);
  impl_->continued = false;
}

RequestParser::State RequestParser::Feed(std::string& bytes) {
  beast::error_code error;
  while (!bytes.empty()) {
    const size_t used = impl_->parser->put(boost::asio::buffer(bytes), error);
    bytes.erase(0, used);
    if (impl_->parser->is_done()) return State::kDone;
    if (error == beast::http::error::need_more || used == 0) break;
    if (error) break;
  }
  if (!error || error == beast::http::error::need_more) return State::kMore;
  failure_ = 400;
  if (error == beast::http::error::header_limit) failure_ = 431;
  if (error == beast::http::error::body_limit) failure_ = 413;
  return State::kFailed;
}

bool RequestParser::WantsContinue() {
  if (impl_->continued || !impl_->parser->is_header_done()) return false;
  impl_->continued = true;
  return beast::iequals(impl_->parser->get()[beast::http::field::expect], "100-continue");
}

bool RequestParser::begun() const {
  return impl_->parser->got_some();
}

RequestParser::Parsed RequestParser::Take() {
  auto message = impl_->parser->release();
  Parsed parsed;
  parsed.keep_alive = message.keep_alive();
  parsed.request.method = std::string(message.method_string());
  parsed.request.target = std::string(message.target());
  for (const auto& field : message) {
    parsed.request.headers.push_back(
        {std::string(field.name_string()), std::string(field.value())});
  }
  parsed.request.body = std::move(message.body());
  Reset();
  return parsed;
}

}  // namespace weir::http
