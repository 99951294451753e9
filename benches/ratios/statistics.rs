//! Medians and quartiles, and how they are printed.

use std::time::Duration;

/// The middle half of some numbers, and their middle.
#[derive(Debug, Clone, Copy)]
pub struct Quartiles {
    pub lower: f64,
    pub median: f64,
    pub upper: f64,
}

impl Quartiles {
    /// Of at least one number; of none, all are nought.
    pub fn of(numbers: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = numbers.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Self { lower: at(&sorted, 1), median: at(&sorted, 2), upper: at(&sorted, 3) }
    }
}

/// Times of ours and of the floor beside each.
#[derive(Debug, Default)]
pub struct Pairs {
    ours: Vec<f64>,
    floor: Vec<f64>,
}

impl Pairs {
    pub fn push(&mut self, ours: Duration, floor: Duration) {
        self.ours.push(milliseconds(ours));
        self.floor.push(milliseconds(floor));
    }

    /// One line: both times, and their ratio pair by pair.
    pub fn print(&self, what: &str, aim: Option<f64>) {
        let ratio = Quartiles::of(self.ours.iter().zip(&self.floor).map(|(ours, floor)| ours / floor));
        let (ours, floor) = (Quartiles::of(self.ours.clone()), Quartiles::of(self.floor.clone()));
        let aim = aim.map(|aim| format!("  aim {aim:.2}")).unwrap_or_default();
        println!(
            "  {what:<44} {:>8.3} ms /{:>8.3} ms   ratio {:.3} [{:.3} – {:.3}]{aim}  n={}",
            ours.median,
            floor.median,
            ratio.median,
            ratio.lower,
            ratio.upper,
            self.ours.len()
        );
    }

    /// Both distributions and the difference pair by pair, where a ratio alone would hide that both mostly wait.
    pub fn print_distributions(&self) {
        let difference = Quartiles::of(self.ours.iter().zip(&self.floor).map(|(ours, floor)| ours - floor));
        for (what, times) in [("ours", Quartiles::of(self.ours.clone())), ("floor", Quartiles::of(self.floor.clone()))]
        {
            println!("  {what:<12} {:>8.2} [{:.2} – {:.2}] ms", times.median, times.lower, times.upper);
        }
        println!(
            "  {:<12} {:>8.3} [{:.3} – {:.3}] ms",
            "difference", difference.median, difference.lower, difference.upper
        );
    }
}

/// A time in milliseconds, with its fraction.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// One quarter, two quarters, three quarters of the way, between two numbers where it falls there.
fn at(sorted: &[f64], quarters: usize) -> f64 {
    let steps = sorted.len().saturating_sub(1) * quarters;
    let (below, rest) = (steps / 4, steps % 4);
    let Some(low) = sorted.get(below) else { return 0.0 };
    let high = sorted.get(below + 1).unwrap_or(low);
    low + (high - low) * [0.0, 0.25, 0.5, 0.75][rest]
}
