#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "base/json.h"
#include "model/factory.h"

namespace weir::model {

/// One place where a document names another resource:
/// `{"referenceName": "Rows", "type": "DatasetReference", "parameters": {…}}`.
struct Reference {
  ResourceKind kind;
  /// The whole object.
  const Json* value;
  /// Its `referenceName`: a text, or something else where an expression picks the resource.
  const Json* name;

  /// True if the name is known before a run: a text that is no expression.
  bool fixed() const {
    return name->is_string() && !name->as_string().starts_with('@') && !name->as_string().empty();
  }
};

/// Call `visit` for every reference in `value`, depth first, in the author's order. A reference
/// without a `type` is known by the property it stands in (`linkedServiceName`, `dataset` …).
void ForEachReference(const Json& value, const std::function<void(const Reference&)>& visit);

/// The resources that a pipeline can reach; empty if there is no such pipeline. See Closure.
std::set<const Resource*> Reachable(const Factory& factory, std::string_view pipeline);

/// The part of a factory that a pipeline can reach: itself, its child pipelines, their datasets,
/// data flows, linked services, credentials and integration runtimes, and the factory's own
/// resource and global parameters. What is named and missing is simply not there. A run is kept
/// with its closure.
Factory Closure(const Factory& factory, std::string_view pipeline);

/// The part of a factory that any resource can reach: a trigger's pipelines, a dataset's linked
/// service. Empty if there is no such resource.
Factory Closure(const Factory& factory, ResourceKind kind, std::string_view name);

}  // namespace weir::model
