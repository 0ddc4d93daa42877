"""A third project, made when it is needed: lists of records, of which the other two have one list of four. Ten towns send their building permits each month."""
import datetime as dt
from pathlib import Path
from random import Random

from openpyxl import Workbook

from model import save_book

PERIODS = ["2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
TOWNS = [f"{n} Borough" for n in ("Northern", "Southern", "Eastern", "Western", "Central", "Riverside", "Mountain", "Coastal", "Harbour", "Woodland")]
PEOPLE = ["A. Brown", "J. Smith", "M. Okafor", "L. Hansen", "P. Novak", "R. Silva", "T. Tanaka", "K. Weber", "S. Rossi", "D. Murphy", "E. Larsen", "C. Dubois"]
WORKS = {"A": ["Dwelling of two storeys", "Extension of a kitchen", "Garage beside the house", "Workshop with a loft", "School pavilion"],
         "B": ["Demolition of a barn", "Demolition of a chimney", "Clearing of sheds"],
         "C": ["Shop turned into flats", "Office turned into a surgery", "Barn turned into a dwelling"]}
STREETS = ["Mill Lane", "High Street", "Church Road", "Station Road", "Park Avenue", "Quay Street", "North Parade"]
SETTINGS = """title = "Building permits"
office = "County Planning Office"
province = "C0"
language = "en"
regime = "calendar"
deadline_days = 10

[[kind]]
code = "county"
name = "County"

[[kind]]
code = "town"
name = "Town"
"""
FORM = """code = "permits"
title = "List of building permits"
aliases = ["Building permits", "Form BP-2"]
layout = "records"
frequency = "month"

[reporters]
kinds = ["town"]

[columns]
code = ["No."]

[[indicator]]
code = "number"
name = "Permit number"
header = [["Permit number"]]
type = "text"

[[indicator]]
code = "day"
name = "Day of issue"
header = [["Day of issue"]]
type = "date"

[[indicator]]
code = "works"
name = "Works"
header = [["Works"]]
type = "text"

[[indicator]]
code = "holder"
name = "Holder"
header = [["Holder"]]
type = "text"

[[indicator]]
code = "part"
name = "Part"
header = [["Part"]]
type = "text"

[[indicator]]
code = "area"
name = "Floor area"
header = [["Floor area"]]
unit = "m2"
type = "count"

[[indicator]]
code = "A"
name = "New buildings"
type = "list"
of = "number"
when = { indicator = "part", is = ["A"] }

[[indicator]]
code = "B"
name = "Demolitions"
type = "list"
of = "number"
when = { indicator = "part", is = ["B"] }

[[indicator]]
code = "C"
name = "Changes of use"
type = "list"
of = "number"
when = { indicator = "part", is = ["C"] }
"""


def make(root: Path) -> None:
    """Writes the project into an empty folder, the same one each time."""
    (root / "forms").mkdir(parents=True)
    (root / "tonghop.toml").write_text(SETTINGS, "utf-8")
    (root / "forms" / "permits.toml").write_text(FORM, "utf-8")
    lines = ["code,name,kind,parent,aliases", "C0,Lowland County,county,,", *(f"T{i:02},{n},town,C0," for i, n in enumerate(TOWNS))]
    (root / "units.csv").write_text("\n".join(lines) + "\n", "utf-8")
    rng = Random("permits")
    last = {town: rng.randint(100, 900) for town in TOWNS}
    for period in PERIODS:
        year, month = map(int, period.split("-"))
        (root / "submissions" / period).mkdir(parents=True)
        for town in TOWNS:
            book = Workbook()
            ws = book.active
            ws.append([f"LIST OF BUILDING PERMITS, {dt.date(year, month, 1):%B %Y}"])
            ws.append([f"Reporting unit: {town}"])
            ws.append([])
            ws.append(["No.", "Permit number", "Day of issue", "Works", "Holder", "Part", "Floor area"])
            days = sorted(rng.sample(range(1, 29), rng.randint(7, 13)))
            for i, day in enumerate(days):
                last[town] += rng.randint(1, 4)
                part = rng.choice("AAABC")
                ws.append([i + 1, f"{town[:2].upper()}-{last[town]}/{year}", dt.datetime(year, month, day), f"{rng.choice(WORKS[part])}, {rng.randint(1, 99)} {rng.choice(STREETS)}",
                           rng.choice(PEOPLE), part, rng.randint(24, 480)])
            for row in ws.iter_rows(5, ws.max_row, 3, 3):
                row[0].number_format = "yyyy-mm-dd"
            book.properties.modified = dt.datetime(year + month // 12, month % 12 + 1, rng.randint(2, 9), 8)
            book.properties.created = book.properties.modified
            save_book(book, root / "submissions" / period / f"{town} permits.xlsx")
