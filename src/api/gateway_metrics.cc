#include "api/gateway_metrics.h"

#include "api/arm/runtime_nodes.h"
#include "base/names.h"

namespace weir::api {
namespace {

using observe::MetricFamily;
using Type = MetricFamily::Type;

struct Families {
  MetricFamily nodes{{"weir_gateway_nodes",
                      "Nodes that are registered, by whether they are connected.",
                      Type::kGauge,
                      {{"factory"}, {"runtime", true}, {"state"}}}};
  MetricFamily queue{{"weir_gateway_queue_length",
                      "Activities that wait for a node with room.",
                      Type::kGauge,
                      {{"factory"}, {"runtime", true}}}};
  MetricFamily taken{{"weir_gateway_jobs_taken_total",
                      "Jobs that a node began.",
                      Type::kCounter,
                      {{"factory"}, {"runtime", true}}}};
  MetricFamily pickup{{"weir_gateway_pickup_seconds_total",
                       "From an activity's wish to its begin on a node, of all together.",
                       Type::kCounter,
                       {{"factory"}, {"runtime", true}}}};
  MetricFamily ended{{"weir_gateway_jobs_ended_total",
                      "Jobs whose end a node told.",
                      Type::kCounter,
                      {{"factory"}, {"runtime", true}}}};
  MetricFamily lost{{"weir_gateway_jobs_lost_total",
                     "Jobs that went with a node.",
                     Type::kCounter,
                     {{"factory"}, {"runtime", true}}}};
  MetricFamily jobs{{"weir_gateway_node_jobs",
                     "Jobs that a node has.",
                     Type::kGauge,
                     {{"factory"}, {"runtime", true}, {"node", true}}}};
  MetricFamily limit{{"weir_gateway_node_jobs_limit",
                      "Jobs that a node is given at a time.",
                      Type::kGauge,
                      {{"factory"}, {"runtime", true}, {"node", true}}}};
  MetricFamily memory{{"weir_gateway_node_memory_available_bytes",
                       "Memory of a node's machine that is free.",
                       Type::kGauge,
                       {{"factory"}, {"runtime", true}, {"node", true}}}};
  MetricFamily cpu{{"weir_gateway_node_cpu_percent",
                    "How busy the cores of a node's machine are.",
                    Type::kGauge,
                    {{"factory"}, {"runtime", true}, {"node", true}}}};
};

void AddRuntime(const gateway::Hub& hub, const arm::Kept& runtime, Families* families) {
  constexpr double kBytesPerMb = 1 << 20;
  const std::string factory = arm::FactoryOfRuntime(runtime.id);
  const std::vector<gateway::NodeState> connected = hub.Connected(runtime.id);
  const auto online = static_cast<double>(connected.size());
  const auto all = static_cast<double>(runtime.state["nodes"].size());
  families->nodes.Add({factory, runtime.name, "online"}, online);
  families->nodes.Add({factory, runtime.name, "offline"}, std::max(0.0, all - online));
  const gateway::RuntimeFigures figures = hub.FiguresOf(runtime.id);
  families->queue.Add({factory, runtime.name}, static_cast<double>(figures.waiting));
  families->taken.Add({factory, runtime.name}, static_cast<double>(figures.taken));
  families->pickup.Add({factory, runtime.name}, figures.pickup_s);
  families->ended.Add({factory, runtime.name}, static_cast<double>(figures.ended));
  families->lost.Add({factory, runtime.name}, static_cast<double>(figures.lost));
  for (const Json& node : runtime.state["nodes"].items()) {
    for (const gateway::NodeState& state : connected) {
      if (state.id != node["id"].as_string()) continue;
      const observe::LabelValues labels = {factory, runtime.name, node["name"].as_string()};
      families->jobs.Add(labels, static_cast<double>(state.jobs));
      families->limit.Add(labels, state.draining ? 0 : static_cast<double>(state.jobs_limit));
      families->memory.Add(labels, static_cast<double>(state.memory_free_mb) * kBytesPerMb);
      families->cpu.Add(labels, static_cast<double>(state.cpu_percent));
    }
  }
}

}  // namespace

void PrintGatewayMetrics(const gateway::Hub& hub, const std::vector<arm::Kept>& runtimes,
                         const MetricFamily::Shown& shown, std::string* out) {
  Families families;
  for (const arm::Kept& runtime : runtimes) {
    const Json& properties = runtime.document["properties"];
    const bool linked = properties["typeProperties"]["linkedInfo"].is_object();
    const bool managed = SameName(properties["type"].as_string(), "Managed");
    if (!linked && !managed) AddRuntime(hub, runtime, &families);
  }
  for (const MetricFamily* family :
       {&families.nodes, &families.queue, &families.taken, &families.pickup, &families.ended,
        &families.lost, &families.jobs, &families.limit, &families.memory, &families.cpu}) {
    family->Print(shown, out);
  }
}

}  // namespace weir::api
