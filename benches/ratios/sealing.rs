//! What sealing costs: everything that one settlement seals, under each cipher, against the same bytes merely copied
//! and written. The journal's own code seals, so the numbers are of what it does, not of a cipher alone.

use std::time::{Duration, Instant};

use yijie::journal::{Cipher, KEY_BYTES, SealKey};

use crate::Fallible;
use crate::floor::Disk;
use crate::statistics::Pairs;

/// Seals what a settlement of the worked case seals, over and over.
pub fn measure(runs: usize) -> Fallible<()> {
    println!("\nSealing: what one settlement of 109 lines seals (state at every commit, bill, bodies, replies)");
    let folder = crate::machine::scratch()?;
    let mut disk = Disk::new(folder.path())?;
    for (name, cipher) in [("AES-256-GCM", Cipher::Aes256Gcm), ("SM4-GCM", Cipher::Sm4Gcm)] {
        let key = SealKey::from_bytes([7; KEY_BYTES]).sealing_with(cipher);
        let (mut plain, mut commit) = (Pairs::default(), Pairs::default());
        for run in 0..WARM_UP + runs {
            let sealed = seal_all(&key)?;
            let copied = copy_all();
            let began = Instant::now();
            disk.commit()?;
            let synced = began.elapsed();
            if run >= WARM_UP {
                plain.push(copied + sealed, copied);
                commit.push(synced + sealed / u32::try_from(COMMITS)?, synced);
            }
        }
        plain.print(&format!("{name}: a settlement's values / not sealed"), None);
        commit.print(&format!("{name}: one commit with its share / without"), None);
    }
    Ok(())
}

fn seal_all(key: &SealKey) -> Fallible<Duration> {
    let bytes = vec![b'7'; VALUES.iter().copied().max().unwrap_or(0)];
    let began = Instant::now();
    for length in VALUES {
        std::hint::black_box(key.seal_sample(&bytes[..*length])?);
    }
    Ok(began.elapsed())
}

fn copy_all() -> Duration {
    let bytes = vec![b'7'; VALUES.iter().copied().max().unwrap_or(0)];
    let began = Instant::now();
    for length in VALUES {
        std::hint::black_box(bytes[..*length].to_vec());
    }
    began.elapsed()
}

/// Bytes of every value that one settlement of the worked case seals: nine states, the bill, four bodies and replies,
/// and names and numbers beside each state.
const VALUES: &[usize] = &[
    6_000, 6_400, 6_800, 7_000, 7_400, 7_800, 9_000, 11_000, 12_000, 36_000, 38_000, 4_000, 600, 900, 500, 500, 500,
    2_400, 18, 18, 18, 18, 18, 18, 18, 18, 18,
];
/// Commits among which they are.
const COMMITS: usize = 9;
const WARM_UP: usize = 20;
