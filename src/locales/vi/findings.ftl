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
    .why = Chương trình không lưu và không dò mật khẩu.

F003 = Tệp khóa do Excel hoặc LibreOffice tạo ra khi đang mở một bảng tính; đã bỏ qua.
    .title = Tệp khóa tạm thời
    .hint = Đóng bảng tính đang mở; nếu tệp khóa vẫn còn thì có thể xóa.
    .why = Tệp khóa không chứa số liệu.

F004 = Tệp có phần mở rộng { $value } nhưng nội dung là { $expected }; đã đọc theo nội dung.
    .title = Phần mở rộng không đúng
    .hint = Lưu lại tệp với đúng phần mở rộng.
    .why = Chương trình nhận dạng định dạng theo nội dung, không theo tên tệp.

F005 = Không phải tệp bảng tính ({ $value }); đã bỏ qua.
    .title = Không phải bảng tính
    .hint = Nếu tệp chứa số liệu thì nhập số liệu vào biểu mẫu Excel rồi gửi lại.
    .why = Chỉ bảng tính mới được tổng hợp; mọi tệp khác được liệt kê trong run.json.

F006 = Tệp vượt giới hạn { $limit }: { $value }, cho phép { $expected }.
    .title = Vượt giới hạn đọc
    .hint = Xóa các dòng, cột và định dạng thừa rồi lưu lại; nếu tệp đúng là lớn như vậy thì nâng giới hạn bằng tùy chọn { $option }.
    .why = Giới hạn giữ cho một tệp quá lớn không làm hỏng cả lần tổng hợp.

F007 = Việc đọc tệp này bị dừng đột ngột: { $reason }.
    .title = Việc đọc tệp bị dừng
    .hint = Mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại. Các tệp khác không bị ảnh hưởng.
    .why = Mỗi tệp được đọc trong một tiến trình riêng nên tệp hỏng không ảnh hưởng đến tệp khác.

F008 = Nội dung giống hệt tệp { $value }; chỉ một tệp được sử dụng.
    .title = Bản sao giống hệt
    .hint = Có thể xóa một trong hai tệp.
    .why = Cùng một báo cáo gửi hai lần không được cộng hai lần.

F009 = Tệp ẩn; đã bỏ qua.
    .title = Tệp ẩn
    .hint = Nếu là báo cáo thì đổi tên tệp (bỏ dấu chấm ở đầu).
    .why = Tệp ẩn thường do hệ điều hành hoặc phần mềm tạo ra.

F010 = Không đọc được trang “{ $sheet }”: { $reason }. Các trang khác của tệp vẫn được đọc.
    .title = Trang bị hỏng
    .hint = Mở tệp bằng Excel, kiểm tra trang này, lưu lại dạng .xlsx rồi gửi lại.
    .why = Một trang hỏng không làm mất số liệu của các trang khác.

F011 = Tệp bị thay đổi trong khi đang đọc; đã đọc lại nhưng tệp vẫn thay đổi.
    .title = Tệp thay đổi khi đang đọc
    .hint = Chờ chép tệp xong rồi chạy lại.
    .why = Đọc một tệp đang ghi dở sẽ cho số liệu sai.

F012 = Đây là liên kết (symlink, junction) trỏ tới nơi khác; đã bỏ qua.
    .title = Liên kết bị bỏ qua
    .hint = Chép chính tệp đó vào thư mục.
    .why = Liên kết có thể dẫn ra ngoài thư mục hoặc lặp vô hạn.

F013 = Bảng tổng hợp do chính chương trình này tạo ra; không coi là báo cáo.
    .title = Tệp do chương trình tạo
    .hint = Để kết quả ở ngoài thư mục báo cáo.
    .why = Cộng kết quả cũ vào kết quả mới là cộng hai lần.

F014 = Bảng tính không có ô nào có giá trị.
    .title = Bảng tính trống
    .hint = Kiểm tra lại tệp đã gửi.
    .why = Tệp trống thường do gửi nhầm.

F015 = Trang “{ $sheet }” là { $value }, không có ô số liệu; đã bỏ qua.
    .title = Trang không có ô số liệu
    .hint = Không cần làm gì.
    .why = Chương trình không chạy macro và không đọc số liệu từ biểu đồ.

F016 = Tên tệp không viết bằng Unicode; các byte lạ được ghi dạng \x… (ví dụ \xE1). Tệp vẫn được đọc và sử dụng.
    .title = Tên tệp không phải Unicode
    .hint = Đổi lại tên tệp bằng tiếng Việt Unicode hoặc không dấu; khi giải nén nên dùng chương trình hỗ trợ tên tệp UTF-8.
    .why = Phần mềm nén cũ ghi tên tệp theo bảng mã khác nên tên hiện sai trên máy này; vì thế không nhận ra được đơn vị hoặc kỳ báo cáo theo tên tệp.

F017 = Còn { $value } chỗ khác có cùng vấn đề { $expected } trên trang này, từ ô { $first } đến ô { $last }; chỉ liệt kê { $listed } chỗ đầu.
    .title = Nhiều chỗ có cùng một vấn đề
    .hint = Khắc phục nguyên nhân chung (biểu mẫu, cột, đơn vị tính) rồi gửi lại; các chỗ nêu ở đây được xử lý như những chỗ đã liệt kê.
    .why = Một nguyên nhân có thể gây lỗi ở hàng nghìn ô; liệt kê hết thì không ai đọc được.

F018 = Tệp không được sử dụng vì dữ liệu của tất cả các tệp vượt bộ nhớ cho phép; tệp này cần { $value }, cả lần chạy được phép { $expected }.
    .title = Quá nhiều dữ liệu cho một lần chạy
    .hint = Kiểm tra xem dữ liệu trong tệp có bị lặp hoặc bất thường không; nếu dữ liệu đúng thì chạy lại với --max-total lớn hơn.
    .why = Khi không đủ bộ nhớ, các tệp nặng nhất bị bỏ ra trước, để một tệp bất thường không làm hỏng cả lần tổng hợp.

F019 = Bảng tổng hợp của cấp dưới đã bị sửa sau khi lập (ở “{ $value }”); số liệu trong bảng không được tổng hợp.
    .title = Bảng tổng hợp bị sửa tay
    .hint = Đề nghị cấp dưới sửa ở báo cáo gốc, tổng hợp lại rồi gửi bảng mới; không gõ vào bảng tổng hợp.
    .why = Số gõ vào bảng tổng hợp không truy được về ô gốc và không khớp số liệu kèm theo.

F020 = Không sử dụng được bảng tổng hợp này của cấp dưới: { $value }; số liệu trong bảng không được tổng hợp.
    .title = Bảng tổng hợp không kèm số liệu gốc dùng được
    .hint = Đề nghị cấp dưới gửi chính các tệp báo cáo, hoặc lập lại bảng bằng cùng phiên bản chương trình.
    .why = Cấp trên chỉ tổng hợp những số truy được nguồn đến từng ô.

## Nhận dạng

R001 = Không nhận ra trang “{ $sheet }” thuộc biểu mẫu nào. Biểu gần nhất: { $candidates }.
    .title = Không nhận ra biểu mẫu
    .hint = Giữ nguyên tiêu đề và tên cột của biểu mẫu đã ban hành; dùng `tonghop inspect` để xem chương trình nhận ra gì.
    .why = Trang không nhận ra biểu mẫu thì số liệu không được tổng hợp.

R002 = Trang “{ $sheet }” phù hợp với nhiều biểu mẫu như nhau: { $candidates }.
    .title = Phù hợp với nhiều biểu mẫu
    .hint = Ghi rõ tên hoặc số hiệu biểu ở phần tiêu đề.
    .why = Chương trình không tự chọn khi còn nhiều cách hiểu.

R003 = Không xác định được đơn vị báo cáo từ tiêu đề, tên trang, tên tệp hoặc tên thư mục. Nội dung đọc được: { $value }. Tên gần nhất: { $candidates }.
    .title = Không rõ đơn vị báo cáo
    .hint = Ghi dòng “Đơn vị báo cáo: …” theo đúng tên trong danh mục đơn vị, hoặc thêm tên gọi khác vào units.csv.
    .why = Số liệu không rõ của đơn vị nào thì không được tổng hợp.

R004 = Tên “{ $value }” chưa rõ là đơn vị nào, có thể là { $candidates }.
    .title = Tên ứng với nhiều đơn vị
    .hint = Ghi đủ tên kèm cấp hành chính (huyện, thị xã, thành phố).
    .why = Nhiều đơn vị trùng tên, ví dụ huyện Kỳ Anh và thị xã Kỳ Anh.

R005 = Tên đơn vị không thống nhất: { $where_a } ghi { $a } nhưng { $where_b } ghi { $b }; số liệu của trang này không được tổng hợp.
    .title = Tên đơn vị mâu thuẫn
    .hint = Sửa tên tệp hoặc tiêu đề cho khớp rồi gửi lại.
    .why = Không thể biết số liệu là của đơn vị nào.

R006 = Không xác định được kỳ báo cáo của trang “{ $sheet }”.
    .title = Không rõ kỳ báo cáo
    .hint = Ghi kỳ báo cáo ở tiêu đề (ví dụ “Quý I năm 2019”) hoặc để tệp trong thư mục của kỳ (2019-Q1).
    .why = Số liệu không rõ kỳ báo cáo thì không được tổng hợp.

R007 = Kỳ báo cáo không thống nhất: { $where_a } ghi { $a } nhưng { $where_b } ghi { $b }; { $whole ->
        [1] bảng tổng hợp này không được sử dụng.
       *[other] số liệu của trang này không được tổng hợp.
    }
    .title = Kỳ báo cáo mâu thuẫn
    .hint = Kiểm tra có gửi nhầm báo cáo kỳ trước không; sửa tiêu đề hoặc chuyển tệp sang đúng thư mục.
    .why = Gửi lại báo cáo kỳ cũ là lỗi hay gặp nhất khi tổng hợp thủ công.

R008 = Không tìm thấy cột “{ $expected }”. Cột gần nhất: { $candidates }.
    .title = Thiếu cột
    .hint = Giữ nguyên tên cột của biểu mẫu, hoặc khai thêm tên gọi khác trong biểu mẫu.
    .why = Cột không nhận ra thì số liệu của cột không được tổng hợp.

R009 = Cột “{ $expected }” có thể là { $candidates }; không cột nào được tổng hợp.
    .title = Cột có thể hiểu nhiều cách
    .hint = Đặt tên cột khác nhau, đúng như biểu mẫu.
    .why = Chương trình không tự chọn khi còn nhiều cách hiểu.

R010 = Cột “{ $value }” không có trong biểu mẫu; không được tổng hợp.
    .title = Cột ngoài biểu mẫu
    .hint = Nếu là chỉ tiêu mới thì khai báo trong biểu mẫu.
    .why = Số liệu của cột do đơn vị tự thêm không được cộng vào tổng.

R011 = Không có dòng cho chỉ tiêu { $indicator } “{ $expected }”.
    .title = Thiếu dòng chỉ tiêu
    .hint = Bổ sung dòng này theo biểu mẫu; nếu không phát sinh thì ghi dấu “-”.
    .why = Chỉ tiêu thiếu dòng được coi là chưa báo cáo, không phải bằng 0.

R012 = { $row-name } không khớp chỉ tiêu nào của biểu mẫu; số liệu của dòng không được tổng hợp. Chỉ tiêu gần nhất: { $candidates }.
    .title = Không nhận ra dòng
    .hint = Giữ nguyên tên chỉ tiêu, hoặc khai thêm tên gọi khác (labels) trong biểu mẫu.
    .why = Dòng không nhận ra thì số liệu không được cộng vào tổng.

R013 = { $own ->
        [1] “{ $value }” là chính đơn vị lập báo cáo, không thuộc loại dòng của biểu; số liệu của dòng không được tổng hợp.
       *[other] “{ $value }” không khớp đơn vị nào thuộc { $parent }; số liệu của dòng không được tổng hợp. Tên gần nhất: { $candidates }.
    }
    .title = Không rõ dòng của đơn vị nào
    .hint = Sửa tên theo danh mục đơn vị, hoặc thêm tên gọi khác vào units.csv.
    .why = Dòng không rõ của đơn vị nào thì số liệu không được cộng vào tổng.

R014 = “{ $value }” đã có ở ô { $first }; dòng lặp lại không được tổng hợp.
    .title = Dòng lặp lại
    .hint = Xóa dòng thừa, hoặc sửa tên nếu là đơn vị (chỉ tiêu) khác.
    .why = Tính cả hai dòng là cộng hai lần.

R015 = Không có dòng cho { $value }.
    .title = Thiếu dòng của đơn vị
    .hint = Bổ sung dòng của đơn vị này.
    .why = Đơn vị thiếu dòng được coi là chưa báo cáo, không phải bằng 0.

R016 = { $blank ->
        [1] Cột có ô tiêu đề để trống được hiểu là cột “{ $expected }”.
       *[other] “{ $value }” được hiểu là “{ $expected }”.
    }
    .title = Đã nhận ra dù viết khác
    .hint = { $blank ->
        [1] Kiểm tra lại rồi ghi tiêu đề cột vào ô để trống.
       *[other] Kiểm tra lại; nếu đúng thì thêm “{ $value }” làm tên gọi khác (labels, header hoặc cột aliases của units.csv), nếu không thì sửa trong tệp.
    }
    .why = Chương trình chỉ bỏ qua lỗi gõ không tạo thành từ khác hoặc khi có căn cứ thứ hai, và chỉ khi còn một cách hiểu.

R017 = Chưa nhận ra đơn vị báo cáo trong tiêu đề; lấy { $value } theo { $where }.
    .title = Đơn vị không lấy từ tiêu đề
    .hint = Nên ghi dòng “Đơn vị báo cáo: …” trong biểu.
    .why = Tên tệp dễ bị đổi khi chuyển tiếp.

R018 = Chưa nhận ra kỳ báo cáo trong tiêu đề; lấy { $value } theo { $where }.
    .title = Kỳ báo cáo không lấy từ tiêu đề
    .hint = Nên ghi kỳ báo cáo ở tiêu đề.
    .why = Tên tệp và thư mục dễ bị đổi khi chuyển tiếp.

R019 = Dòng “{ $value }” mang số thứ tự { $code } của chỉ tiêu khác; đã hiểu theo tên là { $expected }.
    .title = Số thứ tự không khớp tên
    .hint = Giữ nguyên số thứ tự của biểu mẫu.
    .why = Chèn hoặc xóa dòng làm lệch số thứ tự; vì vậy căn cứ theo tên.

R020 = Dòng “{ $value }” có thể là { $candidates }; không được tổng hợp.
    .title = Dòng có thể hiểu nhiều cách
    .hint = Ghi đủ số thứ tự và tên chỉ tiêu như biểu mẫu.
    .why = Chương trình không tự chọn khi còn nhiều cách hiểu.

R021 = Tên tệp ghi { $a } nhưng tiêu đề và thư mục ghi { $b }; đã tổng hợp theo tiêu đề và thư mục.
    .title = Tên tệp ghi kỳ báo cáo khác
    .hint = Đổi tên tệp cho khớp.
    .why = Tên tệp thường chép lại từ kỳ trước.

R022 = Có { $value } số ở { $cell } không được tổng hợp: { $reason }.
    .title = Số liệu không được tổng hợp
    .hint = Đưa số liệu vào đúng dòng, cột của biểu mẫu, hoặc xóa nếu không thuộc báo cáo.
    .why = Mọi con số đều được đối chiếu; số không thuộc dòng, cột nào của biểu thì không được tổng hợp.

R023 = { $row-name } là { $reason }; không cộng vào tổng.
    .title = Dòng được bỏ qua
    .hint = Nếu đây là số liệu phải tổng hợp thì đổi tên dòng; nếu biểu luôn có dòng này thì khai báo trong mục [words] (pass) của biểu mẫu hoặc dự án.
    .why = Dòng bình quân, kế hoạch, kỳ trước, ví dụ không phải số liệu của một đơn vị.

R024 = Bảng thứ hai trên trang có tiêu đề riêng “{ $value }”; số liệu của bảng này không được tổng hợp.
    .title = Bảng thứ hai không được tổng hợp
    .hint = Nếu bảng này cũng phải tổng hợp thì bỏ dòng tiêu đề xen giữa hoặc gộp vào bảng trên; nếu không thì chuyển sang trang khác.
    .why = Không rõ bảng có tiêu đề riêng có thuộc báo cáo hay không.

R025 = { $value } không tồn tại trong kỳ báo cáo; số liệu của dòng không được tổng hợp.
    .title = Dòng của đơn vị không còn hiệu lực
    .hint = Ghi số liệu vào đơn vị mới theo danh mục, hoặc sửa thời hạn trong units.csv.
    .why = Sau sáp nhập, tính cả đơn vị cũ và đơn vị mới là cộng hai lần.

R026 = “{ $value }” đã có ở ô { $first } với số thứ tự khác; được tổng hợp thành hai dòng.
    .title = Hai dòng trùng tên
    .hint = Nếu là một thì xóa dòng thừa; nếu là hai thì đặt tên khác nhau.
    .why = Hai cơ sở có thể trùng tên, cũng có thể là một dòng bị chép lại.

R027 = “{ $value }” đã có ở ô { $first } với nội dung khác; cả hai đều được tổng hợp.
    .title = Hai bản ghi cùng số
    .hint = Nếu là một thì xóa dòng thừa; nếu là hai thì sửa lại số, ký hiệu. Có thể khai cột phân biệt bản ghi: [rows] key trong biểu mẫu.
    .why = Một văn bản ghi hai lần với nội dung khác nhau thì có một lần ghi sai.

R028 = Tên thư mục “{ $value }” (trong { $folder }) không cho biết rõ kỳ báo cáo hoặc mâu thuẫn với thư mục chứa nó; các tệp trong thư mục được đọc và xác định kỳ báo cáo theo tiêu đề.
    .title = Thư mục không rõ kỳ báo cáo
    .hint = Đặt tên thư mục theo kỳ, ví dụ 2019-Q1, 2019-03 hoặc 2019/Quý I.
    .why = Nếu suy đoán theo tên thư mục không rõ, cả một thư mục báo cáo có thể bị xếp nhầm sang kỳ khác.

R029 = { $value } mục của danh sách mở ([lists] có open = true) vượt quá số chỉ tiêu mà một biểu mẫu chứa được; các cột đó không được tổng hợp.
    .title = Danh sách mở có quá nhiều mục
    .hint = Kiểm tra xem tệp nào có tiêu đề lạ; nếu đúng là nhiều như vậy thì tách biểu mẫu.
    .why = Mỗi mục là một chỉ tiêu; số chỉ tiêu của một biểu mẫu có giới hạn.

R030 = “{ $value }” của danh sách { $list } chỉ có ở báo cáo của một đơn vị; được tổng hợp thành mục riêng. Gần giống: { $candidates }.
    .title = Mục chỉ có ở một đơn vị
    .hint = Nếu là cách viết khác của tên gần giống thì sửa tiêu đề cột cho đúng từng chữ; nếu đúng là tên riêng thì không cần làm gì.
    .why = Các mục của danh sách mở được so khớp đúng từng chữ; viết khác một chữ là thành hai chỉ tiêu, tổng bị chia đôi.

R031 = Bảng tổng hợp của cấp dưới có { $value } mà dự án này không khai báo, không thuộc cấp đó hoặc khai báo khác; { $count } số liệu không được tổng hợp.
    .title = Bảng tổng hợp có phần không nhận ra
    .hint = Thống nhất mã đơn vị, mã biểu, mã và đơn vị tính của chỉ tiêu giữa hai cấp rồi tổng hợp lại.
    .why = Hai cấp hiểu một mã theo hai nghĩa thì số cộng lại bị sai.

R032 = Biểu mẫu trống lập cho { $value } nhưng trang ghi { $expected }; tổng hợp theo { $expected }.
    .title = Biểu mẫu trống của đơn vị hoặc kỳ báo cáo khác
    .hint = Dùng đúng biểu mẫu trống lập cho đơn vị và kỳ báo cáo này (tonghop template).
    .why = Điền vào biểu mẫu của đơn vị khác thì dễ còn sót số liệu của đơn vị đó.

R033 = Trang được điền trên phiên bản cũ của biểu mẫu ({ $value }, nay là { $expected }); chỉ tiêu mới có: { $new }; chỉ tiêu không còn phải báo cáo: { $gone }.
    .title = Biểu mẫu trống phiên bản cũ
    .hint = Gửi lại biểu mẫu trống mới cho đơn vị (tonghop template).
    .why = Biểu mẫu cũ thiếu những chỉ tiêu nay phải báo cáo; phần còn dùng được vẫn được tổng hợp.

## Ô và giá trị

C001 = Ô ghi “{ $value }”, cần { $expected }; ô này không được tổng hợp.
    .title = Không phải số
    .hint = Chỉ ghi con số; phần giải thích để ở cột ghi chú.
    .why = Giá trị không đọc được thì chương trình không suy đoán.

C002 = Ô báo lỗi { $value }; không được tổng hợp.
    .title = Ô báo lỗi công thức
    .hint = Sửa công thức hoặc nhập số trực tiếp rồi gửi lại.
    .why = Ô báo lỗi không có giá trị.

C003 = Ô có công thức nhưng không lưu kết quả; không được tổng hợp.
    .title = Công thức chưa có kết quả
    .hint = Mở tệp bằng Excel, bấm F9, lưu lại rồi gửi.
    .why = Tệp do phần mềm khác tạo ra có thể không lưu kết quả công thức.

C004 = Số “{ $value }” lưu dạng văn bản; đã đọc là { $expected }.
    .title = Số lưu dạng văn bản
    .hint = Chọn định dạng Number cho ô rồi nhập lại.
    .why = Excel không cộng số lưu dạng văn bản nên tổng của đơn vị dễ sai.

C005 = “{ $value }” có thể là { $a } hoặc { $b }; không được tổng hợp.
    .title = Số có thể hiểu hai cách
    .hint = { $kind ->
        [percent] Nếu đúng là { $b } % thì ghi { $b }%, hoặc bỏ định dạng % của ô rồi ghi { $b }.
        [share] Chọn định dạng % cho ô, hoặc ghi { $b } (nếu đúng là { $b } %) hay { $a }% (nếu đúng là { $a } %).
       *[text] Nhập lại số, không dùng dấu phân cách hàng nghìn.
    }
    .why = Dấu chấm và dấu phẩy bị dùng lẫn giữa kiểu Việt Nam và kiểu Anh; tỷ lệ ghi không có dấu % có thể hiểu hai cách.

C006 = Trang “{ $sheet }” dùng bảng mã { $value }; đã chuyển sang Unicode.
    .title = Đã chuyển bảng mã cũ
    .hint = Nên soạn bằng phông chữ Unicode (Times New Roman).
    .why = Chữ TCVN3 (ABC) và VNI không so khớp được nếu không chuyển mã.

C007 = Giá trị “{ $value }” nằm dưới vùng ô gộp { $area } nên không nhìn thấy; không được tổng hợp.
    .title = Giá trị nằm dưới ô gộp
    .hint = Bỏ gộp ô, kiểm tra và xóa giá trị thừa.
    .why = Người gửi không nhìn thấy giá trị này khi mở tệp.

C008 = “{ $value }” có kèm đơn vị tính; đã đọc là { $expected }.
    .title = Số kèm đơn vị tính
    .hint = Chỉ ghi con số.
    .why = Ô có chữ thì Excel không cộng được.

C009 = “{ $value }” là số ước lượng; đã đọc là { $expected }.
    .title = Số ước lượng
    .hint = Ghi số chính xác.
    .why = Số “trên”, “khoảng” làm tổng chỉ còn là số gần đúng.

C010 = “{ $value }” đã được đọc là { $a } trên { $b }.
    .title = Phân số
    .hint = Nên ghi riêng tử số và mẫu số.
    .why = Tỷ lệ chung phải tính từ tử số và mẫu số.

C011 = Ô nằm ở { $value } bị ẩn nhưng có số liệu; vẫn được tổng hợp.
    .title = Dòng hoặc cột bị ẩn
    .hint = Kiểm tra dòng, cột ẩn; xóa nếu là số liệu cũ.
    .why = Số liệu ẩn thường là số cũ còn sót lại.

C012 = Trang “{ $sheet }” bị ẩn nhưng có số liệu của biểu mẫu; không được tổng hợp.
    .title = Trang bị ẩn
    .hint = Bỏ ẩn trang nếu đây là báo cáo, hoặc xóa nếu là số liệu cũ.
    .why = Người gửi không nhìn thấy trang này.

C013 = Ô ghi “{ $value }”, cần “Có” hoặc “Không”; ô này không được tổng hợp.
    .title = Không rõ “Có” hay “Không”
    .hint = Ghi “Có” hoặc “Không”.
    .why = Câu trả lời không rõ thì chương trình không suy đoán.

C014 = Ô ghi “{ $value }”, cần ngày dạng ngày/tháng/năm; ô này không được tổng hợp.
    .title = Không phải ngày
    .hint = Ghi ngày dạng 15/01/2019.
    .why = Ngày không rõ thì chương trình không suy đoán.

C015 = Giá trị { $value } ngoài khoảng cho phép ({ $expected }).
    .title = Ngoài khoảng cho phép
    .hint = Kiểm tra lại số liệu; nếu đúng thì điều chỉnh khoảng cho phép trong biểu mẫu.
    .why = Giá trị ngoài khoảng cho phép thường do gõ nhầm.

C016 = Chỉ tiêu { $indicator } “{ $expected }” bỏ trống.
    .title = Chỉ tiêu bắt buộc bỏ trống
    .hint = Điền số liệu; không phát sinh thì ghi dấu “-”, chưa có số liệu thì ghi “…”.
    .why = Ô trống là chưa báo cáo, không phải bằng 0.

C017 = Đơn vị này không phải báo cáo chỉ tiêu { $indicator } nhưng có ghi “{ $value }”; không được tổng hợp.
    .title = Chỉ tiêu không áp dụng
    .hint = Bỏ số liệu này, hoặc sửa phạm vi áp dụng trong biểu mẫu.
    .why = Cộng số của đơn vị ngoài phạm vi làm sai tổng.

C018 = Tử số lớn hơn mẫu số của chỉ tiêu { $indicator }: { $numerator }, { $denominator }.
    .title = Tử số lớn hơn mẫu số
    .hint = Kiểm tra lại hai số.
    .why = Tỷ lệ không thể vượt 100 %.

C019 = Mẫu số của chỉ tiêu { $indicator } bằng 0 nhưng tử số khác 0: { $numerator }.
    .title = Mẫu số bằng 0
    .hint = Kiểm tra lại hai số.
    .why = Không chia được cho 0.

C020 = Giá trị { $value } không phải số nguyên không âm; không được tổng hợp.
    .title = Không phải số nguyên
    .hint = Kiểm tra dấu phân cách hàng nghìn và phần thập phân.
    .why = Số đếm không thể lẻ hoặc âm.

C021 = { $value } trong cột tỷ lệ đã được đọc là { $expected } %.
    .title = Tỷ lệ ghi dạng số thập phân
    .hint = Ghi bằng số phần trăm nêu trên, có hoặc không kèm dấu %.
    .why = Ô định dạng phần trăm lưu 0,95 cho 95 %.

C022 = Ô chứa ngày { $value } ở chỗ của số; Excel có thể đã đổi “{ $a }” thành ngày. Ô này không được tổng hợp.
    .title = Ngày ở chỗ của số
    .hint = Chọn định dạng Number cho ô (Text nếu là phân số) rồi nhập lại.
    .why = Excel tự đổi 12/3 thành ngày.

C023 = Ô chứa số { $value } ở chỗ của ngày; đã đọc là { $expected }.
    .title = Số ở chỗ của ngày
    .hint = Chọn định dạng Date cho ô.
    .why = Excel lưu ngày bằng số thứ tự.

C024 = Tỷ lệ ghi { $value } nhưng tính từ tử số và mẫu số là { $expected }; đã dùng số tính lại.
    .title = Tỷ lệ ghi không khớp phép tính
    .hint = Kiểm tra lại tử số, mẫu số và tỷ lệ.
    .why = Tỷ lệ chung luôn được tính từ tử số và mẫu số.

C025 = “{ $value }” có thể là { $a } hoặc { $b }; đã đọc là { $expected } vì { $reason }.
    .title = Số được hiểu theo ngữ cảnh
    .hint = Nhập lại số, không dùng dấu phân cách hàng nghìn.
    .why = Chỉ đọc như vậy khi loại chỉ tiêu hoặc các ô bên cạnh chỉ cho phép một cách hiểu.

C026 = “{ $value }” đã được đọc là { $expected }.
    .title = Số 0 ở đầu
    .hint = Ghi số không có số 0 ở đầu.
    .why = Cách ghi 02 thường gặp trong văn bản hành chính.

C027 = “{ $value }” trong cột trả lời “Có”, “Không” đã được đọc là “{ $expected }”.
    .title = “Có”, “Không” ghi bằng dấu hoặc số
    .hint = Ghi “Có” hoặc “Không”.
    .why = Số 1, số 0 và dấu x được hiểu là “Có”, “Không”.

C028 = Biểu ghi đơn vị tính “{ $value }” ({ $where }) nhưng biểu mẫu quy định “{ $expected }” cho chỉ tiêu { $indicator }; số liệu không được tổng hợp.
    .title = Đơn vị tính khác biểu mẫu
    .hint = Quy đổi số liệu về đơn vị tính của biểu mẫu.
    .why = Nhầm nghìn, triệu, tỷ làm số liệu sai hàng nghìn lần.

C029 = Biểu ghi đơn vị tính “{ $value }” ({ $where }), biểu mẫu quy định “{ $expected }” cho chỉ tiêu { $indicator }; số liệu đã được nhân với { $factor }.
    .title = Đã quy đổi đơn vị tính
    .hint = Kiểm tra lại; tốt nhất ghi theo đơn vị tính của biểu mẫu.
    .why = Biểu mẫu cho phép quy đổi (convert = true).

C030 = Ô lưu { $value } nhưng định dạng hiển thị ở độ lớn khác ({ $expected }).
    .title = Định dạng hiển thị độ lớn khác
    .hint = Dùng định dạng số thông thường và ghi theo đơn vị tính của biểu mẫu.
    .why = Người gửi nhìn thấy “1,5 triệu” nhưng ô chỉ lưu 1,5.

C031 = Ô có phần bị gạch ngang; { $expected }.
    .title = Số bị gạch ngang
    .hint = Xóa hẳn phần đã bỏ rồi gửi lại.
    .why = Gạch ngang nghĩa là người gửi đã bỏ số đó, nhưng máy vẫn đọc được.

C032 = Ô có dấu chú thích viết nhỏ phía trên; đã đọc là { $expected }.
    .title = Đã bỏ dấu chú thích
    .hint = Chuyển chú thích sang cột ghi chú.
    .why = Chữ số chú thích viết liền sẽ thành một chữ số của số liệu.

C033 = Công thức có kết quả lưu là 0 trong tệp xls do LibreOffice ghi; kết quả thật có thể là chữ hoặc số khác.
    .title = Kết quả 0 có thể không đúng
    .hint = Mở tệp, lưu lại dạng .xlsx rồi gửi.
    .why = LibreOffice lưu 0 cho công thức có kết quả là chữ.

C034 = “{ $value }” chỉ cho biết giới hạn, không phải con số; không được tổng hợp.
    .title = Giới hạn, không phải số
    .hint = Ghi số chính xác, hoặc “…” nếu chưa có số liệu.
    .why = Coi “<5” là 5 tức là lấy giá trị duy nhất chắc chắn sai.

C035 = Ngày { $value } cách xa kỳ báo cáo.
    .title = Ngày cách xa kỳ báo cáo
    .hint = Kiểm tra năm đã gõ.
    .why = Ngày lệch hơn một năm thường do gõ nhầm năm.

C036 = “{ $value }” không thuộc các giá trị mà biểu mẫu dùng để phân loại ({ $expected }); dòng không vào danh sách nào.
    .title = Giá trị ngoài danh sách
    .hint = Ghi đúng một trong các giá trị của biểu mẫu.
    .why = Dòng có giá trị lạ bị bỏ khỏi mọi danh sách.

C037 = Ô ở cột chữ chứa { $value }; nội dung gốc có thể đã bị đổi, đã đọc là “{ $expected }”.
    .title = Mã số có thể bị Excel đổi
    .hint = Chọn định dạng Text cho cột rồi nhập lại.
    .why = Excel bỏ số 0 ở đầu, chỉ giữ 15 chữ số và đổi 12/3 thành ngày.

C038 = Ô chứa thời lượng { $value } ở chỗ của số; không được tổng hợp.
    .title = Thời lượng ở chỗ của số
    .hint = Ghi số giờ bằng số (ví dụ 36,5) và chọn định dạng Number cho ô.
    .why = Thời lượng được lưu theo ngày: 36:00 là 1,5.

C039 = Ô nằm trong vùng gộp { $area }: số { $value } chỉ tính cho ô đầu của vùng.
    .title = Một số gộp cho nhiều ô
    .hint = Bỏ gộp ô rồi ghi từng số vào ô của nó.
    .why = Một số gộp qua nhiều dòng hoặc nhiều cột thì chỉ đơn vị gửi mới biết mỗi dòng, mỗi cột là bao nhiêu.

## Tổng và bảng

T001 = { $expected_label }: dòng tổng ghi { $value } nhưng cộng các dòng được { $expected }; có thể dòng tổng sai, hoặc có dòng tổng nhóm bị tính là dòng số liệu.
    .title = Dòng tổng không khớp
    .hint = Kiểm tra công thức của dòng tổng và các dòng thành phần; dòng nào là tổng nhóm thì ghi “Cộng nhóm”. Kết quả tổng hợp lấy theo các dòng thành phần.
    .why = Tổng sai thường do thiếu dòng trong công thức SUM hoặc gõ đè.

T002 = { $expected_label }: các ô tổng khác là công thức, riêng ô này là số gõ tay { $value }, cộng các dòng được { $expected }.
    .title = Công thức bị gõ đè
    .hint = Khôi phục công thức.
    .why = Số gõ đè không còn đúng khi dòng thành phần thay đổi.

T003 = Số liệu các cột bị lệch một cột so với tiêu đề (từ cột { $value }); các cột lệch không được tổng hợp.
    .title = Cột có thể bị lệch
    .hint = Kiểm tra vị trí các cột so với tiêu đề.
    .why = Chèn hoặc xóa ô làm lệch cả cột.

T004 = { $row-name } bằng tổng các dòng { $rows } nên được coi là dòng tổng, không tính là số liệu của một đơn vị.
    .title = Dòng được coi là dòng tổng
    .hint = Ghi “Tổng cộng” ở dòng tổng; nếu đây đúng là một đơn vị thì kiểm tra lại số liệu.
    .why = Cộng cả dòng tổng là cộng hai lần.

T005 = { $row-name } { $reason }; vẫn được tính là một dòng số liệu.
    .title = Dòng có thể là dòng tổng
    .hint = Nếu là dòng tổng thì ghi “Tổng cộng” hoặc “Cộng nhóm”; nếu không thì không cần làm gì.
    .why = Với số nhỏ, một dòng có thể ngẫu nhiên bằng tổng các dòng khác.

## Gửi báo cáo

S001 = { $name } chưa gửi biểu “{ $form_title }” kỳ báo cáo { $period }; hạn gửi { $deadline }.
    .title = Chưa gửi báo cáo
    .hint = Đôn đốc đơn vị gửi báo cáo.
    .why = Đơn vị chưa gửi không được coi là bằng 0; tổng ghi rõ số đơn vị đã báo cáo.

S002 = { $name } gửi báo cáo ngày { $value }, hạn gửi { $expected }.
    .title = Gửi chậm
    .hint = Ghi nhận để theo dõi; số liệu vẫn được tổng hợp.
    .why = Gửi chậm ảnh hưởng đến thời hạn tổng hợp.

S003 = { $name } đã gửi { $forms ->
        [0] bảng tổng hợp này
       *[other] biểu “{ $form_title }”
    } nhiều lần; số liệu lấy từ tệp { $expected }, tệp này không được sử dụng.
    .title = Bản đã được thay thế
    .hint = Kiểm tra bản được sử dụng có phải bản đúng không.
    .why = Chỉ một bản được sử dụng: theo lần gửi ghi trên tên tệp, rồi theo thời điểm sửa của tài liệu.

S004 = { $name } không thuộc diện báo cáo biểu “{ $form_title }”; số liệu không được tổng hợp.
    .title = Không thuộc diện báo cáo
    .hint = Kiểm tra đơn vị, hoặc bổ sung đơn vị vào danh sách báo cáo của biểu.
    .why = Cộng số của đơn vị không thuộc diện báo cáo làm sai tổng.

S005 = Số liệu của { $name } giống hệt kỳ báo cáo { $value }.
    .title = Giống hệt kỳ trước
    .hint = Đề nghị đơn vị kiểm tra có gửi nhầm báo cáo kỳ trước không.
    .why = Gửi báo cáo kỳ cũ đã đổi tiêu đề là lỗi hay gặp.

S006 = Số liệu của { $name } giống hệt số liệu của { $value }.
    .title = Hai đơn vị có số liệu giống hệt nhau
    .hint = Đề nghị cả hai đơn vị kiểm tra lại.
    .why = Thường do chép tệp của đơn vị khác mà chưa sửa số liệu.

S007 = { $name } gửi nhiều bản khác nhau, không phân biệt được bản nào mới nhất: { $value }. Không bản nào được sử dụng.
    .title = Không rõ sử dụng bản nào
    .hint = Xóa bản cũ, hoặc ghi “lần 2” vào tên tệp của bản mới.
    .why = Chương trình không tự chọn khi còn nhiều cách hiểu.

S008 = Tài liệu không ghi thời điểm sửa; lấy thời điểm của tệp: { $value }.
    .title = Ngày nhận lấy theo thời điểm của tệp
    .hint = Không cần làm gì nếu không xét gửi chậm.
    .why = Thời điểm của tệp thay đổi khi sao chép.

S009 = { $name }: bản được sử dụng có { $value } dòng, bản bị thay thế ({ $expected }) có { $rows } dòng.
    .title = Bản thay thế có ít số liệu hơn
    .hint = Đề nghị đơn vị xác nhận; nếu bản mới chỉ ghi phần sửa đổi thì gửi lại bản đầy đủ.
    .why = Bản chỉ có phần sửa đổi mà thay cho cả bản cũ thì mất các dòng còn lại.

S010 = Biểu của { $name } được ghép từ các trang { $value }.
    .title = Ghép từ nhiều trang
    .hint = Kiểm tra có trang nào là bản cũ không.
    .why = Một trang cũ còn sót lại có thể đưa trở lại những số liệu đã bỏ.

S011 = { $name }: { $value } bản ghi cũng có trong báo cáo của { $other } ({ $records }); được tổng hợp ở cả hai đơn vị.
    .title = Bản ghi do hai đơn vị cùng gửi
    .hint = Thống nhất đơn vị nào báo cáo các bản ghi này.
    .why = Văn bản, sự kiện do nhiều đơn vị cùng kê thì tổng bị tính lặp.

S012 = { $name }: thời điểm lưu của báo cáo là { $value }, sau ngày chạy chương trình ({ $expected }); không xét được báo cáo gửi đúng hạn hay gửi chậm.
    .title = Thời điểm nhận sau ngày chạy
    .hint = Kiểm tra đồng hồ của máy đã lưu tệp và của máy này, rồi lưu lại tệp.
    .why = Máy tính chạy sai giờ ghi vào tệp một thời điểm chưa tới; không dùng thời điểm đó để xét hạn gửi.

S013 = { $value }: { $name } và { $other } cùng báo cáo; số liệu của { $other } ({ $expected }) được tổng hợp, số liệu ở đây thì không.
    .title = Một đơn vị được hai nơi báo cáo
    .hint = Thống nhất nơi nào báo cáo; nếu cả hai cùng phải gửi thì khai hai biểu.
    .why = Cộng cả hai thì đơn vị đó bị tính hai lần.

S014 = Bảng tổng hợp của { $value }: có { $reported } trên { $expected_count } báo cáo, nhận đến ngày { $expected }, xét hạn gửi đến ngày { $judged }; { $errors } lỗi, { $warnings } cảnh báo.
    .title = Báo cáo qua bảng tổng hợp của cấp dưới
    .hint = Nếu thiếu báo cáo thì đề nghị cấp đó bổ sung rồi gửi lại bảng.
    .why = Từng báo cáo trong bảng được tổng hợp như gửi thẳng, truy được đến ô gốc.

S015 = Tệp accepted.csv, dòng { $line } ({ $value }): { $expired ->
        [yes] đã hết hạn, vấn đề lại được nêu như thường lệ.
       *[no] không còn vấn đề nào như vậy.
    }
    .title = Chấp nhận giải trình đã hết hạn hoặc không còn cần
    .hint = Gia hạn (cột until) nếu giải trình còn giá trị; nếu không thì bỏ dòng này.
    .why = Giải trình cũ để lại có thể che một lỗi mới.

S016 = Chỉ tiêu { $indicator }: lấy { $expected } thay cho { $value } (tệp corrections.csv, dòng { $line }: { $reason }; { $who }, { $when }).
    .title = Số liệu do cơ quan tổng hợp đính chính
    .hint = Đề nghị đơn vị sửa cả trong tệp; khi đó bỏ được dòng này.
    .why = Số đính chính qua điện thoại, công văn chỉ được áp dụng khi ô còn đúng số cũ, và luôn được ghi rõ cạnh số liệu.

S017 = Tệp corrections.csv, dòng { $line } (chỉ tiêu { $indicator }, { $value } → { $expected }): { $why ->
        [gone] không áp dụng; trong tệp là { $found }, không phải số cũ.
        [done] tệp đã ghi đúng số mới; bỏ được dòng này.
        [several] không áp dụng; có { $found } ô cùng ghi số cũ.
        [unread] không áp dụng; không đọc được số mới.
       *[none] không áp dụng; kỳ báo cáo này không có số liệu nào như vậy được tổng hợp.
    }
    .title = Đính chính không áp dụng được
    .hint = Đối chiếu dòng này với tệp; ghi rõ hơn tệp, đơn vị, dòng.
    .why = Đính chính không khớp số cũ có thể là của tệp khác, hoặc số liệu đã được sửa rồi.

S018 = { $name }: báo cáo bổ sung này thêm vào { $expected }; thay { $value ->
        [0] không dòng nào
       *[other] { $value } dòng ({ $rows })
    }, thêm { $added } dòng.
    .title = Báo cáo bổ sung, ghép theo dòng
    .hint = Kiểm tra có đúng là đơn vị chỉ gửi phần thay đổi không.
    .why = Biểu cho phép gửi bổ sung; các dòng khác giữ nguyên như báo cáo trước.

## Quy tắc của biểu

figure-own = mục { $name } báo cáo { $value }
figure-previous = mục { $name } kỳ trước báo cáo { $value }
figure-other = { $name } là { $value }

V001 = { $text } (quy tắc { $rule }: { $expected }; { $value })
    .title = Vi phạm quy tắc của biểu
    .hint = Kiểm tra lại các ô liên quan rồi gửi lại.
    .why = Quy tắc do cơ quan tổng hợp khai báo trong biểu mẫu.

## Kỳ trước

P001 = Các đơn vị đã báo cáo kỳ này không giống kỳ báo cáo { $previous }. Chỉ có ở kỳ này: { $came }; chỉ có ở kỳ trước: { $went }. Tăng, giảm chỉ tính được trên { $value } đơn vị (hoặc nhóm đơn vị) có cả hai kỳ.
    .title = Đơn vị báo cáo hai kỳ khác nhau
    .hint = Đôn đốc đơn vị chưa gửi.
    .why = So sánh hai tổng của hai nhóm đơn vị khác nhau là sai.

P002 = Kỳ báo cáo { $value } không có báo cáo nào; không so sánh được.
    .title = Không có số liệu kỳ trước
    .hint = Để báo cáo kỳ trước vào thư mục của kỳ đó nếu cần so sánh.
    .why = Số liệu kỳ trước được đọc từ chính thư mục của kỳ đó.

P003 = { $value } được lập từ { $old }: chỉ so sánh được với kỳ báo cáo { $previous } theo cả nhóm, không so sánh được riêng từng đơn vị.
    .title = Chỉ so sánh được theo nhóm
    .hint = Nếu biết tỷ lệ chia của chỉ tiêu thì khai trong successions.csv (form, indicator, share).
    .why = Khi đơn vị cũ được chia cho nhiều đơn vị mới thì không biết phần nào thuộc đơn vị nào.

P004 = Kỳ báo cáo { $previous } đã khóa sổ nhưng số liệu trong tệp nay cộng khác kết quả đã công bố ({ $value }; tất cả { $count } chỉ tiêu); phần so sánh tính theo tệp.
    .title = Kỳ đã khóa sổ bị thay đổi
    .hint = Khôi phục các tệp của kỳ đã khóa sổ, hoặc mở lại kỳ đó trong closed.csv rồi chạy lại.
    .why = Một kỳ sẽ có hai số liệu công bố mâu thuẫn nhau.

P005 = Lũy kế từ đầu năm còn thiếu đơn vị chưa gửi: { $value } (kỳ báo cáo và số đơn vị).
    .title = Lũy kế chưa đủ
    .hint = Đôn đốc phần còn thiếu rồi chạy lại; chưa công bố lũy kế và tỷ lệ hoàn thành kế hoạch như số đầy đủ.
    .why = Lũy kế thiếu một đơn vị dễ bị hiểu là lũy kế giảm.

P006 = Chỉ tiêu { $value }: các đơn vị trả lời kỳ này không giống kỳ báo cáo { $previous } nên không tính tăng, giảm của số tổng.
    .title = Không cùng đơn vị trả lời hai kỳ
    .hint = Xem số của các đơn vị trả lời cả hai kỳ trong totals.csv (cột like_value, like_previous), hoặc đôn đốc đơn vị để trống.
    .why = Có thêm câu trả lời thì tổng tăng dù số liệu không tăng.

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
    .hint = Đề nghị đơn vị xác nhận; đúng thì giữ nguyên, sai thì sửa và gửi lại.
    .why = Thừa một số 0 hay nhầm đơn vị tính làm sai tổng mà cộng dọc, cộng ngang không phát hiện được.

P008 = { $indicator } là 0 hoặc gạch ngang, trong khi các kỳ trước luôn có số liệu (kỳ gần nhất trước: { $past }).{ $count ->
        [1] {""}
       *[other] {" "}Báo cáo này có { $count } số như vậy.
    }
    .title = Bằng 0 trong khi các kỳ trước đều có số liệu
    .hint = Đề nghị đơn vị xác nhận là không phát sinh hay chưa điền.
    .why = Điền 0 khi chưa có số liệu làm tổng giảm mà không ai biết.

P009 = { $name }: { $value } trên { $expected } số phát sinh trùng hệt kỳ báo cáo { $previous }{ $columns ->
        [none] .
       *[other] , ở { $columns }.
    }
    .title = Số liệu kỳ trước chưa cập nhật
    .hint = Đề nghị đơn vị kiểm tra có quên cập nhật số liệu kỳ này không.
    .why = Mở tệp kỳ trước, đổi tiêu đề rồi gửi là lỗi hay gặp.

P010 = { $name }: các số phát sinh ({ $count } số) đều gấp khoảng { $value } lần các kỳ trước, các đơn vị khác thì không; có thể là số lũy kế.
    .title = Có thể là số lũy kế
    .hint = Đề nghị đơn vị xác nhận đã ghi số trong kỳ hay số lũy kế từ đầu năm.
    .why = Ghi số lũy kế vào cột số trong kỳ thì tổng bị cộng chồng các kỳ.

P011 = { $rows ->
        [all] Số liệu của { $value } dòng không nằm ở dòng như kỳ báo cáo { $previous } (cột { $indicator }): tên các dòng có thể đã được sắp xếp lại mà số liệu không đổi theo.
       *[other] Số liệu của hai dòng { $rows } có thể đã đổi chỗ cho nhau: mỗi dòng gần với số liệu kỳ trước của dòng kia hơn nhiều.
    }
    .title = Số liệu nằm nhầm dòng
    .hint = So từng dòng với báo cáo kỳ trước.
    .why = Tổng không đổi nên cộng lại không phát hiện được, nhưng số liệu của từng đơn vị thì sai.

P012 = { $indicator }: kỳ này trả lời “Không”, các kỳ trước đều trả lời “Có”.
    .title = Trả lời “Có” thành “Không”
    .hint = Đề nghị đơn vị xác nhận nếu thấy bất thường.
    .why = Nội dung đã có thường không mất đi.

P013 = { $numerator } bằng đúng { $denominator } ở cả { $value } dòng; kỳ báo cáo { $previous } phần lớn khác nhau.
    .title = Tử số bằng mẫu số ở mọi dòng
    .hint = Kiểm tra có chép nhầm cột không.
    .why = Chép một cột sang cột bên cạnh thì tỷ lệ nào cũng thành 100 %.

P014 = { $indicator }: { $other ->
        [none] { $value } dòng liền nhau ghi { $figure } hoặc tăng đều từ đó; kỳ báo cáo { $previous } không như vậy.
       *[other] cả { $value } số giống hệt { $other }; kỳ báo cáo { $previous } không như vậy.
    }
    .title = Số bị kéo xuống hoặc chép nhầm cột
    .hint = Kiểm tra có kéo ô (fill) hoặc chép cột nhầm không.
    .why = Kéo một ô xuống làm mất số liệu của các dòng dưới.

P015 = { $indicator }: ngày { $value } không thuộc kỳ báo cáo ({ $from } – { $to }).{ $likely ->
        [none] {""}
       *[other] {" "}Có thể là { $likely }.
    }
    .title = Ngày ngoài kỳ báo cáo
    .hint = Kiểm tra ngày, tháng, năm; nội dung của kỳ khác thì đưa vào kỳ đó.
    .why = Nội dung ngoài kỳ làm tổng của kỳ thừa, và có thể bị tính hai lần.

P016 = { $name }: { $value } trên { $expected } số trùng hệt số của { $other }.
    .title = Số liệu giống đơn vị khác
    .hint = Đề nghị đơn vị kiểm tra có dùng nhầm tệp của đơn vị khác không.
    .why = Nhiều số lớn trùng nhau ở cùng chỉ tiêu thì khó có thể là ngẫu nhiên.

P017 = Bản ghi này đã được gửi ở kỳ báo cáo { $previous }: { $value }.
    .title = Bản ghi đã báo cáo kỳ trước
    .hint = Bỏ khỏi một trong hai kỳ.
    .why = Một bản ghi tính ở hai kỳ làm thừa số lũy kế.

P018 = { $indicator }: { $value }, trong khi số của kỳ báo cáo { $previous } cộng với { $other } của kỳ này là { $expected }; các kỳ trước đều khớp.
    .title = Số lũy kế không nối tiếp
    .hint = Kiểm tra số này và số phát sinh trong kỳ cộng vào nó.
    .why = Số lũy kế không nối tiếp thường do chép nhầm, gõ nhầm, hoặc số phát sinh trong kỳ sai.

P019 = { $indicator }: { $value }, trong khi các số thành phần { $parts } cộng lại là { $expected }; ở các đơn vị khác và các kỳ trước thì khớp.
    .title = Số chung và các số thành phần không khớp
    .hint = Kiểm tra số chung và từng số thành phần.
    .why = Số thành phần của mọi đơn vị đều cộng khớp nên chỗ không khớp thường do gõ nhầm hoặc thiếu.

P020 = { $name }: cả { $expected } câu trả lời đều là “Có”, trong đó { $value } câu từ trước đến nay luôn là “Không”.
    .title = Tất cả chuyển thành “Có” cùng lúc
    .hint = Đề nghị đơn vị kiểm tra có kéo chép câu trả lời không.
    .why = Những nội dung thường có dần từng bước hiếm khi đạt đủ cùng một lúc.

P021 = { $indicator }: { $value }, trong khi cả { $count } kỳ trước đều không phát sinh.
    .title = Có phát sinh ở chỗ chưa từng có
    .hint = Kiểm tra số này có phải của dòng, cột khác không.
    .why = Số gõ lệch một dòng thì dòng đúng của nó còn lại số 0.

P022 = { $indicator }: { $value } lớn hơn hẳn cả { $count } bản ghi còn lại (lớn nhất trong số đó: { $expected }).
    .title = Bản ghi khác xa các bản ghi khác
    .hint = Kiểm tra đơn vị tính và số chữ số 0.
    .why = Một số tiền sai đơn vị tính có thể lớn hơn cả danh sách cộng lại.

P023 = { $indicator } bằng { $value } % của { $denominator }; các kỳ trước khoảng { $expected } %.
    .title = Tỷ lệ khác hẳn các kỳ trước
    .hint = Kiểm tra cả hai số.
    .why = Tử số và mẫu số thường tăng, giảm cùng nhau; nếu lệch hẳn thì có thể một trong hai số bị gõ nhầm.

## Báo cáo bằng văn bản

W001 = { $place }: chưa có số liệu cho “{ $value }”; trong báo cáo ghi [chưa có số liệu] và tô vàng.
    .title = Báo cáo thiếu số liệu
    .hint = Kiểm tra đơn vị nào chưa gửi biểu này; có số liệu rồi thì lập lại báo cáo.
    .why = Chỗ trống trong văn bản ký ban hành phải được nhìn thấy trước khi trình ký.

W002 = { $place }: “{ $value }” mới tổng hợp từ { $reported }/{ $expected-count } đơn vị; trong báo cáo ghi kèm số đơn vị và tô vàng.
    .title = Số liệu trong báo cáo chưa đầy đủ
    .hint = Đôn đốc các đơn vị còn thiếu rồi lập lại báo cáo, hoặc giữ nguyên phần ghi chú trong ngoặc.
    .why = Số của một phần các đơn vị không được đọc như số của toàn tỉnh.

W003 = { $place }: không hiểu thẻ “{ $value }”: { $expected }. Nội dung ở đó được giữ nguyên.
    .title = Thẻ trong mẫu báo cáo sai
    .hint = Trong Word mở Developer > Properties của ô nội dung này, sửa Tag theo docs/report.vi.md.
    .why = Thẻ sai thì số ở đó không được cập nhật.

W004 = { $place }: ô “{ $value }” đã được sửa tay thành “{ $typed }”, theo số liệu tổng hợp là “{ $expected }”; giữ nguyên số sửa tay.
    .title = Số trong báo cáo được sửa tay
    .hint = Nếu số liệu tổng hợp đúng thì xóa nội dung ô đó rồi lập lại báo cáo; nếu số sửa tay đúng thì đính chính ở corrections.csv.
    .why = Số ký trong văn bản phải khớp với số tổng hợp từ báo cáo của các đơn vị.

W005 = { $place }: ô “{ $value }” ghi “{ $typed }”, theo số liệu hiện nay là “{ $expected }”.
    .title = Báo cáo ghi số cũ
    .hint = Chạy lại `tonghop report` để cập nhật; phần văn bản ngoài các ô được giữ nguyên.
    .why = Có báo cáo gửi thêm hoặc sửa sau khi văn bản được lập.
