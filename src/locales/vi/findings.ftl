### Mỗi mã một thông báo: nội dung, tên gọi, việc cần làm, vì sao quan trọng.

## Tệp

F001 = Không đọc được tệp: { $reason }
    .title = Không đọc được tệp
    .hint = { $cause ->
        [permission] Cấp cho tài khoản chạy chương trình quyền đọc tệp hoặc thư mục này rồi chạy lại; tệp không hỏng, không cần gửi lại.
        [system] Kiểm tra ổ đĩa, mạng và xem tệp có đang mở ở chương trình khác không, rồi chạy lại.
       *[file] Mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại.
    }
    .why = Tệp hỏng hoặc không đúng định dạng thì không có số liệu nào trong tệp được tổng hợp.

F002 = Tệp được bảo vệ bằng mật khẩu nên không đọc được.
    .title = Tệp có mật khẩu
    .hint = Bỏ mật khẩu (File > Info > Protect Workbook) rồi gửi lại. Nếu Excel mở tệp mà không hỏi mật khẩu thì bỏ bảo vệ cấu trúc (Review > Protect Workbook).
    .why = Chương trình không giữ và không dò mật khẩu.

F003 = Tệp khóa do Excel hoặc LibreOffice tạo ra khi đang mở một bảng tính; đã bỏ qua.
    .title = Tệp khóa tạm thời
    .hint = Đóng bảng tính đang mở; nếu tệp vẫn còn thì có thể xóa.
    .why = Tệp khóa không chứa số liệu.

F004 = Tệp mang phần mở rộng { $value } nhưng nội dung là { $expected }; đã đọc theo nội dung.
    .title = Phần mở rộng không đúng
    .hint = Lưu lại tệp với đúng phần mở rộng.
    .why = Chương trình nhận dạng định dạng theo nội dung, không theo tên.

F005 = Không phải tệp bảng tính ({ $value }); đã bỏ qua.
    .title = Không phải bảng tính
    .hint = Nếu tệp chứa số liệu thì nhập vào biểu mẫu Excel rồi gửi lại.
    .why = Chỉ bảng tính mới được tổng hợp; mọi tệp khác được liệt kê trong run.json.

F006 = Tệp vượt giới hạn { $limit }: { $value }, cho phép { $expected }.
    .title = Vượt giới hạn đọc
    .hint = Xóa các dòng, cột và định dạng thừa rồi lưu lại; nếu tệp đúng là lớn như vậy thì nâng giới hạn bằng tùy chọn { $option }.
    .why = Giới hạn giữ cho một tệp quá khổ không làm hỏng cả lần chạy.

F007 = Trình đọc dừng đột ngột khi đọc tệp này: { $reason }.
    .title = Trình đọc bị dừng
    .hint = Mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại. Các tệp khác không bị ảnh hưởng.
    .why = Mỗi tệp được đọc trong một tiến trình riêng; tệp hỏng chỉ làm mất chính nó.

F008 = Nội dung giống hệt tệp { $value }; chỉ tính một lần.
    .title = Bản sao giống hệt
    .hint = Có thể xóa một trong hai tệp.
    .why = Cùng một báo cáo gửi hai lần không được cộng hai lần.

F009 = Tệp ẩn; đã bỏ qua.
    .title = Tệp ẩn
    .hint = Nếu là báo cáo thì đổi tên tệp (bỏ dấu chấm ở đầu).
    .why = Tệp ẩn thường do hệ điều hành hoặc phần mềm tạo ra.

F010 = Không đọc được trang tính “{ $sheet }”: { $reason }. Các trang khác của tệp vẫn được đọc.
    .title = Trang tính bị hỏng
    .hint = Mở tệp bằng Excel, kiểm tra trang này, lưu lại dạng .xlsx rồi gửi lại.
    .why = Một trang hỏng không làm mất các trang tốt.

F011 = Tệp bị thay đổi trong khi đang đọc, đã thử lại nhưng vẫn thay đổi.
    .title = Tệp thay đổi khi đang đọc
    .hint = Chờ sao chép xong rồi chạy lại.
    .why = Đọc một tệp đang được ghi dở sẽ cho số liệu sai.

F012 = Đây là liên kết (symlink, junction) trỏ tới nơi khác; không đi theo.
    .title = Liên kết không được theo
    .hint = Chép chính tệp đó vào thư mục.
    .why = Liên kết có thể dẫn ra ngoài thư mục hoặc lặp vô hạn.

F013 = Bảng tổng hợp do chính chương trình này tạo ra; không tính là báo cáo.
    .title = Tệp do chương trình tạo
    .hint = Để kết quả ở ngoài thư mục báo cáo.
    .why = Cộng kết quả cũ vào kết quả mới là cộng hai lần.

F014 = Bảng tính không có ô nào có giá trị.
    .title = Bảng tính trống
    .hint = Kiểm tra lại tệp đã gửi.
    .why = Tệp trống thường là gửi nhầm.

F015 = Trang “{ $sheet }” là { $value }, không có ô số liệu; đã bỏ qua.
    .title = Trang không phải bảng tính
    .hint = Không cần làm gì.
    .why = Biểu đồ và macro không bao giờ được chạy hay đọc số liệu.

F016 = Tên tệp không viết bằng Unicode; các byte lạ được ghi dạng \x… (ví dụ \xE1). Tệp vẫn được đọc và tính.
    .title = Tên tệp không phải Unicode
    .hint = Đổi lại tên tệp bằng tiếng Việt Unicode hoặc không dấu; khi giải nén nên dùng chương trình hỗ trợ tên tệp UTF-8.
    .why = Tên tệp do phần mềm nén cũ ghi theo bảng mã khác nên hiện sai trên máy này; đơn vị hoặc kỳ báo cáo trong tên tệp vì thế không dùng được.

F017 = Còn { $value } chỗ khác mắc cùng lỗi { $expected } trên trang này, từ ô { $first } đến ô { $last }; chỉ liệt kê { $listed } chỗ đầu.
    .title = Nhiều chỗ mắc cùng một lỗi
    .hint = Sửa nguyên nhân chung (mẫu biểu, cột, đơn vị tính) rồi gửi lại; các chỗ nêu ở đây được xử lý như những chỗ đã liệt kê.
    .why = Một nguyên nhân có thể gây lỗi ở hàng nghìn ô; liệt kê hết thì không ai đọc được.

F018 = Tệp không được tính vì dữ liệu của tất cả các tệp vượt bộ nhớ cho phép; tệp này cần { $value }, cả lần chạy được phép { $expected }.
    .title = Quá nhiều dữ liệu cho một lần chạy
    .hint = Kiểm tra xem tệp có lặp lại dữ liệu hoặc bị phá hoại không; nếu dữ liệu đúng thì chạy lại với --max-total lớn hơn.
    .why = Khi không đủ chỗ, các tệp nặng nhất bị bỏ ra trước, để một tệp bất thường không làm hỏng cả lần tổng hợp.

F019 = Bảng tổng hợp của cấp dưới đã bị sửa sau khi lập (ở “{ $value }”); không số nào trong đó được tính.
    .title = Bảng tổng hợp bị sửa tay
    .hint = Đề nghị cấp dưới sửa ở báo cáo gốc, tổng hợp lại rồi gửi bảng mới; không gõ vào bảng tổng hợp.
    .why = Số gõ vào bảng tổng hợp không truy được về ô gốc và không khớp số liệu kèm theo.

F020 = Không dùng được bảng tổng hợp này của cấp dưới: { $value }; không số nào trong đó được tính.
    .title = Bảng tổng hợp không kèm số liệu dùng được
    .hint = Đề nghị cấp dưới gửi chính các tệp báo cáo, hoặc lập lại bảng bằng cùng phiên bản chương trình.
    .why = Cấp trên chỉ cộng những số có nguồn đến từng ô.

## Nhận dạng

R001 = Không nhận ra trang “{ $sheet }” thuộc biểu mẫu nào. Gần nhất: { $candidates }.
    .title = Không nhận ra biểu mẫu
    .hint = Giữ nguyên tiêu đề và tên cột của biểu mẫu đã ban hành; dùng `tonghop inspect` để xem chương trình nhận ra gì.
    .why = Trang không nhận ra thì số liệu không được tổng hợp.

R002 = Trang “{ $sheet }” phù hợp với nhiều biểu mẫu như nhau: { $candidates }.
    .title = Nhiều biểu mẫu phù hợp
    .hint = Ghi rõ tên hoặc số hiệu biểu ở phần tiêu đề.
    .why = Chương trình không chọn hú họa.

R003 = Không xác định được đơn vị báo cáo từ tiêu đề, tên trang, tên tệp hay thư mục. Đã thấy: { $value }. Gần nhất: { $candidates }.
    .title = Không rõ đơn vị báo cáo
    .hint = Ghi dòng “Đơn vị báo cáo: …” đúng tên trong danh mục đơn vị, hoặc thêm tên gọi khác vào units.csv.
    .why = Số liệu không rõ của ai thì không được tổng hợp.

R004 = “{ $value }” có thể là { $candidates }.
    .title = Tên đơn vị chỉ nhiều nơi
    .hint = Ghi đủ tên kèm cấp hành chính (huyện, thị xã, thành phố).
    .why = Nhiều đơn vị trùng tên, ví dụ huyện Kỳ Anh và thị xã Kỳ Anh.

R005 = { $where_a } ghi { $a } nhưng { $where_b } ghi { $b }; trang này không được tính.
    .title = Tên đơn vị mâu thuẫn
    .hint = Sửa tên tệp hoặc tiêu đề cho khớp rồi gửi lại.
    .why = Không thể biết số liệu là của đơn vị nào.

R006 = Không xác định được kỳ báo cáo của trang “{ $sheet }”.
    .title = Không rõ kỳ báo cáo
    .hint = Ghi kỳ báo cáo ở tiêu đề (ví dụ “Quý I năm 2019”) hoặc để tệp trong thư mục của kỳ (2019-Q1).
    .why = Số liệu không rõ kỳ thì không được tổng hợp.

R007 = { $where_a } ghi kỳ { $a } nhưng { $where_b } là kỳ { $b }; trang này không được tính.
    .title = Kỳ báo cáo mâu thuẫn
    .hint = Kiểm tra có gửi nhầm báo cáo kỳ trước không; sửa tiêu đề hoặc chuyển tệp sang đúng thư mục.
    .why = Báo cáo kỳ cũ gửi lại là lỗi hay gặp nhất khi tổng hợp tay.

R008 = Không tìm thấy cột “{ $expected }”. Cột gần nhất: { $candidates }.
    .title = Thiếu cột
    .hint = Giữ nguyên tên cột của biểu mẫu, hoặc khai thêm tên gọi khác trong biểu mẫu.
    .why = Cột không nhận ra thì số liệu của cột không được tính.

R009 = Cột “{ $expected }” có thể là { $candidates }; không dùng cột nào.
    .title = Cột có thể hiểu nhiều cách
    .hint = Đặt tên cột khác nhau, đúng như biểu mẫu.
    .why = Chương trình không chọn hú họa.

R010 = Cột “{ $value }” không có trong biểu mẫu; không dùng.
    .title = Cột ngoài biểu mẫu
    .hint = Nếu là chỉ tiêu mới thì khai báo trong biểu mẫu.
    .why = Đơn vị tự thêm cột thì số liệu của cột đó không vào tổng.

R011 = Không có dòng cho chỉ tiêu { $indicator } “{ $expected }”.
    .title = Thiếu dòng chỉ tiêu
    .hint = Bổ sung dòng này theo biểu mẫu; nếu không phát sinh thì ghi dấu “-”.
    .why = Chỉ tiêu thiếu dòng được coi là chưa báo cáo, không phải bằng 0.

R012 = Dòng “{ $value }” không khớp chỉ tiêu nào của biểu mẫu; số liệu của dòng không được tính. Gần nhất: { $candidates }.
    .title = Dòng không nhận ra
    .hint = Giữ nguyên tên chỉ tiêu, hoặc khai thêm tên gọi khác (labels) trong biểu mẫu.
    .why = Dòng không nhận ra thì số liệu không vào tổng.

R013 = “{ $value }” không khớp đơn vị nào thuộc { $parent }; số liệu của dòng không được tính. Gần nhất: { $candidates }.
    .title = Dòng của đơn vị không rõ
    .hint = Sửa tên theo danh mục đơn vị, hoặc thêm tên gọi khác vào units.csv.
    .why = Dòng không rõ đơn vị thì số liệu không vào tổng.

R014 = “{ $value }” đã có ở ô { $first }; dòng lặp lại không được tính.
    .title = Dòng lặp lại
    .hint = Xóa dòng thừa, hoặc sửa tên nếu là đơn vị (chỉ tiêu) khác.
    .why = Tính cả hai dòng là cộng hai lần.

R015 = Không có dòng cho { $value }.
    .title = Thiếu dòng của đơn vị
    .hint = Bổ sung dòng của đơn vị này.
    .why = Đơn vị thiếu dòng được coi là chưa báo cáo, không phải bằng 0.

R016 = “{ $value }” được hiểu là “{ $expected }”.
    .title = Khớp dù viết khác
    .hint = Kiểm tra lại; nếu đúng thì thêm “{ $value }” làm tên gọi khác (labels, header hoặc cột aliases của units.csv), nếu không thì sửa trong tệp.
    .why = Chỉ bỏ qua lỗi gõ không tạo thành từ khác, hoặc khi có căn cứ thứ hai; chỉ khi còn một cách hiểu.

R017 = Tiêu đề không ghi đơn vị; lấy { $value } từ { $where }.
    .title = Nhận ra đơn vị từ tên
    .hint = Nên ghi dòng “Đơn vị báo cáo: …” trong biểu.
    .why = Tên tệp dễ bị đổi khi chuyển tiếp.

R018 = Tiêu đề không ghi kỳ báo cáo; lấy { $value } từ { $where }.
    .title = Nhận ra kỳ từ tên
    .hint = Nên ghi kỳ báo cáo ở tiêu đề.
    .why = Tên tệp và thư mục dễ bị đổi khi chuyển tiếp.

R019 = Dòng “{ $value }” mang số { $code } của chỉ tiêu khác; đã hiểu theo tên là { $expected }.
    .title = Số thứ tự không khớp tên
    .hint = Giữ nguyên số thứ tự của biểu mẫu.
    .why = Dòng bị chèn hoặc xóa làm lệch số thứ tự; tên là căn cứ.

R020 = Dòng “{ $value }” có thể là { $candidates }; không dùng.
    .title = Dòng có thể hiểu nhiều cách
    .hint = Ghi đủ số thứ tự và tên chỉ tiêu như biểu mẫu.
    .why = Chương trình không chọn hú họa.

R021 = Tên tệp ghi kỳ { $a } nhưng tiêu đề và thư mục là kỳ { $b }; đã tính theo tiêu đề và thư mục.
    .title = Tên tệp ghi kỳ khác
    .hint = Đổi tên tệp cho khớp.
    .why = Tên tệp dễ chép từ kỳ trước.

R022 = Các số ở { $cell } không vào tổng: { $reason } ({ $value } số).
    .title = Số liệu không được tính
    .hint = Đưa số liệu vào đúng dòng, cột của biểu mẫu, hoặc xóa nếu không thuộc báo cáo.
    .why = Mọi con số đều phải có nơi đến; số không thuộc dòng, cột nào thì không được tính.

R023 = Dòng “{ $value }” là { $reason }; không tính vào tổng.
    .title = Dòng được bỏ qua
    .hint = Nếu đây là số liệu phải tính thì đổi tên dòng; nếu dòng này luôn có thì khai báo trong mục [words] (pass) của biểu mẫu hoặc dự án.
    .why = Dòng bình quân, kế hoạch, kỳ trước, ví dụ không phải số liệu của một đơn vị.

R024 = Bảng thứ hai trên trang có tiêu đề riêng “{ $value }”; số liệu của bảng này không vào tổng.
    .title = Bảng thứ hai không được tính
    .hint = Nếu bảng này cũng phải tính thì bỏ dòng tiêu đề xen giữa hoặc gộp vào bảng trên; nếu không thì chuyển sang trang khác.
    .why = Không rõ bảng có tiêu đề riêng có thuộc báo cáo hay không.

R025 = { $value } không tồn tại trong kỳ báo cáo; số liệu của dòng không được tính.
    .title = Dòng của đơn vị không còn hiệu lực
    .hint = Ghi số liệu vào đơn vị mới theo danh mục, hoặc sửa thời hạn trong units.csv.
    .why = Sau sáp nhập, tính cả đơn vị cũ và mới là cộng hai lần.

R026 = “{ $value }” đã có ở ô { $first } với số thứ tự khác; được tính là hai dòng.
    .title = Hai dòng trùng tên
    .hint = Nếu là một thì xóa dòng thừa; nếu là hai thì đặt tên khác nhau.
    .why = Hai cơ sở có thể trùng tên, cũng có thể là một dòng bị chép lại.

R027 = “{ $value }” đã có ở ô { $first } với nội dung khác; cả hai đều được tính.
    .title = Hai bản ghi cùng số
    .hint = Nếu là một thì xóa dòng thừa; nếu là hai thì sửa lại số, ký hiệu. Có thể khai cột phân biệt bản ghi: [rows] key trong biểu mẫu.
    .why = Một văn bản ghi hai lần với nội dung khác nhau thì có một lần sai.

R028 = Tên thư mục “{ $value }” (trong { $folder }) không cho biết rõ kỳ báo cáo hoặc mâu thuẫn với thư mục chứa nó; các tệp ở đây được đọc và xét kỳ theo tiêu đề.
    .title = Thư mục không rõ kỳ
    .hint = Đặt tên thư mục theo kỳ, ví dụ 2019-Q1, 2019-03 hoặc 2019/Quý I.
    .why = Nếu đoán kỳ theo tên thư mục không rõ, cả một thư mục báo cáo có thể bị xếp nhầm sang kỳ khác.

R029 = { $value } thành viên của danh sách mở ([lists] có open = true) vượt quá số chỉ tiêu mà một biểu mẫu chứa được; các cột đó không được tính.
    .title = Danh sách mở có quá nhiều thành viên
    .hint = Kiểm tra tệp có tiêu đề lạ; nếu đúng là nhiều như vậy thì tách biểu mẫu.
    .why = Mỗi thành viên là một chỉ tiêu; số chỉ tiêu của một biểu mẫu có giới hạn.

R030 = “{ $value }” của danh sách { $list } chỉ có ở báo cáo của một đơn vị; được tính riêng. Gần giống: { $candidates }.
    .title = Thành viên chỉ có ở một đơn vị
    .hint = Nếu là một cách viết khác của tên gần giống thì sửa tiêu đề cột cho đúng từng chữ; nếu đúng là tên riêng thì bỏ qua.
    .why = Thành viên của danh sách mở được so khớp đúng từng chữ; viết khác một chữ là thành hai chỉ tiêu, tổng bị chia đôi.

R031 = Bảng tổng hợp của cấp dưới có { $value } mà ở đây không có, không thuộc cấp đó hoặc hiểu khác; { $count } số liệu không được tính.
    .title = Bảng tổng hợp có phần không nhận ra
    .hint = Thống nhất mã đơn vị, mã biểu, mã và đơn vị tính của chỉ tiêu giữa hai cấp rồi tổng hợp lại.
    .why = Hai cấp hiểu một mã theo hai nghĩa thì cộng lại thành số sai.

R032 = Mẫu trắng lập cho { $value } nhưng trang tính ghi { $expected }; tính theo { $expected }.
    .title = Mẫu trắng của đơn vị hoặc kỳ khác
    .hint = Dùng đúng mẫu trắng lập cho đơn vị và kỳ này (tonghop template).
    .why = Điền vào mẫu của đơn vị khác thì dễ còn sót số liệu của đơn vị đó.

R033 = Trang tính điền trên phiên bản cũ của biểu ({ $value }, nay là { $expected }); chỉ tiêu mới có: { $new }; không còn hỏi: { $gone }.
    .title = Mẫu trắng phiên bản cũ
    .hint = Gửi lại mẫu trắng mới cho đơn vị (tonghop template).
    .why = Mẫu cũ thiếu những gì nay phải báo cáo; phần còn dùng được vẫn được tính.

## Ô và giá trị

C001 = Ô ghi “{ $value }”, cần { $expected }; ô này không được tính.
    .title = Không phải số
    .hint = Chỉ ghi con số; phần giải thích để ở cột ghi chú.
    .why = Giá trị không đọc được thì không được đoán.

C002 = Ô mang lỗi { $value }; không được tính.
    .title = Ô báo lỗi công thức
    .hint = Sửa công thức hoặc nhập số trực tiếp rồi gửi lại.
    .why = Ô lỗi không có giá trị.

C003 = Ô có công thức nhưng không lưu kết quả; không được tính.
    .title = Công thức chưa có kết quả
    .hint = Mở tệp bằng Excel, bấm F9, lưu lại rồi gửi.
    .why = Tệp do phần mềm khác tạo ra có thể không lưu kết quả công thức.

C004 = Số “{ $value }” lưu dạng văn bản; đã đọc là { $expected }.
    .title = Số lưu dạng văn bản
    .hint = Định dạng ô là Number rồi nhập lại.
    .why = Excel không cộng số lưu dạng văn bản, nên tổng của đơn vị dễ sai.

C005 = “{ $value }” có thể là { $a } hoặc { $b }; không được tính.
    .title = Số có thể hiểu hai cách
    .hint = Nhập lại bằng số, không dùng dấu phân cách.
    .why = Dấu chấm và dấu phẩy bị dùng lẫn giữa kiểu Việt Nam và kiểu Anh.

C006 = Trang “{ $sheet }” dùng bảng mã { $value }; đã chuyển sang Unicode.
    .title = Đã chuyển mã chữ cũ
    .hint = Nên soạn bằng phông Unicode (Times New Roman).
    .why = Chữ TCVN3 (ABC) và VNI không so khớp được nếu không chuyển mã.

C007 = Giá trị “{ $value }” nằm dưới vùng ô gộp { $area } nên không nhìn thấy; không được tính.
    .title = Giá trị nằm dưới ô gộp
    .hint = Bỏ gộp ô, kiểm tra và xóa giá trị thừa.
    .why = Người gửi không nhìn thấy giá trị này khi mở tệp.

C008 = “{ $value }” có kèm đơn vị tính; đã đọc là { $expected }.
    .title = Số kèm đơn vị tính
    .hint = Chỉ ghi con số.
    .why = Chữ trong ô làm Excel không cộng được.

C009 = “{ $value }” là số ước lượng; đã đọc là { $expected }.
    .title = Số ước lượng
    .hint = Ghi số chính xác.
    .why = Số “trên”, “khoảng” làm tổng chỉ còn là gần đúng.

C010 = “{ $value }” đã được đọc là { $a } trên { $b }.
    .title = Phân số
    .hint = Nên ghi riêng tử số và mẫu số.
    .why = Tỷ lệ chung phải tính từ tử số và mẫu số.

C011 = Ô nằm ở { $value } bị ẩn nhưng có số liệu; vẫn được tính.
    .title = Dòng hoặc cột bị ẩn
    .hint = Kiểm tra dòng, cột ẩn; xóa nếu là số liệu cũ.
    .why = Số liệu ẩn thường là số cũ còn sót lại.

C012 = Trang “{ $sheet }” bị ẩn nhưng có số liệu của biểu mẫu; không được tính.
    .title = Trang tính bị ẩn
    .hint = Bỏ ẩn trang nếu đây là báo cáo, hoặc xóa nếu là số liệu cũ.
    .why = Người gửi không nhìn thấy trang này.

C013 = Ô ghi “{ $value }”, cần “Có” hoặc “Không”; ô này không được tính.
    .title = Không rõ có hay không
    .hint = Ghi “Có” hoặc “Không”.
    .why = Câu trả lời không rõ thì không được đoán.

C014 = Ô ghi “{ $value }”, cần ngày dạng dd/mm/yyyy; ô này không được tính.
    .title = Không phải ngày
    .hint = Ghi ngày dạng 15/01/2019.
    .why = Ngày không rõ thì không được đoán.

C015 = Giá trị { $value } ngoài khoảng cho phép ({ $expected }).
    .title = Ngoài khoảng cho phép
    .hint = Kiểm tra lại số liệu; nếu đúng thì điều chỉnh khoảng trong biểu mẫu.
    .why = Giá trị ngoài khoảng thường do gõ nhầm.

C016 = Chỉ tiêu { $indicator } “{ $expected }” bỏ trống.
    .title = Chỉ tiêu bắt buộc bỏ trống
    .hint = Điền số liệu; không phát sinh thì ghi dấu “-”, chưa có số liệu thì ghi “…”.
    .why = Ô trống là chưa báo cáo, không phải bằng 0.

C017 = Đơn vị này không phải báo cáo chỉ tiêu { $indicator } nhưng có ghi “{ $value }”; không được tính.
    .title = Chỉ tiêu không áp dụng
    .hint = Bỏ số liệu này, hoặc sửa phạm vi áp dụng trong biểu mẫu.
    .why = Cộng số của đơn vị ngoài phạm vi làm sai tổng.

C018 = { $numerator } lớn hơn { $denominator } (chỉ tiêu { $indicator }).
    .title = Tử số lớn hơn mẫu số
    .hint = Kiểm tra lại hai số.
    .why = Tỷ lệ không thể vượt 100 %.

C019 = Mẫu số bằng 0 nhưng tử số là { $numerator } (chỉ tiêu { $indicator }).
    .title = Mẫu số bằng 0
    .hint = Kiểm tra lại hai số.
    .why = Không chia được cho 0.

C020 = Giá trị { $value } không phải số nguyên không âm; không được tính.
    .title = Không phải số nguyên
    .hint = Kiểm tra dấu phân cách hàng nghìn và phần thập phân.
    .why = Số đếm không thể lẻ hoặc âm.

C021 = { $value } trong cột tỷ lệ đã được đọc là { $expected } %.
    .title = Tỷ lệ ghi dạng phân số thập phân
    .hint = Ghi 95 hoặc 95%.
    .why = Ô định dạng phần trăm lưu 0,95 cho 95 %.

C022 = Ô chứa ngày { $value } ở chỗ của số; Excel có thể đã đổi “{ $a }” thành ngày. Không được tính.
    .title = Ngày ở chỗ của số
    .hint = Định dạng ô là Number (hoặc Text với phân số) rồi nhập lại.
    .why = Excel tự đổi 12/3 thành ngày.

C023 = Ô chứa số { $value } ở chỗ của ngày; đã đọc là { $expected }.
    .title = Số ở chỗ của ngày
    .hint = Định dạng ô là Date.
    .why = Ngày trong Excel là số thứ tự.

C024 = Tỷ lệ ghi { $value } nhưng tính từ tử số và mẫu số là { $expected }; đã dùng số tính lại.
    .title = Tỷ lệ ghi không khớp phép tính
    .hint = Kiểm tra lại tử số, mẫu số và tỷ lệ.
    .why = Tỷ lệ chung luôn được tính từ tử số và mẫu số.

C025 = “{ $value }” có thể là { $a } hoặc { $b }; đã đọc là { $expected } vì { $reason }.
    .title = Số hiểu theo kiểu còn lại
    .hint = Nhập lại bằng số, không dùng dấu phân cách.
    .why = Chỉ dùng khi loại chỉ tiêu hoặc các ô bên cạnh chỉ để lại một cách hiểu.

C026 = “{ $value }” đã được đọc là { $expected }.
    .title = Số 0 ở đầu
    .hint = Ghi số không có số 0 ở đầu.
    .why = Cách ghi 02 thường gặp trong văn bản hành chính.

C027 = “{ $value }” trong cột có/không đã được đọc là { $expected }.
    .title = Có/không ghi bằng số
    .hint = Ghi “Có” hoặc “Không”.
    .why = Số 1 và 0, dấu x được hiểu là có, không.

C028 = Biểu ghi đơn vị tính “{ $value }” ({ $where }) nhưng biểu mẫu quy định “{ $expected }” cho chỉ tiêu { $indicator }; số liệu không được tính.
    .title = Đơn vị tính khác biểu mẫu
    .hint = Quy đổi số liệu về đơn vị tính của biểu mẫu.
    .why = Nhầm nghìn, triệu, tỷ làm số liệu sai hàng nghìn lần.

C029 = Biểu ghi “{ $value }” ({ $where }), biểu mẫu quy định “{ $expected }” cho chỉ tiêu { $indicator }; số liệu đã được nhân với { $factor }.
    .title = Đã quy đổi đơn vị tính
    .hint = Kiểm tra lại; tốt nhất ghi theo đơn vị tính của biểu mẫu.
    .why = Biểu mẫu cho phép quy đổi (convert = true).

C030 = Ô lưu { $value } nhưng định dạng hiển thị ở độ lớn khác ({ $expected }).
    .title = Định dạng hiển thị độ lớn khác
    .hint = Dùng định dạng số thường và ghi theo đơn vị tính của biểu mẫu.
    .why = Người gửi nhìn thấy “1,5 triệu” nhưng ô chỉ lưu 1,5.

C031 = Ô có phần bị gạch ngang; { $expected }.
    .title = Số bị gạch ngang
    .hint = Xóa hẳn phần đã bỏ rồi gửi lại.
    .why = Gạch ngang nghĩa là người gửi đã bỏ số đó, nhưng máy vẫn đọc thấy.

C032 = Ô có dấu chú thích viết nhỏ phía trên; đã đọc là { $expected }.
    .title = Bỏ dấu chú thích
    .hint = Chuyển chú thích sang cột ghi chú.
    .why = Chữ số chú thích dính vào số liệu sẽ thành một chữ số của số liệu.

C033 = Công thức có kết quả lưu là 0 trong tệp xls do LibreOffice ghi; kết quả thật có thể là chữ hoặc số khác.
    .title = Kết quả 0 có thể chưa được tính
    .hint = Mở tệp, lưu lại dạng .xlsx rồi gửi.
    .why = LibreOffice lưu 0 cho công thức có kết quả là chữ.

C034 = “{ $value }” chỉ cho biết giới hạn, không phải con số; không được tính.
    .title = Giới hạn, không phải số
    .hint = Ghi số chính xác, hoặc “…” nếu chưa có số liệu.
    .why = Tính “<5” thành 5 là lấy giá trị duy nhất chắc chắn sai.

C035 = Ngày { $value } cách xa kỳ báo cáo.
    .title = Ngày cách xa kỳ báo cáo
    .hint = Kiểm tra năm đã gõ.
    .why = Ngày lệch hơn một năm thường là gõ nhầm năm.

C036 = “{ $value }” không thuộc giá trị nào mà biểu mẫu phân loại ({ $expected }); dòng không vào danh sách nào.
    .title = Giá trị ngoài danh sách
    .hint = Ghi đúng một trong các giá trị của biểu mẫu.
    .why = Dòng có giá trị lạ bị rơi khỏi mọi danh sách.

C037 = Ô ở cột chữ chứa { $value }; nội dung gốc có thể đã bị đổi, đã đọc là “{ $expected }”.
    .title = Mã số có thể bị Excel đổi
    .hint = Định dạng cột là Text rồi nhập lại.
    .why = Excel bỏ số 0 ở đầu, chỉ giữ 15 chữ số và đổi 12/3 thành ngày.

C038 = Ô chứa thời lượng { $value } ở chỗ của số; không được tính.
    .title = Thời lượng ở chỗ của số
    .hint = Ghi số giờ bằng số (ví dụ 36,5) và định dạng ô là Number.
    .why = Thời lượng được lưu theo ngày: 36:00 là 1,5.

C039 = Ô nằm trong vùng gộp { $area }: số { $value } chỉ tính cho ô đầu của vùng.
    .title = Một số gộp cho nhiều ô trả lời
    .hint = Bỏ gộp ô rồi ghi từng số vào ô của nó.
    .why = Một số gộp qua nhiều dòng hoặc nhiều cột ứng với từng dòng, cột bao nhiêu chỉ đơn vị gửi mới biết.

## Tổng và bảng

T001 = { $expected_label }: dòng tổng ghi { $value } nhưng cộng các dòng được { $expected }.
    .title = Dòng tổng không khớp
    .hint = Kiểm tra công thức dòng tổng và các dòng thành phần. Tổng hợp dùng các dòng thành phần.
    .why = Tổng sai thường do thiếu dòng trong công thức SUM hoặc gõ đè.

T002 = { $expected_label }: các ô tổng khác là công thức, riêng ô này là số gõ tay { $value }, cộng các dòng được { $expected }.
    .title = Công thức bị gõ đè
    .hint = Khôi phục công thức.
    .why = Số gõ đè không còn đúng khi dòng thành phần thay đổi.

T003 = Số liệu các cột bị lệch một cột so với tiêu đề (từ { $value }); các cột lệch không được tính.
    .title = Cột có thể bị lệch
    .hint = Kiểm tra vị trí các cột so với tiêu đề.
    .why = Chèn hoặc xóa ô làm lệch cả cột.

T004 = Dòng “{ $value }” bằng tổng các dòng { $rows } nên được coi là dòng tổng, không tính là số liệu của một đơn vị.
    .title = Dòng có vẻ là dòng tổng
    .hint = Ghi “Tổng cộng” ở dòng tổng; nếu đây đúng là một đơn vị thì kiểm tra lại số liệu.
    .why = Cộng cả dòng tổng là cộng hai lần.

T005 = Dòng “{ $value }” { $reason }; vẫn được tính là một dòng số liệu.
    .title = Dòng có thể là dòng tổng
    .hint = Nếu là dòng tổng thì ghi “Tổng cộng” hoặc “Cộng nhóm”; nếu không thì không cần làm gì.
    .why = Với số nhỏ, một dòng có thể ngẫu nhiên bằng tổng các dòng khác.

## Nộp báo cáo

S001 = { $name } chưa gửi biểu “{ $form_title }” kỳ { $period }; hạn nộp { $deadline }.
    .title = Chưa có báo cáo
    .hint = Đôn đốc đơn vị gửi báo cáo.
    .why = Đơn vị thiếu không được coi là bằng 0; tổng ghi rõ số đơn vị đã báo cáo.

S002 = { $name } nộp ngày { $value }, hạn nộp { $expected }.
    .title = Nộp muộn
    .hint = Ghi nhận để theo dõi; số liệu vẫn được tính.
    .why = Nộp muộn ảnh hưởng thời hạn tổng hợp.

S003 = { $name } gửi biểu này nhiều lần; dùng { $expected }, không dùng tệp này.
    .title = Bản đã được thay thế
    .hint = Kiểm tra bản được dùng có phải bản đúng không.
    .why = Chỉ một bản được tính: lần gửi ghi trên tên tệp, rồi thời điểm sửa của tài liệu.

S004 = { $name } không phải báo cáo biểu “{ $form_title }”; không được tính.
    .title = Không thuộc diện báo cáo
    .hint = Kiểm tra đơn vị, hoặc bổ sung đơn vị vào danh sách báo cáo của biểu.
    .why = Cộng số của đơn vị ngoài diện làm sai tổng.

S005 = Số liệu của { $name } giống hệt kỳ { $value }.
    .title = Giống hệt kỳ trước
    .hint = Hỏi lại đơn vị xem có gửi nhầm báo cáo kỳ trước không.
    .why = Báo cáo kỳ cũ đổi tiêu đề là lỗi hay gặp.

S006 = Số liệu của { $name } giống hệt số liệu của { $value }.
    .title = Một nội dung cho hai đơn vị
    .hint = Hỏi lại cả hai đơn vị.
    .why = Thường do chép tệp của đơn vị khác mà chưa sửa số.

S007 = { $name } gửi nhiều bản khác nhau và không phân biệt được bản nào mới nhất: { $value }. Không bản nào được tính.
    .title = Không rõ bản nào được dùng
    .hint = Xóa bản cũ, hoặc ghi “lần 2” vào tên tệp của bản mới.
    .why = Chương trình không chọn hú họa.

S008 = Tài liệu không ghi thời điểm sửa; lấy thời điểm của tệp { $value }.
    .title = Thời điểm nhận lấy theo tệp
    .hint = Không cần làm gì nếu không xét nộp muộn.
    .why = Thời điểm của tệp thay đổi khi sao chép.

S009 = { $name }: bản được dùng có { $value } dòng, bản bị thay thế ({ $expected }) có { $rows } dòng.
    .title = Bản thay thế có ít số liệu hơn
    .hint = Hỏi lại đơn vị: nếu bản mới chỉ ghi phần sửa đổi thì đề nghị gửi lại bản đầy đủ.
    .why = Bản bổ sung chỉ có phần sửa đổi mà thay cho cả bản cũ thì mất các dòng còn lại.

S010 = Biểu của { $name } được ghép từ các trang { $value }.
    .title = Ghép từ nhiều trang
    .hint = Kiểm tra có trang nào là bản cũ không.
    .why = Một trang cũ còn sót lại làm sống lại số liệu đã bỏ.

S011 = { $name }: { $value } bản ghi cũng có trong báo cáo của { $other } ({ $records }); được tính ở cả hai đơn vị.
    .title = Bản ghi do hai đơn vị cùng gửi
    .hint = Thống nhất đơn vị nào báo cáo các bản ghi này.
    .why = Văn bản, sự kiện do nhiều đơn vị cùng kê thì tổng bị tính lặp.

S012 = { $name }: thời điểm lưu của báo cáo là { $value }, sau ngày chạy chương trình ({ $expected }); không xét được báo cáo nộp đúng hạn hay muộn.
    .title = Thời điểm nhận chưa tới
    .hint = Kiểm tra đồng hồ của máy đã lưu tệp và của máy này, rồi lưu lại tệp.
    .why = Máy tính chạy sai giờ ghi vào tệp một thời điểm chưa tới; không dùng thời điểm đó để xét hạn.

S013 = { $value }: { $name } và { $other } cùng báo cáo; số của { $other } ({ $expected }) được tính, số ở đây thì không.
    .title = Một đơn vị, hai nơi báo cáo
    .hint = Thống nhất nơi nào báo cáo; nếu cả hai cùng phải gửi thì khai hai biểu.
    .why = Cộng cả hai thì đơn vị đó bị tính hai lần.

S014 = Bảng tổng hợp của { $value }: có { $reported } trên { $expected_count } báo cáo, nhận đến ngày { $expected }, hạn nộp xét đến ngày { $judged }; { $errors } lỗi, { $warnings } cảnh báo.
    .title = Báo cáo qua bảng tổng hợp của cấp dưới
    .hint = Nếu thiếu báo cáo thì nhắc cấp đó bổ sung rồi gửi lại bảng.
    .why = Từng báo cáo trong bảng được tính như gửi thẳng, truy được đến ô gốc.

S015 = accepted.csv, dòng { $line } ({ $value }): { $expired ->
        [yes] đã hết hạn, vấn đề được tính lại như thường.
       *[no] không còn vấn đề nào như vậy.
    }
    .title = Chấp nhận đã hết hạn hoặc không dùng đến
    .hint = Gia hạn (cột until) nếu giải trình còn giá trị; không thì bỏ dòng này.
    .why = Giải trình cũ để lại có thể che một lỗi mới.

S016 = Chỉ tiêu { $indicator }: tính { $expected } thay cho { $value } (corrections.csv, dòng { $line }: { $reason }; { $who }, { $when }).
    .title = Số liệu do cơ quan tổng hợp đính chính
    .hint = Đề nghị đơn vị sửa cả trong tệp; khi đó bỏ được dòng này.
    .why = Số đính chính qua điện thoại, công văn chỉ được áp dụng khi ô còn đúng số cũ, và luôn được ghi rõ cạnh số liệu.

S017 = corrections.csv, dòng { $line } (chỉ tiêu { $indicator }, { $value } → { $expected }): { $why ->
        [gone] không áp dụng; trong tệp là { $found }, không phải số cũ.
        [done] tệp đã ghi đúng số mới; bỏ được dòng này.
        [several] không áp dụng; có { $found } ô cùng mang số cũ.
        [unread] không áp dụng; không đọc được số mới.
       *[none] không áp dụng; kỳ này không có số liệu nào như vậy được tính.
    }
    .title = Đính chính không áp dụng được
    .hint = Đối chiếu dòng này với tệp; ghi rõ hơn tệp, đơn vị, dòng.
    .why = Đính chính không khớp số cũ có thể là của tệp khác, hoặc đã được sửa rồi.

S018 = { $name }: báo cáo bổ sung này thêm vào { $expected }; thay { $value ->
        [0] không dòng nào
       *[other] { $value } dòng ({ $rows })
    }, thêm { $added } dòng.
    .title = Báo cáo bổ sung, ghép theo dòng
    .hint = Kiểm tra có đúng là đơn vị chỉ gửi phần thay đổi.
    .why = Biểu cho phép gửi bổ sung; các dòng khác giữ nguyên như báo cáo trước.

## Quy tắc của biểu

V001 = { $text } (quy tắc { $rule }: { $expected }; số liệu: { $value })
    .title = Vi phạm quy tắc của biểu
    .hint = Kiểm tra lại các ô liên quan rồi gửi lại.
    .why = Quy tắc do cơ quan tổng hợp khai báo trong biểu mẫu.

## Kỳ trước

P001 = Các đơn vị báo cáo kỳ này và kỳ { $previous } không giống nhau: chỉ kỳ này có { $came }; chỉ kỳ trước có { $went }. Tăng giảm chỉ tính được trên { $value } đơn vị (hoặc nhóm đơn vị) có cả hai kỳ.
    .title = Đơn vị báo cáo hai kỳ khác nhau
    .hint = Đôn đốc đơn vị còn thiếu.
    .why = So sánh hai tổng của hai nhóm đơn vị khác nhau là sai.

P002 = Không có báo cáo nào của kỳ { $value }; không so sánh được.
    .title = Không có số liệu kỳ trước
    .hint = Để báo cáo kỳ trước vào thư mục của kỳ đó nếu cần so sánh.
    .why = Kỳ trước được đọc từ chính thư mục của kỳ đó.

P003 = { $value } được lập từ { $old }: chỉ so sánh được với kỳ { $previous } theo cả nhóm, không so sánh riêng từng đơn vị.
    .title = Chỉ so sánh được theo nhóm
    .hint = Nếu biết tỷ lệ chia của chỉ tiêu thì khai trong successions.csv (form, indicator, share).
    .why = Khi đơn vị cũ được chia cho nhiều đơn vị mới thì không biết phần nào thuộc đơn vị nào.

P004 = Kỳ { $previous } đã khóa sổ nhưng số liệu trong tệp nay cộng khác kết quả đã công bố ({ $value }; tất cả { $count } chỉ tiêu); phần so sánh tính theo tệp.
    .title = Kỳ đã khóa sổ bị thay đổi
    .hint = Khôi phục các tệp của kỳ đã khóa, hoặc mở lại kỳ trong closed.csv rồi chạy lại.
    .why = Một kỳ sẽ có hai số liệu công bố mâu thuẫn nhau.

P005 = Luỹ kế từ đầu năm còn thiếu đơn vị chưa gửi: { $value } (kỳ và số đơn vị).
    .title = Luỹ kế chưa đủ
    .hint = Đôn đốc phần còn thiếu rồi chạy lại; chưa công bố luỹ kế và tỷ lệ hoàn thành kế hoạch như số đầy đủ.
    .why = Luỹ kế thiếu một đơn vị trông như luỹ kế thấp hơn.

P006 = Chỉ tiêu { $value }: các đơn vị trả lời kỳ này và kỳ { $previous } không giống nhau nên không tính tăng giảm của số tổng.
    .title = Không cùng đơn vị trả lời hai kỳ
    .hint = Xem like_value và like_previous trong totals.csv, hoặc đôn đốc đơn vị để trống.
    .why = Tổng của nhiều câu trả lời hơn thì lớn hơn chỉ vì lẽ đó.

P007 = { $indicator }: { $value }, { $way ->
        [more] gấp { $times } lần
       *[less] chỉ bằng một phần { $times }
    } mức thường thấy, khoảng { $expected } (các kỳ trước: { $past }).{ $likely ->
        [none] {""}
       *[other] {" "}Nếu thừa hoặc thiếu số 0 thì là { $likely }.
    }{ $more ->
        [0] {""}
       *[other] {" "}Báo cáo này còn { $more } số khác như vậy.
    }
    .title = Khác hẳn các kỳ trước
    .hint = Hỏi lại đơn vị; đúng thì giữ nguyên, sai thì sửa và gửi lại.
    .why = Thừa một số 0 hay nhầm đơn vị tính làm sai tổng mà không cộng dọc, cộng ngang nào thấy.

P008 = { $indicator } là 0 hoặc gạch ngang, trong khi các kỳ trước luôn có (kỳ gần nhất trước: { $past }).{ $count ->
        [1] {""}
       *[other] {" "}Cùng báo cáo này có { $count } số như vậy.
    }
    .title = Bằng 0 tuy kỳ nào cũng có
    .hint = Hỏi lại đơn vị có phải không phát sinh, hay chưa điền.
    .why = Điền 0 thay cho chưa có số liệu làm tổng giảm mà không ai thấy.

P009 = { $name }: { $value } trên { $expected } số phát sinh trùng hệt kỳ { $previous }{ $columns ->
        [none] .
       *[other] , ở { $columns }.
    }
    .title = Số của kỳ trước chưa cập nhật
    .hint = Hỏi lại đơn vị có quên cập nhật số liệu kỳ này không.
    .why = Mở tệp kỳ trước, đổi tiêu đề rồi gửi là lỗi hay gặp.

P010 = { $name }: các số phát sinh ({ $count } số) đều cao gấp khoảng { $value } lần các kỳ trước, các đơn vị khác thì không; có thể là số lũy kế.
    .title = Có thể là số lũy kế
    .hint = Hỏi lại đơn vị ghi số trong kỳ hay số lũy kế từ đầu năm.
    .why = Số lũy kế ghi vào cột trong kỳ thì tổng bị cộng chồng các kỳ.

P011 = { $rows ->
        [all] Số liệu của { $value } dòng không nằm ở dòng như kỳ { $previous } (cột { $indicator }): tên các dòng có thể đã bị xếp lại mà số liệu không theo.
       *[other] Số liệu của hai dòng { $rows } có thể đã đổi chỗ cho nhau: mỗi dòng giống kỳ trước của dòng kia hơn nhiều.
    }
    .title = Số liệu nằm nhầm dòng
    .hint = So từng dòng với báo cáo kỳ trước.
    .why = Tổng không đổi nên cộng lại không thấy, nhưng số của từng đơn vị thì sai.

P012 = { $indicator }: kỳ này trả lời không, các kỳ trước là có.
    .title = Có thành không
    .hint = Hỏi lại nếu thấy lạ.
    .why = Thứ đã có thường không mất đi.

P013 = { $numerator } bằng đúng { $denominator } ở cả { $value } dòng; kỳ { $previous } phần lớn khác nhau.
    .title = Tử số bằng mẫu số ở mọi dòng
    .hint = Kiểm tra có chép nhầm cột không.
    .why = Chép một cột sang cột bên cạnh thì tỷ lệ nào cũng thành 100 %.

P014 = { $indicator }: { $other ->
        [none] { $value } dòng liền nhau ghi { $figure } hoặc tăng đều từ đó; kỳ { $previous } không như vậy.
       *[other] cả { $value } số giống hệt { $other }; kỳ { $previous } không như vậy.
    }
    .title = Số bị kéo xuống hoặc chép cột
    .hint = Kiểm tra có kéo ô (fill) hoặc chép cột nhầm không.
    .why = Kéo một ô xuống làm mất số liệu của các dòng dưới.

P015 = { $indicator }: ngày { $value } không thuộc kỳ báo cáo ({ $from } – { $to }).{ $likely ->
        [none] {""}
       *[other] {" "}Có thể là { $likely }.
    }
    .title = Ngày ngoài kỳ báo cáo
    .hint = Kiểm tra ngày, tháng, năm; việc của kỳ khác thì đưa vào kỳ đó.
    .why = Việc ngoài kỳ làm tổng của kỳ thừa, và có thể bị tính hai lần.

P016 = { $name }: { $value } trên { $expected } số trùng hệt của { $other }.
    .title = Số giống đơn vị khác
    .hint = Hỏi lại đơn vị có dùng nhầm tệp của đơn vị khác không.
    .why = Nhiều số lớn trùng nhau ở cùng chỉ tiêu thì không phải tình cờ.

P017 = Bản ghi này đã có trong báo cáo kỳ { $previous }: { $value }.
    .title = Bản ghi đã báo cáo kỳ trước
    .hint = Bỏ khỏi một trong hai kỳ.
    .why = Một việc tính ở hai kỳ làm lũy kế thừa.

P018 = { $indicator }: { $value }, trong khi số của { $previous } cộng với { $other } của kỳ này là { $expected }; các kỳ trước đều khớp.
    .title = Số luỹ kế không nối tiếp
    .hint = Kiểm tra số này và số phát sinh trong kỳ cộng vào nó.
    .why = Số luỹ kế không nối tiếp thường do chép nhầm, gõ nhầm, hoặc số phát sinh trong kỳ sai.

P019 = { $indicator }: { $value }, trong khi các số thành phần { $parts } cộng lại là { $expected }; ở các đơn vị khác và các kỳ trước thì khớp.
    .title = Số chung và các số thành phần không khớp
    .hint = Kiểm tra số chung và từng số thành phần.
    .why = Số thành phần của mọi đơn vị đều cộng khớp, nên chỗ không khớp là do gõ nhầm hoặc thiếu.

P020 = { $name }: cả { $expected } câu trả lời đều là có, trong đó { $value } câu từ trước đến nay luôn là không.
    .title = Tất cả thành có cùng lúc
    .hint = Hỏi lại đơn vị có kéo chép câu trả lời không.
    .why = Những thứ thường có dần từng cái hiếm khi có đủ cùng một lúc.

P021 = { $indicator }: { $value }, trong khi cả { $count } kỳ trước đều không phát sinh.
    .title = Có phát sinh ở chỗ chưa từng có
    .hint = Kiểm tra số này có phải của dòng, cột khác không.
    .why = Số gõ lệch một dòng thì dòng của nó còn lại số 0.

P022 = { $indicator }: { $value } lớn hơn hẳn cả { $count } bản ghi còn lại (lớn nhất trong số đó: { $expected }).
    .title = Bản ghi khác xa các bản ghi khác
    .hint = Kiểm tra đơn vị tính và số chữ số 0.
    .why = Một số tiền sai đơn vị tính có thể lớn hơn cả danh sách cộng lại.

P023 = { $indicator } bằng { $value } % của { $denominator }; các kỳ trước khoảng { $expected } %.
    .title = Tỷ lệ khác hẳn các kỳ trước
    .hint = Kiểm tra cả hai số.
    .why = Tử số và mẫu số tăng giảm cùng nhau; lệch hẳn nhau thì một trong hai số dễ bị gõ nhầm.
