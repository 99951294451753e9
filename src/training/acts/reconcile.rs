//! 3202: the day's rows against the platform's books, file against file; 9101 and 9102 carry the files.

use std::io::{Cursor, Read, Write};

use rust_decimal::Decimal;
use serde_json::{Value, json};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{Call, stamp};
use crate::training::{
    amount,
    books::{Settlement, SettlementState, StoredFile},
    platform::Platform,
    refusal::{Outcome, refuse},
    settings::{ResultColumns, StatementCodes},
};

/// Files kept; the oldest goes first.
const FILES_MAX: usize = 200;
/// A text larger than this isn't unpacked.
const TEXT_BYTES_MAX: u64 = 4 << 20;
/// How long a file can be fetched, days.
const DAYS: i64 = 7;

/// A row of the file that an institution uploads.
#[derive(Clone, Debug)]
struct Uploaded {
    setl_id: String,
    mdtrt_id: String,
    psn_no: String,
    medical: Decimal,
    fund: Decimal,
    account: Decimal,
    refunded: bool,
}

impl Platform {
    /// 9101: takes a file.
    pub(super) fn take_file(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("fsUploadIn");
        check_owner(call, row.text("fixmedins_code"))?;
        let node = call.envelope.input().get("fsUploadIn");
        let bytes = node.and_then(|node| node.get("in")).and_then(Value::as_array).map(Vec::as_slice);
        let bytes: Option<Vec<u8>> =
            bytes.unwrap_or_default().iter().map(|byte| byte.as_u64().and_then(|byte| byte.try_into().ok())).collect();
        let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) else {
            return refuse("上传文件内容格式错误");
        };
        let name = row.text("filename").to_owned();
        let number = self.keep_file(call, &name, bytes);
        Ok(json!({
            "file_qury_no": number,
            "filename": name,
            "fixmedins_code": call.envelope.institution(),
            "dld_endtime": ends(call),
        }))
    }

    /// 9102: gives a file.
    pub(super) fn give_file(&self, call: &Call<'_>) -> Outcome<Vec<u8>> {
        let row = call.envelope.row("fsDownloadIn");
        check_owner(call, row.text("fixmedins_code"))?;
        match self.books.files.get(row.text("file_qury_no")) {
            Some(file) if file.institution == call.envelope.institution() && file.name == row.text("filename") => {
                Ok(file.bytes.clone())
            }
            _ => refuse("文件不存在或已过期"),
        }
    }

    /// 3202: compares, and leaves the rows that differ in a file.
    pub(super) fn compare_rows(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let (Some(begin), Some(end)) = (row.date("stmt_begndate"), row.date("stmt_enddate")) else {
            return refuse("对账日期不能为空");
        };
        if begin > end {
            return refuse("对账开始日期不能晚于对账结束日期");
        }
        let file = self.books.files.get(row.text("file_qury_no"));
        let Some(file) = file.filter(|file| file.institution == call.envelope.institution()) else {
            return refuse("对账明细文件不存在");
        };
        let theirs = unpack(&file.bytes)?;
        let sum = |part: fn(&Uploaded) -> Decimal| theirs.iter().map(part).sum::<Decimal>();
        if row.amount("fixmedins_setl_cnt") != Decimal::from(theirs.len())
            || row.amount("medfee_sumamt") != sum(|row| row.medical)
            || row.amount("fund_pay_sumamt") != sum(|row| row.fund)
        {
            return refuse("对账明细文件合计与总额不一致");
        }
        let in_group = |settlement: &&Settlement| {
            settlement.counts()
                && settlement.institution == call.envelope.institution()
                && settlement.clearing_agency == row.text("setl_optins")
                && (row.text("clr_type").is_empty() || settlement.clearing_type == row.text("clr_type"))
                && (begin..=end).contains(&settlement.time.date())
        };
        let ours: Vec<&Settlement> = self.books.settlements.iter().filter(in_group).collect();
        let text = self.differences(&ours, &theirs);
        let stem = format!("stmt_{}_{}", call.envelope.institution(), call.now.strftime("%Y%m%d%H%M%S"));
        let bytes = pack(&format!("{stem}.txt"), &text)?;
        let name = format!("{stem}.zip");
        let number = self.keep_file(call, &name, bytes);
        Ok(json!({ "fileinfo": { "file_qury_no": number, "filename": name, "dld_endtime": ends(call) } }))
    }

    /// The result: what only the centre has, what only the institution has, what differs.
    fn differences(&self, ours: &[&Settlement], theirs: &[Uploaded]) -> String {
        let partner = |settlement: &Settlement| theirs.iter().find(|row| row.is_of(settlement));
        let mut lines = String::new();
        for settlement in ours {
            let (result, memo, known) = match partner(settlement) {
                Some(row) if row.agrees(settlement) => continue,
                Some(_) => ("3", "金额不一致", true),
                None => ("1", "中心多", false),
            };
            let split = &settlement.split;
            let amounts = [split.total(), split.fund_total(), split.account];
            let row = ResultRow {
                psn_no: &settlement.psn_no,
                mdtrt_id: if known { &settlement.mdtrt_id } else { "" },
                setl_id: if known { &settlement.setl_id } else { "" },
                msgid: &settlement.msgid,
                result,
                refunded: is_negative(settlement),
                memo,
                amounts,
            };
            lines.push_str(&self.line(&row));
        }
        for row in theirs.iter().filter(|row| !ours.iter().any(|settlement| row.is_of(settlement))) {
            let Uploaded { psn_no, mdtrt_id, setl_id, medical, fund, account, refunded } = row;
            let amounts = [*medical, *fund, *account];
            let (result, memo, refunded) = ("2", "医药机构多", *refunded);
            let row = ResultRow { psn_no, mdtrt_id, setl_id, msgid: "", result, refunded, memo, amounts };
            lines.push_str(&self.line(&row));
        }
        lines
    }

    /// A row of text in the edition's columns and codes. Nothing is written as `null`.
    fn line(&self, row: &ResultRow<'_>) -> String {
        let result = match self.settings.statement_codes {
            StatementCodes::Jiangxi => row.result,
            StatementCodes::Hunan => "1",
        };
        let flag = if row.refunded { "1" } else { "0" };
        let mut columns: Vec<String> =
            [row.psn_no, row.mdtrt_id, row.setl_id, row.msgid, result, flag, row.memo].map(or_null).into();
        if self.settings.result_columns == ResultColumns::Ten {
            columns.extend(row.amounts.map(|amount| amount::yuan(amount).to_string()));
        }
        columns.join("\t") + "\r\n"
    }

    fn keep_file(&mut self, call: &Call<'_>, name: &str, bytes: Vec<u8>) -> String {
        let number = format!("F{}{:09}", call.now.strftime("%Y%m%d"), self.books.serial());
        if self.books.files.len() >= FILES_MAX {
            self.books.files.pop_first();
        }
        let file = StoredFile { institution: call.envelope.institution().to_owned(), name: name.to_owned(), bytes };
        self.books.files.insert(number.clone(), file);
        number
    }
}

impl Uploaded {
    fn is_of(&self, settlement: &Settlement) -> bool {
        self.setl_id == settlement.setl_id && self.refunded == is_negative(settlement)
    }

    fn agrees(&self, settlement: &Settlement) -> bool {
        let split = &settlement.split;
        self.psn_no == settlement.psn_no
            && self.mdtrt_id == settlement.mdtrt_id
            && [self.medical, self.fund, self.account] == [split.total(), split.fund_total(), split.account]
    }

    fn parse(line: &str) -> Option<Self> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [setl_id, mdtrt_id, psn_no, medical, fund, account, refunded] = columns[..] else { return None };
        let text = |text: &str| (!matches!(text, "" | "null")).then(|| text.to_owned());
        Some(Self {
            setl_id: text(setl_id)?,
            mdtrt_id: text(mdtrt_id)?,
            psn_no: text(psn_no)?,
            medical: amount::parse(medical)?,
            fund: amount::parse(fund)?,
            account: amount::parse(account)?,
            refunded: match refunded {
                "0" => false,
                "1" => true,
                _ => return None,
            },
        })
    }
}

/// A row of the result, in the order of its columns.
struct ResultRow<'a> {
    psn_no: &'a str,
    mdtrt_id: &'a str,
    setl_id: &'a str,
    msgid: &'a str,
    result: &'static str,
    refunded: bool,
    memo: &'static str,
    amounts: [Decimal; 3],
}

fn check_owner(call: &Call<'_>, institution: &str) -> Outcome<()> {
    if institution == call.envelope.institution() { Ok(()) } else { refuse("文件不属于本机构") }
}

fn is_negative(settlement: &Settlement) -> bool {
    matches!(settlement.state, SettlementState::Negative { .. })
}

fn or_null(text: &str) -> String {
    if text.is_empty() { "null".to_owned() } else { text.to_owned() }
}

fn ends(call: &Call<'_>) -> String {
    stamp(call.now.saturating_add(jiff::SignedDuration::from_hours(24 * DAYS)))
}

/// The rows of an archive with one text in it.
fn unpack(bytes: &[u8]) -> Outcome<Vec<Uploaded>> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return refuse("对账明细文件不是有效的压缩文件");
    };
    if archive.len() != 1 {
        return refuse("对账明细压缩文件中应有且仅有一个文件");
    }
    let mut text = String::new();
    let read = match archive.by_index(0) {
        Ok(file) => file.take(TEXT_BYTES_MAX).read_to_string(&mut text).is_ok(),
        Err(_) => false,
    };
    if !read {
        return refuse("对账明细文件无法读取，应为UTF-8编码");
    }
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        match Uploaded::parse(line) {
            Some(row) => rows.push(row),
            None => return refuse(format!("对账明细文件第{}行格式错误", at + 1)),
        }
    }
    Ok(rows)
}

fn pack(name: &str, text: &str) -> Outcome<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let written = archive
        .start_file(name, SimpleFileOptions::default())
        .and_then(|()| archive.write_all(text.as_bytes()).map_err(Into::into))
        .and_then(|()| archive.finish());
    match written {
        Ok(bytes) => Ok(bytes.into_inner()),
        Err(_) => refuse("系统异常"),
    }
}
