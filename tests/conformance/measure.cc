#include "conformance/measure.h"

#include <atomic>
#include <set>
#include <string>
#include <thread>

#include "check/expression_check.h"
#include "conformance/trial.h"
#include "expr/template.h"
#include "model/activities.h"
#include "model/load.h"
#include "model/references.h"
#include "model/validate.h"

namespace weir::conformance {
namespace {

/// Checks as `weir validate` does, and counts the expressions that parse.
class CountingChecker final : public model::ExpressionChecker {
 public:
  CountingChecker(std::string prefix, Tally* tally) : prefix_(std::move(prefix)), tally_(tally) {}

  void Check(const Json& text, const model::ExpressionContext& context,
             std::vector<model::Finding>* findings) const override {
    const Result<expr::Template> compiled = expr::Template::Compile(text);
    tally_->Add(compiled.ok());
    if (!compiled) {
      const Position position = compiled.error().position();
      tally_->AddReason(
          compiled.error().message(),
          PlaceOf(prefix_ + context.resource->file, position.known() ? position : text.position()));
    }
    checker_.Check(text, context, findings);
  }

  void CheckActivity(const model::ExpressionContext& context,
                     std::vector<model::Finding>* findings) const override {
    checker_.CheckActivity(context, findings);
  }

 private:
  std::string prefix_;
  Tally* tally_;
  check::PipelineExpressionChecker checker_;
};

/// Measures one factory.
class EntryMeasurer {
 public:
  explicit EntryMeasurer(const CorpusEntry& entry) : entry_(entry) {}

  Measurement Run() && {
    const Result<model::LoadedFactory> loaded = model::LoadFactory(entry_.path.string());
    if (!loaded) {
      CountUnloadable(loaded.error());
      return std::move(result_);
    }
    CountFiles(*loaded);
    CountFindings(*loaded);
    CountTrials(loaded->factory);
    return std::move(result_);
  }

 private:
  std::string Place(const model::Finding& finding) const {
    return PlaceOf(entry_.prefix + finding.file, finding.position);
  }

  /// A template without resources of a factory, or a folder of version 1 alone, is nothing that
  /// should load.
  void CountUnloadable(const Error& error) {
    const std::string place = entry_.prefix + entry_.path.filename().string();
    if (error.code() == "NoResources") {
      result_.skipped.AddReason("holds no resources of a factory", place);
      return;
    }
    result_.files.Add(false);
    result_.files.AddReason(error.message(), PlaceOf(place, error.position()));
  }

  void CountFiles(const model::LoadedFactory& loaded) {
    std::set<std::string> good;
    for (const model::Resource& resource : loaded.factory.resources()) good.insert(resource.file);
    for (const model::SkippedFile& file : loaded.skipped) {
      result_.skipped.AddReason(file.what, entry_.prefix + file.file);
    }
    std::set<std::string> bad;
    for (const model::Finding& finding : loaded.findings) {
      if (finding.severity != model::Severity::kError || good.contains(finding.file)) continue;
      bad.insert(finding.file);
      result_.files.AddReason(finding.message, Place(finding));
    }
    for (size_t i = 0; i < good.size(); ++i) result_.files.Add(true);
    for (size_t i = 0; i < bad.size(); ++i) result_.files.Add(false);
  }

  void CountFindings(const model::LoadedFactory& loaded) {
    const CountingChecker checker(entry_.prefix, &result_.expressions);
    std::vector<model::Finding> findings =
        model::Validate(loaded.factory, {.azure = false, .expressions = &checker});
    findings.insert(findings.end(), loaded.findings.begin(), loaded.findings.end());
    std::set<std::string> faulty;
    std::set<std::string> doubles;
    size_t dangling = 0;
    for (const model::Finding& finding : findings) {
      if (finding.severity != model::Severity::kError) continue;
      if (finding.code == "InvalidReference") {
        ++dangling;
        result_.references.AddReason(finding.message, Place(finding));
      } else if (finding.code == "DuplicateName") {
        doubles.insert(finding.file);
        result_.names.AddReason(finding.message, Place(finding));
      } else {
        faulty.insert(finding.file);
        result_.resources.AddReason(finding.code + ": " + finding.message, Place(finding));
      }
    }
    CountReferences(loaded.factory, dangling);
    for (const model::Resource& resource : loaded.factory.resources()) {
      result_.resources.Add(!faulty.contains(resource.file));
      result_.names.Add(!doubles.contains(resource.file));
    }
  }

  void CountReferences(const model::Factory& factory, size_t dangling) {
    for (const model::Resource& resource : factory.resources()) {
      model::ForEachReference(resource.properties(), [&](const model::Reference& reference) {
        if (!reference.fixed() || model::IsTemplateExpression(*reference.name)) return;
        result_.references.Add(dangling == 0);
        if (dangling > 0) --dangling;
      });
    }
  }

  void CountTrials(const model::Factory& factory) {
    for (const PipelineTrial& trial : PipelineTrials()) {
      Tally tally(trial.title);
      for (const model::Resource* pipeline : factory.List(model::ResourceKind::kPipeline)) {
        const TrialOutcome outcome = trial.run(factory, *pipeline);
        tally.Add(outcome.good);
        tally.AddResult(outcome.result);
        if (outcome.reason.empty()) continue;
        tally.AddReason(outcome.reason, PlaceOf(entry_.prefix + pipeline->file, outcome.position));
      }
      result_.trials.push_back(std::move(tally));
    }
  }

  const CorpusEntry& entry_;
  Measurement result_;
};

}  // namespace

void Measurement::Merge(const Measurement& other) {
  files.Merge(other.files);
  resources.Merge(other.resources);
  references.Merge(other.references);
  names.Merge(other.names);
  expressions.Merge(other.expressions);
  skipped.Merge(other.skipped);
  for (size_t i = 0; i < other.trials.size(); ++i) {
    if (i == trials.size()) trials.emplace_back(other.trials[i].title());
    trials[i].Merge(other.trials[i]);
  }
}

std::vector<const Tally*> Measurement::Rates() const {
  std::vector<const Tally*> rates{&files, &resources, &references, &names, &expressions};
  for (const Tally& trial : trials) rates.push_back(&trial);
  return rates;
}

Measurement Measure(const std::vector<CorpusEntry>& entries, int threads) {
  std::vector<Measurement> results(entries.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < entries.size(); i = next++) {
      results[i] = EntryMeasurer(entries[i]).Run();
    }
  };
  std::vector<std::thread> workers;
  workers.reserve(static_cast<size_t>(threads));
  for (int i = 0; i < threads; ++i) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  Measurement whole;
  for (const Measurement& result : results) whole.Merge(result);
  return whole;
}

}  // namespace weir::conformance
