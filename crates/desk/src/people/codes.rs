//! Codes of an authenticator (TOTP, RFC 6238), and recovery codes for when it is lost.

use crate::DeskError;
use ports::Random;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// Bytes of a secret, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
/// Seconds of one step.
const STEP_SECONDS: u64 = 30;
/// Steps before and after the present whose codes count: clocks differ.
const SKEW_STEPS: u16 = 1;
/// Recovery codes that are handed out.
const RECOVERY_CODES: usize = 10;

/// A secret that an authenticator is to take in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeOffer {
    /// In Base32, for typing.
    pub secret: String,
    /// As an address, for the picture.
    pub uri: String,
}

/// A new secret.
pub(crate) fn secret(random: &dyn Random) -> Vec<u8> {
    let bytes = (0..3).flat_map(|_| random.bits().to_be_bytes());
    bytes.take(SECRET_BYTES).collect()
}

fn totp(secret: Vec<u8>, office: &str, login: &str) -> Result<Totp, DeskError> {
    // A colon parts the two in the address.
    let clean = |text: &str| text.replace(':', " ");
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(SKEW_STEPS)
        .with_step_duration(STEP_SECONDS)
        .with_secret(Secret::new(secret.into_boxed_slice()))
        .with_account_name(clean(login))
        .with_issuer(Some(clean(office)))
        .build()
        .map_err(|error| DeskError::Broken {
            act: "reckon a code",
            why: error.to_string(),
        })
}

/// What an authenticator takes in.
pub(crate) fn offer(secret: &[u8], office: &str, login: &str) -> Result<CodeOffer, DeskError> {
    let totp = totp(secret.to_vec(), office, login)?;
    let uri = totp.to_url().map_err(|error| DeskError::Broken {
        act: "write a secret down for an authenticator",
        why: error.to_string(),
    })?;
    Ok(CodeOffer {
        secret: totp.secret().to_base32(),
        uri,
    })
}

/// The bytes of a secret in Base32.
pub(crate) fn from_base32(text: &str) -> Option<Vec<u8>> {
    let secret = Secret::try_from_base32(text).ok()?;
    let bytes = secret.as_bytes();
    (bytes.len() == SECRET_BYTES).then(|| bytes.to_vec())
}

/// The step of time whose code this is, around now.
pub(crate) fn step_of(secret: &[u8], code: &str, now_ms: i64) -> Option<i64> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 6 {
        return None;
    }
    let totp = totp(secret.to_vec(), "desk", "desk").ok()?;
    let seconds = u64::try_from(now_ms.div_euclid(1_000)).ok()?;
    totp.check(&digits, seconds).map(|step| step as i64)
}

/// New recovery codes: ten groups of two times five characters that are not mistaken for others.
pub(crate) fn recovery_codes(random: &dyn Random) -> Vec<String> {
    const LETTERS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
    let code = |bits: u64| {
        let letter = |at: u32| char::from(LETTERS[(bits >> (at * 5)) as usize % 32]);
        let five = |from: u32| (from..from + 5).map(letter).collect::<String>();
        format!("{}-{}", five(0), five(5))
    };
    (0..RECOVERY_CODES).map(|_| code(random.bits())).collect()
}

/// A recovery code as it is compared: small letters, nothing between them.
pub(crate) fn plain(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret of its test vectors.
    const RFC_SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let step = seconds / 30;
            assert_eq!(step_of(RFC_SECRET, code, seconds * 1_000), Some(step));
            assert_eq!(
                step_of(RFC_SECRET, code, (seconds + 30) * 1_000),
                Some(step),
                "one step late"
            );
            assert_eq!(step_of(RFC_SECRET, code, (seconds + 90) * 1_000), None);
        }
        assert_eq!(step_of(RFC_SECRET, "287 082", 59_000), Some(1));
        for nonsense in ["", "28708", "2870821", "abcdef", "۲۸۷۰۸۲"] {
            assert_eq!(step_of(RFC_SECRET, nonsense, 59_000), None);
        }
        assert_eq!(step_of(RFC_SECRET, "287082", -1), None);
    }

    #[test]
    fn an_offer_reads_back() {
        let offer = offer(RFC_SECRET, "青岚县: 舆情", "li.na").unwrap();
        assert_eq!(from_base32(&offer.secret).as_deref(), Some(RFC_SECRET));
        assert!(offer.uri.starts_with("otpauth://totp/"));
        assert_eq!(from_base32("ABC"), None);
        assert_eq!(plain(" Ab2d-9kK "), "ab2d9kk");
    }
}
