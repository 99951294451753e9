//! The book as a page.

use std::fmt::Write;

use super::{Code, Exit, Failure, Fault, Language};

/// The whole book as Markdown: `docs/failures.md` is this text.
pub fn book_markdown() -> String {
    let mut page = String::from(HEAD);
    for fault in FAULTS {
        let mut entries = Code::all().map(Code::entry).filter(|entry| entry.fault == *fault).peekable();
        if entries.peek().is_none() {
            continue;
        }
        let names = (fault.name(Language::Chinese), fault.name(Language::English));
        // Writing to a string does not fail.
        let _ = writeln!(page, "\n## {} · {}\n", names.0, names.1);
        page.push_str("| code | exit | what is said | next step |\n| --- | --- | --- | --- |\n");
        for entry in entries {
            row(&mut page, entry);
        }
    }
    page
}

fn row(page: &mut String, entry: &Failure) {
    let Failure { code, exit, chinese, english, .. } = entry;
    let _ = writeln!(
        page,
        "| `{code}` | {} | {}<br>{} | {}<br>{} |",
        exit.code(),
        chinese.sentence,
        english.sentence,
        chinese.next_step,
        english.next_step,
    );
}

impl Exit {
    /// Every way to fail, in the order of the codes.
    pub const ALL: &[Self] = &[
        Self::ThisProgram,
        Self::Usage,
        Self::Refused,
        Self::Waiting,
        Self::Card,
        Self::HospitalData,
        Self::Storage,
        Self::NotSent,
    ];
}

const FAULTS: &[Fault] = &[
    Fault::Card,
    Fault::Reader,
    Fault::Network,
    Fault::Platform,
    Fault::HospitalData,
    Fault::Usage,
    Fault::Storage,
    Fault::ThisProgram,
];

const HEAD: &str = "\
# The failure book

Every failure that a user can meet: a stable code, whose fault it is, what the cashier reads and what to do next.
The page is made from `core/src/failure` by `cargo run -p yijie-core --features schema --example write_docs`; a test
keeps it current.
`{detail}` stands for what the case adds, such as the platform's own words. Those may name the patient: they are
shown at the desk and never logged; logs carry the code.

Exit codes: 0 done · 1 a fault of this program · 2 usage or configuration · 3 refused by the platform · 4 queued or
in doubt · 5 card or reader · 6 hospital data · 7 local storage · 8 the platform was not reached or did not admit us,
nothing was sent.
";
