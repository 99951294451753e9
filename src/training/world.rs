//! Everything that the platform knows before the first message: catalogue, policies, hospitals, people.

use jiff::civil::Date;
use serde::{Deserialize, de::DeserializeOwned};
use thiserror::Error;

use super::{
    catalogue::{Catalogue, Item},
    institutions::Institution,
    people::{EarlierVisit, Insurance, Person},
    policy::{Cuts, Policy},
    refusal::{Outcome, Refusal},
    region::Zone,
};

macro_rules! fixture {
    ($path:literal) => {
        (include_str!(concat!("../../fixtures/", $path)), $path)
    };
}

/// The data, read once and never changed.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) catalogue: Catalogue,
    people: Vec<Person>,
    institutions: Vec<Institution>,
    policies: Vec<Policy>,
    zones: Vec<Zone>,
    cuts: Cuts,
    pub(super) earlier_visits: Vec<EarlierVisit>,
}

/// The fixtures that are part of the program can't be read: this program's fault.
#[derive(Debug, Error)]
#[error("training fixture {file}: {source}")]
pub struct WorldError {
    file: &'static str,
    source: toml::de::Error,
}

impl World {
    /// The invented people and their world.
    pub(super) fn training() -> Result<Self, WorldError> {
        let items: Items = read(fixture!("training/catalogue.toml"))?;
        let people: People = read(fixture!("training/persons.toml"))?;
        let hospitals: Hospitals = read(fixture!("training/institutions.toml"))?;
        let zones: Zones = read(fixture!("policies/zones.toml"))?;
        let policies = [
            fixture!("policies/changsha-310.toml"),
            fixture!("policies/taiyuan-310.toml"),
            fixture!("policies/xian-390.toml"),
            fixture!("policies/shenyang-310.toml"),
            fixture!("policies/lanzhou-310.toml"),
            fixture!("policies/hengyang-310.toml"),
            fixture!("policies/other-310.toml"),
            fixture!("policies/other-390.toml"),
        ];
        Ok(Self {
            catalogue: Catalogue::new(items.item),
            people: people.person,
            institutions: hospitals.institution,
            policies: policies.into_iter().map(read).collect::<Result<_, _>>()?,
            zones: zones.zone,
            cuts: read(fixture!("policies/cuts.toml"))?,
            earlier_visits: people.visit,
        })
    }

    pub(super) fn people(&self) -> &[Person] {
        &self.people
    }

    pub(super) fn person(&self, psn_no: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.psn_no == psn_no)
    }

    pub(super) fn institution(&self, code: &str) -> Option<&Institution> {
        self.institutions.iter().find(|institution| institution.code == code)
    }

    /// The insured place's own policy, or the one for places without.
    pub(super) fn policy(&self, insurance: &Insurance) -> Outcome<&Policy> {
        let of_type = || self.policies.iter().filter(|policy| policy.insutype == insurance.insutype);
        of_type()
            .find(|policy| policy.insured == insurance.place)
            .or_else(|| of_type().find(|policy| policy.insured.is_empty()))
            .ok_or_else(|| Refusal::new("该险种不支持异地就医直接结算"))
    }

    pub(super) fn cuts(&self) -> &Cuts {
        &self.cuts
    }

    pub(super) fn freed_by_zone(&self, insured: &str, treating: &str, day: Date) -> bool {
        self.zones.iter().any(|zone| zone.frees(insured, treating, day))
    }
}

fn read<T: DeserializeOwned>((text, file): (&str, &'static str)) -> Result<T, WorldError> {
    toml::from_str(text).map_err(|source| WorldError { file, source })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Items {
    item: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    person: Vec<Person>,
    visit: Vec<EarlierVisit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hospitals {
    institution: Vec<Institution>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Zones {
    zone: Vec<Zone>,
}
