//! The known name that a misspelt one probably meant.

/// The nearest of the known names: the same key in another section, or one that differs in few characters.
pub(super) fn nearest(wrong: &str, known: impl Iterator<Item = String>) -> Option<String> {
    // A name far longer than any key resembles none, and comparing costs its length.
    if wrong.len() > NAME_BYTES_MAX {
        return None;
    }
    let last = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    known
        .map(|name| {
            let moved = name.contains('.') && last(&name) == last(wrong);
            let distance = strsim::damerau_levenshtein(wrong, &name);
            (distance, moved, name)
        })
        .filter(|(distance, moved, name)| *moved || *distance <= 1 + name.chars().count() / 5)
        .min()
        .map(|(_, _, name)| name)
}

const NAME_BYTES_MAX: usize = 100;
