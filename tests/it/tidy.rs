//! What holds of the project's own files: laws of the source, and what is written of it elsewhere.

mod deployment;
mod source;

use std::path::{Path, PathBuf};

/// The top of the repository.
fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file's text, by its path from the top.
fn read(path: &str) -> String {
    std::fs::read_to_string(top().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Rust files under a folder, each with its path from the top and its text, in order.
fn rust_files(folder: &str) -> Vec<(String, String)> {
    fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    gather(&top().join(folder), &mut found);
    found.sort();
    assert!(!found.is_empty(), "{folder} holds no source");
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(top()).unwrap().to_str().unwrap().to_owned();
            let text = read(&name);
            (name, text)
        })
        .collect()
}
