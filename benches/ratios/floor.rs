//! The floors: bytes over a socket and bytes onto a disk, with nothing between.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::Fallible;

/// A file that is as long as it will ever be: writing over it is the cheapest durable write there is.
pub struct Disk {
    file: File,
    next: u64,
}

impl Disk {
    pub fn new(folder: &Path) -> Fallible<Self> {
        let file = File::create(folder.join("floor"))?;
        for page in 0..PAGES {
            file.write_all_at(&[7; PAGE_BYTES], page * PAGE_BYTES as u64)?;
        }
        file.sync_all()?;
        Ok(Self { file, next: 0 })
    }

    /// One durable write.
    pub fn commit(&mut self) -> io::Result<()> {
        self.file.write_all_at(&[7; PAGE_BYTES], self.next * PAGE_BYTES as u64)?;
        self.next = (self.next + 1) % PAGES;
        self.file.sync_data()
    }
}

/// One exchange on a connection of its own, as ours are: the bytes in one write, the answer to its last byte.
pub fn exchange(addr: SocketAddr, bytes: &[u8]) -> io::Result<usize> {
    let mut line = TcpStream::connect(addr)?;
    line.set_nodelay(true)?;
    line.write_all(bytes)?;
    let mut answer = Vec::with_capacity(16 << 10);
    line.read_to_end(&mut answer)
}

const PAGE_BYTES: usize = 4096;
/// As long as the journal's log may grow before it is written over.
const PAGES: u64 = 1024;
