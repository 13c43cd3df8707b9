#include "check/v1/validate.h"

#include "check/v1/parts.h"

namespace weir::check {

model::V1ValueReader ReporterOf(const std::string& file, std::vector<model::Finding>* findings) {
  return {file, findings};
}

model::V1ValueReader ReporterOf(const model::V1Pipeline& pipeline,
                                const model::V1Activity& activity,
                                std::vector<model::Finding>* findings) {
  model::V1ValueReader reporter(pipeline.file, findings);
  reporter.set_where("activity '" + activity.name + "'");
  return reporter;
}

std::vector<model::Finding> ValidateV1(const model::V1Factory& factory, bool azure) {
  std::vector<model::Finding> findings;
  CheckV1Names(factory, &findings);
  CheckV1Calendars(factory, azure, &findings);
  CheckV1Producers(factory, &findings);
  CheckV1Expressions(factory, &findings);
  model::SortFindings(&findings);
  return findings;
}

}  // namespace weir::check
