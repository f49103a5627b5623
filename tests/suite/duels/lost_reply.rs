//! A reply that is lost on the way: the server has committed, and the connection dies before the desk
//! hears of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bidhall_seal::Place;
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::bench::{Bench, Ground, Raw, rehearsal_key, runtime, workplace};
use crate::days::{DING, JIA, doors, first_four, session, through};

/// What the server says when a transaction is committed: CommandComplete with the tag `COMMIT`.
const COMMITTED: &[u8] = b"COMMIT\0";

/// A way to the server on which the next word of a commit is lost: the server is told to end every
/// connection to the database, and nothing more comes through.
#[derive(Clone)]
struct Way {
    armed: Arc<AtomicBool>,
    address: String,
}

impl Way {
    async fn to(ground: &Ground) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (_, after) = ground.address.split_once("://").unwrap();
        let (authority, database) = after.rsplit_once('/').unwrap();
        let (user, server) = authority
            .rsplit_once('@')
            .map_or((String::new(), authority), |(user, server)| (format!("{user}@"), server));
        let here = listener.local_addr().unwrap();
        let address = format!("postgres://{user}{here}/{database}?sslmode=disable");
        let way = Self { armed: Arc::new(AtomicBool::new(false)), address };
        let (server, direct, database) = (server.to_owned(), ground.address.clone(), database.to_owned());
        let armed = Arc::clone(&way.armed);
        tokio::spawn(async move {
            loop {
                let (desk, _) = listener.accept().await.unwrap();
                let server = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(carry(desk, server, Arc::clone(&armed), direct.clone(), database.clone()));
            }
        });
        way
    }
}

async fn carry(
    mut desk: TcpStream,
    mut server: TcpStream,
    armed: Arc<AtomicBool>,
    direct: String,
    database: String,
) {
    let (mut up, mut down) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = desk.read(&mut up) => match read {
                Ok(0) | Err(_) => return,
                Ok(length) => if server.write_all(&up[..length]).await.is_err() { return },
            },
            read = server.read(&mut down) => match read {
                Ok(0) | Err(_) => return,
                Ok(length) => {
                    let said = &down[..length];
                    let committed = said.windows(COMMITTED.len()).any(|word| word == COMMITTED);
                    if committed && armed.swap(false, Ordering::SeqCst) {
                        terminate(&direct, &database).await;
                        return;
                    }
                    if desk.write_all(said).await.is_err() {
                        return;
                    }
                }
            },
        }
    }
}

/// From a second connection, as an administrator would.
async fn terminate(direct: &str, database: &str) {
    let pool = PgPool::connect(direct).await.unwrap();
    let ended: i64 = sqlx::query_scalar(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
    )
    .bind(database)
    .fetch_one(&pool)
    .await
    .unwrap();
    assert!(ended > 0, "no connection was ended");
    pool.close().await;
}

async fn rows_of(raw: &Raw) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in ["entry_checks", "entry_steps", "tags", "lost_codes", "tag_passages", "audit", "replies"] {
        rows.push(raw.count(table).await);
    }
    rows
}

#[test]
fn a_reply_lost_after_the_commit_is_given_to_the_same_request_sent_again() {
    let Some(ground) = Ground::postgres() else { return };
    runtime().block_on(async {
        let bench = doors(&ground).await;
        let first = session(&bench, "YL-0312-01").await;
        let opened = json!({ "lane": "A", "sessionId": first });
        let admitted = through(&bench, "gate1", "B", &first, &JIA).await;
        let check = first_four(&bench, "gate1", "C", &first).await;
        let acts = [
            ("gate.open", opened),
            ("gate.step", json!({ "checkId": check, "input": DING.form() })),
            ("gate.step", json!({ "checkId": check, "input": { "step": "mask_disposal" } })),
            ("tags.scan", json!({ "code": admitted["tag"]["code"], "purpose": "leave" })),
            ("tags.lost", json!({ "code": admitted["tag"]["code"], "reason": "途中遗失" })),
        ];
        bench.workplace.close().await;

        let way = Way::to(&ground).await;
        let far = workplace(ground.folder.path().to_owned());
        far.open(&way.address).await.unwrap();
        for (number, (command, payload)) in acts.iter().enumerate() {
            let nonce = format!("duel-lost-{number}");
            let call = json!({ "command": command, "as": "gate1", "nonce": nonce, "payload": payload });
            way.armed.store(true, Ordering::SeqCst);
            let lost = far.handle_json(&call).await;
            assert!(lost.is_err(), "{command}: the reply came through: {lost:?}");
            assert!(!way.armed.load(Ordering::SeqCst), "{command}: nothing was committed");
            let raw = ground.raw().await;
            let kept = raw.texts(&format!("SELECT reply FROM replies WHERE nonce = '{nonce}'")).await;
            let key = rehearsal_key(&raw).await;
            let place = Place { table: "replies", column: "reply", row: &nonce };
            let kept: Vec<_> = kept.iter().map(|seal| key.open(&place, seal).unwrap()).collect();
            let rows = rows_of(&raw).await;
            assert_eq!(kept.len(), 1, "{command}: the server had committed");
            let again = far.handle_json(&call).await.unwrap();
            assert_eq!(again, serde_json::from_str::<Value>(&kept[0]).unwrap(), "{command}");
            assert_eq!(rows_of(&raw).await, rows, "{command}: something was done twice");
            raw.close().await;
        }
        far.close().await;
        let bench = Bench::open(&ground).await;
        super::no_rule_is_broken(&ground, &bench).await;
    });
}
