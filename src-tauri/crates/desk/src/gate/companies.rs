//! Which company a name and a code mean (一公司一人). An exact code or an exact normalised name decides;
//! a name that is only near to another one is asked about.

use std::sync::Arc;

use bidhall_rules::company::{CompanyKey, CreditCode, KnownName, SoughtName, company_name_key, near_match};
use bidhall_rules::ids::CompanyId;
use bidhall_rules::questionnaire::CompanyAnswer;
use bidhall_rules::sealing::Opening;
use bidhall_rules::sessions::AttendanceRole;
use bidhall_store::Sealed;
use bidhall_store::checks::CheckRow;
use bidhall_store::persons::{CompanyRow, CompanyTodayRow, MeantCompanies};
use uuid::Uuid;

use crate::DeskError;
use crate::act::{Reading, Writing};
use crate::seals::{Sought, fields};

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

/// What a name and a code are known as, and the question they raise, if any.
pub(super) struct Asked {
    pub(super) question: Option<Question>,
    by_code: Option<CompanyRow>,
    named: Vec<CompanyRow>,
}

/// Looks at whom a name and a code may mean.
pub(super) async fn ask(
    act: &mut Reading,
    check: &CheckRow,
    name: &str,
    code: Option<&CreditCode>,
    role: AttendanceRole,
) -> Result<Asked, DeskError> {
    let sought = SoughtName::of(name);
    let key = act.found_by(Sought::CompanyName, sought.key())?;
    let code_key = match code.and_then(|code| CompanyKey::of(Some(code), name)) {
        Some(code_key) => act.found_by(Sought::Company, code_key.as_str())?,
        None => String::new(),
    };
    let (from, until) = act.zone.day_bounds(act.today());
    let MeantCompanies { by_key: by_code, named, others } =
        act.tx.companies_meant(&code_key, &key, from, until, role.as_str(), check.id).await?;
    let mut asked = Asked { question: None, by_code, named };
    if let Some(code) = code
        && others.iter().any(|(other, _)| *other == key)
    {
        let row = same_name_other_code(act, check, sought.key(), code, role).await?;
        asked.question = row.map(Question::OtherCode);
    }
    if asked.question.is_some() {
        return Ok(asked);
    }
    let is_known = match (code, asked.named.as_slice()) {
        (Some(_), named) => asked.by_code.is_some() || named.iter().any(|row| row.credit_code.is_none()),
        (None, [_, _, ..]) => {
            asked.question = Some(Question::CodeNeeded);
            return Ok(asked);
        }
        (None, named) => !named.is_empty(),
    };
    if !is_known && is_any_near(act, &sought, &others)? {
        asked.question = near_company(act, check, name, code, role).await?.map(Question::NearName);
    }
    Ok(asked)
}

fn is_any_near(act: &Reading, sought: &SoughtName, others: &[(String, Sealed)]) -> Result<bool, DeskError> {
    for (key, name) in others {
        if sought.is_near(&*known_name(act, key, name)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A name companies of today are known by; each is opened once.
fn known_name(act: &Reading, key: &str, name: &Sealed) -> Result<Arc<KnownName>, DeskError> {
    if let Some(known) = act.unchanging.name(key) {
        return Ok(known);
    }
    let opened = act.open(fields::COMPANY_KNOWN_AS, key, name, Opening::GateStep)?;
    let known = Arc::new(KnownName::of_key(opened));
    act.unchanging.keep_name(key, &known);
    Ok(known)
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
    let plain = company_name_key(name).unwrap_or_default();
    let key = act.found_by(Sought::CompanyName, &plain)?;
    let known_as = act.seal(fields::COMPANY_KNOWN_AS, &key, &plain)?;
    let Asked { question, by_code, named } = ask(act, check, name, code, role).await?;
    let near = match question {
        None => None,
        Some(Question::CodeNeeded) => return Ok(Resolved::CodeNeeded),
        Some(Question::OtherCode(earlier) | Question::NearName(earlier)) => match answer {
            None => return Ok(Resolved::Ask),
            Some(CompanyAnswer::Same) => {
                act.tx.name_company(earlier.company_id, &key, &known_as, now).await?;
                return Ok(Resolved::One { company: earlier.company_id, near: None });
            }
            Some(CompanyAnswer::Different) => Some(earlier.check_id),
        },
    };
    let Some(company_key) = CompanyKey::of(code, name) else { return Ok(Resolved::CodeNeeded) };
    let company_key = act.found_by(Sought::Company, company_key.as_str())?;
    if let Some(code) = code {
        if let Some(known) = by_code {
            act.tx.name_company(known.id, &key, &known_as, now).await?;
            return Ok(Resolved::One { company: known.id, near });
        }
        // Known by its name alone so far: now it shows its code.
        if let Some(nameless) = named.iter().find(|row| row.credit_code.is_none())
            && let code = act.seal(fields::COMPANY_CODE, nameless.id, code.as_str())?
            && act.tx.give_company_code(nameless.id, &company_key, &code).await?
        {
            return Ok(Resolved::One { company: nameless.id, near });
        }
    } else if let [known] = named.as_slice() {
        return Ok(Resolved::One { company: known.id, near });
    }
    let id = CompanyId::new(now, &mut act.chance).uuid();
    let row = CompanyRow {
        id,
        company_key,
        name: act.seal(fields::COMPANY_NAME, id, name)?,
        credit_code: act.seal_some(fields::COMPANY_CODE, id, code.map(CreditCode::as_str))?,
    };
    let company = act.tx.company_known_as(&row).await?.id;
    act.tx.name_company(company, &key, &known_as, now).await?;
    Ok(Resolved::One { company, near })
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
        let name = name_today(act, &row)?;
        let is_same = name.as_deref().and_then(company_name_key).as_deref() == Some(key);
        if row.check_id == check.id || !is_same {
            continue;
        }
        let company = act.tx.company(row.company_id).await?;
        let known = match &company {
            Some(row) => {
                act.open_some(fields::COMPANY_CODE, row.id, row.credit_code.as_ref(), Opening::GateStep)?
            }
            None => None,
        };
        if known.is_some_and(|known| known != code.as_str()) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// The name of a company as it was given at a check of today.
fn name_today(act: &Reading, row: &CompanyTodayRow) -> Result<Option<String>, DeskError> {
    act.open_some(fields::CHECK_COMPANY, row.check_id, row.company_name.as_ref(), Opening::GateStep)
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
        let is_near = name_today(act, &row)?.is_some_and(|known| near_match(&known, name));
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
