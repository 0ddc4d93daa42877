"""Sheets as plain grids, written by several writers: openpyxl, xlwt, odfpy, LibreOffice."""
import datetime as dt
import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile

import openpyxl
from openpyxl.styles import Border, Font, Side
from openpyxl.utils import get_column_letter as letters
from openpyxl.utils.cell import coordinate_from_string, column_index_from_string

MODIFIED = "2019-03-15T08:00:00Z"
STAMP = (2019, 3, 15, 8, 0, 0)


def at(row, col):
    """A1 address of a row and column counted from 1."""
    return f"{letters(col)}{row}"


def rc(a1):
    col, row = coordinate_from_string(a1)
    return row, column_index_from_string(col)


class F:
    """A formula with its cached result (None: none stored)."""

    def __init__(self, text, cached=None):
        self.text, self.cached = text, cached


class Sheet:
    def __init__(self, name="Sheet1"):
        self.name = name
        self.cells = {}      # (row, col) -> value
        self.formats = {}    # (row, col) -> number format
        self.fonts = {}      # (row, col) -> font name
        self.font = None     # font of every text
        self.merges = []     # A1:B2
        self.hidden_rows, self.hidden_cols = set(), set()
        self.hidden = False
        self.bordered = None  # last row and column of empty bordered cells

    def put(self, row, col, value, fmt=None):
        if value is None:
            self.cells.pop((row, col), None)
            return self
        self.cells[(row, col)] = value
        if fmt:
            self.formats[(row, col)] = fmt
        return self

    def set(self, a1, value, fmt=None):
        return self.put(*rc(a1), value, fmt)

    def merge(self, r1, c1, r2, c2):
        self.merges.append((r1, c1, r2, c2))
        return self

    def map_texts(self, change):
        for k, v in self.cells.items():
            if isinstance(v, str):
                self.cells[k] = change(v)
        return self


def tidy_zip(data, drop=()):
    """Same bytes each time: fixed times, the modified property of 2019-03-15."""
    src = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as dst:
        for item in src.infolist():
            if any(item.filename.startswith(d) for d in drop):
                continue
            body = src.read(item.filename)
            # The theme is a third of a small workbook and says nothing here.
            if item.filename == "xl/theme/theme1.xml":
                continue
            if item.filename in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
                body = re.sub(rb"<(Override|Relationship)[^>]*theme[^>]*/>", b"", body)
            if item.filename == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:(modified|created)[^>]*>)[^<]*", rb"\g<1>" + MODIFIED.encode(), body)
                if b"dcterms:modified" not in body:
                    body = body.replace(
                        b"</cp:coreProperties>",
                        b'<dcterms:modified xsi:type="dcterms:W3CDTF">' + MODIFIED.encode()
                        + b"</dcterms:modified></cp:coreProperties>")
            if item.filename == "meta.xml":
                stamp = MODIFIED.rstrip("Z").encode()
                body = re.sub(rb"(<(dc:date|meta:creation-date)>)[^<]*", rb"\g<1>" + stamp, body)
                body = re.sub(rb"<meta:editing-duration>[^<]*</meta:editing-duration>", b"", body)
                if b"<dc:date>" not in body:
                    body = body.replace(b"</office:meta>", b"<dc:date>" + stamp + b"</dc:date></office:meta>")
                if b"xmlns:dc=" not in body:
                    body = body.replace(b"<office:document-meta", b'<office:document-meta xmlns:dc="http://purl.org/dc/elements/1.1/"', 1)
            info = zipfile.ZipInfo(item.filename, STAMP)
            info.compress_type = zipfile.ZIP_STORED if item.filename == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            dst.writestr(info, body)
    return out.getvalue()


def xlsx(sheets, epoch1904=False, change=None, shared=True):
    """openpyxl; cached results of formulas are put in afterwards."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    if epoch1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    cached = []
    for n, s in enumerate(sheets, 1):
        ws = book.create_sheet(s.name)
        for (r, c), v in s.cells.items():
            cell = ws.cell(r, c)
            if isinstance(v, F):
                cell.value = "=" + v.text
                if v.cached is not None:
                    cached.append((n, at(r, c), v.cached))
            else:
                cell.value = v
                if isinstance(v, str) and v.startswith("="):
                    cell.data_type = "s"
            if isinstance(v, dt.date) and (r, c) not in s.formats:
                cell.number_format = "dd/mm/yyyy"
            if (r, c) in s.formats:
                cell.number_format = s.formats[(r, c)]
            font = s.fonts.get((r, c), s.font)
            if font:
                cell.font = Font(name=font, size=12)
        for r1, c1, r2, c2 in s.merges:
            ws.merged_cells.add(f"{at(r1, c1)}:{at(r2, c2)}")
        for r in s.hidden_rows:
            ws.row_dimensions[r].hidden = True
        for c in s.hidden_cols:
            ws.column_dimensions[letters(c)].hidden = True
        if s.hidden:
            ws.sheet_state = s.hidden if isinstance(s.hidden, str) else "hidden"
        if s.bordered:
            thin = Side(style="thin")
            for r in range(1, s.bordered[0] + 1):
                for c in range(1, s.bordered[1] + 1):
                    ws.cell(r, c).border = Border(left=thin, right=thin, top=thin, bottom=thin)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    data = tidy_zip(out.getvalue())
    if shared:
        data = share(data)
    if not cached:
        return data
    src = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as dst:
        for item in src.infolist():
            body = src.read(item.filename).decode() if item.filename.endswith(".xml") else src.read(item.filename)
            for n, a1, value in cached:
                if item.filename == f"xl/worksheets/sheet{n}.xml":
                    kind = ' t="str"' if isinstance(value, str) else ""
                    body, hits = re.subn(
                        rf'<c r="{a1}"([^>]*?)( t="[a-z]+")?><f>(.*?)</f><v ?/?>(</v>)?</c>',
                        lambda m: f'<c r="{a1}"{m[1]}{kind}><f>{m[3]}</f><v>{value}</v></c>', body)
                    assert hits == 1, (a1, hits)
            info = zipfile.ZipInfo(item.filename, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            dst.writestr(info, body)
    return out.getvalue()


def rewritten(data, change):
    """A workbook with its XML parts changed: change(name, text) -> text."""
    src = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as dst:
        for item in src.infolist():
            info = zipfile.ZipInfo(item.filename, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            dst.writestr(info, change(item.filename, src.read(item.filename).decode()))
    return out.getvalue()


def prefixed(sheets):
    """Every element with the prefix x:, as the Open XML SDK and ClosedXML write."""
    def change(name, text):
        if not name.startswith("xl/") or name.endswith(".rels"):
            return text
        text = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", text)
        return text.replace('xmlns="', 'xmlns:x="')
    return rewritten(xlsx(sheets), change)


def inline(sheets):
    """Texts within the cells (inlineStr), no table of shared strings."""
    return xlsx(sheets, shared=False)


def share(data):
    """Texts into the table of shared strings, as Excel writes them (openpyxl may write them into the cells)."""
    parts = {n: zipfile.ZipFile(io.BytesIO(data)).read(n) for n in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    if "xl/sharedStrings.xml" in parts:
        return data
    texts, uses = {}, 0

    def one(m):
        nonlocal uses
        uses += 1
        number = texts.setdefault(m[3], len(texts))
        return f'<c {m[1]}t="s"{m[2]}><v>{number}</v></c>'
    for name, body in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(r'<c ([^>]*?)t="inlineStr"([^>]*)><is>(.*?)</is></c>', one, body.decode(), flags=re.S).encode()
    main = "http://schemas.openxmlformats.org/"
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{main}spreadsheetml/2006/main" count="{uses}" uniqueCount="{len(texts)}">'
        + "".join(f"<si>{x}</si>" for x in texts) + "</sst>").encode()
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}" /></Types>'.encode())
    rel = f'<Relationship Type="{main}officeDocument/2006/relationships/sharedStrings" Target="/xl/sharedStrings.xml" Id="rIdShared" />'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", rel.encode() + b"</Relationships>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as dst:
        for name, body in parts.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            dst.writestr(info, body)
    return out.getvalue()


def without_addresses(sheets):
    """Rows and cells without their r attributes, which the standard allows: each follows the one before."""
    for s in sheets:
        s.bordered = (max(r for r, _ in s.cells), max(c for _, c in s.cells))

    def change(name, text):
        if not name.startswith("xl/worksheets/sheet"):
            return text
        return re.sub(r'<(c|row) r="[A-Z0-9]+"', r"<\1", text)
    return rewritten(xlsx(sheets), change)


def xls(sheets):
    """xlwt."""
    import xlwt
    book = xlwt.Workbook(encoding="utf-8")
    styles = {}
    for s in sheets:
        ws = book.add_sheet(s.name, cell_overwrite_ok=True)
        # xlwt blanks what it merges: values under merged areas are written afterwards.
        for r1, c1, r2, c2 in s.merges:
            ws.merge(r1 - 1, r2 - 1, c1 - 1, c2 - 1)
        for (r, c), v in sorted(s.cells.items()):
            fmt = s.formats.get((r, c), "dd/mm/yyyy" if isinstance(v, dt.date) else "General")
            font = s.fonts.get((r, c), s.font) or "Times New Roman"
            if (fmt, font) not in styles:
                style = xlwt.XFStyle()
                style.num_format_str = fmt
                style.font = xlwt.Font()
                style.font.name = font
                styles[(fmt, font)] = style
            if isinstance(v, str) and v in ("#REF!", "#N/A", "#DIV/0!"):
                ws.row(r - 1).set_cell_error(c - 1, v, styles[(fmt, font)])
            else:
                ws.write(r - 1, c - 1, v, styles[(fmt, font)])
        for r in s.hidden_rows:
            ws.row(r - 1).hidden = True
        for c in s.hidden_cols:
            ws.col(c - 1).hidden = True
        if s.hidden:
            ws.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(sheets):
    """odfpy."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style, TableColumnProperties, TableProperties, TableRowProperties  # noqa: F401
    from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
    from odf.text import P
    book = OpenDocumentSpreadsheet()
    for s in sheets:
        table = Table(name=s.name)
        last_row = max(r for r, _ in s.cells)
        last_col = max(c for _, c in s.cells)
        for c in range(1, last_col + 1):
            table.addElement(TableColumn(visibility="collapse") if c in s.hidden_cols else TableColumn())
        for r in range(1, last_row + 1):
            row = TableRow(visibility="collapse") if r in s.hidden_rows else TableRow()
            for c in range(1, last_col + 1):
                v = s.cells.get((r, c))
                span = next((m for m in s.merges if m[:2] == (r, c)), None)
                under = any(m[0] <= r <= m[2] and m[1] <= c <= m[3] and m[:2] != (r, c) for m in s.merges)
                extra = {"numberrowsspanned": span[2] - span[0] + 1, "numbercolumnsspanned": span[3] - span[1] + 1} if span else {}
                make = CoveredTableCell if under else TableCell
                if v is None:
                    cell = make(**extra)
                elif isinstance(v, dt.date):
                    cell = make(valuetype="date", datevalue=v.isoformat(), **extra)
                    cell.addElement(P(text=v.strftime("%d/%m/%Y")))
                elif isinstance(v, (int, float)):
                    kind = "percentage" if "%" in s.formats.get((r, c), "") else "float"
                    cell = make(valuetype=kind, value=str(v), **extra)
                    cell.addElement(P(text=str(v)))
                elif isinstance(v, F):
                    cell = make(valuetype="float", formula="of:=" + v.text, value=str(v.cached), **extra)
                    cell.addElement(P(text=str(v.cached)))
                else:
                    cell = make(valuetype="string", **extra)
                    for line in v.split("\n"):
                        cell.addElement(P(text=line))
                row.addElement(cell)
            table.addElement(row)
        book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return tidy_zip(out.getvalue())


def office(sheets, ext, **how):
    """LibreOffice: what it makes of the openpyxl workbook (formulas calculated)."""
    with tempfile.TemporaryDirectory() as d:
        source = os.path.join(d, "in.xlsx")
        with open(source, "wb") as f:
            f.write(xlsx(sheets, **how))
        out = os.path.join(d, "out")
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file:///tmp/tonghop_foreign_lo_{os.getpid()}", "--convert-to", ext,
             "--outdir", out, source], check=True, capture_output=True, timeout=120)
        with open(os.path.join(out, f"in.{ext}"), "rb") as f:
            data = f.read()
    return data if ext == "xls" else tidy_zip(data, drop=("Thumbnails", "Configurations2"))


def clean_up():
    shutil.rmtree(f"/tmp/tonghop_foreign_lo_{os.getpid()}", ignore_errors=True)


# --- TCVN3 (ABC) and VNI, as in src/text/legacy.rs ---
VN3 = ("\u00a0ĂÂÊÔƠƯĐăâêôơưđ." "°±²³´àảãáạ.ằẳẵắ." "......ặầẩẫấậè.ẻẽ" "éẹềểễếệìỉ...ĩíịò" ".ỏõóọồổỗốộờởỡớợù" ".ủũúụừửữứựỳỷỹýỵ.")
VOWELS = ["aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ"]


def tcvn3(text):
    out = ""
    for c in text:
        if ord(c) < 128:
            out += c
        else:
            i = VN3.index(c)
            assert VN3[i] != "."
            out += chr(0xA0 + i)
    return out


def vni(text):
    out = ""
    for c in text:
        low = c.lower()
        up = (lambda x: x.upper()) if c != low else (lambda x: x)
        if ord(c) < 128:
            out += c
        elif low in "ơưđíìỉĩịỵ":
            out += up("ôöñíìæóòî"["ơưđíìỉĩịỵ".index(low)])
        else:
            row = next(v for v in VOWELS if low in v)
            tone = row.index(low)
            base = row[0]
            if base in "âêô":
                out += up({"â": "a", "ê": "e", "ô": "o"}[base]) + up("âàåãáä"[tone])
            elif base == "ă":
                out += up("a") + up("êèúüéë"[tone])
            else:
                out += up({"ơ": "ô", "ư": "ö"}.get(base, base)) + up("øûõùï"[tone - 1])
    return out
