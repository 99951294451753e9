//! What the local API promises, over real HTTP, a real desk and the training platform.

mod end;
mod errors;
mod events;
mod fixture;
mod guards;
mod masks;
mod settling;
