//! Units of the roll-call, their people, and what each unit reports of a day.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{Sealed, StoreError, Tx};

/// A unit.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct UnitRow {
    /// Id.
    pub id: Uuid,
    /// Name as it was first entered.
    pub name: String,
    /// Normalised name, unique.
    pub name_key: String,
    /// Since when it is listed.
    pub added_at: DateTime<Utc>,
}

/// A person of a unit.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct UnitPersonRow {
    /// Id.
    pub id: Uuid,
    /// The unit.
    pub unit_id: Uuid,
    /// Name.
    pub name: Sealed,
    /// Position.
    pub title: Sealed,
    /// Number; may be empty.
    pub phone: Sealed,
    /// Whether the person answers for the unit.
    pub answers: bool,
    /// Since when the person is listed.
    pub added_at: DateTime<Utc>,
    /// The last word on whether the person still belongs to the unit: `left` or `returned`.
    pub mark: Option<String>,
}

/// What was reported of a person on a day; the last one counts.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ReportRow {
    /// The person.
    pub person_id: Uuid,
    /// The day.
    pub day: NaiveDate,
    /// 1, 2, 3 … of the person and day.
    pub seq: i32,
    /// The state's word.
    pub state: Sealed,
    /// What else was said.
    pub note: Sealed,
    /// When.
    pub at: DateTime<Utc>,
    /// Who took it down.
    pub operator_id: Uuid,
    /// That person's name.
    pub operator_name: String,
}

macro_rules! people {
    () => {
        "SELECT p.id, p.unit_id, p.name, p.title, p.phone, p.answers, p.added_at, \
         (SELECT m.kind FROM unit_person_marks m WHERE m.person_id = p.id ORDER BY m.seq DESC LIMIT 1) AS mark \
         FROM unit_people p"
    };
}

macro_rules! reports {
    () => {
        "SELECT r.person_id, r.day, r.seq, r.state, r.note, r.at, r.operator_id, o.name AS operator_name \
         FROM roll_call_reports r JOIN operators o ON o.id = r.operator_id \
         JOIN unit_people p ON p.id = r.person_id"
    };
}

statements! {
    UNITS = "SELECT id, name, name_key, added_at FROM units ORDER BY name, id";
    UNIT = "SELECT id, name, name_key, added_at FROM units WHERE id = $1";
    UNIT_BY_KEY = "SELECT id, name, name_key, added_at FROM units WHERE name_key = $1";
    ADD_UNIT = "INSERT INTO units (id, name, name_key, added_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (name_key) DO NOTHING";
    PEOPLE = concat!(people!(), " ORDER BY p.unit_id, p.id");
    PEOPLE_OF_UNIT = concat!(people!(), " WHERE p.unit_id = $1 ORDER BY p.id");
    UNIT_PERSON = concat!(people!(), " WHERE p.id = $1");
    ADD_UNIT_PERSON = "INSERT INTO unit_people (id, unit_id, name, title, phone, answers, added_at, person_key)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (unit_id, person_key) DO NOTHING";
    MARK_UNIT_PERSON = "INSERT INTO unit_person_marks (person_id, seq, kind, at, operator_id)
                        VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM unit_person_marks WHERE person_id = $1),
                            $2, $3, $4)
                        ON CONFLICT (person_id, seq) DO NOTHING";
    REPORTS_OF_DAY = concat!(reports!(), " WHERE r.day = $1 ORDER BY r.person_id, r.seq");
    REPORTS_OF_UNIT = concat!(reports!(), " WHERE p.unit_id = $1 AND r.day <= $2 AND r.day >= $3 \
                                           ORDER BY r.day, r.person_id, r.seq");
    ADD_REPORT = "INSERT INTO roll_call_reports (person_id, day, seq, state, note, at, operator_id)
                  VALUES ($1, $2, (SELECT COALESCE(MAX(seq), 0) + 1 FROM roll_call_reports
                                   WHERE person_id = $1 AND day = $2), $3, $4, $5, $6)
                  ON CONFLICT (person_id, day, seq) DO NOTHING";
}

impl Tx {
    /// Every unit by name.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn units(&mut self) -> Result<Vec<UnitRow>, StoreError> {
        all!(self, UnitRow, UNITS)
    }

    /// One unit.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn unit(&mut self, id: Uuid) -> Result<Option<UnitRow>, StoreError> {
        one!(self, UnitRow, UNIT, id)
    }

    /// The unit of this normalised name, entered when it is new.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn unit_named(&mut self, new: &UnitRow) -> Result<UnitRow, StoreError> {
        run!(self, ADD_UNIT, new.id, &new.name, &new.name_key, new.added_at)?;
        self.touch("roll_call");
        Ok(one!(self, UnitRow, UNIT_BY_KEY, &new.name_key)?.unwrap_or_else(|| new.clone()))
    }

    /// The people of every unit.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn unit_people(&mut self) -> Result<Vec<UnitPersonRow>, StoreError> {
        all!(self, UnitPersonRow, PEOPLE)
    }

    /// The people of a unit.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn people_of_unit(&mut self, unit: Uuid) -> Result<Vec<UnitPersonRow>, StoreError> {
        all!(self, UnitPersonRow, PEOPLE_OF_UNIT, unit)
    }

    /// One person of a unit.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn unit_person(&mut self, id: Uuid) -> Result<Option<UnitPersonRow>, StoreError> {
        one!(self, UnitPersonRow, UNIT_PERSON, id)
    }

    /// Enters a person of a unit; `false` when a person of this key, made of name and number, is there
    /// already.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_unit_person(&mut self, row: &UnitPersonRow, key: &str) -> Result<bool, StoreError> {
        let rows = run!(
            self,
            ADD_UNIT_PERSON,
            row.id,
            row.unit_id,
            &row.name,
            &row.title,
            &row.phone,
            row.answers,
            row.added_at,
            key
        )?;
        self.touch("roll_call");
        Ok(rows == 1)
    }

    /// Records that a person left the unit or came back; `false` when another desk did in the
    /// same moment.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn mark_unit_person(
        &mut self,
        person: Uuid,
        kind: &str,
        at: DateTime<Utc>,
        operator: Uuid,
    ) -> Result<bool, StoreError> {
        let rows = run!(self, MARK_UNIT_PERSON, person, kind, at, operator)?;
        self.touch("roll_call");
        Ok(rows == 1)
    }

    /// What was reported of a day, in the order it was reported.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn reports_of_day(&mut self, day: NaiveDate) -> Result<Vec<ReportRow>, StoreError> {
        all!(self, ReportRow, REPORTS_OF_DAY, day)
    }

    /// What a unit reported in the days from `from` to `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn reports_of_unit(
        &mut self,
        unit: Uuid,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<ReportRow>, StoreError> {
        all!(self, ReportRow, REPORTS_OF_UNIT, unit, until, from)
    }

    /// Records a report; its place in the history is the next one; `false` when another desk did in the
    /// same moment.
    ///
    /// # Errors
    /// [`StoreError`] when the database is lost.
    pub async fn add_report(&mut self, row: &ReportRow) -> Result<bool, StoreError> {
        let rows =
            run!(self, ADD_REPORT, row.person_id, row.day, &row.state, &row.note, row.at, row.operator_id)?;
        self.touch("roll_call");
        Ok(rows == 1)
    }
}
