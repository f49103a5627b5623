//! What every command asks before anything else, in one question: whose records these are, what time
//! it is, who asks, and whether the act was answered before.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::audit::AuditHead;
use crate::rehearsal::ClockRow;
use crate::{Sealed, StoreError, Tx};

/// What stands at the threshold of a command.
#[derive(Debug, Clone, Default)]
pub struct Threshold {
    /// The centre, or none in a database that was just created.
    pub centre: Option<ThresholdCentre>,
    /// The scripted clock, or none outside a rehearsal.
    pub clock: Option<ClockRow>,
    /// The server's time at the start of this transaction; none on SQLite, where the desk's own clock
    /// is the only one.
    pub server_now: Option<DateTime<Utc>>,
    /// The person whose token came with the request; without a token, the one with the code.
    pub asker: Option<ThresholdAsker>,
    /// The sign-in of the token that came with the request.
    pub sign_in: Option<ThresholdSignIn>,
    /// The answer already given to the nonce that was asked for.
    pub kept: Option<KeptReply>,
    /// Which versions of what the gate asks for at every turn are in force.
    pub versions: GateVersions,
}

/// The versions in force; none in a database that has no centre yet.
#[derive(Debug, Clone, Copy, Default)]
pub struct GateVersions {
    /// Of the gate's settings.
    pub gate: Option<i32>,
    /// Of the list of key regions.
    pub regions: Option<i32>,
}

/// The centre as every command needs it.
#[derive(Debug, Clone)]
pub struct ThresholdCentre {
    /// Full name of the trading centre.
    pub name: String,
    /// IANA name of its time zone.
    pub zone: String,
    /// Whether this is a rehearsal.
    pub rehearsal: bool,
}

/// The person who asks.
#[derive(Debug, Clone)]
pub struct ThresholdAsker {
    /// Id.
    pub id: Uuid,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// The words of their roles.
    pub roles: Vec<String>,
}

/// The sign-in of a token.
#[derive(Debug, Clone)]
pub struct ThresholdSignIn {
    /// Id.
    pub id: Uuid,
    /// At which desk.
    pub desk: String,
    /// When it was last in use, to the minute.
    pub seen_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// After how many idle minutes it is locked.
    pub idle_minutes: i32,
    /// Whether the password must be changed first.
    pub must_change: bool,
    /// Since when it is locked.
    pub locked_at: Option<DateTime<Utc>>,
    /// Why it has ended, if it has.
    pub ended_why: Option<String>,
}

/// What came with a request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Knock<'a> {
    /// The code of the person who asks.
    pub operator: Option<&'a str>,
    /// SHA-256 of the token of a sign-in, in hex.
    pub token_hash: Option<&'a str>,
    /// The nonce of the act.
    pub nonce: Option<&'a str>,
}

/// An answer given before.
#[derive(Debug, Clone)]
pub struct KeptReply {
    /// The command.
    pub command: String,
    /// Keyed hash of the request.
    pub request_hash: String,
    /// The answer as JSON, under seal.
    pub reply: Sealed,
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    centre: Option<String>,
    zone: Option<String>,
    rehearsal: Option<bool>,
    scripted_at: Option<DateTime<Utc>>,
    anchored_at: Option<DateTime<Utc>>,
    running: Option<bool>,
    speed: Option<i32>,
    operator_id: Option<Uuid>,
    operator_code: Option<String>,
    operator_name: Option<String>,
    roles: Option<String>,
    sign_in_id: Option<Uuid>,
    desk: Option<String>,
    seen_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    idle_minutes: Option<i32>,
    must_change: Option<bool>,
    locked_at: Option<DateTime<Utc>>,
    ended_why: Option<String>,
    kept_command: Option<String>,
    kept_hash: Option<String>,
    kept_reply: Option<Sealed>,
    head_seq: Option<i64>,
    head_hash: Option<String>,
    gate_version: Option<i32>,
    regions_version: Option<i32>,
    server_now: DateTime<Utc>,
}

statements! {
    THRESHOLD = "SELECT c.name AS centre, c.zone, c.rehearsal,
                     k.scripted_at, k.anchored_at, k.running, k.speed,
                     o.id AS operator_id, o.code AS operator_code, o.name AS operator_name,
                     (SELECT string_agg(r.role, ',') FROM operator_roles r WHERE r.operator_id = o.id) AS roles,
                     s.id AS sign_in_id, s.desk, s.seen_at, s.expires_at, s.idle_minutes, s.must_change, s.locked_at,
                     s.ended_why,
                     p.command AS kept_command, p.request_hash AS kept_hash, p.reply AS kept_reply,
                     h.seq AS head_seq, h.hash AS head_hash,
                     (SELECT MAX(g.version) FROM settings g WHERE g.topic = 'gate') AS gate_version,
                     (SELECT MAX(g.version) FROM settings g WHERE g.topic = 'regions') AS regions_version,
                     CURRENT_TIMESTAMP AS server_now
                 FROM (SELECT 1 AS id) w
                 LEFT JOIN centre c ON c.id = w.id
                 LEFT JOIN rehearsal_clock k ON k.id = w.id
                 LEFT JOIN audit_head h ON h.id = w.id
                 LEFT JOIN sign_ins s ON s.token_hash = $3
                 LEFT JOIN operators o ON o.id = COALESCE(s.operator_id, (SELECT n.id FROM operators n WHERE n.code = $1))
                 LEFT JOIN replies p ON p.nonce = $2";
}

impl Tx {
    /// What stands at the threshold for what came with a request.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn threshold(&mut self, knock: Knock<'_>) -> Result<Threshold, StoreError> {
        let has_server = self.has_server();
        let mut row = one!(self, Row, THRESHOLD, knock.operator, knock.nonce, knock.token_hash)?;
        if self.is_alone() {
            self.head = row.as_mut().and_then(Row::head);
        }
        Ok(row.map(|row| row.read(has_server)).unwrap_or_default())
    }
}

impl Row {
    fn head(&mut self) -> Option<AuditHead> {
        Some(AuditHead { seq: self.head_seq?, hash: self.head_hash.take()? })
    }

    fn read(self, has_server: bool) -> Threshold {
        let centre = match (self.centre, self.zone, self.rehearsal) {
            (Some(name), Some(zone), Some(rehearsal)) => Some(ThresholdCentre { name, zone, rehearsal }),
            _ => None,
        };
        let clock = match (self.scripted_at, self.anchored_at, self.running, self.speed) {
            (Some(scripted_at), Some(anchored_at), Some(running), Some(speed)) => {
                Some(ClockRow { scripted_at, anchored_at, running, speed })
            }
            _ => None,
        };
        let asker = match (self.operator_id, self.operator_code, self.operator_name) {
            (Some(id), Some(code), Some(name)) => {
                let roles = self.roles.iter().flat_map(|roles| roles.split(',')).map(str::to_owned);
                Some(ThresholdAsker { id, code, name, roles: roles.collect() })
            }
            _ => None,
        };
        let sign_in = match (
            self.sign_in_id,
            self.desk,
            self.seen_at,
            self.expires_at,
            self.idle_minutes,
            self.must_change,
        ) {
            (
                Some(id),
                Some(desk),
                Some(seen_at),
                Some(expires_at),
                Some(idle_minutes),
                Some(must_change),
            ) => Some(ThresholdSignIn {
                id,
                desk,
                seen_at,
                expires_at,
                idle_minutes,
                must_change,
                locked_at: self.locked_at,
                ended_why: self.ended_why,
            }),
            _ => None,
        };
        let kept = match (self.kept_command, self.kept_hash, self.kept_reply) {
            (Some(command), Some(request_hash), Some(reply)) => {
                Some(KeptReply { command, request_hash, reply })
            }
            _ => None,
        };
        let versions = GateVersions { gate: self.gate_version, regions: self.regions_version };
        let server_now = has_server.then_some(self.server_now);
        Threshold { centre, clock, server_now, asker, sign_in, kept, versions }
    }
}
