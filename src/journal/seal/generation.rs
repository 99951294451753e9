//! One generation of the key, and the keys that are derived from it.

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, AesGcm};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use sm4::Sm4;
use zeroize::Zeroizing;

use super::{Cipher, HASH_BYTES, KEY_BYTES, NONCE_BYTES};

/// SM4 in Galois/counter mode (RFC 8998).
type Sm4Gcm = AesGcm<Sm4, U12>;

/// One generation of the key.
#[derive(Clone)]
pub(super) struct Generation {
    pub(super) number: u16,
    pub(super) secret: Zeroizing<[u8; KEY_BYTES]>,
    aes: Aes256Gcm,
    sm4: Sm4Gcm,
    lookup: Zeroizing<[u8; LOOKUP_KEY_BYTES]>,
}

impl Generation {
    pub(super) fn new(number: u16, secret: Zeroizing<[u8; KEY_BYTES]>) -> Self {
        let derive = |purpose: &[u8], into: &mut [u8]| {
            // Fails only for more than 255 blocks.
            let _ = Hkdf::<Sha256>::new(None, secret.as_slice()).expand(purpose, into);
        };
        let (mut aes, mut sm4) = (Zeroizing::new([0; KEY_BYTES]), Zeroizing::new([0; SM4_KEY_BYTES]));
        let mut lookup = Zeroizing::new([0; LOOKUP_KEY_BYTES]);
        derive(b"yijie seal aes-256-gcm", aes.as_mut_slice());
        derive(b"yijie seal sm4-gcm", sm4.as_mut_slice());
        derive(b"yijie person look-up", lookup.as_mut_slice());
        Self { number, aes: Aes256Gcm::new(&(*aes).into()), sm4: Sm4Gcm::new(&(*sm4).into()), lookup, secret }
    }

    /// Encrypts. `None` only above the cipher's 64 GB.
    pub(super) fn encrypt(&self, cipher: Cipher, nonce: &[u8; NONCE_BYTES], msg: &[u8], aad: &[u8]) -> Option<Vec<u8>> {
        let (nonce, payload) = ((*nonce).into(), Payload { msg, aad });
        match cipher {
            Cipher::Aes256Gcm => self.aes.encrypt(&nonce, payload),
            Cipher::Sm4Gcm => self.sm4.encrypt(&nonce, payload),
        }
        .ok()
    }

    /// Decrypts what was encrypted with the same nonce and additional data. No cipher: a value of the first schema,
    /// whose key is the secret itself.
    pub(super) fn decrypt(
        &self,
        cipher: Option<Cipher>,
        nonce: &[u8; NONCE_BYTES],
        msg: &[u8],
        aad: &[u8],
    ) -> Option<Vec<u8>> {
        let (nonce, payload) = ((*nonce).into(), Payload { msg, aad });
        match cipher {
            None => Aes256Gcm::new(&(*self.secret).into()).decrypt(&nonce, payload),
            Some(Cipher::Aes256Gcm) => self.aes.decrypt(&nonce, payload),
            Some(Cipher::Sm4Gcm) => self.sm4.decrypt(&nonce, payload),
        }
        .ok()
    }

    /// The keyed hash (HMAC-SHA-256) of a person's number.
    pub(super) fn hash(&self, number: &str) -> [u8; HASH_BYTES] {
        let mut mac = Hmac::<Sha256>::new(&(*self.lookup).into());
        mac.update(number.trim().to_ascii_uppercase().as_bytes());
        mac.finalize().into_bytes().into()
    }
}

const SM4_KEY_BYTES: usize = 16;
/// One block of SHA-256, so that it is taken as it is.
const LOOKUP_KEY_BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8998, appendix A.1.
    #[test]
    fn sm4_gcm_gives_what_the_standard_gives() {
        let bytes = |text: &str| -> Vec<u8> {
            (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
        };
        let key: [u8; 16] = bytes("0123456789ABCDEFFEDCBA9876543210").try_into().unwrap();
        let nonce: [u8; 12] = bytes("00001234567800000000ABCD").try_into().unwrap();
        let aad = bytes("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        let plain = bytes(concat!(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD",
            "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
        ));
        let sealed = bytes(concat!(
            "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735",
            "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D",
            "83DE3541E4C2B58177E065A9BF7B62EC"
        ));
        let cipher = Sm4Gcm::new(&key.into());
        let payload = Payload { msg: &plain, aad: &aad };
        assert_eq!(cipher.encrypt(&nonce.into(), payload).unwrap(), sealed);
        assert_eq!(cipher.decrypt(&nonce.into(), Payload { msg: &sealed, aad: &aad }).unwrap(), plain);
    }

    #[test]
    fn keys_of_one_generation_are_all_different() {
        let one = Generation::new(1, Zeroizing::new([7; KEY_BYTES]));
        let other = Generation::new(2, Zeroizing::new([8; KEY_BYTES]));
        let seal = |of: &Generation, cipher| of.encrypt(cipher, &[0; 12], b"plain", b"").unwrap();
        let sealed = [
            seal(&one, Cipher::Aes256Gcm),
            seal(&one, Cipher::Sm4Gcm),
            seal(&other, Cipher::Aes256Gcm),
            seal(&other, Cipher::Sm4Gcm),
        ];
        for (at, value) in sealed.iter().enumerate() {
            assert!(!sealed[..at].contains(value));
        }
        assert!(one.decrypt(None, &[0; 12], &sealed[0], b"").is_none(), "the secret itself seals nothing any more");
        assert_ne!(one.hash("11010519491231002X"), other.hash("11010519491231002X"));
        assert_eq!(one.hash("11010519491231002X"), one.hash(" 11010519491231002x "));
    }
}
