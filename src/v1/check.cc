// Whether the data of a slice is there.
#include <cmath>

#include "base/names.h"
#include "v1/book.h"
#include "v1/lower.h"
#include "v1/stores.h"
#include "v1/windows.h"

namespace weir::v1 {
namespace {

constexpr double kMegabyte = 1024.0 * 1024.0;

Result<Json> CheckActivity(const model::V1Factory& factory, const model::V1Dataset& dataset,
                           const Json& reference) {
  Json activity = Json::Object({{"name", "Check"}});
  if (!dataset.validation.minimum_rows) {
    Json fields = Json::Array({"exists"});
    if (dataset.validation.minimum_size_mb) fields.Append("totalSize");
    activity.Set("type", "GetMetadata");
    activity.Set("typeProperties", Json::Object({{"dataset", reference}, {"fieldList", fields}}));
    return activity;
  }
  const model::V1LinkedService* service = factory.FindLinkedService(dataset.linked_service);
  const StoreType* store = service == nullptr ? nullptr : FindStoreType(service->type);
  const std::string& table = dataset.type_properties()["tableName"].as_string();
  if (store == nullptr || store->source.empty() || table.empty()) {
    return Fail(ErrorKind::kUnsupported, "ValidationUnsupported",
                "dataset '" + dataset.name +
                    "' asks for minimumRows, which are counted in tables "
                    "of databases only")
        .At(dataset.file);
  }
  activity.Set("type", "Lookup");
  activity.Set(
      "typeProperties",
      Json::Object(
          {{"dataset", reference},
           {"source", Json::Object({{"type", store->source},
                                    {"sqlReaderQuery", "SELECT COUNT(*) AS n FROM " + table}})}}));
  return activity;
}

}  // namespace

Result<model::Factory> LowerCheck(const model::V1Factory& factory, const model::V1Dataset& dataset,
                                  const Rewriter& rewriter) {
  WEIR_ASSIGN(const LoweredActivity lowered, LowerDataset(factory, dataset, rewriter));
  WEIR_ASSIGN(Json activity, CheckActivity(factory, dataset, lowered.activity));
  const std::chrono::seconds timeout = dataset.external_policy.retry_timeout;
  if (dataset.external && timeout.count() > 0) {
    activity.Set("policy", Json::Object({{"timeout", SpanText(timeout)}}));
  }
  return FactoryOf(factory.name, "Check " + dataset.name, activity, lowered, rewriter.Parameters());
}

std::string Shortfall(const model::V1Dataset& dataset, const Json& output) {
  const model::V1Validation& validation = dataset.validation;
  if (validation.minimum_rows) {
    const int64_t rows = output["firstRow"]["n"].as_int();
    if (rows >= *validation.minimum_rows) return {};
    return "expected " + std::to_string(*validation.minimum_rows) +
           " rows or more (policy.validation.minimumRows), got " + std::to_string(rows);
  }
  if (!output["exists"].as_bool()) {
    return "expected data of '" + dataset.name + "', got none: no such file, folder or table";
  }
  if (!validation.minimum_size_mb) return {};
  const auto wanted = static_cast<int64_t>(std::ceil(*validation.minimum_size_mb * kMegabyte));
  const int64_t size = output["totalSize"].as_int();
  if (size >= wanted) return {};
  return "expected " + std::to_string(wanted) +
         " bytes or more (policy.validation.minimumSizeMB), got " + std::to_string(size);
}

}  // namespace weir::v1
