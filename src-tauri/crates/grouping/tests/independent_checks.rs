//! Plans judged by rules written once more, and tiny days against everything that could be planned.

#[cfg(test)]
mod common;

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use bidhall_grouping::{Answer, Instance, Status, answer, reading_matrix};
    use serde_json::Value;

    use super::common::{Chance, breaches, day};

    fn answered(document: &Value) -> (Instance, Answer) {
        let instance: Instance = serde_json::from_value(document.clone()).unwrap();
        let answer = answer::first(&instance, false).unwrap();
        (instance, answer)
    }

    #[test]
    fn plans_of_generated_days_keep_the_rules_as_written_here() {
        let mut chance = Chance(41);
        for number in 0..60 {
            let rooms = usize::try_from(chance.between(3, 14)).unwrap();
            let projects = usize::try_from(chance.between(1, 5)).unwrap();
            let document = day(&mut chance, rooms, projects, 40, false);
            let (instance, answer) = answered(&document);
            let plan = serde_json::to_value(&answer.plan).unwrap();
            assert_eq!(breaches(&document, &plan), Vec::<String>::new(), "day {number}");
            assert!(answer.bound <= answer.plan.objective, "day {number}");
            for placed in &answer.plan.placed {
                let matrix = reading_matrix(&instance, &answer.plan, &placed.project).unwrap();
                assert!(matrix.complete, "every member reads every bid: day {number} {}", placed.project);
            }
        }
    }

    #[test]
    fn a_plan_with_a_fault_is_found_by_the_rules_as_written_here() {
        let document = day(&mut Chance(5), 8, 1, 20, false);
        let (_, answer) = answered(&document);
        let sound = serde_json::to_value(&answer.plan).unwrap();
        assert!(!answer.plan.placed.is_empty());
        let spoilt = |change: &dyn Fn(&mut Value)| {
            let mut plan = sound.clone();
            change(&mut plan);
            breaches(&document, &plan).join(" ")
        };
        assert!(spoilt(&|plan| plan["placed"][0]["start"] = 5.into()).contains("V2"));
        assert!(spoilt(&|plan| plan["objective"][2] = 99.into()).contains("V15"));
        assert!(spoilt(&|plan| plan["placed"] = Value::Array(Vec::new())).contains("V1"));
        let drop_review = |plan: &mut Value| {
            plan["placed"][0]["reviews"].as_array_mut().unwrap().pop();
        };
        assert!(spoilt(&drop_review).contains("V9"));
    }

    #[test]
    fn the_python_checker_accepts_plans_of_generated_days() {
        if Command::new("python3").arg("--version").output().is_err() {
            println!("SKIPPED: python3 is not installed, the independent checker did NOT run");
            return;
        }
        let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/grouping/check.py");
        let mut chance = Chance(77);
        for number in 0..6 {
            let document = day(&mut chance, 10, 4, 40, false);
            let (_, answer) = answered(&document);
            let file =
                |name: &str| Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{number}-{name}.json"));
            let (instance, plan) = (file("day"), file("plan"));
            std::fs::write(&instance, document.to_string()).unwrap();
            std::fs::write(&plan, serde_json::to_string(&answer.plan).unwrap()).unwrap();
            let out = Command::new("python3").arg(&checker).arg(&instance).arg(&plan).output().unwrap();
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
        }
    }

    /// Everything one project could do in a group of one or two rooms.
    struct Oracle<'a> {
        instance: &'a Instance,
    }

    /// A group of rooms and the stay in it; none for staying unplaced.
    type Choice = Option<(Vec<usize>, u32)>;

    fn partitions(bids: usize) -> Vec<Vec<Vec<usize>>> {
        let mut all: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
        for bid in 0..bids {
            let mut next = Vec::new();
            for packing in all {
                for place in 0..=packing.len() {
                    let mut more = packing.clone();
                    if place == packing.len() {
                        more.push(vec![bid]);
                    } else {
                        more[place].push(bid);
                    }
                    next.push(more);
                }
            }
            all = next;
        }
        all
    }

    impl Oracle<'_> {
        /// The shortest stay of a project in these rooms, tried out; none if it does not fit.
        fn stay(&self, project: usize, rooms: &[usize]) -> Option<u32> {
            let (instance, project) = (self.instance, &self.instance.projects[project]);
            let paper = project.mode == bidhall_grouping::instance::Mode::Paper;
            let minutes = project.minutes.as_ref().unwrap();
            let group: Vec<_> = rooms.iter().map(|&room| &instance.rooms[room]).collect();
            if group.len() > 1 && group.iter().any(|room| !room.video) {
                return None;
            }
            let bids = u32::try_from(minutes.len()).unwrap();
            if paper && group.iter().map(|room| room.shelf).sum::<u32>() < bids {
                return None;
            }
            let experts = project.technical + project.economic;
            let seatings: Vec<Vec<u32>> = if group.len() == 1 {
                vec![vec![experts]]
            } else {
                (1..experts).map(|one| vec![one, experts - one]).collect()
            };
            let fits = |seats: &&Vec<u32>| seats.iter().zip(&group).all(|(seats, room)| *seats < room.seats);
            let carried =
                instance.rules.carry_max_bids.min(group.iter().map(|room| room.shelf).min().unwrap());
            let mut best = None;
            for seats in seatings.iter().filter(fits) {
                for packing in partitions(minutes.len()) {
                    let large = packing.iter().any(|batch| batch.len() > usize::try_from(carried).unwrap());
                    if paper && group.len() > 1 && large || !paper && packing.len() > 1 {
                        continue;
                    }
                    let needs = |batch: &Vec<usize>, seats: u32| {
                        let sum: u32 = batch.iter().map(|&bid| minutes[bid]).sum();
                        let thickest = batch.iter().map(|&bid| minutes[bid]).max().unwrap();
                        if paper { sum.max(seats * thickest) } else { sum }
                    };
                    let table: Vec<Vec<u32>> = seats
                        .iter()
                        .map(|&seats| packing.iter().map(|b| needs(b, seats)).collect())
                        .collect();
                    let lag = if rooms.len() < 2 || !paper {
                        None
                    } else {
                        Some(instance.walk_minutes[rooms[0]][rooms[1]] + instance.rules.disinfect_minutes)
                    };
                    let end = shortest(&table, lag, paper, &mut Vec::new());
                    best = best.into_iter().chain([end]).min();
                }
            }
            let stay = best? + project.discussion_minutes;
            let (start, end) = (project.earliest_start, project.earliest_start + stay);
            let open = |room: &&bidhall_grouping::instance::Room| {
                room.windows.iter().any(|window| window[0] <= start && end <= window[1])
            };
            (stay <= project.limit_minutes && group.iter().all(open)).then_some(stay)
        }

        /// The best vector of all plans.
        fn best(&self) -> [u64; 4] {
            let rooms = 0..self.instance.rooms.len();
            let pairs = rooms.clone().flat_map(|a| rooms.clone().skip(a + 1).map(move |b| vec![a, b]));
            let groups: Vec<Vec<usize>> = rooms.clone().map(|a| vec![a]).chain(pairs).collect();
            let mut choices: Vec<Vec<Choice>> = Vec::new();
            for project in 0..self.instance.projects.len() {
                let stays =
                    groups.iter().filter_map(|group| Some(Some((group.clone(), self.stay(project, group)?))));
                choices.push(stays.chain([None]).collect());
            }
            let mut best = [u64::MAX; 4];
            let nothing = vec![None];
            for first in &choices[0] {
                for second in choices.get(1).unwrap_or(&nothing) {
                    if let (Some((a, _)), Some((b, _))) = (first, second) {
                        // All tiny days start at once, so that no room serves two projects.
                        if a.iter().any(|room| b.contains(room)) {
                            continue;
                        }
                    }
                    let mut vector = [0; 4];
                    for (project, choice) in self.instance.projects.iter().zip([first, second]) {
                        match choice {
                            None => vector[0] += u64::from(project.weight),
                            Some((group, stay)) => {
                                vector[1] += u64::try_from(group.len()).unwrap();
                                if let [a, b] = group[..] {
                                    vector[2] += u64::from(self.instance.walk_minutes[a][b]);
                                }
                                vector[3] += u64::from(project.earliest_start + stay);
                            }
                        }
                    }
                    best = best.min(vector);
                }
            }
            best
        }
    }

    /// The earliest end over all orders of the turns of at most two panels.
    fn shortest(table: &[Vec<u32>], lag: Option<u32>, paper: bool, order: &mut Vec<(usize, usize)>) -> u32 {
        let turns = table.len() * table[0].len();
        if order.len() == turns {
            let (mut panel, mut batch) = (vec![0; table.len()], vec![None; table[0].len()]);
            for &(p, b) in &*order {
                let carried = batch[b].map_or(0, |end: u32| end + lag.unwrap_or(0));
                let begin = if paper { carried.max(panel[p]) } else { panel[p] };
                panel[p] = begin + table[p][b];
                batch[b] = Some(panel[p]);
            }
            return panel.into_iter().max().unwrap();
        }
        let mut best = u32::MAX;
        for turn in (0..table.len()).flat_map(|p| (0..table[0].len()).map(move |b| (p, b))) {
            if !order.contains(&turn) {
                order.push(turn);
                best = best.min(shortest(table, lag, paper, order));
                order.pop();
            }
        }
        best
    }

    #[test]
    fn tiny_days_are_planned_as_well_as_can_be() {
        let mut chance = Chance(2_020);
        let (mut days, mut equal) = (0, 0);
        for number in 0..150 {
            let rooms = usize::try_from(chance.between(2, 4)).unwrap();
            let projects = usize::try_from(chance.between(1, 2)).unwrap();
            let mut document = day(&mut chance, rooms, projects, 3, true);
            document["rules"]["max_rooms_per_project"] = 2.into();
            let (instance, answer) = answered(&document);
            let best = Oracle { instance: &instance }.best();
            let found = answer.plan.objective;
            assert_eq!(found[..3], best[..3], "day {number}: {document}");
            assert!(
                found >= best && answer.bound <= best,
                "day {number}: {found:?} {best:?} {:?}",
                answer.bound
            );
            if answer.status[3] == Status::Proven {
                assert_eq!(found, best, "day {number}: {document}");
            }
            days += 1;
            equal += usize::from(found == best);
        }
        println!("{equal} of {days} tiny days end as early as can be");
        assert!(equal * 100 >= days * 95, "{equal} of {days}");
    }
}
