//! The one list of commands: name, who may call it, request, reply.
//!
//! From this list come the dispatch of the window, the command line and the test host, the
//! TypeScript client, the JSON Schemas of `bidhall commands`, the role check and the name in the
//! audit log. A new command is one line here and one function.

mod spec;

use std::pin::Pin;

use bidhall_rules::roles::Role;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::act::{Reading, Writing};
use crate::{Call, DeskError, Workplace, tagged};
use crate::{
    accounts, agencies, audit, backup, calendar, calls, centre, database, forecast, gate, groups, imports,
};
use crate::{
    keeping, keys, operators, papers, rehearsal, roll_call, rooms, rounds, sessions, settings, summary,
};

pub use spec::{CommandSpec, Kind, Mark};

/// The scope a use case of each kind works in.
pub(crate) enum Scope<'a> {
    Host(&'a Workplace, &'a Call),
    Read(&'a mut Reading),
    Write(&'a mut Writing),
}

/// Reads a request; the error names the field by its path.
pub(crate) fn request<T: DeserializeOwned>(payload: &Value) -> Result<T, DeskError> {
    serde_path_to_error::deserialize(payload).map_err(|error| {
        let path = error.path().to_string();
        let (path, problem) = tagged::split(path, error.into_inner().to_string());
        DeskError::WrongField { path, problem }
    })
}

fn reply<T: serde::Serialize>(reply: &T) -> Result<Value, DeskError> {
    serde_json::to_value(reply).map_err(|error| DeskError::internal(&error))
}

/// Puts a use case on the heap before it runs. [`run`] would otherwise carry the room for every one of them
/// on its stack, and a rehearsal that plays a command within a command twice of it.
fn boxed<F: Future>(make: impl FnOnce() -> F) -> Pin<Box<F>> {
    Box::pin(make())
}

macro_rules! commands {
    ($($(#[doc = $about:literal])+ $name:literal $kind:ident $($mark:ident)? [$($role:ident)*]
        $use_case:path: $request:ty => $reply:ty;)+) => {
        /// Every command.
        pub const COMMANDS: &[CommandSpec] = &[$(CommandSpec {
            name: $name,
            about: concat!($($about),+),
            kind: Kind::$kind,
            roles: &[$(Role::$role),*],
            mark: commands!(@mark $($mark)?),
            types: |types| (types.name::<$request>(), types.name::<$reply>()),
            schemas: |schemas| (schemas.subschema_for::<$request>(), schemas.subschema_for::<$reply>()),
        }),+];

        /// Runs the use case of `name`.
        pub(crate) async fn run(name: &str, scope: Scope<'_>, payload: &Value) -> Result<Value, DeskError> {
            match (name, scope) {
                $(($name, commands!(@scope $kind act call)) => {
                    let request = request::<$request>(payload)?;
                    reply::<$reply>(&commands!(@call $kind $use_case, act, call, request)?)
                })+
                (name, _) => Err(DeskError::UnknownCommand { command: name.to_owned() }),
            }
        }
    };
    (@mark) => { None };
    (@mark $mark:ident) => { Some(Mark::$mark) };
    (@scope Host $act:ident $call:ident) => { Scope::Host($act, $call) };
    (@scope Read $act:ident $call:ident) => { Scope::Read($act) };
    (@scope Write $act:ident $call:ident) => { Scope::Write($act) };
    (@call Host $use_case:path, $act:ident, $call:ident, $request:ident) => {
        boxed(|| $use_case($act, $call, $request)).await
    };
    (@call Read $use_case:path, $act:ident, $call:ident, $request:ident) => {
        boxed(|| $use_case($act, $request)).await
    };
    (@call Write $use_case:path, $act:ident, $call:ident, $request:ident) => {
        boxed(|| $use_case($act, $request)).await
    };
}

commands! {
    /// Tells which database is open and how it is.
    "database.current" Host [] database::current: database::Nothing => database::DatabaseView;
    /// Opens another database and keeps its address for the next start.
    "database.open" Host [] database::open: database::DatabaseAddress => database::DatabaseView;
    /// Opens the demo day, a rehearsal of 12 March 2020.
    "database.demo" Host [] database::demo: database::DemoDay => database::DatabaseView;

    /// Tells the centre, its time and the next opening.
    "centre.view" Read [] centre::view: database::Nothing => centre::CentreView;
    /// Enters the centre into a new database.
    "centre.found" Host [] centre::found: centre::CentreForm => centre::CentreView;
    /// Tells how the centre's key stands at this desk.
    "key.state" Read [] keys::state: database::Nothing => keys::KeyState;
    /// Founds the key of a centre whose records are older than it, and seals them.
    "key.found" Write [] keys::found_later: keys::KeyPassphrase => keys::KeyState;
    /// Opens the centre's key by its passphrase.
    "key.unlock" Write [] keys::unlock: keys::KeyPassphrase => keys::KeyState;
    /// Opens the centre's key by the recovery sheet and gives it a new passphrase.
    "key.recover" Write [] keys::recover: keys::KeyRecovery => keys::KeyState;
    /// Makes a recovery sheet, told once; the one before loses its force.
    "key.recovery_sheet" Host [] keys::recovery_sheet: keys::SheetForm => keys::SheetView;
    /// Changes the passphrase of the centre's key.
    "key.change_passphrase" Write [DutyLead SystemAdmin SecurityAdmin]
        keys::change_passphrase: keys::PassphraseChange => keys::KeyState;
    /// Lists the people who work with Bidhall.
    "operators.list" Read [] operators::list: database::Nothing => operators::OperatorList;
    /// Registers a person with roles.
    "operators.register" Write [] operators::register: operators::OperatorForm => operators::OperatorView;

    /// Signs a person in at a desk with code and password.
    "accounts.sign_in" Host [] accounts::sign_in: accounts::Credentials => accounts::SignedIn;
    /// Tells who is signed in here.
    "accounts.me" Read Own [] accounts::me: database::Nothing => accounts::Me;
    /// Signs out.
    "accounts.sign_out" Write Own [] accounts::sign_out: database::Nothing => accounts::Done;
    /// Locks the desk until the password is given again.
    "accounts.lock" Write Own [] accounts::lock: database::Nothing => accounts::Done;
    /// Unlocks the desk with the password of the person who is signed in.
    "accounts.unlock" Host Own [] accounts::unlock: accounts::UnlockForm => accounts::Me;
    /// Changes the caller's own password.
    "accounts.change_password" Host Own []
        accounts::change_password: accounts::PasswordForm => accounts::Me;
    /// Lists the accounts with their roles, locks and requests.
    "accounts.list" Read [SecurityAdmin SystemAdmin Auditor DutyLead]
        accounts::list: database::Nothing => accounts::AccountList;
    /// Shows what was done to an account.
    "accounts.history" Read [SecurityAdmin SystemAdmin Auditor DutyLead]
        accounts::history: accounts::AccountChoice => accounts::AccountHistory;
    /// Creates an account with a first password.
    "accounts.create" Host [SecurityAdmin] accounts::create: accounts::AccountForm => accounts::AccountView;
    /// Gives a role to a person.
    "accounts.grant" Write [SecurityAdmin] accounts::grant: accounts::RoleForm => accounts::AccountView;
    /// Takes a role from a person.
    "accounts.take" Write [SecurityAdmin] accounts::take: accounts::RoleForm => accounts::AccountView;
    /// Closes an account; its sign-in ends.
    "accounts.close" Write [SecurityAdmin] accounts::close: accounts::ReasonForm => accounts::AccountView;
    /// Opens a closed account again.
    "accounts.reopen" Write [SecurityAdmin] accounts::reopen: accounts::ReasonForm => accounts::AccountView;
    /// Lifts the lock after wrong passwords.
    "accounts.lift_lock" Write [SecurityAdmin]
        accounts::lift_lock: accounts::ReasonForm => accounts::AccountView;
    /// Asks for a new password for somebody who forgot theirs.
    "accounts.request_reset" Write [SecurityAdmin SystemAdmin]
        accounts::request_reset: accounts::ReasonForm => accounts::AccountView;
    /// Gives the one-time password that somebody else asked for.
    "accounts.approve_reset" Host [SystemAdmin DutyLead]
        accounts::approve_reset: accounts::AccountChoice => accounts::OneTimePassword;
    /// Turns such a request down.
    "accounts.refuse_reset" Write [SecurityAdmin SystemAdmin DutyLead]
        accounts::refuse_reset: accounts::AccountChoice => accounts::AccountView;
    /// Shows the settings in force.
    "settings.view" Read [Gate Caller Scheduler Rounds DutyLead Supervision Auditor SystemAdmin SecurityAdmin]
        settings::view: database::Nothing => settings::SettingsList;
    /// Puts a new version of a topic's settings into force.
    "settings.change" Write [DutyLead SystemAdmin SecurityAdmin]
        settings::change: settings::SettingsChange => settings::SettingsView;

    /// Runs, pauses or speeds up the scripted clock of a rehearsal.
    "rehearsal.clock" Host [] rehearsal::set_clock: rehearsal::ClockChange => centre::CentreView;
    /// Steps a rehearsal to its next event and plays it.
    "rehearsal.step" Host [] rehearsal::step: database::Nothing => rehearsal::RehearsalStep;
    /// Lists the events of a rehearsal, played and to come.
    "rehearsal.events" Read [] rehearsal::events: database::Nothing => rehearsal::EventList;

    /// Lists the rooms.
    "rooms.list" Read [Gate Caller Scheduler Rounds DutyLead Supervision Auditor SystemAdmin SecurityAdmin]
        rooms::list: database::Nothing => rooms::RoomList;
    /// Registers a room.
    "rooms.register" Write [Scheduler DutyLead] rooms::register: rooms::RoomForm => rooms::RoomView;
    /// Changes a room for a reason.
    "rooms.amend" Write [Scheduler DutyLead] rooms::amend: rooms::RoomAmendForm => rooms::RoomView;
    /// Reads a table of rooms and shows each row with what is wrong.
    "rooms.import.preview" Read [Scheduler DutyLead]
        rooms::preview_import: imports::SheetFile => imports::TablePreview;
    /// Enters the valid rows of a table of rooms.
    "rooms.import.commit" Write [Scheduler DutyLead]
        rooms::commit_import: rooms::RoomCommit => imports::TableResult;
    /// Tells that a room is held or released, broken or mended.
    "rooms.state" Write [Scheduler Rounds DutyLead] rooms::tell_state: rooms::RoomStateForm => rooms::RoomView;
    /// Tells how long the way between two rooms takes.
    "rooms.walk" Write [Scheduler DutyLead] rooms::set_walk: rooms::WalkForm => rooms::RoomList;
    /// Shows what a room was and everything told of it.
    "rooms.history" Read [Scheduler Rounds DutyLead Supervision Auditor]
        rooms::history: rooms::OneRoom => rooms::RoomHistory;

    /// Shows the rounds of a day: what is due, what was done, and which rooms are released.
    "rounds.day" Read [Gate Scheduler Rounds DutyLead Supervision Auditor]
        rounds::day: rounds::RoundDay => rounds::RoundDayView;
    /// Enters rooms that were disinfected or aired in one go.
    "rounds.enter" Write [Rounds DutyLead] rounds::enter: rounds::RoundForm => rounds::RoundDayView;
    /// Makes such a record void.
    "rounds.void" Write [Rounds DutyLead] rounds::void: rounds::VoidForm => rounds::RoundDayView;
    /// Says why a round was not done.
    "rounds.miss" Write [Rounds DutyLead] rounds::miss: rounds::MissForm => rounds::RoundDayView;

    /// Reads a session schedule and shows each row with what was understood and what is wrong.
    "sessions.import.preview" Read [Scheduler DutyLead]
        sessions::preview_import: sessions::ScheduleFile => sessions::ImportPreview;
    /// Enters the valid rows of a session schedule, or on request none if any is bad.
    "sessions.import.commit" Write [Scheduler DutyLead]
        sessions::commit_import: sessions::ScheduleCommit => sessions::ImportResult;
    /// Lists sessions.
    "sessions.list" Read [Gate Caller Scheduler Rounds DutyLead Supervision Auditor]
        sessions::list: sessions::SessionFilter => sessions::SessionList;
    /// Records that a session failed or was cancelled.
    "sessions.end" Write [Scheduler DutyLead] sessions::end: sessions::SessionEnd => sessions::SessionView;
    /// Records that the agency confirmed that its session failed, and frees its evaluation rooms.
    "sessions.confirm_failure" Write [Scheduler DutyLead]
        sessions::confirm_failure: sessions::FailureConfirmation => sessions::SessionView;
    /// Shows the rooms of some days with what is in them and what is in conflict.
    "sessions.calendar" Read [Gate Caller Scheduler Rounds DutyLead Supervision Auditor]
        sessions::calendar: sessions::CalendarSpan => sessions::CalendarView;
    /// Shows what an amendment would change and what is free; nothing is changed.
    "sessions.amend.preview" Read [Scheduler DutyLead]
        sessions::preview_amendment: sessions::AmendmentDraft => sessions::AmendmentPreview;
    /// Moves a session that has not begun, or gives it other rooms, by a document.
    "sessions.amend" Write [Scheduler DutyLead]
        sessions::amend: sessions::AmendmentForm => sessions::SessionView;

    /// Tells which days are working days.
    "calendar.days" Read [Gate Caller Scheduler Rounds DutyLead Supervision Auditor SystemAdmin SecurityAdmin]
        calendar::days: calendar::DaySpan => calendar::DayList;
    /// Reads a table of announced days and shows each row with what is wrong.
    "calendar.import.preview" Read [DutyLead SystemAdmin]
        calendar::preview: imports::SheetFile => imports::TablePreview;
    /// Puts the valid rows of such a table into the calendar.
    "calendar.import.commit" Write [DutyLead SystemAdmin]
        calendar::commit: calendar::CalendarCommit => imports::TableResult;

    /// Lists the calls of a campaign and day, one per agency or unit; the reminders unless another is named.
    "calls.list" Read [Gate Caller Scheduler DutyLead Supervision Auditor] calls::list: calls::CallDay => calls::CallsDay;
    /// Shows a call with its script and attempts.
    "calls.view" Read Personal [Caller DutyLead Supervision Auditor] calls::view: calls::CallChoice => calls::CallView;
    /// Records an attempt: not reached, or answers.
    "calls.record" Write [Caller DutyLead] calls::record: calls::AttemptForm => calls::CallView;
    /// Records what came after a call: the relay confirmed, the form sent.
    "calls.confirm" Write [Caller DutyLead] calls::confirm: calls::CallReceiptForm => calls::CallView;
    /// Serves the next call and holds it for who asks.
    "calls.next" Write [Caller DutyLead] calls::next: calls::NextChoice => calls::NextCall;
    /// Holds a call that was chosen by hand.
    "calls.claim" Write [Caller DutyLead] calls::claim: calls::CallChoice => calls::CallView;
    /// Lets a held call go.
    "calls.release" Write [Caller DutyLead] calls::release: calls::CallChoice => calls::CallView;
    /// Gives a call up for a reason.
    "calls.give_up" Write [DutyLead] calls::give_up: calls::GiveUpForm => calls::CallView;
    /// Shows the script of a version, or as it was read out in an attempt.
    "calls.script" Read [Caller DutyLead Supervision Auditor]
        calls::script: calls::ScriptChoice => calls::ScriptView;
    /// Shows the calls of a day at a glance: figures with their rows, who rang whom.
    "calls.overview" Read [Caller Scheduler DutyLead Supervision Auditor]
        calls::overview: calls::CallDay => calls::CallsOverview;
    /// Shows the pages of the notice to the agency.
    "calls.notice" Host [Caller DutyLead] calls::notice: calls::CallChoice => calls::NoticeView;
    /// Saves the notice to the agency as PDF.
    "calls.notice.save" Host Export [Caller DutyLead] calls::save_notice: calls::CallChoice => calls::SavedDocument;

    /// Lists agencies with whom to ring there.
    "agencies.list" Read Personal [Caller Scheduler DutyLead Supervision Auditor]
        agencies::list: agencies::AgencySearch => agencies::AgencyList;
    /// Shows every call to an agency over the days.
    "agencies.history" Read Personal [Caller DutyLead Supervision Auditor]
        agencies::history: agencies::AgencyChoice => agencies::AgencyHistory;
    /// Adds a person to ring at an agency.
    "agencies.contact.add" Write [Caller Scheduler DutyLead]
        agencies::add_contact: agencies::ContactForm => agencies::AgencyView;
    /// Says that a number is wrong, right after all, or no longer used.
    "agencies.contact.mark" Write [Caller Scheduler DutyLead]
        agencies::mark_contact: agencies::ContactMarkForm => agencies::AgencyView;
    /// Reads a directory of agencies and shows each row with what is wrong.
    "agencies.import.preview" Read [Caller Scheduler DutyLead]
        agencies::preview_import: imports::SheetFile => imports::TablePreview;
    /// Enters the valid rows of a directory of agencies.
    "agencies.import.commit" Write [Caller Scheduler DutyLead]
        agencies::commit_import: imports::SheetFile => imports::TableResult;

    /// Shows the roll-call of units of a day.
    "roll_call.day" Read Personal [Caller DutyLead] roll_call::day: roll_call::RollCallDay => roll_call::RollCallView;
    /// Shows a unit with its people and what it reported.
    "roll_call.unit" Read Personal [Caller DutyLead] roll_call::unit: roll_call::UnitChoice => roll_call::UnitDay;
    /// Begins the roll-call of a day: a call to every unit.
    "roll_call.open" Write [Caller DutyLead] roll_call::open: roll_call::RollCallDay => roll_call::RollCallView;
    /// Takes down what a unit reports of a day.
    "roll_call.report" Write [Caller DutyLead] roll_call::report: roll_call::UnitReport => roll_call::UnitDay;
    /// Says that a person left a unit or came back.
    "roll_call.person" Write [Caller DutyLead]
        roll_call::move_person: roll_call::PersonMove => roll_call::UnitDay;
    /// Reads the people of units and shows each row with what is wrong.
    "roll_call.import.preview" Read [Caller DutyLead]
        roll_call::preview_import: imports::SheetFile => imports::TablePreview;
    /// Enters the valid rows of the people of units.
    "roll_call.import.commit" Write [Caller DutyLead]
        roll_call::commit_import: imports::SheetFile => imports::TableResult;

    /// Takes a person in at a lane.
    "gate.open" Write [Gate DutyLead] gate::open: gate::CheckForm => gate::CheckView;
    /// Lists the people in progress.
    "gate.list" Read Personal [Gate DutyLead Supervision] gate::list: database::Nothing => gate::CheckList;
    /// Shows a person's check.
    "gate.view" Read Personal [Gate DutyLead Supervision] gate::view: gate::CheckChoice => gate::CheckView;
    /// Records the next of the six steps.
    "gate.step" Write [Gate DutyLead] gate::step: gate::StepForm => gate::CheckView;
    /// Refuses a person; never a bid.
    "gate.refuse" Write [Gate DutyLead] gate::refuse: gate::RefusalForm => gate::CheckView;
    /// Takes a passed step up again for a reason.
    "gate.correct" Write [Gate DutyLead] gate::correct: gate::CorrectionForm => gate::CheckView;
    /// Sets a person aside.
    "gate.pause" Write [Gate DutyLead] gate::pause: gate::AbandonForm => gate::CheckView;
    /// Takes a person over from another clerk or lane, or up again after a pause.
    "gate.take" Write [Gate DutyLead] gate::take: gate::TakeForm => gate::CheckView;
    /// Finds a person who was at the gate today by tag, document or phone.
    "gate.find" Read Personal [Gate DutyLead Supervision] gate::find: gate::PersonSearch => gate::FoundPeople;
    /// Ends a check whose person left.
    "gate.abandon" Write [Gate DutyLead] gate::abandon: gate::AbandonForm => gate::CheckView;
    /// Records what was done for a refused person.
    "gate.follow_up" Write [Gate DutyLead] gate::follow_up: gate::FollowUpForm => gate::CheckView;
    /// Takes down who a person is whose questionnaire was not reached.
    "gate.short_identity" Write [Gate DutyLead]
        gate::short_identity: gate::ShortIdentityForm => gate::CheckView;
    /// Records the receipt of a notification or of documents.
    "gate.receipt" Write [Gate DutyLead] gate::receipt: gate::ReceiptForm => gate::CheckView;
    /// Asks for an exception to the number of heads.
    "gate.exception.request" Write [Gate DutyLead]
        gate::request_exception: gate::ExceptionForm => gate::CheckView;
    /// Decides such a request; never by who asked.
    "gate.exception.decide" Write [DutyLead Supervision]
        gate::decide_exception: gate::ExceptionDecision => gate::ExceptionView;
    /// Lists the requests of a day.
    "gate.exceptions" Read Personal [Gate DutyLead Supervision]
        gate::list_exceptions: gate::ExceptionDay => gate::ExceptionList;
    /// Forecasts a day at the gate by playing it many times: waits, line, last safe arrivals, lanes needed.
    "gate.forecast" Host [DutyLead Scheduler Supervision] forecast::forecast: forecast::ForecastForm => forecast::GateForecast;
    /// Forecasts the line outside, session by session.
    "gate.queue" Read [Gate DutyLead Supervision] gate::queue: database::Nothing => gate::QueueView;
    /// Counts the line outside.
    "gate.queue.count" Write [Gate DutyLead] gate::count_queue: gate::QueueCount => gate::QueueView;
    /// Records that an agency was told of the line.
    "gate.queue.told" Write [Gate DutyLead Caller] gate::tell_agency: gate::QueueTold => gate::QueueView;
    /// Shows the gate at a glance, without names.
    "gate.overview" Read [Gate DutyLead Supervision] gate::overview: database::Nothing => gate::OverviewView;
    /// Books out everyone still inside at the end of the day.
    "gate.close_day" Write [Gate DutyLead] gate::close_day: database::Nothing => gate::ClosingView;

    /// Answers a scan of a tag: whose it is, or that its wearer leaves or returns.
    "tags.scan" Write [Gate DutyLead Supervision] gate::scan: gate::TagScan => gate::ScanView;
    /// Lists the tags of a day.
    "tags.list" Read Personal [Gate DutyLead Supervision] gate::list_tags: gate::TagDay => gate::TagList;
    /// Makes a tag void.
    "tags.void" Write [Gate DutyLead] gate::void_tag: gate::TagVoid => gate::TagView;
    /// Replaces the code of a tag whose paper was lost.
    "tags.lost" Write [Gate DutyLead] gate::lose_tag: gate::TagLoss => gate::TagView;
    /// Asks for a print of a tag; once while one is under way.
    "tags.print" Write Print [Gate DutyLead] gate::print_tag: gate::PrintForm => gate::PrintView;
    /// Shows the pages of a print.
    "tags.print.pages" Host Personal [Gate DutyLead] gate::print_pages: gate::PrintChoice => gate::PrintPages;
    /// Tells whether the paper came out.
    "tags.print.end" Write [Gate DutyLead] gate::end_print: gate::PrintEnd => gate::TagView;

    /// Plans the group of rooms for a session.
    "groups.plan" Write [Scheduler DutyLead] groups::plan: groups::PlanForm => groups::GroupView;
    /// Shows what a plan would be; nothing is stored.
    "groups.try" Read [Scheduler DutyLead] groups::try_plan: groups::PlanForm => groups::GroupTry;
    /// Looks for a better plan than a version in the background, or tells how far that is.
    "groups.improve" Host [Scheduler DutyLead] groups::improve: groups::GroupVersion => groups::GroupImprovement;
    /// Shows how far the search for a better plan is.
    "groups.improvement" Host [Scheduler DutyLead]
        groups::improvement: groups::GroupVersion => groups::GroupImprovement;
    /// Stops the search for a better plan; what was found stays on offer.
    "groups.improve.cancel" Host [Scheduler DutyLead]
        groups::cancel_improvement: groups::GroupVersion => groups::GroupImprovement;
    /// Shows the better plan beside the version; nothing is stored.
    "groups.improved" Read [Scheduler DutyLead] groups::improved: groups::GroupVersion => groups::GroupTry;
    /// Takes the better plan over as the next version.
    "groups.improve.take" Write [Scheduler DutyLead]
        groups::take_improved: groups::GroupVersion => groups::GroupView;
    /// Compares two versions of a group.
    "groups.compare" Read [Gate Caller Scheduler Rounds DutyLead Supervision Auditor]
        groups::compare: groups::GroupPair => groups::GroupComparison;
    /// Shows a group right now: rooms, panels, batches, timetable, versions and events.
    "groups.day" Read [Gate Caller Scheduler Rounds DutyLead Supervision Auditor]
        groups::show_day: groups::GroupChoice => groups::GroupDayView;
    /// Records that a seat signed in; never a name.
    "groups.sign_in" Write [Scheduler DutyLead Supervision]
        groups::sign_in: groups::SignInForm => groups::GroupDayView;
    /// Records reason, breaks and consent of a run longer than usual.
    "groups.long_run" Write [Scheduler DutyLead]
        groups::record_long_run: groups::LongRunForm => groups::GroupDayView;
    /// Starts the evaluation of a group.
    "groups.start" Write [Scheduler DutyLead] groups::start: groups::GroupChoice => groups::GroupDayView;
    /// Records that a batch is begun or finished in a room.
    "groups.progress" Write [Scheduler Rounds DutyLead]
        groups::progress: groups::ProgressForm => groups::GroupDayView;
    /// Records what happened to a group and plans the rest of its day again.
    "groups.event" Write [Scheduler DutyLead] groups::event: groups::EventForm => groups::GroupDayView;
    /// Shows what such an event would change; nothing is recorded.
    "groups.event.try" Read [Scheduler DutyLead] groups::try_event: groups::EventQuestion => groups::EventTry;
    /// Records that the joint discussion has ended.
    "groups.finish" Write [Scheduler DutyLead] groups::finish: groups::GroupChoice => groups::GroupDayView;
    /// Lists the groups of a day.
    "groups.list" Read [Gate Caller Scheduler Rounds DutyLead Supervision Auditor]
        groups::list: groups::GroupDay => groups::GroupList;

    /// Lists the papers of a day, what was printed of each, and why one cannot be printed now.
    "papers.list" Read [Gate Caller Scheduler DutyLead] papers::list: papers::PaperDay => papers::PaperList;
    /// Tells which family stands for each typeface of the standard on this machine.
    "papers.typefaces" Host [Gate Caller Scheduler Rounds DutyLead Supervision Auditor SystemAdmin SecurityAdmin]
        papers::typefaces: database::Nothing => papers::TypefaceList;
    /// Shows the pages of a paper.
    "papers.pages" Host Personal [Gate Caller Scheduler DutyLead] papers::pages: papers::PaperChoice => papers::PaperPages;
    /// Saves a paper as PDF.
    "papers.save" Host Export [Gate Caller Scheduler DutyLead] papers::save: papers::PaperChoice => calls::SavedDocument;
    /// Records that a paper goes to the printer, in so many copies.
    "papers.print.begin" Write Print [Gate Caller Scheduler DutyLead]
        papers::begin_print: papers::PaperForm => papers::PaperPrintView;
    /// Tells whether the paper came out.
    "papers.print.end" Write [Gate Caller Scheduler DutyLead]
        papers::end_print: papers::PaperEnd => papers::PaperPrintView;
    /// Writes the notices of a day into a folder, unless a batch is under way.
    "papers.batch.start" Host Export [Caller DutyLead] papers::start_batch: papers::BatchDay => papers::PaperBatch;
    /// Shows how far the last batch is.
    "papers.batch" Host [Caller DutyLead] papers::batch: database::Nothing => papers::PaperBatch;
    /// Cancels the batch that is under way.
    "papers.batch.cancel" Host [Caller DutyLead] papers::cancel_batch: database::Nothing => papers::PaperBatch;

    /// The figures of a day.
    "summary.day" Read [Gate Caller Scheduler Rounds DutyLead Supervision Auditor]
        summary::day: summary::SummaryDay => summary::SummaryView;
    /// The rows behind a figure.
    "summary.rows" Read [Gate Caller Scheduler Rounds DutyLead Supervision Auditor]
        summary::rows: summary::FigureChoice => summary::SummaryRows;

    /// Shows what is kept for how long, what has had its time, holds and destructions.
    "keeping.state" Read [DutyLead Supervision Auditor SystemAdmin SecurityAdmin]
        keeping::state: database::Nothing => keeping::KeepingState;
    /// Holds a case, a session or a day back from destruction.
    "keeping.hold" Write [DutyLead Supervision Auditor] keeping::hold: keeping::HoldForm => keeping::KeepingState;
    /// Lifts a hold.
    "keeping.lift" Write [DutyLead Supervision Auditor] keeping::lift: keeping::LiftForm => keeping::KeepingState;
    /// Orders that what has had its time be destroyed.
    "keeping.order" Write [DutyLead SecurityAdmin] keeping::order: keeping::OrderForm => keeping::KeepingState;
    /// Carries an order out, as a second person, and certifies it.
    "keeping.destroy" Write [DutyLead Supervision Auditor SecurityAdmin]
        keeping::destroy: keeping::OrderChoice => keeping::DestructionCertificate;
    /// Takes what was destroyed out of the files and the backups as well.
    "keeping.cleanse" Host [DutyLead Supervision Auditor SystemAdmin SecurityAdmin]
        keeping::cleanse: keeping::OrderChoice => keeping::CleanseView;
    /// Shows everything held about a person, for that person.
    "keeping.person" Host Export [DutyLead] keeping::person: keeping::PersonRequest => keeping::PersonRecord;

    /// Shows how backups stand: the last good one, the attempts, the files.
    "backup.state" Host [DutyLead Auditor SystemAdmin]
        backup::state: database::Nothing => backup::BackupState;
    /// Makes a backup now and reads it again.
    "backup.now" Host Export [DutyLead SystemAdmin] backup::now: database::Nothing => backup::BackupState;
    /// Restores a backup into a temporary database and compares.
    "backup.check" Host [DutyLead Auditor SystemAdmin]
        backup::check: backup::BackupChoice => backup::BackupCheck;
    /// Shows what restoring a backup would change.
    "backup.look" Host [] backup::look: backup::BackupChoice => backup::BackupLook;
    /// Restores a backup into a new database and opens it.
    "backup.restore" Host [] backup::restore: backup::BackupChoice => database::DatabaseView;

    /// Lists the audit log, newest first.
    "audit.list" Read [Auditor DutyLead] audit::list: audit::AuditPage => audit::AuditList;
    /// Checks the audit log's chain and names the first broken row.
    "audit.verify" Read [] audit::verify: database::Nothing => audit::AuditVerdict;
    /// Saves the audit log with the end of its chain.
    "audit.export" Host Export [Auditor] audit::export: database::Nothing => audit::AuditFile;
}
