#include "cases/area.h"
#include "expr/v1/expression.h"
#include "model/v1/time_span.h"

namespace weir::cases {
namespace {

/// The variables of a case and their names, which an expression may use besides those of a slice.
struct Named {
  expr::V1Variables variables;
  std::vector<std::string> names = expr::V1VariableNames();
};

Result<Named> VariablesOf(const Json& json) {
  Named named;
  for (const Json::Member& member : json.members()) {
    WEIR_ASSIGN(const UtcTime time, ParseUtc(member.value.as_string()));
    named.variables.Set(member.name, time);
    named.names.push_back(member.name);
  }
  return named;
}

Result<Json> Evaluate(const Json& given) {
  WEIR_ASSIGN(const Named named, VariablesOf(given["variables"]));
  WEIR_ASSIGN(const expr::V1Expression expression,
              expr::V1Expression::Parse(given["expression"], named.names));
  WEIR_ASSIGN(const expr::V1Value value, expression.Evaluate(named.variables));
  return value.ToJson();
}

Result<Json> Partition(const Json& given) {
  WEIR_ASSIGN(const Named named, VariablesOf(given["variables"]));
  return expr::EvaluateV1Dataset(given["typeProperties"], named.variables);
}

/// An expected error is met by any failure; the words are informative.
Verdict Judge(const Json& expect, const Json& want, const Result<Json>& got) {
  if (expect.Find("error") != nullptr) {
    return {!got, "a failure", got ? DumpJson(*got) : got.error().ToString()};
  }
  return got ? Compare(want, *got) : Unexpected(want, got.error());
}

}  // namespace

/// `{given: {expression, variables}, expect: {value | error}}`.
Verdict CheckV1Function(const Json& one) {
  return Judge(one["expect"], one["expect"]["value"], Evaluate(one["given"]));
}

/// `{given: {typeProperties, variables}, expect: {folderPath, fileName … | error}}`.
Verdict CheckV1Partition(const Json& one) {
  Result<Json> got = Partition(one["given"]);
  if (!got) return Judge(one["expect"], one["expect"], got);
  Json asked = Json::Object();
  for (const Json::Member& member : one["expect"].members()) {
    asked.Set(member.name, (*got)[member.name]);
  }
  return Judge(one["expect"], one["expect"], asked);
}

/// `{given: {text}, expect: {days, hours, minutes, seconds | error}}`.
Verdict CheckV1TimeSpan(const Json& one) {
  const Result<std::chrono::seconds> span =
      model::ParseV1TimeSpan(one["given"]["text"].as_string());
  if (!span) return Judge(one["expect"], one["expect"], span.error());
  const int64_t seconds = span->count();
  const Json parts = Json::Object({{"days", seconds / 86400},
                                   {"hours", seconds / 3600 % 24},
                                   {"minutes", seconds / 60 % 60},
                                   {"seconds", seconds % 60}});
  return Judge(one["expect"], one["expect"], parts);
}

}  // namespace weir::cases
