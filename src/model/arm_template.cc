#include "model/arm_template.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/names.h"
#include "model/arm_expression.h"
#include "model/folder_entries.h"
#include "model/json_file.h"

namespace weir::model {
namespace {

namespace fs = std::filesystem;

/// Stands for where a deployment was started from, so that links relative to it find their files.
constexpr const char* kFolderUri = "https://deployment/";
constexpr int kDeploymentDepthMax = 20;
constexpr int64_t kCopiesMax = 800;
constexpr std::string_view kV1Factory = "Microsoft.DataFactory/datafactories";

/// {name: value} of a parameter file or of a deployment's `parameters`: both {name: {"value": v}}.
Json GivenValues(const Json& parameters) {
  const Json& list = parameters["parameters"].is_object() ? parameters["parameters"] : parameters;
  Json given = Json::Object();
  for (const Json::Member& member : list.members()) {
    if (const Json* value = member.value.Find("value")) {
      given.Set(member.name, *value);
    } else if (const Json* secret = member.value.Find("reference")) {
      given.Set(member.name, "<secret " + (*secret)["secretName"].as_string() + ">");
    }
  }
  return given;
}

/// The parts of a path between its slashes, less a query behind it; the slashes of a placeholder
/// (`<split(parameters(id), /)>`) part nothing.
std::vector<std::string> PartsOf(const std::string& path) {
  std::vector<std::string> parts(1);
  int open = 0;
  for (const char c : path) {
    if (c == '?' && open == 0) break;
    if (c == '<') ++open;
    if (c == '>' && open > 0) --open;
    if (c == '/' && open == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}
std::string LastPart(const std::string& path) {
  return PartsOf(path).back();
}

/// A link without what stands in it for values that are not known: `<parameter sasToken>`.
std::string WithoutPlaceholders(std::string uri) {
  for (size_t open = uri.find('<'); open != std::string::npos; open = uri.find('<', open)) {
    const size_t close = uri.find('>', open);
    if (close == std::string::npos) break;
    uri.erase(open, close - open + 1);
  }
  return uri;
}

/// Walks the resources of one template; a nested deployment makes another.
class TemplateReader {
 public:
  TemplateReader(const Json& document, const Json& given, std::string file, std::string folder,
                 const ArmSink& sink)
      : document_(document),
        evaluator_(document["parameters"], document["variables"], given),
        file_(std::move(file)),
        folder_(std::move(folder)),
        sink_(sink) {
    evaluator_.set_functions(document["functions"]);
    evaluator_.set_template_uri(kFolderUri + file_);
    evaluator_.set_reference([this](const std::string& id) { return ReferenceTo(id); });
  }
  TemplateReader(const TemplateReader&) = delete;
  TemplateReader& operator=(const TemplateReader&) = delete;

  /// Read all resources; gives the template's outputs, {name: {"type", "value"}}.
  Json Read(int depth) {
    depth_ = depth;
    ReadList(document_["resources"], "", "");
    Json outputs = evaluator_.EvaluateOutputs(document_["outputs"]);
    for (ArmEvaluator::Note& note : evaluator_.TakeNotes()) {
      sink_.findings->push_back({Severity::kWarning, file_, note.position, std::move(note.code),
                                 std::move(note.message)});
    }
    return outputs;
  }

 private:
  void ReadList(const Json& resources, const std::string& parent_type,
                const std::string& parent_name) {
    for (const Json& one : resources.items()) ReadOne(one, parent_type, parent_name);
    for (const Json::Member& one : resources.members()) {
      ReadOne(one.value, parent_type, parent_name);
    }
  }

  void ReadOne(const Json& resource, const std::string& parent_type,
               const std::string& parent_name) {
    std::string type = evaluator_.Evaluate(resource["type"]).as_string();
    if (!parent_type.empty() && !SameName(type.substr(0, parent_type.size()), parent_type)) {
      type = parent_type + "/" + type;
    }
    const bool deployment = SameName(type, "Microsoft.Resources/deployments");
    const std::optional<ResourceKind> kind = KindOfArmType(type);
    if (resource["existing"].as_bool()) return;
    const bool v1 = sink_.v1 != nullptr && IsV1ArmType(type);
    if (!deployment && !kind && !v1) return Skip(resource, type);
    const Json& copy = resource["copy"];
    const Json count = copy.is_object() ? evaluator_.Evaluate(copy["count"]) : Json(1);
    const int64_t copies = count.is_int() ? count.as_int() : 1;  // Unknown: one shows the shape.
    for (int64_t i = 0; i < copies && i < kCopiesMax; ++i) {
      evaluator_.set_copy_index(copy["name"].as_string(), i);
      const Json condition = evaluator_.Evaluate(resource["condition"]);
      if (condition.is_bool() && !condition.as_bool()) continue;
      if (v1) {
        AddV1(resource, type, parent_name);
      } else if (!kind) {
        Deploy(resource);
      } else {
        Add(resource, *kind, type, parent_name);
      }
    }
  }

  void Skip(const Json& resource, const std::string& type) {
    constexpr std::string_view kWorkspace = "Microsoft.Synapse/workspaces/";
    if (!SameName(type.substr(0, kWorkspace.size()), kWorkspace)) return;
    const std::string_view what = WorkspaceOnly(type.substr(type.rfind('/') + 1));
    if (what.empty()) return;
    sink_.skipped->push_back({file_ + ":" + resource.position().ToString(), std::string(what)});
  }

  void AddV1(const Json& resource, const std::string& type, const std::string& parent_name) {
    const Json name = evaluator_.Evaluate(resource["name"]);
    const std::string factory =
        !parent_name.empty() ? parent_name : PartsOf(name.as_string()).front();
    if (!SameName(type, kV1Factory)) {
      Json shown_name(LastPart(name.as_string()));
      shown_name.set_position(resource["name"].position());
      Json document = Json::Object();
      document.set_position(resource.position());
      document.AppendMember("name", std::move(shown_name));
      document.AppendMember("type", type);
      document.AppendMember("properties", evaluator_.Evaluate(resource["properties"]));
      sink_.v1(std::move(document), file_);
    } else if (!factory.empty()) {
      sink_.factory->set_name(factory);
    }
    ReadList(resource["resources"], type, factory);
  }

  void Add(const Json& resource, ResourceKind kind, const std::string& type,
           const std::string& parent_name) {
    const Json name = evaluator_.Evaluate(resource["name"]);
    std::string last = LastPart(name.as_string());
    const std::string factory_name =
        !parent_name.empty() ? parent_name : PartsOf(name.as_string()).front();
    if (!factory_name.empty()) sink_.factory->set_name(factory_name);
    Json document = Json::Object();
    document.set_position(resource.position());
    Json shown_name(last);
    shown_name.set_position(resource["name"].position());
    document.AppendMember("name", std::move(shown_name));
    for (const char* part : {"location", "identity", "tags", "properties"}) {
      if (const Json* value = resource.Find(part)) {
        document.AppendMember(part, evaluator_.Evaluate(*value));
      }
    }
    sink_.factory->Add({kind, std::move(last), file_, std::move(document), false, factory_name});
    ReadList(resource["resources"], type, factory_name);
  }

  /// What `reference(id)` gives: the outputs of a deployment of this template, read before its turn
  /// if need be. `id` ends in the deployment's name, or is its symbolic name.
  std::optional<Json> ReferenceTo(const std::string& id) {
    const std::string wanted = LastPart(id);
    const Json& resources = document_["resources"];
    for (const Json::Member& one : resources.members()) {
      if (SameName(one.name, wanted)) return OutputsOf(one.value);
    }
    for (const Json& one : resources.items()) {
      if (IsDeployment(one) && SameName(evaluator_.Evaluate(one["name"]).as_string(), wanted)) {
        return OutputsOf(one);
      }
    }
    for (const Json::Member& one : resources.members()) {
      const Json& value = one.value;
      if (IsDeployment(value) && SameName(evaluator_.Evaluate(value["name"]).as_string(), wanted)) {
        return OutputsOf(value);
      }
    }
    return std::nullopt;
  }

  static bool IsDeployment(const Json& resource) {
    return SameName(resource["type"].as_string(), "Microsoft.Resources/deployments");
  }

  std::optional<Json> OutputsOf(const Json& resource) {
    if (!IsDeployment(resource) || resource["copy"].is_object()) return std::nullopt;
    Deploy(resource);
    const auto known = outputs_.find(&resource);
    if (known == outputs_.end() || known->second.is_null()) return std::nullopt;
    return Json::Object({{"outputs", known->second}});
  }

  /// Read a deployment; one that is not copied is read once, however often it is asked for.
  void Deploy(const Json& resource) {
    const bool copied = resource["copy"].is_object();
    if (!copied && !outputs_.emplace(&resource, Json()).second) return;
    Json outputs = ReadDeployment(resource["properties"]);
    if (!copied) outputs_[&resource] = std::move(outputs);
  }

  Json ReadDeployment(const Json& properties) {
    if (depth_ >= kDeploymentDepthMax) return {};
    Json given = GivenValues(evaluator_.Evaluate(properties["parameters"]));
    if (properties["template"].is_object()) {
      const bool inner =
          SameName(properties["expressionEvaluationOptions"]["scope"].as_string(), "inner");
      Json nested = properties["template"];
      if (!inner) {  // Its expressions see the outer template's parameters and variables.
        nested.Set("parameters", document_["parameters"]);
        nested.Set("variables", document_["variables"]);
        nested.Set("functions", document_["functions"]);
        given = evaluator_.given();
      }
      TemplateReader reader(nested, given, file_, folder_, sink_);
      if (!reader.evaluator_.ShareBudget(evaluator_)) return {};
      if (!inner) reader.evaluator_.set_copy_indices(evaluator_.copy_indices());
      return reader.Read(depth_ + 1);
    }
    return ReadLinked(evaluator_.Evaluate(properties["templateLink"]), std::move(given),
                      evaluator_.Evaluate(properties["parametersLink"]["uri"]));
  }

  Json ReadLinked(const Json& link, Json given, const Json& parameters_uri) {
    const Json& uri = link["uri"].is_string() ? link["uri"] : link["relativePath"];
    if (!uri.is_string()) return {};
    const fs::path path = FileOf(uri.as_string());
    Result<Json> linked = ReadJsonFile(path.string());
    if (!linked) {
      // What is there and does not parse is a fault; what is not there is only not read.
      const bool there = linked.error().code() != "FileNotFound";
      sink_.findings->push_back(there ? FindingOf(linked.error(), Beside(path))
                                      : Finding{Severity::kWarning, file_, uri.position(),
                                                "LinkedTemplateMissing",
                                                "the linked template '" + uri.as_string() +
                                                    "' is not read: " + linked.error().ToString()});
      return {};
    }
    if (parameters_uri.is_string()) {
      const Result<Json> file = ReadJsonFile(FileOf(parameters_uri.as_string()).string());
      if (file) given = GivenValues(*file);
    }
    if (sink_.linked != nullptr) sink_.linked->insert(path.lexically_normal().string());
    TemplateReader reader(*linked, given, Beside(path), path.parent_path().string(), sink_);
    if (!reader.evaluator_.ShareBudget(evaluator_)) return {};
    return reader.Read(depth_ + 1);
  }

  /// The file as findings name it: relative to the folder of the template that links to it, as far
  /// as that is named itself.
  std::string Beside(const fs::path& path) const {
    const fs::path own = fs::path(file_).parent_path();
    return (own / path.lexically_relative(folder_)).lexically_normal().generic_string();
  }

  /// The file that the end of a link names: the longest end that lies in or below the folder, else
  /// where its last part would be.
  fs::path FileOf(const std::string& uri) const {
    std::string rest = WithoutPlaceholders(uri);
    rest.resize(std::min(rest.size(), rest.find_first_of("?#")));
    const size_t host = rest.find("://");
    if (host != std::string::npos) rest = rest.substr(host + 3);
    for (size_t at = 0; at < rest.size();) {
      const fs::path candidate = fs::path(folder_) / rest.substr(at);
      if (rest[at] != '/' && IsFile(candidate)) return candidate.lexically_normal();
      const size_t slash = rest.find('/', at);
      if (slash == std::string::npos) break;
      at = slash + 1;
    }
    return fs::path(folder_) / LastPart(WithoutPlaceholders(uri));
  }

  Json document_;
  ArmEvaluator evaluator_;
  std::string file_;
  std::string folder_;
  ArmSink sink_;
  int depth_ = 0;
  std::map<const Json*, Json> outputs_;
};

}  // namespace

bool IsV1ArmType(std::string_view type) {
  const std::string_view rest = type.substr(std::min(type.size(), kV1Factory.size()));
  return SameName(type.substr(0, kV1Factory.size()), kV1Factory) &&
         (rest.empty() || rest.front() == '/');
}

bool IsArmTemplate(const Json& document) {
  const std::string schema = NameKey(document["$schema"].as_string());
  const Json& resources = document["resources"];
  return (resources.is_array() || resources.is_object()) &&
         (schema.find("deploymenttemplate") != std::string::npos ||
          document["contentVersion"].is_string());
}

void AddArmTemplate(const Json& document, const Json& parameters, const std::string& file,
                    const std::string& folder, const ArmSink& sink) {
  TemplateReader(document, GivenValues(parameters), file, folder, sink).Read(0);
}

}  // namespace weir::model
