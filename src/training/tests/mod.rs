//! What the training platform promises.

mod books;
mod desk;
mod faults;
mod fields;
mod filings;
mod fixtures;
mod golden;
mod over_http;
mod pricing;
mod reconcile;
mod refusals;
mod shapes;
mod signatures;
mod switches;
