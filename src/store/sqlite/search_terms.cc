#include "store/sqlite/search_terms.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "base/names.h"

namespace weir::store {
namespace {

/// Places of kRunColumns.
enum Column {
  kRunId = 0,
  kPipeline = 3,
  kStatus = 4,
  kMessage = 5,
  kParameters = 6,
  kInvokedBy = 7,
  kAnnotations = 8,
  kStart = 9,
  kEnd = 10,
  kResult = 14,
};

/// False if no text that is written in `json` can have a part `value`: cheaper than to read it.
/// JSON writes what is plain as it is.
bool MayHold(std::string_view json, std::string_view value) {
  const bool plain = std::all_of(value.begin(), value.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == ':' || c == ' ';
  });
  return !plain || NameKey(json).find(value) != std::string::npos;
}

bool MayHold(std::string_view json, const SearchTerm& term) {
  return std::any_of(term.values.begin(), term.values.end(),
                     [&](const Json& value) { return MayHold(json, value.as_string()); });
}

std::string TextOf(const Json& value) {
  return value.is_string() ? value.as_string() : DumpJson(value);
}

bool HasParameter(const SearchTerm& term, const Statement& row) {
  if (!MayHold(row.Blob(kParameters), term)) return false;
  const Json parameters = row.JsonOf(kParameters);
  return std::any_of(parameters.members().begin(), parameters.members().end(),
                     [&](const Json::Member& one) {
                       return (term.name.empty() || SameName(one.name, term.name)) &&
                              Passes(term, TextOf(one.value));
                     });
}

bool HasAnnotation(const SearchTerm& term, const Statement& row) {
  if (!MayHold(row.Blob(kAnnotations), term)) return false;
  const Json annotations = row.JsonOf(kAnnotations);
  return std::any_of(annotations.items().begin(), annotations.items().end(),
                     [&](const Json& one) { return Passes(term, TextOf(one)); });
}

bool IsInvokedBy(const SearchTerm& term, const Statement& row) {
  if (!MayHold(row.Blob(kInvokedBy), term)) return false;
  const Json by = row.JsonOf(kInvokedBy);
  return Passes(term, by["name"].as_string()) || Passes(term, by["invokedByType"].as_string()) ||
         Passes(term, by["pipelineName"].as_string());
}

bool HasError(const SearchTerm& term, const Statement& row) {
  if (Passes(term, row.Blob(kMessage))) return true;
  const std::string_view result = row.Blob(kResult);
  if (result == "null" || !MayHold(result, term)) return false;
  return Passes(term, row.JsonOf(kResult)["error"]["errorCode"].as_string());
}

bool IsEnded(std::string_view status) {
  return status == "Failed" || status == "Cancelled";
}

/// All that a list shows of the run.
std::string ShownText(const Statement& row) {
  std::string text;
  const auto add = [&](std::string_view part) { text += std::string(part) + "\n"; };
  for (const int column : {kPipeline, kRunId, kStatus, kMessage}) add(row.Blob(column));
  const Json by = row.JsonOf(kInvokedBy);
  for (const char* name : {"name", "invokedByType", "pipelineName"}) add(by[name].as_string());
  const Json annotations = row.JsonOf(kAnnotations);
  for (const Json& one : annotations.items()) add(TextOf(one));
  const Json parameters = row.JsonOf(kParameters);
  for (const Json::Member& one : parameters.members()) add(one.name + "=" + TextOf(one.value));
  return text;
}

bool IsIndexed(const RunCondition& condition) {
  constexpr size_t kPipelinesMax = 5;  // By every status there is: what a query takes apart.
  return condition.field == RunField::kGroupId || condition.field == RunField::kStatus ||
         condition.field == RunField::kLatestOnly ||
         (condition.field == RunField::kPipelineName && !condition.negated &&
          condition.values.size() <= kPipelinesMax);
}

}  // namespace

bool Passes(const SearchTerm& term, std::string_view text) {
  const bool equal = term.test == SearchTest::kEquals;
  const std::string key = equal ? std::string() : NameKey(text);
  return std::any_of(term.values.begin(), term.values.end(), [&](const Json& value) {
    return equal ? SameName(value.as_string(), text)
                 : key.find(value.as_string()) != std::string::npos;
  });
}

bool PassesLength(const SearchTerm& term, int64_t milliseconds) {
  return std::any_of(term.values.begin(), term.values.end(), [&](const Json& value) {
    switch (term.test) {
      case SearchTest::kAtLeast:
        return milliseconds >= value.as_int();
      case SearchTest::kAtMost:
        return milliseconds <= value.as_int();
      case SearchTest::kEquals:
        return milliseconds == value.as_int();
      case SearchTest::kContains:
        return false;
    }
    return false;
  });
}

bool PassesError(const SearchTerm& term, std::string_view error) {
  if (error.empty() || !MayHold(error, term)) return false;
  const Result<Json> json = ParseJson(std::string(error));
  if (!json) return Passes(term, error);
  return Passes(term, (*json)["message"].as_string()) ||
         Passes(term, (*json)["errorCode"].as_string());
}

int64_t LengthOf(int64_t start, std::optional<int64_t> end, UtcTime now) {
  return (end.value_or(std::max(start, ToMicros(now))) - start) / 1000;
}

RunTerms::RunTerms(const RunSearch& search) : search_(search) {
  std::copy_if(search.query.conditions.begin(), search.query.conditions.end(),
               std::back_inserter(conditions_), [](const auto& one) { return !IsIndexed(one); });
}

bool RunTerms::Hold(const Statement& row) const {
  return std::all_of(conditions_.begin(), conditions_.end(),
                     [&](const RunCondition& one) { return Is(one, row) != one.negated; }) &&
         std::all_of(search_.terms.begin(), search_.terms.end(),
                     [&](const SearchTerm& one) { return Is(one, row) != one.negated; });
}

bool RunTerms::Is(const RunCondition& condition, const Statement& row) const {
  const bool start = condition.field == RunField::kStart;
  const bool end = condition.field == RunField::kEnd;
  const bool pipeline = condition.field == RunField::kPipelineName;
  return std::any_of(condition.values.begin(), condition.values.end(), [&](const Json& value) {
    if (start || end) return row.OptionalInt(start ? kStart : kEnd) == value.as_int();
    return pipeline && SameName(row.Blob(kPipeline), value.as_string());
  });
}

bool RunTerms::Is(const SearchTerm& term, const Statement& row) const {
  switch (term.field) {
    case SearchField::kText:
      return HasText(term, row);
    case SearchField::kError:
      return IsEnded(row.Blob(kStatus)) && HasError(term, row);
    case SearchField::kParameter:
      return HasParameter(term, row);
    case SearchField::kAnnotation:
      return HasAnnotation(term, row);
    case SearchField::kInvokedBy:
      return IsInvokedBy(term, row);
    case SearchField::kDuration:
      return PassesLength(term, LengthOf(row.Int(kStart), row.OptionalInt(kEnd), search_.now));
    case SearchField::kRunId:
      return Passes(term, row.Blob(kRunId));
    case SearchField::kPipelineName:
      return Passes(term, row.Blob(kPipeline));
    case SearchField::kActivityName:
    case SearchField::kActivityType:
      return false;
  }
  return false;
}

bool RunTerms::HasText(const SearchTerm& term, const Statement& row) const {
  static constexpr int kTexts[] = {kPipeline,  kRunId,       kStatus,    kMessage,
                                   kInvokedBy, kAnnotations, kParameters};
  const bool may = std::any_of(std::begin(kTexts), std::end(kTexts),
                               [&](int column) { return MayHold(row.Blob(column), term); });
  return may && Passes(term, ShownText(row));
}

RunQuery RunIndexed(const RunSearch& search) {
  RunQuery query = search.query;
  std::erase_if(query.conditions, [](const RunCondition& one) { return !IsIndexed(one); });
  // Only these have an error.
  const bool errors = std::any_of(
      search.terms.begin(), search.terms.end(),
      [](const SearchTerm& one) { return one.field == SearchField::kError && !one.negated; });
  const bool status = std::any_of(query.conditions.begin(), query.conditions.end(),
                                  [](const auto& one) { return one.field == RunField::kStatus; });
  if (errors && !status) {
    query.conditions.push_back({RunField::kStatus, false, {Json("Failed"), Json("Cancelled")}});
  }
  return query;
}

}  // namespace weir::store
