#include "copy/wildcard.h"

#include <vector>

namespace weir::copy {
namespace {

enum class TokenKind { kLiteral, kAny, kOptional };

struct Token {
  TokenKind kind;
  std::string_view text;  // One character of the pattern, as UTF-8.
};

size_t CharacterSize(std::string_view text, size_t at) {
  size_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) {
    ++size;
  }
  return size;
}

bool IsEscape(std::string_view text, size_t at) {
  if (text[at] != '^' || at + 1 >= text.size()) return false;
  const char next = text[at + 1];
  return next == '*' || next == '?' || next == '^';
}

std::vector<Token> Tokens(std::string_view pattern) {
  std::vector<Token> tokens;
  for (size_t at = 0; at < pattern.size();) {
    if (IsEscape(pattern, at)) {
      tokens.push_back({TokenKind::kLiteral, pattern.substr(at + 1, 1)});
      at += 2;
      continue;
    }
    const size_t size = CharacterSize(pattern, at);
    TokenKind kind = TokenKind::kLiteral;
    if (pattern[at] == '*') kind = TokenKind::kAny;
    if (pattern[at] == '?') kind = TokenKind::kOptional;
    tokens.push_back({kind, pattern.substr(at, size)});
    at += size;
  }
  return tokens;
}

/// Mark what is reachable without taking a character: wildcards may match nothing.
void SkipEmpty(const std::vector<Token>& tokens, std::vector<bool>& reached) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (reached[i] && tokens[i].kind != TokenKind::kLiteral) reached[i + 1] = true;
  }
}

}  // namespace

bool HasWildcard(std::string_view text) {
  for (const Token& token : Tokens(text)) {
    if (token.kind != TokenKind::kLiteral) return true;
  }
  return false;
}

bool MatchWildcard(std::string_view pattern, std::string_view name) {
  const std::vector<Token> tokens = Tokens(pattern);
  std::vector<bool> reached(tokens.size() + 1, false);
  reached[0] = true;
  SkipEmpty(tokens, reached);
  for (size_t at = 0; at < name.size();) {
    const size_t size = CharacterSize(name, at);
    const std::string_view character = name.substr(at, size);
    std::vector<bool> next(tokens.size() + 1, false);
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (!reached[i]) continue;
      switch (tokens[i].kind) {
        case TokenKind::kAny:
          next[i] = true;
          break;
        case TokenKind::kOptional:
          next[i + 1] = true;
          break;
        case TokenKind::kLiteral:
          if (tokens[i].text == character) next[i + 1] = true;
          break;
      }
    }
    SkipEmpty(tokens, next);
    reached.swap(next);
    at += size;
  }
  return reached[tokens.size()];
}

std::string UnescapeWildcard(std::string_view pattern) {
  std::string text;
  for (const Token& token : Tokens(pattern)) text += token.text;
  return text;
}

}  // namespace weir::copy
