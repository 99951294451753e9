//! Fields that stand twice in one object. A JSON value keeps the last of them in silence, so two amounts in one
//! line would leave it to chance which one is charged.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::super::flaw::Flaw;
use super::fields::{Faults, Path};

/// Notes every field that stands twice in `text`, which is JSON.
pub(super) fn find(text: &str, faults: &mut Faults) {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // The text was read before, so it cannot fail now; and if it did, nothing would be hidden by it.
    let _ = Walk { path: Path::root(), faults }.deserialize(&mut deserializer);
}

/// One value on the walk. What is not an object or a list passes unseen; a number of arbitrary precision comes as
/// an object of one field, which stands once.
struct Walk<'a> {
    path: Path,
    faults: &'a mut Faults,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            let path = self.path.stranger(&name);
            if !seen.insert(name) {
                self.faults.note(&path, Flaw::RepeatedField);
            }
            map.next_value_seed(Walk { path, faults: self.faults })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut at = 0;
        while items.next_element_seed(Walk { path: self.path.item(at), faults: self.faults })?.is_some() {
            at += 1;
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
