// chain_bench DATABASE LENGTH ROUNDS: from one activity's end to the next one's start, in a chain
// of activities that do nothing, each durable before it starts. Prints the seconds, one a line.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "model/load.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::engine {
namespace {

using Moment = std::chrono::steady_clock::time_point;

/// Notes when it begins and when it gives its answer.
class NotingExecutor final : public ActivityExecutor {
 public:
  Result<Json> Execute(ActivityContext& /*context*/) override {
    const Moment begin = std::chrono::steady_clock::now();
    if (ended != Moment()) gaps.push_back(begin - ended);
    ended = std::chrono::steady_clock::now();
    return Json::Object();
  }
  Moment ended;
  std::vector<std::chrono::steady_clock::duration> gaps;
};

Json ChainOf(int length) {
  Json activities = Json::Array();
  for (int i = 0; i < length; ++i) {
    Json after = Json::Array();
    if (i > 0) {
      after.Append(Json::Object({{"activity", "Step " + std::to_string(i - 1)},
                                 {"dependencyConditions", Json::Array({"Succeeded"})}}));
    }
    activities.Append(Json::Object({{"name", "Step " + std::to_string(i)},
                                    {"type", "Noting"},
                                    {"dependsOn", std::move(after)},
                                    {"typeProperties", Json::Object({{"number", i}})}}));
  }
  return Json::Object(
      {{"name", "Chain"}, {"properties", Json::Object({{"activities", std::move(activities)}})}});
}

Result<> Run(const std::string& database, int length, int rounds) {
  WEIR_ASSIGN(const std::unique_ptr<store::Store> store, store::OpenSqliteStore(database));
  const auto executor = std::make_shared<NotingExecutor>();
  ActivityRegistry activities;
  WEIR_TRY(activities.Add({.type = "Noting", .summary = "", .executor = executor}));
  const SystemClock clock;
  const Sealer sealer = Sealer::Ephemeral();
  EngineOptions options;
  options.store = store.get();
  options.activities = &activities;
  options.clock = &clock;
  options.sealer = &sealer;
  Engine engine(options);
  auto factory = std::make_shared<model::Factory>("bench");
  factory->Add(model::MakeResource(model::ResourceKind::kPipeline, "Chain", "", ChainOf(length)));
  const auto definitions = std::make_shared<Definitions>(factory, model::LocalSettings());
  for (int round = 0; round < rounds; ++round) {
    executor->ended = Moment();
    RunRequest request;
    request.definitions = definitions;
    request.pipeline = "Chain";
    WEIR_ASSIGN(const std::string run_id, engine.Run(std::move(request)));
    const auto finished = engine.Wait(run_id);
    if (!finished || finished->record.status != "Succeeded") {
      return Fail(ErrorKind::kInternal, "RunFailed", "the chain did not succeed");
    }
  }
  for (const auto gap : executor->gaps) {
    std::printf("%.9f\n", std::chrono::duration<double>(gap).count());
  }
  return {};
}

}  // namespace
}  // namespace weir::engine

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: chain_bench DATABASE LENGTH ROUNDS\n", stderr);
    return 2;
  }
  const weir::Result<> run = weir::engine::Run(argv[1], std::atoi(argv[2]), std::atoi(argv[3]));
  if (run) return 0;
  std::fprintf(stderr, "%s\n", run.error().ToString().c_str());
  return 1;
}
