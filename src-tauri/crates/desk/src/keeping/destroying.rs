//! Destroying, and what the certificate says.

use bidhall_store::destroying::DOOMED;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::KeptClass;
use crate::DeskError;
use crate::act::Writing;

/// What was destroyed of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CertificateRow {
    /// Class.
    pub class: KeptClass,
    /// Table.
    pub table: String,
    /// Rows.
    #[ts(type = "number")]
    pub rows: u64,
    /// SHA-256 over these rows as they were, in the order of the key.
    pub hash_before: String,
}

/// The certificate of a destruction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct DestructionCertificate {
    /// The order.
    pub order_id: Uuid,
    /// The centre.
    pub centre: String,
    /// What is older was destroyed.
    pub before_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who ordered it, by code, …
    pub ordered_by: String,
    /// … and when.
    pub ordered_at: DateTime<Utc>,
    /// Who carried it out as the second person, by code, …
    pub witnessed_by: String,
    /// … and when.
    pub at: DateTime<Utc>,
    /// What was destroyed, table by table.
    pub tables: Vec<CertificateRow>,
    /// Holds in force at that time, because of which something may have stayed.
    #[ts(type = "number")]
    pub holds: u64,
}

pub(super) async fn destroy(act: &mut Writing, order: Uuid) -> Result<DestructionCertificate, DeskError> {
    let orders = act.tx.destructions().await?;
    let order = orders.into_iter().find(|row| row.id == order);
    let order = order.ok_or_else(|| DeskError::not_found("destruction", "order"))?;
    let (asker, now) = (act.asker()?.clone(), act.now);
    if order.operator_id == asker.id {
        return Err(DeskError::OwnOrder {});
    }
    if order.certificate.is_some() || !act.tx.begin_destruction(&order, now, asker.id).await? {
        return Err(DeskError::OrderDone {});
    }
    let mut tables = Vec::new();
    for doomed in DOOMED {
        // Hashed as it is when its turn comes: what was deleted before has a row of its own here.
        let digest = act.tx.doomed_rows(doomed, order.before_at).await?;
        let rows = act.tx.destroy(doomed, order.before_at).await?;
        if rows != digest.rows {
            return Err(DeskError::CopyDiffers { table: doomed.table.to_owned() });
        }
        tables.push(CertificateRow {
            class: doomed.class.into(),
            table: doomed.table.to_owned(),
            rows,
            hash_before: digest.hash,
        });
    }
    let people = act.tx.operators().await?;
    let ordered_by = people.into_iter().find(|person| person.id == order.operator_id);
    let holds = act.tx.holds().await?.iter().filter(|hold| hold.lifted_at.is_none()).count() as u64;
    let certificate = DestructionCertificate {
        order_id: order.id,
        centre: act.centre.clone(),
        before_at: order.before_at,
        reason: order.reason.clone(),
        ordered_by: ordered_by.map(|person| person.code).unwrap_or_default(),
        ordered_at: order.at,
        witnessed_by: asker.code,
        at: now,
        tables,
        holds,
    };
    let text = serde_json::to_string(&certificate).map_err(|error| DeskError::internal(&error))?;
    act.tx.end_destruction(order.id, now, &text).await?;
    act.concerns("destruction", order.id);
    act.note("rows", certificate.tables.iter().map(|table| table.rows).sum::<u64>());
    act.note("certificate", crate::hash::hex(&crate::hash::of_fields(&[text.as_bytes()])));
    Ok(certificate)
}
