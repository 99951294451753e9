//! The platform as a pure state machine: a request and the time in, a reply out.

use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::{
    acts::Output,
    books::{Books, Diagnosis, Message, Visit, VisitState},
    envelope::{self, Envelope, Writer},
    exchange::{Reply, Request},
    fields::{self, Away, Strictness, tables},
    gateway,
    institutions::Institution,
    people::{EarlierVisit, Filing, Person},
    refusal::{Outcome, refuse},
    region,
    settings::{RepeatedMessage, ReversedIds, Settings},
    world::{World, WorldError},
};

/// Message ids remembered before the platform asks to be started anew.
const MESSAGES_MAX: usize = 500_000;

/// The training platform.
#[derive(Clone, Debug)]
pub struct Platform {
    pub(super) settings: Settings,
    pub(super) world: World,
    pub(super) books: Books,
}

impl Platform {
    /// A platform with the training people, and switches of one's own.
    pub fn new(settings: Settings) -> Result<Self, WorldError> {
        let world = World::training()?;
        let mut books = Books::default();
        for earlier in &world.earlier_visits {
            let place = world.person(&earlier.psn_no).and_then(|person| {
                person.insurance.iter().find(|row| row.insutype == earlier.insutype).map(|row| row.place.clone())
            });
            books.visits.insert(earlier.mdtrt_id.clone(), admitted_before(earlier, place.unwrap_or_default()));
        }
        Ok(Self { settings, world, books })
    }

    /// A platform with the training people that behaves as the `training` profile of the client expects.
    pub fn with_training_people() -> Result<Self, WorldError> {
        Self::new(Settings::default())
    }

    /// Answers one message. `now` is the wall clock at +08:00. The same messages at the same times give the same
    /// answers, to the byte.
    pub fn handle(&mut self, request: &Request, now: DateTime) -> Reply {
        if let Err(reply) = self.settings.gateway.admit(request, now) {
            return reply;
        }
        let serial = self.books.serial();
        let envelope = match Envelope::read(request, self.strictness()) {
            Ok(envelope) => envelope,
            Err(refusal) => return self.writer(None, now, serial).failure(refusal.text()),
        };
        if let Some(reply) = self.repeated(&envelope, now, serial) {
            return reply;
        }
        let outcome = self.outcome(request, &envelope, now);
        let institution = self.world.institution(envelope.institution());
        let writer = self.writer(institution, now, serial);
        let reply = match outcome {
            Ok(Output::Nodes(output)) => writer.success(output),
            Ok(Output::File(bytes)) => Reply::new(200, "application/octet-stream", bytes),
            Err(refusal) => writer.failure(refusal.text()),
        };
        let replayed = self.settings.repeated_message == RepeatedMessage::Replay;
        let message = Message { essence: envelope.essence(), reply: replayed.then(|| reply.clone()) };
        self.books.messages.insert(envelope.msgid().to_owned(), message);
        reply
    }

    /// The refusal envelope that the platform would write, for a fault that answers in its place.
    pub fn refusal(&mut self, text: &str, now: DateTime) -> Reply {
        let serial = self.books.serial();
        self.writer(None, now, serial).failure(text)
    }

    /// A filing that the person makes now, on a phone: what *check again* at the desk then finds. False if nobody
    /// has that citizen number.
    pub fn file(&mut self, citizen: &str, filing: Filing) -> bool {
        let Some(person) = self.world.people().iter().find(|person| person.citizen.reveal() == citizen) else {
            return false;
        };
        self.books.late_filings.entry(person.psn_no.clone()).or_default().push(filing);
        true
    }

    /// The books: visits, settlements with their state, reversed ids. Marked as training.
    pub fn books(&self) -> Value {
        self.books.document()
    }

    /// Checks what every message must pass, then acts.
    fn outcome(&mut self, request: &Request, envelope: &Envelope, now: DateTime) -> Outcome<Output> {
        if self.books.messages.len() >= MESSAGES_MAX {
            return refuse("培训平台报文数量已达上限，请重新启动培训平台");
        }
        if self.settings.reversed_ids != ReversedIds::Forgotten && self.books.reversed.contains(envelope.msgid()) {
            return refuse("该报文已冲正，不再受理");
        }
        gateway::names_transaction(request, envelope.infno())?;
        self.check_institution(envelope)?;
        let Some(nodes) = tables::nodes(envelope.infno()) else {
            return refuse(format!("交易编号{}不存在或未开通", envelope.infno()));
        };
        fields::check(nodes, envelope.input(), away(envelope), self.strictness())?;
        if self.settings.sign_no_required && envelope.infno() != "9001" {
            self.check_session(envelope, now)?;
        }
        self.act(&super::acts::Call { envelope, now })
    }

    /// What a message id that was used before gets.
    fn repeated(&self, envelope: &Envelope, now: DateTime, serial: u64) -> Option<Reply> {
        let first = self.books.messages.get(envelope.msgid())?;
        let refusal = || self.writer(None, now, serial).failure("发送方报文ID重复");
        if first.essence != envelope.essence() {
            return Some(refusal());
        }
        match self.settings.repeated_message {
            RepeatedMessage::Refuse => Some(refusal()),
            RepeatedMessage::Replay => Some(first.reply.clone().unwrap_or_else(refusal)),
            RepeatedMessage::Handle => None,
        }
    }

    fn check_institution(&self, envelope: &Envelope) -> Outcome<()> {
        let Some(institution) = self.world.institution(envelope.institution()) else {
            return refuse("定点医药机构编号不存在");
        };
        if envelope.text("mdtrtarea_admvs") != institution.division {
            return refuse("就医地医保区划与定点医药机构不符");
        }
        if away(envelope) == Away::Yes && !institution.networked {
            return refuse("该定点医药机构未开通异地就医直接结算");
        }
        Ok(())
    }

    fn check_session(&self, envelope: &Envelope, now: DateTime) -> Outcome<()> {
        let key = (envelope.institution().to_owned(), envelope.operator().to_owned());
        let signed_in = self
            .books
            .sessions
            .get(&key)
            .is_some_and(|session| session.sign_no == envelope.text("sign_no") && session.day == now.date());
        if signed_in { Ok(()) } else { refuse("操作员未签到或签到已失效，请重新签到") }
    }

    fn strictness(&self) -> Strictness {
        if self.settings.strict_fields { Strictness::Refuse } else { Strictness::Ignore }
    }

    fn writer(&self, institution: Option<&Institution>, now: DateTime, serial: u64) -> Writer<'_> {
        Writer { quirks: &self.settings.quirks, now, reference: envelope::reference(institution, now, serial) }
    }

    pub(super) fn person(&self, psn_no: &str) -> Outcome<&Person> {
        match self.world.person(psn_no) {
            Some(person) => Ok(person),
            None => refuse("人员编号不存在"),
        }
    }
}

/// A patient is from elsewhere when the envelope names an insured place other than the treating place's city.
pub(super) fn away(envelope: &Envelope) -> Away {
    let insured = envelope.insured_place();
    let treating = envelope.text("mdtrtarea_admvs");
    if insured.is_empty() || region::covers(insured, treating) { Away::No } else { Away::Yes }
}

fn admitted_before(earlier: &EarlierVisit, insured_place: String) -> Visit {
    let detail = |field: &str, value: &str| (field.to_owned(), value.to_owned());
    let details = [
        detail("adm_dept_codg", &earlier.department_code),
        detail("adm_dept_name", &earlier.department),
        detail("adm_bed", &earlier.bed),
        detail("dscg_maindiag_code", &earlier.diagnosis_code),
        detail("dscg_maindiag_name", &earlier.diagnosis),
        detail("mdtrt_cert_type", "03"),
    ];
    let diagnosis = json!({
        "diag_type": "1",
        "maindiag_flag": "1",
        "diag_srt_no": "1",
        "diag_code": earlier.diagnosis_code,
        "diag_name": earlier.diagnosis,
        "diag_dept": earlier.department,
        "dise_dor_no": "D440100000001",
        "dise_dor_name": "培训医师",
        "diag_time": earlier.begin.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    });
    let row = diagnosis.as_object().cloned().unwrap_or_default();
    Visit {
        mdtrt_id: earlier.mdtrt_id.clone(),
        msgid: String::new(),
        psn_no: earlier.psn_no.clone(),
        institution: earlier.institution.clone(),
        insutype: earlier.insutype.clone(),
        insured_place,
        ipt_no: earlier.ipt_no.clone(),
        med_type: earlier.med_type.clone(),
        begin: earlier.begin,
        end: None,
        emergency: false,
        state: VisitState::Admitted,
        details: details.into(),
        diagnoses: vec![Diagnosis { stage: "1", row }],
        lines: std::collections::BTreeMap::new(),
    }
}
