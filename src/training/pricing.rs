//! Who pays what of a bill. Every step is rounded to two places, half away from zero; what is left over is always the
//! patient's, so the identities of a settlement hold by construction.

use rust_decimal::Decimal;

use super::{
    amount::round_cents,
    catalogue::Parts,
    policy::{Policy, Supplement, Who},
};

/// What a price depends on besides the bill.
#[derive(Clone, Debug)]
pub(super) struct Terms<'a> {
    pub(super) policy: &'a Policy,
    /// Taken off the pooled fund's ratio, for how the stay was filed.
    pub(super) cut: Decimal,
    /// The part of the deductible that an interim settlement of the visit has taken already.
    pub(super) deductible_taken: Decimal,
    pub(super) civil_servant: bool,
    pub(super) medical_aid: bool,
    /// What the personal account may pay: its balance, or nothing if the patient keeps it.
    pub(super) account: Decimal,
}

/// Who pays what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) parts: Parts,
    pub(super) deductible: Decimal,
    /// The pooled fund's share of what is in scope above the deductible; informational.
    pub(super) pool_ratio: Decimal,
    pub(super) funds: Vec<FundShare>,
    pub(super) hospital: Decimal,
    pub(super) account: Decimal,
    pub(super) cash: Decimal,
}

/// What one fund pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FundShare {
    /// The field of `setlinfo`.
    pub(super) field: String,
    pub(super) fund_pay_type: String,
    pub(super) name: String,
    pub(super) amount: Decimal,
}

impl Split {
    pub(super) fn total(&self) -> Decimal {
        self.parts.total()
    }

    pub(super) fn fund_total(&self) -> Decimal {
        self.funds.iter().map(|fund| fund.amount).sum()
    }

    /// What one field of `setlinfo` shows.
    pub(super) fn fund(&self, field: &str) -> Decimal {
        self.funds.iter().filter(|fund| fund.field == field).map(|fund| fund.amount).sum()
    }

    /// `psn_part_amt`: the personal account and cash.
    pub(super) fn patient(&self) -> Decimal {
        self.account + self.cash
    }

    /// The same with every sign turned, for a cancelled settlement. The ratio stays.
    pub(super) fn negated(&self) -> Self {
        let parts = Parts {
            own_pay: -self.parts.own_pay,
            over_limit: -self.parts.over_limit,
            paid_first: -self.parts.paid_first,
            in_scope: -self.parts.in_scope,
        };
        let turned = |fund: &FundShare| FundShare { amount: -fund.amount, ..fund.clone() };
        Self {
            parts,
            deductible: -self.deductible,
            pool_ratio: self.pool_ratio,
            funds: self.funds.iter().map(turned).collect(),
            hospital: -self.hospital,
            account: -self.account,
            cash: -self.cash,
        }
    }
}

/// Prices a bill.
pub(super) fn price(parts: Parts, terms: &Terms<'_>) -> Split {
    let policy = terms.policy;
    let total = parts.total();
    // Refunds of single pieces can round the amount in scope a cent past zero or past the total.
    let in_scope = parts.in_scope.clamp(Decimal::ZERO, total.max(Decimal::ZERO));
    let deductible = (policy.deductible - terms.deductible_taken).clamp(Decimal::ZERO, in_scope);
    let uncapped = pooled(policy, deductible, in_scope, terms.cut);
    let pool = uncapped.min(policy.pool_cap);
    let mut left = in_scope - deductible - pool;
    let mut funds = vec![pool_share(policy, pool)];
    for supplement in policy.supplements.iter().filter(|supplement| serves(supplement.who, terms)) {
        let paid = supplement_pays(supplement, left, uncapped - pool);
        left -= paid;
        funds.push(FundShare {
            field: supplement.field.clone(),
            fund_pay_type: supplement.fund_pay_type.clone(),
            name: supplement.name.clone(),
            amount: paid,
        });
    }
    let hospital = round_cents(left * policy.hospital_share).min(left);
    let patient = total - funds.iter().map(|fund| fund.amount).sum::<Decimal>() - hospital;
    let account = terms.account.clamp(Decimal::ZERO, patient.max(Decimal::ZERO));
    let above = in_scope - deductible;
    let pool_ratio = if above.is_zero() { Decimal::ZERO } else { (pool / above).round_dp(4) };
    Split { parts, deductible, pool_ratio, funds, hospital, account, cash: patient - account }
}

/// The pooled fund's payment by layers, before its cap.
fn pooled(policy: &Policy, deductible: Decimal, in_scope: Decimal, cut: Decimal) -> Decimal {
    let mut from = deductible;
    let mut paid = Decimal::ZERO;
    for segment in &policy.segments {
        let to = segment.up_to.map_or(in_scope, |end| end.min(in_scope));
        if to > from {
            let ratio = (segment.ratio - cut).max(Decimal::ZERO);
            paid += round_cents((to - from) * ratio);
            from = to;
        }
    }
    paid.min(in_scope - deductible)
}

fn supplement_pays(supplement: &Supplement, left: Decimal, cut_off: Decimal) -> Decimal {
    let base = if supplement.above_pool_cap { cut_off.min(left) } else { left };
    let above = (base - supplement.threshold).max(Decimal::ZERO);
    round_cents(above * supplement.ratio).min(left)
}

fn serves(who: Who, terms: &Terms<'_>) -> bool {
    match who {
        Who::All => true,
        Who::CivilServants => terms.civil_servant,
        Who::MedicalAid => terms.medical_aid,
    }
}

fn pool_share(policy: &Policy, amount: Decimal) -> FundShare {
    let (fund_pay_type, name) = match policy.insutype.as_str() {
        "390" => ("390100", "城乡居民基本医疗保险统筹基金"),
        _ => ("310100", "职工基本医疗保险统筹基金"),
    };
    FundShare { field: "hifp_pay".into(), fund_pay_type: fund_pay_type.into(), name: name.into(), amount }
}
