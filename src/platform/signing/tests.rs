//! Signatures against values made with `openssl dgst` over texts typed from the recipes, not with this code:
//!
//! ```sh
//! printf '%s' '_api_access_key=…&_api_name=…&_api_timestamp=…&_api_version=…' | openssl dgst -sha1 -hmac secret-1 -binary | base64
//! printf '%s' '1795331786secret-1n-11795331786' | openssl dgst -sha256
//! ```

use super::*;
use crate::platform::profile::Profile;
use crate::platform::sample::now;

fn signed(profile: &str, secret: &str) -> Vec<(String, String)> {
    let rules = Profile::built_in(profile).unwrap().endpoint;
    headers(&rules, &Credentials::new("key-1", secret).unwrap(), Infno::Settle, now(), "n-1")
}

fn header(headers: &[(String, String)], name: &str) -> String {
    headers.iter().find(|(own, _)| own == name).unwrap().1.clone()
}

#[test]
fn csb_signs_the_four_sorted_fields_with_hmac_sha1() {
    let headers = signed("jiangxi", "secret-1");
    assert_eq!(header(&headers, "_api_name"), "hsa-fsi-2304");
    assert_eq!(header(&headers, "_api_version"), "1.0.0");
    assert_eq!(header(&headers, "_api_timestamp"), "1795331786500");
    assert_eq!(header(&headers, "_api_access_key"), "key-1");
    assert_eq!(header(&headers, "_api_signature"), "qY4eI+qxabjgD64dh9TGd1YQldI=");
}

#[test]
fn csb_hashes_a_secret_longer_than_a_block() {
    assert_eq!(header(&signed("jiangxi", &"k".repeat(80)), "_api_signature"), "ZQoKCexzC3iHGNtTAqS3vGtqN84=");
}

#[test]
fn hmac_sha1_is_that_of_rfc_2202() {
    assert_eq!(hex(&hmac_sha1(b"Jefe", b"what do ya want for nothing?")), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    let long = hmac_sha1(&[0xaa; 80], b"Test Using Larger Than Block-Size Key - Hash Key First");
    assert_eq!(hex(&long), "aa4ae5e15272d00e95705637ce8a3b55ed402112");
}

#[test]
fn x_tif_signs_time_secret_nonce_time_with_sha256() {
    let headers = signed("training", "secret-1");
    assert_eq!(header(&headers, "x-tif-paasid"), "key-1");
    assert_eq!(header(&headers, "x-tif-timestamp"), "1795331786");
    assert_eq!(header(&headers, "x-tif-nonce"), "n-1");
    assert_eq!(header(&headers, "x-tif-signature"), "0b79d59913af8f9c3d12ef0832d7e888cdcfd09de6b84a6fabe26434f3d043ae");
}

#[test]
fn credentials_print_without_the_secret_and_take_no_blank_in_the_key() {
    let credentials = Credentials::new("key-1", "secret-1").unwrap();
    assert_eq!(format!("{credentials:?}"), "Credentials(key-1, ***)");
    assert_eq!(Credentials::new("key 1\r\nx: y", "secret-1"), Err(NotCredentials));
}
