//! A hospital's desk for tests: builds messages by hand and keeps count of message ids and time.

use jiff::{SignedDuration, civil::DateTime};
use serde_json::{Map, Value, json};

use crate::training::{exchange::Request, gateway::Gateway, platform::Platform, settings::Settings};

pub(super) const LI: &str = "43010000000000580312";
pub(super) const LI_VISIT: &str = "4401002026110000000001";
pub(super) const WANG: &str = "14010000000000630827";
pub(super) const WANG_VISIT: &str = "4401002026110000000002";
pub(super) const ZHANG: &str = "61010000000000511105";
pub(super) const ZHANG_VISIT: &str = "4401002026110000000003";

/// The lines of the worked case: code, count, price, amount.
pub(super) const WORKED: [(&str, &str, &str, &str); 6] = [
    ("ZF110200009", "8", "150.00", "1200.00"),
    ("XE080500021", "1", "2085.59", "2085.59"),
    ("XY080500011", "1", "5000.00", "5000.00"),
    ("XY090300007", "100", "38.60", "3860.00"),
    ("XJ331507005", "5", "6240.00", "31200.00"),
    ("XJ110200001", "53.04", "25.00", "1326.00"),
];

#[derive(Clone, Debug)]
pub(super) struct Desk {
    pub(super) platform: Platform,
    pub(super) now: DateTime,
    pub(super) institution: String,
    pub(super) division: String,
    sign_no: String,
    sent: u32,
}

impl Desk {
    /// A desk of the hospital in Guangzhou, signed in, at a platform that asks for no signatures.
    pub(super) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(super) fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings { gateway: Gateway { open: true, ..Gateway::default() }, ..Settings::default() };
        change(&mut settings);
        let mut desk = Self {
            platform: Platform::new(settings).expect("fixtures"),
            now: "2026-11-10 09:30:00".parse().expect("time"),
            institution: "H44010000001".into(),
            division: "440100".into(),
            sign_no: String::new(),
            sent: 0,
        };
        desk.sign_in();
        desk
    }

    pub(super) fn at(mut self, institution: &str, division: &str) -> Self {
        self.institution = institution.into();
        self.division = division.into();
        self.sign_in();
        self
    }

    pub(super) fn sign_in(&mut self) {
        let output = self.ask("9001", "", json!({ "signIn": { "opter_no": "G0012", "mac": "00", "ip": "10.1.2.3" } }));
        self.sign_no = output["signinoutb"]["sign_no"].as_str().expect("sign_no").to_owned();
    }

    pub(super) fn next_msgid(&mut self) -> String {
        self.sent += 1;
        self.now += SignedDuration::from_secs(1);
        format!("{}{}{:04}", self.institution, self.now.strftime("%Y%m%d%H%M%S"), self.sent % 10_000)
    }

    pub(super) fn envelope(&mut self, infno: &str, insured: &str, input: Value) -> Value {
        let mut envelope = json!({
            "infno": infno,
            "msgid": self.next_msgid(),
            "mdtrtarea_admvs": self.division,
            "insuplc_admdvs": insured,
            "recer_sys_code": "YBXT",
            "infver": "V1.0",
            "opter_type": "1",
            "opter": "G0012",
            "opter_name": "培训收费员",
            "inf_time": self.now.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            "fixmedins_code": self.institution,
            "fixmedins_name": "广州示范医院",
            "sign_no": self.sign_no,
        });
        envelope["input"] = input;
        envelope
    }

    /// Sends an envelope as it stands; the whole reply.
    pub(super) fn post(&mut self, envelope: &Value) -> Value {
        let infno = envelope["infno"].as_str().expect("infno");
        let reply = self.platform.handle(&request(infno, envelope), self.now);
        assert_eq!(reply.status, 200);
        serde_json::from_slice(&reply.body).expect("an envelope")
    }

    pub(super) fn send(&mut self, infno: &str, insured: &str, input: Value) -> Value {
        let envelope = self.envelope(infno, insured, input);
        self.post(&envelope)
    }

    /// Sends, and must succeed; `output`.
    #[track_caller]
    pub(super) fn ask(&mut self, infno: &str, insured: &str, input: Value) -> Value {
        let reply = self.send(infno, insured, input);
        assert_eq!(reply["infcode"], json!(0), "{infno}: {}", reply["err_msg"]);
        reply["output"].clone()
    }

    /// Sends, and must be refused; `err_msg`.
    #[track_caller]
    pub(super) fn refused(&mut self, infno: &str, insured: &str, input: Value) -> String {
        let reply = self.send(infno, insured, input);
        assert_eq!(reply["infcode"], json!(-1), "{infno} was accepted");
        reply["err_msg"].as_str().expect("text").to_owned()
    }

    pub(super) fn upload_worked(&mut self) {
        let lines = lines(LI, LI_VISIT, &WORKED);
        self.ask("2301", "430100", json!({ "feedetail": lines }));
    }

    pub(super) fn discharge(&mut self, stay: &Stay) {
        self.ask("2402", stay.insured, discharge(stay));
    }

    /// Fees of the worked case and the discharge: all that comes before the settlement of 李秀兰.
    pub(super) fn ready(change: impl FnOnce(&mut Settings)) -> Self {
        let mut desk = Self::with(change);
        desk.upload_worked();
        desk.discharge(&LI_STAY);
        desk
    }

    pub(super) fn settle(&mut self) -> Value {
        self.ask("2304", "430100", json!({ "data": settlement(&LI_STAY, "44671.59") }))
    }

    /// The settlements on the books as (state, total).
    pub(super) fn states(&self) -> Vec<(String, String)> {
        let books = self.platform.books();
        let rows = books["settlements"].as_array().expect("rows");
        let text = |row: &Value, field: &str| row[field].to_string().trim_matches('"').to_owned();
        rows.iter().map(|row| (text(row, "state"), text(row, "medfee_sumamt"))).collect()
    }
}

/// A stay as the desk knows it.
#[derive(Clone, Debug)]
pub(super) struct Stay {
    pub(super) psn_no: &'static str,
    pub(super) name: &'static str,
    pub(super) citizen: &'static str,
    pub(super) psn_type: &'static str,
    pub(super) insutype: &'static str,
    pub(super) insured: &'static str,
    pub(super) mdtrt_id: &'static str,
}

pub(super) const LI_STAY: Stay = Stay {
    psn_no: LI,
    name: "李秀兰",
    citizen: "430102195803124623",
    psn_type: "12",
    insutype: "310",
    insured: "430100",
    mdtrt_id: LI_VISIT,
};

pub(super) const WANG_STAY: Stay = Stay {
    psn_no: WANG,
    name: "王建国",
    citizen: "140105196308273319",
    psn_type: "11",
    insutype: "310",
    insured: "140100",
    mdtrt_id: WANG_VISIT,
};

pub(super) const ZHANG_STAY: Stay = Stay {
    psn_no: ZHANG,
    name: "张桂芳",
    citizen: "610103195111052841",
    psn_type: "16",
    insutype: "390",
    insured: "610100",
    mdtrt_id: ZHANG_VISIT,
};

pub(super) fn request(infno: &str, envelope: &Value) -> Request {
    Request {
        path: format!("/ebus/training/hsa/hgs/{infno}"),
        headers: std::collections::BTreeMap::new(),
        body: envelope.to_string().into_bytes(),
    }
}

pub(super) fn number(token: &str) -> Value {
    Value::Number(token.parse().expect("a number"))
}

pub(super) fn line(psn_no: &str, mdtrt_id: &str, sn: usize, item: (&str, &str, &str, &str)) -> Value {
    let (code, count, price, amount) = item;
    json!({
        "feedetl_sn": sn.to_string(),
        "mdtrt_id": mdtrt_id,
        "psn_no": psn_no,
        "med_type": "21",
        "fee_ocur_time": "2026-11-06 08:00:00",
        "med_list_codg": code,
        "medins_list_codg": code,
        "det_item_fee_sumamt": number(amount),
        "cnt": number(count),
        "pric": number(price),
        "bilg_dept_codg": "0301",
        "bilg_dept_name": "骨科",
        "bilg_dr_codg": "D440100000001",
        "bilg_dr_name": "培训医师",
    })
}

pub(super) fn lines(psn_no: &str, mdtrt_id: &str, items: &[(&str, &str, &str, &str)]) -> Vec<Value> {
    items.iter().enumerate().map(|(index, item)| line(psn_no, mdtrt_id, index + 1, *item)).collect()
}

pub(super) fn settlement(stay: &Stay, total: &str) -> Map<String, Value> {
    let row = json!({
        "psn_no": stay.psn_no,
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": stay.citizen,
        "psn_cert_type": "01",
        "certno": stay.citizen,
        "psn_type": stay.psn_type,
        "psn_name": stay.name,
        "medfee_sumamt": number(total),
        "psn_setlway": "01",
        "mdtrt_id": stay.mdtrt_id,
        "acct_used_flag": "1",
        "insutype": stay.insutype,
        "mid_setl_flag": "0",
    });
    row.as_object().cloned().expect("an object")
}

pub(super) fn diagnosis(psn_no: &str) -> Value {
    json!({
        "psn_no": psn_no,
        "diag_type": "1",
        "maindiag_flag": "1",
        "diag_srt_no": "1",
        "diag_code": "S72.000",
        "diag_name": "股骨颈骨折",
        "diag_dept": "骨科",
        "dise_dor_no": "D440100000001",
        "dise_dor_name": "培训医师",
        "diag_time": "2026-11-09 10:00:00",
    })
}

pub(super) fn discharge(stay: &Stay) -> Value {
    let mut row = diagnosis(stay.psn_no);
    row["mdtrt_id"] = json!(stay.mdtrt_id);
    json!({
        "dscginfo": {
            "mdtrt_id": stay.mdtrt_id,
            "psn_no": stay.psn_no,
            "insutype": stay.insutype,
            "endtime": "2026-11-10 08:30:00",
            "dscg_dept_codg": "0301",
            "dscg_dept_name": "骨科",
            "dscg_way": "1",
        },
        "diseinfo": [row],
    })
}

/// 2401 of somebody by citizen number.
pub(super) fn admission(psn_no: &str, name: &str, citizen: &str, insutype: &str, ipt_no: &str) -> Value {
    json!({
        "mdtrtinfo": {
            "psn_no": psn_no,
            "insutype": insutype,
            "begntime": "2026-11-09 09:00:00",
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": citizen,
            "certno": citizen,
            "med_type": "21",
            "ipt_no": ipt_no,
            "atddr_no": "D440100000001",
            "chfpdr_name": "培训医师",
            "adm_diag_dscr": "股骨颈骨折",
            "adm_dept_codg": "0301",
            "adm_dept_name": "骨科",
            "adm_bed": "12-03",
            "dscg_maindiag_code": "S72.000",
            "dscg_maindiag_name": "股骨颈骨折",
            "psn_cert_type": "01",
            "psn_type": "11",
            "psn_name": name,
        },
        "diseinfo": [diagnosis(psn_no)],
    })
}
