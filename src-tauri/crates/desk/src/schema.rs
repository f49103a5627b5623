//! The commands as JSON Schema, for `bidhall commands`.

use serde_json::{Value, json};

use crate::{COMMANDS, DeskError, Kind};

/// Every command with its roles and the schema of its request and reply.
pub fn command_schemas() -> Value {
    let mut generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let commands: Vec<Value> = COMMANDS
        .iter()
        .map(|spec| {
            let (request, reply) = (spec.schemas)(&mut generator);
            json!({
                "command": spec.name,
                "about": spec.about.trim(),
                "kind": match spec.kind { Kind::Host => "host", Kind::Read => "read", Kind::Write => "write" },
                "roles": spec.roles,
                "request": request,
                "reply": reply,
            })
        })
        .collect();
    let error = generator.subschema_for::<DeskError>();
    let definitions = generator.take_definitions(true);
    json!({ "commands": commands, "error": error, "$defs": definitions })
}
