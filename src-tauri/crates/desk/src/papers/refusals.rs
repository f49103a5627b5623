//! The papers of a refused person's case. Until the opening they leave room for every name.

use bidhall_printouts::{HandOverMinute, HandOverNames, LetterReading, Paper, RefusalLetter, RefusedPerson};
use bidhall_rules::entry_check::RefusalReason;
use bidhall_rules::ids::RefusalId;
use bidhall_rules::refusals::{FollowUpKind, is_fever_case};
use bidhall_rules::sealing::Opening;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::temperature::Comparator;
use bidhall_store::Sealed;
use bidhall_store::checks::CheckRow;
use bidhall_store::refusals::{FollowUpRow, RefusalRow};
use bidhall_store::sessions::SessionRow;

use super::Draft;
use super::gate::phone;
use super::sessions::head;
use crate::DeskError;
use crate::act::{Reading, word};
use crate::gate::names;
use crate::seals::{Field, fields};
use crate::sessions::RoomBook;

/// A case with what belongs to it.
struct Case {
    refusal: RefusalRow,
    check: CheckRow,
    session: SessionRow,
    follow_ups: Vec<FollowUpRow>,
    /// Whether names may be shown.
    open: bool,
}

impl Case {
    async fn load(act: &mut Reading, id: RefusalId) -> Result<Self, DeskError> {
        let refusal = act.tx.refusal(id.uuid()).await?.ok_or_else(|| DeskError::not_found("refusal", id))?;
        let missing = |kind, id| move || DeskError::not_found(kind, id);
        let check = refusal.check_id;
        let check = act.tx.check(check).await?.ok_or_else(missing("check", check))?;
        let session = check.session_id;
        let session = act.tx.session(session).await?.ok_or_else(missing("session", session))?;
        let follow_ups = act.tx.follow_ups_of(refusal.id).await?;
        let open = names_open(session.deadline, act.now);
        Ok(Self { refusal, check, session, follow_ups, open })
    }

    fn last(&self, kind: FollowUpKind) -> Option<&FollowUpRow> {
        self.follow_ups.iter().rfind(|row| row.kind == kind.as_str())
    }

    /// A number that says when the case was and which, but not how many there were.
    fn number(&self) -> String {
        let id = self.refusal.id.simple().to_string().to_uppercase();
        format!("{}-{}", self.session.day.format("%Y%m%d"), &id[26..])
    }

    fn file_name(&self, name: &str) -> String {
        format!("{name}-{}.pdf", self.number())
    }
}

/// Whether a unit or a town is told of such a case: only what concerns health.
pub(super) fn is_told(reason: RefusalReason) -> bool {
    is_fever_case(reason) || reason == RefusalReason::KeyRegionStay
}

/// The letter to the unit, or else to the town.
pub(super) async fn letter(
    act: &mut Reading,
    id: RefusalId,
    to_unit: bool,
    blank: bool,
) -> Result<Draft, DeskError> {
    let case = Case::load(act, id).await?;
    let reason = word(&case.refusal.reason)?;
    if !is_told(reason) {
        return Err(DeskError::not_found("letter", id));
    }
    let gate = act.gate_settings_of(case.refusal.gate_version).await?;
    let readings = act.tx.check_history(case.check.id).await?.readings;
    let named = if case.open && !blank { person(act, &case, to_unit).await? } else { None };
    let letter = RefusalLetter {
        centre: act.centre.clone(),
        letter_number: case.number(),
        named,
        refused_at: act.zone.local(case.refusal.at),
        lane: case.check.lane.clone(),
        session_code: case.session.code.clone(),
        readings: readings
            .iter()
            .filter(|row| row.void_at.is_none())
            .map(|row| LetterReading { at: act.zone.local(row.at), tenths: row.tenths })
            .collect(),
        temperature_limit_tenths: gate.temperature.threshold_tenths.0,
        temperature_comparator: match gate.temperature.comparator {
            Comparator::AtOrAbove => "达到或者超过".to_owned(),
            Comparator::Above => "超过".to_owned(),
        },
        reason,
        advised: case.last(FollowUpKind::AdvisedToSeeDoctor).is_some(),
        documents_handed_over: case.last(FollowUpKind::DocumentHandOver).is_some(),
        rules_version: u32::try_from(case.refusal.gate_version).unwrap_or_default(),
        issued_on: act.today(),
        rehearsal: act.rehearsal,
    };
    let name = if to_unit { "劝返函-单位" } else { "劝返函-镇街" };
    Ok(Draft { paper: Paper::RefusalLetter(letter), file_name: case.file_name(name), notice: None })
}

/// Whom the letter is about and to; none while either is unknown.
async fn person(act: &mut Reading, case: &Case, to_unit: bool) -> Result<Option<RefusedPerson>, DeskError> {
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    if let Some(short) = act.tx.short_identity(case.refusal.id).await? {
        let open = |field: Field, seal: &Sealed| act.open(field, short.refusal_id, seal, Opening::Paper);
        let recipient = match to_unit {
            true => open(fields::SHORT_UNIT, &short.unit)?,
            false => open(fields::SHORT_TOWN, &short.town)?,
        };
        let phone = phone(&open(fields::SHORT_PHONE, &short.phone)?)?;
        let name = open(fields::SHORT_NAME, &short.name)?;
        return Ok(filled(recipient).map(|recipient| RefusedPerson {
            recipient,
            name,
            document: None,
            phone: Some(phone),
        }));
    }
    let Some(id) = case.check.person_id else { return Ok(None) };
    let Some(row) = crate::gate::person(act, id, Opening::Paper).await? else { return Ok(None) };
    let phone = phone(&row.phone)?;
    let given = names(act, &case.check, Opening::Paper)?;
    let recipient = if to_unit { given.company } else { Some(row.residence) };
    Ok(recipient.and_then(filled).map(|recipient| RefusedPerson {
        recipient,
        name: given.person.unwrap_or(row.name),
        document: Some(row.document),
        phone: Some(phone),
    }))
}

fn hand_over_names(act: &Reading, case: &Case, row: &FollowUpRow) -> Result<HandOverNames, DeskError> {
    let filled = |field: Field, seal: &Sealed| {
        let text = act.open(field, row.id, seal, Opening::Paper)?;
        Ok::<_, DeskError>(Some(text).filter(|text| !text.is_empty()))
    };
    let given = names(act, &case.check, Opening::Paper)?;
    Ok(HandOverNames {
        bidder: given.company,
        handed_by: given.person,
        received_by: filled(fields::FOLLOW_UP_RECIPIENT, &row.recipient)?,
        note: filled(fields::FOLLOW_UP_NOTE, &row.note)?,
    })
}

/// The minute of the hand-over, or an empty one while nothing was handed over.
pub(super) async fn minute(act: &mut Reading, id: RefusalId, blank: bool) -> Result<Draft, DeskError> {
    let case = Case::load(act, id).await?;
    let rooms = RoomBook::load(act).await?;
    let handed = case.last(FollowUpKind::DocumentHandOver).filter(|_| !blank);
    let named = match handed.filter(|_| case.open) {
        Some(row) => Some(hand_over_names(act, &case, row)?),
        None => None,
    };
    let minute = HandOverMinute {
        centre: act.centre.clone(),
        minute_number: case.number(),
        session: head(act, &rooms, &case.session),
        agency: case.session.agency_name.clone(),
        lane: case.check.lane.clone(),
        refused_at: act.zone.local(case.refusal.at),
        handed_over_at: handed.map(|row| act.zone.local(row.at)),
        seal: handed.and_then(|row| row.seal_state.as_deref()).map(word).transpose()?,
        named,
        rehearsal: act.rehearsal,
    };
    let file_name = case.file_name("投标文件门口交接记录");
    Ok(Draft { paper: Paper::HandOverMinute(minute), file_name, notice: None })
}
