### Lỗi trong các tệp khai báo của dự án.

problem = { $file }: { $wrong }
problem-line = { $file }, dòng { $line }: { $wrong }
problem-key = { $file }, mục { $key }: { $wrong }
problem-line-key = { $file }, dòng { $line }, mục { $key }: { $wrong }
problems = Cấu hình dự án có { $count } lỗi; sửa rồi chạy lại:
problem-unreadable = Không đọc được { $path }: { $reason }

## Điều sai

wrong-syntax = sai cú pháp: { $reason }
wrong-unknown-key = không có mục cấu hình tên này
wrong-unknown-key-near = không có mục cấu hình tên này; có phải là “{ $near }”?
wrong-key-of = không có mục cấu hình tên này; các mục ở đây: { $known }
wrong-fields = dòng có { $found } trường, dòng tiêu đề có { $needed } trường; kiểm tra dấu phân cách và dấu ngoặc kép
unfitting-part-type = tử số và mẫu số phải là chỉ tiêu dạng số (count, amount)
wrong-missing-key = thiếu mục này
wrong-type = cần { $kind }
wrong-choice = “{ $value }” không hợp lệ; chọn một trong: { $known }
wrong-duplicate = mã “{ $code }” bị trùng
wrong-dangling = “{ $code }” chưa được khai báo
wrong-dangling-near = “{ $code }” chưa được khai báo; có phải là “{ $near }”?
wrong-cycle = quan hệ cấp trên, cấp dưới bị vòng tròn: { $codes }
wrong-expression = biểu thức sai ở vị trí { $at }: { $reason }
unfitting-utf-8 = tệp không dùng bảng mã UTF-8; lưu lại bằng bảng mã UTF-8
unfitting-computed = không đính chính được chỉ tiêu tính ra từ chỉ tiêu khác; hãy đính chính các số thành phần
unfitting-account = mã này báo có số liệu không được tổng hợp nên không bỏ qua, cũng không hạ xuống mức thông tin được
unfitting-no-form = không có biểu mẫu nào (forms/*.toml)
unfitting-no-reporter = chưa khai đơn vị nào phải báo cáo (kinds hoặc units)
unfitting-record-key = key chỉ dùng cho bố cục records
unfitting-list = mỗi mã trong [lists] ứng với một tiêu đề (một chuỗi, hoặc [[…]] nhiều cấp); các cách viết khác khai ở header
unfitting-empty-list = mỗi danh sách trong [lists] cần ít nhất một mã
unfitting-placeholder = tên trong ngoặc nhọn không phải danh sách nào trong [lists]
unfitting-no-cell = dòng này không có ô ở cột đó (heading hoặc without)
unfitting-matrix-each = chỉ dùng rows cùng each = "row", columns cùng each = "column"
unfitting-matrix-type = dạng bảng ma trận (matrix) không có chỉ tiêu tỷ lệ (ratio) và danh sách (list); khai các phần của tỷ lệ thành cột
unfitting-matrix-value = dạng bảng ma trận (matrix) lấy các cột giá trị từ [[column]]; bỏ mục này
unfitting-matrix-lists = dạng bảng ma trận (matrix) không dùng [lists]; khai các dòng bằng [[row]], các cột bằng [[column]]
unfitting-matrix-rule = quy tắc không ứng với ô số nào; xem lại each, rows, columns
unfitting-open-list = trong header, danh sách mở (open = true) phải là một cấp riêng, dưới một tiêu đề đã biết: [["Ứng cử viên", "{"{"}danh-sách{"}"}"]]
unfitting-scale = scale chỉ dùng cho kiểu ratio
unfitting-weight = weight chỉ dùng cùng aggregation = "weighted-mean", và phải là một chỉ tiêu dạng số
unfitting-when = when chỉ dùng cho kiểu list, count, amount ở bố cục records và unit-rows
unfitting-counted-header = chỉ tiêu có when được đếm từ các dòng, không có cột riêng; bỏ header
unfitting-shares = tỷ lệ chia của một đơn vị cũ trong cùng một ngày phải cộng lại bằng 1, theo từng biểu và chỉ tiêu đã ghi
unfitting-two-numbers = số này có thể hiểu hai cách (250.000 là 250 hay 250 nghìn); ghi số không có dấu phân cách
unfitting-of = of phải là cột được liệt kê (list) hoặc được cộng (count, amount có when; cột dạng số)
unfitting-row-totals = totals chỉ dùng cho bố cục unit-rows
unfitting-over-total = over = "total" chỉ dùng với chỉ tiêu có số tổng hợp (aggregation khác none)
unfitting-parts = tử số và mẫu số chỉ dùng cho kiểu ratio và percent
unfitting-aggregation = cách tổng hợp này không dùng được cho kiểu dữ liệu của chỉ tiêu
wrong-not-then = đơn vị “{ $code }” không tồn tại vào ngày { $day }
wrong-impossible = giá trị không hợp lệ: { $value }
wrong-unreadable = không đọc được: { $reason }

## Kiểu giá trị

type-text = một chuỗi ký tự
type-texts = một danh sách chuỗi ký tự
type-number = một số
type-whole = một số nguyên
type-flag = true hoặc false
type-table = một bảng [..]
type-tables = các bảng [[..]]
type-message = một chuỗi hoặc bảng {"{"} vi = …, en = … {"}"}
type-date = một ngày (2025-07-01 hoặc 01/07/2025)

## Biểu thức của quy tắc

expression-expected = cần { $what }
expression-end = biểu thức phải kết thúc ở đây
expression-indicator = biểu không có chỉ tiêu [{ $code }]
expression-indicator-near = biểu không có chỉ tiêu [{ $code }]; có phải là “{ $near }”?
expression-function = không có hàm { $name }; các hàm: sum, min, max, abs, prev
expression-not-numeric = chỉ tiêu [{ $code }] không phải là số
expression-empty-range = dãy chỉ tiêu ghi ngược thứ tự
expression-too-deep = biểu thức lồng quá sâu
