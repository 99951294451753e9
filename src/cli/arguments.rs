//! The command line, declared once and taught in the reader's language.

use clap::{Arg, ArgAction, Command, value_parser};
use std::path::PathBuf;

use yijie_core::failure::Language;

use super::words::{help as h, help_people as p};
use crate::config::add_flags;

/// The whole command line.
#[expect(clippy::too_many_lines, reason = "one list, a command a paragraph")]
pub fn command(language: Language) -> Command {
    let stay = || Arg::new("stay").value_name("STAY").required(true).help(h::STAY.to(language));
    let insurance = || Arg::new("insurance").long("insurance").value_name("CODE").help(h::INSURANCE.to(language));
    let wait = || {
        let seconds = Arg::new("wait").long("wait").value_name("SECONDS").value_parser(value_parser!(u64));
        seconds.help(h::WAIT.to(language))
    };
    let flag = |name: &'static str, phrase: super::words::Phrase| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(phrase.to(language))
    };
    let sub = |name: &'static str, phrase: super::words::Phrase| Command::new(name).about(phrase.to(language));
    let path = |name: &'static str, phrase: super::words::Phrase| {
        Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf)).help(phrase.to(language))
    };
    let text = |name: &'static str, value: &'static str, phrase: super::words::Phrase| {
        Arg::new(name).long(name).value_name(value).help(phrase.to(language))
    };
    let bill = Arg::new("bill").value_name("BILL.json").required(true).help(h::BILL.to(language));
    let yijie = Command::new("yijie")
        .version(env!("CARGO_PKG_VERSION"))
        .about(h::PROGRAM.to(language))
        .after_help(h::AFTER.to(language))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(flag("json", h::JSON).global(true))
        .subcommand(sub("run", h::RUN))
        .subcommand(sub("card", h::CARD).arg(flag("reveal", h::REVEAL)).arg(flag("list", h::LIST)).arg(wait()))
        .subcommand(sub("check", h::CHECK).arg(insurance()).arg(wait()))
        .subcommand(
            sub("settle", h::SETTLE)
                .arg(bill.value_parser(value_parser!(PathBuf)))
                .arg(flag("yes", h::YES))
                .arg(flag("no-account", h::NO_ACCOUNT))
                .arg(flag("no-card", h::NO_CARD))
                .arg(insurance())
                .arg(wait()),
        )
        .subcommand(sub("show", h::SHOW).arg(stay().required(false).required_unless_present("person")).arg(
            Arg::new("person").long("person").value_name("NUMBER").conflicts_with("stay").help(h::PERSON.to(language)),
        ))
        .subcommand(
            sub("cancel", h::CANCEL)
                .arg(stay())
                .arg(flag("refund-recovered", h::RECOVERED))
                .arg(Arg::new("reason").long("reason").value_name("TEXT").required(true).help(h::REASON.to(language))),
        )
        .subcommand(
            sub("leave", p::LEAVE)
                .arg(stay())
                .arg(text("way", "WAY", p::WAY).required(true).value_parser(WAYS))
                .arg(text("by", "NAME", p::BY).required(true))
                .arg(text("paid", "YUAN", p::PAID).requires("receipt"))
                .arg(text("receipt", "NO", p::RECEIPT_NO))
                .arg(text("paid-by", "HOW", p::PAID_BY).value_parser(PAYMENTS))
                .arg(path("bill", p::LEAVE_BILL)),
        )
        .subcommand(
            sub("withdraw", p::WITHDRAW)
                .arg(stay())
                .arg(text("reason", "TEXT", p::WITHDRAW_REASON).required(true))
                .arg(text("by", "NAME", p::BY).required(true))
                .arg(flag("self-pay", p::SELF_PAY))
                .arg(flag("refund-recovered", h::RECOVERED)),
        )
        .subcommand(
            sub("note", p::NOTE)
                .arg(stay())
                .arg(text("circumstance", "WHAT", p::CIRCUMSTANCE).required(true).value_parser(["died", "left-owing"]))
                .arg(text("by", "NAME", p::BY).required(true)),
        )
        .subcommand(
            sub("queue", h::QUEUE)
                .subcommand(sub("show", p::QUEUE_SHOW).arg(stay()))
                .subcommand(
                    sub("resolve", p::QUEUE_RESOLVE)
                        .arg(stay())
                        .arg(text("outcome", "OUTCOME", p::OUTCOME).required(true).value_parser(OUTCOMES))
                        .arg(text("by", "NAME", p::BY).required(true))
                        .arg(text("reason", "TEXT", p::DECISION_REASON).required(true)),
                )
                .subcommand(
                    sub("reopen", p::QUEUE_REOPEN)
                        .arg(stay())
                        .arg(text("by", "NAME", p::BY).required(true))
                        .arg(text("reason", "TEXT", p::DECISION_REASON).required(true)),
                ),
        )
        .subcommand(sub("shift", p::SHIFT).arg(text("from", "NAME", p::FROM).required(true)).arg(text(
            "to",
            "NAME",
            p::TO,
        )))
        .subcommand(sub("replay", h::REPLAY))
        .subcommand(sub("receipt", h::RECEIPT).arg(stay()))
        .subcommand(
            sub("training", h::TRAINING)
                .arg(
                    Arg::new("listen")
                        .long("listen")
                        .value_name("ADDRESS")
                        .default_value("127.0.0.1:8738")
                        .value_parser(value_parser!(std::net::SocketAddr))
                        .help(h::LISTEN.to(language)),
                )
                .arg(path("faults", h::FAULTS))
                .arg(path("settings", h::SETTINGS))
                .arg(path("keep", h::KEEP)),
        )
        .subcommand(journal(language))
        .subcommand(sub("demo", h::DEMO))
        .subcommand(sub("config", h::CONFIG));
    add_flags(yijie, language)
}

/// `yijie journal` and what follows it.
fn journal(language: Language) -> Command {
    let sub = |name: &'static str, phrase: super::words::Phrase| Command::new(name).about(phrase.to(language));
    let text = |name: &'static str, value: &'static str, phrase: super::words::Phrase| {
        Arg::new(name).long(name).value_name(value).required(true).help(phrase.to(language))
    };
    let file = |phrase: super::words::Phrase| {
        let file = Arg::new("file").value_name("FILE").required(true).value_parser(value_parser!(PathBuf));
        file.help(phrase.to(language))
    };
    let yes = || Arg::new("yes").long("yes").action(ArgAction::SetTrue).help(h::YES_TO_ALL.to(language));
    let slot = Arg::new("slot").long("slot").value_name("NN").value_parser(value_parser!(u8).range(0..=99));
    let found = text("found", "WHAT", h::FOUND).value_parser(["nothing", "dealt-with"]);
    let stay = Arg::new("stay").value_name("STAY").required(true).help(h::STAY.to(language));
    sub("journal", h::JOURNAL)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(sub("rotate-key", h::ROTATE_KEY))
        .subcommand(sub("verify", h::VERIFY))
        .subcommand(sub("backup", h::BACKUP).arg(file(h::BACKUP_FILE)))
        .subcommand(sub("restore", h::RESTORE).arg(file(h::RESTORE_FILE)).arg(yes()))
        .subcommand(
            sub("adopt", h::ADOPT).arg(slot.help(h::SLOT.to(language))).arg(text("by", "NAME", h::BY)).arg(text(
                "reason",
                "TEXT",
                h::REASON_OF,
            )),
        )
        .subcommand(sub("account", h::ACCOUNT).arg(stay).arg(found).arg(text("by", "NAME", h::BY)).arg(text(
            "reason",
            "TEXT",
            h::REASON_OF,
        )))
}

const WAYS: [&str; 3] = ["deposit-kept", "paid-in-full", "self-paid"];
const PAYMENTS: [&str; 6] = ["cash", "bank-card", "we-chat", "alipay", "transfer", "other"];
const OUTCOMES: [&str; 4] = ["not-done", "dealt-with", "look-again", "take-back"];
