//! Printing over the network: raw TCP (port 9100), one connection a job.

use std::io::{self, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::ReceiptPrinter;
use crate::error::{PrinterError, Step, is_time_out};
use crate::form::Form;
use crate::job::Job;

/// A printer that takes bytes on a TCP port.
#[derive(Debug, Clone)]
pub struct TcpPrinter {
    address: SocketAddr,
    form: Form,
    limits: TcpLimits,
}

/// How long a network printer is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TcpLimits {
    /// For the connection.
    pub connect_ms_max: u64,
    /// For all bytes of a job together.
    pub write_ms_max: u64,
}

impl Default for TcpLimits {
    fn default() -> Self {
        Self { connect_ms_max: 3_000, write_ms_max: 10_000 }
    }
}

impl TcpPrinter {
    /// Takes an address and no name: a name would have to be looked up, which nothing bounds.
    pub fn new(address: SocketAddr, form: Form, limits: TcpLimits) -> Self {
        Self { address, form, limits }
    }

    fn connect(&self) -> Result<TcpStream, PrinterError> {
        let limit_ms = self.limits.connect_ms_max.max(1);
        TcpStream::connect_timeout(&self.address, Duration::from_millis(limit_ms)).map_err(|source| {
            if is_time_out(&source) {
                PrinterError::TimedOut { step: Step::Connect, limit_ms, bytes_taken: 0 }
            } else {
                PrinterError::Unreachable { step: Step::Connect, source }
            }
        })
    }
}

impl ReceiptPrinter for TcpPrinter {
    fn print(&mut self, job: &Job) -> Result<(), PrinterError> {
        let mut stream = self.connect()?;
        write_within(&mut stream, &self.form.bytes(job), self.limits.write_ms_max)
    }
}

/// Writes all bytes before the limit, however slowly the printer takes them, and ends the stream.
fn write_within(stream: &mut TcpStream, bytes: &[u8], limit_ms: u64) -> Result<(), PrinterError> {
    let end = Instant::now() + Duration::from_millis(limit_ms);
    let mut bytes_taken = 0;
    while let Some(rest) = bytes.get(bytes_taken..).filter(|rest| !rest.is_empty()) {
        let timed_out = PrinterError::TimedOut { step: Step::Write, limit_ms, bytes_taken };
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(timed_out);
        }
        let broken_off = |source| PrinterError::BrokenOff { bytes_taken, source };
        stream.set_write_timeout(Some(left)).map_err(broken_off)?;
        match stream.write(rest) {
            Ok(0) => return Err(broken_off(io::ErrorKind::WriteZero.into())),
            Ok(count) => bytes_taken += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if is_time_out(&error) => return Err(timed_out),
            Err(error) => return Err(broken_off(error)),
        }
    }
    stream.shutdown(Shutdown::Write).map_err(|source| PrinterError::BrokenOff { bytes_taken, source })
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    const FORM: Form = Form::ESC_POS;

    fn listener() -> TcpListener {
        TcpListener::bind("127.0.0.1:0").unwrap()
    }

    fn printer(address: SocketAddr, write_ms_max: u64) -> TcpPrinter {
        TcpPrinter::new(address, FORM, TcpLimits { connect_ms_max: 1_000, write_ms_max })
    }

    #[test]
    fn each_job_is_one_connection_with_exactly_its_bytes() {
        let listener = listener();
        let address = listener.local_addr().unwrap();
        let jobs = ["第一张\n", "第二张\n"].map(|text| Job::new("t", text.into()).unwrap());
        let taken = thread::spawn(move || {
            [(); 2].map(|()| {
                let mut bytes = Vec::new();
                listener.accept().unwrap().0.read_to_end(&mut bytes).unwrap();
                bytes
            })
        });
        let mut printer = printer(address, 5_000);
        for job in &jobs {
            printer.print(job).unwrap();
        }
        assert_eq!(taken.join().unwrap(), jobs.map(|job| FORM.bytes(&job)));
    }

    #[test]
    fn printer_that_is_off_is_unreachable_and_printed_nothing() {
        let address = listener().local_addr().unwrap();
        let error = printer(address, 1_000).print(&Job::new("t", "x\n".into()).unwrap()).unwrap_err();
        assert!(matches!(error, PrinterError::Unreachable { step: Step::Connect, .. }), "{error}");
        assert!(!error.may_have_printed());
    }

    #[test]
    fn printer_that_takes_no_more_times_out_within_the_limit_and_may_have_printed() {
        let listener = listener();
        let mut stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (_out_of_paper, _) = listener.accept().unwrap();
        let begun = Instant::now();
        // More than both ends of a loopback connection will buffer.
        let error = write_within(&mut stream, &vec![b'x'; 64 << 20], 200).unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert!(matches!(error, PrinterError::TimedOut { step: Step::Write, bytes_taken: 1.., .. }), "{error}");
        assert!(error.may_have_printed());
    }

    #[test]
    fn printer_that_takes_not_one_byte_times_out_and_did_not_break_off() {
        let listener = listener();
        let mut stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (_out_of_paper, _) = listener.accept().unwrap();
        let chunk = vec![b'x'; 64 << 20];
        // The buffers on the way grow a little after the first time-out.
        let mut attempts = (0..50).map(|_| write_within(&mut stream, &chunk, 50).unwrap_err());
        assert!(attempts.any(|error| matches!(error, PrinterError::TimedOut { bytes_taken: 0, .. })));
    }

    #[test]
    fn printer_that_goes_away_in_the_middle_broke_off() {
        let listener = listener();
        let mut stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let gone = thread::spawn(move || {
            let mut some = [0; 1000];
            listener.accept().unwrap().0.read_exact(&mut some).unwrap();
        });
        let error = write_within(&mut stream, &vec![b'x'; 64 << 20], 5_000).unwrap_err();
        gone.join().unwrap();
        assert!(matches!(error, PrinterError::BrokenOff { bytes_taken: 1.., .. }), "{error}");
        assert!(error.may_have_printed());
    }
}
