//! Items of the training platform's catalogue (`fixtures/training/catalogue.toml`) that the bills charge.

/// An item: its catalogue code, name, ordinary price, the share that the patient pays first and the price limit.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    pub code: &'static str,
    pub name: &'static str,
    /// Yuan.
    pub price: &'static str,
    /// Share, zero to one; empty for none.
    pub preself: &'static str,
    /// Yuan; empty for none.
    pub cap: &'static str,
}

const fn item(code: &'static str, name: &'static str, price: &'static str) -> Item {
    Item { code, name, price, preself: "", cap: "" }
}

const fn part(code: &'static str, name: &'static str, price: &'static str, preself: &'static str) -> Item {
    Item { code, name, price, preself, cap: "" }
}

pub const CONSULTATION: Item = item("XJ110200001", "住院诊查费（三级医院）", "25.00");
pub const BED: Item = item("XJ110900001", "普通病房床位费（三人间）", "60.00");
pub const INTENSIVE_BED: Item = item("XJ110900004", "重症监护病房床位费", "180.00");
pub const NURSING_FIRST: Item = item("XJ120100003", "Ⅰ级护理", "34.00");
pub const NURSING_SECOND: Item = item("XJ120100004", "Ⅱ级护理", "20.00");
pub const INFUSION: Item = item("XJ120400006", "静脉输液", "9.50");
pub const INJECTION: Item = item("XJ120400002", "静脉注射", "4.80");
pub const TOMOGRAPHY: Item = item("XJ210300001", "Ｘ线计算机体层（CT）平扫", "160.00");
pub const ULTRASOUND: Item = item("XJ220301001", "彩色多普勒超声常规检查", "118.00");
pub const CARDIOGRAM: Item = item("XJ310701001", "常规心电图检查", "19.00");
pub const MONITORING: Item = item("XJ310701022", "心电监测", "4.00");
pub const BLOOD_CELLS: Item = item("XJ250101015", "血细胞分析", "18.00");
pub const PROTEIN: Item = item("XJ250301001", "血清总蛋白测定", "5.00");
pub const UREA: Item = item("XJ250307001", "尿素测定", "6.00");
pub const COAGULATION: Item = item("XJ250203020", "血浆凝血酶原时间测定", "16.00");
pub const ANAESTHESIA: Item = item("XJ330100015", "全身麻醉", "1080.00");
pub const FIXATION: Item = item("XJ331505012", "股骨颈骨折闭合复位内固定术", "2860.00");
pub const HIP_REPLACEMENT: Item = item("XJ331507005", "人工全髋关节置换术", "6240.00");
pub const EXERCISE: Item = item("XJ340200020", "运动疗法", "45.00");
pub const VENTILATOR: Item = item("XJ310605001", "呼吸机辅助呼吸（小时）", "14.00");
pub const SALINE: Item = item("XJ090100001", "氯化钠注射液 0.9% 250ml", "3.86");
pub const GLUCOSE: Item = item("XJ090100002", "葡萄糖注射液 5% 250ml", "3.52");
pub const PENICILLIN: Item = item("XJ090100013", "注射用青霉素钠 160万单位", "1.28");
pub const ASPIRIN: Item = item("XJ090100021", "阿司匹林肠溶片 100mg", "0.333333");
pub const METFORMIN: Item = item("XJ090100035", "盐酸二甲双胍片 0.25g", "0.081250");
pub const ASTRAGALUS: Item = item("XJ100000006", "黄芪（饮片）", "0.1750");
pub const INFUSION_SET: Item = item("XJ080100001", "一次性使用输液器", "2.60");
pub const CEFOPERAZONE: Item = part("XY090300007", "注射用头孢哌酮钠舒巴坦钠 1.5g", "38.60", "0.1000");
pub const HEPARIN: Item = part("XY090300012", "低分子肝素钠注射液 0.4ml", "22.80", "0.1000");
pub const RIVAROXABAN: Item = part("XY090300018", "利伐沙班片 10mg", "4.125000", "0.0500");
pub const SALVIA: Item = part("XY110000004", "丹参多酚酸盐（注射用）100mg", "66.40", "0.1500");
pub const RESONANCE: Item = part("XY210200002", "磁共振增强扫描", "680.00", "0.1000");
pub const HIP_PROSTHESIS: Item = part("XY080500011", "人工髋关节假体（集采）", "5000.00", "0.2000");
pub const SUTURE: Item = part("XY080500014", "可吸收缝线", "86.00", "0.1000");
pub const STAPLER: Item = Item { cap: "2000.00", ..item("XE080500021", "一次性使用切割吻合器", "2085.59") };
pub const STENT: Item =
    Item { cap: "8000.00", ..part("XE080500022", "冠状动脉药物洗脱支架", "9800.00", "0.1000") };
pub const SINGLE_ROOM: Item = Item { cap: "60.00", ..item("XE110900009", "单人病房床位费", "160.00") };
pub const CATHETER: Item = Item { cap: "385.500000", ..item("XE080300005", "中心静脉导管套件", "420.000000") };
pub const SPECIAL_WARD: Item = item("ZF110200009", "特需病房服务费", "150.00");
pub const COMPANION_BED: Item = item("ZF120100014", "陪护床费", "15.00");

/// All of them.
pub const ALL: &[Item] = &[
    CONSULTATION,
    BED,
    INTENSIVE_BED,
    NURSING_FIRST,
    NURSING_SECOND,
    INFUSION,
    INJECTION,
    TOMOGRAPHY,
    ULTRASOUND,
    CARDIOGRAM,
    MONITORING,
    BLOOD_CELLS,
    PROTEIN,
    UREA,
    COAGULATION,
    ANAESTHESIA,
    FIXATION,
    HIP_REPLACEMENT,
    EXERCISE,
    VENTILATOR,
    SALINE,
    GLUCOSE,
    PENICILLIN,
    ASPIRIN,
    METFORMIN,
    ASTRAGALUS,
    INFUSION_SET,
    CEFOPERAZONE,
    HEPARIN,
    RIVAROXABAN,
    SALVIA,
    RESONANCE,
    HIP_PROSTHESIS,
    SUTURE,
    STAPLER,
    STENT,
    SINGLE_ROOM,
    CATHETER,
    SPECIAL_WARD,
    COMPANION_BED,
];
