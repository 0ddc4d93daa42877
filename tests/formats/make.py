#!/usr/bin/env python3
"""40 tables, each described once and written by every writer.

Run: python3 make.py FOLDER [name part] ; makes FOLDER/<table>/<writer>.<ext>
"""
import datetime as dt
import os
import sys
import unicodedata
from concurrent.futures import ProcessPoolExecutor

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "foreign"))

import writers
import xlsb
from books import tcvn3
from model import Book, Cell, Error, Rich, Sheet

# What the others are compared with: Excel's own format by the writer that says most.
REFERENCE = "xlsxwriter.xlsx"
WRITERS = {REFERENCE: writers.xlsxwriter, "openpyxl.xlsx": writers.openpyxl, "xlwt.xls": writers.xlwt, "odfpy.ods": writers.odfpy, "own.xlsb": xlsb.write}
# LibreOffice converts the file of openpyxl.
OFFICE = {"office.xlsx": "xlsx", "office.xls": "xls", "office.ods": "ods"}

# Writers that are left out of a table, and why.
UNANSWERED = {"openpyxl.xlsx": "stores no results of formulas"}
NO_GROUND = "LibreOffice calculates, and this is about what is stored"

TABLES = {}


def table(facts, codes="", **without):
    """Registers a table: how many facts its reference gives, the codes of its findings, and who cannot write it."""
    def register(make):
        name = make.__name__.replace("_", "-")
        TABLES[name] = {"make": make, "facts": facts, "codes": codes.split(), "without": without.pop("without", {})}
        return make
    return register


# ---------------------------------------------------------------- building blocks

CL, CX = "UBND huyện Can Lộc", "UBND huyện Cẩm Xuyên"
CHUNG_TITLE = "KẾT QUẢ CÔNG TÁC CẢI CÁCH HÀNH CHÍNH"
XA_TITLE = "KẾT QUẢ GIẢI QUYẾT HỒ SƠ CỦA CẤP XÃ"
TRUONG_TITLE = "ĐỘI NGŨ GIÁO VIÊN VÀ HỌC SINH CỦA CÁC TRƯỜNG"
VAN_BAN_TITLE = "DANH MỤC VĂN BẢN CHỈ ĐẠO, ĐIỀU HÀNH"
VON_TITLE = "TÌNH HÌNH THỰC HIỆN VỐN ĐẦU TƯ"
GIAI_NGAN_TITLE = "TIẾN ĐỘ GIẢI NGÂN"
DAY = dt.date(2019, 1, 15)
ACCOUNTS = '_(* #,##0.0_);_(* \\(#,##0.0\\);_(* "-"??_);_(@_)'
CHUNG = [
    ("1", "Số văn bản đã ban hành", "văn bản", 12), ("2", "Số lượt người tham dự tuyên truyền", "lượt", 1636),
    ("3", "Kinh phí thực hiện", "triệu đồng", 1250.5), ("4", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", 95),
    ("5", "Tổng số cán bộ, công chức", "người", 50), ("5.1", "Trong đó: được trang bị máy tính", "người", 45),
    ("5.2", "Tỷ lệ cán bộ, công chức được trang bị máy tính", "%", 90), ("6", "Có trang thông tin điện tử", "có/không", "Có"),
    ("7", "Ngày ban hành kế hoạch", None, DAY), ("8", "Cán bộ đầu mối", None, "Nguyễn Văn An"),
]
COMMUNES = [(1, "Thị trấn Nghèn", 120, 110, 15, "Có"), (2, "Xã Thiên Lộc", 80, 80, 12.5, "Có"),
            (3, "Xã Thuần Thiện", 60, 55, 11, "Không"), (4, "Xã Vượng Lộc", 40, 40, 10, "Có")]
SCHOOLS = [(1, "Trường THCS Nghèn", 12, 25, 3, 620), (2, "Trường Tiểu học Thiên Lộc", 8, 22, 2, 410), (3, "Trường Mầm non Vượng Lộc", 0, 18, 4, 230)]
DOCUMENTS = [(1, "12/KH-UBND", DAY, "Kế hoạch cải cách hành chính"), (2, "15/CV-UBND", dt.date(2019, 2, 20), "Công văn đôn đốc"),
             (3, "31/BC-UBND", dt.date(2019, 3, 5), "Báo cáo kết quả")]


def heading(s, title, unit=CL, top=1, left=1):
    """Title, period and unit; gives the row of the table's header."""
    return s.rows(top, left, [[title], ["Quý I năm 2019"], [f"Đơn vị báo cáo: {unit}"]]) + 1


def chung(cells=None, title=CHUNG_TITLE, unit=CL, top=1, left=1, sheet="Biểu 01", measures=True, s=None):
    """The form of indicators; `cells` says what stands there instead, by code (a blank: Cell())."""
    s = s or Sheet(sheet)
    r = heading(s, title, unit, top, left)
    rows = [(code, label, measure if measures else None, (cells or {}).get(code, value)) for code, label, measure, value in CHUNG]
    s.end = s.rows(r, left, [("STT", "Chỉ tiêu", "ĐVT" if measures else None, "Kết quả", "Ghi chú"), *rows])
    return s


def units(title=XA_TITLE, rows=COMMUNES, unit=CL, top=1, left=1, sheet="Biểu 02"):
    """The form of communes, under a header of two levels; data begin at row top + 6."""
    s = Sheet(sheet)
    r = heading(s, title, unit, top, left)
    s.end = s.rows(r, left, [("STT", "Đơn vị", "Hồ sơ", None, "Kinh phí", "Trang thông tin điện tử"), (None, None, "Tiếp nhận", "Giải quyết"), *rows])
    s.merges += [(r, left + c, r + 1, left + c) for c in (0, 1, 4, 5)] + [(r, left + 2, r, left + 3)]
    return s


def schools(rows=SCHOOLS):
    """The form of schools, under a header of three levels; data begin at row 8."""
    s = Sheet("Biểu 03")
    r = heading(s, TRUONG_TITLE)
    s.end = s.rows(r, 1, [("STT", "Tên trường", "Giáo viên", None, None, "Học sinh"), (None, None, "Biên chế", None, "Hợp đồng"), (None, None, "Nam", "Nữ"), *rows])
    s.merges += [(r, 1, r + 2, 1), (r, 2, r + 2, 2), (r, 3, r, 5), (r + 1, 3, r + 1, 4), (r + 1, 5, r + 2, 5), (r, 6, r + 2, 6)]
    return s


def records(rows=DOCUMENTS, sheet="Biểu 04", unit=CL):
    """The list of documents; data begin at row 6."""
    s = Sheet(sheet)
    s.end = s.rows(heading(s, VAN_BAN_TITLE, unit), 1, [("STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Ghi chú"), *rows])
    return s


def funds(cells=None, top=1, left=1):
    s = Sheet("Biểu 05")
    rows = [(1, "Vốn ngân sách trung ương", 5000, 1200.5), (2, "Vốn ngân sách địa phương", 3000, 800), (3, "Vốn khác", 100, 0)]
    s.end = s.rows(heading(s, VON_TITLE, CL, top, left), left, [("STT", "Nguồn vốn", "Kế hoạch", "Thực hiện"), *rows])
    for (r, c), value in (cells or {}).items():
        s.put(r, c, value)
    return s


def of(value, fmt=None, strike=False):
    return Cell(value, fmt, strike)


def f(formula, result, fmt=None):
    return Cell(result, fmt, formula=formula)


# ---------------------------------------------------------------- the forms

@table(10)
def form_of_indicators():
    """Counts, amounts, percent, ratio, yes, date, text."""
    return Book(chung())


@table(46, "R010")
def other_forms():
    """Headers of two and three levels, records, two value columns, the column of the period beside another's."""
    s = Sheet("Biểu 06")
    s.rows(heading(s, GIAI_NGAN_TITLE), 1, [
        ("STT", "Khoản mục", "Quý IV/2018", "Quý I/2019"), (1, "Chi phí xây lắp", 900, 1250.75), (2, "Chi phí thiết bị", 80, -35.5), (3, "Chi phí khác", 12, 7)])
    return Book(units(), schools(), records(), funds(), s)


# ---------------------------------------------------------------- nothing, errors, formulas

@table(10)
def nothing_said():
    """Words and signs for nothing, not available, does not apply; blank with and without a format."""
    return Book(chung({"1": "-", "2": "–", "3": "Không có", "4": "…", "5": Cell(fmt="#,##0"), "5.1": "KPS", "5.2": "N/A", "6": "-", "7": "x", "8": "Nil"}))


@table(3, "C002")
def error_values():
    """Seven errors, in cells of every type."""
    names = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"]
    return Book(chung(dict(zip(["1", "2", "3", "4", "5", "6", "7"], map(Error, names)))))


@table(9, "C002", without={"odfpy.ods": "OpenDocument has no such error", **{"office." + e: "LibreOffice does not know the error" for e in ("xlsx", "xls", "ods")}})
def error_getting_data():
    """The eighth error."""
    return Book(chung({"1": Error("#GETTING_DATA")}))


@table(10, "C004", without=UNANSWERED)
def formulas():
    """Results: numbers, a percentage, yes, a date, texts, a number in a text."""
    return Book(chung({"1": f("5+7", 12), "2": f('"16"&"36"', "1636"), "3": f("1000+250.5", 1250.5, "#,##0.0"), "4": f("19/20", 0.95, 10), "5.2": f("D11/D10*100", 90.0),
                       "6": f('IF(D6>0,"Có","Không")', "Có"), "7": f("DATE(2019,1,15)", DAY), "8": f('"Nguyễn"&" "&"Văn An"', "Nguyễn Văn An")}))


@table(13, "C002", without=UNANSWERED)
def formulas_of_errors_and_bools():
    """Results: errors, true, false."""
    rows = [list(r) for r in COMMUNES]
    rows[0][2], rows[1][3], rows[2][4] = f("1/0", Error("#DIV/0!")), f("NA()", Error("#N/A")), f('"a"+1', Error("#VALUE!"))
    for row, yes in zip(rows, (True, False, True, False)):
        row[5] = f("1=1" if yes else "1=2", yes)
    return Book(units(rows=rows))


@table(10, without=UNANSWERED)
def formulas_of_empty_texts():
    """A formula whose result is an empty text says nothing, as a blank does."""
    return Book(chung({"1": f('IF(1=1,"",5)', ""), "8": f('IF(1=1,"","An")', "")}))


@table(8, "C003", without={"own.xlsb": "an xlsb always stores a result", **{"office." + e: NO_GROUND for e in ("xlsx", "xls", "ods")}})
def formulas_without_results():
    return Book(chung({"1": f("5+7", None), "3": f("1000+250.5", None)}))


@table(28, "T001 T002", without=UNANSWERED)
def totals():
    """Rows of totals by formula: right; and one that misses a row beside one that is typed."""
    right, wrong = schools(), units()
    right.rows(right.end, 1, [(None, "Tổng cộng", *[f(f"SUM({c}8:{c}10)", n) for c, n in zip("CDEF", (20, 65, 9, 1260))])])
    wrong.rows(wrong.end, 1, [(None, "Tổng cộng", f("SUM(C7:C9)", 260), 280, f("SUM(E7:E10)", 48.5))])
    return Book(right, wrong)


# ---------------------------------------------------------------- numbers in texts, number formats

@table(10, "C004 C008 C026")
def numbers_in_texts():
    return Book(chung({"1": "12 văn bản", "2": "1.636", "3": "1250,5", "4": "95,5%", "5": "050", "5.1": "45 ", "5.2": "90 %"}))


@table(6, "C001 C005 C009 C020 C034")
def texts_that_are_no_numbers():
    return Book(chung({"1": "mười hai", "2": "khoảng 1,6 nghìn", "3": "1.250", "4": "<5", "5": "1,5"}))


@table(10, "C004")
def texts_in_formats():
    """The format @ over texts and over numbers that were typed before it; formats of numbers over texts, which they do not change."""
    return Book(chung({"5": of("50", 10), "5.1": of("45", "0.0,,"), "1": of("12", "@"), "2": of(1636, 49), "3": of("1250,5", 49), "4": of(95, "@"), "7": of("15/01/2019", 49), "8": of("Nguyễn Văn An", "@")}))


@table(19, "C005 C030")
def percent_formats():
    """Built in and custom, of no to two decimals; a percent sign in quotes is none; 95 that is shown as 9500 %, an amount as 100 %."""
    return Book(chung({"4": of(95, 9), "5.2": of(0.9, "0.0%")}), chung({"4": of(0.9525, 10), "5.2": of(90, '0.0" %"'), "3": of(1, 9)}, unit=CX, sheet="Biểu 01 (2)"))


@table(3, "C030")
def scaled_formats():
    """Formats that divide, that say a scale, or both."""
    return Book(funds({(6, 3): of(5000000, "0.0,"), (6, 4): of(1200.5, '0.0" triệu"'), (7, 3): of(3000, '#,##0" triệu đồng"'),
                       (7, 4): of(800, "#,##0"), (8, 3): of(250000, '0.0," nghìn"'), (8, 4): of(100000000, ACCOUNTS.replace("0_", "0,,_").replace("0\\", "0,,\\"))}))


@table(6)
def formats_that_decorate():
    """Signs of currency, brackets and colours for negative amounts, dashes for nothing, fractions, powers."""
    return Book(funds({(6, 3): of(5000, ACCOUNTS), (6, 4): of(-1200.5, "#,##0.0;[Red]-#,##0.0"), (7, 3): of(3000, '#,##0\\ [$₫-42A]'),
                       (7, 4): of(800.25, "# ?/?"), (8, 3): of(100, "0.00E+00"), (8, 4): of(0, '#,##0;-#,##0;"-"')}))


@table(6)
def numbers_of_all_sizes():
    """The dust of computing, tiny, huge, negative and long numbers."""
    return Book(funds({(6, 3): 434.99999999999994, (6, 4): 0.1 + 0.2, (7, 3): 1e-7, (7, 4): 123456789012345.0, (8, 3): -5368709.12, (8, 4): 1e20}))


@table(9, "C037")
def padded_numbers():
    """Numbers that their format fills up with zeros, where texts are asked for."""
    return Book(records([(1, of(123, "0000000;-0000000;0"), DAY, "Công văn"), (2, of(4567, "0000000"), DAY, of(7, "000")), (3, of(1234567890123456, "0"), DAY, of(12, "0.00"))]))


# ---------------------------------------------------------------- dates

@table(39)
def dates():
    """In formats that show the day, the day and the time, the month; built in and custom."""
    days = [of(DAY), of(DAY, 14), of(dt.datetime(2019, 1, 15, 10, 20), 22), of(DAY, "dd/mm/yyyy"), of(DAY, "yyyy-mm-dd"), of(DAY, "d/m/yy"), of(DAY, 17), of(DAY, "mm/yyyy"),
            of(DAY, "[$-42A]dd/mm/yyyy;@"), of(DAY, '"Ngày "d" tháng "m" năm "yyyy'), of(DAY, "yyyy"), of(DAY, "dddd, dd/mm/yyyy"), of(dt.datetime(2019, 1, 15, 23, 59, 59), "h:mm")]
    return Book(records([(n, f"{n}/CV", day, f"Công văn {n}") for n, day in enumerate(days, 1)]))


@table(23, "C014 C023")
def dates_in_texts():
    """And days as numbers that lost their format."""
    days = ["15/01/2019", "15-1-2019", "2019-01-15", "ngày 15 tháng 01 năm 2019", "15.1.19", "1/2019", 43480, 20190115]
    return Book(records([(n, f"{n}/CV", day, f"Công văn {n}") for n, day in enumerate(days, 1)]))


@table(5, "C022 C037 C038")
def dates_in_place_of_numbers():
    """Dates, durations and times of day where numbers are asked for, and a date where a text is."""
    return Book(chung({"1": of(dt.date(2019, 3, 12), "d/m"), "2": of(dt.timedelta(hours=36), "[h]:mm"), "3": of(dt.date(2019, 3, 1), 17),
                       "5": of(dt.timedelta(hours=12), "hh:mm"), "5.1": of(dt.timedelta(minutes=5), "mm:ss.0"), "8": of(DAY)}))


@table(12, "C023")
def dates_from_1904():
    """The calendar that begins in 1904: dates, and a number that lost its format."""
    days = [DAY, of(dt.date(2019, 2, 20), 14), of(dt.datetime(2019, 3, 5, 8, 0), 22), 42018]
    return Book(records([(n, f"{n}/CV", day, f"Công văn {n}") for n, day in enumerate(days, 1)]), date1904=True)


# ---------------------------------------------------------------- what is seen and what is not

@table(14, "C001 C013 C027")
def yes_and_no():
    """True and false as such, marks, numbers, words; true where a number is asked for."""
    answers = [(15, True), (True, "x"), (11, 0), (10, "có thể")]
    return Book(units(rows=[(*r[:4], *a) for r, a in zip(COMMUNES, answers)]))


@table(16, "C011")
def hidden_rows_and_columns():
    s = units()
    s.hidden_rows, s.hidden_cols = {2, 8, 9, 12, 13}, {5, 9, 10, 11}
    return Book(s)


@table(10, "C012")
def hidden_sheets():
    """Two sheets that are hidden, one of them deeply, beside the true one."""
    first, last = chung({"1": 99}, sheet="Cũ"), units(sheet="Nháp")
    first.hidden, last.hidden = True, "very"
    return Book(first, chung(), last)


@table(5, "C031")
def struck_cells():
    return Book(chung({"1": of(12, strike=True), "3": of(1250.5, "#,##0.0", strike=True), "6": of("Có", strike=True), "7": of(DAY, strike=True), "8": of("An", strike=True)}))


@table(10, "C004 C024 C031")
def struck_runs():
    """Parts of texts that are struck out; of a text in a cell that is struck, one part that is not."""
    return Book(chung({"1": Rich(("12", "struck"), "15"), "3": Rich(("1200 ", "struck"), "1250,5"), "5": of(Rich(("50 ", "struck"), "55"), strike=True), "8": Rich(("Trần Bình", "struck"), " Nguyễn Văn An")}))


@table(10, "C004 C032")
def footnotes():
    """Raised marks after a number and after words."""
    s = chung({"2": Rich("1636", ("1", "raised")), "8": Rich("Nguyễn Văn An", ("(2)", "raised"))})
    s.put(7, 2, Rich("Số lượt người tham dự tuyên truyền", ("1", "raised")))
    return Book(s)


@table(16, "C007")
def merged_values():
    """A value under a merged area; values that are merged across columns."""
    s = units()
    s.merges += [(8, 5, 9, 5), (9, 6, 9, 7)]
    return Book(s)


# ---------------------------------------------------------------- words, sizes, places

@table(26)
def decomposed_letters():
    """All words as a Mac writes them, one form; and composed, the other."""
    one, other = chung(), units()
    for cell in one.cells.values():
        if isinstance(cell.value, str):
            cell.value = unicodedata.normalize("NFD", cell.value)
    return Book(one, other)


@table(16, "R010")
def links_and_notes():
    """Texts that are links, notes at cells of figures and texts, and the same values side by side and below each other."""
    s = units(rows=[(n, name, 40, 40, 40, "Có", "Có") for n, name, *_ in COMMUNES])
    s.put(5, 7, "Ghi chú thêm")
    s.cells[7, 2].link = s.cells[8, 6].link = "https://example.org/bao-cao?a=1&b=2"
    for at in ((7, 3), (8, 3), (8, 2), (9, 6)):
        s.cells[at].note = "Số này gồm 12 hồ sơ\nchuyển từ kỳ trước"
    return Book(s)


@table(9)
def characters():
    """Letters beyond 16 bits, what XML and other formats escape, what looks like a formula, invisible ones, other scripts."""
    words = ["=1+1", "'5 & <b>\"x\"</b>", "_x0041_ và _x005F_", "🏥 trạm 𝟏 số", "a\u200bb\u00adc\ufeff", "Ω≈ç√∫ 漢字 العربية"]
    return Book(records([(n, words[2 * n - 2], DAY, words[2 * n - 1]) for n in (1, 2, 3)], sheet="Biểu 'số' & <4>"))


@table(20, "C006")
def letters_of_old_fonts():
    """A sheet in TCVN3 under its font; and one where a single cell is, of which only the font tells."""
    old, new = chung(), chung({"8": Cell(tcvn3("Đỗ Văn Tú"), font=".VnTime")}, unit=CX, sheet="Biểu 01 (2)")
    for at, cell in old.cells.items():
        if isinstance(cell.value, str):
            old.cells[at] = Cell(tcvn3(cell.value.lower()), font=".VnTime")
    return Book(old, new)


@table(10, "C004")
def white_space():
    """Before, after and within words, as spaces, tabs, line breaks, spaces that do not break."""
    s = chung({"1": "  12  ", "2": "1\u00a0636", "6": " Có\n", "8": "  Nguyễn   Văn\nAn "})
    for at, text in {(6, 2): "  Số văn bản\nđã ban hành ", (7, 2): "Số lượt người\u00a0tham dự tuyên  truyền", (8, 2): "Kinh phí\tthực hiện", (5, 2): " Chỉ\ntiêu", (7, 3): " "}.items():
        s.put(at[0], at[1], text)
    return Book(s)


@table(1515)
def long_list():
    """Five hundred records, texts of up to 32,000 characters: in xls they go on in further records."""
    words = "Về việc tăng cường kỷ luật, kỷ cương hành chính trên địa bàn huyện; "
    long = [(n, f"{n}/CV-UBND", DAY + dt.timedelta(n % 60), (words * n)[:min(40 + n, 400)] + str(n)) for n in range(1, 501)]
    huge = [(n, f"{n}/CV-UBND", DAY, (words * 600)[:size] + "&<>\"'") for n, size in enumerate((4000, 8223, 8224, 16000, 32000), 501)]
    return Book(records(long + huge))


@table(16, "R010")
def wide_table():
    """A hundred and fifty columns that nobody asked for."""
    s = units()
    for c in range(7, 157):
        s.rows(5, c, [(f"Cột {chr(65 + c % 26)}{c}",), (None,), *[(c * 10 + n + 0.25,) for n in range(4)]])
    return Book(s)


@table(26)
def far_from_a1():
    """Sheets that begin at AN41, and at B1001."""
    return Book(chung(top=41, left=40), units(top=1001, left=2))


@table(16)
def formatted_tail():
    """Three hundred rows of blank formatted cells under the table and beside it, struck and in formats that say much."""
    s = units()
    for r in range(s.end, s.end + 300):
        for c in range(1, 9):
            s.put(r, c, Cell(fmt=[9, "0.0,,", "dd/mm/yyyy", "@", "0000000", "[h]:mm", "#,##0", None][c - 1], strike=c == 8))
    return Book(s)


@table(37)
def several_sheets():
    """Three forms on three sheets behind a letter."""
    letter = Sheet("Công văn")
    letter.rows(1, 1, [["Kính gửi: Sở Nội vụ"], ["UBND huyện gửi báo cáo quý I năm 2019 kèm theo công văn này."]])
    return Book(letter, chung(), schools(), records([*DOCUMENTS, *[(n, f"{n}/QĐ", DAY, f"Quyết định {n}") for n in (4, 5)]]))


@table(26)
def a_sheet_a_unit():
    """Two districts on two sheets, and two forms beside each other on one."""
    s = chung()
    s.rows(1, 8, [[VON_TITLE]])
    s.rows(5, 8, [("STT", "Nguồn vốn", "Kế hoạch", "Thực hiện"), (1, "Vốn ngân sách trung ương", 5000, 1200.5), (2, "Vốn ngân sách địa phương", 3000, 800), (3, "Vốn khác", 100, 0)])
    s.name = "Can Lộc"
    return Book(s, chung({"1": 7, "2": 900, "8": "Trần Thị Bình"}, unit=CX, sheet="Cẩm Xuyên"))


# ---------------------------------------------------------------- making

def write(task):
    """One table by all its writers."""
    folder, name = task
    one = TABLES[name]
    os.makedirs(os.path.join(folder, name), exist_ok=True)
    for file, writer in WRITERS.items():
        # LibreOffice has its source from openpyxl also where that stores no results.
        kept = file not in one["without"]
        where = os.path.join(folder, name, file) if kept else None
        if kept or file == "openpyxl.xlsx":
            data = writer(one["make"]())
            if file == "openpyxl.xlsx":
                with open(os.path.join(folder, name + ".xlsx"), "wb") as out:
                    out.write(data)
            if where:
                with open(where, "wb") as out:
                    out.write(data)


def make(folder, names):
    """All files of some tables; gives (table, file) pairs."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(write, [(folder, n) for n in names]))
        jobs = []
        for file, ext in OFFICE.items():
            those = [n for n in names if file not in TABLES[n]["without"]]
            jobs.append(pool.submit(writers.office, folder, [n + ".xlsx" for n in those], ext, os.path.join(folder, ext)))
        for job, (file, ext) in zip(jobs, OFFICE.items()):
            job.result()
            for n in names:
                if file not in TABLES[n]["without"]:
                    os.replace(os.path.join(folder, ext, f"{n}.{ext}"), os.path.join(folder, n, file))
    return [(n, file) for n in names for file in [*WRITERS, *OFFICE] if file not in TABLES[n]["without"]]


if __name__ == "__main__":
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    made = make(sys.argv[1], [n for n in TABLES if part in n])
    print(f"{len(TABLES)} tables, {len(made)} files")
