//! What stands aside while rows are copied: triggers that judge an insert, and the moment at which
//! references are checked.

use crate::{StoreError, Tx};

/// A trigger or a reference, with the statements that move it.
#[derive(Debug, sqlx::FromRow)]
struct Aside {
    /// Sets it aside.
    leave: String,
    /// Puts it back as it was.
    back: String,
}

/// The statements that put back what stands aside.
#[derive(Debug)]
pub(super) struct StandingAside(Vec<String>);

/// SQLite keeps a trigger as the text that made it.
const SQLITE_ASIDE: &str = "SELECT 'DROP TRIGGER \"' || name || '\"' AS leave, sql AS back
    FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '% INSERT ON %'";

/// The tables with a reference to what is not there.
const LOOSE: &str = "SELECT \"table\" FROM pragma_foreign_key_check";

/// Bit 2 of a trigger's type is INSERT. A reference that is checked with each statement is checked at
/// the end for once.
const POSTGRES_ASIDE: &str =
    "SELECT format('ALTER TABLE %I DISABLE TRIGGER %I', t.relname, g.tgname) AS leave,
        format('ALTER TABLE %I ENABLE TRIGGER %I', t.relname, g.tgname) AS back
    FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema()
    WHERE NOT g.tgisinternal AND (g.tgtype & 4) <> 0
    UNION ALL
    SELECT format('ALTER TABLE %I ALTER CONSTRAINT %I DEFERRABLE INITIALLY DEFERRED', t.relname, c.conname),
        format('ALTER TABLE %I ALTER CONSTRAINT %I NOT DEFERRABLE', t.relname, c.conname)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema()
    WHERE c.contype = 'f' AND NOT c.condeferrable";

impl Tx {
    /// Sets aside what would stop a copy, until [`Tx::put_back`]. Both belong to the transaction, so that
    /// nobody ever finds the database without it.
    pub(super) async fn set_aside(&mut self) -> Result<StandingAside, StoreError> {
        let asides: Vec<Aside> = if self.has_server() {
            self.rows_plain(POSTGRES_ASIDE.to_owned()).await?
        } else {
            self.run_plain("PRAGMA defer_foreign_keys = ON").await?;
            self.rows_plain(SQLITE_ASIDE.to_owned()).await?
        };
        let mut back = Vec::new();
        for aside in asides {
            self.run_plain(&aside.leave).await?;
            back.push(aside.back);
        }
        Ok(StandingAside(back))
    }

    /// Has every reference checked and puts back what stood aside.
    pub(super) async fn put_back(&mut self, aside: StandingAside) -> Result<(), StoreError> {
        if self.has_server() {
            self.run_plain("SET CONSTRAINTS ALL IMMEDIATE").await?;
        } else {
            let loose: Vec<(String,)> = self.rows_plain(LOOSE.to_owned()).await?;
            if let Some((table,)) = loose.into_iter().next() {
                return Err(StoreError::CopyDiffers { table });
            }
        }
        for statement in aside.0 {
            self.run_plain(&statement).await?;
        }
        Ok(())
    }
}
