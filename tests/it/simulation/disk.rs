//! Where replicas keep their snapshots: whole, late, or damaged.

use std::{
    mem,
    sync::{Arc, Mutex},
    time::Duration,
};

use copydesk::run::snapshot::Shelf;

use super::baton::Random;

/// The disk of one place; clones share it. It holds every snapshot that was ever kept there, the last one last.
#[derive(Clone, Default)]
pub struct Disk(Arc<Mutex<Vec<Vec<u8>>>>);

impl Disk {
    /// What a replica finds when it starts: mostly the last snapshot, sometimes an older one, one that is cut or has a
    /// wrong byte, or none.
    pub fn find(&self, random: &mut Random) -> Option<Vec<u8>> {
        let kept = self.0.lock().unwrap();
        let mut found = match random.below(8) {
            0 => return None,
            1 if !kept.is_empty() => kept[random.index(kept.len())].clone(),
            _ => kept.last()?.clone(),
        };
        match random.below(8) {
            0 => found.truncate(random.index(found.len())),
            1 => {
                let at = random.index(found.len());
                found[at] ^= 1;
            }
            _ => {}
        }
        Some(found)
    }

    /// Where a replica of this place puts its snapshots.
    pub fn drawer(&self) -> Drawer {
        Drawer { disk: self.clone(), writing: Vec::new(), puts: 0, told: None }
    }
}

/// A disk as its replica sees it. Now and then it has no room for a while, and now and then it is full.
pub struct Drawer {
    disk: Disk,
    writing: Vec<u8>,
    puts: usize,
    told: Option<Result<(), String>>,
}

impl Shelf for Drawer {
    fn begin(&mut self) {
        self.writing.clear();
        self.told = None;
    }

    fn has_room(&self) -> bool {
        !self.puts.is_multiple_of(7)
    }

    fn put(&mut self, bytes: Vec<u8>) {
        self.puts += 1;
        self.writing.extend(bytes);
        if self.puts.is_multiple_of(50) {
            self.told = Some(Err("no space left on device".to_owned()));
        }
    }

    fn finish(&mut self) {
        self.disk.0.lock().unwrap().push(mem::take(&mut self.writing));
        self.told = Some(Ok(()));
    }

    fn told(&mut self, _wait: Duration) -> Option<Result<(), String>> {
        // Whoever asks again finds room.
        self.puts += usize::from(self.puts.is_multiple_of(7));
        self.told.take()
    }
}
