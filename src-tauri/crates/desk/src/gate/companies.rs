//! Which company a name and a code mean (一公司一人). An exact code or an exact normalised name decides;
//! a name that is only near to another one is asked about.

use bidhall_rules::company::{CompanyKey, CreditCode, company_name_key, near_match};
use bidhall_rules::ids::CompanyId;
use bidhall_rules::questionnaire::CompanyAnswer;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_store::checks::CheckRow;
use bidhall_store::persons::{CompanyRow, CompanyTodayRow};
use uuid::Uuid;

use crate::DeskError;
use crate::act::{Reading, Writing};

/// What a name and a code lead to.
pub(super) enum Resolved {
    /// One company, entered when new; `near` is an earlier check whose company the clerk found to be
    /// another one in spite of its name.
    One {
        /// The company.
        company: Uuid,
        /// The check with the near name.
        near: Option<Uuid>,
    },
    /// The clerk is asked whether it is the company of an earlier check with nearly this name.
    Ask,
    /// Several companies share the name, each with a code of its own: the code must decide.
    CodeNeeded,
}

/// Finds or enters the company.
pub(super) async fn resolve(
    act: &mut Writing,
    check: &CheckRow,
    name: &str,
    code: Option<&CreditCode>,
    role: AttendanceRole,
    answer: Option<CompanyAnswer>,
) -> Result<Resolved, DeskError> {
    let now = act.now;
    let key = company_name_key(name).unwrap_or_default();
    let named = act.tx.companies_named(&key).await?;
    if let Some(code) = code {
        let code_key =
            CompanyKey::of(Some(code), name).map(|key| key.as_str().to_owned()).unwrap_or_default();
        if let Some(known) = act.tx.company_with_key(&code_key).await? {
            act.tx.name_company(known.id, &key, now).await?;
            return Ok(one(known.id));
        }
        // Known by its name alone so far: now it shows its code.
        if let Some(nameless) = named.iter().find(|row| row.credit_code.is_none())
            && act.tx.give_company_code(nameless.id, &code_key, code.as_str()).await?
        {
            return Ok(one(nameless.id));
        }
    } else {
        match named.as_slice() {
            [known] => return Ok(one(known.id)),
            [] => {}
            [_, _, ..] => return Ok(Resolved::CodeNeeded),
        }
    }
    let mut near = None;
    if let Some(earlier) = near_company(act, check, name, code, role).await? {
        match answer {
            Some(CompanyAnswer::Same) => {
                act.tx.name_company(earlier.company_id, &key, now).await?;
                return Ok(one(earlier.company_id));
            }
            Some(CompanyAnswer::Different) => near = Some(earlier.check_id),
            None => return Ok(Resolved::Ask),
        }
    }
    let Some(company_key) = CompanyKey::of(code, name) else { return Ok(Resolved::CodeNeeded) };
    let row = CompanyRow {
        id: CompanyId::new(now, &mut act.chance).uuid(),
        company_key: company_key.as_str().to_owned(),
        name: name.to_owned(),
        credit_code: code.map(|code| code.as_str().to_owned()),
    };
    let company = act.tx.company_known_as(&row).await?.id;
    act.tx.name_company(company, &key, now).await?;
    Ok(Resolved::One { company, near })
}

fn one(company: Uuid) -> Resolved {
    Resolved::One { company, near: None }
}

/// The earlier check of today whose company has nearly this name. Two companies that have both shown
/// codes are never asked about: their codes tell them apart.
pub(super) async fn near_company(
    act: &mut Reading,
    check: &CheckRow,
    name: &str,
    code: Option<&CreditCode>,
    role: AttendanceRole,
) -> Result<Option<CompanyTodayRow>, DeskError> {
    let (from, until) = act.zone.day_bounds(act.today());
    for row in act.tx.companies_between(from, until, role.as_str()).await? {
        let is_near = row.company_name.as_deref().is_some_and(|known| near_match(known, name));
        if row.check_id == check.id || !is_near {
            continue;
        }
        let has_code =
            act.tx.company(row.company_id).await?.is_some_and(|company| company.credit_code.is_some());
        if !(has_code && code.is_some()) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}
