//! The language of messages for people.

use std::ffi::OsString;
use std::path::Path;

use yijie_core::failure::Language;

use super::Surroundings;
use super::place::variable;
use super::value::{Said, Setting};

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LanguageChoice {
    /// By the locale.
    Auto,
    /// This one.
    Fixed(Language),
}

/// The language of the locale. Where there is none, as on Windows, that of the country this is made for.
pub fn of_locale(surroundings: &dyn Surroundings) -> Language {
    of_variables(&surroundings.variables())
}

fn of_variables(variables: &[(OsString, OsString)]) -> Language {
    // POSIX: the first that is set wins.
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| variable(variables, name));
    match locale {
        Some(locale) if locale.to_string_lossy().to_ascii_lowercase().starts_with("zh") => Language::Chinese,
        None if cfg!(windows) => Language::Chinese,
        _ => Language::English,
    }
}

impl LanguageChoice {
    /// The language to speak.
    pub fn settled(self, surroundings: &dyn Surroundings) -> Language {
        match self {
            Self::Auto => of_locale(surroundings),
            Self::Fixed(language) => language,
        }
    }
}

impl Setting for LanguageChoice {
    const PLACEHOLDER: &'static str = "WORD";

    fn expected() -> Said {
        Said::new("one of zh, en, auto", "zh、en、auto 之一")
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        match text.trim() {
            "zh" => Ok(Self::Fixed(Language::Chinese)),
            "en" => Ok(Self::Fixed(Language::English)),
            "auto" => Ok(Self::Auto),
            _ => Err(Self::expected()),
        }
    }

    fn shown(&self) -> Option<String> {
        let word = match self {
            Self::Auto => "auto",
            Self::Fixed(Language::Chinese) => "zh",
            Self::Fixed(Language::English) => "en",
        };
        Some(word.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_follows_the_first_locale_variable_that_is_set() {
        let spoken = |pairs: &[(&str, &str)]| {
            let variables: Vec<_> = pairs.iter().map(|(name, value)| (name.into(), value.into())).collect();
            of_variables(&variables)
        };
        assert_eq!(spoken(&[("LANG", "zh_CN.UTF-8")]), Language::Chinese);
        assert_eq!(spoken(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C.UTF-8")]), Language::English);
        assert_eq!(spoken(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")]), Language::Chinese);
        assert_eq!(spoken(&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "zh_TW")]), Language::Chinese);
    }
}
