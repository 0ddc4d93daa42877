"""Makes the seed corpora from the foreign workbooks in tests/foreign and from texts that offices write.

    python3 fuzz/seeds.py        (from the project's root; adds to fuzz/corpus, removes nothing)
"""

import csv
import hashlib
import io
import pathlib
import zipfile

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "foreign" / "cases"
CORPUS = ROOT / "fuzz" / "corpus"

LEFT_OUT = ("theme", "docProps", "Thumbnails", "META-INF", "Configurations2", "settings.xml", "calcChain", "meta.xml")


def save(target: str, data: bytes) -> None:
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(data).hexdigest()[:16]).write_bytes(data)


def parts_of(path: pathlib.Path) -> bytes:
    out = b""
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            if not name.endswith("/") and not any(word in name for word in LEFT_OUT):
                out += b"=== " + name.encode() + b"\n" + z.read(name).rstrip(b"\n") + b"\n"
    return out


def books() -> None:
    every = sorted(p for p in CASES.rglob("*") if p.is_file() and p.suffix in (".xls", ".ods", ".xlsx", ".xlsm", ".csv"))
    for path in every:
        data = path.read_bytes()
        if data.startswith(b"PK"):
            text = parts_of(path)
            # One case in six, and every other format: the rest say the same to a fuzzer.
            if len(text) < 12_000 and (path.suffix != ".xlsx" or int(hashlib.sha1(data).hexdigest(), 16) % 6 == 0):
                save("parts", text)
        elif len(data) < 12_000:
            save("bytes", data)
    small = min((p for p in every if p.suffix == ".xlsx"), key=lambda p: p.stat().st_size)
    save("bytes", small.read_bytes())
    for text in [
        "Đơn vị báo cáo: Thị xã Bình Long\nTT;Chỉ tiêu;ĐVT;Số liệu\n1;Tổng số;người;1.234\n",
        "<html><body><table><tr><td>TT</td><td>Chỉ tiêu</td></tr><tr><td>1</td><td rowspan=2>12</td></tr></table></body></html>",
        "%PDF-1.4", "{\\rtf1}", "PK\x05\x06" + "\0" * 18,
    ]:
        save("bytes", text.encode())


def lines() -> None:
    numbers = """0|12|1.234|1,234|1.234,5|1,234.5|1 234|-5|(5)|12%|45/50|1/1/2019|15/12/2018|2019-03-14|-|…|không|khong co
không áp dụng|95,5 %|khoảng 200|trên 300|> 12|1.234.567|1.23.4|12 người|1,5 tỷ đồng|triệu đồng|1e5|١٢|１２|O5|l2|0,000|00123
ngày 14 tháng 3 năm 2019|14.3.2019|+5|--|1.234 (một nghìn)|3 văn bản|45/50 (90%)|99,99%|1'234|12.|.5|,5"""
    texts = """Thị xã Bình Long|UBND huyện Bù Đăng|TX. Phước Long|Sở TT&TT|x· b×nh long|Söï thaät|BÁO CÁO THÁNG|tổng cộng
Toàn huyện|Cộng (I+II)|uỷ ban|Ủy ban nhân dân|TP.Đồng Xoài|H. Lộc Ninh|huyen-bu-gia-map|Së Néi vô|Hộ nghèo|\u0111\u01b0\u01a1\u0323c
Sở Kế hoạch và Đầu tư|Người lập biểu|a\u0300\u0323|ﬁ ﬂ|İstanbul|ß|\u202eabc|\u200b\u200d|Trạm y tế\nNữ"""
    periods = """2019-Q1|2019-03|2019-H1|2019-9M|2019|Quý I năm 2019|Quý I/2019|Q1-2019|3 tháng đầu năm 2019|Tháng 3/2019|9 tháng năm 2019
6 tháng đầu năm 2019|cả năm 2018|March 2019|quý I và nhiệm vụ quý II năm 2019|ngày 14 tháng 3 năm 2019|BC Q1 2019 lần 2.xlsx|báo cáo (3).xls
submissions/2018-Q4/huyện.xlsx|final v3|bổ sung|First quarter of 2019|Kỳ: 03.2019|từ 15/12/2018 đến 14/03/2019"""
    rules = """[2.3] <= [2.4]|[1] == sum([1.1]:[1.5])|[1] >= prev([1])|abs([1] - prev([1])) < 10|min([1],[2.3]) > 0|max([1],2,3) != 4
([1]+[1.1])*2/[1.2] >= 1,5|-[1] < 0|[1] = [1]|((((1))))<2|[ghi-chu] == 1|sum([1.5]:[1]) == 1|[x] == 1|1 == |prev(prev([1])) > 1"""
    for target, block in (("number", numbers), ("text", texts), ("period", periods), ("rule", rules)):
        for line in block.replace("\n", "|").split("|"):
            save(target, line.encode())
    for name in ("tonghop.toml", "forms/san-tmdt.toml", "forms/van-ban.toml"):
        save("rule", (ROOT / "sample_inputs" / name).read_bytes())
    save("rule", b"\n".join((ROOT / "sample_inputs" / "units.csv").read_bytes().splitlines()[:12]) + b"\n")


HOSTILE = [
    "😀" * 17_000, "ệ" * 33_000, '=HYPERLINK("http://x","y")', "a\x01b\x0bc\x1f\ufffe", "'a'!B1 \"x\" <&>", "\u202exslx", "9" * 400, "1e999",
    "-1e-320", "a\r\nb\n\nc" * 50, "\ufdd0\ufdd1x\U0001fffe#N/A", "_x0001__x000D_",
]


def outputs() -> None:
    """Tables of every form as text with tabs, and one with texts that no cell, link or name takes."""
    def rows(path: pathlib.Path) -> list[list[str]]:
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        said = lambda v: "" if v is None else v.strftime("%d/%m/%Y") if hasattr(v, "strftime") else str(v)
        return [[said(v) for v in row] for row in sheet.iter_rows(values_only=True)]

    def keep(table: list[list[str]]) -> None:
        text = io.StringIO()
        csv.writer(text, delimiter="\t", lineterminator="\n").writerows(table)
        save("outputs", text.getvalue().encode())

    titles: dict[str, list[list[str]]] = {}
    for path in sorted(CASES.glob("*/2019-Q1/*.xlsx")):
        table = rows(path)
        titles.setdefault(" ".join(x for row in table[:4] for x in row if x)[:60], table)
    for table in list(titles.values())[:14]:
        keep(table)
    plain = rows(CASES / "plain-xlsx" / "2019-Q1" / "bieu bao cao.xlsx")
    for text in HOSTILE:
        for figure in (True, False):
            table, left = [list(row) for row in plain], 2 if len(text) > 1000 else 99
            for row in table[1:]:
                at = next((c for c, x in enumerate(row) if (len(x) > 1 and x[0].isdigit()) == figure and x), None)
                if at is not None and left > 0:
                    row[at], left = text if figure else row[at] + text, left - 1
            keep(table)


books()
lines()
outputs()
