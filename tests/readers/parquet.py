"""Compares facts, totals and senders as Parquet, read by DuckDB, with the csv files beside them, cell by cell.

Usage: parquet.py FOLDER
"""

import csv
import pathlib
import sys

import duckdb

folder = pathlib.Path(sys.argv[1])
NUMBERS = {"DOUBLE": float, "BIGINT": int}
compared = 0
for name in ("facts", "totals", "senders"):
    table, typed = folder / f"{name}.csv", folder / f"{name}.parquet"
    if name == "senders" and not table.exists():
        continue
    read = duckdb.sql(f"SELECT * FROM read_parquet('{typed.as_posix()}')")
    with open(table, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert read.columns == rows[0], (read.columns, rows[0])
    types = [str(t) for t in read.types]
    assert {"DOUBLE", "VARCHAR"} <= set(types), types
    got = read.fetchall()
    assert len(got) == len(rows) - 1, (name, len(got), len(rows) - 1)
    for line, (mine, theirs) in enumerate(zip(got, rows[1:]), 2):
        for column, kind, a, b in zip(rows[0], types, mine, theirs):
            # A text that a spreadsheet would run has an apostrophe in csv.
            plain = b[1:] if len(b) > 1 and b[0] == "'" and b[1] in "=+-@\t\r" else b
            want = None if plain == "" else NUMBERS.get(kind, str)(plain)
            same = a == want or (isinstance(a, float) and want is not None and abs(a - want) <= 1e-9 * max(1, abs(want)))
            assert same, (name, line, column, a, want)
            compared += 1
    # What analysts do with it.
    if name == "facts":
        [(total,)] = duckdb.sql(f"SELECT count(*) FROM read_parquet('{typed.as_posix()}') WHERE kind = 'number'").fetchall()
        assert total == sum(row[5] == "number" for row in rows[1:])
print(f"{compared} cells alike in Parquet and csv")
