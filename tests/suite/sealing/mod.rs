//! Names and numbers under seal: who holds the database, a copy of it or a log learns neither.

mod files;
mod keys;
mod older;

/// A text in every dress in which it could lie in a file: UTF-8, UTF-16 and Base64.
pub struct Dresses {
    text: String,
    forms: Vec<Vec<u8>>,
}

impl Dresses {
    pub fn of(text: &str) -> Self {
        use base64::Engine as _;
        let utf16: Vec<u16> = text.encode_utf16().collect();
        let mut forms = vec![
            text.as_bytes().to_vec(),
            utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
            utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ];
        // Three bytes are four characters, so a text lies in one of three ways; what the bytes beside it
        // would change is left out.
        for before in 0..3 {
            let mut bytes = vec![0; before];
            bytes.extend_from_slice(text.as_bytes());
            let whole = base64::engine::general_purpose::STANDARD_NO_PAD.encode(&bytes);
            let from = (before * 4).div_ceil(3);
            let until = bytes.len() * 8 / 6;
            for form in
                [whole[from..until].to_owned(), whole[from..until].replace('+', "-").replace('/', "_")]
            {
                forms.push(form.into_bytes());
            }
        }
        Self { text: text.to_owned(), forms }
    }
}

/// The texts that lie somewhere in the bytes. Looked for all at once by their first two bytes, because the
/// bytes are many.
pub fn found<'a>(secrets: &'a [Dresses], bytes: &[u8]) -> Vec<&'a str> {
    let two = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
    let mut begins = vec![Vec::new(); 1 << 16];
    for (index, secret) in secrets.iter().enumerate() {
        for form in &secret.forms {
            begins[two(form)].push((index, form.as_slice()));
        }
    }
    let mut seen = vec![false; secrets.len()];
    for (at, pair) in bytes.windows(2).enumerate() {
        for (index, form) in &begins[two(pair)] {
            seen[*index] |= bytes[at..].starts_with(form);
        }
    }
    secrets.iter().zip(seen).filter(|(_, seen)| *seen).map(|(secret, _)| secret.text.as_str()).collect()
}

#[test]
fn a_name_is_found_in_every_dress() {
    use base64::Engine as _;
    let secrets = [Dresses::of("示例甲一")];
    let utf16: Vec<u8> = "某示例甲一某".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut dressed = vec!["某示例甲一某".as_bytes().to_vec(), utf16];
    for before in ["", "a", "ab", "abc"] {
        let text = format!("{before}示例甲一 and more");
        dressed.push(base64::engine::general_purpose::STANDARD.encode(&text).into_bytes());
        dressed.push(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&text).into_bytes());
    }
    for bytes in dressed {
        assert_eq!(found(&secrets, &bytes), ["示例甲一"]);
    }
    assert_eq!(found(&secrets, "示例乙二".as_bytes()), Vec::<&str>::new());
}
