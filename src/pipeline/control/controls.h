#pragma once

#include "pipeline/control.h"

namespace weir::pipeline {

// One object each, made in the file named for the activity.
const Control& IfCondition();
const Control& Switch();
const Control& ForEach();
const Control& Until();
const Control& Filter();
const Control& SetVariable();
const Control& AppendVariable();
const Control& Wait();
const Control& FailControl();
const Control& ExecutePipeline();

}  // namespace weir::pipeline
