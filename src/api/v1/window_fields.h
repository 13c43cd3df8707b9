#pragma once

#include <span>

#include "api/v1/odata_filter.h"

namespace weir::api::v1 {

/// What activity windows may be filtered and sorted by. Source: facts of version 1, REST 8.
inline constexpr Field kWindowFields[] = {
    {"resourceGroupName"},
    {"dataFactoryName"},
    {"pipelineName"},
    {"activityName"},
    {"activityType"},
    {"linkedServiceName"},
    {"runAttempts", FieldKind::kNumber},
    {"runStart", FieldKind::kTime},
    {"runEnd", FieldKind::kTime},
    {"duration"},
    {"percentComplete", FieldKind::kNumber},
    {"windowStart", FieldKind::kTime},
    {"windowEnd", FieldKind::kTime},
    {"windowState"},
    {"windowSubstate"},
    {"inputDatasets", FieldKind::kTexts},
    {"outputDatasets", FieldKind::kTexts},
    {"inputDatasetIds", FieldKind::kTexts},
    {"outputDatasetIds", FieldKind::kTexts},
};

}  // namespace weir::api::v1
