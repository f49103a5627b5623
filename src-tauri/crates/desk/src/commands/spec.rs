//! What a command is to others: how it meets the records, who may call it, what is made of it.

use bidhall_rules::roles::Role;

use super::COMMANDS;

/// How a command meets the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Works on the workplace itself, such as which database is open.
    Host,
    /// Reads one consistent state.
    Read,
    /// Changes something: needs a nonce and leaves an audit row.
    Write,
}

/// What the audit log and the sign-in make of a command, beyond how it meets the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Works on the caller's own sign-in: needs one, whatever the roles, and also when it is locked or the
    /// password is due.
    Own,
    /// Shows who a person or a company is.
    Personal,
    /// Puts something outside the database.
    Export,
    /// Prints something.
    Print,
}

/// A command as others see it.
#[derive(Debug, Clone, Copy)]
pub struct CommandSpec {
    /// Name.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// How it meets the records.
    pub kind: Kind,
    /// Who may call it; empty means anyone, even before signing on.
    pub roles: &'static [Role],
    /// What else has to be known of it.
    pub mark: Option<Mark>,
    pub(crate) types: fn(&mut crate::typescript::Collector) -> (String, String),
    pub(crate) schemas: fn(&mut schemars::SchemaGenerator) -> (schemars::Schema, schemars::Schema),
}

impl CommandSpec {
    /// The command of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        COMMANDS.iter().find(|spec| spec.name == name)
    }
}
