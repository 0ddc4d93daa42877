/*!
Units of measure: what a text measures in, and on which scale.

`triệu đồng`, `1.000 đồng`, `thousand USD`, `tấn`: a base and a factor. Two texts are compared by what they
measure, so that a figure in thousands is never added to one in units.
*/

use std::rc::Rc;

use super::memo::Memo;
use super::{bare, clean, key};

/// What a text measures in.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The factor to the base: 1,000,000 of `triệu đồng`.
    pub scale: f64,
    /// What is measured, as words that compare; blank where only a scale is named.
    pub base: String,
    /// The factor that words alone say: 1,000 of `nghìn tấn`.
    pub spoken: f64,
    /// The kind of base that is known: money, mass, length; blank where it is some word.
    dimension: &'static str,
}

/// How what a sheet states stands to what a form asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Compared {
    /// The same.
    Same,
    /// The same thing on another scale: the factor that brings the sheet's figures to the form's scale.
    Scaled(f64),
    /// Another thing.
    Other,
    /// Nothing can be said.
    Unrelated,
}

/// Scale words: bare, so that they are met with and without accents.
const SCALES: &[(&str, f64)] = &[
    ("nghin", 1e3),
    ("ngan", 1e3),
    ("trieu", 1e6),
    ("ty", 1e9),
    ("ti", 1e9),
    ("tr", 1e6),
    ("thousand", 1e3),
    ("thousands", 1e3),
    ("million", 1e6),
    ("millions", 1e6),
    ("billion", 1e9),
    ("billions", 1e9),
    ("mn", 1e6),
    ("bn", 1e9),
    ("000", 1e3),
    ("1000", 1e3),
    ("1000000", 1e6),
    ("trd", 1e6),
    ("tram", 1e2),
    ("hundred", 1e2),
    ("hundreds", 1e2),
];

/// Bases that are known: what they are written as (bare), their kind, their common name, the factor to it.
const BASES: &[(&str, &str, &str, f64)] = &[
    ("d", "vnd", "dong", 1.0),
    ("dong", "vnd", "dong", 1.0),
    ("vnd", "vnd", "dong", 1.0),
    ("viet nam dong", "vnd", "dong", 1.0),
    ("usd", "usd", "usd", 1.0),
    ("us dollar", "usd", "usd", 1.0),
    ("us dollars", "usd", "usd", 1.0),
    ("dollar", "usd", "usd", 1.0),
    ("dollars", "usd", "usd", 1.0),
    ("do la", "usd", "usd", 1.0),
    ("eur", "eur", "eur", 1.0),
    ("euro", "eur", "eur", 1.0),
    ("euros", "eur", "eur", 1.0),
    ("gbp", "gbp", "gbp", 1.0),
    ("jpy", "jpy", "jpy", 1.0),
    ("cny", "cny", "cny", 1.0),
    ("percent", "percent", "percent", 1.0),
    ("per cent", "percent", "percent", 1.0),
    ("pct", "percent", "percent", 1.0),
    ("phan tram", "percent", "percent", 1.0),
    ("g", "mass", "kg", 1e-3),
    ("gram", "mass", "kg", 1e-3),
    ("kg", "mass", "kg", 1.0),
    ("kilogram", "mass", "kg", 1.0),
    ("kilograms", "mass", "kg", 1.0),
    ("yen", "mass", "kg", 10.0),
    ("ta", "mass", "kg", 100.0),
    ("tan", "mass", "kg", 1000.0),
    ("ton", "mass", "kg", 1000.0),
    ("tons", "mass", "kg", 1000.0),
    ("tonne", "mass", "kg", 1000.0),
    ("tonnes", "mass", "kg", 1000.0),
    ("m", "length", "m", 1.0),
    ("met", "length", "m", 1.0),
    ("metre", "length", "m", 1.0),
    ("metres", "length", "m", 1.0),
    ("meters", "length", "m", 1.0),
    ("km", "length", "m", 1000.0),
    ("m2", "area", "m2", 1.0),
    ("m vuong", "area", "m2", 1.0),
    ("met vuong", "area", "m2", 1.0),
    ("square metres", "area", "m2", 1.0),
    ("ha", "area", "m2", 10_000.0),
    ("hecta", "area", "m2", 10_000.0),
    ("hectare", "area", "m2", 10_000.0),
    ("hectares", "area", "m2", 10_000.0),
    ("km2", "area", "m2", 1_000_000.0),
    ("km vuong", "area", "m2", 1_000_000.0),
    ("m3", "volume", "m3", 1.0),
    ("m khoi", "volume", "m3", 1.0),
    ("met khoi", "volume", "m3", 1.0),
    ("lit", "volume", "m3", 1e-3),
    ("litre", "volume", "m3", 1e-3),
    ("litres", "volume", "m3", 1e-3),
    ("gio", "time", "hour", 1.0),
    ("hour", "time", "hour", 1.0),
    ("hours", "time", "hour", 1.0),
];

/// Words of things that are counted one by one: known to be measures wherever they stand alone.
const COUNTED: &[&str] = &[
    "nguoi",
    "ho",
    "luot",
    "luot nguoi",
    "cai",
    "chiec",
    "con",
    "cay",
    "co so",
    "don vi",
    "ho so",
    "van ban",
    "to",
    "buoi",
    "lop",
    "truong",
    "giuong",
    "ca",
    "vu",
    "lan",
    "doanh nghiep",
    "can bo",
    "hoc sinh",
    "don",
    "cuoc",
    "bai",
    "tin",
    "tin bai",
    "lao dong",
    "thon",
    "xa",
    "phieu",
    "quyen",
    "bo",
    "person",
    "persons",
    "people",
    "household",
    "households",
    "head",
    "heads",
    "number",
    "no",
    "unit",
    "units",
    "items",
    "pieces",
    "cases",
    "times",
    "beds",
    "so luong",
    "visits",
];

/// So many characters may a unit of measure have.
const LONGEST: usize = 60;

/// Reads a text as a unit of measure.
pub fn parse(text: &str) -> Option<Rc<Measure>> {
    thread_local! {
        static MEASURES: Memo<Option<Rc<Measure>>> = Memo::default();
    }
    MEASURES.with(|measures| measures.of(text, |text| read(text).map(Rc::new)))
}

fn read(text: &str) -> Option<Measure> {
    let text = clean(text);
    if text.is_empty() || text.chars().count() > LONGEST {
        return None;
    }
    let mut spelt = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => spelt.push_str(" percent "),
            '$' => spelt.push_str(" usd "),
            '€' => spelt.push_str(" eur "),
            '£' => spelt.push_str(" gbp "),
            '¥' => spelt.push_str(" jpy "),
            '₫' => spelt.push_str(" dong "),
            '²' => spelt.push('2'),
            '³' => spelt.push('3'),
            // "1.000 đồng", "tr.đ", "'000"
            '.' | '\'' | '’' => {}
            c => spelt.push(c),
        }
    }
    let accented = key(&spelt);
    let plain = bare(&accented).replace("us usd", "usd");
    // Where a text has accents, a word is what they make of it: the station of "Trạm Y tế" is no hundred ("trăm"), and
    // "công ty" is no billion.
    let has_accents = bare(&accented) != accented;
    let proper: Vec<String> = ["nghìn", "ngàn", "triệu", "tỷ", "tỉ", "trăm"].iter().map(|w| key(w)).collect();
    let spoken: Vec<&str> = accented.split(' ').collect();
    let is_scale = |word: &str| {
        let mut said = spoken.iter().filter(|w| bare(w) == word);
        let other = has_accents && proper.iter().any(|p| bare(p) == word);
        !other || said.any(|w| proper.iter().any(|p| p == w))
    };
    let mut scale = 1.0;
    let mut words: Vec<&str> = Vec::new();
    for word in plain.split(' ').filter(|w| !w.is_empty()) {
        let company = matches!(word, "ty" | "ti") && words.last() == Some(&"cong");
        match (SCALES.iter().find(|(w, _)| *w == word && !company && is_scale(w)), word) {
            (_, "trd") => {
                scale *= 1e6;
                words.push("dong");
            }
            (Some((_, s)), _) => scale *= s,
            // "in thousands", "of USD", "đơn vị: 1.000 đ"
            (None, "in" | "of" | "x" | "the" | "amounts" | "figures") => {}
            (None, word) => words.push(word),
        }
    }
    let base = words.join(" ");
    if base.is_empty() && scale == 1.0 {
        return None;
    }
    match BASES.iter().find(|(w, ..)| *w == base) {
        Some((_, dimension, name, factor)) => {
            Some(Measure { scale: scale * factor, spoken: scale, base: (*name).to_owned(), dimension })
        }
        None => Some(Measure { scale, spoken: scale, base, dimension: "" }),
    }
}

impl Measure {
    /// True when the text could be nothing but a unit of measure: a scale word, a known base, a thing that is counted.
    pub fn is_certain(&self) -> bool {
        self.scale != 1.0 || !self.dimension.is_empty() || COUNTED.contains(&self.base.as_str())
    }

    /// True where it is known what kind of thing is measured: money, a share, a mass.
    pub fn is_known(&self) -> bool {
        !self.dimension.is_empty()
    }

    /// True for amounts of money.
    pub fn is_money(&self) -> bool {
        matches!(self.dimension, "vnd" | "usd" | "eur" | "gbp" | "jpy" | "cny")
    }

    /// True for percentages.
    pub fn is_percent(&self) -> bool {
        self.dimension == "percent"
    }
}

/// Compares what a sheet states with what a form asks for.
pub fn compare(stated: &str, asked: &str) -> Compared {
    let (Some(s), Some(a)) = (parse(stated), parse(asked)) else {
        return Compared::Unrelated;
    };
    compare_parsed(&s, &a)
}

fn compare_parsed(s: &Measure, a: &Measure) -> Compared {
    let scaled = |factor: f64| if (factor - 1.0).abs() < 1e-12 { Compared::Same } else { Compared::Scaled(factor) };
    if s.base == a.base {
        return scaled(s.scale / a.scale);
    }
    if !s.dimension.is_empty() && !a.dimension.is_empty() {
        return Compared::Other;
    }
    // A scale alone says how large the form's own thing is counted.
    if s.base.is_empty() || a.base.is_empty() {
        return scaled(s.scale / a.scale);
    }
    let shares = s.base.split(' ').any(|w| a.base.split(' ').any(|v| v == w));
    if shares { scaled(s.scale / a.scale) } else { Compared::Unrelated }
}

/// The parts of a line that names units of measure (`nghìn lượt, nghìn tờ`).
pub fn list(text: &str) -> Vec<&str> {
    text.split([',', ';', '/']).map(str::trim).filter(|t| !t.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Words of names are no scales, as far as accents tell.
    #[test]
    fn no_scales_in_names() {
        for name in ["Công ty Điện lực Hà Tĩnh", "Trạm Y tế xã Cẩm Hòa", "cong ty dien luc", "Công ty cấp nước"]
        {
            assert!(!parse(name).is_some_and(|m| m.is_certain()), "{name}");
        }
        for (measure, scale) in [
            ("tỷ đồng", 1e9),
            ("ty dong", 1e9),
            ("trăm người", 1e2),
            ("triệu đ", 1e6),
            ("nghìn tấn", 1e6),
            ("TỈ ĐỒNG", 1e9),
        ] {
            assert_eq!(parse(measure).map(|m| m.spoken.max(m.scale)), Some(scale), "{measure}");
        }
    }

    // Scales and bases are told apart in both languages.
    #[test]
    fn comparisons() {
        for (stated, asked, want) in [
            ("triệu đồng", "triệu đồng", Compared::Same),
            ("Triệu đ", "triệu đồng", Compared::Same),
            ("trđ", "triệu đồng", Compared::Same),
            ("nghìn đồng", "triệu đồng", Compared::Scaled(1e-3)),
            ("1.000 đồng", "đồng", Compared::Scaled(1e3)),
            ("đồng", "triệu đồng", Compared::Scaled(1e-6)),
            ("thousand USD", "USD", Compared::Scaled(1e3)),
            ("USD '000", "USD", Compared::Scaled(1e3)),
            ("EUR", "USD", Compared::Other),
            ("tấn", "kg", Compared::Scaled(1e3)),
            ("kg", "ha", Compared::Other),
            ("nghìn lượt", "lượt người", Compared::Scaled(1e3)),
            ("nghìn tờ", "lượt người", Compared::Unrelated),
            ("người", "hồ sơ", Compared::Unrelated),
            ("in thousands", "USD", Compared::Scaled(1e3)),
            ("%", "%", Compared::Same),
            ("m²", "ha", Compared::Scaled(1e-4)),
        ] {
            assert_eq!(compare(stated, asked), want, "{stated} / {asked}");
        }
    }
}
