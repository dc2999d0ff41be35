//! Whether two lists of times come from the same kind of work.

/// The middle one.
pub fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}

/// How likely two lists differ so much by chance alone (Mann-Whitney, two-sided, by the normal approximation).
pub fn chance(left: &[f64], right: &[f64]) -> f64 {
    let (n, m) = (left.len() as f64, right.len() as f64);
    let wins: f64 = left
        .iter()
        .map(|one| {
            right
                .iter()
                .map(|other| {
                    if one > other {
                        1.0
                    } else if one < other {
                        0.0
                    } else {
                        0.5
                    }
                })
                .sum::<f64>()
        })
        .sum();
    let (mean, deviation) = (n * m / 2.0, (n * m * (n + m + 1.0) / 12.0).sqrt());
    2.0 * tail(((wins - mean).abs() - 0.5).max(0.0) / deviation)
}

/// How much of a normal distribution lies beyond so many deviations (Abramowitz and Stegun 26.2.17).
fn tail(deviations: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * deviations);
    let factors = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let sum = factors.iter().rev().fold(0.0, |sum, factor| (sum + factor) * t);
    sum * (-deviations * deviations / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

#[test]
fn what_differs_is_told_from_what_does_not() {
    let waves = |shift: f64| (0..200).map(|n| (f64::from(n) * 1.7).sin() + shift).collect::<Vec<_>>();
    assert!(chance(&waves(0.0), &waves(0.01)) > 0.5);
    assert!(chance(&waves(0.0), &waves(0.5)) < 0.001);
    assert!((tail(1.96) - 0.025).abs() < 0.0001);
    assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
}
