//! A plan in the making: the same for one that is stored and one that is only tried.

use bidhall_grouping::{Instance, Plan};
use bidhall_rules::sealing::Opening;
use bidhall_rules::secrecy::{Band, names_open};
use bidhall_rules::sessions::RoomPurpose;
use bidhall_rules::settings::{GroupingSettings, ProjectKind};
use bidhall_store::groups::GroupRow;
use bidhall_store::rooms::RoomRow;
use bidhall_store::sessions::SessionRow;
use chrono::Duration;

use super::body::GroupBasis;
use super::books::{self, Wanted};
use super::clock::DayClock;
use super::explain;
use super::facts::{Facts, LeftOutWhy};
use super::heads::facts_of;
use super::laid::Laid;
use super::offer::{Demand, Offer};
use super::pinned;
use super::problem::{self, Task};
use super::requests::{GroupPins, PlanForm, RoomChoice};
use super::thinking::Thought;
use crate::DeskError;
use crate::act::{InForce, Reading, word};
use crate::rooms::KnownRooms;
use crate::sessions::{RoomBook, registered_of};

/// A plan that is not stored yet.
pub(super) struct Draft {
    pub(super) basis: GroupBasis,
    pub(super) band: Band,
    pub(super) instance: Instance,
    pub(super) plan: Plan,
    pub(super) facts: Facts,
    pub(super) settings_version: i32,
}

/// How many bids there are to read, and how that is known. Before the opening only the band enters the
/// problem, so that nothing of the plan gives the number away.
async fn bids_of(
    act: &mut Reading,
    session: &SessionRow,
    told: Option<u32>,
) -> Result<(u32, GroupBasis, Band), DeskError> {
    let missing = || DeskError::BandMissing { code: session.code.clone() };
    let band: Band = word(session.band.as_deref().ok_or_else(missing)?)?;
    if !names_open(session.deadline, act.now) {
        return Ok((band.upper_end(), GroupBasis::BandUpperEnd, band));
    }
    let registered = registered_of(act, session.id, Opening::Grouping).await?.ok_or_else(missing)?;
    let remaining = super::events::remaining_bids(act, session.id).await?;
    let bids = told.or(remaining).unwrap_or(registered);
    Ok((bids.max(1), GroupBasis::Registered, band))
}

/// Makes the plan of a session; `before` is its last version, `told` the bids that are said to be left.
pub(super) async fn draft(
    act: &mut Reading,
    session: &SessionRow,
    form: &PlanForm,
    before: Option<&GroupRow>,
    known: &KnownRooms,
    told: Option<u32>,
) -> Result<Draft, DeskError> {
    let (bids, basis, band) = bids_of(act, session, told).await?;
    let InForce { version, body: settings } = act.grouping_settings().await?;
    let last: Facts = before.map(|row| facts_of(act, row)).transpose()?.unwrap_or_default();
    let rule_set = form.rule_set.or(last.rule_set).unwrap_or(ProjectKind::Tender);
    let committee = form.committee.clone().or(last.committee).unwrap_or_else(|| settings.committee.clone());
    let rules = settings.rules_for(rule_set);
    committee
        .check(rules.ok_or_else(|| DeskError::not_found("ruleSet", rule_set))?)
        .map_err(DeskError::setting)?;
    let pins = form.pins.clone().unwrap_or(last.pins);
    let breaks = Facts::breaks_of(&settings);
    let clock = DayClock::new(act.zone, session.day, settings.pauses());
    let start = start_of(act, session, &pins, &clock, &settings)?;
    let from = clock.instant(clock.time.begins(clock.time.working(start)));
    let bookings = books::of_day(act, session.day).await?;
    let demand = Demand {
        session: session.id,
        clock: &clock,
        bookings: &bookings,
        changeover_minutes: settings.changeover_minutes,
        span: (from, from + Duration::minutes(settings.limit_minutes.into())),
    };
    let named = named(act, session, form.rooms, &pins).await?;
    let Offer { offered, left_out } = demand.offer(known, &named, &pins.must_not)?;
    pinned::must_be_offered(&pins, &offered, &left_out, known)?;
    let task = Task { session, bids, committee: &committee, start, settings: &settings };
    let instance = problem::instance(&task, &clock, known, &offered)?;
    let fixed = pinned::fixed(&pins, &session.code);
    let Thought { answer, whys, relaxations } =
        act.thinking.plan(&instance, &fixed)?.map_err(pinned::fault)?;
    let mut facts = Facts {
        deadline: Some(session.deadline),
        rule_set: Some(rule_set),
        committee: Some(committee),
        rooms: form.rooms,
        pins,
        breaks,
        limit_minutes: Some(settings.limit_minutes),
        experts_per_room: Some(settings.experts_per_room),
        temperature_hours: Some(settings.temperature_hours),
        long_run_minutes: Some(settings.long_run_minutes),
        red_tenths: Some(settings.red_tenths),
        left_out,
        ..Facts::default()
    };
    let plan = answer.plan.clone();
    if let Some(laid) = Laid::of(&instance, &plan, &facts.clone(), &clock) {
        facts.spare = spare(&laid, &demand, known)?.map(|room| room.code.clone());
        facts
            .left_out
            .retain(|room| room.why != LeftOutWhy::KeptSpare || facts.spare.as_ref() == Some(&room.code));
        facts.explanation.sentences = explain::sentences(&laid, &plan, &facts, known)?;
        facts.explanation.sentences.extend(whys);
    }
    facts.explanation.status = explain::proof(&answer, &clock.time);
    facts.explanation.relaxations = relaxations;
    Ok(Draft { basis, band, instance, plan, facts, settings_version: version })
}

/// The minute of the clock at which the evaluation starts.
fn start_of(
    act: &Reading,
    session: &SessionRow,
    pins: &GroupPins,
    clock: &DayClock,
    settings: &GroupingSettings,
) -> Result<u32, DeskError> {
    let Some(start) = pins.start else {
        return Ok(clock.minute(session.deadline) + settings.start_minutes_after_opening);
    };
    if act.zone.day_of(start) != session.day || start < session.deadline {
        return Err(DeskError::field("pins.start", "on the day of the opening and not before it"));
    }
    Ok(clock.minute(start))
}

/// The rooms the schedule names, and those a person fixed; none when all are meant.
async fn named(
    act: &mut Reading,
    session: &SessionRow,
    rooms: RoomChoice,
    pins: &GroupPins,
) -> Result<Vec<String>, DeskError> {
    let mut named: Vec<String> = match rooms {
        RoomChoice::Scheduled => {
            let book = RoomBook::load(act).await?;
            book.of(session.id, "evaluation").map(|room| room.code.clone()).collect()
        }
        RoomChoice::Any => Vec::new(),
    };
    if !named.is_empty() {
        named.extend(pins.must.iter().cloned());
        named.extend(pins.experts.iter().map(|pin| pin.room.clone()));
    }
    Ok(named)
}

/// The room kept free for a failure: usable, free for the whole time, in the zone of the group, large enough
/// for its largest panel, and the nearest of those.
fn spare<'a>(
    laid: &Laid<'_>,
    demand: &Demand<'_>,
    known: &'a KnownRooms,
) -> Result<Option<&'a RoomRow>, DeskError> {
    let largest = laid.panels().map(|panel| laid.experts_of(panel)).max().unwrap_or(0);
    let group: Vec<&RoomRow> =
        laid.placed.rooms.iter().filter_map(|panel| known.coded(&panel.room).ok()).collect();
    let mut found: Vec<(u32, &RoomRow)> = Vec::new();
    for room in &known.rows {
        if word::<RoomPurpose>(&room.purpose)? != RoomPurpose::Spare {
            continue;
        }
        let Some(offer) = demand.instead(known, room)? else { continue };
        let (start, end) = (laid.start(), laid.end());
        let is_free = offer.windows.iter().any(|[opens, closes]| *opens <= start && end <= *closes);
        let is_large = u32::try_from(room.seats_spaced).is_ok_and(|seats| seats >= largest);
        let is_near = group.iter().all(|used| used.zone == room.zone);
        if is_free && is_large && is_near && (room.video || group.len() == 1) {
            let rooms: Vec<&RoomRow> = std::iter::once(room).chain(group.iter().copied()).collect();
            let walk = known.walk_minutes(&rooms).first().map_or(0, |row| row.iter().sum());
            found.push((walk, room));
        }
    }
    Ok(found.into_iter().min_by_key(|(walk, room)| (*walk, room.code.clone())).map(|(_, room)| room))
}

/// The bookings a plan needs.
pub(super) fn wanted(draft: &Draft, clock: &DayClock, known: &KnownRooms) -> Result<Vec<Wanted>, DeskError> {
    match Laid::of(&draft.instance, &draft.plan, &draft.facts, clock) {
        Some(laid) => rooms_of(&laid, known),
        None => Ok(Vec::new()),
    }
}

/// The rooms of a timetable and the one kept free, from its start to its end, each with the time for disinfection
/// after it.
pub(super) fn rooms_of(laid: &Laid<'_>, known: &KnownRooms) -> Result<Vec<Wanted>, DeskError> {
    let changeover = Duration::minutes(laid.instance.rules.changeover_minutes.into());
    let begins = laid.clock.instant(laid.start());
    let ends = laid.clock.instant(laid.end()) + changeover;
    let panels = laid.placed.rooms.iter().map(|panel| (panel.room.as_str(), "evaluation"));
    let spare = laid.facts.spare.iter().map(|spare| (spare.as_str(), "spare"));
    panels
        .chain(spare)
        .map(|(code, part)| Ok(Wanted { room: known.coded(code)?.id, part, begins, ends }))
        .collect()
}
