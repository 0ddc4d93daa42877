/*!
Where everything came from: each input with its SHA-256 and what became of it, the project, the version.
*/

use rust_xlsxwriter::XlsxError;

use super::super::Context;
use super::sheet::Sheet;
use super::style::{Styles, WHOLE};
use super::{MOST_LINKS, paper, source_link};
use crate::locale::say;
use crate::submission::fates::Account;
use crate::submission::ledger::Fate;

pub fn write(sheet: &mut Sheet<'_>, context: &Context<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let done = context.done;
    let lang = context.lang;
    for (col, width) in [6.0, 78.0, 14.0, 18.0, 10.0, 70.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0].iter().enumerate() {
        sheet.set_column_width(col as u16, *width)?;
    }
    sheet.write_with_format(0, 0, lang.text("sources-title"), &styles.title)?;
    let about = [
        say!(lang, "sources-project", title = done.project.title.as_str()),
        say!(lang, "sources-hash", hash = done.project.hash.as_str()),
        say!(lang, "sources-version", version = env!("CARGO_PKG_VERSION")),
    ];
    let mut row = 1;
    for line in about {
        sheet.write_with_format(row, 0, line, &styles.subtitle)?;
        row += 1;
    }
    row += 1;
    let head = row;
    let heads = [
        "head-number",
        "head-file",
        "head-bytes",
        "head-fate",
        "head-code",
        "head-sha-256",
        "head-counted",
        "head-in-totals",
        "head-labels",
        "head-unused",
        "head-refused",
        "head-left",
    ]
    .map(|k| lang.text(k));
    for (col, text) in heads.iter().enumerate() {
        sheet.write_with_format(row, col as u16, text.as_str(), &styles.head)?;
    }
    sheet.set_row_height(head, 36)?;
    // What counts comes first; what is of other periods last, closed up.
    let mut order: Vec<usize> = (0..done.ledger.files.len()).collect();
    order.sort_by_key(|n| match done.ledger.fates[*n].0 {
        Fate::Counted => 0,
        Fate::Superseded => 1,
        Fate::Failed => 2,
        Fate::Skipped => 3,
        Fate::OtherPeriod => 4,
    });
    let of_others = order.iter().filter(|n| done.ledger.fates[**n].0 == Fate::OtherPeriod).count();
    for (place, n) in order.into_iter().enumerate().take(1_000_000) {
        let (file, (fate, reason)) = (&done.ledger.files[n], &done.ledger.fates[n]);
        row += 1;
        sheet.write_with_format(row, 0, place as f64 + 1.0, &styles.center)?;
        match source_link(context, &file.name, "", "").filter(|_| place < MOST_LINKS) {
            Some(link) => sheet.write_link(row, 1, &link, file.name.as_str(), Some(&styles.link))?,
            None => sheet.write_with_format(row, 1, &file.name, &styles.text)?,
        };
        sheet.write_with_format(row, 2, file.extract.size as f64, &styles.number(WHOLE))?;
        let (word, style) = match fate {
            Fate::Counted => (lang.text("file-counted"), &styles.good),
            Fate::Superseded => (lang.text("file-superseded"), &styles.warning),
            Fate::OtherPeriod => (lang.text("file-other-period"), &styles.center),
            Fate::Skipped => (lang.text("file-skipped"), &styles.center),
            Fate::Failed => (lang.text("file-failed"), &styles.error),
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
    if of_others > 0 && row > head {
        let first = row.saturating_sub(of_others as u32 - 1).max(head + 1);
        sheet.group_rows_collapsed(first, row)?;
        sheet.group_symbols_above(true);
        sheet.write_with_format(head - 1, 0, say!(lang, "sources-others", count = of_others), &styles.subtitle)?;
    }
    sheet.set_freeze_panes(head + 1, 2)?;
    // Digests are for comparing on the screen.
    sheet.set_print_area(0, 0, row, 4)?;
    paper(sheet, false, (head, head), lang)
}
