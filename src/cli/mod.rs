//! Arguments in, exit code out. One file per command.
//!
//! Here rooms are put together; after that, commands act through the desk.

mod answer;
mod arguments;
mod card;
mod closing;
mod compose;
mod daemon;
mod demo;
mod doer;
mod journal;
mod people;
mod queue;
mod run;
mod screen;
mod settings;
mod settle;
mod signals;
mod training;
mod words;
mod workstation;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ArgMatches;
use serde_json::json;
use yijie_core::failure::{Code, Language, Program, Usage};
use yijie_core::person::CitizenId;
use yijie_core::settlement::ask::AccountUse;
use yijie_core::settlement::ids::StayNo;
use zeroize::Zeroizing;

use self::answer::{Answer, Done};
use self::doer::Doer;
use self::screen::{Screen, Yes};
use crate::api::view::{Show, TroubleView};
use crate::config::{Config, ConfigError, Fault, Machine, Overrides};
use crate::desk::{Refunds, Trouble, Which};

/// Runs the program.
pub fn run() -> ExitCode {
    let mut first = std::env::args_os().skip(1);
    if first.next().is_some_and(|argument| argument == demo::INSIDE) {
        let rest: Vec<_> = first.collect();
        return ExitCode::from(yijie_virtual_card::stack::inside(&rest));
    }
    // The language is wanted before the arguments are understood: it is in them.
    let language = language_before_arguments();
    let matches = match arguments::command(language).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return misunderstood(&error, language),
    };
    let (name, matches) = matches.subcommand().unwrap_or(("", &matches));
    let mut screen = Screen {
        language,
        yes: if has(matches, "yes") { Yes::Given } else { Yes::Ask },
        to_program: has(matches, "json"),
        training: None,
        indent: "",
    };
    let answer = obey(name, matches, &mut screen);
    answer::end(&screen, answer)
}

/// Help and version are answers; anything else is an error, told to a program as every other one is.
fn misunderstood(error: &clap::Error, language: Language) -> ExitCode {
    if error.use_stderr() && std::env::args_os().any(|argument| argument == "--json") {
        let screen = Screen { language, yes: Yes::Ask, to_program: true, training: None, indent: "" };
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        let detail = first.strip_prefix("error: ").unwrap_or(first);
        return answer::end(&screen, Err(Trouble::new(Usage::Arguments, detail).into()));
    }
    // Nothing more can be said where even this cannot be written.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { Usage::Arguments.entry().exit.code() } else { 0 })
}

fn obey(name: &str, matches: &ArgMatches, screen: &mut Screen) -> Answer {
    let wait = matches.try_get_one::<u64>("wait").ok().flatten().copied();
    let word = |name: &str| matches.try_get_one::<String>(name).ok().flatten().map(String::as_str);
    let path = |name: &str| matches.try_get_one::<PathBuf>(name).ok().flatten().map(PathBuf::as_path);
    match name {
        "demo" => run_demo(screen.language),
        "training" => {
            let listen = matches.get_one::<SocketAddr>("listen").copied();
            let listen = listen.ok_or_else(|| Trouble::new(Usage::Arguments, "--listen"))?;
            let files = training::Files { faults: path("faults"), settings: path("settings"), kept: path("keep") };
            training::training(screen, listen, &files)
        }
        "card" if has(matches, "list") => card::list(screen),
        "card" => {
            let show = if has(matches, "reveal") { Show::Revealed } else { Show::Masked };
            let overrides = Overrides::from_matches(matches);
            let (which, training) = match Config::load(&overrides, &Machine) {
                Ok(config) => (compose::which(&config), compose::is_training(&config)?),
                // A card can be read before anything is configured.
                Err(errors) if errors.iter().any(|error| matches!(error.fault, Fault::NoFile { .. })) => {
                    (overrides.reader(&Machine).as_ref().map_or(Which::default(), compose::which_of), false)
                }
                Err(errors) => return Err(misconfigured(&errors, screen.language).into()),
            };
            screen.training = Some(training);
            card::card(screen, (&which, show), wait, training)
        }
        _ => {
            let config = configuration(matches, screen.language)?;
            screen.language = config.language.settled(&Machine);
            logging(&config)?;
            match name {
                "run" => run::run(screen, &config),
                "config" => Ok(settings::config(screen, &config)),
                "journal" => journal::journal(screen, &config, matches),
                "queue" | "show" if !(name == "queue" && matches.subcommand().is_some()) => {
                    let (doer, ill) = Doer::find_to_read(&config, screen.language)?;
                    screen.training = Some(compose::is_training(&config)?);
                    let answer = match (name, word("person")) {
                        ("queue", _) => queue::queue(screen, &doer),
                        (_, Some(person)) => queue::of_person(screen, &doer, &person_number(person)?),
                        _ => queue::show(screen, &doer, stay_no(word("stay"))?),
                    };
                    beside(screen, answer, ill)
                }
                _ => {
                    let doer = Doer::find(&config, screen.language)?;
                    screen.training = Some(compose::is_training(&config)?);
                    match name {
                        "check" => card::check(screen, &doer, &compose::which(&config), (wait, word("insurance"))),
                        "settle" => {
                            let chosen = settle::Chosen {
                                bill: path("bill").unwrap_or(Path::new("-")),
                                bill_bytes_max: config.limits.bill_bytes_max.value(),
                                account: if has(matches, "no-account") { AccountUse::Keep } else { AccountUse::Use },
                                insurance: word("insurance"),
                                by: if has(matches, "no-card") { settle::By::CitizenId } else { settle::By::Card },
                                which: compose::which(&config),
                                wait,
                            };
                            settle::settle(screen, &doer, &chosen)
                        }
                        "leave" => {
                            let bill = path("bill").map(|path| (path, config.limits.bill_bytes_max.value()));
                            let given = (word("receipt"), word("paid-by"));
                            let (way, by) = (word("way").unwrap_or_default(), word("by").unwrap_or_default());
                            let body = people::leaving(way, by, word("paid"), given, bill)?;
                            people::wish(screen, &doer, &stay_no(word("stay"))?, people::Wish::Leave, body)
                        }
                        "withdraw" => {
                            let body = json!({
                                "reason": word("reason"), "by": word("by"),
                                "then_self_paid": has(matches, "self-pay"), "refund_recovered": has(matches, "refund-recovered"),
                            });
                            people::wish(screen, &doer, &stay_no(word("stay"))?, people::Wish::Withdraw, body)
                        }
                        "note" => {
                            let what = word("circumstance").unwrap_or_default().replace('-', "_");
                            let body = json!({ "circumstance": what, "by": word("by") });
                            people::wish(screen, &doer, &stay_no(word("stay"))?, people::Wish::Note, body)
                        }
                        "shift" => people::shift(
                            screen,
                            &doer,
                            word("from").unwrap_or_default(),
                            word("to").unwrap_or_default(),
                        ),
                        "queue" => of_item(screen, &doer, matches),
                        "replay" => queue::replay(screen, &doer),
                        "receipt" => settle::receipt(screen, &doer, stay_no(word("stay"))?),
                        "cancel" => {
                            let reason = word("reason").unwrap_or_default();
                            let recovered = has(matches, "refund-recovered");
                            let refunds = if recovered { Refunds::Recovered } else { Refunds::NotSaid };
                            settle::cancel(screen, &doer, stay_no(word("stay"))?, reason, refunds)
                        }
                        _ => Err(Trouble::new(Usage::Arguments, name).into()),
                    }
                }
            }
        }
    }
}

/// A citizen number from the command line, or, so that no history keeps it, from standard input.
fn person_number(word: &str) -> Result<Zeroizing<String>, Trouble> {
    let mut text = Zeroizing::new(word.to_owned());
    if word == "-" {
        text.clear();
        let read = std::io::stdin().read_line(&mut text);
        read.map_err(|error| Trouble::new(Usage::Arguments, format!("--person: {error}")))?;
    }
    let number = Zeroizing::new(text.trim().to_owned());
    // What it is is not said again: it may be somebody's number after all.
    CitizenId::parse(&number).map(|_| number).map_err(|_| Trouble::new(Usage::Arguments, "--person"))
}

/// An answer from a journal that can only be read says so, and ends like it.
fn beside(screen: &Screen, answer: Answer, ill: Option<Trouble>) -> Answer {
    let Some(ill) = ill else { return answer };
    let view = TroubleView::of(&ill, screen.language);
    if !screen.to_program {
        screen.trouble(&view);
    }
    let Ok(mut done) = answer else { return Err(ill.into()) };
    if let Some(object) = done.json.as_object_mut() {
        object.insert("error".to_owned(), serde_json::to_value(&view).unwrap_or_default());
    }
    Ok(Done::under(&done.json, Some(view)))
}

/// `yijie queue show`, `resolve`, `reopen`.
fn of_item(screen: &mut Screen, doer: &Doer, matches: &ArgMatches) -> Answer {
    let Some((name, matches)) = matches.subcommand() else {
        return Err(Trouble::new(Usage::Arguments, "queue").into());
    };
    let word = |name: &str| matches.try_get_one::<String>(name).ok().flatten().map(String::as_str);
    let stay = stay_no(word("stay"))?;
    let decides = |outcome: &str| json!({ "outcome": outcome, "by": word("by"), "reason": word("reason") });
    match name {
        "show" => people::wish(screen, doer, &stay, people::Wish::Show, json!({})),
        "resolve" => {
            let outcome = word("outcome").unwrap_or_default().replace('-', "_");
            people::wish(screen, doer, &stay, people::Wish::Decide, decides(&outcome))
        }
        _ => people::wish(screen, doer, &stay, people::Wish::Decide, decides(crate::api::people::REOPENED)),
    }
}

fn stay_no(text: Option<&str>) -> Result<StayNo, Trouble> {
    let text = text.unwrap_or_default();
    StayNo::parse(text).map_err(|_| Trouble::new(Usage::UnknownStay, text))
}

fn run_demo(language: Language) -> Answer {
    if let Some(again) = demo::again_in_a_stack() {
        match again {
            Ok(0) => return Ok(Done::with(&json!({ "demo": "ended well" }))),
            // It has said why.
            Ok(code) => std::process::exit(code),
            Err(error) => return Err(Trouble::new(Program::Environment, error.to_string()).into()),
        }
    }
    match demo::run(language) {
        Ok(()) => Ok(Done::with(&json!({ "demo": "ended well" }))),
        Err(demo::Fell::Trouble(trouble)) => Err(trouble.into()),
        Err(error) => Err(Trouble::new(Program::Internal, error.to_string()).into()),
    }
}

fn language_before_arguments() -> Language {
    let command = arguments::command(Language::English).ignore_errors(true);
    let overrides = command.try_get_matches().map(|matches| overrides(&matches)).unwrap_or_default();
    overrides.language(&Machine)
}

fn overrides(matches: &ArgMatches) -> Overrides {
    Overrides::from_matches(matches.subcommand().map_or(matches, |(_, matches)| matches))
}

fn configuration(matches: &ArgMatches, language: Language) -> Result<Config, Trouble> {
    Config::load(&Overrides::from_matches(matches), &Machine).map_err(|errors| misconfigured(&errors, language))
}

/// All faults of a configuration under the entry of the first.
fn misconfigured(errors: &[ConfigError], language: Language) -> Trouble {
    let code: Code = match errors.first().map(|error| &error.fault) {
        Some(Fault::NoFile { .. } | Fault::Unreadable { .. }) => Usage::ConfigMissing.into(),
        Some(Fault::UnknownKey { .. } | Fault::UnknownVariable { .. }) => Usage::ConfigUnknownKey.into(),
        Some(Fault::Missing { .. }) => Usage::ConfigRequired.into(),
        _ => Usage::ConfigWrongValue.into(),
    };
    let sentences: Vec<_> = errors.iter().map(|error| error.sentence(language)).collect();
    Trouble::new(code, sentences.join("\n  "))
}

/// Logs go to the file that the hospital names, else to standard error; they never hold personal data.
fn logging(config: &Config) -> Result<(), Trouble> {
    let level = config.log.level.as_str();
    let filter = tracing_subscriber::EnvFilter::new(format!("warn,yijie={level}"));
    let wrong = |error: &dyn std::fmt::Display| Trouble::new(Usage::ConfigWrongValue, format!("log.file: {error}"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false);
    let set = match &config.log.file {
        Some(path) => {
            let file =
                std::fs::OpenOptions::new().create(true).append(true).open(path).map_err(|error| wrong(&error))?;
            builder.with_writer(std::sync::Mutex::new(file)).try_init()
        }
        None => builder.with_writer(std::io::stderr).try_init(),
    };
    set.map_err(|error| wrong(&error))
}

fn has(matches: &ArgMatches, flag: &str) -> bool {
    matches.try_get_one::<bool>(flag).ok().flatten().copied().unwrap_or(false)
}
