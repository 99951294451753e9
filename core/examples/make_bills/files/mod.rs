//! Every file of `fixtures/bills/`, by its name. The same input gives the same bytes.

pub mod items;

mod faulty;
mod good;
mod layout;
mod sheet;

use std::collections::BTreeMap;
use std::error::Error;

/// Why a fixture could not be composed.
pub type Fault = Box<dyn Error>;

/// Name and bytes of each file.
pub fn all() -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    let mut files = BTreeMap::new();
    for (name, bill) in good::all()? {
        files.insert(format!("{name}.json"), layout::text(&bill)?.into_bytes());
    }
    for (name, bill) in faulty::all()? {
        files.insert(format!("faults/{name}.txt"), faulty::expected(&bill).into_bytes());
        files.insert(format!("faults/{name}.json"), bill);
    }
    Ok(files)
}
