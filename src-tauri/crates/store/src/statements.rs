//! How a statement is named once and run on whichever engine is in use.

/// Declares SQL constants and lists them, so that a test can prepare every one on both engines.
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$meta])* const $name: &str = $sql;)*
        /// The statements of this module by name.
        pub const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

/// Runs `$body` with `$conn` bound to the connection of the engine in use.
macro_rules! on_engine {
    ($tx:expr, $conn:ident => $body:expr) => {
        match &mut $tx.inner {
            $crate::tx::Inner::Sqlite(open) => {
                let $conn = open.ready().await?;
                $body
            }
            $crate::tx::Inner::Postgres(open) => {
                let $conn = open.ready()?;
                $body
            }
        }
    };
}

/// Fetches the rows of a query. What waits for the writer's connection goes with it in one message.
macro_rules! fetch {
    ($fetch:ident, $tx:expr, $row:ty, $sql:expr $(, $arg:expr)*) => {
        match &mut $tx.inner {
            $crate::tx::Inner::Sqlite($crate::open::SqliteOpen::Alone(open)) => {
                open.later($sql);
                $(open.argument($arg)?;)*
                let (text, arguments) = open.waiting();
                sqlx::query_as_with::<_, $row, _>(sqlx::AssertSqlSafe(text), arguments)
                    .$fetch(open.connection()?)
                    .await
            }
            _ => on_engine!($tx, conn => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.$fetch(conn).await),
        }
        .map_err($crate::StoreError::from)
    };
}

/// All rows of a query.
macro_rules! all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        fetch!(fetch_all, $tx, $row, $sql $(, $arg)*)
    };
}

/// The one row of a query, or none.
macro_rules! one {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        fetch!(fetch_optional, $tx, $row, $sql $(, $arg)*)
    };
}

/// Runs a statement and tells how many rows it touched.
macro_rules! run {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        on_engine!($tx, conn => {
            sqlx::query($sql)$(.bind($arg))*.execute(conn).await.map(|done| done.rows_affected())
        })
        .map_err($crate::StoreError::from)
    };
}

/// Runs a statement whose outcome nobody waits for. On SQLite it is sent with the next one, or with the
/// commit, and its error is told there.
macro_rules! later {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match &mut $tx.inner {
            $crate::tx::Inner::Sqlite($crate::open::SqliteOpen::Alone(open)) => {
                open.later($sql);
                $(open.argument($arg)?;)*
            }
            _ => {
                run!($tx, $sql $(, $arg)*)?;
            }
        }
    };
}
