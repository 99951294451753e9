//! The figures that a patient agrees to, as one short text that both sides can hold against each other.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use yijie_core::settlement::Stay;
use yijie_core::settlement::ask::AccountUse;
use yijie_core::split::Statement;

/// SHA-256 over everything that decides who pays what: stay, bill, insurance, whether the account pays, and the
/// split. Two pre-settlements have the same digest exactly if whoever agreed to one agreed to the other.
pub fn figures(stay: &Stay) -> Option<String> {
    let statement = &stay.presettlement.as_ref()?.statement;
    let account = match stay.terms.account {
        AccountUse::Keep => "keep",
        AccountUse::Use => "use",
    };
    let mut text = format!(
        "yijie.figures/1\n{}\n{}\n{}\n{}\n{account}\n",
        stay.key, stay.terms.bill, stay.terms.insured.insurance, stay.terms.insured.insured_place
    );
    write_split(&mut text, statement);
    let mut digest = String::new();
    for byte in Sha256::digest(text) {
        // Writing to a text cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    Some(digest)
}

/// The figures that [`Statement::same_split`] compares, in one order.
fn write_split(text: &mut String, statement: &Statement) {
    let charged = &statement.charged;
    for amount in [
        statement.total,
        statement.fund_total,
        statement.personal_account,
        statement.mutual_aid,
        statement.cash,
        statement.personal(),
        statement.hospital_share,
        charged.own_pay,
        charged.over_limit,
        charged.pre_self_pay,
        charged.in_scope,
    ] {
        let _ = writeln!(text, "{amount}");
    }
    let mut funds: Vec<_> = statement.funds.iter().filter(|share| !share.amount.is_zero()).collect();
    funds.sort_by_key(|share| share.fund);
    for share in funds {
        let _ = writeln!(text, "{:?} {}", share.fund, share.amount);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use yijie_core::money::Yuan;
    use yijie_core::split::{Charged, Fund, FundShare};

    use super::*;

    fn statement(cents: &[i64]) -> Statement {
        let at = |index: usize| Yuan::from_cents(cents[index]);
        Statement {
            total: at(0),
            charged: Charged { own_pay: at(1), over_limit: at(2), pre_self_pay: at(3), in_scope: at(4) },
            funds: vec![
                FundShare { fund: Fund::Pooled, amount: at(5) },
                FundShare { fund: Fund::SeriousIllness, amount: at(6) },
            ],
            fund_total: at(7),
            personal_account: at(8),
            mutual_aid: at(9),
            cash: at(10),
            personal_given: None,
            hospital_share: at(11),
            deductible: None,
            account_left: Some(at(12)),
            details: Vec::new(),
        }
    }

    fn text(statement: &Statement) -> String {
        let mut text = String::new();
        write_split(&mut text, statement);
        text
    }

    proptest! {
        #[test]
        fn figures_are_equal_exactly_where_the_split_is(
            cents in proptest::collection::vec(0_i64..3, 13),
            at in 0_usize..13,
            to in 0_i64..3,
        ) {
            let mut other = cents.clone();
            other[at] = to;
            let (one, two) = (statement(&cents), statement(&other));
            prop_assert_eq!(text(&one) == text(&two), one.same_split(&two));
        }
    }

    #[test]
    fn figures_do_not_depend_on_the_order_of_funds_or_the_accounts_balance() {
        let one = statement(&[9, 1, 2, 3, 3, 4, 1, 5, 1, 0, 2, 1, 70]);
        let mut two = statement(&[9, 1, 2, 3, 3, 4, 1, 5, 1, 0, 2, 1, 80]);
        two.funds.reverse();
        assert_eq!(text(&one), text(&two));
    }
}
