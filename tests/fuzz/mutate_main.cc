// Runs a fuzz target where libFuzzer is not at hand: the inputs as they are, then a fixed number of
// mutations of them, the same ones each time.
//   TARGET ROUNDS DICTIONARY SEEDS PATH...
// SEEDS and each PATH are inputs or folders of inputs; only those of SEEDS are mutated.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "base/ids.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace weir {
namespace {

namespace fs = std::filesystem;
constexpr uint64_t kSeed = 20180415;
constexpr size_t kInputMax = 16'384;

std::string Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The tokens of a dictionary of libFuzzer: one in double quotes a line, # begins a comment.
std::vector<std::string> Tokens(const fs::path& path) {
  std::vector<std::string> tokens;
  std::istringstream lines(Read(path));
  for (std::string line; std::getline(lines, line);) {
    if (line.size() < 2 || line.front() != '"') continue;
    std::string token;
    for (size_t i = 1; i + 1 < line.size(); ++i) {
      if (line[i] == '\\' && line[i + 1] == 'x') {
        unsigned value = 0;
        std::from_chars(line.data() + i + 2, line.data() + i + 4, value, 16);
        token += static_cast<char>(value);
        i += 3;
      } else {
        if (line[i] == '\\') ++i;
        token += line[i];
      }
    }
    tokens.push_back(std::move(token));
  }
  return tokens;
}

std::vector<std::string> Inputs(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const std::string& path : paths) {
    if (!fs::is_directory(path)) {
      files.emplace_back(path);
      continue;
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> inputs;
  inputs.reserve(files.size());
  for (const fs::path& file : files) inputs.push_back(Read(file));
  return inputs;
}

std::string Mutated(std::string text, const std::vector<std::string>& inputs,
                    const std::vector<std::string>& tokens, SeededRandom& random) {
  constexpr uint64_t kEditsMax = 4;
  constexpr uint64_t kErasedMax = 12;
  for (uint64_t edits = 1 + random.Below(kEditsMax); edits > 0; --edits) {
    const size_t at = random.Below(text.size() + 1);
    const std::string& other = inputs[random.Below(inputs.size())];
    switch (random.Below(5)) {
      case 0:
        if (!tokens.empty()) text.insert(at, tokens[random.Below(tokens.size())]);
        break;
      case 1:
        text.erase(at, 1 + random.Below(kErasedMax));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random.Below(256));
        break;
      case 3:  // The tail of another input.
        text = text.substr(0, at) + other.substr(random.Below(other.size() + 1));
        break;
      default:  // A piece of itself again.
        text.insert(at, text.substr(random.Below(text.size() + 1), random.Below(kErasedMax * 4)));
        break;
    }
  }
  if (text.size() > kInputMax) text.resize(kInputMax);
  return text;
}

void RunOne(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

int Run(const std::vector<std::string>& arguments) {
  uint64_t rounds = 0;
  if (arguments.size() < 3 ||
      std::from_chars(arguments[0].data(), arguments[0].data() + arguments[0].size(), rounds).ec !=
          std::errc()) {
    std::cerr << "usage: TARGET ROUNDS DICTIONARY SEEDS PATH...\n";
    return 2;
  }
  const std::vector<std::string> tokens = Tokens(arguments[1]);
  const std::vector<std::string> inputs = Inputs({arguments[2]});
  if (inputs.empty()) {
    std::cerr << "there are no inputs\n";
    return 2;
  }
  for (const std::string& input : Inputs({arguments.begin() + 2, arguments.end()})) RunOne(input);
  SeededRandom random(kSeed);
  for (uint64_t round = 0; round < rounds; ++round) {
    RunOne(Mutated(inputs[round % inputs.size()], inputs, tokens, random));
  }
  std::cout << inputs.size() << " inputs, " << rounds << " mutations of them, no finding\n";
  return 0;
}

}  // namespace
}  // namespace weir

int main(int argc, char** argv) {
  return weir::Run({argv + 1, argv + argc});
}
