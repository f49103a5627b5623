//! Counts of tests, read from what the test runners print.

use std::fmt::Display;

use crate::{error::Error, json::Value};

/// How many tests passed, failed and were left out, with what to know about it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
    pub notes: Vec<String>,
}

impl Tally {
    /// A whole suite left out, and why.
    pub fn skip(why: impl Display) -> Self {
        Self { skipped: 1, notes: vec![format!("SKIPPED: {why}")], ..Self::default() }
    }

    /// A whole suite that could not do its work.
    pub fn fail(why: impl Display) -> Self {
        Self { failed: 1, notes: vec![format!("FAILED: {why}")], ..Self::default() }
    }

    /// Counts a step without tests of its own as one test.
    pub fn judge(&mut self, what: &str, outcome: Result<(), Error>) {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(error) => self.add(Self::fail(format!("{what}: {error}"))),
        }
    }

    /// Adds what a test runner reported. Its exit code has the last word: a
    /// failure it does not explain counts, and so does a run without tests.
    pub fn report(&mut self, what: &str, counted: Option<Self>, outcome: Result<(), Error>) {
        let counted = counted.unwrap_or_default();
        let explained = counted.failed > 0;
        let empty = counted.passed + counted.failed + counted.skipped == 0;
        self.add(counted);
        match outcome {
            Ok(()) if empty => self.add(Self::fail(format!("{what}: no test was run"))),
            Ok(()) => {}
            Err(_) if explained => {}
            Err(error) => self.add(Self::fail(format!("{what}: {error}"))),
        }
    }

    /// Adds another count to this one.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.notes.extend(other.notes);
    }

    /// The line that ends a run.
    pub fn last_line(&self) -> String {
        let mut line = format!("{} passed, {} failed", self.passed, self.failed);
        if self.skipped > 0 {
            line.push_str(&format!(", {} skipped", self.skipped));
        }
        line
    }
}

/// Sums the `test result:` lines of `cargo test` and names the tests that failed.
pub fn cargo(output: &str) -> Option<Tally> {
    let mut found: Option<Tally> = None;
    for line in output.lines().map(plain) {
        if let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED")) {
            found.get_or_insert_default().notes.push(format!("FAILED: {name}"));
        }
        let Some(result) = line.strip_prefix("test result: ") else { continue };
        let tally = found.get_or_insert_default();
        for pair in words(result).collect::<Vec<_>>().windows(2) {
            let [number, kind] = pair else { continue };
            let Ok(number) = number.parse::<u32>() else { continue };
            match *kind {
                "passed" => tally.passed += number,
                "failed" => tally.failed += number,
                "ignored" => tally.skipped += number,
                _ => {}
            }
        }
    }
    found
}

/// Reads the JSON report of vitest.
pub fn vitest(report: &str) -> Option<Tally> {
    let report = Value::read(report)?;
    let count = |key| report.get(key).and_then(Value::count);
    Some(Tally {
        passed: count("numPassedTests")?,
        failed: count("numFailedTests")?,
        skipped: count("numPendingTests").unwrap_or(0) + count("numTodoTests").unwrap_or(0),
        notes: Vec::new(),
    })
}

/// Reads the JSON report of Playwright. A test that passed only when repeated
/// is counted as passed and named.
pub fn playwright(report: &str) -> Option<Tally> {
    let report = Value::read(report)?;
    let stats = report.get("stats")?;
    let count = |key| stats.get(key).and_then(Value::count);
    let flaky = count("flaky").unwrap_or(0);
    let broken =
        report.get("errors").map_or(0, |errors| u32::try_from(errors.items().len()).unwrap_or(u32::MAX));
    let notes = match flaky {
        0 => Vec::new(),
        number => vec![format!("{number} passed only when repeated")],
    };
    Some(Tally {
        passed: count("expected")? + flaky,
        failed: count("unexpected")?.saturating_add(broken),
        skipped: count("skipped").unwrap_or(0),
        notes,
    })
}

/// Reads the closing lines of `node --test`, of its spec or its TAP reporter.
pub fn node(output: &str) -> Option<Tally> {
    let mut found = None;
    for line in output.lines().map(plain) {
        let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else { continue };
        let (Some(kind), Some(number), None) = (words(rest).next(), words(rest).nth(1), words(rest).nth(2))
        else {
            continue;
        };
        let Ok(number) = number.parse::<u32>() else { continue };
        let tally: &mut Tally = found.get_or_insert_default();
        match kind {
            "pass" => tally.passed += number,
            "fail" | "cancelled" => tally.failed += number,
            "skipped" | "todo" => tally.skipped += number,
            _ => {}
        }
    }
    found
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split([' ', ';']).filter(|word| !word.is_empty())
}

/// The line without colours and without space around it.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        text.push_str(before);
        rest = after.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(tally: Option<Tally>) -> Option<(u32, u32, u32)> {
        tally.map(|t| (t.passed, t.failed, t.skipped))
    }

    #[test]
    fn cargo_lines_are_summed() {
        let output = "
running 3 tests
test a ... ok
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

running 2 tests
test two::a ... ok
test two::b ... FAILED
test result: \u{1b}[31mFAILED\u{1b}[0m. 1 passed; 1 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.20s
error: 1 target failed:
   Doc-tests bidhall_rules
test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.31s
";
        let tally = cargo(output).unwrap();
        assert_eq!(tally.notes, ["FAILED: two::b"]);
        assert_eq!(counts(Some(tally)), Some((8, 1, 1)));
        assert_eq!(cargo("error: could not compile `bidhall-rules`"), None);
    }

    #[test]
    fn vitest_report() {
        let report = r#"{"numTotalTestSuites":4,"numPassedTestSuites":3,"numFailedTestSuites":1,
            "numTotalTests":7,"numPassedTests":4,"numFailedTests":1,"numPendingTests":1,"numTodoTests":1,
            "startTime":1700000000000,"success":false,"testResults":[{"message":"a \"b\"","assertionResults":[]}]}"#;
        assert_eq!(counts(vitest(report)), Some((4, 1, 2)));
        assert_eq!(vitest("{}"), None);
        assert_eq!(vitest(""), None);
    }

    #[test]
    fn playwright_report() {
        let report = r#"{"config":{},"suites":[{"title":"门","specs":[]}],"errors":[],
            "stats":{"startTime":"2026-01-01T00:00:00.000Z","duration":1234.567,
            "expected":5,"skipped":1,"unexpected":2,"flaky":1}}"#;
        let tally = playwright(report).unwrap();
        assert_eq!(tally.notes, ["1 passed only when repeated"]);
        assert_eq!(counts(Some(tally)), Some((6, 2, 1)));
        let broken = r#"{"errors":[{"message":"no tests found"}],
            "stats":{"expected":0,"skipped":0,"unexpected":0,"flaky":0}}"#;
        assert_eq!(counts(playwright(broken)), Some((0, 1, 0)));
    }

    #[test]
    fn node_reporters() {
        let spec = "✔ opens the window (812ms)\n# a remark of 3 words\nℹ tests 3\nℹ suites 0\nℹ pass 1\nℹ fail 1\n\
                    ℹ cancelled 0\nℹ skipped 1\nℹ todo 0\nℹ duration_ms 820.5\n";
        assert_eq!(counts(node(spec)), Some((1, 1, 1)));
        let tap = "TAP version 13\nok 1 - a\n1..1\n# tests 2\n# pass 1\n# fail 0\n# cancelled 1\n# skipped 0\n# todo 0\n";
        assert_eq!(counts(node(tap)), Some((1, 1, 0)));
        assert_eq!(node("Could not find 'tests/window'"), None);
    }

    #[test]
    fn an_exit_code_is_never_ignored() {
        let failed = || Err(Error::Failed("exit code 1".into()));
        let passing = || Some(Tally { passed: 2, ..Tally::default() });

        let mut unexplained = Tally::default();
        unexplained.report("x", passing(), failed());
        assert_eq!((unexplained.passed, unexplained.failed), (2, 1));

        let mut unread = Tally::default();
        unread.report("x", None, failed());
        assert_eq!(unread.failed, 1);

        let mut explained = Tally::default();
        explained.report("x", Some(Tally { failed: 3, ..Tally::default() }), failed());
        assert_eq!(explained.failed, 3);

        let mut empty = Tally::default();
        empty.report("x", Some(Tally::default()), Ok(()));
        assert_eq!(empty.failed, 1);

        let mut good = Tally::default();
        good.report("x", passing(), Ok(()));
        assert_eq!(good, passing().unwrap());
    }

    #[test]
    fn the_last_line() {
        let mut tally = Tally { passed: 12, ..Tally::default() };
        assert_eq!(tally.last_line(), "12 passed, 0 failed");
        tally.add(Tally::skip("no toolchain"));
        assert_eq!(tally.last_line(), "12 passed, 0 failed, 1 skipped");
    }
}
