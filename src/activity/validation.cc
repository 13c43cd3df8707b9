#include "activity/executors.h"
#include "activity/metadata.h"
#include "activity/standard_output.h"
#include "copy/copy_error.h"
#include "copy/location.h"
#include "copy/settings.h"

namespace weir::activity {
namespace {

constexpr std::chrono::hours kTimeoutDefault{12};

/// What the dataset must be.
struct Criteria {
  std::chrono::seconds timeout = kTimeoutDefault;
  std::chrono::seconds sleep{10};
  int64_t minimum_size = 0;
  bool has_child_rule = false;
  bool child_items = false;

  static Result<Criteria> Read(const Json& settings) {
    Criteria criteria;
    WEIR_ASSIGN(const std::string timeout, copy::ReadText(settings, "timeout"));
    if (!timeout.empty()) {
      WEIR_ASSIGN(criteria.timeout, ParseTimeSpan(timeout));
    }
    WEIR_ASSIGN(const int64_t sleep, copy::ReadWhole(settings, "sleep", 10));
    criteria.sleep = std::chrono::seconds(sleep);
    WEIR_ASSIGN(criteria.minimum_size, copy::ReadWhole(settings, "minimumSize", 0));
    criteria.has_child_rule = !settings["childItems"].is_null();
    WEIR_ASSIGN(criteria.child_items, copy::ReadFlag(settings, "childItems", false));
    return criteria;
  }

  /// Empty if the dataset fits, else what is missing.
  std::string Missing(const Json& found) const {
    if (!found["exists"].as_bool()) return "it does not exist";
    if (found["itemType"].as_string() == "File" && found["size"].as_int() < minimum_size) {
      return "it has " + std::to_string(found["size"].as_int()) + " bytes, expected at least " +
             std::to_string(minimum_size);
    }
    if (!has_child_rule || found["itemType"].as_string() != "Folder") return {};
    const bool has_children = !found["childItems"].empty();
    if (has_children == child_items) return {};
    return child_items ? "the folder is empty" : "the folder is not empty";
  }
};

/// Validation: looks at a dataset until it is there and fits.
class ValidationExecutor final : public engine::ActivityExecutor {
 public:
  explicit ValidationExecutor(const copy::Services& services) : services_(services) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    const UtcTime start = context.clock().Now();
    WEIR_ASSIGN(const Criteria criteria, Criteria::Read(context.type_properties()));
    WEIR_ASSIGN(const model::DatasetInstance dataset,
                context.Dataset(context.type_properties()["dataset"]));
    MetadataRequest request{services_,        dataset, Json(), Json(), {MetadataField::kExists},
                            &context.cancel()};
    if (copy::IsFileDataset(dataset)) {
      request.fields = {MetadataField::kExists,   MetadataField::kItemName,
                        MetadataField::kItemType, MetadataField::kLastModified,
                        MetadataField::kSize,     MetadataField::kChildItems};
      std::erase_if(request.fields, [&](MetadataField field) {
        return !SupportsField(dataset.linked_service.type, dataset.type, false, field);
      });
    }
    while (true) {
      Result<Json> found = ReadMetadata(request);
      if (!found) return copy::AsActivityError("2011", found.error());
      const std::string missing = criteria.Missing(*found);
      if (missing.empty()) {
        return WithStandardKeys(*std::move(found), Billing::kPipeline, start,
                                context.clock().Now());
      }
      if (context.clock().Now() - start + criteria.sleep > criteria.timeout) {
        return Fail(ErrorKind::kInvalid, "ValidationTimeout",
                    "dataset '" + dataset.name + "' was not as expected within " +
                        std::to_string(criteria.timeout.count()) + " s: " + missing);
      }
      engine::Progress progress;
      progress.note = "waiting for dataset '" + dataset.name + "': " + missing;
      context.Report(progress);
      WEIR_TRY(context.cancel().Sleep(criteria.sleep));
    }
  }

 private:
  const copy::Services services_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeValidation(const copy::Services& services) {
  return std::make_shared<ValidationExecutor>(services);
}

}  // namespace weir::activity
