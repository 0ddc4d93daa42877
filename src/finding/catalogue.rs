/*!
The codes of findings and the terms that they use.

Codes are stable and never reused. What each says, why it matters and what to do stands in the message catalogues
(`findings.ftl` below `src/locales`), the single source of messages, of `tonghop explain` and of the user documentation; the
terms in `terms.ftl`.
*/

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Lang, Severity};

macro_rules! catalogue {
    ($($code:ident $severity:ident)*) => {
        /// A stable finding code; its first letter says which stage spoke.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $($code,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$code),*];

            /// The code as it is written (`S001`).
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$code => stringify!($code),)* }
            }

            /// Its usual severity.
            pub fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity,)* }
            }
        }
    };
}

impl Code {
    /// True where it says that a file, sheet, row or figure is not counted, or counts otherwise than it was sent.
    pub fn is_of_account(self) -> bool {
        use Code::*;
        matches!(
            self,
            F001 | F002
                | F006
                | F007
                | F008
                | F010
                | F011
                | F013
                | F014
                | F017
                | F018
                | F019
                | F020
                | R001
                | R002
                | R003
                | R004
                | R005
                | R006
                | R007
                | R008
                | R009
                | R010
                | R012
                | R013
                | R014
                | R020
                | R022
                | R023
                | R024
                | R025
                | R029
                | R031
                | C001
                | C002
                | C003
                | C005
                | C007
                | C012
                | C013
                | C014
                | C017
                | C020
                | C022
                | C028
                | C031
                | C034
                | C038
                | C039
                | C009
                | C021
                | C023
                | C025
                | C029
                | C037
                | T003
                | T004
                | S003
                | S004
                | S007
                | S010
                | S013
                | S015
                | S016
                | S017
                | S018
        )
    }

    /// A few words that name it.
    pub fn title(self, lang: Lang) -> String {
        lang.text(&format!("{self}.title"))
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
        Code::ALL.iter().copied().find(|c| c.as_str().eq_ignore_ascii_case(s.trim())).ok_or(())
    }
}

macro_rules! terms {
    ($($name:ident $key:literal)*) => {
        /// A term that findings use as what was expected or as a part of a message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Term {
            $($name,)*
        }

        impl Term {
            /// Every term.
            #[cfg(test)]
            pub const ALL: &[Term] = &[$(Term::$name),*];

            fn key(self) -> &'static str {
                match self { $(Term::$name => $key,)* }
            }
        }
    };
}

impl Term {
    /// Its words in a language.
    pub fn words(self, lang: Lang) -> String {
        lang.text(self.key())
    }

    /// Why the system refused something, where there is a word for it.
    pub fn of(e: &std::io::Error) -> Option<Term> {
        use std::io::ErrorKind as Kind;
        const SHARING_VIOLATION: i32 = 32;
        Some(match e.kind() {
            Kind::PermissionDenied => Term::NoPermission,
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Term::DiskFull,
            Kind::ReadOnlyFilesystem => Term::ReadOnly,
            Kind::NotFound => Term::NotThere,
            Kind::NotADirectory => Term::NoFolder,
            Kind::IsADirectory => Term::IsFolder,
            Kind::TimedOut | Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => Term::Unreachable,
            _ if cfg!(windows) && e.raw_os_error() == Some(SHARING_VIOLATION) => Term::InUse,
            _ => return None,
        })
    }

    /// The same in words; the system's own where there is none of ours.
    pub fn reason(e: &std::io::Error, lang: Lang) -> String {
        Term::of(e).map_or_else(|| e.to_string(), |t| t.words(lang))
    }
}

terms! {
    Count "term-count"
    Amount "term-amount"
    Percent "term-percent"
    Ratio "term-ratio"
    Title "term-title"
    Page "term-page"
    Sheet "term-sheet"
    File "term-file"
    Folder "term-folder"
    Template "term-template"
    Row "term-row"
    Column "term-column"
    None "term-none"
    Yes "term-yes"
    No "term-no"
    Chart "term-chart"
    Macro "term-macro"
    Dialog "term-dialog"
    Whole "term-whole"
    Neighbours "term-neighbours"
    Range "term-range"
    Damaged "term-damaged"
    Unzipped "term-unzipped"
    Cells "term-cells"
    Rows "term-rows"
    Columns "term-columns"
    FileSize "term-file-size"
    Sheets "term-sheets"
    Time "term-time"
    Memory "term-memory"
    Special "term-special"
    Crashed "term-crashed"
    NoPermission "term-no-permission"
    Unreachable "term-unreachable"
    InUse "term-in-use"
    DiskFull "term-disk-full"
    ReadOnly "term-read-only"
    NotThere "term-not-there"
    NoFolder "term-no-folder"
    IsFolder "term-is-folder"
    Empty "term-empty"
    Binary "term-binary"
    Panicked "term-panicked"
    BlankHeading "term-blank-heading"
    Line "term-line"
    Heading "term-heading"
    MeasureColumn "term-measure-column"
    Statistic "term-statistic"
    Target "term-target"
    Earlier "term-earlier"
    Carried "term-carried"
    Balance "term-balance"
    OfWhich "term-of-which"
    Example "term-example"
    Declared "term-declared"
    Between "term-between"
    Below "term-below"
    Nameless "term-nameless"
    UnderMerge "term-under-merge"
    AfterTotal "term-after-total"
    AfterGap "term-after-gap"
    Headless "term-headless"
    Shifted "term-shifted"
    SecondTable "term-second-table"
    MeasureUnknown "term-measure-unknown"
    NotCounted "term-not-counted"
    RestRead "term-rest-read"
    MaySpeak "term-may-speak"
    MaySum "term-may-sum"
    MayKind "term-may-kind"
    MayParts "term-may-parts"
    ItsFile "term-its-file"
    SameName "term-same-name"
    ItsCode "term-its-code"
    OtherVersion "term-other-version"
    TooManyFacts "term-too-many-facts"
    CarrierGone "term-carrier-gone"
    AnotherUnit "term-another-unit"
}

catalogue! {
    F001 Error
    F002 Error
    F003 Info
    F004 Warning
    F005 Info
    F006 Error
    F007 Error
    F008 Info
    F009 Info
    F010 Error
    F011 Error
    F012 Info
    F013 Info
    F014 Error
    F015 Info
    F016 Warning
    F017 Warning
    F018 Error
    F019 Error
    F020 Error
    R001 Warning
    R002 Error
    R003 Error
    R004 Error
    R005 Error
    R006 Error
    R007 Error
    R008 Error
    R009 Error
    R010 Info
    R011 Warning
    R012 Warning
    R013 Error
    R014 Error
    R015 Warning
    R016 Warning
    R017 Info
    R018 Info
    R019 Warning
    R020 Error
    R021 Warning
    R022 Error
    R023 Warning
    R024 Error
    R025 Error
    R026 Warning
    R027 Warning
    R028 Warning
    R029 Error
    R030 Info
    R031 Error
    R032 Warning
    R033 Warning
    C001 Error
    C002 Error
    C003 Error
    C004 Info
    C005 Error
    C006 Info
    C007 Warning
    C008 Info
    C009 Warning
    C010 Info
    C011 Warning
    C012 Warning
    C013 Error
    C014 Error
    C015 Error
    C016 Warning
    C017 Warning
    C018 Error
    C019 Error
    C020 Error
    C021 Warning
    C022 Error
    C023 Warning
    C024 Warning
    C025 Warning
    C026 Info
    C027 Info
    C028 Error
    C029 Info
    C030 Warning
    C031 Warning
    C032 Warning
    C033 Warning
    C034 Error
    C035 Warning
    C036 Warning
    C037 Warning
    C038 Error
    C039 Warning
    T001 Error
    T002 Error
    T003 Error
    T004 Warning
    T005 Warning
    S001 Error
    S002 Warning
    S003 Warning
    S004 Warning
    S005 Warning
    S006 Error
    S007 Error
    S008 Info
    S009 Warning
    S010 Warning
    S011 Warning
    S012 Warning
    S013 Error
    S014 Info
    S015 Warning
    S016 Info
    S017 Warning
    S018 Warning
    V001 Error
    P001 Info
    P002 Info
    P003 Info
    P004 Warning
    P005 Warning
    P006 Info
    P007 Warning
    P008 Warning
    P009 Warning
    P010 Warning
    P011 Warning
    P012 Info
    P013 Warning
    P014 Warning
    P015 Warning
    P016 Warning
    P017 Warning
    P018 Warning
    P019 Warning
    P020 Warning
    P021 Warning
    P022 Warning
    P023 Warning
    W001 Warning
    W002 Warning
    W003 Error
    W004 Warning
    W005 Warning
}

#[cfg(test)]
mod tests {
    use super::*;

    // Every code can be written and read back, and has its texts in every language; so has every term.
    #[test]
    fn codes_and_terms_have_words() {
        for lang in Lang::ALL.iter().copied() {
            for code in Code::ALL.iter().copied() {
                assert_eq!(code.as_str().parse(), Ok(code));
                for part in ["", ".title", ".hint", ".why"] {
                    let key = format!("{code}{part}");
                    assert_ne!(lang.template(&key), key, "{}", lang.code());
                }
            }
            for term in Term::ALL {
                assert_ne!(term.words(lang), term.key(), "{}", lang.code());
            }
        }
    }
}
