//! The programs as processes of their own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The folder into which this run builds.
fn target_folder() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    // <target>/<profile>/deps/suite-…
    exe.ancestors().nth(3).unwrap().to_owned()
}

/// Builds `bidhall`, which belongs to another package, and tells where it is.
pub fn bidhall() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let target = target_folder();
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "bidhall-cli", "--target-dir"])
            .arg(&target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .unwrap();
        assert!(built.success(), "bidhall does not build");
        target.join("debug").join(format!("bidhall{}", std::env::consts::EXE_SUFFIX))
    })
}

/// Runs `bidhall` to its end.
pub fn run(arguments: &[&str], data: &Path) -> Output {
    Command::new(bidhall()).arg("--data").arg(data).args(arguments).output().unwrap()
}

/// The same with something in its environment.
pub fn run_with(arguments: &[&str], data: &Path, environment: &[(&str, &str)]) -> Output {
    let environment = environment.iter().copied();
    Command::new(bidhall()).arg("--data").arg(data).args(arguments).envs(environment).output().unwrap()
}
