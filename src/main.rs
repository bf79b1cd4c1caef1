//! copydesk's command line: arguments, then the subcommand, then an exit code.

use clap::Parser;

/// Pages are made of thousands of short-lived texts, on all cores at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    match copydesk::cli::dispatch(copydesk::cli::Arguments::parse()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            // One line: the causes follow the sentence they explain.
            copydesk::cli::remark(&format!("copydesk: {error:#}"));
            std::process::ExitCode::FAILURE
        }
    }
}
