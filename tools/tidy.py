#!/usr/bin/env python3
"""Check the house rules that no compiler checks; print each breach with its fix.

    tools/tidy.py [--no-format]

Reads each tracked file once. The rules are in CONTRIBUTING.md. Exit status 1 if there is a breach.
Tests of the rules themselves: tools/tidy_test.py.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]

# What each folder of src/ may include besides itself. Arrows point down; testing/ folders and tests
# may use src/testing and other folders' testing/ too.
LAYERS = {
    "base": "",
    "testing": "base",
    "http": "base",
    "model": "base",
    "expr": "base",
    "check": "base model expr",
    "v1": "base model expr schedule",
    "schedule": "base model",
    "pipeline": "base model expr",
    "store": "base model",
    "engine": "base model expr pipeline store",
    "trigger": "base model expr schedule pipeline store engine",
    "slices": "base model expr schedule pipeline store engine v1",
    "dryrun": "base model expr pipeline engine",
    "formats": "base model",
    "connectors": "base model http formats",
    "watch": "base model schedule store engine trigger connectors",
    "copy": "base model formats connectors",
    "activity": "base model http expr formats connectors copy engine",
    "compute": "base model http formats connectors copy engine activity",
    "gateway": "base http model engine",
    "observe": "base http model pipeline store engine",
    "lineage": "base http model pipeline store engine connectors copy v1",
    "alert": "base http model pipeline store engine",
    "api": "base http model expr check v1 schedule pipeline store engine slices trigger "
           "dryrun observe lineage alert gateway",
    "cli": "base http model expr check v1 schedule pipeline store engine dryrun formats connectors "
           "watch trigger copy activity compute gateway observe lineage alert api",
    "main": "base model engine formats connectors copy activity compute gateway cli",
    "cases": "base model expr check v1 schedule pipeline store engine formats connectors copy "
             "activity compute",
}
LAYERS = {folder: set(allowed.split()) for folder, allowed in LAYERS.items()}
# Third-party headers stay where they are wrapped: they cost seconds in each file that sees them.
WRAPPED = [
    (re.compile(r"^tl/"), {"base"}, "base/result.h"),
    (re.compile(r"^CLI/"), {"cli"}, "cli/command.h"),
    (re.compile(r"^yaml-cpp/"), {"model"}, "model/yaml_file.h"),
    (re.compile(r"^sqlite3\.h"), {"store"}, "store/store.h"),
    (re.compile(r"^curl/"), {"http"}, "http/client.h"),
    (re.compile(r"^boost/"), {"http"}, "http/server/server.h"),
    (re.compile(r"^sodium"), {"base"}, "base/secret.h"),
    (re.compile(r"^date/"), {"base"}, "base/time_zone.h"),
    (re.compile(r"^duckdb"), {"connectors"}, "connectors/database.h"),
    (re.compile(r"^libpq"), {"connectors"}, "connectors/database.h"),
    (re.compile(r"^(arrow|parquet)/"), {"formats", "connectors", "copy", "activity",
                                          "compute"},
     "formats/batch_stream.h"),
]
# Folders of connectors/ that several connectors share; the others never include each other.
SHARED_CONNECTOR_PARTS = {"auth", "http_stream", "sql_dialect", "testing"}

COLUMNS_MAX = 100
LINES_MAX = 500
LINES_HARD = 800
README_LINES_MAX = 40
# Files over LINES_MAX, each with its reason. The table may only shrink.
LONG_FILES = {
}
BANNED = [
    (re.compile(r"system_clock::now|\bgettimeofday\b|\btime\(nullptr\)"),
     "take a weir::Clock (base/clock.h)", {"src/base/clock.cc"}),
    (re.compile(r"std::random_device|\bmt19937|\bs?rand\(\)"),
     "use NewGuid, SeededRandom or EntropySeed (base/ids.h)", {"src/base/ids.cc"}),
    (re.compile(r"\bsleep_for\b|\busleep\(|\bsleep\("),
     "wait on a CancelToken (base/cancel.h), so that it can be stopped",
     {"src/connectors/azure_storage/blob_client.cc"}),  # Between tries: no token reaches it.
    (re.compile(r"(?<!static_)(?<!_)\bassert\("), "use WEIR_CHECK (base/check.h)", set()),
    (re.compile(r"\busing namespace\b"), "name what is used", set()),
]
FORBIDDEN = [
    (re.compile(r"pypi[.]org|pythonhosted[.]org|npmjs[.]|crates[.]io|proxy[.]golang[.]org|"
                r"deb[.]debian[.]org"), "no addresses of registries: the clients know theirs"),
    (re.compile(r"(?<![\w.])/wor[k]/|/roo[t]/"), "no paths of one machine"),
    (re.compile(r"\b(clau[d]e|anthropi[c]|chatgp[t]|copilo[t]|sub-?agent[s]?|AI [a]gents?)\b",
                re.I),
     "no mention of the tools that wrote it"),
]
MARKS = re.compile(r"\b(FIXM[E]|TOD[O]|XX[X])\b")
BAD_NAMES = re.compile(r"(^|[/_])(utils?|helpers?|common|misc)(_test)?\.(cc|h|py|ts|tsx)$")
FAIL_CODE = re.compile(r'\bFail\(\s*(?:weir::)?ErrorKind::k\w+\s*,\s*"(\w+)"')
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
FRAGMENT = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*\.(breaking|security|feature|fix)\.md$")
CODE = {".cc", ".h"}
TEXT = CODE | {".py", ".cmake", ".sh", ".md", ".json", ".jsonl", ".txt", ".sql", ".tsv", ".csv",
               ".ts", ".tsx", ".css", ""}
# Definitions of other people's factories: kept as they are.
FOREIGN = "tests/conformance/corpus/"


class Report:
    def __init__(self):
        self.count = 0

    def add(self, path, line, what, fix):
        self.count += 1
        print(f"{path}:{line}: {what}; fix: {fix}" if line else f"{path}: {what}; fix: {fix}")


def tracked_files():
    """Paths of the files that Git tracks or would track, with those deleted left out."""
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT,
                           check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted({name for name in names if name and (ROOT / name).is_file()})


def read_all(names):
    texts = {}
    for name in names:
        if name.startswith(FOREIGN) or pathlib.Path(name).suffix not in TEXT:
            continue
        try:
            texts[name] = (ROOT / name).read_text()
        except UnicodeDecodeError:
            continue  # A sample in another encoding.
    return texts


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def is_test(path):
    return bool(re.search(r"_(test|servertest|fuzz|bench)\.cc$", path)) or "/testing/" in path


def check_layers(path, text, report):
    """The includes of one file against LAYERS, WRAPPED and the connectors' walls."""
    parts = path.split("/")
    if parts[0] != "src" or len(parts) < 3:
        return
    folder = parts[1]
    if folder not in LAYERS:
        report.add(path, 0, f"src/{folder} has no layer", "add it to LAYERS in tools/tidy.py")
        return
    for match in INCLUDE.finditer(text):
        line = line_of(text, match.start())
        target = match.group(2)
        if match.group(1) == "<":
            for pattern, folders, instead in WRAPPED:
                if pattern.search(target) and folder not in folders:
                    report.add(path, line, f"<{target}> has no place in src/{folder}",
                               f"use {instead}")
            continue
        first, _, rest = target.partition("/")
        if not rest:
            report.add(path, line, f'"{target}" is not a full path', "include from src/ on")
            continue
        helper = first == "testing" or "/testing/" in f"/{target}"
        if helper and (is_test(path) or folder in ("testing", "cases")):
            continue
        if helper:
            report.add(path, line, f'"{target}" is for tests',
                       "move what is needed out of testing/")
        elif first != folder and first not in LAYERS[folder]:
            allowed = " ".join(sorted(LAYERS[folder])) or "nothing"
            report.add(path, line,
                       f"src/{folder} may not include src/{first} (it may: {allowed})",
                       "move the code to the layer that may, or hand the value in")
        check_walls(path, parts, target, line, report)


def check_walls(path, parts, target, line, report):
    """Formats and connectors never include each other."""
    to = target.split("/")
    if len(parts) < 4 or len(to) < 3 or parts[1] != to[0]:
        return
    if parts[1] not in ("connectors", "formats"):
        return
    if parts[2] != to[1] and to[1] not in SHARED_CONNECTOR_PARTS:
        report.add(path, line, f"{parts[1]}/{parts[2]} may not include {to[0]}/{to[1]}",
                   f"lift what both need into src/{parts[1]}/ or a folder named for what it is")


def check_lines(path, text, report):
    """Columns, length, marks and words of one file."""
    suffix = pathlib.Path(path).suffix
    written = suffix in CODE | {".py", ".cmake", ".sh"} or path.endswith("CMakeLists.txt")
    lines = text.split("\n")
    if written:
        for number, line in enumerate(lines, 1):
            if len(line) > COLUMNS_MAX:
                report.add(path, number, f"{len(line)} columns, at most {COLUMNS_MAX}",
                           "break the line")
    if written or suffix == ".md":
        for match in MARKS.finditer(text):
            report.add(path, line_of(text, match.start()), "an open end",
                       "do it, or write down the limit as a fact")
    if suffix in CODE | {".py"}:
        limit = LINES_HARD if path in LONG_FILES else LINES_MAX
        if len(lines) > limit + 1:
            report.add(path, 0, f"{len(lines) - 1} lines, at most {limit}", "split it by concept")
        elif path in LONG_FILES and len(lines) <= LINES_MAX + 1:
            report.add(path, 0, "is short by now", "take it out of LONG_FILES in tools/tidy.py")
    for pattern, fix in FORBIDDEN:
        for match in pattern.finditer(text):
            report.add(path, line_of(text, match.start()), f"'{match.group()}'", fix)


def check_banned(path, text, report):
    for pattern, instead, allowed in BANNED:
        if path in allowed or (is_test(path) and "cancel" in instead):
            continue
        for match in pattern.finditer(text):
            start = text.rfind("\n", 0, match.start()) + 1
            if "//" in text[start:match.start()] or "NOLINT" in text[start:].split("\n", 1)[0]:
                continue
            report.add(path, line_of(text, match.start()), f"'{match.group()}'", instead)


def titles(text):
    count, fenced = 0, False
    for line in text.split("\n"):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and line.startswith("# "):
            count += 1
    return count


def check_markdown(path, text, report):
    name = path.split("/")[-1]
    if path.startswith("changelog.d/") and name != "README.md":
        if not FRAGMENT.match(name):
            report.add(path, 0, "no fragment's name", "<slug>.<breaking|security|feature|fix>.md")
        elif ".breaking." in name and "what to do" not in text.lower():
            report.add(path, 0, "a breaking change without advice", "add 'What to do: …'")
        return
    if titles(text) != 1:
        report.add(path, 0, f"{titles(text)} titles", "exactly one line that starts with '# '")
    if re.match(r"src/.*README\.md$", path) and text.count("\n") > README_LINES_MAX:
        report.add(path, 0, f"{text.count(chr(10))} lines, at most {README_LINES_MAX}",
                   "move the mechanism to docs/internals/")


def check_readmes(texts, report):
    folders = {"/".join(path.split("/")[:2]) for path in texts
               if re.match(r"src/[^/]+/.*\.(cc|h)$", path)}
    for kind in ("connectors", "formats"):
        folders |= {"/".join(path.split("/")[:3]) for path in texts
                    if re.match(rf"src/{kind}/(?!testing/)[^/]+/CMakeLists\.txt$", path)}
    for folder in sorted(folders):
        if f"{folder}/README.md" not in texts:
            report.add(folder, 0, "no README.md",
                       "write purpose, main types, a worked example, where to start")


def check_owners(texts, report):
    """Each .cc is built by a target and each .h is included by somebody."""
    lists = {str(pathlib.Path(path).parent): text for path, text in texts.items()
             if path.endswith("CMakeLists.txt")}
    included = {target for path, text in texts.items() if path.endswith((".cc", ".h"))
                for _, target in INCLUDE.findall(text)}
    for path in texts:
        if not path.startswith(("src/", "tests/", "bench/")):
            continue
        if path.endswith(".h") and re.sub("^(src|tests)/", "", path) not in included:
            report.add(path, 0, "no file includes it", "use it or delete it")
        if not path.endswith(".cc"):
            continue
        owners = [(str(folder), lists[str(folder)]) for folder in pathlib.Path(path).parents
                  if str(folder) in lists]
        named = any(str(pathlib.Path(path).relative_to(folder)) in text for folder, text in owners)
        globbed = (owners and re.search(r"\bweir_library\(", owners[0][1])
                   and not re.search(r"(_(servertest|bench|fuzz)|/main)\.cc$", path))
        if not named and not globbed:
            report.add(path, 0, "no CMake target builds it",
                       "name it in the folder's CMakeLists.txt")


def check_error_codes(texts, report):
    known = set(re.findall(r"`(\w+)`", texts.get("docs/reference/errors.md", "")))
    for path, text in texts.items():
        if not path.startswith("src/") or is_test(path) or "/cases/" in path:
            continue
        for match in FAIL_CODE.finditer(text):
            if match.group(1) not in known:
                report.add(path, line_of(text, match.start()),
                           f"error code '{match.group(1)}' is not in docs/reference/errors.md",
                           "run tools/gen_reference.py")


def check_format(names, report):
    """clang-format of the pinned major version, where it is installed."""
    tool = shutil.which("clang-format-19")
    files = [name for name in names if pathlib.Path(name).suffix in CODE]
    if tool is None or not files:
        return
    size = max(1, -(-len(files) // (os.cpu_count() or 1)))
    groups = [files[i:i + size] for i in range(0, len(files), size)]

    def run(group):
        return subprocess.run([tool, "--dry-run", "--ferror-limit=1", *group], cwd=ROOT,
                              capture_output=True, text=True, check=False).stderr

    with concurrent.futures.ThreadPoolExecutor() as pool:
        for out in pool.map(run, groups):
            for path, line in re.findall(r"^(\S+?):(\d+):\d+: \w+: code should", out, re.M):
                report.add(path, line, "not formatted", "make fmt")


def main(arguments):
    report = Report()
    names = tracked_files()
    texts = read_all(names)
    for name in names:
        if BAD_NAMES.search(name):
            report.add(name, 0, "a name that says nothing", "name it for the concept it holds")
    for path, text in texts.items():
        check_lines(path, text, report)
        if pathlib.Path(path).suffix in CODE:
            check_layers(path, text, report)
            check_banned(path, text, report)
        elif path.endswith(".md"):
            check_markdown(path, text, report)
    check_readmes(texts, report)
    check_owners(texts, report)
    check_error_codes(texts, report)
    if "--no-format" not in arguments:
        check_format(names, report)
    print(f"{len(names)} files, {report.count} breaches" if report.count else
          f"{len(names)} files follow the house rules", file=sys.stderr)
    return 1 if report.count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
