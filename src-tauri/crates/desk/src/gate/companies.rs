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

/// What has to be known before a name and a code mean one company.
pub(super) enum Question {
    /// An earlier check of today bears the same name under another code: one of the two codes is
    /// wrong, or another company has the name.
    OtherCode(CompanyTodayRow),
    /// An earlier check of today bears nearly this name.
    NearName(CompanyTodayRow),
    /// Several companies share the name.
    CodeNeeded,
}

/// The question that a name and a code raise, if any.
pub(super) async fn question(
    act: &mut Reading,
    check: &CheckRow,
    name: &str,
    code: Option<&CreditCode>,
    role: AttendanceRole,
) -> Result<Option<Question>, DeskError> {
    let key = company_name_key(name).unwrap_or_default();
    if let Some(code) = code
        && let Some(row) = same_name_other_code(act, check, &key, code, role).await?
    {
        return Ok(Some(Question::OtherCode(row)));
    }
    let named = act.tx.companies_named(&key).await?;
    let is_known = match (code, named.as_slice()) {
        (Some(code), named) => {
            known_by(act, code, name).await?.is_some() || named.iter().any(|row| row.credit_code.is_none())
        }
        (None, [_, _, ..]) => return Ok(Some(Question::CodeNeeded)),
        (None, named) => !named.is_empty(),
    };
    if is_known {
        return Ok(None);
    }
    Ok(near_company(act, check, name, code, role).await?.map(Question::NearName))
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
    let near = match question(act, check, name, code, role).await? {
        None => None,
        Some(Question::CodeNeeded) => return Ok(Resolved::CodeNeeded),
        Some(Question::OtherCode(earlier) | Question::NearName(earlier)) => match answer {
            None => return Ok(Resolved::Ask),
            Some(CompanyAnswer::Same) => {
                act.tx.name_company(earlier.company_id, &key, now).await?;
                return Ok(Resolved::One { company: earlier.company_id, near: None });
            }
            Some(CompanyAnswer::Different) => Some(earlier.check_id),
        },
    };
    let named = act.tx.companies_named(&key).await?;
    if let Some(code) = code {
        if let Some(known) = known_by(act, code, name).await? {
            act.tx.name_company(known.id, &key, now).await?;
            return Ok(Resolved::One { company: known.id, near });
        }
        let code_key =
            CompanyKey::of(Some(code), name).map(|key| key.as_str().to_owned()).unwrap_or_default();
        // Known by its name alone so far: now it shows its code.
        if let Some(nameless) = named.iter().find(|row| row.credit_code.is_none())
            && act.tx.give_company_code(nameless.id, &code_key, code.as_str()).await?
        {
            return Ok(Resolved::One { company: nameless.id, near });
        }
    } else if let [known] = named.as_slice() {
        return Ok(Resolved::One { company: known.id, near });
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

async fn known_by(act: &mut Reading, code: &CreditCode, name: &str) -> Result<Option<CompanyRow>, DeskError> {
    match CompanyKey::of(Some(code), name) {
        Some(key) => Ok(act.tx.company_with_key(key.as_str()).await?),
        None => Ok(None),
    }
}

/// The earlier check of today whose company has this very name and another code. Names are unique
/// where companies are registered (企业名称登记管理规定 art. 6), so a code was probably mistyped; without
/// the question that would only come out when the tag is refused.
async fn same_name_other_code(
    act: &mut Reading,
    check: &CheckRow,
    key: &str,
    code: &CreditCode,
    role: AttendanceRole,
) -> Result<Option<CompanyTodayRow>, DeskError> {
    let (from, until) = act.zone.day_bounds(act.today());
    for row in act.tx.companies_between(from, until, role.as_str()).await? {
        let is_same = row.company_name.as_deref().and_then(company_name_key).as_deref() == Some(key);
        if row.check_id == check.id || !is_same {
            continue;
        }
        let company = act.tx.company(row.company_id).await?;
        let known = company.and_then(|company| company.credit_code);
        if known.is_some_and(|known| known != code.as_str()) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// The earlier check of today whose company has nearly this name. Two companies that have both shown
/// codes are never asked about: their codes tell them apart.
async fn near_company(
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
