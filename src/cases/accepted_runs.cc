#include "cases/accepted_runs.h"

#include "base/check.h"
#include "model/load.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::cases {

AcceptedRuns::AcceptedRuns() {
  auto store = store::OpenSqliteStore(":memory:");
  WEIR_CHECK(store.ok(), "a store in memory needs nothing");
  store_ = *std::move(store);
  core_ = std::make_unique<engine::Core>(*store_, sealer_, masker_,
                                         static_cast<engine::Dispatcher&>(*this));
}

AcceptedRuns::~AcceptedRuns() = default;

Result<> AcceptedRuns::Accept(const Json& properties) {
  auto factory = std::make_shared<model::Factory>("cases");
  factory->Add(model::MakeResource(model::ResourceKind::kPipeline, "P", "case",
                                   Json::Object({{"name", "P"}, {"properties", properties}})));
  engine::RunRequest request;
  request.definitions =
      std::make_shared<engine::Definitions>(std::move(factory), model::LocalSettings());
  request.pipeline = std::string("P");  // GCC 12 warns wrongly of an assigned literal.
  WEIR_TRY(core_->Accept(std::move(request), FromMicros(1)));
  return core_->Commit();
}

}  // namespace weir::cases
