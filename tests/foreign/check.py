#!/usr/bin/env python3
"""Runs the program over every case and compares facts.csv and findings.json with expected.json.

Run: python3 check.py /path/to/tonghop [name part] ; exit 1 if a case fails.
"""
import collections
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
IGNORED = {"S001", "S002", "P001", "P002", "S008", "C016", "R011"}
def cells(place):
    """The cells of a column that a finding names together; any other place as it is."""
    out = []
    for piece in place.split(", "):
        found = re.fullmatch(r"([A-Z]+)(\d+)(?::\1(\d+))?", piece)
        if not found:
            return [place]
        first, last = int(found[2]), int(found[3] or found[2])
        out += [f"{found[1]}{row}" for row in range(first, last + 1)]
    return out


KEYS = ["unit", "row", "indicator", "kind", "value", "text", "cell"]


def check(binary, name):
    """What differs in a case, as lines."""
    folder = os.path.join(HERE, "cases", name)
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as f:
        want = json.load(f)
    with tempfile.TemporaryDirectory() as tmp:
        project, out = os.path.join(tmp, "project"), os.path.join(tmp, "out")
        shutil.copytree(os.path.join(HERE, "project"), project)
        shutil.copytree(folder, os.path.join(project, "submissions"), ignore=shutil.ignore_patterns("expected.json"))
        run = subprocess.run([binary, "consolidate", project, "--output", out, "--period", want["period"], "-q"], capture_output=True, text=True, timeout=120)
        made = os.path.join(out, want["period"])
        if run.returncode not in (0, 1) or not os.path.exists(os.path.join(made, "facts.csv")):
            return [f"exit {run.returncode}: {run.stdout[-500:]} {run.stderr[-500:]}"]
        with open(os.path.join(made, "facts.csv"), encoding="utf-8-sig", newline="") as f:
            rows = list(csv.DictReader(f))
        with open(os.path.join(made, "findings.json"), encoding="utf-8") as f:
            findings = json.load(f)["findings"]
    wanted, got = collections.Counter(), collections.Counter()
    # File and sheet are compared where the case names them.
    by_file = any("file" in f for f in want["facts"])
    by_sheet = any("sheet" in f for f in want["facts"])
    for f in want["facts"]:
        key = [f[k] for k in KEYS] + ([f["file"]] if by_file else []) + ([f["sheet"]] if by_sheet else [])
        wanted[tuple(key)] += 1
    for r in rows:
        key = [r.get(k, r.get("source_" + k)) for k in KEYS]
        key += [r["source_file"].removeprefix("submissions/")] if by_file else []
        key += [r["source_sheet"]] if by_sheet else []
        got[tuple(key)] += 1
    findings = [dict(f, cell=cell) for f in findings for cell in cells(f.get("cell") or "")]
    said = collections.Counter((f["code"], f.get("cell") or "") for f in findings if f["code"] not in IGNORED)
    due = collections.Counter((f["code"], cell) for f in want["findings"] for cell in cells(f["cell"]))
    out = [f"fact missing   {' | '.join(k)}" for k in (wanted - got).elements()]
    out += [f"fact surplus   {' | '.join(k)}" for k in (got - wanted).elements()]
    out += [f"finding missing {' '.join(k)}" for k in (due - said).elements()]
    for k in (said - due).elements():
        i = next(i for i, f in enumerate(findings) if (f["code"], f.get("cell") or "") == k)
        out.append(f"finding surplus {' '.join(k)}: {findings.pop(i)['message']}")
    return out


def main():
    binary, only = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    names = sorted(n for n in os.listdir(os.path.join(HERE, "cases")) if only in n)
    failed = 0
    with ThreadPoolExecutor(4) as pool:
        for name, lines in zip(names, pool.map(lambda n: check(binary, n), names)):
            if lines:
                failed += 1
                print(f"FAILED {name}")
                for line in lines:
                    print(f"    {line}")
    print(f"{len(names) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
