#include "dryrun/answers.h"

#include "base/names.h"
#include "model/activity_outputs.h"

namespace weir::dryrun {
namespace {

/// Lookup says how many rows it gave.
void CountRows(Json& output) {
  if (output["count"].is_int() && output["value"].is_array()) {
    output.Set("count", output["value"].size());
  }
}

}  // namespace

void Answers::Assume(const std::string& pipeline, std::string subject, Json value) {
  if (!noted_.insert(pipeline + "\n" + subject).second) return;
  assumed_.push_back({pipeline, std::move(subject), std::move(value)});
}

Json Answers::Parameters(const pipeline::PipelineDefinition& pipeline, Json arguments) {
  if (!arguments.is_object()) arguments = Json::Object();
  for (const pipeline::ParameterDefinition& parameter : pipeline.parameters) {
    if (arguments.Find(parameter.name) != nullptr) continue;
    const ShapeId shape = demands_.Parameter(pipeline.name, parameter.name);
    const Json* given = parameter.default_value;
    Json value = given == nullptr ? demands_.shapes().Sample(shape, parameter.name)
                                  : demands_.shapes().Mend(shape, *given, parameter.name);
    if (given != nullptr && value == *given) continue;
    const char* why = given != nullptr ? ", as its default cannot be used as it is" : "";
    Assume(pipeline.name, "parameter '" + parameter.name + "'" + why, value);
    arguments.Set(parameter.name, std::move(value));
  }
  return arguments;
}

Json Answers::Globals(const Json& known) {
  Json globals = known.is_object() ? known : Json::Object();
  for (const Json::Member& given : request_.globals.members()) globals.Set(given.name, given.value);
  for (const auto& [name, shape] : demands_.Globals()) {
    if (globals.Find(name) != nullptr) continue;
    Json value = demands_.shapes().Sample(shape, name);
    Assume("", "global parameter '" + name + "'", value);
    globals.Set(name, std::move(value));
  }
  return globals;
}

Json Answers::Answer(const std::string& pipeline, const pipeline::StartActivity& activity) {
  const size_t call = calls_[NameKey(pipeline + "/" + activity.name)]++;
  const Json* given = request_.fakes.Find(pipeline, activity.name, call);
  if (given == nullptr) given = request_.local.FakeOf(pipeline, activity.name);
  Json answer = given != nullptr ? *given : Json::Object();
  if (answer["error"].is_object() || answer.Find("output") != nullptr) return answer;
  answer.Set("output", Output(pipeline, activity, call));
  return answer;
}

Json Answers::Output(const std::string& pipeline, const pipeline::StartActivity& activity,
                     size_t call) {
  Shapes& shapes = demands_.shapes();
  Json output =
      model::SampleOf(model::OutputShape(activity.type), activity.activity["typeProperties"]);
  if (output.is_null()) output = Json::Object();
  const ShapeId shape = shapes.Field(demands_.Activity(pipeline, activity.name), "output");
  output = shapes.Fill(shape, std::move(output), "output", call);
  if (SameName(activity.type, "Lookup")) CountRows(output);
  if (shapes.Asked(shape)) Assume(pipeline, "output of '" + activity.name + "'", output);
  return output;
}

Json Answers::MissingChild(const std::string& parent, const std::string& child) {
  Assume(parent, "pipeline '" + child + "', which is not in the factory: that it succeeds", {});
  return Json::Object();
}

}  // namespace weir::dryrun
