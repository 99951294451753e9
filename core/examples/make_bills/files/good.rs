//! Bills that go through. All patients are invented, and have cards or records on the training platform.

use jiff::civil::date;
use yijie_core::bill::{Bill, Registration};
use yijie_core::split::PaymentWay::{BankCard, Cash, WeChat};

use super::Fault;
#[allow(clippy::wildcard_imports, reason = "the catalogue is a vocabulary")]
use super::items::*;
use super::sheet::{Sheet, Stay, named};

/// Name and bill of each.
pub fn all() -> Result<Vec<(&'static str, Bill)>, Fault> {
    Ok(vec![
        ("worked-case", worked_case()?.bill(&[(2, BankCard, "5000.00"), (9, WeChat, "3000.00")])?),
        (
            "deposit-above",
            worked_case()?.bill(&[(2, Cash, "2000.00"), (5, BankCard, "4000.00"), (9, WeChat, "3000.00")])?,
        ),
        ("deposit-below", worked_case()?.bill(&[(2, WeChat, "1000.00")])?),
        ("thousand-lines", thousand_lines()?.bill(&[(2, BankCard, "10000.00")])?),
        ("refunds", refunds()?.bill(&[(2, Cash, "3000.00")])?),
        ("wang-jianguo", wang_jianguo()?.bill(&[(3, BankCard, "8000.00"), (6, BankCard, "6000.00")])?),
        ("zhang-guifang", zhang_guifang()?.bill(&[(5, Cash, "2000.00")])?),
        ("zhou-fusheng", registered(zhou_fusheng()?.bill(&[(9, Cash, "1500.00")])?, "冠心病，心绞痛")),
        ("with-admission", registered(gulbahar()?.bill(&[(10, WeChat, "2500.00")])?, "右下肺肺炎")),
    ])
}

/// A hip broken and replaced: 44 671.59 in all; wholly self-paid 1 200.00, above a limit 85.59, paid first by the
/// patient 1 386.00, in scope 42 000.00.
fn worked_case() -> Result<Sheet, Fault> {
    let mut sheet = Sheet::of(li_xiulan());
    sheet.daily(2, 4, 3, BED, 1)?;
    sheet.daily(5, 12, 2, INTENSIVE_BED, 1)?;
    sheet.daily(13, 19, 3, BED, 1)?;
    sheet.daily(2, 19, 3, CONSULTATION, 1)?;
    sheet.daily(2, 3, 2, NURSING_SECOND, 1)?;
    sheet.daily(4, 10, 3, NURSING_FIRST, 1)?;
    sheet.daily(11, 19, 3, NURSING_SECOND, 1)?;
    sheet.daily(3, 19, 3, INFUSION, 6)?;
    sheet.daily(3, 19, 3, INJECTION, 6)?;
    sheet.daily(3, 19, 3, SALINE, 6)?;
    sheet.daily(3, 19, 3, GLUCOSE, 4)?;
    sheet.daily(3, 19, 3, INFUSION_SET, 6)?;
    // A hundred vials, each line's tenth a whole number of cents.
    sheet.daily(3, 18, 2, CEFOPERAZONE, 6)?;
    sheet.charge(19, CEFOPERAZONE, "4")?;
    sheet.daily(4, 12, 3, MONITORING, 24)?;
    sheet.daily(5, 12, 2, VENTILATOR, 24)?;
    sheet.daily(10, 19, 2, EXERCISE, 8)?;
    for day in [2, 9, 18] {
        for item in [BLOOD_CELLS, PROTEIN, UREA, COAGULATION] {
            sheet.charge(day, item, "1")?;
        }
    }
    for day in [2, 4, 8, 14] {
        sheet.charge(day, TOMOGRAPHY, "1")?;
    }
    for day in [2, 6, 10, 14, 18] {
        sheet.charge(day, ULTRASOUND, "1")?;
    }
    sheet.charge(2, CARDIOGRAM, "1")?;
    sheet.charge(17, CARDIOGRAM, "1")?;
    sheet.charge(3, FIXATION, "1")?;
    sheet.charge(5, HIP_REPLACEMENT, "1")?;
    sheet.charge(11, HIP_REPLACEMENT, "1")?;
    for day in [3, 5, 11] {
        sheet.charge(day, ANAESTHESIA, "1")?;
    }
    sheet.charge(5, HIP_PROSTHESIS, "1")?;
    sheet.charge(5, STAPLER, "1")?;
    sheet.charge(6, SPECIAL_WARD, "4")?;
    sheet.charge(13, SPECIAL_WARD, "4")?;
    sheet.charge(12, ASTRAGALUS, "210")?;
    sheet.charge(16, ASTRAGALUS, "183.2")?;
    for (item, count) in [(ASPIRIN, "30"), (METFORMIN, "90")] {
        let no = sheet.charge(19, item, count)?;
        sheet.taken_home(&no);
    }
    Ok(sheet)
}

/// A thousand lines: ten batches of 2301.
fn thousand_lines() -> Result<Sheet, Fault> {
    const ROUND: &[Item] = &[
        INFUSION,
        SALINE,
        CEFOPERAZONE,
        INJECTION,
        GLUCOSE,
        INFUSION_SET,
        PENICILLIN,
        HEPARIN,
        MONITORING,
        ASPIRIN,
        UREA,
        METFORMIN,
        RIVAROXABAN,
    ];
    let mut sheet = Sheet::of(li_xiulan());
    for at in 0..1000_usize {
        let day = i8::try_from(2 + at * 18 / 1000)?;
        sheet.charge(day, ROUND[at % ROUND.len()], &(1 + at * 7 % 5).to_string())?;
    }
    Ok(sheet)
}

/// Drugs that came back: three tablets one by one, whose cents only add up together; part of a line; a whole line.
fn refunds() -> Result<Sheet, Fault> {
    let mut sheet = Sheet::of(li_xiulan());
    sheet.daily(2, 19, 3, BED, 1)?;
    sheet.daily(2, 19, 3, CONSULTATION, 1)?;
    sheet.daily(2, 19, 3, NURSING_SECOND, 1)?;
    sheet.daily(3, 19, 2, EXERCISE, 2)?;
    sheet.charge(3, FIXATION, "1")?;
    sheet.charge(3, ANAESTHESIA, "1")?;
    let tablets = sheet.charge(17, ASPIRIN, "3")?;
    let vials = sheet.charge(18, CEFOPERAZONE, "6")?;
    let syringes = sheet.charge(18, HEPARIN, "2.5")?;
    sheet.refund(19, &tablets, "-1", "-0.33")?;
    sheet.refund(19, &tablets, "-1", "-0.33")?;
    sheet.refund(19, &tablets, "-1", "-0.34")?;
    sheet.refund(19, &vials, "-4", "-154.40")?;
    sheet.refund(19, &syringes, "-2.5", "-57.00")?;
    Ok(sheet)
}

/// Two stents, above the price limit; a single room, above its limit too.
fn wang_jianguo() -> Result<Sheet, Fault> {
    let mut sheet = Sheet::of(Stay {
        no: "ZY2026110002",
        name: "王建国",
        citizen_id: "140105196308273319",
        admitted_at: date(2026, 11, 3).at(14, 40, 0, 0),
        discharged_at: date(2026, 11, 12).at(10, 0, 0, 0),
        department: ("0202", "心血管内科"),
        bed: "08-11",
        doctor: ("D4401000202", "陈立"),
        diagnoses: &[("I25.103", "冠状动脉粥样硬化性心脏病"), ("I10.x00", "特发性高血压")],
    });
    sheet.daily(3, 11, 3, SINGLE_ROOM, 1)?;
    sheet.daily(3, 11, 3, CONSULTATION, 1)?;
    sheet.daily(3, 11, 3, NURSING_FIRST, 1)?;
    sheet.daily(3, 11, 1, MONITORING, 24)?;
    sheet.daily(4, 11, 2, SALVIA, 2)?;
    sheet.daily(4, 11, 2, HEPARIN, 2)?;
    sheet.daily(4, 11, 2, INFUSION, 4)?;
    sheet.charge(5, STENT, "2")?;
    sheet.charge(5, CATHETER, "1")?;
    sheet.charge(5, ANAESTHESIA, "1")?;
    sheet.charge(4, RESONANCE, "1")?;
    for item in [CARDIOGRAM, ULTRASOUND, BLOOD_CELLS, COAGULATION] {
        sheet.charge(4, item, "1")?;
        sheet.charge(9, item, "1")?;
    }
    let tablets = sheet.charge(11, ASPIRIN, "30")?;
    sheet.taken_home(&tablets);
    Ok(sheet)
}

/// A small bill of residents' insurance.
fn zhang_guifang() -> Result<Sheet, Fault> {
    let mut sheet = Sheet::of(Stay {
        no: "ZY2026110003",
        name: "张桂芳",
        citizen_id: "610103195111052841",
        admitted_at: date(2026, 11, 5).at(10, 5, 0, 0),
        discharged_at: date(2026, 11, 16).at(9, 30, 0, 0),
        department: ("0203", "呼吸内科"),
        bed: "06-02",
        doctor: ("D4401000203", "吴敏"),
        diagnoses: &[("J44.100", "慢性阻塞性肺疾病急性加重")],
    });
    sheet.daily(5, 15, 3, BED, 1)?;
    sheet.daily(5, 15, 3, CONSULTATION, 1)?;
    sheet.daily(5, 15, 3, NURSING_SECOND, 1)?;
    sheet.daily(6, 15, 2, CEFOPERAZONE, 4)?;
    sheet.daily(6, 15, 2, INFUSION, 3)?;
    sheet.daily(6, 15, 2, SALINE, 3)?;
    sheet.daily(6, 9, 2, VENTILATOR, 8)?;
    sheet.charge(5, TOMOGRAPHY, "1")?;
    sheet.charge(5, BLOOD_CELLS, "1")?;
    sheet.charge(13, TOMOGRAPHY, "1")?;
    sheet.charge(8, COMPANION_BED, "5")?;
    Ok(sheet)
}

/// The man whose filing names another city and was never finished.
fn zhou_fusheng() -> Result<Sheet, Fault> {
    let mut sheet = Sheet::of(Stay {
        no: "ZY2026110004",
        name: "周福生",
        citizen_id: "210102195506141872",
        admitted_at: date(2026, 11, 9).at(11, 20, 0, 0),
        discharged_at: date(2026, 11, 15).at(10, 0, 0, 0),
        department: ("0202", "心血管内科"),
        bed: "08-05",
        doctor: ("D4401000202", "陈立"),
        diagnoses: &[("I20.000", "不稳定性心绞痛")],
    });
    sheet.daily(9, 14, 3, BED, 1)?;
    sheet.daily(9, 14, 3, CONSULTATION, 1)?;
    sheet.daily(9, 14, 3, NURSING_SECOND, 1)?;
    sheet.daily(10, 14, 2, SALVIA, 1)?;
    sheet.charge(9, CARDIOGRAM, "1")?;
    sheet.charge(10, ULTRASOUND, "1")?;
    Ok(sheet)
}

/// A stay that the platform has never heard of, of a patient whose name needs GB 18030.
fn gulbahar() -> Result<Sheet, Fault> {
    let mut sheet = Sheet::of(Stay {
        no: "ZY2026110005",
        name: "古丽巴哈尔·阿卜杜热西提·买𬱖热木",
        citizen_id: "650102197704095847",
        admitted_at: date(2026, 11, 10).at(9, 0, 0, 0),
        discharged_at: date(2026, 11, 18).at(10, 15, 0, 0),
        department: ("0203", "呼吸内科"),
        bed: "06-07",
        doctor: ("D4401000203", "吴敏"),
        diagnoses: &[("J18.900", "肺炎")],
    });
    sheet.daily(10, 17, 3, BED, 1)?;
    sheet.daily(10, 17, 3, CONSULTATION, 1)?;
    sheet.daily(10, 17, 3, NURSING_SECOND, 1)?;
    sheet.daily(11, 17, 2, CEFOPERAZONE, 4)?;
    sheet.daily(11, 17, 2, INFUSION, 3)?;
    sheet.charge(10, TOMOGRAPHY, "1")?;
    sheet.charge(10, SUTURE, "1")?;
    Ok(sheet)
}

fn li_xiulan() -> Stay {
    Stay {
        no: "ZY2026110001",
        name: "李秀兰",
        citizen_id: "430102195803124623",
        admitted_at: date(2026, 11, 2).at(9, 12, 0, 0),
        discharged_at: date(2026, 11, 20).at(10, 30, 0, 0),
        department: ("0301", "骨科"),
        bed: "12-03",
        doctor: ("D4401000301", "林涛"),
        diagnoses: &[("S72.000", "股骨颈骨折"), ("E11.900", "2型糖尿病")],
    }
}

/// With what 2401 needs, so that the admission can be registered.
fn registered(mut bill: Bill, diagnosis: &str) -> Bill {
    let doctor = bill.diagnoses.first().map_or_else(|| named(("", "")), |main| main.doctor.clone());
    bill.admission.registration = Some(Registration {
        record_no: Some(format!("BL{}", &bill.stay_no.as_str()[2..])),
        attending_doctor: doctor,
        diagnosis: diagnosis.into(),
        department: bill.discharge.department.clone(),
        bed: bill.discharge.bed.clone().unwrap_or_default(),
        condition: None,
    });
    bill
}
