/*!
Language tables: the words that offices use for totals, signatures, nothing, yes and no.

The engine knows no language; it looks words up here. A project names its language; the words of both
tables are understood everywhere, since forms mix them, while the way numbers are written follows the
project. Words are given as people write them and compared by [`super::key`].
*/

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::key;

/// How a text writes numbers: which mark groups thousands and which begins the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Convention {
    /// Vietnamese: `1.234,5`.
    #[default]
    Vi,
    /// English: `1,234.5`.
    En,
}

const TOTALS: &[&str] = &[
    "Tổng",
    "Tổng số",
    "Tổng cộng",
    "Cộng",
    "Toàn tỉnh",
    "Toàn huyện",
    "Toàn thị xã",
    "Toàn thành phố",
    "Toàn xã",
    "Toàn ngành",
    "Tổng toàn tỉnh",
    "Tổng cộng toàn huyện",
    "Cộng toàn huyện",
    "Tổng hợp chung",
    "Cộng chung",
    "Tổng chung",
    "Cả huyện",
    "Cả tỉnh",
    "Cả xã",
    "Cả thị xã",
    "Cả thành phố",
    "Cả nước",
    "Cả năm",
    "Toàn quốc",
    "Toàn bộ",
    "Tất cả",
    "Tổng số chung",
    "Tổng cộng chung",
    "Total",
    "Totals",
    "Grand total",
    "Overall total",
    "Total amount",
    "Sum total",
    "Sum",
    "All",
    "Overall",
];

const SUBTOTALS: &[&str] = &[
    "Cộng trang",
    "Cộng phần",
    "Cộng nhóm",
    "Tổng nhóm",
    "Cộng mục",
    "Tiểu cộng",
    "Cộng khối",
    "Cộng khu vực",
    "Cộng cụm",
    "Cộng dồn",
    "Subtotal",
    "Sub-total",
    "Sub total",
];

/// Rows of statistics over the others.
const STATISTICS: &[&str] = &[
    "Average",
    "Averages",
    "Mean",
    "Median",
    "Minimum",
    "Maximum",
    "Min",
    "Max",
    "Avg",
    "Standard deviation",
    "% of total",
    "Percent of total",
    "Percentage of total",
    "Share of total",
    "Percent",
    "Percentage",
    "Rate",
    "Ratio",
    "Bình quân",
    "Bình quân chung",
    "Trung bình",
    "Trung bình chung",
    "Trung vị",
    "Cao nhất",
    "Thấp nhất",
    "Lớn nhất",
    "Nhỏ nhất",
    "Tỷ lệ",
    "Tỷ lệ %",
    "Tỷ lệ phần trăm",
    "Tỷ trọng",
    "Cơ cấu",
    "Cơ cấu %",
];
/// Rows of what was aimed at.
const TARGETS: &[&str] = &[
    "Target",
    "Targets",
    "Plan",
    "Planned",
    "Budget",
    "Goal",
    "Quota",
    "Kế hoạch",
    "Kế hoạch năm",
    "Kế hoạch giao",
    "Chỉ tiêu giao",
    "Chỉ tiêu kế hoạch",
    "Mục tiêu",
    "Dự toán",
    "Dự toán giao",
    "Định mức",
];
/// Rows of another period, and of comparisons with it.
const EARLIER: &[&str] = &[
    "Previous month",
    "Previous quarter",
    "Previous year",
    "Previous period",
    "Last month",
    "Last quarter",
    "Last year",
    "Prior month",
    "Prior quarter",
    "Prior year",
    "Prior period",
    "Same period last year",
    "Same month last year",
    "Difference",
    "Change",
    "Variance",
    "Increase",
    "Decrease",
    "Increase/decrease",
    "Growth",
    "Year to date",
    "Cumulative",
    "Kỳ trước",
    "Tháng trước",
    "Quý trước",
    "Năm trước",
    "Cùng kỳ",
    "Cùng kỳ năm trước",
    "So với kỳ trước",
    "So với cùng kỳ",
    "So với cùng kỳ năm trước",
    "So sánh",
    "Chênh lệch",
    "Tăng, giảm",
    "Tăng giảm",
    "Tăng trưởng",
    "Lũy kế",
    "Luỹ kế từ đầu năm",
    "Lũy kế từ đầu năm",
];
/// Sums that are carried from page to page.
const CARRIED: &[&str] = &[
    "Carried forward",
    "Brought forward",
    "Carried over",
    "Carry forward",
    "Balance carried forward",
    "Balance brought forward",
    "c/f",
    "b/f",
    "Page total",
    "Mang sang",
    "Cộng mang sang",
    "Chuyển sang trang sau",
    "Cộng chuyển trang sau",
    "Trang trước chuyển sang",
    "Trang trước mang sang",
    "Cộng trang trước",
];
/// Rows of what was there before and after.
const BALANCES: &[&str] = &[
    "Opening balance",
    "Closing balance",
    "Balance at start",
    "Balance at end",
    "Opening stock",
    "Closing stock",
    "Beginning balance",
    "Ending balance",
    "Số dư đầu kỳ",
    "Số dư cuối kỳ",
    "Dư đầu kỳ",
    "Dư cuối kỳ",
    "Tồn đầu kỳ",
    "Tồn cuối kỳ",
    "Đầu kỳ",
    "Cuối kỳ",
    "Số đầu kỳ",
    "Số cuối kỳ",
    "Kỳ trước chuyển sang",
    "Chuyển kỳ sau",
];
/// Before parts of the row above.
const OF_WHICH: &[&str] =
    &["Of which", "Of whom", "In which", "Thereof", "Including", "Trong đó", "Trong số đó", "Bao gồm", "Gồm có"];
/// Before a row that only shows how to fill in the others.
const EXAMPLES: &[&str] = &["Example", "For example", "Sample row", "E.g", "Ví dụ", "VD", "Dòng mẫu", "Ghi mẫu"];
/// Over every official letter.
const MOTTOS: &[&str] = &["Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc"];
/// Words on a line between two parts of one table that say that it goes on.
const CONTINUED: &[&str] = &["Tiếp theo", "Tiếp", "Trang", "Continued", "Cont", "Page"];

const ENDINGS: &[&str] = &[
    "Người lập biểu",
    "Người lập bảng",
    "Người lập",
    "Lập biểu",
    "Người báo cáo",
    "Thủ trưởng đơn vị",
    "Thủ trưởng",
    "Chủ tịch",
    "Phó chủ tịch",
    "Giám đốc",
    "Phó giám đốc",
    "Tổng biên tập",
    "Nơi nhận",
    "Ký, đóng dấu",
    "Ký, ghi rõ họ tên",
    "Ký tên, đóng dấu",
    "Xác nhận của",
    "TM. UBND",
    "TM. Ủy ban nhân dân",
    "KT. Chủ tịch",
    "KT. Giám đốc",
    "Ghi chú",
    "Lưu ý",
    "Kế toán trưởng",
    "Chánh văn phòng",
    "Prepared by",
    "Approved by",
    "Signature",
    "Signed",
    "Notes",
    "Note",
    "Source",
    "Director",
];

const YES: &[&str] = &["Có", "Co", "Rồi", "Đã có", "Đã", "Đạt", "Yes", "Y", "True", "Đúng", "C"];
const NO: &[&str] =
    &["Không", "Khong", "Chưa", "Chưa có", "Không có", "Không đạt", "Chưa đạt", "No", "N", "False", "Sai", "K"];
/// "Nothing arose": reported, and counts as zero.
const NIL: &[&str] = &["Không", "Không có", "KPS", "Không phát sinh", "None", "Nil", "Chưa phát sinh"];
/// "Does not apply to us".
const NOT_APPLICABLE: &[&str] = &["x", "Không áp dụng", "Not applicable", "KAD"];
/// "Not available yet".
const UNAVAILABLE: &[&str] =
    &["Chưa có số liệu", "Không có số liệu", "Chưa thống kê", "NA", "N A", "Not available", "Chưa tổng hợp"];
/// Before a number: it is not exact.
const ABOUT: &[&str] = &[
    "khoảng",
    "trên",
    "hơn",
    "gần",
    "dưới",
    "ít nhất",
    "trên dưới",
    "xấp xỉ",
    "ước",
    "ước đạt",
    "about",
    "over",
    "nearly",
    "approximately",
    "more than",
    "less than",
];
/// After a number: it is to be multiplied.
const SCALES: &[(&str, f64)] =
    &[("nghìn", 1e3), ("ngàn", 1e3), ("triệu", 1e6), ("tỷ", 1e9), ("tỉ", 1e9), ("thousand", 1e3), ("million", 1e6)];

/// Words that stand before a unit's name and belong to no unit.
const UNIT_PREFIXES: &[&str] =
    &["UBND", "Ủy ban nhân dân", "UB nhân dân", "UB", "HĐND và UBND", "HĐND-UBND", "Office of", "The"];

/// Labels after which the reporting unit is named.
const UNIT_LABELS: &[&str] = &[
    "Đơn vị báo cáo",
    "Tên đơn vị báo cáo",
    "Cơ quan báo cáo",
    "Cơ quan, đơn vị báo cáo",
    "Đơn vị gửi báo cáo",
    "Tên đơn vị",
    "Tên cơ quan",
    "Đơn vị lập biểu",
    "Đơn vị lập báo cáo",
    "Đơn vị gửi",
    "Đơn vị thực hiện",
    "Mã đơn vị",
    "Mã đơn vị báo cáo",
    "Unit code",
    "Code of unit",
    "Facility code",
    "Reporting unit",
    "Unit",
    "Name of unit",
    "Facility",
    "Reporting facility",
    "District",
    "Organisation",
    "Organization",
    "Office",
];

/// Short forms of the words for a level of government, before a name.
const DESIGNATIONS: &[(&str, &[&str])] = &[
    ("tỉnh", &["t"]),
    ("thành phố", &["tp", "t p", "thanhpho"]),
    ("thị xã", &["tx", "t x", "thixa"]),
    ("huyện", &["h", "hu", "huyen"]),
    ("quận", &["q"]),
    ("phường", &["p", "ph"]),
    ("xã", &["x"]),
    ("thị trấn", &["tt", "t t"]),
];

/// What the words of a row can say of it, beside naming a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum RowWord {
    /// An average, a share, a largest value.
    Statistic,
    /// A target, plan or budget.
    Target,
    /// Another period, or a comparison with it.
    Earlier,
    /// A sum carried from page to page.
    Carried,
    /// An opening or closing balance.
    Balance,
    /// Parts of the row above.
    OfWhich,
    /// An example of how to fill in.
    Example,
    /// What the project or the form declares to be passed over.
    Declared,
}

/// How much of a label such words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// The whole label.
    Whole,
    /// The label begins with them.
    Leads,
}

/// Phrases that a text may begin with, found by their first word: rows are asked by the million.
struct Phrases<T>(FxHashMap<String, Vec<(String, T)>>);

impl<T: Copy> Phrases<T> {
    fn of(phrases: impl Iterator<Item = (String, T)>) -> Self {
        let mut all: FxHashMap<String, Vec<(String, T)>> = FxHashMap::default();
        for (phrase, means) in phrases {
            let first = phrase.split(' ').next().unwrap_or_default().to_owned();
            all.entry(first).or_default().push((phrase, means));
        }
        // The longest match wins; of equal ones the first that is listed.
        for same in all.values_mut() {
            same.sort_by_key(|(p, _)| std::cmp::Reverse(p.len()));
        }
        Phrases(all)
    }

    /// The longest phrase that a key is or begins with, and what it means.
    fn leading(&self, key: &str) -> Option<(&str, T)> {
        self.0.get(first_word(key))?.iter().find(|(p, _)| leads(key, p)).map(|(p, means)| (p.as_str(), *means))
    }
}

/// The words of every table as keys.
pub struct Words {
    totals: FxHashSet<String>,
    subtotals: FxHashSet<String>,
    /// Words of a total that say so before a name too.
    leading_totals: Phrases<()>,
    leading_subtotals: Phrases<()>,
    row_words: Phrases<RowWord>,
    /// The same without marks, as whole labels.
    plain_row_words: FxHashMap<String, RowWord>,
    /// The words that any of the above begin with, or that end a label of a total.
    edges: FxHashSet<String>,
    continued: Phrases<()>,
    mottos: Phrases<()>,
    endings: Phrases<()>,
    yes: FxHashSet<String>,
    no: FxHashSet<String>,
    nil: FxHashSet<String>,
    not_applicable: FxHashSet<String>,
    unavailable: FxHashSet<String>,
    about: Vec<String>,
    scales: Vec<(String, f64)>,
    unit_prefixes: Vec<String>,
    unit_labels: Vec<String>,
    designations: Vec<(String, Vec<String>)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let set = |words: &[&str]| words.iter().map(|w| key(w)).collect::<FxHashSet<_>>();
    // Longest first, so that the longest match wins.
    let list = |words: &[&str]| {
        let mut v: Vec<String> = words.iter().map(|w| key(w)).collect();
        v.sort_by_key(|w| std::cmp::Reverse(w.len()));
        v
    };
    let groups: [(&[&str], RowWord); 7] = [
        (STATISTICS, RowWord::Statistic),
        (TARGETS, RowWord::Target),
        (EARLIER, RowWord::Earlier),
        (CARRIED, RowWord::Carried),
        (BALANCES, RowWord::Balance),
        (OF_WHICH, RowWord::OfWhich),
        (EXAMPLES, RowWord::Example),
    ];
    let row_words: Vec<(String, RowWord)> =
        groups.iter().flat_map(|(words, is)| words.iter().map(|w| (key(w), *is))).collect();
    let phrases = |words: &[&str]| Phrases::of(words.iter().map(|w| (key(w), ())));
    let several: Vec<&str> = TOTALS.iter().copied().filter(|t| key(t).contains(' ')).collect();
    let spoken = row_words.iter().map(|(w, _)| w.clone()).chain(row_words.iter().map(|(w, _)| super::bare(w)));
    let listed = [TOTALS, SUBTOTALS, ENDINGS].into_iter().flatten().map(|w| key(w));
    let edges = spoken.chain(listed).map(|w| first_word(&w).to_owned()).chain([ALL_OF.to_owned()]).collect();
    Words {
        edges,
        plain_row_words: row_words.iter().rev().map(|(w, is)| (super::bare(w), *is)).collect(),
        row_words: Phrases::of(row_words.into_iter()),
        continued: phrases(CONTINUED),
        mottos: phrases(MOTTOS),
        totals: set(TOTALS),
        subtotals: set(SUBTOTALS),
        leading_totals: phrases(&several),
        leading_subtotals: phrases(SUBTOTALS),
        endings: phrases(ENDINGS),
        yes: set(YES),
        no: set(NO),
        nil: set(NIL),
        not_applicable: set(NOT_APPLICABLE),
        unavailable: set(UNAVAILABLE),
        about: list(ABOUT),
        scales: SCALES.iter().map(|(w, s)| (key(w), *s)).collect(),
        unit_prefixes: list(UNIT_PREFIXES),
        unit_labels: list(UNIT_LABELS),
        designations: DESIGNATIONS
            .iter()
            .map(|(d, short)| (key(d), short.iter().map(|s| (*s).to_owned()).collect()))
            .collect(),
    }
});

/// The tables.
pub fn words() -> &'static Words {
    &WORDS
}

/// True when `text` is `word` or begins with it and a space.
fn leads(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// In front of a name: the whole of it.
const ALL_OF: &str = "toan₂";

/// The words at the edges of a key: found bytewise, as searching by a pattern costs more than these few letters.
fn first_word(key: &str) -> &str {
    key.bytes().position(|b| b == b' ').map_or(key, |i| &key[..i])
}

fn last_word(key: &str) -> &str {
    key.bytes().rposition(|b| b == b' ').map_or(key, |i| &key[i + 1..])
}

impl Words {
    /// False where a label can say nothing of its row beside naming a thing.
    pub fn may_speak(&self, key: &str) -> bool {
        self.edges.contains(first_word(key)) || self.edges.contains(last_word(key))
    }

    /// True for the words of a grand total (`Tổng cộng`, `Toàn huyện`), alone or before a name.
    pub fn is_total(&self, key: &str) -> bool {
        self.totals.contains(key)
            || (self.leading_totals.leading(key).is_some() && key.split(' ').count() <= 8)
            || self.is_sum_of_numerals(key)
    }

    /// True for `Tổng (I+II)` and `Cộng I + II`.
    fn is_sum_of_numerals(&self, key: &str) -> bool {
        let mut words = key.split(' ');
        let first = words.next().unwrap_or_default();
        self.totals.contains(first) && words.all(|w| w.chars().all(|c| c.is_ascii_digit() || "ivx".contains(c)))
    }

    /// True where a word of a total begins or ends a label, whatever else stands in it: a hint, no proof.
    pub fn mentions_total(&self, key: &str) -> bool {
        let (first, last) = (first_word(key), last_word(key));
        // "All" and "sum" begin too many names to say anything: All Saints Clinic.
        let speaks = |w: &str| self.totals.contains(w) && !matches!(w, "all" | "sum" | "overall");
        speaks(first) || speaks(last) || (first == ALL_OF && first.len() < key.len())
    }

    /// True where a label is the words of a total and nothing else.
    pub fn is_whole_total(&self, key: &str) -> bool {
        self.totals.contains(key) || self.subtotals.contains(key) || self.is_sum_of_numerals(key)
    }

    /// What else a row can be by its words, and how much of its label they are.
    pub fn row_word(&self, key: &str) -> Option<(RowWord, Fit)> {
        if key.is_empty() {
            return None;
        }
        if key.is_ascii()
            && let Some(is) = self.plain_row_words.get(key)
        {
            return Some((*is, Fit::Whole));
        }
        let (phrase, is) = self.row_words.leading(key)?;
        Some((is, if phrase.len() == key.len() { Fit::Whole } else { Fit::Leads }))
    }

    /// True for the two lines that head every official letter.
    pub fn is_motto(&self, key: &str) -> bool {
        self.mottos.leading(key).is_some()
    }

    /// True for a line that says that a table goes on.
    pub fn is_continued(&self, key: &str) -> bool {
        self.continued.leading(key).is_some()
    }

    /// True for the words of a total of one group (`Cộng nhóm`, `Subtotal`).
    pub fn is_subtotal(&self, key: &str) -> bool {
        self.leading_subtotals.leading(key).is_some()
    }

    /// True for a line that ends a table: signatures, footnotes.
    pub fn is_ending(&self, key: &str) -> bool {
        self.endings.leading(key).is_some()
    }

    /// True for a word that says less than the figure after it (`dưới 5`): a bound, no figure.
    pub fn is_bound(&self, text: &str) -> bool {
        let k = key(text);
        ["dươi₂", "it₂ hơn", "less than", "under", "fewer than", "below", "nho₃ hơn"].iter().any(|w| leads(&k, w))
    }

    /// Yes or no, if the word is one.
    pub fn yes_no(&self, key: &str) -> Option<bool> {
        if self.yes.contains(key) {
            Some(true)
        } else if self.no.contains(key) {
            Some(false)
        } else {
            None
        }
    }

    /// True for "nothing arose".
    pub fn is_nil(&self, key: &str) -> bool {
        self.nil.contains(key)
    }

    /// True for "does not apply".
    pub fn is_not_applicable(&self, key: &str) -> bool {
        self.not_applicable.contains(key)
    }

    /// True for "not available".
    pub fn is_unavailable(&self, key: &str) -> bool {
        self.unavailable.contains(key)
    }

    /// Strips a word that says a number is not exact; `None` when there is none.
    pub fn strip_about<'a>(&self, text: &'a str) -> Option<&'a str> {
        let mut words =
            text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(i, _)| i).take(3).collect::<Vec<_>>();
        words.reverse();
        words.into_iter().find(|end| self.about.contains(&key(&text[..*end]))).map(|end| text[end..].trim_start())
    }

    /// True for a word after which somebody is named who is written to.
    pub fn is_addressing(&self, key: &str) -> bool {
        matches!(key, "gưi₃" | "gui")
    }

    /// The factor that a word after a number stands for.
    pub fn scale(&self, key: &str) -> Option<f64> {
        self.scales.iter().find(|(w, _)| w == key).map(|(_, s)| *s)
    }

    /// Strips words that stand before a unit's name.
    pub fn strip_unit_prefix<'a>(&self, key: &'a str) -> &'a str {
        for prefix in &self.unit_prefixes {
            if let Some(rest) = key.strip_prefix(prefix.as_str()).and_then(|r| r.strip_prefix(' ')) {
                return rest;
            }
        }
        key
    }

    /// Strips a label after which a unit is named; `None` when the text has no such label.
    pub fn strip_unit_label<'a>(&self, text: &'a str) -> Option<&'a str> {
        let (label, rest) = text.split_once([':', '：']).unwrap_or((text, ""));
        let k = key(label);
        // "Đơn vị: …" names a unit or a measure; alone it is a heading.
        let either = k == "đơn vi₅" || k == "unit";
        let named = self.unit_labels.contains(&k) || (k == "đơn vi₅" && !rest.trim().is_empty());
        let measured = || either && super::measure::parse(rest).is_some_and(|m| m.is_certain());
        (named && !measured()).then(|| rest.trim())
    }

    /// Writes short designations in full: `tx ki₁ anh` becomes `thi₅ xa₄ ki₁ anh`.
    pub fn expand_designation(&self, key: &str) -> Option<String> {
        for (long, shorts) in &self.designations {
            for short in shorts {
                if let Some(rest) = key.strip_prefix(short.as_str()).and_then(|r| r.strip_prefix(' ')) {
                    return Some(format!("{long} {rest}"));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The words that offices put on total rows are known, and names that begin alike are not taken for them.
    #[test]
    fn total_words() {
        for t in ["TỔNG CỘNG", "Tổng số:", "Toàn huyện", "Cộng", "Total", "Tổng (I+II)", "Tổng cộng toàn tỉnh"]
        {
            assert!(words().is_total(&key(t)), "{t}");
        }
        for t in ["Cộng Hòa", "Xã Tổng Cốt", "Sơn Cộng"] {
            assert!(!words().is_total(&key(t)), "{t}");
        }
    }

    // A unit's label is stripped whether or not the name follows in the same cell.
    #[test]
    fn unit_labels() {
        assert_eq!(words().strip_unit_label("Đơn vị báo cáo: UBND huyện Kỳ Anh"), Some("UBND huyện Kỳ Anh"));
        assert_eq!(words().strip_unit_label("ĐƠN VỊ BÁO CÁO"), Some(""));
        assert_eq!(words().strip_unit_label("Nội dung: abc"), None);
    }

    // Words of approximation are found before a number only.
    #[test]
    fn approximations() {
        assert_eq!(words().strip_about("khoảng 30 nghìn"), Some("30 nghìn"));
        assert_eq!(words().strip_about("hơn 2.000"), Some("2.000"));
        assert_eq!(words().strip_about("30 nghìn"), None);
    }
}
