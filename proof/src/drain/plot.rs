//! The plot, as SVG: what was asked for and what was done, second by second.

use std::fmt::Write as _;

use super::scenario::{Manner, Scenario};
use super::world::Run;

/// The province in the product's manner, and below it each naive one.
pub fn plot(runs: &[(Scenario, Run)]) -> String {
    let all = runs.iter().enumerate();
    let shown: Vec<_> = all
        .filter(|(at, (scenario, _))| *at == 0 || scenario.manner != Manner::Paced && *at < 3)
        .map(|(_, run)| run)
        .collect();
    let height = TOP + PANEL * shown.len();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"white\"/>\n"
    );
    for (at, (scenario, run)) in shown.iter().enumerate() {
        panel(&mut svg, TOP + PANEL * at, scenario, run);
    }
    svg.push_str("</svg>\n");
    svg
}

/// One panel. Writing to a text cannot fail.
fn panel(svg: &mut String, top: usize, scenario: &Scenario, run: &Run) {
    let bottom = top + PLOT;
    let points = |seconds: &[u64]| {
        let mut points = String::new();
        for (at, tens) in seconds.chunks(10).take(SECONDS / 10).enumerate() {
            let percent = tens.iter().sum::<u64>() * 100 / (run.capacity * tens.len() as u64).max(1);
            let percent = usize::try_from(percent).unwrap_or(usize::MAX).min(PERCENT_MAX);
            let _ =
                write!(points, "{},{} ", LEFT + at * 10 * PLOT_WIDTH / SECONDS, bottom - percent * PLOT / PERCENT_MAX);
        }
        points
    };
    let end = LEFT + run.served.len().min(SECONDS) * PLOT_WIDTH / SECONDS;
    let capacity = bottom - 100 * PLOT / PERCENT_MAX;
    let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{}\" font-weight=\"bold\">{}</text>", top - 6, scenario.name);
    let _ = writeln!(
        svg,
        "<polygon points=\"{LEFT},{bottom} {}{end},{bottom}\" fill=\"#9ecae1\"/>\n\
         <polyline points=\"{}\" fill=\"none\" stroke=\"#d62728\"/>\n\
         <path d=\"M{LEFT} {capacity}H{}\" stroke=\"black\" stroke-dasharray=\"4 3\"/>\n\
         <path d=\"M{LEFT} {top}V{bottom}H{}\" fill=\"none\" stroke=\"black\"/>",
        points(&run.served),
        points(&run.asked),
        LEFT + PLOT_WIDTH,
        LEFT + PLOT_WIDTH,
    );
    for percent in [100, 200, 300] {
        let y = bottom - percent * PLOT / PERCENT_MAX + 4;
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{y}\" text-anchor=\"end\">{percent} %</text>", LEFT - 6);
    }
    for minutes in (0..=SECONDS / 60).step_by(5) {
        let x = LEFT + minutes * 60 * PLOT_WIDTH / SECONDS;
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{minutes} min</text>", bottom + 15);
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">red: asked for (cut at 3.2) · blue: done · dashed: capacity</text>",
        LEFT + PLOT_WIDTH,
        top - 6
    );
}

const WIDTH: usize = 900;
const LEFT: usize = 60;
const TOP: usize = 30;
const PLOT: usize = 160;
const PANEL: usize = 210;
const PLOT_WIDTH: usize = 820;
/// Twenty minutes.
const SECONDS: usize = 1_200;
const PERCENT_MAX: usize = 320;
