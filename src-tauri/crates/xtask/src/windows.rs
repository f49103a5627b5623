//! Type-checks the workspace for Windows, from Linux.

use std::process::Command;

use crate::{
    child::{self, Log},
    error::Error,
    needs,
    place::Place,
    tally::Tally,
};

const TARGET: &str = "x86_64-pc-windows-gnu";
/// Compilers for the C in our dependencies, such as SQLite.
const MINGW: &[&str] = &["gcc-mingw-w64-x86-64", "g++-mingw-w64-x86-64"];
/// A Rust with the sources of its library, which can be built for any target.
const DEBIAN_RUST: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];

/// Variables that steer one particular toolchain and would mislead another.
const OF_A_TOOLCHAIN: &[&str] = &[
    "CARGO_BUILD_RUSTC",
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_TARGET_DIR",
    "CARGO_ENCODED_RUSTFLAGS",
    "LD_LIBRARY_PATH",
    "RUSTC",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTDOC",
    "RUSTDOCFLAGS",
    "RUSTFLAGS",
    "RUSTUP_TOOLCHAIN",
];

/// Runs `cargo check` for Windows with whatever toolchain can do it.
pub fn check(place: &Place, log: &mut Log) -> Result<Tally, Error> {
    if cfg!(windows) {
        return Ok(Tally::skip("this is Windows: the other suites have checked it"));
    }
    let mut cargo = if toolchain_has_target(place) {
        log.say(format!("the toolchain in use has {TARGET}"));
        if let Err(error) = needs::packages(log, MINGW) {
            return Ok(Tally::skip(error));
        }
        let mut cargo = child::cargo(place);
        cargo.arg("check");
        cargo
    } else {
        log.say(format!("the toolchain in use has no {TARGET}: taking Debian's"));
        let wanted = [DEBIAN_RUST, MINGW].concat();
        if let Err(error) = needs::packages(log, &wanted) {
            return Ok(Tally::skip(error));
        }
        if !needs::installed(&wanted) {
            return Ok(Tally::skip(format!("no toolchain for it; try: rustup target add {TARGET}")));
        }
        match debian_is_too_old()? {
            Some(why) => return Ok(Tally::skip(why)),
            None => debian_cargo(place),
        }
    };
    cargo.args(["--workspace", "--target", TARGET]).env("CARGO_TARGET_DIR", place.target().join("windows"));
    let mut tally = Tally::default();
    tally.judge("cargo check", log.run(cargo));
    Ok(tally)
}

fn toolchain_has_target(place: &Place) -> bool {
    let mut rustc = child::program("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]).current_dir(&place.root);
    child::answer(rustc).is_ok_and(|folder| std::path::Path::new(folder.trim()).is_dir())
}

fn debian_cargo(place: &Place) -> Command {
    let mut cargo =
        child::cargo(place).get_envs().fold(Command::new("/usr/bin/cargo"), |mut cargo, (name, value)| {
            match value {
                Some(value) => cargo.env(name, value),
                None => cargo.env_remove(name),
            };
            cargo
        });
    cargo.current_dir(&place.root).stdin(std::process::Stdio::null());
    for name in OF_A_TOOLCHAIN {
        cargo.env_remove(name);
    }
    cargo
        .args(["check", "-Zbuild-std=std,panic_abort,panic_unwind"])
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", "x86_64-w64-mingw32-gcc");
    cargo
}

fn debian_is_too_old() -> Result<Option<String>, Error> {
    let mut rustc = child::program("/usr/bin/rustc");
    rustc.arg("--version").env_remove("LD_LIBRARY_PATH");
    let version = child::answer(rustc)?;
    let wanted = env!("CARGO_PKG_RUST_VERSION");
    let old = release(&version) < release(wanted);
    Ok(old.then(|| format!("Debian has {}, this needs {wanted}; apt-get upgrade may help", version.trim())))
}

/// Major and minor number in a text like `rustc 1.96.0 (…)`.
fn release(version: &str) -> Option<(u32, u32)> {
    let number = version.split(' ').find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut parts = number.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_compare_by_number() {
        assert_eq!(release("rustc 1.96.0 (ac68faa20 2026-05-25)"), Some((1, 96)));
        assert!(release("rustc 1.100.1") > release("1.95"));
        assert_eq!(release("unknown"), None);
    }
}
