//! The integration tests, one binary.

mod commands;
mod demo_pages;
mod fuzz;
mod golden;
mod hostile;
mod judged;
mod laws;
mod markup;
mod pages;
mod seed;
mod simulation;
mod stories;
mod tidy;

/// The folders within a folder, sorted by name: one a case.
fn folders(root: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut folders: Vec<_> = std::fs::read_dir(root)
        .unwrap_or_else(|error| panic!("{}: {error}", root.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}
