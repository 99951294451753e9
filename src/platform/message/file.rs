//! 9101 and 9102: files to and from the platform.

use serde::Serialize;

use crate::platform::dossier::Hospital;
use crate::platform::envelope::Reply;

/// 9101.
#[derive(Clone, Copy)]
pub struct UploadLook<'a> {
    /// `filename`.
    pub name: &'a str,
    /// `in`: its bytes.
    pub bytes: &'a [u8],
}

impl std::fmt::Debug for UploadLook<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UploadLook({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// 9102.
#[derive(Debug, Clone, Copy)]
pub struct DownloadLook<'a> {
    /// Which file.
    pub ticket: &'a FileTicket,
}

/// Where a file waits at the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTicket {
    /// `file_qury_no`.
    pub number: String,
    /// `filename`.
    pub name: String,
}

#[derive(Serialize)]
pub(super) struct UploadInput<'a> {
    #[serde(rename = "fsUploadIn")]
    upload: UploadNode<'a>,
}

#[derive(Serialize)]
struct UploadNode<'a> {
    // An array of numbers from 0 to 255.
    #[serde(rename = "in")]
    bytes: &'a [u8],
    filename: &'a str,
    fixmedins_code: &'a str,
}

#[derive(Serialize)]
pub(super) struct DownloadInput<'a> {
    #[serde(rename = "fsDownloadIn")]
    download: DownloadNode<'a>,
}

#[derive(Serialize)]
struct DownloadNode<'a> {
    file_qury_no: &'a str,
    filename: &'a str,
    fixmedins_code: &'a str,
}

impl<'a> UploadLook<'a> {
    pub(super) fn input(&self, hospital: &'a Hospital) -> UploadInput<'a> {
        let fixmedins_code = hospital.institution.as_str();
        UploadInput { upload: UploadNode { bytes: self.bytes, filename: self.name, fixmedins_code } }
    }
}

impl<'a> DownloadLook<'a> {
    pub(super) fn input(self, hospital: &'a Hospital) -> DownloadInput<'a> {
        let fixmedins_code = hospital.institution.as_str();
        let FileTicket { number, name } = self.ticket;
        DownloadInput { download: DownloadNode { file_qury_no: number, filename: name, fixmedins_code } }
    }
}

/// Reads 9101, whose table names no node, and 3202, whose node is `fileinfo`.
pub(in crate::platform) fn read_ticket(reply: &Reply) -> Result<FileTicket, String> {
    let one = |field: &str| match reply.everywhere(field).as_slice() {
        [serde_json::Value::String(text)] => Ok(text.trim().to_owned()),
        [serde_json::Value::Number(number)] => Ok(number.as_str().to_owned()),
        [] => Err(format!("no {field}")),
        _ => Err(format!("more than one {field}")),
    };
    Ok(FileTicket { number: one("file_qury_no")?, name: one("filename")? })
}

/// The file of 9102, which comes bare where it comes at all.
pub(in crate::platform) fn read_file(body: &[u8]) -> Option<Vec<u8>> {
    body.starts_with(ZIP_BEGINS).then(|| body.to_vec())
}

const ZIP_BEGINS: &[u8] = b"PK";
