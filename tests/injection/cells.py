"""Mistakes in measures, numbers and periods, and changes that are none."""
import datetime as dt
import unicodedata
from collections.abc import Callable
from copy import copy
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from labels import add_line
from model import Place, Table
from words import ALL, UNITS, WORDS, kind

NAMED = ("indicator-rows", "unit-rows")


def figure(t: Table, least: int = 10) -> tuple[int, int] | None:
    cells = [(r, c) for r, c in t.figures() if t.get(r, c) >= least]
    return t.pick(cells) if cells else None


def one_cell(name: str, expect: str, value: Callable[[Table, int], Any], least: int = 10) -> None:
    """A counted figure written in another way."""
    @kind(name, expect, NAMED)
    def plant(t: Table) -> Place | None:
        spot = figure(t, least)
        if not spot:
            return None
        t.ws.cell(*spot).value = value(t, t.get(*spot))
        return Place(t.ws.title, *spot, *spot)


def grouped(t: Table, n: int, own: bool) -> str:
    vi = t.project.language == "vi"
    return f"{n:,}".replace(",", "." if vi == own else ",")


one_cell("measure-thousand-in-cell", "told", lambda t, n: f"{n} {WORDS[t.project.language]['thousand']}")
one_cell("measure-percent-sign-on-count", "told", lambda t, n: f"{n}%")
one_cell("measure-about", "say", lambda t, n: f"{WORDS[t.project.language]['about']} {n}")
one_cell("measure-less-than", "told", lambda t, n: f"<{n}")
one_cell("measure-negative", "told", lambda t, n: -n)
one_cell("measure-decimal", "told", lambda t, n: n / 100 + 0.001)
one_cell("measure-letter-for-digit", "told", lambda t, n: str(n)[0] + "O" + str(n)[2:])
one_cell("measure-two-numbers", "told", lambda t, n: f"{n} + {max(1, n // 3)}")
one_cell("measure-error-value", "told", lambda t, n: "#REF!")
one_cell("measure-formula-without-result", "told", lambda t, n: f"={n}+0")
one_cell("measure-date-for-number", "told", lambda t, n: dt.datetime(2019, 3, 12))
one_cell("measure-footnote-raised", "say", lambda t, n: CellRichText(str(n), TextBlock(InlineFont(vertAlign="superscript"), "2")))
one_cell("measure-partly-struck", "say", lambda t, n: CellRichText(TextBlock(InlineFont(strike=True), str(n + 7)), f" {n}"))
one_cell("measure-thousands-separator", "harmless", lambda t, n: grouped(t, n, True), 1000)
one_cell("measure-foreign-separator", "same", lambda t, n: grouped(t, n, False), 1000)
one_cell("measure-number-as-text", "harmless", lambda t, n: str(n))
one_cell("measure-float-noise", "harmless", lambda t, n: n - n * 2.0**-52)


@kind("measure-own-unit-in-cell", "harmless", NAMED)
def own_unit(t: Table) -> Place | None:
    spot = figure(t)
    unit = next((t.types[f.indicator].get("unit", "") for r, c, f in t.facts if (r, c) == spot), "")
    if not spot or not unit:
        return None
    t.ws.cell(*spot).value = f"{t.get(*spot)} {unit}"
    return Place(t.ws.title, *spot, *spot)


def measure_line(name: str, expect: str, text: Callable[[dict[str, str]], str], over_last: bool) -> None:
    """A line over the table says in what it is measured."""
    @kind(name, expect, NAMED)
    def plant(t: Table) -> Place | None:
        row = add_line(t, "")
        t.ws.cell(row, t.code_col or t.label_col).value = None
        t.ws.cell(row, t.cols[-1] if over_last else t.code_col or t.label_col).value = text(WORDS[t.project.language])
        return t.sheet_place()


measure_line("measure-line-thousand", "told", lambda w: w["measure_line"] + w["thousand"], True)
measure_line("measure-line-thousand-in-brackets", "told", lambda w: f"({w['measure_line']}{w['thousand']})", False)
measure_line("measure-line-million", "told", lambda w: w["measure_line"] + w["million"], True)
measure_line("measure-line-percent", "told", lambda w: w["measure_line"] + "%", True)


@kind("measure-note-below", "told", NAMED)
def note_below(t: Table) -> Place | None:
    t.ws.cell(t.ws.max_row + 1, t.label_col).value = WORDS[t.project.language]["in_thousands"]
    return t.sheet_place()


def measure_cell(name: str, change: Callable[[str], str], only: Callable[[str], bool] = lambda s: s != "có/không") -> None:
    """The unit of measure beside an indicator changed."""
    @kind(name, "told", ("indicator-rows",))
    def plant(t: Table) -> Place | None:
        rows = [r for r, c in t.figures() if t.measure_col and isinstance(t.get(r, t.measure_col), str) and only(t.get(r, t.measure_col))]
        if not rows:
            return None
        cell = t.ws.cell(t.pick(rows), t.measure_col)
        cell.value = change(cell.value)
        return t.row_place(cell.row)


measure_cell("measure-cell-thousand", lambda s: f"nghìn {s}")
measure_cell("measure-cell-percent", lambda s: "%")
measure_cell("measure-cell-other", lambda s: "tấn")


def formatted(name: str, expect: str, code: str) -> None:
    @kind(name, expect, NAMED)
    def plant(t: Table) -> Place | None:
        spot = figure(t)
        if not spot:
            return None
        column = [(r, c) for r, c in t.figures() if c == spot[1]] if t.layout == "unit-rows" else [spot]
        for r, c in column:
            t.ws.cell(r, c).number_format = code
        return t.col_place(spot[1])


formatted("measure-format-thousands", "say", "#,##0,")
formatted("measure-format-million-in-words", "say", '0.0,," million"')
formatted("measure-format-percent-on-count", "say", "0%")
formatted("measure-format-decimals", "harmless", "#,##0.00")


@kind("measure-value-merged-over-two-rows", "told", NAMED)
def merged(t: Table) -> Place | None:
    cells = [(r, c) for r, c in t.figures() if t.number(r + 1, c) and r + 1 in t.rows]
    if not cells:
        return None
    r, c = t.pick(cells)
    t.ws.merge_cells(start_row=r, start_column=c, end_row=r + 1, end_column=c)
    return t.row_place(r, r + 1)


@kind("measure-yes-no-other", "told", NAMED)
def yes_no(t: Table) -> Place | None:
    cells = [(r, c) for r, c, f in t.facts if f.kind in ("yes", "no")]
    if not cells:
        return None
    spot = t.pick(cells)
    t.ws.cell(*spot).value = WORDS[t.project.language]["yes_odd"]
    return Place(t.ws.title, *spot, *spot)


@kind("measure-rate-as-fraction", "same", ("indicator-rows",))
def fraction(t: Table) -> Place | None:
    """A rate written as a fraction of 1 without a percent format."""
    cells = [(r, c) for r, c, f in t.facts if t.types[f.indicator]["type"] == "ratio" and t.number(r, c) and t.get(r, c) != 0]
    if not cells:
        return None
    cell = t.ws.cell(*t.pick(cells))
    cell.value, cell.number_format = cell.value if cell.value <= 1 else cell.value / 100, "General"
    return Place(t.ws.title, cell.row, cell.column, cell.row, cell.column)


# ---------------------------------------------------------------- periods


def in_title(t: Table, word: str) -> bool:
    """The lines that say the period say another one, on every sheet."""
    cells = [cell for sheet in t.sheets for cell in sheet.period_cells()]
    for cell in cells:
        cell.value = WORDS[t.project.language][word]
    return bool(cells)


def period(name: str, expect: str, word: str) -> None:
    kind(name, expect)(lambda t: Place("") if in_title(t, word) else None)


period("period-of-last-period", "told", "prev_title")
period("period-of-last-year", "told", "prev_year")
period("period-of-another-kind", "told", "month_title")
period("period-as-range-of-days", "harmless", "range")
period("period-written-short", "harmless", "short")


@kind("period-removed", "same")
def no_period(t: Table) -> Place | None:
    for sheet in t.sheets:
        for cell in sheet.period_cells():
            cell.value = None
    return Place("")


@kind("period-second-line-contradicts", "say")
def contradicting(t: Table) -> Place | None:
    add_line(t, WORDS[t.project.language]["prev_title"])
    return t.sheet_place()


@kind("period-file-named-for-another", "say")
def file_named(t: Table) -> Place | None:
    names = t.project.names(t.unit)
    t.rename = f"{names[0].replace('/', '-')} {WORDS[t.project.language]['prev_file']}.xlsx"
    return Place("")


def another_sheet(t: Table, name: str, first: bool) -> Table:
    """A copy of the sheet in the same workbook, with other figures."""
    copy = t.book.copy_worksheet(t.ws)
    copy.title = name
    for r, c in t.figures():
        copy.cell(r, c).value = int(t.get(r, c) * 0.8)
    if first:
        t.book.move_sheet(copy, -len(t.book.sheetnames) + 1)
    return Table(t.project, t.book, copy, t.rng, t.unit, t.form, t.facts)


@kind("period-sheet-of-last-period", "same")
def last_period(t: Table) -> Place | None:
    copy = another_sheet(t, WORDS[t.project.language]["prev_sheet"], bool(t.rng.randrange(2)))
    for cell in copy.period_cells():
        cell.value = WORDS[t.project.language]["prev_title"]
    return Place("")


@kind("period-sheet-of-last-period-by-name-only", "same")
def last_by_name(t: Table) -> Place | None:
    another_sheet(t, WORDS[t.project.language]["prev_sheet"], bool(t.rng.randrange(2)))
    return Place("")


@kind("period-draft-of-the-sheet", "same")
def draft(t: Table) -> Place | None:
    name = t.pick([f"{t.ws.title[:20]} ({WORDS[t.project.language]['draft']})", f"{t.ws.title[:20]} (2)", WORDS[t.project.language]["draft"]])
    another_sheet(t, name, bool(t.rng.randrange(2)))
    return Place("")


@kind("period-draft-hidden", "same")
def hidden_draft(t: Table) -> Place | None:
    another_sheet(t, f"{t.ws.title[:20]} (2)", False).ws.sheet_state = "hidden"
    return Place("")


# ---------------------------------------------------------------- no mistakes


def texts(t: Table, change: Callable[[str], str]) -> Place:
    """Every text of the header and of the labels written otherwise; what a record says is no label."""
    labels = (t.label_col, t.measure_col) if t.layout != "records" else ()
    for row in t.ws.iter_rows(1, max(t.rows[-1], *t.totals, 0)):
        for cell in row:
            if isinstance(cell.value, str) and (cell.row < t.rows[0] or cell.column in labels):
                cell.value = change(cell.value)
    return t.sheet_place()


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def spelling(name: str, change: Callable[[str], str], layouts: tuple[str, ...] = ALL) -> None:
    kind(name, "harmless", layouts)(lambda t: texts(t, change))


spelling("harmless-capitals", lambda s: s.upper())
spelling("harmless-small-letters", lambda s: s.lower())
spelling("harmless-spaces", lambda s: " " + s.replace(" ", "  ") + " ")
spelling("harmless-hard-spaces", lambda s: s.replace(" ", "\u00a0"))
spelling("harmless-decomposed", lambda s: unicodedata.normalize("NFD", s))
spelling("harmless-look-alikes", lambda s: s.replace("a", "\u0430").replace("o", "\u043e").replace("e", "\u0435"), UNITS)
spelling("harmless-zero-width", lambda s: s.replace(" ", " \u200b"))


@kind("harmless-accents-lost-in-header", "harmless")
def no_accents(t: Table) -> Place | None:
    for c in t.cols:
        for cell in t.heads(c):
            cell.value = plain(cell.value) if isinstance(cell.value, str) else cell.value
    return t.sheet_place()


@kind("harmless-accents-lost-in-labels", "harmless", ("indicator-rows",))
def no_label_accents(t: Table) -> Place | None:
    for r in t.rows:
        t.ws.cell(r, t.label_col).value = plain(str(t.get(r, t.label_col)))
    return t.sheet_place()


@kind("harmless-moved", "harmless")
def moved(t: Table) -> Place | None:
    down, right = t.rng.randint(1, 5), t.rng.randint(1, 3)
    t.reshape(lambda r: r + down, lambda c: c + right)
    return t.sheet_place()


@kind("harmless-blank-column", "harmless")
def blank_column(t: Table) -> Place | None:
    t.insert_col(t.pick([t.label_col, t.cols[0]]))
    return t.sheet_place()


@kind("harmless-columns-reordered", "harmless")
def columns_reordered(t: Table) -> Place | None:
    """Columns that stand under no common heading change places."""
    wide = [m for m in t.ws.merged_cells.ranges if m.max_row >= t.top and m.min_row <= t.rows[-1] and m.max_col > m.min_col]
    spans = {c for m in wide for c in range(m.min_col, m.max_col + 1)}
    free = [c for c in [*t.cols, t.measure_col] if c and c not in spans]
    if len(free) < 2:
        return None
    a, b = t.rng.sample(free, 2)
    for r in range(t.top, max(t.rows[-1], *t.totals, 0) + 1):
        one, two = t.anchor(r, a), t.anchor(r, b)
        if (one.row, one.column) == (r, a) and (two.row, two.column) == (r, b):
            styles = copy(two._style), copy(one._style)  # a day that is written changes the style that it finds
            one.value, two.value = two.value, one.value
            one._style, two._style = styles
    return t.sheet_place()


@kind("harmless-notes-below", "harmless")
def notes_below(t: Table) -> Place | None:
    for text in [WORDS[t.project.language]["note"], "0912 345 678"]:
        t.ws.cell(t.ws.max_row + 1, t.label_col).value = text
    return t.sheet_place()


@kind("harmless-line-over-last-column", "harmless")
def line_over(t: Table) -> Place | None:
    """A line at the right, directly over the heading of the last column."""
    row = add_line(t, "")
    t.ws.cell(row, t.code_col or t.label_col).value = None
    t.ws.cell(row, t.cols[-1]).value = WORDS[t.project.language]["issued"]
    return t.sheet_place()


@kind("harmless-remarks-column", "harmless", NAMED)
def remarks(t: Table) -> Place | None:
    at = t.ws.max_column + 1
    t.ws.cell(t.top, at).value = WORDS[t.project.language]["remark"]
    t.ws.cell(t.pick(t.rows), at).value = "x"
    return t.sheet_place()


@kind("harmless-empty-sheet", "harmless")
def empty_sheet(t: Table) -> Place | None:
    t.book.create_sheet("Sheet9", t.rng.randrange(2))
    return t.sheet_place()


@kind("harmless-sheet-renamed", "harmless")
def sheet_renamed(t: Table) -> Place | None:
    t.ws.title = "Trang 7" if t.project.language == "vi" else "Page 7"
    return Place("")


@kind("harmless-number-row", "harmless", UNITS)
def number_row(t: Table) -> Place | None:
    if t.head_end + 1 != min([t.rows[0], *t.totals]):
        return None
    t.insert_row(t.head_end + 1)
    for i, c in enumerate([t.code_col, t.label_col, *t.cols]):
        t.ws.cell(t.head_end + 1, c).value = "AB"[i] if i < 2 else i - 1
    return t.sheet_place()
