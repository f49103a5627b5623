//! Passwords that everyone tries first.

/// In lower case, with every kind of stop taken out. A password that is one of them in another spelling,
/// or one of them with digits put before or after it, is known as well.
const COMMON: [&str; 39] = [
    "password",
    "pa55word",
    "admin",
    "administrator",
    "root",
    "qwerty",
    "qwertyuiop",
    "qazwsx",
    "qazwsxedc",
    "1qaz2wsx",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "asdfgh",
    "asdfghjkl",
    "zxcvbn",
    "zxcvbnm",
    "abc",
    "abcd",
    "abcdef",
    "aa",
    "iloveyou",
    "welcome",
    "letmein",
    "dragon",
    "monkey",
    "master",
    "login",
    "test",
    "guest",
    "user",
    "system",
    "woaini",
    "wodemima",
    "mima",
    "kaibiao",
    "bidhall",
    "zhaobiao",
    "jiaoyi",
    "changeme",
];

/// Whether a password is one of the common ones under its spelling.
pub(super) fn is_common(password: &str) -> bool {
    let lower: String = password.chars().flat_map(char::to_lowercase).collect();
    let without_stops: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    let looks_like: String = lower.chars().map(letter_meant).filter(|c| c.is_alphanumeric()).collect();
    [without_stops, looks_like].iter().any(|spelt| {
        let bare = spelt.trim_matches(|c: char| c.is_ascii_digit());
        bare.is_empty() || COMMON.contains(&spelt.as_str()) || COMMON.contains(&bare)
    })
}

/// The letter or digit that a sign is put for.
fn letter_meant(sign: char) -> char {
    match sign {
        '@' => 'a',
        '$' => 's',
        '0' => 'o',
        '!' => '1',
        other => other,
    }
}
