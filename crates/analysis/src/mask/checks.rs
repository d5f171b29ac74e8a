//! Forms of numbers: which digits can be a telephone, an identity, a bank card.

/// Mobile numbers begin with 13 to 19.
pub(super) fn is_mobile(digits: &[u8]) -> bool {
    digits.len() == 11 && digits[0] == 1 && digits[1] >= 3
}

/// GB 11643: 17 digits with a date of birth, and the check digit of ISO 7064 MOD 11-2 (10 is X).
pub(super) fn is_identity(digits: &[u8], check: u8) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    if digits.len() != 17 || digits[0] == 0 || !is_date(&digits[6..14], false) {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum();
    CHECKS[(sum % 11) as usize] == check
}

/// Year, month and day, the year with two digits where it is an old number.
pub(super) fn is_date(digits: &[u8], old: bool) -> bool {
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0u32, |n, digit| n * 10 + u32::from(*digit))
    };
    let (year, rest) = if old {
        (1900 + number(&digits[..2]), &digits[2..])
    } else {
        (number(&digits[..4]), &digits[4..])
    };
    (1900..=2100).contains(&year)
        && (1..=12).contains(&number(&rest[..2]))
        && (1..=31).contains(&number(&rest[2..]))
}

/// ISO/IEC 7812: bank cards begin with 3 to 6 and pass the Luhn check.
pub(super) fn is_card(digits: &[u8]) -> bool {
    if !(3..=6).contains(&digits[0]) {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let doubled = u32::from(*digit) * if index % 2 == 1 { 2 } else { 1 };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    sum.is_multiple_of(10)
}
