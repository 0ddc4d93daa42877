#!/usr/bin/env python3
"""Plants mistakes into copies of a project's workbooks and classes what the program makes of each. See README.md.

Usage: inject.py --help
"""
import argparse
import fnmatch
import json
import multiprocessing
import os
import pickle
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import register
from kinds import KINDS, Kind
from model import Fact, History, Place, Project, Run, Table, Unsuited, consolidate, fold, open_book, save_book, tables, thaw
from past import PASTS
from table import documented, markdown

HERE = Path(__file__).resolve().parent
PROJECTS = {"sample": HERE.parent.parent / "sample_inputs", "clinic": HERE.parent / "clinic" / "project", "permits": None}  # the last one is made
AT_ONCE = 8
FORGIVEN = "R016"
ABSENT = ("R008", "R011", "R015")  # say that something is not there: they have no cell, and are right anywhere on the sheet
BLANKS = {"S001", "S008", "S009", "C016"}  # say what is blank, not sent or not as usual: heard only where the mistake took figures away
TAKING = ("measure-value-merged-*", "row-shifted-*", "row-dropped*", "unit-file-*", "record-*-blank")
GIVEN_UP = 25  # in so many files a kind may find no place before it is held to have none in the project
TRIES = 2  # so often a kind that has its places may find none in a file before the file is passed over
# Clean changes after which a table stands elsewhere: at most one of them in a variation, the last.
MOVING = ("harmless-moved", "harmless-blank-column", "harmless-number-row", "harmless-columns-reordered", "harmless-line-over-last-column")


@dataclass
class Planting:
    """One mistake in one file, and what came of it."""
    project: str
    kind: str
    unit: str
    file: str
    place: Place
    now: str
    files: list[str]
    touched: list[str]
    free: bool
    outcome: str = ""
    told: tuple[str, ...] = ()
    number: int = 0
    seed: str = ""
    changes: list[dict[str, Any]] = field(default_factory=list)


def key(f: dict[str, str]) -> tuple[str, ...]:
    """What makes a finding the same as one of the untouched run: all but its place, which moves with the table."""
    return (f["code"], f["severity"], f["form"], f["unit"], fold(f["value"]), fold(f["expected"]))


def news(base: Run, run: Run, files: set[str], units: set[str], heard: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Errors and warnings about a unit or its files that the untouched run did not give."""
    known = Counter(key(f) for f in base.findings_of(files, units, heard))
    new = []
    for f in run.findings_of(files, units, heard):
        if known[key(f)]:
            known[key(f)] -= 1
        else:
            new.append(f)
    return new


def classify(expect: str, p: Planting, base: Run, run: Run) -> str:
    units = {p.unit, *p.touched}
    files = {p.file, *p.files, *(f.file for f in base.facts if f.unit in p.touched)}
    new = news(base, run, files, units, KINDS[p.kind].heard if p.kind in KINDS else ())
    same = base.facts_of(files, units, not p.free) == run.facts_of(files, units, not p.free)
    if not any(fnmatch.fnmatch(p.kind, k) for k in TAKING):
        new = [f for f in new if f["code"] not in BLANKS or expect == "harmless"]
    p.told = tuple(sorted({f"{f['code']} {f['sheet']}!{f['cell']}" for f in new}))
    if expect == "harmless":
        if not same or any(f["severity"] == "error" for f in new):
            return "loud"
        return "harmless" if all(f["code"] == FORGIVEN for f in new) else "remarked"
    if any(f["file"] in {p.file, *p.files} and p.place.holds(f["sheet"], "" if f["code"] in ABSENT else f["cell"]) for f in new):
        return "right"
    if same and expect == "same":
        return "repaired"
    if new:
        return "elsewhere"
    return "unsaid" if same and expect == "say" else "silent"


class Injector:
    """A project laid out once as openpyxl writes it, with the facts and findings of the untouched run and its past."""

    def __init__(self, program: Path, name: str, work: Path) -> None:
        self.program, self.name, self.work = program, name, work
        self.clean = work / "clean"
        source = PROJECTS[name]
        if source:
            shutil.copytree(source, self.clean)
        else:
            register.make(self.clean)
        self.project = Project.load(self.clean)
        self.books: dict[str, bytes] = {}  # pickled
        for path in (self.clean / "submissions" / self.project.period).rglob("*"):
            if path.suffix.lower() == ".xlsx" and not path.name.startswith("~$"):
                save_book(open_book(path), path)
                self.books[str(path.relative_to(self.clean))] = pickle.dumps(open_book(path))
        if name in PASTS:
            PASTS[name](self.project, by_file(consolidate(program, self.clean, self.project.period).facts))
        self.project.history = History.read(program, self.project)
        self.base = self.project.history.now
        self.facts = by_file(self.base.facts)
        self.files = sorted(f for f in self.facts if f in self.books)
        self.layouts = {f: {self.project.forms[x.form]["layout"] for x in self.facts[f]} for f in self.files}
        self.seen: dict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
        self.passed: Counter[tuple[str, str]] = Counter()
        self.placed: set[str] = set()

    def plant(self, kinds: list[Kind], file: str, rng: Random, to: Path, used: set[str]) -> Planting | None:
        """Tries one kind (for a clean variation several) at a random table of a file of the copy."""
        book = thaw(self.books[file])
        found = tables(self.project, book, self.facts[file], rng, self.seen[file])
        for t in rng.sample(found, len(found)):
            done = [(k, place) for k in kinds if t.layout in k.layouts and (place := attempt(k, t))]
            taken = any((to / file).with_name(n).exists() for n in [*t.copies, *filter(None, [t.rename])])
            if done and not taken and not t.touched & used:
                return self.write(t, "+".join(k.name for k, _ in done), done[0][1], file, to)
        return None

    def write(self, t: Table, kind: str, place: Place, file: str, to: Path) -> Planting:
        folder = Path(file).parent
        now, copies = str(folder / t.rename) if t.rename else file, [str(folder / c) for c in t.copies]
        (to / file).unlink()
        save_book(t.book, to / now)
        for c in copies:
            shutil.copy(to / now, to / c)
        free = t.layout == "records" or t.layout == "unit-rows" and not t.registered
        return Planting(self.name, kind, t.unit, file, place, now, [now, *copies], sorted(t.touched), free, changes=t.changes[:12])

    def run(self, number: int, kinds: list[str], seed: str, keep: Path | None) -> list[Planting]:
        """Plants each of the kinds into the file of another unit, runs the program, classes each."""
        # What the program keeps between runs goes by the project's path: each process has a place of its own.
        rng, to, cache = Random(seed), self.work / f"project-{os.getpid()}", self.work / f"cache-{os.getpid()}"
        shutil.copytree(self.clean, to, copy_function=os.link)
        if not cache.exists():
            consolidate(self.program, to, self.project.period, cache)
        used: set[str] = set()
        done: list[Planting] = []
        for name in kinds:
            chosen = [KINDS[n] for n in name.split("+")]
            suited_files = [f for f in self.files if any(self.layouts[f] & set(k.layouts) for k in chosen)]
            if name not in self.placed and sum(self.passed[name, f] for f in suited_files) >= GIVEN_UP:
                continue
            for file in rng.sample(suited_files, len(suited_files)):
                units = {f.unit for f in self.facts[file]}
                if units & used or self.passed[name, file] >= (TRIES if name in self.placed else 1):
                    continue
                if p := self.plant(chosen, file, rng, to, used):
                    used |= units | set(p.touched)
                    self.placed.add(name)
                    done.append(p)
                    break
                self.passed[name, file] += 1
        result = consolidate(self.program, to, self.project.period, cache)
        for p in done:
            p.number, p.seed = number, seed
            p.outcome = classify(KINDS[p.kind].expect if p.kind in KINDS else "harmless", p, self.base, result)
        if keep:
            shutil.copytree(to, keep / f"{self.name}-{seed}-{number}", dirs_exist_ok=True)
        shutil.rmtree(to)
        return done


def by_file(facts: list[Fact]) -> dict[str, list[Fact]]:
    out: dict[str, list[Fact]] = defaultdict(list)
    for f in facts:
        out[f.file].append(f)
    return dict(out)


def attempt(kind: Kind, t: Table) -> Place | None:
    try:
        return kind.plant(t)
    except Unsuited:
        return None


def suited(name: str, project: Project) -> bool:
    return bool({f["layout"] for f in project.forms.values()} & set(KINDS[name].layouts))


def variation(still: list[str], harmless: list[str], rng: Random) -> str:
    """Three clean changes, the last of which may move the table; a typing error stands in text that keeps its accents."""
    last = rng.choice([n for n in harmless if n not in still])
    return "+".join([*rng.sample([n for n in still if "accents" not in n or "typing" not in last], 2), last])


def planned(names: list[str], plantings: int, clean: int, at_once: int, rng: Random) -> list[list[str]]:
    """The kinds of each run: all kinds equally often, each at most once a run; then runs of clean variations."""
    deck: list[str] = []
    while names and len(deck) < plantings:
        deck += rng.sample(names, len(names))
    size = min(at_once, len(names)) or 1
    runs = [list(dict.fromkeys(deck[i:min(i + size, plantings)])) for i in range(0, plantings if names else 0, size)]
    harmless = [n for n, k in KINDS.items() if k.expect == "harmless"]
    still = [n for n in harmless if n.startswith("harmless-") and n not in MOVING]
    variations = [variation(still, harmless, rng) for _ in range(clean)]
    return runs + [variations[i:i + at_once] for i in range(0, clean, at_once)]


INJECTOR: list[Injector] = []  # inherited by the processes that run


def one_run(job: tuple[int, list[str], str, Path | None]) -> list[Planting]:
    return INJECTOR[0].run(*job)


def inject(name: str, args: argparse.Namespace, names: list[str]) -> tuple[list[Planting], list[dict[str, str]]]:
    """All plantings into a project, and what is said of its untouched copy."""
    with tempfile.TemporaryDirectory() as work:
        injector = Injector(args.program.resolve(), name, Path(work))
        INJECTOR[:] = [injector]
        jobs = []
        mine = [n for n in names if suited(n, injector.project)]
        share = round(args.plantings * len(mine) / max(1, len(names)))
        for seed in args.seed:
            runs = planned(mine, share, args.clean, args.at_once, Random(f"{seed}-{name}"))
            jobs += [(i, kinds, f"{seed}-{name}-{i}", args.keep) for i, kinds in enumerate(runs)]
        with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork")) as pool:
            done = [p for ps in pool.map(one_run, jobs, chunksize=1) for p in ps]
        return done, [f for f in injector.base.findings if f["severity"] in ("error", "warning")]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, default=HERE.parent.parent / "target" / "release" / "tonghop")
    parser.add_argument("--project", choices=[*PROJECTS, "all"], default="all")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--plantings", type=int, default=600, help="for each seed and project; fewer in a project that not all kinds suit")
    parser.add_argument("--clean", type=int, default=50, help="clean variations, for each seed and project")
    parser.add_argument("--kinds", nargs="+", default=["*"], help="names or patterns: 'header-*'")
    parser.add_argument("--groups", nargs="+", default=[], help="groups of kinds instead of all, such as: scale digit record; 'layout' and 'figures' name all of the one and the other sort")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="plantings in one run of the program, each into another unit's file")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--doc", type=Path, help="put what was measured between the marks in this page (docs/injection.md)")
    parser.add_argument("--keep", type=Path, help="keep the project folder of each run here")
    parser.add_argument("--list", action="store_true", help="list the kinds")
    parser.add_argument("--check", action="store_true", help="exit 1 if more is silent than --max-silent, any of --never is, or more alarms than --max-alarms")
    parser.add_argument("--max-silent", type=float, default=0.0, help="share of the plantings that leave evidence")
    parser.add_argument("--max-alarms", type=float, default=0.0, help="share of the clean variations with an error or a warning other than R016")
    parser.add_argument("--never", nargs="*", default=[], help="kinds of which none may be silent")
    return parser.parse_args()


def chosen(args: argparse.Namespace) -> list[str]:
    def wanted(k: Kind) -> bool:
        return any(fnmatch.fnmatch(k.name, p) for p in args.kinds) and (not args.groups or k.group in args.groups or k.sort in args.groups)
    return [n for n, k in KINDS.items() if wanted(k)]


def main() -> int:
    args = arguments()
    names = chosen(args)
    if args.list:
        print("\n".join(f"{k.name:48} {k.sort:8} {k.expect:9} {'' if k.evidence else 'no evidence'}" for k in map(KINDS.get, names) if k))
        return 0
    done, untouched = [], {}
    for name in PROJECTS if args.project == "all" else [args.project]:
        plantings, untouched[name] = inject(name, args, names)
        done += plantings
    if args.out:
        args.out.write_text(json.dumps({"plantings": [asdict(p) for p in done], "untouched": untouched, "seeds": args.seed}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    outcomes = [(p.kind, p.outcome) for p in done]
    text = markdown(outcomes)
    print(text)
    if args.markdown:
        args.markdown.write_text(text + "\n", "utf-8")
    if args.doc:
        args.doc.write_text(documented(args.doc.read_text("utf-8"), outcomes, {"seeds": args.seed, "untouched": untouched}), "utf-8")
    return verdict(done, args) if args.check else 0


def verdict(done: list[Planting], args: argparse.Namespace) -> int:
    real = [p for p in done if p.kind in KINDS and KINDS[p.kind].evidence]
    clean = [p for p in done if p.kind not in KINDS]
    silent, alarms = [p for p in real if p.outcome == "silent"], [p for p in clean if p.outcome in ("loud", "remarked")]
    never = [p for p in silent if any(fnmatch.fnmatch(p.kind, n) for n in args.never)]
    for p in [*silent, *alarms]:
        print(f"{p.outcome}: {p.kind} in {p.file} {p.place}", file=sys.stderr)
    return int(len(silent) > args.max_silent * len(real) or len(alarms) > args.max_alarms * len(clean) or bool(never) or not real)


if __name__ == "__main__":
    sys.exit(main())
