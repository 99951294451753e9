//! The language of people that a caller asks for.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use yijie_core::failure::Language;

/// What `Accept-Language` asks for; Chinese where it asks for neither.
#[derive(Debug, Clone, Copy)]
pub struct Speaks(pub Language);

impl Speaks {
    /// Of the languages asked for, the one wanted most that the failure book is written in.
    pub fn of(headers: &HeaderMap) -> Self {
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut best = (0, Language::Chinese);
        for range in asked.split(',').take(RANGES_MAX) {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1_000), thousandths);
            let language = match tag.split('-').next() {
                Some("zh") => Language::Chinese,
                Some("en") => Language::English,
                _ => continue,
            };
            if let Some(weight) = weight.filter(|weight| *weight > best.0) {
                best = (weight, language);
            }
        }
        Self(best.1)
    }
}

/// A weight of RFC 9110, 12.4.2, in thousandths.
fn thousandths(weight: &str) -> Option<u32> {
    let (whole, places) = weight.split_once('.').unwrap_or((weight, ""));
    let places = format!("{places:0<3}");
    Some(whole.parse::<u32>().ok()?.min(1) * 1_000 + places.get(..3)?.parse::<u32>().ok()?)
}

impl<S: Sync> FromRequestParts<S> for Speaks {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

const RANGES_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_gives_the_one_wanted_most_and_chinese_by_default() {
        for (asked, expected) in [
            ("", Language::Chinese),
            ("en", Language::English),
            ("en-GB,en;q=0.9", Language::English),
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
            ("zh;q=0.5, en;q=0.75", Language::English),
            ("fr, de;q=0.9", Language::Chinese),
            ("en;q=0", Language::Chinese),
            ("en;q=x", Language::Chinese),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, asked.parse().unwrap());
            assert_eq!(Speaks::of(&headers).0, expected, "{asked}");
        }
    }
}
