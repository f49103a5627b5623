//! Whose valid tag keeps a person from getting one: their own of the day, or their company's.

use bidhall_rules::sessions::AttendanceRole;
use bidhall_store::tags::TagRow;
use uuid::Uuid;

use crate::DeskError;
use crate::act::Reading;

/// The tags that stand in the way.
pub(super) struct InTheWay {
    /// The person's own.
    pub(super) person: Option<Uuid>,
    /// The one of a bidder of the same company, or of the same company name.
    pub(super) company: Option<Uuid>,
}

/// Looks for the tags in the way of a person; company and name are those of a bidder.
pub(super) async fn in_the_way(
    act: &mut Reading,
    person: Option<Uuid>,
    company: Option<Uuid>,
    name_key: Option<&str>,
    scope: &str,
) -> Result<InTheWay, DeskError> {
    let day = act.today();
    let tags = act.tx.tags_in_the_way(person, day, company, name_key, scope).await?;
    let counts = |tag: &&TagRow| tag.scope == scope && tag.role == AttendanceRole::Bidder.as_str();
    let own = tags.iter().find(|tag| person == Some(tag.person_id) && tag.day == day);
    let of_company = tags.iter().filter(counts).find(|tag| company.is_some() && tag.company_id == company);
    // The database counts bidders by their name too.
    let of_name =
        || tags.iter().filter(counts).find(|tag| name_key.is_some() && tag.name_key.as_deref() == name_key);
    Ok(InTheWay { person: own.map(|tag| tag.id), company: of_company.or_else(of_name).map(|tag| tag.id) })
}
