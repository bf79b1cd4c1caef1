//! copydesk's command line: arguments, then the subcommand, then an exit code.

use clap::Parser;

fn main() -> std::process::ExitCode {
    match copydesk::cli::dispatch(copydesk::cli::Arguments::parse()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            // One line: the causes follow the sentence they explain.
            eprintln!("copydesk: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
