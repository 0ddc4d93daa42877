#!/usr/bin/env python3
"""The tables of what came of the plantings. As a program: table.py BEFORE.json AFTER.json compares two runs of inject.py over the same seeds,
table.py --doc PAGE.md RUN.json puts what a run measured between the marks of a page."""
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from kinds import KINDS

CLASSES = ("right", "elsewhere", "repaired", "harmless", "remarked", "unsaid", "silent", "loud")
SHORT = {"told": ("right", "elsewhere"), "no harm": ("repaired", "harmless", "remarked"), "unsaid": ("unsaid",), "silent": ("silent",),
         "false alarm": ("loud",)}
Outcomes = list[tuple[str, str]]


def line(name: str, counts: list[int]) -> str:
    return f"| {name} | " + " | ".join(str(n or "") for n in counts) + " |"


def by_kind(outcomes: Outcomes) -> tuple[dict[str, Counter], Counter]:
    """Outcomes by kind, and those of the clean variations."""
    kinds: dict[str, Counter] = defaultdict(Counter)
    for kind, outcome in outcomes:
        kinds[kind if kind in KINDS else ""][outcome] += 1
    return kinds, kinds.pop("", Counter())


def by_group(kinds: dict[str, Counter]) -> dict[str, Counter]:
    """Sums over groups, and over those of each sort."""
    groups: dict[str, Counter] = defaultdict(Counter)
    sorts: dict[str, Counter] = defaultdict(Counter)
    for name, counts in kinds.items():
        kind = KINDS[name]
        group = "clean changes" if kind.expect == "harmless" else kind.group if kind.evidence else f"without evidence, {kind.sort}"
        groups[group] += counts
        if kind.evidence:
            sorts[f"**{kind.sort}**"] += counts
            sorts["**all but those without evidence**"] += counts
    order = {g: i for i, g in enumerate(dict.fromkeys([*(k.group for k in KINDS.values())]))}
    out = {g: groups[g] for g in sorted(groups, key=lambda g: order.get(g, 99))}
    return {**out, **{s: sorts[s] for s in sorted(sorts, key=lambda s: "all" in s)}}


def title(name: str) -> str:
    return name if name not in KINDS or KINDS[name].evidence else f"{name} (no evidence)"


def head(first: str, columns: list[str]) -> list[str]:
    return [f"| {first} | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]


def said_of_clean(clean: Counter) -> str:
    return f"{sum(clean.values())} clean variations: {clean['loud']} with an error or lost figures, {clean['remarked']} with a warning other than R016."


def rows(counted: dict[str, Counter], names: list[str]) -> list[str]:
    return [line(title(n), [sum(counted[n].values()), *(counted[n][c] for c in CLASSES)]) for n in names]


def table(first: str, counted: dict[str, Counter], names: list[str]) -> str:
    return "\n".join([*head(first, ["plantings", *CLASSES]), *rows(counted, names)])


def markdown(outcomes: Outcomes) -> str:
    """A table of kinds by class, sums by group below it, and the clean variations in a sentence."""
    kinds, clean = by_kind(outcomes)
    groups = by_group(kinds)
    out = [table("kind", kinds, [n for n in KINDS if n in kinds]), "", table("group", groups, list(groups)), ""]
    return "\n".join([*out, said_of_clean(clean)] if clean else out)


def share(counts: Counter, of: str) -> str:
    return f"{100 * counts[of] / max(1, sum(counts.values())):.1f} %"


def documented(page: str, outcomes: Outcomes, run: dict[str, Any]) -> str:
    """The page with what was measured between its marks: <!-- measured: NAME --> … <!-- end -->."""
    kinds, clean = by_kind(outcomes)
    groups = by_group(kinds)
    total = groups["**all but those without evidence**"]
    loud = {name: Counter(f["code"] for f in found) for name, found in run["untouched"].items()}
    quiet = [n for n in KINDS if n in kinds and KINDS[n].evidence and kinds[n]["silent"] * 5 > sum(kinds[n].values())]
    parts = {
        "summary": f"{len(KINDS)} kinds in {len({k.group for k in KINDS.values()})} groups; seeds {', '.join(map(str, run['seeds']))}; {sum(map(sum, (c.values() for c in kinds.values())))} plantings. "
                   f"Of the {sum(total.values())} that leave evidence {share(total, 'right')} were told at the place, {share(total, 'elsewhere')} elsewhere in the unit's files, {share(total, 'repaired')} repaired, "
                   f"{share(total, 'harmless')} were clean changes without harm, {share(total, 'unsaid')} unsaid, {share(total, 'silent')} silent, {share(total, 'loud')} clean changes with an alarm.\n\n"
                   f"{said_of_clean(clean)}\n\nErrors and warnings of the untouched copies: "
                   + "; ".join(f"{name}: {', '.join(f'{c} × {n}' for c, n in sorted(codes.items())) or 'none'}" for name, codes in loud.items()) + ".",
        "groups": table("group", groups, list(groups)),
        "silent": table("kind", kinds, sorted(quiet, key=lambda n: -kinds[n]["silent"] / sum(kinds[n].values()))) if quiet else "None.",
        "kinds": table("kind", kinds, [n for n in KINDS if n in kinds]),
    }
    for name, text in parts.items():
        page = re.sub(rf"(<!-- measured: {name} -->\n).*?(<!-- end -->)", lambda m, text=text: f"{m[1]}\n{text}\n\n{m[2]}", page, flags=re.S)
    return page


def compare(before: Outcomes, after: Outcomes) -> str:
    """The same, of two programs side by side, with the classes drawn together as in SHORT."""
    (old, old_clean), (new, new_clean) = by_kind(before), by_kind(after)

    def beside(a: dict[str, Counter], b: dict[str, Counter], names: list[str]) -> list[str]:
        return [line(title(n), [sum(b[n].values()), *(sum(c[k] for k in ks) for c in (a.get(n, Counter()), b[n]) for ks in SHORT.values())]) for n in names]
    columns = ["plantings", *(f"{when}: {name}" for when in ("before", "after") for name in SHORT)]
    a, b = by_group(old), by_group(new)
    out = [*head("group", columns), *beside(a, b, list(b)), "", f"Before: {said_of_clean(old_clean)} After: {said_of_clean(new_clean)}", ""]
    return "\n".join([*out, *head("kind", columns), *beside(old, new, [n for n in KINDS if n in new])])


def read(path: str) -> dict[str, Any]:
    return json.loads(Path(path).read_text("utf-8"))


def outcomes_of(run: dict[str, Any]) -> Outcomes:
    return [(p["kind"], p["outcome"]) for p in run["plantings"]]


if __name__ == "__main__":
    if sys.argv[1] == "--doc":
        page, measured = Path(sys.argv[2]), read(sys.argv[3])
        page.write_text(documented(page.read_text("utf-8"), outcomes_of(measured), measured), "utf-8")
    else:
        print(compare(*(outcomes_of(read(p)) for p in sys.argv[1:3])))
