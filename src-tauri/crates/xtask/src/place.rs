//! Where things are, and what the environment says.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{child, error::Error, json::Value};

/// The folders of the project.
pub struct Place {
    /// The folder of the workspace.
    pub root: PathBuf,
}

/// The programs of the workspace, as cargo knows them.
pub struct Programs {
    metadata: Value,
}

impl Place {
    /// Finds the workspace this program was built in.
    pub fn find() -> Result<Self, Error> {
        let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        match crate_folder.ancestors().nth(3) {
            Some(root) if root.join("Cargo.toml").is_file() => Ok(Self { root: root.to_owned() }),
            _ => Err(Error::Missing(format!("no workspace above {}", crate_folder.display()))),
        }
    }

    /// Reports and artefacts of tests go below here.
    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// An empty folder below `target`, for what a suite leaves behind.
    pub fn fresh(&self, name: &str) -> Result<PathBuf, Error> {
        let folder = self.target().join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(Error::io(format!("removing {}", folder.display())))?;
        }
        fs::create_dir_all(&folder).map_err(Error::io(format!("making {}", folder.display())))?;
        Ok(folder)
    }

    /// The generated TypeScript of the command list.
    pub fn bindings(&self) -> PathBuf {
        self.root.join("ui/src/backend/generated.ts")
    }

    /// The folder of an npm project that is there.
    pub fn npm(&self, name: &str) -> Result<PathBuf, Error> {
        let folder = self.root.join(name);
        if folder.join("package.json").is_file() {
            Ok(folder)
        } else {
            Err(Error::Missing(format!("{name}/package.json is missing")))
        }
    }

    /// Asks cargo for the programs of the workspace.
    pub fn programs(&self) -> Result<Programs, Error> {
        let mut cargo = child::cargo(self);
        cargo.args(["metadata", "--no-deps", "--format-version", "1"]);
        let text = child::answer(cargo)?;
        let metadata = Value::read(&text);
        metadata
            .map(|metadata| Programs { metadata })
            .ok_or_else(|| Error::Failed("cargo metadata is not JSON".into()))
    }
}

impl Programs {
    /// Where cargo puts what it builds.
    pub fn folder(&self, profile: &str) -> Result<PathBuf, Error> {
        let folder = self.metadata.get("target_directory").and_then(Value::text);
        let folder =
            folder.ok_or_else(|| Error::Failed("cargo metadata names no target directory".into()))?;
        Ok(Path::new(folder).join(profile))
    }

    /// The program a package builds.
    pub fn path(&self, package: &str, profile: &str) -> Result<PathBuf, Error> {
        let packages = self.metadata.get("packages").map_or(&[][..], Value::items);
        let is = |value: &Value, key, wanted| value.get(key).and_then(Value::text) == Some(wanted);
        let name = packages
            .iter()
            .filter(|candidate| is(candidate, "name", package))
            .flat_map(|found| found.get("targets").map_or(&[][..], Value::items))
            .find(|target| target.get("kind").is_some_and(|k| k.items().contains(&Value::Text("bin".into()))))
            .and_then(|target| target.get("name")?.text())
            .ok_or_else(|| Error::Missing(format!("no package {package} with a program")))?;
        Ok(self.folder(profile)?.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
    }
}

/// A variable of the environment; nothing when unset or empty.
#[expect(clippy::disallowed_methods, reason = "a build tool is steered by CI, DISPLAY and the like")]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether this run is unattended and has to be complete.
pub fn in_ci() -> bool {
    setting("CI").is_some_and(|value| value != "false" && value != "0")
}
