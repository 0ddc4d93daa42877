"""Mistakes in rows and totals."""
from typing import Any

from openpyxl.styles import Font

from model import Place, Table
from words import UNITS, WORDS, kind

NAMED = ("indicator-rows", "unit-rows")
TABLES = ("unit-rows", "records")


def figures_row(t: Table, at: int, label: Any, like: int, values: dict[int, Any] | None = None, code: Any = None) -> Place:
    """Inserts a row of figures; those of `like`, but others, where none are given."""
    values = t.invented(like) if values is None else values
    t.insert_row(at)
    t.write(at, label, values, code, like + (like >= at))
    return t.row_place(at)


def inner(t: Table) -> int | None:
    """A row of figures with others before and after it."""
    rows = t.full()
    return t.pick(rows[2:-1]) if len(rows) > 4 else None


def below(t: Table) -> int:
    return max(t.rows[-1], *t.totals, 0) + 1


@kind("row-dropped", "told", NAMED)
def dropped(t: Table) -> Place | None:
    """A row taken out; a total row keeps what it said."""
    rows = [r for r in t.full() if t.registered or t.layout != "unit-rows" or t.totals]
    if not rows:
        return None
    r = t.pick(rows)
    t.delete_row(r)
    return t.sheet_place()


@kind("row-dropped-and-total-with-it", "told", UNITS)
def dropped_whole(t: Table) -> Place | None:
    if not t.registered:
        return None
    return drop_and_mend(t)


@kind("row-dropped-without-a-trace", "told", TABLES, evidence=False)
def dropped_free(t: Table) -> Place | None:
    """A free row or a record taken out, the total mended: nothing in the file shows it."""
    return None if t.registered else drop_and_mend(t)


def drop_and_mend(t: Table) -> Place:
    r = t.pick(t.full())
    for total in t.totals:
        for c in t.numeric:
            if t.number(total, c):
                t.ws.cell(total, c).value -= t.value(r, c)
    t.delete_row(r)
    return t.sheet_place()


def double(t: Table, other: bool) -> Place | None:
    r = t.pick(t.full()) if t.full() else 0
    if not r:
        return None
    values = t.invented(r) if other else {c: t.get(r, c) for c in t.cols}
    figures_row(t, r + 1, t.get(r, t.label_col), r, values, t.get(r, t.code_col) if t.code_col else None)
    return t.row_place(r, r + 1)


@kind("row-doubled", "told")
def doubled(t: Table) -> Place | None:
    return double(t, False)


@kind("row-doubled-other-figures", "told", NAMED)
def doubled_other(t: Table) -> Place | None:
    return double(t, True)


@kind("row-split-in-two", "told", UNITS)
def split(t: Table) -> Place | None:
    """One row written as two of the same name, each with a part of the figures."""
    r = t.pick(t.full())
    part = t.invented(r)
    for c in t.numeric:
        if t.number(r, c):
            part[c] = min(part[c], t.get(r, c))
            t.ws.cell(r, c).value -= part[c]
    figures_row(t, r + 1, t.get(r, t.label_col), r, part)
    return t.row_place(r, r + 1)


@kind("row-unknown-name", "say", NAMED)
def unknown(t: Table) -> Place | None:
    r = inner(t)
    name = WORDS[t.project.language]["newrow" if t.layout == "unit-rows" else "other"]
    return figures_row(t, r, name, r) if r and (t.registered or t.layout != "unit-rows") else None


@kind("row-of-which-below", "same", NAMED)
def of_which(t: Table) -> Place | None:
    r = inner(t)
    return figures_row(t, r + 1, WORDS[t.project.language][t.pick(["ofwhich", "partial"])], r) if r else None


@kind("row-without-name", "say", NAMED)
def nameless(t: Table) -> Place | None:
    r = inner(t)
    return figures_row(t, r, None, r) if r else None


@kind("row-name-removed", "told", UNITS)
def name_removed(t: Table) -> Place | None:
    r = t.pick(t.full())
    t.ws.cell(r, t.label_col).value = None
    return t.row_place(r)


@kind("row-name-and-number-removed", "told", NAMED)
def all_removed(t: Table) -> Place | None:
    rows = t.full()
    if not rows:
        return None
    r = t.pick(rows)
    t.ws.cell(r, t.label_col).value = None
    if t.code_col:
        t.ws.cell(r, t.code_col).value = None
    return t.row_place(r)


@kind("row-blank-rows", "harmless")
def blank_rows(t: Table) -> Place | None:
    at = t.pick(t.rows)
    t.insert_row(at, t.rng.randint(1, 3))
    return t.row_place(at)


@kind("row-note-between", "harmless", NAMED)
def note_between(t: Table) -> Place | None:
    r = inner(t)
    if not r:
        return None
    t.insert_row(r)
    t.ws.cell(r, t.label_col).value = WORDS[t.project.language]["note"]
    return t.row_place(r)


@kind("row-reordered", "harmless")
def reordered(t: Table) -> Place | None:
    rows = t.rng.sample(t.rows, len(t.rows))
    moved = dict(zip(t.rows, rows))
    t.reshape(lambda r: moved.get(r, r))
    return t.sheet_place()


@kind("row-hidden", "say", NAMED)
def hidden(t: Table) -> Place | None:
    r = t.pick(t.full() or [0])
    if not r:
        return None
    t.ws.row_dimensions[r].hidden = True
    return t.row_place(r)


@kind("row-struck-out", "told", NAMED)
def struck(t: Table) -> Place | None:
    r = t.pick(t.full() or [0])
    if not r:
        return None
    for cell in t.ws[r]:
        cell.font = Font(strike=True)
    return t.row_place(r)


@kind("row-shifted-by-a-column", "told", UNITS)
def shifted(t: Table) -> Place | None:
    """The figures of one row stand one column too far to the right from some column on."""
    r = t.pick(t.full())
    start = t.pick(t.cols[:-2])
    values = {c: t.get(r, c) for c in t.cols}
    for left, right in zip(t.cols, t.cols[1:]):
        if left >= start:
            t.ws.cell(r, right).value = values[left]
    t.ws.cell(r, start).value = None
    return t.row_place(r)


@kind("row-group-with-sums", "same", UNITS)
def group(t: Table) -> Place | None:
    """A numbered group row over some rows, with their sums."""
    rows = run_of(t)
    return figures_row(t, rows[0], WORDS[t.project.language]["group"], rows[0], t.sums(rows), "I") if rows else None


@kind("row-group-without-number", "same", UNITS)
def plain_group(t: Table) -> Place | None:
    rows = run_of(t)
    return figures_row(t, rows[0], WORDS[t.project.language]["group"], rows[0], t.sums(rows)) if rows else None


def run_of(t: Table) -> list[int]:
    """The first rows of the table, some but not all, one directly below the other."""
    rows = [r for i, r in enumerate(t.rows) if r == t.rows[0] + i]
    return rows[:t.rng.randint(3, max(3, len(rows) - 2))] if len(rows) > 4 else []


def passed_over(name: str, word: str) -> None:
    """A row that is no unit's: of another period, of a plan, an example."""
    @kind(name, "same", UNITS)
    def plant(t: Table) -> Place | None:
        at = t.pick([t.rows[0], below(t)])
        return figures_row(t, at, WORDS[t.project.language][word], t.full()[0], t.invented(t.full()[0]))


passed_over("row-of-previous-period", "previous")
passed_over("row-of-a-plan", "plan")
passed_over("row-of-same-period-last-year", "sameperiod")
passed_over("row-of-an-example", "example")


@kind("row-below-signatures", "say", NAMED)
def under_signatures(t: Table) -> Place | None:
    at, like = t.ws.max_row + 2, t.full()[0] if t.full() else 0
    if not like:
        return None
    t.write(at, WORDS[t.project.language]["newrow"], t.invented(like), None, like)
    return t.row_place(at)


@kind("row-lone-figure-beside", "say", NAMED)
def beside(t: Table) -> Place | None:
    r = t.pick(t.rows)
    t.ws.cell(r, t.ws.max_column + 2).value = t.rng.randint(100, 900)
    return t.row_place(r)


@kind("row-second-table-below", "say", NAMED)
def second_table(t: Table) -> Place | None:
    """The header once more under a title of its own, with rows of another matter."""
    rows, at = t.full()[:4], t.ws.max_row + 3
    if not rows:
        return None
    t.ws.cell(at - 1, t.code_col or t.label_col).value = WORDS[t.project.language]["second"]
    areas = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in t.ws.merged_cells.ranges if t.top <= m.min_row <= t.head_end]
    height = t.head_end - t.top + 1
    for i, source in enumerate([*range(t.top, t.head_end + 1), *rows]):
        for c in range(1, t.ws.max_column + 1):
            t.ws.cell(at + i, c).value = t.invented(source).get(c, t.get(source, c)) if i >= height else t.get(source, c)
    for r1, c1, r2, c2 in areas:
        t.ws.merge_cells(start_row=r1 - t.top + at, start_column=c1, end_row=r2 - t.top + at, end_column=c2)
    return Place(t.ws.title, at - 1, 1, at + height + len(rows), t.ws.max_column)


# ---------------------------------------------------------------- totals


@kind("total-wrong", "say", UNITS)
def wrong(t: Table) -> Place | None:
    return change_total(t, None)


def change_total(t: Table, label: str | None) -> Place | None:
    cells = [(r, c) for r in t.totals for c in t.numeric if t.number(r, c)]
    if not cells:
        return None
    r, c = t.pick(cells)
    t.ws.cell(r, c).value += t.pick([1, 10, 100])
    if label is not None:
        rename_total(t, r, label)
    return t.row_place(r)


def rename_total(t: Table, r: int, label: str) -> None:
    """Another label for a total row, wherever its label stands."""
    for c in range(1, min(t.cols)):
        if isinstance(t.get(r, c), str):
            t.ws.cell(r, c).value = None
    t.anchor(r, t.label_col).value = label or None


@kind("total-not-updated", "told", UNITS)
def not_updated(t: Table) -> Place | None:
    """A figure changed, the total not."""
    cells = [(r, c) for r, c in t.figures() if any(t.number(x, c) for x in t.totals)]
    if not cells:
        return None
    r, c = t.pick(cells)
    t.ws.cell(r, c).value = int(t.get(r, c) * 1.3) + 1
    return t.col_place(c)


def named_total(name: str, word: str, expect: str = "same") -> None:
    @kind(name, expect, UNITS)
    def plant(t: Table) -> Place | None:
        if not t.totals:
            return None
        rename_total(t, t.totals[0], WORDS[t.project.language].get(word, ""))
        return t.row_place(t.totals[0])


named_total("total-without-word", "blank")
named_total("total-in-odd-words", "odd")
named_total("total-named-like-a-row", "plainname")


@kind("total-wrong-and-without-word", "same", UNITS)
def wrong_nameless(t: Table) -> Place | None:
    return change_total(t, "")


@kind("total-wrong-and-in-odd-words", "same", UNITS)
def wrong_odd(t: Table) -> Place | None:
    return change_total(t, WORDS[t.project.language]["odd"])


@kind("total-in-the-middle", "same", UNITS)
def in_the_middle(t: Table) -> Place | None:
    r = inner(t)
    return figures_row(t, r, WORDS[t.project.language]["total"], t.full()[0], t.sums([x for x in t.rows if x < r])) if r else None


@kind("total-subtotals", "same", UNITS)
def subtotals(t: Table) -> Place | None:
    """Subtotals after every few rows."""
    parts = [t.rows[i:i + 4] for i in range(0, len(t.rows), 4)]
    for part in reversed(parts):
        figures_row(t, part[-1] + 1, WORDS[t.project.language]["subtotal"], part[0], t.sums(part))
    return t.sheet_place()


@kind("total-carried-forward", "same", UNITS)
def carried(t: Table) -> Place | None:
    """The sum so far is carried over and brought forward, as at the end of a page."""
    r = inner(t)
    if not r:
        return None
    sums = t.sums([x for x in t.rows if x < r])
    figures_row(t, r, WORDS[t.project.language]["brought"], t.full()[0], sums)
    figures_row(t, r, WORDS[t.project.language]["carried"], t.full()[0], sums)
    return t.row_place(r, r + 1)


@kind("total-average-row", "same", UNITS)
def average(t: Table) -> Place | None:
    n = len(t.full())
    means = {c: round(v / n, 1) for c, v in t.sums(t.rows).items()}
    return figures_row(t, t.pick([t.rows[-1] + 1, below(t)]), WORDS[t.project.language]["average"], t.full()[0], means)


@kind("total-share-row", "same", UNITS)
def share(t: Table) -> Place | None:
    return figures_row(t, below(t), WORDS[t.project.language]["ratio"], t.full()[0], {c: t.rng.randint(20, 99) for c in t.numeric})


@kind("total-change-row", "same", UNITS)
def change(t: Table) -> Place | None:
    return figures_row(t, below(t), WORDS[t.project.language]["growth"], t.full()[0], {c: t.rng.randint(2, 40) for c in t.numeric})


@kind("total-twice", "same", UNITS)
def twice(t: Table) -> Place | None:
    if not t.totals:
        return None
    r = t.totals[0]
    at = below(t) if t.rng.randrange(2) else t.rows[0]
    return figures_row(t, at, WORDS[t.project.language]["total"], r, {c: t.get(r, c) for c in t.numeric})


@kind("total-moved-to-the-other-end", "harmless", UNITS)
def moved(t: Table) -> Place | None:
    if len(t.totals) != 1:
        return None
    r, first, last = t.totals[0], t.rows[0], t.rows[-1]
    if r > last:
        t.reshape(lambda x: first if x == r else x + 1 if first <= x < r else x)
    else:
        t.reshape(lambda x: last if x == r else x - 1 if r < x <= last else x)
    return t.sheet_place()


@kind("total-removed", "harmless", UNITS)
def removed(t: Table) -> Place | None:
    if not t.totals:
        return None
    t.delete_row(t.totals[0])
    return t.sheet_place()


@kind("total-row-in-a-list", "same", ("indicator-rows",))
def in_a_list(t: Table) -> Place | None:
    rows = t.full()
    if len(rows) < 2:
        return None
    c = t.cols[0]
    return figures_row(t, t.rows[-1] + 1, WORDS[t.project.language]["total"], rows[0], {c: sum(t.get(r, c) for r in rows if t.number(r, c))})
