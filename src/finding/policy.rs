/*!
Which findings an office wants to see, and how much each matters to it.

What says that a figure, sheet or file does not count can neither be left out nor made an info: the account of figures
would no longer add up for its reader.
*/

use std::fmt;
use std::str::FromStr;

use super::{Code, Finding, Severity};

/// A code, or the beginning of several: `R016`, `P0`, `C`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// True for a code that it names.
    pub fn has(&self, code: Code) -> bool {
        code.as_str().starts_with(&self.0)
    }

    /// The one code that it names whole.
    pub fn one(&self) -> Option<Code> {
        self.0.parse().ok()
    }
}

impl FromStr for Pattern {
    type Err = ();

    fn from_str(text: &str) -> Result<Pattern, ()> {
        let pattern = Pattern(text.trim().to_ascii_uppercase());
        let known = !pattern.0.is_empty() && Code::ALL.iter().any(|c| pattern.has(*c));
        known.then_some(pattern).ok_or(())
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is shown, and how severe it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// These alone; all where none is named.
    pub select: Vec<Pattern>,
    /// None of these.
    pub ignore: Vec<Pattern>,
    /// Other severities than the usual ones.
    pub severity: Vec<(Pattern, Severity)>,
}

impl Policy {
    /// The same with what somebody asks for on the command line: a selection goes before the project's.
    pub fn with(&self, select: &[Pattern], ignore: &[Pattern]) -> Policy {
        let mut out = self.clone();
        if !select.is_empty() {
            out.select = select.to_vec();
        }
        out.ignore.extend_from_slice(ignore);
        out
    }

    /// Leaves out what is not wanted, and judges the rest.
    pub fn apply(&self, findings: &mut Vec<Finding>) {
        let chosen = |code: Code| self.select.is_empty() || self.select.iter().any(|p| p.has(code));
        let shown = |code: Code| chosen(code) && !self.ignore.iter().any(|p| p.has(code));
        findings.retain(|f| f.code.is_of_account() || shown(f.code));
        for finding in findings.iter_mut() {
            // The longest pattern is meant most exactly.
            let said = self.severity.iter().filter(|(p, _)| p.has(finding.code)).max_by_key(|(p, _)| p.0.len());
            if let Some((_, severity)) = said {
                let lower = *severity > finding.severity && finding.code.is_of_account();
                if !lower {
                    finding.severity = *severity;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Codes and their beginnings; what is no code is refused.
    #[test]
    fn patterns() {
        let pattern = |t: &str| t.parse::<Pattern>();
        assert!(pattern("p0").is_ok_and(|p| p.has(Code::P007) && !p.has(Code::R016) && p.one().is_none()));
        assert!(pattern("R016").is_ok_and(|p| p.one() == Some(Code::R016)));
        assert!([" ", "", "X", "R999", "R01*"].iter().all(|t| pattern(t).is_err()));
    }

    // What is not in the totals stays said, as severe as it was.
    #[test]
    fn the_account_stays_whole() {
        let all = || -> Vec<Finding> { Code::ALL.iter().map(|c| Finding::new(*c)).collect() };
        let every: Vec<Pattern> =
            ["F", "R", "C", "T", "S", "V", "P", "W"].iter().filter_map(|t| t.parse().ok()).collect();
        let policy = Policy {
            select: Vec::new(),
            ignore: every.clone(),
            severity: every.into_iter().map(|p| (p, Severity::Info)).collect(),
        };
        let mut left = all();
        policy.apply(&mut left);
        assert!(left.iter().all(|f| f.code.is_of_account() && f.severity == f.code.severity()));
        assert_eq!(left.len(), Code::ALL.iter().filter(|c| c.is_of_account()).count());
    }
}
