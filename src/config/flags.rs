//! The flags: one for each key that is no secret, made from the declaration.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};

use super::{KEYS, Key, Language, LanguageChoice, ReaderChoice, Setting, Surroundings, place};

/// What the flags give. Holds no secrets: flags can't carry any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--config`: the file to read instead of looking in the usual places.
    pub config_file: Option<PathBuf>,
    pub(super) values: BTreeMap<&'static str, String>,
}

impl Overrides {
    /// What the flags of [`add_flags`] gave, before or after the subcommand.
    pub fn from_matches(matches: &ArgMatches) -> Self {
        let config_file = matches.try_get_one::<PathBuf>(CONFIG_FLAG).ok().flatten().cloned();
        let given = |key: &'static Key| {
            let text = matches.try_get_one::<String>(key.path).ok().flatten()?;
            Some((key.path, text.clone()))
        };
        Self { config_file, values: KEYS.iter().filter_map(given).collect() }
    }

    /// The reader that the flag or the variable names, before or without a configuration.
    pub fn reader(&self, surroundings: &dyn Surroundings) -> Option<ReaderChoice> {
        let variables = surroundings.variables();
        let key = Key::named(READER_KEY)?;
        let flag = self.values.get(READER_KEY).map(String::as_str);
        let text = flag.or_else(|| place::variable(&variables, &key.variable())?.to_str())?;
        ReaderChoice::parse(text, Path::new("")).ok()
    }

    /// The language to speak before, or without, a configuration: that of the flag, the variable or the locale.
    pub fn language(&self, surroundings: &dyn Surroundings) -> Language {
        let variables = surroundings.variables();
        let flag = self.values.get(LANGUAGE_KEY).map(String::as_str);
        let variable = Key::named(LANGUAGE_KEY).and_then(|key| place::variable(&variables, &key.variable())?.to_str());
        let choice =
            [flag, variable].into_iter().flatten().find_map(|text| LanguageChoice::parse(text, Path::new("")).ok());
        choice.unwrap_or(LanguageChoice::Auto).settled(surroundings)
    }

    /// Sets a key as its flag would. A secret, which has no flag, is not taken.
    #[must_use]
    pub fn with(mut self, key: &'static Key, text: &str) -> Self {
        if !key.secret {
            self.values.insert(key.path, text.to_owned());
        }
        self
    }
}

/// Adds `--config` and the flag of every key to a command and its subcommands, explained in the reader's language.
/// They show in `--help` and not in `-h`, which would drown in them.
pub fn add_flags(command: Command, language: Language) -> Command {
    let (heading, config) = match language {
        Language::English => ("Configuration", "The configuration file, instead of the usual places"),
        Language::Chinese => ("配置", "配置文件，代替默认位置"),
    };
    let config = Arg::new(CONFIG_FLAG)
        .long(CONFIG_FLAG)
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help(config)
        .help_heading(heading)
        .global(true);
    let flags = KEYS.iter().filter_map(|key| {
        let flag = key.flag()?;
        let arg = Arg::new(key.path)
            .long(flag)
            .value_name(key.placeholder)
            .help(match language {
                Language::English => key.english,
                Language::Chinese => key.chinese,
            })
            .help_heading(heading)
            .hide_short_help(true)
            .global(true);
        Some(arg.visible_aliases(key.flag_alias))
    });
    command.arg(config).args(flags)
}

const READER_KEY: &str = "reader.name";
const LANGUAGE_KEY: &str = "language";
const CONFIG_FLAG: &str = "config";
