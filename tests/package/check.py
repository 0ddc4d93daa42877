#!/usr/bin/env python3
"""Follows README.vi.md as a stranger would who has nothing but the zip: packs it (.ci/package), unpacks it onto an empty drive `D:\\`, in truth
a folder whose path has blanks and Vietnamese letters, and runs what the section “Bắt đầu trong năm phút” says, in its order, in the folder with the program.

    python3 tests/package/check.py PROGRAM [--readme FILE]      (FILE in the place of the README.vi.md that is in the zip)

Run is each line that begins with `tonghop` in a fenced block without a language, or with bat or powershell. It must end with 0 or 1, and after
`consolidate` the workbook, index.html and run.json must be new in its output folder. Off Windows `\\` is `/`. What `mkdir`, `copy` and `xcopy` say
is done too. Nothing is changed on the machine: `schedule` only shows what it would install; `watch`, which never ends, and lines for other programs
are passed over, and said to be. Ends with 1 where something is not so, or where fewer than four commands were run.
"""

import argparse
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WINDOWS = os.name == "nt"
TARGET = f"{platform.machine()}-{'windows' if WINDOWS else sys.platform}"
SECTION = "Bắt đầu trong năm phút"
HOLDS = {"README.vi.md", "README.md", "LICENSE", "CHANGELOG.md", "docs", "du-lieu-mau", "du-an-trong"}
NEVER = {".git", ".github", ".ci", "target", "src", "output", ".cache", "Cargo.toml"}
LEAST = 4


def fail(why):
    sys.exit(f"FAILED: {why}")


def drive(folder, letter):
    return folder / "Máy của chị Hà" / f"ổ {letter.upper()}"


def unpacked(program, folder):
    """The one folder of the zip, in `folder`."""
    # Not just "bash": Windows would look for that of its Linux first.
    made = subprocess.run([shutil.which("bash"), str(ROOT / ".ci/package"), program, TARGET, str(folder)], capture_output=True, encoding="utf-8")
    if made.returncode:
        fail(made.stderr)
    [packed] = folder.glob("*.zip")
    with zipfile.ZipFile(packed) as z:
        names = z.namelist()
        tops = {n.split("/")[0] for n in names}
        if len(tops) != 1:
            fail(f"more than one folder in the zip: {sorted(tops)}")
        exe = "tonghop.exe" if WINDOWS else "tonghop"
        if (found := {n.split("/")[1] for n in names} - {""}) != HOLDS | {exe}:
            fail(f"in the zip, but not expected, or the other way round: {sorted(found ^ (HOLDS | {exe}))}")
        if bad := [n for n in names if NEVER & set(n.split("/")) or n.endswith((".rs", ".py"))]:
            fail(f"does not belong in the zip: {bad[:5]}")
        # Windows takes the names for its own code page where the bit (11) is not set.
        if bad := [i.filename for i in z.infolist() if not i.filename.isascii() and not i.flag_bits & 0x800]:
            fail(f"names that are not marked as UTF-8: {bad[:3]}")
        top = tops.pop()
        have = {str(p.relative_to(ROOT / "sample_inputs").as_posix()) for p in (ROOT / "sample_inputs").rglob("*") if p.is_file()}
        if have ^ {n.split("du-lieu-mau/")[1] for n in names if "/du-lieu-mau/" in n and not n.endswith("/")}:
            fail("du-lieu-mau is not the sample")
        if not WINDOWS and not z.getinfo(f"{top}/{exe}").external_attr >> 16 & 0o100:
            fail("the program has no right to run")
        home = drive(folder, "D")
        home.mkdir(parents=True)
        z.extractall(home)
    # Which zipfile does not keep, and unzip does.
    (home / top / exe).chmod(0o755)
    print(f"{packed.name}: {len(names)} entries, {packed.stat().st_size >> 20} MiB")
    return home / top, home / top / exe


def lines(text):
    """The lines of the section's blocks, as they stand."""
    at = re.search(rf"^## {SECTION}\s*$", text, re.M)
    if not at:
        fail(f"README.vi.md has no section “{SECTION}”")
    fence = language = None
    for line in text[at.end():].splitlines():
        mark = re.match(r"\s*(```+|~~~+)\s*(\S*)", line)
        if fence is None and line.startswith("## "):
            return
        if fence is None and mark:
            fence, language = mark[1], mark[2]
        elif mark and mark[1].startswith(fence) and not mark[2]:
            fence = None
        elif fence and language in ("", "bat", "powershell") and line.strip():
            yield line.strip()


def words(line):
    """The words of a command line of Windows: in quotes, or between blanks."""
    return [re.sub('"', "", w) for w in re.findall(r'(?:"[^"]*"|[^\s"])+', line)]


def here(word, folder):
    word = re.sub(r"(?<![A-Za-z])([A-Za-z]):\\", lambda m: f"{drive(folder, m[1])}{os.sep}", word)
    return word if WINDOWS else word.replace("\\", "/")


def copy(source, to):
    """As `xcopy /E /I` and `copy` do it."""
    if source.is_dir():
        shutil.copytree(source, to, dirs_exist_ok=True)
        return
    found = list(source.parent.glob(source.name))
    if not found:
        fail(f"nothing to copy: {source}")
    for file in found:
        shutil.copy(file, to)


def output_of(args, cwd):
    for i, a in enumerate(args):
        if a in ("-o", "--output"):
            return cwd / args[i + 1]
        if a.startswith("--output="):
            return cwd / a.split("=", 1)[1]
    return cwd / "output"


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--readme", type=pathlib.Path)
    args = parser.parse_args()
    # What a stranger has not set.
    env = {k: v for k, v in os.environ.items() if not k.startswith("TONGHOP_")}
    ran, bad = 0, []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        top, exe = unpacked(args.program, folder)
        for line in lines((args.readme or top / "README.vi.md").read_text("utf-8")):
            first, *rest = words(line)
            rest = [here(w, folder) for w in rest]
            paths = [top / w for w in rest if not re.fullmatch("/[A-Za-z]", w)]
            if first in ("mkdir", "md") and len(paths) == 1:
                paths[0].mkdir(parents=True, exist_ok=True)
                print(f"  done: {line}")
                continue
            if first in ("copy", "xcopy") and len(paths) == 2:
                copy(*paths)
                print(f"  done: {line}")
                continue
            if not re.fullmatch(r"(\.\\)?tonghop(\.exe)?", first) or rest[:1] == ["watch"]:
                print(f"  passed over: {line}")
                continue
            if rest[:1] == ["schedule"]:
                rest = [w for w in rest if w not in ("--install", "--remove")]
            began = time.time()
            done = subprocess.run([str(exe), *rest], cwd=top, env=env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", timeout=600)
            ran += 1
            print(f"  {done.returncode}: {line}")
            if done.returncode not in (0, 1):
                bad.append(f"{line}\n{done.stdout[-500:]}{done.stderr[-1500:]}")
            elif rest[:1] == ["consolidate"]:
                out = output_of(rest, top)
                # The clocks of files are coarse.
                runs = [r.parent for r in out.glob("*/run.json") if r.stat().st_mtime > began - 2]
                if not any(any(r.glob("tong-hop-*.xlsx")) and (r / "index.html").exists() for r in runs):
                    bad.append(f"{line}\nno new tong-hop-*.xlsx, index.html and run.json in {out}")
    if ran < LEAST:
        bad.append(f"{ran} commands in “{SECTION}”, expected at least {LEAST}")
    if bad:
        fail("\n".join(bad))
    print(f"{ran} commands of README.vi.md run from the zip, all well")


if __name__ == "__main__":
    main()
