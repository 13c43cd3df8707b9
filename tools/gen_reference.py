#!/usr/bin/env python3
"""Write docs/reference/ from the specs that the program holds and from the sources.

    tools/gen_reference.py [--weir build/weir] [--check]

errors.md, findings.md and unsupported.md come from the sources alone; without the program only they
are written. A finding whose code is not in src/model/data/rules.json is an error.
With --check nothing is written: the exit status is 1 if a page is stale, and the page is named.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "reference"
RULES = ROOT / "src" / "model" / "data" / "rules.json"
STAMP = "<!-- Written by tools/gen_reference.py; changes here are lost. -->\n\n"
MARKS = ("<!-- what works: begin (tools/gen_reference.py) -->\n", "<!-- what works: end -->\n")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
UNESCAPE = {"\\n": " ", '\\"': '"', "\\\\": "\\", "\\t": " ", "\\'": "'"}


# The sources: what each failure says.

def split_arguments(text, start):
    """The arguments of the call or braces whose opening bracket is at `start`."""
    depth, begin, arguments, at = 0, start + 1, [], start
    while at < len(text):
        char = text[at]
        if char == '"':
            at = LITERAL.match(text, at).end() - 1
        elif char == "'" and re.match(r"'(\\.|.)'", text[at:at + 4]):
            at += len(re.match(r"'(\\.|.)'", text[at:at + 4]).group()) - 1
        elif text.startswith("//", at):
            at = text.index("\n", at)
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth == 0:
                return arguments + [text[begin:at]]
        elif char == "," and depth == 1:
            arguments.append(text[begin:at])
            begin = at + 1
        at += 1
    return arguments


def words(argument):
    """The literal words of a message expression; '…' where a value is put in."""
    argument = re.sub(r'\["[^"]*"\]', ".x", argument)  # Names of members are no words.
    out, end = "", 0
    for match in LITERAL.finditer(argument):
        gap = argument[end:match.start()]
        if re.search(r"[A-Za-z_]", re.sub(r"\bstd::string\b|\bR\b", "", gap)) or (
                "+" in gap and end and re.search(r"\w", gap)):
            out += "…"
        out += re.sub(r'\\.', lambda found: UNESCAPE.get(found.group(), found.group()),
                      match.group(1))
        end = match.end()
    if re.search(r"[A-Za-z_]\w*\s*[.(\[)]|\+\s*\w", argument[end:]):
        out += "…"
    return re.sub("…+", "…", re.sub(r"\s+", " ", out)).strip()


def is_source(path):
    name = str(path)
    return not re.search(r"_(test|servertest|bench|fuzz)\.cc$|/testing/|/cases/", name)


def sources():
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in (".cc", ".h") and is_source(path):
            yield path.relative_to(ROOT), path.read_text()


def failures():
    """(kind, code, message, folder) of each Fail(…) with a literal code."""
    for path, text in sources():
        for match in re.finditer(r"\bFail\(", text):
            arguments = split_arguments(text, match.end() - 1)
            if len(arguments) < 3:
                continue
            kinds = re.findall(r"ErrorKind::k(\w+)", arguments[0])
            for code in re.findall(r'"(\w+)"', arguments[1]):
                for kind in kinds or ["…"]:
                    yield kind, code, words(",".join(arguments[2:])), folder_of(path)


def folder_of(path):
    parts = path.parts[1:-1]
    deep = parts[0] in ("connectors", "formats", "expr", "store") and len(parts) > 1
    return "/".join(parts[:2] if deep else parts[:1])


def findings():
    """(severity, code, message) of each finding that validation can make."""
    for path, text in sources():
        if path.parts[1] not in ("model", "check"):
            continue
        for match in re.finditer(r"(Report\w*\(|push_back\(\s*\{)", text):
            arguments = split_arguments(text, match.end() - 1)
            severities = [word for one in arguments
                          for word in re.findall(r"Severity::k(\w+)", one)]
            for at, argument in enumerate(arguments):
                code = re.fullmatch(r'\s*"([A-Z]\w+)"\s*', argument)
                if code and severities:
                    yield severities[0].lower(), code[1], words(",".join(arguments[at + 1:]))
                    break
        for match in re.finditer(r'NoteOnce\("(\w+)"', text):  # Of ARM templates.
            yield "warning", match[1], ""


# The pages.

def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def codes(names):
    return ", ".join(f"`{name}`" for name in names) or "–"


def errors_page():
    by_code = collections.defaultdict(lambda: ([], [], []))
    for kind, code, message, folder in failures():
        kinds, messages, folders = by_code[code]
        for item, into in ((kind, kinds), (message, messages), (folder, folders)):
            if item and item not in into:
                into.append(item)
    rows = [(f"`{code}`", ", ".join(kinds), "<br>".join(cell(text) for text in messages[:4]),
             ", ".join(sorted(folders)))
            for code, (kinds, messages, folders) in sorted(by_code.items())]
    return ("# Error codes\n\n" + STAMP +
            "An error's kind decides failure type and retry: Unavailable and Internal are "
            "SystemError, the rest UserError.\nADF's code is used where one is known. `…` stands "
            "for a value. Copy wraps a store's error as the service does: code 2200\nand "
            "`Failure happened on 'Source' side. ErrorCode=<code>,…`.\n\n" +
            table(("code", "kind", "says", "raised in"), rows) +
            "\nWhat `weir validate` finds has codes of its own: [findings](findings.md).\n")


def rules_that_lack():
    """Codes that the sources report and the table of rules does not have."""
    known = {rule["code"] for rule in json.loads(RULES.read_text())}
    return sorted({code for _, code, _ in findings()} - known)


def limit_text(rule):
    unit = " " + rule["unit"] if "unit" in rule else ""
    if rule.get("where", {}).get("measure") == "seconds":
        unit = " seconds"
    ends = [f"{word} {rule[end]:,}" for end, word in (("min", "at least"), ("max", "at most"))
            if end in rule]
    return " and ".join(ends) + unit if ends else ""


def finding_section(rule):
    where = rule.get("where", {})
    names = [where.get("type"), where.get("kind"),
             f"`{where['property']}`" if where else None]
    place = " ".join(name for name in names if name)
    lines = [f"\n### {rule['code']}\n\n{', '.join(rule['severity'])}. {rule['title']}\n"]
    if limit_text(rule):
        lines.append(f"\nLimit: {limit_text(rule)}{' (' + place + ')' if place else ''}.\n")
    if "example" in rule:
        lines.append(f"\n```\n{rule['example']}\n```\n")
    lines.append(f"\n{rule['mend']} Source: {rule['source']}.\n")
    return "".join(lines)


def findings_page():
    """The table of rules, by their first severity."""
    rules = json.loads(RULES.read_text())
    heads = {"error": "It cannot run.", "warning": "It runs, probably not as meant.",
             "azure": "It runs here; the cloud service would refuse it. Shown by `--azure`.",
             "note": "It runs as meant; worth knowing."}
    out = ["# Findings of weir validate\n\n" + STAMP +
           "Each finding ends in its code. `weir validate --explain CODE` prints what is "
           "said here,\n`--disable CODE` leaves it out, `--strict` ends with status 1 for all but "
           "notes. Articles are those of\nlearn.microsoft.com/azure/data-factory.\n"]
    for severity, head in heads.items():
        chosen = sorted((rule for rule in rules if rule["severity"][0] == severity),
                        key=lambda rule: rule["code"])
        if not chosen:
            continue
        out.append(f"\n## {severity}\n\n{head}\n")
        out.extend(finding_section(rule) for rule in chosen)
    return "".join(out)


def unsupported_page():
    rows = sorted({(folder, cell(message), f"`{code}`")
                   for kind, code, message, folder in failures() if kind == "Unsupported"})
    return ("# What is not supported\n\n" + STAMP +
            "Each of these fails at once and names what it is. `…` stands for a value. Activity "
            "and store types that are\nnot in [activities](activities.md), "
            "[connectors](connectors.md) and [formats](formats.md) load, and fail when run.\n\n" +
            table(("part", "says", "code"), rows))


def source_link(source):
    """A spec's source: an anchor of the functions' page, a page of the site, or words."""
    site = "https://learn.microsoft.com/azure/"
    if source.startswith("#"):
        return f"<{site}data-factory/control-flow-expression-language-functions{source}>"
    return f"<{site}{source}>" if re.fullmatch(r"[\w/.#-]+/[\w/.#-]+", source) else source


def functions_page(specs):
    out = ["# Expression functions\n\n" + STAMP +
           f"{len(specs)} functions and accessors of `@…`. Names ignore case; `?` marks an "
           "argument that may be left out, `...`\na list. Each example is run by the tests.\n"]
    for spec in sorted(specs, key=lambda one: one["name"].lower()):
        out.append(f"\n## {spec['name']}\n\n`{spec['name']}({spec['args']})` → {spec['returns']}\n")
        if spec["examples"]:
            out.append("\n```\n")
            for one in spec["examples"]:
                out.append(f"{one['expr']}\n    {one['want'] or 'fails: ' + one['error']}\n")
            out.append("```\n")
        out.append(f"\nSource: {source_link(spec['source'])}\n")
    return "".join(out)


def activities_page(specs, catalogue):
    control = [one for one in specs if one["control"]]
    executed = [one for one in specs if not one["control"]]
    known = {one["type"] for one in specs}
    rest = sorted(name for name in catalogue if name not in known)
    return ("# Activities\n\n" + STAMP + "Control activities, taken by the run itself: " +
            codes(one["type"] for one in control) + ".\n\n" +
            table(("type", "what", "a restart may repeat its effect"),
                  [(f"`{one['type']}`", one["summary"], "no" if one["readOnly"] else "yes")
                   for one in executed]) +
            f"\n## Declared only\n\nThese {len(rest)} load and are checked against the contract; "
            "running one fails with `UnsupportedActivity`:\n" + codes(rest) + ".\n")


def connectors_page(specs):
    rows = [(f"[{one['name']}](../../src/connectors/{one['name']}/README.md)",
             "files" if one["files"] else "tables", codes(one["linkedServices"]),
             codes(one["datasets"]), codes(one["copySources"]), codes(one["copySinks"]),
             "stable" if one["stable"] else "preview") for one in specs]
    return ("# Connectors\n\n" + STAMP +
            "Each page says what is supported, what is not, and on what it was tested. Other file "
            "and SQL stores load, and a local\nfile stands in for them (`weir local`).\n\n" +
            table(("connector", "shape", "linked services", "own datasets", "copy sources",
                   "copy sinks", "state"), rows))


def formats_page(specs):
    rows = [(f"[{one['name']}](../../src/formats/{one['name']}/README.md)", codes(one["datasets"]),
             codes(one["legacyFormats"]), "yes" if one["reads"] else "–",
             "yes" if one["writes"] else "–") for one in specs]
    return ("# Formats\n\n" + STAMP +
            table(("format", "datasets", "legacy formats", "reads", "writes"), rows))


def command_line_page(weir):
    def usage(*command):
        out = subprocess.run([weir, *command, "--help"], check=True, capture_output=True, text=True)
        return "```\n" + out.stdout.replace(str(pathlib.Path.home()), "~").strip() + "\n```\n"

    top = usage()
    listed = top.split("Subcommands:")[-1].split("Examples")[0]
    names = re.findall(r"^  ([a-z]+) {2,}\S", listed, re.M)
    return ("# Command line\n\n" + STAMP + top +
            "".join(f"\n## weir {name}\n\n{usage(name)}" for name in names))


def what_works(specs):
    """The table of README.md."""
    control = [one["type"] for one in specs["activities"] if one["control"]]
    executed = [one["type"] for one in specs["activities"] if not one["control"]]
    files = [name for one in specs["connectors"] if one["files"] for name in one["linkedServices"]]
    tables = [name for one in specs["connectors"] if not one["files"]
              for name in one["linkedServices"]]
    formats = [name for one in specs["formats"] for name in one["datasets"]]
    return table(("part", "runs today"), [
        ("expressions", f"all {len(specs['functions'])} functions and accessors "
                        "([reference](docs/reference/functions.md))"),
        ("control activities", codes(control)),
        ("other activities", codes(executed)),
        ("file stores", codes(files)),
        ("databases", codes(tables) + "; a DuckDB file stands in for every other SQL store"),
        ("formats", codes(formats))])


def source_pages():
    return {PAGES / "errors.md": errors_page(), PAGES / "findings.md": findings_page(),
            PAGES / "unsupported.md": unsupported_page()}


def pages(weir):
    specs = json.loads(subprocess.run([weir, "specs"], check=True, capture_output=True,
                                      text=True).stdout)
    result = {
        **source_pages(),
        PAGES / "functions.md": functions_page(specs["functions"]),
        PAGES / "activities.md": activities_page(specs["activities"], specs["declared"]),
        PAGES / "connectors.md": connectors_page(specs["connectors"]),
        PAGES / "formats.md": formats_page(specs["formats"]),
        PAGES / "command-line.md": command_line_page(weir),
    }
    readme = (ROOT / "README.md").read_text()
    if all(mark in readme for mark in MARKS):
        before, rest = readme.split(MARKS[0])
        result[ROOT / "README.md"] = (before + MARKS[0] + what_works(specs) + MARKS[1] +
                                      rest.split(MARKS[1])[1])
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--weir", default=str(ROOT / "build" / "weir"))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    lacking = rules_that_lack()
    for code in lacking:
        print(f"{RULES.relative_to(ROOT)}: no row for the finding '{code}'")
    stale = len(lacking)
    built = pathlib.Path(options.weir).exists()
    if not built:
        print(f"{options.weir} is not built: only the pages of errors are looked at",
              file=sys.stderr)
    for path, text in (pages(options.weir) if built else source_pages()).items():
        if path.exists() and path.read_text() == text:
            continue
        stale += 1
        what = "stale; run tools/gen_reference.py" if options.check else "written"
        print(f"{path.relative_to(ROOT)}: {what}")
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return 1 if options.check and (stale or not built) else 0


if __name__ == "__main__":
    sys.exit(main())
