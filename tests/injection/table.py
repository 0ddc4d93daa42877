#!/usr/bin/env python3
"""The tables of what came of the plantings. As a program: table.py BEFORE.json AFTER.json compares two runs of inject.py over the same seeds."""
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

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
    groups: dict[str, Counter] = defaultdict(Counter)
    for name, counts in kinds.items():
        kind = KINDS[name]
        groups["clean changes" if kind.expect == "harmless" else kind.group if kind.evidence else "without evidence"] += counts
    groups["**all but those without evidence**"] = sum((c for g, c in groups.items() if g != "without evidence"), Counter())
    return groups


def title(name: str) -> str:
    return name if name not in KINDS or KINDS[name].evidence else f"{name} (no evidence)"


def head(first: str, columns: list[str]) -> list[str]:
    return [f"| {first} | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]


def said_of_clean(clean: Counter) -> str:
    return f"{sum(clean.values())} clean variations: {clean['loud']} with an error or lost figures, {clean['remarked']} with a warning other than R016."


def markdown(outcomes: Outcomes) -> str:
    """A table of kinds by class, sums by group below it, and the clean variations in a sentence."""
    kinds, clean = by_kind(outcomes)

    def rows(counted: dict[str, Counter], names: list[str]) -> list[str]:
        return [line(title(n), [sum(counted[n].values()), *(counted[n][c] for c in CLASSES)]) for n in names]
    columns = ["plantings", *CLASSES]
    groups = by_group(kinds)
    out = [*head("kind", columns), *rows(kinds, [n for n in KINDS if n in kinds]), "", *head("group", columns), *rows(groups, list(groups)), ""]
    return "\n".join([*out, said_of_clean(clean)] if clean else out)


def compare(before: Outcomes, after: Outcomes) -> str:
    """The same, of two programs side by side, with the classes drawn together as in SHORT."""
    (old, old_clean), (new, new_clean) = by_kind(before), by_kind(after)

    def rows(a: dict[str, Counter], b: dict[str, Counter], names: list[str]) -> list[str]:
        return [line(title(n), [sum(b[n].values()), *(sum(c[k] for k in ks) for c in (a[n], b[n]) for ks in SHORT.values())]) for n in names]
    columns = ["plantings", *(f"{when}: {name}" for when in ("before", "after") for name in SHORT)]
    a, b = by_group(old), by_group(new)
    out = [*head("group", columns), *rows(a, b, list(b)), "", f"Before: {said_of_clean(old_clean)} After: {said_of_clean(new_clean)}", ""]
    return "\n".join([*out, *head("kind", columns), *rows(old, new, [n for n in KINDS if n in new])])


def read(path: str) -> Outcomes:
    return [(p["kind"], p["outcome"]) for p in json.loads(Path(path).read_text("utf-8"))["plantings"]]


if __name__ == "__main__":
    print(compare(read(sys.argv[1]), read(sys.argv[2])))
