#!/usr/bin/env python3
"""Write the inputs that the fuzz targets start from, one folder for each target.

    make_seeds.py OUT

They come from the cases and the sample of real factories in this repository.
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests/conformance/corpus"
SIZE_MAX = 16_384


def texts_in(value):
    """Every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_in(list(value.values()))
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)


def cases(path):
    text = path.read_text(encoding="utf-8")
    return map(json.loads, text.splitlines()) if path.suffix == ".jsonl" else json.loads(text)


def expressions():
    for path in sorted((ROOT / "src/expr/cases").glob("*.json*")):
        for case in cases(path):
            for key in ("expr", "json", "document"):
                yield from (text for text in texts_in(case.get(key)) if "@" in text)
    for case in cases(ROOT / "src/check/cases/expressions.json"):
        yield from (text for text in texts_in(case) if text.startswith("@"))


def documents(templates):
    for path in sorted(CORPUS.rglob("*.json")):
        if ("armtemplate" in path.parts) == templates:
            yield path.read_text(encoding="utf-8-sig")


def loads():
    yield from documents(templates=False)
    for name in ("load", "validate"):
        for case in cases(ROOT / f"src/model/cases/{name}.json"):
            yield from (text if isinstance(text, str) else json.dumps(text)
                        for text in case.get("files", {}).values())


def templates():
    yield from documents(templates=True)
    for case in cases(ROOT / "src/model/cases/arm.json"):
        yield from (text for text in texts_in(case) if text.startswith("["))
    for case in cases(ROOT / "src/model/cases/load.json"):
        yield from (json.dumps(text) if isinstance(text, dict) else text
                    for text in case.get("files", {}).values() if "resources" in text)


def main(out):
    for target, seeds in (("loader", loads()), ("expression", expressions()), ("arm", templates())):
        folder = pathlib.Path(out) / target
        folder.mkdir(parents=True, exist_ok=True)
        for index, text in enumerate(sorted(set(seeds))):
            if len(text) <= SIZE_MAX:
                (folder / f"{index:04}").write_text(text, encoding="utf-8")
        print(f"{folder}: {sum(1 for _ in folder.iterdir())} inputs")


if __name__ == "__main__":
    main(sys.argv[1])
