//! Where it listens, and where it does not.

use std::net::SocketAddr;
use std::sync::Arc;

use yijie_core::failure::{Language, Usage};
use yijie_virtual_card::Slot;

use super::fixture::{Trial, desk, serve};

#[test]
fn port_in_use_is_said_as_such() {
    let trial = Trial::start();
    let other = tempfile::tempdir().unwrap();
    let desk = Arc::new(desk(&trial.platform, other.path()));
    let refused = serve(&desk, &Slot::new(), other.path(), trial.api.addr()).err().unwrap();
    assert_eq!(refused.code, Usage::PortInUse.into());
    assert!(refused.detail(Language::English).contains(&trial.api.addr().port().to_string()));
    let addr = trial.api.addr();
    trial.api.stop();
    serve(&desk, &Slot::new(), other.path(), addr).expect("free once the first has stopped").stop();
}

#[test]
fn address_beyond_this_machine_is_never_listened_at() {
    let trial = Trial::start();
    let other = tempfile::tempdir().unwrap();
    let desk = Arc::new(desk(&trial.platform, other.path()));
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let refused = serve(&desk, &Slot::new(), other.path(), listen.parse::<SocketAddr>().unwrap()).err().unwrap();
        assert_eq!(refused.code, Usage::ConfigWrongValue.into(), "{listen}");
    }
}
