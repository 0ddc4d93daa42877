#!/usr/bin/env python3
"""Makes project/ and cases/: workbooks as offices send them, one layout or blemish each, with what is right.

Expectations are reasoned from DESIGN.md and from what an auditor would want, never taken from the program.
One function a case (or a family of cases); its docstring says what it proves.
Run: python3 make.py [name part]
"""
import datetime as dt
import json
import os
import re
import shutil
import sys
import unicodedata

import books
from books import F, Sheet, at, ods, office, rc, tcvn3, vni, xls, xlsx

HERE = os.path.dirname(os.path.abspath(__file__))
PERIOD = "2019-Q1"
CASES = []


class Case:
    def __init__(self, name, proves):
        self.name, self.proves, self.period = name, proves, PERIOD
        self.files, self.facts, self.findings = {}, [], []

    def file(self, path, data):
        self.files[path] = data
        return self

    def add(self, facts, **more):
        self.facts += [{**f, **more} for f in facts]
        return self

    def find(self, *pairs):
        """Findings as "CODE" or "CODE CELL"."""
        for p in pairs:
            code, _, cell = p.partition(" ")
            self.findings.append({"code": code, "cell": cell})
        return self


def case(fn=None, **family):
    """Registers a case; with family, one case for each name=value."""
    def register(fn):
        if not family:
            CASES.append((fn.__name__.replace("_", "-"), fn, ()))
        for name, value in family.items():
            CASES.append((f"{fn.__name__}-{name}".replace("_", "-"), fn, (value,)))
        return fn
    return register(fn) if fn else register


# ---------------------------------------------------------------- the project

PROJECT = {
    "tonghop.toml": '''title = "Thử các bảng tính lạ"
office = "Sở Nội vụ"
province = "42"
language = "vi"
regime = "decree-09-2019"
deadline_days = 6
order = ["chung", "xa", "truong", "van-ban", "von", "giai-ngan"]

[[kind]]
code = "province"
name = "Tỉnh"

[[kind]]
code = "department"
name = "Sở, ngành"

[[kind]]
code = "district"
name = "UBND cấp huyện"

[[kind]]
code = "commune"
name = "UBND cấp xã"
''',
    "units.csv": '''code,name,kind,designation,parent,aliases,valid_from,valid_to
42,Hà Tĩnh,province,tỉnh,,,,
STTTT,Sở Thông tin và Truyền thông,department,,42,Sở TT&TT|Sở TTTT,,
SLDTBXH,Sở Lao động - Thương binh và Xã hội,department,,42,Sở LĐ-TB&XH|Sở LĐTBXH,,
436,Hà Tĩnh,district,thành phố,42,,,
437,Hồng Lĩnh,district,thị xã,42,,,
443,Can Lộc,district,huyện,42,,,
446,Cẩm Xuyên,district,huyện,42,,,
447,Kỳ Anh,district,huyện,42,,,
449,Kỳ Anh,district,thị xã,42,,,
18406,Nghèn,commune,thị trấn,443,,,
18415,Thiên Lộc,commune,xã,443,,,
18418,Thuần Thiện,commune,xã,443,,,
18427,Vượng Lộc,commune,xã,443,,,
18673,Cẩm Xuyên,commune,thị trấn,446,,,
18685,Cẩm Hòa,commune,xã,446,,,
18742,Cẩm Thủy,commune,xã,446,,,
18775,Kỳ Phong,commune,xã,447,,,
18832,Kỳ Hoa,commune,xã,449,,,
''',
    "forms/chung.toml": '''code = "chung"
title = "Kết quả công tác cải cách hành chính"
aliases = ["Biểu 01/CCHC", "Công tác CCHC"]
layout = "indicator-rows"
frequency = "quarter"

[reporters]
kinds = ["department", "district"]

[columns]
code = ["STT", "TT"]
label = ["Chỉ tiêu", "Nội dung"]
measure = ["ĐVT", "Đơn vị tính"]
value = ["Kỳ này", "Kết quả", "Số liệu"]
note = ["Ghi chú"]
''' + "".join(f'''
[[indicator]]
code = "{code}"
name = "{name}"
unit = "{unit}"
type = "{kind}"
{more}''' for code, name, unit, kind, more in [
        ("1", "Số văn bản đã ban hành", "văn bản", "count", ""),
        ("2", "Số lượt người tham dự tuyên truyền", "lượt", "count", ""),
        ("3", "Kinh phí thực hiện", "triệu đồng", "amount", ""),
        ("4", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "percent", ""),
        ("5", "Tổng số cán bộ, công chức", "người", "count", ""),
        ("5.1", "Số cán bộ, công chức được trang bị máy tính", "người", "count", 'labels = ["Trong đó: được trang bị máy tính"]\n'),
        ("5.2", "Tỷ lệ cán bộ, công chức được trang bị máy tính", "%", "ratio", 'numerator = "5.1"\ndenominator = "5"\n'),
        ("6", "Có trang thông tin điện tử", "có/không", "yes-no", ""),
        ("7", "Ngày ban hành kế hoạch", "", "date", ""),
        ("8", "Cán bộ đầu mối", "", "text", ""),
    ]),
    "forms/xa.toml": '''code = "xa"
title = "Kết quả giải quyết hồ sơ của cấp xã"
aliases = ["Biểu 02/CCHC-X", "Giải quyết hồ sơ cấp xã"]
layout = "unit-rows"
frequency = "quarter"

[reporters]
kinds = ["district"]

[rows]
kinds = ["commune"]
registered = true

[columns]
code = ["STT", "TT"]
row = ["Tên xã, phường, thị trấn", "Đơn vị"]
note = ["Ghi chú"]

[[indicator]]
code = "h1"
name = "Số hồ sơ tiếp nhận"
header = [["Hồ sơ", "Tiếp nhận"]]
unit = "hồ sơ"
type = "count"

[[indicator]]
code = "h2"
name = "Số hồ sơ đã giải quyết"
header = [["Hồ sơ", "Giải quyết"]]
unit = "hồ sơ"
type = "count"

[[indicator]]
code = "kp"
name = "Kinh phí"
header = [["Kinh phí"], ["Kinh phí thực hiện"]]
unit = "triệu đồng"
type = "amount"

[[indicator]]
code = "tt"
name = "Có trang thông tin điện tử"
header = [["Trang thông tin điện tử"], ["Trang TTĐT"]]
unit = "có/không"
type = "yes-no"
''',
    "forms/truong.toml": '''code = "truong"
title = "Đội ngũ giáo viên và học sinh của các trường"
aliases = ["Biểu 03/GD"]
layout = "unit-rows"
frequency = "quarter"

[reporters]
kinds = ["district"]

[columns]
code = ["STT", "TT"]
row = ["Tên trường", "Trường"]
note = ["Ghi chú"]

[[indicator]]
code = "nam"
name = "Giáo viên biên chế là nam"
header = [["Giáo viên", "Biên chế", "Nam"]]
unit = "người"
type = "count"

[[indicator]]
code = "nu"
name = "Giáo viên biên chế là nữ"
header = [["Giáo viên", "Biên chế", "Nữ"]]
unit = "người"
type = "count"

[[indicator]]
code = "hd"
name = "Giáo viên hợp đồng"
header = [["Giáo viên", "Hợp đồng"]]
unit = "người"
type = "count"

[[indicator]]
code = "hs"
name = "Học sinh"
header = [["Học sinh"]]
unit = "người"
type = "count"
''',
    "forms/van-ban.toml": '''code = "van-ban"
title = "Danh mục văn bản chỉ đạo, điều hành"
aliases = ["Biểu 04/VB"]
layout = "records"
frequency = "quarter"

[reporters]
kinds = ["department", "district"]

[columns]
code = ["STT", "TT"]
note = ["Ghi chú"]

[[indicator]]
code = "so"
name = "Số, ký hiệu văn bản"
header = [["Số, ký hiệu"], ["Số/ký hiệu"]]
type = "text"

[[indicator]]
code = "ngay"
name = "Ngày ban hành"
header = [["Ngày ban hành"], ["Ngày, tháng, năm"]]
type = "date"

[[indicator]]
code = "trich-yeu"
name = "Trích yếu nội dung"
header = [["Trích yếu"], ["Trích yếu nội dung"]]
type = "text"
''',
    "forms/von.toml": '''code = "von"
title = "Tình hình thực hiện vốn đầu tư"
aliases = ["Biểu 05/VĐT"]
layout = "indicator-rows"
frequency = "quarter"

[reporters]
kinds = ["department", "district"]

[columns]
code = ["STT", "TT"]
label = ["Nguồn vốn", "Nguồn"]

[columns.values]
ke-hoach = ["Kế hoạch", "Kế hoạch năm"]
thuc-hien = ["Thực hiện", "Thực hiện trong kỳ"]
''' + "".join(f'''
[[indicator]]
code = "{code}{c}"
name = "{name}"
unit = "triệu đồng"
type = "amount"
column = "{column}"
''' for code, name in [("tw", "Vốn ngân sách trung ương"), ("dp", "Vốn ngân sách địa phương"), ("khac", "Vốn khác")]
        for c, column in [("-kh", "ke-hoach"), ("-th", "thuc-hien")]),
    "forms/giai-ngan.toml": '''code = "giai-ngan"
title = "Tiến độ giải ngân"
aliases = ["Biểu 06/GN"]
layout = "indicator-rows"
frequency = "quarter"

[reporters]
kinds = ["department", "district"]

[columns]
code = ["STT", "TT"]
label = ["Khoản mục"]
value = ["{period}", "Số giải ngân"]

[[indicator]]
code = "xl"
name = "Chi phí xây lắp"
unit = "triệu đồng"
type = "amount"

[[indicator]]
code = "tb"
name = "Chi phí thiết bị"
unit = "triệu đồng"
type = "amount"

[[indicator]]
code = "k"
name = "Chi phí khác"
unit = "triệu đồng"
type = "amount"
''',
}

# ---------------------------------------------------------------- building blocks

CL = "UBND huyện Can Lộc"
FILE = "2019-Q1/bieu bao cao.xlsx"
DAY = dt.date(2019, 1, 15)
CHUNG_TITLE = "KẾT QUẢ CÔNG TÁC CẢI CÁCH HÀNH CHÍNH"
XA_TITLE = "KẾT QUẢ GIẢI QUYẾT HỒ SƠ CỦA CẤP XÃ"
TRUONG_TITLE = "ĐỘI NGŨ GIÁO VIÊN VÀ HỌC SINH CỦA CÁC TRƯỜNG"
#        code, label, unit of measure, value in the cell, (kind, value, text) of the fact
CHUNG = [
    ("1", "Số văn bản đã ban hành", "văn bản", 12, ("number", "12", "")),
    ("2", "Số lượt người tham dự tuyên truyền", "lượt", 1636, ("number", "1636", "")),
    ("3", "Kinh phí thực hiện", "triệu đồng", 1250.5, ("number", "1250.5", "")),
    ("4", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", 95, ("number", "95", "")),
    ("5", "Tổng số cán bộ, công chức", "người", 50, ("number", "50", "")),
    ("5.1", "Trong đó: được trang bị máy tính", "người", 45, ("number", "45", "")),
    ("5.2", "Tỷ lệ cán bộ, công chức được trang bị máy tính", "%", 90, ("number", "90", "")),
    ("6", "Có trang thông tin điện tử", "có/không", "Có", ("yes", "", "Có")),
    ("7", "Ngày ban hành kế hoạch", "", DAY, ("date", "", "2019-01-15")),
    ("8", "Cán bộ đầu mối", "", "Nguyễn Văn An", ("text", "", "Nguyễn Văn An")),
]
BLANK, NIL = ("blank", "", ""), ("nil", "", "")
N = lambda v: ("number", str(v), "")  # noqa: E731


def title(s, lines, top=1, left=1):
    for i, line in enumerate(lines):
        if line:
            s.put(top + i, left, line)
    return top + len(lines)


def heads(form=CHUNG_TITLE, unit=CL, period="Quý I năm 2019"):
    return [form] + ([period] if period else []) + ([f"Đơn vị báo cáo: {unit}"] if unit else [])


def chung(s, top=None, left=1, unit="443", heading=None, cells=None, facts=None, columns=("STT", "Chỉ tiêu", "ĐVT", "Kết quả", "Ghi chú"),
          value="Kết quả", numbers=None, rows=CHUNG, fmt=None, spread=None, labels=None):
    """Puts the form chung onto a sheet; gives its facts. `cells` changes values by code, `facts` what is
    read (None: no fact); `rows` may hold plain lists of texts by column for rows of somebody's own."""
    r = top or 1
    if heading is not None:
        r = title(s, heading, r, left) + 1
    spread = spread or list(range(len(columns)))
    place = {name: left + spread[i] for i, name in enumerate(columns)}
    for name, c in place.items():
        if name:
            s.put(r, c, name)
    s.header_row = r
    r += 1
    if numbers:
        for name, n in zip(columns, numbers):
            s.put(r, place[name], n)
        r += 1
    out = []
    s.at = {}
    for row in rows:
        if isinstance(row, list):
            for name, v in zip(columns, row):
                s.put(r, place[name], v)
            r += 1
            continue
        code, label, measure, v, fact = row
        v = (cells or {}).get(code, v)
        fact = (facts or {}).get(code, fact)
        for name, c in place.items():
            if name in ("STT", "TT"):
                s.put(r, c, code)
            elif name in ("Chỉ tiêu", "Nội dung"):
                s.put(r, c, (labels or {}).get(code, label))
            elif name in ("ĐVT", "Đơn vị tính"):
                s.put(r, c, measure or None)
            elif name == value:
                s.put(r, c, v, (fmt or {}).get(code))
                s.at[code] = at(r, c)
        if fact:
            out.append(dict(unit=unit, row="", indicator=code, kind=fact[0], value=fact[1], text=fact[2], cell=s.at[code]))
        r += 1
    s.next = r
    return out


COMMUNES = {
    "443": [("18406", "Thị trấn Nghèn", [120, 110, 15, "Có"]), ("18415", "Xã Thiên Lộc", [80, 80, 12.5, "Có"]),
            ("18418", "Xã Thuần Thiện", [60, 55, 11, "Không"]), ("18427", "Xã Vượng Lộc", [40, 40, 10, "Có"])],
    "446": [("18673", "Thị trấn Cẩm Xuyên", [90, 88, 14, "Có"]), ("18685", "Xã Cẩm Hòa", [70, 66, 13, "Có"]),
            ("18742", "Xã Cẩm Thủy", [30, 30, 9, "Không"])],
}
XA = ["h1", "h2", "kp", "tt"]
XA_HEAD = {"STT": ["STT", None], "Đơn vị": ["Đơn vị", None], "h1": ["Hồ sơ", "Tiếp nhận"], "h2": [None, "Giải quyết"],
           "kp": ["Kinh phí", None], "tt": ["Trang thông tin điện tử", None]}


def fact_of(v):
    if v is None:
        return BLANK
    if isinstance(v, (int, float)):
        return N(v)
    return {"Có": ("yes", "", "Có"), "Không": ("no", "", "Không"), "-": NIL}[v]


def grid_header(s, top, left, head, merged=True, spread=None):
    """A header of several levels: columns of texts from the top; None continues to the left or upwards."""
    depth = max(len(h) for h in head)
    cols = [left + (spread[i] if spread else i) for i in range(len(head))]
    for c, h in zip(cols, head):
        for i, t in enumerate(h):
            if t:
                s.put(top + i, c, t)
    if merged:
        for i, h in enumerate(head):
            h = h + [None] * (depth - len(h))
            for level, t in enumerate(h):
                if not t:
                    continue
                down = level
                while down + 1 < depth and h[down + 1] is None:
                    down += 1
                right = i
                if down < depth - 1:
                    while right + 1 < len(head) and head[right + 1][level] is None and any(head[right + 1][level + 1:]):
                        right += 1
                if (down, right) != (level, i):
                    s.merge(top + level, cols[i], top + down, cols[right])
    return top + depth, cols


def xa(s, top=1, left=1, unit="443", heading=None, merged=True, rows=None, head=None, order=None, facts=None, numbers=None, spread=None,
       names=None, fmt=None, start=1, before=None, after=None):
    """Puts the form xa onto a sheet; gives its facts. Rows are (code, name, values), or ("", name, values)
    for rows that are no units; facts maps (code, indicator) to what is read instead."""
    r = top
    if heading is not None:
        r = title(s, heading, r, left) + 1
    order = order or ["STT", "Đơn vị"] + XA
    head = head or [XA_HEAD[o] for o in order]
    s.header_row = r
    r, cols = grid_header(s, r, left, head, merged, spread)
    place = dict(zip(order, cols))
    s.cols = place
    if numbers:
        for c, n in zip(cols, numbers):
            s.put(r, c, n)
        r += 1
    out = []
    n = start - 1
    s.first = r
    s.rows = {}
    for code, name, values in (before or []) + (rows or COMMUNES[unit]) + (after or []):
        if code and "STT" in place:
            n += 1
            s.put(r, place["STT"], n)
        s.put(r, place["Đơn vị"], (names or {}).get(code, name))
        s.rows[code or name] = r
        for ind, v in zip(XA, values):
            if ind not in place:
                continue
            c = place[ind]
            s.put(r, c, v, (fmt or {}).get(ind))
            if not code:
                continue
            fact = (facts or {}).get((code, ind), "as is")
            fact = fact_of(v) if fact == "as is" else fact
            if fact:
                out.append(dict(unit=unit, row=code, indicator=ind, kind=fact[0], value=fact[1], text=fact[2], cell=at(r, c)))
        r += 1
    s.next = r
    return out


SCHOOLS = [("Trường THCS Nghèn", [12, 25, 3, 620]), ("Trường Tiểu học Thiên Lộc", [8, 22, 2, 410]), ("Trường Mầm non Vượng Lộc", [0, 18, 4, 230])]
TRUONG = ["nam", "nu", "hd", "hs"]
TRUONG_HEAD = [["STT"], ["Tên trường"], ["Giáo viên", "Biên chế", "Nam"], [None, None, "Nữ"], [None, "Hợp đồng", None], ["Học sinh", None, None]]


def truong(s, heading=None, merged=True, head=None, unit="443", rows=SCHOOLS, top=1, left=1, totals=()):
    r = top
    if heading is not None:
        r = title(s, heading, r, left) + 1
    r, cols = grid_header(s, r, left, head or TRUONG_HEAD, merged)
    out = []
    n = 0
    for name, values in rows:
        total = name in totals
        if not total:
            n += 1
            s.put(r, cols[0], n)
        s.put(r, cols[1], name)
        for ind, c, v in zip(TRUONG, cols[2:], values):
            s.put(r, c, v)
            if not total:
                out.append(dict(unit=unit, row=name, indicator=ind, kind="number", value=str(v), text="", cell=at(r, c)))
        r += 1
    s.next = r
    return out


def simple(c, path=FILE, writer=xlsx, find=(), sheet="Biểu 01", after=None, **how):
    """A workbook of the form chung alone."""
    s = Sheet(sheet)
    how.setdefault("heading", heads())
    facts = chung(s, **how)
    if after:
        after(s)
    c.add(facts).find(*find)
    c.file(path, writer([s]))
    return s


def simple_xa(c, path=FILE, writer=xlsx, find=(), after=None, **how):
    s = Sheet("Biểu 02")
    how.setdefault("heading", heads(XA_TITLE))
    facts = xa(s, **how)
    if after:
        after(s)
    c.add(facts).find(*find)
    c.file(path, writer([s]))
    return s


# ---------------------------------------------------------------- layout

@case(xlsx=(xlsx, "xlsx"), xls=(xls, "xls"), ods=(ods, "ods"), lo_xlsx=("xlsx", "xlsx"), lo_xls=("xls", "xls"), lo_ods=("ods", "ods"))
def plain(c, how):
    """A clean sheet reads the same whoever wrote it: openpyxl, xlwt, odfpy, LibreOffice."""
    writer = how[0] if callable(how[0]) else lambda s: office(s, how[0])
    simple(c, f"2019-Q1/bieu bao cao.{how[1]}", writer)


@case(xlsx=(xlsx, "xlsx"), xls=(xls, "xls"), ods=(ods, "ods"), lo_xls=("xls", "xls"), lo_ods=("ods", "ods"))
def two_levels(c, how):
    """A merged two-level header reads the same in every format."""
    writer = how[0] if callable(how[0]) else lambda s: office(s, how[0])
    simple_xa(c, f"2019-Q1/bieu bao cao.{how[1]}", writer)


@case
def far_from_a1(c):
    """Blank rows and columns before everything: the table stands at G16."""
    simple(c, top=12, left=7)


@case
def tall_title(c):
    """A title block of twenty lines with laws, dates and other words of headers in it."""
    simple(c, heading=["UBND HUYỆN CAN LỘC", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", None,
                       "Can Lộc, ngày 14 tháng 3 năm 2019", None, "Biểu 01/CCHC", CHUNG_TITLE, "Quý I năm 2019",
                       "(Ban hành kèm theo Công văn số 123/SNV-CCHC ngày 12/12/2018 của Sở Nội vụ)", None,
                       "Kính gửi: Sở Nội vụ tỉnh Hà Tĩnh", "Thực hiện Nghị quyết số 30c/NQ-CP ngày 08/11/2011 của Chính phủ,",
                       "đơn vị báo cáo kết quả như sau; nội dung chi tiết có báo cáo riêng kèm theo.", None,
                       f"Đơn vị báo cáo: {CL}", "Số điện thoại: 02393841234", None])


@case
def title_beside_the_table(c):
    """The title stands over the right half, right of the first column, in merged cells."""
    s = Sheet("Biểu 01")
    for r, t in [(1, "Biểu 01/CCHC"), (2, CHUNG_TITLE), (3, "Quý I năm 2019"), (4, f"Đơn vị báo cáo: {CL}")]:
        s.put(r, 3, t).merge(r, 3, r, 5)
    c.add(chung(s, top=6)).file(FILE, xlsx([s]))


@case
def two_forms_one_sheet(c):
    """Two forms under each other on one sheet, one unit line for both."""
    s = Sheet("Báo cáo")
    facts = chung(s, heading=heads())
    facts += xa(s, top=s.next + 2, heading=[XA_TITLE])
    c.add(facts).file(FILE, xlsx([s]))


@case
def two_forms_side_by_side(c):
    """Two forms beside each other, their headers in the same row: each column belongs to its own table."""
    s = Sheet("Báo cáo")
    facts = chung(s, heading=heads())
    top = s.header_row
    s.put(1, 8, "TÌNH HÌNH THỰC HIỆN VỐN ĐẦU TƯ")
    facts += von(s, top, 8)
    c.add(facts).file(FILE, xlsx([s]))


VON = [("tw", "Vốn ngân sách trung ương", [5000, 1200.5]), ("dp", "Vốn ngân sách địa phương", [3000, 800]), ("khac", "Vốn khác", [100, 0])]


def von(s, top, left=1, unit="443", head=("STT", "Nguồn vốn", "Kế hoạch", "Thực hiện")):
    for i, h in enumerate(head):
        s.put(top, left + i, h)
    out = []
    for i, (code, name, values) in enumerate(VON):
        r = top + 1 + i
        s.put(r, left, i + 1).put(r, left + 1, name)
        for k, (v, suffix) in enumerate(zip(values, ["-kh", "-th"])):
            s.put(r, left + 2 + k, v)
            out.append(dict(unit=unit, row="", indicator=code + suffix, kind="number", value=str(v), text="", cell=at(r, left + 2 + k)))
    s.next = top + 1 + len(VON)
    return out


@case
def two_value_columns(c):
    """Two columns of values for the same rows: plan and result are two indicators."""
    s = Sheet("Biểu 05")
    top = title(s, heads("TÌNH HÌNH THỰC HIỆN VỐN ĐẦU TƯ")) + 1
    c.add(von(s, top)).file(FILE, xlsx([s]))


@case
def two_units_one_sheet(c):
    """Two units under each other on one sheet, each under its own title."""
    s = Sheet("Báo cáo")
    facts = chung(s, heading=heads())
    facts += chung(s, top=s.next + 2, heading=heads(unit="UBND thị xã Hồng Lĩnh"), unit="437",
                   cells={"1": 7, "2": 300}, facts={"1": N(7), "2": N(300)})
    c.add(facts).file(FILE, xlsx([s]))


@case
def two_units_one_sheet_short_title(c):
    """The second unit's block has its unit line only; form and period go on from above."""
    s = Sheet("Báo cáo")
    facts = xa(s, heading=heads(XA_TITLE))
    facts += xa(s, top=s.next + 1, heading=["Đơn vị báo cáo: UBND huyện Cẩm Xuyên"], unit="446")
    c.add(facts).file(FILE, xlsx([s]))


@case
def a_sheet_a_unit(c):
    """One workbook, one sheet a unit: the sheet's name says whose it is."""
    sheets = []
    for n, (name, unit) in enumerate([("H. Can Lộc", "443"), ("TX Kỳ Anh", "449"), ("TP Hà Tĩnh", "436"), ("STTTT", "STTTT")]):
        s = Sheet(name)
        c.add(chung(s, heading=heads(unit=None), unit=unit, cells={"1": 10 + n}, facts={"1": N(10 + n)}), sheet=name).find("R017")
        sheets.append(s)
    c.file(FILE, xlsx(sheets))


@case
def a_form_over_two_sheets(c):
    """A long table goes on on the next sheet: rows of both count, none is missing."""
    sheets = []
    for name, part in [("Trang 1", COMMUNES["443"][:2]), ("Trang 2", COMMUNES["443"][2:])]:
        s = Sheet(name)
        c.add(xa(s, heading=heads(XA_TITLE), rows=part, start=1 + 2 * len(sheets)), sheet=name)
        sheets.append(s)
    c.file(FILE, xlsx(sheets))


@case
def three_forms_three_sheets(c):
    """Three forms on three sheets of one workbook, between a cover sheet and an empty one."""
    cover = Sheet("Bìa")
    title(cover, ["UBND HUYỆN CAN LỘC", "BÁO CÁO QUÝ I NĂM 2019", "Người liên hệ: Trần Thị Bình", "Điện thoại: 0912345678"])
    a, b, d = Sheet("01"), Sheet("02"), Sheet("03")
    c.add(chung(a, heading=heads())).add(xa(b, heading=heads(XA_TITLE))).add(truong(d, heading=heads(TRUONG_TITLE)))
    c.file(FILE, xlsx([cover, a, b, d, Sheet("Sheet4")]))


@case
def header_one_level(c):
    """The two levels written into one cell each: `Hồ sơ tiếp nhận`."""
    simple_xa(c, head=[["STT"], ["Đơn vị"], ["Hồ sơ tiếp nhận"], ["Hồ sơ giải quyết"], ["Kinh phí"], ["Trang thông tin điện tử"]])


@case
def header_two_levels_unmerged(c):
    """Two levels without merged cells: a heading stands over what follows to its right."""
    simple_xa(c, merged=False)


@case
def header_two_levels_repeated(c):
    """Two levels, the upper one repeated in each cell."""
    simple_xa(c, merged=False, head=[["STT", None], ["Đơn vị", None], ["Hồ sơ", "Tiếp nhận"], ["Hồ sơ", "Giải quyết"], ["Kinh phí", None],
                                     ["Trang thông tin điện tử", None]])


@case
def header_labels_at_the_bottom(c):
    """Single-level columns stand in the lower row of the header, level with the leaves."""
    simple_xa(c, merged=False, head=[[None, "STT"], [None, "Đơn vị"], ["Hồ sơ", "Tiếp nhận"], [None, "Giải quyết"], [None, "Kinh phí"],
                                     [None, "Trang thông tin điện tử"]])


@case(xlsx=(xlsx, "xlsx"), ods=(ods, "ods"), xls=(xls, "xls"))
def header_three_levels(c, how):
    """Three levels of merged cells."""
    s = Sheet("Biểu 03")
    c.add(truong(s, heading=heads(TRUONG_TITLE))).file(f"2019-Q1/bieu 3.{how[1]}", how[0]([s]))


@case
def header_three_levels_unmerged(c):
    """Three levels without merged cells."""
    s = Sheet("Biểu 03")
    c.add(truong(s, heading=heads(TRUONG_TITLE), merged=False)).file(FILE, xlsx([s]))


@case
def header_four_levels(c):
    """Four levels: somebody put a level of his own over the form's three."""
    s = Sheet("Biểu 03")
    head = [["STT"], ["Tên trường"], ["Số liệu năm học 2018-2019", "Giáo viên", "Biên chế", "Nam"], [None, None, None, "Nữ"],
            [None, None, "Hợp đồng", None], [None, "Học sinh", None, None]]
    c.add(truong(s, heading=heads(TRUONG_TITLE), head=head)).file(FILE, xlsx([s]))


@case
def header_with_units_and_line_breaks(c):
    """Line breaks, units of measure in brackets and double spaces in headers."""
    simple_xa(c, head=[["STT"], ["Đơn vị", None], ["Hồ sơ\n(bộ)", "Tiếp\nnhận"], [None, "Giải  quyết\n"], ["Kinh phí\n(triệu đồng)", None],
                       ["Trang thông tin\nđiện tử (có/không)", None]])


@case
def header_repeated(c):
    """The header comes again after a page break, in the middle of the table."""
    s = Sheet("Biểu 02")
    facts = xa(s, heading=heads(XA_TITLE), rows=COMMUNES["443"][:2])
    facts += xa(s, top=s.next, rows=COMMUNES["443"][2:], start=3)
    c.add(facts).file(FILE, xlsx([s]))


@case
def header_repeated_with_total(c):
    """The header comes again after a page break; the total at the end sums both pages."""
    s = Sheet("Biểu 02")
    facts = xa(s, heading=heads(XA_TITLE), rows=COMMUNES["443"][:2])
    facts += xa(s, top=s.next, rows=COMMUNES["443"][2:], start=3, after=[("", "Tổng cộng", [300, 285, 48.5])])
    c.add(facts).file(FILE, xlsx([s]))


@case
def header_repeated_chung(c):
    """The header of an indicator table comes again after a page break, after a page number."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads(), rows=CHUNG[:5])
    s.put(s.next, 3, "Trang 2")
    facts += chung(s, top=s.next + 1, rows=CHUNG[5:])
    c.add(facts).file(FILE, xlsx([s]))


@case(brackets=["(1)", "(2)", "(3)", "(4)", "(5)"], plain=[1, 2, 3, 4, 5], text=["1", "2", "3", "4", "5"], negative=[-1, -2, -3, -4, -5],
      letters=["A", "B", "C", "1", "2"], letters_number=["A", "B", "C", 1, 2], lower=["a", "b", "c", "(1)", "(2)"], square=["[1]", "[2]", "[3]", "[4]", "[5]"])
def column_numbers(c, numbers):
    """A row that numbers the columns holds no data, also where its first number is an indicator's."""
    simple(c, numbers=numbers)


@case(brackets=["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], negative=[-1, -2, -3, -4, -5, -6], sums=["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)", "(6)"],
      words=["A", "B", "1=2+3", "2", "3", "4"], plain=[1, 2, 3, 4, 5, 6])
def column_numbers_units(c, numbers):
    """A row that numbers the columns is no unit's row."""
    simple_xa(c, numbers=numbers)


@case
def spacer_columns(c):
    """Empty narrow columns between the columns, as in printed forms."""
    simple_xa(c, spread=[0, 2, 4, 5, 7, 9])


@case
def columns_moved(c):
    """Notes first, values before the unit of measure: position is no key."""
    simple(c, columns=("Ghi chú", "STT", "Kết quả", "Chỉ tiêu", "ĐVT"))


@case
def columns_moved_units(c):
    """Columns in another order in a table of units."""
    simple_xa(c, order=["STT", "Đơn vị", "tt", "kp", "h1", "h2"])


@case
def columns_inserted(c):
    """Columns that the form doesn't have are named and left out."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads(), columns=("STT", "Chỉ tiêu", "ĐVT", "Số người phụ trách", "Kết quả", "So sánh cùng kỳ (%)", "Ghi chú"))
    for i in range(10):
        s.put(s.header_row + 1 + i, 4, 3 + i).put(s.header_row + 1 + i, 6, 101.5)
    c.add(facts).find(f"R010 {at(s.header_row, 4)}", f"R010 {at(s.header_row, 6)}").file(FILE, xlsx([s]))


@case
def column_missing(c):
    """A column of the form is missing: said once, the others count."""
    s = simple_xa(c, order=["STT", "Đơn vị", "h1", "h2", "tt"])
    c.find(f"R008 {at(s.header_row + 1, 1)}")


@case
def column_ambiguous(c):
    """Two columns bear the same name: neither is used."""
    s = Sheet("Biểu 02")
    order = ["STT", "Đơn vị", "h1", "h2", "kp", "tt"]
    head = [XA_HEAD[o] for o in order] + [["Kinh phí", None]]
    facts = xa(s, heading=heads(XA_TITLE), order=order + ["x"], head=head, facts={(u, "kp"): None for u, *_ in COMMUNES["443"]})
    for u, *_ in COMMUNES["443"]:
        s.put(s.rows[u], 7, 99)
    c.add(facts).find(f"R009 {at(s.header_row + 1, 5)}").file(FILE, xlsx([s]))


@case
def column_ambiguous_value(c):
    """Two columns of an indicator table could hold the values: no figure is used."""
    s = Sheet("Biểu 01")
    chung(s, heading=heads(), columns=("STT", "Chỉ tiêu", "ĐVT", "Kết quả", "Số liệu"))
    for i in range(10):
        s.put(s.header_row + 1 + i, 5, 5)
    c.find(f"R009 {at(s.header_row, 4)}").file(FILE, xlsx([s]))


@case
def rows_moved(c):
    """Rows in another order, with their own numbers."""
    simple(c, rows=CHUNG[5:] + CHUNG[:5])


@case
def rows_renumbered(c):
    """Rows in another order, numbered anew: the name decides, the number is remarked upon."""
    order = [CHUNG[1], CHUNG[0]] + CHUNG[2:]
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads(), rows=order)
    a, b = rc(s.at["2"])[0], rc(s.at["1"])[0]
    s.put(a, 1, "1").put(b, 1, "2")
    c.add(facts).find(f"R019 {at(a, 1)}", f"R019 {at(b, 1)}").file(FILE, xlsx([s]))


@case
def row_inserted(c):
    """A row that the form doesn't have, with a figure: named, not counted."""
    s = simple(c, rows=CHUNG[:2] + [["2a", "Số cuộc kiểm tra công vụ đột xuất", "cuộc", 3]] + CHUNG[2:])
    c.find(f"R012 {at(s.header_row + 3, 1)}")


@case
def rows_missing(c):
    """Rows are missing: no figures, never 0."""
    simple(c, rows=CHUNG[:1] + CHUNG[4:])


@case
def section_headings(c):
    """Section headings I, II, a), b) and bullets before labels."""
    rows = [["I", "KẾT QUẢ CHUNG"]] + CHUNG[:4] + [["II", "TỔ CHỨC BỘ MÁY", None, None], ["1", "Cán bộ, công chức"]] + CHUNG[4:7] + \
        [["2", "Nội dung khác"]] + CHUNG[7:]
    s = Sheet("Biểu 01")
    labels = {"1": "1. Số văn bản đã ban hành", "2": "b) Số lượt người tham dự tuyên truyền", "3": "- Kinh phí thực hiện",
              "5": "a) Tổng số cán bộ, công chức", "5.1": "- Trong đó: được trang bị máy tính", "5.2": "+ Tỷ lệ cán bộ, công chức được trang bị máy tính",
              "8": "• Cán bộ đầu mối"}
    facts = chung(s, heading=heads(), rows=rows, labels=labels)
    for code, v in [("1", None), ("2", None), ("3", None), ("5", "a"), ("5.1", "-"), ("5.2", "-"), ("6", "b"), ("8", None)]:
        s.put(rc(s.at[code])[0], 1, v)
    c.add(facts).file(FILE, xlsx([s]))


@case
def section_heading_numbers_clash(c):
    """Numbers start again under each heading (1, 2, 3 … 1, 2, 3): labels decide; numbers that name another indicator are remarked upon."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads(), rows=CHUNG[:4] + [["II", "TỔ CHỨC BỘ MÁY"]] + CHUNG[4:])
    for n, code in enumerate(["5", "5.1", "5.2", "6", "7", "8"], 1):
        r = rc(s.at[code])[0]
        s.put(r, 1, n)
        if str(n) != code:
            c.find(f"R019 {at(r, 1)}")
    c.add(facts).file(FILE, xlsx([s]))


@case
def no_stt_column(c):
    """No number column at all."""
    simple(c, columns=("Nội dung", "ĐVT", "Kết quả"))


@case
def stt_as_numbers(c):
    """STT stored as numbers, 5.1 as 5.1."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads())
    for code in s.at:
        s.put(rc(s.at[code])[0], 1, float(code) if "." in code else int(code))
    c.add(facts).file(FILE, xlsx([s]))


@case
def stt_as_dates(c):
    """Excel turned 5.1 and 5.2 into dates: the label decides, no number is invented."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads())
    s.put(rc(s.at["5.1"])[0], 1, dt.date(2019, 1, 5)).put(rc(s.at["5.2"])[0], 1, dt.date(2019, 2, 5))
    c.add(facts).file(FILE, xlsx([s]))


@case
def stt_as_formulas(c):
    """STT computed by formulas with stored results."""
    s = Sheet("Biểu 02")
    facts = xa(s, heading=heads(XA_TITLE))
    for i in range(1, 4):
        s.put(s.first + i, 1, F(f"A{s.first + i - 1}+1", i + 1))
    c.add(facts).file(FILE, xlsx([s]))


def signature(s, r, left=1):
    s.put(r, left + 3, "Can Lộc, ngày 14 tháng 3 năm 2019")
    s.put(r + 1, left, "NGƯỜI LẬP BIỂU").put(r + 1, left + 3, "TM. ỦY BAN NHÂN DÂN")
    s.put(r + 2, left, "(Ký, ghi rõ họ tên)").put(r + 2, left + 3, "CHỦ TỊCH")
    s.put(r + 6, left, "Trần Thị Bình").put(r + 6, left + 3, "Nguyễn Văn Cường")


@case
def signatures(c):
    """Signatures under the table, some in the column of values."""
    simple(c, after=lambda s: signature(s, s.next + 1))


@case
def signatures_units(c):
    """Signatures right under a table of units, without a blank row."""
    simple_xa(c, after=lambda s: signature(s, s.next))


@case
def signatures_free_rows(c):
    """Signatures under a table whose rows are free: no signature is a school."""
    s = Sheet("Biểu 03")
    facts = truong(s, heading=heads(TRUONG_TITLE))
    signature(s, s.next + 1)
    c.add(facts).file(FILE, xlsx([s]))


@case
def notes_below(c):
    """Notes under the table that use its words and figures."""
    def after(s):
        r = s.next
        s.put(r, 1, "Ghi chú:").put(r + 1, 1, "- Số liệu tính từ ngày 15/12/2018 đến ngày 14/3/2019.")
        s.put(r + 2, 1, "- Kinh phí thực hiện: gồm cả nguồn xã hội hóa (250 triệu đồng).")
        s.put(r + 3, 1, "- Số văn bản đã ban hành: 12, trong đó 3 nghị quyết.").put(r + 4, 2, "Liên hệ: Trần Thị Bình, điện thoại 0912.345.678")
    simple(c, after=after)


@case
def notes_below_free_rows(c):
    """Notes with a number under a table of free rows are no rows."""
    s = Sheet("Biểu 03")
    facts = truong(s, heading=heads(TRUONG_TITLE))
    s.put(s.next, 2, "Ghi chú: số học sinh tính đến ngày 14/3/2019").put(s.next + 1, 2, "Số trường đạt chuẩn quốc gia: 2/3 trường")
    c.add(facts).file(FILE, xlsx([s]))


@case
def formatted_tail(c):
    """Two hundred empty bordered rows under the table, and an empty numbered tail."""
    def after(s):
        s.bordered = (200, 8)
        for i in range(20):
            s.put(s.next + i, 1, 5 + i)
    simple_xa(c, after=after)


@case
def zero_tail(c):
    """Formulas dragged below a table of units, never calculated, in rows that name nobody: no unit is invented."""
    s = Sheet("Biểu 02")
    facts = xa(s, heading=heads(XA_TITLE))
    for i in range(3):
        s.put(s.next + i, 3, F(f"I{s.next + i}+J{s.next + i}", 0))
    c.add(facts).file(FILE, xlsx([s]))
    c.find("R022 C11:C13")


TOTAL = [300, 285, 48.5]


@case(tong="Tổng", tong_so="Tổng số", tong_cong="TỔNG CỘNG", cong="Cộng", toan_huyen="Toàn huyện", total="Total", cong_colon="Cộng:", name="Huyện Can Lộc",
      tong_huyen="Tổng cộng toàn huyện")
def total_at_bottom(c, word):
    """A total row under the rows, in many words, is no unit and is checked."""
    simple_xa(c, after=None, **{"rows": COMMUNES["443"] + [("", word, TOTAL)]})


@case(tong="TỔNG", tong_so="Tổng số", toan_huyen="Toàn huyện", numerals="Tổng số (I+II)")
def total_at_top(c, word):
    """A total row above the rows is no unit and is checked."""
    simple_xa(c, before=[("", word, TOTAL)])


@case(tong_so="Tổng số", cong="CỘNG", toan_huyen="Toàn huyện", total="Grand total")
def total_free_rows(c, word):
    """The total of a table with free rows is no row of its own."""
    s = Sheet("Biểu 03")
    c.add(truong(s, heading=heads(TRUONG_TITLE), rows=SCHOOLS + [(word, [20, 65, 9, 1260])], totals=(word,))).file(FILE, xlsx([s]))


@case
def total_merged_over_number(c):
    """The word for the total stands merged over number and name."""
    s = Sheet("Biểu 02")
    facts = xa(s, heading=heads(XA_TITLE))
    s.put(s.next, 1, "Tổng cộng").merge(s.next, 1, s.next, 2)
    for col, v in zip([3, 4, 5], TOTAL):
        s.put(s.next, col, v)
    c.add(facts).file(FILE, xlsx([s]))


@case
def total_wrong(c):
    """A total that is off by one: said at its cell, the rows count."""
    s = simple_xa(c, rows=COMMUNES["443"] + [("", "Tổng cộng", [301, 285, 48.5])])
    c.find(f"T001 {at(s.next - 1, 3)}")


def formulas(s, values):
    for col, v in zip([3, 4, 5], values):
        letter = books.letters(col)
        s.put(s.next, col, F(f"SUM({letter}{s.first}:{letter}{s.next - 1})", v) if v is not None else None)
    s.put(s.next, 2, "Tổng cộng")


@case
def total_formulas(c):
    """Totals as formulas with stored results."""
    simple_xa(c, after=lambda s: formulas(s, TOTAL))


@case(xlsx="xlsx", xls="xls", ods="ods")
def total_formulas_office(c, ext):
    """Totals as formulas, computed by LibreOffice."""
    simple_xa(c, f"2019-Q1/bieu.{ext}", lambda s: office(s, ext), after=lambda s: formulas(s, TOTAL))


@case
def total_typed_over(c):
    """Among totals that are formulas one is a typed number, and wrong."""
    def after(s):
        formulas(s, TOTAL)
        s.put(s.next, 4, 280)
    s = simple_xa(c, after=after)
    c.find(f"T002 {at(s.next, 4)}")


@case
def total_formula_misses_a_row(c):
    """A SUM that misses the last row."""
    def after(s):
        formulas(s, TOTAL)
        s.put(s.next, 3, F(f"SUM(C{s.first}:C{s.next - 2})", 260))
    s = simple_xa(c, after=after)
    c.find(f"T001 {at(s.next, 3)}")


@case
def total_formulas_without_results(c):
    """Totals as formulas without stored results cost no figure, but are named."""
    def after(s):
        for col in (3, 4, 5):
            letter = books.letters(col)
            s.put(s.next, col, F(f"SUM({letter}{s.first}:{letter}{s.next - 1})"))
        s.put(s.next, 2, "Tổng cộng")
    s = simple_xa(c, after=after)
    c.find(*[f"C003 {at(s.next, col)}" for col in (3, 4, 5)])


def grouped(top, a, b, total):
    rows = COMMUNES["443"]
    if top:
        return [("", a, [120, 110, 15]), *rows[:1], ("", b, [180, 175, 33.5]), *rows[1:], ("", total, TOTAL)]
    return [*rows[:1], ("", a, [120, 110, 15]), *rows[1:], ("", b, [180, 175, 33.5]), ("", total, TOTAL)]


@case
def subtotals_after_groups(c):
    """`Cộng nhóm …` after each group of rows, a grand total below."""
    simple_xa(c, rows=grouped(False, "Cộng nhóm I", "Cộng nhóm II", "Tổng cộng"))


@case
def subtotals_before_groups(c):
    """Roman headings with the values of their group, a grand total below."""
    s = Sheet("Biểu 02")
    facts = xa(s, heading=heads(XA_TITLE), rows=grouped(True, "Khu vực đô thị", "Khu vực nông thôn", "Tổng cộng"))
    s.put(s.rows["Khu vực đô thị"], 1, "I").put(s.rows["Khu vực nông thôn"], 1, "II")
    c.add(facts).file(FILE, xlsx([s]))


@case
def subtotal_wrong(c):
    """A group's subtotal is wrong, the grand total is right."""
    s = Sheet("Biểu 02")
    facts = xa(s, heading=heads(XA_TITLE), rows=grouped(True, "Khu vực đô thị", "Khu vực nông thôn", "Tổng cộng"))
    s.put(s.rows["Khu vực đô thị"], 1, "I").put(s.rows["Khu vực nông thôn"], 1, "II")
    s.put(s.rows["Khu vực nông thôn"], 3, 170)
    c.add(facts).find(f"T001 {at(s.rows['Khu vực nông thôn'], 3)}").file(FILE, xlsx([s]))


@case
def subtotals_free_rows(c):
    """Groups of schools with headings and `Cộng` after each group: neither is a school."""
    s = Sheet("Biểu 03")
    top = title(s, heads(TRUONG_TITLE)) + 1
    rows = [SCHOOLS[0], ("Cộng nhóm THCS", [12, 25, 3, 620]), SCHOOLS[1], SCHOOLS[2], ("Cộng nhóm còn lại", [8, 40, 6, 640]), ("Tổng cộng", [20, 65, 9, 1260])]
    c.add(truong(s, rows=rows, top=top, totals=("Cộng nhóm THCS", "Cộng nhóm còn lại", "Tổng cộng"))).file(FILE, xlsx([s]))


@case
def headings_without_values(c):
    """Roman headings without values between groups of free rows."""
    s = Sheet("Biểu 03")
    facts = truong(s, heading=heads(TRUONG_TITLE), rows=[("Khối THCS", []), SCHOOLS[0], ("Khối Tiểu học, Mầm non", []), *SCHOOLS[1:]],
                   totals=("Khối THCS", "Khối Tiểu học, Mầm non"))
    r = s.next - 5
    s.put(r, 1, "I").put(r + 2, 1, "II")
    c.add(facts).file(FILE, xlsx([s]))


@case
def unit_rows_spellings(c):
    """Communes with bullets, numbers, abbreviations, without level, in upper case."""
    simple_xa(c, names={"18406": "TT. Nghèn", "18415": "- Thiên Lộc", "18418": "3. XÃ THUẦN THIỆN", "18427": "UBND xã Vượng Lộc"})


@case
def unit_row_twice(c):
    """A commune twice: the second row is named and not counted."""
    s = simple_xa(c, after=lambda s: s.put(s.next, 2, "Xã Thiên Lộc").put(s.next, 3, 5).put(s.next, 4, 5).put(s.next, 5, 1))
    c.find(f"R014 {at(s.next, 2)}")


@case
def unit_row_unknown(c):
    """A commune of another district and one that the register lacks: named, not counted; the missing one is named too."""
    s = simple_xa(c, rows=COMMUNES["443"][:3], after=lambda s: [
        s.put(s.next + i, 2, name).put(s.next + i, 3, 5).put(s.next + i, 4, 5) for i, name in enumerate(["Xã Cẩm Hòa", "Xã Sơn Tây"])])
    c.find(f"R013 {at(s.next, 2)}", f"R013 {at(s.next + 1, 2)}", "R015")


@case
def unit_row_blank(c):
    """A commune's row without figures: blank, never 0."""
    rows = COMMUNES["443"][:3] + [("18427", "Xã Vượng Lộc", [None, None, None, None])]
    simple_xa(c, rows=rows)


@case(xlsx=(xlsx, "xlsx"), xls=(xls, "xls"), ods=(ods, "ods"))
def value_under_merge(c, how):
    """A value under a merged area is nobody's figure."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads(), facts={"2": BLANK})
    r = rc(s.at["1"])[0]
    s.merge(r, 4, r + 1, 4)
    c.add(facts).find(f"C007 {s.at['2']}").file(f"2019-Q1/bieu.{how[1]}", how[0]([s]))


@case
def value_cells_merged_across(c):
    """Each value stands in a cell merged over two columns."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads(), columns=("STT", "Chỉ tiêu", "ĐVT", "Kết quả", "Ghi chú"), spread=[0, 1, 2, 3, 5])
    for r in range(s.header_row, s.next):
        s.merge(r, 4, r, 5)
    c.add(facts).file(FILE, xlsx([s]))


@case
def labels_indented_by_columns(c):
    """Sub-items stand one column to the right, under a header merged over both columns."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads(), columns=("STT", "Chỉ tiêu", "ĐVT", "Kết quả"), spread=[0, 1, 3, 4])
    s.merge(s.header_row, 2, s.header_row, 3)
    for code in ("5.1", "5.2"):
        r = rc(s.at[code])[0]
        s.put(r, 3, s.cells[(r, 2)]).put(r, 2, None)
    for code in s.at:   # units of measure have a column of their own
        r = rc(s.at[code])[0]
        if code not in ("5.1", "5.2"):
            s.put(r, 3, None)
    c.add(facts).file(FILE, xlsx([s]))


# ---------------------------------------------------------------- text

def chung_texts(change, **how):
    s = Sheet("Bieu 01")
    facts = chung(s, heading=heads(), **how)
    s.map_texts(change)
    return s, facts


@case
def text_nfd(c):
    """The whole sheet in decomposed Unicode; texts come out composed."""
    s, facts = chung_texts(lambda t: unicodedata.normalize("NFD", t))
    c.add(facts).file(FILE, xlsx([s]))


@case
def text_tone_placement(c):
    """Both ways to place a tone: Hoà, Thuỷ, Uỷ."""
    simple_xa(c, heading=heads("KẾT QUẢ GIẢI QUYẾT HỒ SƠ CỦA CẤP XÃ", unit="Uỷ ban nhân dân huyện Cẩm Xuyên"), unit="446",
              names={"18685": "Xã Cẩm Hoà", "18742": "Xã Cẩm Thuỷ"})


@case
def text_invisible(c):
    """No-break, thin and zero-width spaces, byte order marks in labels, headers and the unit line."""
    def change(t):
        return "\ufeff" + t.replace(" ", "\u00a0", 1).replace("n", "n\u200b", 1)
    s, facts = chung_texts(change)
    c.add(facts).file(FILE, xlsx([s]))


@case
def text_look_alikes(c):
    """Cyrillic letters that look like Latin ones, in labels and the unit line."""
    swap = str.maketrans({"a": "а", "o": "о", "c": "с", "T": "Т", "K": "К", "S": "S"})
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads())
    for (r, col), v in list(s.cells.items()):
        if isinstance(v, str) and col <= 2:
            s.put(r, col, v.translate(swap))
    c.add(facts).file(FILE, xlsx([s]))


@case
def text_upper_case(c):
    """Everything in capitals."""
    s, facts = chung_texts(lambda t: t.upper(), facts={"6": ("yes", "", "CÓ"), "8": ("text", "", "NGUYỄN VĂN AN")})
    c.add(facts).file(FILE, xlsx([s]))


@case
def text_line_breaks(c):
    """Line breaks and tabs within labels and headers."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads(), columns=("STT", "Chỉ tiêu", "Đơn vị tính", "Kết quả"))
    s.put(s.header_row, 3, "Đơn vị\ntính").put(s.header_row, 4, "Kết\tquả ")
    for code in ("1", "5.2"):
        r = rc(s.at[code])[0]
        s.put(r, 2, s.cells[(r, 2)].replace(" ", "\n", 2))
    c.add(facts).file(FILE, xlsx([s]))


@case
def text_rich(c):
    """Labels and the unit line in several fonts within a cell."""
    def change(book):
        from openpyxl.cell.rich_text import CellRichText, TextBlock
        from openpyxl.cell.text import InlineFont
        ws = book.worksheets[0]
        for row in ws.iter_rows(max_col=2):
            for cell in row:
                if isinstance(cell.value, str) and len(cell.value) > 8:
                    cell.value = CellRichText(cell.value[:5], TextBlock(InlineFont(b=True), cell.value[5:]))
    simple(c, writer=lambda s: xlsx(s, change=change))


@case(tp=("TP. Hà Tĩnh", "436"), ubnd_tp=("UBND TP Hà Tĩnh", "436"), tx=("TX. Hồng Lĩnh", "437"), tx_dots=("T.X. Kỳ Anh", "449"), tx_space=("T.X Kỳ Anh", "449"),
      h=("H. Kỳ Anh", "447"), ubnd_h=("UBND H. Can Lộc", "443"), so_tttt=("Sở TT&TT", "STTTT"), so_ld=("Sở LĐ-TB&XH", "SLDTBXH"),
      long=("Uỷ ban nhân dân thị xã Kỳ Anh, tỉnh Hà Tĩnh", "449"), so_long=("SỞ LAO ĐỘNG – THƯƠNG BINH VÀ XÃ HỘI", "SLDTBXH"),
      no_accents=("UBND huyen Can Loc", "443"), code=("STTTT", "STTTT"))
def unit_name(c, how):
    """A unit's name as offices write it, in the unit line."""
    simple(c, heading=heads(unit=how[0]), unit=how[1])


@case
def unit_name_misspelt(c):
    """A typing error in the unit's name leaves one unit: used and said."""
    simple(c, heading=heads(unit="UBND huyện Cẩm Xuyênn"), unit="446", find=["R016"])


@case
def label_misspelt(c):
    """A typing error in an indicator's label: used and said."""
    s = simple(c, labels={"2": "Số lượt người tham dự tuyên truyên"})
    c.find(f"R016 {at(rc(s.at['2'])[0], 1)}")


@case
def label_misspelt_without_number(c):
    """Two words of a label that are other words without their tones (phi, hiên), and no number beside it: another label."""
    s = simple(c, columns=("Chỉ tiêu", "ĐVT", "Kết quả"), labels={"3": "Kinh phi thực hiên"}, facts={"3": None})
    c.find(f"R012 {at(rc(s.at['3'])[0], 1)}")


@case
def commune_misspelt(c):
    """A typing error in a commune's name: used and said."""
    s = simple_xa(c, names={"18415": "Xã Thiên Lôc"})
    c.find(f"R016 {at(s.rows['18415'], 2)}")


def legacy_sheet(encode, font, row_heads=None):
    s = Sheet("Bieu 01")
    facts = chung(s, heading=[h.capitalize() if h.isupper() else h for h in heads()])
    s.map_texts(encode)
    s.font = font
    return s, facts


@case(tcvn3_font=(tcvn3, ".VnTime", xlsx, "xlsx"), tcvn3=(tcvn3, None, xlsx, "xlsx"), vni_font=(vni, "VNI-Times", xlsx, "xlsx"), vni=(vni, None, xlsx, "xlsx"),
      tcvn3_xls=(tcvn3, ".VnTime", xls, "xls"), vni_xls=(vni, "VNI-Times", xls, "xls"), tcvn3_ods=(tcvn3, None, ods, "ods"), vni_ods=(vni, None, ods, "ods"))
def legacy(c, how):
    """A sheet in the encodings of the nineties, with and without their fonts."""
    encode, font, writer, ext = how
    s, facts = legacy_sheet(encode, font)
    c.add(facts).find("C006").file(f"2019-Q1/bieu.{ext}", writer([s]))


@case
def legacy_capitals_font(c):
    """TCVN3 with the title in .VnTimeH, which draws small letters as capitals."""
    s, facts = legacy_sheet(tcvn3, ".VnTime")
    s.fonts[(1, 1)] = ".VnTimeH"
    c.add(facts).find("C006").file(FILE, xlsx([s]))


@case
def legacy_units(c):
    """A table of communes in TCVN3, one sheet of a workbook that is Unicode otherwise."""
    a, b = Sheet("Bieu 02"), Sheet("Biểu 01")
    facts = xa(a, heading=["Kết quả giải quyết hồ sơ của cấp xã", "Quý I năm 2019", f"Đơn vị báo cáo: {CL}"])
    a.map_texts(tcvn3)
    a.font = ".VnTime"
    c.add(facts).add(chung(b, heading=heads())).find("C006").file(FILE, xlsx([a, b]))


@case
def legacy_font_left_over(c):
    """Unicode text whose font is still .VnTime: nothing is converted."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads())
    s.font = ".VnTime"
    c.add(facts).file(FILE, xlsx([s]))


# ---------------------------------------------------------------- numbers

def number(code, cell, fact, *find, unit_writer=xlsx, ext="xlsx", fmt=None):
    return code, cell, fact, find, unit_writer, ext, fmt


@case(dot_thousands=number("2", "1.636", N(1636), "C004"), space_thousands=number("2", "1 636", N(1636), "C004"),
      nbsp_thousands=number("2", "1\u00a0636", N(1636), "C004"), comma_decimal=number("3", "1,5", N(1.5), "C004"),
      both_marks=number("3", "1.234.567,89", N("1234567.89"), "C004"), as_text=number("1", "12", N(12), "C004"),
      as_text_spaces=number("1", " 12 ", N(12), "C004"), percent=number("4", "95%", N(95), "C004"), percent_space=number("4", "95,0 %", N(95), "C004"),
      fraction_of_one=number("4", 0.95, N(0.95)), percent_format=number("4", 0.95, N(95), fmt={"4": "0%"}),
      percent_format_decimals=number("4", 0.955, N(95.5), fmt={"4": "0.00%"}), percent_format_ods=number("4", 0.95, N(95), unit_writer=ods, ext="ods", fmt={"4": "0%"}),
      percent_format_xls=number("4", 0.95, N(95), unit_writer=xls, ext="xls", fmt={"4": "0%"}),
      percent_quoted=number("4", 95, N(95), fmt={"4": '0"%"'}), percent_escaped=number("4", 95, N(95), fmt={"4": "0\\%"}),
      percent_whole_one=number("4", 1, N(100), fmt={"4": "0%"}),
      unit_of_measure=number("2", "46.670 lượt", N(46670), "C008"), unit_of_measure_plain=number("1", "12 văn bản", N(12), "C008"),
      dot_zeros=number("2", "2.000", N(2000), "C004"), decimals_zero=number("2", "1.636,0", N(1636), "C004"), english_both=number("2", "1,636.00", N(1636), "C004"),
      comma_zero=number("1", "12,0", N(12), "C004"), dot_in_count=number("1", "1.5", None, "C020"), dot_in_amount=number("3", "1250.5", N(1250.5), "C004"),
      letter_o=number("1", "1O", None, "C001"), percent_words=number("4", "95 phần trăm", N(95), "C004"), percent_about=number("4", "> 95%", N(95), "C009"),
      percent_trailing=number("4", "95% hồ sơ", None, "C001"), date_is_quarter=number("7", "Quý I", None, "C014"), apostrophe=number("2", "1'636", N(1636), "C004"),
      minus_amount=number("3", -12.5, N(-12.5)), minus_text=number("3", "-12,5", N(-12.5), "C004"), range_text=number("1", "10-12", None, "C001"),
      more_than=number("2", "> 2.000", N(2000), "C009"), about=number("2", "khoảng 30 nghìn", N(30000), "C009"), over=number("2", "trên 1.200 lượt", N(1200), "C009"),
      leading_zero=number("1", "02", N(2), "C026"), dash=number("1", "-", NIL), en_dash=number("1", "–", NIL), none_word=number("1", "không có", NIL),
      kps=number("1", "KPS", NIL), ellipsis=number("1", "…", ("unavailable", "", "")), dots=number("1", "...", ("unavailable", "", "")),
      cross=number("1", "x", ("not-applicable", "", "")), words=number("1", "đang thống kê", None, "C001"), zero=number("1", 0, N(0)), blank=number("1", None, BLANK),
      date_in_count=number("1", dt.date(2019, 3, 12), None, "C022"), date_in_count_xls=number("1", dt.date(2019, 3, 12), None, "C022", unit_writer=xls, ext="xls"),
      number_in_date=number("7", 43480, ("date", "", "2019-01-15"), "C023"), date_text=number("7", "15/01/2019", ("date", "", "2019-01-15")),
      date_words=number("7", "ngày 15 tháng 01 năm 2019", ("date", "", "2019-01-15")), date_impossible=number("7", "31/02/2019", None, "C014"),
      date_month_only=number("7", "tháng 01/2019", None, "C014"), date_two_digit_year=number("7", "15/1/19", ("date", "", "2019-01-15")),
      ambiguous_amount=number("3", "1.234", None, "C005"), ambiguous_amount_comma=number("3", "1,234", None, "C005"),
      english_count=number("2", "1,636", N(1636), "C025"), negative_count=number("1", -5, None, "C020"), broken_count=number("1", 12.5, None, "C020"),
      mixed_marks=number("3", "1.23.4", None, "C001"), percent_in_count=number("1", "95%", None, "C001"), fraction_text_percent=number("4", "0,95", N(0.95), "C004"),
      dong_in_trieu=number("3", "1.636.000 đồng", None, "C001"), trieu_dong=number("3", "1250 triệu đồng", N(1250), "C008"),
      ty_in_trieu=number("3", "1,5 tỷ đồng", N(1500), "C009"), other_measure=number("1", "12 cuộc", None, "C001"),
      two_numbers=number("1", "12 (trong đó 3 nghị quyết)", None, "C001"), sum_text=number("1", "5+7", None, "C001"),
      float_noise=number("3", 0.1 + 0.2, N(0.3)), formatted=number("2", 1636, N(1636), fmt={"2": "#,##0"}),
      thousand_format=number("3", 1250.5, N(1250.5), fmt={"3": "#,##0.00"}), yes_mark=number("6", "x", ("yes", "", "x"), "C027"),
      yes_number=number("6", 1, ("yes", "", "1"), "C027"), no_word=number("6", "Chưa có", ("no", "", "Chưa có")), no_zero=number("6", 0, ("no", "", "0"), "C027"),
      yes_unclear=number("6", "Đang triển khai", None, "C013"), text_number=number("8", 912345678, ("text", "", "912345678")),
      ref_error=number("1", "#REF!", None, "C002"), na_error=number("1", "#N/A", None, "C002"), div_error_xls=number("1", "#DIV/0!", None, "C002", unit_writer=xls, ext="xls"),
      formula_no_result=number("1", F("10+2"), None, "C003"), formula=number("1", F("10+2", 12), N(12)), formula_text=number("8", F('"A"&"n"', "An"), ("text", "", "An")))
def value(c, how):
    """One cell's writing and its one reading."""
    code, cell, fact, find, writer, ext, fmt = how
    s = simple(c, f"2019-Q1/bieu.{ext}", writer, cells={code: cell}, facts={code: fact}, fmt=fmt)
    c.find(*[f"{f} {s.at[code]}" for f in find])


@case
def ratio_fraction(c):
    """`221/262` where a ratio is asked for states both parts."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads(), rows=CHUNG[:4] + CHUNG[6:], cells={"5.2": "221/262"}, facts={"5.2": N("84.35114504")})
    cell = s.at["5.2"]
    for code, v in [("5.1", "221"), ("5", "262")]:
        facts.append(dict(unit="443", row="", indicator=code, kind="number", value=v, text="", cell=cell))
    c.add(facts).find(f"C010 {cell}").file(FILE, xlsx([s]))


@case
def ratio_fraction_beside_parts(c):
    """`45/50` beside rows that state the parts: no part is counted twice."""
    s = simple(c, cells={"5.2": "45/50"})
    c.find(f"C010 {s.at['5.2']}")


@case
def ratio_as_fraction_of_one(c):
    """0.9 in a ratio whose parts say 90 %."""
    s = simple(c, cells={"5.2": 0.9})
    c.find(f"C021 {s.at['5.2']}")


@case
def ratio_contradicts_parts(c):
    """A stated ratio that its parts contradict."""
    s = simple(c, cells={"5.2": 80}, facts={"5.2": N(80)})
    c.find(f"C024 {s.at['5.2']}")


@case
def amount_decided_small(c):
    """`1.234` among small amounts is 1.234."""
    rows = [(u, n, [*v[:2], kp, v[3]]) for (u, n, v), kp in zip(COMMUNES["443"], ["1.234", 1.5, 2.25, 1.8])]
    s = simple_xa(c, rows=rows, facts={("18406", "kp"): N(1.234)})
    c.find(f"C025 {at(s.rows['18406'], 5)}")


@case
def amount_decided_large(c):
    """`1.234` among amounts of a thousand is 1234."""
    rows = [(u, n, [*v[:2], kp, v[3]]) for (u, n, v), kp in zip(COMMUNES["443"], ["1.234", 1500, 2250, 980])]
    s = simple_xa(c, rows=rows, facts={("18406", "kp"): N(1234)})
    c.find(f"C025 {at(s.rows['18406'], 5)}")


@case
def amount_undecided(c):
    """`1.234` among amounts of every size stays open."""
    rows = [(u, n, [*v[:2], kp, v[3]]) for (u, n, v), kp in zip(COMMUNES["443"], ["1.234", 1500, 2.5, 40])]
    s = simple_xa(c, rows=rows, facts={("18406", "kp"): None})
    c.find(f"C005 {at(s.rows['18406'], 5)}")


@case
def date_forms(c):
    """Dates as text in every usual form, a real date, a serial number, an impossible one."""
    s = Sheet("Biểu 04")
    r = title(s, heads("DANH MỤC VĂN BẢN CHỈ ĐẠO, ĐIỀU HÀNH")) + 1
    for i, h in enumerate(["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu"]):
        s.put(r, 1 + i, h)
    forms = ["15/01/2019", "15-1-2019", "15.01.2019", "2019-01-15", "ngày 15 tháng 01 năm 2019", "15/1/19", "ngày 15/01/2019", DAY, 43480, "31/02/2019", "-"]
    for n, form in enumerate(forms, 1):
        s.put(r + n, 1, n).put(r + n, 2, f"{n}/UBND-NV").put(r + n, 3, form).put(r + n, 4, f"V/v báo cáo {n}")
        day = {"31/02/2019": None, "-": NIL}.get(form, ("date", "", "2019-01-15"))
        for code, col, fact in [("so", 2, ("text", "", f"{n}/UBND-NV")), ("ngay", 3, day), ("trich-yeu", 4, ("text", "", f"V/v báo cáo {n}"))]:
            if fact:
                c.add([dict(unit="443", row=str(n), indicator=code, kind=fact[0], value=fact[1], text=fact[2], cell=at(r + n, col))])
    c.find(f"C023 {at(r + 9, 3)}", f"C014 {at(r + 10, 3)}").file(FILE, xlsx([s]))


@case
def dates_of_1904(c):
    """A workbook of the Mac's 1904 date system."""
    simple(c, writer=lambda s: xlsx(s, epoch1904=True))


@case
def records_with_headings(c):
    """A list with headings A, B between the records, and signatures below."""
    s = Sheet("Biểu 04")
    r = title(s, heads("DANH MỤC VĂN BẢN CHỈ ĐẠO, ĐIỀU HÀNH")) + 1
    for i, h in enumerate(["STT", "Số/ký hiệu", "Ngày, tháng, năm", "Trích yếu nội dung", "Ghi chú"]):
        s.put(r, 1 + i, h)
    s.put(r + 1, 1, "A").put(r + 1, 2, "Văn bản của HĐND").put(r + 4, 1, "B").put(r + 4, 2, "Văn bản của UBND")
    for n, rr in [(1, r + 2), (2, r + 3), (3, r + 5)]:
        s.put(rr, 1, n if n < 3 else 1).put(rr, 2, f"{n}/NQ").put(rr, 3, DAY).put(rr, 4, f"Nghị quyết {n}")
        for code, col, fact in [("so", 2, ("text", "", f"{n}/NQ")), ("ngay", 3, ("date", "", "2019-01-15")), ("trich-yeu", 4, ("text", "", f"Nghị quyết {n}"))]:
            c.add([dict(unit="443", row=str(n), indicator=code, kind=fact[0], value=fact[1], text=fact[2], cell=at(rr, col))])
    signature(s, r + 7)
    c.file(FILE, xlsx([s]))


# ---------------------------------------------------------------- who and when

@case
def unit_from_sheet(c):
    """The unit stands in the sheet's name only."""
    simple(c, sheet="Can Lộc", heading=heads(unit=None), find=["R017"])


@case(accents="UBND huyện Can Lộc - bieu 01", plain="BC CCHC huyen Can Loc", together="CanLoc_Q1-2019", code="443-x STTTT")
def unit_from_file(c, name):
    """The unit stands in the file's name only."""
    unit = "STTTT" if "STTTT" in name else "443"
    simple(c, f"2019-Q1/{name}.xlsx", heading=heads(unit=None), unit=unit, find=["R017"])


@case
def unit_from_folder(c):
    """The unit stands in the folder's name only."""
    simple(c, "2019-Q1/Huyện, thị xã/UBND huyện Can Lộc/bieu 01.xlsx", heading=heads(unit=None), find=["R017"])


@case
def unit_in_next_cell(c):
    """The label in one cell, the name in the next."""
    s = Sheet("Biểu 01")
    s.put(1, 1, CHUNG_TITLE).put(2, 1, "Quý I năm 2019").put(3, 1, "Đơn vị báo cáo:").put(3, 3, CL)
    c.add(chung(s, top=5)).file(FILE, xlsx([s]))


@case
def unit_dotted_line(c):
    """A dotted line between label and name, and a space before the colon."""
    simple(c, heading=[CHUNG_TITLE, "Quý I năm 2019", f"Đơn vị báo cáo : …….. {CL} ………"])


@case
def unit_in_letterhead(c):
    """No label: the letterhead names the unit, under its province and beside the motto."""
    s = Sheet("Biểu 01")
    s.put(1, 1, "UBND TỈNH HÀ TĨNH").put(2, 1, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG").put(1, 4, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    s.put(2, 4, "Độc lập - Tự do - Hạnh phúc").put(4, 1, CHUNG_TITLE).put(5, 1, "Quý I năm 2019")
    c.add(chung(s, top=7, unit="STTTT")).file(FILE, xlsx([s]))


@case
def unit_in_letterhead_broken(c):
    """The letterhead breaks over lines within one cell."""
    s = Sheet("Biểu 01")
    s.put(1, 1, "ỦY BAN NHÂN DÂN\nHUYỆN CAN LỘC").put(4, 1, CHUNG_TITLE).put(5, 1, "Quý I năm 2019")
    c.add(chung(s, top=7)).file(FILE, xlsx([s]))


@case
def title_in_one_cell(c):
    """Title, period and unit in one cell with line breaks."""
    s = Sheet("Biểu 01")
    s.put(1, 1, f"{CHUNG_TITLE}\nQuý I năm 2019\nĐơn vị báo cáo: {CL}").merge(1, 1, 1, 5)
    c.add(chung(s, top=3)).file(FILE, xlsx([s]))


@case(roman="QUÝ I NĂM 2019", digit="Quý 1/2019", short="Q1-2019", months="3 tháng đầu năm 2019", brackets="(Số liệu quý I năm 2019, từ ngày 15/12/2018 đến ngày 14/3/2019)",
      label="Kỳ báo cáo: Quý I-2019", dash="Quý I - năm 2019", nfd=unicodedata.normalize("NFD", "Quý I năm 2019"), plain="quy I nam 2019", dot="QUÝ I.2019")
def period_title(c, words):
    """The period in the words of titles."""
    simple(c, "bieu bao cao.xlsx", heading=heads(period=words))


@case
def period_within_title(c):
    """The period stands in the title's own line."""
    simple(c, "bieu bao cao.xlsx", heading=heads(CHUNG_TITLE + " QUÝ I NĂM 2019", period=None))


@case
def period_from_file(c):
    """The period stands in the file's name only."""
    simple(c, "BC quy I-2019.xlsx", heading=heads(period=None), find=["R018"])


@case
def period_from_folder(c):
    """The period stands in the folder's name only."""
    simple(c, heading=heads(period=None), find=["R018"])


@case
def period_contradiction(c):
    """The title says last quarter, the folder this one: not counted."""
    s = Sheet("Biểu 01")
    chung(s, heading=heads(period="Quý IV năm 2018"))
    c.find("R007").file(FILE, xlsx([s]))


@case
def period_file_differs(c):
    """Title and folder agree, the file's name is left over from last quarter."""
    simple(c, "2019-Q1/BC quy IV-2018.xlsx", find=["R021"])


@case
def unit_contradiction(c):
    """The file's name says another unit than the title: not counted."""
    s = Sheet("Biểu 01")
    chung(s, heading=heads())
    c.find("R005").file("2019-Q1/UBND huyện Cẩm Xuyên.xlsx", xlsx([s]))


@case
def unit_contradiction_sheet(c):
    """The sheet's name says another unit than the title: not counted."""
    s = Sheet("Cẩm Xuyên")
    chung(s, heading=heads())
    c.find("R005").file(FILE, xlsx([s]))


@case
def unit_ambiguous(c):
    """`Kỳ Anh` is two units: not counted."""
    s = Sheet("Biểu 01")
    chung(s, heading=heads(unit="UBND Kỳ Anh"))
    c.find("R004").file(FILE, xlsx([s]))


@case
def unit_ambiguous_settled(c):
    """`Kỳ Anh` in the title, `TX Ky Anh` in the file's name: one is left."""
    simple(c, "2019-Q1/TX Ky Anh.xlsx", heading=heads(unit="UBND Kỳ Anh"), unit="449", find=["R017"])


@case
def unit_unknown(c):
    """A unit that nobody knows: not counted."""
    s = Sheet("Biểu 01")
    chung(s, heading=heads(unit="UBND huyện Đông Hưng"))
    c.find("R003").file(FILE, xlsx([s]))


@case
def same_content_two_units(c):
    """One content for two units: both count, it is said."""
    for name, unit in [(CL, "443"), ("UBND huyện Cẩm Xuyên", "446")]:
        s = Sheet("Biểu 01")
        path = f"2019-Q1/{name}.xlsx"
        c.add(chung(s, heading=heads(unit=name), unit=unit), file=path).file(path, xlsx([s]))
    c.find("S006")


@case
def last_period_again(c):
    """Last quarter's figures under a new title."""
    for folder, period in [("2018-Q4", "Quý IV năm 2018"), ("2019-Q1", "Quý I năm 2019")]:
        s = Sheet("Biểu 01")
        facts = chung(s, heading=heads(period=period))
        c.file(f"{folder}/bieu.xlsx", xlsx([s]))
    c.add(facts).find("S005")


@case
def revision_counts(c):
    """The second revision, said in the name, replaces the first."""
    for name, n in [("bieu", 10), ("bieu (lần 2)", 11)]:
        s = Sheet("Biểu 01")
        facts = chung(s, heading=heads(), cells={"1": n}, facts={"1": N(n)})
        c.file(f"2019-Q1/{name}.xlsx", xlsx([s]))
    c.add(facts, file="2019-Q1/bieu (lần 2).xlsx").find("S003")


@case
def revision_unclear(c):
    """Two differing files and nothing says which is newer: neither counts."""
    for name, n in [("bieu a", 10), ("bieu b", 11)]:
        s = Sheet("Biểu 01")
        chung(s, heading=heads(), cells={"1": n})
        c.file(f"2019-Q1/{name}.xlsx", xlsx([s]))
    c.find("S007")


@case
def exact_copy(c):
    """The same file twice: counted once."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads())
    data = xlsx([s])
    c.add(facts).find("F008").file("2019-Q1/a.xlsx", data).file("2019-Q1/b.xlsx", data)


@case
def not_expected(c):
    """A department sends the districts' form: not counted."""
    s = Sheet("Biểu 03")
    truong(s, heading=heads(TRUONG_TITLE, unit="Sở TT&TT"))
    c.find("S004").file(FILE, xlsx([s]))


@case
def wrong_extension(c):
    """An xlsx that is named xls: read by its content."""
    simple(c, "2019-Q1/bieu bao cao.xls", find=["F004"])


# ---------------------------------------------------------------- values that lie

@case(xlsx=(xlsx, "xlsx"), xls=(xls, "xls"))
def hidden_sheet(c, how):
    """A hidden sheet with another unit's old report is not counted."""
    a, b = Sheet("Biểu 01"), Sheet("Cũ")
    c.add(chung(a, heading=heads()))
    chung(b, heading=heads(unit="UBND huyện Cẩm Xuyên"), cells={"1": 99})
    b.hidden = True
    c.find("C012").file(f"2019-Q1/bieu.{how[1]}", how[0]([a, b]))


@case(xlsx=(xlsx, "xlsx"), xls=(xls, "xls"), ods=(ods, "ods"))
def hidden_row(c, how):
    """A hidden row with data counts and is said."""
    s = Sheet("Biểu 02")
    facts = xa(s, heading=heads(XA_TITLE))
    s.hidden_rows.add(s.rows["18418"])
    c.find(f"C011 {at(s.rows['18418'], 3)}")
    c.add(facts).file(f"2019-Q1/bieu.{how[1]}", how[0]([s]))


@case(xlsx=(xlsx, "xlsx"), xls=(xls, "xls"), ods=(ods, "ods"))
def hidden_column(c, how):
    """A hidden column with data counts and is said once."""
    s = Sheet("Biểu 02")
    facts = xa(s, heading=heads(XA_TITLE))
    s.hidden_cols.add(5)
    c.find(f"C011 {at(s.first, 5)}")
    c.add(facts).file(f"2019-Q1/bieu.{how[1]}", how[0]([s]))


@case
def text_numbers_in_units(c):
    """A column of numbers stored as text, in the way of the country; the total misses them and is 0."""
    rows = [(u, n, [str(v[0]), *v[1:]]) for u, n, v in COMMUNES["443"]] + [("", "Tổng cộng", [0, 285, 48.5])]
    s = simple_xa(c, rows=rows, facts={(u, "h1"): N(v[0]) for u, _, v in COMMUNES["443"]})
    c.find(*[f"C004 {at(s.rows[u], 3)}" for u, *_ in COMMUNES["443"]], f"T001 {at(s.next - 1, 3)}")


@case
def yes_no_marks(c):
    """Yes and no by marks: x, 1, 0, and an unclear word."""
    marks = [("x", ("yes", "", "x")), (1, ("yes", "", "1")), (0, ("no", "", "0")), ("Đang làm", None)]
    rows = [(u, n, [*v[:3], m]) for (u, n, v), (m, _) in zip(COMMUNES["443"], marks)]
    s = simple_xa(c, rows=rows, facts={(u, "tt"): f for (u, *_), (_, f) in zip(COMMUNES["443"], marks)})
    c.find(*[f"C027 {at(s.first + i, 6)}" for i in range(3)], f"C013 {at(s.first + 3, 6)}")


@case
def dashes_and_blanks(c):
    """Dash, ellipsis, cross and blank stay apart in a table of units."""
    cells = [["-", "–", None, "-"], ["…", "x", "không", "…"], ["KPS", 0, "...", None], [40, 40, 10, "Có"]]
    kinds = [[NIL, NIL, BLANK, NIL], [("unavailable", "", ""), ("not-applicable", "", ""), NIL, ("unavailable", "", "")],
             [NIL, N(0), ("unavailable", "", ""), BLANK], [N(40), N(40), N(10), ("yes", "", "Có")]]
    rows = [(u, n, v) for (u, n, _), v in zip(COMMUNES["443"], cells)]
    facts = {(u, i): k for (u, *_), ks in zip(COMMUNES["443"], kinds) for i, k in zip(XA, ks)}
    simple_xa(c, rows=rows, facts=facts)


# ---------------------------------------------------------------- more from real life

@case
def period_columns(c):
    """Columns named by periods: this period's is taken, the other is left out and said."""
    s = Sheet("Biểu 06")
    r = title(s, heads("TIẾN ĐỘ GIẢI NGÂN")) + 1
    for i, h in enumerate(["STT", "Khoản mục", "Quý IV/2018", "Quý I/2019"]):
        s.put(r, 1 + i, h)
    for i, (code, name, old, new) in enumerate([("xl", "Chi phí xây lắp", 100, 120.5), ("tb", "Chi phí thiết bị", 50, 60), ("k", "Chi phí khác", 5, 6)]):
        s.put(r + 1 + i, 1, i + 1).put(r + 1 + i, 2, name).put(r + 1 + i, 3, old).put(r + 1 + i, 4, new)
        c.add([dict(unit="443", row="", indicator=code, kind="number", value=str(new), text="", cell=at(r + 1 + i, 4))])
    c.find(f"R010 {at(r, 3)}").file(FILE, xlsx([s]))


@case
def period_sheets(c):
    """A workbook that grows by a sheet a quarter: this quarter's sheet counts, the older one contradicts the folder."""
    old, new = Sheet("Quý IV-2018"), Sheet("Quý I-2019")
    chung(old, heading=heads(period="Quý IV năm 2018"), cells={"1": 5})
    c.add(chung(new, heading=heads()), sheet="Quý I-2019").find("R007").file(FILE, xlsx([old, new]))


@case
def period_with_comparison(c):
    """The title names the period and the one it is compared with."""
    simple(c, heading=heads(period="Quý I năm 2019 (so với quý IV năm 2018)"))


@case
def period_with_plan(c):
    """`kết quả quý I, nhiệm vụ quý II năm 2019`: the results' quarter counts."""
    simple(c, heading=["BÁO CÁO", "Kết quả công tác cải cách hành chính quý I và nhiệm vụ trọng tâm quý II năm 2019", f"Đơn vị báo cáo: {CL}"])


@case
def unit_of_measure_line(c):
    """`Đơn vị: triệu đồng` and `Đơn vị tính: …` name no reporting unit; thousands of people are not people."""
    s = Sheet("Biểu 01")
    s.put(1, 1, "UBND HUYỆN CAN LỘC").put(3, 1, CHUNG_TITLE).put(4, 1, "Quý I năm 2019").put(5, 4, "Đơn vị: triệu đồng").put(6, 4, "Đơn vị tính: nghìn người")
    c.add(chung(s, top=8, facts={"5": None, "5.1": None})).find("C028 D13", "C028 D14").file(FILE, xlsx([s]))


@case
def addressee_is_no_sender(c):
    """`Kính gửi: Sở …` and `Nơi nhận` name whom it is sent to, the letterhead who sends."""
    s = Sheet("Biểu 01")
    s.put(1, 1, "UBND HUYỆN CAN LỘC").put(3, 1, CHUNG_TITLE).put(4, 1, "Quý I năm 2019").put(5, 1, "Kính gửi: Sở Thông tin và Truyền thông")
    facts = chung(s, top=7)
    s.put(s.next + 1, 1, "Nơi nhận:").put(s.next + 2, 1, "- Sở Lao động - Thương binh và Xã hội;").put(s.next + 3, 1, "- Lưu: VT.")
    c.add(facts).file(FILE, xlsx([s]))


@case
def file_names_addressee(c):
    """The file's name holds sender and addressee; the title says who sends."""
    simple(c, "2019-Q1/Can Loc gui So TTTT.xlsx")


@case
def no_blank_row_above_header(c):
    """The unit line stands right above the header, the column `Đơn vị` right below it."""
    s = Sheet("Biểu 02")
    top = title(s, heads(XA_TITLE))
    c.add(xa(s, top=top)).file(FILE, xlsx([s]))


@case
def blank_rows_within(c):
    """Blank rows between header and data and between the rows."""
    s = Sheet("Biểu 02")
    facts = []
    xa(s, heading=heads(XA_TITLE), rows=COMMUNES["443"][:1])
    for r in range(s.first, s.next):
        for col in range(1, 7):
            s.put(r, col, None)
    r = s.first + 1
    for n, (code, name, values) in enumerate(COMMUNES["443"], 1):
        s.put(r, 1, n).put(r, 2, name)
        for ind, col, v in zip(XA, range(3, 7), values):
            s.put(r, col, v)
            k = fact_of(v)
            facts.append(dict(unit="443", row=code, indicator=ind, kind=k[0], value=k[1], text=k[2], cell=at(r, col)))
        r += 2 if n < 3 else 4
    c.add(facts).file(FILE, xlsx([s]))


@case
def label_merged_over_rows(c):
    """A label's cells are merged over two rows, the value stands in the first."""
    s = Sheet("Biểu 01")
    rows = CHUNG[:1] + [[None, None, None, None]] + CHUNG[1:]
    facts = chung(s, heading=heads(), rows=rows)
    r = rc(s.at["1"])[0]
    for col in (1, 2, 3, 4):
        s.merge(r, col, r + 1, col)
    c.add(facts).file(FILE, xlsx([s]))


@case
def indicator_row_twice(c):
    """An indicator's row twice with different figures: the second is named, not counted."""
    s = simple(c, rows=CHUNG + [["1", "Số văn bản đã ban hành", "văn bản", 99]])
    c.find(f"R014 {at(s.next - 1, 4)}")


@case
def total_twice(c):
    """A total at the top and again at the bottom."""
    simple_xa(c, before=[("", "Toàn huyện", TOTAL)], rows=COMMUNES["443"] + [("", "Tổng cộng", TOTAL)])


@case
def total_counts_yes(c):
    """The total of a yes-no column is how many said yes."""
    simple_xa(c, after=None, rows=COMMUNES["443"] + [("", "Tổng cộng", [*TOTAL, 3])])


@case
def total_with_float_noise(c):
    """Sums of decimals differ in the sixteenth place: no finding."""
    rows = [(u, n, [*v[:2], kp, v[3]]) for (u, n, v), kp in zip(COMMUNES["443"], [0.1, 0.2, 0.3, 0.4])]
    simple_xa(c, rows=rows + [("", "Tổng cộng", [300, 285, 1.0])])


@case
def total_as_text(c):
    """The total is typed as text in the country's way and is right."""
    rows = [(u, n, [v[0] * 100, *v[1:]]) for u, n, v in COMMUNES["443"]]
    simple_xa(c, rows=rows + [("", "Tổng cộng", ["30.000", 285, "48,5"])])


@case
def sheet_very_hidden(c):
    """A sheet hidden so that Excel's menu doesn't offer it is not counted either."""
    a, b = Sheet("Biểu 01"), Sheet("Cũ")
    c.add(chung(a, heading=heads()))
    chung(b, heading=heads(unit="UBND huyện Cẩm Xuyên"), cells={"1": 99})
    b.hidden = "veryHidden"
    c.find("C012").file(FILE, xlsx([a, b]))


@case
def chart_sheet(c):
    """A chart on a sheet of its own is passed over."""
    def change(book):
        from openpyxl.chart import BarChart, Reference
        chart = BarChart()
        chart.add_data(Reference(book.worksheets[0], min_col=4, min_row=6, max_row=9))
        book.create_chartsheet("Biểu đồ").add_chart(chart)
    simple(c, writer=lambda s: xlsx(s, change=change), find=["F015"])


@case
def furniture(c):
    """Comments, drop-downs, coloured conditions, frozen panes, a filter, print titles and names change nothing."""
    def change(book):
        from openpyxl.comments import Comment
        from openpyxl.formatting.rule import CellIsRule
        from openpyxl.worksheet.datavalidation import DataValidation
        ws = book.worksheets[0]
        ws["D6"].comment = Comment("Đơn vị báo cáo: UBND huyện Cẩm Xuyên. Tổng số 99", "A")
        check = DataValidation(type="list", formula1='"Có,Không"')
        ws.add_data_validation(check)
        check.add("D13")
        ws.conditional_formatting.add("D6:D15", CellIsRule(operator="lessThan", formula=["5"]))
        ws.freeze_panes, ws.auto_filter.ref, ws.print_title_rows = "C6", "A5:E15", "5:5"
        ws.protection.sheet = True
    simple(c, writer=lambda s: xlsx(s, change=change))


@case(prefixed=books.prefixed, inline=books.inline, without_addresses=books.without_addresses)
def xml(c, writer):
    """Other programs' XML: prefixed elements, texts within the cells, cells without addresses."""
    simple(c, writer=writer)


@case
def named_xlsm(c):
    """A workbook named .xlsm."""
    simple(c, "2019-Q1/bieu bao cao.xlsm")


@case
def html_named_xls(c):
    """A web page that some system exports under the name .xls: read, and the name is remarked upon."""
    s = Sheet("x")
    facts = chung(s, heading=heads(), cells={"3": 1250, "7": "15/01/2019"}, facts={"3": N(1250)})
    height = max(r for r, _ in s.cells)
    rows = "".join("<tr>" + "".join(f"<td>{s.cells.get((r, k), '')}</td>" for k in range(1, 6)) + "</tr>\n" for r in range(1, height + 1))
    c.add([{**f, "value": f["value"]} for f in facts]).find("F004")
    c.file("2019-Q1/bieu.xls", f'<html><head><meta charset="utf-8"></head><body><table>\n{rows}</table></body></html>'.encode())


@case
def a_blank_form(c):
    """The form comes back empty: blanks, never 0."""
    simple(c, cells={row[0]: None for row in CHUNG}, facts={row[0]: BLANK for row in CHUNG})


@case
def units_next_to_communes_code(c):
    """A column with the communes' official codes beside their names is no figure."""
    s = Sheet("Biểu 02")
    facts = xa(s, heading=heads(XA_TITLE), order=["STT", "Đơn vị", "mã"] + XA, head=[["STT", None], ["Đơn vị", None], ["Mã số", None]] + [XA_HEAD[i] for i in XA])
    for u, *_ in COMMUNES["443"]:
        s.put(s.rows[u], 3, int(u))
    c.add(facts).find(f"R010 {at(s.header_row + 1, 3)}").file(FILE, xlsx([s]))


@case
def commune_bears_district_name(c):
    """Thị trấn Cẩm Xuyên in huyện Cẩm Xuyên is a row, not the total; `Huyện Cẩm Xuyên` is the total."""
    simple_xa(c, heading=heads(XA_TITLE, unit="UBND huyện Cẩm Xuyên"), unit="446", names={"18673": "TT Cẩm Xuyên"},
              rows=COMMUNES["446"] + [("", "Huyện Cẩm Xuyên", [190, 184, 36])])


@case
def shared_formulas(c):
    """Totals as formulas that share one text (t="shared")."""
    def after(s):
        formulas(s, TOTAL)

    def writer(sheets):
        def change(name, text):
            if not name.startswith("xl/worksheets/sheet"):
                return text
            n = [0]

            def share(m):
                n[0] += 1
                return f'<f t="shared" ref="C11:E11" si="0">{m[1]}</f>' if n[0] == 1 else '<f t="shared" si="0"/>'
            return re.sub(r"<f>(SUM[^<]*)</f>", share, text)
        return books.rewritten(xlsx(sheets), change)
    simple_xa(c, writer=writer, after=after)


@case
def same_form_on_two_sheets(c):
    """The same unit's form on two sheets with different figures: no sheet is chosen by chance, nothing is added twice."""
    sheets = []
    for name, n in [("Biểu 01", 12), ("Biểu 01 (2)", 99)]:
        s = Sheet(name)
        chung(s, heading=heads(), cells={"1": n})
        sheets.append(s)
    c.find("S007").file(FILE, xlsx(sheets))


@case
def commune_on_two_sheets(c):
    """A commune's row stands on both sheets of a long table: it counts once, the second is named."""
    sheets = []
    for name, part in [("Trang 1", COMMUNES["443"][:2]), ("Trang 2", COMMUNES["443"][1:])]:
        s = Sheet(name)
        facts = xa(s, heading=heads(XA_TITLE), rows=part)
        if sheets:
            facts = [f for f in facts if f["row"] != "18415"]
            # The ledger knows the row by its facts: the finding points to the first of them.
            c.find(f"R014 {at(s.rows['18415'], 3)}")
        c.add(facts, sheet=name)
        sheets.append(s)
    c.file(FILE, xlsx(sheets))


@case
def two_files_two_forms(c):
    """One unit's two forms in two files, the other forms of each file being empty templates' sheets."""
    a, b = Sheet("Biểu 01"), Sheet("Biểu 02")
    c.add(chung(a, heading=heads()), file="2019-Q1/a.xlsx").add(xa(b, heading=heads(XA_TITLE)), file="2019-Q1/b.xlsx")
    c.file("2019-Q1/a.xlsx", xlsx([a])).file("2019-Q1/b.xlsx", xlsx([b]))


@case
def two_files_one_table(c):
    """Two files hold different communes of one form: neither supersedes the other by chance."""
    for name, part in [("a", COMMUNES["443"][:2]), ("b", COMMUNES["443"][2:])]:
        s = Sheet("Biểu 02")
        xa(s, heading=heads(XA_TITLE), rows=part)
        c.file(f"2019-Q1/{name}.xlsx", xlsx([s]))
    c.find("S007")


@case
def percent_format_over_hundred(c):
    """95 typed into a cell of percent format shows 9500 %: a share over 100 % is never passed on in silence."""
    s = simple(c, cells={"4": 95}, fmt={"4": "0%"}, facts={"4": None})
    c.find(f"C005 {s.at['4']}")


@case
def title_below_table(c):
    """`Đơn vị báo cáo` stands below the table, beside the signature."""
    s = Sheet("Biểu 01")
    facts = chung(s, heading=heads(unit=None))
    s.put(s.next + 1, 1, f"Đơn vị báo cáo: {CL}")
    c.add(facts).file(FILE, xlsx([s]))


# ---------------------------------------------------------------- writing

def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    project = os.path.join(HERE, "project")
    shutil.rmtree(project, ignore_errors=True)
    for name, text in PROJECT.items():
        path = os.path.join(project, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8-sig" if name.endswith(".csv") else "utf-8") as f:
            f.write(text)
    root = os.path.join(HERE, "cases")
    if not only:
        shutil.rmtree(root, ignore_errors=True)
    names = set()
    for name, fn, args in CASES:
        assert name not in names, name
        names.add(name)
        if only not in name:
            continue
        c = Case(name, re.sub(r"\s+", " ", fn.__doc__).strip())
        fn(c, *args)
        shutil.rmtree(os.path.join(root, name), ignore_errors=True)
        for path, data in c.files.items():
            full = os.path.join(root, name, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as f:
                f.write(data)
        with open(os.path.join(root, name, "expected.json"), "w", encoding="utf-8") as f:
            f.write(expected(c))
    books.clean_up()
    print(len(names), "cases")


def expected(c):
    """JSON with one fact or finding a line."""
    dump = lambda v: json.dumps(v, ensure_ascii=False)  # noqa: E731
    lines = lambda vs: "[" + ",".join("\n    " + dump(v) for v in vs) + ("\n  " if vs else "") + "]"  # noqa: E731
    return ("{\n" + f'  "period": {dump(c.period)},\n  "proves": {dump(c.proves)},\n  "facts": {lines(c.facts)},\n'
            + f'  "findings": {lines(sorted(c.findings, key=lambda f: (f["code"], f["cell"])))}\n' + "}\n")


if __name__ == "__main__":
    main()
