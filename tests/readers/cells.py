"""Compares every cell that tonghop reads with what readers that are not ours find in the same workbook.

usage: cells.py /path/to/tonghop [root…]      (without roots: all workbooks of the project)
openpyxl reads xlsx and xlsm, xlrd xls, odfpy ods, pyxlsb xlsb; the format is told by content, other files are counted as skipped.
Accepted differences stand in cells-differences.json, beside this file: `cells` one by one (cell `*`: any of the sheet), `rules` for whole
kinds, by the name under which the comparison tells them. Exit code 1 for any other difference, and for a listed one that no longer occurs
(looked at where no roots are named).

What is compared, of each cell that either side finds:
- its kind and value. Numbers as f64, exactly: both sides read the same digits or the same eight bytes. A date is its serial number; in an ods,
  which holds days and times in words, that is calculated from 1899-12-30 on and may differ by rounding (1e-14). What is a date is decided by the
  reader's own rule about number formats. Texts character by character.
- formula, in xlsx and ods (xlrd and pyxlsb do not tell).
- percent, of numbers alone: of anything else the format says nothing.
- struck, of what has a value: of a text in xlsx and ods where all of its runs are, of anything else by the font of its cell.
- hidden, by row, column and sheet. pyxlsb tells neither formats nor what is hidden: of an xlsb only kind and value are compared, dates as numbers.

Texts without a character that is no white space are blank on both sides, also as the result of a formula; in an xls they may be `no-result`,
which is stored alike. As docs/reading.md says it:
- struck runs must be left out of a text, raised ones may be (in xlsx and ods; xls and xlsb keep both). What is shorter for it is told as `runs`;
- a 0 that stands for the result of a formula that nobody calculated is `no-result`; it is told as `uncalculated`.
"""
import collections
import csv
import datetime
import io
import itertools
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings
import zipfile

import openpyxl
import xlrd
from odf import opendocument
from odf.namespaces import OFFICENS, STYLENS, TABLENS, TEXTNS
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser
from pyxlsb import open_workbook as open_xlsb

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOTS = ["tests/foreign/cases", "tests/cases", "sample_inputs/submissions", "tests/clinic"]
# xlrd does not know the last one.
ERRORS = {**xlrd.error_text_from_code, 0x2B: "#GETTING_DATA"}
MOST = 2_000_000  # cells of an ods sheet, against repeats without end

# A cell as a reader finds it: `value` of a text is its runs (text, struck, raised); None where the reader does not tell.
Cell = collections.namedtuple("Cell", "kind value percent formula struck hidden", defaults=[None] * 4)


def is_percent(code):
    """True for a number format with a percent sign that is not literal text."""
    return "%" in re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code or "")


# ---------------------------------------------------------------- xlsx


class Parser(WorkSheetParser):
    """openpyxl's own parser of worksheets, which both the reading of values and that of formulas use; here it tells both. Unlike worksheets it
    drops nothing under merged areas and makes no days of serial numbers."""

    def parse_cell(self, element):
        cell = super().parse_cell(element)
        cell["formula"] = element.find(FORMULA_TAG) is not None
        return cell


def runs_of(value, struck):
    """The runs of a text in a cell that is struck or not; a run without properties of its own looks as its cell does."""
    return [(r.text, bool(r.font.strike), r.font.vertAlign == "superscript") if isinstance(r, TextBlock) else (r, struck, False)
            for r in (value if isinstance(value, CellRichText | tuple) else [value])]


def is_on(attribute):
    return attribute in ("1", "true")


def xlsx(path):
    # Opened here, since a path is refused for its extension.
    book = openpyxl.load_workbook(open(path, "rb"), data_only=True, read_only=True, rich_text=True)
    formats = [BUILTIN_FORMATS.get(s.numFmtId) if s.numFmtId < 164 else book._number_formats[s.numFmtId - 164]
               for s in book._cell_styles]
    styles = [(is_date_format(f), is_percent(f), bool(book._fonts[s.fontId].strike)) for f, s in zip(formats, book._cell_styles)]
    for sheet in book.worksheets:
        found = []
        with sheet._get_source() as source:
            parser = Parser(source, sheet._shared_strings, data_only=True, rich_text=True)
            for _, row in parser.parse():
                found += row
        rows = {int(r) for r, d in parser.row_dimensions.items() if is_on(d.get("hidden"))}
        columns = [(int(d["min"]), int(d["max"])) for d in parser.column_dimensions.values() if is_on(d.get("hidden"))]
        cells = {}
        for c in found:
            value, kind = c["value"], c["data_type"]
            date, percent, struck = styles[c["style_id"]]
            hidden = sheet.sheet_state != "visible" or c["row"] in rows or any(a <= c["column"] <= b for a, b in columns)
            if value is None and not c["formula"]:
                continue
            if value is None:
                # openpyxl tells a result of no characters from none by the cell's type alone.
                kind, value = ("text", []) if kind == "str" else ("no-result", "")
            elif kind == "e":
                kind = "error"
            elif isinstance(value, bool):
                kind = "bool"
            elif isinstance(value, int | float):
                kind, value = ("date" if date else "number"), float(value)
            elif isinstance(value, datetime.date | datetime.time | datetime.timedelta):
                kind, value = "date", float(to_excel(value, book.epoch))
            else:
                kind, value = "text", runs_of(value, struck)
            cells[c["row"] - 1, c["column"] - 1] = Cell(kind, value, percent, c["formula"], struck, hidden)
        yield sheet.title, cells
    book.close()


# ---------------------------------------------------------------- xls and xlsb


def xls(path):
    book = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
    kinds = {xlrd.XL_CELL_NUMBER: "number", xlrd.XL_CELL_DATE: "date", xlrd.XL_CELL_TEXT: "text",
             xlrd.XL_CELL_BOOLEAN: "bool", xlrd.XL_CELL_ERROR: "error"}
    for sheet in book.sheets():
        cells = {}
        rows = {r for r, info in sheet.rowinfo_map.items() if info.hidden}
        columns = {c for c, info in sheet.colinfo_map.items() if info.hidden}
        for r, c in itertools.product(range(sheet.nrows), range(sheet.ncols)):
            cell = sheet.cell(r, c)
            if (kind := kinds.get(cell.ctype)) is None:
                continue
            value, style = cell.value, book.xf_list[cell.xf_index]
            if kind == "text":
                value = [(value, False, False)]
            elif kind == "error":
                value = ERRORS[value]
            elif kind == "bool":
                value = bool(value)
            percent = is_percent(book.format_map[style.format_key].format_str)
            hidden = sheet.visibility != 0 or r in rows or c in columns
            cells[r, c] = Cell(kind, value, percent, None, bool(book.font_list[style.font_index].struck_out), hidden)
        yield sheet.name, cells


def xlsb(path):
    # A path is refused for its extension.
    with tempfile.NamedTemporaryFile(suffix=".xlsb") as copy:
        copy.write(pathlib.Path(path).read_bytes())
        copy.flush()
        with open_xlsb(copy.name) as book:
            for name in book.sheets:
                cells = {}
                for c in itertools.chain.from_iterable(book.get_sheet(name).rows(sparse=True)):
                    if isinstance(c.v, bool):
                        cells[c.r, c.c] = Cell("bool", c.v)
                    elif isinstance(c.v, str):
                        # Errors are given as their codes.
                        code = re.fullmatch("0x([0-9a-f]{1,2})", c.v)
                        error = code and ERRORS.get(int(code[1], 16))
                        cells[c.r, c.c] = Cell("error", error) if error else Cell("text", [(c.v, False, False)])
                    elif c.v is not None:
                        cells[c.r, c.c] = Cell("number", float(c.v))
                yield name, cells


# ---------------------------------------------------------------- ods


def attribute(node, name, ns=TABLENS):
    return node.attributes.get((ns, name))


def children(node, *names, ns=TABLENS):
    return [n for n in node.childNodes if getattr(n, "qname", None) in {(ns, name) for name in names}]


class OdsStyles:
    """The styles of a document by family and name; what one leaves open its parent says."""

    def __init__(self, book):
        self.styles = {}
        for part in (book.styles, book.automaticstyles):
            for style in children(part, "style", ns=STYLENS):
                self.styles[attribute(style, "family", STYLENS), attribute(style, "name", STYLENS)] = style

    def says(self, family, name, of, *properties):
        style = self.styles.get((family, name))
        while style is not None:
            for node in children(style, of, ns=STYLENS):
                for key, value in node.attributes.items():
                    if key[1] in properties:
                        return value
            style = self.styles.get((family, attribute(style, "parent-style-name", STYLENS)))
        return None

    def strikes(self, family, name, around=False):
        line = self.says(family, name, "text-properties", "text-line-through-style", "text-line-through-type")
        return around if line is None else line != "none"

    def raises(self, name):
        place = (self.says("text", name, "text-properties", "text-position") or "").split(" ")[0]
        return place == "super" or place.endswith("%") and float(place[:-1]) > 0


def ods_runs(node, styles, struck, raised=False):
    for child in node.childNodes:
        name = getattr(child, "qname", (None, None))[1]
        if child.nodeType in (child.TEXT_NODE, child.CDATA_SECTION_NODE):
            yield str(child), struck, raised
        elif name == "s":
            yield " " * int(attribute(child, "c", TEXTNS) or 1), struck, raised
        elif name in ("tab", "line-break"):
            yield {"tab": "\t"}.get(name, "\n"), struck, raised
        elif name == "span":
            style = attribute(child, "style-name", TEXTNS)
            yield from ods_runs(child, styles, styles.strikes("text", style, struck), raised or styles.raises(style))
        elif name != "annotation":
            yield from ods_runs(child, styles, struck, raised)


def serial(iso):
    """The serial number of a day, with its time, or of a duration."""
    if m := re.fullmatch(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?", iso):
        days, hours, minutes, seconds = (float(n or 0) for n in m.groups()[1:])
        return (days + (hours + (minutes + seconds / 60) / 60) / 24) * (-1 if m[1] else 1)
    since = datetime.datetime.fromisoformat(iso).replace(tzinfo=None) - datetime.datetime(1899, 12, 30)
    return since.days + (since.seconds + since.microseconds / 1e6) / 86400


def ods_value(cell, styles, struck):
    """The kind and value of an ods cell that holds something."""
    kind = attribute(cell, "value-type", OFFICENS)
    formula = attribute(cell, "formula") is not None
    paragraphs = [list(ods_runs(p, styles, struck)) for p in children(cell, "p", "h", ns=TEXTNS)]
    runs = [r for n, p in enumerate(paragraphs) for r in [("\n", struck, False)] * (n > 0) + p]
    text = "".join(r[0] for r in runs)
    is_error = any(key[1] == "value-type" and value == "error" for key, value in cell.attributes.items())
    if is_error or formula and re.fullmatch(r"#(N/A|[A-Z/0]+[!?])|Err:\d+", text):
        return "error", text
    if kind in ("float", "percentage", "currency"):
        return "number", float(attribute(cell, "value", OFFICENS))
    if kind == "boolean":
        return "bool", attribute(cell, "boolean-value", OFFICENS) == "true"
    if kind in ("date", "time"):
        return "date", serial(attribute(cell, kind + "-value", OFFICENS))
    if kind == "string":
        stated = attribute(cell, "string-value", OFFICENS)
        return "text", runs if stated is None else [(stated, struck, False)]
    return "no-result", ""


def below(node, name, hidden=False):
    """Rows or columns, also in groups and headers, and whether these are folded."""
    for child in node.childNodes:
        tag = getattr(child, "qname", (None, None))[1]
        if tag == name:
            yield child, hidden or attribute(child, "visibility") in ("collapse", "filter")
        elif tag in (name + "s", f"table-header-{name[6:]}s", name + "-group"):
            yield from below(child, name, hidden or attribute(child, "display") == "false")


def with_thumbnail(path):
    """The file with the picture that odfpy misses where a manifest names it and it is not there."""
    name, copy = "Thumbnails/thumbnail.png", io.BytesIO(pathlib.Path(path).read_bytes())
    with zipfile.ZipFile(copy, "a") as packed:
        if name not in packed.namelist():
            packed.writestr(name, b"")
    return copy


def ods(path):
    book = opendocument.load(with_thumbnail(path))
    styles = OdsStyles(book)
    # Its own attribute for it is wrong where white space stands before it.
    (spreadsheet,) = children(book.body, "spreadsheet", ns=OFFICENS)
    for table in children(spreadsheet, "table"):
        unseen = styles.says("table", attribute(table, "style-name"), "table-properties", "display") == "false"
        columns, cells, r = [], {}, 0
        for column, hidden in below(table, "table-column"):
            last = (columns[-1][0] if columns else 0) + int(attribute(column, "number-columns-repeated") or 1)
            columns.append((last, hidden, attribute(column, "default-cell-style-name")))
        for row, hidden in below(table, "table-row"):
            here, c = {}, 0
            for cell in children(row, "table-cell", "covered-table-cell"):
                wide = int(attribute(cell, "number-columns-repeated") or 1)
                percent, formula = attribute(cell, "value-type", OFFICENS) == "percentage", attribute(cell, "formula") is not None
                holds = formula or attribute(cell, "value-type", OFFICENS)
                for i in range(c, min(c + wide, 16384) if holds else c):
                    _, folded, default = next((x for x in columns if i < x[0]), (0, False, None))
                    style = attribute(cell, "style-name") or attribute(row, "default-cell-style-name") or default
                    struck = styles.strikes("table-cell", style)
                    here[i] = Cell(*ods_value(cell, styles, struck), percent, formula, struck, unseen or hidden or folded)
                c += wide
            deep = int(attribute(row, "number-rows-repeated") or 1)
            if len(cells) + len(here) * deep > MOST:
                raise ValueError("too many repeated cells")
            cells.update({(r + i, c): cell for c, cell in here.items() for i in range(deep)})
            r += deep
        yield attribute(table, "name"), cells


# ---------------------------------------------------------------- comparison


def reader(path):
    """The reader for a workbook, by its content; None where it is of another format."""
    with open(path, "rb") as f:
        magic = f.read(8)
    if magic == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return xls
    if magic[:4] == b"PK\3\4" and zipfile.is_zipfile(path):
        names = set(zipfile.ZipFile(path).namelist())
        if "xl/workbook.bin" in names:
            return xlsb
        if any(n.startswith(("word/", "ppt/")) for n in names):
            return None
        return xlsx if "[Content_Types].xml" in names else ods if "content.xml" in names else None
    return None


HEADER = ["file", "sheet", "cell", "kind", "value", "percent", "formula", "struck", "hidden"]


def place(cell):
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    col = 0
    for c in letters:
        col = col * 26 + ord(c) - 64
    return int(digits) - 1, col - 1


def address(row, col):
    letters, col = "", col + 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def program(exe, files):
    """What tonghop finds: {file: {sheet: {(row, col): Cell}}}, and {file: why} of those that it refuses."""
    out = subprocess.run([exe, "inspect", *files, "--cells"], cwd=ROOT, capture_output=True)
    rows = csv.reader(io.StringIO(out.stdout.decode("utf-8"), newline=""))
    if next(rows, None) != HEADER:
        sys.exit(f"no header; tonghop said: {out.stderr.decode(errors='replace')[:2000]}")
    found, refused = collections.defaultdict(lambda: collections.defaultdict(dict)), {}
    for file, sheet, cell, kind, value, *flags in rows:
        if kind == "refused":
            refused[file] = value
            continue
        if kind in ("number", "date"):
            value = float(value)
        elif kind == "bool":
            value = {"true": True, "false": False}[value]
        here = found[file][sheet]
        if place(cell) in here:
            sys.exit(f"{file} › {sheet} › {cell} is told twice")
        here[place(cell)] = Cell(kind, value, *(f == "yes" for f in flags))
    return found, refused


def told_text(runs, leaves_out):
    """A pattern for the text that should be told of some runs."""
    if not leaves_out or all(struck for text, struck, _ in runs if text.strip()):
        return re.escape("".join(text for text, *_ in runs))
    kept = [(text, raised or struck) for text, struck, raised in runs if not struck or not text.strip()]
    return "".join(f"(?:{re.escape(text)})?" if may_go else re.escape(text) for text, may_go in kept)


def differences(ours, theirs, format):
    """What differs between a cell as the program and as the reader finds it: (what, ours, theirs)."""
    if ours is None or theirs is None:
        of_pyxlsb = format == "xlsb" and ours is not None and ours.kind == "text"
        yield ("missing", "", theirs) if ours is None else ("texts-of-xlsb" if of_pyxlsb else "extra", ours, "")
        return
    kind = "number" if format == "xlsb" and ours.kind == "date" else ours.kind
    value = theirs.value
    if kind != theirs.kind:
        uncalculated = kind == "no-result" and theirs.formula and (theirs.kind, theirs.value) == ("number", 0)
        yield "uncalculated" if uncalculated else "kind", (ours.kind, ours.value), (theirs.kind, value)
        return
    if kind == "text":
        value = "".join(text for text, *_ in theirs.value)
        if ours.value != value:
            left_out = re.fullmatch(told_text(theirs.value, format in ("xlsx", "ods")), ours.value)
            yield "runs" if left_out else "value", ours.value, value
        elif not re.fullmatch(told_text(theirs.value, format in ("xlsx", "ods")), value):
            yield "value", value, "without its struck runs"
    elif ours.value != value and not (format == "ods" and kind == "date" and math.isclose(ours.value, value, rel_tol=1e-14)):
        yield "value", ours.value, value
    struck = theirs.struck
    if kind == "text" and format in ("xlsx", "ods"):
        struck = all(r[1] for r in theirs.value if r[0].strip())
    compared = {"formula": theirs.formula, "hidden": theirs.hidden}
    if kind == "number":
        compared["percent"] = theirs.percent
    if kind != "no-result":
        compared["struck"] = struck
    for what, expected in compared.items():
        if expected is not None and getattr(ours, what) != expected:
            yield what, getattr(ours, what), expected


def says(cell):
    """False for a text of white space alone; the program's texts are strings, the readers' runs."""
    return cell.kind != "text" or any(run[0].strip() for run in cell.value)


def compare_sheet(ours, theirs, format):
    """How many cells a sheet has, and what differs."""
    if format == "xls":
        ours = {at: cell for at, cell in ours.items() if cell.kind != "no-result" or at not in theirs or says(theirs[at])}
    ours, theirs = ({at: cell for at, cell in cells.items() if says(cell)} for cells in (ours, theirs))
    every = sorted(ours.keys() | theirs.keys())
    return len(every), [(address(*at), *d) for at in every for d in differences(ours.get(at), theirs.get(at), format)]


def compare(file, ours, refused):
    """How many cells a file has, and what differs: (sheet, cell, what, ours, theirs)."""
    read = reader(ROOT / file)
    try:
        sheets = dict(read(ROOT / file))
    except Exception as e:  # noqa: BLE001: whatever another program's reader trips over
        # What neither opens is no difference; main counts it.
        return None, [] if refused else [("*", "*", "unread", f"{len(ours)} sheets", repr(e))]
    if refused:
        return 0, [("*", "*", "refused", refused, f"{len(sheets)} sheets")]
    cells, found = 0, []
    for sheet in sorted(sheets.keys() | ours.keys()):
        if sheet not in ours and any(says(cell) for cell in sheets[sheet].values()):
            found.append((sheet, "*", "sheet", "", f"{len(sheets[sheet])} cells"))
            continue
        count, differ = compare_sheet(ours.get(sheet, {}), sheets.get(sheet, {}), read.__name__)
        cells += count
        found += [(sheet, *d) for d in differ]
    return cells, found


def main(exe, roots):
    warnings.simplefilter("ignore")
    csv.field_size_limit(2**31 - 1)
    listed = json.loads(pathlib.Path(__file__).with_name("cells-differences.json").read_text("utf-8"))
    rules = collections.Counter({r["rule"]: 0 for r in listed["rules"]})
    used = [0] * len(listed["cells"])
    folders = [pathlib.Path(root).resolve() for root in roots] or [ROOT / root for root in ROOTS]
    paths = sorted({p for folder in folders for p in folder.rglob("*") if p.is_file()})
    files = [str(p.relative_to(ROOT)) if p.is_relative_to(ROOT) else str(p) for p in paths if reader(p)]
    ours, refused = program(pathlib.Path(exe).resolve(), files)
    cells = total = unlisted = closed = 0
    for file in files:
        count, found = compare(file, ours[file], refused.get(file))
        cells += count or 0
        closed += count is None and not found
        for sheet, cell, what, mine, other in found:
            total += 1
            by = [i for i, d in enumerate(listed["cells"])
                  if (d["file"], d["what"]) == (file, what) and d["sheet"] in (sheet, "*") and d["cell"] in (cell, "*")]
            for i in by:
                used[i] += 1
            if what in rules:
                rules[what] += 1
            elif not by:
                unlisted += 1
                print(f"{file} › {sheet} › {cell}: {what}: tonghop {mine!r}, reader {other!r}")
    gone = [] if roots else [d for d, n in zip(listed["cells"], used) if not n] + [r for r in listed["rules"] if not rules[r["rule"]]]
    for d in gone:
        print("listed, but no longer so:", json.dumps(d, ensure_ascii=False))
    print(f"{len(files)} workbooks ({closed} opened by neither, {len(paths) - len(files)} other files skipped), {cells} cells compared, {total} differences, "
          + (f"{unlisted} not listed" if unlisted else "all listed"))
    return 1 if unlisted or gone or not cells else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
