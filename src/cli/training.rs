//! `yijie training`: the training platform alone.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use serde_json::json;
use yijie_core::failure::{Program, Usage};

use super::answer::{Answer, Done};
use super::screen::Screen;
use super::words;
use crate::desk::Trouble;
use crate::training::{Faults, Platform, Settings, serve_while};

/// Serves until it is told to stop.
pub fn training(screen: &Screen, listen: SocketAddr, files: &Files<'_>) -> Answer {
    let Files { faults, settings, kept } = *files;
    let faults = faults.map(|path| Faults::from_toml(&text(path)?).map_err(|error| wrong(path, &error))).transpose()?;
    let settings = settings.map(|path| Settings::from_toml(&text(path)?).map_err(|error| wrong(path, &error)));
    let platform = Platform::new(settings.transpose()?.unwrap_or_default());
    let platform = platform.map_err(|error| Trouble::new(Program::Internal, error.to_string()))?;
    let served = serve_while(listen, platform, faults, kept, |address| {
        screen.tell(&format!("{} http://{address}", screen.phrase(words::TRAINING_LISTENS)));
        super::signals::wait()
    });
    match served {
        Ok(Ok(_)) => Ok(Done::with(&json!({ "training": true, "stopped": true }))),
        Ok(Err(error)) => Err(Trouble::new(Program::Environment, error.to_string()).into()),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            Err(Trouble::new(Usage::PortInUse, listen.to_string()).into())
        }
        Err(error) => Err(Trouble::new(Usage::Arguments, format!("{listen}: {error}")).into()),
    }
}

/// The files that it may be given.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// What goes wrong on the way.
    pub faults: Option<&'a Path>,
    /// How the platform behaves.
    pub settings: Option<&'a Path>,
    /// What it was told so far, and is told from now on.
    pub kept: Option<&'a Path>,
}

fn text(path: &Path) -> Result<String, Trouble> {
    fs::read_to_string(path).map_err(|error| wrong(path, &error))
}

fn wrong(path: &Path, error: &dyn std::fmt::Display) -> Trouble {
    Trouble::new(Usage::Arguments, format!("{}: {error}", path.display()))
}
