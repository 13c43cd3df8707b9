#pragma once

#include <string>

#include "alert/book.h"
#include "base/json.h"
#include "http/client.h"

namespace weir::alert {

/// A notice as people read it: a line for each entry.
std::string TextOf(const Notice& notice);

/// A notice as the body of a webhook: plain JSON (ToJson), Slack's blocks, or an adaptive card of
/// Teams.
Json BodyOf(const Notice& notice, Action::Form form);

/// A notice that says it is a test.
Notice TestNotice(const Rule& rule, UtcTime now);

/// A notice as parameters of a pipeline, beside those of the action, whose names win: name, state,
/// condition, pipeline, runId (of the first entry), message (a line for each), count, noticeId.
Json ParametersOf(const Notice& notice, const Action& action);

/// Send it by mail or to a webhook. `web` reaches the webhooks' addresses. Errors: what
/// http::Client and http::SendMail say; kUnavailable or kInvalid WebhookRefused.
Result<> Send(const Notice& notice, const Action& action, http::Client& web,
              const CancelToken& cancel);

}  // namespace weir::alert
