### Báo cáo bằng văn bản (Word) và ngôn ngữ của nó.

period-short-month = tháng { $n }/{ $year }
period-short-quarter = { $n ->
        [1] quý I
        [2] quý II
        [3] quý III
       *[other] quý IV
    }/{ $year }

## Số liệu trong câu

report-missing = [chưa có số liệu]
report-incomplete = { $text } ({ $reported }/{ $expected } đơn vị)
report-none = không có
report-and = { $first } và { $last }
report-over = hơn
report-nearly = gần
report-about = khoảng
report-day = ngày { $day } tháng { $month } năm { $year }
report-day-short = { $day }/{ $month }/{ $year }
report-points = { $points } điểm phần trăm
report-trend = { $sign ->
        [up] tăng { $amount } so với { $than }
        [down] giảm { $amount } so với { $than }
       *[same] không đổi so với { $than }
    }
report-thousand = nghìn
report-million = triệu
report-billion = tỷ
report-order = { $of ->
        [ten] hàng chục { $word }
        [hundred] hàng trăm { $word }
       *[one] hàng { $word }
    }

## Thẻ của ô nội dung (content control)

wrong-tag = biểu thức “{ $text }” sai: { $reason }
tag-ends = biểu thức còn thiếu ở cuối
tag-unexpected = không hiểu “{ $text }” ở vị trí này
tag-unknown = không có { $what } “{ $name }”
tag-unknown-near = không có { $what } “{ $name }”; có phải ý là “{ $near }”?
tag-thing-word = từ hoặc giá trị
tag-thing-function = hàm
tag-thing-format = cách viết
tag-thing-kind = loại đơn vị
tag-nested = trong ô này còn có ô khác
tag-none = tệp không có ô nội dung (content control) nào mang thẻ; LibreOffice đến bản 7.4 bỏ mất thẻ khi lưu, nên sửa mẫu bằng Word
tag-orphan = dòng mẫu của bảng (thẻ bắt đầu bằng rows) đã bị xóa nên các dòng này không được cập nhật
tag-unfit = chỉ tiêu [{ $code }] không thuộc loại dùng được ở đây
report-row-gone = Dòng của đơn vị { $code } không còn trong bảng
report-shown = hiện
report-hidden = ẩn
tag-no-row = ô này phải nằm trong một dòng của bảng

## Lời của lệnh report

error-docx = Không dùng được tệp Word { $path }: { $reason }. Mở tệp bằng Word, lưu lại dạng .docx rồi chạy lại.
report-place = { $kind ->
        [header] Đầu trang
        [footer] Chân trang
        [footnotes] Chú thích chân trang
        [endnotes] Chú thích cuối
       *[document] Đoạn { $number }
    } (“{ $text }”)
report-counts = { $all } ô: { $same } không đổi, { $changed } cập nhật, { $kept } sửa tay được giữ
report-written = Đã lập báo cáo { $path } ({ $counts }).
report-checked = Đã đối chiếu { $path } ({ $counts }); không ghi gì.
report-template-written = Đã lập mẫu báo cáo { $path }. Mở bằng Word để sửa lời văn; số liệu được điền khi chạy `tonghop report`.

## Mẫu do chương trình lập

blank-office = TÊN CƠ QUAN, TỔ CHỨC
blank-superior = CƠ QUAN CHỦ QUẢN
blank-number = Số:      /BC-…
blank-place = …
blank-country = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
blank-motto = Độc lập - Tự do - Hạnh phúc
blank-date = ngày … tháng … năm …
blank-report = BÁO CÁO
blank-period = Kỳ báo cáo
blank-intro-until = Trên cơ sở báo cáo của các đơn vị nhận đến ngày{" "}
blank-intro-of = , kết quả{" "}
blank-intro-end = {" "}như sau:
blank-key-figures = Kết quả chủ yếu
blank-by-form = Kết quả cụ thể
blank-sent = Số đơn vị đã gửi báo cáo:{" "}
blank-sent-units = {" "}đơn vị.
blank-of-units = {" "}đơn vị
blank-completeness = Tình hình gửi báo cáo
blank-missing = Biểu “{ $form }”: đơn vị chưa gửi:{" "}
blank-late = ; đơn vị gửi chậm:{" "}
blank-recipients = Nơi nhận:
blank-recipient = …;
blank-archive = Lưu: VT, ….
blank-signer = CHỨC VỤ CỦA NGƯỜI KÝ
blank-name = Họ và tên

## Kiểm chứng (verify)

verify-folder = Kiểm chứng { $path }
verify-line = { $what }: { $agree } khớp, { $differ } không khớp
verify-skipped = { $what }: không kiểm được ({ $why })
verify-outputs = Mã băm của các tệp kết quả
verify-inputs = Mã băm của các báo cáo đầu vào
verify-project = Dự án (biểu mẫu, danh sách đơn vị)
verify-sums = Tổng toàn tỉnh cộng lại từ facts.csv
verify-formulas = Công thức của bảng tổng hợp tính lại
verify-named = Tổng trong bảng tổng hợp so với totals.csv
verify-recomputed = Số liệu và tổng lập lại từ báo cáo đầu vào
verify-report = Số trong báo cáo Word
verify-no-project = không có thư mục dự án và báo cáo đầu vào; chỉ ra bằng --project
verify-no-report = không có báo cáo Word
verify-no-tables = thiếu facts.csv, totals.csv hoặc indicators.csv
verify-no-workbook = không đọc được bảng tổng hợp
verify-agrees = Tất cả những gì kiểm được đều khớp.
verify-differs = Có chỗ không khớp, xem trên.
error-verify = Không kiểm chứng được: { $reason }. Chỉ ra thư mục kết quả của một kỳ (có run.json).
