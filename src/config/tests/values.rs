//! What each kind of value takes.

use super::*;

fn taken<T: Setting>(text: &str) -> Option<T> {
    T::parse(text, Path::new("")).ok()
}

#[test]
fn api_listens_on_this_machine_only() {
    for text in ["127.0.0.1:8737", "127.9.9.9:1", "[::1]:0"] {
        assert!(taken::<Loopback>(text).is_some(), "{text}");
    }
    for text in ["0.0.0.0:8737", "[::]:8737", "10.0.0.1:8737", "127.0.0.1", "localhost:8737", "[::ffff:10.0.0.1]:1", ""]
    {
        assert!(taken::<Loopback>(text).is_none(), "{text}");
    }
}

#[test]
fn address_is_plain_http_without_credentials() {
    for text in ["http://10.36.1.20:8080/CSB", "https://fuwu.example.cn", "HTTP://p", "http://[::1]:80/a"] {
        assert!(taken::<HttpUrl>(text).is_some(), "{text}");
    }
    for text in [
        "",
        "ftp://p",
        "p:80",
        "http:p",
        "http://",
        "http://u@p",
        "http://u:p@p",
        "http://p?x",
        "http://p#x",
        "http://p\n/x",
        "http://a b",
        "http://p:99999",
    ] {
        assert!(taken::<HttpUrl>(text).is_none(), "{text}");
    }
    assert!(taken::<HttpUrl>("http://127.0.0.1:9").unwrap().is_loopback());
    assert!(taken::<HttpUrl>("http://localhost:9").unwrap().is_loopback());
    assert!(!taken::<HttpUrl>("http://127.0.0.1.example.cn").unwrap().is_loopback());
}

#[test]
fn origin_is_taken_only_as_a_browser_writes_it() {
    assert_eq!(taken::<Vec<WebOrigin>>("http://his:8080, https://his.local,").unwrap().len(), 2);
    for text in ["*", "null", "http://his/", "http://HIS", "http://his:80", "https://*.his", "his", "file:///x"] {
        assert!(taken::<Vec<WebOrigin>>(text).is_none(), "{text}");
    }
}

#[test]
fn printer_is_one_of_four_kinds() {
    assert_eq!(taken("none"), Some(Printer::None));
    assert_eq!(taken("file:/r"), Some(Printer::File("/r".into())));
    assert_eq!(taken("device:/dev/usb/lp0"), Some(Printer::Device("/dev/usb/lp0".into())));
    assert_eq!(taken("tcp:10.0.0.9:9100"), Some(Printer::Tcp { host: "10.0.0.9".into(), port: 9100 }));
    let six: Printer = taken("tcp:[fe80::1]:9100").unwrap();
    assert_eq!(six.shown().as_deref(), Some("tcp:[fe80::1]:9100"));
    for text in ["", "file:", "device:", "tcp:p", "tcp:p:0", "tcp::9100", "tcp:p:70000", "usb:/dev/x", "None"] {
        assert!(taken::<Printer>(text).is_none(), "{text}");
    }
}

#[test]
fn profile_is_a_name_or_a_path() {
    assert_eq!(taken("jiangxi"), Some(ProfileChoice::BuiltIn("jiangxi".into())));
    for path in ["own.toml", "./jiangxi", "/etc/yijie/own.TOML", r"C:\yijie\own"] {
        assert_eq!(taken(path), Some(ProfileChoice::File(path.into())));
    }
    for text in ["", "Jiang Xi", "江西"] {
        assert!(taken::<ProfileChoice>(text).is_none(), "{text}");
    }
}

#[test]
fn institution_division_slot_and_texts_keep_their_bounds() {
    use yijie_core::region::DivisionCode;
    use yijie_core::settlement::ids::InstitutionCode;
    assert!(taken::<InstitutionCode>("H3601020000!").is_none());
    assert!(taken::<InstitutionCode>("H3601020000").is_none());
    assert!(<DivisionCode as Setting>::parse("36010", Path::new("")).is_err());
    assert_eq!(taken::<DeskNumber>("07").map(DeskNumber::number), Some(7));
    for text in ["-1", "100", "256", "7.0", ""] {
        assert!(taken::<DeskNumber>(text).is_none(), "{text}");
    }
    assert!(taken::<Text<3>>("四个字符").is_none());
    assert!(taken::<Text<4>>("四个字符").is_some());
    assert!(taken::<Text<9>>("a\u{7}b").is_none());
}
