//! Who may know whom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::days::tests_folder;

/// The packages of the workspace with what they depend on; what only their tests need is left out.
fn packages() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(tests_folder())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let named = |value: &Value| value["name"].as_str().unwrap().to_owned();
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            let needs = package["dependencies"].as_array().unwrap().iter();
            (named(package), needs.filter(|need| need["kind"] != "dev").map(named).collect())
        })
        .collect()
}

fn our_own(needs: &BTreeSet<String>) -> BTreeSet<&str> {
    needs.iter().filter_map(|need| need.strip_prefix("bidhall-")).collect()
}

#[test]
fn arrows_point_one_way() {
    let packages = packages();
    for (package, allowed) in [
        ("bidhall-rules", vec![]),
        ("bidhall-forecast", vec![]),
        ("bidhall-grouping", vec!["rules"]),
        ("bidhall-seal", vec![]),
        ("bidhall-store", vec!["rules"]),
        ("bidhall-printouts", vec!["rules"]),
        ("bidhall-spreadsheets", vec!["rules"]),
        ("bidhall-desk", vec!["rules", "forecast", "grouping", "seal", "store", "printouts", "spreadsheets"]),
        ("bidhall-cli", vec!["desk", "grouping"]),
        ("bidhall-window", vec!["desk"]),
        ("xtask", vec![]),
        ("bidhall-tests", vec!["desk"]),
        // Measures the desk against the engines themselves, and the planner alone.
        ("bidhall-bench", vec!["desk", "store", "grouping"]),
    ] {
        let needs = our_own(&packages[package]);
        let more: Vec<_> = needs.difference(&allowed.into_iter().collect()).copied().collect();
        assert_eq!(more, Vec::<&str>::new(), "{package} depends on more than it may");
    }
    let known = [
        "rules",
        "forecast",
        "grouping",
        "seal",
        "store",
        "printouts",
        "spreadsheets",
        "desk",
        "cli",
        "window",
        "xtask",
        "tests",
        "bench",
    ];
    let unknown: Vec<_> =
        packages.keys().filter(|name| !known.contains(&name.trim_start_matches("bidhall-"))).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "tell this test where they belong");
}

#[test]
fn the_rules_and_the_planner_are_pure() {
    let packages = packages();
    for package in ["bidhall-rules", "bidhall-forecast", "bidhall-grouping", "bidhall-seal"] {
        for need in ["tokio", "sqlx", "tauri", "typst", "calamine", "getrandom", "rand", "axum", "reqwest"] {
            assert!(!packages[package].contains(need), "{package} depends on {need}");
        }
    }
}

#[test]
fn one_package_speaks_to_each_of_the_large_ones() {
    for (prefix, owner) in [
        ("tauri", "bidhall-window"),
        ("sqlx", "bidhall-store"),
        ("typst", "bidhall-printouts"),
        ("calamine", "bidhall-spreadsheets"),
    ] {
        for (package, needs) in packages() {
            let found = needs.iter().find(|need| need.starts_with(prefix));
            let measures = package == "bidhall-bench" && prefix == "sqlx";
            assert!(found.is_none() || package == owner || measures, "{package} depends on {found:?}");
        }
    }
}

fn rust_files(folder: &Path, found: &mut Vec<(std::path::PathBuf, usize)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", "node_modules", "gen", "snapshots"].contains(&name.as_str())
                && !name.starts_with('.')
            {
                rust_files(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            found.push((path, lines));
        }
    }
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    let root = tests_folder().join("..").canonicalize().unwrap();
    let mut found = Vec::new();
    for folder in ["src-tauri", "tests"] {
        rust_files(&root.join(folder), &mut found);
    }
    assert!(found.len() > 100);
    let long: Vec<_> = found.into_iter().filter(|(_, lines)| *lines > 500).collect();
    assert_eq!(long, Vec::new());
}
