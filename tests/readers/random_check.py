"""Compares a run over random tables with what is true of them: no file may be wrong in silence, none without a blemish may be accused.

usage: random_check.py OUT_PERIOD_DIR PROJECT_DIR      (PROJECT_DIR is made by tests/makers/random_tables.py)

A file is silently wrong where the sums of its facts by indicator differ from truth.json (or truth.json says null: nobody can tell the sum)
and no finding of severity error or warning names the file and, if the blemish has a place, a cell in the rows or the columns of that
place (or a range that meets them); of a file that gives no facts at all, any is enough. Findings that say what is blank or not sent (BLANKS)
are not heard, R011 and R015 (no row for …) only where a row was dropped or renamed. A file is unsaid where the sums are right but the blemish is one that somebody must be told of.
A false alarm is an error or warning, other than those of BLANKS, on a file without any blemish.
Exit code 1 if any file is silently wrong; unsaid ones and false alarms are only listed.
"""
import collections
import csv
import json
import pathlib
import sys

from conservation import areas

BLANKS = {"S001", "S008", "C016", "R011", "R015"}


def in_sight(finding, cells):
    """Whether a finding's cell or range stands in the rows or the columns of the blemish's place."""
    try:
        here, there = areas(finding["cell"]), areas(cells)
    except AttributeError:
        return False
    return any(a[0] <= b[2] and b[0] <= a[2] or a[1] <= b[3] and b[1] <= a[3] for a in here for b in there)


def main(out, project):
    out, project = pathlib.Path(out), pathlib.Path(project)
    truth = json.loads((project / "truth.json").read_text("utf-8"))
    # By unit, form and indicator: a unit sends one file.
    sums, used = collections.defaultdict(float), set()
    with open(out / "facts.csv", encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            used.add(row["source_file"])
            if row["kind"] == "number":
                sums[row["unit"], row["form"], row["indicator"]] += float(row["value"])
    findings = collections.defaultdict(list)
    for f in json.loads((out / "findings.json").read_text("utf-8-sig"))["findings"]:
        if f["severity"] in ("error", "warning"):
            findings[f["file"]].append(f)

    silent = unsaid = alarms = 0
    by_kind = collections.Counter()
    for file, true in truth.items():
        planted, said = true["blemish"], findings[file]
        wrong = []
        for indicator, want in true["sums"].items():
            have = sums.get((true["unit"], true["form"], indicator), 0)
            if want is None or abs(have - want) > 1e-6 * max(1, abs(want)):
                wrong.append(f"[{indicator}] {have:g}, true {'unknown' if want is None else format(want, 'g')}")
        kind = planted["kind"] if planted else ""
        where = f"{file}: {true['form']}" + (f", {kind} {planted['cells']}".rstrip() if planted else "")
        deaf = BLANKS - ({"R011", "R015"} if kind in ("row-dropped", "row-renamed") else set())
        heard = [f for f in said if f["code"] not in deaf
                 and (not planted or not planted["cells"] or file not in used or in_sight(f, planted["cells"]))]
        told = ", ".join(sorted({f"{f['code']} {f['cell']}".strip() for f in said})) or "nothing"
        if wrong and not heard:
            silent += 1
            by_kind["silent " + (kind or "without a blemish")] += 1
            print(f"SILENT {where}: {'; '.join(wrong)}; said: {told}")
        elif planted and planted["must_say"] and not heard:
            unsaid += 1
            by_kind["unsaid " + kind] += 1
            print(f"UNSAID {where}: sums right; said: {told}")
        if not planted:
            for f in said:
                if f["code"] not in BLANKS:
                    alarms += 1
                    by_kind["alarm " + f["code"]] += 1
                    print(f"ALARM {where}: {f['code']} {f['cell']} {f['message']}")
    for name, n in sorted(by_kind.items()):
        print(f"  {name} × {n}")
    clean = sum(not t["blemish"] for t in truth.values())
    print(f"{len(truth)} files ({clean} without a blemish): {silent} silently wrong, {unsaid} unsaid, {alarms} false alarms")
    return 1 if silent or not truth else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
