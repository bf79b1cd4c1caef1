//! copydesk's command line.

fn main() {}
