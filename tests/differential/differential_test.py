#!/usr/bin/env python3
"""Evaluate random expressions with ours and with Microsoft's evaluator, and compare.

    differential_test.py EVALUATOR [--functions WEIR] [--seed N] [--count N]

EVALUATOR is weir_evaluate_lines. Results, and the messages of failures, must be the same, less what
known_differences.json explains. A difference is made as small as it gets, and printed once for each
of its kind. Exit status 77 (skipped) if the evaluator or a .NET runtime cannot be had.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys

import grammar
from engine import Engine
from minimise import smallest

KNOWN = pathlib.Path(__file__).resolve().parent / "known_differences.json"
SKIPPED = 77
SHOWN_MAX = 400
MINIMISED_PER_GROUP = 3


class Ours:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        encoding="utf-8")

    def set_context(self, context):
        self.process.stdin.write(json.dumps({"context": context}) + "\n")

    def evaluate(self, text):
        self.process.stdin.write(json.dumps({"expr": text}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"our evaluator ended at: {text}")
        answer = json.loads(line)
        return ("value", answer["value"]) if "value" in answer else ("error", answer["error"])


def in_form_of_adf(message):
    """The engine's sentence as the service shows it: without "template language" and the link."""
    message = message.split(" Please see https://")[0]
    message = message.replace("Template language function", "Function")
    message = message.replace("Template language expression", "Expression")
    return message.replace("template language ", "").rstrip(" .")


def exact(value):
    """1, 1.0 and true are three values."""
    if isinstance(value, list):
        return [exact(one) for one in value]
    if isinstance(value, dict):
        return sorted((key, exact(one)) for key, one in value.items())
    return (type(value).__name__, value if value == value else "NaN")


def kind_of(ours, theirs):
    """How two answers differ; nothing if they do not."""
    if ours[0] != theirs[0]:
        return "we fail" if ours[0] == "error" else "we succeed"
    if ours[0] == "value":
        return "" if exact(ours[1]) == exact(theirs[1]) else "value"
    # Ours may go on with the nearest names.
    return "" if ours[1].startswith(in_form_of_adf(theirs[1])) else "message"


def signature(ours, theirs):
    """What stays the same while an expression gets smaller: the kind, and the words of failures."""
    words = [re.sub(r"'.*?'|-?[0-9.]+", "…", answer[1], flags=re.S) if answer[0] == "error" else ""
             for answer in (ours, theirs)]
    return (kind_of(ours, theirs), *words)


class Known:
    """What is explained: {why, source, kind, example, expr, ours, theirs}; the last three are
    patterns that must be found, if given."""

    def __init__(self):
        self.entries = json.loads(KNOWN.read_text())

    @staticmethod
    def covers(entry, text, kind, ours, theirs):
        shown = {"expr": text, "ours": show(ours), "theirs": show(theirs)}
        return kind in entry["kind"] and all(
            re.search(entry[key], shown[key], re.S) for key in shown if key in entry)

    def find(self, text, kind, ours, theirs):
        return next((one for one in self.entries if self.covers(one, text, kind, ours, theirs)),
                    None)


def show(answer):
    kind, value = answer
    return json.dumps(value, ensure_ascii=False) if kind == "value" else "error: " + value


class Comparison:
    def __init__(self, ours, theirs):
        self.ours, self.theirs, self.known = ours, theirs, Known()
        self.differences = []
        self.explained = collections.Counter()
        self.seen = collections.Counter()
        self.errors = 0

    def answers(self, node):
        text = "@" + grammar.text_of(node)
        return text, self.ours.evaluate(text), self.theirs.evaluate(text)

    def signature(self, node):
        return signature(*self.answers(node)[1:])

    def explanation(self, node):
        text, ours, theirs = self.answers(node)
        kind = kind_of(ours, theirs)
        return self.known.find(text, kind, ours, theirs) if kind else None

    def compare(self, node):
        _, ours, theirs = self.answers(node)
        self.errors += theirs[0] == "error"
        kind = kind_of(ours, theirs)
        if not kind:
            return
        shape = signature(ours, theirs)
        group = (shape, *sorted(set(grammar.functions_of(node))))
        self.seen[group] += 1
        if self.seen[group] > MINIMISED_PER_GROUP and not self.explanation(node):
            return
        small = smallest(node, lambda one: self.signature(one) == shape,
                         lambda one: self.answers(one)[2])
        entry = self.explanation(small)
        if entry:
            self.explained[entry["why"]] += 1
        else:
            self.differences.append((shape, small))

    def report(self):
        groups = collections.defaultdict(list)
        for shape, node in self.differences:
            groups[(*shape, *grammar.functions_of(node)[:1])].append(node)
        for (kind, *_), nodes in sorted(groups.items())[:SHOWN_MAX]:
            text, ours, theirs = self.answers(min(nodes, key=lambda one: len(grammar.text_of(one))))
            print(f"{kind} ({len(nodes)}): {text}\n  ours   {show(ours)}\n  theirs {show(theirs)}")
        for why, count in self.explained.most_common():
            print(f"known ({count}): {why}")
        return len(groups)

    def stale(self):
        """Entries whose example does not differ as it says any more."""
        for entry in self.known.entries:
            text = entry["example"]
            ours, theirs = self.ours.evaluate(text), self.theirs.evaluate(text)
            if not Known.covers(entry, text, kind_of(ours, theirs) or "none", ours, theirs):
                print(f"needless: {text} gives {show(ours)} and {show(theirs)}: {entry['why']}")
                yield entry


def missing_functions(weir):
    """Functions that no expression would call."""
    specs = json.loads(subprocess.run([weir, "specs"], check=True, capture_output=True).stdout)
    called = {*grammar.FUNCTIONS, *grammar.UNSTABLE, *grammar.ACCESSORS}
    return [one["name"] for one in specs["functions"] if one["name"] not in called]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("evaluator")
    parser.add_argument("--functions", metavar="WEIR")
    parser.add_argument("--seed", type=int, default=20180415)
    parser.add_argument("--count", type=int, default=12_000)
    options = parser.parse_args()
    missing = missing_functions(options.functions) if options.functions else []
    for name in missing:
        print(f"the grammar has no function '{name}'")
    try:
        theirs = Engine()
    except Exception as error:  # The package, the runtime, an architecture it is not made for.
        print(f"skipped: Microsoft's evaluator cannot be had here: {error}")
        return SKIPPED
    comparison = Comparison(Ours(options.evaluator), theirs)
    comparison.ours.set_context(grammar.CONTEXT)
    comparison.theirs.set_context(grammar.CONTEXT)
    source = grammar.Grammar(random.Random(options.seed))
    for _ in range(options.count):
        comparison.compare(source.expression())
    groups = comparison.report()
    stale = list(comparison.stale())
    print(f"{options.count} expressions of seed {options.seed}, {comparison.errors} of them fail; "
          f"{sum(comparison.explained.values())} known differences, {groups} kinds of others")
    return 1 if groups or stale or missing else 0


if __name__ == "__main__":
    sys.exit(main())
