/*!
What is usual for a figure, told from its own past and from what others did in the same period.

Pure: numbers in, a judgement out. Figures are held against each other by their logarithms, since what is twice as much is
as far away as what is half as much; spreads are medians of deviations, so that a few wrong figures change nothing; and
small counts are given the room that chance gives them. Thresholds hold on volatile figures: they grow with the spread that
the figures have shown.
*/

/// A tenth of a logarithm: nothing is more regular than that.
const LEAST_SPREAD: f64 = 0.1;
/// From a median of deviations to the spread of a normal distribution.
pub const TO_SPREAD: f64 = 1.4826;
/// Fewer others than this say nothing of what is usual in a period.
const LEAST_PEERS: usize = 8;
/// Fewer past figures than this say nothing of how a series varies.
const LEAST_HISTORY: usize = 3;
/// So many past figures say that a series is calm, where they are near to each other.
const LEAST_CALM: usize = 5;
/// Within so much, as a logarithm, a series hardly moves.
const STEADY: f64 = 0.06;
/// As many spreads away chance brings one figure of fifteen thousand.
const SPREADS: f64 = 4.0;
/// Of figures below this nobody knows what is much.
const LEAST_FIGURE: f64 = 20.0;

/// The median; nothing of nothing.
pub fn median(values: &mut [f64]) -> Option<f64> {
    let n = values.len();
    let middle = n.checked_sub(1)? / 2;
    values.sort_unstable_by(f64::total_cmp);
    let upper = values[n / 2];
    Some((values[middle] + upper) / 2.0)
}

/// Their median and their spread around it.
pub fn center(values: &[f64]) -> Option<(f64, f64)> {
    let center = median(&mut values.to_vec())?;
    let mut away: Vec<f64> = values.iter().map(|v| (v - center).abs()).collect();
    Some((center, TO_SPREAD * median(&mut away)?))
}

/// A figure with its past, the newest first; what is not known is left out.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Now.
    pub now: Option<f64>,
    /// Before.
    pub past: Vec<f64>,
}

impl Series {
    /// The middle of the past as a logarithm, of what was never nothing.
    fn base(&self) -> Option<f64> {
        if self.past.is_empty() || self.past.iter().any(|p| *p <= 0.0) {
            return None;
        }
        median(&mut self.past.iter().map(|p| p.ln()).collect::<Vec<_>>())
    }

    /// How far the figure is from the middle of its past, as a logarithm.
    pub fn step(&self) -> Option<f64> {
        let now = self.now.filter(|n| *n > 0.0)?;
        Some(now.ln() - self.base()?)
    }
}

/// What is usual for one indicator in one period, over all who report it.
#[derive(Debug, Clone, Copy)]
pub struct Usual {
    /// By how much all of them are above their past, as a logarithm.
    pub shift: f64,
    /// How widely they vary, where that is known.
    spread: Option<f64>,
}

/// A figure that is not what its past lets expect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unusual {
    /// What was to be expected.
    pub expected: f64,
    /// By how many times it is more, or less (below 1).
    pub times: f64,
    /// A power of ten by which it would be usual: 10, 100 and so on; or their inverse.
    pub power: Option<f64>,
}

impl Usual {
    /// Over all series of an indicator.
    pub fn of(all: &[Series]) -> Usual {
        let steps: Vec<f64> = all.iter().filter_map(Series::step).collect();
        let peers = center(&steps).filter(|_| steps.len() >= LEAST_PEERS);
        // How each varies around its own middle; the middle is nearer to its figures than the truth is.
        let mut around: Vec<f64> = Vec::new();
        for series in all.iter().filter(|s| s.past.len() >= LEAST_HISTORY) {
            if let Some(base) = series.base() {
                let n = series.past.len() as f64;
                around.extend(series.past.iter().map(|p| (p.ln() - base).abs() * (n / (n - 1.0)).sqrt()));
            }
        }
        let own = (around.len() >= 2 * LEAST_PEERS).then(|| median(&mut around).map(|m| TO_SPREAD * m)).flatten();
        let spread = match (peers.map(|p| p.1), own) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        Usual { shift: peers.map_or(0.0, |p| p.0), spread }
    }

    /// How widely figures vary; where that is not known, as much as most do.
    pub fn spread(&self) -> f64 {
        const MOST: f64 = 0.2;
        self.spread.unwrap_or(MOST).max(LEAST_SPREAD)
    }

    /// Whether a figure is unusual; a stock is steadier than what comes and goes.
    pub fn judge(&self, series: &Series, stock: bool) -> Option<Unusual> {
        let now = series.now.filter(|n| *n > 0.0)?;
        let base = series.base()?;
        let expected = (base + self.shift).exp();
        let away = now.ln() - base - self.shift;
        let logs: Vec<f64> = series.past.iter().map(|p| p.ln()).collect();
        let (low, high) = logs.iter().fold((f64::MAX, f64::MIN), |(a, b), l| (a.min(*l), b.max(*l)));
        // What hardly ever moved is a stock, whatever it is declared as: no chance is at work there.
        let within = if stock { STEADY } else { STEADY / 3.0 };
        let steady = logs.len() >= LEAST_CALM && high - low <= within;
        let least = if steady { LEAST_FIGURE / 2.0 } else { LEAST_FIGURE };
        if now.max(expected) < least {
            return None;
        }
        // What chance does to small counts.
        let chance = if steady { 0.0 } else { 1.0 / expected.max(1.0) + 1.0 / base.exp().max(1.0) };
        let mine = center(&logs).filter(|_| logs.len() > LEAST_HISTORY).map(|c| c.1);
        let spread = match (self.spread, mine) {
            (Some(all), mine) => Some(all.max(0.7 * mine.unwrap_or(0.0)).max(LEAST_SPREAD)),
            // One series by itself says little of how it varies.
            (None, Some(mine)) => Some((1.5 * mine).max(2.0 * LEAST_SPREAD)),
            (None, None) => None,
        };
        let spread = if steady { Some(STEADY) } else { spread };
        // What has kept within narrow bounds for long is held to narrower ones.
        let calm = |periods: usize, range: f64| logs.len() >= periods && high - low <= range;
        let least = match stock {
            _ if steady => 1.4f64,
            true if calm(LEAST_HISTORY, 0.25) => 1.4,
            true => 2.0,
            false if calm(LEAST_CALM, 0.6) => 2.2,
            false => 2.5,
        };
        let least = least.ln();
        let most = match spread.map(|s| (s * s + chance).sqrt()) {
            // A slip of a digit is to be seen as long as figures do not jump that far by themselves.
            Some(s) => least.max(SPREADS * s).min(8f64.ln().max(0.9 * SPREADS * s)),
            None => 10f64.ln() - 1e-9,
        };
        if away.abs() <= most {
            return None;
        }
        // A value that the past has seen, or nearly, is not unusual.
        if (low - 0.2..=high + 0.2).contains(&now.ln()) {
            return None;
        }
        let room = 2.5 * spread.map_or(0.2, |s| (s * s + chance).sqrt());
        let power = [10.0, 100.0, 1_000.0, 1_000_000.0]
            .into_iter()
            .flat_map(|p: f64| [p, 1.0 / p])
            .find(|p| (away - p.ln()).abs() <= room.min(0.9));
        Some(Unusual { expected, times: away.exp(), power })
    }
}

/// True where a figure is nothing although it never was: each time at least ten.
pub fn vanished(series: &Series) -> bool {
    let always = !series.past.is_empty() && series.past.iter().all(|p| *p >= 10.0);
    // One figure alone may have been the exception.
    let enough = series.past.len() >= 2 || series.past.first().is_some_and(|p| *p >= 20.0);
    series.now == Some(0.0) && always && enough
}

/// True where there is much although there never was anything.
pub fn appeared(series: &Series) -> bool {
    const LEAST: usize = 4;
    series.past.len() >= LEAST
        && series.past.iter().all(|p| *p == 0.0)
        && series.now.is_some_and(|now| now >= 2.0 * LEAST_FIGURE)
}

/// The place to which each row's figures seem to have come: two rows whose figures fit the past of the other one far better
/// than their own.
pub fn exchanged(columns: &[(f64, Vec<Series>)]) -> Vec<(usize, usize)> {
    const MOST_ROWS: usize = 400;
    // So many spreads nothing is further away than anything else.
    const FARTHEST: f64 = 8.0;
    let rows = columns.iter().map(|(_, c)| c.len()).max().unwrap_or(0);
    if rows > MOST_ROWS {
        return Vec::new();
    }
    // Of each row what it has now and had, by column.
    let cells: Vec<Vec<Option<(f64, f64)>>> = (0..rows)
        .map(|r| {
            columns
                .iter()
                .map(|(_, c)| c.get(r).and_then(|s| Some((s.now.filter(|n| *n > 0.0)?.ln(), s.base()?))))
                .collect()
        })
        .collect();
    let apart = |a: &[Option<(f64, f64)>], b: &[Option<(f64, f64)>]| {
        // In spreads of its column, with what chance does to small counts. One figure that is far off says nothing of the row.
        let both = a.iter().zip(b).zip(columns).filter_map(|((a, b), (spread, _))| {
            let (now, base) = ((*a)?.0, (*b)?.1);
            let room = (spread * spread + 1.0 / now.exp().max(1.0) + 1.0 / base.exp().max(1.0)).sqrt();
            Some(((now - base).abs() / room).min(FARTHEST))
        });
        both.fold((0.0, 0usize), |(sum, n), d| (sum + d, n + 1))
    };
    // How far a row usually is from its own past: in this sheet, and from one period to the next.
    let mut typical: Vec<f64> =
        (0..rows).map(|r| apart(&cells[r], &cells[r])).filter(|d| d.1 >= 2).map(|(sum, n)| sum / n as f64).collect();
    // A typical row is about one spread away; two that changed places are several.
    let least = 3.0f64.max(3.0 * median(&mut typical).unwrap_or(0.0));
    let mut out = Vec::new();
    for a in 0..rows {
        for b in a + 1..rows {
            let (own, n) = (apart(&cells[a], &cells[a]), apart(&cells[b], &cells[b]));
            let cells_of_both = own.1 + n.1;
            if cells_of_both < 4 {
                continue;
            }
            let as_they_are = (own.0 + n.0) / cells_of_both as f64;
            // Most pairs are seen here to be in order.
            if as_they_are < least {
                continue;
            }
            let (there, here) = (apart(&cells[a], &cells[b]), apart(&cells[b], &cells[a]));
            let turned = (there.0 + here.0) / (there.1 + here.1).max(1) as f64;
            if there.1 + here.1 >= 4 && turned * 4.0 < as_they_are {
                out.push((a, b));
            }
        }
    }
    out
}

/// How alike the order of the rows is now and before: 1 the same order, 0 none of it.
pub fn same_order(now: &[Option<f64>], before: &[Option<f64>]) -> Option<f64> {
    const LEAST: usize = 8;
    let pairs: Vec<(f64, f64)> = now.iter().zip(before).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let distinct = |mut v: Vec<f64>| {
        v.sort_unstable_by(f64::total_cmp);
        v.dedup();
        v.len() * 2 >= pairs.len()
    };
    if pairs.len() < LEAST
        || !distinct(pairs.iter().map(|p| p.0).collect())
        || !distinct(pairs.iter().map(|p| p.1).collect())
    {
        return None;
    }
    let ranks = |of: fn(&(f64, f64)) -> f64| {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by(|a, b| of(&pairs[*a]).total_cmp(&of(&pairs[*b])));
        let mut ranks = vec![0.0; pairs.len()];
        order.into_iter().enumerate().for_each(|(rank, i)| ranks[i] = rank as f64);
        ranks
    };
    let (a, b) = (ranks(|p| p.0), ranks(|p| p.1));
    let n = pairs.len() as f64;
    let squares: f64 = a.iter().zip(&b).map(|(a, b)| (a - b).powi(2)).sum();
    Some(1.0 - 6.0 * squares / (n * (n * n - 1.0)))
}

/// How improbable it is that figures that come and go are all what they were, as a logarithm: of large ones that vary widely
/// each value is rare.
pub fn improbable(same: impl Iterator<Item = (f64, f64)>) -> f64 {
    // Within one spread of a figure lie about two and a half times as many whole numbers.
    same.map(|(figure, spread)| (figure.abs() * spread * 2.5).max(1.0).ln()).sum()
}

/// How many of two lists of figures are the same at the same place, of those that are both there and above some figure:
/// small ones are alike by chance.
pub fn alike(now: &[Option<f64>], before: &[Option<f64>], above: f64) -> (usize, usize) {
    let pairs = now.iter().zip(before).filter_map(|(a, b)| Some(((*a)?, (*b)?)));
    pairs
        .filter(|(a, b)| a.abs().max(b.abs()) > above)
        .fold((0, 0), |(same, all), (a, b)| (same + usize::from(a == b), all + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers by chance, the same on every machine.
    struct Dice(u64);

    impl Dice {
        fn even(&mut self) -> f64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
        }

        fn normal(&mut self) -> f64 {
            (-2.0 * self.even().ln()).sqrt() * (std::f64::consts::TAU * self.even()).cos()
        }
    }

    /// Units with a size of their own, and as many periods, varying so much from one to the next.
    fn indicator(dice: &mut Dice, units: usize, periods: usize, spread: f64) -> Vec<Series> {
        (0..units)
            .map(|_| {
                let size = 3.0 + 4.0 * dice.even();
                let mut figure = || (size + spread * dice.normal()).exp().round();
                Series { now: Some(figure()), past: (0..periods).map(|_| figure()).collect() }
            })
            .collect()
    }

    // Clean figures raise hardly any alarm, calm or volatile, with a short past and a long one; a zero too many is found
    // unless figures jump that much by themselves.
    #[test]
    fn thresholds() {
        let mut dice = Dice(20_261_129);
        for (spread, periods, most_alarms, least_found) in [
            (0.1, 1, 4, 990),
            (0.1, 7, 4, 990),
            (0.3, 1, 12, 760),
            (0.3, 7, 6, 950),
            (0.6, 1, 20, 0),
            (0.6, 7, 20, 200),
            (1.0, 7, 20, 0),
        ] {
            let (mut alarms, mut figures, mut found, mut named, mut planted) = (0, 0, 0, 0, 0);
            for _ in 0..400 {
                let all = indicator(&mut dice, 40, periods, spread);
                let usual = Usual::of(&all);
                figures += all.len();
                alarms += all.iter().filter(|s| usual.judge(s, false).is_some()).count();
                let mut wrong = all.clone();
                let at = (dice.even() * 40.0) as usize;
                wrong[at].now = wrong[at].now.map(|n| n * 10.0);
                let told = Usual::of(&wrong).judge(&wrong[at], false);
                planted += 1;
                found += usize::from(told.is_some());
                named += usize::from(told.and_then(|u| u.power) == Some(10.0));
            }
            let per_10_000 = alarms * 10_000 / figures;
            eprintln!(
                "spread {spread}, {periods} periods: {per_10_000} alarms of 10,000; ten times: {found} of {planted}, {named} named"
            );
            assert!(per_10_000 <= most_alarms, "{spread} {periods}: {per_10_000}");
            assert!(found * 1000 / planted >= least_found, "{spread} {periods}: {found} of {planted}");
        }
    }

    // Who is few, or new, or was once nothing, is not judged.
    #[test]
    fn says_nothing() {
        let usual = Usual::of(&[]);
        let judge = |now: f64, past: &[f64]| usual.judge(&Series { now: Some(now), past: past.to_vec() }, false);
        assert_eq!(judge(5.0, &[]), None);
        assert_eq!(judge(500.0, &[0.0, 40.0]), None);
        assert_eq!(judge(9.0, &[1.0]), None);
        assert_eq!(judge(300.0, &[40.0]), None);
        assert_eq!(judge(400.0, &[40.0]).and_then(|u| u.power), Some(10.0));
        assert_eq!(judge(0.0, &[40.0]), None);
        assert!(vanished(&Series { now: Some(0.0), past: vec![40.0] }));
        assert!(!vanished(&Series { now: Some(0.0), past: vec![40.0, 0.0] }));
        assert!(!vanished(&Series { now: None, past: vec![40.0] }));
    }

    // Two rows that changed places are found, the others are not.
    #[test]
    fn rows_that_changed_places() {
        let mut dice = Dice(7);
        for _ in 0..50 {
            let mut columns: Vec<(f64, Vec<Series>)> =
                (0..4).map(|_| (0.15, indicator(&mut dice, 12, 4, 0.15))).collect();
            for (_, c) in &mut columns {
                // Far enough from each other to be told apart.
                let Series { now, past } = &mut c[2];
                past.iter_mut().chain(now.as_mut()).for_each(|v| *v = (*v * 30.0).round());
            }
            assert_eq!(exchanged(&columns), []);
            for (_, c) in &mut columns {
                let (a, b) = (c[2].now, c[9].now);
                (c[2].now, c[9].now) = (b, a);
            }
            let found = exchanged(&columns);
            assert!(found.contains(&(2, 9)) && found.len() <= 2, "{found:?}");
        }
    }

    // The order of rows, and figures that are the same.
    #[test]
    fn orders() {
        let up: Vec<Option<f64>> = (1..=10).map(|n| Some(f64::from(n * 10))).collect();
        let down: Vec<Option<f64>> = up.iter().rev().copied().collect();
        assert_eq!((same_order(&up, &up), same_order(&up, &down)), (Some(1.0), Some(-1.0)));
        assert_eq!(same_order(&up[..5], &up[..5]), None);
        assert_eq!(alike(&up, &up, 9.0), (10, 10));
        assert_eq!(alike(&[Some(5.0), Some(12.0), None], &[Some(5.0), Some(13.0), Some(1.0)], 9.0), (0, 1));
    }
}
