### Hướng dẫn của các lệnh (--help).

help = Tổng hợp báo cáo Excel của nhiều đơn vị thành một bảng tổng hợp, mỗi số liệu truy được về ô gốc.

## Tiêu đề

help-usage = Cách dùng:
help-commands = Lệnh
help-arguments = Đối số
help-options = Tùy chọn
help-limits = Giới hạn đọc
help-default = [mặc định: { $value }]
help-one-of = [một trong: { $values }]
help-arg-help = In hướng dẫn này
help-arg-version = In phiên bản
help-help = In hướng dẫn của một lệnh
help-arg-command = Lệnh cần hướng dẫn

## Lệnh

help-consolidate = Tổng hợp các báo cáo trong thư mục và ghi kết quả
help-feedback = Lập phản hồi cho từng đơn vị: thư, bảng những điểm cần sửa và bản sao báo cáo có đánh dấu
help-template = Lập biểu mẫu trống cho từng đơn vị, điền xong đọc lại được ngay
help-check = Kiểm tra báo cáo, không ghi gì; in các vấn đề tìm thấy
help-inspect = Cho biết chương trình nhận ra gì trong một bảng tính: trang, bảng, cột, dòng, đơn vị, kỳ
help-trace = Cho biết một số tổng hợp gồm những số nào, từ tệp, trang và ô nào
help-explain = Giải thích một mã (ví dụ S001): nghĩa, vì sao quan trọng, cần làm gì

## Đối số và tùy chọn

help-arg-lang = Ngôn ngữ của thông báo và kết quả (mặc định: theo TONGHOP_LANG, dự án, hệ thống)
help-arg-format = Dạng kết quả in ra
help-arg-quiet = Không in tiến độ và tóm tắt
help-arg-jobs = Số tiến trình đọc (mặc định: số lõi của máy)
help-arg-max-memory = Bộ nhớ tối đa của một tiến trình đọc, MiB
help-arg-cells = In mọi ô dưới dạng CSV, đúng như chương trình đọc được
help-arg-max-total = Bộ nhớ tối đa cho dữ liệu của tất cả các tệp, MiB
help-arg-max-seconds = Thời gian đọc tối đa một tệp, giây
help-arg-max-file = Dung lượng tối đa một tệp, MiB
help-arg-max-unpacked = Dung lượng tối đa sau giải nén của một tệp, MiB
help-arg-max-cells = Số ô có giá trị tối đa của một tệp
help-arg-max-sheets = Số trang tối đa của một tệp
help-arg-period = Kỳ báo cáo: 2019-03, 2019-Q1, 2019-H1, 2019-9M, 2019 (mặc định: kỳ mới nhất đã bắt đầu và đã có báo cáo); lệnh consolidate còn nhận all, 2019-Q1..2019-Q4, 2019-Q1,2019-Q3
help-arg-as-of = Xét hạn gửi và kỳ đã bắt đầu theo ngày này: yyyy-mm-dd hoặc today (mặc định: ngày chạy)
help-arg-folder = Thư mục dự án, hoặc thư mục chỉ chứa bảng tính
help-arg-output = Nơi ghi kết quả
help-arg-no-cache = Đọc lại mọi tệp và ghi lại mọi kết quả, không dùng bộ nhớ đệm (.cache trong nơi ghi kết quả)
help-arg-tables = Ghi thêm bảng số liệu và bảng tổng ở dạng khác: parquet
help-arg-select = Chỉ nêu các vấn đề có mã này, hoặc mã bắt đầu như vậy (R016, P0); nhiều mã thì cách nhau bằng dấu phẩy
help-arg-ignore = Không nêu các vấn đề có mã này; vấn đề báo số liệu không được tổng hợp thì luôn được nêu
help-arg-previous = Ghi chú ở từng ô số liệu đơn vị đã báo cáo kỳ trước
help-arg-feedback = Lập cả phản hồi cho từng đơn vị (thư mục phan-hoi)
help-arg-marked = Ghi một bản sao của tệp, có tô màu và ghi chú những ô cần sửa
help-arg-paths = Thư mục dự án, hoặc các tệp cần kiểm tra
help-arg-project = Thư mục dự án
help-arg-files = Các tệp bảng tính
help-arg-draft-form = In bản nháp khai báo biểu mẫu (TOML) lập từ tệp này
help-arg-sheet = Trang cần lập bản nháp (mặc định: mọi trang)
help-arg-form = Mã biểu
help-arg-indicator = Mã chỉ tiêu
help-arg-unit = Chỉ một đơn vị (mã)
help-arg-code = Mã, ví dụ S001; bỏ trống để liệt kê mọi mã

## Tên giá trị

value-folder = THƯ MỤC
value-path = THƯ MỤC | TỆP
value-file = TỆP
value-period = KỲ
value-date = NGÀY
value-name = TÊN
value-form = BIỂU
value-indicator = CHỈ TIÊU
value-code = MÃ
value-lang = NGÔN NGỮ
value-format = DẠNG
value-options = TÙY CHỌN
value-command = LỆNH
value-help = LỆNH
help-init = Tạo thư mục dự án mới: trống có chú thích, dự án mẫu, hoặc lập từ các báo cáo đã điền
help-arg-sample = Dự án mẫu: biểu mẫu và danh sách đơn vị có sẵn trong chương trình
help-arg-from = Các báo cáo đã điền, để lập bản nháp biểu mẫu và danh sách đơn vị
help-arg-out = Tệp để ghi bản nháp; không ghi đè tệp đã có
help-arg-project-only = Chỉ kiểm tra các tệp của dự án (tonghop.toml, units.csv, forms), không đọc báo cáo

## Nhật ký, theo dõi, đặt lịch

help-log = Nhật ký
help-watch = Theo dõi thư mục: có tệp mới, tệp sửa là tổng hợp lại
help-schedule = Đặt lịch tổng hợp hằng đêm: in ra, hoặc cài, gỡ, xem lịch (cron, systemd, Task Scheduler)
help-completions = In tệp gợi ý lệnh cho trình dòng lệnh (bash, zsh, fish, powershell, elvish)
help-man = Ghi các trang hướng dẫn (man) vào một thư mục
help-arg-log = Ghi nhật ký (mỗi dòng có ngày giờ) vào tệp này
help-arg-log-format = Dạng nhật ký
help-arg-log-size = Nhật ký lớn hơn mức này (MiB) thì được cất sang tệp .1, .2, …
help-arg-log-keep = Số tệp nhật ký cũ được giữ lại
help-arg-no-hooks = Không chạy lệnh on_finish của dự án
help-arg-force = Ghi vào thư mục kết quả của một dự án khác
help-arg-poll = Tự xem thư mục sau mỗi khoảng này (giây), dùng cho ổ mạng không báo thay đổi
help-arg-settle = Thư mục phải yên trong khoảng này (giây) rồi mới tổng hợp
help-arg-at = Giờ chạy hằng ngày, ví dụ 02:00
help-arg-with = Đặt lịch bằng gì (mặc định: theo hệ điều hành)
help-arg-alert = Lệnh cần chạy khi không tổng hợp được (mã thoát 2)
help-arg-program = Đường dẫn của chương trình trên máy sẽ chạy (mặc định: chương trình này)
help-arg-install = Cài lịch cho người dùng hiện tại
help-arg-remove = Gỡ lịch
help-arg-status = Cho biết đã đặt lịch chưa, bao giờ chạy
help-arg-shell = Trình dòng lệnh
value-time = GIỜ
value-scheduler = CÁCH
value-shell = TRÌNH
value-shell-command = LỆNH

## Báo cáo bằng văn bản

help-report = Điền số liệu vào mẫu báo cáo Word của cơ quan, hoặc đối chiếu một báo cáo với số liệu
help-arg-template = Tệp Word cần điền (mặc định: báo cáo đã lập của kỳ, nếu chưa có thì mẫu của dự án)
help-arg-check = Đối chiếu báo cáo này với số liệu, không ghi gì
help-arg-new-template = Lập mẫu báo cáo từ dự án (bao-cao.docx trong thư mục dự án)
help-arg-report = Lập cả báo cáo Word (bao-cao-<kỳ>.docx)
help-verify = Kiểm chứng một thư mục kết quả: mã băm, tổng, công thức, số trong báo cáo Word
help-arg-outputs = Thư mục kết quả của một kỳ, hoặc của nhiều kỳ
