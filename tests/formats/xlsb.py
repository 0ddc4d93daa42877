"""Writes xlsb, for which no Python writer exists: a zip of BIFF12 records ([MS-XLSB]), as few as a valid workbook needs.

A formula is written as the constant that is its result: what is read of one is its result, and that it is one.
"""
import datetime as dt
import io
import struct
import zipfile

from model import Error, Rich, ERRORS, STAMP, serial

MAIN = "http://schemas.openxmlformats.org/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
KIND = "application/vnd.ms-excel."
USER_FORMATS = 164


def record(kind, *parts):
    """Type and length in seven bits a byte, the highest bit says that another follows."""
    body = b"".join(parts)
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, n = b"", len(body)
    while True:
        length += bytes([n & 0x7F | (0x80 if n > 0x7F else 0)])
        n >>= 7
        if not n:
            return head + length + body


def wide(text):
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def u32(*numbers):
    return struct.pack(f"<{len(numbers)}I", *numbers)


def listed(begin, end, items):
    """A block of records that states how many it holds."""
    return record(begin, u32(len(items))) + b"".join(items) + record(end)


class Styles:
    """Formats, fonts and the styles of cells, numbered as they are met."""
    COLOR = bytes([0x01, 64, 0, 0, 0, 0, 0, 0])  # automatic

    def __init__(self):
        self.formats, self.fonts, self.xfs = {}, {}, {}
        self.xf(None)

    def font(self, strike=False, raised=False, name="Times New Roman"):
        return self.fonts.setdefault((strike, raised, name), len(self.fonts))

    def xf(self, fmt, strike=False, name="Times New Roman"):
        number = fmt if isinstance(fmt, int) else 0 if fmt is None else self.formats.setdefault(fmt, USER_FORMATS + len(self.formats))
        return self.xfs.setdefault((number, self.font(strike, name=name)), len(self.xfs))

    def part(self):
        def font(strike, raised, name):
            flags = struct.pack("<HHHH", 11 * 20, 8 if strike else 0, 400, 1 if raised else 0)
            return record(43, flags, bytes([0, 2, 0, 0]), self.COLOR, bytes([0]), wide(name))

        def xf(parent, number, font):
            return record(47, struct.pack("<HHHHHBBHH", parent, number, font, 0, 0, 0, 0, 0x1020, 0x3F))
        fill = [record(45, u32(pattern), self.COLOR, self.COLOR, bytes(48)) for pattern in (0, 17)]
        return b"".join([
            record(278),
            listed(615, 616, [record(44, struct.pack("<H", n), wide(code)) for code, n in self.formats.items()]),
            listed(611, 612, [font(*f) for f in self.fonts]),
            listed(603, 604, fill),
            listed(613, 614, [record(46, bytes([0]), (bytes([0, 0]) + self.COLOR) * 5)]),
            listed(626, 627, [xf(0xFFFF, 0, 0)]),
            listed(617, 618, [xf(0, *x) for x in self.xfs]),
            listed(619, 620, [record(48, u32(0), struct.pack("<HBB", 1, 0, 0xFF), wide("Normal"))]),
            record(279)])


class Strings:
    """The shared strings; of a rich text with its runs."""

    def __init__(self, styles):
        self.styles, self.items, self.uses = styles, {}, 0

    def number(self, value):
        self.uses += 1
        if not isinstance(value, Rich):
            return self.items.setdefault(record(19, bytes([0]), wide(value)), len(self.items))
        runs, at = b"", 0
        for text, kind in value:
            runs += struct.pack("<HH", at, self.styles.font(kind == "struck", kind == "raised"))
            at += len(text.encode("utf-16-le")) // 2
        item = record(19, bytes([1]), wide(value.text), u32(len(value)), runs)
        return self.items.setdefault(item, len(self.items))

    def part(self):
        return record(159, u32(self.uses, len(self.items))) + b"".join(self.items) + record(160)


def number_cell(head, number):
    """An integer of 30 bits, or hundredths of one, as Excel writes them wherever it can; else eight bytes."""
    for factor, flag in ((1, 2), (100, 3)):
        scaled = round(number * factor)
        if abs(scaled) < 1 << 29 and scaled / factor == number:
            return record(2, head, struct.pack("<i", scaled << 2 | flag))
    return record(5, head, struct.pack("<d", number))


def formula_cell(head, value):
    """The result, flags, and the tokens of a constant."""
    if isinstance(value, bool):
        kind, result, tokens = 10, bytes([value]), bytes([0x1D, value])
    elif isinstance(value, Error):
        kind, result, tokens = 11, bytes([ERRORS[value]]), bytes([0x1C, ERRORS[value]])
    elif isinstance(value, str):
        kind, result, tokens = 8, wide(value), bytes([0x17]) + struct.pack("<H", len(value)) + value.encode("utf-16-le")
    else:
        kind, result, tokens = 9, struct.pack("<d", value), bytes([0x1F]) + struct.pack("<d", value)
    return record(kind, head, result, struct.pack("<H", 0), u32(len(tokens)), tokens, u32(0))


def sheet_part(sheet, book, styles, strings):
    rows = {}
    for (r, c), cell in sorted(sheet.cells.items()):
        head = u32(c - 1, styles.xf(*cell.look))
        value = cell.value
        if isinstance(value, (dt.date, dt.timedelta)):
            value = serial(value, book.date1904)
        if cell.formula:
            one = formula_cell(head, value)
        elif value is None:
            one = record(1, head)
        elif isinstance(value, bool):
            one = record(4, head, bytes([value]))
        elif isinstance(value, Error):
            one = record(3, head, bytes([ERRORS[value]]))
        elif isinstance(value, (str, Rich)):
            one = record(7, head, u32(strings.number(value)))
        else:
            one = number_cell(head, value)
        rows.setdefault(r, []).append((c, one))
    for r in sheet.hidden_rows:
        rows.setdefault(r, [])
    data = b""
    for r, cells in sorted(rows.items()):
        span = u32(1, cells[0][0] - 1, cells[-1][0] - 1) if cells else u32(0)
        data += record(0, u32(r - 1, 0), struct.pack("<HBBB", 300, 0, 0x10 if r in sheet.hidden_rows else 0, 0), span)
        data += b"".join(one for _, one in cells)
    used = [(r - 1, c - 1) for r, c in sheet.cells] or [(0, 0)]
    (top, bottom), (left, right) = [(min(x), max(x)) for x in zip(*used)]
    columns = [record(60, u32(c - 1, c - 1, 2560, 0), struct.pack("<H", 1)) for c in sorted(sheet.hidden_cols)]
    merges = [record(176, u32(r1 - 1, r2 - 1, c1 - 1, c2 - 1)) for r1, c1, r2, c2 in sheet.merges]
    return b"".join([
        record(129), record(148, u32(top, bottom, left, right)),
        record(390) + b"".join(columns) + record(391) if columns else b"",
        record(145), data, record(146),
        listed(177, 178, merges) if merges else b"",
        record(130)])


def rels(targets):
    items = "".join(f'<Relationship Id="rId{n}" Type="{OFFICE}{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1))
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{MAIN}package/2006/relationships">{items}</Relationships>'


def write(book):
    styles = Styles()
    strings = Strings(styles)
    parts = {f"xl/worksheets/sheet{n}.bin": sheet_part(s, book, styles, strings) for n, s in enumerate(book.sheets, 1)}
    targets = [("worksheet", name.removeprefix("xl/")) for name in parts] + [("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin")]
    bundle = [record(156, u32({False: 0, True: 1, "very": 2}[s.hidden], n), wide(f"rId{n}"), wide(s.name)) for n, s in enumerate(book.sheets, 1)]
    kinds = {name: "worksheet" for name in parts}
    current = next(n for n, s in enumerate(book.sheets) if not s.hidden)
    parts["xl/workbook.bin"] = b"".join([
        record(131), record(153, u32(int(book.date1904), 0), wide("")),
        record(135), record(158, struct.pack("<iiIIIIIB", 0, 0, 20000, 10000, 600, current, current, 0x78)), record(136),
        record(143), *bundle, record(144),
        record(157, struct.pack("<IIIdIH", 0, 1, 100, 0.001, 1, 0)), record(132)])
    parts["xl/styles.bin"], parts["xl/sharedStrings.bin"] = styles.part(), strings.part()
    kinds |= {"xl/workbook.bin": "sheet.binary.macroEnabled.main", "xl/styles.bin": "styles", "xl/sharedStrings.bin": "sharedStrings"}
    parts["xl/_rels/workbook.bin.rels"] = rels(targets)
    parts["_rels/.rels"] = rels([("officeDocument", "xl/workbook.bin")])
    parts["[Content_Types].xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{MAIN}package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="/{name}" ContentType="{KIND}{kind}"/>' for name, kind in kinds.items()) + "</Types>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name in ["[Content_Types].xml", *sorted(n for n in parts if n != "[Content_Types].xml")]:
            z.writestr(zipfile.ZipInfo(name, STAMP), parts[name])
    return out.getvalue()
