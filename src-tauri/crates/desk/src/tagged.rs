//! Reading requests whose shape depends on a word within them, with the path of a wrong field.
//!
//! Serde reads an internally tagged enum by way of a buffer and loses the path within it. Here the
//! word is taken out first and the rest read with a path, which travels in the error's text to
//! [`split`], because a deserialiser's error has no other place for it.

use serde::Deserialize as _;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::{Map, Value};

/// Encloses the inner path in the error's text; no message of serde contains it.
const MARK: char = '\u{1}';

/// Reads `{"step": WORD, …}` as the variant `WORD` of an externally tagged enum.
pub(crate) fn by_step<'de, T: DeserializeOwned, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    by("step", from)
}

/// Reads `{"kind": WORD, …}` as the variant `WORD` of an externally tagged enum.
pub(crate) fn by_kind<'de, T: DeserializeOwned, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    by("kind", from)
}

fn by<'de, T: DeserializeOwned, D: Deserializer<'de>>(tag: &str, from: D) -> Result<T, D::Error> {
    let mut fields: Map<String, Value> = Map::deserialize(from)?;
    let word = match fields.remove(tag) {
        Some(Value::String(word)) => word,
        Some(_) => return Err(marked(tag, "expected a string")),
        None => return Err(marked(tag, format!("missing field `{tag}`"))),
    };
    if fields.is_empty()
        && let Ok(bare) = T::deserialize(Value::String(word.clone()))
    {
        return Ok(bare);
    }
    let variant = Value::Object(Map::from_iter([(word.clone(), Value::Object(fields))]));
    serde_path_to_error::deserialize(variant).map_err(|error| {
        let path = error.path().to_string();
        let inner = path.strip_prefix(&word).unwrap_or_default().trim_start_matches('.');
        marked(if path == "." || path == "?" { tag } else { inner }, error.inner().to_string())
    })
}

fn marked<E: Error>(path: &str, problem: impl std::fmt::Display) -> E {
    E::custom(format!("{MARK}{path}{MARK}{problem}"))
}

/// The whole path and the problem, from a path that ends at the enum and an error's text.
pub(crate) fn split(path: String, text: String) -> (String, String) {
    let Some((inner, problem)) = text.strip_prefix(MARK).and_then(|text| text.split_once(MARK)) else {
        return (path, text);
    };
    let whole = match (path.as_str(), inner) {
        (_, "") => path,
        ("" | ".", inner) => inner.to_owned(),
        (outer, inner) => format!("{outer}.{inner}"),
    };
    (whole, problem.to_owned())
}
