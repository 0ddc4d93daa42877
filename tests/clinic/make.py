#!/usr/bin/env python3
"""Makes project/units.csv, project/submissions/2024-03/*.xlsx and expected.csv.

Run without arguments, in any folder; the same bytes come out every time. All names and figures are invented.
Needs openpyxl. expected.csv is computed here, from the figures that are written, never from the program.
"""

import csv
import io
import random
import re
import shutil
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

HERE = Path(__file__).resolve().parent
PROJECT = HERE / "project"
FOLDER = PROJECT / "submissions" / "2024-03"

# Code, name, other names, file name. Nothing but the file name says whose return it is.
DISTRICTS = [
    ("D01", "Northfield District", "Northfield", "Northfield District - OPD return March 2024.xlsx"),
    ("D02", "Southfield District", "Southfield", "OPD_Return_Southfield_District_Mar_2024.xlsx"),
    ("D03", "Lakeside District", "Lakeside", "Lakeside District.xlsx"),
    ("D04", "Upper Lakeside District", "Upper Lakeside", "upper lakeside district opd-1 2024-03.xlsx"),
    ("D05", "East Marsh District", "East Marsh", "OPD-1 EAST MARSH DISTRICT.xlsx"),
    ("D06", "West Marsh District", "West Marsh", "OPD-1 WEST MARSH DISTRICT.xlsx"),
    ("D07", "Marshall District", "Marshall", "marshall_district_march2024_final.xlsx"),
    ("D08", "Kingsbridge District", "Kingsbridge", "KingsbridgeDistrict_Mar2024.xlsx"),
    ("D09", "Queensbridge District", "Queensbridge", "QueensbridgeDistrict_Mar2024.xlsx"),
    ("D10", "Stonehill District", "Stonehill", "Return for Stonehill, March 2024.xlsx"),
    ("D11", "Millbrook District", "Millbrook", "Millbrook.xlsx"),
    ("D12", "Riverton District", "Riverton", "OPD return (Riverton District).xlsx"),
    ("D13", "New Riverton District", "New Riverton", "OPD return (New Riverton District).xlsx"),
    ("D14", "Oakdale District", "Oakdale", "2024-03 Oakdale District OPD.xlsx"),
    ("D15", "Ashford District", "Ashford", "Ashford_district-OPD_return.xlsx"),
    ("D16", "Port St. Anne District", "Port St. Anne|Port Saint Anne", "Port St. Anne District OPD.xlsx"),
    ("D17", "Greenvale District", "Greenvale", "opd greenvale district.xlsx"),
    ("D18", "Highmoor District", "Highmoor", "Highmoor District monthly return.xlsx"),
    ("D19", "Coldwater District", "Coldwater", "COLDWATER DISTRICT_03-2024.xlsx"),
    ("D20", "Fairhaven District", "Fairhaven", "Fairhaven District (OPD, March).xlsx"),
]

# The file, indicator and error of the one total that is wrong.
WRONG = ("D13", "1.5", 1)

# Header paths in order; a short path is merged downwards over the levels it lacks.
COLUMNS = [
    ("1.1", ("Outpatient visits", "Under 5", "Male")),
    ("1.2", ("Outpatient visits", "Under 5", "Female")),
    ("1.3", ("Outpatient visits", "5 to 14", "Male")),
    ("1.4", ("Outpatient visits", "5 to 14", "Female")),
    ("1.5", ("Outpatient visits", "15 and over", "Male")),
    ("1.6", ("Outpatient visits", "15 and over", "Female")),
    ("2.1", ("Deliveries", "Live births", "Male")),
    ("2.2", ("Deliveries", "Live births", "Female")),
    ("2.3", ("Deliveries", "Stillbirths")),
    ("2.4", ("Deliveries", "All births")),
    ("3.1", ("Antenatal care", "First visit", "Under 20")),
    ("3.2", ("Antenatal care", "First visit", "20 and over")),
    ("3.3", ("Antenatal care", "Fourth visit")),
    ("4", ("Beds",)),
    ("5", ("Open on every working day",)),
]

# Some of these begin like the words of total rows, headings and signatures.
PLACES = ["All Saints", "St. Mary's", "Hope", "Mercy", "Union Street", "Total Care", "Old Mill", "Station Road",
          "Source Lane", "Harbour", "Hilltop", "Chapel", "Market Square", "No. 4 Ward", "Grand Avenue", "Bridge End",
          "Sumner", "Cross Keys", "Notesbury", "Green Lane"]
SORTS = ["Health Centre", "Clinic", "Dispensary", "Hospital"]

THIN = Border(*[Side(style="thin")] * 4)


def figures(rng, size):
    """One clinic's figures by indicator."""
    f = {
        "1.1": rng.randint(20, 160) * size, "1.2": rng.randint(20, 160) * size,
        "1.3": rng.randint(15, 110) * size, "1.4": rng.randint(15, 110) * size,
        "1.5": rng.randint(40, 320) * size, "1.6": rng.randint(60, 420) * size,
        "2.1": rng.randint(0, 9) * size, "2.2": rng.randint(0, 9) * size, "2.3": 1 if rng.random() < 0.12 else 0,
        "3.1": rng.randint(1, 9) * size, "3.2": rng.randint(6, 30) * size,
        "4": rng.choice([2, 4, 6, 10, 12]) * size,
        "5": rng.random() < 0.85,
    }
    f["2.4"] = f["2.1"] + f["2.2"] + f["2.3"]
    f["3.3"] = rng.randint(3, 8 + f["3.2"] // 2)
    return f


def header(ws, top, left, capitals, short):
    """Writes the header of three levels with its merged areas."""
    put = lambda r, c, t: ws.cell(r, c, t.upper() if capitals else t)
    fixed = ["S/N" if short else "No.", "Name of facility" if short else "Facility"]
    for i, text in enumerate(fixed):
        put(top, left + i, text)
        ws.merge_cells(start_row=top, end_row=top + 2, start_column=left + i, end_column=left + i)
    first = left + len(fixed)
    for level in range(3):
        at = 0
        while at < len(COLUMNS):
            path = COLUMNS[at][1]
            if level >= len(path):
                at += 1
                continue
            same = [p for _, p in COLUMNS[at:] if len(p) > level and p[:level + 1] == path[:level + 1]]
            text = path[level]
            if short and text in ("Male", "Female"):
                text = text[0]
            put(top + level, first + at, text)
            down = top + 2 if level == len(path) - 1 else top + level
            if len(same) > 1 or down > top + level:
                ws.merge_cells(start_row=top + level, end_row=down, start_column=first + at,
                               end_column=first + at + len(same) - 1)
            at += len(same)
    return first


def make(number, code, rng):
    """One district's workbook, and its figures."""
    book = Workbook()
    ws = book.active
    ws.title = ["Sheet1", "OPD", "Return", "opd-1", "Data"][number % 5]
    left = 1 + number % 3 // 2
    row = 1 + number % 2
    for text in ["Ministry of Health", "OUTPATIENT AND MATERNITY RETURN", "Month: March 2024"]:
        ws.cell(row, left, text).font = Font(bold=True)
        row += 1
    row += 1
    top = row
    first = header(ws, top, left, capitals=number % 4 == 1, short=number % 5 == 2)
    row = top + 3
    if number % 3 == 0:  # column numbers, as Excel stores "(1)"
        for i in range(len(COLUMNS) + 2):
            ws.cell(row, left + i, -(i + 1))
        row += 1
    count = 5 + (number * 3) % 8
    names = []
    while len(names) < count:
        name = f"{rng.choice(PLACES)} {rng.choice(SORTS)}"
        if name not in names:
            names.append(name)
    clinics = [figures(rng, 4 if name.endswith("Hospital") else 1) for name in names]
    sums = {c: sum(int(f[c]) for f in clinics) for c, _ in COLUMNS}
    total_on_top = number % 6 == 4
    body = row + 1 if total_on_top else row
    for i, (name, f) in enumerate(zip(names, clinics)):
        r = body + i
        ws.cell(r, left, i + 1)
        ws.cell(r, left + 1, name)
        for j, (c, _) in enumerate(COLUMNS):
            value = f[c]
            if c == "5":
                value = ("Yes" if value else "No") if number % 2 else ("Y" if value else "N")
            elif value == 0 and number % 3:
                value = "-"
            elif value >= 1000 or (number % 7 == 3 and c in ("1.6", "2.1") and i % 2):
                value = f"{value:,}"  # a number stored as text
            ws.cell(r, first + j, value)
    total = row if total_on_top else body + count
    label = ["Total", "TOTAL", "Grand total", "Total:"][number % 4]
    ws.cell(total, left + 1, label).font = Font(bold=True)
    for j, (c, _) in enumerate(COLUMNS):
        stated = sums[c] + (WRONG[2] if (code, c) == WRONG[:2] else 0)
        if c == "5":
            continue
        ws.cell(total, first + j, f"{stated:,}" if number % 10 == 8 and stated >= 1000 else stated)
    wrong = None
    if code == WRONG[0]:
        at = [c for c, _ in COLUMNS].index(WRONG[1])
        wrong = f"{get_column_letter(first + at)}{total}"
    end = body + count + 2
    ws.cell(end, left + 1, "Prepared by: Records officer")
    ws.cell(end, first + 4, "Approved by: Medical superintendent")
    for line in ws.iter_rows(min_row=top, max_row=body + count, min_col=left, max_col=first + len(COLUMNS) - 1):
        for cell in line:
            cell.border = THIN
            if cell.row < top + 3:
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    ws.column_dimensions[get_column_letter(left + 1)].width = 30
    if number % 4 == 3:
        book.create_sheet("Instructions")["A1"] = "Fill in one row for each facility. Send by the 10th."
    return book, clinics, wrong


def save(book, path, day):
    """Saves a workbook with fixed times, so that the bytes are the same every time."""
    raw = io.BytesIO()
    book.save(raw)
    stamp = f"2024-04-{day:02}T08:00:00Z"
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp.encode(), data)
            info = zipfile.ZipInfo(name, (2024, 4, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            new.writestr(info, data)


def main():
    rng = random.Random(20240331)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with open(PROJECT / "units.csv", "w", encoding="utf-8", newline="") as out:
        w = csv.writer(out, lineterminator="\n")
        w.writerow(["code", "name", "kind", "parent", "aliases"])
        w.writerow(["R1", "Lowland Region", "region", "", ""])
        for code, name, aliases, _ in DISTRICTS:
            w.writerow([code, name, "district", "R1", aliases])
    everything = []
    for number, (code, _, _, file) in enumerate(DISTRICTS):
        book, clinics, wrong = make(number, code, rng)
        save(book, FOLDER / file, 2 + number % 8)
        everything += clinics
        if wrong:
            print(f"wrong total: {file} {wrong}")
    with open(HERE / "expected.csv", "w", encoding="utf-8", newline="") as out:
        w = csv.writer(out, lineterminator="\n")
        w.writerow(["indicator", "value"])
        for c, _ in COLUMNS:
            w.writerow([c, sum(int(f[c]) for f in everything)])
            if c == "2.4":
                still, births = (sum(f[x] for f in everything) for x in ("2.3", "2.4"))
                w.writerow(["2.5", f"{100 * still / births:.6f}"])
    print(f"{len(DISTRICTS)} workbooks, {len(everything)} clinics")


if __name__ == "__main__":
    main()
