//! People with accounts, for the tests that play in a real centre. All names and passwords are invented.

use bidhall_desk::{Call, DeskError, Workplace};
use bidhall_rules::roles::Role;
use serde_json::{Value, json};

use crate::bench::PASSPHRASE;

/// The password a person chose.
pub const OWN: &str = "Regen-7y-Wolke";
/// The one the security administrator gave with the account.
pub const FIRST: &str = "Morgen-4x-Licht";

pub const CENTRE: &str = "云岭区公共资源交易中心";

/// The three administrators; their codes are the words of their roles.
pub fn administrators() -> Value {
    json!({
        "system": { "code": "system-admin", "name": "示例系统", "password": "Regen-1s-Wolke" },
        "security": { "code": "security-admin", "name": "示例安全", "password": "Regen-2s-Wolke" },
        "audit": { "code": "auditor", "name": "示例审计", "password": "Regen-3s-Wolke" },
    })
}

fn password_of(code: &str) -> &'static str {
    match code {
        "system-admin" => "Regen-1s-Wolke",
        "security-admin" => "Regen-2s-Wolke",
        "auditor" => "Regen-3s-Wolke",
        _ => OWN,
    }
}

/// Sends a command without a nonce, as a command that holds a secret is sent.
pub async fn ask(
    workplace: &Workplace,
    token: Option<&str>,
    command: &str,
    payload: Value,
) -> Result<Value, DeskError> {
    let token = token.map(str::to_owned);
    workplace.handle(&Call { command: command.to_owned(), token, payload, ..Call::default() }).await
}

pub async fn found(workplace: &Workplace) {
    let form = json!({ "name": CENTRE, "administrators": administrators(), "passphrase": PASSPHRASE });
    ask(workplace, None, "centre.found", form).await.unwrap();
}

pub async fn try_sign_in(workplace: &Workplace, code: &str, password: &str) -> Result<Value, DeskError> {
    let form = json!({ "code": code, "password": password, "desk": "岗位一" });
    ask(workplace, None, "accounts.sign_in", form).await
}

fn token(reply: &Value) -> String {
    reply["token"].as_str().unwrap().to_owned()
}

/// The token of a person who chose a password of their own.
pub async fn sign_in(workplace: &Workplace, code: &str) -> String {
    token(&try_sign_in(workplace, code, password_of(code)).await.unwrap())
}

/// Creates an account whose owner has not signed in yet.
pub async fn created(workplace: &Workplace, security: &str, code: &str, roles: &[Role]) {
    let form =
        json!({ "code": code, "name": "示例人", "roles": roles, "password": FIRST, "reason": "示例文件" });
    ask(workplace, Some(security), "accounts.create", form).await.unwrap();
}

/// Creates an account; its owner signs in and chooses a password.
pub async fn settled(workplace: &Workplace, security: &str, code: &str, roles: &[Role]) -> String {
    created(workplace, security, code, roles).await;
    let token = token(&try_sign_in(workplace, code, FIRST).await.unwrap());
    let form = json!({ "old": FIRST, "new": OWN });
    ask(workplace, Some(&token), "accounts.change_password", form).await.unwrap();
    token
}
