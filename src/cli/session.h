#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "base/secret.h"
#include "engine/definitions.h"
#include "model/finding.h"
#include "store/store.h"

namespace weir::cli {

/// Where the command line keeps runs: $WEIR_DATA, else $XDG_DATA_HOME/weir, else
/// ~/.local/share/weir.
std::string DefaultDataFolder();

/// The store of a data folder and the key that seals its secrets.
struct Session {
  std::string data_folder;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<Sealer> sealer;
};
Result<Session> OpenSession(const std::string& data_folder);

/// The run with this id, or the only one whose id begins so. Errors: kNotFound
/// PipelineRunNotFound, kInvalid AmbiguousRun.
Result<store::RunRecord> FindRun(store::Store& store, const std::string& run_id);

/// Where a run's definitions come from; kept with the run, so that it can be taken up again.
struct Origin {
  std::string folder;  ///< Absolute path of what was given.
  std::string local;   ///< Absolute path of the local file; empty for none.

  std::string ToText() const;
  static Origin FromText(const std::string& text);
};

/// A factory as it runs here: loaded, stand-ins applied.
struct LocalFactory {
  Origin origin;
  std::shared_ptr<const model::Factory> factory;
  model::LocalSettings local;
  std::vector<model::Finding> findings;
};

/// The local file to use with the factory at `path`: the one named, else the one beside it, else
/// "". Errors: kNotFound FileNotFound.
Result<std::string> FindLocal(const std::string& path, const std::string& named);

/// Load `path` with its local file: `local`, or weir.local.json beside the factory if there is one.
Result<LocalFactory> LoadLocalFactory(const std::string& path, const std::string& local);

/// Holds a run group while this process works on it, so that no other takes it up. Ends with the
/// process, however that ends.
class RunLock {
 public:
  /// Nothing if another process holds it.
  static std::unique_ptr<RunLock> Take(const std::string& data_folder, const std::string& group_id);
  /// The process that holds it; 0 if none does, -1 if it is not known.
  static pid_t Holder(const std::string& data_folder, const std::string& group_id);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  RunLock(int file, std::string path) : file_(file), path_(std::move(path)) {}
  int file_;
  std::string path_;
};

}  // namespace weir::cli
