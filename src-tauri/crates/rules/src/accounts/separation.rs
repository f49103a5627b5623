//! Three administrators, three people (GB/T 22239-2019): who runs the system, who grants access and who
//! audits. None of them works at a desk, so that nobody checks what they did themselves.

use crate::roles::Role;

/// Two roles that one person cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleConflict {
    /// The administrator's role.
    pub administrator: Role,
    /// The other one.
    pub other: Role,
}

/// Whether a role is one of the three administrators'.
#[must_use]
pub const fn is_administrator(role: Role) -> bool {
    match role {
        Role::Auditor | Role::SystemAdmin | Role::SecurityAdmin => true,
        Role::Gate | Role::Caller | Role::Scheduler | Role::Rounds | Role::DutyLead | Role::Supervision => {
            false
        }
    }
}

/// Whether one person may hold these roles together.
///
/// # Errors
/// The first [`RoleConflict`].
pub fn may_hold(roles: &[Role]) -> Result<(), RoleConflict> {
    let Some(administrator) = roles.iter().copied().find(|role| is_administrator(*role)) else {
        return Ok(());
    };
    match roles.iter().copied().find(|role| *role != administrator) {
        Some(other) => Err(RoleConflict { administrator, other }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_holds_no_other_role() {
        for one in Role::ALL {
            assert_eq!(may_hold(&[*one]), Ok(()));
            assert_eq!(may_hold(&[*one, *one]), Ok(()), "twice the same is one role");
            for other in Role::ALL.iter().filter(|other| *other != one) {
                let apart = is_administrator(*one) || is_administrator(*other);
                assert_eq!(may_hold(&[*one, *other]).is_err(), apart, "{one} and {other}");
            }
        }
    }

    #[test]
    fn the_roles_of_the_desks_go_together() {
        let desks: Vec<_> = Role::ALL.iter().copied().filter(|role| !is_administrator(*role)).collect();
        assert_eq!(desks.len(), 6);
        assert_eq!(may_hold(&desks), Ok(()));
        assert_eq!(may_hold(&[]), Ok(()));
    }

    #[test]
    fn a_conflict_names_both_roles() {
        let conflict = may_hold(&[Role::Gate, Role::Auditor]).unwrap_err();
        assert_eq!((conflict.administrator, conflict.other), (Role::Auditor, Role::Gate));
    }
}
