//! A failed session frees its evaluation rooms when its agency has confirmed.

use serde_json::json;

use super::{calendar, entries};
use crate::days::{DAY, session};
use crate::groups::opened;

const HELD: &str = "room_bookings b JOIN sessions s ON s.id = b.session_id WHERE s.code = 'YL-0312-01' AND b.part <> 'opening' \
     AND NOT EXISTS (SELECT 1 FROM room_booking_releases r WHERE r.booking_id = b.id)";

both_engines! {
    async fn the_evaluation_rooms_stay_until_the_agency_confirms(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let raw = ground.raw().await;
        assert_eq!(raw.count(HELD).await, 3);
        let failed = json!({ "sessionId": first, "state": "failed", "reason": "投标人不足三家" });
        let view = bench.ok("office", "sessions.end", failed).await;
        assert_eq!(view["failureConfirmed"], json!(null));
        assert_eq!(raw.count(HELD).await, 3, "nobody has confirmed");
        let day = calendar(&bench, DAY, 1).await;
        assert!(entries(&day, "YL-0312-01", "opening").is_empty(), "nobody opens any more");
        assert_eq!(entries(&day, "YL-0312-01", "evaluation").len(), 2);

        let confirmation = |person: &str| json!({ "sessionId": first, "person": person, "note": "" });
        assert_eq!(bench.refused("gate1", "sessions.confirm_failure", confirmation("示例赵")).await, "role_not_allowed");
        assert_eq!(bench.refused("office", "sessions.confirm_failure", confirmation("")).await, "wrong_field");
        let view = bench.ok("office", "sessions.confirm_failure", confirmation("示例赵")).await;
        assert_eq!(view["failureConfirmed"]["person"], "示例赵");
        assert_eq!(raw.count(HELD).await, 0);
        let day = calendar(&bench, DAY, 1).await;
        assert!(day["entries"].as_array().unwrap().iter().all(|one| one["code"] != "YL-0312-01"));
        let error = bench.call("office", "sessions.confirm_failure", confirmation("示例钱")).await.unwrap_err();
        assert_eq!(error.code(), "failure_confirmed");
        assert!(error.text(bidhall_desk::Language::Chinese).contains("示例赵"));
    }

    async fn what_the_agency_confirmed_at_once_is_free_at_once(ground: &Ground) {
        let (bench, first) = opened(ground).await;
        let failed = json!({ "sessionId": first, "state": "failed", "reason": "投标人不足三家", "confirmedBy": "示例赵" });
        let view = bench.ok("office", "sessions.end", failed).await;
        assert_eq!(view["failureConfirmed"]["person"], "示例赵");
        assert_eq!(ground.raw().await.count(HELD).await, 0);
    }

    async fn only_a_failed_session_is_confirmed(ground: &Ground) {
        let (bench, _) = opened(ground).await;
        let fourth = session(&bench, "YL-0312-04").await;
        let confirmation = json!({ "sessionId": fourth, "person": "示例孙", "note": "" });
        assert_eq!(bench.refused("office", "sessions.confirm_failure", confirmation).await, "session_not_failed");
        let cancelled = json!({ "sessionId": fourth, "state": "cancelled", "reason": "招标人撤回", "confirmedBy": "示例孙" });
        assert_eq!(bench.refused("office", "sessions.end", cancelled).await, "wrong_field");
        let raw = ground.raw().await;
        let insert = "INSERT INTO failure_confirmations (session_id, person, note, at, operator_id) \
            SELECT s.id, '示例孙', '', s.entered_at, o.id FROM sessions s, operators o WHERE s.code = 'YL-0312-04' AND o.code = 'office'";
        assert!(raw.run(insert).await.is_err(), "the database itself refuses it");
    }
}
