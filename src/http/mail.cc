#include "http/mail.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace weir::http {
namespace {

constexpr size_t kLineMax = 76;

std::string Base64(std::string_view text, bool lines) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  size_t column = 0;
  for (size_t i = 0; i < text.size(); i += 3) {
    uint32_t bits = 0;
    const size_t count = std::min<size_t>(3, text.size() - i);
    for (size_t k = 0; k < 3; ++k) {
      bits = bits << 8U | (k < count ? static_cast<unsigned char>(text[i + k]) : 0U);
    }
    for (size_t k = 0; k < 4; ++k) {
      out += k <= count ? kDigits[bits >> (18U - 6U * k) & 63U] : '=';
    }
    column += 4;
    if (lines && column >= kLineMax) {
      out += "\r\n";
      column = 0;
    }
  }
  return out;
}

/// A header's text as encoded words, each a part that ends between characters.
std::string Encoded(const std::string& text) {
  constexpr size_t kPartMax = 42;
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(at + kPartMax, text.size());
    while (end < text.size() && end > at + 1 &&
           (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    out += (out.empty() ? "" : "\r\n ") +
           ("=?UTF-8?B?" + Base64(text.substr(at, end - at), false)) + "?=";
    at = end;
  }
  return out;
}

struct Upload {
  std::string text;
  size_t at = 0;
};

size_t ReadUpload(char* out, size_t size, size_t count, void* self) {
  auto* upload = static_cast<Upload*>(self);
  const size_t given = std::min(size * count, upload->text.size() - upload->at);
  upload->text.copy(out, given, upload->at);
  upload->at += given;
  return given;
}

Error ErrorOf(CURLcode code, const Mail& mail, const std::string& reason, int64_t status) {
  const std::string server = mail.host + ":" + std::to_string(mail.port);
  const std::string said = reason.empty() ? curl_easy_strerror(code) : reason;
  switch (code) {
    case CURLE_LOGIN_DENIED:
    case CURLE_USE_SSL_FAILED:
    case CURLE_PEER_FAILED_VERIFICATION:
      return Fail(ErrorKind::kDenied, "MailDenied", server + ": " + said);
    default:  // Of libcurl: its codes are many.
      break;
  }
  if (status >= 500) return Fail(ErrorKind::kInvalid, "MailRefused", server + ": " + said);
  return Fail(ErrorKind::kUnavailable, "MailNotTaken", server + ": " + said);
}

}  // namespace

std::string MailText(const Mail& mail) {
  std::string to;
  for (const std::string& one : mail.to) to += (to.empty() ? "" : ", ") + one;
  std::string out = "From: " + mail.from + "\r\nTo: " + to + "\r\n";
  if (!mail.date.empty()) out += "Date: " + mail.date + "\r\n";
  if (!mail.message_id.empty()) out += "Message-ID: <" + mail.message_id + ">\r\n";
  out += "Subject: " + Encoded(mail.subject) +
         "\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n"
         "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
         Base64(mail.text, true) + "\r\n";
  return out;
}

Result<> SendMail(const Mail& mail) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  Upload upload{MailText(mail)};
  curl_slist* to = nullptr;
  for (const std::string& one : mail.to) to = curl_slist_append(to, ("<" + one + ">").c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> list(to, curl_slist_free_all);
  char reason[CURL_ERROR_SIZE] = {};
  const auto set = [&](CURLoption option, auto value) {
    curl_easy_setopt(curl.get(), option, value);
  };
  const std::string url = "smtp://" + mail.host + ":" + std::to_string(mail.port);
  const std::string from = "<" + mail.from + ">";
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_USE_SSL, static_cast<long>(mail.start_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (!mail.user.empty()) {
    set(CURLOPT_USERNAME, mail.user.c_str());
    set(CURLOPT_PASSWORD, mail.password.c_str());
  }
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing of ours sets it.
  const char* trusted = mail.ca_file.empty() ? std::getenv("SSL_CERT_FILE") : mail.ca_file.c_str();
  if (trusted != nullptr) set(CURLOPT_CAINFO, trusted);
  set(CURLOPT_MAIL_FROM, from.c_str());
  set(CURLOPT_MAIL_RCPT, list.get());
  set(CURLOPT_READFUNCTION, &ReadUpload);
  set(CURLOPT_READDATA, &upload);
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(mail.timeout.count()));
  set(CURLOPT_ERRORBUFFER, reason);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_OK) return {};
  long status = 0;  // NOLINT(google-runtime-int): libcurl's.
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  return ErrorOf(code, mail, reason, status);
}

}  // namespace weir::http
