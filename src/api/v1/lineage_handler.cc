// Which activity makes which dataset of which, in a factory of version 1.
#include "api/v1/handlers.h"
#include "lineage/v1_graph.h"

namespace weir::api::v1 {

Result<http::ServerResponse> ShowLineage(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(const auto factory, services.factories->FactoryOf(path.FactoryKey()));
  return arm::AnswerLineage(call, lineage::GraphOf(*factory), services.clock->Now());
}

}  // namespace weir::api::v1
