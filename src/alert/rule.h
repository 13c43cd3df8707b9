#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace weir::alert {

/// What a rule looks for.
enum class Condition {
  kFailed,        ///< A run failed; with `times`, so many of a pipeline `within` a time.
  kSucceeded,     ///< A run succeeded.
  kLong,          ///< A run takes longer than `duration`.
  kLate,          ///< No run of a pipeline has succeeded on a day by the time `by` (UTC).
  kNeverStarted,  ///< No run of a pipeline has begun for `duration`.
  kQueueLength,   ///< More than `count` activities of the service wait for a worker.
};

/// As rules spell it: "NeverStarted".
const char* NameOf(Condition condition);
/// The other way, in any case; nothing if it is none.
std::optional<Condition> ReadConditionName(const std::string& name);

/// Where a notice goes.
struct Action {
  enum class Kind { kEmail, kWebhook, kPipeline };
  enum class Form { kJson, kSlack, kTeams };
  Kind kind = Kind::kWebhook;
  // kWebhook
  std::string url;
  Form form = Form::kJson;
  // kEmail
  std::string host;
  int port = 587;
  bool start_tls = true;
  std::string user;
  std::string password;
  std::string from;
  std::vector<std::string> to;
  // kPipeline
  std::string pipeline;  ///< Of the rule's factory.
  Json parameters;       ///< Beside those that tell of the notice; an object or null.

  /// Who is told, without what is secret: "https://host/…", "ann@b by mail.b:587", "pipeline 'P'".
  std::string Target() const;
};

/// A rule of one factory.
struct Rule {
  std::string factory;  ///< The key of its factory: whose runs it sees.
  UtcTime since;        ///< It tells of nothing that ended before.
  std::string name;
  Condition condition = Condition::kFailed;
  std::chrono::seconds duration{0};
  std::chrono::minutes by{0};
  int64_t count = 0;
  int64_t times = 1;
  std::chrono::seconds within{0};        ///< Of `times` that are more than one.
  std::vector<std::string> pipelines;    ///< Any of them; empty: every one.
  std::vector<std::string> annotations;  ///< A run that has one of them; empty: every one.
  std::chrono::seconds group{60};        ///< What comes within it makes one notice.
  bool recovery = true;                  ///< Also tell when it is over.
  bool enabled = true;                   ///< False: it sees nothing and tells nothing.
  std::vector<Action> actions;

  /// Of no other rule.
  std::string Key() const;
  /// True if it starts pipelines. It does not see runs that an alert started: they would go on
  /// for ever.
  bool StartsPipelines() const;
};

/// "https://host/…": the path of a webhook is often all that keeps strangers out.
std::string OriginOf(const std::string& url);

/// Read {"condition", "scope", "group", "recovery", "enabled", "actions"}, the `properties` of an
/// alert; docs/alerts.md says what may stand there. `factory` and `since` are left to the caller.
/// Errors, with the place in the text: kInvalid InvalidAlertRule; kUnsupported
/// AlertTimeZoneNotSupported.
Result<Rule> ReadRule(const std::string& name, const Json& properties);

/// Find what is wrong with one whose secrets are elsewhere or hidden. Errors: as ReadRule.
Result<> CheckRule(const std::string& name, const Json& properties);
/// The same, all that is wrong: at most one error for each of its parts and actions.
std::vector<Error> FaultsOfRule(const std::string& name, const Json& properties);

}  // namespace weir::alert
