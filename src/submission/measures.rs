/*!
Whether a sheet's figures are in the form's unit of measure: what the row's measure column says, else the column's
heading, else the lines over the table.
*/

use crate::finding::Term;
use crate::text::measure::{Compared, Measure, compare, parse};

/// What a stated measure means for a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It is the form's, or nothing is said.
    Fine,
    /// Another scale of the same measure, which the form allows to be converted.
    Convert {
        /// What the sheet states.
        stated: String,
        /// Where.
        place: Term,
        /// What to multiply by.
        factor: f64,
    },
    /// Another measure or scale: the figure cannot be counted.
    Refuse {
        /// What the sheet states.
        stated: String,
        /// Where.
        place: Term,
    },
}

/// Judges a figure by what is stated about it.
pub fn judge(asked: &str, row: Option<&str>, column: Option<&str>, lines: &[String], convert: bool) -> Verdict {
    let own = [(row, Term::MeasureColumn), (column, Term::Heading)];
    let mut fine = false;
    for (stated, place) in own {
        let Some(stated) = stated.filter(|s| !s.trim().is_empty()) else {
            continue;
        };
        match related(stated, asked, true) {
            Some(Some(1.0)) => fine = true,
            Some(factor) => return verdict(stated, place, factor, convert),
            // Words that say nothing of a measure leave it to what is stated further off.
            None => {}
        }
    }
    // Of several measures in a line the one that is this figure's; one that contradicts the figure's own place is
    // no less said.
    let mut told = None;
    for stated in lines {
        match related(stated, asked, false) {
            Some(Some(1.0)) => return Verdict::Fine,
            Some(factor) if told.is_none() => told = Some((stated, factor)),
            _ => {}
        }
    }
    told.map_or(Verdict::Fine, |(stated, factor)| verdict(stated, Term::Line, factor, convert && !fine))
}

/// The measure of a line over the table that is none of the form's, where every figure has one: percent over a table
/// of visits.
pub fn foreign(lines: &[String], asked: &[&str]) -> Option<String> {
    let told = !asked.is_empty() && asked.iter().all(|a| !a.trim().is_empty());
    let unlike = |line: &str, a: &str| match (compare(line, a), parse(line), parse(a)) {
        (Compared::Unrelated, ..) => true,
        (Compared::Other, Some(l), Some(a)) => !(l.is_money() && a.is_money()),
        _ => false,
    };
    let line = lines.iter().find(|l| parse(l).is_some_and(|m| m.is_known()) && asked.iter().all(|a| unlike(l, a)));
    line.filter(|_| told).cloned()
}

fn verdict(stated: &str, place: Term, factor: Option<f64>, convert: bool) -> Verdict {
    let stated = stated.to_owned();
    match factor {
        Some(1.0) => Verdict::Fine,
        Some(factor) if convert => Verdict::Convert { stated, place, factor },
        _ => Verdict::Refuse { stated, place },
    }
}

/// The factor from a stated measure to the one asked for; `Some(None)` for another measure altogether, nothing where
/// it says nothing of this figure. `own` is true for what stands at the figure's own row or column.
fn related(stated: &str, asked: &str, own: bool) -> Option<Option<f64>> {
    let s = parse(stated)?;
    match compare(stated, asked) {
        Compared::Same => Some(Some(1.0)),
        Compared::Scaled(f) => Some(Some(f)),
        Compared::Other => {
            let money = |m: &Measure| m.is_money();
            (own || parse(asked).is_some_and(|a| money(&a) && money(&s))).then_some(None)
        }
        // The form asks for no measure, or for another thing, and the sheet counts in thousands.
        Compared::Unrelated if own && s.spoken != parse(asked).map_or(1.0, |a| a.spoken) => Some(None),
        // Percent, money, tons beside a figure that counts things by their name.
        Compared::Unrelated if own && s.is_known() && !asked.trim().is_empty() => Some(None),
        Compared::Unrelated => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A line whose measure is none of the form's is foreign; one that some figure has is that figure's.
    #[test]
    fn foreign_lines() {
        let lines = ["%".to_owned()];
        assert_eq!(foreign(&lines, &["visits", "births"]), Some("%".into()));
        assert_eq!(foreign(&lines, &["visits", "%"]), None);
        assert_eq!(foreign(&lines, &["visits", ""]), None);
        assert_eq!(foreign(&["lượt".to_owned()], &["hồ sơ"]), None);
    }

    // The row's own word decides, then the heading, then the lines; another scale is refused or converted.
    #[test]
    fn judged() {
        let refuse = |s: &str, place| Verdict::Refuse { stated: s.to_owned(), place };
        let lines = |l: &[&str]| l.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        assert_eq!(judge("tờ", Some("nghìn tờ"), None, &[], false), refuse("nghìn tờ", Term::MeasureColumn));
        // A line that contradicts the figure's own place is no less said.
        assert_eq!(
            judge("tờ", Some("tờ"), None, &lines(&["nghìn lượt", "nghìn tờ"]), false),
            refuse("nghìn tờ", Term::Line)
        );
        assert_eq!(judge("buổi", Some("buổi"), None, &lines(&["nghìn lượt", "nghìn tờ"]), false), Verdict::Fine);
        assert_eq!(judge("USD", None, Some("thousand USD"), &[], false), refuse("thousand USD", Term::Heading));
        assert_eq!(judge("USD", None, Some("EUR"), &[], false), refuse("EUR", Term::Heading));
        assert_eq!(judge("triệu đồng", None, None, &lines(&["đồng"]), false), refuse("đồng", Term::Line));
        assert_eq!(judge("hồ sơ", None, None, &lines(&["triệu đồng"]), false), Verdict::Fine);
        assert_eq!(judge("lượt người", Some("%"), None, &[], false), refuse("%", Term::MeasureColumn));
        assert_eq!(judge("tờ", Some("tấn"), None, &[], false), refuse("tấn", Term::MeasureColumn));
        assert_eq!(judge("hộ", Some("hộ"), None, &[], false), Verdict::Fine);
        assert_eq!(
            judge("triệu đồng", None, None, &lines(&["nghìn đồng"]), true),
            Verdict::Convert { stated: "nghìn đồng".into(), place: Term::Line, factor: 1e-3 }
        );
    }
}
