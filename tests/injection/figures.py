"""Mistakes in figures and records that leave the layout right. What a unit said before is asked of the project's earlier periods.

A planted figure is materially another one: at least a fifth and at least ten away from the true one, but for the kinds that are called slight or small.
Where a column has a total, it is mended as a formula would be, and so are stated rates, unless the kind says otherwise."""
import datetime as dt
import re
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from model import Fact, Place, Table
from rows import figures_row
from words import UNITS, WORDS, kind

NAMED = ("indicator-rows", "unit-rows")
LISTS = ("indicator-rows",)
RECORDS = ("records",)
FIFTH, TEN = 0.2, 10
Spot = tuple[int, int]
Change = Callable[[int, Random], int | None]


# ---------------------------------------------------------------- what a table says, and said


def fact_at(t: Table, r: int, c: int) -> Fact | None:
    return t.at.get((r, c))


def past(t: Table, r: int, c: int) -> list[float | None]:
    """What stood there in the periods before, the newest first."""
    fact, history = fact_at(t, r, c), t.project.history
    if not fact or not history:
        return []
    return [f.amount() if f else None for f in history.facts(fact)]


def known(t: Table, r: int, c: int) -> list[float]:
    return [p for p in past(t, r, c) if p is not None]


def spec(t: Table, r: int, c: int) -> dict[str, Any]:
    fact = fact_at(t, r, c)
    return t.types[fact.indicator] if fact else {}


def counted(t: Table) -> list[Spot]:
    """Cells of counts and amounts, also of nothing, that stand as numbers or texts of digits."""
    kinds = ("number", "nil")
    return [(r, c) for r, c, f in t.facts if f.kind in kinds and t.types[f.indicator]["type"] in ("count", "amount")]


def now(t: Table, r: int, c: int) -> int:
    return int(t.value(r, c))


def steady(t: Table, r: int, c: int) -> bool:
    """A stock by its declaration, or by its past, which hardly moves."""
    before, n = known(t, r, c), t.value(r, c)
    still = len(before) > 1 and max(before) - min(before) <= max(1, 0.1 * max(before)) or bool(before) and all(abs(p - n) <= 0.05 * n for p in before)
    return spec(t, r, c).get("aggregation") in ("last", "mean") or still


def flows(t: Table) -> list[Spot]:
    return [(r, c) for r, c in counted(t) if spec(t, r, c).get("aggregation", "sum") == "sum" and not steady(t, r, c)]


def material(old: float, new: float) -> bool:
    return abs(new - old) >= max(FIFTH * old, TEN)


# ---------------------------------------------------------------- writing


def put(t: Table, r: int, c: int, n: float) -> None:
    """Writes a figure as the one that stood there is written."""
    raw = t.get(r, c)
    if isinstance(raw, str) and re.search(r"\d", raw):
        text = f"{int(n):,}"
        t.ws.cell(r, c).value = text.replace(",", ".") if t.project.language == "vi" else text
    elif not (raw == "-" and n == 0):
        t.ws.cell(r, c).value = int(n) if float(n).is_integer() else n


def note(t: Table, r: int, c: int, old: Any, new: Any) -> None:
    """Keeps what was planted, with the past of the place, for examples."""
    fact = fact_at(t, r, c)
    t.changes.append({"cell": t.ws.cell(r, c).coordinate, "indicator": fact.indicator if fact else "", "row": fact.row if fact else "",
                      "true": str(old), "planted": str(new), "past": past(t, r, c)})


def write(t: Table, new: dict[Spot, float], mend: bool = True) -> int:
    """Writes figures, their totals and stated rates after them; says how many are other ones than before."""
    old = {spot: t.value(*spot) for spot in counted(t)}
    changed = {s: n for s, n in new.items() if n != t.value(*s)}
    for (r, c), n in changed.items():
        note(t, r, c, t.get(r, c), n)
        for total in t.totals if mend else []:
            if t.layout == "unit-rows" and t.value(total, c):
                put(t, total, c, t.value(total, c) + n - old.get((r, c), t.value(r, c)))
        put(t, r, c, n)
    if mend:
        mend_rates(t, old)
    return len(changed)


def mend_rates(t: Table, old: dict[Spot, float]) -> None:
    """Stated rates follow their parts, as a formula would."""
    if t.layout != "indicator-rows":
        return
    where = {f.indicator: (r, c) for r, c, f in t.facts}
    for code, rate in t.types.items():
        spots = [where.get(rate.get(x, "")) for x in ("numerator", "denominator")]
        if rate["type"] != "ratio" or code not in where or None in spots or not t.number(*where[code]):
            continue
        (n, d), (a, b) = (old.get(s, 0) for s in spots), (t.value(*s) for s in spots)
        stated = t.get(*where[code])
        if d and b and (n, d) != (a, b):
            scale = next((s for s in (1, 100) if abs(stated - s * n / d) <= 0.006 * s), 0)
            if scale:
                t.ws.cell(*where[code]).value = round(scale * a / b, 4 if scale == 1 else 2)


def shuffled(t: Table, some: Iterable[Any]) -> list[Any]:
    found = list(some)
    return t.rng.sample(found, len(found))


def cell(t: Table, r: int, c: int) -> Place:
    return Place(t.ws.title, r, c, r, c)


def area(t: Table, spots: Iterable[Spot]) -> Place:
    """From the first to the last of them."""
    rows, cols = zip(*spots)
    return Place(t.ws.title, min(rows), min(cols), max(rows), max(cols))


# ---------------------------------------------------------------- roles of cells


def rates(t: Table) -> list[tuple[str, str]]:
    return [(i["numerator"], i["denominator"]) for i in t.types.values() if i["type"] == "ratio" and "numerator" in i]


def sums(t: Table) -> list[tuple[str, list[str]]]:
    """Wholes that a rule declares to be the sum of their parts."""
    codes, out = list(t.types), []
    for rule in t.project.forms[t.form].get("rule", []):
        if found := re.fullmatch(r"\[([^\]]+)\] == sum\(\[([^\]]+)\]:\[([^\]]+)\]\)", rule["check"]):
            whole, first, last = found.groups()
            out.append((whole, codes[codes.index(first):codes.index(last) + 1]))
    return out


def bounds(t: Table) -> list[tuple[str, str]]:
    """Parts and the wholes that a rule says they do not exceed."""
    rules = t.project.forms[t.form].get("rule", [])
    return [found.groups() for rule in rules if (found := re.fullmatch(r"\[([^\]]+)\] <= \[([^\]]+)\]", rule["check"]))]


ROLES: dict[str, str] = {
    "total": "a row of a table whose column has a total, which stays as it was",
    "row": "a row of a table, its total mended",
    "item": "an indicator of a list that is no part of a rate or a sum",
    "part": "a part of what a rule declares to be a sum",
    "whole": "what a rule declares to be a sum",
    "numerator": "a numerator", "denominator": "a denominator"}


def of_role(t: Table, role: str) -> list[Spot]:
    """Figures above nine of a role."""
    bound = {"numerator": {n for n, _ in rates(t)}, "denominator": {d for _, d in rates(t)},
             "part": {p for _, parts in sums(t) for p in parts}, "whole": {w for w, _ in sums(t)}}
    figures = [(r, c) for r, c in t.figures()]
    if role in bound:
        return [s for s in figures if spec(t, *s)["code"] in bound[role]]
    if role == "item":
        return [s for s in figures if t.layout == "indicator-rows" and not any(spec(t, *s)["code"] in b for b in bound.values())]
    if t.layout != "unit-rows":
        return []
    return [(r, c) for r, c in figures if role == "row" or any(t.number(x, c) for x in t.totals)]


def slip(t: Table, spots: list[Spot], change: Change, mend: bool, differs: Callable[[float, float], bool] = material) -> Spot | None:
    """One of these figures changed so that it differs."""
    for r, c in shuffled(t, spots):
        old = now(t, r, c)
        for _ in range(6):
            new = change(old, t.rng)
            if new is not None and new >= 0 and new != old and differs(old, new):
                write(t, {(r, c): new}, mend)
                return r, c
    return None


def slips(name: str, change: Change, roles: Iterable[str], differs: Callable[[float, float], bool] = material, blind: Iterable[str] = (), doc: str = "") -> None:
    """A kind for each role; in the roles that are `blind` nothing can show it, for the reason that the doc string gives."""
    for role in roles:
        def plant(t: Table, role: str = role) -> Place | None:
            at = slip(t, of_role(t, role), change, role != "total", differs)
            return (t.col_place(at[1]) if role == "total" else cell(t, *at)) if at else None
        plant.__doc__ = f"{doc} In {ROLES[role]}.".strip()
        kind(f"{name}-in-{role}", "told", NAMED, evidence=role not in blind)(plant)


MOST_ROLES = ("total", "row", "item", "part", "numerator", "denominator")
ALL_ROLES = (*MOST_ROLES, "whole")

# ---------------------------------------------------------------- scale: noughts and powers of ten

slips("scale-x10", lambda n, rng: n * 10, ALL_ROLES)
slips("scale-x100", lambda n, rng: n * 100, MOST_ROLES)
slips("scale-x1000", lambda n, rng: n * 1000, MOST_ROLES)
slips("scale-x1000000", lambda n, rng: n * 1_000_000, MOST_ROLES)
slips("scale-tenth", lambda n, rng: n // 10 or None, ALL_ROLES)
slips("scale-hundredth", lambda n, rng: n // 100 or None, ("total", "row", "item", "numerator", "denominator"))
slips("scale-thousandth", lambda n, rng: n // 1000 or None, ("item", "numerator", "denominator"))


def nought_in(n: int, rng: Random) -> int:
    s = str(n)
    i = rng.randrange(1, len(s))
    return int(f"{s[:i]}0{s[i:]}")


def nought_out(n: int, rng: Random) -> int | None:
    s = str(n)
    spots = [i for i, d in enumerate(s) if d == "0"]
    return int(s[:i] + s[i + 1:]) if spots and (i := rng.choice(spots)) else None


slips("scale-nought-inside", nought_in, ("total", "row", "item"))
slips("scale-nought-lost", nought_out, ("total", "row", "item"))


def all_scaled(name: str, factor: float, unit_rows: bool) -> None:
    @kind(name, "told", UNITS if unit_rows else LISTS)
    def plant(t: Table) -> Place | None:
        spots = flows(t)
        if unit_rows:
            column = t.pick(sorted({c for _, c in spots}))
            spots = [s for s in spots if s[1] == column]
        new = {s: int(t.value(*s) * factor) for s in spots if t.value(*s) * factor >= 1}
        if len(new) < 3 or sum(material(t.value(*s), n) for s, n in new.items()) < 3:
            return None
        write(t, new)
        return area(t, new)


all_scaled("scale-column-x10", 10, True)
all_scaled("scale-column-x1000", 1000, True)
all_scaled("scale-column-tenth", 0.1, True)
all_scaled("scale-form-x10", 10, False)
all_scaled("scale-form-x1000", 1000, False)
all_scaled("scale-form-tenth", 0.1, False)


# ---------------------------------------------------------------- digits


def transposed(n: int, rng: Random) -> int | None:
    s = str(n)
    spots = [i for i in range(len(s) - 1) if s[i] != s[i + 1] and not (i == 0 and s[1] == "0")]
    if not spots:
        return None
    i = rng.choice(spots)
    return int(s[:i] + s[i + 1] + s[i] + s[i + 2:])


def doubled(n: int, rng: Random) -> int:
    s = str(n)
    i = rng.randrange(len(s))
    return int(s[:i] + s[i] + s[i:])


def dropped(n: int, rng: Random) -> int | None:
    s = str(n)
    i = rng.randrange(len(s))
    return int(s[:i] + s[i + 1:]) if len(s) > 1 else None


def changed(n: int, rng: Random) -> int:
    s = str(n)
    i = rng.randrange(max(1, len(s) - 1))
    return int(s[:i] + str(rng.randint(1, 9)) + s[i + 1:])


def last_changed(n: int, rng: Random) -> int:
    return n // 10 * 10 + rng.randrange(10)


def slightly(n: int, rng: Random) -> int:
    return n + rng.choice([-1, 1]) * rng.choice([10, 20, 30, 50, 100, 200])


slips("digit-transposed", transposed, MOST_ROLES)
slips("digit-doubled", doubled, MOST_ROLES)
slips("digit-dropped", dropped, MOST_ROLES)
slips("digit-changed", changed, ALL_ROLES)
FREE = ("row", "item", "numerator", "denominator")
NO_PARTS = ("total", *FREE, "whole")
slips("digit-small", last_changed, NO_PARTS, lambda a, b: a >= 50 and abs(a - b) < TEN, FREE,
      "The last digit of a figure from 50 on, less than ten away: any period brings as much, no total or rule hangs on it.")
slips("digit-slight", slightly, NO_PARTS, lambda a, b: TEN <= abs(a - b) < 0.15 * a, FREE,
      "A digit that makes less than 15 %: within what figures do by themselves, no total or rule hangs on it.")


@kind("digit-minus-before", "told", NAMED)
def minus(t: Table) -> Place | None:
    """A negative sign before a figure, the total mended."""
    r, c = t.pick(t.figures())
    write(t, {(r, c): -now(t, r, c)})
    return cell(t, r, c)


# ---------------------------------------------------------------- figures in each other's places


def unlike(a: float, b: float) -> bool:
    """So different that the exchange is seen in both."""
    return min(a, b) > 0 and material(a, b) and material(b, a)


def exchange(t: Table, pairs: list[tuple[Spot, Spot]], mend: bool) -> Place | None:
    good = [(a, b) for a, b in pairs if unlike(t.value(*a), t.value(*b))]
    if not good:
        return None
    a, b = t.pick(good)
    write(t, {a: t.value(*b), b: t.value(*a)}, mend)
    return area(t, [a, b]) if mend else Place(t.ws.title, t.top, min(a[1], b[1]), max(t.rows[-1], *t.totals, 0), max(a[1], b[1]))


def beside(t: Table) -> list[tuple[Spot, Spot]]:
    spots = set(t.figures())
    return [((r, c), (r, d)) for r, c in spots for d in t.cols if d > c and (r, d) in spots and not any(c < x < d for x in t.cols)]


def below(t: Table) -> list[tuple[Spot, Spot]]:
    spots = set(t.figures())
    return [((r, c), (s, c)) for r, c in spots for s in t.rows if s > r and (s, c) in spots and not any(r < x < s for x in t.rows)]


kind("swap-beside-total-kept", "told", UNITS)(lambda t: exchange(t, beside(t), False) if t.totals else None)
kind("swap-beside", "told", UNITS)(lambda t: exchange(t, beside(t), True))
kind("swap-above-and-below", "told", UNITS)(lambda t: exchange(t, below(t), True))
kind("swap-two-lines", "told", LISTS)(lambda t: exchange(t, below(t), True))


def rename(t: Table, order: dict[int, int]) -> None:
    """Each row gets the name of another one, its figures stay."""
    names = {r: t.get(r, t.label_col) for r in t.rows}
    for r, other in order.items():
        if names[r] != names[other]:
            note(t, r, t.label_col, names[r], names[other])
        t.ws.cell(r, t.label_col).value = names[other]


def apart(t: Table, a: int, b: int) -> bool:
    """Rows most of whose figures differ by half."""
    pairs = [(t.value(a, c), t.value(b, c)) for c in t.numeric]
    large = [(x, y) for x, y in pairs if max(x, y) >= 20]
    return len(large) >= 2 and sum(max(x, y) >= 1.5 * min(x, y) for x, y in large) * 2 > len(large)


@kind("swap-two-names", "told", UNITS)
def two_names(t: Table) -> Place | None:
    """Two rows of unlike figures exchange their names."""
    pairs = [(a, b) for a in t.full() for b in t.full() if a < b and apart(t, a, b)]
    if not pairs:
        return None
    a, b = t.pick(pairs)
    rename(t, {a: b, b: a})
    return t.row_place(a, b)


def reordered(name: str, order: Callable[[Table], list[int]]) -> None:
    @kind(name, "told", UNITS)
    def plant(t: Table) -> Place | None:
        new = order(t)
        if len(t.rows) < 5 or sum(a != b for a, b in zip(t.rows, new)) * 2 < len(t.rows):
            return None
        rename(t, dict(zip(t.rows, new)))
        return t.sheet_place()


reordered("swap-names-sorted", lambda t: sorted(t.rows, key=lambda r: str(t.get(r, t.label_col))))
reordered("swap-names-shifted", lambda t: [*t.rows[1:], t.rows[0]])
reordered("swap-names-reversed", lambda t: t.rows[::-1])


@kind("swap-figures-sorted", "told", UNITS)
def sorted_figures(t: Table) -> Place | None:
    """One column sorted by size, the others and the names not."""
    c = t.pick(t.numeric)
    rows = [r for r in t.rows if (r, c) in set(counted(t))]
    new = {(r, c): n for r, n in zip(rows, sorted((t.value(r, c) for r in rows), reverse=True))}
    if sum(material(t.value(*s), n) for s, n in new.items()) < 4:
        return None
    write(t, new)
    return t.col_place(c)


@kind("swap-two-columns", "told", UNITS)
def two_columns(t: Table) -> Place | None:
    """The figures of two neighbouring columns exchanged, totals with them; the headings stay."""
    spots = set(counted(t))
    pairs = [(a, b) for a, b in zip(t.numeric, t.numeric[1:])
             if sum(unlike(t.value(r, a), t.value(r, b)) for r in t.rows) >= 3]
    if not pairs:
        return None
    a, b = t.pick(pairs)
    write(t, {(r, x): t.value(r, y) for r in t.rows for x, y in ((a, b), (b, a)) if {(r, a), (r, b)} <= spots})
    return t.col_place(a, b)


@kind("swap-column-shifted-down", "told", UNITS)
def shifted_down(t: Table) -> Place | None:
    """The figures of one column stand a row too low from some row on, the last one in the first's place."""
    c = t.pick(t.numeric)
    rows = [r for r in t.rows if (r, c) in set(counted(t))]
    if len(rows) < 5:
        return None
    rows = rows[t.rng.randrange(len(rows) - 4):]
    new = {(r, c): t.value(other, c) for r, other in zip(rows, [rows[-1], *rows[:-1]])}
    if sum(material(t.value(*s), n) for s, n in new.items()) < 3:
        return None
    write(t, new)
    return t.col_place(c)


# ---------------------------------------------------------------- cumulative


def together(t: Table, r: int, c: int) -> float | None:
    """This period and up to three before it together."""
    before = past(t, r, c)[:3]
    return t.value(r, c) + sum(before) if before and None not in before and sum(before) else None  # type: ignore[arg-type]


def cumulated(name: str, layouts: tuple[str, ...], choose: Callable[[Table, list[Spot]], list[Spot]], least: int) -> None:
    @kind(name, "told", layouts)
    def plant(t: Table) -> Place | None:
        spots = choose(t, [s for s in flows(t) if together(t, *s)])
        new = {s: n for s in spots if (n := together(t, *s))}
        if sum(material(t.value(*s), n) for s, n in new.items()) < least:
            return None
        write(t, new)
        return area(t, new)


cumulated("cum-form", LISTS, lambda t, s: s, 3)
cumulated("cum-table", UNITS, lambda t, s: s, 8)
cumulated("cum-column", UNITS, lambda t, s: [x for x in s if x[1] == c] if (c := t.pick(sorted({x[1] for x in s}))) else [], 3)
cumulated("cum-one-figure", NAMED, lambda t, s: [t.pick([x for x in s if t.value(*x) > 20])], 1)
cumulated("cum-one-row", UNITS, lambda t, s: [x for x in s if x[0] == r] if (r := t.pick(sorted({x[0] for x in s}))) else [], 2)


def growing(t: Table) -> list[Spot]:
    """Stocks that have grown since the period before."""
    return [s for s in counted(t) if spec(t, *s).get("aggregation") == "last" and known(t, *s)[:1] and t.value(*s) - known(t, *s)[0] >= TEN]


@kind("cum-this-period-twice", "told", LISTS)
def twice(t: Table) -> Place | None:
    """A cumulative figure to which this period's was added twice."""
    s = t.pick(growing(t))
    write(t, {s: 2 * t.value(*s) - known(t, *s)[0]})
    return cell(t, *s)


@kind("cum-begun-anew", "told", LISTS)
def begun_anew(t: Table) -> Place | None:
    """A cumulative figure of which only this period's part is stated."""
    s = t.pick(growing(t))
    write(t, {s: t.value(*s) - known(t, *s)[0]})
    return cell(t, *s)


@kind("cum-not-grown", "told", LISTS)
def not_grown(t: Table) -> Place | None:
    """A cumulative figure that stayed what it was, though it has grown each time."""
    spots = [s for s in growing(t) if len(p := known(t, *s)) >= 2 and all(a > b for a, b in zip(p, p[1:]))]
    s = t.pick(spots)
    write(t, {s: known(t, *s)[0]})
    return cell(t, *s)


# ---------------------------------------------------------------- stale, or another unit's


def as_before(t: Table, spots: Iterable[Spot], back: int = 0) -> dict[Spot, float]:
    """What stood in these cells some periods ago."""
    out = {}
    for s in spots:
        before = past(t, *s)
        if len(before) > back and before[back] is not None:
            out[s] = before[back]
    return out  # type: ignore[return-value]


def replaced(t: Table, new: dict[Spot, float], least: int, place: Place | None = None) -> Place | None:
    """Writes them where so many are truly other ones."""
    if len(new) < least or sum(n != t.value(*s) for s, n in new.items()) < least:
        return None
    write(t, new)
    return place or area(t, new)


def answers_as(t: Table, facts: Callable[[Fact], Fact | None]) -> None:
    """Yes and no as another period or unit says them."""
    words = {f.kind: t.get(r, c) for r, c, f in t.facts if f.kind in ("yes", "no")}
    default = {"vi": ("Có", "Không"), "en": ("Yes", "No")}[t.project.language]
    for r, c, f in t.facts:
        other = facts(f)
        if f.kind in ("yes", "no") and other and other.kind in ("yes", "no") and other.kind != f.kind:
            t.ws.cell(r, c).value = words.get(other.kind, default[other.kind == "no"])


@kind("stale-form", "told", NAMED)
def stale_form(t: Table) -> Place | None:
    """All figures and answers are those of the period before."""
    if not t.project.history:
        return None
    place = replaced(t, as_before(t, counted(t)), 3, t.sheet_place())
    if place:
        answers_as(t, lambda f: t.project.history.facts(f)[0])
    return place


def stale(name: str, layouts: tuple[str, ...], choose: Callable[[Table], list[Spot]], least: int, back: int = 0) -> None:
    kind(name, "told", layouts)(lambda t: replaced(t, as_before(t, choose(t), back), least))


def half(t: Table) -> list[Spot]:
    spots = flows(t)
    n, at = (len(spots) + 1) // 2, t.rng.randrange(2)
    return spots[:n] if at else spots[-n:]


def column(t: Table, spots: list[Spot]) -> list[Spot]:
    c = t.pick(sorted({c for _, c in spots}))
    return [s for s in spots if s[1] == c]


def row(t: Table, spots: list[Spot]) -> list[Spot]:
    r = t.pick(sorted({r for r, _ in spots}))
    return [s for s in spots if s[0] == r]


def block(t: Table) -> list[Spot]:
    """Some rows by some columns: at least four by two, at most half of the rows."""
    if len(t.rows) < 8 or len(t.numeric) < 3:
        return []
    height, width = t.rng.randint(4, max(4, len(t.rows) // 2)), t.rng.randint(2, min(4, len(t.numeric)))
    r, c = t.rng.randrange(len(t.rows) - height + 1), t.rng.randrange(len(t.numeric) - width + 1)
    rows, cols = t.rows[r:r + height], t.numeric[c:c + width]
    return [s for s in flows(t) if s[0] in rows and s[1] in cols]


stale("stale-flows", LISTS, flows, 3)
stale("stale-half", LISTS, half, 2)
stale("stale-all-but-one", LISTS, lambda t: shuffled(t, flows(t))[1:], 3)
stale("stale-two-periods-back", LISTS, flows, 3, 1)
stale("stale-oldest", LISTS, flows, 3, 4)
stale("stale-table-flows", UNITS, flows, 6)
stale("stale-table-two-periods-back", UNITS, flows, 6, 1)
stale("stale-half-of-rows", UNITS, half, 6)
stale("stale-column", UNITS, lambda t: column(t, flows(t)), 4)
stale("stale-half-column", UNITS, lambda t: (x := column(t, flows(t)))[:(len(x) + 1) // 2], 3)
stale("stale-block", UNITS, block, 4)
stale("stale-row", UNITS, lambda t: row(t, [s for s in flows(t) if t.value(*s) > 9]), 2)


def others(t: Table) -> list[str]:
    """Units of the same kind that send the form, too, in random order."""
    kinds = {u["code"]: u["kind"] for u in t.project.units}
    now = {f.unit for f in t.project.history.now.facts if f.form == t.form} if t.project.history else set()
    return shuffled(t, sorted(u for u in now if u != t.unit and kinds[u] == kinds[t.unit]))


def of_other(t: Table, unit: str) -> dict[Spot, Fact]:
    """What another unit says in the same places: of a table's rows, in their order."""
    if not t.project.history:
        return {}
    facts = [f for f in t.project.history.now.facts if f.form == t.form and f.unit == unit]
    rows = list(dict.fromkeys(f.row for f in facts))
    by = {(f.row, f.indicator): f for f in facts}
    out = {}
    for r, c, f in t.facts:
        row = rows[t.rows.index(r)] if t.layout == "unit-rows" and t.rows.index(r) < len(rows) else f.row
        if (row, f.indicator) in by:
            out[r, c] = by[row, f.indicator]
    return out


def anothers(name: str, layouts: tuple[str, ...], choose: Callable[[Table], list[Spot]], least: int, answers: bool = False) -> None:
    """The figures of another unit in this period."""
    @kind(name, "told", layouts)
    def plant(t: Table) -> Place | None:
        spots = choose(t)
        for unit in others(t):
            theirs = of_other(t, unit)
            new = {s: n for s in spots if s in theirs and (n := theirs[s].amount()) is not None}
            if sum(material(t.value(*s), n) for s, n in new.items()) >= least and (place := replaced(t, new, least)):
                if answers:
                    answers_as(t, lambda f: next((theirs[r, c] for r, c, x in t.facts if x is f and (r, c) in theirs), None))
                t.touched.add(unit)
                return place
        return None


anothers("stale-form-of-another-unit", LISTS, counted, 3, True)
anothers("stale-flows-of-another-unit", LISTS, flows, 3)
anothers("stale-half-of-another-unit", LISTS, half, 2)
anothers("stale-table-of-another-unit", UNITS, counted, 8, True)
anothers("stale-column-of-another-unit", UNITS, lambda t: column(t, flows(t)), 4)


# ---------------------------------------------------------------- copied within the sheet


def stretch(t: Table, least: int) -> list[Spot]:
    """Cells of a column one below the other."""
    c = t.pick(t.numeric)
    spots = [s for s in counted(t) if s[1] == c]
    if len(spots) < least:
        return []
    n = t.rng.randint(least, max(least, len(spots) * 2 // 3))
    at = t.rng.randrange(len(spots) - n + 1)
    return spots[at:at + n]


def filled(name: str, least: int, figure: Callable[[Table, list[Spot], int], float], most: int = 0, layouts: tuple[str, ...] = UNITS) -> None:
    @kind(name, "told", layouts)
    def plant(t: Table) -> Place | None:
        spots = stretch(t, least)[:most or None]
        new = {s: figure(t, spots, i) for i, s in enumerate(spots)}
        if len(spots) < least or sum(material(t.value(*s), n) for s, n in new.items()) < min(least - 1, 3):
            return None
        write(t, new)
        return area(t, spots)


filled("copy-down", 5, lambda t, s, i: t.value(*s[0]))
filled("copy-down-three", 3, lambda t, s, i: t.value(*s[0]), 3)
filled("copy-down-two", 2, lambda t, s, i: t.value(*s[0]), 2)
filled("copy-series", 5, lambda t, s, i: t.value(*s[0]) + i)
filled("copy-series-from-one", 5, lambda t, s, i: 1 + i)


@kind("copy-one-figure-everywhere", "told", UNITS)
def everywhere(t: Table) -> Place | None:
    c = t.pick(t.numeric)
    spots = [s for s in counted(t) if s[1] == c]
    return replaced(t, dict.fromkeys(spots, t.value(*t.pick(spots))), 4, t.col_place(c))


def copied_column(name: str, part: bool) -> None:
    @kind(name, "told", UNITS)
    def plant(t: Table) -> Place | None:
        spots = set(counted(t))
        for a, b in shuffled(t, [(a, b) for a in t.numeric for b in t.numeric if a != b]):
            rows = [r for r in t.rows if {(r, a), (r, b)} <= spots]
            new = {(r, b): t.value(r, a) for r in (rows[:(len(rows) + 1) // 2] if part else rows)}
            if sum(material(t.value(*s), n) for s, n in new.items()) >= 4:
                write(t, new)
                return t.col_place(b)
        return None


copied_column("copy-column-over-another", False)
copied_column("copy-half-column-over-another", True)


@kind("copy-row-over-another", "told", UNITS)
def copied_row(t: Table) -> Place | None:
    pairs = [(a, b) for a in t.full() for b in t.full() if a != b and apart(t, a, b)]
    a, b = t.pick(pairs)
    write(t, {(b, c): t.value(a, c) for _, c in counted(t) if (b, c) in set(counted(t)) and (a, c) in set(counted(t))})
    return t.row_place(b)


@kind("copy-line-over-the-next", "told", LISTS)
def copied_line(t: Table) -> Place | None:
    """An indicator's figure stands in the next one, too."""
    good = [(a, b) for a, b in below(t) if unlike(t.value(*a), t.value(*b))]
    a, b = t.pick(good)
    write(t, {b: t.value(*a)})
    return cell(t, *b)


# ---------------------------------------------------------------- yes and no


def said(t: Table, kind_: str) -> list[tuple[int, int, Fact]]:
    return [(r, c, f) for r, c, f in t.facts if f.kind == kind_]


def answer(t: Table, spots: list[Spot], to: str) -> Place | None:
    words = {f.kind: t.get(r, c) for r, c, f in t.facts if f.kind in ("yes", "no")}
    default = {"vi": {"yes": "Có", "no": "Không"}, "en": {"yes": "Yes", "no": "No"}}[t.project.language]
    for r, c in spots:
        fact, history = fact_at(t, r, c), t.project.history
        t.changes.append({"cell": t.ws.cell(r, c).coordinate, "indicator": fact.indicator if fact else "", "row": fact.row if fact else "", "true": str(t.get(r, c)),
                          "planted": to, "past": [f.kind if f else None for f in history.facts(fact)] if fact and history else []})
        t.ws.cell(r, c).value = words.get(to, default[to])
    return area(t, spots) if spots else None


def always(t: Table, f: Fact, what: str) -> bool:
    before = [x.kind for x in t.project.history.facts(f) if x] if t.project.history else []
    return bool(before) and all(b == what for b in before)


@kind("answer-yes-became-no", "told", NAMED, heard=("P012",))
def yes_to_no(t: Table) -> Place | None:
    return answer(t, [t.pick([(r, c) for r, c, f in said(t, "yes") if always(t, f, "yes")])], "no")


@kind("answer-no-became-yes", "told", NAMED, evidence=False)
def no_to_yes(t: Table) -> Place | None:
    """One no that became yes: what is not there yet comes, and nothing else on the sheet hangs on it."""
    return answer(t, [t.pick([(r, c) for r, c, f in said(t, "no") if always(t, f, "no")])], "yes")


def all_answered(name: str, to: str, layouts: tuple[str, ...]) -> None:
    @kind(name, "told", layouts, heard=("P012",) if to == "no" else ())
    def plant(t: Table) -> Place | None:
        turned = [(r, c) for r, c, _ in said(t, "no" if to == "yes" else "yes")]
        if t.layout == "unit-rows" and turned:
            turned = column(t, turned)
        return answer(t, turned, to) if len(turned) >= 2 else None


all_answered("answer-column-all-yes", "yes", UNITS)
all_answered("answer-column-all-no", "no", UNITS)
all_answered("answer-form-all-yes", "yes", LISTS)
all_answered("answer-form-all-no", "no", LISTS)


# ---------------------------------------------------------------- stocks


def stocks(t: Table) -> list[Spot]:
    """Figures above nine that stay what they are, by their declaration or by a past that does not move."""
    def still(s: Spot) -> bool:
        all_ = [*known(t, *s), t.value(*s)]
        return spec(t, *s).get("aggregation") == "last" or max(all_) - min(all_) <= max(1, 0.03 * max(all_))
    return [s for s in t.figures() if known(t, *s) and min(known(t, *s)) > 0 and spec(t, *s).get("aggregation") != "mean" and still(s)]


def stock(name: str, change: Change, differs: Callable[[float, float], bool] = material, constant: bool = False) -> None:
    @kind(name, "told", NAMED)
    def plant(t: Table) -> Place | None:
        spots = [s for s in stocks(t) if not constant or len(p := known(t, *s)) >= 2 and len({*p, t.value(*s)}) == 1]
        at = slip(t, spots, change, True, differs)
        return cell(t, *at) if at else None


stock("stock-tripled", lambda n, rng: n * 3)
stock("stock-a-third", lambda n, rng: n // 3)
stock("stock-doubled", lambda n, rng: n * 2)
stock("stock-halved", lambda n, rng: n // 2)
stock("stock-half-more", lambda n, rng: n * 3 // 2)
stock("stock-zero", lambda n, rng: 0)
stock("stock-slipped-though-constant", lambda n, rng: round(n * rng.choice([0.8, 0.85, 1.15, 1.2])), lambda a, b: a >= 20 and abs(a - b) >= 3, True)


# ---------------------------------------------------------------- nothing, and something


def never_nothing(t: Table, least: float) -> list[Spot]:
    return [s for s in counted(t) if t.value(*s) >= least and known(t, *s) and min(known(t, *s)) >= least]


def emptied(name: str, raw: Any, choose: Callable[[Table], list[Spot]], least: int = 1) -> None:
    @kind(name, "told", NAMED)
    def plant(t: Table) -> Place | None:
        spots = choose(t)
        if len(spots) < least:
            return None
        write(t, dict.fromkeys(spots, 0))
        for r, c in spots:
            t.ws.cell(r, c).value = raw
        return area(t, spots)


emptied("zero-for-figure", 0, lambda t: [t.pick(never_nothing(t, 10))])
emptied("zero-dash-for-figure", "-", lambda t: [t.pick(never_nothing(t, 10))])
emptied("zero-for-large-figure", 0, lambda t: [t.pick(never_nothing(t, 100))])
emptied("zero-for-small-figure", 0, lambda t: [t.pick([s for s in never_nothing(t, 3) if t.value(*s) < 10])])
emptied("zero-row", 0, lambda t: row(t, never_nothing(t, 10)) if t.layout == "unit-rows" else [], 2)
emptied("zero-column", 0, lambda t: column(t, never_nothing(t, 1)) if t.layout == "unit-rows" else [], 3)
emptied("zero-column-dashes", "-", lambda t: column(t, never_nothing(t, 1)) if t.layout == "unit-rows" else [], 3)
emptied("zero-form", 0, lambda t: [s for s in flows(t) if t.value(*s)], 3)
emptied("zero-form-dashes", "-", lambda t: [s for s in flows(t) if t.value(*s)], 3)


def arisen(name: str, least: int, most: int) -> None:
    @kind(name, "told", NAMED)
    def plant(t: Table) -> Place | None:
        spots = [s for s in counted(t) if t.value(*s) == 0 and known(t, *s) and max(known(t, *s)) == 0]
        s = t.pick(spots)
        write(t, {s: t.rng.randint(least, most)})
        return cell(t, *s)


arisen("zero-became-something", 20, 200)
arisen("zero-became-much", 1000, 9000)


# ---------------------------------------------------------------- numerators, denominators, parts


def pairs_of(t: Table, pairs: Iterable[tuple[str, str]]) -> list[tuple[Spot, Spot]]:
    """Cells of the one and of the other indicator: on the sheet, or in the same row."""
    where: dict[tuple[str, int], Spot] = {}
    for r, c in counted(t):
        where[spec(t, r, c)["code"], r if t.layout == "unit-rows" else 0] = (r, c)
    rows = t.rows if t.layout == "unit-rows" else [0]
    return [(where[a, r], where[b, r]) for a, b in pairs for r in rows if (a, r) in where and (b, r) in where]


def related(name: str, expect: str, pairs: Callable[[Table], list[tuple[str, str]]], change: Callable[[Table, float, float], tuple[float, float] | None],
            layouts: tuple[str, ...] = NAMED) -> None:
    """A pair of figures that belong together, changed together."""
    @kind(name, expect, layouts)
    def plant(t: Table) -> Place | None:
        for a, b in shuffled(t, pairs_of(t, pairs(t))):
            x, y = t.value(*a), t.value(*b)
            new = change(t, x, y)
            if new and (material(x, new[0]) or material(y, new[1])):
                write(t, {a: new[0], b: new[1]})
                return area(t, [a, b])
        return None


related("ratio-numerator-over", "told", rates, lambda t, n, d: (int(d * t.rng.uniform(1.1, 2)) + 10, d) if d else None)
related("ratio-exchanged", "told", rates, lambda t, n, d: (d, n) if unlike(n, d) else None)
related("ratio-numerator-as-percent", "told", rates, lambda t, n, d: (round(100 * n / d), d) if d and n else None)
related("ratio-both-as-percent", "told", rates, lambda t, n, d: (round(100 * n / d), 100) if d and n else None)
related("ratio-numerator-as-fraction", "told", rates, lambda t, n, d: (round(n / d, 3), d) if d and 0 < n < d else None)
related("ratio-numerator-equals-denominator", "told", rates, lambda t, n, d: (d, d) if n < 0.8 * d else None)
related("ratio-denominator-equals-numerator", "told", rates, lambda t, n, d: (n, n) if 0 < n < 0.8 * d else None)
related("ratio-numerator-is-the-rest", "told", rates, lambda t, n, d: (d - n, d) if n < d else None)
related("ratio-denominator-is-the-sum", "told", rates, lambda t, n, d: (n, n + d) if n else None)
related("ratio-part-over-whole", "told", bounds, lambda t, a, b: (int(b * t.rng.uniform(1.1, 1.9)) + 10, b))
related("ratio-part-and-whole-exchanged", "told", bounds, lambda t, a, b: (b, a) if unlike(a, b) else None)


def equal_everywhere(name: str, over: bool) -> None:
    """The numerator equals the denominator in every row: one column written over the other."""
    @kind(name, "told", UNITS)
    def plant(t: Table) -> Place | None:
        pairs = [(a, b) for pair in rates(t) for a, b in pairs_of(t, [pair])]
        a, b = t.pick(sorted({(a[1], b[1]) for a, b in pairs}))
        spots = [(x, y) for x, y in pairs if x[1] == a and y[1] == b]
        new = {x: t.value(*y) for x, y in spots} if over else {y: t.value(*x) for x, y in spots}
        return replaced(t, new, 3, t.col_place(min(a, b), max(a, b)))


equal_everywhere("ratio-numerators-are-denominators", True)
equal_everywhere("ratio-denominators-are-numerators", False)


@kind("ratio-stated-rate-wrong", "say", LISTS)
def stated_wrong(t: Table) -> Place | None:
    """A rate that its parts do not give, typed over."""
    spots = [(r, c) for r, c, f in t.facts if t.types[f.indicator]["type"] == "ratio" and t.number(r, c) and t.get(r, c) > 0]
    r, c = t.pick(spots)
    new = round(t.get(r, c) * t.rng.uniform(0.5, 0.85), 3)
    note(t, r, c, t.get(r, c), new)
    t.ws.cell(r, c).value = new
    return cell(t, r, c)


# ---------------------------------------------------------------- totals and declared sums


def total_cells(t: Table) -> list[Spot]:
    return [(r, c) for r in t.totals for c in t.numeric if t.number(r, c) and t.value(r, c) > 9]


def total(name: str, change: Callable[[Table, int, int], float | None]) -> None:
    @kind(name, "say", UNITS)
    def plant(t: Table) -> Place | None:
        for r, c in shuffled(t, total_cells(t)):
            new = change(t, r, c)
            if new and new != t.value(r, c) and new != sum(t.value(x, c) for x in t.rows):
                note(t, r, c, t.get(r, c), new)
                put(t, r, c, new)
                return t.col_place(c)
        return None


def last_periods(t: Table, r: int, c: int) -> float | None:
    before = [past(t, x, c)[:1] for x in t.rows]
    return sum(b[0] for b in before if b and b[0] is not None) if any(before) else None


total("sum-total-of-last-period", last_periods)
total("sum-total-transposed", lambda t, r, c: transposed(now(t, r, c), t.rng))
total("sum-total-x10", lambda t, r, c: now(t, r, c) * 10)
total("sum-total-without-last-row", lambda t, r, c: t.value(r, c) - t.value(t.rows[-1], c))
total("sum-total-without-first-row", lambda t, r, c: t.value(r, c) - t.value(t.rows[0], c))
total("sum-total-of-next-column", lambda t, r, c: next((t.value(r, d) for d in t.numeric if d > c and t.number(r, d)), None))
total("sum-total-off-by-one", lambda t, r, c: t.value(r, c) + t.rng.choice([-1, 1]))


@kind("sum-total-counts-itself-twice", "say", UNITS)
def doubled_total(t: Table) -> Place | None:
    """Every figure of the total row is twice the sum of the rows."""
    spots = total_cells(t)
    if len(spots) < 2:
        return None
    for r, c in spots:
        note(t, r, c, t.get(r, c), 2 * t.value(r, c))
        put(t, r, c, 2 * t.value(r, c))
    return t.sheet_place()


@kind("sum-row-corrected-total-and-whole-not", "told", NAMED)
def corrected(t: Table) -> Place | None:
    """A part corrected, neither its total nor its declared sum."""
    at = slip(t, of_role(t, "part"), changed, False)
    return t.row_place(at[0]) if at else None


# ---------------------------------------------------------------- records


def by_type(t: Table, *types: str) -> list[int]:
    return [c for c, code in t.indicator.items() if t.types[code]["type"] in types]


def choices(t: Table) -> dict[int, set[str]]:
    """The columns by which lists are sorted, with the values that they know."""
    out: dict[int, set[str]] = {}
    for i in t.types.values():
        when = i.get("when", {})
        for c, code in t.indicator.items():
            if code == when.get("indicator") and when.get("is"):
                out.setdefault(c, set()).update(when["is"])
    return out


def key_col(t: Table) -> int:
    """The column that tells records apart: declared, or the first of texts."""
    declared = t.project.forms[t.form].get("rows", {}).get("key", [])
    return next((c for c, code in t.indicator.items() if code in declared), min(by_type(t, "text"), default=0))


def set_field(t: Table, r: int, c: int, value: Any) -> Place:
    note(t, r, c, t.get(r, c), value)
    t.ws.cell(r, c).value = value
    return cell(t, r, c)


def blank(name: str, columns: Callable[[Table], list[int]]) -> None:
    @kind(name, "told", RECORDS)
    def plant(t: Table) -> Place | None:
        return set_field(t, t.pick(t.rows), t.pick(columns(t)), None)


blank("record-number-blank", lambda t: [key_col(t)])
blank("record-date-blank", lambda t: by_type(t, "date"))
blank("record-text-blank", lambda t: [c for c in by_type(t, "text") if c != key_col(t) and c not in choices(t)])
blank("record-choice-blank", lambda t: list(choices(t)))
blank("record-amount-blank", lambda t: by_type(t, "count", "amount"))


@kind("record-choice-unknown", "told", RECORDS)
def unknown_choice(t: Table) -> Place | None:
    return set_field(t, t.pick(t.rows), t.pick(list(choices(t))), "X")


@kind("record-choice-another", "told", RECORDS, evidence=False)
def another_choice(t: Table) -> Place | None:
    """An item in another part than its own: only who understands its text can tell."""
    found = choices(t)
    r, c = t.pick(t.rows), t.pick(list(found))
    return set_field(t, r, c, t.pick(sorted(found[c] - {str(t.get(r, c))})))


def again(t: Table, values: dict[int, Any], at: int = 0) -> Place:
    """A record more, below the others or after one of them."""
    last = t.rows[-1]
    number = t.get(last, t.code_col) + 1 if t.code_col and t.number(last, t.code_col) else None
    return figures_row(t, at or last + 1, None, last, values, number)


def twice_record(name: str, change: Callable[[Table, int, dict[int, Any]], None]) -> None:
    @kind(name, "told", RECORDS)
    def plant(t: Table) -> Place | None:
        r = t.pick(t.rows)
        values = {c: t.get(r, c) for c in t.cols}
        change(t, r, values)
        t.changes.append({"cell": t.ws.cell(t.rows[-1] + 1, min(t.cols)).coordinate, "indicator": "", "row": "", "true": "", "planted": str(list(values.values())), "past": []})
        again(t, values)
        return Place(t.ws.title, r, 1, t.rows[-1] + 1, t.ws.max_column)


def bump(text: Any, rng: Random) -> Any:
    """A document's number changed to another one."""
    return re.sub(r"\d+", lambda m: str(int(m.group()) + rng.randint(200, 700)), str(text), count=1)


twice_record("record-twice", lambda t, r, v: None)
twice_record("record-twice-under-another-number", lambda t, r, v: v.update({key_col(t): bump(v[key_col(t)], t.rng)}))
twice_record("record-twice-on-another-day", lambda t, r, v: v.update({c: v[c] + dt.timedelta(1) for c in by_type(t, "date") if isinstance(v[c], dt.datetime)}))
twice_record("record-number-of-another", lambda t, r, v: v.update({c: f"{v[c]} ({WORDS[t.project.language]['added']})" for c in by_type(t, "text") if c != key_col(t) and c not in choices(t)}))


def records_of(facts: Iterable[Fact], form: str) -> dict[tuple[str, str], dict[str, Fact]]:
    out: dict[tuple[str, str], dict[str, Fact]] = {}
    for f in facts:
        if f.form == form and not f.file.endswith(".ods"):
            out.setdefault((f.unit, f.row), {})[f.indicator] = f
    return out


def as_cells(t: Table, record: dict[str, Fact]) -> dict[int, Any]:
    def value(f: Fact) -> Any:
        return dt.datetime.fromisoformat(f.value) if f.kind == "date" else f.amount() if f.kind == "number" else f.value
    return {c: value(record[code]) for c, code in t.indicator.items() if code in record}


def earlier(name: str, back: int, redated: bool) -> None:
    """A record that stood in the report of an earlier period."""
    @kind(name, "told", RECORDS)
    def plant(t: Table) -> Place | None:
        history = t.project.history
        if not history or len(history.before) <= back:
            return None
        mine = [r for (unit, _), r in records_of(history.before[back].facts, t.form).items() if unit == t.unit]
        values = as_cells(t, t.pick(mine))
        if redated:
            days = [t.get(r, c) for r in t.rows for c in by_type(t, "date")]
            values.update({c: t.pick(days) for c in by_type(t, "date")})
        t.changes.append({"cell": "", "indicator": "", "row": "", "true": "", "planted": str([str(v) for v in values.values()]), "past": []})
        return again(t, values)


earlier("record-of-the-period-before", 0, False)
earlier("record-of-the-period-before-redated", 0, True)
earlier("record-of-two-periods-before-redated", 1, True)


@kind("record-of-another-unit", "told", RECORDS)
def foreign(t: Table) -> Place | None:
    """A record that another unit reports in this period."""
    found = records_of(t.project.history.now.facts, t.form) if t.project.history else {}
    unit, row_ = t.pick(sorted(k for k in found if k[0] != t.unit))
    values = as_cells(t, found[unit, row_])
    t.touched.add(unit)
    t.changes.append({"cell": "", "indicator": "", "row": "", "true": "", "planted": f"{unit}: {[str(v) for v in values.values()]}", "past": []})
    return again(t, values)


def dated(name: str, change: Callable[[dt.datetime, Table], dt.datetime | None]) -> None:
    @kind(name, "told", RECORDS)
    def plant(t: Table) -> Place | None:
        for r, c in shuffled(t, [(r, c) for r in t.rows for c in by_type(t, "date")]):
            old = t.get(r, c)
            new = change(old, t) if isinstance(old, dt.datetime) else None
            if new and new != old:
                return set_field(t, r, c, new)
        return None


def turned(day: dt.datetime, t: Table) -> dt.datetime | None:
    return day.replace(month=day.day, day=day.month) if day.day <= 12 and day.day != day.month else None


def months(day: dt.datetime, n: int) -> dt.datetime:
    at = day.year * 12 + day.month - 1 + n
    return day.replace(year=at // 12, month=at % 12 + 1, day=min(day.day, 28))


dated("record-date-before-the-period", lambda d, t: months(d, -5))
dated("record-date-after-the-period", lambda d, t: months(d, 5))
dated("record-day-and-month-exchanged", turned)
dated("record-year-before", lambda d, t: months(d, -12))
dated("record-year-after", lambda d, t: months(d, 12))
dated("record-century-wrong", lambda d, t: d.replace(year=d.year + 100, day=min(d.day, 28)))
dated("record-year-digits-turned", lambda d, t: d.replace(year=int(str(d.year)[:2] + str(d.year)[:1:-1]), day=min(d.day, 28)))


@kind("record-day-off", "told", RECORDS, evidence=False)
def day_off(t: Table) -> Place | None:
    """A day that is another one of the same period: nothing but the document says which is right."""
    cells = [(r, c) for r in t.rows for c in by_type(t, "date") if isinstance(t.get(r, c), dt.datetime)]
    r, c = t.pick(cells)
    return set_field(t, r, c, t.get(r, c) + dt.timedelta(1 if t.get(r, c).day < 15 else -1))


@kind("record-left-out", "told", RECORDS, evidence=False)
def left_out(t: Table) -> Place | None:
    """A record that is not there: nothing says that it should be, where records bear numbers of the whole office."""
    t.delete_row(t.pick(t.rows))
    return t.sheet_place()


def amounts(name: str, change: Change, differs: Callable[[float, float], bool] = material, evidence: bool = True, doc: str = "") -> None:
    def plant(t: Table) -> Place | None:
        cells = [(r, c) for r in t.rows for c in by_type(t, "count", "amount") if t.number(r, c) and t.get(r, c) > 9]
        for r, c in shuffled(t, cells):
            new = change(int(t.get(r, c)), t.rng)
            if new is not None and differs(t.get(r, c), new):
                return set_field(t, r, c, new)
        return None
    plant.__doc__ = doc
    kind(name, "told", RECORDS, evidence=evidence)(plant)


amounts("record-amount-x1000", lambda n, rng: n * 1000)
amounts("record-amount-negative", lambda n, rng: -n)
amounts("record-amount-changed", changed, evidence=False, doc="An amount of one record that is another one of usual size: records have no past, and nothing adds up to it.")
