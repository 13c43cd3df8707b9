"""Run commands in alternation and keep their time and peak memory."""
import dataclasses
import json
import os
import pathlib
import statistics
import subprocess
import time


@dataclasses.dataclass
class Measured:
    seconds: float
    peak_mb: float = 0.0
    text: str = ""  # What was measured, if it is not a time.


@dataclasses.dataclass
class Piece:
    """One line of the results: a task, and what each tool needed for it."""
    task: str
    tools: dict  # Name → median Measured; weir is the first.
    rounds: int
    goal: str = ""


def run(command, environment=None, cwd=None):
    """Run to its end; wall time, peak memory and stdout. A failure ends the benchmark."""
    start = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, cwd=cwd,
                               stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})
    out, error = process.communicate()
    seconds = time.monotonic() - start
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{error.decode()[-3000:]}")
    return seconds, out.decode()


def peak_of(command, environment=None):
    """As run(), with the peak memory of the process itself (the kernel's VmHWM by wait4)."""
    start = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE,
                               env={**os.environ, **(environment or {})})
    out = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: exit status {process.returncode}")
    return Measured(seconds, usage.ru_maxrss / 1024), out


def peer(python, script, *arguments, environment=None):
    """A peer's own script, which prints {"seconds": …} of the call alone, without its start."""
    whole, out = peak_of([python, script, *arguments], environment)
    return Measured(json.loads(out.strip().splitlines()[-1])["seconds"], whole.peak_mb)


def alternate(task, tools, rounds, goal="", before=None):
    """Measure each tool once a round; the median of each. `before` runs untimed.

    Each round begins with another tool: what ran before costs the next one time.
    """
    taken = {name: [] for name in tools}
    for turn in range(rounds):
        names = list(tools)
        for name in names[turn % len(names):] + names[:turn % len(names)]:
            if before:
                before()
            taken[name].append(tools[name]())
    medians = {name: Measured(statistics.median(one.seconds for one in all_of),
                              max(one.peak_mb for one in all_of))
               for name, all_of in taken.items()}
    piece = Piece(task, medians, rounds, goal)
    print(describe(piece), flush=True)
    return piece


def shown(one):
    if one.text:
        return one.text
    if one.seconds >= 1:
        return f"{one.seconds:.2f} s"
    digits = 1 if one.seconds >= 0.01 else 2
    return f"{one.seconds * 1000:.{digits}f} ms"


def ratio(first, one):
    return "" if one.text else f"{first.seconds / one.seconds:.2f}"


def describe(piece):
    goal = f"; goal {piece.goal}" if piece.goal else ""
    lines = [f"{piece.task} (median of {piece.rounds}){goal}"]
    first = next(iter(piece.tools.values()))
    for name, one in piece.tools.items():
        peak = f"{one.peak_mb:7.0f} MB" if one.peak_mb else ""
        lines.append(f"  {name:34} {shown(one):>10} {ratio(first, one):>7} x {peak}")
    return "\n".join(lines)


def write_results(pieces, path, machine):
    """The table of all pieces as Markdown."""
    lines = ["# Results", "", f"Written by `make bench`. {machine}", "",
             "Ratio: the time of weir divided by the tool's, so below 1 weir is faster. weir is "
             "timed as a whole process, from start to exit, unless a line says otherwise; "
             "libraries are timed without their start.", "",
             "| task | tool | time | ratio | peak memory | goal |", "|---|---|---|---|---|---|"]
    for piece in pieces:
        first = next(iter(piece.tools.values()))
        for at, (name, one) in enumerate(piece.tools.items()):
            peak = f"{one.peak_mb:.0f} MB" if one.peak_mb else "–"
            lines.append(f"| {piece.task if at == 0 else ''} | {name} | {shown(one)} | "
                         f"{ratio(first, one) or '–'} | {peak} | "
                         f"{piece.goal if at == 0 else ''} |")
    pathlib.Path(path).write_text("\n".join(lines) + "\n")
