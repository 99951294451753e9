//! Programs of the machine, asked whether they work.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// Whether the program is there and ends well. What it says is nobody's business.
pub fn answers(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|end| end.success())
}

/// The same, given `input` to read.
pub fn reads(command: &mut Command, input: &str) -> bool {
    let Ok(mut child) = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        return false;
    };
    // A program that does not read to the end is judged by how it ends.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes()));
    child.wait().is_ok_and(|end| end.success())
}

/// Runs it to its end in silence; the error is the line of what it said that matters most.
pub fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().display().to_string();
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| line.starts_with("E:")).or(said.lines().last());
    Err(format!("{program}: {}", last.unwrap_or("failed without a word")))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn program_that_is_missing_or_fails_does_not_answer() {
        assert!(answers(&mut Command::new("true")));
        assert!(!answers(&mut Command::new("false")));
        assert!(!answers(&mut Command::new("no-program-of-this-name")));
        assert!(reads(Command::new("grep").arg("a"), "a\n"));
        assert!(!reads(Command::new("grep").arg("a"), "b\n"));
    }

    #[test]
    fn failed_run_is_told_by_its_error_line() {
        let script = "echo first >&2; echo 'E: no such package' >&2; echo last >&2; exit 100";
        assert_eq!(run(Command::new("sh").args(["-c", script])), Err("sh: E: no such package".to_owned()));
        assert_eq!(run(Command::new("sh").args(["-c", "exit 1"])), Err("sh: failed without a word".to_owned()));
    }
}
