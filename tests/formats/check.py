#!/usr/bin/env python3
"""Runs the program over 40 tables in several formats each, and compares facts and findings with those of the reference.

Run: python3 check.py /path/to/tonghop [name part] ; exit 1 if a difference is not in differences.json, or one in it is gone.
With --write, differences.json is written anew; the reason of one that is new or has changed begins with "review:" until
somebody has looked at it, and does not count till then.
"""
import collections
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import make

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.join(HERE, "..", "foreign", "project")
LISTED = os.path.join(HERE, "differences.json")
# Said of the period, the sender or the file, not of the table.
IGNORED = {"S001", "S002", "P001", "P002", "S008", "F004"}
# Said of the form's rows alone: not counted among the codes that a table shows, but compared.
BESIDE = {"C016", "R011", "R015"}
REVIEW = "review: "
FACT = ["unit", "row", "indicator", "kind", "value", "text", "source_sheet", "source_cell"]
FINDING = ["code", "severity", "sheet", "cell", "value", "expected"]


def run(binary, folder, table, file):
    """Facts, findings and what became of the figures of one file as lines, or what went wrong."""
    with tempfile.TemporaryDirectory(dir=folder) as tmp:
        project, out = os.path.join(tmp, "project"), os.path.join(tmp, "out")
        shutil.copytree(PROJECT, project)
        os.makedirs(os.path.join(project, "submissions", "2019-Q1"))
        shutil.copy(os.path.join(folder, table, file), os.path.join(project, "submissions", "2019-Q1", "bieu bao cao" + os.path.splitext(file)[1]))
        command = [binary, "consolidate", project, "--output", out, "--period", "2019-Q1", "-q", "--jobs", "1"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        made = os.path.join(out, "2019-Q1")
        if done.returncode not in (0, 1) or not os.path.exists(os.path.join(made, "facts.csv")):
            return collections.Counter([f"exit {done.returncode}: {done.stderr[-300:]}"])
        with open(os.path.join(made, "facts.csv"), encoding="utf-8-sig", newline="") as f:
            lines = ["fact " + json.dumps([shorten(r[k]) for k in FACT], ensure_ascii=False) for r in csv.DictReader(f)]
        with open(os.path.join(made, "findings.json"), encoding="utf-8") as f:
            found = [x for x in json.load(f)["findings"] if x["code"] not in IGNORED]
        with open(os.path.join(made, "run.json"), encoding="utf-8") as f:
            lines += ["figures " + json.dumps(sheet, ensure_ascii=False) for x in json.load(f)["inputs"] for sheet in x["sheets"]]
    return collections.Counter(lines + ["finding " + json.dumps([x.get(k) or "" for k in FINDING], ensure_ascii=False) for x in found])


def shorten(text):
    """A long text by its beginning, length and sum."""
    return text if len(text) <= 200 else f"{text[:40]}… {len(text)} {sum(map(ord, text))}"


def expected(table, lines):
    """What the reference itself ought to say and does not."""
    facts = sum(n for line, n in lines.items() if line.startswith("fact"))
    codes = {json.loads(line[8:])[0] for line in lines if line.startswith("finding")} - BESIDE
    due = make.TABLES[table]
    out = [f"{facts} facts, expected {due['facts']}"] if facts != due["facts"] else []
    return out + ([f"findings {' '.join(sorted(codes))}, expected {' '.join(due['codes'])}"] if codes != set(due["codes"]) else [])


def main():
    args = [a for a in sys.argv[1:] if a != "--write"]
    binary, part = os.path.abspath(args[0]), args[1] if len(args) > 1 else ""
    names = [n for n in make.TABLES if part in n]
    with open(LISTED, encoding="utf-8") as f:
        listed = [d for d in json.load(f) if part in d["table"]]
    with tempfile.TemporaryDirectory() as folder:
        pairs = make.make(folder, names)
        with ThreadPoolExecutor(2) as pool:
            said = dict(zip(pairs, pool.map(lambda p: run(binary, folder, *p), pairs)))
    differs = {}
    for name in names:
        reference = said[name, make.REFERENCE]
        alike = collections.defaultdict(list)
        faults = expected(name, reference)
        if faults:
            alike[tuple(faults)].append(make.REFERENCE)
        for table, file in pairs:
            if table == name and said[table, file] != reference:
                one = said[table, file]
                lines = [f"- {x}" for x in (reference - one).elements()] + [f"+ {x}" for x in (one - reference).elements()]
                alike[tuple(lines)].append(file)
        for lines, files in alike.items():
            known = next((d for d in listed if d["table"] == name and d["writers"] == files and d["differs"] == list(lines)), None)
            differs[name, tuple(files)] = {"table": name, "writers": files, "differs": list(lines), "reason": known["reason"] if known else REVIEW}
            print(f"{name}: {', '.join(files)} {'(listed)' if known and not known['reason'].startswith(REVIEW) else 'NOT LISTED'}")
            for line in lines[:12]:
                print(f"    {line}")
            if len(lines) > 12:
                print(f"    … {len(lines) - 12} more")
    new = [d for d in differs.values() if d["reason"].startswith(REVIEW)]
    gone = [d for d in listed if d not in differs.values()]
    for d in gone:
        print(f"{d['table']}: {', '.join(d['writers'])} no longer differ as listed")
    if "--write" in sys.argv and not part:
        before = {(d["table"], *d["writers"]): d["reason"].removeprefix(REVIEW) for d in listed}
        for d in new:
            d["reason"] = REVIEW + before.get((d["table"], *d["writers"]), "")
        with open(LISTED, "w", encoding="utf-8") as f:
            json.dump(list(differs.values()), f, ensure_ascii=False, indent=1)
            f.write("\n")
    state = "all listed" if not new and not gone else f"{len(new)} not listed, {len(gone)} listed but gone"
    print(f"{len(names)} tables, {len(pairs)} runs, {len(differs)} differences, {state}")
    sys.exit(1 if new or gone else 0)


if __name__ == "__main__":
    main()
