#include "testing/json_cases.h"

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <sstream>

namespace weir::testing {
namespace {

class CaseTest : public ::testing::Test {
 public:
  CaseTest(Json json, std::function<void(const Json&)> check)
      : json_(std::move(json)), check_(std::move(check)) {}
  void TestBody() override {
    SCOPED_TRACE(DumpJson(json_).substr(0, 2000));
    check_(json_);
  }

 private:
  Json json_;
  std::function<void(const Json&)> check_;
};

class BrokenFileTest : public ::testing::Test {
 public:
  explicit BrokenFileTest(std::string reason) : reason_(std::move(reason)) {}
  void TestBody() override { FAIL() << reason_; }

 private:
  std::string reason_;
};

std::string TestName(std::string_view name) {
  std::string out;
  for (const char c : name) {
    out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return out;
}

Result<std::vector<Json>> ParseCases(const std::string& text) {
  std::vector<Json> cases;
  if (text.find_first_not_of(" \r\n\t") == std::string::npos) return cases;
  size_t at = 0;
  WEIR_ASSIGN(const Json first, ParseJsonAt(text, &at));
  if (first.is_array()) return std::vector<Json>(first.items().begin(), first.items().end());
  if (first["cases"].is_array()) {
    return std::vector<Json>(first["cases"].items().begin(), first["cases"].items().end());
  }
  cases.push_back(first);
  while (text.find_first_not_of(" \r\n\t", at) != std::string::npos) {
    WEIR_ASSIGN(Json next, ParseJsonAt(text, &at));
    cases.push_back(std::move(next));
  }
  return cases;
}

}  // namespace

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<JsonCase> LoadCases(const std::string& path) {
  const Result<std::vector<Json>> parsed = ParseCases(ReadFile(path));
  std::vector<JsonCase> cases;
  if (!parsed) return cases;
  for (const Json& json : *parsed) {
    std::string name = json["name"].as_string();
    if (name.empty()) name = json["id"].as_string();
    if (name.empty()) name = std::to_string(cases.size() + 1);
    cases.push_back({TestName(name), json});
  }
  return cases;
}

bool RegisterCases(const std::string& suite, const std::string& path,
                   const std::function<void(const Json&)>& check) {
  const std::vector<JsonCase> cases = LoadCases(path);
  if (cases.empty()) {
    ::testing::RegisterTest(suite.c_str(), "cases", nullptr, nullptr, __FILE__, __LINE__,
                            [path]() -> ::testing::Test* {
                              return new BrokenFileTest("no case could be read from " + path);
                            });
    return false;
  }
  for (const JsonCase& one : cases) {
    ::testing::RegisterTest(
        suite.c_str(), one.name.c_str(), nullptr, nullptr, path.c_str(), 1,
        [one, check]() -> ::testing::Test* { return new CaseTest(one.json, check); });
  }
  return true;
}

}  // namespace weir::testing
