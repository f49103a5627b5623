//! A small JSON reader, enough for test reports and `cargo metadata`.

use std::{iter::Peekable, str::Chars};

/// A JSON value. A number keeps its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    /// Reads one document; `None` when it is not JSON.
    pub fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text.trim_start_matches('\u{feff}').chars().peekable() };
        let value = reader.value()?;
        reader.space();
        reader.rest.next().is_none().then_some(value)
    }

    /// The member of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Map(_) => &[],
        }
    }

    /// The text of a string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// A whole number that is not negative.
    pub fn count(&self) -> Option<u32> {
        match self {
            Self::Number(text) => text.parse().ok(),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Map(_) => None,
        }
    }
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    fn space(&mut self) {
        while self.rest.next_if(|c| matches!(c, ' ' | '\t' | '\r' | '\n')).is_some() {}
    }

    fn take(&mut self, wanted: char) -> Option<()> {
        self.space();
        self.rest.next_if_eq(&wanted).map(|_| ())
    }

    fn value(&mut self) -> Option<Value> {
        self.space();
        match self.rest.peek()? {
            '{' => self.map(),
            '[' => self.list(),
            '"' => self.text().map(Value::Text),
            't' => self.word("true", Value::Bool(true)),
            'f' => self.word("false", Value::Bool(false)),
            'n' => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        word.chars().all(|c| self.rest.next_if_eq(&c).is_some()).then_some(value)
    }

    fn number(&mut self) -> Option<Value> {
        let mut text = String::new();
        while let Some(c) = self.rest.next_if(|c| matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')) {
            text.push(c);
        }
        text.contains(|c: char| c.is_ascii_digit()).then_some(Value::Number(text))
    }

    fn list(&mut self) -> Option<Value> {
        self.take('[')?;
        let mut items = Vec::new();
        if self.take(']').is_some() {
            return Some(Value::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.take(',').is_none() {
                self.take(']')?;
                return Some(Value::List(items));
            }
        }
    }

    fn map(&mut self) -> Option<Value> {
        self.take('{')?;
        let mut members = Vec::new();
        if self.take('}').is_some() {
            return Some(Value::Map(members));
        }
        loop {
            self.space();
            let name = self.text()?;
            self.take(':')?;
            members.push((name, self.value()?));
            if self.take(',').is_none() {
                self.take('}')?;
                return Some(Value::Map(members));
            }
        }
    }

    fn text(&mut self) -> Option<String> {
        self.rest.next_if_eq(&'"')?;
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.escape()?),
                c => text.push(c),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        match self.rest.next()? {
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'u' => {
                let first = self.unit()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                self.rest.next_if_eq(&'\\')?;
                self.rest.next_if_eq(&'u')?;
                let second = self.unit()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second)
            }
            c @ ('"' | '\\' | '/') => Some(c),
            _ => None,
        }
    }

    fn unit(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |unit, _| Some(unit * 16 + self.rest.next()?.to_digit(16)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nested_values() {
        let value =
            Value::read(r#" {"a": [1, -2.5e3, true, null], "b": {"c": "场\n\u573a\ud83d\ude00"}, "d": {}} "#)
                .unwrap();
        let items = value.get("a").unwrap().items();
        assert_eq!(items.len(), 4);
        assert_eq!(items[0].count(), Some(1));
        assert_eq!(items[1].count(), None);
        assert_eq!(items[2], Value::Bool(true));
        assert_eq!(items[3], Value::Null);
        assert_eq!(value.get("b").unwrap().get("c").unwrap().text(), Some("场\n场😀"));
        assert_eq!(value.get("d"), Some(&Value::Map(vec![])));
        assert_eq!(value.get("e"), None);
    }

    #[test]
    fn refuses_what_is_not_json() {
        for text in ["", "{", "[1,]", "{\"a\" 1}", "\"open", "tru", "1 2", "\"\\ud800x\"", "-"] {
            assert_eq!(Value::read(text), None, "{text}");
        }
    }
}
