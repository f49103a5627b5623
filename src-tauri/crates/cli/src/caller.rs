//! Who acts. In a real centre a code is not enough: the program signs in with a password, does what it was
//! asked, and signs out.

use bidhall_desk::{Call, Workplace};
use serde_json::json;

use crate::arguments::Arguments;
use crate::call::drawn;
use crate::error::CliError;

/// Where a password may stand for programs that nobody sits before.
const PASSWORD: &str = "BIDHALL_PASSWORD";

/// The desk that sign-ins of this program are at.
const DESK: &str = "命令行";

/// Whoever acts.
#[derive(Debug, Default)]
pub(crate) struct Caller {
    pub(crate) operator: Option<String>,
    pub(crate) token: Option<String>,
}

impl Caller {
    /// The person of the arguments, signed in where that is asked.
    pub(crate) async fn of(workplace: &Workplace, arguments: &Arguments) -> Result<Self, CliError> {
        let operator = arguments.operator.clone();
        let Some(code) = &operator else { return Ok(Self::default()) };
        let view = workplace.handle(&named("database.current")).await?;
        if view.get("entry").and_then(|entry| entry.as_str()) != Some("sign_in") {
            return Ok(Self { operator, token: None });
        }
        let payload = json!({ "code": code, "password": password(code)?, "desk": DESK });
        let reply = workplace.handle(&Call { payload, ..named("accounts.sign_in") }).await?;
        let token = reply.get("token").and_then(|token| token.as_str()).map(str::to_owned);
        Ok(Self { operator, token })
    }

    /// Signs out. A sign-in that ended meanwhile needs no end.
    pub(crate) async fn leave(self, workplace: &Workplace) {
        let Self { token: Some(token), .. } = self else { return };
        let Ok(nonce) = drawn() else { return };
        let call = Call { token: Some(token), nonce: Some(nonce), ..named("accounts.sign_out") };
        let _ = workplace.handle(&call).await;
    }
}

fn named(command: &str) -> Call {
    Call { command: command.to_owned(), ..Call::default() }
}

/// The password from the environment, else asked on the terminal without an echo.
fn password(code: &str) -> Result<String, CliError> {
    match std::env::var_os(PASSWORD).map(std::ffi::OsString::into_string) {
        Some(Ok(password)) => Ok(password),
        Some(Err(_)) => Err(CliError::Problem(format!("{PASSWORD}: not UTF-8"))),
        None => rpassword::prompt_password(format!("{code}: ")).map_err(CliError::Lines),
    }
}
