#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace weir::alert {

/// What a rule looks for.
enum class Condition {
  kFailed,        ///< A run failed.
  kSucceeded,     ///< A run succeeded.
  kLong,          ///< A run takes longer than `duration`.
  kLate,          ///< No run of a pipeline has succeeded on a day by the time `by` (UTC).
  kNeverStarted,  ///< No run of a pipeline has begun for `duration`.
  kQueueLength,   ///< More than `count` activities wait for a worker.
};

/// Where a notice goes.
struct Action {
  enum class Kind { kEmail, kWebhook };
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
};

struct Rule {
  std::string name;
  Condition condition = Condition::kFailed;
  std::chrono::seconds duration{0};
  std::chrono::minutes by{0};
  int64_t count = 0;
  std::vector<std::string> pipelines;    ///< Any of them; empty: every one.
  std::vector<std::string> annotations;  ///< A run that has one of them; empty: every one.
  std::vector<std::string> factories;    ///< By name or resource id; empty: every one.
  std::chrono::seconds group{60};        ///< What comes within it makes one notice.
  bool recovery = true;                  ///< Also tell when it is over.
  std::vector<Action> actions;
};

/// Read {"name", "properties": {"condition", "scope", "group", "recovery", "actions"}};
/// docs/alerts.md says what may stand there. Errors, with the place in the text: kInvalid
/// InvalidAlertRule; kUnsupported UnsupportedAlertRule.
Result<Rule> ReadRule(const Json& document);

/// The rules of a folder's *.json files; secrets of files are looked for from there.
/// Errors: as ReadRule, at the file; kNotFound FolderNotFound; kInvalid InvalidJson.
Result<std::vector<Rule>> LoadRules(const std::string& folder);

}  // namespace weir::alert
