//! What the proof sheet calls the rooms of a group and its rules.

use bidhall_printouts::ProofRule;

use crate::groups::{GroupRoom, GroupRule, RoomUse, RuleCheck};

/// What a room does for the group.
pub(super) fn usage(room: &GroupRoom) -> String {
    match (room.usage, room.panel) {
        (RoomUse::Panel, Some(panel)) => format!("第{panel}小组"),
        (RoomUse::Panel, None) => "评审".to_owned(),
        (RoomUse::Clarification, _) => "澄清".to_owned(),
        (RoomUse::Documents, _) => "标书存放".to_owned(),
        (RoomUse::Supervision, _) => "监督".to_owned(),
        (RoomUse::Spare, _) => "备用".to_owned(),
    }
}

/// A rule with the numbers it was checked with.
pub(super) fn rule(check: &RuleCheck) -> ProofRule {
    let of = |name: &str| {
        let found = check.numbers.iter().find(|number| number.name == name);
        found.map(|number| number.value).unwrap_or_default()
    };
    let (name, mut numbers) = match check.rule {
        GroupRule::EveryMemberReadsEveryBid => (
            "每名评委评审每份标书",
            format!(
                "标书{}份，评委{}人，应评{}份次，已排{}份次",
                of("bids"),
                of("members"),
                of("readings"),
                of("planned")
            ),
        ),
        GroupRule::Committee => (
            "评标委员会人数和专家比例",
            format!(
                "成员{}人（不少于{}人），专家{}人（不少于{}人）",
                of("members"),
                of("least"),
                of("experts"),
                of("neededExperts")
            ),
        ),
        GroupRule::ExpertsPerRoom => {
            let allowed = of("allowed");
            // Versions made before the limit was kept have none.
            let limit = if allowed == i32::MAX { "按席位".to_owned() } else { format!("限{allowed}人") };
            ("每室评委人数", format!("最多的一室{}人，{limit}", of("most")))
        }
        GroupRule::VideoAndRecording => (
            "各室视频连线并全程录像",
            format!("共{}室，连线{}室，录像{}室", of("rooms"), of("linked"), of("recorded")),
        ),
        GroupRule::Shelf => ("标书架位", format!("架位{}个，需{}个", of("shelf"), of("needed"))),
        GroupRule::OneRoomAtATime => ("同一批次同一时间只在一室", format!("时间冲突{}处", of("conflicts"))),
        GroupRule::WithinLimit => {
            ("在评标时限内结束", format!("讨论结束{}，时限{}", clock(of("end")), clock(of("limit"))))
        }
        GroupRule::OneZone => ("各室同在一个隔离区", format!("涉及{}个分区", of("zones"))),
    };
    if !check.rooms.is_empty() {
        numbers = format!("{numbers}；不符合的房间：{}", check.rooms.join("、"));
    }
    ProofRule { name: name.to_owned(), numbers, held: check.held }
}

/// `21:10` from the minute of the day; after midnight `次日00:10`.
fn clock(minute: i32) -> String {
    let day = if minute >= 24 * 60 { "次日" } else { "" };
    format!("{day}{:02}:{:02}", minute / 60 % 24, minute % 60)
}
