//! The gate beyond the straight way through: corrections, pauses, companies, exceptions, tags.

mod forecast;
mod settings;
mod tags;

use serde_json::{Value, json};

use crate::bench::Bench;
use crate::days::{
    BING, DING, Delegate, JIA, YI, doors, first_four, first_three, open_check, session, step, through, warm,
    well,
};

fn nameless_code(who: &Delegate) -> Value {
    let mut form = who.form();
    form["creditCode"] = Value::Null;
    form
}

async fn first_session(bench: &Bench) -> Value {
    session(bench, "YL-0312-01").await
}

both_engines! {
    async fn a_company_entered_by_code_and_by_name_is_one(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        let check = first_four(&bench, "gate2", "B", &first).await;
        let view = step(&bench, "gate2", &check, nameless_code(&YI)).await;
        assert_eq!(view["refusal"]["reason"], "company_already_inside");
    }

    async fn a_company_known_by_name_is_known_again_by_its_code(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let check = first_four(&bench, "gate1", "A", &first).await;
        step(&bench, "gate1", &check, nameless_code(&JIA)).await;
        step(&bench, "gate1", &check, json!({ "step": "mask_disposal" })).await;
        let check = first_four(&bench, "gate2", "B", &first).await;
        let view = step(&bench, "gate2", &check, YI.form()).await;
        assert_eq!(view["refusal"]["reason"], "company_already_inside");
    }

    async fn one_name_under_two_codes_is_asked_about_at_the_questionnaire(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        let check = first_four(&bench, "gate2", "B", &first).await;
        // Codes nobody bears yet, and the code of a company that is known by another name.
        through(&bench, "gate1", "A", &first, &DING).await;
        for other in ["91990000MA0000002E", "91990000MA0000004L"] {
            let mut form = YI.form();
            form["creditCode"] = json!(other);
            let view = step(&bench, "gate2", &check, form).await;
            assert_eq!(view["card"]["step"], "form", "nothing is decided");
            let ask = &view["questionnaire"]["companyAsk"];
            assert_eq!((&ask["lane"], &ask["otherCode"]), (&json!("A"), &json!(true)), "{other}");
            assert!(!ask.to_string().contains("示例建工"), "{ask}");
        }
        let view = step(&bench, "gate2", &check, YI.form()).await;
        assert_eq!(view["refusal"]["reason"], "company_already_inside", "the code was mistyped");
    }

    async fn another_company_of_one_name_is_refused_before_the_tag_and_may_be_excepted(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        for answer in ["different", "same"] {
            let check = first_four(&bench, "gate2", "B", &first).await;
            let mut form = YI.form();
            form["creditCode"] = json!("91990000MA0000002E");
            form["companyAnswer"] = json!(answer);
            let view = step(&bench, "gate2", &check, form).await;
            assert_eq!(view["refusal"]["reason"], "company_already_inside", "{answer}");
            assert_eq!(view["refusal"]["step"], "form", "{answer}: not at the tag");
            assert_eq!(view["earlier"]["lane"], "A");
            let ask = json!({ "refusalId": view["refusal"]["id"], "ground": "同名单位,证照已核" });
            bench.ok("gate2", "gate.exception.request", ask).await;
        }
        assert_eq!(ground.raw().await.count("clashes WHERE kind = 'near_company_name'").await, 1);
    }

    async fn a_stay_that_may_be_in_a_listed_district_is_asked_about(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let row = json!({ "place": "湖北省武汉市江汉区", "level": "高风险", "since": "2020-01-23",
            "until": null, "observedDays": null, "basis": "示例通告第1号" });
        let body = json!({ "observedDays": 14, "transitCounts": false, "rows": [row] });
        let change = json!({ "topic": "regions", "body": body, "reason": "示例通告第1号" });
        bench.ok("lead", "settings.change", change).await;
        let check = first_four(&bench, "gate1", "A", &first).await;
        let mut form = JIA.form();
        form["arrivalDay"] = json!("2020-03-08");
        form["arrivalMeans"] = json!("car");
        let stayed = |place: &str| {
            let stay = json!({ "place": place, "from": "2020-03-05", "until": "2020-03-08", "transit": false });
            let mut form = form.clone();
            form["stays"] = json!([stay]);
            form
        };
        let view = step(&bench, "gate1", &check, stayed("江汉区")).await;
        assert_eq!(view["card"]["step"], "form", "nothing is decided");
        let fault = json!({ "field": "stays", "problem": "unclear_place" });
        assert_eq!(view["questionnaire"]["faults"], json!([fault]));
        assert_eq!(view["questionnaire"]["keyRegion"], Value::Null);
        let view = step(&bench, "gate1", &check, stayed("武汉江汉区")).await;
        assert_eq!(view["refusal"]["reason"], "key_region_stay");
        let check = first_four(&bench, "gate1", "A", &first).await;
        let view = step(&bench, "gate1", &check, stayed("远山市江汉区")).await;
        assert_eq!(view["card"]["step"], "mask_disposal", "a district of that name in another city");
    }

    async fn a_document_finds_the_tag_and_nothing_else(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let view = through(&bench, "gate1", "A", &first, &JIA).await;
        let code = view["tag"]["code"].clone();
        let find = async |who: &str, text: &str| bench.ok(who, "gate.find", json!({ "text": text })).await["found"].clone();
        let found = find("gate2", JIA.document).await;
        assert_eq!(found[0]["tag"]["code"], code);
        for sealed in [JIA.name, JIA.company, JIA.document, "301X", "bidder", "YL-0312-01", "13900000009"] {
            assert!(!found.to_string().contains(sealed), "{sealed}: {found}");
        }
        for id in [&view["card"]["id"], &view["sessionId"]] {
            assert!(!found.to_string().contains(id.as_str().unwrap()), "it leads to the session: {found}");
        }
        assert_eq!(find("supervision", JIA.document).await, json!([]), "who cannot replace a tag");
        assert_eq!(find("gate2", "13900000009").await, json!([]), "a phone number is known to many");
        assert_eq!(find("gate2", DING.document).await, json!([]));
        for part in [&JIA.document[..17], &JIA.document[..14], &JIA.document[6..]] {
            assert_eq!(find("gate2", part).await, json!([]), "nobody browses: {part}");
        }
        // The lost tag is replaced at the other lane, and the new one is found.
        let lost = bench.ok("gate2", "tags.lost", json!({ "code": code, "reason": "途中遗失" })).await;
        assert_eq!(find("gate2", JIA.document).await[0]["tag"]["code"], lost["code"]);
        bench.ok("gate2", "tags.void", json!({ "code": lost["code"], "reason": "收回" })).await;
        assert_eq!(find("gate2", JIA.document).await, json!([]), "a void tag is no lost one");
        assert_eq!(find("gate1", JIA.document).await.as_array().unwrap().len(), 1, "who checked the person");
        bench.at("2020-03-12T09:00:00+08:00").await;
        assert_eq!(find("supervision", JIA.document).await[0]["tag"]["person"]["name"], JIA.name);
    }

    async fn a_refused_person_is_not_found_by_another_clerk(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        let view = through(&bench, "gate1", "A", &first, &YI).await;
        assert_eq!(view["card"]["state"], "refused");
        let found = bench.ok("gate2", "gate.find", json!({ "text": YI.document })).await;
        assert_eq!(found["found"], json!([]));
    }

    async fn a_near_company_name_is_asked_about_without_telling_it(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let check = first_four(&bench, "gate1", "A", &first).await;
        step(&bench, "gate1", &check, nameless_code(&DING)).await;
        step(&bench, "gate1", &check, json!({ "step": "mask_disposal" })).await;
        let check = first_four(&bench, "gate2", "B", &first).await;
        let mut form = nameless_code(&BING);
        form["company"] = json!("示例建工四有限公司云岭分公司");
        let view = step(&bench, "gate2", &check, form.clone()).await;
        assert_eq!(view["card"]["step"], "form", "nothing is decided");
        assert_eq!(view["questionnaire"]["companyAsk"]["lane"], "A");
        assert!(!view["questionnaire"]["companyAsk"].to_string().contains("示例建工四"));
        form["companyAnswer"] = json!("same");
        let view = step(&bench, "gate2", &check, form).await;
        assert_eq!(view["refusal"]["reason"], "company_already_inside");
    }

    async fn what_is_missing_is_named_and_what_was_answered_is_kept(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let check = first_four(&bench, "gate1", "A", &first).await;
        let view = step(&bench, "gate1", &check, json!({
            "step": "form", "role": "bidder", "name": "示例甲一", "documentKind": "resident_id",
            "documentNumber": "990101198802143011", "pledged": false, "filledOnSite": false,
        })).await;
        assert_eq!(view["card"]["step"], "form");
        let missing = view["questionnaire"]["missing"].as_array().unwrap();
        for field in ["phone", "company", "residence", "stays", "pledged"] {
            assert!(missing.contains(&json!(field)), "{field} is named: {missing:?}");
        }
        assert_eq!(view["questionnaire"]["faults"][0]["field"], "document_number");
        assert_eq!(view["questionnaire"]["faults"][0]["problem"], "checksum");
        let again = bench.ok("gate1", "gate.view", json!({ "checkId": check })).await;
        assert_eq!(again["questionnaire"]["answers"]["name"], "示例甲一");
        let other = bench.ok("gate2", "gate.view", json!({ "checkId": check })).await;
        assert_eq!(other["questionnaire"], Value::Null, "only to the clerk who holds the check");
    }

    async fn a_check_is_set_aside_and_taken_over_with_its_answers(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        first_three(&bench, "gate1", &check).await;
        let reading = json!({ "checkId": check, "input": warm("36.5") });
        assert_eq!(bench.refused("gate2", "gate.step", reading.clone()).await, "check_held_by_other");
        let pause = json!({ "checkId": check, "reason": "现场补填调查表" });
        bench.ok("gate1", "gate.pause", pause).await;
        assert_eq!(bench.refused("gate1", "gate.step", reading.clone()).await, "check_paused");
        let view = bench.ok("gate2", "gate.take", json!({ "checkId": check, "lane": "B" })).await;
        assert_eq!((&view["card"]["lane"], &view["card"]["mine"]), (&json!("B"), &json!(true)));
        assert_eq!(view["moves"].as_array().unwrap().len(), 2);
        bench.ok("gate2", "gate.step", reading).await;
    }

    async fn a_corrected_reading_stays_and_does_not_count(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        first_three(&bench, "gate1", &check).await;
        let view = step(&bench, "gate1", &check, warm("38.5")).await;
        assert_eq!(view["card"]["state"], "resting");
        let slip = json!({ "checkId": check, "step": "temp_symptom", "reason": "误录,应为36.5" });
        let view = bench.ok("gate1", "gate.correct", slip).await;
        assert_eq!(view["card"]["state"], "open");
        assert_eq!(view["readings"][0]["reading"], "38.5");
        assert_eq!(view["readings"][0]["voided"]["reason"], "误录,应为36.5");
        step(&bench, "gate1", &check, warm("36.5")).await;
        let view = step(&bench, "gate1", &check, well()).await;
        assert_eq!(view["card"]["step"], "form");
        assert_eq!(ground.raw().await.count("clashes WHERE kind = 'fever_reading_corrected'").await, 1);
    }

    async fn two_devices_that_disagree_ask_for_a_third_reading(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let check = open_check(&bench, "gate1", "A", &first).await;
        first_three(&bench, "gate1", &check).await;
        step(&bench, "gate1", &check, warm("36.2")).await;
        let by = |reading: &str, device: &str| json!({ "step": "temperature", "reading": reading, "device": device });
        let view = step(&bench, "gate1", &check, by("37.6", "T-03")).await;
        assert_eq!(view["thirdReading"], true);
        let ask = json!({ "checkId": check, "input": well() });
        assert_eq!(bench.refused("gate1", "gate.step", ask).await, "reading_missing");
        let view = step(&bench, "gate1", &check, by("36.4", "T-04")).await;
        assert_eq!(view["thirdReading"], false);
        assert_eq!(step(&bench, "gate1", &check, well()).await["card"]["step"], "form");
    }

    async fn an_exception_is_decided_by_a_second_person_and_used_once(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        let refused = through(&bench, "lead", "B", &first, &YI).await;
        let case = refused["refusal"]["id"].clone();
        let after = json!({ "lane": "B", "sessionId": first, "after": { "kind": "exception", "refusalId": case } });
        assert_eq!(bench.refused("lead", "gate.open", after.clone()).await, "after_not_possible");
        let ask = json!({ "refusalId": case, "ground": "项目经理须到场答疑" });
        let view = bench.ok("lead", "gate.exception.request", ask.clone()).await;
        let exception = view["refusal"]["exception"]["id"].clone();
        assert_eq!(bench.refused("lead", "gate.exception.request", ask).await, "exception_not_possible");
        let yes = json!({ "exceptionId": exception, "approve": true, "note": "" });
        assert_eq!(bench.refused("lead", "gate.exception.decide", yes.clone()).await, "own_exception");
        bench.ok("supervision", "gate.exception.decide", yes.clone()).await;
        assert_eq!(bench.refused("supervision", "gate.exception.decide", yes).await, "exception_decided");
        let again = bench.ok("lead", "gate.open", after.clone()).await;
        let check = again["card"]["id"].clone();
        assert_eq!(again["questionnaire"]["answers"]["name"], YI.name, "need not be asked again");
        first_three(&bench, "lead", &check).await;
        step(&bench, "lead", &check, warm("36.5")).await;
        step(&bench, "lead", &check, well()).await;
        step(&bench, "lead", &check, YI.form()).await;
        let view = step(&bench, "lead", &check, json!({ "step": "mask_disposal" })).await;
        assert_eq!(view["card"]["state"], "admitted");
        assert_eq!(bench.refused("lead", "gate.open", after).await, "after_not_possible");
    }

    async fn one_person_for_two_companies_is_told_to_supervision_after_the_opening(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let check = first_four(&bench, "gate1", "A", &first).await;
        step(&bench, "gate1", &check, JIA.form()).await;
        let gone = json!({ "checkId": check, "reason": "本人离开" });
        bench.ok("gate1", "gate.abandon", gone).await;
        let mut form = JIA.form();
        form["company"] = json!(BING.company);
        form["creditCode"] = json!(BING.credit_code);
        let check = first_four(&bench, "gate2", "B", &first).await;
        step(&bench, "gate2", &check, form).await;
        let flags = async |who: &str| bench.ok(who, "gate.overview", json!({})).await["flags"].clone();
        assert_eq!(flags("supervision").await, json!([]));
        bench.at("2020-03-12T09:00:00+08:00").await;
        assert_eq!(flags("supervision").await[0]["kind"], "person_for_two_companies");
        assert_eq!(flags("lead").await, json!([]));
    }

    async fn a_tag_leaves_returns_is_lost_and_replaced(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let code = through(&bench, "gate1", "A", &first, &JIA).await["tag"]["code"].clone();
        let scan = async |purpose: &str, code: &Value| {
            bench.ok("gate2", "tags.scan", json!({ "code": code, "purpose": purpose, "lane": "B" })).await["answer"]
                .clone()
        };
        assert_eq!(scan("return", &code).await, "already_inside");
        assert_eq!(scan("leave", &code).await, "left_now");
        assert_eq!(scan("leave", &code).await, "already_outside");
        assert_eq!(scan("return", &code).await, "returned_now");
        let lost = bench.ok("gate1", "tags.lost", json!({ "code": code, "reason": "途中遗失" })).await;
        assert_ne!(lost["code"], code);
        assert_eq!(scan("look", &code).await, "lost");
        assert_eq!(scan("look", &lost["code"]).await, "valid");
        assert_eq!(scan("look", &json!("7K4Q-2M9Q")).await, "mistyped");
        assert_eq!(ground.raw().await.count("tag_scans").await, 7, "every scan is kept with its answer");
        bench.at("2020-03-13T08:00:00+08:00").await;
        assert_eq!(scan("look", &lost["code"]).await, "of_another_day");
    }

    async fn a_second_enter_does_not_print_twice(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        let code = through(&bench, "gate1", "A", &first, &JIA).await["tag"]["code"].clone();
        let ask = json!({ "code": code, "layout": "roll80" });
        let one = bench.ok("gate1", "tags.print", ask.clone()).await;
        assert_eq!(bench.ok("gate2", "tags.print", ask.clone()).await["id"], one["id"]);
        let end = json!({ "printId": one["id"], "state": "printed", "note": "" });
        bench.ok("gate1", "tags.print.end", end.clone()).await;
        assert_eq!(bench.refused("gate1", "tags.print.end", end).await, "print_ended");
        let again = bench.ok("gate1", "tags.print", ask).await;
        assert_eq!((&again["code"], &again["reprint"]), (&code, &json!(true)));
    }

    async fn the_gate_closes_when_everybody_is_done(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        through(&bench, "gate1", "A", &first, &JIA).await;
        let waiting = open_check(&bench, "gate1", "A", &first).await;
        assert_eq!(bench.refused("gate1", "gate.close_day", json!({})).await, "sessions_ahead");
        bench.at("2020-03-12T16:30:00+08:00").await;
        assert_eq!(bench.refused("gate1", "gate.close_day", json!({})).await, "checks_open");
        bench.ok("gate1", "gate.abandon", json!({ "checkId": waiting, "reason": "本人离开" })).await;
        assert_eq!(bench.ok("gate1", "gate.close_day", json!({})).await["left"], 1);
        let seen = bench.ok("lead", "gate.overview", json!({})).await;
        assert_eq!((&seen["inside"], &seen["outside"]), (&json!(0), &json!(1)));
    }

    async fn a_line_too_long_names_the_agency_to_call(ground: &Ground) {
        let bench = doors(ground).await;
        let first = first_session(&bench).await;
        bench.at("2020-03-12T08:52:00+08:00").await;
        let count = json!({ "sessionId": first, "waiting": 24 });
        let queue = bench.ok("gate1", "gate.queue.count", count).await;
        assert_eq!(queue["sessions"][0]["alarm"], "late");
        assert_eq!(queue["sessions"][0]["agency"], "示例甲招标代理有限公司");
        let told = json!({ "sessionId": first, "person": "示例赵", "note": "" });
        let queue = bench.ok("gate1", "gate.queue.told", told).await;
        assert_eq!(queue["sessions"][0]["told"]["person"], "示例赵");
        let seen = bench.ok("supervision", "gate.queue", json!({})).await;
        assert_eq!(seen["sessions"][0]["waiting"], Value::Null);
        assert_eq!(seen["sessions"][0]["waitMinutes"].as_u64().unwrap() % 5, 0);
    }
}
