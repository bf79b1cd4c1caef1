//! The broker's jars, fetched once with Maven and kept in cargo's target directory.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use super::{NEEDED, process::Process};

/// Some fifty jars, 44 MB: minutes on a slow line, and nobody waits for ever.
const FETCH: Duration = Duration::from_mins(10);

/// The folder with the jars, fetched if this is the first time.
pub(super) fn libs() -> Result<PathBuf, String> {
    let version = version();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("cargo puts it inside the target directory");
    let home = target.join(format!("kafka-{version}"));
    let libs = home.join("libs");
    if libs.is_dir() {
        return Ok(libs);
    }
    let failed = |what: &str, error: &dyn std::fmt::Display| format!("fetching Kafka {version}: {what}: {error}");

    // Two test processes must not fetch at once; the one that waited finds the jars there. The lock goes with the file,
    // so also with a process that is killed.
    fs::create_dir_all(target).map_err(|error| failed("target directory", &error))?;
    let lock =
        File::create(target.join(format!("kafka-{version}.lock"))).map_err(|error| failed("lock file", &error))?;
    lock.lock().map_err(|error| failed("lock", &error))?;
    if libs.is_dir() {
        return Ok(libs);
    }

    // A fetch that breaks off leaves nothing that looks whole: the folder gets its name when all is in it.
    let partial = tempfile::Builder::new()
        .prefix(&format!("kafka-{version}-partial-"))
        .tempdir_in(target)
        .map_err(|error| failed("temporary folder", &error))?;
    let mut maven = Command::new("mvn");
    maven
        .args(["--quiet", "--batch-mode", "--file"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/broker/kafka/pom.xml"))
        .args(["dependency:copy-dependencies", "-DincludeScope=runtime"])
        .arg(format!("-DoutputDirectory={}", partial.path().join("libs").display()))
        .stdin(Stdio::null());
    Process::start(maven)
        .map_err(|error| format!("{NEEDED} (mvn: {error})"))?
        .succeed_within(FETCH)
        .map_err(|error| failed("mvn", &error))?;
    fs::rename(partial.path(), &home).map_err(|error| failed("rename", &error))?;
    Ok(libs)
}

/// The version in the POM, the one place where it is written.
fn version() -> &'static str {
    let pom = include_str!("pom.xml");
    let (_, rest) = pom.split_once("<kafka.version>").expect("the POM has the property");
    rest.split_once("</kafka.version>").expect("the property is closed").0
}
