#include "connectors/sql_text.h"

#include <gtest/gtest.h>

namespace weir::connectors {
namespace {

std::string Kinds(std::string_view sql, const SqlQuoting& quoting) {
  static constexpr char kLetters[] = "_-wqsnp.";
  std::string kinds;
  std::string joined;
  for (const SqlToken& token : LexSql(sql, quoting)) {
    kinds += kLetters[static_cast<size_t>(token.kind)];
    joined += token.text;
  }
  EXPECT_EQ(joined, sql);
  return kinds;
}

TEST(SqlText, TokensJoinToTheText) {
  EXPECT_EQ(Kinds("select 'a''b' , \"c\"\"d\".e", {}), "w_s_._q.w");
  EXPECT_EQ(Kinds("a::int >= 1.5e-3 || $1", {}), "w.w_._n_._p");
  EXPECT_EQ(Kinds("/* a /* b */ c */ -- d\n1", {}), "-_-_n");
  EXPECT_EQ(Kinds("E'a\\'b' N'x' x'00'", {}), "s_s_s");
  EXPECT_EQ(Kinds("@a @@b :c a[1:2] x::y", {}), "p_p_p_w.n.n._w.w");
  EXPECT_EQ(Kinds("$$a;b$$ $t$ $$ $t$ $1", {.dollar_strings = true}), "s_s_p");
  EXPECT_EQ(Kinds("[a b].[c] [1] x[i] `d`", {.brackets = true, .backticks = true}),
            "q.q_.n._w.w._q");
}

TEST(SqlText, WhatIsNotClosedRunsToTheEnd) {
  for (const char* text : {"'abc", "\"abc", "/* abc", "E'abc\\", "$$abc", "[", "@", "$"}) {
    Kinds(text, {.brackets = true, .backticks = true, .dollar_strings = true});
  }
  EXPECT_EQ(Kinds("'abc; def", {}), "s");
}

TEST(SqlText, Statements) {
  EXPECT_EQ(SplitStatements("a ';' ; -- x;\n b;;", {}), (std::vector<std::string>{"a ';' ", "b"}));
  EXPECT_EQ(SplitStatements(" ; -- nothing", {}), std::vector<std::string>{});
}

TEST(SqlText, Names) {
  EXPECT_EQ(SplitName("[dbo].[My.Table]"), (std::vector<std::string>{"dbo", "My.Table"}));
  EXPECT_EQ(SplitName("a.b c"), (std::vector<std::string>{"a", "b c"}));
  EXPECT_EQ(SplitName("\"x\"\"y\".[z]]w]"), (std::vector<std::string>{"x\"y", "z]w"}));
  EXPECT_EQ(SplitName(""), std::vector<std::string>{});
  EXPECT_EQ(FirstWord(" /* x */ ( with a as (select 1) select 2)"), "WITH");
}

}  // namespace
}  // namespace weir::connectors
