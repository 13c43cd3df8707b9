#include "sim/random_factory.h"

#include "model/load.h"

namespace weir::sim {
namespace {

constexpr int kDepthMax = 3;

class Builder {
 public:
  explicit Builder(uint64_t seed) : random_(seed) {}

  Json Pipeline(int index) {
    pipeline_ = index;
    count_ = 0;
    Json properties =
        Json::Object({{"parameters",
                       Json::Object({{"p", Json::Object({{"type", "int"}, {"defaultValue", 3}})}})},
                      {"variables", Json::Object({{"s", Json::Object({{"type", "String"}})},
                                                  {"a", Json::Object({{"type", "Array"}})}})}});
    if (index > 0 && random_.Below(4) == 0) properties.Set("concurrency", 1);
    properties.Set("activities", Activities(0));
    return properties;
  }

 private:
  bool Chance(uint64_t one_in) { return random_.Below(one_in) == 0; }

  Json Activities(int depth) {
    Json list = Json::Array();
    std::vector<std::string> names;
    const uint64_t size = 1 + random_.Below(depth == 0 ? 6 : 3);
    for (uint64_t i = 0; i < size; ++i) {
      Json activity = Activity(depth);
      const std::string name = activity["name"].as_string();
      if (!names.empty() && !Chance(3)) activity.Set("dependsOn", Dependencies(names));
      if (Chance(12)) {
        activity.Set("state", "Inactive");
        activity.Set("onInactiveMarkAs", Pick({"Succeeded", "Failed", "Skipped"}));
      }
      names.push_back(name);
      list.Append(std::move(activity));
    }
    return list;
  }

  std::string Pick(std::initializer_list<const char*> words) {
    return *(words.begin() + static_cast<long>(random_.Below(words.size())));
  }

  Json Dependencies(const std::vector<std::string>& names) {
    Json depends = Json::Array();
    for (const std::string& name : names) {
      if (!Chance(2)) continue;
      Json conditions =
          Json::Array({Pick({"Succeeded", "Succeeded", "Failed", "Skipped", "Completed"})});
      if (Chance(4)) conditions.Append(Pick({"Succeeded", "Failed", "Skipped"}));
      depends.Append(Json::Object({{"activity", name}, {"dependencyConditions", conditions}}));
    }
    return depends;
  }

  Json Activity(int depth) {
    const std::string name = "A" + std::to_string(pipeline_) + "_" + std::to_string(count_++);
    const uint64_t kind = random_.Below(depth < kDepthMax ? 14 : 7);
    switch (kind) {
      case 0:
        return Make(name, "SetVariable", {{"variableName", "s"}, {"value", "@concat('x','y')"}});
      case 1:
        return Make(name, "AppendVariable", {{"variableName", "a"}, {"value", name}});
      case 2:
        return Make(name, "Wait", {{"waitTimeInSeconds", random_.Below(5)}});
      case 3:
        return Fail(name);
      case 7:
      case 8:
        return Loop(name, depth);
      case 9:
        return Make(
            name, "IfCondition",
            {{"expression", Chance(2) ? "@equals(1,1)" : "@greater(1,pipeline().parameters.p)"},
             {"ifTrueActivities", Activities(depth + 1)},
             {"ifFalseActivities", Activities(depth + 1)}});
      case 10:
        return Make(
            name, "Switch",
            {{"on", Pick({"a", "b", "c"})},
             {"cases",
              Json::Array({Json::Object({{"value", "a"}, {"activities", Activities(depth + 1)}})})},
             {"defaultActivities", Activities(depth + 1)}});
      case 11:
        return Until(name, depth);
      case 12:
        if (pipeline_ < 2) return Child(name);
        return Work(name);
      default:
        return Work(name);
    }
  }

  static Json Make(const std::string& name, const std::string& type,
                   std::initializer_list<Json::Entry> settings) {
    return Json::Object(
        {{"name", name}, {"type", type}, {"typeProperties", Json::Object(settings)}});
  }

  Json Fail(const std::string& name) {
    if (!Chance(3)) return Work(name);
    return Make(name, "Fail", {{"message", "as told"}, {"errorCode", "7"}});
  }

  /// `fails`: of how many attempts in a row; `hangs`: it never ends by itself.
  Json Work(const std::string& name) {
    Json work = Make(name, "Work",
                     {{"seconds", random_.Below(4)},
                      {"fails", Chance(4) ? 1 + random_.Below(3) : 0},
                      {"value", "@pipeline().parameters.p"}});
    Json policy = Json::Object({{"retry", random_.Below(3)}, {"retryIntervalInSeconds", 30}});
    if (Chance(10)) {
      Json settings = work["typeProperties"];
      settings.Set("hangs", true);
      work.Set("typeProperties", std::move(settings));
      policy.Set("timeout", "0.00:20:00");
    }
    if (Chance(6)) policy.Set("secureOutput", true);
    work.Set("policy", std::move(policy));
    return work;
  }

  Json Loop(const std::string& name, int depth) {
    Json loop = Make(name, "ForEach",
                     {{"items", "@range(0," + std::to_string(random_.Below(5)) + ")"},
                      {"isSequential", Chance(2)},
                      {"batchCount", 1 + random_.Below(3)},
                      {"activities", Activities(depth + 1)}});
    return loop;
  }

  /// Runs as often as its counting Work says: it answers the pass it is in.
  Json Until(const std::string& name, int depth) {
    Json inner = Activities(depth + 1);
    const std::string counter = "A" + std::to_string(pipeline_) + "_" + std::to_string(count_++);
    inner.Append(Make(counter, "Work", {{"seconds", 1}, {"fails", 0}, {"counts", true}}));
    return Make(name, "Until",
                {{"expression", "@greaterOrEquals(activity('" + counter + "').output.pass," +
                                    std::to_string(random_.Below(3)) + ")"},
                 {"activities", std::move(inner)}});
  }

  Json Child(const std::string& name) {
    const int child =
        pipeline_ + 1 + static_cast<int>(random_.Below(static_cast<uint64_t>(2 - pipeline_)));
    return Make(name, "ExecutePipeline",
                {{"pipeline", Json::Object({{"referenceName", "P" + std::to_string(child)}})},
                 {"waitOnCompletion", !Chance(5)},
                 {"parameters", Chance(12) ? Json::Object({{"p", "no number"}})
                                           : Json::Object({{"p", random_.Below(9)}})}});
  }

  SeededRandom random_;
  int pipeline_ = 0;
  int count_ = 0;
};

}  // namespace

std::shared_ptr<const model::Factory> RandomFactory(uint64_t seed) {
  auto factory = std::make_shared<model::Factory>("sim");
  Builder builder(seed);
  for (int index = 0; index < 3; ++index) {
    const std::string name = "P" + std::to_string(index);
    factory->Add(model::MakeResource(
        model::ResourceKind::kPipeline, name, name + ".json",
        Json::Object({{"name", name}, {"properties", builder.Pipeline(index)}})));
  }
  return factory;
}

}  // namespace weir::sim
