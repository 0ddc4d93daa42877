/*!
Where everything came from: each input with its SHA-256 and what became of it, the project, the version.
*/

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::super::Context;
use super::style::{Styles, WHOLE};
use super::{MOST_LINKS, paper, source_link};
use crate::finding::Lang;
use crate::submission::fates::Account;
use crate::submission::ledger::Fate;

pub fn write(sheet: &mut Worksheet, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let done = context.done;
    let lang = context.lang;
    for (col, width) in [6.0, 78.0, 14.0, 18.0, 10.0, 70.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0].iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    sheet.write_with_format(0, 0, lang.pick("NGUỒN SỐ LIỆU", "SOURCES"), &styles.title)?;
    let facts = match lang {
        Lang::Vi => [
            ("Dự án", done.project.title.clone()),
            ("Mã băm của dự án (SHA-256)", done.project.hash.clone()),
            ("Phiên bản tonghop", env!("CARGO_PKG_VERSION").to_owned()),
        ],
        Lang::En => [
            ("Project", done.project.title.clone()),
            ("Project hash (SHA-256)", done.project.hash.clone()),
            ("tonghop version", env!("CARGO_PKG_VERSION").to_owned()),
        ],
    };
    let mut row = 1;
    for (name, value) in facts {
        sheet.write_with_format(row, 0, format!("{name}: {value}"), &styles.subtitle)?;
        row += 1;
    }
    row += 1;
    let head = row;
    let heads = match lang {
        Lang::Vi => [
            "STT",
            "Tệp",
            "Dung lượng",
            "Kết quả",
            "Mã",
            "SHA-256",
            "Số được tính",
            "Số ở dòng tổng",
            "Tiêu đề, thứ tự",
            "Ngoài biểu",
            "Bị từ chối",
            "Không rõ",
        ],
        Lang::En => [
            "No.",
            "File",
            "Bytes",
            "Fate",
            "Code",
            "SHA-256",
            "Counted",
            "In totals",
            "Labels",
            "Unused",
            "Refused",
            "Left",
        ],
    };
    for (col, text) in heads.iter().enumerate() {
        sheet.write_with_format(row, col as u16, *text, &styles.head)?;
    }
    sheet.set_row_height(head, 36)?;
    for (n, (file, (fate, reason))) in done.ledger.files.iter().zip(&done.ledger.fates).enumerate().take(1_000_000) {
        row += 1;
        sheet.write_with_format(row, 0, n as f64 + 1.0, &styles.center)?;
        match source_link(context, &file.name, "", "").filter(|_| n < MOST_LINKS) {
            Some(link) => {
                sheet.write_url_with_options(row, 1, link.as_str(), file.name.as_str(), "", Some(&styles.link))?
            }
            None => sheet.write_with_format(row, 1, &file.name, &styles.text)?,
        };
        sheet.write_with_format(row, 2, file.extract.size as f64, &styles.number(WHOLE))?;
        let (word, style) = match fate {
            Fate::Counted => (lang.pick("Được tính", "Counted"), &styles.good),
            Fate::Superseded => (lang.pick("Bị thay thế", "Superseded"), &styles.warning),
            Fate::OtherPeriod => (lang.pick("Kỳ khác", "Other period"), &styles.center),
            Fate::Skipped => (lang.pick("Bỏ qua", "Skipped"), &styles.center),
            Fate::Failed => (lang.pick("Không dùng được", "Failed"), &styles.error),
        };
        sheet.write_with_format(row, 3, word, style)?;
        sheet.write_with_format(row, 4, reason.map_or("", |c| c.as_str()), &styles.center)?;
        sheet.write_with_format(row, 5, &file.extract.sha256, &styles.text)?;
        // What became of the file's figures, over all its tables of the period.
        let accounts: Vec<Account> = (0..file.extract.parts.len()).filter_map(|p| done.ledger.account(n, p)).collect();
        if !accounts.is_empty() {
            let of = |get: fn(&Account) -> u32| accounts.iter().map(get).map(f64::from).sum::<f64>();
            let counts = [
                of(|a| a.counted),
                of(|a| a.total),
                of(|a| a.label),
                of(|a| a.unused),
                of(|a| a.refused),
                of(|a| a.left),
            ];
            for (col, count) in counts.into_iter().enumerate() {
                sheet.write_with_format(row, 6 + col as u16, count, &styles.number(WHOLE))?;
            }
        }
    }
    if row > head {
        sheet.autofilter(head, 0, row, 11)?;
    }
    sheet.set_freeze_panes(head + 1, 2)?;
    paper(sheet, true, (head, head), lang)
}
