//! A platform of a page, for the machine's own tests: it keeps books, forgets or remembers, and delivers late.

use std::collections::BTreeSet;

use super::super::ask::{Answer, Category, Message, Query, Refusal, SettlementRow, VisitRow};
use super::super::ids::{LineNo, MessageId, StayNo, VisitId};
use super::super::{Reply, Rules};
use super::{settled, statement};

#[derive(Debug)]
pub struct Platform {
    pub rules: Rules,
    pub visits: Vec<(VisitId, StayNo, MessageId)>,
    pub lines: BTreeSet<LineNo>,
    pub discharged: bool,
    pub books: Vec<Booked>,
    pub reversed: BTreeSet<MessageId>,
    /// Messages under way: when they arrive.
    pub under_way: Vec<(u64, MessageId, Message)>,
    made: u32,
}

#[derive(Debug, Clone)]
pub struct Booked {
    pub number: u32,
    pub message_id: MessageId,
    pub stands: bool,
}

impl Platform {
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            visits: Vec::new(),
            lines: BTreeSet::new(),
            discharged: false,
            books: Vec::new(),
            reversed: BTreeSet::new(),
            under_way: Vec::new(),
            made: 0,
        }
    }

    pub fn standing(&self) -> Vec<&Booked> {
        self.books.iter().filter(|booked| booked.stands).collect()
    }

    /// Everything that arrives up to this time does.
    pub fn arrive(&mut self, ms: u64) {
        let (due, rest) = std::mem::take(&mut self.under_way).into_iter().partition(|(at, ..)| *at <= ms);
        self.under_way = rest;
        let mut due: Vec<_> = due;
        due.sort_by_key(|(at, ..)| *at);
        for (_, id, message) in due {
            let _ = self.receive(&id, &message);
        }
    }

    pub fn receive(&mut self, id: &MessageId, message: &Message) -> Result<Answer, Refusal> {
        if self.reversed.contains(id) && self.rules.reversed_ids_remembered {
            return no(Category::AlreadyReversed, "该交易已冲正");
        }
        match message {
            Message::Admit { ipt_no } => {
                if !self.visits.is_empty() {
                    return no(Category::AlreadyAdmitted, "已在院");
                }
                self.made += 1;
                let visit = VisitId::parse(&format!("V{}", self.made)).unwrap();
                self.visits.push((visit.clone(), ipt_no.clone(), id.clone()));
                Ok(Answer::Admitted { visit })
            }
            Message::CancelAdmission { visit } => {
                if !self.standing().is_empty() || self.discharged || !self.lines.is_empty() {
                    return no(Category::CannotUndo, "请先撤销后续步骤");
                }
                self.visits.retain(|(known, ..)| known != visit);
                Ok(Answer::Accepted)
            }
            Message::UploadFees { visit, .. }
            | Message::RemoveFees { visit, .. }
            | Message::Discharge { visit }
            | Message::UndoDischarge { visit }
            | Message::Settle { visit, .. }
                if !self.visits.iter().any(|(known, ..)| known == visit) =>
            {
                no(Category::NotAdmitted, "未找到入院登记")
            }
            Message::UploadFees { lines, .. } => {
                if lines.iter().any(|line| self.lines.contains(line)) {
                    return no(Category::LineAlreadyThere, "费用明细流水号重复");
                }
                self.lines.extend(lines.iter().cloned());
                Ok(Answer::Uploaded)
            }
            Message::RemoveFees { lines, .. } => {
                let before = self.lines.len();
                self.lines.retain(|line| !lines.contains(line));
                if self.lines.len() == before {
                    no(Category::NotFound, "未找到费用")
                } else {
                    Ok(Answer::Accepted)
                }
            }
            Message::Discharge { .. } => {
                if std::mem::replace(&mut self.discharged, true) {
                    return no(Category::AlreadyDischarged, "已出院");
                }
                Ok(Answer::Accepted)
            }
            Message::UndoDischarge { .. } => {
                if !self.standing().is_empty() {
                    return no(Category::CannotUndo, "请先撤销结算");
                }
                self.discharged = false;
                Ok(Answer::Accepted)
            }
            Message::Settle { .. } => {
                if self.lines.len() != 3 || !self.discharged {
                    return no(Category::FeesMissing, "医疗总费用与已上传费用不相等");
                }
                // A message id must be unique: the same one again is refused even where several may stand.
                let again = self.books.iter().any(|booked| booked.message_id == *id && booked.stands);
                if again || self.rules.one_standing_settlement && !self.standing().is_empty() {
                    return no(Category::AlreadySettled, "已结算");
                }
                self.made += 1;
                self.books.push(Booked { number: self.made, message_id: id.clone(), stands: true });
                Ok(Answer::Settled(Box::new(settled(self.made))))
            }
            Message::CancelSettlement { settlement, .. } => {
                for booked in &mut self.books {
                    if booked.stands && settled(booked.number).settlement == *settlement {
                        booked.stands = false;
                        return Ok(Answer::Cancelled { settlement: None, statement: Box::new(statement(-20_000)) });
                    }
                }
                no(Category::NotFound, "结算记录不存在")
            }
            Message::Reverse { original, .. } => {
                self.reversed.insert(original.clone());
                for booked in &mut self.books {
                    if booked.message_id == *original && booked.stands {
                        booked.stands = false;
                        return Ok(Answer::Accepted);
                    }
                }
                if let Some(at) = self.visits.iter().position(|(.., by)| by == original) {
                    self.visits.remove(at);
                    return Ok(Answer::Accepted);
                }
                no(Category::UnknownOriginal, "原交易不存在")
            }
        }
    }

    pub fn ask(&self, query: &Query) -> Reply {
        let row = |(visit, stay_no, _): &(VisitId, StayNo, MessageId)| VisitRow {
            visit: visit.clone(),
            stay_no: Some(stay_no.clone()),
            in_hospital: Some(!self.discharged),
        };
        match query {
            Query::InHospital if self.discharged => Reply::Answer(Answer::Visits(Vec::new())),
            Query::InHospital | Query::Visits => Reply::Answer(Answer::Visits(self.visits.iter().map(row).collect())),
            Query::Presettle { .. } if !self.standing().is_empty() => {
                Reply::Refused(Refusal {
                    category: Category::AlreadySettled, code: "-1".into(), text: "已结算".into()
                })
            }
            Query::Presettle { .. } if self.lines.len() != 3 => Reply::Refused(Refusal {
                category: Category::FeesMissing,
                code: "-1".into(),
                text: "还未上传费用".into(),
            }),
            Query::Presettle { .. } => Reply::Answer(Answer::Presettled(Box::new(statement(20_000)))),
            Query::Settlements { visit, settlement } => {
                let rows = self.books.iter().filter(|booked| {
                    settlement.as_ref().is_none_or(|settlement| settled(booked.number).settlement == *settlement)
                });
                Reply::Answer(Answer::Settlements(
                    rows.map(|booked| SettlementRow {
                        message_id: Some(booked.message_id.clone()),
                        visit: visit.clone(),
                        refunded: !booked.stands,
                        settled: settled(booked.number),
                    })
                    .collect(),
                ))
            }
        }
    }
}

fn no(category: Category, text: &str) -> Result<Answer, Refusal> {
    Err(Refusal { category, code: "-1".into(), text: text.into() })
}
