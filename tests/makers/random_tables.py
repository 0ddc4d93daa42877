#!/usr/bin/env python3
"""Writes a project of random, legal tables, about half of them with one planted blemish, and truth.json.

usage: random_tables.py DIR SEED N
DIR gets tonghop.toml, units.csv (one region, N districts, communes under them), four forms (health: unit-rows with free rows; water: unit-rows
with registered rows; admin: indicator-rows; events: records) and submissions/2024-03/ with N workbooks, one a district, each of a random form.
The same SEED and N give the same bytes. All names and figures are invented. Needs openpyxl.

truth.json: {file: {form, unit, blemish, sums}}. `sums` holds the true sum of each numeric indicator as the office means the table, whatever the
blemish does to the sheet; null: nobody can tell it from the sheet, so no reading of it is right without a finding. `blemish` is null or
{kind, cells, must_say}: cells is where it stands (a range, blank where it has no place: a row that is not there) and must_say is true where
somebody has to be told even though the sums are right. What each kind is stands at its function (`@blemish`).
"""
import datetime as dt
import io
import json
import random
import re
import shutil
import sys
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

PERIOD = "2024-03"
STARTS = ["Ash", "Birch", "Cold", "Dun", "Elm", "Fern", "Glen", "Hazel", "Iron", "Kings", "Lang", "Mickle", "North", "Oak", "Pem", "Queen", "Rush",
          "Silver", "Thorn", "Upper", "Wex", "Yar"]
ENDS = ["ford", "gate", "minster", "bury", "combe", "worth", "leigh", "haven", "stoke", "wick", "dale", "cliffe", "thorpe", "moor", "ridge"]
# A commune and the word that it is renamed to: a word of its own, often but a letter away.
COMMUNES = dict([("Marsh", "March"), ("Castle", "Cattle"), ("Stone", "Store"), ("Meadow", "Shadow"), ("Harbour", "Labour"), ("Grange", "Orange"),
                 ("Fort", "Foot"), ("Heath", "Health"), ("Barrow", "Narrow"), ("Lake", "Cake"), ("Chapel", "School"), ("Spring", "String"),
                 ("Orchard", "Market"), ("Valley", "Volley")])
PLACES = ["All Saints", "St. Mary's", "Hope", "Mercy", "Union Street", "Old Mill", "Station Road", "Source Lane", "Hilltop", "Market Square",
          "Bridge End", "Notesbury", "Green Lane", "Cross Keys", "Summer Hill", "Grand Avenue"]
SORTS = ["Health Centre", "Clinic", "Dispensary", "Hospital"]
ODD = ["Total Care Clinic", "All Souls Hospital", "Rate Street Clinic", "Target Lane Dispensary", "Sumner Clinic"]
MEETINGS = ["Land use hearing", "Budget hearing", "School board meeting", "Road safety meeting", "Harvest meeting", "Water users' meeting",
            "Youth forum", "Market traders' forum", "Flood drill", "Vaccination day", "Library opening", "Farmers' forum"]
AREAS = ["Northern area", "Southern area", "Eastern area"]

# code, header path (or label), type, largest figure, words that its heading (or label) is renamed to
INDICATORS = {
    "health": [("v1", ("Outpatient visits", "Male"), "count", 3000, ["Married", "Mixed"]),
               ("v2", ("Outpatient visits", "Female"), "count", 3000, ["Elderly"]),
               ("b1", ("Deliveries", "Live births"), "count", 60, ["Home births", "Twin births"]),
               ("b2", ("Deliveries", "Stillbirths"), "count", 4, ["Caesareans"]),
               ("beds", ("Beds",), "last", 90, ["Bids", "Staff"]),
               ("drugs", ("Drug spending",), "amount", 900, ["Drug lending", "Food spending"])],
    "water": [("hh", ("Households",), "count", 2500, ["Householders", "Businesses"]),
              ("w1", ("Connections", "Piped"), "count", 1500, ["Pumped", "Planned"]),
              ("w2", ("Connections", "Borehole"), "count", 300, ["Bottled"]),
              ("repair", ("Repair spending",), "amount", 700, ["Repaid spending", "Rental spending"])],
    "admin": [("1", "Applications received", "count", 4000, ["Applications refused", "Applications reviewed"]),
              ("2", "Applications settled in time", "count", 3000, ["Applications settled late"]),
              ("3", "Complaints by letter", "count", 80, ["Compliments by letter"]),
              ("4", "Staff in post", "count", 120, ["Staff in past", "Staff on leave"]),
              ("5", "Training days", "count", 60, ["Trading days"]),
              ("6", "Fees collected", "amount", 900, ["Fines collected"]),
              ("7", "Office rent paid", "amount", 200, ["Office rent due"])],
    "events": [("people", ("Participants",), "count", 400, ["Applicants"]), ("cost", ("Cost",), "amount", 300, ["Cast", "Profit"])],
}
TITLES = {"health": "Health facility return", "water": "Commune water supply return", "admin": "Administrative services return",
          "events": "List of public meetings"}
HEAD = {"health": "Health facility", "water": "Commune", "admin": "Indicator", "events": "Meeting"}
EXTRA = {"health": ["Distance to town (km)", "Ambulances"], "water": ["Rainfall (mm)", "Schools"], "admin": ["Last month", "Annual target"],
         "events": ["Complaints heard", "Duration in hours"]}


# ---------------------------------------------------------------- the project


def form(code):
    layout = {"admin": "indicator-rows", "events": "records"}.get(code, "unit-rows")
    out = [f'code = "{code}"', f'title = "{TITLES[code]}"', f'layout = "{layout}"', 'frequency = "month"', "", "[reporters]", 'kinds = ["district"]', ""]
    if layout == "unit-rows":
        out += ["[rows]", 'kinds = ["commune"]\nregistered = true' if code == "water" else "registered = false", ""]
    out += ["[columns]", 'code = ["No.", "S/N"]', 'note = ["Remarks"]']
    out += {"health": ['row = ["Health facility"]'], "water": ['row = ["Commune"]'], "events": [],
            "admin": ['label = ["Indicator"]', 'measure = ["Unit of measure"]', 'value = ["This month"]']}[code]
    if code == "events":
        for name, head, kind in [("name", "Meeting", "text"), ("day", "Date held", "date")]:
            out += ["", "[[indicator]]", f'code = "{name}"', f'name = "{head}"', f'header = [["{head}"]]', f'type = "{kind}"']
    for name, path, kind, _, _ in INDICATORS[code]:
        text = path if code == "admin" else ", ".join(path)
        out += ["", "[[indicator]]", f'code = "{name}"', f'name = "{text}"', f'type = "{"count" if kind == "last" else kind}"']
        out += [f"header = [{json.dumps(list(path))}]"] if code != "admin" else []
        out += ['unit = "thousand dollars"'] if kind == "amount" else []
        out += ['aggregation = "last"'] if kind == "last" else []
    return "\n".join(out) + "\n"


PROJECT = f'''title = "Random tables"
province = "R1"
language = "en"
regime = "calendar"
deadline_days = 10
order = {json.dumps(list(TITLES))}
''' + "".join(f'\n[[kind]]\ncode = "{k}"\nname = "{k.capitalize()}"\n' for k in ("region", "district", "commune"))


def register(n, rng):
    """Districts as (code, name, names of communes)."""
    names = [a + b for a in STARTS for b in ENDS]
    if n > len(names):
        sys.exit(f"at most {len(names)} districts")
    rng.shuffle(names)
    return [(f"D{i + 1:03}", f"{name} District", rng.sample(sorted(COMMUNES), rng.randint(4, 8))) for i, name in enumerate(names[:n])]


# ---------------------------------------------------------------- a table before it stands on a sheet


class Line:
    """A line of a table: what it is, its cells by column, its figures as they are meant."""

    def __init__(self, is_, cells=None, true=None):
        self.is_, self.cells, self.true = is_, cells or {}, true or {}
        self.row, self.of = None, None

    def copy(self):
        return Line(self.is_, dict(self.cells), dict(self.true))


class Table:
    """A random legal table of one form."""

    def __init__(self, code, district, communes, rng):
        self.form, self.district, self.rng = code, district, rng
        self.spec = INDICATORS[code]
        self.figures = ["value"] if code == "admin" else [s[0] for s in self.spec]
        self.heads = self.columns()
        names = {"health": lambda: self.facilities(), "water": lambda: list(communes), "admin": lambda: [s[1] for s in self.spec],
                 "events": lambda: rng.sample(MEETINGS, rng.randint(3, 9))}[code]()
        rng.shuffle(names)
        if code == "admin" and rng.random() < 0.6:
            names = [s[1] for s in self.spec]
        self.lines = [self.data(i, name) for i, name in enumerate(names)]
        self.true = None
        self.below, self.place, self.must_say, self.unsure = [], None, False, set()

    def columns(self):
        """Header paths by column key, from left to right; a gap is a column without anything."""
        rng, heads = self.rng, []
        if rng.random() < 0.7:
            heads.append((rng.choice([("No.",), ("S/N",)]), "code"))
        heads.append(((HEAD[self.form],), "label"))
        if self.form == "events":
            heads.append((("Date held",), "day"))
        if self.form == "admin":
            heads += [(("Unit of measure",), "measure")] * (rng.random() < 0.7) + [(("This month",), "value")]
        else:
            heads += [(path, name) for name, path, *_ in self.spec]
        at = len(heads) - len(self.figures)
        for text in rng.sample(EXTRA[self.form], rng.choice([0, 0, 1, 2])):
            heads.insert(rng.choice([at, len(heads)]), ((text,), "extra " + text))
        if rng.random() < 0.4:
            heads.append((("Remarks",), "note"))
        if rng.random() < 0.25:
            free = [i for i in range(1, len(heads)) if len(heads[i][0]) == 1 or heads[i - 1][0][0] != heads[i][0][0]]
            heads.insert(rng.choice(free), ((), "gap"))
        return heads

    def facilities(self):
        names = {f"{self.rng.choice(PLACES)} {self.rng.choice(SORTS)}" for _ in range(self.rng.randint(4, 14))}
        return sorted(names)

    def data(self, i, name):
        rng = self.rng
        line = Line("row", {"code": i + 1, "label": name})
        spec = {s[0]: s for s in self.spec}
        keys = self.figures if self.form != "admin" else [next(s[0] for s in self.spec if s[1] == name)]
        for key in keys:
            kind, most = spec[key][2:4]
            true = round(rng.uniform(0, most), 1) if kind == "amount" else rng.randint(0, most)
            written = true
            dice = rng.random()
            if true == 0 and dice < 0.6 or dice < 0.03:
                true, written = 0, rng.choice(["-", "–", "nil"])
            elif dice < 0.05:
                true, written = None, None
            elif dice < 0.12:
                written = str(true) if kind == "amount" else rng.choice([f"{true:,}", str(true)])
            line.true[key] = true
            line.cells["value" if self.form == "admin" else key] = written
        if self.form == "admin":
            line.cells["measure"] = "thousand dollars" if kind == "amount" else rng.choice(["cases", "number"])
            line.cells["code"] = keys[0]
        if self.form == "events":
            line.cells["day"] = dt.datetime(2024, 3, rng.randint(1, 31))
        for _, key in self.heads:
            if key.startswith("extra") and rng.random() < 0.8:
                line.cells[key] = rng.randint(1, 70)
        if rng.random() < 0.15:
            line.cells["note"] = "checked"
        return line

    def rows(self):
        return [line for line in self.lines if line.is_ == "row"]

    def sums(self, lines, label, is_):
        """A line of the lines' sums."""
        line = Line(is_, {"label": label})
        line.of = list(lines)
        self.count(line)
        return line

    def count(self, line):
        for key in self.figures:
            line.cells[key] = round(sum(r.true.get(key) or 0 for r in line.of) / (len(line.of) if line.is_ == "average" else 1), 2)

    def join(self, line, beside):
        """Puts a row below another one and into every sum that holds that one."""
        self.lines.insert(self.lines.index(beside) + 1, line)
        for total in self.lines:
            if total.of and beside in total.of and self.form != "admin":
                total.of.append(line)
                self.count(total)

    def dress(self):
        """Groups, totals, averages and blank lines, all of them right."""
        rng, rows = self.rng, self.rows()
        self.groups = [rows]
        if self.form == "admin":
            self.lines = [x for r in rows for x in ([Line("blank")] if rng.random() < 0.06 else []) + [r]]
            return
        if self.form != "events" and len(rows) >= 4 and rng.random() < 0.5:
            cut = rng.randint(2, len(rows) - 2)
            self.groups, self.lines = [rows[:cut], rows[cut:]], []
            style = rng.choice(["heading", "figures", "subtotal", "both"])
            if style == "figures" and (self.form != "health" or all(k != "code" for _, k in self.heads)):
                style = "subtotal"  # a heading with figures needs free rows and a number of its own
            numbers = rng.choice(["I II", "A B"]).split()
            for i, group in enumerate(self.groups):
                if style != "subtotal":
                    head = Line("heading", {"label": AREAS[i]})
                    if style == "figures":
                        head = self.sums(group, AREAS[i], "heading")
                    head.cells["code"] = numbers[i]
                    self.lines.append(head)
                self.lines += group
                if style in ("subtotal", "both"):
                    self.lines.append(self.sums(group, rng.choice(["Subtotal", "Sub-total", f"Subtotal {AREAS[i]}"]), "subtotal"))
                if rng.random() < 0.3:
                    self.lines.append(Line("blank"))
        elif rng.random() < 0.2:
            self.lines.insert(rng.randint(1, len(rows) - 1), Line("blank"))
        if rng.random() < (0.4 if self.form == "events" else 0.75):
            words = ["Total", "Grand total", "TOTAL:", "District total", f"Total for {self.district}"]
            total = self.sums(rows, rng.choice(words[:3] if self.form == "events" else words), "total")
            self.lines = [total] + self.lines if rng.random() < 0.25 and self.form != "events" else self.lines + [total]
            if self.lines[-1] is total and rng.random() < 0.25:
                self.lines.append(self.sums(rows, "Average", "average"))

    def total(self):
        return next((line for line in self.lines if line.is_ == "total"), None)

    def truth(self):
        sums = {name: 0 for name, *_ in self.spec}
        for line in self.rows():
            for key, value in line.true.items():
                sums[key] = round(sums[key] + (value or 0), 1)
        return sums

    # -------------------------------------------------------------- on the sheet

    def write(self, ws, row, left):
        """Header and lines; returns the row below."""
        depth = max(len(path) for path, _ in self.heads)
        self.head, self.top = (row, row + depth - 1), row
        self.col = {}
        for i, (path, key) in enumerate(self.heads):
            self.col[key] = left + i
            for level, text in enumerate(path):
                if level == 0 and i and self.heads[i - 1][0][:1] == path[:1] and len(path) > 1:
                    continue
                ws.cell(row + level, left + i, text).font = Font(bold=True)
            if len(path) == 1 and depth > 1:
                ws.merge_cells(start_row=row, end_row=row + depth - 1, start_column=left + i, end_column=left + i)
        for first in sorted({p[0] for p, _ in self.heads if len(p) > 1}):
            at = [left + i for i, (p, _) in enumerate(self.heads) if p[:1] == (first,)]
            ws.merge_cells(start_row=row, end_row=row, start_column=at[0], end_column=at[-1])
        row += depth
        if self.rng.random() < 0.2 and self.form != "admin":
            for i in range(len(self.heads)):
                ws.cell(row, left + i, -(i + 1))
            row += 1
        self.last = left + len(self.heads) - 1
        self.left = left
        for line in self.lines:
            line.row = row
            for key, value in line.cells.items():
                if key in self.col and value is not None:
                    ws.cell(row, self.col[key], value)
            row += 1
        return row

    def span(self, first, last=None, left=None, right=None):
        """A range of whole rows of the table, or of a part of them."""
        return f"{get_column_letter(left or self.left)}{first}:{get_column_letter(right or self.last)}{last or first}"


# ---------------------------------------------------------------- blemishes

BLEMISHES = {}


def blemish(*forms):
    def register(fn):
        BLEMISHES[fn.__name__.replace("_", "-")] = (fn, forms or tuple(TITLES))
        return fn
    return register


# Each takes the dressed table. It returns False where it cannot be planted, else None or a function that ends the work once the table
# stands: it takes the sheet and the next free row, and returns the place and the next free row.


def at_line(t, line):
    return lambda ws, row: (t.span(line.row), row)


@blemish()
def row_dropped(t):
    """A row is missing; the totals still hold it, or the register or the form names it."""
    if len(t.rows()) < 3 or not (t.total() or t.form in ("water", "admin")):
        return False
    line = t.rng.choice([r for r in t.rows() if any(r.true.values())])
    t.true = t.truth()
    t.lines.remove(line)


@blemish()
def row_doubled(t):
    """A row stands twice with the same figures; meant is one."""
    line = t.rng.choice([r for r in t.rows() if any(r.true.values())])
    t.true = t.truth()
    twin = line.copy()
    t.lines.insert(t.lines.index(line) + t.rng.choice([1, 1, 0]), twin)
    return at_line(t, twin)


@blemish("health", "water", "admin")
def row_renamed(t):
    """A commune or an indicator bears another word's name: whose or which it is cannot be told. A facility may have any name."""
    line = t.rng.choice([r for r in t.rows() if any(r.true.values())])
    if t.form == "health":
        line.cells["label"] = t.rng.choice(ODD)
    elif t.form == "water":
        line.cells["label"] = COMMUNES[line.cells["label"]]
        t.unsure = {s[0] for s in t.spec}
    else:
        spec = next(s for s in t.spec if s[1] == line.cells["label"])
        line.cells["label"] = t.rng.choice(spec[4])
        t.unsure = {spec[0]}
    return at_line(t, line)


@blemish()
def rows_reordered(t):
    """Rows change places within their groups: harmless."""
    for group in t.groups:
        at = [t.lines.index(r) for r in group]
        mixed = t.rng.sample(group, len(group))
        for i, line in zip(at, mixed):
            t.lines[i] = line


@blemish("health", "water")
def group_total_without_words(t):
    """The sum of some rows stands under them, by the name of an area, without a number and without a word of totals."""
    if len(t.groups) > 1 or len(t.rows()) < 4:
        return False
    rows = t.rows()
    group = rows[:t.rng.randint(2, len(rows) - 2)]
    line = t.sums(group, t.rng.choice(AREAS), "group")
    t.lines.insert(t.lines.index(group[-1]) + 1, line)
    return at_line(t, line)


@blemish("health", "water", "events")
def wrong_total(t):
    """One figure of a total is wrong: the rows count, and somebody must be told."""
    totals = [x for x in t.lines if x.is_ in ("total", "subtotal")]
    if not totals:
        return False
    line, key = t.rng.choice(totals), t.rng.choice(t.figures)
    line.cells[key] = round(line.cells[key] + t.rng.choice([1, 7, 10, 100]), 1)
    t.must_say = True
    return lambda ws, row: (t.span(line.row, left=t.col[key], right=t.col[key]), row)


@blemish()
def figures_beside(t):
    """Figures right of the table in a column without a heading."""
    t.must_say = True

    def finish(ws, row):
        col = t.last + t.rng.randint(1, 3)
        rows = t.rng.sample(t.rows(), min(3, len(t.rows())))
        for line in rows:
            ws.cell(line.row, col, t.rng.randint(1, 500))
        at = [line.row for line in rows]
        return t.span(min(at), max(at), col, col), row
    return finish


@blemish()
def figures_below(t):
    """Figures below the table, without a name, in its columns."""
    t.must_say = True

    def finish(ws, row):
        row += t.rng.randint(0, 3)
        for key in t.figures[:3]:
            ws.cell(row, t.col[key], t.rng.randint(1, 500))
        return t.span(row), row + 1
    return finish


@blemish()
def nameless_row(t):
    """A row of figures without a name; the totals hold it."""
    line = t.data(len(t.rows()), t.rng.choice([r.cells["label"] for r in t.rows()]))
    if not any(line.true.values()):
        return False
    line.cells["label"] = None
    if t.form == "admin":
        line.true, line.cells["code"] = {}, None
    t.join(line, t.rng.choice(t.rows()[:-1]))
    t.must_say = True
    return at_line(t, line)


@blemish()
def second_table(t):
    """A table with a title of its own below: other things, or the same columns of the month before. It does not count."""
    same = t.rng.random() < 0.5
    t.must_say = same

    def finish(ws, row):
        first = row = row + t.rng.randint(2, 4)
        if same:
            ws.cell(row, t.left, f"{TITLES[t.form].upper()} – FEBRUARY 2024")
            second = Table.__new__(Table)
            second.__dict__ = dict(t.__dict__, lines=[r.copy() for r in t.rows()])
            for line in second.lines:
                line.cells.update({k: v + 1 for k, v in line.cells.items() if k in t.figures and isinstance(v, (int, float))})
            row = second.write(ws, row + 1, t.left)
        else:
            ws.cell(row, t.left, "Vehicles of the district office")
            for i, words in enumerate([("Vehicle", "Kilometres", "Fuel used")] + [(f"Car {k}", t.rng.randint(90, 900), t.rng.randint(9, 90)) for k in "ABC"]):
                for j, value in enumerate(words):
                    ws.cell(row + 1 + i, t.left + j, value)
            row += 5
        return t.span(first, row - 1), row
    return finish


@blemish()
def label_over_two_rows(t):
    """A name is merged over two rows, figures stand in both; they belong to it together. Of an indicator it cannot be told which counts."""
    line = t.rng.choice(t.rows())
    more = t.data(0, line.cells["label"])
    if not any(more.true.values()):
        return False
    for key in ("code", "label", "day", "note", "measure"):
        more.cells.pop(key, None)
    t.join(more, line)
    if t.form == "admin":
        t.unsure = set(more.true)

    def finish(ws, row):
        for key in ("code", "label"):
            if key in t.col:
                ws.merge_cells(start_row=line.row, end_row=more.row, start_column=t.col[key], end_column=t.col[key])
        return t.span(line.row, more.row), row
    return finish


@blemish()
def column_renamed(t):
    """The heading of a column of figures is another word: what its figures are cannot be told."""
    key = t.rng.choice(t.figures)
    words = ["Last month", "Annual plan"] if t.form == "admin" else next(s[4] for s in t.spec if s[0] == key)
    taken = {p[-1] for p, _ in t.heads if p}
    word = t.rng.choice([w for w in words if w not in taken] or ["Remainder"])
    t.heads = [(path[:-1] + (word,) if k == key else path, k) for path, k in t.heads]
    t.unsure = {s[0] for s in t.spec} if t.form == "admin" else {key}
    return lambda ws, row: (t.span(*t.head), row)


# ---------------------------------------------------------------- workbooks


def make(code, district, communes, rng, planted):
    """A workbook and its truth."""
    t = Table(code, district, communes, rng)
    t.dress()
    kind, finish = None, None
    if planted:
        kinds = [k for k, (_, forms) in BLEMISHES.items() if code in forms]
        while kind is None or finish is False:
            kind = rng.choice(kinds)
            finish = BLEMISHES[kind][0](t)
    sums = t.true or t.truth()
    sums.update(dict.fromkeys(t.unsure))
    book = Workbook()
    ws = book.active
    ws.title = rng.choice(["Sheet1", "Return", "March", "Data"])
    row, left = 1 + rng.randint(0, 4), 1 + rng.randint(0, 3)
    if rng.random() < 0.5:
        ws.cell(row, left, "Lowland Region")
        row += 1
    ws.cell(row, left, rng.choice([str.upper, str])(TITLES[code])).font = Font(bold=True)
    ws.merge_cells(start_row=row, end_row=row, start_column=left, end_column=left + len(t.heads) - 1)
    ws.cell(row + 1, left, f"Reporting unit: {district}")
    ws.cell(row + 2, left, rng.choice(["Month: March 2024", "March 2024", "Period: March 2024"]))
    row = t.write(ws, row + 3 + rng.randint(0, 2), left)
    table_end = row
    if kind in ("figures-below", "figures-beside") and finish:
        cells, row = finish(ws, row)
    name_col = t.col["label"]
    if rng.random() < 0.4:
        row += rng.randint(0, 1)
        ws.cell(row, name_col, rng.choice(["Note: figures are provisional.", "Source: registers of the district.", "Notes: 3 places were visited."]))
        row += 1
    if rng.random() < 0.5:
        row += 1
        ws.cell(row, name_col, "Prepared by: Records officer")
        ws.cell(row, max(t.last, name_col + 1), "Approved by: Director")
        row += 1
    if kind not in ("figures-below", "figures-beside"):
        # Only a second table needs the row below; the other places are known by now.
        cells, row = finish(ws, max(row, table_end)) if finish else ("", row)
    said = {"kind": kind, "cells": cells, "must_say": t.must_say} if kind else None
    return book, {"form": code, "blemish": said, "sums": sums}


def save(book, path, day):
    """Saves a workbook with fixed times: before the deadline, and the same bytes every time."""
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w") as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"2024-04-{day:02}T08:00:00Z".encode(), data)
            info = zipfile.ZipInfo(name, (2024, 4, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)


def main(folder, seed, n):
    folder, rng = Path(folder), random.Random(int(seed))
    if (folder / "submissions").exists():
        shutil.rmtree(folder / "submissions")
    into = folder / "submissions" / PERIOD
    into.mkdir(parents=True)
    (folder / "forms").mkdir(exist_ok=True)
    (folder / "tonghop.toml").write_text(PROJECT, "utf-8")
    for code in TITLES:
        (folder / "forms" / f"{code}.toml").write_text(form(code), "utf-8")
    districts = register(int(n), rng)
    lines = ["code,name,kind,parent", "R1,Lowland Region,region,"]
    for code, name, communes in districts:
        lines += [f"{code},{name},district,R1"] + [f"{code}-{i + 1},{c},commune,{code}" for i, c in enumerate(communes)]
    (folder / "units.csv").write_text("\n".join(lines) + "\n", "utf-8")
    truth = {}
    for code, name, communes in districts:
        # Each workbook has a source of chance of its own, so that a change of one kind leaves the others as they were.
        own = random.Random(f"{seed} {code}")
        which = own.choice(list(TITLES))
        book, true = make(which, name, communes, own, planted=own.random() < 0.5)
        file = f"{name} {TITLES[which]}.xlsx"
        save(book, into / file, own.randint(1, 9))
        truth[f"submissions/{PERIOD}/{file}"] = dict(true, unit=code)
    with open(folder / "truth.json", "w", encoding="utf-8") as f:
        f.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in truth.items()) + "\n}\n")
    kinds = [t["blemish"]["kind"] for t in truth.values() if t["blemish"]]
    print(f"{len(truth)} workbooks, {len(kinds)} with a blemish")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
