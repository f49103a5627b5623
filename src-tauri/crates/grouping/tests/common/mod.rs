//! The validity rules once more, on the bare documents, sharing nothing with the planner; and days that look
//! drawn by chance.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn name(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn minutes(project: &Value, stream: &str) -> Vec<i64> {
    let key = match stream {
        "all" => "minutes",
        "technical" => "technical_minutes",
        _ => "economic_minutes",
    };
    list(&project[key]).iter().map(number).collect()
}

/// Every breach of V1 to V15 as a line; none for a valid plan.
pub fn breaches(day: &Value, plan: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let rooms: BTreeMap<&str, usize> =
        list(&day["rooms"]).iter().enumerate().map(|(i, room)| (name(&room["id"]), i)).collect();
    let mut times_named: BTreeMap<&str, usize> = BTreeMap::new();
    let mut stays: BTreeMap<&str, Vec<(i64, i64)>> = BTreeMap::new();
    let mut objective = [0_i64; 4];
    for entry in list(&plan["placed"]) {
        let id = name(&entry["project"]);
        *times_named.entry(id).or_default() += 1;
        let project = list(&day["projects"]).iter().find(|project| project["id"] == id).unwrap();
        found.extend(of_project(day, project, entry, &rooms).into_iter().map(|line| format!("{id} {line}")));
        let group: Vec<usize> = list(&entry["rooms"]).iter().map(|room| rooms[name(&room["room"])]).collect();
        for (i, &a) in group.iter().enumerate() {
            objective[1] += 1;
            objective[2] += group[..i].iter().map(|&b| number(&day["walk_minutes"][a][b])).sum::<i64>();
        }
        objective[3] += number(&entry["discussion_end"]);
        for room in list(&entry["rooms"]) {
            let stay = (number(&entry["start"]), number(&entry["discussion_end"]));
            stays.entry(name(&room["room"])).or_default().push(stay);
        }
    }
    for (room, mut list) in stays {
        list.sort_unstable();
        let changeover = number(&day["rules"]["changeover_minutes"]);
        if list.windows(2).any(|pair| pair[1].0 < pair[0].1 + changeover) {
            found.push(format!("V14 {room}"));
        }
    }
    for entry in list(&plan["unplaced"]) {
        let id = name(&entry["project"]);
        *times_named.entry(id).or_default() += 1;
        let project = list(&day["projects"]).iter().find(|project| project["id"] == id).unwrap();
        objective[0] += number(&project["weight"]);
    }
    for id in list(&plan["overnight"]) {
        *times_named.entry(name(id)).or_default() += 1;
    }
    if list(&day["projects"]).iter().any(|project| times_named.get(name(&project["id"])) != Some(&1)) {
        found.push("V1".to_owned());
    }
    if list(&plan["objective"]).iter().map(number).collect::<Vec<_>>() != objective {
        found.push(format!("V15 is {objective:?}"));
    }
    found
}

/// Begin, end and room of each review, by paper set and batch.
type Journeys = BTreeMap<(i64, usize), Vec<(i64, i64, usize)>>;

fn of_project(day: &Value, project: &Value, entry: &Value, rooms: &BTreeMap<&str, usize>) -> Vec<String> {
    let mut found = Vec::new();
    let mut breach = |holds: bool, line: &str| {
        if !holds {
            found.push(line.to_owned());
        }
    };
    let start = number(&entry["start"]);
    breach((number(&project["earliest_start"])..=number(&project["latest_start"])).contains(&start), "V2");
    let panels = list(&entry["rooms"]);
    let differ: BTreeSet<&str> = panels.iter().map(|panel| name(&panel["room"])).collect();
    let most = usize::try_from(number(&day["rules"]["max_rooms_per_project"])).unwrap();
    breach(differ.len() == panels.len() && !panels.is_empty() && panels.len() <= most, "V3");
    let split = project["split_roles"] == true;
    let paper = project["mode"] == "paper";
    let room_of = |panel: &Value| &day["rooms"][rooms[name(&panel["room"])]];
    let stream_of = |panel: &Value| match (split, number(&panel["technical"])) {
        (false, _) => "all",
        (true, 0) => "economic",
        (true, _) => "technical",
    };
    let experts = |panel: &Value| number(&panel["technical"]) + number(&panel["economic"]);
    let set = |panel: &Value| panel.get("set").map_or(1, number);
    for panel in panels {
        let seats = number(&room_of(panel)["seats"]) - number(&project["staff_per_room"]);
        breach((1..=seats).contains(&experts(panel)), "V4");
        let one_role = number(&panel["technical"]) == 0 || number(&panel["economic"]) == 0;
        breach(!split || one_role, "V5");
        breach(panels.len() == 1 || room_of(panel)["video"] == true, "V6");
        breach(!paper || (1..=number(&project["copies"])).contains(&set(panel)), "V7");
    }
    for role in ["technical", "economic"] {
        breach(panels.iter().map(|panel| number(&panel[role])).sum::<i64>() == number(&project[role]), "V4");
    }
    let streams: &[&str] = if split { &["technical", "economic"] } else { &["all"] };
    let mut most_sets = 0;
    let end = number(&entry["discussion_end"]);
    let mut last = start;
    for stream in streams {
        let readers: Vec<&Value> = panels.iter().filter(|panel| stream_of(panel) == *stream).collect();
        breach(!readers.is_empty(), "V5");
        let minutes = minutes(project, stream);
        let sets: BTreeSet<i64> = readers.iter().map(|panel| set(panel)).collect();
        most_sets = most_sets.max(sets.len());
        let batches: Vec<Vec<usize>> = serde_json::from_value(entry["batches"][stream].clone()).unwrap();
        let mut bids: Vec<usize> = batches.iter().flatten().copied().collect();
        bids.sort_unstable();
        breach(bids == (0..minutes.len()).collect::<Vec<_>>() && batches.iter().all(|b| !b.is_empty()), "V8");
        if paper && sets.len() < readers.len() {
            let shelf = readers.iter().map(|panel| number(&room_of(panel)["shelf"])).min().unwrap();
            let cap = usize::try_from(shelf.min(number(&day["rules"]["carry_max_bids"]))).unwrap();
            breach(batches.iter().all(|batch| batch.len() <= cap), "V8 carried");
        }
        let mut journeys: Journeys = BTreeMap::new();
        for panel in &readers {
            let mut turns = Vec::new();
            for (number_of, batch) in batches.iter().enumerate() {
                let mine =
                    |review: &&Value| review["room"] == panel["room"] && review["batch"] == json!(number_of);
                let reviews: Vec<&Value> = list(&entry["reviews"]).iter().filter(mine).collect();
                breach(reviews.len() == 1, "V9 once");
                let Some(review) = reviews.first() else { continue };
                let (begin, end) = (number(&review["begin"]), number(&review["end"]));
                let sum: i64 = batch.iter().map(|&bid| minutes[bid]).sum();
                let thickest = batch.iter().map(|&bid| minutes[bid]).max().unwrap();
                let needed = if paper { sum.max(experts(panel) * thickest) } else { sum };
                breach(end - begin == needed && begin >= start, "V9 minutes");
                last = last.max(end);
                turns.push((begin, end));
                let place = rooms[name(&panel["room"])];
                journeys.entry((set(panel), number_of)).or_default().push((begin, end, place));
            }
            turns.sort_unstable();
            breach(turns.windows(2).all(|pair| pair[0].1 <= pair[1].0), "V10");
        }
        for mut stops in journeys.into_values().filter(|_| paper) {
            stops.sort_unstable();
            for pair in stops.windows(2) {
                let lag = number(&day["walk_minutes"][pair[0].2][pair[1].2])
                    + number(&day["rules"]["disinfect_minutes"]);
                breach(pair[1].0 >= pair[0].1 + lag, "V11");
            }
        }
    }
    let bids = i64::try_from(minutes(project, streams[0]).len()).unwrap();
    let shelf: i64 = panels.iter().map(|panel| number(&room_of(panel)["shelf"])).sum();
    breach(!paper || shelf >= bids * i64::try_from(most_sets).unwrap(), "V7 shelf");
    breach(number(&entry["discussion_begin"]) >= last, "V12 begin");
    breach(end - number(&entry["discussion_begin"]) == number(&project["discussion_minutes"]), "V12 length");
    breach(end <= start + number(&project["limit_minutes"]), "V12 limit");
    for panel in panels {
        let open = |window: &Value| number(&window[0]) <= start && end <= number(&window[1]);
        breach(list(&room_of(panel)["windows"]).iter().any(open), "V13");
    }
    found
}

/// Numbers that look drawn by chance.
pub struct Chance(pub u64);

impl Chance {
    /// A number from `least` to `most`.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        least + (self.0 >> 33) % (most - least + 1)
    }

    fn of(&mut self, choices: &[u64]) -> u64 {
        let last = u64::try_from(choices.len() - 1).unwrap();
        choices[usize::try_from(self.between(0, last)).unwrap()]
    }
}

/// A day of so many rooms and projects with up to `bids` bids each; `tiny` days keep to what can be tried out.
pub fn day(chance: &mut Chance, rooms: usize, projects: usize, bids: u64, tiny: bool) -> Value {
    let places: Vec<(u64, u64)> =
        (0..rooms).map(|_| (chance.between(0, 4), chance.between(0, if tiny { 2 } else { 6 }))).collect();
    let walk = |a: &(u64, u64), b: &(u64, u64)| a.0.abs_diff(b.0) + a.1.abs_diff(b.1);
    let walks: Vec<Vec<u64>> = places.iter().map(|a| places.iter().map(|b| walk(a, b)).collect()).collect();
    let all_rooms: Vec<Value> = (0..rooms)
        .map(|i| {
            let closes = chance.of(&[1320, 1320, 1320, 900]);
            json!({ "id": format!("R{i:02}"), "seats": chance.of(&[3, 4, 4, 5, 6]),
                    "shelf": chance.of(&[2, 18, 24, 30]), "video": chance.between(0, 9) > 0,
                    "windows": [[480, closes]] })
        })
        .collect();
    let all: Vec<Value> = (0..projects)
        .map(|i| {
            let count = chance.between(if tiny { 1 } else { 6 }, bids);
            let figures: Vec<u64> = (0..count).map(|_| chance.between(3, 14)).collect();
            let split = !tiny && chance.between(0, 3) == 0;
            let (technical, economic) = if chance.between(0, 2) == 0 { (5, 2) } else { (4, 1) };
            let start = if tiny { 540 } else { chance.of(&[510, 540, 570]) };
            let slide = if tiny { 0 } else { chance.of(&[0, 0, 240]) };
            let mut project = json!({
                "id": format!("P{i:02}"), "weight": chance.between(1, 3), "technical": technical,
                "mode": if chance.between(0, 4) == 0 { "electronic" } else { "paper" },
                "economic": economic, "split_roles": split, "staff_per_room": 1,
                "copies": if tiny { 1 } else { chance.of(&[1, 1, 2]) }, "earliest_start": start,
                "latest_start": start + slide, "limit_minutes": if tiny { chance.of(&[60, 90, 400]) } else { 720 },
                "discussion_minutes": 30
            });
            if split {
                project["economic_minutes"] = json!(figures.iter().map(|f| f.div_ceil(2)).collect::<Vec<_>>());
                project["technical_minutes"] = json!(figures);
            } else {
                project["minutes"] = json!(figures);
            }
            project
        })
        .collect();
    json!({ "schema": "grouping_instance/1", "id": "chance",
            "rules": { "disinfect_minutes": 5, "changeover_minutes": 30, "carry_max_bids": 12,
                       "max_rooms_per_project": 8, "overnight_threshold": 30, "overnight_site_open": false,
                       "spare_room": { "seats": 4, "shelf": 30, "walk_minutes": 6 } },
            "rooms": all_rooms, "walk_minutes": walks, "projects": all })
}
