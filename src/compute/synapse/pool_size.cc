#include "compute/synapse/pool_size.h"

#include "base/names.h"
#include "copy/settings.h"

namespace weir::compute::synapse {
namespace {

struct Size {
  const char* name;
  int cores;
  const char* memory;
};
/// Source: sizes of nodes of Apache Spark pools.
constexpr Size kSizes[] = {{"Small", 4, "28g"},
                           {"Medium", 8, "56g"},
                           {"Large", 16, "112g"},
                           {"XLarge", 32, "224g"},
                           {"XXLarge", 64, "400g"}};

}  // namespace

Result<> AddSize(const Json& settings, const char* property, const char* prefix, Json* body) {
  WEIR_ASSIGN(const std::string wanted, copy::ReadText(settings, property));
  if (wanted.empty()) return {};
  for (const Size& size : kSizes) {
    if (!SameName(size.name, wanted)) continue;
    body->Set(std::string(prefix) + "Cores", size.cores);
    body->Set(std::string(prefix) + "Memory", size.memory);
    return {};
  }
  return Fail(ErrorKind::kInvalid, "2104",
              "'" + std::string(property) +
                  "' must be Small, Medium, Large, XLarge or XXLarge, got '" + wanted + "'");
}

Result<Json> ReadSizes(const Json& settings, const char* activity) {
  Json body = Json::Object();
  WEIR_TRY(AddSize(settings, "executorSize", "executor", &body));
  WEIR_TRY(AddSize(settings, "driverSize", "driver", &body));
  WEIR_ASSIGN(const int64_t executors, copy::ReadWhole(settings, "numExecutors", 0));
  if (executors > 0) body.Set("numExecutors", executors);
  const Json& given = settings["sparkConfig"].empty() ? settings["conf"] : settings["sparkConfig"];
  Json conf = Json::Object();
  for (const Json::Member& one : given.members()) {
    WEIR_ASSIGN(const std::string value, copy::ReadText(given, one.name));
    if (!value.empty()) conf.Set(one.name, value);
  }
  if (!conf.empty()) body.Set("conf", std::move(conf));
  WEIR_TRY(copy::RefuseSetting(settings, activity, "targetSparkConfiguration"));
  return body;
}

}  // namespace weir::compute::synapse
