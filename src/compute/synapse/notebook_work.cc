#include "compute/synapse/notebook_work.h"

#include "activity/web_request.h"
#include "compute/service_of.h"
#include "compute/stored_text.h"
#include "compute/synapse/pool_size.h"
#include "copy/location.h"
#include "copy/settings.h"

namespace weir::compute::synapse {
namespace {

constexpr const char* kResource = "https://dev.azuresynapse.net";
constexpr const char* kNotebooks = "/notebooks/";
constexpr const char* kNotebooksVersion = "?api-version=2020-12-01";
constexpr const char* kPools = "/livyApi/versions/2019-11-01-preview/sparkPools/";

Result<> ReadLivy(engine::ActivityContext& context, const Json& settings, const ComputeTools& tools,
                  NotebookWork* work) {
  WEIR_ASSIGN(std::string uri, copy::ReadText(settings, "livyUri"));
  if (uri.empty()) return {};
  work->livy = RestService{tools.outbound.client, WithoutSlash(std::move(uri))};
  work->livy->headers = {{"X-Requested-By", "weir"}};
  WEIR_ASSIGN(const std::string user, copy::ReadText(settings, "userName"));
  WEIR_ASSIGN(const std::string password, context.Secret(settings["password"]));
  if (!user.empty()) {
    work->livy->credentials = {http::Authentication::kBasic, user, password, {}, {}};
  }
  return {};
}

Result<> ReadStore(engine::ActivityContext& context, const Json& settings,
                   const ComputeTools& tools, NotebookWork* work) {
  const Json& reference = settings["notebookLinkedService"];
  if (!reference.is_object()) return {};
  WEIR_ASSIGN(const model::LinkedServiceInstance store, context.LinkedService(reference));
  WEIR_ASSIGN(work->store, copy::OpenFiles(tools.services, store));
  WEIR_ASSIGN(work->folder, copy::ReadText(settings, "notebookFolder"));
  return {};
}

/// The resource of a workspace's folder is NAME.json; a notebook of Jupyter is NAME.ipynb.
Result<Json> ReadStored(connectors::FileStore& store, const std::string& folder,
                        const std::string& name) {
  for (const char* ending : {".json", ".ipynb"}) {
    const std::string path = copy::JoinPath(folder, name + ending);
    const Result<connectors::FileEntry> entry = store.Stat(path);
    if (!entry && entry.error().kind() == ErrorKind::kNotFound) continue;
    if (!entry) return entry.error();
    WEIR_ASSIGN(const std::string text, ReadStoredText(store, path));
    return ParseJson(text);
  }
  return Fail(ErrorKind::kNotFound, "NotebookNotFound",
              "there is no '" + name + ".json' or '" + name + ".ipynb' in '" +
                  store.Describe(folder) + "'");
}

Result<> ReadActivity(const Json& settings, NotebookWork* work) {
  WEIR_ASSIGN(work->notebook, copy::ReadText(settings["notebook"], "referenceName"));
  if (work->notebook.empty()) return activity::MissingProperty("notebook.referenceName");
  WEIR_ASSIGN(work->pool, copy::ReadText(settings["sparkPool"], "referenceName"));
  if (settings["parameters"].is_object()) work->parameters = settings["parameters"];
  WEIR_ASSIGN(work->sizes, ReadSizes(settings, "SynapseNotebook"));
  return {};
}

}  // namespace

Result<NotebookPlan> NotebookWork::Plan(const JobCall& call) const {
  Json document;
  if (store != nullptr) {
    WEIR_ASSIGN(document, ReadStored(*store, folder, notebook));
  } else {
    WEIR_ASSIGN(const RestService signed_in, sign_in->Apply(workspace, call.cancel()));
    const RestCall ask{.path = kNotebooks + http::PercentEncode(notebook) + kNotebooksVersion};
    WEIR_ASSIGN(document, AskJson(signed_in, ask, &call.cancel()));
  }
  WEIR_ASSIGN(NotebookPlan plan, PlanNotebook(document, parameters));
  if (!pool.empty()) plan.pool = pool;
  for (const Json::Member& one : sizes.members()) {
    Json value = one.value;
    if (value.is_object()) {
      value = plan.session[one.name].is_object() ? plan.session[one.name] : Json::Object();
      for (const Json::Member& inner : one.value.members()) value.Set(inner.name, inner.value);
    }
    plan.session.Set(one.name, std::move(value));
  }
  if (is_plain()) {
    const std::vector<Statement> ours = ExitStatements(plan.statements);
    plan.statements.insert(plan.statements.begin(), ours.begin(), ours.end());
  }
  return plan;
}

LivySessions NotebookWork::Sessions(const std::string& of_pool) const {
  if (livy) return {*livy, std::nullopt, "/sessions"};
  return {workspace, sign_in, kPools + http::PercentEncode(of_pool) + "/sessions"};
}

Error NotebookWork::NoPool() const {
  return activity::MissingProperty("sparkPool").At(service);
}

Result<NotebookWork> ReadNotebookWork(engine::ActivityContext& context, const ComputeTools& tools) {
  WEIR_ASSIGN(const model::LinkedServiceInstance service,
              ServiceOf(context, "AzureSynapseArtifacts"));
  const Json& settings = service.type_properties();
  NotebookWork work;
  work.service = service.name;
  WEIR_TRY(ReadActivity(context.type_properties(), &work));
  WEIR_TRY(ReadLivy(context, settings, tools, &work));
  WEIR_TRY(ReadStore(context, settings, tools, &work));
  if (work.is_plain() && work.store != nullptr) return work;
  WEIR_ASSIGN(std::string endpoint, copy::ReadText(settings, "endpoint"));
  if (endpoint.empty()) return activity::MissingProperty("endpoint");
  work.workspace = {tools.outbound.client, WithoutSlash(std::move(endpoint))};
  WEIR_ASSIGN(work.sign_in, SignIn::Read(context, settings, kResource, tools.outbound));
  return work;
}

}  // namespace weir::compute::synapse
