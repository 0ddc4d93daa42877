"""The table of what came of the plantings."""
from collections import Counter, defaultdict

from words import KINDS

CLASSES = ("right", "elsewhere", "repaired", "harmless", "remarked", "unsaid", "silent", "loud")


def line(name: str, counts: Counter) -> str:
    return f"| {name} | {sum(counts.values())} | " + " | ".join(str(counts[c] or "") for c in CLASSES) + " |"


def markdown(outcomes: list[tuple[str, str]]) -> str:
    """A table of kinds by class, sums by group below it, and the clean variations in a sentence."""
    by_kind: dict[str, Counter] = defaultdict(Counter)
    for kind, outcome in outcomes:
        by_kind[kind if kind in KINDS else "clean"][outcome] += 1
    clean = by_kind.pop("clean", Counter())
    head = ["| kind | plantings | " + " | ".join(CLASSES) + " |", "|---|" + "---|" * (len(CLASSES) + 1)]
    out = head + [line(n if k.evidence else f"{n} (no evidence)", by_kind[n]) for n, k in KINDS.items() if n in by_kind]
    groups: dict[str, Counter] = defaultdict(Counter)
    for name, counts in by_kind.items():
        kind = KINDS[name]
        group = "clean changes" if kind.expect == "harmless" else kind.group if kind.evidence else "without evidence"
        groups[group] += counts
        groups["**all but those without evidence**"] += counts if kind.evidence else Counter()
    whole = groups.pop("**all but those without evidence**", Counter())
    out += ["", head[0].replace("kind", "group"), head[1]] + [line(g, c) for g, c in groups.items()] + [line("**all but those without evidence**", whole)]
    total = sum(clean.values())
    if total:
        out += ["", f"Clean variations: {total}; with an error or lost figures {clean['loud']}, with a warning other than R016 {clean['remarked']}."]
    return "\n".join(out)
