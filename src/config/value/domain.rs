//! The core's types, as a person types them.

use std::path::Path;

use yijie_core::person::PersonName;
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ids::InstitutionCode;

use super::{Said, Setting};

impl Setting for InstitutionCode {
    fn expected() -> Said {
        Said::new("twelve letters and digits, as H36010200001", "十二位字母数字，如 H36010200001")
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        // The type lets in what any platform ever gave; what a person types here is letters and digits.
        let code = Self::parse(text).ok().filter(|code| code.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric()));
        code.ok_or_else(<Self as Setting>::expected)
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Setting for DivisionCode {
    fn expected() -> Said {
        Said::new("a division code of six digits, as 360100", "六位医保区划代码，如 360100")
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        Self::parse(text).map_err(|_| <Self as Setting>::expected())
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Setting for PersonName {
    fn expected() -> Said {
        Said::new("a person's name of at most 50 characters", "姓名，不超过 50 个字符")
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        Self::parse(text).map_err(|_| <Self as Setting>::expected())
    }

    fn may_be_quoted(_: &str) -> bool {
        false
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}
