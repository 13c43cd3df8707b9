#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "model/instance.h"

namespace weir::engine {

/// How far an activity is; what is unknown stays zero.
struct Progress {
  int64_t rows_read = 0;
  int64_t rows_written = 0;
  int64_t bytes_read = 0;
  int64_t bytes_written = 0;
  int64_t files_done = 0;
  int64_t files_total = 0;
  std::string note;  ///< What it is doing, in a few words.
};

/// What one attempt of an activity gets from the engine.
class ActivityContext {
 public:
  virtual ~ActivityContext() = default;

  virtual const std::string& run_id() const = 0;
  virtual const std::string& activity_run_id() const = 0;
  virtual const std::string& activity_name() const = 0;
  /// The activity's JSON with every expression evaluated: name, type, typeProperties, inputs,
  /// outputs, linkedServiceName, policy, … Durable before this object exists.
  virtual const Json& activity() const = 0;
  const Json& type_properties() const { return activity()["typeProperties"]; }

  /// The dataset behind `{"referenceName": …, "parameters": {…}}`, its expressions evaluated.
  /// Errors: kNotFound DatasetNotFound, kInvalid InvalidTemplate, what LinkedService() says.
  virtual Result<model::DatasetInstance> Dataset(const Json& reference) const = 0;
  /// The linked service behind a reference. Errors: kNotFound LinkedServiceNotFound.
  virtual Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const = 0;

  /// The `properties` of the credential behind a reference. Errors: kNotFound CredentialNotFound.
  virtual Result<Json> Credential(const Json& reference) const = 0;
  /// The self-hosted integration runtimes of the factory, by name in lower case:
  /// {"id", "properties"}. Null if it has none, or if nobody serves it.
  virtual Json Runtimes() const { return {}; }
  /// The text of a setting that may be plain, a SecureString, or an AzureKeyVaultSecret, which is
  /// read from its vault; masked from here on. "" if absent. Linked services come with theirs read.
  /// Errors: as SecretSource; kInvalid SecretCycle.
  virtual Result<std::string> Secret(const Json& setting) const = 0;

  /// What this attempt saved before: in an earlier call, or before a restart. Null at first.
  virtual const Json& handle() const = 0;
  /// {body} of the callback that came; null as long as none did.
  virtual const Json& callback() const = 0;
  /// The text with each secret that is known to the engine as "***", for logs that are kept.
  virtual std::string Masked(std::string text) const { return text; }
  /// Keep what a restart needs to find the job again instead of starting it once more. Durable
  /// before it returns. Works while an attempt is being cancelled too. Errors: kCancelled
  /// ActivityOver, or EngineStopped: then another engine will take the attempt up.
  virtual Result<> SaveHandle(Json handle) = 0;
  /// Where somebody outside may POST once, to call this attempt back; always the same for one
  /// attempt. `earlier`: what it was before a restart, where a listener may be opened again.
  /// Errors: kUnsupported CallbacksUnavailable; what opening a listener says.
  virtual Result<std::string> CallbackUri(const std::string& earlier) = 0;
  /// Give the thread back: what Execute returns next is not the end, unless it is an error. It is
  /// called again at `time`, or sooner if a callback or a cancel comes, or after a restart.
  virtual void CallAgain(UtcTime time) = 0;

  virtual const CancelToken& cancel() const = 0;
  virtual const Clock& clock() const = 0;
  /// Tell how far it is; cheap, may be called often and from any thread.
  virtual void Report(const Progress& progress) = 0;
};

/// Does the work of one activity type. One object serves all runs, from several threads.
class ActivityExecutor {
 public:
  virtual ~ActivityExecutor() = default;
  /// Do it and give the activity's `output`. An error's kind decides failureType; its code and
  /// message are what the run shows. Work that waits for something outside saves a handle, asks to
  /// be called again and returns; such work is also called when it is cancelled, to clean up.
  virtual Result<Json> Execute(ActivityContext& context) = 0;
};

/// What an activity type is. Data: documents and validation come from it.
struct ActivitySpec {
  std::string type;     ///< "Copy"
  std::string summary;  ///< One line for the reference.
  /// True if doing it twice is the same as once (Lookup); else a restart may repeat an effect.
  bool read_only = false;
  std::shared_ptr<ActivityExecutor> executor;
  bool internal = false;  ///< For runs that the service makes itself; no type of a pipeline.
};

/// The activities that a program can execute. Made in main, passed down.
class ActivityRegistry {
 public:
  Result<> Add(ActivitySpec spec);
  /// Null if the type is unknown; ignores case.
  const ActivitySpec* Find(const std::string& type) const;
  const std::vector<ActivitySpec>& all() const { return specs_; }

 private:
  std::vector<ActivitySpec> specs_;
};

}  // namespace weir::engine
