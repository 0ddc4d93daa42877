"""Looks into feedback: each finding of a unit that names a cell is marked there, with a note; nothing of another unit stands
anywhere in the file. With a third argument the copy of it is mended: cells with a note get the number 7.

Usage: feedback.py OUTPUT-FOLDER UNIT [MENDED]
"""

import csv
import json
import pathlib
import re
import sys
import zipfile

import openpyxl

folder, unit = pathlib.Path(sys.argv[1]), sys.argv[2]
path = folder / "phan-hoi" / f"{unit}.xlsx"
book = openpyxl.load_workbook(path)
findings = json.loads((folder / "findings.json").read_text("utf-8"))["findings"]
marked = 0
for f in findings:
    if f["unit"] == unit and f["severity"] != "info" and f["cell"] and f["sheet"] in book.sheetnames:
        cell = book[f["sheet"]][f["cell"].split(":")[0]]
        assert cell.comment and f["code"] in cell.comment.text, f
        assert cell.fill.fgColor.rgb != "00000000", f
        marked += 1
assert marked, "nothing is marked"
with open(folder / "facts.csv", encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))
own = {r["value"] for r in rows if r["unit"] == unit}
others = {r["value"] for r in rows if r["unit"] != unit and len(r["value"]) > 3} - own
whole = "".join(zipfile.ZipFile(path).read(n).decode("utf-8", "replace") for n in zipfile.ZipFile(path).namelist())
numbers = set(re.findall(r"\d+(?:\.\d+)?", whole))
assert not others & numbers, others & numbers
if len(sys.argv) > 3:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    cell.value, cell.comment = 7, None
    book.save(sys.argv[3])
print(f"{marked} marked")
