/*!
The command line: arguments, nothing else.
*/

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::finding::Lang;

/// Tổng hợp báo cáo Excel của nhiều đơn vị thành một bảng tổng hợp, mỗi số liệu truy được về ô gốc.
#[derive(Debug, Parser)]
#[command(name = "tonghop", version, about, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tổng hợp các báo cáo trong thư mục và ghi kết quả
    Consolidate(Consolidate),
    /// Kiểm tra báo cáo, không ghi gì; in các vấn đề tìm thấy
    Check(Check),
    /// Cho biết chương trình nhận ra gì trong một bảng tính: trang, bảng, cột, dòng, đơn vị, kỳ
    Inspect(Inspect),
    /// Cho biết một số tổng hợp gồm những số nào, từ tệp, trang và ô nào
    Trace(Trace),
    /// Giải thích một mã (ví dụ S001): nghĩa, vì sao quan trọng, cần làm gì
    Explain(Explain),
    /// Reads files for a run; not for people
    #[command(name = "__reader", hide = true)]
    Reader,
}

/// Output for people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Lines for people.
    Text,
    /// JSON for programs.
    Json,
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct Common {
    /// Ngôn ngữ thông báo
    #[arg(long, value_enum, default_value = "vi", global = true)]
    pub lang: Lang,
    /// Dạng kết quả in ra
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: OutputFormat,
    /// Không in tiến độ và tóm tắt
    #[arg(long, short)]
    pub quiet: bool,
}

/// Limits on what reading may cost.
#[derive(Debug, Args)]
pub struct Reading {
    /// Số tiến trình đọc (mặc định: số lõi của máy)
    #[arg(long, value_name = "N", help_heading = "Giới hạn đọc")]
    pub jobs: Option<usize>,
    /// Bộ nhớ tối đa của một tiến trình đọc, MiB
    #[arg(long, value_name = "MIB", default_value_t = 1024, help_heading = "Giới hạn đọc")]
    pub max_memory: u64,
    /// Thời gian đọc tối đa một tệp, giây
    #[arg(long, value_name = "S", default_value_t = 60, help_heading = "Giới hạn đọc")]
    pub max_seconds: u64,
    /// Dung lượng tối đa một tệp, MiB
    #[arg(long, value_name = "MIB", default_value_t = 100, help_heading = "Giới hạn đọc")]
    pub max_file: u64,
    /// Dung lượng tối đa sau giải nén của một tệp, MiB
    #[arg(long, value_name = "MIB", default_value_t = 400, help_heading = "Giới hạn đọc")]
    pub max_unpacked: u64,
    /// Số ô có giá trị tối đa của một tệp
    #[arg(long, value_name = "N", default_value_t = 5_000_000, help_heading = "Giới hạn đọc")]
    pub max_cells: u64,
    /// Số trang tính tối đa của một tệp
    #[arg(long, value_name = "N", default_value_t = 500, help_heading = "Giới hạn đọc")]
    pub max_sheets: usize,
}

/// Which period, judged when.
#[derive(Debug, Args)]
pub struct When {
    /// Kỳ báo cáo: 2019-03, 2019-Q1, 2019-H1, 2019-9M, 2019 (mặc định: kỳ mới nhất tìm thấy)
    #[arg(long, short, value_name = "KỲ")]
    pub period: Option<String>,
    /// Xét hạn nộp và kỳ đã bắt đầu theo ngày này (yyyy-mm-dd hoặc today; mặc định: ngày chạy)
    #[arg(long, value_name = "NGÀY")]
    pub as_of: Option<String>,
}

/// `consolidate`
#[derive(Debug, Args)]
pub struct Consolidate {
    /// Thư mục dự án, hoặc thư mục chỉ chứa bảng tính
    #[arg(default_value = ".", value_name = "THƯ MỤC")]
    pub folder: PathBuf,
    /// Nơi ghi kết quả (mặc định: output trong thư mục hiện tại)
    #[arg(long, short, value_name = "THƯ MỤC", default_value = "output")]
    pub output: PathBuf,
    /// Đọc lại mọi tệp và ghi lại mọi kết quả, không dùng bộ nhớ đệm (.cache trong nơi ghi kết quả)
    #[arg(long)]
    pub no_cache: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
}

/// `check`
#[derive(Debug, Args)]
pub struct Check {
    /// Thư mục dự án, hoặc các tệp cần kiểm tra
    #[arg(default_value = ".", value_name = "THƯ MỤC | TỆP")]
    pub paths: Vec<PathBuf>,
    /// Dự án dùng để kiểm tra các tệp
    #[arg(long, value_name = "THƯ MỤC")]
    pub project: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
}

/// `inspect`
#[derive(Debug, Args)]
pub struct Inspect {
    /// Tệp bảng tính
    #[arg(value_name = "TỆP")]
    pub file: PathBuf,
    /// Thư mục dự án
    #[arg(long, default_value = ".", value_name = "THƯ MỤC")]
    pub project: PathBuf,
    /// Kỳ mà tệp được cho là thuộc về; chỉ để so với kỳ nhận ra được
    #[arg(long, short, value_name = "KỲ")]
    pub period: Option<String>,
    /// In bản nháp khai báo biểu mẫu (TOML) lập từ tệp này
    #[arg(long)]
    pub draft_form: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
}

/// `trace`
#[derive(Debug, Args)]
pub struct Trace {
    /// Mã biểu
    #[arg(value_name = "BIỂU")]
    pub form: String,
    /// Mã chỉ tiêu
    #[arg(value_name = "CHỈ TIÊU")]
    pub indicator: String,
    /// Chỉ một đơn vị (mã)
    #[arg(long, short, value_name = "MÃ")]
    pub unit: Option<String>,
    /// Thư mục dự án
    #[arg(long, default_value = ".", value_name = "THƯ MỤC")]
    pub project: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub when: When,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
}

/// `explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// Mã, ví dụ S001; bỏ trống để liệt kê mọi mã
    #[arg(value_name = "MÃ")]
    pub code: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
}
