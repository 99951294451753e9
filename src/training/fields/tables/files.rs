//! 9101 and 9102: files to and from the platform.

use super::{
    super::{
        Field,
        Kind::{Bytes, Text},
        Node, Shape,
    },
    must,
};

pub(super) const T9101: &[Node] = &[Node { name: "fsUploadIn", shape: Shape::Single, fields: UPLOAD_9101 }];

pub(super) const T9102: &[Node] = &[Node { name: "fsDownloadIn", shape: Shape::Single, fields: DOWNLOAD_9102 }];

const UPLOAD_9101: &[Field] = &[must("in", Bytes), must("filename", Text(200)), must("fixmedins_code", Text(30))];

const DOWNLOAD_9102: &[Field] =
    &[must("file_qury_no", Text(30)), must("filename", Text(200)), must("fixmedins_code", Text(30))];
