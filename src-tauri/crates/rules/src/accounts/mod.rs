//! Accounts: what a password must be, how long a code is locked after wrong ones, when a password is
//! due, and which roles one person may hold together.

mod common;
mod lockout;
mod rotation;
mod separation;
mod strength;

use crate::words::words;

pub use lockout::{lock_minutes, locked_until, tries_left};
pub use rotation::PasswordAge;
pub use separation::{RoleConflict, is_administrator, may_hold};
pub use strength::{KINDS_OF_CHARACTERS, LONGEST_PASSWORD, PasswordFault, check_password};

words! {
    /// What was done to an account.
    pub enum AccountChangeKind {
        /// It was created.
        Created = "created",
        /// A role was given.
        Granted = "granted",
        /// A role was taken.
        Taken = "taken",
        /// It was closed.
        Closed = "closed",
        /// It was opened again.
        Reopened = "reopened",
        /// The lock after wrong passwords was lifted.
        LockLifted = "lock_lifted",
    }
}

words! {
    /// Where a password comes from. Only the person's own need not be changed at the next sign-in.
    pub enum PasswordOrigin {
        /// Chosen by the person.
        Own = "own",
        /// Given with a new account.
        First = "first",
        /// Given once after the old one was forgotten.
        Once = "once",
    }
}

words! {
    /// Why a sign-in ended.
    pub enum SignInEnd {
        /// The person signed out.
        SignedOut = "signed_out",
        /// Its hours were over.
        Expired = "expired",
        /// The same person signed in elsewhere.
        Elsewhere = "elsewhere",
        /// The account was closed.
        Closed = "closed",
        /// A role was taken from the person.
        RolesTaken = "roles_taken",
        /// The password was given anew.
        PasswordReset = "password_reset",
    }
}
