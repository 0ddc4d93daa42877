"""Mistakes in the labels of rows and in the words that say whose report it is."""
from collections.abc import Callable

from model import Place, Table, fold
from words import OPPOSITES, WORDS, kind, number_changed, other_than, real_word, swap_word, typo, word_left_out

INDICATORS = ("indicator-rows",)
NAMED = ("indicator-rows", "unit-rows")
Change = Callable[[Table, str], str | None]


def labelled(t: Table) -> list[int]:
    """Rows with figures or answers whose label the project knows, in random order."""
    if t.layout == "unit-rows" and not t.registered:
        return []
    rows = [r for r in t.rows if isinstance(t.get(r, t.label_col), str) and any(t.get(r, c) is not None for c in t.cols)]
    return t.rng.sample(rows, len(rows))


def relabel(t: Table, change: Change, free: bool = False, keep_code: bool = True) -> Place | None:
    for r in labelled(t):
        old = str(t.get(r, t.label_col))
        new = change(t, old)
        if not new or not (free or other_than(t, new, old) and not names_peer(t, r, new)):
            continue
        t.ws.cell(r, t.label_col).value = new
        if not keep_code and t.code_col:
            t.ws.cell(r, t.code_col).value = None
        return t.row_place(r)
    return None


def names_peer(t: Table, row: int, text: str) -> bool:
    """Whether a text is a name of a unit in the register (another spelling of one is no mistake)."""
    unit = {f.row for r, _, f in t.facts if r == row and f.row}
    return t.registered and any(fold(n) == fold(text) for u in t.project.units if u["code"] in unit for n in t.project.names(u["code"]))


def label(name: str, expect: str, change: Change, layouts: tuple[str, ...] = INDICATORS, free: bool = False, keep_code: bool = True) -> None:
    kind(name, expect, layouts)(lambda t: relabel(t, change, free, keep_code))


label("label-opposite", "told", lambda t, s: swap_word(s, OPPOSITES["vi"]))
label("label-opposite-without-code", "told", lambda t, s: swap_word(s, OPPOSITES["vi"]), keep_code=False)
label("label-number-changed", "told", lambda t, s: number_changed(s))
label("label-number-added", "told", lambda t, s: f"{s} 2", NAMED)
label("label-words-added", "told", lambda t, s: f"{s} {WORDS['vi']['scope']}")
label("label-words-added-without-code", "told", lambda t, s: f"{s} {WORDS['vi']['scope']}", keep_code=False)
label("label-last-year", "told", lambda t, s: f"{s} {WORDS['vi']['lastyear']}")
label("label-last-year-in-brackets", "told", lambda t, s: f"{s} ({WORDS['vi']['lastyear']})")
label("label-estimated", "told", lambda t, s: f"{s} ({WORDS['vi']['added']})")
label("label-word-left-out", "told", lambda t, s: word_left_out(s, t.rng))
label("label-other-code-kept", "told", lambda t, s: WORDS["vi"]["other"])
label("label-other-without-code", "told", lambda t, s: WORDS["vi"]["other"], keep_code=False)
label("label-of-which", "told", lambda t, s: f"Trong đó: {s[0].lower()}{s[1:]}" if not s.startswith("Trong đó") else None)
label("label-target", "told", lambda t, s: f"{WORDS['vi']['target']}: {s[0].lower()}{s[1:]}")
label("label-real-word", "told", lambda t, s: real_word(s, "vi", t.rng), NAMED)
label("label-real-word-without-code", "told", lambda t, s: real_word(s, "vi", t.rng), keep_code=False)
label("label-typing-error", "harmless", lambda t, s: typo(s, "vi", t.rng), NAMED)
label("label-full-stop", "harmless", lambda t, s: s + ".", NAMED, free=True)
label("label-footnote-mark", "harmless", lambda t, s: s + " (*)", INDICATORS, free=True)
label("label-unknown-name", "told", lambda t, s: "Xã Tân Thành Bắc", ("unit-rows",))
label("label-level-changed", "told", lambda t, s: swap_word(s, [("xã", "phường"), ("phường", "xã"), ("thị trấn", "xã")]), ("unit-rows",))


@kind("label-blank-code-kept", "same", INDICATORS)
def blank_label(t: Table) -> Place | None:
    return relabel(t, lambda t, s: " ", free=True)


@kind("label-code-changed", "same", INDICATORS)
def code_changed(t: Table) -> Place | None:
    rows = [r for r in labelled(t) if t.code_col and t.get(r, t.code_col) is not None]
    if len(rows) < 2:
        return None
    t.ws.cell(rows[0], t.code_col).value = t.get(rows[1], t.code_col)
    return t.row_place(rows[0])


@kind("label-codes-removed", "harmless", NAMED)
def codes_removed(t: Table) -> Place | None:
    if not t.code_col or t.layout == "unit-rows" and not t.registered:
        return None
    for r in t.rows:
        t.ws.cell(r, t.code_col).value = None
    return t.sheet_place()


@kind("label-swapped", "told", INDICATORS)
def swapped(t: Table) -> Place | None:
    """Two labels exchanged, their numbers and figures left."""
    rows = [r for r in labelled(t) if t.code_col and t.get(r, t.code_col) is not None][:2]
    if len(rows) < 2:
        return None
    a, b = (t.ws.cell(r, t.label_col) for r in rows)
    a.value, b.value = b.value, a.value
    return t.row_place(min(rows), max(rows))


@kind("label-names-swapped", "told", ("unit-rows",), evidence=False)
def names_swapped(t: Table) -> Place | None:
    rows = [r for r in t.full() if isinstance(t.get(r, t.label_col), str)]
    a, b = (t.ws.cell(r, t.label_col) for r in t.rng.sample(rows, 2))
    a.value, b.value = b.value, a.value
    return t.row_place(min(a.row, b.row), max(a.row, b.row))


@kind("label-doubled", "told", NAMED)
def doubled(t: Table) -> Place | None:
    """One row's label stands at another row too, whose own is gone; in a list of indicators its number as well."""
    rows = t.rng.sample(t.full(), 2) if t.layout == "unit-rows" else labelled(t)[:2]
    if len(rows) < 2 or not t.get(rows[0], t.label_col):
        return None
    t.ws.cell(rows[1], t.label_col).value = t.get(rows[0], t.label_col)
    if t.layout == "indicator-rows" and t.code_col:
        t.ws.cell(rows[1], t.code_col).value = t.get(rows[0], t.code_col)
    return t.row_place(min(rows), max(rows))


@kind("label-merged-over-two-rows", "same", NAMED)
def merged(t: Table) -> Place | None:
    """A label merged over its own row and the next one, whose own label is lost."""
    rows = [r for r in (t.full() if t.layout == "unit-rows" else labelled(t)) if r + 1 in t.full()]
    if not rows:
        return None
    r = t.pick(rows)
    t.ws.merge_cells(start_row=r, start_column=t.label_col, end_row=r + 1, end_column=t.label_col)
    return t.row_place(r, r + 1)


@kind("label-commune-of-another-district", "told", ("unit-rows",))
def other_commune(t: Table) -> Place | None:
    others = [u for u in t.project.units if u["kind"] == "commune" and u["parent"] not in ("", t.unit)]
    own = {fold(u["name"]) for u in t.project.units if u["parent"] == t.unit}
    others = [u for u in others if fold(u["name"]) not in own]
    return relabel(t, lambda t, s: " ".join(filter(None, [(u := t.pick(others))["designation"], u["name"]])).capitalize()) if others else None


# ---------------------------------------------------------------- whose report it is


def say_unit(t: Table, name: str) -> None:
    """The title names this unit wherever it named its own; a title that named none gets a line."""
    cells = t.unit_cells()
    for cell, old in cells:
        cell.value = cell.value.replace(old, name.upper() if old.isupper() else name) if old in cell.value else name
    if not cells:
        add_line(t, WORDS[t.project.language]["unit_line"] + name)


def everywhere(t: Table, name: str) -> Place:
    for sheet in t.sheets:
        say_unit(sheet, name)
    return Place("")


def add_line(t: Table, text: str) -> int:
    """A line of text directly over the table."""
    t.insert_row(t.top)
    t.ws.cell(t.top, t.code_col or t.label_col).value = text
    return t.top


def a_peer(t: Table) -> str:
    peer = t.pick(t.project.peers(t.unit))
    t.touched.add(peer["code"])
    return t.project.names(peer["code"])[0]


def designation(t: Table) -> tuple[str, str]:
    unit = next(u for u in t.project.units if u["code"] == t.unit)
    return unit.get("designation") or "", unit["name"]


@kind("unit-unknown", "told")
def unknown(t: Table) -> Place | None:
    return everywhere(t, WORDS[t.project.language]["unknown"])


@kind("unit-of-another", "told")
def another(t: Table) -> Place | None:
    return everywhere(t, a_peer(t))


@kind("unit-fragment", "same")
def fragment(t: Table) -> Place | None:
    return everywhere(t, WORDS[t.project.language]["fragment"])


@kind("unit-removed-from-title", "same")
def removed(t: Table) -> Place | None:
    cells = [cell for sheet in t.sheets for cell, _ in sheet.unit_cells()]
    for cell in cells:
        cell.value = None
    return Place("") if cells else None


@kind("unit-level-changed", "told")
def level_changed(t: Table) -> Place | None:
    level, name = designation(t)
    names = {fold(n) for u in t.project.units for n in t.project.names(u["code"])}
    new = f"{'Thị xã' if level == 'huyện' else 'Huyện'} {name}"
    return everywhere(t, new) if level and t.unit_cells() and fold(new) not in names else None


@kind("unit-level-dropped", "same")
def level_dropped(t: Table) -> Place | None:
    level, name = designation(t)
    return everywhere(t, name) if level and t.unit_cells() else None


@kind("unit-typing-error", "harmless")
def unit_typo(t: Table) -> Place | None:
    for cell, old in t.unit_cells()[-1:]:
        new = typo(old, t.project.language, t.rng)
        if new and old in cell.value:
            cell.value = cell.value.replace(old, new)
            return t.sheet_place()
    return None


@kind("unit-line-contradicts-title", "told")
def line_contradicts(t: Table) -> Place | None:
    if not t.unit_cells():
        return None
    add_line(t, WORDS[t.project.language]["unit_line"] + a_peer(t))
    return t.sheet_place()


@kind("unit-one-sheet-of-another", "told")
def one_sheet(t: Table) -> Place | None:
    if len(t.sheets) < 2 or not t.unit_cells():
        return None
    say_unit(t, a_peer(t))
    return t.sheet_place()


@kind("unit-sheet-named-for-another", "told")
def sheet_named(t: Table) -> Place | None:
    t.ws.title = a_peer(t)[:31]
    return t.sheet_place()


@kind("unit-file-named-for-another", "told")
def file_named(t: Table) -> Place | None:
    t.rename = a_peer(t).replace("/", "-") + " 1.xlsx"
    return Place("")


@kind("unit-file-without-name", "same")
def file_unnamed(t: Table) -> Place | None:
    t.rename = "Book1.xlsx"
    return Place("")


@kind("unit-copy-under-another-name", "told")
def copied(t: Table) -> Place | None:
    """The whole workbook sent once more, under another unit's name."""
    t.copies.append(a_peer(t).replace("/", "-") + " 2.xlsx")
    return Place("")
