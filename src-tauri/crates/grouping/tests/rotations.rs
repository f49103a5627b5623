//! Bare rotations.

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::path::Path;

    use bidhall_grouping::rotate::MOST;
    use bidhall_grouping::{Instance, Matrix, MatrixFault, Progress, Rotation, improve, rotate};

    fn solved(matrix: &Matrix) -> Rotation {
        let found = rotate(matrix, &mut || false).unwrap();
        let panels = matrix.minutes[0].len();
        let lag = matrix.lag.clone().unwrap_or_else(|| vec![vec![0; panels]; panels]);
        let end = |job: usize, panel: usize| found.starts[job][panel] + u64::from(matrix.minutes[job][panel]);
        for job in 0..matrix.minutes.len() {
            for (a, b) in (0..panels).flat_map(|a| (0..panels).map(move |b| (a, b))).filter(|(a, b)| a != b) {
                if found.starts[job][a] <= found.starts[job][b] {
                    assert!(end(job, a) + u64::from(lag[a][b]) <= found.starts[job][b]);
                }
            }
        }
        for panel in 0..panels {
            let jobs = 0..matrix.minutes.len();
            let mut turns: Vec<_> = jobs.map(|job| (found.starts[job][panel], end(job, panel))).collect();
            turns.sort_unstable();
            assert!(turns.windows(2).all(|pair| pair[0].1 <= pair[1].0));
            assert!(turns.iter().all(|turn| turn.1 <= found.makespan));
        }
        assert!(found.lower_bound <= found.makespan);
        assert_eq!(found.proven, found.lower_bound == found.makespan);
        found
    }

    /// Minutes from 1 to 99 by the rule of the published benchmark, without its exchange of panels.
    fn square(size: usize, mut seed: i64) -> Matrix {
        let mut next = || {
            seed = 16_807 * (seed % 127_773) - seed / 127_773 * 2_836;
            if seed < 0 {
                seed += 2_147_483_647;
            }
            u32::try_from(1 + seed * 99 / 2_147_483_647).unwrap()
        };
        Matrix { minutes: (0..size).map(|_| (0..size).map(|_| next()).collect()).collect(), lag: None }
    }

    #[test]
    fn square_rotations_end_with_the_longest_panel_or_job() {
        for size in [10, 15, 20] {
            for seed in [1_344_106_948, 957_638, 1_561_423_441] {
                assert!(solved(&square(size, seed)).proven, "{size} x {size}, seed {seed}");
            }
        }
    }

    #[test]
    fn rotations_with_lag_and_of_any_shape_are_sound() {
        let lag = vec![vec![0, 7, 3], vec![7, 0, 9], vec![3, 9, 0]];
        let minutes = vec![vec![30, 20, 10], vec![10, 10, 40], vec![20, 30, 0], vec![5, 5, 5]];
        solved(&Matrix { minutes, lag: Some(lag) });
        assert_eq!(solved(&Matrix { minutes: vec![vec![5, 6, 7]], lag: None }).makespan, 18);
        assert_eq!(solved(&Matrix { minutes: vec![vec![5], vec![6]], lag: None }).makespan, 11);
        assert_eq!(solved(&Matrix { minutes: vec![vec![0]], lag: None }).makespan, 0);
        let wide = Matrix { minutes: vec![vec![3; 40]; 7], lag: None };
        assert!(solved(&wide).proven);
    }

    #[test]
    fn a_bad_matrix_is_refused_with_its_place() {
        let refused = |minutes: Vec<Vec<u32>>, lag: Option<Vec<Vec<u32>>>| {
            rotate(&Matrix { minutes, lag }, &mut || false).unwrap_err()
        };
        assert_eq!(refused(vec![], None), MatrixFault::Empty);
        assert_eq!(refused(vec![vec![]], None), MatrixFault::Empty);
        let ragged = refused(vec![vec![1, 2], vec![3]], None);
        assert_eq!(ragged, MatrixFault::Ragged { row: 1, found: 1, needed: 2 });
        let lag = refused(vec![vec![1, 2]], Some(vec![vec![0, 1]]));
        assert_eq!(lag, MatrixFault::LagNotSquare { row: 1, found: 0, panels: 2 });
        let lag = refused(vec![vec![1]], Some(vec![vec![4]]));
        assert_eq!(lag, MatrixFault::LagToItself { panel: 0 });
        let many = refused(vec![vec![1]; MOST + 1], None);
        assert_eq!(many, MatrixFault::TooMany { found: MOST + 1, most: MOST });
        assert!(matches!(refused(vec![vec![u32::MAX]], None), MatrixFault::TooLong { .. }));
        let negative = serde_json::from_str::<Matrix>(r#"{"minutes": [[-1]]}"#);
        assert!(negative.is_err());
    }

    #[test]
    fn the_work_in_the_background_tells_of_better_answers_and_can_be_broken_off() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/grouping/instances");
        let text = std::fs::read_to_string(folder.join("pub08_morning_afternoon.json")).unwrap();
        let instance: Instance = serde_json::from_str(&text).unwrap();
        let mut asked = 0;
        let mut told = Vec::new();
        let last = improve(&instance, &mut |progress| match progress {
            Progress::Better(answer) => {
                told.push(answer.plan.objective);
                ControlFlow::Continue(())
            }
            Progress::Round(round, rounds) => {
                assert!((1..=rounds).contains(&round));
                ControlFlow::Continue(())
            }
            Progress::Working => {
                asked += 1;
                if asked < 20 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            }
        })
        .unwrap();
        assert!(!told.is_empty() && told.windows(2).all(|pair| pair[1] <= pair[0]));
        assert_eq!(told.last(), Some(&last.plan.objective));
        assert!(asked <= 21, "broken off, it does not go on: {asked}");
    }
}
