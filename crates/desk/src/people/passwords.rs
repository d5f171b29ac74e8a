//! Passwords: what is asked of them, how they are hashed and compared.
//!
//! Argon2id with 19 MiB and two passes, the least that OWASP's cheat sheet on password storage
//! names; some 30 ms on one core.

use crate::DeskError;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use model::limits;
use std::sync::OnceLock;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const SALT_BYTES: usize = 16;
/// Different characters a password has at least.
const DIFFERENT_CHARS_MIN: usize = 5;

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None)
        .expect("19 MiB, two passes and one lane are within the limits of Argon2");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Why a password will not do, as a word of the catalogue; none where it will.
pub(crate) fn weakness(password: &str, login: &str) -> Option<&'static str> {
    let chars: Vec<char> = password.chars().collect();
    if chars.len() < limits::PASSWORD_CHARS_MIN {
        return Some("password.short");
    }
    if password.len() > limits::PASSWORD_BYTES_MAX {
        return Some("password.long");
    }
    let mut different = chars.clone();
    different.sort_unstable();
    different.dedup();
    let lower = password.to_lowercase();
    let steps = chars
        .windows(2)
        .filter(|pair| (pair[1] as i64 - pair[0] as i64).abs() <= 1)
        .count();
    if different.len() < DIFFERENT_CHARS_MIN || steps * 4 > chars.len() * 3 {
        return Some("password.plain");
    }
    if login.chars().count() >= 3 && lower.contains(&login.to_lowercase()) {
        return Some("password.login");
    }
    None
}

/// The hash that is kept, as a PHC string.
pub(crate) fn hash(password: &str, salt: [u64; 2]) -> Result<String, DeskError> {
    let mut bytes = [0; SALT_BYTES];
    bytes[..8].copy_from_slice(&salt[0].to_be_bytes());
    bytes[8..].copy_from_slice(&salt[1].to_be_bytes());
    hasher()
        .hash_password_with_salt(password.as_bytes(), &bytes)
        .map(|hash: PasswordHash| hash.to_string())
        .map_err(|error| DeskError::Broken {
            act: "hash a password",
            why: error.to_string(),
        })
}

/// Whether this is the password. Where there is none to compare with, as much time goes by.
pub(crate) fn is_right(password: &str, kept: Option<&str>) -> bool {
    static NOBODYS: OnceLock<String> = OnceLock::new();
    let nobodys = || hash("nobody signs in with this", [0; 2]).unwrap_or_default();
    let (kept, real) = match kept {
        Some(kept) => (kept, true),
        None => (NOBODYS.get_or_init(nobodys).as_str(), false),
    };
    let Ok(parsed) = PasswordHash::new(kept) else {
        return false;
    };
    let right = hasher()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok();
    right && real
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_is_right() {
        let kept = hash("青岚县的雨下了三天", [1, 2]).unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(is_right("青岚县的雨下了三天", Some(&kept)));
        assert!(!is_right("青岚县的雨下了三天 ", Some(&kept)));
        assert!(!is_right("", Some(&kept)));
        assert!(!is_right("nobody signs in with this", None));
        // What lies beyond the 72nd byte counts.
        let long = "长".repeat(100);
        let kept = hash(&long, [1, 2]).unwrap();
        assert!(!is_right(&"长".repeat(99), Some(&kept)));
    }

    #[test]
    fn weak_passwords_are_told_why() {
        for (password, login, expected) in [
            ("short", "li", Some("password.short")),
            ("aaaaaaaaaaaa", "li", Some("password.plain")),
            ("1234567890123", "li", Some("password.plain")),
            ("abababababab", "li", Some("password.plain")),
            ("wang.fang2026!", "wang.fang", Some("password.login")),
            ("correct horse battery", "li", None),
            ("今天下午河水涨了两米多", "li", None),
        ] {
            assert_eq!(weakness(password, login), expected, "{password}");
        }
        assert_eq!(weakness(&"字".repeat(2_000), ""), Some("password.long"));
    }
}
