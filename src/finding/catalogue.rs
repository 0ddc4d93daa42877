/*!
The catalogue of finding codes: what each means, why it matters and what to do.

Codes are stable and never reused. This table is the single source of messages, of `tonghop explain` and
of the user documentation. Parts in braces are filled from the finding.
*/

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Lang, Severity};

/// The texts of one code in one language.
#[derive(Debug, Clone, Copy)]
pub struct Texts {
    /// A few words that name the finding.
    pub title: &'static str,
    /// The message, with parts in braces.
    pub message: &'static str,
    /// What to do.
    pub hint: &'static str,
    /// Why it matters.
    pub why: &'static str,
}

/// One row of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// Its usual severity.
    pub severity: Severity,
    /// Vietnamese texts.
    pub vi: Texts,
    /// English texts.
    pub en: Texts,
}

macro_rules! catalogue {
    ($($code:ident $severity:ident { vi: [$vt:expr, $vm:expr, $vh:expr, $vw:expr], en: [$et:expr, $em:expr, $eh:expr, $ew:expr] })*) => {
        /// A stable finding code; its first letter says which stage spoke.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $et] $code,)*
        }

        /// Every code with its texts, in order.
        pub const ENTRIES: &[Entry] = &[
            $(Entry {
                code: Code::$code,
                severity: Severity::$severity,
                vi: Texts { title: $vt, message: $vm, hint: $vh, why: $vw },
                en: Texts { title: $et, message: $em, hint: $eh, why: $ew },
            },)*
        ];

        impl Code {
            /// The code as it is written (`S001`).
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$code => stringify!($code),)* }
            }
        }
    };
}

impl Code {
    /// The catalogue's row of this code.
    pub fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = ();

    fn from_str(s: &str) -> Result<Self, ()> {
        ENTRIES.iter().map(|e| e.code).find(|c| c.as_str().eq_ignore_ascii_case(s.trim())).ok_or(())
    }
}

macro_rules! terms {
    ($($name:ident [$vi:expr, $en:expr])*) => {
        /// A term that findings use as what was expected or as a part of a message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Term {
            $(#[doc = $en] $name,)*
        }

        impl Term {
            /// Its words in a language.
            pub fn words(self, lang: Lang) -> &'static str {
                match self { $(Term::$name => lang.pick($vi, $en),)* }
            }
        }
    };
}

terms! {
    Count ["một số nguyên không âm", "a whole number from 0 up"]
    Amount ["một số", "a number"]
    Percent ["một tỷ lệ phần trăm", "a percentage"]
    Ratio ["một tỷ lệ hoặc phân số a/b", "a rate or a fraction a/b"]
    Title ["tiêu đề của biểu", "the title"]
    Sheet ["tên trang tính", "the sheet name"]
    File ["tên tệp", "the file name"]
    Folder ["tên thư mục", "the folder name"]
    Row ["dòng", "row"]
    Column ["cột", "column"]
    None ["không có", "none"]
    Yes ["có", "yes"]
    No ["không", "no"]
    Chart ["biểu đồ", "chart"]
    Macro ["trang macro", "macro sheet"]
    Dialog ["hộp thoại", "dialog sheet"]
    Whole ["chỉ tiêu này chỉ nhận số nguyên", "the indicator takes whole numbers only"]
    Neighbours ["các ô bên cạnh trong cột có cùng độ lớn", "the other cells of the column are of that size"]
    Range ["cách hiểu kia ngoài khoảng cho phép", "the other reading is out of range"]
    Damaged ["tệp hỏng hoặc bị cắt ngắn", "the file is damaged or cut short"]
    Unzipped ["dung lượng sau giải nén", "unpacked size"]
    Cells ["số ô có giá trị", "cells with a value"]
    Rows ["số dòng", "rows"]
    Columns ["số cột", "columns"]
    FileSize ["dung lượng tệp", "file size"]
    Sheets ["số trang tính", "number of sheets"]
    Time ["thời gian đọc", "reading time"]
    Memory ["bộ nhớ", "memory"]
    Special ["ống dẫn hoặc thiết bị, không phải tệp thường", "a pipe or device, no regular file"]
    Crashed ["tiến trình đọc bị lỗi", "the reader process crashed"]
    Empty ["tệp rỗng, 0 byte", "an empty file, 0 bytes"]
    Binary ["tệp nhị phân không rõ loại", "a binary file of no known kind"]
    Panicked ["thư viện đọc gặp lỗi nội bộ", "the reader library failed internally"]
    BlankHeading ["ô tiêu đề để trống", "a blank heading"]
    Line ["dòng phía trên bảng", "the line above the table"]
    Heading ["tiêu đề cột", "the column heading"]
    MeasureColumn ["cột đơn vị tính", "the measure column"]
    Statistic ["dòng thống kê (bình quân, tỷ lệ, cao nhất, thấp nhất)", "a row of statistics (average, share, maximum, minimum)"]
    Target ["dòng kế hoạch, chỉ tiêu giao", "a row of targets or plans"]
    Earlier ["dòng của kỳ khác hoặc dòng so sánh", "a row of another period or of a comparison"]
    Carried ["dòng cộng chuyển trang", "a sum carried from page to page"]
    Balance ["dòng số dư, tồn đầu kỳ hoặc cuối kỳ", "an opening or closing balance"]
    OfWhich ["phần “trong đó” của dòng phía trên", "a part (“of which”) of the row above"]
    Example ["dòng ví dụ hướng dẫn cách ghi", "an example of how to fill in"]
    Declared ["dòng được khai báo là bỏ qua", "a row declared to be passed over"]
    Between ["nằm giữa hoặc ngay cạnh các dòng được tính", "between or beside the rows that are counted"]
    Below ["nằm ngoài bảng", "outside of the table"]
    Nameless ["dòng không có tên", "the row has no name"]
    UnderMerge ["tên dòng là ô gộp của dòng phía trên", "its name is merged with the row above"]
    AfterTotal ["nằm sau dòng tổng cộng", "below the grand total"]
    AfterGap ["nằm sau dòng trống, không giống các dòng của bảng", "after a gap, unlike the rows of the table"]
    Headless ["cột không có tiêu đề", "the column has no heading"]
    Shifted ["các cột bị lệch so với tiêu đề", "the columns are shifted against the headers"]
    SecondTable ["thuộc bảng thứ hai có tiêu đề riêng", "in a second table with a title of its own"]
    MeasureUnknown ["không rõ", "unknown"]
    NotCounted ["không được tính", "not counted"]
    RestRead ["phần còn lại được tính", "the rest is counted"]
    MaySpeak ["có từ chỉ dòng tổng nhưng không bằng tổng các dòng khác", "speaks of a total but is not the sum of other rows"]
    MaySum ["bằng đúng tổng các dòng khác, có thể là ngẫu nhiên", "is exactly the sum of other rows, perhaps by chance"]
    MayKind ["có từ chỉ dòng bình quân, kế hoạch hoặc kỳ khác", "begins like a row of averages, targets or another period"]
    MayParts ["có các dòng bên dưới có thể là phần của nó", "has rows below it that may be its parts"]
    ItsFile ["tên tệp hoặc thư mục xác nhận", "the file or folder name confirms it"]
    ItsCode ["số thứ tự xác nhận", "its number confirms it"]
}

catalogue! {
    F001 Error {
        vi: ["Không đọc được tệp",
            "Không đọc được tệp: {reason}",
            "Mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại.",
            "Tệp hỏng hoặc không đúng định dạng thì không có số liệu nào trong tệp được tổng hợp."],
        en: ["Unreadable file",
            "The file cannot be read: {reason}",
            "Open it in Excel, save it again as .xlsx and send it again.",
            "Nothing in a damaged file can be counted."]
    }
    F002 Error {
        vi: ["Tệp có mật khẩu",
            "Tệp được bảo vệ bằng mật khẩu nên không đọc được.",
            "Bỏ mật khẩu (File > Info > Protect Workbook) rồi gửi lại.",
            "Chương trình không giữ và không dò mật khẩu."],
        en: ["Password-protected file",
            "The file is protected by a password and cannot be read.",
            "Remove the password (File > Info > Protect Workbook) and send it again.",
            "The program neither stores nor guesses passwords."]
    }
    F003 Info {
        vi: ["Tệp khóa tạm thời",
            "Tệp khóa do Excel hoặc LibreOffice tạo ra khi đang mở một bảng tính; đã bỏ qua.",
            "Đóng bảng tính đang mở; nếu tệp vẫn còn thì có thể xóa.",
            "Tệp khóa không chứa số liệu."],
        en: ["Lock file",
            "A lock file left by Excel or LibreOffice while a workbook is open; skipped.",
            "Close the workbook; delete the file if it stays.",
            "A lock file holds no data."]
    }
    F004 Warning {
        vi: ["Phần mở rộng không đúng",
            "Tệp mang phần mở rộng {value} nhưng nội dung là {expected}; đã đọc theo nội dung.",
            "Lưu lại tệp với đúng phần mở rộng.",
            "Chương trình nhận dạng định dạng theo nội dung, không theo tên."],
        en: ["Wrong extension",
            "The file is named {value} but holds {expected}; it was read by its content.",
            "Save it again with the right extension.",
            "The format is told by the content, never by the name."]
    }
    F005 Info {
        vi: ["Không phải bảng tính",
            "Không phải tệp bảng tính ({value}); đã bỏ qua.",
            "Nếu tệp chứa số liệu thì nhập vào biểu mẫu Excel rồi gửi lại.",
            "Chỉ bảng tính mới được tổng hợp; mọi tệp khác được liệt kê trong run.json."],
        en: ["Not a spreadsheet",
            "Not a spreadsheet ({value}); skipped.",
            "If it holds figures, enter them in the Excel form and send it again.",
            "Only spreadsheets are consolidated; every other file is listed in run.json."]
    }
    F006 Error {
        vi: ["Vượt giới hạn đọc",
            "Tệp vượt giới hạn {limit}: {value}, cho phép {expected}.",
            "Xóa các dòng, cột và định dạng thừa rồi lưu lại; nếu tệp đúng là lớn như vậy thì nâng giới hạn bằng tùy chọn {option}.",
            "Giới hạn giữ cho một tệp quá khổ không làm hỏng cả lần chạy."],
        en: ["Limit exceeded",
            "The file exceeds the limit on {limit}: {value}, allowed {expected}.",
            "Remove surplus rows, columns and formatting and save again; if it really is that large, raise the limit with {option}.",
            "Limits keep one oversized file from spoiling the run."]
    }
    F007 Error {
        vi: ["Trình đọc bị dừng",
            "Trình đọc dừng đột ngột khi đọc tệp này: {reason}.",
            "Mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại. Các tệp khác không bị ảnh hưởng.",
            "Mỗi tệp được đọc trong một tiến trình riêng; tệp hỏng chỉ làm mất chính nó."],
        en: ["Reader stopped",
            "The reader stopped while reading this file: {reason}.",
            "Open it in Excel, save it again as .xlsx and send it again. No other file is affected.",
            "Files are read in processes of their own; a bad file costs only itself."]
    }
    F008 Info {
        vi: ["Bản sao giống hệt",
            "Nội dung giống hệt tệp {value}; chỉ tính một lần.",
            "Có thể xóa một trong hai tệp.",
            "Cùng một báo cáo gửi hai lần không được cộng hai lần."],
        en: ["Identical copy",
            "The content is identical to {value}; counted once.",
            "One of the two can be deleted.",
            "The same report sent twice must not be added twice."]
    }
    F009 Info {
        vi: ["Tệp ẩn",
            "Tệp ẩn; đã bỏ qua.",
            "Nếu là báo cáo thì đổi tên tệp (bỏ dấu chấm ở đầu).",
            "Tệp ẩn thường do hệ điều hành hoặc phần mềm tạo ra."],
        en: ["Hidden file",
            "A hidden file; skipped.",
            "If it is a report, rename it (remove the leading dot).",
            "Hidden files are usually made by the system or by programs."]
    }
    F010 Error {
        vi: ["Trang tính bị hỏng",
            "Không đọc được trang tính “{sheet}”: {reason}. Các trang khác của tệp vẫn được đọc.",
            "Mở tệp bằng Excel, kiểm tra trang này, lưu lại dạng .xlsx rồi gửi lại.",
            "Một trang hỏng không làm mất các trang tốt."],
        en: ["Damaged sheet",
            "The sheet “{sheet}” cannot be read: {reason}. The other sheets of the file are read.",
            "Open the file in Excel, check the sheet, save again as .xlsx and send it again.",
            "A damaged sheet must not cost the good ones."]
    }
    F011 Error {
        vi: ["Tệp thay đổi khi đang đọc",
            "Tệp bị thay đổi trong khi đang đọc, đã thử lại nhưng vẫn thay đổi.",
            "Chờ sao chép xong rồi chạy lại.",
            "Đọc một tệp đang được ghi dở sẽ cho số liệu sai."],
        en: ["File changed while read",
            "The file changed while it was read, also when tried again.",
            "Wait until it is copied completely and run again.",
            "A half-written file gives wrong figures."]
    }
    F012 Info {
        vi: ["Liên kết không được theo",
            "Đây là liên kết (symlink, junction) trỏ tới nơi khác; không đi theo.",
            "Chép chính tệp đó vào thư mục.",
            "Liên kết có thể dẫn ra ngoài thư mục hoặc lặp vô hạn."],
        en: ["Link not followed",
            "A link (symlink, junction) to another place; not followed.",
            "Copy the file itself into the folder.",
            "Links can lead out of the folder or in circles."]
    }
    F013 Info {
        vi: ["Tệp do chương trình tạo",
            "Bảng tổng hợp do chính chương trình này tạo ra; không tính là báo cáo.",
            "Để kết quả ở ngoài thư mục báo cáo.",
            "Cộng kết quả cũ vào kết quả mới là cộng hai lần."],
        en: ["Own output",
            "A consolidated workbook of this program's making; not counted as a submission.",
            "Keep outputs outside of the submissions folder.",
            "Adding an old result to the new one counts twice."]
    }
    F014 Error {
        vi: ["Bảng tính trống",
            "Bảng tính không có ô nào có giá trị.",
            "Kiểm tra lại tệp đã gửi.",
            "Tệp trống thường là gửi nhầm."],
        en: ["Empty workbook",
            "The workbook has no cell with a value.",
            "Check the file that was sent.",
            "An empty file is usually sent by mistake."]
    }
    F015 Info {
        vi: ["Trang không phải bảng tính",
            "Trang “{sheet}” là {value}, không có ô số liệu; đã bỏ qua.",
            "Không cần làm gì.",
            "Biểu đồ và macro không bao giờ được chạy hay đọc số liệu."],
        en: ["Not a worksheet",
            "The sheet “{sheet}” is a {value} and holds no cells; skipped.",
            "Nothing to do.",
            "Charts and macros are never run or read."]
    }
    R001 Warning {
        vi: ["Không nhận ra biểu mẫu",
            "Không nhận ra trang “{sheet}” thuộc biểu mẫu nào. Gần nhất: {candidates}.",
            "Giữ nguyên tiêu đề và tên cột của biểu mẫu đã ban hành; dùng `tonghop inspect` để xem chương trình nhận ra gì.",
            "Trang không nhận ra thì số liệu không được tổng hợp."],
        en: ["Form unknown",
            "The sheet “{sheet}” matches no form. Nearest: {candidates}.",
            "Keep the title and column names of the issued form; `tonghop inspect` shows what is seen.",
            "A sheet that is not recognised is not counted."]
    }
    R002 Error {
        vi: ["Nhiều biểu mẫu phù hợp",
            "Trang “{sheet}” phù hợp với nhiều biểu mẫu như nhau: {candidates}.",
            "Ghi rõ tên hoặc số hiệu biểu ở phần tiêu đề.",
            "Chương trình không chọn hú họa."],
        en: ["Form ambiguous",
            "The sheet “{sheet}” fits several forms equally: {candidates}.",
            "Put the form's title or number in the title block.",
            "Nothing is chosen by chance."]
    }
    R003 Error {
        vi: ["Không rõ đơn vị báo cáo",
            "Không xác định được đơn vị báo cáo từ tiêu đề, tên trang, tên tệp hay thư mục. Đã thấy: {value}. Gần nhất: {candidates}.",
            "Ghi dòng “Đơn vị báo cáo: …” đúng tên trong danh mục đơn vị, hoặc thêm tên gọi khác vào units.csv.",
            "Số liệu không rõ của ai thì không được tổng hợp."],
        en: ["Unit unknown",
            "The reporting unit cannot be told from title, sheet name, file name or folders. Seen: {value}. Nearest: {candidates}.",
            "Write a line “Reporting unit: …” with the name in the register, or add an alias in units.csv.",
            "Figures of nobody are not counted."]
    }
    R004 Error {
        vi: ["Tên đơn vị chỉ nhiều nơi",
            "“{value}” có thể là {candidates}.",
            "Ghi đủ tên kèm cấp hành chính (huyện, thị xã, thành phố).",
            "Nhiều đơn vị trùng tên, ví dụ huyện Kỳ Anh và thị xã Kỳ Anh."],
        en: ["Unit ambiguous",
            "“{value}” may be {candidates}.",
            "Write the whole name with its level (district, town, city).",
            "Several units can share a name, a district and the town in it for example."]
    }
    R005 Error {
        vi: ["Tên đơn vị mâu thuẫn",
            "{where_a} ghi {a} nhưng {where_b} ghi {b}; trang này không được tính.",
            "Sửa tên tệp hoặc tiêu đề cho khớp rồi gửi lại.",
            "Không thể biết số liệu là của đơn vị nào."],
        en: ["Unit contradiction",
            "{where_a} says {a} but {where_b} says {b}; the sheet is not counted.",
            "Correct the file name or the title and send it again.",
            "It cannot be known whose figures these are."]
    }
    R006 Error {
        vi: ["Không rõ kỳ báo cáo",
            "Không xác định được kỳ báo cáo của trang “{sheet}”.",
            "Ghi kỳ báo cáo ở tiêu đề (ví dụ “Quý I năm 2019”) hoặc để tệp trong thư mục của kỳ (2019-Q1).",
            "Số liệu không rõ kỳ thì không được tổng hợp."],
        en: ["Period unknown",
            "The period of the sheet “{sheet}” cannot be told.",
            "State the period in the title (such as “March 2024”) or put the file into the period's folder (2024-03).",
            "Figures of no known period are not counted."]
    }
    R007 Error {
        vi: ["Kỳ báo cáo mâu thuẫn",
            "{where_a} ghi kỳ {a} nhưng {where_b} là kỳ {b}; trang này không được tính.",
            "Kiểm tra có gửi nhầm báo cáo kỳ trước không; sửa tiêu đề hoặc chuyển tệp sang đúng thư mục.",
            "Báo cáo kỳ cũ gửi lại là lỗi hay gặp nhất khi tổng hợp tay."],
        en: ["Period contradiction",
            "{where_a} says {a} but {where_b} is {b}; the sheet is not counted.",
            "Check whether an old report was sent again; correct the title or move the file.",
            "An old report sent again is the most common error of manual consolidation."]
    }
    R008 Error {
        vi: ["Thiếu cột",
            "Không tìm thấy cột “{expected}”. Cột gần nhất: {candidates}.",
            "Giữ nguyên tên cột của biểu mẫu, hoặc khai thêm tên gọi khác trong biểu mẫu.",
            "Cột không nhận ra thì số liệu của cột không được tính."],
        en: ["Column missing",
            "The column “{expected}” was not found. Nearest: {candidates}.",
            "Keep the form's column names, or declare another name in the form.",
            "A column that is not recognised is not counted."]
    }
    R009 Error {
        vi: ["Cột có thể hiểu nhiều cách",
            "Cột “{expected}” có thể là {candidates}; không dùng cột nào.",
            "Đặt tên cột khác nhau, đúng như biểu mẫu.",
            "Chương trình không chọn hú họa."],
        en: ["Column ambiguous",
            "The column “{expected}” may be {candidates}; none was used.",
            "Give the columns different names, as in the form.",
            "Nothing is chosen by chance."]
    }
    R010 Info {
        vi: ["Cột ngoài biểu mẫu",
            "Cột “{value}” không có trong biểu mẫu; không dùng.",
            "Nếu là chỉ tiêu mới thì khai báo trong biểu mẫu.",
            "Đơn vị tự thêm cột thì số liệu của cột đó không vào tổng."],
        en: ["Column unexpected",
            "The column “{value}” is not in the form; not used.",
            "If it is a new indicator, declare it in the form.",
            "A column that a unit adds by itself does not enter the totals."]
    }
    R011 Warning {
        vi: ["Thiếu dòng chỉ tiêu",
            "Không có dòng cho chỉ tiêu {indicator} “{expected}”.",
            "Bổ sung dòng này theo biểu mẫu; nếu không phát sinh thì ghi dấu “-”.",
            "Chỉ tiêu thiếu dòng được coi là chưa báo cáo, không phải bằng 0."],
        en: ["Indicator row missing",
            "There is no row for indicator {indicator} “{expected}”.",
            "Add the row as in the form; write “-” if nothing arose.",
            "A missing row means not reported, never 0."]
    }
    R012 Warning {
        vi: ["Dòng không nhận ra",
            "Dòng “{value}” không khớp chỉ tiêu nào của biểu mẫu; số liệu của dòng không được tính. Gần nhất: {candidates}.",
            "Giữ nguyên tên chỉ tiêu, hoặc khai thêm tên gọi khác (labels) trong biểu mẫu.",
            "Dòng không nhận ra thì số liệu không vào tổng."],
        en: ["Row not recognised",
            "The row “{value}” matches no indicator of the form; its figures are not counted. Nearest: {candidates}.",
            "Keep the indicator's name, or declare another one (labels) in the form.",
            "A row that is not recognised does not enter the totals."]
    }
    R013 Error {
        vi: ["Dòng của đơn vị không rõ",
            "“{value}” không khớp đơn vị nào thuộc {parent}; số liệu của dòng không được tính. Gần nhất: {candidates}.",
            "Sửa tên theo danh mục đơn vị, hoặc thêm tên gọi khác vào units.csv.",
            "Dòng không rõ đơn vị thì số liệu không vào tổng."],
        en: ["Row's unit unknown",
            "“{value}” matches no unit under {parent}; the row is not counted. Nearest: {candidates}.",
            "Correct the name as in the register, or add an alias in units.csv.",
            "A row of an unknown unit does not enter the totals."]
    }
    R014 Error {
        vi: ["Dòng lặp lại",
            "“{value}” đã có ở ô {first}; dòng lặp lại không được tính.",
            "Xóa dòng thừa, hoặc sửa tên nếu là đơn vị (chỉ tiêu) khác.",
            "Tính cả hai dòng là cộng hai lần."],
        en: ["Row repeated",
            "“{value}” already stands at {first}; the repeated row is not counted.",
            "Delete the surplus row, or correct the name if it is another one.",
            "Counting both would add twice."]
    }
    R015 Warning {
        vi: ["Thiếu dòng của đơn vị",
            "Không có dòng cho {value}.",
            "Bổ sung dòng của đơn vị này.",
            "Đơn vị thiếu dòng được coi là chưa báo cáo, không phải bằng 0."],
        en: ["Unit's row missing",
            "There is no row for {value}.",
            "Add the unit's row.",
            "A missing row means not reported, never 0."]
    }
    R016 Warning {
        vi: ["Khớp dù viết khác",
            "“{value}” được hiểu là “{expected}”.",
            "Kiểm tra lại; nếu đúng thì thêm “{value}” làm tên gọi khác (labels, header hoặc cột aliases của units.csv), nếu không thì sửa trong tệp.",
            "Chỉ bỏ qua lỗi gõ không tạo thành từ khác, hoặc khi có căn cứ thứ hai; chỉ khi còn một cách hiểu."],
        en: ["Matched though written otherwise",
            "“{value}” was taken as “{expected}”.",
            "Check it; if right, declare “{value}” as another name (labels, header, or the column aliases of units.csv), else correct it in the file.",
            "Only a typing error that makes no other word is forgiven, or what a second witness confirms; only where one reading is left."]
    }
    R017 Info {
        vi: ["Nhận ra đơn vị từ tên",
            "Tiêu đề không ghi đơn vị; lấy {value} từ {where}.",
            "Nên ghi dòng “Đơn vị báo cáo: …” trong biểu.",
            "Tên tệp dễ bị đổi khi chuyển tiếp."],
        en: ["Unit taken from a name",
            "The title names no unit; {value} was taken from {where}.",
            "Better write a line “Reporting unit: …” in the form.",
            "File names change easily when forwarded."]
    }
    R018 Info {
        vi: ["Nhận ra kỳ từ tên",
            "Tiêu đề không ghi kỳ báo cáo; lấy {value} từ {where}.",
            "Nên ghi kỳ báo cáo ở tiêu đề.",
            "Tên tệp và thư mục dễ bị đổi khi chuyển tiếp."],
        en: ["Period taken from a name",
            "The title states no period; {value} was taken from {where}.",
            "Better state the period in the title.",
            "File and folder names change easily when forwarded."]
    }
    R019 Warning {
        vi: ["Số thứ tự không khớp tên",
            "Dòng “{value}” mang số {code} của chỉ tiêu khác; đã hiểu theo tên là {expected}.",
            "Giữ nguyên số thứ tự của biểu mẫu.",
            "Dòng bị chèn hoặc xóa làm lệch số thứ tự; tên là căn cứ."],
        en: ["Number contradicts label",
            "The row “{value}” bears the number {code} of another indicator; it was taken by its name as {expected}.",
            "Keep the form's numbering.",
            "Inserted or deleted rows shift the numbers; the name decides."]
    }
    R020 Error {
        vi: ["Dòng có thể hiểu nhiều cách",
            "Dòng “{value}” có thể là {candidates}; không dùng.",
            "Ghi đủ số thứ tự và tên chỉ tiêu như biểu mẫu.",
            "Chương trình không chọn hú họa."],
        en: ["Row ambiguous",
            "The row “{value}” may be {candidates}; not used.",
            "Write number and name as in the form.",
            "Nothing is chosen by chance."]
    }
    R021 Warning {
        vi: ["Tên tệp ghi kỳ khác",
            "Tên tệp ghi kỳ {a} nhưng tiêu đề và thư mục là kỳ {b}; đã tính theo tiêu đề và thư mục.",
            "Đổi tên tệp cho khớp.",
            "Tên tệp dễ chép từ kỳ trước."],
        en: ["File name says another period",
            "The file name says {a} but title and folder say {b}; counted by title and folder.",
            "Rename the file.",
            "File names are easily copied from an earlier period."]
    }
    R022 Error {
        vi: ["Số liệu không được tính",
            "Các số ở {cell} không vào tổng: {reason} ({value} số).",
            "Đưa số liệu vào đúng dòng, cột của biểu mẫu, hoặc xóa nếu không thuộc báo cáo.",
            "Mọi con số đều phải có nơi đến; số không thuộc dòng, cột nào thì không được tính."],
        en: ["Figures not counted",
            "The figures at {cell} are not in the totals: {reason} ({value} figures).",
            "Put them into the form's rows and columns, or delete them if they are no part of the report.",
            "Every figure is accounted for; one that belongs to no row and column is not counted."]
    }
    R023 Warning {
        vi: ["Dòng được bỏ qua",
            "Dòng “{value}” là {reason}; không tính vào tổng.",
            "Nếu đây là số liệu phải tính thì đổi tên dòng; nếu dòng này luôn có thì khai báo trong mục [words] (pass) của biểu mẫu hoặc dự án.",
            "Dòng bình quân, kế hoạch, kỳ trước, ví dụ không phải số liệu của một đơn vị."],
        en: ["Row passed over",
            "The row “{value}” is {reason}; it is not in the totals.",
            "If it must be counted, rename the row; if it always stands there, declare it under [words] (pass) in the form or project.",
            "Rows of averages, targets, other periods or examples are nobody's figures."]
    }
    R024 Error {
        vi: ["Bảng thứ hai không được tính",
            "Bảng thứ hai trên trang có tiêu đề riêng “{value}”; số liệu của bảng này không vào tổng.",
            "Nếu bảng này cũng phải tính thì bỏ dòng tiêu đề xen giữa hoặc gộp vào bảng trên; nếu không thì chuyển sang trang khác.",
            "Không rõ bảng có tiêu đề riêng có thuộc báo cáo hay không."],
        en: ["Second table not counted",
            "A second table on the sheet has a title of its own, “{value}”; its figures are not in the totals.",
            "If it must be counted, remove the title in between or join it to the table above; else move it to another sheet.",
            "Whether a table with a title of its own belongs to the report is not known."]
    }
    R025 Error {
        vi: ["Dòng của đơn vị không còn hiệu lực",
            "{value} không tồn tại trong kỳ báo cáo; số liệu của dòng không được tính.",
            "Ghi số liệu vào đơn vị mới theo danh mục, hoặc sửa thời hạn trong units.csv.",
            "Sau sáp nhập, tính cả đơn vị cũ và mới là cộng hai lần."],
        en: ["Row of a unit that does not exist then",
            "{value} does not exist in the period; the row is not counted.",
            "Enter the figures under the new unit, or correct the dates in units.csv.",
            "After a merger, counting the old unit and the new one adds twice."]
    }
    R026 Warning {
        vi: ["Hai dòng trùng tên",
            "“{value}” đã có ở ô {first} với số thứ tự khác; được tính là hai dòng.",
            "Nếu là một thì xóa dòng thừa; nếu là hai thì đặt tên khác nhau.",
            "Hai cơ sở có thể trùng tên, cũng có thể là một dòng bị chép lại."],
        en: ["Two rows of one name",
            "“{value}” already stands at {first} under another number; it is counted as a second row.",
            "If they are one, delete the surplus row; if two, give them different names.",
            "Two facilities may share a name, or one row was copied."]
    }
    R027 Warning {
        vi: ["Hai bản ghi cùng số",
            "“{value}” đã có ở ô {first} với nội dung khác; cả hai đều được tính.",
            "Nếu là một thì xóa dòng thừa; nếu là hai thì sửa lại số, ký hiệu. Có thể khai cột phân biệt bản ghi: [rows] key trong biểu mẫu.",
            "Một văn bản ghi hai lần với nội dung khác nhau thì có một lần sai."],
        en: ["Two records of one number",
            "“{value}” already stands at {first} with other content; both are counted.",
            "If they are one, delete the surplus row; if two, correct the number. What tells records apart can be declared: [rows] key in the form.",
            "Where one document is listed twice and differently, one of the two is wrong."]
    }
    C001 Error {
        vi: ["Không phải số",
            "Ô ghi “{value}”, cần {expected}; ô này không được tính.",
            "Chỉ ghi con số; phần giải thích để ở cột ghi chú.",
            "Giá trị không đọc được thì không được đoán."],
        en: ["Not a number",
            "The cell says “{value}” where {expected} is expected; it is not counted.",
            "Write the number alone; explanations belong in the notes column.",
            "What cannot be read is never guessed."]
    }
    C002 Error {
        vi: ["Ô báo lỗi công thức",
            "Ô mang lỗi {value}; không được tính.",
            "Sửa công thức hoặc nhập số trực tiếp rồi gửi lại.",
            "Ô lỗi không có giá trị."],
        en: ["Error value",
            "The cell holds the error {value}; it is not counted.",
            "Mend the formula or enter the number, and send it again.",
            "An error has no value."]
    }
    C003 Error {
        vi: ["Công thức chưa có kết quả",
            "Ô có công thức nhưng không lưu kết quả; không được tính.",
            "Mở tệp bằng Excel, bấm F9, lưu lại rồi gửi.",
            "Tệp do phần mềm khác tạo ra có thể không lưu kết quả công thức."],
        en: ["Formula without a result",
            "The cell has a formula but no stored result; it is not counted.",
            "Open the file in Excel, press F9, save and send it again.",
            "Files made by other programs may hold no results."]
    }
    C004 Info {
        vi: ["Số lưu dạng văn bản",
            "Số “{value}” lưu dạng văn bản; đã đọc là {expected}.",
            "Định dạng ô là Number rồi nhập lại.",
            "Excel không cộng số lưu dạng văn bản, nên tổng của đơn vị dễ sai."],
        en: ["Number stored as text",
            "The number “{value}” is stored as text; read as {expected}.",
            "Format the cell as Number and enter it again.",
            "Excel does not add numbers stored as text, so the unit's own totals go wrong."]
    }
    C005 Error {
        vi: ["Số có thể hiểu hai cách",
            "“{value}” có thể là {a} hoặc {b}; không được tính.",
            "Nhập lại bằng số, không dùng dấu phân cách.",
            "Dấu chấm và dấu phẩy bị dùng lẫn giữa kiểu Việt Nam và kiểu Anh."],
        en: ["Ambiguous number",
            "“{value}” may be {a} or {b}; it is not counted.",
            "Enter it again as a number, without separators.",
            "Dot and comma are mixed between the Vietnamese and the English way."]
    }
    C006 Info {
        vi: ["Đã chuyển mã chữ cũ",
            "Trang “{sheet}” dùng bảng mã {value}; đã chuyển sang Unicode.",
            "Nên soạn bằng phông Unicode (Times New Roman).",
            "Chữ TCVN3 (ABC) và VNI không so khớp được nếu không chuyển mã."],
        en: ["Legacy encoding repaired",
            "The sheet “{sheet}” uses the {value} encoding; it was converted to Unicode.",
            "Better write in a Unicode font (Times New Roman).",
            "TCVN3 (ABC) and VNI text cannot be matched unless converted."]
    }
    C007 Warning {
        vi: ["Giá trị nằm dưới ô gộp",
            "Giá trị “{value}” nằm dưới vùng ô gộp {area} nên không nhìn thấy; không được tính.",
            "Bỏ gộp ô, kiểm tra và xóa giá trị thừa.",
            "Người gửi không nhìn thấy giá trị này khi mở tệp."],
        en: ["Value under a merged area",
            "The value “{value}” lies hidden under the merged area {area}; it is not counted.",
            "Unmerge the cells and remove the surplus value.",
            "The sender cannot see this value."]
    }
    C008 Info {
        vi: ["Số kèm đơn vị tính",
            "“{value}” có kèm đơn vị tính; đã đọc là {expected}.",
            "Chỉ ghi con số.",
            "Chữ trong ô làm Excel không cộng được."],
        en: ["Number with a unit",
            "“{value}” carries a unit of measure; read as {expected}.",
            "Write the number alone.",
            "Text in a cell keeps Excel from adding it."]
    }
    C009 Warning {
        vi: ["Số ước lượng",
            "“{value}” là số ước lượng; đã đọc là {expected}.",
            "Ghi số chính xác.",
            "Số “trên”, “khoảng” làm tổng chỉ còn là gần đúng."],
        en: ["Approximate number",
            "“{value}” is an approximation; read as {expected}.",
            "State the exact number.",
            "Approximations make the total approximate."]
    }
    C010 Info {
        vi: ["Phân số",
            "“{value}” đã được đọc là {a} trên {b}.",
            "Nên ghi riêng tử số và mẫu số.",
            "Tỷ lệ chung phải tính từ tử số và mẫu số."],
        en: ["Fraction",
            "“{value}” was read as {a} of {b}.",
            "Better give numerator and denominator apart.",
            "An overall rate must be computed from its parts."]
    }
    C011 Warning {
        vi: ["Dòng hoặc cột bị ẩn",
            "Ô nằm ở {value} bị ẩn nhưng có số liệu; vẫn được tính.",
            "Kiểm tra dòng, cột ẩn; xóa nếu là số liệu cũ.",
            "Số liệu ẩn thường là số cũ còn sót lại."],
        en: ["Hidden row or column",
            "The cell stands in a hidden {value} but holds data; it is counted.",
            "Check hidden rows and columns; delete them if they are old.",
            "Hidden figures are often left-overs."]
    }
    C012 Warning {
        vi: ["Trang tính bị ẩn",
            "Trang “{sheet}” bị ẩn nhưng có số liệu của biểu mẫu; không được tính.",
            "Bỏ ẩn trang nếu đây là báo cáo, hoặc xóa nếu là số liệu cũ.",
            "Người gửi không nhìn thấy trang này."],
        en: ["Hidden sheet",
            "The sheet “{sheet}” is hidden but holds a form's data; it is not counted.",
            "Unhide it if it is the report, or delete it if it is old.",
            "The sender does not see this sheet."]
    }
    C013 Error {
        vi: ["Không rõ có hay không",
            "Ô ghi “{value}”, cần “Có” hoặc “Không”; ô này không được tính.",
            "Ghi “Có” hoặc “Không”.",
            "Câu trả lời không rõ thì không được đoán."],
        en: ["Yes or no unclear",
            "The cell says “{value}” where yes or no is expected; it is not counted.",
            "Write Yes or No.",
            "An unclear answer is never guessed."]
    }
    C014 Error {
        vi: ["Không phải ngày",
            "Ô ghi “{value}”, cần ngày dạng dd/mm/yyyy; ô này không được tính.",
            "Ghi ngày dạng 15/01/2019.",
            "Ngày không rõ thì không được đoán."],
        en: ["Not a date",
            "The cell says “{value}” where a date is expected; it is not counted.",
            "Write the date as 15/01/2019.",
            "An unclear date is never guessed."]
    }
    C015 Error {
        vi: ["Ngoài khoảng cho phép",
            "Giá trị {value} ngoài khoảng cho phép ({expected}).",
            "Kiểm tra lại số liệu; nếu đúng thì điều chỉnh khoảng trong biểu mẫu.",
            "Giá trị ngoài khoảng thường do gõ nhầm."],
        en: ["Out of range",
            "The value {value} is out of range ({expected}).",
            "Check it; if right, widen the range in the form.",
            "Such values are usually typing errors."]
    }
    C016 Warning {
        vi: ["Chỉ tiêu bắt buộc bỏ trống",
            "Chỉ tiêu {indicator} “{expected}” bỏ trống.",
            "Điền số liệu; không phát sinh thì ghi dấu “-”, chưa có số liệu thì ghi “…”.",
            "Ô trống là chưa báo cáo, không phải bằng 0."],
        en: ["Required value missing",
            "Indicator {indicator} “{expected}” is blank.",
            "Fill it in; write “-” if nothing arose, “…” if not available.",
            "Blank means not reported, never 0."]
    }
    C017 Warning {
        vi: ["Chỉ tiêu không áp dụng",
            "Đơn vị này không phải báo cáo chỉ tiêu {indicator} nhưng có ghi “{value}”; không được tính.",
            "Bỏ số liệu này, hoặc sửa phạm vi áp dụng trong biểu mẫu.",
            "Cộng số của đơn vị ngoài phạm vi làm sai tổng."],
        en: ["Indicator not applicable",
            "This unit does not report indicator {indicator} but states “{value}”; it is not counted.",
            "Remove it, or change the form's scope.",
            "Counting units out of scope spoils the total."]
    }
    C018 Error {
        vi: ["Tử số lớn hơn mẫu số",
            "{numerator} lớn hơn {denominator} (chỉ tiêu {indicator}).",
            "Kiểm tra lại hai số.",
            "Tỷ lệ không thể vượt 100 %."],
        en: ["Numerator over denominator",
            "{numerator} is greater than {denominator} (indicator {indicator}).",
            "Check both numbers.",
            "The rate cannot exceed 100 %."]
    }
    C019 Error {
        vi: ["Mẫu số bằng 0",
            "Mẫu số bằng 0 nhưng tử số là {numerator} (chỉ tiêu {indicator}).",
            "Kiểm tra lại hai số.",
            "Không chia được cho 0."],
        en: ["Denominator zero",
            "The denominator is 0 but the numerator is {numerator} (indicator {indicator}).",
            "Check both numbers.",
            "Nothing can be divided by 0."]
    }
    C020 Error {
        vi: ["Không phải số nguyên",
            "Giá trị {value} không phải số nguyên không âm; không được tính.",
            "Kiểm tra dấu phân cách hàng nghìn và phần thập phân.",
            "Số đếm không thể lẻ hoặc âm."],
        en: ["Not a whole number",
            "The value {value} is not a whole number from 0 up; it is not counted.",
            "Check thousands separators and decimals.",
            "A count is never fractional or negative."]
    }
    C021 Warning {
        vi: ["Tỷ lệ ghi dạng phân số thập phân",
            "{value} trong cột tỷ lệ đã được đọc là {expected} %.",
            "Ghi 95 hoặc 95%.",
            "Ô định dạng phần trăm lưu 0,95 cho 95 %."],
        en: ["Percent written as a fraction",
            "{value} in a percent column was read as {expected} %.",
            "Write 95 or 95%.",
            "A percent-formatted cell stores 0.95 for 95 %."]
    }
    C022 Error {
        vi: ["Ngày ở chỗ của số",
            "Ô chứa ngày {value} ở chỗ của số; Excel có thể đã đổi “{a}” thành ngày. Không được tính.",
            "Định dạng ô là Number (hoặc Text với phân số) rồi nhập lại.",
            "Excel tự đổi 12/3 thành ngày."],
        en: ["Date in place of a number",
            "The cell holds the date {value} in place of a number; Excel may have turned “{a}” into a date. Not counted.",
            "Format the cell as Number (or Text for fractions) and enter it again.",
            "Excel turns 12/3 into a date by itself."]
    }
    C023 Warning {
        vi: ["Số ở chỗ của ngày",
            "Ô chứa số {value} ở chỗ của ngày; đã đọc là {expected}.",
            "Định dạng ô là Date.",
            "Ngày trong Excel là số thứ tự."],
        en: ["Number in place of a date",
            "The cell holds the number {value} in place of a date; read as {expected}.",
            "Format the cell as Date.",
            "Excel stores dates as serial numbers."]
    }
    C024 Warning {
        vi: ["Tỷ lệ ghi không khớp phép tính",
            "Tỷ lệ ghi {value} % nhưng tính từ tử số và mẫu số là {expected} %; đã dùng số tính lại.",
            "Kiểm tra lại tử số, mẫu số và tỷ lệ.",
            "Tỷ lệ chung luôn được tính từ tử số và mẫu số."],
        en: ["Stated rate differs",
            "The stated rate is {value} % but its parts give {expected} %; the parts were used.",
            "Check numerator, denominator and rate.",
            "Overall rates are always computed from the parts."]
    }
    C025 Warning {
        vi: ["Số hiểu theo kiểu còn lại",
            "“{value}” có thể là {a} hoặc {b}; đã đọc là {expected} vì {reason}.",
            "Nhập lại bằng số, không dùng dấu phân cách.",
            "Chỉ dùng khi loại chỉ tiêu hoặc các ô bên cạnh chỉ để lại một cách hiểu."],
        en: ["Number decided by context",
            "“{value}” may be {a} or {b}; read as {expected} because {reason}.",
            "Enter it again as a number, without separators.",
            "Used only where type or neighbours leave one reading."]
    }
    C026 Info {
        vi: ["Số 0 ở đầu",
            "“{value}” đã được đọc là {expected}.",
            "Ghi số không có số 0 ở đầu.",
            "Cách ghi 02 thường gặp trong văn bản hành chính."],
        en: ["Leading zero",
            "“{value}” was read as {expected}.",
            "Write the number without a leading zero.",
            "The style 02 is common in office texts."]
    }
    C027 Info {
        vi: ["Có/không ghi bằng số",
            "“{value}” trong cột có/không đã được đọc là {expected}.",
            "Ghi “Có” hoặc “Không”.",
            "Số 1 và 0, dấu x được hiểu là có, không."],
        en: ["Yes or no as a mark",
            "“{value}” in a yes-no column was read as {expected}.",
            "Write Yes or No.",
            "1, 0 and tick marks are taken as yes and no."]
    }
    C028 Error {
        vi: ["Đơn vị tính khác biểu mẫu",
            "Biểu ghi đơn vị tính “{value}” ({where}) nhưng biểu mẫu quy định “{expected}” cho chỉ tiêu {indicator}; số liệu không được tính.",
            "Quy đổi số liệu về đơn vị tính của biểu mẫu.",
            "Nhầm nghìn, triệu, tỷ làm số liệu sai hàng nghìn lần."],
        en: ["Measure differs from the form",
            "The sheet states the measure “{value}” ({where}) but the form asks for “{expected}” for indicator {indicator}; the figure is not counted.",
            "Convert the figure to the form's unit of measure.",
            "Mixing thousands, millions and billions makes figures wrong a thousandfold."]
    }
    C029 Info {
        vi: ["Đã quy đổi đơn vị tính",
            "Biểu ghi “{value}” ({where}), biểu mẫu quy định “{expected}” cho chỉ tiêu {indicator}; số liệu đã được nhân với {factor}.",
            "Kiểm tra lại; tốt nhất ghi theo đơn vị tính của biểu mẫu.",
            "Biểu mẫu cho phép quy đổi (convert = true)."],
        en: ["Measure converted",
            "The sheet states “{value}” ({where}) where the form asks for “{expected}” for indicator {indicator}; the figures were multiplied by {factor}.",
            "Check it; better state the form's unit of measure.",
            "The form allows conversion (convert = true)."]
    }
    C030 Warning {
        vi: ["Định dạng hiển thị độ lớn khác",
            "Ô lưu {value} nhưng định dạng hiển thị ở độ lớn khác ({expected}).",
            "Dùng định dạng số thường và ghi theo đơn vị tính của biểu mẫu.",
            "Người gửi nhìn thấy “1,5 triệu” nhưng ô chỉ lưu 1,5."],
        en: ["Format shows another magnitude",
            "The cell holds {value} but its format shows another magnitude ({expected}).",
            "Use a plain number format and the form's unit of measure.",
            "The sender sees “1.5 million” while the cell holds 1.5."]
    }
    C031 Warning {
        vi: ["Số bị gạch ngang",
            "Ô có phần bị gạch ngang; {expected}.",
            "Xóa hẳn phần đã bỏ rồi gửi lại.",
            "Gạch ngang nghĩa là người gửi đã bỏ số đó, nhưng máy vẫn đọc thấy."],
        en: ["Struck through",
            "The cell is struck through, in part or whole; {expected}.",
            "Delete what is withdrawn and send it again.",
            "Struck through means withdrawn, but a machine reads it all the same."]
    }
    C032 Warning {
        vi: ["Bỏ dấu chú thích",
            "Ô có dấu chú thích viết nhỏ phía trên; đã đọc là {expected}.",
            "Chuyển chú thích sang cột ghi chú.",
            "Chữ số chú thích dính vào số liệu sẽ thành một chữ số của số liệu."],
        en: ["Footnote mark left out",
            "The cell has a raised footnote mark; read as {expected}.",
            "Move the footnote to the notes column.",
            "A raised digit would become a digit of the figure."]
    }
    C033 Warning {
        vi: ["Kết quả 0 có thể chưa được tính",
            "Công thức có kết quả lưu là 0 trong tệp xls do LibreOffice ghi; kết quả thật có thể là chữ hoặc số khác.",
            "Mở tệp, lưu lại dạng .xlsx rồi gửi.",
            "LibreOffice lưu 0 cho công thức có kết quả là chữ."],
        en: ["Result 0 may not be one",
            "The formula's stored result is 0 in an xls that LibreOffice wrote; the true result may be a text or another number.",
            "Open the file, save it as .xlsx and send that.",
            "LibreOffice stores 0 for formulas whose result is a text."]
    }
    C034 Error {
        vi: ["Giới hạn, không phải số",
            "“{value}” chỉ cho biết giới hạn, không phải con số; không được tính.",
            "Ghi số chính xác, hoặc “…” nếu chưa có số liệu.",
            "Tính “<5” thành 5 là lấy giá trị duy nhất chắc chắn sai."],
        en: ["A bound, no figure",
            "“{value}” states a bound, no figure; it is not counted.",
            "State the exact number, or “…” if it is not available.",
            "Counting “<5” as 5 takes the one value that it is not."]
    }
    C035 Warning {
        vi: ["Ngày cách xa kỳ báo cáo",
            "Ngày {value} cách xa kỳ báo cáo.",
            "Kiểm tra năm đã gõ.",
            "Ngày lệch hơn một năm thường là gõ nhầm năm."],
        en: ["Date far from the period",
            "The date {value} is far from the period.",
            "Check the year.",
            "A date more than a year off is usually a mistyped year."]
    }
    C036 Warning {
        vi: ["Giá trị ngoài danh sách",
            "“{value}” không thuộc giá trị nào mà biểu mẫu phân loại ({expected}); dòng không vào danh sách nào.",
            "Ghi đúng một trong các giá trị của biểu mẫu.",
            "Dòng có giá trị lạ bị rơi khỏi mọi danh sách."],
        en: ["Value of no list",
            "“{value}” is none of the values by which the form sorts ({expected}); the row is in no list.",
            "Write one of the form's values.",
            "A row with an unknown value falls out of every list."]
    }
    C037 Warning {
        vi: ["Mã số có thể bị Excel đổi",
            "Ô ở cột chữ chứa {value}; nội dung gốc có thể đã bị đổi, đã đọc là “{expected}”.",
            "Định dạng cột là Text rồi nhập lại.",
            "Excel bỏ số 0 ở đầu, chỉ giữ 15 chữ số và đổi 12/3 thành ngày."],
        en: ["Identifier may be changed",
            "The cell of a text column holds {value}; what was typed may have been changed; read as “{expected}”.",
            "Format the column as Text and enter it again.",
            "Excel drops leading zeros, keeps 15 digits and turns 12/3 into a date."]
    }
    C038 Error {
        vi: ["Thời lượng ở chỗ của số",
            "Ô chứa thời lượng {value} ở chỗ của số; không được tính.",
            "Ghi số giờ bằng số (ví dụ 36,5) và định dạng ô là Number.",
            "Thời lượng được lưu theo ngày: 36:00 là 1,5."],
        en: ["Duration in place of a number",
            "The cell holds the duration {value} in place of a number; it is not counted.",
            "Enter the hours as a number (such as 36.5) and format the cell as Number.",
            "Durations are stored in days: 36:00 is 1.5."]
    }
    T001 Error {
        vi: ["Dòng tổng không khớp",
            "{expected_label}: dòng tổng ghi {value} nhưng cộng các dòng được {expected}.",
            "Kiểm tra công thức dòng tổng và các dòng thành phần. Tổng hợp dùng các dòng thành phần.",
            "Tổng sai thường do thiếu dòng trong công thức SUM hoặc gõ đè."],
        en: ["Total differs from its parts",
            "{expected_label}: the total row says {value} but the rows add up to {expected}.",
            "Check the total's formula and the rows. The rows are what is counted.",
            "Such totals usually miss a row in SUM or were typed over."]
    }
    T002 Error {
        vi: ["Công thức bị gõ đè",
            "{expected_label}: các ô tổng khác là công thức, riêng ô này là số gõ tay {value}, cộng các dòng được {expected}.",
            "Khôi phục công thức.",
            "Số gõ đè không còn đúng khi dòng thành phần thay đổi."],
        en: ["Formula typed over",
            "{expected_label}: the other totals are formulas but this one is the typed number {value}; the rows add up to {expected}.",
            "Restore the formula.",
            "A typed number goes stale when the rows change."]
    }
    T003 Error {
        vi: ["Cột có thể bị lệch",
            "Số liệu các cột bị lệch một cột so với tiêu đề (từ {value}); các cột lệch không được tính.",
            "Kiểm tra vị trí các cột so với tiêu đề.",
            "Chèn hoặc xóa ô làm lệch cả cột."],
        en: ["Columns may be shifted",
            "The figures are shifted by one column against the headers (from {value}); the shifted columns are not counted.",
            "Check the columns against the headers.",
            "Inserted or deleted cells shift whole columns."]
    }
    T004 Warning {
        vi: ["Dòng có vẻ là dòng tổng",
            "Dòng “{value}” bằng tổng các dòng {rows} nên được coi là dòng tổng, không tính là số liệu của một đơn vị.",
            "Ghi “Tổng cộng” ở dòng tổng; nếu đây đúng là một đơn vị thì kiểm tra lại số liệu.",
            "Cộng cả dòng tổng là cộng hai lần."],
        en: ["Row taken for a total",
            "The row “{value}” is the sum of rows {rows}; it was taken for a total and not counted as a unit's.",
            "Write “Total” in the total row; if it really is a unit, check its figures.",
            "Adding the total as well would count everything twice."]
    }
    T005 Warning {
        vi: ["Dòng có thể là dòng tổng",
            "Dòng “{value}” {reason}; vẫn được tính là một dòng số liệu.",
            "Nếu là dòng tổng thì ghi “Tổng cộng” hoặc “Cộng nhóm”; nếu không thì không cần làm gì.",
            "Với số nhỏ, một dòng có thể ngẫu nhiên bằng tổng các dòng khác."],
        en: ["Row may be a total",
            "The row “{value}” {reason}; it is counted as a row of its own.",
            "If it is a total, write “Total” or “Subtotal”; else nothing is to be done.",
            "Among small figures a row may be the sum of others by chance."]
    }
    S001 Error {
        vi: ["Chưa có báo cáo",
            "{name} chưa gửi biểu “{form_title}” kỳ {period}; hạn nộp {deadline}.",
            "Đôn đốc đơn vị gửi báo cáo.",
            "Đơn vị thiếu không được coi là bằng 0; tổng ghi rõ số đơn vị đã báo cáo."],
        en: ["Submission missing",
            "{name} has not sent the form “{form_title}” for {period}; due {deadline}.",
            "Remind the unit.",
            "A missing unit is never 0; totals say how many units reported."]
    }
    S002 Warning {
        vi: ["Nộp muộn",
            "{name} nộp ngày {value}, hạn nộp {expected}.",
            "Ghi nhận để theo dõi; số liệu vẫn được tính.",
            "Nộp muộn ảnh hưởng thời hạn tổng hợp."],
        en: ["Late",
            "{name} sent it on {value}, due {expected}.",
            "Take note; it is counted.",
            "Late reports delay the consolidation."]
    }
    S003 Warning {
        vi: ["Bản đã được thay thế",
            "{name} gửi biểu này nhiều lần; dùng {expected}, không dùng tệp này.",
            "Kiểm tra bản được dùng có phải bản đúng không.",
            "Chỉ một bản được tính: lần gửi ghi trên tên tệp, rồi thời điểm sửa của tài liệu."],
        en: ["Superseded",
            "{name} sent this form several times; {expected} counts, not this file.",
            "Check that the right one counts.",
            "One counts: by the revision stated in the name, then by the document's own modified time."]
    }
    S004 Warning {
        vi: ["Không thuộc diện báo cáo",
            "{name} không phải báo cáo biểu “{form_title}”; không được tính.",
            "Kiểm tra đơn vị, hoặc bổ sung đơn vị vào danh sách báo cáo của biểu.",
            "Cộng số của đơn vị ngoài diện làm sai tổng."],
        en: ["Not expected",
            "{name} does not report the form “{form_title}”; it is not counted.",
            "Check the unit, or add it to the form's reporters.",
            "Counting units out of scope spoils the total."]
    }
    S005 Warning {
        vi: ["Giống hệt kỳ trước",
            "Số liệu của {name} giống hệt kỳ {value}.",
            "Hỏi lại đơn vị xem có gửi nhầm báo cáo kỳ trước không.",
            "Báo cáo kỳ cũ đổi tiêu đề là lỗi hay gặp."],
        en: ["Stale copy",
            "The figures of {name} are identical to those of {value}.",
            "Ask the unit whether the old report was sent again.",
            "An old report with a new title is a common error."]
    }
    S006 Error {
        vi: ["Một nội dung cho hai đơn vị",
            "Số liệu của {name} giống hệt số liệu của {value}.",
            "Hỏi lại cả hai đơn vị.",
            "Thường do chép tệp của đơn vị khác mà chưa sửa số."],
        en: ["Same content for two units",
            "The figures of {name} are identical to those of {value}.",
            "Ask both units.",
            "Usually another unit's file was copied and not filled in."]
    }
    S007 Error {
        vi: ["Không rõ bản nào được dùng",
            "{name} gửi nhiều bản khác nhau và không phân biệt được bản nào mới nhất: {value}. Không bản nào được tính.",
            "Xóa bản cũ, hoặc ghi “lần 2” vào tên tệp của bản mới.",
            "Chương trình không chọn hú họa."],
        en: ["Which one counts is unclear",
            "{name} sent differing files and none is plainly the newest: {value}. None is counted.",
            "Delete the old one, or put “v2” into the new one's name.",
            "Nothing is chosen by chance."]
    }
    S008 Info {
        vi: ["Thời điểm nhận lấy theo tệp",
            "Tài liệu không ghi thời điểm sửa; lấy thời điểm của tệp {value}.",
            "Không cần làm gì nếu không xét nộp muộn.",
            "Thời điểm của tệp thay đổi khi sao chép."],
        en: ["Received time from the file",
            "The document states no modified time; the file's own time {value} was used.",
            "Nothing to do unless lateness matters.",
            "A file's time changes when it is copied."]
    }
    S009 Warning {
        vi: ["Bản thay thế có ít số liệu hơn",
            "{name}: bản được dùng có {value} dòng, bản bị thay thế ({expected}) có {rows} dòng.",
            "Hỏi lại đơn vị: nếu bản mới chỉ ghi phần sửa đổi thì đề nghị gửi lại bản đầy đủ.",
            "Bản bổ sung chỉ có phần sửa đổi mà thay cho cả bản cũ thì mất các dòng còn lại."],
        en: ["Replaced by less",
            "{name}: the file that counts has {value} rows where the replaced one ({expected}) had {rows}.",
            "Ask the unit: if the new file holds only what changed, have the whole form sent again.",
            "A correction of some rows that replaces the whole loses all others."]
    }
    S010 Warning {
        vi: ["Ghép từ nhiều trang",
            "Biểu của {name} được ghép từ các trang {value}.",
            "Kiểm tra có trang nào là bản cũ không.",
            "Một trang cũ còn sót lại làm sống lại số liệu đã bỏ."],
        en: ["Put together from several sheets",
            "The form of {name} was put together from the sheets {value}.",
            "Check whether one of them is an old version.",
            "A sheet left over from before brings back what was dropped."]
    }
    S011 Warning {
        vi: ["Bản ghi do hai đơn vị cùng gửi",
            "{name}: {value} bản ghi cũng có trong báo cáo của {other} ({records}); được tính ở cả hai đơn vị.",
            "Thống nhất đơn vị nào báo cáo các bản ghi này.",
            "Văn bản, sự kiện do nhiều đơn vị cùng kê thì tổng bị tính lặp."],
        en: ["Record sent by two units",
            "{name}: {value} records also stand in the report of {other} ({records}); they are counted for both.",
            "Agree which unit reports them.",
            "What several units list is added several times."]
    }
    V001 Error {
        vi: ["Vi phạm quy tắc của biểu",
            "{text} (quy tắc {rule}: {expected}; số liệu: {value})",
            "Kiểm tra lại các ô liên quan rồi gửi lại.",
            "Quy tắc do cơ quan tổng hợp khai báo trong biểu mẫu."],
        en: ["Rule violated",
            "{text} (rule {rule}: {expected}; figures: {value})",
            "Check the cells concerned and send it again.",
            "Rules are declared by the office in the form."]
    }
    P001 Info {
        vi: ["Không so sánh được với kỳ trước",
            "Chỉ tiêu {indicator}: các đơn vị báo cáo kỳ này và kỳ {previous} không giống nhau ({value}); không tính tăng giảm.",
            "Đôn đốc đơn vị còn thiếu.",
            "So sánh hai tổng của hai nhóm đơn vị khác nhau là sai."],
        en: ["Change not computed",
            "Indicator {indicator}: not the same units reported now and in {previous} ({value}); no change is given.",
            "Remind the missing units.",
            "Comparing totals over different units misleads."]
    }
    P002 Info {
        vi: ["Không có số liệu kỳ trước",
            "Không có báo cáo nào của kỳ {value}; không so sánh được.",
            "Để báo cáo kỳ trước vào thư mục của kỳ đó nếu cần so sánh.",
            "Kỳ trước được đọc từ chính thư mục của kỳ đó."],
        en: ["No previous period",
            "There is no submission for {value}; no comparison is made.",
            "Put the earlier reports into that period's folder if a comparison is wanted.",
            "The previous period is read from its own folder."]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Every code can be written and read back, and stands at its own place in the table.
    #[test]
    fn codes_round_trip() {
        for entry in ENTRIES {
            assert_eq!(entry.code.as_str().parse(), Ok(entry.code));
            assert_eq!(entry.code.entry().code, entry.code);
        }
    }

    // Both languages name the same parts, so that no message loses a figure in translation.
    #[test]
    fn languages_name_the_same_parts() {
        fn parts(s: &str) -> Vec<&str> {
            let mut v: Vec<_> = s.split('{').skip(1).filter_map(|p| p.split('}').next()).collect();
            v.sort_unstable();
            v
        }
        for e in ENTRIES {
            assert_eq!(parts(e.vi.message), parts(e.en.message), "{}", e.code);
        }
    }
}
