//! Personal data in their time: timers by class, holds, destruction by two people with a certificate,
//! and what is held about a person, for that person.

mod cleansing;
mod destroying;
mod held;

use bidhall_store::destroying::{DOOMED, DataClass};
use bidhall_store::holds::{DestructionRow, HoldRow};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::act::{Reading, Writing, stored};
use crate::database::Nothing;
use crate::{Call, DeskError, Workplace};

pub use cleansing::CleanseView;
pub use destroying::{CertificateRow, DestructionCertificate};
pub use held::{HeldRow, PersonRecord, PersonRequest};

/// A class of records, on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeptClass {
    /// How somebody felt, what was measured, where they had been.
    Health,
    /// Who it was.
    Identity,
}

impl From<DataClass> for KeptClass {
    fn from(class: DataClass) -> Self {
        match class {
            DataClass::Health => Self::Health,
            DataClass::Identity => Self::Identity,
        }
    }
}

/// Holds something back: exactly one of case, session and day.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HoldForm {
    /// The case: a check at the gate.
    #[serde(default)]
    pub check_id: Option<Uuid>,
    /// The session.
    #[serde(default)]
    pub session_id: Option<Uuid>,
    /// The day.
    #[serde(default)]
    pub day: Option<NaiveDate>,
    /// Why, with the number of the document it rests on; 2 to 200 characters.
    pub reason: String,
}

/// Lifts a hold.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LiftForm {
    /// The hold.
    pub hold_id: Uuid,
    /// Why; 2 to 200 characters.
    pub reason: String,
}

/// Orders a destruction.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrderForm {
    /// Why, with the number of the document it rests on; 2 to 200 characters.
    pub reason: String,
}

/// An order.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrderChoice {
    /// The order.
    pub order_id: Uuid,
}

/// Rows of a table that have had their time.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DueView {
    /// Class.
    pub class: KeptClass,
    /// Table.
    pub table: String,
    /// Rows.
    #[ts(type = "number")]
    pub rows: u64,
}

/// A hold.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct HoldView {
    /// Id.
    pub id: Uuid,
    /// The case.
    pub check_id: Option<Uuid>,
    /// The session's number.
    pub session: Option<String>,
    /// The day.
    pub day: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Code of who.
    pub by: String,
    /// When it was lifted.
    pub lifted_at: Option<DateTime<Utc>>,
    /// Why it was lifted.
    pub lifted_reason: Option<String>,
    /// Code of who lifted it.
    pub lifted_by: Option<String>,
}

/// An order to destroy and what became of it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    /// Id.
    pub id: Uuid,
    /// What is older is destroyed.
    pub before_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// When it was ordered.
    pub at: DateTime<Utc>,
    /// Code of who ordered it.
    pub by: String,
    /// The certificate, once it was carried out.
    pub certificate: Option<DestructionCertificate>,
}

/// What is kept for how long.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeepingState {
    /// Health and identity are kept so many days.
    pub health_days: u32,
    /// Transactions, and the calls to them, are kept so many years; nothing of them is destroyed here.
    pub transaction_years: u32,
    /// The audit log is kept so many days at least; nothing of it is destroyed here.
    pub security_days: u32,
    /// What is older has had its time.
    pub due_before: DateTime<Utc>,
    /// What has had its time and is not held.
    pub due: Vec<DueView>,
    /// Holds, oldest first.
    pub holds: Vec<HoldView>,
    /// Orders, oldest first.
    pub orders: Vec<OrderView>,
}

/// `keeping.state`
///
/// # Errors
/// [`DeskError`] when the database is lost.
pub async fn state(act: &mut Reading, _: Nothing) -> Result<KeepingState, DeskError> {
    state_of(act).await
}

async fn state_of(act: &mut Reading) -> Result<KeepingState, DeskError> {
    let settings = act.keeping_settings().await?.body;
    let due_before = due_before(act, settings.health_days);
    let mut due = Vec::new();
    for doomed in DOOMED {
        let rows = act.tx.doomed_rows(doomed, due_before).await?.rows;
        due.push(DueView { class: doomed.class.into(), table: doomed.table.to_owned(), rows });
    }
    let people = act.tx.operators().await?;
    let by = |id: Uuid| {
        people.iter().find(|person| person.id == id).map(|person| person.code.clone()).unwrap_or_default()
    };
    let sessions = act.tx.sessions().await?;
    let holds = act.tx.holds().await?.into_iter().map(|row| HoldView {
        session: row.session_id.and_then(|id| {
            sessions.iter().find(|session| session.id == id).map(|session| session.code.clone())
        }),
        id: row.id,
        check_id: row.check_id,
        day: row.day,
        reason: row.reason,
        at: row.at,
        by: by(row.operator_id),
        lifted_at: row.lifted_at,
        lifted_reason: row.lifted_reason,
        lifted_by: row.lifted_by.map(by),
    });
    let holds = holds.collect();
    let mut orders = Vec::new();
    for row in act.tx.destructions().await? {
        orders.push(OrderView {
            id: row.id,
            before_at: row.before_at,
            reason: row.reason,
            at: row.at,
            by: by(row.operator_id),
            certificate: row.certificate.as_deref().map(stored).transpose()?,
        });
    }
    Ok(KeepingState {
        health_days: settings.health_days,
        transaction_years: settings.transaction_years,
        security_days: settings.security_days,
        due_before,
        due,
        holds,
        orders,
    })
}

/// The beginning of the day before which health and identity have had their time.
fn due_before(act: &Reading, days: u32) -> DateTime<Utc> {
    act.zone.day_bounds(act.today() - Duration::days(i64::from(days))).0
}

/// `keeping.hold`
///
/// # Errors
/// [`DeskError::WrongField`] unless exactly one thing is named; [`DeskError::NotFound`].
pub async fn hold(act: &mut Writing, form: HoldForm) -> Result<KeepingState, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    let named = [form.check_id.is_some(), form.session_id.is_some(), form.day.is_some()];
    if named.into_iter().filter(|named| *named).count() != 1 {
        return Err(DeskError::field(".", "exactly one of checkId, sessionId and day"));
    }
    if let Some(check) = form.check_id
        && act.tx.check(check).await?.is_none()
    {
        return Err(DeskError::not_found("check", check));
    }
    if let Some(session) = form.session_id
        && !act.tx.sessions().await?.iter().any(|row| row.id == session)
    {
        return Err(DeskError::not_found("session", session));
    }
    let row = HoldRow {
        id: new_id(act),
        check_id: form.check_id,
        session_id: form.session_id,
        day: form.day,
        reason,
        at: act.now,
        operator_id: act.asker()?.id,
        lifted_reason: None,
        lifted_at: None,
        lifted_by: None,
    };
    act.tx.add_hold(&row).await?;
    act.concerns("hold", row.id);
    act.note("reason", row.reason);
    state_of(act).await
}

/// `keeping.lift`
///
/// # Errors
/// [`DeskError::NotFound`], [`DeskError::HoldLifted`].
pub async fn lift(act: &mut Writing, form: LiftForm) -> Result<KeepingState, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    if !act.tx.holds().await?.iter().any(|row| row.id == form.hold_id) {
        return Err(DeskError::not_found("hold", form.hold_id));
    }
    let (now, by) = (act.now, act.asker()?.id);
    if !act.tx.lift_hold(form.hold_id, &reason, now, by).await? {
        return Err(DeskError::HoldLifted {});
    }
    act.concerns("hold", form.hold_id);
    act.note("reason", reason);
    state_of(act).await
}

/// `keeping.order`
///
/// # Errors
/// [`DeskError::NothingDue`].
pub async fn order(act: &mut Writing, form: OrderForm) -> Result<KeepingState, DeskError> {
    let reason = act.checked_text("reason", &form.reason, 2, 200).await?;
    let state = state_of(act).await?;
    if state.due.iter().all(|due| due.rows == 0) {
        return Err(DeskError::NothingDue { days: state.health_days });
    }
    let row = DestructionRow {
        id: new_id(act),
        before_at: state.due_before,
        reason,
        at: act.now,
        operator_id: act.asker()?.id,
        done_at: None,
        done_by: None,
        certificate: None,
    };
    act.tx.order_destruction(&row).await?;
    act.concerns("destruction", row.id);
    act.note("before", row.before_at.to_rfc3339());
    act.note("reason", row.reason);
    state_of(act).await
}

/// `keeping.destroy`
///
/// # Errors
/// [`DeskError::NotFound`], [`DeskError::OwnOrder`], [`DeskError::OrderDone`].
pub async fn destroy(act: &mut Writing, choice: OrderChoice) -> Result<DestructionCertificate, DeskError> {
    destroying::destroy(act, choice.order_id).await
}

/// `keeping.cleanse`
///
/// # Errors
/// [`DeskError::NotFound`] before the order was carried out; what stands in the way of the files.
pub async fn cleanse(
    workplace: &Workplace,
    call: &Call,
    choice: OrderChoice,
) -> Result<CleanseView, DeskError> {
    cleansing::cleanse(workplace, call, choice.order_id).await
}

/// `keeping.person`: the log says who looked and why, and no answer is kept.
///
/// # Errors
/// [`DeskError::NotFound`] when nothing is held; [`DeskError::KeyLocked`].
pub async fn person(
    workplace: &Workplace,
    call: &Call,
    request: PersonRequest,
) -> Result<PersonRecord, DeskError> {
    held::person(workplace, call, request).await
}

fn new_id(act: &mut Writing) -> Uuid {
    let mut bytes = [0; 16];
    rand_core::RngCore::fill_bytes(&mut act.chance, &mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
