//! The papers of a session.

use bidhall_printouts::{
    DoorSigns, HandInRegister, Paper, SeatCards, SessionHead, SignInKind, SignInRow, SignInSheet,
};
use bidhall_rules::entry_check::CheckState;
use bidhall_rules::ids::SessionId;
use bidhall_rules::papers::PaperObstacle;
use bidhall_rules::phone::PhoneNumber;
use bidhall_rules::sealing::Opening;
use bidhall_rules::secrecy::names_open;
use bidhall_rules::sessions::{AttendanceRole, SessionState};
use bidhall_store::sessions::SessionRow;

use super::Draft;
use crate::DeskError;
use crate::act::{Reading, word};
use crate::calls::safe;
use crate::sessions::{RoomBook, find, state_of};

/// Seats of an opening and of a committee of five (招标投标法 art. 37); names are secret.
const SEATS: [&str; 10] =
    ["主持人", "招标人代表", "代理机构", "监督", "见证", "专家1", "专家2", "专家3", "专家4", "专家5"];

/// How a session heads its papers.
pub(super) fn head(act: &Reading, rooms: &RoomBook, row: &SessionRow) -> SessionHead {
    SessionHead {
        code: row.code.clone(),
        project_name: row.project_name.clone(),
        lot: Some(row.lot.clone()).filter(|lot| !lot.is_empty()),
        opening_time: act.zone.local(row.deadline),
        rooms: rooms.of(row.id, "opening").map(|room| room.name.clone()).collect(),
    }
}

/// What stands in the way of papers of a session that only serve an opening that takes place.
pub(super) fn obstacle(
    act: &Reading,
    row: &SessionRow,
    rooms: Option<&RoomBook>,
) -> Result<Option<PaperObstacle>, DeskError> {
    if state_of(&row.state, row.deadline, act.now)? == SessionState::Cancelled {
        return Ok(Some(PaperObstacle::SessionCancelled));
    }
    let no_room = rooms.is_some_and(|rooms| rooms.of(row.id, "opening").next().is_none());
    Ok(no_room.then_some(PaperObstacle::NoRoom))
}

pub(super) async fn session(act: &mut Reading, id: SessionId) -> Result<(SessionRow, RoomBook), DeskError> {
    let row = find(act, id).await?;
    let rooms = RoomBook::load(act).await?;
    if obstacle(act, &row, None)?.is_some() {
        return Err(DeskError::SessionEnded { code: row.code, state: SessionState::Cancelled });
    }
    Ok((row, rooms))
}

pub(super) fn draft(paper: Paper, name: &str, row: &SessionRow) -> Draft {
    Draft { paper, file_name: format!("{name}-{}-{}.pdf", row.day, safe(&row.code)), notice: None }
}

pub(super) async fn door_signs(act: &mut Reading, id: SessionId) -> Result<Draft, DeskError> {
    let (row, rooms) = session(act, id).await?;
    let head = head(act, &rooms, &row);
    if head.rooms.is_empty() {
        return Err(DeskError::not_found("room", &row.code));
    }
    let signs = DoorSigns { centre: act.centre.clone(), sessions: vec![head], rehearsal: act.rehearsal };
    Ok(draft(Paper::DoorSigns(signs), "门牌", &row))
}

pub(super) async fn seat_cards(act: &mut Reading, id: SessionId) -> Result<Draft, DeskError> {
    let (row, rooms) = session(act, id).await?;
    let seats = SEATS.map(str::to_owned).to_vec();
    let cards = SeatCards { session: head(act, &rooms, &row), seats, rehearsal: act.rehearsal };
    Ok(draft(Paper::SeatCards(cards), "席卡", &row))
}

pub(super) async fn sign_in(
    act: &mut Reading,
    id: SessionId,
    kind: SignInKind,
    blank: bool,
) -> Result<Draft, DeskError> {
    let (row, rooms) = session(act, id).await?;
    let rows = if blank || !names_open(row.deadline, act.now) {
        None
    } else {
        Some(admitted(act, &row, kind).await?)
    };
    let (session, centre) = (head(act, &rooms, &row), act.centre.clone());
    let sheet = SignInSheet { centre, kind, session, rows, rehearsal: act.rehearsal };
    let name = match kind {
        SignInKind::Agency => "代理机构签到表",
        SignInKind::Bidder => "投标人签到表",
    };
    Ok(draft(Paper::SignInSheet(sheet), name, &row))
}

/// Bids are handed to the tenderer, who records them by hand: the register is always an empty form.
pub(super) async fn hand_in(act: &mut Reading, id: SessionId) -> Result<Draft, DeskError> {
    let (row, rooms) = session(act, id).await?;
    let (session, centre) = (head(act, &rooms, &row), act.centre.clone());
    let register = HandInRegister { centre, session, rows: None, rehearsal: act.rehearsal };
    Ok(draft(Paper::HandInRegister(register), "投标文件递交登记表", &row))
}

/// Those of an opened session whom the gate let in.
async fn admitted(
    act: &mut Reading,
    session: &SessionRow,
    kind: SignInKind,
) -> Result<Vec<SignInRow>, DeskError> {
    let wanted = match kind {
        SignInKind::Agency => AttendanceRole::Agency,
        SignInKind::Bidder => AttendanceRole::Bidder,
    };
    let (from, until) = act.zone.day_bounds(session.day);
    let mut rows = Vec::new();
    for check in act.tx.checks_between(from, until).await? {
        let of_session = check.session_id == session.id && check.role.as_deref() == Some(wanted.as_str());
        let (true, Some(person)) =
            (of_session && word::<CheckState>(&check.state)? == CheckState::Admitted, check.person_id)
        else {
            continue;
        };
        let Some(person) = crate::gate::person(act, person, Opening::Paper).await? else { continue };
        let given = crate::gate::names(act, &check, Opening::Paper)?;
        let phone = PhoneNumber::parse(&person.phone).map_err(|error| DeskError::internal(&error))?;
        rows.push(SignInRow {
            unit: given.company.unwrap_or_default(),
            person: given.person.unwrap_or(person.name),
            phone: phone.masked(),
            at: act.zone.local(check.opened_at),
        });
    }
    Ok(rows)
}
