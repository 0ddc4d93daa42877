"""A project, its runs, and the tables on its sheets as an injector sees them: where the header, rows, columns and figures stand."""
import csv
import json
import pickle
import re
import shutil
import subprocess
import tempfile
import tomllib
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.dimensions import DimensionHolder
from openpyxl.worksheet.worksheet import Worksheet

TOTAL = re.compile(r"^(tổng cộng|tổng số|cộng|toàn (huyện|thị xã|thành phố|tỉnh)|grand total|total|all facilities)\b", re.I)
LOUD = ("error", "warning")


LOOK_ALIKES = str.maketrans("аое", "aoe")


def fold(text: Any) -> str:
    """Letters and digits only, composed, without case; the Cyrillic look-alikes that a kind plants taken for what they look like."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", str(text)).casefold()).translate(LOOK_ALIKES)


class Unsuited(Exception):
    """A kind of mistake that has no place in this table."""


class Place(NamedTuple):
    """Where a mistake stands: a sheet (blank: the whole file) and an area on it (zeros: the whole sheet)."""
    sheet: str
    r1: int = 0
    c1: int = 0
    r2: int = 0
    c2: int = 0

    def holds(self, sheet: str, cell: str) -> bool:
        if self.sheet and sheet and sheet != self.sheet:
            return False
        if not self.r1 or not cell:
            return True
        for part in re.split(r"[,;\s]+", cell):
            try:
                c1, r1, c2, r2 = (n or 0 for n in range_boundaries(part.replace("$", "")))
            except (ValueError, TypeError):
                continue
            if r1 <= self.r2 and self.r1 <= r2 and c1 <= self.c2 and self.c1 <= c2:
                return True
        return False


class Fact(NamedTuple):
    form: str
    unit: str
    row: str
    indicator: str
    kind: str
    value: str
    file: str
    sheet: str
    cell: str

    def said(self, rows: bool) -> tuple[str, ...]:
        """What is compared: everything but the place (a moved table is the same table), and the row's name where rows are free."""
        return (self.form, self.unit, self.row if rows else "", self.indicator, self.kind, self.value)


    def amount(self) -> float | None:
        """The figure; nothing arose is 0, what is missing or no figure is none."""
        return float(self.value) if self.kind == "number" and self.value else 0.0 if self.kind == "nil" else None


@dataclass
class Run:
    facts: list[Fact]
    findings: list[dict[str, str]]

    def facts_of(self, files: set[str], units: set[str], rows: bool) -> Counter:
        return Counter(f.said(rows) for f in self.facts if f.unit in units or f.file in files)

    def findings_of(self, files: set[str], units: set[str], heard: Sequence[str] = ()) -> list[dict[str, str]]:
        """Errors and warnings about files or units, and infos of the codes that are heard."""
        loud = [f for f in self.findings if f["severity"] in LOUD or f["code"] in heard]
        return [f for f in loud if f["file"] in files or (not f["file"] and f["unit"] in units)]


def call(program: Path, *words: str | Path) -> None:
    done = subprocess.run([program, *words, "--lang", "en", "--quiet"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{program} ended with {done.returncode}: {done.stderr}")


def read_run(folder: Path) -> Run:
    with open(folder / "facts.csv", encoding="utf-8-sig", newline="") as f:
        facts = [Fact(r["form"], r["unit"], r["row"], r["indicator"], r["kind"], r["value"] or (r["text"] if r["kind"] in ("text", "date") else ""),
                      r["source_file"], r["source_sheet"], r["source_cell"]) for r in csv.DictReader(f)]
    return Run(facts, json.loads((folder / "findings.json").read_text("utf-8-sig"))["findings"])


def consolidate(program: Path, project: Path, period: str, cache: Path | None = None) -> Run:
    """Runs the program over one period of a project folder and reads what it wrote. `cache` spares reading what an earlier run has read."""
    with tempfile.TemporaryDirectory() as out:
        if cache and cache.exists():
            shutil.copytree(cache, Path(out) / ".cache", copy_function=shutil.copyfile)
        call(program, "consolidate", project, "--output", out, "--period", period)
        if cache and not cache.exists():
            shutil.copytree(Path(out) / ".cache", cache)
        return read_run(next(p.parent for p in Path(out).rglob("facts.csv")))


Key = tuple[str, str, str, str]


class History:
    """What was said in the periods before, the newest first, and what everybody says now."""

    def __init__(self, now: Run, before: list[Run]) -> None:
        self.now, self.before = now, before
        self.past: list[dict[Key, Fact]] = [{(f.form, f.unit, f.row, f.indicator): f for f in run.facts} for run in before]

    def facts(self, of: Fact) -> list[Fact | None]:
        return [p.get((of.form, of.unit, of.row, of.indicator)) for p in self.past]

    @staticmethod
    def read(program: Path, project: "Project") -> "History":
        """Consolidates each period that has a folder."""
        periods = sorted((p.name for p in (project.root / "submissions").iterdir() if p.is_dir()), reverse=True)
        with tempfile.TemporaryDirectory() as out:
            call(program, "consolidate", project.root, "--output", out, "--period", "all", "--no-cache")
            runs = {p.parent.name: read_run(p.parent) for p in Path(out).rglob("facts.csv")}
        return History(runs[project.period], [runs[p] for p in periods if p < project.period and p in runs])


@dataclass
class Project:
    root: Path
    language: str
    period: str
    units: list[dict[str, str]]
    forms: dict[str, dict[str, Any]]
    history: History | None = None

    @staticmethod
    def load(root: Path) -> "Project":
        settings = tomllib.loads((root / "tonghop.toml").read_text("utf-8"))
        with open(root / "units.csv", encoding="utf-8-sig", newline="") as f:
            units = [{k: v or "" for k, v in r.items()} for r in csv.DictReader(f)]
        forms = [tomllib.loads(p.read_text("utf-8")) for p in sorted((root / "forms").glob("*.toml"))]
        period = max(p.name for p in (root / "submissions").iterdir() if p.is_dir())
        return Project(root, settings["language"], period, units, {f["code"]: f for f in forms})

    def names(self, code: str) -> list[str]:
        """All names of a unit, the longest first."""
        unit = next(u for u in self.units if u["code"] == code)
        whole = f"{unit.get('designation') or ''} {unit['name']}".strip()
        return sorted({whole, unit["name"], *filter(None, unit["aliases"].split("|"))}, key=len, reverse=True)

    def peers(self, code: str) -> list[dict[str, str]]:
        kind = next(u["kind"] for u in self.units if u["code"] == code)
        return [u for u in self.units if u["kind"] == kind and u["code"] != code]

    def words(self, form: str) -> set[str]:
        """Every heading and label that a form declares, folded."""
        decl, out = self.forms[form], set()
        for value in decl["columns"].values():
            out.update(fold(v) for v in (value if isinstance(value, list) else sum(value.values(), [])))
        for i in decl["indicator"]:
            out.update(fold(x) for x in [i["name"], *i.get("labels", [])])
            for path in i.get("header", []):
                out.update(fold(x) for x in ([path] if isinstance(path, str) else path))
        return out


@dataclass
class Table:
    """One sheet's table, found with the help of the facts that the untouched file gave, and what can be done to it."""
    project: Project
    book: Workbook
    ws: Worksheet
    rng: Random
    unit: str
    form: str
    facts: list[tuple[int, int, Fact]]
    top: int = 0
    head_end: int = 0
    code_col: int = 0
    label_col: int = 0
    measure_col: int = 0
    rename: str = ""
    copies: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    sheets: list["Table"] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[str, tuple[Any, ...]] | None = None

    def __post_init__(self) -> None:
        decl = self.project.forms[self.form]
        self.layout: str = decl["layout"]
        self.types = {i["code"]: i for i in decl["indicator"]}
        self.registered: bool = decl.get("rows", {}).get("registered", "kinds" in decl.get("rows", {}))
        self.at = {(r, c): f for r, c, f in self.facts}
        self.rows = sorted({r for r, _, _ in self.facts})
        self.cols = sorted({c for _, c, _ in self.facts})
        self.indicator = {c: f.indicator for _, c, f in self.facts} if self.layout != "indicator-rows" else {}
        if self.seen is None or self.ws.title not in self.seen:
            self.find_header(decl["columns"])
            self.totals = [r for r in range(self.head_end + 1, self.rows[-1] + 4)
                           if r not in self.rows and TOTAL.match(str(self.get(r, self.label_col) or self.get(r, self.code_col) or ""))]
            if self.seen is not None:
                self.seen[self.ws.title] = self.top, self.head_end, self.code_col, self.label_col, self.measure_col, self.totals
        else:
            self.top, self.head_end, self.code_col, self.label_col, self.measure_col, self.totals = self.seen[self.ws.title]
        self.numeric = [c for c in self.cols if self.layout == "unit-rows" and self.types[self.indicator[c]]["type"] in ("count", "amount")]

    def find_header(self, columns: dict[str, Any]) -> None:
        def column(role: str) -> int:
            wanted = {fold(w) for w in columns.get(role, [])}
            cells = [c for row in self.ws.iter_rows(1, self.rows[0] - 1) for c in row if c.value is not None and fold(c.value) in wanted]
            self.top = cells[-1].row if cells and role == "code" else self.top
            return cells[-1].column if cells else 0
        self.code_col, self.measure_col = column("code"), column("measure")
        self.label_col = column("label") or column("row") or self.cols[0]
        merged = [m for m in self.ws.merged_cells.ranges if m.min_row == self.top and m.min_col == self.code_col]
        self.head_end = merged[0].max_row if merged else self.top

    # -- looking

    def get(self, r: int, c: int) -> Any:
        return self.ws.cell(r, c).value

    def anchor(self, r: int, c: int) -> Cell:
        for m in self.ws.merged_cells.ranges:
            if m.min_row <= r <= m.max_row and m.min_col <= c <= m.max_col:
                return self.ws.cell(m.min_row, m.min_col)
        return self.ws.cell(r, c)

    def heads(self, c: int) -> list[Cell]:
        """The heading cells over a column, from the top down."""
        cells = {self.anchor(r, c).coordinate: self.anchor(r, c) for r in range(self.top, self.head_end + 1)}
        return [x for x in cells.values() if x.value is not None]

    def number(self, r: int, c: int) -> bool:
        return isinstance(self.get(r, c), (int, float)) and not isinstance(self.get(r, c), bool)

    def value(self, r: int, c: int) -> float:
        """A cell's figure, also where it is stored as a text with separators of thousands; 0 where it has none."""
        raw = self.get(r, c)
        digits = re.sub(r"[.,\s]", "", raw) if isinstance(raw, str) else ""
        return raw if self.number(r, c) else int(digits) if digits.isdigit() else 0

    def figures(self) -> list[tuple[int, int]]:
        """Cells of whole numbers above nine that the program counts."""
        counted = {(r, c) for r, c, f in self.facts if f.kind == "number" and self.types[f.indicator]["type"] == "count"}
        return [(r, c) for r, c in sorted(counted) if self.number(r, c) and self.get(r, c) > 9]

    def full(self) -> list[int]:
        """Rows with figures: at least three in a table, one in a list of indicators."""
        need = 1 if self.layout == "indicator-rows" else 2
        return [r for r in self.rows if sum(self.number(r, c) for c in self.cols) >= need] if self.layout != "records" else self.rows

    def titles(self) -> list[Cell]:
        return [c for row in self.ws.iter_rows(1, self.top - 1) for c in row if isinstance(c.value, str)]

    def unit_cells(self) -> list[tuple[Cell, str]]:
        """Title cells that name the unit, with the name as it stands there; not the place before a date."""
        out = []
        for cell in self.titles():
            text = unicodedata.normalize("NFC", cell.value)
            if "ngày" in text or "nhận" in text:
                continue
            for name in self.project.names(self.unit):
                if found := re.search(re.escape(name).replace(r"\ ", r"\s+"), text, re.I):
                    out.append((cell, found.group()))
                    break
        return out

    def period_cells(self) -> list[Cell]:
        return [c for c in self.titles() if re.search(r"(?i)\bquý\b|\bmarch\b", unicodedata.normalize("NFC", c.value)) and "ngày" not in c.value]

    def pick(self, some: Sequence[Any]) -> Any:
        """One of these; a table that has none is not suited."""
        if not some:
            raise Unsuited
        return self.rng.choice(some)

    # -- places

    def row_place(self, r1: int, r2: int = 0) -> Place:
        return Place(self.ws.title, r1, 1, r2 or r1, self.ws.max_column)

    def col_place(self, c1: int, c2: int = 0) -> Place:
        return Place(self.ws.title, self.top, c1, max(self.rows[-1], *self.totals, 0), c2 or c1)

    def sheet_place(self) -> Place:
        return Place(self.ws.title)

    # -- changing

    def reshape(self, rows: Callable[[int], int | None], cols: Callable[[int], int | None] = lambda c: c) -> None:
        """Moves every cell and merged area to where the two functions send its row and column; None takes it away."""
        areas = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in list(self.ws.merged_cells.ranges)]
        for m in list(self.ws.merged_cells.ranges):
            self.ws.unmerge_cells(str(m))
        old, self.ws._cells = list(self.ws._cells.values()), {}
        for cell in old:
            r, c = rows(cell.row), cols(cell.column)
            if r and c:
                cell.row, cell.column = r, c
                self.ws._cells[r, c] = cell
        for r1, c1, r2, c2 in areas:
            ends = [[f(n) for n in range(a, b + 1)] for f, a, b in ((rows, r1, r2), (cols, c1, c2))]
            kept = [[n for n in e if n] for e in ends]
            if all(kept) and (len(kept[0]) > 1 or len(kept[1]) > 1 or r1 == r2 or c1 == c2):
                self.ws.merge_cells(start_row=min(kept[0]), start_column=min(kept[1]), end_row=max(kept[0]), end_column=max(kept[1]))

    def insert_row(self, at: int, n: int = 1) -> None:
        self.reshape(lambda r: r if r < at else r + n)

    def insert_col(self, at: int, n: int = 1) -> None:
        self.reshape(lambda r: r, lambda c: c if c < at else c + n)

    def delete_row(self, at: int) -> None:
        self.reshape(lambda r: None if r == at else r - (r > at))

    def write(self, r: int, label: Any, values: dict[int, Any], code: Any = None, like: int = 0) -> None:
        """Fills a row, in the style of another one."""
        for c in range(1, self.ws.max_column + 1):
            if like:
                self.ws.cell(r, c)._style = self.ws.cell(like, c)._style
        for c, value in {self.code_col: code, self.label_col: label, **values}.items():
            if c:
                self.ws.cell(r, c).value = value

    def sums(self, rows: list[int]) -> dict[int, Any]:
        return {c: sum(self.value(r, c) for r in rows) for c in self.numeric}

    def invented(self, like: int) -> dict[int, Any]:
        """Figures like those of a row, but others."""
        return {c: max(1, int(self.get(like, c) * self.rng.uniform(0.4, 0.9))) if self.number(like, c) else self.get(like, c) for c in self.cols}


def tables(project: Project, book: Workbook, facts: list[Fact], rng: Random, seen: dict[str, tuple[Any, ...]] | None = None) -> list[Table]:
    """The tables of a workbook from which the untouched run took facts. `seen` keeps where headers stand for the next time."""
    sheets: dict[str, list[tuple[int, int, Fact]]] = defaultdict(list)
    for f in facts:
        if f.cell and f.sheet in book.sheetnames:
            c, r, _, _ = range_boundaries(f.cell)
            sheets[f.sheet].append((r, c, f))
    found = [Table(project, book, book[s], rng, x[0][2].unit, x[0][2].form, x, seen=seen) for s, x in sheets.items()]
    found = [t for t in found if t.top]
    for t in found:
        t.sheets = found
    return found


def open_book(path: Path) -> Workbook:
    """A workbook with the stored results of its formulas: openpyxl cannot keep both."""
    return load_workbook(path, data_only=True)


def thaw(frozen: bytes) -> Workbook:
    """A pickled workbook, which is there much sooner than one that is read anew. What pickling loses is mended: rows and columns without a format of their own."""
    book = pickle.loads(frozen)
    for ws in book.worksheets:
        for name, add in (("row_dimensions", ws._add_row), ("column_dimensions", ws._add_column)):
            holder = DimensionHolder(worksheet=ws, default_factory=add)
            holder.update(getattr(ws, name))
            setattr(ws, name, holder)
    return book


def save_book(book: Workbook, path: Path) -> None:
    """Saves with the document's own time of change, which openpyxl would set to now (and so make every file late)."""
    modified = book.properties.modified
    book.save(path)
    with zipfile.ZipFile(path) as z:
        parts = {n: z.read(n) for n in z.namelist()}
    stamp = rf"\g<1>{modified:%Y-%m-%dT%H:%M:%SZ}\g<2>".encode()
    parts["docProps/core.xml"] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*(</)", stamp, parts["docProps/core.xml"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)
