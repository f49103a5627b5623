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
                let $conn = &mut **open;
                $body
            }
            $crate::tx::Inner::Postgres(open) => {
                let $conn = &mut **open;
                $body
            }
        }
    };
}

/// All rows of a query.
macro_rules! all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        on_engine!($tx, conn => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(conn).await)
            .map_err($crate::StoreError::from)
    };
}

/// The one row of a query, or none.
macro_rules! one {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        on_engine!($tx, conn => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(conn).await)
            .map_err($crate::StoreError::from)
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
