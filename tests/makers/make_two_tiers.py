#!/usr/bin/env python3
"""The second sample project: two tiers, 2025-Q3 beside 2025-Q2 across the reform of 1 July 2025.

    python3 tests/makers/make_two_tiers.py [REFERENCE]    writes sample_inputs/2025-hai-cap

The register and the successions are those of Hà Tĩnh on four dates (REFERENCE: a folder with units-*.csv and
successions-hatinh.csv, see its README for the MIT-licensed sets that they come from). All figures are invented: they follow
from the units' codes by a sum of digits and a prime.
"""

import csv
import datetime
import os
import re
import sys
import zipfile

import openpyxl

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
REFERENCE = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "..", "shared", "reference", "hatinh")
OUT = os.path.join(ROOT, "sample_inputs", "2025-hai-cap")
DATES = ["2019-12-31", "2020-01-01", "2025-01-01", "2025-07-01"]


def read(name):
    with open(os.path.join(REFERENCE, name), encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def day_before(day):
    return str(datetime.date.fromisoformat(day) - datetime.timedelta(days=1))


def split(name):
    for word in ("Phường", "Thị trấn", "Xã", "Thành phố", "Thị xã", "Huyện", "Tỉnh"):
        if name.startswith(word + " "):
            return word.lower(), name[len(word) + 1:]
    return "", name


def register():
    """Lines of the register, and successions: a line lasts as long as code, name, kind and parent stay."""
    states = {d: {u["code"]: u for u in read(f"units-{d}.csv")} for d in DATES}
    lines, edges = [], []
    # Districts last as long as some unit stands under them.
    districts = {}
    for d in DATES:
        for u in states[d].values():
            if u["parent"] != "42":
                districts.setdefault(u["parent"], [u["parent_name"], d, d])[2] = d
    for code, (name, first, last) in sorted(districts.items()):
        end = {"2025-01-01": "2025-06-30", "2020-01-01": "2024-12-31", "2019-12-31": "2019-12-31"}[last]
        lines.append([code, name, "district", "42", "", end])
    now = {code: [u, ""] for code, u in states[DATES[0]].items()}
    for date in DATES[1:]:
        new = states[date]
        told = [r for r in read("successions-hatinh.csv") if r["date"] == date]
        same = {r["old_code"] for r in told if r["event"] == "same"}
        same = {c for c in same if c in new and all(now[c][0][k] == new[c][k] for k in ("name", "kind", "parent"))}
        for code, (u, start) in now.items():
            if code not in same:
                lines.append([code, u["name"], "commune", u["parent"], start, day_before(date)])
        for r in told:
            if r["old_code"] not in same or r["old_code"] != r["new_code"]:
                edges.append([date, r["old_code"], r["new_code"], r["event"]])
        now = {c: now[c] if c in same else [u, date] for c, u in new.items()}
    lines += [[code, u["name"], "commune", u["parent"], start, ""] for code, (u, start) in now.items()]
    return lines, edges, states


def figure(code, n, most):
    return 7 + (sum(map(int, code)) * 131 + int(code) * 17 + n * 7919) % most


def figures(code):
    """Received, resolved, on time, computers: the second is at most the first, the third at most the second."""
    received = figure(code, 1, 900)
    resolved = received - figure(code, 2, 7) % (received // 4 + 1)
    return [received, resolved, resolved - figure(code, 3, 11) % (resolved // 5 + 1), figure(code, 4, 30)]


HEAD = ["STT", "Xã, phường, thị trấn", "Hồ sơ tiếp nhận", "Hồ sơ đã giải quyết", "Giải quyết đúng hạn", "Số máy tính"]


def write(path, unit, period, rows, made):
    book = openpyxl.Workbook()
    ws = book.active
    ws.title = "Biểu 01"
    ws.append([f"Đơn vị báo cáo: {unit}"])
    ws.append(["KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"])
    ws.append([period])
    ws.append(["(Số liệu giả định để minh họa)"])
    ws.append(HEAD)
    for n, row in enumerate(rows, 1):
        ws.append([n, *row])
    if len(rows) > 1:
        ws.append([None, "Tổng cộng", *[sum(r[c] for r in rows) for c in range(1, 5)]])
    for col, width in zip("ABCDEF", (6, 30, 16, 18, 18, 12)):
        ws.column_dimensions[col].width = width
    os.makedirs(os.path.dirname(path), exist_ok=True)
    book.save(path)
    date(path, made)


def date(path, made):
    """Gives a workbook the time that it is meant to have been saved at: openpyxl writes that of now."""
    with zipfile.ZipFile(path) as parts:
        held = {i.filename: parts.read(i) for i in parts.infolist()}
    core = held["docProps/core.xml"].decode()
    held["docProps/core.xml"] = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", made.strftime("%Y-%m-%dT%H:%M:%SZ"), core).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in held.items():
            out.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def main():
    lines, edges, states = register()
    os.makedirs(OUT, exist_ok=True)
    with open(os.path.join(OUT, "units.csv"), "w", encoding="utf-8-sig", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["code", "name", "kind", "designation", "parent", "aliases", "valid_from", "valid_to"])
        rows.writerow(["42", "Hà Tĩnh", "province", "tỉnh", "", "", "", ""])
        for code, name, kind, parent, start, end in lines:
            designation, rest = split(name)
            rows.writerow([code, rest, kind, designation, parent, "", start, end])
    with open(os.path.join(OUT, "successions.csv"), "w", encoding="utf-8-sig", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["date", "old", "new", "event"])
        rows.writerows(edges)
    by_district = {}
    for code, u in states["2025-01-01"].items():
        by_district.setdefault((u["parent"], u["parent_name"]), []).append((code, u["name"]))
    made = datetime.datetime(2025, 7, 4, 8)
    for (_, district), communes in sorted(by_district.items()):
        table = [[name, *figures(code)] for code, name in sorted(communes)]
        write(os.path.join(OUT, "submissions", "2025-Q2", f"{district}.xlsx"), district, "Quý II năm 2025", table, made)
    before = {}
    for date, old, new, _ in edges:
        if date == "2025-07-01":
            before.setdefault(new, []).append(old)
    made = datetime.datetime(2025, 10, 3, 8)
    for code, u in sorted(states["2025-07-01"].items()):
        # About what its predecessors had, some more: where one went to several, each has a part of it.
        parts = [figures(o) for o in before.get(code, [code])]
        table = [sum(p[c] for p in parts) + figure(code, c, 19 if c < 3 else 2) - 7 * (c == 3) for c in range(4)]
        table[1] = min(table[1], table[0])
        table[2] = min(table[2], table[1])
        write(os.path.join(OUT, "submissions", "2025-Q3", f"{u['name']}.xlsx"), u["name"], "Quý III năm 2025", [[u["name"], *table]], made)
    print(len(lines) + 1, "units,", len(edges), "successions")


if __name__ == "__main__":
    main()
