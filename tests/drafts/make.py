#!/usr/bin/env python3
"""Twenty-four filled files of different shapes, by foreign writers, and what a person would count in each.

    python3 tests/drafts/make.py        writes files/ and expected.csv beside this script

Plain numbers are figures of the body; `T(…)` is a total, an average, an ordinal number or another label; `F(text, value)` a
figure that is stored as text. LibreOffice, openpyxl, XlsxWriter, xlwt and odfpy are needed.
"""

import csv
import datetime
import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = os.path.join(HERE, "files")


class T:
    def __init__(self, shown):
        self.shown = shown


class F:
    def __init__(self, text, value):
        self.shown, self.value = text, value


def letters(col):
    name = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name


def shown(v):
    return v.shown if isinstance(v, (T, F)) else v


def numbered(rows, start=1):
    return [[T(n)] + r for n, r in enumerate(rows, start)]


# Each: name, writer, sheets; a sheet: name, rows, merges (first row, first column, last row, last column), percent cells.
BOOKS = []


def add(name, writer, *sheets):
    BOOKS.append((name, writer, sheets))


def sheet(name, rows, merges=(), formats=None):
    return (name, rows, list(merges), formats or {})


add("01 chỉ tiêu.xlsx", "openpyxl", sheet("Biểu 1", [
    ["Đơn vị báo cáo: Phòng Nội vụ"],
    ["BÁO CÁO KẾT QUẢ CẢI CÁCH HÀNH CHÍNH QUÝ I NĂM 2024"],
    [],
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Kết quả", "Ghi chú"],
    [T(1), "Số văn bản ban hành", "văn bản", 125, None],
    [T(2), "Số cuộc kiểm tra", "cuộc", 7, "kể cả đột xuất"],
    [T(3), "Tỷ lệ hồ sơ đúng hạn", "%", 97.5, None],
    [T(4), "Số thủ tục được rà soát", "thủ tục", 31, None],
    [],
    [None, None, None, "NGƯỜI LẬP BIỂU"],
]))
add("02 luỹ kế.xlsx", "xlsxwriter", sheet("Sheet1", [
    ["UBND HUYỆN A"],
    ["BÁO CÁO TÌNH HÌNH KINH TẾ - XÃ HỘI"],
    ["Tháng 3 năm 2024"],
    [],
    ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện tháng trước", "Thực hiện tháng này", "Luỹ kế từ đầu năm"],
    ["I", "Nông nghiệp"],
    ["1", "Diện tích gieo trồng", "ha", 1200, 1350.5, 4100.5],
    ["2", "Sản lượng lúa", "tấn", 820, 910, 2600],
    ["II", "Công nghiệp"],
    ["1", "Gạch nung", "1000 viên", 300, 280, 900],
    ["2", "Điện thương phẩm", "triệu kWh", 12.5, 13.25, 38],
]))
add("03 cơ sở tổng cuối.xlsx", "openpyxl", sheet("KCB", [
    ["KẾT QUẢ KHÁM CHỮA BỆNH QUÝ II NĂM 2024"],
    ["Đơn vị: Trung tâm Y tế huyện B"],
    [],
    ["STT", "Cơ sở y tế", "Số lượt khám", "Số lượt điều trị", "Số giường"],
    *numbered([["Trạm Y tế Bắc Hà", 1200, 130, 5], ["Trạm Y tế Nam Sơn", 860, 95, 5], ["Phòng khám Trung tâm", 5410, 820, 60]]),
    [None, "Tổng cộng", T(7470), T(1045), T(70)],
]))
add("04 hai tầng tổng đầu.xlsx", "libreoffice", sheet("Dữ liệu", [
    ["THỐNG KÊ HỌC SINH NĂM HỌC 2023"],
    [],
    ["TT", "Trường", "Học sinh", None, "Giáo viên", None],
    [None, None, "Nam", "Nữ", "Biên chế", "Hợp đồng"],
    [None, "Toàn huyện", T(680), T(671), T(77), T(9)],
    *numbered([["TH Hoa Sen", 210, 198, 25, 3], ["TH Kim Đồng", 305, 311, 34, 2], ["THCS Lê Lợi", 165, 162, 18, 4]]),
], [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5)]))
add("05 ba tầng số cột.xlsx", "openpyxl", sheet("Biểu 05", [
    ["BÁO CÁO LAO ĐỘNG VIỆC LÀM"],
    ["Quý III năm 2024"],
    ["TT", "Xã, phường", "Lao động", None, None, None, "Số hộ"],
    [None, None, "Trong tỉnh", None, "Ngoài tỉnh", None, None],
    [None, None, "Nam", "Nữ", "Nam", "Nữ", None],
    [T("(1)"), T("(2)"), T("(3)"), T("(4)"), T("(5)"), T("(6)"), T("(7)")],
    *numbered([["Xã Đông", 310, 290, 45, 61, 900], ["Xã Tây", 200, 188, 12, 9, 640], ["Phường Bắc", 1020, 999, 80, 75, 2750]]),
    [None, "Cộng", T(1530), T(1477), T(137), T(145), T(4290)],
], [(2, 0, 4, 0), (2, 1, 4, 1), (2, 2, 2, 5), (3, 2, 3, 3), (3, 4, 3, 5), (2, 6, 4, 6)]))
add("06 ma trận đất.xlsx", "xlsxwriter", sheet("01-TKĐĐ", [
    ["THỐNG KÊ, KIỂM KÊ DIỆN TÍCH ĐẤT ĐAI"],
    ["Đơn vị báo cáo: Xã Đông"],
    ["Năm 2024"],
    [None, None, None, None, "Đơn vị tính: ha"],
    ["STT", "Loại đất", "Mã", "Tổng diện tích", "Đối tượng sử dụng", None],
    [None, None, None, None, "Hộ gia đình", "Tổ chức"],
    ["1", "Đất nông nghiệp", "NNP", 812.5, 700.25, 112.25],
    ["1.1", "Đất trồng lúa", "LUA", 500.5, 480.5, 20],
    ["1.2", "Đất lâm nghiệp", "LNP", 312, 219.75, 92.25],
    ["2", "Đất phi nông nghiệp", "PNN", 140, 88.5, 51.5],
    ["2.1", "Đất ở", "OTC", 90, 86, 4],
    ["2.2", "Đất chuyên dùng", "CDG", 50, 2.5, 47.5],
], [(4, 0, 5, 0), (4, 1, 5, 1), (4, 2, 5, 2), (4, 3, 5, 3), (4, 4, 4, 5)]))
add("07 ma trận không mã.xlsx", "openpyxl", sheet("Nhân lực", [
    ["BIÊN CHẾ, NHÂN LỰC Y TẾ"],
    ["Tháng 6/2024"],
    ["Chỉ tiêu", "Tổng số", "Trong đó: nữ", "Tuyến tỉnh", "Tuyến huyện"],
    ["Bác sĩ", 120, 48, 70, 50],
    ["Dược sĩ", 35, 22, 15, 20],
    ["Điều dưỡng", 310, 280, 160, 150],
    ["Kỹ thuật viên", 41, 20, 25, 16],
]))
add("08 văn bản.xlsx", "openpyxl", sheet("DM", [
    ["DANH MỤC VĂN BẢN BAN HÀNH QUÝ I NĂM 2024"],
    [],
    ["STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu nội dung", "Cơ quan ban hành"],
    [T(1), "12/QĐ-UBND", datetime.date(2024, 1, 12), "Phê duyệt kế hoạch chuyển đổi số", "UBND huyện"],
    [T(2), "45/KH-UBND", datetime.date(2024, 2, 3), "Kế hoạch kiểm tra", "UBND huyện"],
    [T(3), "102/BC-UBND", datetime.date(2024, 3, 25), "Báo cáo quý I", "UBND huyện"],
]))
add("09 giải ngân.xlsx", "xlsxwriter", sheet("Giải ngân", [
    ["TÌNH HÌNH GIẢI NGÂN CÁC DỰ ÁN"],
    ["Quý I/2024"],
    [None, None, None, None, "ĐVT: triệu đồng"],
    ["STT", "Tên dự án", "Ngày khởi công", "Chủ đầu tư", "Vốn giao", "Đã giải ngân"],
    [T(1), "Đường liên xã Đông - Tây", datetime.date(2023, 5, 1), "Ban QLDA", 15000, 9200.5],
    [T(2), "Trường mầm non số 2", datetime.date(2023, 9, 15), "Phòng Giáo dục", 8200, 8200],
    [T(3), "Trạm bơm Nam Sơn", datetime.date(2024, 1, 20), "Ban QLDA", 3100, 450],
    [None, "Tổng cộng", None, None, T(26300), T(17850.5)],
]))
add("10 số dạng chữ.xlsx", "openpyxl", sheet("Sheet1", [
    ["BÁO CÁO THU NGÂN SÁCH THÁNG 5 NĂM 2024"],
    ["TT", "Đơn vị thu", "Dự toán", "Thực hiện"],
    *numbered([["Chi cục Thuế A", F("12.500", 12500), F("11.240,5", 11240.5)], ["Chi cục Thuế B", F("8.000", 8000), F("8.120", 8120)], ["Hải quan", F("1.250.000", 1250000), F("998.765", 998765)]]),
]))
add("11 tỷ lệ.xlsx", "openpyxl", sheet("TL", [
    ["TỶ LỆ HỒ SƠ GIẢI QUYẾT ĐÚNG HẠN"],
    ["Quý IV năm 2024"],
    ["STT", "Phòng, ban", "Tổng số hồ sơ", "Đúng hạn", "Tỷ lệ (%)"],
    *numbered([["Phòng Tư pháp", 200, 190, 95], ["Phòng Tài chính", 80, 60, 75], ["Phòng Nội vụ", 40, 40, 100]]),
]))
add("12 hai bảng.xlsx", "openpyxl", sheet("Tổng hợp", [
    ["Quý I năm 2024"],
    ["BIỂU 1: TÌNH HÌNH TIẾP CÔNG DÂN"],
    ["STT", "Đơn vị", "Số lượt tiếp", "Số người"],
    *numbered([["Văn phòng", 31, 40], ["Thanh tra", 12, 13]]),
    [],
    ["BIỂU 2: TÌNH HÌNH TIẾP NHẬN ĐƠN THƯ"],
    ["STT", "Loại đơn", "Số đơn nhận", "Số đơn đã giải quyết"],
    *numbered([["Khiếu nại", 9, 7], ["Tố cáo", 3, 3], ["Kiến nghị", 22, 20]]),
]))
add("13 hai trang.xlsx", "xlsxwriter",
    sheet("Bò", [["ĐÀN BÒ THEO XÃ"], ["Năm 2024"], ["TT", "Xã", "Bò thịt", "Bò sữa"], *numbered([["Xã Đông", 410, 12], ["Xã Tây", 380, 0]])]),
    sheet("Lợn", [["ĐÀN LỢN THEO XÃ"], ["Năm 2024"], ["TT", "Xã", "Lợn nái", "Lợn thịt", "Lợn đực giống"], *numbered([["Xã Đông", 120, 910, 7], ["Xã Tây", 95, 720, 5]])]))
add("14 không tiêu đề 2024-05.xlsx", "openpyxl", sheet("Tuyên truyền", [
    ["Hình thức", "Số buổi", "Lượt người nghe"],
    ["Hội nghị", 12, 640],
    ["Loa truyền thanh", 90, 15000],
    ["Pa nô, khẩu hiệu", 33, 0],
]))
add("15 facilities.xlsx", "openpyxl", sheet("Return", [
    ["Ministry of Health"],
    ["OUTPATIENT RETURN"],
    ["Month: March 2024"],
    [],
    ["No.", "Facility", "Under 5", None, "5 and over", None, "Deliveries"],
    [None, None, "Male", "Female", "Male", "Female", None],
    *numbered([["Mercy Health Centre", 96, 26, 43, 57, 9], ["Hope Clinic", 31, 40, 12, 18, 0], ["Lakeside Hospital", 210, 230, 400, 512, 61]]),
    [None, "Total", T(337), T(296), T(455), T(587), T(70)],
], [(4, 0, 5, 0), (4, 1, 5, 1), (4, 2, 4, 3), (4, 4, 4, 5), (4, 6, 5, 6)]))
add("16 cột lặp lại.xlsx", "libreoffice", sheet("Dân số", [
    ["DÂN SỐ THEO NHÓM TUỔI"],
    ["Năm 2024"],
    ["TT", "Xã", "Dưới 15 tuổi", None, "Từ 15 đến 59", None, "Từ 60 tuổi", None],
    [None, None, "Nam", "Nữ", "Nam", "Nữ", "Nam", "Nữ"],
    *numbered([["Xã Đông", 810, 770, 1900, 1850, 300, 410], ["Xã Tây", 512, 490, 1203, 1188, 190, 260]]),
], [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5), (2, 6, 2, 7)]))
add("17 bình quân.xlsx", "openpyxl", sheet("Năng suất", [
    ["NĂNG SUẤT, SẢN LƯỢNG LÚA VỤ XUÂN"],
    ["Năm 2024"],
    ["STT", "Xã", "Diện tích (ha)", "Năng suất (tạ/ha)", "Sản lượng (tấn)"],
    *numbered([["Xã Đông", 200, 55, 1100], ["Xã Tây", 100, 61, 610], ["Xã Nam", 300, 58, 1740]]),
    [None, "Cộng", T(600), T(57.5), T(3450)],
]))
add("18 cũ.xls", "xlwt", sheet("Sheet1", [
    ["BÁO CÁO XỬ LÝ VI PHẠM HÀNH CHÍNH"],
    ["Quý I năm 2024"],
    ["STT", "Lĩnh vực", "Số vụ", "Số tiền phạt (triệu đồng)"],
    *numbered([["Giao thông", 310, 455.5], ["Xây dựng", 12, 320], ["Môi trường", 5, 87.25]]),
]))
add("19 mở.ods", "odfpy", sheet("Trang 1", [
    ["BÁO CÁO CÔNG TÁC PHÒNG CHÁY"],
    ["Tháng 4 năm 2024"],
    ["TT", "Chỉ tiêu", "ĐVT", "Số liệu"],
    [T(1), "Số vụ cháy", "vụ", 3],
    [T(2), "Thiệt hại tài sản", "triệu đồng", 450.5],
    [T(3), "Số cơ sở được kiểm tra", "cơ sở", 44],
]))
add("20 nhóm la mã.xlsx", "openpyxl", sheet("Chăn nuôi", [
    ["KẾT QUẢ TIÊM PHÒNG GIA SÚC ĐỢT 1"],
    ["Năm 2024"],
    ["TT", "Địa bàn", "Trâu bò", "Lợn", "Chó"],
    ["I", "Khu vực miền núi", T(520), T(1310), T(410)],
    [T(1), "Xã Thượng", 300, 700, 210],
    [T(2), "Xã Trung", 220, 610, 200],
    ["II", "Khu vực đồng bằng", T(700), T(2900), T(830)],
    [T(1), "Xã Hạ", 310, 1400, 400],
    [T(2), "Xã Lâm", 390, 1500, 430],
    [None, "TỔNG CỘNG", T(1220), T(4210), T(1240)],
]))
add("21 có không.xlsx", "openpyxl", sheet("CNTT", [
    ["HIỆN TRẠNG HẠ TẦNG CÔNG NGHỆ THÔNG TIN"],
    ["Quý II/2024"],
    ["STT", "Xã", "Số máy tính", "Có mạng LAN", "Có trang thông tin"],
    *numbered([["Xã Đông", 14, "Có", "Không"], ["Xã Tây", 11, "Có", "Có"], ["Xã Nam", 9, "Không", "Không"]]),
]))
add("22 đơn vị đo.xlsx", "xlsxwriter", sheet("B22", [
    ["Đơn vị báo cáo: Chi cục Kiểm lâm"],
    ["Biểu số: 05/KL"],
    ["DIỄN BIẾN RỪNG VÀ CHI TRẢ DỊCH VỤ MÔI TRƯỜNG RỪNG"],
    ["Kỳ báo cáo: Năm 2024"],
    [],
    ["STT", "Chủ rừng", "Diện tích rừng (ha)", "Số tiền chi trả (triệu đồng)", "Ghi chú"],
    *numbered([["Ban quản lý rừng phòng hộ", 12500.75, 3120, None], ["Công ty Lâm nghiệp", 8800, 2001.5, "tạm tính"], ["Hộ nhận khoán", 410.5, 96, None]]),
    [None, "Cộng", T(21711.25), T(5217.5)],
    [],
    ["Ghi chú: số liệu đến ngày 31/12/2024"],
]))
add("23 staffing.xlsx", "openpyxl", sheet("Staff", [
    ["Name of establishment: Hill School"],
    ["STAFFING TABLE 2024"],
    ["Code", "Grade", "Posts", None, None, "Vacant"],
    [None, None, "Male", "Female", "All", None],
    ["1", "Teachers", 12, 30, 42, 2],
    ["1.1", "Senior teachers", 4, 9, 13, 0],
    ["1.2", "Teachers", 8, 21, 29, 2],
    ["2", "Support staff", 5, 7, 12, 1],
    ["2.1", "Drivers", 3, 0, 3, 0],
    ["2.2", "Cleaners", 2, 7, 9, 1],
], [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 4), (2, 5, 3, 5)]))
add("24 phần trăm ô.xlsx", "openpyxl", sheet("BHYT", [
    ["TỶ LỆ BAO PHỦ BẢO HIỂM Y TẾ"],
    ["Quý I năm 2024"],
    ["STT", "Xã", "Dân số", "Số người tham gia", "Tỷ lệ bao phủ"],
    *numbered([["Xã Đông", 8000, 7200, 0.9], ["Xã Tây", 6000, 5700, 0.95], ["Xã Nam", 5000, 4000, 0.8]]),
], formats={(3, 4): "0%", (4, 4): "0%", (5, 4): "0%"}))


def openpyxl_write(path, sheets):
    import openpyxl
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows, merges, formats in sheets:
        ws = book.create_sheet(name)
        for r, row in enumerate(rows):
            for c, v in enumerate(row):
                if shown(v) is not None:
                    cell = ws.cell(r + 1, c + 1, shown(v))
                    if isinstance(shown(v), datetime.date):
                        cell.number_format = "dd/mm/yyyy"
                    if (r, c) in formats:
                        cell.number_format = formats[(r, c)]
        for a, b, c, d in merges:
            ws.merge_cells(start_row=a + 1, start_column=b + 1, end_row=c + 1, end_column=d + 1)
    book.properties.modified = datetime.datetime(2024, 4, 1)
    book.save(path)


def xlsxwriter_write(path, sheets):
    import xlsxwriter
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows, merges, _ in sheets:
        ws = book.add_worksheet(name)
        tops = {(a, b): (a, b, c, d) for a, b, c, d in merges}
        for r, row in enumerate(rows):
            for c, v in enumerate(row):
                v = shown(v)
                if (r, c) in tops:
                    ws.merge_range(*tops[(r, c)], v)
                elif isinstance(v, datetime.date):
                    ws.write_datetime(r, c, datetime.datetime(v.year, v.month, v.day), day)
                elif v is not None:
                    ws.write(r, c, v)
    book.close()


def xlwt_write(path, sheets):
    import xlwt
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows, merges, _ in sheets:
        ws = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, v in enumerate(row):
                if shown(v) is not None:
                    ws.write(r, c, shown(v))
    book.save(path)


def odfpy_write(path, sheets):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P
    book = OpenDocumentSpreadsheet()
    for name, rows, _, _ in sheets:
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for v in row or [None]:
                v = shown(v)
                if v is None:
                    cell = TableCell()
                elif isinstance(v, (int, float)):
                    cell = TableCell(valuetype="float", value=v)
                    cell.addElement(P(text=str(v)))
                else:
                    cell = TableCell(valuetype="string")
                    cell.addElement(P(text=v))
                line.addElement(cell)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(path)


def libreoffice_write(path, sheets):
    with tempfile.TemporaryDirectory() as folder:
        first = os.path.join(folder, "in.xlsx")
        openpyxl_write(first, sheets)
        for form, of in (("ods", "in.xlsx"), ("xlsx", "in.ods")):
            subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", form, "--outdir", folder, os.path.join(folder, of)], check=True, capture_output=True)
        with open(os.path.join(folder, "in.xlsx"), "rb") as made, open(path, "wb") as out:
            out.write(made.read())


WRITERS = {"openpyxl": openpyxl_write, "xlsxwriter": xlsxwriter_write, "xlwt": xlwt_write, "odfpy": odfpy_write, "libreoffice": libreoffice_write}


def main():
    os.makedirs(FILES, exist_ok=True)
    with open(os.path.join(HERE, "expected.csv"), "w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(["file", "sheet", "cell", "value", "column", "label"])
        for name, writer, sheets in BOOKS:
            WRITERS[writer](os.path.join(FILES, name), sheets)
            for title, rows, _, formats in sheets:
                for r, row in enumerate(rows):
                    for c, v in enumerate(row):
                        value = v.value if isinstance(v, F) else v
                        if isinstance(value, bool) or not isinstance(value, (int, float)):
                            continue
                        if (r, c) in formats:
                            value = round(value * 100, 8)
                        # The words right above the figures of its column, and the first words of its row.
                        above = next((rows[u][c] for u in range(r - 1, -1, -1) if len(rows[u]) > c and isinstance(rows[u][c], str)), "")
                        label = next((v for v in row[:c] if isinstance(v, str) and any(x.isalpha() for x in v)), "")
                        lines.writerow([name, title, f"{letters(c)}{r + 1}", value, above, label])


if __name__ == "__main__":
    main()
