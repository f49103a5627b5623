//! Whether a chain holds, and if not, which link is damaged and how.

use bidhall_rules::audit::AuditDamage;
use bidhall_store::audit::{AuditHead, AuditRow};

use super::chain::hash_of;

/// The first damaged place of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damage {
    /// The number of the link.
    pub(super) seq: i64,
    /// What is wrong with it.
    pub(super) kind: AuditDamage,
}

/// Where a chain has been followed to.
#[derive(Debug, Clone, Default)]
pub(super) struct Followed {
    /// Links that hold.
    pub(super) seen: i64,
    /// Hash of the last one.
    pub(super) hash: String,
}

impl Followed {
    /// Follows one link further; `false` when it is not the next one as it was written.
    pub(super) fn follow(&mut self, row: &AuditRow) -> bool {
        if row.seq != self.seen + 1 || row.previous != self.hash || row.hash != hash_of(row, row.seq) {
            return false;
        }
        self.seen = row.seq;
        self.hash.clone_from(&row.hash);
        true
    }
}

/// The first damage of a whole chain, or none.
pub(super) fn first_damage(rows: &[AuditRow], head: &AuditHead) -> Option<Damage> {
    let mut followed = Followed::default();
    for (place, row) in rows.iter().enumerate() {
        if !followed.follow(row) {
            return Some(named(rows, place, &followed, head));
        }
        if followed.seen > head.seq {
            return Some(Damage { seq: followed.seen, kind: AuditDamage::Inserted });
        }
    }
    let due = followed.seen + 1;
    match followed.seen < head.seq {
        true => Some(Damage { seq: due, kind: AuditDamage::Removed }),
        false if followed.hash != head.hash => Some(Damage { seq: due, kind: AuditDamage::End }),
        false => None,
    }
}

/// What is wrong at the first place that does not follow. The hash of a link covers its number and the hash
/// before it, so a link that was only moved still tells where it belongs, and the true successor of the last
/// good link is known wherever it stands.
fn named(rows: &[AuditRow], place: usize, followed: &Followed, head: &AuditHead) -> Damage {
    let due = followed.seen + 1;
    let at = |kind| Damage { seq: due, kind };
    let Some(row) = rows.get(place) else { return at(AuditDamage::End) };
    let elsewhere = || rows.iter().enumerate().filter(move |(other, _)| *other != place).map(|(_, row)| row);
    if row.seq != due {
        let stands_elsewhere = elsewhere().any(|other| other.seq == due);
        return at(match row.seq > due {
            true if stands_elsewhere => AuditDamage::Moved,
            true => AuditDamage::Removed,
            false if rows[..place].iter().any(|earlier| earlier.seq == row.seq) => AuditDamage::Inserted,
            false => AuditDamage::Moved,
        });
    }
    let successor_elsewhere = elsewhere().any(|other| other.previous == followed.hash);
    if row.hash == hash_of(row, row.seq) && row.previous != followed.hash {
        // It hangs together in itself. If what follows hangs on it, the link before was written anew.
        let hangs = rows.get(place + 1).map_or(head.hash == row.hash, |next| next.previous == row.hash);
        if hangs && !successor_elsewhere && followed.seen > 0 {
            return Damage { seq: followed.seen, kind: AuditDamage::Altered };
        }
        return at(if successor_elsewhere { AuditDamage::Inserted } else { AuditDamage::Altered });
    }
    if row.seq > head.seq {
        return at(AuditDamage::Inserted);
    }
    let last = rows.iter().map(|row| row.seq).max().unwrap_or(due).max(head.seq) + 1;
    let belongs = (1..=last).find(|seq| *seq != due && hash_of(row, *seq) == row.hash);
    at(match (belongs, successor_elsewhere) {
        (Some(seq), true) if seq > due => AuditDamage::Moved,
        (Some(seq), false) if seq > due => AuditDamage::Removed,
        (_, true) => AuditDamage::Inserted,
        (_, false) => AuditDamage::Altered,
    })
}
