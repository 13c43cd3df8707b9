#!/usr/bin/env python3
"""Tests of tools/tidy.py: each rule finds its breach, and leaves alone what is right."""
import contextlib
import io
import sys
import unittest
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import tidy  # noqa: E402


def breaches(check, *arguments):
    """What a check prints."""
    report, out = tidy.Report(), io.StringIO()
    with contextlib.redirect_stdout(out):
        check(*arguments, report)
    return out.getvalue()


class Layers(unittest.TestCase):
    def found(self, path, target):
        return breaches(tidy.check_layers, path, f"#pragma once\n#include {target}\n")

    def test_an_arrow_that_points_up(self):
        self.assertIn("src/base may not include src/model",
                      self.found("src/base/a.h", '"model/b.h"'))

    def test_an_arrow_that_points_down(self):
        self.assertEqual("", self.found("src/engine/a.h", '"pipeline/b.h"'))

    def test_connectors_never_include_each_other(self):
        self.assertIn("may not include connectors/duckdb",
                      self.found("src/connectors/postgres/a.cc", '"connectors/duckdb/b.h"'))

    def test_connectors_share_what_is_named_for_what_it_is(self):
        self.assertEqual("", self.found("src/connectors/azure_storage/a.cc",
                                        '"connectors/auth/b.h"'))

    def test_a_wrapped_library(self):
        self.assertIn("use connectors/database.h", self.found("src/engine/a.cc", "<duckdb.h>"))
        self.assertIn("use formats/batch_stream.h", self.found("src/engine/a.h", "<arrow/api.h>"))
        self.assertEqual("", self.found("src/copy/a.cc", "<arrow/api.h>"))

    def test_fakes_are_for_tests(self):
        self.assertIn("is for tests", self.found("src/copy/a.cc", '"http/testing/fake_server.h"'))
        self.assertEqual("", self.found("src/copy/a_test.cc", '"http/testing/fake_server.h"'))

    def test_an_include_without_its_folder(self):
        self.assertIn("not a full path", self.found("src/copy/a.cc", '"b.h"'))

    def test_a_new_folder_needs_a_layer(self):
        self.assertIn("has no layer", self.found("src/misc_things/a.cc", '"base/b.h"'))


class Texts(unittest.TestCase):
    def test_columns(self):
        self.assertIn("101 columns", breaches(tidy.check_lines, "src/a.cc", "x" * 101))
        self.assertEqual("", breaches(tidy.check_lines, "src/a.cc", "ä" * 100))

    def test_length(self):
        self.assertIn("501 lines", breaches(tidy.check_lines, "src/a.cc", "x\n" * 501))
        self.assertEqual("", breaches(tidy.check_lines, "src/a.cc", "x\n" * 500))

    def test_open_ends(self):
        self.assertIn("an open end",
                      breaches(tidy.check_lines, "src/a.cc", "// TO" + "DO: later\n"))

    def test_forbidden_words(self):
        self.assertIn("registries",
                      breaches(tidy.check_lines, "a.json", "https://pypi" + ".org/x"))
        self.assertIn("one machine", breaches(tidy.check_lines, "a.py", "open('/wo" + "rk/x')"))
        self.assertEqual("", breaches(tidy.check_lines, "a.py", "open('src/work/x')"))

    def test_banned_names(self):
        banned = "auto now = std::chrono::system_clock" + "::now();\n"
        self.assertIn("base/clock.h", breaches(tidy.check_banned, "src/a.cc", banned))
        self.assertEqual("", breaches(tidy.check_banned, "src/base/clock.cc", banned))
        self.assertEqual("", breaches(tidy.check_banned, "src/a.cc", "static_assert(true);\n"))
        self.assertIn("WEIR_CHECK", breaches(tidy.check_banned, "src/a.cc", "  assert(x);\n"))

    def test_names_of_files(self):
        self.assertTrue(tidy.BAD_NAMES.search("src/copy/string_utils.cc"))
        self.assertFalse(tidy.BAD_NAMES.search("src/copy/commons_license.cc"))


class Documents(unittest.TestCase):
    def test_titles(self):
        self.assertIn("2 titles", breaches(tidy.check_markdown, "a.md", "# A\n# B\n"))
        self.assertEqual("", breaches(tidy.check_markdown, "a.md", "# A\n```\n# no title\n```\n"))

    def test_the_length_of_a_folders_page(self):
        self.assertIn("41 lines",
                      breaches(tidy.check_markdown, "src/x/README.md", "# A\n" + "x\n" * 40))

    def test_fragments(self):
        self.assertIn("no fragment's name",
                      breaches(tidy.check_markdown, "changelog.d/Copy.md", ""))
        self.assertEqual("", breaches(tidy.check_markdown, "changelog.d/copy-csv.feature.md", "x"))
        self.assertIn("without advice",
                      breaches(tidy.check_markdown, "changelog.d/keys.breaking.md", "x"))


class Trees(unittest.TestCase):
    def test_owners(self):
        texts = {"src/a/CMakeLists.txt": "weir_library(a)\nadd_executable(b tool_bench.cc)\n",
                 "src/a/one.cc": '#include "a/one.h"\n', "src/a/one.h": "",
                 "src/a/tool_bench.cc": "", "src/a/lost_bench.cc": "", "src/a/lost.h": "",
                 "tests/e2e/lost_test.cc": ""}
        found = breaches(tidy.check_owners, texts)
        self.assertIn("src/a/lost_bench.cc: no CMake target", found)
        self.assertIn("src/a/lost.h: no file includes it", found)
        self.assertIn("tests/e2e/lost_test.cc: no CMake target", found)
        self.assertEqual(3, len(found.splitlines()))

    def test_pages_of_folders(self):
        texts = {"src/a/one.cc": "", "src/b/one.cc": "", "src/b/README.md": "# b\n"}
        self.assertEqual(1, len(breaches(tidy.check_readmes, texts).splitlines()))

    def test_error_codes(self):
        texts = {"docs/reference/errors.md": "`Known`",
                 "src/a/one.cc": 'Fail(ErrorKind::kInvalid,\n  "New", "x"); '
                                 'Fail(ErrorKind::kInvalid, "Known", "x");'}
        found = breaches(tidy.check_error_codes, texts)
        self.assertIn("'New'", found)
        self.assertNotIn("'Known'", found)


if __name__ == "__main__":
    unittest.main()
