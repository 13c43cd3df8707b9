#include "compute/on_demand/hive_job.h"

namespace weir::compute::on_demand {
namespace {

class HiveJob final : public Job {
 public:
  HiveJob(hive::HiveWork work, ClusterSpec spec, std::shared_ptr<Clusters> clusters,
          std::shared_ptr<http::Client> client)
      : work_(std::move(work)),
        spec_(std::move(spec)),
        clusters_(std::move(clusters)),
        client_(std::move(client)) {}
  ~HiveJob() override {
    if (!name_.empty()) clusters_->Leave(spec_, name_);
  }

  Result<Json> Submit(JobCall& call) override {
    WEIR_TRY(Reach(call));
    return job_->Submit(call);
  }

  Result<JobStatus> Poll(JobCall& call) override {
    WEIR_TRY(Reach(call));
    return job_->Poll(call);
  }

  Result<> Cancel(JobCall& call) override {
    const int port = clusters_->PortOf(spec_);
    if (port == 0) return {};  // What ran there ended with it.
    Connect(port);
    return job_->Cancel(call);
  }

  Result<Json> Output(JobCall& call) override {
    WEIR_TRY(Reach(call));
    return job_->Output(call);
  }

  void Close(JobCall& call) override {
    if (job_ != nullptr) job_->Close(call);
  }

 private:
  Result<> Reach(JobCall& call) {
    name_ = call.name();
    WEIR_ASSIGN(const int port, clusters_->Use(spec_, name_));
    Connect(port);
    return {};
  }

  void Connect(int port) {
    if (job_ != nullptr && port == work_.address.port) return;
    work_.address.port = port;
    job_ = hive::MakeHiveJob(work_, client_);
  }

  hive::HiveWork work_;
  const ClusterSpec spec_;
  const std::shared_ptr<Clusters> clusters_;
  const std::shared_ptr<http::Client> client_;
  std::unique_ptr<Job> job_;
  std::string name_;
};

}  // namespace

std::unique_ptr<Job> MakeHiveJob(hive::HiveWork work, ClusterSpec spec,
                                 std::shared_ptr<Clusters> clusters,
                                 std::shared_ptr<http::Client> client) {
  return std::make_unique<HiveJob>(std::move(work), std::move(spec), std::move(clusters),
                                   std::move(client));
}

}  // namespace weir::compute::on_demand
