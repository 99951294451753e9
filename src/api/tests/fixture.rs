//! A desk at a training platform, its API, and a caller.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use reqwest::blocking::{Client, RequestBuilder};
use serde_json::Value;
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ids::InstitutionCode;
use yijie_virtual_card::{CardFixture, Slot, VirtualReaders};

use crate::api::{Api, ApiParts, Running};
use crate::desk::Paper;
use crate::desk::{Clock, Desk, Parts, Patience, Settings, SystemClock, Trouble, Which};
use crate::journal::{Binding, DeskSlot, Journal, MachineId, SealKey};
use crate::platform::transport::http::{HttpSettings, HttpTransport};
use crate::platform::{Credentials, Hospital, Language, OperatorKind, Profile};
use crate::training::{Faults, Platform, Server, TRAINING_KEY_ID, TRAINING_SECRET};

pub const LI_XIULAN: &str = include_str!("../../../fixtures/cards/li-xiulan.toml");
pub const WANG_JIANGUO: &str = include_str!("../../../fixtures/cards/wang-jianguo.toml");
pub const WORKED_CASE: &str = include_str!("../../../fixtures/bills/worked-case.json");
pub const LISTED: &str = "https://his.example.cn";

pub struct Trial {
    pub platform: Server,
    pub api: Running,
    pub slot: Slot,
    pub token: String,
    _folder: tempfile::TempDir,
    pub client: Client,
}

impl Trial {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let platform = Server::on_free_port(Platform::with_training_people().unwrap()).unwrap();
        let desk = Arc::new(desk(&platform, folder.path()));
        let slot = Slot::new();
        let api = serve(&desk, &slot, folder.path(), SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let token = std::fs::read_to_string(folder.path().join("token")).unwrap().trim().to_owned();
        let client = Client::builder().no_proxy().timeout(Duration::from_mins(1)).build().unwrap();
        Self { platform, api, slot, token, _folder: folder, client }
    }

    pub fn insert(&self, card: &str) {
        self.slot.insert(CardFixture::from_toml(card).unwrap());
    }

    pub fn breaks(&self, faults: &str) {
        self.platform.add_faults(Faults::from_toml(faults).unwrap());
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.api.addr())
    }

    pub fn get(&self, path: &str) -> (u16, Value) {
        told(self.client.get(self.url(path)).bearer_auth(&self.token))
    }

    pub fn post(&self, path: &str, body: &str) -> (u16, Value) {
        told(self.client.post(self.url(path)).bearer_auth(&self.token).body(body.to_owned()))
    }

    /// The pre-settlement of the worked case, its card in the reader.
    pub fn presettled(&self) -> Value {
        self.insert(LI_XIULAN);
        let (status, stay) = self.post(&format!("/v1/stays/{}/presettlement", stay_no()), WORKED_CASE);
        assert_eq!((status, stay["status"].as_str()), (200, Some("to_confirm")), "{stay}");
        stay
    }

    pub fn settle(&self, figures: &str) -> (u16, Value) {
        self.post(&format!("/v1/stays/{}/settlement", stay_no()), &format!(r#"{{"figures":"{figures}"}}"#))
    }

    /// How many settlements stand on the platform's books.
    pub fn standing(&self) -> usize {
        let books = self.platform.books();
        books["settlements"].as_array().map_or(0, |rows| rows.iter().filter(|row| row["state"] == "stands").count())
    }

    /// A request as bytes, and everything that comes back until the line is closed.
    pub fn raw(&self, request: &str) -> String {
        let mut line = TcpStream::connect(self.api.addr()).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        line.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).unwrap();
        answer
    }
}

/// The stay of the worked case.
pub fn stay_no() -> String {
    let bill: Value = serde_json::from_str(WORKED_CASE).unwrap();
    bill["stay_no"].as_str().unwrap().to_owned()
}

pub fn told(request: RequestBuilder) -> (u16, Value) {
    let answer = request.send().unwrap();
    assert_eq!(answer.headers().get("x-yijie-training").map(|mark| mark.to_str().unwrap()), Some("true"));
    let status = answer.status().as_u16();
    let body: Value = serde_json::from_str(&answer.text().unwrap()).unwrap();
    assert!(body.get("openapi").is_some() || body["training"] == true, "{body}");
    (status, body)
}

pub fn serve(desk: &Arc<Desk>, slot: &Slot, folder: &std::path::Path, listen: SocketAddr) -> Result<Running, Trouble> {
    Api::start(
        listen,
        ApiParts {
            desk: Arc::clone(desk),
            readers: Arc::new(VirtualReaders::single("Reader", slot)),
            which: Which::Any,
            token_file: folder.join("token"),
            origins: vec![LISTED.to_owned()],
        },
    )
}

pub fn desk(platform: &Server, folder: &std::path::Path) -> Desk {
    let base_url = format!("http://{}", platform.addr());
    let profile = Profile::built_in("training").unwrap();
    let hospital = Hospital {
        institution: InstitutionCode::parse("H44010000001").unwrap(),
        name: "广州示范医院".to_owned(),
        division: DivisionCode::parse("440100").unwrap(),
        operator_code: "C001".to_owned(),
        operator_name: "收费员一".to_owned(),
        operator_kind: OperatorKind::Desk,
    };
    let clock = SystemClock::start().unwrap();
    let binding = Binding {
        institution: hospital.institution.clone(),
        platform: format!("training {base_url}"),
        slot: DeskSlot::new(1).unwrap(),
        machine: MachineId("test".to_owned()),
    };
    let key = SealKey::load_or_create(&folder.join("journal.key")).unwrap();
    let journal = Journal::open(&folder.join("journal.sqlite"), &binding, key, clock.now().wall).unwrap();
    let connect_ms_max = profile.time.connect_ms_max;
    let credentials = Credentials::new(TRAINING_KEY_ID, TRAINING_SECRET).unwrap();
    let language = Language::new(profile, hospital, &base_url, credentials).unwrap();
    let transport = HttpTransport::new(HttpSettings::default(), connect_ms_max).unwrap();
    Desk::new(Parts {
        journal,
        language,
        transport: Box::new(transport),
        clock: Box::new(clock),
        printer: None,
        settings: Settings {
            paper: Paper::Mm80,
            telephone: "020-0000 0000".to_owned(),
            mac: "02-00-00-00-00-01".to_owned(),
            ip: "127.0.0.1".to_owned(),
            patience: Patience { doubt_ms_max: 0, platform_ms_max: 0 },
            queue_items_max: 100,
        },
    })
}
