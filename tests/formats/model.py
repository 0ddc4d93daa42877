"""A table as plain data: what every writer turns into a file."""
import dataclasses
import datetime as dt

STAMP = (2019, 3, 15, 8, 0, 0)

# The codes by which xls and xlsb store the error values.
ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A, "#GETTING_DATA": 0x2B}

# Formats that files name by number alone, and a code that shows the same.
BUILT_IN = {3: "#,##0", 9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 17: "mmm-yy", 22: "dd/mm/yyyy hh:mm", 49: "@"}


class Error(str):
    """An error value."""


class Rich(tuple):
    """A text of runs: (text, "", "struck" or "raised")."""

    def __new__(cls, *runs):
        return super().__new__(cls, [(r, "") if isinstance(r, str) else r for r in runs])

    @property
    def text(self):
        return "".join(t for t, _ in self)


@dataclasses.dataclass
class Cell:
    """A value (None: blank but formatted; a duration or time of day is a timedelta) and how it looks."""
    value: object = None
    fmt: str | int | None = None   # a code, or the number of one that is built in
    strike: bool = False
    formula: str = ""              # then the value is its result; None: none is stored
    font: str = "Times New Roman"
    link: str = ""                 # xls and xlsb are written without links and notes
    note: str = ""

    @property
    def look(self):
        """All that makes its style."""
        return self.format, self.strike, self.font

    @property
    def format(self):
        if self.fmt is None and isinstance(self.value, dt.date):
            return "dd/mm/yyyy"
        return self.fmt


class Sheet:
    def __init__(self, name="Biểu 01"):
        self.name = name
        self.cells = {}               # (row, column) from 1 -> Cell
        self.merges = []              # (top, left, bottom, right)
        self.hidden_rows, self.hidden_cols = set(), set()
        self.hidden = False           # True or "very"

    def put(self, row, col, value):
        """None leaves the place empty: no cell at all."""
        if value is not None:
            self.cells[row, col] = value if isinstance(value, Cell) else Cell(value)

    def rows(self, top, left, rows):
        for r, row in enumerate(rows, top):
            for c, value in enumerate(row, left):
                self.put(r, c, value)
        return top + len(rows)


class Book:
    def __init__(self, *sheets, date1904=False):
        self.sheets, self.date1904 = sheets, date1904


def serial(value, date1904):
    """A date or duration as the number that xlsx, xlsb and xls store."""
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    days = (value - (dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30))) / dt.timedelta(days=1)
    return int(days) if days == int(days) else days
