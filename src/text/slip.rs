/*!
Slips of the hand in numbers: what somebody meant and typed otherwise.
*/

use super::number::plain_number;

/// How a number was mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Noughts too many or too few, or the point at another place.
    Magnitude,
    /// Two neighbouring digits the wrong way round.
    Exchanged,
    /// A digit too many.
    Added,
    /// A digit too few.
    Dropped,
    /// One digit for another.
    Changed,
}

/// The slip that makes one number of another, if a single one does. Numbers below ten have too few digits to tell.
pub fn slip(typed: f64, meant: f64) -> Option<Slip> {
    const MAGNITUDES: [f64; 5] = [10.0, 100.0, 1e3, 1e6, 1e9];
    let (large, small) = (typed.abs().max(meant.abs()), typed.abs().min(meant.abs()));
    if typed == meant || small == 0.0 || large < 10.0 || typed.signum() != meant.signum() {
        return None;
    }
    if MAGNITUDES.iter().any(|m| (large - small * m).abs() <= large * 1e-9) {
        return Some(Slip::Magnitude);
    }
    let digits = |n: f64| plain_number(n.abs()).into_bytes();
    let (a, b) = (digits(typed), digits(meant));
    let point = |d: &[u8]| d.iter().rev().position(|c| *c == b'.');
    if point(&a) != point(&b) {
        return None;
    }
    match a.len() as i64 - b.len() as i64 {
        0 => {
            let odd: Vec<usize> = (0..a.len()).filter(|i| a[*i] != b[*i]).collect();
            match odd.as_slice() {
                [_] => Some(Slip::Changed),
                [i, j] if i + 1 == *j && a[*i] == b[*j] && a[*j] == b[*i] => Some(Slip::Exchanged),
                _ => None,
            }
        }
        1 => without_one(&a, &b).then_some(Slip::Added),
        -1 => without_one(&b, &a).then_some(Slip::Dropped),
        _ => None,
    }
}

/// True where the longer one without one of its digits is the shorter one.
fn without_one(long: &[u8], short: &[u8]) -> bool {
    (0..long.len()).any(|i| long[i] != b'.' && long[..i] == short[..i] && long[i + 1..] == short[i..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slips() {
        for (typed, meant, want) in [
            (3500.0, 35.0, Some(Slip::Magnitude)),
            (0.35, 35.0, Some(Slip::Magnitude)),
            (4385.0, 4835.0, Some(Slip::Exchanged)),
            (1225.0, 125.0, Some(Slip::Added)),
            (12.0, 172.0, Some(Slip::Dropped)),
            (140.0, 740.0, Some(Slip::Changed)),
            (12.5, 13.5, Some(Slip::Changed)),
            (140.0, 853.0, None),
            (5.0, 7.0, None),
            (-35.0, 350.0, None),
            (12.5, 125.5, Some(Slip::Dropped)),
            (35.0, 35.0, None),
            (0.0, 50.0, None),
        ] {
            assert_eq!(slip(typed, meant), want, "{typed} for {meant}");
        }
    }

    proptest! {
        // Who typed and who meant can be exchanged: what was added to the one was dropped from the other.
        #[test]
        fn both_ways(a in 10u32..1_000_000, b in 10u32..1_000_000) {
            let mirrored = slip(f64::from(b), f64::from(a)).map(|s| match s {
                Slip::Added => Slip::Dropped,
                Slip::Dropped => Slip::Added,
                other => other,
            });
            prop_assert_eq!(slip(f64::from(a), f64::from(b)), mirrored);
        }

        // Two neighbours exchanged are told, whatever the number.
        #[test]
        fn exchanged(n in 100u64..1_000_000_000, at in 0usize..9) {
            let mut digits = n.to_string().into_bytes();
            let i = at % (digits.len() - 1);
            digits.swap(i, i + 1);
            let typed: f64 = String::from_utf8(digits.clone()).unwrap().parse().unwrap();
            prop_assume!(typed != n as f64 && digits[0] != b'0');
            prop_assert!(slip(typed, n as f64).is_some());
        }
    }
}
