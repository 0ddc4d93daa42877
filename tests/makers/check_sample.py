#!/usr/bin/env python3
"""Reads the sample back from its files (openpyxl, xlrd, odfpy) and compares with expected_sample.csv; of the generated past
it checks that nothing in it is odd.

Shares nothing with the maker but the forms: a sheet's form is found by its title, its unit by the letterhead or the "Đơn vị" line.
"""
import csv
import datetime as dt
import re
import statistics
import sys
import tomllib
import unicodedata
import zipfile
from collections import defaultdict
from pathlib import Path

import olefile
import openpyxl
import xlrd
from odf import table, teletype, text
from odf.namespaces import OFFICENS, TABLENS
from odf.opendocument import load

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "sample_inputs"
FORMS = {p.stem: tomllib.loads(p.read_text(encoding="utf-8")) for p in (SAMPLE / "forms").glob("*.toml")}
UNITS = list(csv.DictReader(open(SAMPLE / "units.csv", encoding="utf-8-sig")))
WINDOW = {"2018-Q4": (dt.datetime(2018, 12, 12, 8), dt.datetime(2018, 12, 19, 17)), "2019-Q1": (dt.datetime(2019, 3, 12, 8), dt.datetime(2019, 3, 20, 17))}
PAST = {  # the first and the last day of the quarter's data; sent from the last day to six days after
    "2017-Q3": ((2017, 6, 15), (2017, 9, 14)), "2017-Q4": ((2017, 9, 15), (2017, 12, 14)), "2018-Q1": ((2017, 12, 15), (2018, 3, 14)),
    "2018-Q2": ((2018, 3, 15), (2018, 6, 14)), "2018-Q3": ((2018, 6, 15), (2018, 9, 14))}
PAST = {p: (dt.datetime(*a), dt.datetime(*b)) for p, (a, b) in PAST.items()}
WINDOW |= {p: (last, last + dt.timedelta(days=6, hours=17)) for p, (_, last) in PAST.items()}


def fold(t):
    t = unicodedata.normalize("NFD", str(t).lower().replace("đ", "d"))
    return " ".join(re.sub(r"[^a-z0-9,./&]+", " ", "".join(c for c in t if not unicodedata.combining(c))).split())


def keep(t):
    """Case-folded with accents, and the tone mark's place made one."""
    t = unicodedata.normalize("NFC", str(t)).lower()
    return " ".join(t.replace("hoà", "hòa").replace("thuỷ", "thủy").replace("hoá", "hóa").split())


def ods_rows(sheet):
    rows = []
    for row in sheet.getElementsByType(table.TableRow):
        n = int(row.getAttribute("numberrowsrepeated") or 1)
        out = []
        for cell in row.childNodes:
            if cell.qname[1] not in ("table-cell", "covered-table-cell"):
                continue
            k = int(cell.getAttrNS(TABLENS, "number-columns-repeated") or 1)
            kind = cell.getAttrNS(OFFICENS, "value-type")
            if kind in ("float", "percentage"):
                v = float(cell.getAttrNS(OFFICENS, "value"))
            else:
                v = "\n".join(teletype.extractText(p) for p in cell.getElementsByType(text.P)) or None
            if cell.getAttrNS(TABLENS, "formula") and v is None:
                raise AssertionError("formula without result")
            out += [v] * min(k, 40)
        rows += [out] * min(n, 100)
    return rows


def sheets(path):
    ext = path.suffix.lower()
    if ext == ".xlsx":
        live, cached = (openpyxl.load_workbook(path, data_only=d) for d in (False, True))
        for a, b in zip(live, cached):
            for row in a.iter_rows():
                for c in row:
                    if c.data_type == "f":
                        assert b[c.coordinate].value is not None, (path, c.coordinate)
                        assert not isinstance(b[c.coordinate].value, str), (path, c.coordinate)
            yield b.title, [[c.value for c in r] for r in b.iter_rows()]
    elif ext == ".xls":
        wb = xlrd.open_workbook(path, formatting_info=True)
        for s in wb.sheets():
            yield s.name, [[c.value if c.value != "" else None for c in s.row(r)] for r in range(s.nrows)]
    else:
        for s in load(path).spreadsheet.getElementsByType(table.Table):
            yield s.getAttribute("name"), ods_rows(s)


def modified(path):
    ext = path.suffix.lower()
    if ext == ".xls":
        with olefile.OleFileIO(str(path)) as ole:
            return ole.get_metadata().last_saved_time
    part, tag = ("docProps/core.xml", "dcterms:modified") if ext == ".xlsx" else ("meta.xml", "dc:date")
    body = zipfile.ZipFile(path).read(part).decode()
    return dt.datetime.fromisoformat(re.search(rf"<{tag}[^>]*>([^<]+)<", body)[1].rstrip("Z")[:19])


def unit_of(cells, top):
    for t in cells:
        if m := re.match(r"(?:Đơn vị báo cáo|Cơ quan báo cáo|Đơn vị):\s*(.*)", unicodedata.normalize("NFC", t)):
            return named(m[1])
    for t in top:
        if u := named(t):
            return u
    lines = " ".join(top)
    return named(lines)


def named(t):
    t = keep(t)
    t = re.sub(r"^(ubnd|ủy ban nhân dân)\s+", "", t)
    t = re.sub(r"^(tx\.?|t\.x\.)\s+", "thị xã ", t)
    t = re.sub(r"^(tp\.?)\s+", "thành phố ", t)
    t = re.sub(r"^h\.\s+", "huyện ", t)
    hits = [u["code"] for u in UNITS if u["kind"] not in ("commune", "province") and t in
            ([keep(u["designation"] + " " + u["name"])] if u["designation"] else [keep(x) for x in [u["name"], *u["aliases"].split("|")] if x])]
    return hits[0] if len(hits) == 1 else None


def commune(d, t):
    t = re.sub(r"^(p\.|phường)\s+", "phường ", re.sub(r"^(tt\.?|thị trấn)\s+", "thị trấn ", keep(t)))
    mine = [u for u in UNITS if u["parent"] == d]
    fit = lambda x: keep(x).replace("thuỷ", "thủy")
    hits = [u["code"] for u in mine if t in (fit(u["name"]), fit(u["designation"] + " " + u["name"]))]
    assert len(hits) == 1, (d, t, hits)
    return hits[0]


def number(v):
    if isinstance(v, (int, float)):
        return v
    v = str(v).strip().lower()
    if v in ("có", "không"):
        return v == "có"
    if v == "-":
        return 0
    return float(v.replace(".", "").replace(",", "."))


def read_sheet(rows):
    cells = [[None if v is None or str(v).strip() == "" else v for v in r] for r in rows]
    flat = [str(v) for r in cells for v in r if v is not None]
    titles = {f: max([len(fold(a)) for t in flat for a in [form["title"], *form["aliases"]] if fold(a) in fold(t)] or [0]) for f, form in FORMS.items()}
    form = max(titles, key=titles.get)
    top = [str(next((v for v in r if v is not None), "")) for r in cells[:5]]
    top = [t for t in top if t]
    unit = unit_of(flat, top)
    assert unit, (top, [t for t in flat if "Đơn vị" in t])
    decl = FORMS[form]
    codes = {fold(x) for x in decl["columns"]["code"]}
    head = next(i for i, r in enumerate(cells) if any(v is not None and fold(v) in codes for v in r))
    col = next(i for i, v in enumerate(cells[head]) if v is not None and fold(v) in codes)
    out = {}
    if decl["layout"] == "indicator-rows":
        values = next(i for i, v in enumerate(cells[head]) if v is not None and fold(v) in {fold(x) for x in decl["columns"]["value"]})
        known = {i["code"]: i for i in decl["indicator"]}
        for r in cells[head + 1:]:
            if len(r) > values and r[col] is not None:
                code = str(r[col]).removesuffix(".0") if not (isinstance(r[col], float) and r[col] != int(r[col])) else str(r[col])
                if code in known:
                    ind = known[code]
                    label = fold(r[col + 1])
                    assert label in [fold(x) for x in [ind["name"], *ind.get("labels", [])]], (code, r[col + 1])
                    if r[values] is not None:
                        out[code] = number(r[values])
        for ind in decl["indicator"]:      # stated percentages agree with their parts
            if ind["type"] == "ratio" and ind["code"] in out:
                want, have = out[ind["numerator"]] / out[ind["denominator"]], out.pop(ind["code"])
                assert min(abs(have - want), abs(have / 100 - want)) < 0.00006, (unit, ind["code"], have, want)
    elif decl["layout"] == "records":
        out = [r[col:col + 5] for r in cells[head + 1:] if isinstance(r[col], (int, float)) and r[col] > 0]
    else:
        upper = list(cells[head])
        for i in range(1, len(upper)):
            if upper[i] is None:
                upper[i] = upper[i - 1]
        where = {}
        for ind in decl["indicator"]:
            for path in ind.get("header", []):
                for i in range(len(upper)):
                    own, below = upper[i] and fold(upper[i]), cells[head + 1][i] and fold(cells[head + 1][i])
                    if own == fold(path[0]) and (len(path) == 1 and below is None and cells[head][i] is not None or len(path) == 2 and below == fold(path[1])):
                        where[ind["code"]] = i
        assert len(where) == 7, (unit, where)
        total, started = None, False
        for r in cells[head + 2:]:
            name = r[col + 1] if len(r) > col + 1 else None
            if any(str(v).strip().lower().startswith(("tổng", "cộng", "toàn")) for v in r[col:col + 2] if v is not None):
                total = r
            elif isinstance(name, str) and isinstance(r[col], (int, float)) and r[col] > 0 and not name.startswith("("):
                out[commune(unit, name)] = {c: number(r[i]) for c, i in where.items()}
        assert len(out) == sum(u["parent"] == unit for u in UNITS), (unit, len(out))
        if total:
            for c, i in where.items():
                if total[i] is not None:
                    assert total[i] == sum(v[c] for v in out.values()), (unit, c, total[i])
    return form, unit, out


def check_past(data):
    """What is odd in the quarters, as (what, where)."""
    periods = sorted(data)
    series = defaultdict(list)      # of each unit (or commune), form and indicator: a figure for each quarter
    for p in periods:
        if set(data[p]) != set(data[periods[-1]]):
            yield "other reports than in 2019-Q1", p
        for (unit, form), (_, out) in data[p].items():
            if form == "van-ban":
                continue
            for who, row in (out.items() if form == "hien-dai-hoa-xa" else [(unit, out)]):
                for code, v in row.items():
                    series[who, form, code].append(v)
    never_less = {("san-tmdt", c) for c in "1456"} | {("hien-dai-hoa", c) for c in ("3.2", "5.1", "5.2")} | {("hien-dai-hoa-xa", "4")}
    for (who, form, code), s in series.items():
        if len(s) != len(periods):
            yield "not in every quarter", (who, form, code)
        elif isinstance(s[0], bool):
            if any(a and not b for a, b in zip(s, s[1:])) and (who, code) != ("444", "4.4"):
                yield "yes became no", (who, form, code, s)
        elif (form, code) in never_less:
            if any(a > b for a, b in zip(s, s[1:])):
                yield "became less", (who, form, code, s)
        else:
            for n, v in enumerate(s):
                usual = statistics.median(s[:n] + s[n + 1:])
                if usual and max(v, usual) >= 20 and not usual / 2.5 < v < usual * 2.5:
                    yield "far from the others", (who, form, code, s)
    stalls = list(zip(series["SCT", "san-tmdt", "3"], series["SCT", "san-tmdt", "5"]))
    if any(before + new != now for (_, before), (new, now) in zip(stalls, stalls[1:])):
        yield "stalls do not add up", stalls
    seen = set()
    for p in periods:
        for _, number, day, subject, part in data[p]["STTTT", "van-ban"][1]:
            if not seen.isdisjoint({number, subject}) or part not in ("A", "B"):
                yield "document twice", (p, number)
            seen |= {number, subject}
            if p in PAST and not (PAST[p][0] <= day <= PAST[p][1] and day.weekday() < 5):
                yield "day of a document", (p, number, day)


def main():
    data, problems, files = defaultdict(dict), [], defaultdict(int)
    late = []
    for path in sorted((SAMPLE / "submissions").rglob("*")):
        if not path.is_file() or path.suffix.lower() not in (".xlsx", ".xls", ".ods") or path.name.startswith("~$"):
            continue
        period = path.relative_to(SAMPLE / "submissions").parts[0]
        files[period, path.suffix.lower()] += 1
        m = modified(path)
        low, high = WINDOW[period]
        if not low <= m <= high:
            late.append((path.name, str(m)))
        for name, rows in sheets(path):
            if not rows or not any(v is not None for r in rows for v in r):
                continue
            try:
                form, unit, out = read_sheet(rows)
            except Exception as e:
                raise AssertionError(f"{path} {name}") from e
            old = data[period].get((unit, form))
            if old:
                print("twice:", path.name, unit, form)
            if not old or m > old[0]:
                data[period][unit, form] = (m, out)
    print(dict(files), "late:", late)
    kinds = {u["code"]: u["kind"] for u in UNITS}
    order = {u["code"]: i for i, u in enumerate(UNITS)}

    def figure(period, form, code, group):
        decl = {i["code"]: i for i in FORMS[form]["indicator"]}[code]
        units = [(u, v[1]) for (u, f), v in data[period].items() if f == form and (group == "province" or group == "kind:" + kinds[u])]
        if decl["type"] == "list":
            items = [r[1] for _, docs in units for r in docs if r[4] == code]
            return {"value": len(items), "text": "; ".join(items)}
        rows = [r for _, v in units for r in (v.values() if form == "hien-dai-hoa-xa" else [v])]
        if decl["type"] == "ratio":
            rows = [r for r in rows if decl["numerator"] in r]
            n, d = (sum(r[decl[k]] for r in rows) for k in ("numerator", "denominator"))
            return {"value": 100 * n / d, "numerator": n, "denominator": d}
        values = [r[code] for r in rows if code in r]
        out = {"value": sum(values), "numerator": sum(values), "denominator": len(values), "units_expected": len(units), "units_reported": len(units)}
        if decl.get("aggregation") == "mean":
            out["value"] = sum(values) / len(values)
        if decl.get("aggregation") == "list":
            out["text"] = "; ".join(sorted((u for u, v in units if v.get(code)), key=order.get))
        return out

    n = 0
    for row in csv.DictReader(open(HERE / "expected_sample.csv", encoding="utf-8")):
        now, before = (figure(p, row["form"], row["indicator"], row["group"]) for p in ("2019-Q1", "2018-Q4"))
        field = row["field"]
        have = {"previous": before["value"], "change": now["value"] - before["value"]}.get(field, now.get(field))
        ok = have == row["expected"] if field == "text" else have is not None and abs(have - float(row["expected"])) < 1e-6
        n += 1
        if not ok:
            problems.append((row, have))
    problems += check_past(data)
    for p in problems:
        print("PROBLEM", p)
    print(n, "lines,", len(problems), "problems")
    for period in data:
        by = defaultdict(int)
        for _, f in data[period]:
            by[f] += 1
        print(period, dict(by))
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
