//! Everything that can be wrong with a request, as one closed list.

mod stored;

use bidhall_rules::accounts::{PasswordFault, SignInEnd};
use bidhall_rules::entry_check::{EntryStep, RefusalReason};
use bidhall_rules::roles::Role;
use bidhall_rules::rooms::RoomStateKind;
use bidhall_rules::sessions::SessionState;
use bidhall_rules::settings::{Expectation, SettingPlace, SettingsFault};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::groups::LeftOutWhy;

/// An error as it crosses to the window, the command line or a script: `code` chooses the text,
/// `detail` fills it. A refused person is not an error but an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS, thiserror::Error)]
#[serde(tag = "code", content = "detail", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[ts(rename = "WireError")]
#[allow(missing_docs, reason = "a field is what its name says; its variant tells the rest")]
#[error("{}", self.text(Language::English))]
pub enum DeskError {
    /// No such command.
    UnknownCommand { command: String },
    /// The text is not JSON.
    MalformedJson { line: u32, column: u32 },
    /// A field is missing, unknown, or of the wrong type or value.
    WrongField { path: String, problem: String },
    /// Nobody has signed on at this desk.
    NobodySignedOn { command: String },
    /// No person has this code.
    UnknownOperator { operator: String },
    /// The person's roles do not allow the command.
    RoleNotAllowed { command: String, needed: Vec<Role> },
    /// The sign-in has ended.
    SignInEnded { why: SignInEnd },
    /// The desk is locked until the password is given again.
    SignInLocked {},
    /// The sign-in is another person's than the request says.
    SignInOfAnother { operator: String },
    /// The password must be changed before anything else.
    PasswordChangeDue {},
    /// Code or password is wrong; `left` more and the code is locked.
    SignInWrong { left: u32 },
    /// The code is locked after wrong passwords.
    CodeLocked { until: DateTime<Utc>, minutes: u32 },
    /// The day of the one-time password is over.
    PasswordVoid {},
    /// The password is not accepted.
    PasswordWeak { fault: PasswordFault },
    /// The account is closed.
    AccountClosed { operator: String },
    /// The account is as it is asked to be.
    AccountUnchanged { operator: String },
    /// One person does not hold both roles.
    RolesApart { administrator: Role, other: Role },
    /// Nobody else holds the administrator's role.
    LastHolder { role: Role },
    /// The three administrators are not three people.
    AdministratorsAlike {},
    /// A new password takes two others.
    OwnReset {},
    /// Only a real centre has accounts.
    RealCentreOnly { command: String },
    /// The line of the file is no part of an exported audit log.
    AuditUnreadable { line: u32 },
    /// A command that changes something came without its nonce.
    NonceMissing { command: String },
    /// The nonce was used for another request.
    NonceReused { nonce: String, command: String },
    /// No database is open.
    DatabaseClosed { location: String },
    /// The address is neither a file nor a server.
    DatabaseAddress { address: String },
    /// The file is not a database.
    DatabaseNotADatabase { location: String },
    /// The database belongs to another program.
    DatabaseForeign { location: String },
    /// The database was written by a newer version.
    DatabaseNewer { location: String, found: u32, known: u32 },
    /// The file cannot be written.
    DatabaseReadOnly { location: String },
    /// The file cannot be opened or created.
    DatabaseCannotOpen { location: String },
    /// The server refuses name or password.
    DatabasePassword { location: String },
    /// No such database on the server.
    DatabaseMissing { location: String },
    /// The server does not answer.
    DatabaseUnreachable { location: String },
    /// The database was written by an older version and is only to be read.
    DatabaseOlder { location: String, found: u32, known: u32 },
    /// The database to copy into holds records already.
    TargetNotEmpty { location: String },
    /// A table cannot be copied or does not read as its original.
    CopyDiffers { table: String },
    /// The audit chain breaks at this link.
    AuditBroken { at: u32 },
    /// The disk is full.
    DatabaseFull {},
    /// The database may be read but not written.
    DatabaseNotWritable {},
    /// The database is damaged.
    DatabaseDamaged {},
    /// The server or the disk went away while something was done.
    DatabaseLost {},
    /// Neither the key at hand nor what was entered opens the backup.
    BackupKey { file: String },
    /// The file is no backup, or was altered or cut short.
    BackupUnreadable { file: String },
    /// What was read back from a backup differs from what was written.
    BackupDiffers { file: String },
    /// What was answered to this nonce has been destroyed since.
    ReplyDestroyed { command: String },
    /// Who ordered a destruction does not carry it out.
    OwnOrder {},
    /// The order was carried out already.
    OrderDone {},
    /// Nothing has had its time yet.
    NothingDue { days: u32 },
    /// The hold was lifted already.
    HoldLifted {},
    /// Another desk holds the record too long.
    DatabaseBusy {},
    /// The centre's key is not open at this desk.
    KeyLocked {},
    /// The passphrase or recovery code does not open the centre's key.
    KeyRefused {},
    /// The centre has its key already.
    KeyFounded {},
    /// The recovery code was mistyped.
    RecoveryCodeMistyped {},
    /// The passphrase is easily guessed; `problem` is a word of its rule.
    PassphraseWeak { problem: String },
    /// A seal was altered, moved or made with another key.
    SealBroken { table: String },
    /// The centre has not been entered yet.
    CentreMissing {},
    /// The centre was entered already.
    CentreFounded { name: String },
    /// Only a rehearsal can do this.
    RehearsalOnly { command: String },
    /// A line of a rehearsal script is wrong.
    ScriptLine { line: u32, problem: String },
    /// The record does not exist.
    NotFound { kind: String, id: String },
    /// The code is taken by another record.
    CodeTaken { kind: String, code: String },
    /// The spreadsheet cannot be read.
    SpreadsheetUnreadable { file_name: String },
    /// The spreadsheet is protected by a password.
    SpreadsheetEncrypted { file_name: String },
    /// No sheet has the header of a session schedule.
    SpreadsheetHeader { file_name: String, missing: Vec<String> },
    /// The spreadsheet is larger than can be.
    SpreadsheetTooLarge { file_name: String, limit_megabytes: u32, limit_rows: u32 },
    /// The session is over or cancelled.
    SessionEnded { code: String, state: SessionState },
    /// The session did not fail.
    SessionNotFailed { code: String },
    /// The agency confirmed before that the session failed.
    FailureConfirmed { code: String, person: String },
    /// The session is not today's.
    SessionNotToday { code: String, day: String },
    /// The size band of the session is not known.
    BandMissing { code: String },
    /// The call has no sessions left to speak of.
    CallWithoutSessions { agency: String },
    /// The PC's clock stands before people who were taken in already.
    ClockSetBack { clock: DateTime<Utc>, last: DateTime<Utc> },
    /// Another caller is ringing the agency or unit.
    CallClaimed { holder: String, until: DateTime<Utc> },
    /// The call has ended that way.
    CallSettled { state: String },
    /// The sessions have changed since the agency was told.
    CallVoid { agency: String },
    /// An amendment that changes nothing.
    NothingToAmend { code: String },
    /// Another session stands in the room with less time between them than opening and disinfection need.
    RoomInterval { room: String, code: String, minutes: u32, needed: u32 },
    /// The room is not open then.
    RoomHours { room: String, opens: String, closes: String },
    /// The room is held, released, broken or mended already.
    RoomStateStands { room: String, kind: RoomStateKind },
    /// People are in the room by the calendar.
    RoomInUse { room: String, until: DateTime<Utc> },
    /// The round is not overdue, was done, or its reason was told already.
    RoundNotOverdue { room: String },
    /// The record of the round was made void already.
    RoundVoid {},
    /// Text that may name bidders or their number.
    TextNamesBidders { field: String },
    /// The steps go in order.
    StepOutOfOrder { expected: EntryStep, given: EntryStep },
    /// The check is decided.
    CheckClosed { state: String },
    /// The person rests until then.
    CheckResting { until: DateTime<Utc> },
    /// No body has this temperature: the reading is invalid, not a result.
    ReadingImplausible { reading: String, lowest: String, highest: String },
    /// The text is no temperature.
    ReadingUnreadable { reading: String },
    /// The questions come after a reading within the limit.
    ReadingMissing {},
    /// Another clerk holds the check.
    CheckHeldByOther { holder: String },
    /// The person stands aside.
    CheckPaused {},
    /// A passed step is being corrected already.
    CorrectionOpen { step: EntryStep },
    /// The step has nothing that could be corrected.
    NothingToCorrect { step: EntryStep },
    /// The refused case does not let another check follow it that way.
    AfterNotPossible {},
    /// Who asked for an exception does not decide it.
    OwnException {},
    /// The exception was decided before.
    ExceptionDecided {},
    /// The case is no matter of heads, or has a request already.
    ExceptionNotPossible { reason: RefusalReason },
    /// A session of today has not opened.
    SessionsAhead { code: String },
    /// People are in progress.
    ChecksOpen { slots: Vec<String> },
    /// It was told before how the print ended.
    PrintEnded { state: String },
    /// There is a receipt already.
    ReceiptRecorded {},
    /// The form lacks something.
    FormIncomplete { missing: Vec<String> },
    /// The phone number is wrong; `problem` is a word of its rule.
    PhoneNumber { problem: String },
    /// The tag code is no tag code.
    TagCode { code: String },
    /// The tag is not valid any more.
    TagNotValid { code: String, state: String },
    /// A setting is outside what it can be.
    WrongSetting { setting: SettingPlace, expected: Expectation },
    /// Another session has the room in that time.
    RoomBooked { room: String, code: String, from: DateTime<Utc>, until: DateTime<Utc> },
    /// A room that must be used is not offered.
    RoomNotOffered { room: String, why: LeftOutWhy },
    /// What a person fixed keeps the group out.
    PinsImpossible { pins: Vec<String> },
    /// Nobody has planned the session's group.
    GroupMissing { code: String },
    /// The version in force has no rooms.
    GroupNotPossible { code: String },
    /// The version in force rests on the size band or on another opening time.
    GroupEstimated { code: String },
    /// The session has not opened.
    GroupNotOpened { code: String, opens: DateTime<Utc> },
    /// The evaluation has started.
    GroupRunning { code: String },
    /// The evaluation has not started.
    GroupNotStarted { code: String },
    /// The evaluation has finished.
    GroupFinished { code: String },
    /// Reason, breaks and consent of a long run are not recorded.
    LongRunMissing { code: String, minutes: u32 },
    /// Seats have not signed in.
    SeatsMissing { seats: Vec<String> },
    /// The seat has signed in.
    SeatSignedIn { seat: String },
    /// The batch is in another room.
    BatchElsewhere { batch: String, room: String },
    /// The panel has begun the batch, or has read it.
    BatchBegun { batch: String, room: String },
    /// The panel has not begun the batch.
    BatchNotBegun { batch: String, room: String },
    /// The panel reads another batch.
    PanelBusy { room: String, batch: String },
    /// Something is still to be read.
    ReadingsLeft { batch: String, room: String },
    /// The text is no slip of this group.
    SlipCode { code: String },
    /// The votes are not those of all members.
    VoteCount { members: u32 },
    /// No free room can take the panel of a lost one.
    NoRoomInstead { room: String, experts: u32 },
    /// The rest of the day cannot be planned again.
    ReplanImpossible { problem: String },
    /// No session of the day is to open.
    NothingToForecast { day: String },
    /// Other desks change the day again and again while it is planned.
    PlanUnsettled {},
    /// The better plan rests on rooms, bids or settings that have changed since.
    ImprovementStale { code: String },
    /// The planning problem is wrong.
    GroupingProblem { problem: String },
    /// None of the fonts is installed.
    FontMissing { wanted: Vec<String> },
    /// No installed font has the character.
    GlyphMissing { character: String },
    /// The document could not be saved.
    SaveFailed { path: String },
    /// What nobody foresaw; the log has the chain of causes under this reference.
    Internal { reference: String },
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
}

const CHINESE: &str = include_str!("../texts/errors.zh-CN.json");
const ENGLISH: &str = include_str!("../texts/errors.en.json");

impl DeskError {
    /// The `code` as it crosses.
    pub fn code(&self) -> String {
        self.wire().0
    }

    /// Whether it refuses an act that was understood, so that the audit log keeps it. What was mistyped, what
    /// the machine could not do and what the sign-in itself keeps is not among it.
    pub(crate) fn is_refusal(&self) -> bool {
        !matches!(
            self,
            Self::UnknownCommand { .. }
                | Self::MalformedJson { .. }
                | Self::WrongField { .. }
                | Self::WrongSetting { .. }
                | Self::NonceMissing { .. }
                | Self::SignInWrong { .. }
                | Self::CodeLocked { .. }
                | Self::PasswordVoid {}
                | Self::PasswordWeak { .. }
                | Self::AccountClosed { .. }
                | Self::AdministratorsAlike {}
                | Self::AuditUnreadable { .. }
                | Self::DatabaseClosed { .. }
                | Self::DatabaseAddress { .. }
                | Self::DatabaseNotADatabase { .. }
                | Self::DatabaseForeign { .. }
                | Self::DatabaseNewer { .. }
                | Self::DatabaseReadOnly { .. }
                | Self::DatabaseCannotOpen { .. }
                | Self::DatabasePassword { .. }
                | Self::DatabaseMissing { .. }
                | Self::DatabaseUnreachable { .. }
                | Self::DatabaseBusy {}
                | Self::CentreMissing {}
                | Self::RehearsalOnly { .. }
                | Self::RealCentreOnly { .. }
                | Self::ScriptLine { .. }
                | Self::SpreadsheetUnreadable { .. }
                | Self::SpreadsheetEncrypted { .. }
                | Self::SpreadsheetHeader { .. }
                | Self::SpreadsheetTooLarge { .. }
                | Self::ReadingImplausible { .. }
                | Self::ReadingUnreadable { .. }
                | Self::FormIncomplete { .. }
                | Self::PhoneNumber { .. }
                | Self::TagCode { .. }
                | Self::SlipCode { .. }
                | Self::FontMissing { .. }
                | Self::GlyphMissing { .. }
                | Self::SaveFailed { .. }
                | Self::Internal { .. }
        )
    }

    /// One sentence that says what happened and what to do, the same in the window and on the
    /// command line.
    pub fn text(&self, language: Language) -> String {
        let (code, detail) = self.wire();
        let texts = match language {
            Language::Chinese => CHINESE,
            Language::English => ENGLISH,
        };
        let texts: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(texts).unwrap_or_default();
        let Some(serde_json::Value::String(pattern)) = texts.get(&code) else { return code };
        filled(pattern, &|name| detail.get(name).map(|value| plain(name, value, &texts)))
    }

    fn wire(&self) -> (String, serde_json::Value) {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(mut fields)) => {
                let code = fields.get("code").and_then(|code| code.as_str()).unwrap_or_default().to_owned();
                (code, fields.remove("detail").unwrap_or_default())
            }
            Ok(_) | Err(_) => (String::new(), serde_json::Value::Null),
        }
    }

    /// An unforeseen error: its chain goes to the log, its reference to the user.
    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        let mut chain = error.to_string();
        let mut next = error.source();
        while let Some(cause) = next {
            chain.push_str(": ");
            chain.push_str(&cause.to_string());
            next = cause.source();
        }
        let reference = crate::hash::hex(&crate::hash::of_fields(&[chain.as_bytes()])[..4]).to_uppercase();
        tracing::error!(%reference, %chain, "unforeseen");
        Self::Internal { reference }
    }

    /// A field whose value cannot be.
    pub(crate) fn field(path: &str, problem: impl std::fmt::Display) -> Self {
        Self::WrongField { path: path.to_owned(), problem: problem.to_string() }
    }

    /// A value of a settings document that cannot be.
    pub(crate) fn setting(fault: SettingsFault) -> Self {
        Self::WrongSetting { setting: fault.place(), expected: fault.expected }
    }

    /// The word by which a rule names what is wrong with a number or code.
    pub(crate) fn problem(rule: &impl Serialize) -> String {
        let value = serde_json::to_value(rule).unwrap_or_default();
        value.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned()
    }

    /// A record that does not exist.
    pub(crate) fn not_found(kind: &str, id: impl std::fmt::Display) -> Self {
        Self::NotFound { kind: kind.to_owned(), id: id.to_string() }
    }
}

/// The pattern with its placeholders filled, in one pass from left to right: what a detail says is never
/// read as a placeholder.
fn filled(pattern: &str, told: &dyn Fn(&str) -> Option<String>) -> String {
    let mut sentence = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, inside)) = rest.split_once('{') {
        sentence.push_str(before);
        let Some((name, after)) = inside.split_once('}') else { break };
        if let Some(value) = told(name) {
            sentence.push_str(&value);
        }
        rest = after;
    }
    sentence.push_str(rest);
    sentence
}

/// A detail as it stands in a sentence: words of closed lists by their entry `NAME:WORD` or
/// `word:WORD`, a value with a `kind` by the entry `NAME:KIND` filled with its own fields, everything
/// else as it is.
fn plain(
    name: &str,
    value: &serde_json::Value,
    texts: &serde_json::Map<String, serde_json::Value>,
) -> String {
    match value {
        serde_json::Value::String(text) => [name, "word"]
            .iter()
            .find_map(|list| texts.get(&format!("{list}:{text}")))
            .and_then(|word| word.as_str())
            .unwrap_or(text)
            .to_owned(),
        serde_json::Value::Array(items) => {
            items.iter().map(|item| plain(name, item, texts)).collect::<Vec<_>>().join("、")
        }
        serde_json::Value::Object(fields) => {
            let kind = fields.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default();
            match texts.get(&format!("{name}:{kind}")).and_then(|pattern| pattern.as_str()) {
                Some(pattern) => {
                    filled(pattern, &|field| fields.get(field).map(|value| plain(name, value, texts)))
                }
                None => value.to_string(),
            }
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {
            value.to_string()
        }
    }
}
