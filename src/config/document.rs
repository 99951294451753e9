//! The manual and the example, made from the declaration.

use std::fmt::Write;

use super::keys::SECTIONS;
use super::{KEYS, Key, Shape, Standard};

/// `docs/configuration.md`.
pub fn markdown() -> String {
    let mut page = String::from(OPENING);
    keys_of("").for_each(|key| describe(&mut page, key));
    for section in SECTIONS {
        // Writing to a string can't fail.
        let _ = writeln!(page, "## `[{}]` {} · {}\n", section.name, section.english, section.chinese);
        keys_of(section.name).for_each(|key| describe(&mut page, key));
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

/// `yijie.example.toml`: what must be set, set; the rest as comments.
pub fn example() -> String {
    let mut file = String::from(EXAMPLE_OPENING);
    keys_of("").for_each(|key| exemplify(&mut file, key));
    for section in SECTIONS {
        let _ = writeln!(file, "\n# {} · {}\n[{}]", section.english, section.chinese, section.name);
        keys_of(section.name).for_each(|key| exemplify(&mut file, key));
    }
    file
}

fn keys_of(section: &str) -> impl Iterator<Item = &'static Key> {
    KEYS.iter().filter(move |key| key.parts().0 == section)
}

fn describe(page: &mut String, key: &Key) {
    let flag = key.flag().map_or_else(|| "no flag".to_owned(), |flag| format!("`--{flag}`"));
    let alias = key.flag_alias.map(|alias| format!(" or `--{alias}`")).unwrap_or_default();
    let unit = key.unit.map(|unit| format!(", in {unit}")).unwrap_or_default();
    let shape = match key.shape {
        Shape::List => " (in a variable or a flag: separated by commas)",
        Shape::Text | Shape::Integer => "",
    };
    let expected = (key.expected)().english;
    let _ = writeln!(page, "### `{}`\n\n{} {}\n", key.path, key.english, key.chinese);
    let _ = writeln!(page, "- value: {expected}{unit}{shape}");
    let _ = writeln!(page, "- default: {}", standard(key));
    if key.secret {
        let _ = writeln!(page, "- secret: never shown; refused in `yijie.toml` and as a flag");
    } else {
        let _ = writeln!(page, "- example: `{}`", key.example);
    }
    let _ = writeln!(page, "- `{}`, {flag}{alias}\n", key.variable());
}

fn standard(key: &Key) -> String {
    match key.standard {
        Standard::Nothing if key.optional => "none".to_owned(),
        Standard::Nothing => "none: **must be set**".to_owned(),
        Standard::Text("") => "empty".to_owned(),
        Standard::Text(text) => format!("`{text}`"),
        Standard::State(name) => format!("`{name}` in the state directory"),
    }
}

fn exemplify(file: &mut String, key: &Key) {
    let (_, name) = key.parts();
    if key.secret {
        let _ = writeln!(file, "# {name}: not here, but in {name}_file or {}", key.variable());
        return;
    }
    let _ = writeln!(file, "# {}\n# {}", key.english, key.chinese);
    let comment = if key.is_required() { "" } else { "# " };
    let _ = writeln!(file, "{comment}{name} = {}", key.example);
}

const OPENING: &str = "\
<!-- Generated from src/config/keys.rs; a test compares. To renew: RENEW_DOCS=1 cargo test --lib config:: -->

# Configuration

A later source overrides an earlier one: defaults, the file, the environment, flags. `yijie config` prints what
counts and where each value came from, secrets masked.

**The file** is `yijie.toml` (TOML, UTF-8, at most 1 MiB): the one named by `--config FILE`, else by `YIJIE_CONFIG`,
else the first there is of

- `./yijie.toml`
- Unix: `$XDG_CONFIG_HOME/yijie/yijie.toml` (usually `~/.config`), then `/etc/yijie/yijie.toml`
- Windows: `%ProgramData%\\yijie\\yijie.toml`

A relative path in the file is relative to the file's own directory; in a variable or a flag, to the directory that
the program runs in. `yijie.example.toml` is a file to start from.

**The state directory** is `$XDG_STATE_HOME/yijie` (usually `~/.local/state/yijie`), `/var/lib/yijie` for a user
without a home, and `%ProgramData%\\yijie` on Windows.

**Mistakes.** An unknown or wrong key, or a `YIJIE_` variable that is no key, stops the program with exit code 2.
All are listed at once, each with its file and line, its variable or its flag, and the known key that it resembles.
A file that is not TOML is listed by its broken lines alone.

**Secrets** stand in files of their own, readable by their owner only, or in variables. Where both a secret and its
file are given, the later source counts; in one source, that is a mistake.

## Keys outside all sections

";

const EXAMPLE_OPENING: &str = "\
# Yijie's configuration. Copy it to one of the usual places (docs/configuration.md) and fill it in.
# 异结配置示例：复制到默认位置后填写。未注释的各项必填。

";
