"""A past for the clinic project, which has none: six months before its own, drawn around its figures. Nothing of it is kept in the repository."""
import datetime as dt
import math
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from model import Fact, Project, Table, open_book, save_book, tables, thaw

MONTHS = 6
SPREAD = 0.12
STEADY = ("4", "5")
"""Beds are the same each month, and who is open stays so, nearly always."""
RARE = "2.3"


def month_back(year: int, month: int, n: int) -> tuple[int, int]:
    at = year * 12 + month - 1 - n
    return at // 12, at % 12 + 1


def renamed(name: str, year: int, month: int) -> str:
    """The file's name with another month in the place of its own, where it bears one."""
    day = dt.date(year, month, 1)
    for pattern, new in [(r"2024-03", f"{day:%Y-%m}"), (r"03-2024", f"{day:%m-%Y}"), (r"march(?=[ _]?2024)", f"{day:%B}"), (r"(?<![a-z])mar(?=[ _]?2024)", f"{day:%b}"),
                         (r"(?<![a-z])march(?![a-z])", f"{day:%B}"), (r"2024", f"{year}")]:
        if pattern == "2024" and f"{year}" in name:
            continue
        name = re.sub(pattern, new, name, flags=re.I)
    return name


def write_like(raw: Any, n: int) -> Any:
    """A figure written as the one that stood there: a text with separators, a dash for nothing, a number."""
    if n == 0:
        return raw if raw in ("-", 0) else 0
    return f"{n:,}" if isinstance(raw, str) and any(d.isdigit() for d in raw) else n


def drawn(n: float, rng: Random) -> int:
    """A figure of another month: lognormal around this one, with what chance does to small counts."""
    mean = n * math.exp(rng.gauss(0, SPREAD))
    if mean >= 30:
        return round(mean)
    step, left, count = math.exp(-mean), rng.random(), 0
    while left > step:
        left, count = left * rng.random(), count + 1
    return count


def fill(t: Table, rng: Random) -> None:
    cols = {code: c for c, code in t.indicator.items()}
    for r in t.rows:
        new: dict[str, int] = {}
        for code, c in cols.items():
            if code in STEADY:
                continue
            new[code] = int(rng.random() < 0.12) if code == RARE else drawn(t.value(r, c), rng)
        new["2.4"] = new["2.1"] + new["2.2"] + new["2.3"]
        new["3.3"] = min(new["3.3"], 3 * (new["3.1"] + new["3.2"]))
        for code, n in new.items():
            t.ws.cell(r, cols[code]).value = write_like(t.get(r, cols[code]), n)
        if rng.random() < 0.02:
            cell = t.ws.cell(r, cols["5"])
            cell.value = {"Yes": "No", "No": "Yes", "Y": "N", "N": "Y"}.get(cell.value, cell.value)
    for total in t.totals:
        for c in t.numeric:
            if t.get(total, c) is not None:
                t.ws.cell(total, c).value = write_like(t.get(total, c), int(sum(t.value(r, c) for r in t.rows)))


def clinic(project: Project, facts: dict[str, list[Fact]]) -> None:
    """Writes the files of the months before into the copy."""
    year, month = map(int, project.period.split("-"))
    for file in sorted(facts):
        whole = pickle.dumps(open_book(project.root / file))
        for back in range(1, MONTHS + 1):
            y, m = month_back(year, month, back)
            folder = project.root / "submissions" / f"{y}-{m:02}"
            folder.mkdir(exist_ok=True)
            rng, book = Random(f"{file}-{y}-{m}"), thaw(whole)
            for t in tables(project, book, facts[file], rng):
                fill(t, rng)
                for cell in t.period_cells():
                    cell.value = re.sub(r"(?i)march 2024", f"{dt.date(y, m, 1):%B} {y}", cell.value)
            book.properties.modified = dt.datetime(*month_back(y, m, -1), 2 + rng.randrange(8), 8)
            save_book(book, folder / renamed(Path(file).name, y, m))


PASTS: dict[str, Callable[[Project, dict[str, list[Fact]]], None]] = {"clinic": clinic}
