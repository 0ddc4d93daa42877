"""Checks the conservation of figures in one run: every number on a counted sheet has one fate, and the fates add up.

usage: conservation.py OUT_PERIOD_DIR PROJECT_DIR
Reads run.json, facts.csv and findings.json and opens the counted workbooks with readers that are not ours (openpyxl for xlsx and
xlsm, xlrd for xls, odfpy for ods, told apart by content); workbooks of other formats are named as skipped. Exit code 1 if anything is wrong.

What is counted here:
- a stored number is a cell that holds a number, date, time or duration, a formula by its stored result, also under merged areas; booleans,
  errors and formulas without a result are none. A number of an ods cell that is repeated counts as often as it stands there.
- a text that looks like a number: see `looks_like_number`. tonghop counts those that it reads as numbers in the body of a table, and no reader
  can tell which these are. So: stored numbers <= sum of the six fates <= stored numbers + texts that look like numbers (a).
- the cells of facts (b): the distinct source cells, per file and sheet. A stored number counts where some fact of kind number, date, yes, no or
  text stands on it. A text counts where a fact of kind number stands on it and it looks like a number. What may count or not (a number in a text
  that does not look like one; another fact on a text that does) widens the exact number to a range; without such cells the two ends are the same.
  Facts of kind blank, nil, unavailable and not-applicable never count.
"""
import collections
import csv
import json
import pathlib
import re
import sys
import warnings
import zipfile

import openpyxl
import xlrd
from odf import opendocument
from odf.namespaces import OFFICENS, TABLENS, TEXTNS
from odf.table import Table, TableRow
from odf import teletype

FATES = ("counted", "total", "label", "unused", "refused", "left")
NUMBER, TEXT = "number", "text"
FIGURES = {"number", "date", "yes", "no", "text"}
MOST = 2_000_000  # cells of an ods sheet, against repeats without end

# ---------------------------------------------------------------- readers: {sheet: {(row, col): number | text}}, rows and columns from 0


def kind_of(value, error=False):
    if value is None or error or isinstance(value, bool):
        return None
    if isinstance(value, str):
        return (TEXT, value) if value.strip() else None
    return NUMBER, value


def xlsx(path):
    # Read-only, since the other mode drops what stands under merged areas; without date formats, since a number that is no day becomes an error.
    # Opened here, since a path is refused for its extension.
    book = openpyxl.load_workbook(open(path, "rb"), data_only=True, read_only=True)
    book._date_formats = book._timedelta_formats = set()
    sheets = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        cells = sheets[sheet.title] = {}
        for row in sheet.iter_rows():
            for cell in row:
                kind = kind_of(cell.value, getattr(cell, "data_type", "") == "e")
                if kind:
                    cells[cell.row - 1, cell.column - 1] = kind
    book.close()
    return sheets


def xls(path):
    sheets = {}
    for sheet in xlrd.open_workbook(str(path)).sheets():
        cells = sheets[sheet.name] = {}
        for r in range(sheet.nrows):
            for c in range(sheet.ncols):
                cell = sheet.cell(r, c)
                if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_TEXT) and (kind := kind_of(cell.value)):
                    cells[r, c] = kind
    return sheets


def ods_value(cell):
    kind = cell.getAttrNS(OFFICENS, "value-type")
    calc = [v for (_, name), v in cell.attributes.items() if name == "value-type"]
    text = "\n".join(teletype.extractText(p) for p in cell.childNodes if getattr(p, "qname", None) == (TEXTNS, "p"))
    if "error" in calc or re.match(r"#[A-Z/0]+[!?]|#N/A|Err:\d", text):
        return None
    if kind in ("float", "percentage", "currency"):
        return NUMBER, float(cell.getAttrNS(OFFICENS, "value"))
    if kind in ("date", "time"):
        return NUMBER, cell.getAttrNS(OFFICENS, kind + "-value")
    return kind_of(text) if kind == "string" else None


def ods(path):
    sheets = {}
    for table in opendocument.load(str(path)).getElementsByType(Table):
        cells, r = {}, 0
        for row in table.getElementsByType(TableRow):
            here, c = {}, 0
            for cell in row.childNodes:
                if getattr(cell, "qname", None) not in ((TABLENS, "table-cell"), (TABLENS, "covered-table-cell")):
                    continue
                wide = int(cell.getAttrNS(TABLENS, "number-columns-repeated") or 1)
                if kind := ods_value(cell):
                    here.update({c + i: kind for i in range(min(wide, 16384))})
                c += wide
            deep = int(row.getAttrNS(TABLENS, "number-rows-repeated") or 1)
            if here and len(cells) + len(here) * deep > MOST:
                raise ValueError("too many repeated cells")
            if here:
                cells.update({(r + i, c): kind for i in range(deep) for c, kind in here.items()})
            r += deep
        sheets[table.getAttrNS(TABLENS, "name")] = cells
    return sheets


def reader(path):
    """The reader for a workbook, by its content; None where it is of another format."""
    with open(path, "rb") as f:
        magic = f.read(8)
    if magic == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or magic[:4] in (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00"):
        return xls
    if magic[:2] == b"PK" and zipfile.is_zipfile(path):
        names = set(zipfile.ZipFile(path).namelist())
        if "xl/workbook.bin" in names:
            return None
        return xlsx if "[Content_Types].xml" in names else ods if "content.xml" in names else None
    return None


# ---------------------------------------------------------------- texts and addresses

ABOUT = r"(?:about|over|under|nearly|approximately|approx\.?|more than|less than|at least|khoảng|trên dưới|trên|hơn|gần|dưới|ít nhất|xấp xỉ|ước đạt|ước)"
LOOKS = re.compile(rf"(?:{ABOUT}\s+)?(?:[$€£₫]|USD|EUR|VND|-)?[-+−–—±(<>≤≥~≈=*'\s]*(?:[$€£₫]|USD|EUR|VND)?\s*\d[\d\s.,'’·  /:%‰()*+\-−–—]*(?:[^\W\d_][\w./²³%]*(?:\s+[^\W\d_][\w./²³%]*){{0,2}})?[\s*).]*",
                   re.IGNORECASE)
DAY = re.compile(r"ngày\s+\d+\s+tháng\s+\d+\s+năm\s+\d+|\d{4}-\d\d-\d\d[T ].*", re.IGNORECASE)


def looks_like_number(text):
    """Digits with separators, signs, brackets, %, fractions, perhaps about before and a unit of up to three words behind; or a day."""
    return bool(LOOKS.fullmatch(text.strip()) or DAY.fullmatch(text.strip()))


def place(cell):
    letters, digits = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+)", cell.strip()).groups()
    col = 0
    for c in letters:
        col = col * 26 + ord(c) - 64
    return int(digits) - 1, col - 1


def areas(text):
    """The rectangles (top, left, bottom, right) of `C9`, `C9:E12` or several of them."""
    out = []
    for part in re.split(r"[,;\s]+", text.strip()):
        if part:
            first, _, last = part.partition(":")
            (top, left), (bottom, right) = place(first), place(last or first)
            out.append((top, left, bottom, right))
    return out


def inside(cell, area):
    return area[0] <= cell[0] <= area[2] and area[1] <= cell[1] <= area[3]


# ---------------------------------------------------------------- checks


def check_sheet(figures, cells, facts, findings):
    """What is wrong with one sheet: its six figures, its cells, its facts, its findings."""
    stored = sum(kind == NUMBER for kind, _ in cells.values())
    texts = sum(kind == TEXT and looks_like_number(v) for kind, v in cells.values())
    told = sum(figures.values())
    if told < stored:
        yield f"(a) {stored} numbers stand on the sheet, the fates hold {told} {figures}"
    elif told - stored > texts:
        yield f"(a) the fates hold {told} {figures}, but only {stored} numbers and {texts} texts like numbers stand on the sheet"

    on = collections.defaultdict(set)
    for f in facts:
        try:
            on[place(f["source_cell"])].add(f["kind"])
        except AttributeError:
            yield f"(b) fact {f['row']} [{f['indicator']}] has the source cell {f['source_cell']!r}"
    least = most = 0
    for cell, kinds in on.items():
        kind, value = cells.get(cell, (None, None))
        if kind is None and "number" in kinds:
            yield f"(b) a fact of kind number stands on {address(cell)}, where there is none"
        if not kinds & FIGURES or kind is None:
            continue
        like = kind == TEXT and looks_like_number(value)
        least += kind == NUMBER or (like and "number" in kinds)
        most += kind == NUMBER or like or "number" in kinds
    if not least <= figures["counted"] <= most:
        yield f"(b) counted is {figures['counted']}, facts stand on {least if least == most else f'{least} to {most}'} cells with figures"

    height = max((r for r, _ in cells), default=-1)
    width = max((c for _, c in cells), default=-1)
    seen = False
    for f in findings:
        try:
            where = areas(f["cell"])
        except AttributeError:
            yield f"(c) {f['code']} has the cell {f['cell']!r}, which is no address"
            continue
        # A finding about the sheet as a whole covers all of it.
        seen = seen or f["severity"] in ("error", "warning") and not where
        seen = seen or f["severity"] in ("error", "warning") and any(a[0] <= height and a[1] <= width for a in where)
        if f["code"] == "R022":
            for cell in on:
                if any(inside(cell, a) for a in where):
                    yield f"(c) R022 says that {f['cell']} is not counted, but a fact stands on {address(cell)}"
    if figures["left"] + figures["refused"] > 0 and not seen:
        yield f"(c) {figures['left']} left and {figures['refused']} refused, but no error or warning has a cell on the sheet"


def address(cell):
    row, col = cell
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def main(out, project):
    warnings.simplefilter("ignore")
    out, project = pathlib.Path(out), pathlib.Path(project)
    run = json.loads((out / "run.json").read_text("utf-8-sig"))
    by_sheet, spoken = collections.defaultdict(list), collections.defaultdict(list)
    with open(out / "facts.csv", encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            by_sheet[row["source_file"], row["source_sheet"]].append(row)
    for f in json.loads((out / "findings.json").read_text("utf-8-sig"))["findings"]:
        spoken[f["file"], f["sheet"]].append(f)

    checked = wrong = skipped = 0

    def say(file, sheet, texts):
        for text in texts:
            print(f"{file} › {sheet}: {text}")
        return bool(texts)

    accounted = set()
    for item in run["inputs"]:
        file = item["path"]
        if item["fate"] != "counted":
            continue
        told = {}
        for entry in item.get("sheets", []):
            sums = told.setdefault(entry["name"], dict.fromkeys(FATES, 0))
            for fate in FATES:
                sums[fate] += entry["figures"][fate]
        accounted |= {(file, name) for name in told}
        read = reader(project / file)
        if read is None:
            skipped += 1
            print(f"{file}: skipped, no reader for its format")
            continue
        try:
            sheets = read(project / file)
        except Exception as e:  # noqa: BLE001: whatever another program's reader trips over
            skipped += 1
            print(f"{file}: skipped, {read.__name__} reader: {e!r}")
            continue
        if not told:
            checked, wrong = checked + 1, wrong + say(file, "", ["counted, but run.json tells of no sheet"])
        for name, figures in told.items():
            checked += 1
            if name not in sheets:
                wrong += say(file, name, ["no such sheet in the workbook"])
                continue
            wrong += say(file, name, list(check_sheet(figures, sheets[name], by_sheet[file, name], spoken[file, name])))
    for (file, sheet), facts in by_sheet.items():
        if facts and (file, sheet) not in accounted:
            fate = next((i["fate"] for i in run["inputs"] if i["path"] == file), None)
            why = "a sheet that run.json does not tell of" if fate == "counted" else f"a file with fate {fate}"
            wrong += say(file, sheet, [f"(d) {len(facts)} facts from {why}"])
    print(f"{checked} sheets checked, {wrong} wrong" + (f", {skipped} files skipped" if skipped else ""))
    return 1 if wrong or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
