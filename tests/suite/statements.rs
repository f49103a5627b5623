//! One SQL text and one schema for two engines.

use std::collections::BTreeSet;

use sqlx::SqlSafeStr as _;
use sqlx::{AssertSqlSafe, Executor as _};

use crate::bench::{Bench, Ground, Raw};

both_engines! {
    async fn every_statement_is_understood(ground: &Ground) {
        Bench::open(ground).await;
        let raw = ground.raw().await;
        let mut faults = Vec::new();
        for (name, sql) in bidhall_store::all_statements() {
            let text = AssertSqlSafe(sql.to_owned()).into_sql_str();
            let prepared = match &raw {
                Raw::Sqlite(pool) => pool.prepare(text).await.map(drop),
                Raw::Postgres(pool) => pool.prepare(text).await.map(drop),
            };
            if let Err(error) = prepared {
                faults.push(format!("{name}: {error}"));
            }
        }
        assert!(bidhall_store::all_statements().len() > 60, "the list of statements shrank");
        assert_eq!(faults, Vec::<String>::new());
    }
}

#[test]
fn no_name_stands_for_two_statements() {
    let mut seen = BTreeSet::new();
    let twice: Vec<_> =
        bidhall_store::all_statements().into_iter().filter(|(name, _)| !seen.insert(*name)).collect();
    assert_eq!(twice, []);
}

#[test]
fn both_migration_folders_have_the_same_numbers() {
    let folder = crate::days::tests_folder().join("../src-tauri/crates/store/migrations");
    let names = |engine: &str| -> BTreeSet<String> {
        std::fs::read_dir(folder.join(engine))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let sqlite = names("sqlite");
    assert_eq!(sqlite, names("postgres"));
    let newest: i64 = sqlite.last().and_then(|name| name.split_once('_')).unwrap().0.parse().unwrap();
    assert_eq!(newest, bidhall_store::SCHEMA, "SCHEMA is the number of the newest migration");
}

/// `table.column null|not null`, without the engines' own tables.
const SQLITE_COLUMNS: &str = "SELECT t.name || '.' || c.name || \
     CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN ' not null' ELSE ' null' END \
     FROM sqlite_schema t, pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> '_sqlx_migrations'";
const POSTGRES_COLUMNS: &str = "SELECT table_name || '.' || column_name || \
     CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE ' null' END \
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'";

/// `table (columns) where …` of each unique index and primary key.
const SQLITE_UNIQUE: &str = "SELECT t.name || ' (' || (SELECT group_concat(name, ', ') FROM \
         (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')' || \
         CASE WHEN i.partial = 1 THEN ' ' || (SELECT substr(sql, instr(sql, 'WHERE')) FROM sqlite_schema \
         WHERE name = i.name) ELSE '' END \
     FROM sqlite_schema t, pragma_index_list(t.name) i \
     WHERE t.type = 'table' AND t.name <> '_sqlx_migrations' AND i.\"unique\" = 1";
/// The key of a table of one integer is the row number itself and no index.
const SQLITE_ROW_NUMBERS: &str = "SELECT t.name || ' (' || c.name || ')' \
     FROM sqlite_schema t, pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND t.name <> '_sqlx_migrations' AND c.pk = 1 AND c.type = 'INTEGER' AND NOT EXISTS \
     (SELECT 1 FROM pragma_index_list(t.name) i WHERE i.origin = 'pk')";
const POSTGRES_UNIQUE: &str = "SELECT t.relname || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY k.place) \
         FROM unnest(x.indkey::int[]) WITH ORDINALITY k (number, place) \
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) || ')' || \
         COALESCE(' WHERE ' || pg_get_expr(x.indpred, x.indrelid), '') \
     FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace \
     WHERE n.nspname = 'public' AND x.indisunique AND t.relname <> '_sqlx_migrations'";

/// Each engine has its own way around a row trigger, and each migration shuts that way: REPLACE on
/// SQLite, TRUNCATE on PostgreSQL.
const SQLITE_TRIGGERS: &str = "SELECT tbl_name || ' ' || replace(name, '_no_replace', '_no_way_around') \
     FROM sqlite_schema WHERE type = 'trigger'";
const POSTGRES_TRIGGERS: &str = "SELECT t.relname || ' ' || replace(g.tgname, '_no_truncate', '_no_way_around') FROM pg_trigger g \
     JOIN pg_class t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal";

const SQLITE_REFERENCES: &str = "SELECT t.name || '.' || f.\"from\" || ' -> ' || f.\"table\" || '.' || f.\"to\" \
     FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";
const POSTGRES_REFERENCES: &str = "SELECT t.relname || '.' || a.attname || ' -> ' || r.relname || '.' || b.attname \
     FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid \
     CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k (here, there) \
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.here \
     JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = k.there WHERE c.contype = 'f'";

/// An index condition without the marks by which only one engine writes it.
fn plain(condition: &str) -> String {
    let plain = condition
        .replace("::text", "")
        .replace("= ANY (ARRAY[", "IN (")
        .replace("])", ")")
        .replace(['(', ')', '[', ']'], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn both_databases_have_the_same_shape() {
    let Some(server) = Ground::postgres() else { return };
    let file = Ground::sqlite();
    crate::bench::runtime().block_on(async {
        Bench::open(&file).await;
        Bench::open(&server).await;
        let (file, server) = (file.raw().await, server.raw().await);
        for (what, sqlite, postgres) in [
            ("columns", vec![SQLITE_COLUMNS], POSTGRES_COLUMNS),
            ("unique indexes", vec![SQLITE_UNIQUE, SQLITE_ROW_NUMBERS], POSTGRES_UNIQUE),
            ("triggers", vec![SQLITE_TRIGGERS], POSTGRES_TRIGGERS),
            ("references", vec![SQLITE_REFERENCES], POSTGRES_REFERENCES),
        ] {
            let mut here = BTreeSet::new();
            for sql in sqlite {
                here.extend(file.texts(sql).await.iter().map(|line| plain(line)));
            }
            let there: BTreeSet<_> = server.texts(postgres).await.iter().map(|line| plain(line)).collect();
            let only_here: Vec<_> = here.difference(&there).collect();
            let only_there: Vec<_> = there.difference(&here).collect();
            assert!(only_here.is_empty() && only_there.is_empty(), "{what}: {only_here:#?} {only_there:#?}");
            assert!(here.len() > 10, "{what}: the comparison found nothing to compare");
        }
    });
}
