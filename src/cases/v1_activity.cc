#include "cases/area.h"
#include "cases/stores.h"
#include "expr/context_scope.h"
#include "expr/template.h"
#include "model/v1/read.h"
#include "v1/lower.h"
#include "v1/migrate.h"

namespace weir::cases {
namespace {

/// One activity of version 2 with its datasets {name: properties}, nothing left to evaluate.
struct Ready {
  Json activity;
  Json datasets = Json::Object({});
};

Result<Json> Evaluate(const Json& value, const Json& context) {
  WEIR_ASSIGN(const expr::ContextScope scope, expr::ContextScope::Make(context, UtcTime{}, 1));
  WEIR_ASSIGN(const expr::Template compiled, expr::Template::Compile(value));
  return compiled.Evaluate(scope);
}

/// What is left of the activity and the datasets that it names when all is evaluated.
Result<Ready> Prepare(const Json& activity, const Json& documents, const Json& parameters) {
  Ready ready;
  const Json pipeline = Json::Object({{"pipeline", Json::Object({{"parameters", parameters}})}});
  WEIR_ASSIGN(ready.activity, Evaluate(activity, pipeline));
  for (const char* side : {"inputs", "outputs"}) {
    for (const Json& reference : ready.activity[side].items()) {
      const std::string& name = reference["referenceName"].as_string();
      const Json given =
          reference["parameters"].is_null() ? Json::Object({}) : reference["parameters"];
      Json properties = documents[name];
      properties.Remove("parameters");
      WEIR_ASSIGN(properties, Evaluate(properties, Json::Object({{"dataset", given}})));
      ready.datasets.Set(name, properties);
    }
  }
  return ready;
}

Result<model::V1Factory> FactoryOf(const Json& given) {
  model::V1Factory factory;
  std::vector<model::Finding> findings;
  for (const auto& [name, type] :
       {std::pair("Files", "AzureStorage"), {"db", "AzureSqlDatabase"}}) {
    factory.Put(model::ReadV1LinkedService(
        Json::Object({{"type", type}, {"typeProperties", Json::Object({})}}), {name, ""},
        &findings));
  }
  for (const Json::Member& one : given["datasets"].members()) {
    factory.Put(model::ReadV1Dataset(one.value, {one.name, ""}, &findings));
  }
  const Json pipeline = Json::Object({{"start", given["slices"][size_t{0}][size_t{0}]},
                                      {"end", "9999-09-09"},
                                      {"activities", Json::Array({given["activity"]})}});
  factory.Put(model::ReadV1Pipeline(pipeline, {"P", ""}, &findings));
  if (findings.empty()) return factory;
  return Fail(ErrorKind::kInvalid, findings.front().code, findings.front().message);
}

/// The activity of version 1 for one slice.
Result<Ready> OfSlice(const model::V1Factory& factory, const Json& slice) {
  WEIR_ASSIGN(const UtcTime start, ParseUtc(slice[size_t{0}].as_string()));
  WEIR_ASSIGN(const UtcTime end, ParseUtc(slice[1].as_string()));
  const model::V1Pipeline& pipeline = *factory.FindPipeline("P");
  const v1::SliceRewriter rewriter(expr::V1Variables::OfSlice(start, end));
  WEIR_ASSIGN(const v1::LoweredActivity lowered,
              v1::LowerActivity(factory, pipeline, pipeline.activities[0], rewriter));
  Json documents = Json::Object({});
  for (const Json& one : lowered.datasets) {
    documents.Set(one["name"].as_string(), one["properties"]);
  }
  return Prepare(lowered.activity, documents, Json::Object({}));
}

/// The activity that a migration made of it, for the same window.
Result<Ready> OfWindow(const v1::Migration& migration, const Json& slice) {
  Json documents = Json::Object({});
  Json activity;
  for (const auto& [path, document] : migration.files) {
    const Json& properties = document["properties"];
    if (path.starts_with("dataset/")) documents.Set(document["name"].as_string(), properties);
    if (!path.starts_with("pipeline/")) continue;
    for (const Json& one : properties["activities"].items()) {
      if (one["type"].as_string() != "Validation") activity = one;
    }
  }
  return Prepare(activity, documents,
                 Json::Object({{"windowStart", slice[size_t{0}]}, {"windowEnd", slice[1]}}));
}

Result<Json> Outcome(CaseStores& stores, const Json& one) {
  Json found = Json::Object({});
  if (!one["expect"]["files"].is_null()) {
    Json files = Json::Object({});
    for (const std::string& path : stores.files().Paths()) {
      if (one["given"]["files"].Find(path) != nullptr) continue;
      files.Set(path, *stores.files().Find(path));
    }
    found.Set("files", files);
  }
  if (!one["expect"]["rows"].is_null()) {
    WEIR_ASSIGN(const Json rows, stores.Rows(one["given"]["query"].as_string()));
    found.Set("rows", rows);
  }
  return found;
}

/// Run all slices by `ready` and tell what is there then.
template <typename Make>
Result<Json> RunAll(const Json& one, const Make& make) {
  CaseStores stores;
  const Json& given = one["given"];
  for (const Json::Member& file : given["files"].members()) {
    stores.files().Put(file.name, file.value.as_string());
  }
  if (given["sql"].is_string()) WEIR_TRY(stores.Sql(given["sql"].as_string()));
  for (const Json& slice : given["slices"].items()) {
    WEIR_ASSIGN(const Ready ready, make(slice));
    WEIR_TRY(Result<>([&]() -> Result<> {
      Result<Json> output = stores.Run(ready.activity, ready.datasets);
      return output ? Result<>() : Result<>(std::move(output).error());
    }()));
  }
  return Outcome(stores, one);
}

Verdict Judge(const Json& want, const Result<Json>& got, const char* how) {
  if (want["error"].is_string()) {
    return {!got && got.error().code() == want["error"].as_string(),
            "the error " + want["error"].as_string(),
            got ? DumpJson(*got) : got.error().ToString()};
  }
  Verdict verdict = got ? Compare(want, *got) : Unexpected(want, got.error());
  verdict.got = std::string(how) + ": " + verdict.got;
  return verdict;
}

}  // namespace

/// `{given: {datasets, activity, slices: [[start, end]], files, sql, query}, expect: {files, rows |
/// error: code}}`: what slices of one activity leave behind, run as version 1 and as what a
/// migration makes of it. Linked services are `Files` and `db`. With `migrates: false` only the
/// former.
Verdict CheckV1Activity(const Json& one) {
  const Result<model::V1Factory> factory = FactoryOf(one["given"]);
  if (!factory) return Unexpected(one["expect"], factory.error());
  const Result<Json> sliced =
      RunAll(one, [&](const Json& slice) { return OfSlice(*factory, slice); });
  const Verdict verdict = Judge(one["expect"], sliced, "version 1");
  const bool migrates = !one["migrates"].is_bool() || one["migrates"].as_bool();
  if (!verdict.passed || !migrates) return verdict;
  const v1::Migration migration = v1::Migrate(*factory);
  const Result<Json> moved =
      RunAll(one, [&](const Json& slice) { return OfWindow(migration, slice); });
  return Judge(one["expect"], moved, "migrated");
}

}  // namespace weir::cases
