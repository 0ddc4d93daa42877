"""Mistakes in headings."""
from collections.abc import Callable

from openpyxl.cell.cell import Cell

from model import Place, Table
from words import ALL, OPPOSITES, UNITS, WORDS, kind, number_changed, other_than, real_word, swap_word, typo, word_left_out

VALUES = ("indicator-rows", "unit-rows")
Change = Callable[[Table, str], str | None]


def leaves(t: Table) -> list[tuple[int, Cell]]:
    """Columns of figures with the lowest heading over them, in random order."""
    found = [(c, t.heads(c)[-1]) for c in t.cols if t.heads(c)]
    return t.rng.sample(found, len(found))


def uppers(t: Table) -> list[tuple[int, int, Cell]]:
    """Headings merged over several columns of figures, each with its first and last column."""
    found = [(m.min_col, m.max_col, t.ws.cell(m.min_row, m.min_col)) for m in t.ws.merged_cells.ranges
             if t.top <= m.min_row < t.head_end and m.max_col > m.min_col and m.min_col in t.cols and t.get(m.min_row, m.min_col)]
    return t.rng.sample(found, len(found))


def rename(t: Table, change: Change, free: bool = False, numeric: bool = False) -> Place | None:
    for c, cell in leaves(t):
        if numeric and not any(t.number(r, c) for r in t.rows):
            continue
        new = change(t, str(cell.value))
        if new and (free or other_than(t, new, str(cell.value))):
            cell.value = new
            return t.col_place(c)
    return None


def heading(name: str, expect: str, change: Change, layouts: tuple[str, ...] = ALL, free: bool = False, numeric: bool = False) -> None:
    kind(name, expect, layouts)(lambda t: rename(t, change, free, numeric))


heading("header-opposite", "told", lambda t, s: swap_word(s, OPPOSITES[t.project.language]))
heading("header-other-words", "told", lambda t, s: WORDS[t.project.language]["other"])
heading("header-real-word", "told", lambda t, s: real_word(s, t.project.language, t.rng))
heading("header-words-added", "told", lambda t, s: f"{s} {WORDS[t.project.language]['added']}")
heading("header-words-in-brackets", "told", lambda t, s: f"{s} ({WORDS[t.project.language]['lastyear']})")
heading("header-word-left-out", "told", lambda t, s: word_left_out(s, t.rng))
heading("header-number-changed", "told", lambda t, s: number_changed(s), UNITS)
heading("header-year-added", "told", lambda t, s: f"{s} {int(t.project.period[:4]) - 1}")
heading("header-percent-added", "told", lambda t, s: f"{s} (%)", VALUES, numeric=True)
heading("header-thousand-added", "told", lambda t, s: f"{s} ({WORDS[t.project.language]['thousand']})", VALUES, numeric=True)
heading("header-typing-error", "harmless", lambda t, s: typo(s, t.project.language, t.rng))
heading("header-footnote-mark", "harmless", lambda t, s: f"{s} (*)", free=True)
heading("header-line-break", "harmless", lambda t, s: s.replace(" ", "\n", 1) if " " in s else None, free=True)


@kind("header-period-of-last-year", "told", ("indicator-rows",))
def last_year(t: Table) -> Place | None:
    return rename(t, lambda t, s: WORDS[t.project.language]["prev_year"])


@kind("header-own-measure", "harmless", UNITS)
def own_measure(t: Table) -> Place | None:
    for c, cell in leaves(t):
        unit = t.types[t.indicator[c]].get("unit", "")
        if unit and "/" not in unit:
            cell.value = f"{cell.value} ({unit})"
            return t.col_place(c)
    return None


@kind("header-deleted", "told")
def deleted(t: Table) -> Place | None:
    for c, cell in leaves(t):
        cell.value = None
        return t.col_place(c)
    return None


@kind("header-swapped", "told", UNITS, evidence=False)
def swapped(t: Table) -> Place | None:
    """Two headings of one level and one kind exchanged, the figures left: every figure is now said to be the other thing."""
    for c1, a in leaves(t):
        for c2, b in leaves(t):
            if c1 != c2 and a.row == b.row and a.value != b.value and c1 in t.numeric and c2 in t.numeric:
                a.value, b.value = b.value, a.value
                return t.col_place(min(c1, c2), max(c1, c2))
    return None


@kind("header-upper-opposite", "told", UNITS)
def upper_opposite(t: Table) -> Place | None:
    return upper(t, lambda s: swap_word(s, OPPOSITES[t.project.language]))


@kind("header-upper-other-words", "told", UNITS)
def upper_other(t: Table) -> Place | None:
    return upper(t, lambda s: WORDS[t.project.language]["other"])


@kind("header-upper-words-added", "told", UNITS)
def upper_added(t: Table) -> Place | None:
    return upper(t, lambda s: f"{s} {WORDS[t.project.language]['lastyear']}")


@kind("header-upper-deleted", "same", UNITS)
def upper_deleted(t: Table) -> Place | None:
    for c1, c2, cell in uppers(t):
        cell.value = None
        return t.col_place(c1, c2)
    return None


def upper(t: Table, change: Callable[[str], str | None]) -> Place | None:
    for c1, c2, cell in uppers(t):
        if new := other_than(t, change(str(cell.value)), str(cell.value)):
            cell.value = new
            return t.col_place(c1, c2)
    return None


@kind("header-merged-too-far", "told", UNITS)
def merged_too_far(t: Table) -> Place | None:
    """A heading merged over the first column of the group beside it, whose own heading moves on by one."""
    groups = {(cell.row, c1): (c2, cell) for c1, c2, cell in uppers(t)}
    for (r, c1), (c2, cell) in groups.items():
        if (r, c2 + 1) in groups and groups[r, c2 + 1][0] > c2 + 1:
            end, other = groups[r, c2 + 1]
            text = other.value
            t.ws.unmerge_cells(start_row=r, start_column=c1, end_row=r, end_column=c2)
            t.ws.unmerge_cells(start_row=r, start_column=c2 + 1, end_row=r, end_column=end)
            t.ws.cell(r, c2 + 1).value, t.ws.cell(r, c2 + 2).value = None, text
            t.ws.merge_cells(start_row=r, start_column=c1, end_row=r, end_column=c2 + 1)
            if end > c2 + 2:
                t.ws.merge_cells(start_row=r, start_column=c2 + 2, end_row=r, end_column=end)
            return t.col_place(c1, end)
    return None


@kind("header-merge-undone", "same", UNITS)
def merge_undone(t: Table) -> Place | None:
    for c1, c2, cell in uppers(t):
        t.ws.unmerge_cells(start_row=cell.row, start_column=c1, end_row=cell.row, end_column=c2)
        return t.col_place(c1, c2)
    return None


@kind("header-sub-columns", "told", VALUES)
def sub_columns(t: Table) -> Place | None:
    """A declared heading gets two sub-columns: nothing says which of the two was asked for."""
    w = WORDS[t.project.language]
    for c, cell in leaves(t):
        if not any(t.number(r, c) for r in t.rows):
            continue
        text, top = cell.value, cell.row
        insert_beside(t, c, True)
        t.insert_row(t.head_end + 1)
        for m in [m for m in t.ws.merged_cells.ranges if m.min_col == c and m.min_row == top]:
            t.ws.unmerge_cells(str(m))
        t.ws.cell(top, c).value = text
        t.ws.merge_cells(start_row=top, start_column=c, end_row=t.head_end, end_column=c + 1)
        t.ws.cell(t.head_end + 1, c).value, t.ws.cell(t.head_end + 1, c + 1).value = w["plan_head"], w["actual_head"]
        for r in [r + 1 for r in [*t.rows, *t.totals]]:
            if t.number(r, c):
                t.ws.cell(r, c + 1).value = t.get(r, c) - 1
        return t.col_place(c, c + 1)
    return None


def insert_beside(t: Table, c: int, after: bool) -> None:
    """Inserts a column beside another one, under the same upper headings."""
    ends = [(m.min_row, m.min_col, m.max_row) for m in t.ws.merged_cells.ranges
            if t.top <= m.min_row <= t.head_end and m.min_col < m.max_col and c == (m.max_col if after else m.min_col)]
    above = [(r1, c1, r2, t.get(r1, c1)) for r1, c1, r2 in ends]
    t.insert_col(c + after)
    for r1, c1, r2, text in above:
        first, last = (c1, c + 1) if after else (c, max(m.max_col for m in t.ws.merged_cells.ranges if (m.min_row, m.min_col) == (r1, c1 + 1)))
        for m in [m for m in t.ws.merged_cells.ranges if m.min_row == r1 and first <= m.min_col <= last]:
            t.ws.unmerge_cells(str(m))
        t.ws.cell(r1, c1 + (not after)).value = None
        t.ws.cell(r1, first).value = text
        t.ws.merge_cells(start_row=r1, start_column=first, end_row=r2, end_column=last)


def extra_column(t: Table, text: str | None, after: bool, share: float = 0.7) -> Place | None:
    """A column of other figures beside one of figures; without a text it takes the heading of that one."""
    for c, cell in leaves(t):
        if sum(t.number(r, c) for r in t.rows) < 2:
            continue
        row, own, at = cell.row, cell.value, c + after
        insert_beside(t, c, after)
        old = c if after else c + 1
        t.ws.cell(row, at).value = own if text is None else text or None
        for r in [*t.rows, *t.totals]:
            if t.number(r, old):
                t.ws.cell(r, at).value = max(1, int(t.get(r, old) * share))
        return t.col_place(min(c, at), max(c, at) + (not after))
    return None


@kind("header-doubled", "told", VALUES)
def doubled(t: Table) -> Place | None:
    return extra_column(t, None, True)


@kind("header-column-inserted", "harmless", VALUES)
def inserted(t: Table) -> Place | None:
    return extra_column(t, WORDS[t.project.language]["estimate"], bool(t.rng.randrange(2)))


@kind("header-cumulative-before", "harmless", ("indicator-rows",))
def cumulative(t: Table) -> Place | None:
    return extra_column(t, WORDS[t.project.language]["cumulative"], False, 2)


@kind("header-last-year-beside", "harmless", ("indicator-rows",))
def beside(t: Table) -> Place | None:
    return extra_column(t, WORDS[t.project.language]["sameperiod"], True, 0.9)


@kind("header-headless-column", "say", VALUES)
def headless(t: Table) -> Place | None:
    return extra_column(t, "", True)


@kind("header-hidden-column", "say", UNITS)
def hidden(t: Table) -> Place | None:
    from openpyxl.utils import get_column_letter
    c = t.pick([c for c in t.cols if any(t.number(r, c) for r in t.rows)])
    t.ws.column_dimensions[get_column_letter(c)].hidden = True
    return t.col_place(c)


@kind("header-broken-over-two-rows", "same", ALL)
def broken(t: Table) -> Place | None:
    """The words of a heading stand in two cells, one under the other."""
    for c, cell in leaves(t):
        words = str(cell.value).split(" ")
        if len(words) >= 2 and t.layout != "unit-rows":
            t.insert_row(t.head_end + 1)
            t.ws.cell(t.top, c).value, t.ws.cell(t.head_end + 1, c).value = " ".join(words[:1]), " ".join(words[1:])
            return t.col_place(c)
    return None


@kind("header-repeated-further-down", "harmless", ALL)
def repeated(t: Table) -> Place | None:
    if len(t.full()) < 6:
        return None
    at, height = t.pick(t.full()[2:-2]), t.head_end - t.top + 1
    areas = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in t.ws.merged_cells.ranges if t.top <= m.min_row <= t.head_end]
    head = {(r, c): t.get(r, c) for r in range(t.top, t.head_end + 1) for c in range(1, t.ws.max_column + 1)}
    t.insert_row(at, height)
    for (r, c), value in head.items():
        if value is not None:
            t.ws.cell(r - t.top + at, c).value = value
    for r1, c1, r2, c2 in areas:
        t.ws.merge_cells(start_row=r1 - t.top + at, start_column=c1, end_row=r2 - t.top + at, end_column=c2)
    return t.row_place(at, at + height)
