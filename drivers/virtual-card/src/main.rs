//! Plays a social security card into a `vpcd` on this machine's loopback.
//!
//! `yijie-virtual-card [--port PORT] [FIXTURE]` and then commands on standard input; see
//! [`yijie_virtual_card::control`]. Test machines only: `vpcd` listens to the whole network.
#![allow(clippy::print_stdout, clippy::print_stderr)] // this is the command line

use std::ffi::OsString;
use std::io::BufRead;
use std::process::ExitCode;
use yijie_virtual_card::control::{Command, Twist, load};
use yijie_virtual_card::vpcd::{PORT, Plug};
use yijie_virtual_card::{Slot, stack};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if let [first, rest @ ..] = arguments.as_slice()
        && first == INSIDE
    {
        return stack::inside(rest).into();
    }
    match play(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn play(arguments: &[OsString]) -> Result<(), String> {
    let mut port = PORT;
    let mut fixture = None;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--help" | "-h") => {
                println!("{USAGE}");
                return Ok(());
            }
            Some("--port") => {
                port = arguments
                    .next()
                    .and_then(|text| text.to_str()?.parse().ok())
                    .ok_or("--port: a number is wanted")?;
            }
            Some(option) if option.starts_with('-') => {
                return Err(format!("unknown option: {option}\n{USAGE}"));
            }
            _ => fixture = Some(argument),
        }
    }
    let slot = Slot::new();
    if let Some(fixture) = fixture {
        slot.insert(load(fixture.as_ref(), Twist::default())?);
    }
    let _plug = Plug::new(&slot, port).map_err(|error| error.to_string())?;
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let result = Command::parse(&line).and_then(|command| {
            let nothing = || Err("there is no service of ours here".to_owned());
            command.apply_to(std::slice::from_ref(&slot)).unwrap_or_else(nothing)
        });
        match result {
            Ok(()) => println!("ok"),
            Err(why) => println!("error {why}"),
        }
    }
    Ok(())
}

const INSIDE: &str = "inside";

const USAGE: &str = "\
yijie-virtual-card [--port PORT] [FIXTURE]

Plays the card of FIXTURE into a vpcd on the loopback (port 35963 unless told otherwise), until
its standard input ends. Commands on standard input, one a line:

  insert 0 [answers=t0|direct] [delay-ms=N] [pulled-at=N] [reset-at=N] FIXTURE
  pull 0";
