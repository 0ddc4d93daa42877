"""Saves a roll-up again by other programs (`same-…`), and writes into copies of it (`touched-…`).

Usage: tamper.py ROLL-UP FOLDER
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

import openpyxl

source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
target.mkdir(parents=True, exist_ok=True)


def copy(name, change):
    book = openpyxl.load_workbook(source)
    change(book)
    book.save(target / name)


def first_number(sheet, by):
    """Changes the first figure that somebody typed, which is no row's number."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.column > 2 and isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                cell.value += by
                return
    raise SystemExit("no number on " + sheet.title)


def form(book):
    return next(s for s in book.worksheets if "irths" in s.title)


def over_a_formula(book):
    for row in form(book).iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("=SUM"):
                cell.value = 999
                return
    raise SystemExit("no sum")


def carried(book):
    for (cell, *_) in book["_tonghop"].iter_rows(min_row=3):
        if "10.0" in cell.value:
            cell.value = cell.value.replace("10.0", "11.0", 1)
            return
    raise SystemExit("no figure carried")


def text(book):
    data = next(s for s in book.worksheets if s.tables)
    data["D5"] = "Another"


copy("same-openpyxl.xlsx", lambda book: None)
def added(book):
    book.create_sheet("Elm")["A1"] = "Births"


copy("touched-sheet-added.xlsx", added)
copy("touched-carrier-gone.xlsx", lambda book: book.remove(book["_tonghop"]))
copy("touched-figure.xlsx", lambda book: first_number(form(book), 1))
copy("touched-total.xlsx", over_a_formula)
copy("touched-carried.xlsx", carried)
copy("touched-name.xlsx", text)
copy("touched-sheet-gone.xlsx", lambda book: book.remove(form(book)))
office = shutil.which("libreoffice") or shutil.which("soffice")
if office:
    with tempfile.TemporaryDirectory() as home:
        for ending in ("xlsx", "ods", "xls"):
            out = pathlib.Path(home) / ending
            subprocess.run(
                [office, f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", ending, "--outdir", out, source],
                check=True,
                capture_output=True,
            )
            shutil.copy(out / (source.stem + "." + ending), target / f"same-office-{ending}.{ending}")
