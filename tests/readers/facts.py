"""Reads every source cell of a facts.csv with readers that are not ours and compares the values.

usage: facts.py FACTS.csv PROJECT_FOLDER
openpyxl reads xlsx, xlrd reads xls, odfpy reads ods. Exit code 1 if any fact differs.
"""
import csv
import datetime
import pathlib
import re
import sys
import unicodedata

import openpyxl
import xlrd
from odf import opendocument
from odf.namespaces import OFFICENS, TABLENS
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf import teletype

books = {}


def address(cell):
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    col = 0
    for c in letters:
        col = col * 26 + ord(c) - 64
    return int(digits) - 1, col - 1


def ods(path):
    sheets = {}
    for table in opendocument.load(str(path)).getElementsByType(Table):
        cells, r = {}, 0
        for row in table.getElementsByType(TableRow):
            repeat = int(row.getAttrNS(TABLENS, "number-rows-repeated") or 1)
            c = 0
            for cell in row.childNodes:
                if cell.qname not in ((TABLENS, "table-cell"), (TABLENS, "covered-table-cell")):
                    continue
                wide = int(cell.getAttrNS(TABLENS, "number-columns-repeated") or 1)
                kind = cell.getAttrNS(OFFICENS, "value-type")
                value, percent = None, kind == "percentage"
                if kind in ("float", "percentage", "currency"):
                    value = float(cell.getAttrNS(OFFICENS, "value"))
                elif kind == "date":
                    value = datetime.datetime.fromisoformat(cell.getAttrNS(OFFICENS, "date-value"))
                elif kind == "string":
                    value = teletype.extractText(cell)
                if value is not None:
                    for i in range(min(wide, 50)):
                        cells[r, c + i] = (value, percent)
                c += wide
            r += repeat
        sheets[table.getAttrNS(TABLENS, "name")] = cells
    return lambda sheet, r, c: sheets[sheet].get((r, c), (None, False))


def xls(path):
    book = xlrd.open_workbook(str(path), formatting_info=True)

    def get(sheet, r, c):
        s = book.sheet_by_name(sheet)
        if r >= s.nrows or c >= s.ncols:
            return None, False
        cell = s.cell(r, c)
        percent = "%" in book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        if cell.ctype == xlrd.XL_CELL_DATE:
            return xlrd.xldate_as_datetime(cell.value, book.datemode), False
        return (None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else cell.value), percent

    return get


def xlsx(path):
    book = openpyxl.load_workbook(path, data_only=True)

    def get(sheet, r, c):
        cell = book[sheet].cell(r + 1, c + 1)
        return cell.value, "%" in (cell.number_format or "")

    return get


def source(path):
    if path not in books:
        kind = path.suffix.lower()
        books[path] = (ods if kind == ".ods" else xls if kind == ".xls" else xlsx)(path)
    return books[path]


def plain(text):
    return " ".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())


def number(text):
    t = text.strip().rstrip("%").strip().replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", t):
        t = t.replace(".", "")
    return float(t.replace(",", "."))


def agrees(row, value, percent):
    kind = row["kind"]
    if value is None or (isinstance(value, str) and not value.strip()):
        return kind == "blank"
    if kind == "number":
        want = float(row["value"])
        have = number(value) if isinstance(value, str) else float(value)
        return abs(want - have) < 1e-6 or (percent and abs(want - 100 * have) < 1e-6)
    if kind == "date":
        if isinstance(value, (datetime.datetime, datetime.date)):
            return value.strftime("%Y-%m-%d") == row["text"]
        d, m, y = re.findall(r"\d+", value)
        return f"{int(y):04}-{int(m):02}-{int(d):02}" == row["text"]
    if kind in ("text", "yes", "no"):
        return plain(str(value)) == row["text"].removeprefix("'")
    if kind == "nil":
        return plain(str(value)) in ("-", "–", "—", "không", "Không", "không có", "Không có")
    return kind in ("unavailable", "not-applicable")


def main(facts, project):
    wrong = count = 0
    with open(facts, encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            count += 1
            value, percent = source(pathlib.Path(project) / row["source_file"])(row["source_sheet"], *address(row["source_cell"]))
            if not agrees(row, value, percent):
                wrong += 1
                print(f"{row['source_file']} › {row['source_sheet']} › {row['source_cell']}: fact {row['kind']} {row['value']}{row['text']}, cell {value!r}")
    print(f"{count} facts, {wrong} wrong")
    return 1 if wrong or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
