//! The file that tapes lie in beyond the bytes that they may take of RAM: [`Directory`] makes it, and nobody finds it.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use crate::desk::verdict::memory::tapes::{TapeFile, TapeFiles, TapesLost};

/// A directory in which files for tapes are made. Each loses its name at once, so its bytes are given back to the disk when
/// the process ends, however it does, and what one process wrote is never read by another.
#[derive(Debug)]
pub struct Directory(PathBuf);

const NAME: &str = "tapes";

impl Directory {
    /// The directory, which is made if it isn't there. Fails where no file can be made in it.
    pub fn open(directory: &Path) -> Result<Self, TapesLost> {
        let directory = Self(directory.to_owned());
        directory.file().map(|_| directory)
    }

    fn file(&self) -> Result<File, TapesLost> {
        let path = self.0.join(NAME);
        let made = fs::create_dir_all(&self.0).and_then(|()| {
            // What a process left that died between the next two steps.
            unless_missing(fs::remove_file(&path))?;
            let file = File::options().read(true).write(true).create_new(true).open(&path)?;
            unless_missing(fs::remove_file(&path)).map(|()| file)
        });
        made.map_err(|error| lost(&self.0, &error))
    }
}

/// A name that is gone already needn't be removed.
fn unless_missing(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

fn lost(directory: &Path, error: &io::Error) -> TapesLost {
    TapesLost(format!("their file in {}: {error}", directory.display()))
}

impl TapeFiles for Directory {
    fn open(&self) -> Result<Box<dyn TapeFile>, TapesLost> {
        Ok(Box::new(Nameless { file: self.file()?, directory: self.0.clone() }))
    }
}

/// A file without a name.
#[derive(Debug)]
struct Nameless {
    file: File,
    directory: PathBuf,
}

impl TapeFile for Nameless {
    fn write(&mut self, at: u64, bytes: &[u8]) -> Result<(), TapesLost> {
        self.file.write_all_at(bytes, at).map_err(|error| lost(&self.directory, &error))
    }

    fn read(&self, at: u64, bytes: &mut [u8]) -> Result<(), TapesLost> {
        self.file.read_exact_at(bytes, at).map_err(|error| lost(&self.directory, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_name_gives_back_what_was_put_into_it() {
        let parent = tempfile::tempdir().unwrap();
        let directory = Directory::open(&parent.path().join("tapes")).unwrap();
        let (mut one, mut other) = (TapeFiles::open(&directory).unwrap(), TapeFiles::open(&directory).unwrap());
        one.write(128, b"one").unwrap();
        other.write(0, b"other").unwrap();
        let mut bytes = [0; 3];
        one.read(128, &mut bytes).unwrap();
        assert_eq!(&bytes, b"one");
        assert_eq!(fs::read_dir(parent.path().join("tapes")).unwrap().count(), 0);
        let lost = one.read(130, &mut bytes).unwrap_err();
        assert!(lost.to_string().contains(&*parent.path().to_string_lossy()), "{lost}");
    }

    #[test]
    fn a_directory_that_cannot_be_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(Directory::open(file.path()).is_err());
    }
}
