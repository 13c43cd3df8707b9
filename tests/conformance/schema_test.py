#!/usr/bin/env python3
"""Hold real factories and small cases against the JSON Schemas that `weir schema` writes.

    schema_test.py WEIR CASES.json CORPUS...

Of each factory of each corpus that is there, every file whose shape `weir validate` finds nothing
wrong with must be valid by the schema of its folder. A case: {name, kind, document, wrong: [the
path of each error]}. Prints each difference.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema

# Findings about a file's shape; a file that has one may be refused by the schema too.
SHAPE = {"WrongType", "UnknownType", "UnknownActivityType", "MissingProperty", "TemplateExpression",
         "ActivityWithoutName", "DatasetWithoutLinkedService", "InvalidJson", "InvalidResource"}
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/|,(?=\s*[]}])', re.S)


def read_json(path):
    """As people write it: with a byte order mark, comments, trailing commas."""
    data = path.read_bytes()
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16" if utf16 else "utf-8-sig")
    try:
        return json.loads(text, strict=False)
    except ValueError:
        text = TOKEN.sub(lambda m: m.group() if m.group()[0] == '"' else "", text)
        return json.loads(TOKEN.sub(lambda m: m.group() if m.group()[0] == '"' else "", text),
                          strict=False)


def deepest(error):
    """The error itself, below the branches of `if`, `allOf` and `anyOf`."""
    inner = max(error.context, key=lambda one: len(one.absolute_path), default=None)
    return deepest(inner) if inner else error


def errors_of(validator, document):
    found = map(deepest, validator.iter_errors(document))
    return sorted({("/".join(map(str, one.absolute_path)), one.message[:200]) for one in found})


def folders_of(settings):
    """The schema of each folder that the settings of the editor name."""
    return {pattern.split("/")[1].lower(): entry["url"].rsplit("/", 1)[1]
            for entry in settings["json.schemas"] for pattern in entry["fileMatch"]
            if pattern.endswith("/*.json")}


def findings_of(weir, factory):
    """{file: codes} of findings about the shape; nothing if the folder holds no factory."""
    result = subprocess.run([weir, "validate", str(factory), "--json"], capture_output=True,
                            text=True, check=False)
    if not result.stdout:
        return None
    codes = {}
    for finding in json.loads(result.stdout):
        if finding["code"] in SHAPE:
            codes.setdefault(finding["file"], set()).add(finding["code"])
    return codes


def check_factory(weir, factory, validators, folders, totals):
    findings = findings_of(weir, factory)
    if findings is None:
        return
    for folder in sorted(factory.iterdir()):
        schema = folders.get(folder.name.lower())
        if not folder.is_dir() or schema is None:
            continue
        for path in sorted(folder.glob("*.json")):
            if str(path.relative_to(factory)) in findings:
                totals["faulty"] += 1
                continue
            totals["files"] += 1
            for place, message in errors_of(validators[schema], read_json(path)):
                print(f"{path}: /{place}: {message}")
                totals["refused"] += 1


def check_cases(cases, validators):
    failed = 0
    for case in cases:
        errors = errors_of(validators[case["kind"] + ".json"], case["document"])
        if sorted({place for place, _ in errors}) != sorted(case["wrong"]):
            print(f"{case['name']}: {errors}, wanted errors at {case['wrong']}")
            failed += 1
    return failed


def main(weir, cases, *corpora):
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([weir, "schema", "--out", out], check=True, capture_output=True)
        schemas = {path.name: json.loads(path.read_text())
                   for path in pathlib.Path(out).glob("*.json")}
    folders = folders_of(schemas.pop("settings.json"))
    for schema in schemas.values():
        jsonschema.Draft7Validator.check_schema(schema)
    validators = {name: jsonschema.Draft7Validator(schema) for name, schema in schemas.items()}
    cases = json.loads(pathlib.Path(cases).read_text())
    failed = check_cases(cases, validators)
    totals = {"files": 0, "faulty": 0, "refused": 0}
    for corpus in corpora:
        for factory in sorted(pathlib.Path(corpus).glob("*__*")):
            check_factory(weir, factory, validators, folders, totals)
    print(f"{len(cases)} cases, {failed} failed; {totals['files']} files held against the schemas, "
          f"{totals['faulty']} more are faulty, {totals['refused']} errors")
    return 1 if failed or totals["refused"] or not totals["files"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
