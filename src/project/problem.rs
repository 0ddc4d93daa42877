/*!
Errors of a project folder, each with file, line and key, all shown at once.
*/

use std::fmt;
use std::path::PathBuf;

use crate::finding::Lang;

/// What is wrong at one place of a project file.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    /// The text is no TOML or CSV.
    Syntax(String),
    /// A key that the format does not know, with the nearest known one.
    UnknownKey(Option<String>),
    /// A key that must be there is missing.
    MissingKey,
    /// A value of another type.
    Type(&'static str),
    /// A word that is not one of those possible.
    Choice(String, Vec<String>),
    /// A code that stands twice.
    Duplicate(String),
    /// A reference to something that is not declared, with the nearest that is.
    Dangling(String, Option<String>),
    /// Parents that lead in a circle.
    Cycle(String),
    /// A rule's expression that cannot be read.
    Expression {
        /// The expression.
        text: String,
        /// Where, in characters from 0.
        at: usize,
        /// What is wrong there.
        reason: ExpressionProblem,
    },
    /// A key that does not go with the others.
    Unfitting(&'static str, &'static str),
    /// Dates the wrong way round, a negative limit and the like.
    Impossible(String),
    /// The file cannot be read.
    Io(String),
}

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionProblem {
    /// Something else was expected here.
    Expected(&'static str),
    /// No indicator of the form has this code.
    UnknownIndicator(String, Option<String>),
    /// No such function.
    UnknownFunction(String),
    /// The indicator holds no number.
    NotNumeric(String),
    /// The range runs backwards.
    EmptyRange,
    /// Nested too deeply.
    TooDeep,
}

/// One error of a project, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// File, relative to the project folder.
    pub file: String,
    /// Line from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Key, as `indicator[3].type`.
    pub key: String,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Problem {
    /// The error in words.
    pub fn message(&self, lang: Lang) -> String {
        let mut place = self.file.clone();
        if self.line > 0 {
            place = match lang {
                Lang::Vi => format!("{place}, dòng {}", self.line),
                Lang::En => format!("{place}, line {}", self.line),
            };
        }
        if !self.key.is_empty() {
            place = match lang {
                Lang::Vi => format!("{place}, khóa {}", self.key),
                Lang::En => format!("{place}, key {}", self.key),
            };
        }
        format!("{place}: {}", self.wrong.message(lang))
    }
}

fn nearest(near: &Option<String>, lang: Lang) -> String {
    near.as_ref().map_or_else(String::new, |n| match lang {
        Lang::Vi => format!("; có phải ý là “{n}”?"),
        Lang::En => format!("; did you mean “{n}”?"),
    })
}

impl Wrong {
    fn message(&self, lang: Lang) -> String {
        let vi = lang == Lang::Vi;
        match self {
            Wrong::Syntax(e) if vi => format!("sai cú pháp: {e}"),
            Wrong::Syntax(e) => format!("syntax error: {e}"),
            Wrong::UnknownKey(n) if vi => format!("khóa không có trong quy định{}", nearest(n, lang)),
            Wrong::UnknownKey(n) => format!("unknown key{}", nearest(n, lang)),
            Wrong::MissingKey if vi => "thiếu khóa này".to_owned(),
            Wrong::MissingKey => "this key is missing".to_owned(),
            Wrong::Type(t) if vi => format!("cần {}", type_words(t)),
            Wrong::Type(t) => format!("expected {t}"),
            Wrong::Choice(v, of) if vi => format!("“{v}” không hợp lệ; chọn một trong: {}", of.join(", ")),
            Wrong::Choice(v, of) => format!("“{v}” is not possible; one of: {}", of.join(", ")),
            Wrong::Duplicate(c) if vi => format!("mã “{c}” bị trùng"),
            Wrong::Duplicate(c) => format!("the code “{c}” stands twice"),
            Wrong::Dangling(c, n) if vi => format!("“{c}” chưa được khai báo{}", nearest(n, lang)),
            Wrong::Dangling(c, n) => format!("“{c}” is not declared{}", nearest(n, lang)),
            Wrong::Cycle(c) if vi => format!("quan hệ cấp trên vòng tròn: {c}"),
            Wrong::Cycle(c) => format!("the parents form a cycle: {c}"),
            Wrong::Expression { text, at, reason } => {
                let caret = " ".repeat(*at);
                let why = reason.message(lang);
                match lang {
                    Lang::Vi => format!("biểu thức sai ở vị trí {}: {why}\n    {text}\n    {caret}^", at + 1),
                    Lang::En => format!("wrong expression at position {}: {why}\n    {text}\n    {caret}^", at + 1),
                }
            }
            Wrong::Unfitting(v, e) => lang.pick(v, e).to_owned(),
            Wrong::Impossible(v) if vi => format!("giá trị không thể có: {v}"),
            Wrong::Impossible(v) => format!("impossible value: {v}"),
            Wrong::Io(e) if vi => format!("không đọc được: {e}"),
            Wrong::Io(e) => format!("cannot be read: {e}"),
        }
    }
}

fn type_words(t: &'static str) -> &'static str {
    match t {
        "a text" => "một chuỗi ký tự",
        "a list of texts" => "một danh sách chuỗi ký tự",
        "a number" => "một số",
        "a whole number" => "một số nguyên",
        "true or false" => "true hoặc false",
        "a table" => "một bảng [..]",
        "a list of tables" => "các bảng [[..]]",
        "a text or a table of languages" => "một chuỗi hoặc bảng { vi = …, en = … }",
        "a date (yyyy-mm-dd)" => "một ngày (yyyy-mm-dd)",
        other => other,
    }
}

impl ExpressionProblem {
    fn message(&self, lang: Lang) -> String {
        let vi = lang == Lang::Vi;
        match self {
            ExpressionProblem::Expected(what) if vi => format!("cần {what}"),
            ExpressionProblem::Expected(what) => format!("expected {what}"),
            ExpressionProblem::UnknownIndicator(c, n) if vi => {
                format!("biểu không có chỉ tiêu [{c}]{}", nearest(n, lang))
            }
            ExpressionProblem::UnknownIndicator(c, n) => format!("the form has no indicator [{c}]{}", nearest(n, lang)),
            ExpressionProblem::UnknownFunction(f) if vi => {
                format!("không có hàm {f}; các hàm: sum, min, max, abs, prev")
            }
            ExpressionProblem::UnknownFunction(f) => format!("no function {f}; there are: sum, min, max, abs, prev"),
            ExpressionProblem::NotNumeric(c) if vi => format!("chỉ tiêu [{c}] không phải là số"),
            ExpressionProblem::NotNumeric(c) => format!("the indicator [{c}] holds no number"),
            ExpressionProblem::EmptyRange if vi => "dãy chỉ tiêu ngược thứ tự".to_owned(),
            ExpressionProblem::EmptyRange => "the range runs backwards".to_owned(),
            ExpressionProblem::TooDeep if vi => "biểu thức lồng quá sâu".to_owned(),
            ExpressionProblem::TooDeep => "the expression is nested too deeply".to_owned(),
        }
    }
}

/// A project that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The files have errors.
    #[error("{}", Listed(.0))]
    Problems(Vec<Problem>),
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl ProjectError {
    /// The whole error in words, a line for each problem.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            ProjectError::Problems(list) => {
                let head = match lang {
                    Lang::Vi => format!("Cấu hình dự án có {} lỗi; sửa rồi chạy lại:", list.len()),
                    Lang::En => format!("The project has {} errors; correct them and run again:", list.len()),
                };
                std::iter::once(head)
                    .chain(list.iter().map(|p| format!("  {}", p.message(lang))))
                    .collect::<Vec<_>>()
                    .join("\n")
            }
            ProjectError::Io { path, source } => match lang {
                Lang::Vi => format!("Không đọc được {}: {source}", path.display()),
                Lang::En => format!("Cannot read {}: {source}", path.display()),
            },
        }
    }
}

struct Listed<'a>(&'a [Problem]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, p) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            f.write_str(&p.message(Lang::En))?;
        }
        Ok(())
    }
}

/// The nearest of some names to one that is unknown, if any is near.
pub fn nearest_of<'a>(name: &str, of: impl IntoIterator<Item = &'a str>) -> Option<String> {
    of.into_iter()
        .filter_map(|n| crate::text::distance(name, n, 3).map(|d| (d, n)))
        .filter(|(d, n)| *d * 2 < n.chars().count().max(2))
        .min_by_key(|(d, _)| *d)
        .map(|(_, n)| n.to_owned())
}
