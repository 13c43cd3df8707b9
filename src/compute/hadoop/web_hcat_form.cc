#include "compute/hadoop/web_hcat_form.h"

namespace weir::compute::hadoop {
namespace {

std::string Joined(const std::pair<std::string, std::string>& pair) {
  return pair.first + "=" + pair.second;
}

/// {name, value} as two arguments: `flag` and `name=value`.
void AddFlagged(const HadoopWork::Pairs& pairs, const char* flag, HadoopWork::Pairs* form) {
  for (const auto& pair : pairs) {
    form->emplace_back("arg", flag);
    form->emplace_back("arg", Joined(pair));
  }
}

void AddDefines(const HadoopWork& work, HadoopWork::Pairs* form) {
  for (const auto& pair : work.defines) form->emplace_back("define", Joined(pair));
}

void AddStreaming(const HadoopWork& work, HadoopWork::Pairs* form) {
  form->emplace_back("input", work.input);
  form->emplace_back("output", work.output);
  form->emplace_back("mapper", work.mapper);
  form->emplace_back("reducer", work.reducer);
  for (const std::string& text : work.environment) form->emplace_back("cmdenv", text);
  AddDefines(work, form);
  if (work.combiner.empty()) return;
  form->emplace_back("arg", "-combiner");
  form->emplace_back("arg", work.combiner);
}

}  // namespace

std::string WebHCatPath(HadoopKind kind) {
  switch (kind) {
    case HadoopKind::kHive:
      return "/hive";
    case HadoopKind::kPig:
      return "/pig";
    case HadoopKind::kMapReduce:
      return "/mapreduce/jar";
    case HadoopKind::kStreaming:
      return "/mapreduce/streaming";
  }
  return {};
}

std::string WebHCatParameter(FileRole role) {
  switch (role) {
    case FileRole::kScript:
      return "file";
    case FileRole::kProgram:
      return "jar";
    case FileRole::kLibrary:
      return "libjars";
    case FileRole::kBeside:
      return "files";
  }
  return {};
}

HadoopWork::Pairs WebHCatForm(const HadoopWork& work) {
  HadoopWork::Pairs form;
  if (!work.script.empty()) form.emplace_back("execute", work.script);
  switch (work.kind) {
    case HadoopKind::kHive:
      AddDefines(work, &form);
      AddFlagged(work.variables, "--hivevar", &form);
      break;
    case HadoopKind::kPig:
      AddFlagged(work.defines, "-param", &form);
      break;
    case HadoopKind::kMapReduce:
      form.emplace_back("class", work.class_name);
      AddDefines(work, &form);
      break;
    case HadoopKind::kStreaming:
      AddStreaming(work, &form);
      break;
  }
  for (const std::string& one : work.arguments) form.emplace_back("arg", one);
  return form;
}

}  // namespace weir::compute::hadoop
