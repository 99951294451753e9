//! The transport over HTTP/1.1.
//!
//! An HTTP client wants to be helpful: it follows a 307 by posting again, tries anew on a connection that died
//! while idle, and takes a proxy from the environment. Each of these can settle a stay twice or send a name where
//! it does not belong, so each is switched off here, and a test holds it off.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::io::{self, Read};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use reqwest::blocking::Client;
use thiserror::Error;
use yijie_core::teeth::{Tooth, bites};

use super::{Request, Response, SendError, Stage, Transport};

/// The transport over HTTP. Not to be called from a thread that drives an asynchronous runtime.
#[derive(Debug)]
pub struct HttpTransport {
    settings: HttpSettings,
    /// One client for each time allowed for a connection, which in practice is one.
    clients: Mutex<BTreeMap<u64, Client>>,
}

/// What the hospital configures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpSettings {
    /// Whose certificates are believed.
    pub trust: Trust,
    /// The address of a proxy. The environment's is never taken.
    pub proxy: Option<String>,
}

/// Whose certificates are believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Trust {
    /// Nobody's: for addresses without TLS, where looking for certificates would only cost time.
    #[default]
    Nobody,
    /// Those that the operating system trusts.
    System,
    /// Only these authorities, in PEM.
    Only(Vec<u8>),
}

impl Trust {
    /// What an address needs: the hospital's own authorities if it has any, the system's for TLS, else nobody's.
    pub fn of(base_url: &str, own: Option<Vec<u8>>) -> Self {
        match own {
            Some(pem) => Self::Only(pem),
            None if base_url.trim_start().to_ascii_lowercase().starts_with("https:") => Self::System,
            None => Self::Nobody,
        }
    }
}

impl HttpTransport {
    /// Checks the settings by building the client that the first message will use.
    pub fn new(settings: HttpSettings, connect_ms_max: u64) -> Result<Self, HttpSettingsError> {
        let client = build(&settings, connect_ms_max)?;
        Ok(Self { settings, clients: Mutex::new(BTreeMap::from([(connect_ms_max, client)])) })
    }

    fn client(&self, connect_ms_max: u64) -> Result<Client, SendError> {
        let mut clients = self.clients.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(client) = clients.get(&connect_ms_max) {
            return Ok(client.clone());
        }
        let client = build(&self.settings, connect_ms_max)
            .map_err(|error| SendError { stage: Stage::Prepare, what: error.to_string() })?;
        clients.insert(connect_ms_max, client.clone());
        Ok(client)
    }

    fn exchange(&self, request: &Request) -> Result<Response, SendError> {
        let limits = request.limits;
        let client = self.client(limits.connect_ms_max)?;
        let mut message = client.post(&request.url);
        for (name, value) in &request.headers {
            message = message.header(name, value);
        }
        // The library's deadline runs from the start to the last byte of the answer, over both.
        let deadline = Duration::from_millis(limits.connect_ms_max.saturating_add(limits.read_ms_max));
        let answer = message.timeout(deadline).body(request.body.clone()).send().map_err(failed_to_send)?;
        let status = answer.status().as_u16();
        let too_large = || SendError {
            stage: Stage::TooLarge,
            what: format!("the answer is larger than {} bytes", limits.reply_bytes_max),
        };
        let bytes_max = u64::try_from(limits.reply_bytes_max).unwrap_or(u64::MAX);
        if answer.content_length().is_some_and(|len| len > bytes_max) {
            return Err(too_large());
        }
        let mut body = Vec::new();
        answer.take(bytes_max.saturating_add(1)).read_to_end(&mut body).map_err(|error| failed_to_read(&error))?;
        if body.len() > limits.reply_bytes_max { Err(too_large()) } else { Ok(Response { status, body }) }
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &Request) -> Result<Response, SendError> {
        let (started, bytes_sent) = (Instant::now(), request.body.len());
        let heard = self.exchange(request);
        let ms = started.elapsed().as_millis();
        match &heard {
            Ok(answer) => {
                let (status, bytes) = (answer.status, answer.body.len());
                tracing::debug!(url = request.url, bytes_sent, status, bytes, ms, "answered");
            }
            Err(error) => tracing::debug!(url = request.url, bytes_sent, stage = ?error.stage, %error, ms, "failed"),
        }
        heard
    }
}

/// Why the settings cannot be used. A fault of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HttpSettingsError {
    /// The file of authorities is no PEM or holds none.
    #[error("no certificate authority can be read: {0}")]
    Authorities(String),
    /// The proxy is no address.
    #[error("the proxy is not an address: {0}")]
    Proxy(String),
    /// No client can be made of them.
    #[error("no HTTP client can be made: {0}")]
    Client(String),
}

/// None, save for the bug of [`Tooth::RedirectFollowed`].
fn redirects() -> reqwest::redirect::Policy {
    if bites(Tooth::RedirectFollowed) {
        reqwest::redirect::Policy::limited(1)
    } else {
        reqwest::redirect::Policy::none()
    }
}

fn build(settings: &HttpSettings, connect_ms_max: u64) -> Result<Client, HttpSettingsError> {
    // The first to come installs it; that it is there already is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .no_proxy()
        .redirect(redirects())
        .retry(reqwest::retry::never())
        .referer(false)
        .http1_only()
        // A pooled connection may be closing at the other end just as the message is written.
        .pool_max_idle_per_host(0)
        .timeout(None)
        .connect_timeout(Duration::from_millis(connect_ms_max))
        .tcp_nodelay(true);
    builder = match &settings.trust {
        Trust::System => builder,
        Trust::Nobody => builder.tls_certs_only([]),
        Trust::Only(pem) => {
            let authorities = reqwest::Certificate::from_pem_bundle(pem)
                .map_err(|error| HttpSettingsError::Authorities(causes(&error)))?;
            if authorities.is_empty() {
                return Err(HttpSettingsError::Authorities("none in the file".to_owned()));
            }
            builder.tls_certs_only(authorities)
        }
    };
    if let Some(proxy) = &settings.proxy {
        let proxy = reqwest::Proxy::all(proxy).map_err(|error| HttpSettingsError::Proxy(causes(&error)))?;
        builder = builder.proxy(proxy);
    }
    builder.build().map_err(|error| HttpSettingsError::Client(causes(&error)))
}

/// Where an exchange failed. Whatever is not surely before the first byte of the body is after it.
fn failed_to_send(error: reqwest::Error) -> SendError {
    let error = error.without_url();
    let stage = if error.is_builder() {
        Stage::Prepare
    } else if error.is_connect() {
        if is_tls(&error) { Stage::Tls } else { Stage::Connect }
    } else if error.is_timeout() {
        Stage::TimedOut
    } else {
        Stage::Broken
    };
    SendError { stage, what: causes(&error) }
}

fn failed_to_read(error: &io::Error) -> SendError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
    let timed_out = error.kind() == io::ErrorKind::TimedOut || inner.is_some_and(reqwest::Error::is_timeout);
    let what = match inner {
        // Its own words name the address, which the log has already.
        Some(inner) => inner.source().map_or_else(|| "the answer broke off".to_owned(), causes),
        None => error.to_string(),
    };
    SendError { stage: if timed_out { Stage::TimedOut } else { Stage::Broken }, what }
}

/// True if TLS is somewhere among the causes. An I/O error hides what it wraps from `source`.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    error.is::<rustls::Error>() || wrapped.is_some_and(|inner| is_tls(inner)) || error.source().is_some_and(is_tls)
}

/// The error with its causes, outermost first.
fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(current) = cause {
        text.push_str(": ");
        text.push_str(&current.to_string());
        cause = current.source();
    }
    text
}

#[cfg(test)]
mod tests;
