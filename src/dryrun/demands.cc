#include "dryrun/demands.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "base/names.h"
#include "dryrun/expression_reader.h"
#include "model/activities.h"

namespace weir::dryrun {
namespace {

/// Reads one pipeline; names the children it found.
class PipelineReader {
 public:
  PipelineReader(Demands& demands, const std::string& pipeline)
      : demands_(demands),
        shapes_(demands.shapes()),
        pipeline_(pipeline),
        reader_(demands, pipeline) {}

  std::vector<std::string> Read(const Json& properties) {
    DeclareTypes(properties["parameters"], true);
    DeclareTypes(properties["variables"], false);
    ReadList(properties["activities"]);
    return std::move(children_);
  }

 private:
  void DeclareTypes(const Json& declared, bool parameters) {
    for (const Json::Member& one : declared.members()) {
      const ShapeId shape = parameters ? demands_.Parameter(pipeline_, one.name)
                                       : demands_.Variable(pipeline_, one.name);
      const std::string type = NameKey(one.value["type"].as_string());
      if (type == "array") shapes_.AddUse(shape, Use::kArray);
      if (type == "object") shapes_.AddUse(shape, Use::kObject);
      if (type == "bool" || type == "boolean") shapes_.AddUse(shape, Use::kBoolean);
      if (type == "int" || type == "integer") shapes_.AddUse(shape, Use::kInteger);
      if (type == "float") shapes_.AddUse(shape, Use::kNumber);
    }
  }

  void ReadList(const Json& activities) {
    for (const Json& activity : activities.items()) ReadActivity(activity);
  }

  void ReadActivity(const Json& activity) {
    const Json& settings = activity["typeProperties"];
    const std::string type = NameKey(activity["type"].as_string());
    reader_.Read(activity["userProperties"]);
    reader_.Read(activity["policy"]);
    if (type == "foreach") return ReadLoop(activity, settings);
    if (type == "filter") return ReadFilter(activity, settings);
    if (type == "setvariable" || type == "appendvariable") return ReadVariable(type, settings);
    if (type == "executepipeline") return ReadChild(activity, settings);
    if (type == "ifcondition" || type == "until") {
      shapes_.AddUse(reader_.Read(settings["expression"]), Use::kBoolean);
    } else if (type == "switch") {
      ReadSwitch(settings);
    } else if (type == "wait") {
      shapes_.AddUse(reader_.Read(settings["waitTimeInSeconds"]), Use::kIntegerText);
    } else {
      reader_.Read(activity);
    }
    for (const model::ActivityList& list : model::InnerActivities(activity)) ReadList(*list.items);
  }

  void ReadLoop(const Json& activity, const Json& settings) {
    const ShapeId items = reader_.Read(settings["items"]);
    shapes_.AddUse(items, Use::kArray);
    reader_.Read(settings["batchCount"]);
    const auto before = reader_.SetItem(shapes_.Element(items));
    for (const model::ActivityList& list : model::InnerActivities(activity)) ReadList(*list.items);
    reader_.SetItem(before);
  }

  void ReadFilter(const Json& activity, const Json& settings) {
    const ShapeId items = reader_.Read(settings["items"]);
    shapes_.AddUse(items, Use::kArray);
    const auto before = reader_.SetItem(shapes_.Element(items));
    shapes_.AddUse(reader_.Read(settings["condition"]), Use::kBoolean);
    reader_.SetItem(before);
    const ShapeId output =
        shapes_.Field(demands_.Activity(pipeline_, activity["name"].as_string()), "output");
    shapes_.Join(shapes_.Field(output, "Value"), items);
  }

  void ReadVariable(const std::string& type, const Json& settings) {
    if (settings["setSystemVariable"].as_bool()) return ReadReturnValue(settings["value"]);
    const ShapeId value = reader_.Read(settings["value"]);
    const ShapeId variable = demands_.Variable(pipeline_, settings["variableName"].as_string());
    shapes_.Join(type == "setvariable" ? variable : shapes_.Element(variable), value);
  }

  void ReadReturnValue(const Json& pairs) {
    for (const Json& pair : pairs.items()) {
      const Json& value = pair["value"];
      const Json* content = value.Find("content");
      const ShapeId shape = reader_.Read(content != nullptr ? *content : value);
      shapes_.Join(shapes_.Field(demands_.ReturnValue(pipeline_), pair["key"].as_string()), shape);
    }
  }

  void ReadChild(const Json& activity, const Json& settings) {
    const Json& reference = settings["pipeline"]["referenceName"];
    reader_.Read(reference);
    for (const Json::Member& passed : settings["parameters"].members()) {
      const ShapeId value = reader_.Read(passed.value);
      shapes_.Join(demands_.Parameter(reference.as_string(), passed.name), value);
    }
    const ShapeId output =
        shapes_.Field(demands_.Activity(pipeline_, activity["name"].as_string()), "output");
    shapes_.Join(shapes_.Field(output, "pipelineReturnValue"),
                 demands_.ReturnValue(reference.as_string()));
    children_.push_back(reference.as_string());
  }

  void ReadSwitch(const Json& settings) {
    const ShapeId on = reader_.Read(settings["on"]);
    for (const Json& one : settings["cases"].items()) {
      shapes_.Compare(on, Comparison::kEquals, one["value"]);
    }
  }

  Demands& demands_;
  Shapes& shapes_;
  std::string pipeline_;
  ExpressionReader reader_;
  std::vector<std::string> children_;
};

}  // namespace

Demands Demands::Of(const model::Factory& factory, const std::string& pipeline) {
  Demands demands;
  std::set<std::string> seen;
  std::vector<std::string> open{pipeline};
  while (!open.empty()) {
    const std::string name = std::move(open.back());
    open.pop_back();
    const model::Resource* resource = factory.Find(model::ResourceKind::kPipeline, name);
    if (resource == nullptr || !seen.insert(NameKey(name)).second) continue;
    for (std::string& child : PipelineReader(demands, name).Read(resource->properties())) {
      open.push_back(std::move(child));
    }
  }
  return demands;
}

ShapeId Demands::At(std::string_view kind, std::string_view pipeline, std::string_view name) {
  const std::string key = std::string(kind) + "\n" + NameKey(pipeline) + "\n" + NameKey(name);
  const auto found = places_.find(key);
  if (found != places_.end()) return found->second;
  return places_.emplace(key, shapes_.Make()).first->second;
}

ShapeId Demands::Parameter(std::string_view pipeline, std::string_view name) {
  return At("parameter", pipeline, name);
}
ShapeId Demands::Global(std::string_view name) {
  const ShapeId shape = At("global", "", name);
  const auto same = [name](const auto& known) { return SameName(known.first, name); };
  if (std::ranges::none_of(globals_, same)) globals_.emplace_back(name, shape);
  return shape;
}
ShapeId Demands::Activity(std::string_view pipeline, std::string_view name) {
  return At("activity", pipeline, name);
}
ShapeId Demands::ReturnValue(std::string_view pipeline) {
  return At("return", pipeline, "");
}
ShapeId Demands::Variable(std::string_view pipeline, std::string_view name) {
  return At("variable", pipeline, name);
}

}  // namespace weir::dryrun
