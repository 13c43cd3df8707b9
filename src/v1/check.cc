// Whether the data of a slice is there.
#include "base/names.h"
#include "v1/book.h"
#include "v1/lower.h"
#include "v1/stores.h"

namespace weir::v1 {
namespace {

constexpr double kMegabyte = 1024.0 * 1024.0;

Result<Json> CheckActivity(const model::V1Factory& factory, const model::V1Dataset& dataset,
                           const Json& reference) {
  Json activity = Json::Object({{"name", "Check"}});
  if (!dataset.validation.minimum_rows) {
    Json fields = Json::Array({"exists"});
    if (dataset.validation.minimum_size_mb) fields.Append("size");
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
  WEIR_ASSIGN(const Json activity, CheckActivity(factory, dataset, lowered.activity));
  return FactoryOf(factory.name, "Check " + dataset.name, activity, lowered, rewriter.Parameters());
}

bool IsThere(const model::V1Dataset& dataset, const Json& output) {
  const model::V1Validation& validation = dataset.validation;
  if (validation.minimum_rows) {
    return output["firstRow"]["n"].as_int() >= *validation.minimum_rows;
  }
  if (!output["exists"].as_bool()) return false;
  return !validation.minimum_size_mb ||
         output["size"].as_double() >= *validation.minimum_size_mb * kMegabyte;
}

}  // namespace weir::v1
