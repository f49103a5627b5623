//! A desk whose clock was set back a day. On SQLite the PC's clock is the only one: the desk is stopped
//! at the gate. On PostgreSQL the server's clock decides, and the desk's own does not matter.

use std::sync::Arc;

use bidhall_desk::{Call, DeskError, FolderHost, SystemEntropy, Workplace};
use bidhall_rules::roles::Role;
use serde_json::{Value, json};

use crate::bench::{Ground, StandingClock, runtime, shelf, time};
use crate::days::{DAY, Delegate, JIA, YI, script, warm, well};
use crate::signing;

struct Desk {
    workplace: Workplace,
    name: &'static str,
    acts: u32,
}

/// What was done at the desks, apart from people coming and going.
const DONE: &str = "audit WHERE result = 'done' AND event NOT IN ('view', 'sign_in', 'sign_out')";

impl Desk {
    /// A desk whose clock stands at that time.
    async fn at(ground: &Ground, name: &'static str, clock: &str) -> Self {
        let folder = ground.folder.path().to_owned();
        let host = FolderHost::new(folder.clone(), folder).forgetful();
        let clock = Arc::new(StandingClock(time(clock)));
        let workplace = Workplace::new(Arc::new(host), clock, Arc::new(SystemEntropy)).with_shelf(shelf());
        workplace.open(&ground.address).await.unwrap();
        Self { workplace, name, acts: 0 }
    }

    async fn call(&mut self, operator: &str, command: &str, payload: Value) -> Result<Value, DeskError> {
        self.acts += 1;
        let nonce = Some(format!("{}-{}", self.name, self.acts));
        // One person sits at one desk: whoever comes back to this one signs in here again.
        let token = Some(signing::sign_in(&self.workplace, operator).await);
        let call = Call { command: command.to_owned(), token, nonce, payload, ..Call::default() };
        self.workplace.handle(&call).await
    }

    async fn ok(&mut self, command: &str, payload: Value) -> Value {
        self.call("gate1", command, payload).await.unwrap()
    }

    async fn refused(&mut self, command: &str, payload: Value) -> String {
        self.call("gate1", command, payload).await.unwrap_err().code()
    }

    /// A centre in earnest with the people, rooms and sessions of the demo day.
    async fn found(&mut self) {
        signing::found(&self.workplace).await;
        let security = signing::sign_in(&self.workplace, "security-admin").await;
        for (code, role) in [("lead", Role::DutyLead), ("office", Role::Scheduler), ("gate1", Role::Gate)] {
            signing::settled(&self.workplace, &security, code, &[role]).await;
        }
        for line in script().into_iter().filter(|line| line.nonce != "import-again") {
            if ["rooms.register", "sessions.import.commit"].contains(&line.command.as_str()) {
                let operator = line.operator.unwrap_or_default();
                self.call(&operator, &line.command, line.payload).await.unwrap();
            }
        }
    }

    async fn first_session(&mut self) -> Value {
        let list = self.call("lead", "sessions.list", json!({ "day": DAY })).await.unwrap();
        list["sessions"][0]["id"].clone()
    }

    async fn until_the_last_step(&mut self, session: &Value, who: &Delegate) -> Value {
        let view = self.ok("gate.open", json!({ "lane": "A", "sessionId": session })).await;
        let check = view["card"]["id"].clone();
        for input in [
            json!({ "step": "mask", "replaced": false }),
            json!({ "step": "shoe" }),
            json!({ "step": "hand" }),
            warm("36.5"),
            well(),
            who.form(),
        ] {
            self.ok("gate.step", json!({ "checkId": check, "input": input })).await;
        }
        check
    }
}

fn last_step(check: &Value) -> Value {
    json!({ "checkId": check, "input": { "step": "mask_disposal" } })
}

#[test]
fn a_desk_set_back_a_day_issues_no_tag_and_takes_none_for_valid() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let mut yesterday = Desk::at(&ground, "yesterday", "2020-03-11T00:00:00Z").await;
        yesterday.found().await;
        let mut desk = Desk::at(&ground, "today", "2020-03-12T00:00:00Z").await;
        let first = desk.first_session().await;
        // Two of one company stand before their last step; one of them passes it.
        let jia = desk.until_the_last_step(&first, &JIA).await;
        let yi = desk.until_the_last_step(&first, &YI).await;
        let code = desk.ok("gate.step", last_step(&jia)).await["tag"]["code"].clone();

        let raw = ground.raw().await;
        let counts = async || (raw.count("tags").await, raw.count("tag_scans").await, raw.count(DONE).await);
        let before = counts().await;
        let mut back = Desk::at(&ground, "back", "2020-03-11T00:30:00Z").await;
        for (command, payload) in [
            ("gate.step", last_step(&yi)),
            ("gate.open", json!({ "lane": "B", "sessionId": first })),
            ("gate.take", json!({ "checkId": yi, "lane": "B" })),
            ("gate.abandon", json!({ "checkId": yi, "reason": "本人离开" })),
            ("tags.scan", json!({ "code": code })),
            ("tags.scan", json!({ "code": code, "purpose": "leave" })),
            ("tags.lost", json!({ "code": code, "reason": "遗失" })),
            ("tags.print", json!({ "code": code, "layout": "roll80" })),
            ("tags.void", json!({ "code": code, "reason": "收回" })),
        ] {
            assert_eq!(back.refused(command, payload).await, "clock_set_back", "{command}");
        }
        assert_eq!(counts().await, before, "nothing was done");

        let view = desk.ok("gate.step", last_step(&yi)).await;
        assert_eq!(view["refusal"]["reason"], "company_already_inside");
        assert_eq!(raw.count("tags").await, 1);
        assert_eq!(raw.count("tags WHERE day <> '2020-03-12'").await, 0);
    });
}

#[test]
fn a_clock_put_right_by_a_minute_stops_nobody_and_neither_does_one_that_ran_ahead() {
    let ground = Ground::sqlite();
    runtime().block_on(async {
        let mut desk = Desk::at(&ground, "today", "2020-03-12T00:00:00Z").await;
        desk.found().await;
        let first = desk.first_session().await;
        let check = desk.until_the_last_step(&first, &JIA).await;
        let mut right = Desk::at(&ground, "right", "2020-03-11T23:59:00Z").await;
        assert_eq!(right.ok("gate.step", last_step(&check)).await["card"]["state"], "admitted");
        // Whoever runs ahead finds no session to take anybody in for, so it leaves nothing that stops others.
        let mut ahead = Desk::at(&ground, "ahead", "2020-04-12T00:00:00Z").await;
        let open = json!({ "lane": "A", "sessionId": first });
        assert_eq!(ahead.refused("gate.open", open.clone()).await, "session_not_today");
        let grant = json!({ "code": "office", "role": "caller", "reason": "示例文件" });
        ahead.call("security-admin", "accounts.grant", grant).await.unwrap();
        desk.ok("gate.open", open).await;
    });
}

#[test]
fn on_postgresql_the_clock_of_a_desk_decides_nothing() {
    let Some(ground) = Ground::postgres() else { return };
    runtime().block_on(async {
        let mut back = Desk::at(&ground, "back", "2020-03-11T00:00:00Z").await;
        back.found().await;
        let first = back.first_session().await;
        let open = json!({ "lane": "A", "sessionId": first });
        assert_eq!(back.refused("gate.open", open).await, "session_not_today", "by the server's day");
        let code = json!({ "code": "7K4Q-2M9Q" });
        back.ok("tags.scan", code).await;
        let raw = ground.raw().await;
        assert!(raw.count("tag_scans").await > 0);
        for table in ["audit", "replies", "tag_scans"] {
            let old = format!("{table} WHERE at < now() - interval '1 hour'");
            assert_eq!(raw.count(&old).await, 0, "{table}: by the server's clock");
        }
    });
}
