"""Fills blank forms with openpyxl, sends them through LibreOffice as xlsx, ods and xls, and says what was filled in.

Usage: template.py TEMPLATES SUBMISSIONS FACTS

TEMPLATES holds the blank workbooks; SUBMISSIONS gets the filled ones, a format for each in turn; FACTS gets what was typed, as
lines of unit, sheet, cell and value.
"""

import datetime
import itertools
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import openpyxl

templates, submissions, facts = (pathlib.Path(a) for a in sys.argv[1:4])
submissions.mkdir(parents=True, exist_ok=True)
office = shutil.which("libreoffice") or shutil.which("soffice")
numbers = itertools.count(1)
lines = []


def kind_of(sheet, cell):
    for rule in sheet.data_validations.dataValidation:
        if cell.coordinate in rule.sqref:
            return rule
    return None


def fill(path, to):
    book = openpyxl.load_workbook(path)
    for sheet in book:
        # What the workbook says of itself.
        if sheet.sheet_state == "hidden":
            assert sheet["A1"].value == "tonghop-template-1", sheet.title
            continue
        free = {}
        assert sheet.protection.sheet, "a sheet without protection"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.protection.locked or cell.value is not None or isinstance(cell, openpyxl.cell.cell.MergedCell):
                    continue
                rule = kind_of(sheet, cell)
                free.setdefault(cell.row, []).append((cell, rule))
        # Of free rows the first three, of all others each; the whole goes down, so that parts are no more than it.
        known = {r: sheet.cell(r, 2).value for r in free}
        rows = sorted(free)
        if all(v is None for v in known.values()):
            rows = rows[:3]
        for n, r in enumerate(rows):
            for cell, rule in free[r]:
                if rule is None:
                    # Notes stay blank; names and texts of free rows are texts.
                    if known[r] is None:
                        cell.value = f"Thing {next(numbers)} no. {r}"
                    continue
                if rule.type == "list":
                    words = rule.formula1.strip('"').split(",")
                    cell.value = words[(r + cell.column) % 2]
                elif rule.type == "date":
                    cell.value = datetime.date(2019, 5, 3)
                    cell.number_format = "dd/mm/yyyy"
                else:
                    low, high = float(rule.formula1), float(rule.formula2 or 1e15)
                    value = max(low, min(high, 40 - cell.column - (n % 3)))
                    cell.value = int(value)
                    lines.append(f"{path.stem}|{sheet.title}|{cell.coordinate}|{int(value)}")
    book.save(to)


with tempfile.TemporaryDirectory() as home:
    filled = pathlib.Path(home)
    for path in sorted(templates.glob("*.xlsx")):
        fill(path, filled / path.name)
    names = sorted(filled.glob("*.xlsx"))
    for n, ending in enumerate(("xlsx", "ods", "xls")):
        mine = names[n::3]
        if mine:
            out = filled / ending
            subprocess.run(
                [office, f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", ending, "--outdir", out, *mine],
                check=True,
                capture_output=True,
            )
            for made in out.iterdir():
                shutil.copy(made, submissions)
facts.write_text("\n".join(lines), "utf-8")
print(f"{len(names)} workbooks, {len(lines)} figures")
