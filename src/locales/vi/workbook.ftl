### Chữ trong bảng tổng hợp. Tên trang, tiêu đề cột: không đổi tùy tiện, người khác đọc theo.

## Tên các trang

sheet-summary = Tổng hợp
sheet-submissions = Tình trạng nộp
sheet-comparison = So sánh
sheet-series = Diễn biến
sheet-findings = Kiểm tra
sheet-data = Dữ liệu
sheet-sources = Nguồn
page = Trang
yes = Có
no = Không
measure-units = đơn vị
measure-items = mục

## Tiêu đề cột

head-number = STT
head-code = Mã
head-unit = Đơn vị
head-kind = Loại đơn vị
head-form = Biểu
head-file = Tệp
head-sheet = Trang
head-cell = Ô

## Trang tổng hợp

summary-subtitle = Kỳ báo cáo: { $period } – nhận báo cáo đến { $received } – xét hạn gửi ngày { $judged }
summary-key-figures = 1. Các chỉ tiêu chủ yếu
head-indicator = Chỉ tiêu
head-measure-key = Đơn vị tính
head-now = Kỳ này
head-before = Kỳ trước
head-change = Tăng, giảm
head-percent = %
head-line = Diễn biến
series-title = DIỄN BIẾN QUA CÁC KỲ
series-subtitle = Số toàn tỉnh từng kỳ; chữ nghiêng: các đơn vị báo cáo khác với kỳ liền trước, không so sánh được trực tiếp
series-units-left-out = Số liệu từng đơn vị quá nhiều, không có trong series.csv.
head-like-now = Kỳ này (đơn vị có cả hai kỳ)
head-like-before = Kỳ trước (đơn vị có cả hai kỳ)
head-last-year = Cùng kỳ năm trước
head-year-to-date = Lũy kế từ đầu năm
head-plan = Kế hoạch năm
head-plan-percent = % kế hoạch
comparison-title = SO SÁNH QUA CÁC KỲ
comparison-subtitle = { $period } so với { $previous }, cùng kỳ { $year }, lũy kế từ đầu năm và kế hoạch năm
comparison-came = { $form }: chỉ có kỳ này, { $previous } không có: { $units }.
comparison-went = { $form }: { $previous } có, kỳ này không có: { $units }.
comparison-apart = { $form }: { $new } được lập từ { $old }; chỉ so với { $previous } theo cả nhóm.
summary-like = * Chỉ tính các đơn vị có báo cáo cả hai kỳ; xem trang “So sánh”.
head-reported = Đơn vị đã báo cáo
summary-completeness = 2. Tình hình gửi báo cáo
head-expected-count = Phải gửi
head-on-time = Đúng hạn
head-late = Gửi chậm
head-missing = Chưa gửi
head-share = Tỷ lệ đã gửi
summary-findings = Kết quả kiểm tra: { $counts } (xem trang “{ $sheet }”).
chart-completeness = Tình hình gửi báo cáo theo biểu
chart-key-figures = Chỉ tiêu chủ yếu so với kỳ trước (kỳ trước = 100)

## Tình trạng nộp

status-title = TÌNH TRẠNG GỬI BÁO CÁO
head-due = Hạn gửi
head-status = Tình trạng
head-received = Ngày nhận
head-counts = Tệp được sử dụng
head-superseded = Bản bị thay thế
status-late = Gửi chậm
status-on-time = Đúng hạn
status-missing = Chưa gửi
status-not-due = Chưa đến hạn

## Kiểm tra

findings-title = KẾT QUẢ KIỂM TRA SỐ LIỆU
head-severity = Mức
head-message = Nội dung
head-hint = Đề nghị
head-value = Giá trị
head-expected = Yêu cầu
findings-first = { $counts } – { $rows } dòng đầu; đầy đủ trong findings.json
findings-none = Không có vấn đề nào.

## Nguồn

sources-title = NGUỒN SỐ LIỆU
sources-project = Dự án: { $title }
sources-hash = Mã băm của dự án (SHA-256): { $hash }
sources-version = Phiên bản tonghop: { $version }
head-sha-256 = SHA-256
head-bytes = Dung lượng
head-fate = Kết quả
head-counted = Số được tổng hợp
head-in-totals = Số ở dòng tổng
head-labels = Tiêu đề, thứ tự
head-unused = Ngoài biểu
head-refused = Bị từ chối
head-left = Không rõ
file-counted = Được sử dụng
file-superseded = Bị thay thế
file-other-period = Kỳ khác
file-skipped = Bỏ qua
file-failed = Không dùng được

## Dữ liệu

data-title = DỮ LIỆU CHI TIẾT
data-each = Mỗi dòng là một số liệu, ba cột cuối là tệp, trang, ô nguồn; liên kết ở dòng đầu của mỗi trang nguồn. Muốn mở đúng ô của một số liệu thì bấm vào số đó ở trang của biểu (biểu có quá nhiều số: bấm vào tên đơn vị).
head-period = Kỳ
head-unit-code = Mã đơn vị
head-row = Dòng
head-row-name = Tên dòng
head-indicator-code = Mã chỉ tiêu
head-measure = Đơn vị tính
head-value-kind = Loại
head-text = Nội dung
head-facts = Số ô có giá trị
head-sum = Cộng
data-by-unit = Có { $count } số liệu, vượt { $most }: bảng này cộng theo đơn vị và chỉ tiêu; đầy đủ từng ô trong facts.csv.
data-by-parent = Có { $count } số liệu, vượt { $most }: bảng này cộng theo đơn vị cấp trên và chỉ tiêu; đầy đủ từng ô trong facts.csv.
data-by-form = Có { $count } số liệu, vượt { $most }: bảng này cộng theo biểu và chỉ tiêu; đầy đủ từng ô trong facts.csv.

## Trang của biểu

form-click-figure = { $period } – { $got }/{ $all } đơn vị đã gửi – bấm vào số liệu của đơn vị để mở tệp gốc
form-click-name = { $period } – { $got }/{ $all } đơn vị đã gửi – bấm vào tên đơn vị để mở tệp gốc; ô nguồn của từng số liệu ở facts.csv
form-total = TOÀN TỈNH
form-reported = Đơn vị đã báo cáo / phải báo cáo
form-row-totals = Cộng theo từng dòng, tất cả đơn vị
form-notes = “-”: không phát sinh (tính bằng 0); “…”: chưa có số liệu; ô trống: chưa báo cáo; ô xám: không áp dụng; tên đơn vị nền đỏ: chưa gửi biểu.
form-notes-corrected = { $notes } Ô vàng: số đã đính chính, ghi chú ở ô cho biết số trong tệp.

## Giới hạn

sheet-cut = Có văn bản dài hơn 32.767 ký tự, trong trang này bị cắt ở dấu “…”; đầy đủ trong facts.csv.
sheet-full = Trang này không đủ chỗ cho mọi số liệu; đầy đủ trong facts.csv.

## What changed

sheet-changes = Thay đổi
changes-title = THAY ĐỔI SO VỚI LẦN TỔNG HỢP TRƯỚC
changes-none = Không có thay đổi nào.
changes-first = { $counts }. Trang này ghi { $rows } thay đổi đầu; changes.csv có đủ.
head-change-kind = Thay đổi
change-before = Trước
change-now = Nay
change-submission-new = Báo cáo mới
change-submission-corrected = Báo cáo đã sửa
change-submission-superseded = Báo cáo được thay thế
change-submission-moved = Tệp đổi tên, đổi chỗ
change-submission-withdrawn = Báo cáo bị rút
change-figure-changed = Số liệu thay đổi
change-figure-new = Số liệu mới
change-figure-gone = Số liệu không còn
change-figures-not-compared = Tổng thay đổi; quá nhiều số liệu để so từng số
change-finding-new = Vấn đề mới
change-finding-gone = Vấn đề đã hết

## States of submissions

head-state = Tiếp nhận
state-accepted = Chấp nhận
state-remarks = Chấp nhận, có lưu ý
state-rejected = Không chấp nhận
state-missing = Chưa gửi
corrected-from = đã đính chính; trong tệp là { $old } ({ $reason })
accepted-because = { $message } Đã chấp nhận giải trình: { $reason }.

## Feedback

sheet-feedback = Phản hồi
feedback-title = PHẢN HỒI BÁO CÁO
feedback-to = Kính gửi: { $unit }.
feedback-received = { $office } đã nhận được tệp “{ $file }” của đơn vị (thời điểm nhận tính là ngày { $day }).
feedback-mend = Qua kiểm tra báo cáo { $period } có { $errors } lỗi và { $warnings } điểm cần xem lại, nêu ở bảng dưới đây; các ô liên quan được tô màu, có ghi chú ở bản sao kèm theo. Đề nghị đơn vị sửa và gửi lại (có thể sửa ngay trên các trang sao trong tệp này); nội dung nào đúng thì giải trình.{ $day ->
        [none] {""}
       *[other] {" "}Xin gửi trước hết ngày { $day }.
    }
feedback-since = So với lần phản hồi trước: { $mended } điểm đã sửa, { $open } điểm còn tồn tại, { $new } điểm mới.
feedback-mended = Đã sửa: { $message }
feedback-done = Báo cáo { $period } của đơn vị không còn điểm nào phải sửa. Xin cảm ơn đơn vị.
feedback-open = (còn tồn tại)
feedback-new = (mới)
feedback-missing = Chưa nhận được biểu “{ $form }” { $period }; hạn nộp ngày { $day }{ $overdue ->
        [yes] , đã quá hạn. Đề nghị đơn vị gửi ngay.
       *[no] . Đề nghị đơn vị gửi đúng hạn.
    }
feedback-ask = Đề nghị đơn vị kiểm tra lại; nếu số liệu đúng thì giải trình.
feedback-close = Trân trọng.
feedback-subject = Phản hồi báo cáo { $period } – { $unit }

## Blank forms

template-unit = Đơn vị báo cáo: { $unit }
template-yes = Có
template-no = Không
template-total = Tổng cộng
template-error = { $name }: giá trị không hợp lệ.

## index.html

page-period = Kỳ báo cáo: { $period }
page-received = Nhận báo cáo đến ngày { $received }; xét hạn gửi ngày { $judged }.
page-finished = Tổng hợp lúc
page-whole = Đã đầy đủ.
page-wrong = Đã nhận đủ, còn { $count } lỗi cần xử lý.
page-part = Chưa đầy đủ.
page-came = Đã nhận { $received }/{ $expected } báo cáo.
page-card-came = báo cáo đã nhận
page-card-overdue = báo cáo quá hạn chưa gửi
page-card-late = báo cáo gửi muộn
page-card-errors = lỗi
page-card-warnings = cảnh báo
page-missing = Chưa gửi
page-none-missing = Tất cả các đơn vị đã gửi.
page-days-late = Số ngày muộn
page-days = { $days } ngày
page-not-due = chưa đến hạn
page-late = Gửi muộn
page-figures = Các chỉ tiêu chủ yếu
page-reported = { $reported }/{ $expected } đơn vị đã báo cáo
page-line = Diễn biến: { $name }
page-figures-of = Số liệu các kỳ: { $name }
page-apart = Các đơn vị báo cáo khác với kỳ liền trước, không so sánh được trực tiếp.
page-more-than = tăng { $change } so với kỳ trước
page-less-than = giảm { $change } so với kỳ trước
page-as-before = bằng kỳ trước
page-findings = Các vấn đề theo đơn vị
page-open-workbook = Mở bảng tổng hợp
page-feedback = Phản hồi cho { $unit }
page-no-unit = Chung
page-more = … và { $count } mục nữa; xem bảng tổng hợp.
page-changes = Thay đổi so với lần tổng hợp trước (ghi nhận lúc { $time })
page-all = Tình trạng của tất cả đơn vị
page-all-summary = { $count } đơn vị
page-files = Các tệp kết quả
page-periods = Các kỳ khác
page-points = { $points } điểm %

## Trang đầu, tình trạng, nguồn

summary-agency = CƠ QUAN TỔNG HỢP
summary-heading = BẢNG TỔNG HỢP SỐ LIỆU
summary-received = (Tổng hợp từ các báo cáo nhận đến ngày { $received }; xét hạn gửi đến ngày { $judged })
summary-nothing-received = (Chưa nhận được báo cáo nào; xét hạn gửi đến ngày { $judged })
summary-incomplete = CHƯA ĐẦY ĐỦ: còn { $count } báo cáo chưa gửi – { $units }
summary-more-units = và { $count } đơn vị khác
summary-contents = Các trang
summary-maker = NGƯỜI LẬP BIỂU
summary-signer = THỦ TRƯỞNG ĐƠN VỊ
summary-sign = (Ký, ghi rõ họ tên)
summary-date = ngày … tháng … năm …
status-legend = Xanh: gửi đúng hạn; vàng: gửi chậm; đỏ: chưa gửi khi đã quá hạn, hoặc không chấp nhận; xám: không phải gửi biểu này. Danh sách tệp ở dưới bảng.
status-late-by = { $days ->
        [0] Gửi chậm
       *[other] Chậm { $days } ngày
    }
status-and-rejected = { $sent }; không chấp nhận
status-all = Tất cả đơn vị
status-list = Danh sách báo cáo và tệp được sử dụng
findings-open = Bấm dấu + ở lề trái để mở từng vấn đề; bấm vào ô để mở tệp của đơn vị tại ô đó.
findings-general = Chung
findings-cause = { $title } ({ $count } trường hợp)
findings-feedback = Mở phản hồi gửi đơn vị
form-not-sent = Chưa gửi
totals-mean = bình quân
totals-weighted = bình quân gia quyền
totals-ratio = tỷ lệ chung
totals-min = nhỏ nhất
totals-max = lớn nhất
sources-others = { $count } tệp của kỳ khác được thu gọn ở cuối bảng: bấm dấu + ở lề trái để xem.
data-where = Bảng có { $count } dòng, xem trên máy ở trang “{ $sheet }” của tệp này (lọc, lập PivotTable) hoặc trong facts.csv; bản in chỉ có trang này.
fact-number = Số
fact-text = Văn bản
fact-date = Ngày
fact-yes = Có
fact-no = Không
fact-blank = Để trống
fact-nil = Không phát sinh
fact-unavailable = Chưa có số liệu
fact-not-applicable = Không áp dụng
