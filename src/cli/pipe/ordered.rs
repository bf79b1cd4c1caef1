//! A parallel map over lines that keeps their order and holds a bounded number of them.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, Cursor, Read as _},
    num::NonZeroUsize,
    sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
};

/// Lines that one core may be ahead of the last line written: enough to bridge one slow page, few enough to bound
/// memory.
const LINES_AHEAD_PER_JOB: u64 = 16;

/// The longest line that is read, in bytes; the rest of a longer one is passed over and its head fails as bad JSON.
const LINE_BYTES_MAX: usize = 128 << 20;

/// The most bytes of a line whose memory is used again: of any page that isn't one in thousands. What a longer one takes is given
/// back, so that it isn't held to the end.
const KEPT_BYTES_MAX: usize = 4 << 20;

/// The byte order mark of UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Feeds each line of `input` to `work` on `jobs` threads and each result to `sink`, in the order of the lines.
/// `idle` is called whenever nothing more is ready to be written: the moment to flush. Blank lines are passed over, and a
/// byte order mark before the first line. The memory of a line that `work` leaves may be a later line's.
///
/// With one job everything runs on the calling thread.
pub fn map<T: Send>(
    input: impl BufRead + Send,
    jobs: NonZeroUsize,
    work: impl Fn(&mut Vec<u8>) -> T + Sync,
    mut sink: impl FnMut(T) -> io::Result<()>,
    mut idle: impl FnMut() -> io::Result<()>,
) -> io::Result<()> {
    let mut input = behind_mark(input)?;
    if jobs == NonZeroUsize::MIN {
        let mut line = Vec::new();
        while next_line(&mut input, &mut line)? {
            sink(work(&mut line))?;
            idle()?;
            if line.capacity() > KEPT_BYTES_MAX {
                line = Vec::new();
            }
        }
        return Ok(());
    }
    let ahead = jobs.get() as u64 * LINES_AHEAD_PER_JOB;
    let (lines_in, lines_out) = mpsc::channel::<(u64, Vec<u8>)>();
    let (done_in, done_out) = mpsc::channel::<(u64, T)>();
    let lines_out = Mutex::new(lines_out);
    let written = Written::default();
    thread::scope(|scope| {
        let written = &written;
        let reading = scope.spawn(move || -> io::Result<()> {
            let mut number = 0;
            while written.wait_until_within(ahead, number) {
                let mut line = Vec::new();
                if !next_line(&mut input, &mut line)? {
                    break;
                }
                if lines_in.send((number, line)).is_err() {
                    break;
                }
                number += 1;
            }
            Ok(())
        });
        for _ in 0..jobs.get() {
            let (lines_out, done_in, work) = (&lines_out, done_in.clone(), &work);
            scope.spawn(move || {
                loop {
                    let next = lock(lines_out).recv();
                    let Ok((number, mut line)) = next else { break };
                    if done_in.send((number, work(&mut line))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done_in);
        let ended = write_in_order(&done_out, written, &mut sink, &mut idle);
        // Without a writer the reader would wait for ever: let it go, and with it the workers.
        written.stop();
        drop(done_out);
        ended?;
        reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// What lies behind the byte order mark that some editors and exports put before UTF-8, and which is no JSON. It may come in pieces.
fn behind_mark(mut input: impl BufRead + Send) -> io::Result<impl BufRead + Send> {
    let mut head = Vec::new();
    input.by_ref().take(MARK.len() as u64).read_to_end(&mut head)?;
    if head == MARK {
        head.clear();
    }
    Ok(Cursor::new(head).chain(input))
}

/// How many results have been written; the reader waits on it.
#[derive(Default)]
struct Written {
    count: Mutex<u64>,
    changed: Condvar,
}

impl Written {
    /// Waits until line `number` is less than `ahead` lines past the last one written; false once nothing is written
    /// any more.
    fn wait_until_within(&self, ahead: u64, number: u64) -> bool {
        let too_far = |count: &mut u64| number >= count.saturating_add(ahead);
        let count = self.changed.wait_while(lock(&self.count), too_far).unwrap_or_else(PoisonError::into_inner);
        *count != u64::MAX
    }

    fn advance(&self, to: u64) {
        *lock(&self.count) = to;
        self.changed.notify_one();
    }

    fn stop(&self) {
        *lock(&self.count) = u64::MAX;
        self.changed.notify_one();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn write_in_order<T>(
    done: &mpsc::Receiver<(u64, T)>,
    written: &Written,
    sink: &mut impl FnMut(T) -> io::Result<()>,
    idle: &mut impl FnMut() -> io::Result<()>,
) -> io::Result<()> {
    let mut next = 0;
    let mut early = BTreeMap::new();
    loop {
        let result = match done.try_recv() {
            Err(mpsc::TryRecvError::Empty) => {
                idle()?;
                done.recv()
            }
            result => result.map_err(|_| mpsc::RecvError),
        };
        let Ok((number, result)) = result else { return idle() };
        early.insert(number, result);
        while let Some(result) = early.remove(&next) {
            sink(result)?;
            next += 1;
            written.advance(next);
        }
    }
}

/// Reads the next line that isn't blank, line break included, cut at [`LINE_BYTES_MAX`]; says whether there was one.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    loop {
        line.clear();
        if !read_line(input, line)? {
            return Ok(false);
        }
        if !line.iter().all(u8::is_ascii_whitespace) {
            return Ok(true);
        }
    }
}

/// Reads a line, line break included, and drops what passes [`LINE_BYTES_MAX`]; says whether there was one.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    let mut any = false;
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        if buffer.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = memchr::memchr(b'\n', buffer);
        let (piece, _) = buffer.split_at(end.map_or(buffer.len(), |end| end + 1));
        line.extend_from_slice(&piece[..piece.len().min(LINE_BYTES_MAX - line.len())]);
        let length = piece.len();
        input.consume(length);
        if end.is_some() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(input: &str, jobs: usize) -> Vec<String> {
        let mut results = Vec::new();
        let work = |line: &mut Vec<u8>| {
            let line = String::from_utf8_lossy(line).trim().to_owned();
            // Early lines are the slow ones, so that later ones overtake them.
            (0..line.len() * 20_000).for_each(|n| assert!(std::hint::black_box(n) != usize::MAX));
            line
        };
        let sink = |line| {
            results.push(line);
            Ok(())
        };
        map(input.as_bytes(), NonZeroUsize::new(jobs).unwrap(), work, sink, || Ok(())).unwrap();
        results
    }

    #[test]
    fn order_is_kept_on_any_number_of_threads() {
        let lines: Vec<String> = (0..300).map(|n| format!("{n}{}", "x".repeat(40 - n % 40))).collect();
        for jobs in [1, 2, 7] {
            assert_eq!(mapped(&lines.join("\n\n"), jobs), lines);
        }
    }

    #[test]
    fn a_byte_order_mark_before_the_first_line_is_passed_over_and_none_elsewhere() {
        for jobs in [1, 3] {
            assert_eq!(mapped("\u{feff}a\n\u{feff}b\n", jobs), ["a", "\u{feff}b"]);
            assert_eq!(mapped("\u{feff}\n{}", jobs), ["{}"]);
            assert_eq!(mapped("\u{feff}", jobs), Vec::<String>::new());
            assert_eq!(mapped("1", jobs), ["1"]);
        }
        // A pipe may give a byte at a time.
        let mut lines = Vec::new();
        let input = io::BufReader::with_capacity(1, "\u{feff}a\n".as_bytes());
        let sink = |line: Vec<u8>| {
            lines.push(line);
            Ok(())
        };
        map(input, NonZeroUsize::MIN, std::mem::take, sink, || Ok(())).unwrap();
        assert_eq!(lines, [b"a\n"]);
    }

    #[test]
    fn a_failing_writer_ends_the_run() {
        let input = "a\n".repeat(10_000);
        let sink = |_| Err(io::Error::from(io::ErrorKind::BrokenPipe));
        let ended = map(input.as_bytes(), NonZeroUsize::new(3).unwrap(), std::mem::take, sink, || Ok(()));
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
