#!/usr/bin/env python3
"""Print what a pipeline returned, from `weir run --json`: rows as a table, the rest as JSON."""
import json
import sys


def print_table(rows):
    cells = [list(rows[0])] + [
        [text if isinstance(text, str) else json.dumps(text) for text in row.values()]
        for row in rows]
    cells = [[text.replace("\n", "⏎") for text in line] for line in cells]
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    for line in cells:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())
    print(f"({len(rows)} rows)")


for name, value in json.load(sys.stdin)["pipelineReturnValue"].items():
    if isinstance(value, list) and value and isinstance(value[0], dict):
        print_table(value)
    else:
        print(f"{name}: {json.dumps(value, ensure_ascii=False)}")
