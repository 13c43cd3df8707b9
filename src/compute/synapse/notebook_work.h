#pragma once

#include <memory>
#include <optional>
#include <string>

#include "compute/synapse/livy_sessions.h"
#include "compute/synapse/notebook.h"
#include "compute/tools.h"
#include "connectors/file_store.h"

namespace weir::compute::synapse {

/// What SynapseNotebook asks for, and where it is run.
struct NotebookWork {
  std::string service;  ///< Name of the linked service.
  RestService workspace;
  std::optional<SignIn> sign_in;                 ///< To the workspace; nothing: it is not asked.
  std::optional<RestService> livy;               ///< A Livy server in the pools' place.
  std::shared_ptr<connectors::FileStore> store;  ///< Where notebooks lie; null: in the workspace.
  std::string folder;
  std::string notebook;
  std::string pool;  ///< Empty: the notebook's.
  Json parameters = Json::Object();
  Json sizes = Json::Object();  ///< Members of the session that the activity says itself.

  bool is_plain() const { return livy.has_value(); }
  /// Read the notebook and plan it, with pool and session as the activity wants them. Errors: of
  /// the workspace or the store; as PlanNotebook.
  Result<NotebookPlan> Plan(const JobCall& call) const;
  LivySessions Sessions(const std::string& pool) const;
  Error NoPool() const;
};

/// Errors: kInvalid 2103, 2104, 2110; kUnsupported.
Result<NotebookWork> ReadNotebookWork(engine::ActivityContext& context, const ComputeTools& tools);

}  // namespace weir::compute::synapse
