//! What the audit log tells apart.

use crate::words::words;

words! {
    /// The kind of an act in the audit log (GB/T 22239-2019: 事件类型).
    pub enum AuditEvent {
        /// Records were changed.
        Change = "change",
        /// Somebody signed in.
        SignIn = "sign_in",
        /// Somebody signed out, or was signed out.
        SignOut = "sign_out",
        /// Who a person or a company is was shown.
        View = "view",
        /// Something was saved outside the database.
        Export = "export",
        /// Something was printed.
        Print = "print",
        /// Something sealed was opened, with a reason.
        Opening = "opening",
    }
}

words! {
    /// How a link of the audit log is not what was written.
    pub enum AuditDamage {
        /// What it says was changed.
        Altered = "altered",
        /// The link that stood there is gone.
        Removed = "removed",
        /// The link was put in.
        Inserted = "inserted",
        /// The link stood elsewhere.
        Moved = "moved",
        /// The recorded end of the chain is not its last link.
        End = "end",
    }
}
