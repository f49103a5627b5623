//! The call script: a text with placeholders.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Expectation, SettingsFault, fault};

/// The script that is delivered.
pub(super) const DEFAULT_SCRIPT: &str = "\
您好，这里是{centre}。贵公司（{agency}）代理的{sessions}定于{date}开标，请贵公司向各投标人转述以下事项：
一、每家只派1人，全程佩戴口罩，携带本人有效身份证件；
二、请按附件提前如实填好健康调查表，进场时交验；
三、{gate_opens}开始进场检查，建议{arrive_before}前到达，并预留路途时间；
四、体温{threshold}，或者14天内有重点地区旅居史的，请更换人员并提前告知贵公司；人员不能进场的，投标文件可在入口处移交贵公司，不影响投标。
请不要告诉我们投标人的名称和家数。转述完成后，请回复“已转述”。谢谢配合。";

/// What is said on the morning of the sessions.
pub(super) const MORNING_SCRIPT: &str = "\
您好，这里是{centre}。贵公司（{agency}）代理的{sessions}今日（{date}）开标，现作开标前确认：
一、昨日提醒事项是否均已转述到位；
二、{gate_opens}开始进场检查，请提示各投标人{arrive_before}前到达；
三、体温{threshold}的人员不能进场，投标文件可在入口处移交贵公司，不影响投标。
请不要告诉我们投标人的名称和家数。确认无误后，请回复“已确认”。谢谢配合。";

/// What is said when nothing is left of what was announced.
pub(super) const CANCELLED_SCRIPT: &str = "\
您好，这里是{centre}。此前通知贵公司（{agency}）的{sessions}原定于{date}开标，现已取消或者改期，请向各投标人转述。
改期的场次将另行通知。请不要告诉我们投标人的名称和家数。转述完成后，请回复“已转述”。谢谢配合。";

/// What is said to a unit of the roll-call.
pub(super) const ROLL_CALL_SCRIPT: &str = "\
您好，这里是{centre}。请{agency}报送{date}本单位人员在岗情况：在岗、居家、隔离、外地各有哪些人员。
报送完成后，请回复“已报齐”。谢谢配合。";

const MOST_CHARACTERS: usize = 2000;

/// What the placeholders of a script stand for: `{centre}`, `{agency}` and so on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScriptFacts {
    /// The name of the centre.
    pub centre: String,
    /// The name of the agency.
    pub agency: String,
    /// The sessions with their times, as they are said.
    pub sessions: String,
    /// The day of the openings.
    pub date: String,
    /// When the gate begins to check.
    pub gate_opens: String,
    /// By when people are asked to arrive.
    pub arrive_before: String,
    /// The limit of temperature, as it is said:
    /// [`TemperatureRule::spoken_limit`](crate::temperature::TemperatureRule::spoken_limit).
    pub threshold: String,
}

impl ScriptFacts {
    fn get(&self, placeholder: &str) -> Option<&str> {
        Some(match placeholder {
            "centre" => &self.centre,
            "agency" => &self.agency,
            "sessions" => &self.sessions,
            "date" => &self.date,
            "gate_opens" => &self.gate_opens,
            "arrive_before" => &self.arrive_before,
            "threshold" => &self.threshold,
            _ => return None,
        })
    }
}

/// Why a script cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScriptError {
    /// A placeholder that stands for nothing.
    #[error("unknown placeholder {{{name}}}")]
    UnknownPlaceholder {
        /// Its name, without braces.
        name: String,
    },
    /// A brace without its partner.
    #[error("a brace is not closed")]
    OpenBrace,
}

/// The script with every placeholder filled. What a fact contains is never read as a
/// placeholder.
///
/// # Errors
/// [`ScriptError`] when a placeholder is unknown or a brace stands alone.
pub fn fill_script(template: &str, facts: &ScriptFacts) -> Result<String, ScriptError> {
    let mut out = String::with_capacity(template.len());
    for piece in pieces(template) {
        match piece? {
            Piece::Text(text) => out.push_str(text),
            Piece::Placeholder(name) => {
                let unknown = || ScriptError::UnknownPlaceholder { name: name.to_owned() };
                out.push_str(facts.get(name).ok_or_else(unknown)?);
            }
        }
    }
    Ok(out)
}

enum Piece<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

fn pieces(template: &str) -> impl Iterator<Item = Result<Piece<'_>, ScriptError>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(inside) = rest.strip_prefix('{') {
            let Some((name, after)) = inside.split_once('}') else {
                rest = "";
                return Some(Err(ScriptError::OpenBrace));
            };
            rest = after;
            return Some(Ok(Piece::Placeholder(name)));
        }
        if rest.starts_with('}') {
            rest = "";
            return Some(Err(ScriptError::OpenBrace));
        }
        let (text, after) = rest.split_at(rest.find(['{', '}']).unwrap_or(rest.len()));
        rest = after;
        Some(Ok(Piece::Text(text)))
    })
}

/// Checks a script that has to have certain placeholders.
pub(super) fn check_script(path: &str, template: &str, required: &[&str]) -> Result<(), SettingsFault> {
    let characters = template.chars().count();
    if template.trim().is_empty() || characters > MOST_CHARACTERS {
        return Err(fault(path, Expectation::Text { most: 2000 }));
    }
    let blank = ScriptFacts {
        centre: String::new(),
        agency: String::new(),
        sessions: String::new(),
        date: String::new(),
        gate_opens: String::new(),
        arrive_before: String::new(),
        threshold: String::new(),
    };
    fill_script(template, &blank).map_err(|_| fault(path, Expectation::KnownPlaceholders))?;
    match required.iter().find(|name| !template.contains(&format!("{{{name}}}"))) {
        Some(name) => Err(fault(path, Expectation::Placeholder { name: (*name).to_owned() })),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrecy::guard_free_text;

    fn facts() -> ScriptFacts {
        ScriptFacts {
            centre: "云岭区公共资源交易中心".to_owned(),
            agency: "示例乙项目管理有限公司".to_owned(),
            sessions: "YL-0312-02（9时30分）、YL-0312-03（14时）".to_owned(),
            date: "2020年3月12日 星期四".to_owned(),
            gate_opens: "8时30分".to_owned(),
            arrive_before: "8时50分".to_owned(),
            threshold: "达到或超过37.3℃".to_owned(),
        }
    }

    #[test]
    fn the_delivered_script_is_filled_without_a_gap() {
        let text = fill_script(DEFAULT_SCRIPT, &facts()).unwrap();
        assert!(text.contains("代理的YL-0312-02（9时30分）、YL-0312-03（14时）定于2020年3月12日 星期四开标"));
        assert!(text.contains("体温达到或超过37.3℃"));
        assert!(!text.contains(['{', '}']));
    }

    #[test]
    fn the_delivered_script_asks_for_no_names_and_no_number_and_says_none() {
        for script in [DEFAULT_SCRIPT, MORNING_SCRIPT, CANCELLED_SCRIPT] {
            assert!(script.contains("请不要告诉我们投标人的名称和家数"));
        }
        for script in [DEFAULT_SCRIPT, MORNING_SCRIPT, CANCELLED_SCRIPT, ROLL_CALL_SCRIPT] {
            let text = fill_script(script, &facts()).unwrap();
            assert_eq!(guard_free_text(&text, &["示例建工一有限公司".to_owned()]), Ok(()));
        }
    }

    #[test]
    fn an_unknown_placeholder_is_an_error() {
        let error = fill_script("{sessions}{bidders}", &facts()).unwrap_err();
        assert_eq!(error, ScriptError::UnknownPlaceholder { name: "bidders".to_owned() });
        assert_eq!(fill_script("{sessions", &facts()), Err(ScriptError::OpenBrace));
        assert_eq!(fill_script("sessions}", &facts()), Err(ScriptError::OpenBrace));
    }

    #[test]
    fn a_fact_is_never_read_as_a_placeholder() {
        let facts = ScriptFacts { agency: "{date}".to_owned(), ..facts() };
        assert_eq!(fill_script("{agency}", &facts).as_deref(), Ok("{date}"));
    }

    #[test]
    fn a_script_must_say_what_opens_when() {
        let expected =
            |template: &str| check_script("script", template, &["sessions", "date"]).unwrap_err().expected;
        assert_eq!(expected("{date}"), Expectation::Placeholder { name: "sessions".to_owned() });
        assert_eq!(expected("{sessions}"), Expectation::Placeholder { name: "date".to_owned() });
        assert_eq!(expected("{sessions}{date}{x}"), Expectation::KnownPlaceholders);
        assert_eq!(expected(" "), Expectation::Text { most: 2000 });
    }
}
