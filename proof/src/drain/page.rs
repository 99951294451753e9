//! `docs/drain.md` and its plot, and that both are what the simulation says.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use super::plot::plot;
use super::scenario::{Promise, Scenario};
use super::world::Run;

/// The page.
#[derive(Debug)]
pub struct Page {
    table: String,
    plot: String,
    text: String,
}

impl Page {
    /// Of these runs. The first is the province in the product's manner, the second in the naive one.
    pub fn of(runs: &[(Scenario, Run)], seed: u64) -> Self {
        let table = table(runs);
        let text = BEFORE.to_owned() + &table + &AFTER.replace("{seed}", &seed.to_string());
        Self { table, plot: plot(runs), text }
    }

    /// For the terminal.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Holds the committed page to this one; with `RENEW_DOCS` in the environment, writes it.
    pub fn hold(&self) -> Result<(), String> {
        let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs");
        for (name, text) in [("drain.md", &self.text), ("drain.svg", &self.plot)] {
            let path = docs.join(name);
            if env::var_os("RENEW_DOCS").is_some() {
                fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
            } else if fs::read_to_string(&path).ok().as_ref() != Some(text) {
                return Err(format!("docs/{name} is not what this says: RENEW_DOCS=1 cargo xtask prove drain"));
            }
        }
        Ok(())
    }
}

fn table(runs: &[(Scenario, Run)]) -> String {
    let mut table = String::from(
        "| | stays | ideal | took | took ÷ ideal | platform busy | most asked in a minute ÷ capacity | in ten seconds \
         | messages | turned away | too late |\n\
         | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n",
    );
    for (scenario, run) in runs {
        let kept = if scenario.promise == Promise::Whole { "**" } else { "" };
        let took = if run.left > 0 {
            format!("{} stays not done after an hour | –", run.left)
        } else {
            format!("{} s | {kept}{:.2}{kept}", run.ended_ms / 1_000, run.to_ideal())
        };
        // Writing to a text cannot fail.
        let _ = writeln!(
            table,
            "| {} | {} | {} s | {took} | {:.0} % | {kept}{:.2}{kept} | {:.2} | {} | {} | {} |",
            scenario.name,
            run.stays,
            run.ideal_ms / 1_000,
            run.busy() * 100.0,
            run.peak(60),
            run.peak(10),
            run.messages,
            run.turned_away,
            run.too_late,
        );
    }
    table
}

const BEFORE: &str = "\
# When a province comes back

The platform of a province was away for four hours. Two thousand desks have each discharged a patient an hour who could
not be settled, and one settlement in ten was under way when the line broke. Then the platform is back, as large as it
was and no larger. Desks know nothing of each other: each sees only what the platform answers it, and how soon.

`cargo xtask prove drain` simulates this in seconds and makes this page (`RENEW_DOCS=1`). The pace of each desk is the
product's own code, `core/src/pace.rs`, given simulated answers and time; platform and network are a model.

![Asked for and done, in parts of the capacity, over the minutes after the return](drain.svg)

";

const AFTER: &str = "
Seed {seed}. *Ideal* is the work that waits, divided by the platform's capacity, every server busy from the first
moment. *Busy* is the part of the servers that worked on accepted messages, from the return to the last stay done.
*Asked* is the work of the messages that arrived, accepted or not: over a minute, and for the curious over ten seconds,
where chance alone makes a tenth. *Too late* are answers to clients that had given up; their work was done for nobody.
What is promised, and fails the command where it is not kept, is printed bold.

## The model

- The platform works on 19 messages at once: 0.6 s for a 2303, 0.8 s for a 2304, 0.3 s for a 5203. Up to 600 wait in its
  queue, about 20 s; what comes beyond is told *busy*, which costs 30 ms of a server (the message is read and its signature
  checked), and of those not more than 2 000 at once are taken. A client gives up after 30 s; its message is worked on all
  the same.
- A stay that waits takes a 2303 and a 2304. One in doubt takes a 5203, which shows the settlement. A 2304 that was told
  *busy* or had no answer is in doubt, and is looked for when the horizon of five minutes has passed.
- The naive client keeps every stay on a timer of its own and sends again, all stays at once, until it is answered. It
  is shown at its best: it asks for no evidence, so what it was not answered, it simply sends again. A real one either
  settles twice or leaves such stays to people.

## What it shows

- In the scenario for which the numbers in the code were chosen, the platform works without a gap, is never asked for
  more than a tenth above what it can do in any minute, and the last stay is done within a tenth above the ideal time.
  The scenario and the numbers in the code were chosen together: its 19 servers make the ideal time about as long as the
  desks' return takes, where this pace does best, and peaks are judged over a minute because those over ten seconds
  stay above a tenth. The other rows say what it is worth elsewhere.
- The naive client keeps such a platform busy too: with saying *busy*, and with messages whose clients have gone. It asks
  for several times the capacity for as long as the drain lasts. Where the queue is short it gets through in the end;
  where a place in the queue takes about as long as the client waits, it hardly does.
- The desks' return is spread over a part of the outage (a twenty-fourth, a minute at least), since the first question of
  each comes by its own clock. Where the platform could do the work in less than that, it is this time that counts and
  not the platform: rows with a small province or a large platform are far from *ideal*, and the platform is idle in
  between. That is the price of not flooding a small one.
- Where the platform is much too small for its province, the first questions alone are a large part of what it can do.
  Then it is asked for more than a tenth above its capacity until desks have learnt that it is crowded; the row says how
  much. Nothing is lost or doubled by it.
- Desks that were all started during the outage know no usual time to compare with, and learn from *busy* alone.

## What is not covered

Live work beside the drain, platforms that slow down under load, and several platforms behind one gateway.
";
