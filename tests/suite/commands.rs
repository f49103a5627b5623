//! The one command list as others read it.

use std::collections::BTreeSet;

use bidhall_desk::{COMMANDS, Kind, command_schemas, typescript};

#[test]
fn no_command_is_listed_twice_and_each_says_what_it_does() {
    let names: BTreeSet<_> = COMMANDS.iter().map(|spec| spec.name).collect();
    assert_eq!(names.len(), COMMANDS.len());
    for spec in COMMANDS {
        assert!(spec.about.trim().ends_with('.'), "{}", spec.name);
        assert!(spec.name.split('.').all(|part| part.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
    }
}

#[test]
fn the_schemas_mention_every_command() {
    let schemas = command_schemas();
    let listed = schemas["commands"].as_array().unwrap();
    assert_eq!(listed.len(), COMMANDS.len());
    for (spec, listed) in COMMANDS.iter().zip(listed) {
        assert_eq!(listed["command"], spec.name);
        assert_eq!(listed["roles"], serde_json::json!(spec.roles));
        for side in ["request", "reply"] {
            let reference = listed[side]["$ref"].as_str().unwrap_or_default();
            let name = reference.trim_start_matches("#/$defs/");
            assert!(schemas["$defs"][name].is_object(), "{} {side}: {}", spec.name, listed[side]);
        }
    }
    assert_eq!(schemas, command_schemas());
}

#[test]
fn every_reference_of_the_schemas_leads_somewhere() {
    let schemas = command_schemas();
    let text = schemas.to_string();
    let mut count = 0;
    for rest in text.split("\"$ref\":\"").skip(1) {
        let reference = rest.split('"').next().unwrap();
        let name = reference.strip_prefix("#/$defs/").unwrap();
        assert!(schemas["$defs"][name].is_object(), "{reference}");
        count += 1;
    }
    assert!(count > 100);
}

#[test]
fn the_types_of_the_window_mention_every_command_and_are_the_same_each_time() {
    let text = typescript();
    assert_eq!(text, typescript());
    for spec in COMMANDS {
        assert!(text.contains(&format!("\"{}\": {{ request:", spec.name)), "{}", spec.name);
        let roles: Vec<_> = spec.roles.iter().map(|role| format!("\"{role}\"")).collect();
        assert!(text.contains(&format!("\"{}\": [{}],", spec.name, roles.join(", "))), "{}", spec.name);
    }
    let writes = text.split("WRITE_COMMANDS").nth(1).unwrap().split("];").next().unwrap();
    for spec in COMMANDS {
        let listed = writes.contains(&format!("\"{}\"", spec.name));
        assert_eq!(listed, spec.kind == Kind::Write, "{}", spec.name);
    }
}

#[test]
fn every_type_that_the_window_uses_is_declared_once() {
    let text = typescript();
    let declared: Vec<_> = text
        .lines()
        .filter_map(|line| {
            line.strip_prefix("export type ").or_else(|| line.strip_prefix("export interface "))
        })
        .map(|rest| rest.split([' ', '<', '=']).next().unwrap())
        .collect();
    let names: BTreeSet<_> = declared.iter().collect();
    assert_eq!(names.len(), declared.len());
    for rest in text.split("{ request: ").skip(1) {
        let (request, rest) = rest.split_once("; reply: ").unwrap();
        let reply = rest.split(" }").next().unwrap();
        for name in [request, reply].into_iter().filter(|name| !name.starts_with("Record<")) {
            assert!(names.contains(&name), "{name} is not declared");
        }
    }
}

#[test]
fn no_two_types_of_the_window_share_a_name() {
    assert_eq!(bidhall_desk::doubled_type_names(), Vec::<String>::new());
}
