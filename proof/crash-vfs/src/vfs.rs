//! SQLite's interface for file systems, spoken by a [`Disk`].
#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::ffi;

use crate::disk::{Course, Disk, Operation};
use crate::locks::{Exclusive, Level};
use crate::shared_memory::Regions;

/// A file system that SQLite knows by a name for as long as the process lives.
#[derive(Debug, Clone)]
pub struct Drive {
    name: String,
    disk: Arc<Mutex<Disk>>,
}

/// SQLite would not have it.
#[derive(Debug)]
pub struct NotRegistered(c_int);

impl fmt::Display for NotRegistered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SQLite does not register the file system: {}", self.0)
    }
}

impl std::error::Error for NotRegistered {}

impl Drive {
    /// Registers an empty disk. What is registered stays: SQLite may look at it at any time. One a thread is enough.
    pub fn register(name: &str) -> Result<Self, NotRegistered> {
        let disk = Arc::new(Mutex::new(Disk::default()));
        let c_name = CString::new(name).map_err(|_| NotRegistered(ffi::SQLITE_MISUSE))?;
        let vfs = Box::new(ffi::sqlite3_vfs {
            iVersion: 2,
            szOsFile: size_of::<Handle>().try_into().unwrap_or(c_int::MAX),
            mxPathname: PATH_BYTES_MAX,
            pNext: std::ptr::null_mut(),
            zName: c_name.into_raw(),
            pAppData: Arc::into_raw(Arc::clone(&disk)).cast_mut().cast(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_pathname),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xGetLastError: None,
            xCurrentTimeInt64: Some(current_time_int64),
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        });
        // SAFETY: the table, its name and the disk live for ever from here on; SQLite starts itself where need be.
        let code = unsafe { ffi::sqlite3_vfs_register(Box::into_raw(vfs), 0) };
        if code == ffi::SQLITE_OK { Ok(Self { name: name.to_owned(), disk }) } else { Err(NotRegistered(code)) }
    }

    /// The name under which SQLite knows it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The disk. Not to be held while SQLite works on it.
    pub fn disk(&self) -> MutexGuard<'_, Disk> {
        lock(&self.disk)
    }
}

fn lock(disk: &Mutex<Disk>) -> MutexGuard<'_, Disk> {
    disk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What SQLite holds of an open file: its own head, and ours behind it.
#[repr(C)]
struct Handle {
    head: ffi::sqlite3_file,
    open: *mut Open,
}

/// An open file.
struct Open {
    disk: Arc<Mutex<Disk>>,
    name: String,
    level: Level,
    goes_with_the_handle: bool,
    /// What it looks at of the shared memory stays there for as long as it looks.
    memory: Option<Arc<Mutex<Regions>>>,
}

/// The disk of a file system.
///
/// # Safety
///
/// `vfs` is one that [`Drive::register`] made.
unsafe fn disk_of<'a>(vfs: *mut ffi::sqlite3_vfs) -> &'a Mutex<Disk> {
    // SAFETY: the caller's promise; the table and the disk behind `pAppData` live for ever.
    unsafe { &*(*vfs).pAppData.cast::<Mutex<Disk>>() }
}

/// The open file of a handle.
///
/// # Safety
///
/// `file` is a handle that [`open`] made and [`close`] did not end; SQLite uses it from one thread at a time.
unsafe fn open_of<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Open {
    // SAFETY: the caller's promise.
    unsafe { &mut *(*file.cast::<Handle>()).open }
}

/// A name as SQLite gives it.
///
/// # Safety
///
/// `name` is null or a C string that lives long enough.
unsafe fn text_of(name: *const c_char) -> Option<String> {
    // SAFETY: the caller's promise.
    (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned())
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives a file of `szOsFile` bytes, whose head must say even of a failed opening that it has none.
    unsafe { (*file).pMethods = std::ptr::null() };
    // SAFETY: SQLite calls back with the table that was registered.
    let disk = unsafe { disk_of(vfs) };
    // SAFETY: a name of SQLite's, or null for a file that is nobody's.
    let named = unsafe { text_of(name) };
    let goes_with_the_handle = named.is_none() || flags & ffi::SQLITE_OPEN_DELETEONCLOSE != 0;
    let shared = {
        let mut held = lock(disk);
        if held.has_stopped() {
            return ffi::SQLITE_CANTOPEN;
        }
        let name = named.unwrap_or_else(|| format!("temporary-{:x}", held.draw()));
        if held.file(&name).is_none() && flags & ffi::SQLITE_OPEN_CREATE == 0 {
            return ffi::SQLITE_CANTOPEN;
        }
        held.file_mut(&name);
        name
    };
    // SAFETY: the pointer came out of this very kind of `Arc`, which lives for ever; the count goes up for ours.
    let disk = unsafe {
        Arc::increment_strong_count(std::ptr::from_ref(disk));
        Arc::from_raw(std::ptr::from_ref(disk))
    };
    let open = Box::new(Open { disk, name: shared, level: Level::None, goes_with_the_handle, memory: None });
    // SAFETY: SQLite's own memory of `szOsFile` bytes, and a place for flags or null.
    unsafe {
        (*file.cast::<Handle>()).open = Box::into_raw(open);
        (*file).pMethods = &raw const METHODS;
        if !out_flags.is_null() {
            *out_flags = flags;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes a handle once, and it is one of ours.
    let mut open = unsafe { Box::from_raw((*file.cast::<Handle>()).open) };
    let mut disk = lock(&open.disk);
    disk.locks.entry(open.name.clone()).or_default().lower(&mut open.level, Level::None);
    if open.goes_with_the_handle {
        disk.remove(&open.name);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, sync_names: c_int) -> c_int {
    // SAFETY: the registered table, and a name of SQLite's.
    let (disk, name) = unsafe { (disk_of(vfs), text_of(name)) };
    let mut disk = lock(disk);
    let Some(name) = name.filter(|name| disk.file(name).is_some()) else { return ffi::SQLITE_IOERR_DELETE_NOENT };
    let course = disk.course(Operation::Other);
    if matches!(course, Course::Done | Course::Unheard) {
        disk.remove(&name);
        if sync_names != 0 {
            disk.sync_names();
        }
    }
    code(course, ffi::SQLITE_IOERR_DELETE)
}

unsafe extern "C" fn access(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    result: *mut c_int,
) -> c_int {
    // SAFETY: the registered table, and a name of SQLite's.
    let (disk, name) = unsafe { (disk_of(vfs), text_of(name)) };
    let disk = lock(disk);
    if disk.has_stopped() {
        return ffi::SQLITE_IOERR_ACCESS;
    }
    let file = name.as_deref().and_then(|name| disk.file(name));
    // An empty file is as good as none, as on Unix.
    let there = file.is_some_and(|file| flags != ffi::SQLITE_ACCESS_EXISTS || file.len() > 0);
    // SAFETY: SQLite's place for the answer.
    unsafe { *result = c_int::from(there) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_pathname(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    into: *mut c_char,
) -> c_int {
    // SAFETY: a name of SQLite's.
    let bytes = unsafe { CStr::from_ptr(name) }.to_bytes_with_nul();
    if usize::try_from(room).is_ok_and(|room| bytes.len() <= room) {
        // SAFETY: `into` has `room` bytes, which are enough, and is none of the name's.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr().cast(), into, bytes.len()) };
        return ffi::SQLITE_OK;
    }
    ffi::SQLITE_CANTOPEN
}

unsafe extern "C" fn randomness(vfs: *mut ffi::sqlite3_vfs, count: c_int, into: *mut c_char) -> c_int {
    // SAFETY: the registered table.
    let disk = unsafe { disk_of(vfs) };
    // SAFETY: `into` has `count` bytes.
    let bytes = unsafe { std::slice::from_raw_parts_mut(into.cast::<u8>(), usize::try_from(count).unwrap_or(0)) };
    for part in bytes.chunks_mut(8) {
        part.copy_from_slice(&lock(disk).draw().to_le_bytes()[..part.len()]);
    }
    count
}

unsafe extern "C" fn sleep(_: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    microseconds
}

unsafe extern "C" fn current_time(_: *mut ffi::sqlite3_vfs, days: *mut f64) -> c_int {
    // SAFETY: SQLite's place for the answer.
    unsafe { *days = 2_461_000.5 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn current_time_int64(_: *mut ffi::sqlite3_vfs, milliseconds: *mut ffi::sqlite3_int64) -> c_int {
    // SAFETY: SQLite's place for the answer.
    unsafe { *milliseconds = 212_630_443_200_000 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    into: *mut c_void,
    count: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    // SAFETY: `into` has `count` bytes.
    let into = unsafe { std::slice::from_raw_parts_mut(into.cast::<u8>(), usize::try_from(count).unwrap_or(0)) };
    let disk = lock(&open.disk);
    match (disk.file(&open.name), usize::try_from(offset)) {
        (Some(file), Ok(offset)) if !disk.has_stopped() => {
            if file.read(offset, into) {
                ffi::SQLITE_OK
            } else {
                ffi::SQLITE_IOERR_SHORT_READ
            }
        }
        _ => ffi::SQLITE_IOERR_READ,
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    count: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    // SAFETY: `from` has `count` bytes.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(count).unwrap_or(0)) };
    let Ok(offset) = usize::try_from(offset) else { return ffi::SQLITE_IOERR_WRITE };
    change(open, Operation::Write, ffi::SQLITE_IOERR_WRITE, |disk| disk.file_mut(&open.name).write(offset, bytes))
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    let Ok(size) = usize::try_from(size) else { return ffi::SQLITE_IOERR_TRUNCATE };
    change(open, Operation::Other, ffi::SQLITE_IOERR_TRUNCATE, |disk| disk.file_mut(&open.name).truncate(size))
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    let code = change(open, Operation::Sync, ffi::SQLITE_IOERR_FSYNC, |disk| disk.file_mut(&open.name).sync());
    if code != ffi::SQLITE_OK {
        let mut disk = lock(&open.disk);
        if !disk.has_stopped() {
            disk.file_mut(&open.name).fail_to_sync();
        }
    }
    code
}

/// Carries out a change, or not.
fn change(open: &Open, operation: Operation, failed: c_int, carry_out: impl FnOnce(&mut Disk)) -> c_int {
    let mut disk = lock(&open.disk);
    let course = disk.course(operation);
    if matches!(course, Course::Done | Course::Unheard) {
        carry_out(&mut disk);
    }
    code(course, failed)
}

fn code(course: Course, failed: c_int) -> c_int {
    match course {
        Course::Done => ffi::SQLITE_OK,
        Course::NoRoom => ffi::SQLITE_FULL,
        Course::Unheard | Course::Not | Course::Failed => failed,
    }
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut ffi::sqlite3_int64) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    let disk = lock(&open.disk);
    if disk.has_stopped() {
        return ffi::SQLITE_IOERR_FSTAT;
    }
    let length = disk.file(&open.name).map_or(0, crate::file::File::len);
    // SAFETY: SQLite's place for the answer.
    unsafe { *size = i64::try_from(length).unwrap_or(i64::MAX) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn raise_lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    let mut disk = lock(&open.disk);
    let locks = disk.locks.entry(open.name.clone()).or_default();
    if locks.raise(&mut open.level, Level::of(level)) { ffi::SQLITE_OK } else { ffi::SQLITE_BUSY }
}

unsafe extern "C" fn lower_lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    let mut disk = lock(&open.disk);
    disk.locks.entry(open.name.clone()).or_default().lower(&mut open.level, Level::of(level));
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, result: *mut c_int) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    let reserved = lock(&open.disk).locks.entry(open.name.clone()).or_default().is_reserved();
    // SAFETY: SQLite's place for the answer.
    unsafe { *result = c_int::from(reserved) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    4_096
}

/// As on Unix: a write does no harm beside it.
unsafe extern "C" fn device_characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    place: c_int,
    bytes: c_int,
    extend: c_int,
    start: *mut *mut c_void,
) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    let mut disk = lock(&open.disk);
    let locks = disk.locks.entry(open.name.clone()).or_default();
    let (Ok(place), Ok(bytes)) = (usize::try_from(place), usize::try_from(bytes)) else {
        return ffi::SQLITE_IOERR_SHMMAP;
    };
    let memory = open.memory.get_or_insert_with(|| Arc::clone(&locks.regions));
    let region = memory.lock().unwrap_or_else(PoisonError::into_inner).at(place, bytes, extend != 0);
    // SAFETY: SQLite's place for the answer.
    unsafe { *start = region.map_or(std::ptr::null_mut(), |region| region.as_ptr().cast()) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, first: c_int, count: c_int, flags: c_int) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    let mut disk = lock(&open.disk);
    let locks = disk.locks.entry(open.name.clone()).or_default();
    let first = usize::try_from(first).unwrap_or(usize::MAX);
    let slots = first..first.saturating_add(usize::try_from(count).unwrap_or(0));
    let exclusive = if flags & ffi::SQLITE_SHM_EXCLUSIVE != 0 { Exclusive::Yes } else { Exclusive::No };
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        locks.let_go(slots, exclusive);
        return ffi::SQLITE_OK;
    }
    if locks.take(slots, exclusive) { ffi::SQLITE_OK } else { ffi::SQLITE_BUSY }
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    // SAFETY: a handle of ours.
    let open = unsafe { open_of(file) };
    open.memory = None;
    if delete != 0 {
        lock(&open.disk).locks.entry(open.name.clone()).or_default().regions = Arc::default();
    }
    ffi::SQLITE_OK
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(raise_lock),
    xUnlock: Some(lower_lock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

const PATH_BYTES_MAX: c_int = 512;
