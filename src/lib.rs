//! Path of a page through copydesk.
//!
//! Raw crawled pages come in on a Kafka topic; clean, deduplicated news articles go out on another, exactly once. Every
//! page ends in one [`Verdict`](desk::verdict::Verdict): new, update, unchanged, duplicate, near-duplicate, withdrawn,
//! or rejected with a [`Reason`](desk::verdict::Reason).
//!
//! ```text
//!                        ┌────────────── desk: pure ───────────────┐
//!  pages.raw ──▶ source ──▶ capture decode extract normalize sketch ──▶ entry ──▶ copydesk.ledger
//!      ▲                                                                                │
//!      │                                                        every replica tails it, in order
//!      │                                                                                ▼
//!      │                    wire ◀── verdict ◀────────────── memory: a fold over the ledger
//!      │                     │
//!      │                     ▼
//!      └── offsets ──── one transaction ────▶ articles · articles.links · pages.rejected
//! ```
//!
//! 1. A replica that has folded the whole ledger joins the consumer group and polls raw records into a batch
//!    ([`run::Replica::turn`]).
//! 2. [`desk::read_guarded`] reads each record on any core. [`capture`](desk::capture) opens the crawler's envelope and
//!    finds the page in it; a record may hold none.
//! 3. [`decode`](desk::decode) inflates, finds the charset and builds a tree, each under a cap.
//! 4. [`extract`](desk::extract) drafts an article: headline, bylines, dates, body, each with the evidence it came
//!    from; or says why the page is none.
//! 5. [`normalize`](desk::normalize) gives every fact one spelling. A doubt about one field is a note beside the value,
//!    and the article goes on.
//! 6. [`sketch`](desk::sketch) takes the marks by which copies are found: an exact hash and fingerprints.
//! 7. For each article, or page that is gone, the replica appends an [`Entry`](desk::verdict::Entry) to the ledger: the
//!    page's source position, and the marks. The ledger has one partition, so all entries of all replicas have one order.
//! 8. Every replica folds every entry, in that order, into its own [`Memory`](desk::verdict::Memory). The verdict on an
//!    entry depends on the entries before it and on nothing else. When a replica's tail reaches its own entries, it has
//!    their verdicts.
//! 9. [`wire`](desk::wire) turns each verdict into the record that tells it, and one transaction commits the batch's
//!    records together with the raw topic's offsets, and with a ledger entry for each article that can't be published any more.
//! 10. A replica that dies before the commit has published nothing. Whoever reads its pages next meets their source
//!     positions in the ledger, and the first verdict on them stands.
//!
//! # Invariants
//!
//! What must stay absent:
//!
//! - The desk reads no clock, no file, no network, no environment and no random source, and has no statics that change.
//!   Time is an argument. Clippy refuses the calls (`.clippy.toml`), and `unsafe` is forbidden there.
//! - The desk does not panic: no `unwrap`, no index, no slice, no `panic!`. Should a stage panic all the same, the page is
//!   rejected as `panicked` and its neighbours go on.
//! - No input passes a stated cap: bytes, ratio, nodes, depth, candidates. Nothing recurses over a page, no regular
//!   expression backtracks.
//! - Nothing is visible downstream before its transaction commits.
//! - No page is dropped in silence: a copy is told by a link to its original, a refusal by a dead letter with the
//!   record's own bytes.
//! - No state moves at a rebalance, and no verdict depends on which replica gives it.
//! - A stage names only stages before it in the alphabet, which is the order of the journey. Only [`kafka`] names the
//!   client library. [`kafka`] and [`ops`] don't know each other; [`run`] and [`cli`] introduce them.
//!
//! What always holds:
//!
//! - One page, one verdict: pages consumed are the sum over verdicts, and rejects the sum over reasons.
//! - A source position is judged once within the window. Read again, it gets its first verdict again, or is taken back where it
//!   can't be published any more.
//! - The same entries in the same order under the same rules give the same memory. Time is the ledger's own: the running
//!   maximum of its append times.
//! - The same page, judgement and origin give the same bytes out.
//!
//! # The modules, in reading order
//!
//! [`desk`] is the journey, pure: read `desk.rs` first, then the stages by the alphabet. [`run`] is the loop that carries
//! it out. [`kafka`] holds the traits through which the loop sees the broker, a real cluster behind them, and an
//! in-process log with the same semantics for `demo` and simulation. [`ops`] is what the platform touches:
//! configuration, metrics, probes, logs, the wish to stop. [`cli`] puts them together, a file for each subcommand.

pub mod desk;

pub mod run;

pub mod kafka;

pub mod ops;

pub mod cli;
