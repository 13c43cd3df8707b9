#include "cli/git_source.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

/// "" if it cannot be read.
std::string ReadText(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// The nearest folder at or above that holds `.git`.
std::optional<fs::path> WorkTreeOf(const fs::path& folder) {
  std::error_code error;
  for (fs::path at = folder;; at = at.parent_path()) {
    if (fs::exists(at / ".git", error)) return at;
    if (at == at.parent_path()) return std::nullopt;
  }
}

/// `.git`, or where the file of that name points: a second work tree, a submodule.
fs::path GitFolderOf(const fs::path& root) {
  std::error_code error;
  const fs::path git = root / ".git";
  if (fs::is_directory(git, error)) return git;
  constexpr std::string_view kPoints = "gitdir:";
  const std::string text = ReadText(git);
  if (!text.starts_with(kPoints)) return git;
  return root / Trimmed(text.substr(kPoints.size()));
}

/// Where branches and settings are, which all work trees share.
fs::path CommonFolderOf(const fs::path& git) {
  const std::string common = Trimmed(ReadText(git / "commondir"));
  return common.empty() ? git : git / common;
}

std::string CommitOf(const fs::path& common, const std::string& reference) {
  const std::string loose = Trimmed(ReadText(common / reference));
  if (!loose.empty()) return loose;
  std::istringstream packed(ReadText(common / "packed-refs"));
  for (std::string line; std::getline(packed, line);) {
    const size_t space = line.find(' ');
    if (space != line.npos && Trimmed(line.substr(space)) == reference)
      return line.substr(0, space);
  }
  return {};
}

std::string OriginOf(const fs::path& common) {
  std::istringstream config(ReadText(common / "config"));
  bool inside = false;
  for (std::string line; std::getline(config, line);) {
    const std::string text = Trimmed(line);
    if (text.starts_with("[")) inside = text == "[remote \"origin\"]";
    const size_t equals = text.find('=');
    if (!inside || equals == text.npos || Trimmed(text.substr(0, equals)) != "url") continue;
    return WithoutUser(Trimmed(text.substr(equals + 1)));
  }
  return {};
}

}  // namespace

std::string WithoutUser(const std::string& address) {
  const size_t scheme = address.find("://");
  if (scheme == address.npos) return address;
  const size_t host = scheme + 3;
  const size_t slash = address.find('/', host);
  const size_t at = address.rfind('@', slash);
  if (at == address.npos || at < host) return address;
  return address.substr(0, host) + address.substr(at + 1);
}

Json GitSourceOf(const std::string& folder) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(folder, error);
  const std::optional<fs::path> root = WorkTreeOf(whole);
  if (!root) return {};
  const fs::path git = GitFolderOf(*root);
  const fs::path common = CommonFolderOf(git);
  const std::string head = Trimmed(ReadText(git / "HEAD"));
  constexpr std::string_view kReference = "ref: ";
  constexpr std::string_view kBranches = "refs/heads/";
  Json source = Json::Object();
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) source.AppendMember(name, text);
  };
  add("repository", OriginOf(common));
  if (head.starts_with(kReference)) {
    const std::string reference = head.substr(kReference.size());
    if (reference.starts_with(kBranches)) add("branch", reference.substr(kBranches.size()));
    add("commit", CommitOf(common, reference));
  } else {
    add("commit", head);
  }
  const std::string below = whole.lexically_relative(*root).generic_string();
  add("folder", below == "." ? "" : below);
  return source;
}

}  // namespace weir::cli
