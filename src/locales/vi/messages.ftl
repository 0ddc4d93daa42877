### Lời của các lệnh trên màn hình.

## Mức độ

finding-more = { $message } Cùng cột còn { $more } ô như vậy.
finding-share = { $message } (Chiếm khoảng { $percent } % tổng số chung.)
finding-usual-share = { $message } (Kỳ trước chiếm khoảng { $percent } % tổng số chung.)
decimal-mark = ,
finding-proposed = { $message } Ô { $cell } nhiều khả năng là { $likely }; khi đó số liệu khớp.
more-places = … và { $count } chỗ nữa
severity-error = Lỗi
severity-warning = Cảnh báo
severity-info = Thông tin
counts = { $errors } lỗi, { $warnings } cảnh báo, { $infos } thông tin

## Kỳ báo cáo

period-month = tháng { $n } năm { $year }
period-quarter = { $n ->
        [1] quý I
        [2] quý II
        [3] quý III
       *[other] quý IV
    } năm { $year }
period-half = { $n ->
        [1] 6 tháng đầu năm { $year }
       *[other] 6 tháng cuối năm { $year }
    }
period-nine-months = 9 tháng đầu năm { $year }
period-year = năm { $year }

## Lỗi không chạy được

error = Lỗi:
error-no-folder = Không có thư mục { $path }. Kiểm tra lại đường dẫn.
error-no-input = Không có tệp nào trong { $path }. Chép báo cáo của các đơn vị vào thư mục này (nếu dự án có tonghop.toml thì chép vào thư mục con submissions/<kỳ>).
error-no-period = Không xác định được kỳ báo cáo: không có thư mục của kỳ và không tiêu đề nào ghi kỳ báo cáo. Dùng --period, ví dụ --period 2019-Q1.
error-failed = Chương trình gặp lỗi: { $reason }
error-write = Không ghi được { $path }: { $reason }. Kiểm tra quyền ghi, dung lượng đĩa, hoặc chọn nơi khác bằng --output. Kết quả cũ (nếu có) vẫn còn nguyên.
error-locked = Một lần chạy khác đang ghi vào thư mục này ({ $holder }). Chờ lần chạy đó xong rồi chạy lại. Tệp khóa: { $path }
error-output = Không tạo được kết quả: { $reason }
error-period = “{ $text }” không phải là kỳ báo cáo. Viết: 2019-03 (tháng), 2019-Q1 (quý), 2019-H1 (6 tháng), 2019-9M (9 tháng) hoặc 2019 (năm).
error-as-of = “{ $text }” không phải là ngày. Viết: 2019-03-25, hoặc today.
error-no-file = Không có tệp { $path }. Kiểm tra lại đường dẫn.
error-several-tables = Tệp có nhiều bảng ({ $tables }); mỗi biểu mẫu là một tệp: chọn trang bằng --sheet, hoặc bỏ --out để in tất cả.
error-no-table = Không tìm thấy bảng nào trong { $path }. Cần ít nhất một dòng tên cột.
error-unknown = Không có { $what } “{ $name }”. Hiện có: { $known }.
thing-code = mã
thing-form = biểu
thing-indicator = chỉ tiêu
thing-unit = đơn vị
error-print = Không in được kết quả: { $reason }

## Đối số

usage-error = Sai đối số: { $reason }
usage-unknown = không có tùy chọn hoặc đối số { $argument }
usage-similar = có phải là { $suggestion }?
usage-command = không có lệnh “{ $name }”
usage-missing = thiếu { $argument }
usage-missing-command = chưa nêu lệnh; các lệnh: { $known }
usage-value = giá trị “{ $value }” của { $argument } không hợp lệ
usage-no-value = { $argument } cần một giá trị
usage-one-of = chọn một trong: { $known }
usage-twice = { $argument } chỉ được nêu một lần
usage-together = không dùng { $argument } cùng với { $other }
usage-not-text = đối số không phải là văn bản Unicode hợp lệ
usage-help = Xem hướng dẫn: { $command } --help

## Tổng hợp

reading = Đang đọc
fate-counted = được sử dụng
fate-superseded = bị thay thế
fate-other-period = kỳ khác
fate-skipped = bỏ qua
fate-failed = không dùng được
consolidated = Tổng hợp { $period }: { $files } tệp ({ $fates })
missing-more = và { $count } đơn vị khác
missing-units = chưa gửi: { $units }
result = Kết quả: { $path }
closed-unreadable = { $period } đã khóa sổ: kết quả giữ nguyên. Không so sánh được với dữ liệu hiện có vì tệp run.json, facts.csv hoặc findings.json trong { $path } bị thiếu hoặc không đọc được.
closed = { $period } đã khóa sổ{ $by ->
    [none] {""}
   *[other] {" "}(người khóa: { $by })
 }{ $until ->
    [none] {""}
   *[other] , hạn sửa đến hết { $until }
 }: kết quả giữ nguyên. So với dữ liệu hiện có, có { $count } chỗ khác.
unchanged = Không có gì thay đổi từ lần chạy trước; kết quả giữ nguyên.
beside-open = Kết quả cũ đang mở trong chương trình khác (thường là Excel) nên bản mới được ghi bên cạnh: { $names }. Đóng tệp cũ rồi chạy lại để có tên thường lệ.
checked = { $period }: { $counts }

## Giải thích mã

explain-message = Thông báo:
explain-why = Vì sao quan trọng:
explain-hint = Cần làm gì:

## Truy nguồn

trace-total = Toàn tỉnh:
trace-previous = Kỳ trước:
trace-last-year = Cùng kỳ năm trước:
trace-year-to-date = Lũy kế từ đầu năm:
trace-plan = Kế hoạch năm:
trace-plan-percent = Tỷ lệ hoàn thành kế hoạch (%):
trace-like = Các đơn vị có cả hai kỳ: kỳ này { $now }, kỳ trước { $before }
reason-divided = chỉ so sánh được theo cả nhóm
reason-new = đơn vị mới, không có kỳ trước
reason-missing = kỳ trước hoặc kỳ này chưa đủ báo cáo
trace-reported = số đơn vị đã báo cáo: { $reported }/{ $expected }
trace-missing = Chưa gửi: { $units }

## Xem tệp

inspect-file = { $file } – { $format }, { $sheets } trang
inspect-sheet = Trang “{ $sheet }”: { $area }, { $cells } ô có giá trị, { $merges } vùng gộp
inspect-hidden-sheet = Trang “{ $sheet }” (ẩn): { $area }, { $cells } ô có giá trị, { $merges } vùng gộp
inspect-no-table = không nhận ra bảng nào
inspect-not-known = không rõ
inspect-form = Biểu: { $form } – { $title } (độ khớp { $score })
inspect-unit = Đơn vị: { $unit } { $name }
inspect-unit-from = Đơn vị: { $unit } { $name } (theo { $source })
inspect-period = Kỳ báo cáo: { $period }
inspect-period-from = Kỳ báo cáo: { $period } (theo { $source })
inspect-header = Dòng tiêu đề cột: { $rows }
inspect-figures = Ô có số: { $counted } được tổng hợp, { $total } ở dòng tổng, { $label } là tiêu đề hoặc số thứ tự, { $unused } ngoài biểu, { $refused } bị từ chối, { $left } không rõ
inspect-unmatched = không khớp
inspect-nearest = không khớp; gần nhất “{ $name }” (độ khớp { $score })
inspect-blank-hidden-sheet = Trang “{ $sheet }” (ẩn): trang trống
inspect-blank-sheet = Trang “{ $sheet }”: trang trống
inspect-column-code = cột số thứ tự, mã
inspect-column-label = cột tên chỉ tiêu
inspect-column-measure = cột đơn vị tính
inspect-column-row = cột tên dòng
inspect-column-note = cột ghi chú
inspect-column-figures = cột số liệu
inspect-column-value = cột số liệu “{ $name }”
inspect-taken = trùng tên với cột khác đã nhận (“{ $name }”)
inspect-rows = Dòng: { $rows } dòng khớp, { $facts } số liệu

## Ngày và số

date-format = %-d/%-m/%Y
date-format-excel = dd/mm/yyyy
number-locale-excel = [$-42A]
error-exists = { $path } đã có, không ghi đè. Chọn tên khác hoặc xóa tệp cũ trước.
error-no-project = Thư mục { $path } không có tonghop.toml và không tệp nào khớp biểu mẫu của dự án mẫu. Bắt đầu bằng: tonghop init THƯ_MỤC --from "báo cáo đã điền.xlsx"; hoặc tonghop init THƯ_MỤC để có dự án trống; nếu dự án ở chỗ khác thì nêu đúng thư mục đó.
embedded-project = Thư mục { $path } không có tonghop.toml: dùng dự án mẫu có sẵn trong chương trình.
init-done = Đã tạo dự án trong { $folder }: { $forms } biểu mẫu, { $files } tệp trong submissions. Xem lại các tệp .toml và units.csv rồi chạy: tonghop consolidate "{ $folder }"
init-office = Đơn vị tổng hợp
init-unit-a = Đơn vị A
init-unit-b = Đơn vị B
init-period = chua-ro-ky
project-checked = Dự án hợp lệ: { $forms } biểu mẫu, { $indicators } chỉ tiêu, { $units } đơn vị.
inspect-project = Dự án: { $path } – { $title }
inspect-nearest-form = Biểu gần nhất: { $form } – { $title }
inspect-missing = Còn thiếu so với biểu đó: { $columns }
feedback-written = Đã lập { $books } tệp phản hồi và { $reminders } thư nhắc: { $path }
templates-written = { $count } biểu mẫu trống: { $path }
templates-open = Không lập biểu mẫu trống cho biểu có danh sách mở, vì chưa biết có những cột nào: { $forms }

## Nhật ký, theo dõi, đặt lịch

log-began = bắt đầu
error-unreadable = Không đọc được thư mục { $path }: { $reason }. Kiểm tra quyền của tài khoản chạy chương trình và ổ đĩa, rồi chạy lại.
error-no-parent = Không có thư mục chứa { $path }. Nếu nơi ghi kết quả ở ổ mạng hoặc ổ rời thì kiểm tra xem đã kết nối chưa; nếu không thì tạo thư mục đó trước, hoặc chọn nơi khác bằng --output.
error-other-project = { $path } là kết quả của một dự án khác (“{ $title }”, thư mục { $project }); không ghi đè. Chọn nơi khác bằng --output; nếu đúng là muốn ghi vào đây thì thêm --force.
error-log = Không ghi được nhật ký { $path }: { $reason }.
error-at = “{ $text }” không phải là giờ. Viết: 02:00.
error-system = Lệnh { $program } của hệ điều hành không thực hiện được: { $reason }
error-watch = Không theo dõi được thư mục: { $reason }
hook-failed = Lệnh on_finish ({ $command }) không thực hiện được: { $reason }. Kết quả tổng hợp không bị ảnh hưởng.
hook-exit = mã thoát { $code }
hook-too-long = chạy quá { $seconds } giây nên đã bị dừng
watch-began = Đang theo dõi { $path }. Dừng: Ctrl+C.
watch-ended = Đã dừng theo dõi.
watch-gone = Không thấy thư mục { $path } hoặc tonghop.toml trong đó; chờ đến khi có lại. Kết quả cũ vẫn còn nguyên.
watch-by-looking = Hệ điều hành không báo thay đổi của thư mục ({ $reason }); chương trình tự kiểm tra thư mục sau mỗi { $seconds } giây.
watch-open = Tệp “{ $name }” đang mở trong Excel; chờ đến khi đóng tệp.
watch-added = { $count } tệp mới
watch-changed = { $count } tệp đã sửa
watch-removed = { $count } tệp không còn
watch-back = Đã thấy lại thư mục { $path }.
watch-ran = { $arrived }{ $consolidated }; { $found }; { $new } vấn đề mới
schedule-installed = Đã đặt lịch “{ $name }” bằng { $with }.
schedule-removed = Đã gỡ lịch “{ $name }” ({ $with }).
schedule-there = Đã đặt lịch “{ $name }” ({ $with }).
schedule-absent = Chưa đặt lịch “{ $name }” ({ $with }).
watch-again = Chương trình tự thử lại.
watch-unsettled = Thư mục thay đổi liên tục; vẫn tổng hợp những gì đang có.
error-not-unicode = Đường dẫn { $path } có ký tự không phải Unicode hoặc ký tự xuống dòng nên không đặt lịch được. Đổi tên rồi thử lại.

## Tên dòng

row-nameless = dòng { $row } không có tên
row-named = dòng “{ $name }”
