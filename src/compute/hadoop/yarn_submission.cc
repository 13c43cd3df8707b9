#include "compute/hadoop/yarn_submission.h"

namespace weir::compute::hadoop {
namespace {

constexpr int64_t kLauncherMemoryMb = 1536;  ///< Two Java machines: ours and the program's.
constexpr const char* kProgramHeap = "768m";
constexpr const char* kLauncher = "weir-launcher.jar";
/// Java 17 must be told for programs of the Java 8 days; Java 8 does not look at the variable.
constexpr const char* kOpens =
    "--add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED "
    "--add-opens=java.base/java.net=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED "
    "--add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

/// A Hadoop configuration file.
class Settings {
 public:
  void Add(const std::string& name, const std::string& value) {
    text_ += "<property><name>" + Escaped(name) + "</name><value>" + Escaped(value) +
             "</value></property>\n";
  }
  std::string Whole() const { return "<configuration>\n" + text_ + "</configuration>\n"; }

 private:
  static std::string Escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
      const auto code = static_cast<unsigned char>(c);
      if (c == '&') {
        out += "&amp;";
      } else if (c == '<') {
        out += "&lt;";
      } else if (c == '>') {
        out += "&gt;";
      } else if (c == '\n' || c == '\r' || c == '\t') {
        out += "&#" + std::to_string(code) + ";";
      } else if (code >= 0x20) {  // XML has no way to say the others.
        out += c;
      }
    }
    return out;
  }

  std::string text_;
};

const YarnFile* FileOf(const YarnSubmission& submission, FileRole role) {
  for (const YarnFile& file : submission.files) {
    if (file.role == role) return &file;
  }
  return nullptr;
}

std::string UrisOf(const YarnSubmission& submission, FileRole role) {
  std::string uris;
  for (const YarnFile& file : submission.files) {
    if (file.role != role || file.from_library || file.is_own) continue;
    uris += (uris.empty() ? "" : ",") + file.uri;
  }
  return uris;
}

struct Program {
  std::string main;
  std::vector<std::string> arguments;
};

Program PigProgram(const HadoopWork& work, const YarnSubmission& submission) {
  Program program{"org.apache.pig.Main", {"-x", "mapreduce"}};
  for (const auto& [name, value] : work.defines) {
    program.arguments.emplace_back("-param");
    std::string pair = name;
    program.arguments.push_back(pair.append("=").append(value));
  }
  for (const std::string& one : work.arguments) program.arguments.push_back(one);
  const YarnFile* script = FileOf(submission, FileRole::kScript);
  program.arguments.emplace_back("-f");
  program.arguments.push_back(script == nullptr ? "" : script->name);
  return program;
}

Program StreamingProgram(const HadoopWork& work) {
  Program program{"org.apache.hadoop.streaming.HadoopStreaming", {}};
  std::vector<std::string>& arguments = program.arguments;
  arguments = {"-input",  work.input,  "-output",  work.output,
               "-mapper", work.mapper, "-reducer", work.reducer};
  if (!work.combiner.empty()) {
    arguments.emplace_back("-combiner");
    arguments.push_back(work.combiner);
  }
  for (const std::string& text : work.environment) {
    arguments.emplace_back("-cmdenv");
    arguments.push_back(text);
  }
  for (const std::string& one : work.arguments) arguments.push_back(one);
  return program;
}

Program ProgramOf(const HadoopWork& work, const YarnSubmission& submission) {
  switch (work.kind) {
    case HadoopKind::kPig:
      return PigProgram(work, submission);
    case HadoopKind::kStreaming:
      return StreamingProgram(work);
    case HadoopKind::kMapReduce:
    case HadoopKind::kHive:  // Not by YARN.
      return {work.class_name, work.arguments};
  }
  return {};
}

Json EntryOf(const std::string& key, Json value) {
  return Json::Object({{"key", key}, {"value", std::move(value)}});
}

Json ResourcesOf(const YarnSubmission& submission) {
  Json entries = Json::Array();
  for (const YarnFile& file : submission.files) {
    entries.Append(EntryOf(file.name, Json::Object({{"resource", file.uri},
                                                    {"type", "FILE"},
                                                    {"visibility", "APPLICATION"},
                                                    {"size", file.size_bytes},
                                                    {"timestamp", file.modified_ms}})));
  }
  return Json::Object({{"entry", entries}});
}

std::string ClassPathOf(const YarnSubmission& submission) {
  std::string path = "{{PWD}}/";
  path += kLauncher;
  size_t at = 0;
  const std::string& all = submission.class_path;
  while (at < all.size()) {
    const size_t end = std::min(all.find(',', at), all.size());
    if (end > at) path += "<CPS>" + all.substr(at, end - at);
    at = end + 1;
  }
  return path;
}

}  // namespace

std::string YarnLogPath(const std::string& folder) {
  return folder + "/weir-job.log";
}

std::string LauncherSettings(const HadoopWork& work, const YarnSubmission& submission) {
  Settings settings;
  const Program program = ProgramOf(work, submission);
  settings.Add("weir.main", program.main);
  settings.Add("weir.heap", kProgramHeap);
  settings.Add("weir.log", YarnLogPath(submission.folder));
  for (size_t i = 0; i < program.arguments.size(); ++i) {
    settings.Add("weir.argument." + std::to_string(i), program.arguments[i]);
  }
  size_t jars = 0;
  size_t libraries = 0;
  for (const FileRole role : {FileRole::kProgram, FileRole::kLibrary}) {
    for (const YarnFile& file : submission.files) {
      if (file.role != role) continue;
      settings.Add(file.from_library ? "weir.library." + std::to_string(libraries++)
                                     : "weir.jar." + std::to_string(jars++),
                   file.name);
    }
  }
  std::string tags = submission.name;
  if (work.kind != HadoopKind::kPig) {
    for (const auto& [name, value] : work.defines) {
      if (name == "mapreduce.job.tags") {
        tags += "," + value;
      } else {
        settings.Add("weir.define." + name, value);
      }
    }
  }
  settings.Add("weir.define.mapreduce.job.tags", tags);
  const std::pair<const char*, FileRole> shipped[] = {{"tmpjars", FileRole::kLibrary},
                                                      {"tmpfiles", FileRole::kBeside}};
  for (const auto& [name, role] : shipped) {
    const std::string uris = UrisOf(submission, role);
    if (!uris.empty()) settings.Add(std::string("weir.define.") + name, uris);
  }
  return settings.Whole();
}

Json YarnApplication(const HadoopWork& work, const YarnSubmission& submission) {
  const std::string user = work.cluster.user.empty() ? "weir" : work.cluster.user;
  Json environment = Json::Array();
  environment.Append(EntryOf("CLASSPATH", ClassPathOf(submission)));
  environment.Append(EntryOf("JDK_JAVA_OPTIONS", kOpens));
  environment.Append(EntryOf("HADOOP_USER_NAME", user));
  const Json command = Json::Object({{"command",
                                      "{{JAVA_HOME}}/bin/java -Xmx256m weir.Launcher "
                                      "1><LOG_DIR>/stdout 2><LOG_DIR>/stderr"}});
  const Json container = Json::Object({{"local-resources", ResourcesOf(submission)},
                                       {"commands", command},
                                       {"environment", Json::Object({{"entry", environment}})}});
  const std::string& queue = work.cluster.yarn_queue;
  return Json::Object(
      {{"application-id", submission.id},
       {"application-name", submission.name},
       {"application-type", "WEIR"},
       {"application-tags", Json::Object({{"tag", Json::Array({submission.name})}})},
       {"queue", queue.empty() ? "default" : queue},
       {"max-app-attempts", 1},
       {"resource", Json::Object({{"memory", kLauncherMemoryMb}, {"vCores", 1}})},
       {"am-container-spec", container}});
}

}  // namespace weir::compute::hadoop
