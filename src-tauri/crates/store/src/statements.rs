//! How a statement is named once and run on whichever engine is in use.

/// Declares SQL constants and lists them, so that a test can prepare every one on both engines.
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$meta])* const $name: &str = $sql;)*
        /// The statements of this module by name.
        pub const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

/// Notes a statement with its arguments on a connection that sends several together.
macro_rules! note {
    (file $open:expr, $sql:expr $(, $arg:expr)*) => {
        $open.later($sql);
        $($open.argument($arg)?;)*
    };
    (server $open:expr, $sql:expr $(, $arg:expr)*) => {
        $open.later(stringify!($sql));
        $($open.argument(&$arg);)*
    };
}

/// Fetches the rows of a query. What waits goes with it in one message.
macro_rules! fetch {
    ($fetch:ident, $tx:expr, $row:ty, $sql:expr $(, $arg:expr)*) => {
        match &mut $tx.inner {
            $crate::tx::Inner::Sqlite($crate::open::SqliteOpen::Alone(open)) => {
                note!(file open, $sql $(, $arg)*);
                open.$fetch::<$row>().await
            }
            $crate::tx::Inner::Sqlite($crate::open::SqliteOpen::Reading(open)) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.$fetch(&mut **open).await
            }
            $crate::tx::Inner::Postgres(open) => {
                note!(server open, $sql $(, $arg)*);
                open.$fetch::<$row>().await
            }
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
        match &mut $tx.inner {
            $crate::tx::Inner::Sqlite(open) => {
                let done = sqlx::query($sql)$(.bind($arg))*.execute(open.ready().await?).await;
                done.map(|done| done.rows_affected())
            }
            $crate::tx::Inner::Postgres(open) => {
                open.flush().await?;
                note!(server open, $sql $(, $arg)*);
                open.touched().await
            }
        }
        .map_err($crate::StoreError::from)
    };
}

/// Runs a statement whose outcome nobody waits for. It is sent with the next one, or with the commit, and
/// its error is told there; so are its rows, if it has any, before those of the next one.
macro_rules! later {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match &mut $tx.inner {
            $crate::tx::Inner::Sqlite($crate::open::SqliteOpen::Alone(open)) => {
                note!(file open, $sql $(, $arg)*);
            }
            $crate::tx::Inner::Sqlite($crate::open::SqliteOpen::Reading(open)) => {
                sqlx::query($sql)$(.bind($arg))*.execute(&mut **open).await?;
            }
            $crate::tx::Inner::Postgres(open) => {
                note!(server open, $sql $(, $arg)*);
            }
        }
    };
}
