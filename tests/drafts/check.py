#!/usr/bin/env python3
"""Drafts a project from each of the files, runs it as it is, and compares what is counted with what a person would count.

    python3 tests/drafts/check.py PROGRAM [NAME]

Says how many run unchanged; ends with 1 where fewer than 22 of 24 do, or any figure is wrong. The program drafts, Python
compares: every figure of the body once, at its cell, with its value, and nothing else.
"""

import csv
import itertools
import os
import subprocess
import sys
import tempfile
import tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
LEAST = 22


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def words(project):
    """What each indicator of each form is called: all words of its row and its header."""
    out = {}
    folder = os.path.join(project, "forms")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as text:
            form = tomllib.load(text)
        for i in form.get("indicator", []):
            lists = form.get("lists", {})
            used = [l for l in lists if "{" + l + "}" in i["code"]]
            for members in itertools.product(*(lists[l].items() for l in used)):
                code, said = i["code"], str(i.get("header", "")) + i["name"]
                for l, (member, heading) in zip(used, members):
                    code, said = code.replace("{" + l + "}", member), said.replace("{" + l + "}", str(heading))
                out[(form["code"], code)] = said
        for r, c in itertools.product(form.get("row", []), form.get("column", [])):
            out[(form["code"], f"{r['code']}|{c['code']}")] = r["name"] + str(c["header"])
    return out


def means(said, line):
    """True where an indicator is what the figure's column or its row says."""
    return line["column"] in said or line["label"] != "" and line["label"] in said


def main():
    program, only = os.path.abspath(sys.argv[1]), sys.argv[2:]
    wanted = {}
    for line in read(os.path.join(HERE, "expected.csv")):
        wanted.setdefault(line["file"], {})[(line["sheet"], line["cell"])] = line
    names = sorted(os.listdir(os.path.join(HERE, "files")))
    whole, wrong = 0, 0
    for name in names:
        if only and only[0] not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            project, out = os.path.join(folder, "p"), os.path.join(folder, "out")
            made = subprocess.run([program, "init", project, "--from", os.path.join(HERE, "files", name)], capture_output=True, text=True)
            ran = subprocess.run([program, "consolidate", project, "--output", out, "-q", "--as-of", "2025-12-31", "--lang", "en"], capture_output=True, text=True)
            periods = [d for d in os.listdir(out) if not d.startswith('.') and os.path.isdir(os.path.join(out, d))] if os.path.isdir(out) else []
            facts = read(os.path.join(out, periods[0], "facts.csv")) if periods else []
            got = {}
            want = wanted.get(name, {})
            called = words(project) if facts else {}
            for f in facts:
                at = (f["source_sheet"], f["source_cell"])
                if f["kind"] == "number" and at in want and not means(called[(f["form"], f["indicator"])], want[at]):
                    got.setdefault(at, []).append(float("nan"))
                elif f["kind"] == "number":
                    got.setdefault(at, []).append(float(f["value"]))
            missing = [k for k in want if k not in got]
            extra = [(k, v) for k, v in got.items() if k not in want]
            differ = [(k, v, want[k]) for k, v in got.items() if k in want and not (len(v) == 1 and abs(v[0] - float(want[k]["value"])) <= 1e-6)]
            good = not (missing or extra or differ) and made.returncode == 0 and bool(facts)
            whole += good
            wrong += len(extra) + len(differ)
            print(f"{'whole ' if good else 'NOT   '} {name}: {len(want)} figures, {len(got)} counted")
            if not good:
                print("   missing", missing[:8], "extra", extra[:8], "differ", differ[:8])
                print("   ", made.stderr.strip()[:300], ran.stderr.strip()[:300], ran.stdout.strip()[:900])
            if only:
                for form in sorted(os.listdir(os.path.join(project, "forms"))):
                    print(open(os.path.join(project, "forms", form), encoding="utf-8").read())
    print(f"{whole} of {len(names)} drafts run as they are; {wrong} wrong figures")
    return 0 if only or (whole >= LEAST and wrong == 0) else 1


if __name__ == "__main__":
    sys.exit(main())
