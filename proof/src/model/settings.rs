//! The settings that are walked through.

use yijie_core::settlement::Rules;

use super::setting::{Scope, Setting};

const PLAIN: Setting = Setting {
    name: "",
    rules: EVERYTHING,
    lanes: &[(0, 0)],
    scope: Scope::Money,
    faults: 2,
    clicks: 2,
    cancels: 0,
    unwilling: false,
    credential_lasts: true,
    restores: false,
    swaps: false,
};

/// A platform that shows everything and keeps one settlement per visit.
const EVERYTHING: Rules = Rules {
    horizon_ms: 1_500,
    figures_by_visit: true,
    presettle_trusted: true,
    reverse_settle: true,
    reverse_admit: true,
    reversed_ids_remembered: false,
    one_standing_settlement: true,
    refund_shown: true,
    ipt_no_suffix: false,
    discharge_first: false,
};

const SEVERAL: Rules = Rules { one_standing_settlement: false, ..EVERYTHING };
const FIGURES: Rules = Rules { presettle_trusted: false, ..EVERYTHING };
const PROBE: Rules = Rules { figures_by_visit: false, refund_shown: false, ..EVERYTHING };
/// Nothing but reversals.
const BLIND: Rules = Rules { presettle_trusted: false, ..PROBE };
const SEVERAL_BLIND: Rules = Rules { one_standing_settlement: false, ..BLIND };
const REMEMBERS: Rules = Rules { reversed_ids_remembered: true, ..EVERYTHING };
const BLIND_REMEMBERS: Rules = Rules { reversed_ids_remembered: true, ..SEVERAL_BLIND };

/// All of them, the smallest first.
pub fn all() -> Vec<Setting> {
    vec![
        Setting { name: "one-desk", ..PLAIN },
        Setting { name: "one-desk-refused", unwilling: true, ..PLAIN },
        Setting { name: "several-refused", unwilling: true, rules: SEVERAL, ..PLAIN },
        Setting { name: "blind", rules: BLIND, ..PLAIN },
        Setting { name: "several-blind", rules: SEVERAL_BLIND, ..PLAIN },
        Setting { name: "several-blind-remembers", rules: BLIND_REMEMBERS, ..PLAIN },
        Setting { name: "figures", rules: FIGURES, ..PLAIN },
        Setting { name: "probe", rules: PROBE, ..PLAIN },
        Setting { name: "remembers", rules: REMEMBERS, ..PLAIN },
        Setting { name: "voucher", rules: PROBE, credential_lasts: false, ..PLAIN },
        Setting { name: "cancel", cancels: 1, ..PLAIN },
        Setting { name: "cancel-probe", cancels: 1, rules: PROBE, ..PLAIN },
        Setting { name: "cancel-several", cancels: 1, rules: SEVERAL, ..PLAIN },
        Setting { name: "two-desks", lanes: &[(0, 0), (1, 0)], faults: 1, clicks: 2, ..PLAIN },
        Setting { name: "two-stays", lanes: &[(0, 0), (0, 1)], faults: 1, clicks: 2, swaps: true, ..PLAIN },
        Setting { name: "swapped", swaps: true, ..PLAIN },
        Setting { name: "restored", restores: true, ..PLAIN },
        Setting { name: "whole", scope: Scope::Whole, ..PLAIN },
    ]
}
