"""Folders that once made the run take gigabytes or half an hour, and what they cost now: time, memory of the parent and of its readers, size
of the outputs. The sample lies beside each bomb and must be counted whole.

usage: bombs.py /path/to/tonghop [name …]        (Linux: memory is read from /proc; a few minutes, some 200 MB of disk)
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

import xlsxwriter

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADS = ["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Thuộc phần"]


def documents(path, rows, number, day, about, part, sheets=1):
    """A list of documents with these texts in each row."""
    book = xlsxwriter.Workbook(path)
    for s in range(sheets):
        sheet = book.add_worksheet(f"VB{s}")
        for r, title in enumerate(["SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "DANH MỤC VĂN BẢN CHỈ ĐẠO, ĐIỀU HÀNH", "Quý I năm 2019"]):
            sheet.write(r, 0, title)
        for c, head in enumerate(HEADS):
            sheet.write(4, c, head)
        for i in range(rows):
            sheet.write_number(5 + i, 0, i + 1)
            for c, text in enumerate((number(i), day, about, part), 1):
                sheet.write_string(5 + i, c, text)
    book.close()


def copies(folder, count):
    """Copies that differ in a part nobody reads, so that none is told as a copy by its content."""
    for k in range(1, count):
        path = folder / f"{k:04}.xlsx"
        shutil.copy(folder / "0000.xlsx", path)
        with zipfile.ZipFile(path, "a") as z:
            z.writestr(f"docProps/x{k}.txt", str(k))


def shared_string(folder):
    """One string of 32,000 characters in 3,000 rows, 16 times; what a reader can just hold."""
    documents(folder / "0000.xlsx", 3000, str, "12/2/2019", "a" * 32_000, "A")
    copies(folder, 16)


def shared_strings(folder):
    """The same twice over, in letters of two bytes."""
    long = "Ă" * 32_000
    documents(folder / "0000.xlsx", 3000, lambda i: long, "12/2/2019", long, "A")
    copies(folder, 16)


def findings(folder):
    documents(folder / "0000.xlsx", 400_000, lambda i: "sai", "ngày sai", "xx", "Z")


def facts(folder):
    documents(folder / "0000.xlsx", 300_000, lambda i: f"{i % 1000}/QĐ", "12/2/2019", "xx", "A")
    copies(folder, 20)


def sheets(folder):
    documents(folder / "0000.xlsx", 1500, lambda i: f"{i % 1000}/QĐ", "ngày sai", "xx", "Z", sheets=400)
    copies(folder, 4)


def names(folder):
    plain = next((ROOT / "sample_inputs/submissions/2019-Q1").rglob("*.xlsx"))
    for k in range(75):
        shutil.copy(plain, os.fsencode(folder) + b"/Huy\xe9n %d.xlsx" % k)


def pipes(folder):
    """75 files that become pipes once the folder has been walked: see `swap`."""
    documents(folder / "0000.xlsx", 200_000, lambda i: f"{i}/QĐ", "12/2/2019", "xx", "A")
    shutil.copy(folder / "0000.xlsx", folder / "0001.xlsx")
    for k in range(75):
        (folder / f"z{k:04}.xlsx").write_bytes(b"x")


def swap(folder):
    time.sleep(0.4)
    for path in folder.glob("z*.xlsx"):
        path.unlink()
        os.mkfifo(path)


BOMBS = {b.__name__: b for b in (shared_string, shared_strings, findings, facts, sheets, names, pipes)}


def peak(pid):
    try:
        return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) >> 10
    except (OSError, TypeError):
        return 0


def children(pid):
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
        return [c for t in tasks for c in pathlib.Path(f"/proc/{pid}/task/{t}/children").read_text().split()]
    except OSError:
        return []


def measure(binary, name):
    with tempfile.TemporaryDirectory() as tmp:
        tmp = pathlib.Path(tmp)
        shutil.copytree(ROOT / "sample_inputs", tmp / "p")
        folder = tmp / "p/submissions/2019-Q1/bom"
        folder.mkdir()
        BOMBS[name](folder)
        size = sum(f.stat().st_size for f in folder.iterdir())
        begin = time.time()
        run = subprocess.Popen(
            [binary, "consolidate", tmp / "p", "--output", tmp / "out", "--period", "2019-Q1", "--as-of", "2019-05-01", "-q", "--lang", "en"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        if name == "pipes":
            threading.Thread(target=swap, args=(folder,)).start()
        parent, readers = 0, 0
        while run.poll() is None:
            parent = max(parent, peak(run.pid))
            readers = max([readers, *(peak(c) for c in children(run.pid))])
            time.sleep(0.01)
        took = time.time() - begin
        made = tmp / "out/2019-Q1"
        inputs = json.loads((made / "run.json").read_text(encoding="utf-8"))["inputs"]
        sample = sum(i["fate"] == "counted" and "/bom/" not in i["path"] for i in inputs)
        superseded = sum(i["fate"] == "superseded" and "/bom/" not in i["path"] for i in inputs)
        fates = {}
        for i in inputs:
            if "/bom/" in i["path"]:
                key = " ".join(filter(None, (i["fate"], i["reason"])))
                fates[key] = fates.get(key, 0) + 1
        outputs = {f.name: round(f.stat().st_size / 2**20, 1) for f in made.iterdir()}
        cache = sum(f.stat().st_size for f in (tmp / "out/.cache").iterdir()) / 2**20
        print(f"{name}: {size / 2**20:.1f} MiB of files; exit {run.returncode}, {took:.1f} s; parent {parent} MiB, reader {readers} MiB; "
              f"outputs {outputs} MiB, cache {cache:.1f} MiB; bomb {fates}; sample {sample} counted, {superseded} superseded")


for name in sys.argv[2:] or BOMBS:
    measure(sys.argv[1], name)
