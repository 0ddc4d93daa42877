"""The writers: one Book in, one file's bytes out."""
import datetime as dt
import io
import os
import re
import struct
import subprocess
import zipfile

from model import BUILT_IN, ERRORS, Error, Rich, serial

# What XlsxWriter cannot say is written under these marks and mended afterwards.
EMPTY = "\ue000"
LETTERS = r"\$?[A-Z]{1,3}\$?[0-9]+"


def plain(cell, book):
    """The value as a format without dates stores it."""
    return serial(cell.value, book.date1904) if isinstance(cell.value, (dt.date, dt.timedelta)) else cell.value


def mended(data, change):
    """A workbook with its worksheets changed."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for item in source.infolist():
            body = source.read(item)
            z.writestr(item, change(body.decode()).encode() if item.filename.startswith("xl/worksheets/sheet") else body)
    return out.getvalue()


def xlsxwriter(book):
    """xlsx with the results of formulas."""
    import xlsxwriter as writer
    out = io.BytesIO()
    made = writer.Workbook(out, {"date_1904": book.date1904, "in_memory": True})
    made.set_properties({"created": dt.datetime(2019, 3, 15, 8)})
    looks = {}

    def look(cell):
        fmt, strike, name = key = cell.look
        if key not in looks:
            looks[key] = made.add_format({"num_format": fmt or 0, "font_strikeout": strike, "font_name": name})
        return looks[key]
    runs = {"struck": made.add_format({"font_strikeout": True}), "raised": made.add_format({"font_script": 1}), "": made.add_format()}
    for s in book.sheets:
        ws = made.add_worksheet(s.name)
        for r1, c1, r2, c2 in s.merges:
            ws.merge_range(r1 - 1, c1 - 1, r2 - 1, c2 - 1, "")
        for (r, c), cell in s.cells.items():
            at, v = (r - 1, c - 1), plain(cell, book)
            if cell.formula:
                result = {None: "", "": EMPTY}.get(v, v) if not isinstance(v, float) else v
                ws.write_formula(*at, "=" + cell.formula, look(cell), result)
            elif v is None:
                ws.write_blank(*at, None, look(cell))
            elif isinstance(v, Error):
                ws.write_formula(*at, "=" + v, look(cell), str(v))
            elif isinstance(v, bool):
                ws.write_boolean(*at, v, look(cell))
            elif isinstance(v, Rich):
                ws.write_rich_string(*at, *[x for text, kind in v for x in (runs[kind], text)], look(cell))
            elif cell.link:
                ws.write_url(*at, cell.link, look(cell), v)
            elif isinstance(v, str):
                ws.write_string(*at, v, look(cell))
            else:
                ws.write_number(*at, v, look(cell))
            if cell.note:
                ws.write_comment(*at, cell.note)
        for r in s.hidden_rows:
            ws.set_row(r - 1, None, None, {"hidden": True})
        for c in s.hidden_cols:
            ws.set_column(c - 1, c - 1, None, None, {"hidden": True})
        if s.hidden:
            ws.very_hidden() if s.hidden == "very" else ws.hide()
    next(w for w, s in zip(made.worksheets(), book.sheets) if not s.hidden).activate()
    made.close()
    # Error values are written as what they are, not as formulas; an empty text is a result.
    error = re.compile(r'( t="\w+")?><f>(#[A-Z/0_]+[!?A])</f><v>[^<]*</v>')
    return mended(out.getvalue(), lambda xml: error.sub(r' t="e"><v>\2</v>', xml).replace(EMPTY, ""))


def openpyxl(book):
    """xlsx without the results of formulas, which LibreOffice then calculates."""
    import openpyxl as writer
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.styles.numbers import BUILTIN_FORMATS
    from openpyxl.utils import get_column_letter as letters
    made = writer.Workbook()
    made.remove(made.active)
    if book.date1904:
        made.epoch = writer.utils.datetime.CALENDAR_MAC_1904
    fonts = {"struck": InlineFont(strike=True), "raised": InlineFont(vertAlign="superscript"), "": InlineFont()}
    for s in book.sheets:
        ws = made.create_sheet(s.name)
        for (r, c), cell in s.cells.items():
            to, v = ws.cell(r, c), plain(cell, book)
            if cell.formula:
                v = "=" + cell.formula
            to.value = CellRichText(*[TextBlock(fonts[kind], text) for text, kind in v]) if isinstance(v, Rich) else v
            if isinstance(v, str) and not cell.formula:
                to.data_type = "e" if isinstance(v, Error) else "s"
            if cell.format is not None:
                to.number_format = BUILTIN_FORMATS[cell.format] if isinstance(cell.format, int) else cell.format
            to.font = Font(name=cell.font, strike=cell.strike)
            if cell.link:
                to.hyperlink = cell.link
            if cell.note:
                to.comment = Comment(cell.note, "VP")
        for r1, c1, r2, c2 in s.merges:
            ws.merged_cells.add(f"{letters(c1)}{r1}:{letters(c2)}{r2}")
        for r in s.hidden_rows:
            ws.row_dimensions[r].hidden = True
        for c in s.hidden_cols:
            ws.column_dimensions[letters(c)].hidden = True
        if s.hidden:
            ws.sheet_state = "veryHidden" if s.hidden == "very" else "hidden"
    made.active = next(i for i, s in enumerate(book.sheets) if not s.hidden)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def xlwt(book):
    """xls. xlwt stores no results of formulas; they are put in here, as Excel stores them."""
    import xlwt as writer
    from xlwt.Cell import ErrorCell, FormulaCell, error_code_map
    from xlwt.Style import StyleCollection
    # Its own table has #VALUE! and #N/A wrong.
    error_code_map.update({**ERRORS, **{code: code for code in ERRORS.values()}})

    class Answered(FormulaCell):
        __slots__ = ["result"]

        def get_biff_data(self):
            data, v, text = super().get_biff_data(), self.result, b""
            if isinstance(v, bool) or isinstance(v, Error):
                result = struct.pack("<BBBBHH", 2 if isinstance(v, Error) else 1, 0, ERRORS[v] if isinstance(v, Error) else v, 0, 0, 0xFFFF)
            elif v is None or v == "":
                result = struct.pack("<BBHHH", 3, 0, 0, 0, 0xFFFF)
            elif isinstance(v, str):
                result, units = struct.pack("<BBHHH", 0, 0, 0, 0, 0xFFFF), v.encode("utf-16-le")
                text = struct.pack("<HHHB", 0x0207, len(units) + 3, len(units) // 2, 1) + units
            else:
                result = struct.pack("<d", v)
            return data[:10] + result + data[18:] + text
    made = writer.Workbook(encoding="utf-8")
    made.dates_1904 = book.date1904
    looks = {}

    def font(name="Times New Roman", **how):
        out = writer.Font()
        out.name = name
        for key, value in how.items():
            setattr(out, key, value)
        return out

    def look(cell):
        fmt, strike, name = key = cell.look
        if key not in looks:
            looks[key] = writer.XFStyle()
            # Its list leaves out the numbers from 23 to 36.
            number = fmt - 14 if isinstance(fmt, int) and fmt > 36 else fmt
            looks[key].num_format_str = StyleCollection._std_num_fmt_list[number] if isinstance(number, int) else number or "General"
            looks[key].font = font(name, struck_out=strike)
        return looks[key]
    runs = {"": font(), "struck": font(struck_out=True), "raised": font(escapement=writer.Font.ESCAPEMENT_SUPERSCRIPT)}
    for s in book.sheets:
        ws = made.add_sheet(s.name, cell_overwrite_ok=True)
        # xlwt blanks what it merges: values under merged areas are written afterwards.
        for r1, c1, r2, c2 in s.merges:
            ws.merge(r1 - 1, r2 - 1, c1 - 1, c2 - 1)
        for (r, c), cell in s.cells.items():
            row, v = ws.row(r - 1), plain(cell, book)
            if cell.formula:
                one = Answered(r - 1, c - 1, made.add_style(look(cell)), writer.Formula(cell.formula.replace(",", ";")))
                one.result = v
                ws.write(r - 1, c - 1, None, look(cell))
                row.insert_cell(c - 1, one)
            elif isinstance(v, Error):
                row.set_cell_error(c - 1, str(v), look(cell))
            elif isinstance(v, Rich):
                row.set_cell_rich_text(c - 1, [(text, runs[kind]) for text, kind in v], look(cell))
            else:
                ws.write(r - 1, c - 1, v, look(cell))
        for r in s.hidden_rows:
            ws.row(r - 1).hidden = True
        for c in s.hidden_cols:
            ws.col(c - 1).hidden = True
        ws.visibility = {False: 0, True: 1, "very": 2}[s.hidden]
    made.active_sheet = next(i for i, s in enumerate(book.sheets) if not s.hidden)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def data_style(code, name):
    """An Excel number format as OpenDocument says it; of several sections the first."""
    from odf import number as n
    code = code.split(";")[0]
    code = re.sub(r"[_*].", "", code).replace("ss.0", "ss")
    code = re.sub(r"\[\$([^]-]*)[^]]*\]", r'"\1"', code)
    literal = re.compile(r'"([^"]*)"|\\(.)|(\[h+\]|y+|m+|d+|h+|s+)|([0#?][0#?,.]*)|(%|[/: ,.-])')
    bare = re.sub(r'"[^"]*"|\\.', "", code)
    places = re.search(r"[0#?][0#?,.]*", bare)
    if code == "@":
        style = n.TextStyle(name=name)
        style.addElement(n.TextContent())
        return style
    make = n.NumberStyle if places else n.TimeStyle if not re.search("[yd]|m{3}", bare) and "h" in bare else n.DateStyle
    style = (n.PercentageStyle if "%" in bare else make)(name=name)
    if "[h]" in bare:
        style.setAttribute("truncateonoverflow", "false")
    before = ""
    for quoted, escaped, part, digits, sign in literal.findall(code):
        if digits:
            core = digits.rstrip(",")
            whole = core.split(".")[0]
            one = n.Number(minintegerdigits=whole.count("0"), decimalplaces=len(core.partition(".")[2]), grouping="true" if "," in core else "false")
            if core != digits:
                one.setAttribute("displayfactor", 1000 ** (len(digits) - len(core)))
        elif part:
            letter = part.strip("[]")[0]
            days = n.DayOfWeek if len(part) > 2 else n.Day
            kind = {"y": n.Year, "m": n.Minutes if before == "h" else n.Month, "d": days, "h": n.Hours, "s": n.Seconds}[letter]
            one, before = kind(style="long" if len(part.strip("[]")) > 1 and part != "yy" else "short"), letter
            if part == "mmm":
                one = n.Month(style="short", textual="true")
        else:
            one = n.Text()
            one.addText(quoted or escaped or sign)
        style.addElement(one)
    return style


def odfpy(book):
    """ods. Errors are written as formulas whose text is the error, since odfpy knows no other way."""
    from odf.office import Annotation
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import FontFace, Style, TableProperties, TextProperties
    from odf.table import CalculationSettings, CoveredTableCell, NullDate, Table, TableCell, TableColumn, TableRow
    from odf.teletype import addTextToElement
    from odf.text import A, P, Span
    made = OpenDocumentSpreadsheet()
    looks = {}
    for name in sorted({cell.font for s in book.sheets for cell in s.cells.values()}):
        made.fontfacedecls.addElement(FontFace(name=name, fontfamily=f"'{name}'"))
    runs = {"struck": {"textlinethroughstyle": "solid"}, "raised": {"textposition": "super 58%"}, "": {"textlinethroughstyle": "none"}}
    for kind, how in runs.items():
        runs[kind] = Style(name="T" + kind, family="text")
        runs[kind].addElement(TextProperties(**how))
        made.automaticstyles.addElement(runs[kind])
    if book.date1904:
        settings = CalculationSettings()
        settings.addElement(NullDate(datevalue="1904-01-01", valuetype="date"))
        made.spreadsheet.addElement(settings)

    def look(cell):
        key = cell.look
        fmt = BUILT_IN.get(key[0], key[0])
        if key not in looks:
            style = Style(name=f"c{len(looks)}", family="table-cell")
            data = fmt and data_style(fmt, f"N{len(looks)}")
            if data:
                made.automaticstyles.addElement(data)
                style.setAttribute("datastylename", data)
            struck = {"textlinethroughstyle": "solid"} if cell.strike else {}
            style.addElement(TextProperties(fontname=cell.font, **struck))
            made.automaticstyles.addElement(style)
            looks[key] = style, bool(data) and data.tagName == "number:percentage-style"
        return looks[key]

    def value(cell, percent):
        """What the attributes say, and the text that is shown."""
        v = cell.value
        if v is None:
            return {}, []
        if isinstance(v, bool):
            return {"valuetype": "boolean", "booleanvalue": str(v).lower()}, [str(v).upper()]
        if isinstance(v, (str, Rich)):
            return {"valuetype": "string"}, [v] if isinstance(v, Rich) else v.split("\n")
        if isinstance(v, dt.timedelta):
            minutes = v // dt.timedelta(minutes=1)
            return {"valuetype": "time", "timevalue": f"PT{minutes // 60:02}H{minutes % 60:02}M00S"}, [f"{minutes // 60}:{minutes % 60:02}"]
        if isinstance(v, dt.date):
            return {"valuetype": "date", "datevalue": v.isoformat()}, [v.strftime("%d/%m/%Y")]
        return {"valuetype": "percentage" if percent else "float", "value": repr(v)}, [repr(v)]
    for s in book.sheets:
        table = Table(name=s.name)
        if s.hidden:
            style = Style(name="ta" + str(len(made.spreadsheet.childNodes)), family="table")
            style.addElement(TableProperties(display="false"))
            made.automaticstyles.addElement(style)
            table.setAttribute("stylename", style)
        last_row, last_col = (max(x) for x in zip(*s.cells, *[m[2:] for m in s.merges]))
        for c in range(1, last_col + 1):
            table.addElement(TableColumn(visibility="collapse") if c in s.hidden_cols else TableColumn())
        for r in range(1, last_row + 1):
            row = TableRow(visibility="collapse") if r in s.hidden_rows else TableRow()
            for c in range(1, last_col + 1):
                span = next((m for m in s.merges if m[:2] == (r, c)), None)
                under = any(m[0] <= r <= m[2] and m[1] <= c <= m[3] for m in s.merges) and not span
                how = {"numberrowsspanned": span[2] - r + 1, "numbercolumnsspanned": span[3] - c + 1} if span else {}
                cell = s.cells.get((r, c))
                lines = []
                if cell:
                    how["stylename"], percent = look(cell)
                    said, lines = value(cell, percent)
                    how |= said
                    if cell.formula or isinstance(cell.value, Error):
                        text = cell.formula or cell.value
                        how["formula"] = "of:=" + re.sub(f"{LETTERS}(:{LETTERS})?", lambda m: "[" + re.sub("(^|:)", r"\1.", m[0]) + "]", text).replace(",", ";")
                one = (CoveredTableCell if under else TableCell)(**how)
                if cell and cell.note:
                    note = Annotation()
                    for line in cell.note.split("\n"):
                        note.addElement(P(text=line))
                    one.addElement(note)
                for line in lines:
                    p = P()
                    for text, kind in line if isinstance(line, Rich) else [(line, None)]:
                        to = A(href=cell.link, type="simple") if cell.link else Span(stylename=runs[kind]) if kind is not None else p
                        addTextToElement(to, text)
                        if to is not p:
                            p.addElement(to)
                    one.addElement(p)
                row.addElement(one)
            table.addElement(row)
        made.spreadsheet.addElement(table)
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def office(folder, names, ext, to):
    """LibreOffice converts the files `names` of a folder, all in one call: to `to`/<name>.<ext>."""
    with_own = f"-env:UserInstallation=file://{os.path.join(folder, 'office-' + ext)}"
    files = [os.path.join(folder, n) for n in names]
    subprocess.run(["soffice", "--headless", with_own, "--convert-to", ext, "--outdir", to, *files], check=True, capture_output=True, timeout=300)
