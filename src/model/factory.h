#pragma once

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

namespace weir::model {

/// The kinds of resource of a factory.
enum class ResourceKind {
  kPipeline,
  kDataset,
  kLinkedService,
  kTrigger,
  kDataFlow,
  kIntegrationRuntime,
  kCredential,
  kFactory,
  kGlobalParameters,
  kManagedVirtualNetwork,
  kManagedPrivateEndpoint,
  kChangeDataCapture,
  kAlert,  ///< Ours: Data Factory has none.
};

/// The spellings of a kind, one row for each.
struct ResourceKindInfo {
  ResourceKind kind;
  std::string_view folder;      ///< In a Git folder: "linkedService".
  std::string_view collection;  ///< Last part of its ARM type and REST path: "linkedservices".
  std::string_view title;       ///< In messages: "linked service".
  std::string_view reference;  ///< `type` of a reference to it: "LinkedServiceReference"; or empty.
};

/// All kinds, in the order in which resources depend on each other's absence least.
std::span<const ResourceKindInfo> ResourceKinds();
const ResourceKindInfo& InfoOf(ResourceKind kind);

/// The kind of a Git folder by its name, in any case, singular or plural; nothing if unknown.
std::optional<ResourceKind> KindOfFolder(std::string_view folder);
/// The kind of an ARM type ("Microsoft.DataFactory/factories/pipelines", Synapse's too), in any
/// case.
std::optional<ResourceKind> KindOfArmType(std::string_view type);
/// What a folder or a collection of a Synapse workspace holds that a factory has not ("notebook",
/// "SQL script" …), by its name, in any case, singular or plural; empty if it is none.
std::string_view WorkspaceOnly(std::string_view folder);
/// The kind that a reference's `type` names ("DatasetReference"), in any case.
std::optional<ResourceKind> KindOfReference(std::string_view reference_type);

/// A resource as its author wrote it: {"name", "properties", …} with a position for every value.
struct Resource {
  ResourceKind kind = ResourceKind::kPipeline;
  std::string name;
  /// Path relative to the folder that was loaded, as messages print it.
  std::string file;
  /// {"name", "properties", …}, whole, in the author's order.
  Json document;
  /// The file held the properties alone; printing gives them back so.
  bool bare = false;
  /// The factory that an ARM template puts it into; empty where only one can be meant.
  std::string owner = {};

  const Json& properties() const { return document["properties"]; }
  /// `properties.type`; empty for kinds that have none.
  const std::string& type() const { return properties()["type"].as_string(); }
};

/// Print for people and Git: the author's order, unknown properties kept, four blanks a level, a
/// newline at the end.
std::string PrintResource(const Resource& resource);

/// The resources of one factory. Names ignore case and keep theirs.
///
/// A value: copies share the documents. Pointers to resources hold until a resource is put in place
/// of another or removed.
class Factory {
 public:
  explicit Factory(std::string name = "factory") : name_(std::move(name)) {}

  const std::string& name() const { return name_; }
  void set_name(std::string name) { name_ = std::move(name); }

  /// Add a resource. False if its kind has that name already: it is then kept and listed, but never
  /// found; Validate reports it.
  bool Add(Resource resource);
  /// Add it, or put it in place of the one of that name.
  void Put(Resource resource);
  /// Forget it; false if there is none.
  bool Remove(ResourceKind kind, std::string_view name);

  /// The resource of that name, ignoring case; null if there is none.
  const Resource* Find(ResourceKind kind, std::string_view name) const;
  /// All of one kind, in the order they were added (of a folder: by file name), duplicates too.
  std::vector<const Resource*> List(ResourceKind kind) const;
  /// All resources, in the order they were added.
  const std::deque<Resource>& resources() const { return resources_; }
  /// Names of one kind, for nearest-name messages.
  std::vector<std::string> Names(ResourceKind kind) const;

  /// Global parameters as {name: {"type", "value"}}, merged from the factory resource's
  /// `globalParameters` and the resources of that kind; the latter win.
  Json GlobalParameters() const;
  /// The same as {name: value}: what `pipeline().globalParameters` shows.
  Json GlobalParameterValues() const;

 private:
  using Key = std::pair<ResourceKind, std::string>;
  void Reindex();

  std::string name_;
  std::deque<Resource> resources_;
  std::map<Key, size_t> index_;
};

}  // namespace weir::model
