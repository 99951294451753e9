//! 2303 pre-settlement, 2304 settlement, 2305 cancel.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{
    ALREADY_SETTLED, Call, object, person_row,
    registration::{Insured, check_credential},
    stamp,
};
use crate::training::{
    amount::{self, yuan},
    books::{Settlement, SettlementState, VisitState},
    catalogue::Parts,
    fields::Row,
    platform::Platform,
    pricing::{self, Split, Terms},
    refusal::{Outcome, refuse},
    settings::CancelledId,
};

/// A bill that is in order, priced.
#[derive(Clone, Debug)]
struct Priced {
    split: Split,
    /// The lines it covers.
    lines: Vec<String>,
    /// The balance of the personal account before.
    balance: Decimal,
}

impl Platform {
    /// Shows the split. Changes nothing.
    pub(super) fn pre_settle(&self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let priced = self.price_stay(call, row)?;
        let balance = priced.balance - priced.split.account;
        let settlement = self.new_settlement(call, row, priced, balance, String::new());
        self.reply(call, &settlement)
    }

    /// Settles.
    pub(super) fn settle(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let interim = row.text("mid_setl_flag") == "1";
        let visit = self.visit(call, row.text("mdtrt_id"), row.text("psn_no"))?;
        let discharged = visit.state == VisitState::Discharged;
        let priced = self.price_stay(call, row)?;
        if self.settings.discharge_before_settlement && !interim && !discharged {
            return refuse("患者未办理出院登记，不能结算");
        }
        let account = (row.text("psn_no").to_owned(), row.text("insutype").to_owned());
        let balance = self.books.pay_from_account(account, priced.balance, priced.split.account);
        let setl_id = self.new_settlement_id(call);
        let settlement = self.new_settlement(call, row, priced, balance, setl_id);
        let reply = self.reply(call, &settlement)?;
        self.books.settlements.push(settlement);
        Ok(reply)
    }

    /// Cancels a settlement by its id: a negative row joins the books.
    pub(super) fn cancel_settlement(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let visit = self.visit(call, row.text("mdtrt_id"), row.text("psn_no"))?;
        let wanted = |settlement: &Settlement| {
            settlement.setl_id == row.text("setl_id")
                && settlement.mdtrt_id == visit.mdtrt_id
                && !matches!(settlement.state, SettlementState::Negative { .. })
        };
        let Some(index) = self.books.settlements.iter().position(wanted) else {
            return refuse("未找到结算信息");
        };
        let original = self.books.settlements[index].clone();
        match original.state {
            SettlementState::Stands => {}
            SettlementState::Reversed => return refuse("该结算已冲正"),
            _ => return refuse("该结算已撤销，不能重复撤销"),
        }
        let later = self.books.settlements.iter().skip(index + 1);
        if later.into_iter().any(|next| next.mdtrt_id == original.mdtrt_id && next.lines_follow(&original)) {
            return refuse("存在之后的结算，请先撤销最后一次结算");
        }
        let negative = self.negative(call, &original, index);
        let reply = self.cancel_reply(&negative);
        self.books.settlements[index].state = SettlementState::Cancelled;
        self.books.settlements.push(negative);
        Ok(reply)
    }

    /// Checks a pre-settlement or settlement in the order in which a cashier can mend it, and prices it.
    fn price_stay(&self, call: &Call<'_>, row: Row<'_>) -> Outcome<Priced> {
        let visit = self.visit(call, row.text("mdtrt_id"), row.text("psn_no"))?;
        let guarded = self.settings.one_standing_settlement;
        if guarded && self.books.standing_of(&visit.mdtrt_id).any(|settlement| !settlement.interim) {
            return refuse(ALREADY_SETTLED);
        }
        let insured = self.insured(call, row)?;
        if visit.insutype != row.text("insutype") || visit.insured_place != insured.insurance.place {
            return refuse("险种类型或参保地与入院登记不符");
        }
        check_credential(insured.person, row)?;
        if !matches!(row.text("psn_setlway"), "01" | "02") || !matches!(row.text("mid_setl_flag"), "0" | "1") {
            return refuse("个人结算方式或中途结算标志不正确");
        }
        let interims: Vec<&Settlement> =
            self.books.standing_of(&visit.mdtrt_id).filter(|settlement| settlement.interim).collect();
        let covered = |sn: &String| interims.iter().any(|settlement| settlement.lines.contains(sn));
        let open = || visit.lines.iter().filter(|(sn, _)| !covered(sn));
        if open().next().is_none() {
            return refuse("还未上传费用");
        }
        let parts: Parts = open().map(|(_, line)| line.parts).sum();
        if row.amount("medfee_sumamt") != parts.total() {
            return refuse("医疗总费用与已上传费用不相等，请先上传全部费用再结算");
        }
        let cut = self.cut(call, insured, visit.begin, visit.emergency)?;
        let balance = self.balance(insured.person, insured.insurance);
        let uses_account = matches!(row.text("acct_used_flag"), "1" | "2");
        let split = pricing::price(
            parts,
            &Terms {
                policy: self.world.policy(insured.insurance)?,
                cut,
                deductible_taken: interims.iter().map(|settlement| settlement.split.deductible).sum(),
                civil_servant: insured.insurance.civil_servant,
                medical_aid: insured.person.medical_aid,
                account: if uses_account { balance } else { Decimal::ZERO },
            },
        );
        Ok(Priced { split, lines: open().map(|(sn, _)| sn.clone()).collect(), balance })
    }

    fn new_settlement(
        &self,
        call: &Call<'_>,
        row: Row<'_>,
        priced: Priced,
        balance: Decimal,
        setl_id: String,
    ) -> Settlement {
        Settlement {
            setl_id,
            mdtrt_id: row.text("mdtrt_id").to_owned(),
            psn_no: row.text("psn_no").to_owned(),
            institution: call.envelope.institution().to_owned(),
            msgid: call.envelope.msgid().to_owned(),
            insutype: row.text("insutype").to_owned(),
            time: call.now,
            split: priced.split,
            balance,
            lines: priced.lines,
            interim: row.text("mid_setl_flag") == "1",
            invoice: row.text("invono").to_owned(),
            certificate_type: row.text("mdtrt_cert_type").to_owned(),
            clearing_agency: call.envelope.text("mdtrtarea_admvs").to_owned(),
            clearing_type: self.settings.clearing_type.clone(),
            state: SettlementState::Stands,
        }
    }

    fn new_settlement_id(&mut self, call: &Call<'_>) -> String {
        let serial = self.books.serial();
        format!("{}{}S{serial:09}", call.envelope.text("mdtrtarea_admvs"), call.now.strftime("%Y%m%d"))
    }

    /// The negative of a settlement, with its message id the cancel's own. The account gets its money back.
    fn negative(&mut self, call: &Call<'_>, original: &Settlement, index: usize) -> Settlement {
        let account = (original.psn_no.clone(), original.insutype.clone());
        let balance = self.books.pay_from_account(account, Decimal::ZERO, -original.split.account);
        let setl_id = match self.settings.cancelled_id {
            CancelledId::New => self.new_settlement_id(call),
            CancelledId::Original => original.setl_id.clone(),
        };
        Settlement {
            setl_id,
            msgid: call.envelope.msgid().to_owned(),
            time: call.now,
            split: original.split.negated(),
            balance,
            state: SettlementState::Negative { of: index },
            ..original.clone()
        }
    }

    /// `setlinfo` and `setldetail` of 2303 and 2304.
    fn reply(&self, call: &Call<'_>, settlement: &Settlement) -> Outcome<Value> {
        let Insured { person, insurance } = self.insured(call, call.envelope.row("data"))?;
        let visit = self.visit(call, &settlement.mdtrt_id, &settlement.psn_no)?;
        let mut info = person_row(person, &self.settings.citizen_certificate, call);
        info.extend(amounts(settlement));
        info.extend(object(json!({
            "mdtrt_id": settlement.mdtrt_id,
            "insutype": settlement.insutype,
            "psn_type": insurance.psn_type,
            "cvlserv_flag": if insurance.civil_servant { "1" } else { "0" },
            "setl_time": stamp(settlement.time),
            "mdtrt_cert_type": settlement.certificate_type,
            "med_type": visit.med_type,
            "psn_part_amt": yuan(settlement.split.patient()),
            "hosp_part_amt": yuan(settlement.split.hospital),
            "psn_cash_pay": yuan(settlement.split.cash),
            "clr_way": "01",
            "clr_type": settlement.clearing_type,
            "exp_content": "",
        })));
        if !settlement.setl_id.is_empty() {
            info.insert("setl_id".into(), json!(settlement.setl_id));
        }
        Ok(json!({ "setlinfo": info, "setldetail": details(&settlement.split) }))
    }

    /// `setlinfo` and `setldetail` of 2305: every amount negative.
    fn cancel_reply(&self, negative: &Settlement) -> Value {
        let mut info = amounts(negative);
        let patient = if self.settings.quirks.cancel_part_null { Value::Null } else { yuan(negative.split.patient()) };
        info.extend(object(json!({
            "mdtrt_id": negative.mdtrt_id,
            "setl_id": negative.setl_id,
            "setl_time": stamp(negative.time),
            "psn_part_amt": patient,
            "psn_cash_pay": yuan(negative.split.cash),
            "hosp_part_amt": yuan(negative.split.hospital),
            "setl_type": "2",
            "invono": negative.invoice,
            "exp_content": "",
        })));
        json!({ "setlinfo": info, "setldetail": details(&negative.split) })
    }
}

impl Settlement {
    /// Whether this row was made on top of an earlier one: the deductible was counted on.
    fn lines_follow(&self, earlier: &Self) -> bool {
        earlier.interim && self.state == SettlementState::Stands
    }
}

/// The amounts that 2303, 2304, 2305 and 5203 name alike.
pub(super) fn amounts(settlement: &Settlement) -> Map<String, Value> {
    let split = &settlement.split;
    object(json!({
        "medfee_sumamt": yuan(split.total()),
        "fulamt_ownpay_amt": yuan(split.parts.own_pay),
        "overlmt_selfpay": yuan(split.parts.over_limit),
        "preselfpay_amt": yuan(split.parts.paid_first),
        "inscp_scp_amt": yuan(split.parts.in_scope),
        "act_pay_dedc": yuan(split.deductible),
        "hifp_pay": yuan(split.fund("hifp_pay")),
        "pool_prop_selfpay": amount::write(split.pool_ratio, 4),
        "cvlserv_pay": yuan(split.fund("cvlserv_pay")),
        "hifes_pay": yuan(split.fund("hifes_pay")),
        "hifmi_pay": yuan(split.fund("hifmi_pay")),
        "hifob_pay": yuan(split.fund("hifob_pay")),
        "maf_pay": yuan(split.fund("maf_pay")),
        "oth_pay": yuan(split.fund("oth_pay")),
        "fund_pay_sumamt": yuan(split.fund_total()),
        "acct_pay": yuan(split.account),
        "acct_mulaid_pay": yuan(Decimal::ZERO),
        "balc": yuan(settlement.balance),
        "medins_setl_id": settlement.msgid,
        "clr_optins": settlement.clearing_agency,
    }))
}

/// `setldetail`: the funds, and after them, as real ones do, the hospital's share and the personal account.
pub(super) fn details(split: &Split) -> Vec<Value> {
    let row = |kind: &str, name: &str, paid: Decimal| {
        json!({
            "fund_pay_type": kind,
            "inscp_scp_amt": yuan(split.parts.in_scope),
            "crt_payb_lmt_amt": yuan(Decimal::ZERO),
            "fund_payamt": yuan(paid),
            "fund_pay_type_name": name,
            "setl_proc_info": "",
        })
    };
    let funds = split.funds.iter().map(|fund| row(&fund.fund_pay_type, &fund.name, fund.amount));
    let others = [("999996", "医院负担金额", split.hospital), ("310200", "个人账户", split.account)];
    let others = others.into_iter().filter(|(_, _, paid)| !paid.is_zero());
    funds.chain(others.map(|(kind, name, paid)| row(kind, name, paid))).collect()
}
