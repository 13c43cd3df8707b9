#include "alert/message.h"

#include "base/ids.h"
#include "http/mail.h"

namespace weir::alert {
namespace {

constexpr size_t kShownMax = 30;
constexpr std::chrono::milliseconds kTimeout{15'000};

std::string LineOf(const Entry& entry) {
  std::string line = FormatUtc(entry.time).substr(0, 19) + "Z  ";
  const std::string factory = entry.factory.substr(entry.factory.rfind('/') + 1);
  if (!factory.empty()) line += factory + " / ";
  line += entry.pipeline + (entry.pipeline.empty() ? "" : " ") + entry.text;
  if (!entry.run_id.empty()) line += "  (run " + entry.run_id + ")";
  return line;
}

/// Slack's own signs.
std::string ForSlack(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

/// The first entries, and how many are left out.
std::vector<std::string> Lines(const Notice& notice) {
  std::vector<std::string> lines;
  for (const Entry& entry : notice.entries) {
    if (lines.size() == kShownMax) {
      lines.push_back("and " + std::to_string(notice.entries.size() - kShownMax) + " more");
      break;
    }
    lines.push_back(LineOf(entry));
  }
  return lines;
}

Json SlackBody(const Notice& notice) {
  constexpr size_t kSectionMax = 2900;  // Slack takes 3,000 characters.
  constexpr size_t kHeadMax = 150;
  std::string text;
  for (const std::string& line : Lines(notice)) {
    const std::string shown = "• " + ForSlack(line) + "\n";
    if (text.size() + shown.size() > kSectionMax) break;
    text += shown;
  }
  const std::string title = notice.Title();
  Json head = Json::Object(
      {{"type", "header"},
       {"text", Json::Object({{"type", "plain_text"}, {"text", title.substr(0, kHeadMax)}})}});
  Json section = Json::Object(
      {{"type", "section"}, {"text", Json::Object({{"type", "mrkdwn"}, {"text", text}})}});
  return Json::Object(
      {{"text", ForSlack(title)}, {"blocks", Json::Array({std::move(head), std::move(section)})}});
}

Json TeamsBody(const Notice& notice) {
  Json body = Json::Array({Json::Object({{"type", "TextBlock"},
                                         {"text", notice.Title()},
                                         {"weight", "Bolder"},
                                         {"size", "Medium"},
                                         {"wrap", true},
                                         {"color", notice.test       ? "Accent"
                                                   : notice.recovery ? "Good"
                                                                     : "Attention"}})});
  for (const std::string& line : Lines(notice)) {
    body.Append(Json::Object({{"type", "TextBlock"}, {"text", line}, {"wrap", true}}));
  }
  Json card = Json::Object({{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
                            {"type", "AdaptiveCard"},
                            {"version", "1.4"},
                            {"body", std::move(body)}});
  return Json::Object(
      {{"type", "message"},
       {"attachments",
        Json::Array({Json::Object({{"contentType", "application/vnd.microsoft.card.adaptive"},
                                   {"content", std::move(card)}})})}});
}

/// The same without the webhook's path.
Error WithoutPath(const Error& error, const Action& action) {
  const std::string url = http::PrintableUrl(action.url);
  const std::string target = action.Target();
  std::string message = error.message();
  for (size_t at = message.find(url); at != std::string::npos;
       at = message.find(url, at + target.size())) {
    message.replace(at, url.size(), target);
  }
  return Fail(error.kind(), error.code(), message).At(target);
}

Result<> SendWebhook(const Notice& notice, const Action& action, http::Client& web,
                     const CancelToken& cancel) {
  http::Request request;
  request.method = "POST";
  request.url = action.url;
  request.headers = {{"Content-Type", "application/json"}, {"X-Weir-Notice", notice.id}};
  request.body = DumpJson(BodyOf(notice, action.form));
  request.timeout = kTimeout;
  const Result<http::Response> response = web.Send(std::move(request), &cancel);
  if (!response) return WithoutPath(response.error(), action);
  const int status = response->status;
  if (status < 300) return {};
  const bool later = status >= 500 || status == 429 || status == 408;
  return Fail(later ? ErrorKind::kUnavailable : ErrorKind::kInvalid, "WebhookRefused",
              "the webhook answered with status " + std::to_string(status));
}

}  // namespace

std::string TextOf(const Notice& notice) {
  std::string text;
  for (const std::string& line : Lines(notice)) text += line + "\r\n";
  return text;
}

Json BodyOf(const Notice& notice, Action::Form form) {
  switch (form) {
    case Action::Form::kJson:
      return ToJson(notice);
    case Action::Form::kSlack:
      return SlackBody(notice);
    case Action::Form::kTeams:
      return TeamsBody(notice);
  }
  return {};
}

Notice TestNotice(const Rule& rule, UtcTime now) {
  return {NewGuid(),
          rule.factory,
          rule.name,
          rule.condition,
          false,
          true,
          {{rule.factory, "", "", "this is a test", now}},
          now};
}

Json ParametersOf(const Notice& notice, const Action& action) {
  std::string message = TextOf(notice);
  std::erase(message, '\r');
  while (message.ends_with('\n')) message.pop_back();
  const Entry first = notice.entries.empty() ? Entry() : notice.entries.front();
  Json parameters = Json::Object({{"name", notice.rule},
                                  {"state", notice.State()},
                                  {"condition", NameOf(notice.condition)},
                                  {"pipeline", first.pipeline},
                                  {"runId", first.run_id},
                                  {"message", message},
                                  {"count", static_cast<int64_t>(notice.entries.size())},
                                  {"noticeId", notice.id}});
  for (const Json::Member& one : action.parameters.members()) parameters.Set(one.name, one.value);
  return parameters;
}

Result<> Send(const Notice& notice, const Action& action, http::Client& web,
              const CancelToken& cancel) {
  if (action.kind == Action::Kind::kWebhook) return SendWebhook(notice, action, web, cancel);
  http::Mail mail;
  mail.host = action.host;
  mail.port = action.port;
  mail.start_tls = action.start_tls;
  mail.user = action.user;
  mail.password = action.password;
  mail.from = action.from;
  mail.to = action.to;
  mail.message_id = notice.id + "@weirworks";
  mail.date = http::FormatHttpDate(notice.time).substr(0, 25) + " +0000";
  mail.subject = notice.Title();
  mail.text = TextOf(notice);
  return http::SendMail(mail);
}

}  // namespace weir::alert
