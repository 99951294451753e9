//! Yuan in an answer: a JSON number with two places, exact as the core writes it.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use yijie_core::money::Yuan;

/// An amount in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(pub Yuan);

impl From<Yuan> for Amount {
    fn from(yuan: Yuan) -> Self {
        Self(yuan)
    }
}

impl PartialSchema for Amount {
    fn schema() -> RefOr<Schema> {
        let about = "Yuan, exact, two places. Read it as a decimal, never as a binary float.";
        ObjectBuilder::new().schema_type(Type::Number).description(Some(about)).into()
    }
}

impl ToSchema for Amount {}
