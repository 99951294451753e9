//! What can go wrong, and where: the alphabet of the campaign.

use std::fmt;
use std::str::FromStr;

/// One fault at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fault {
    pub place: Place,
    pub kind: Kind,
}

/// Where. Each is counted from one over the whole run, restarts included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The n-th message to the platform.
    Message(u32),
    /// The n-th sync of the disk, which is the n-th commit.
    Sync(u32),
    /// The n-th single operation of the disk: a write, a truncation, a removal, a sync.
    Change(u32),
    /// The n-th print.
    Print(u32),
    /// The n-th time that a cashier asks for something.
    Click(u32),
}

macro_rules! kinds {
    ($($(#[doc = $does:literal])+ $kind:ident $word:literal at $where:ident;)+) => {
        /// What.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[doc = $does])+ $kind,)+ }

        impl Kind {
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            pub const fn word(self) -> &'static str {
                match self { $(Self::$kind => $word),+ }
            }

            /// At which kind of place it can be.
            pub const fn at(self) -> At {
                match self { $(Self::$kind => At::$where),+ }
            }
        }
    };
}

/// A kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Message,
    Disk,
    Print,
    Click,
}

kinds! {
    /// There is no connection: nothing leaves.
    Unreachable "unreachable" at Message;
    /// It never arrives, and the time for an answer runs out.
    Lost "lost" at Message;
    /// The connection breaks; it arrives half a second later.
    Late "late" at Message;
    /// The connection breaks; it arrives at the very end of the horizon.
    LateToHorizon "late-to-horizon" at Message;
    /// It arrives twice at once.
    Twice "twice" at Message;
    /// It arrives twice at once, and the second answer is the one that comes back.
    TwiceSecondAnswer "twice-second-answer" at Message;
    /// It arrives again at the very end of the horizon.
    TwiceLate "twice-late" at Message;
    /// It arrives; its answer does not, and the time for it runs out.
    ReplyLost "reply-lost" at Message;
    /// It arrives; the connection breaks before the answer.
    ReplyBroken "reply-broken" at Message;
    /// It arrives; the answer needs nearly as long as there is time.
    ReplySlow "reply-slow" at Message;
    /// It arrives; a gateway answers 502 with a page of its own.
    BadGateway "bad-gateway" at Message;
    /// A gateway answers 502, and it never arrives.
    BadGatewayInstead "bad-gateway-instead" at Message;
    /// It arrives; half of the answer comes back.
    Truncated "truncated" at Message;
    /// It arrives; what comes back is the last answer to such a message, another's if there was none.
    Swapped "swapped" at Message;
    /// It arrives; the answer names another total.
    Miscounted "miscounted" at Message;
    /// It arrives; the answer is a refusal in words that nobody knows.
    UnknownWords "unknown-words" at Message;
    /// The platform is busy.
    Busy "busy" at Message;
    /// It arrives; then the platform is down for twenty seconds.
    PlatformRestart "platform-restart" at Message;
    /// The clock on the wall is set back an hour before it leaves, until everything is healed.
    ClockBack "clock-back" at Message;
    /// The clock on the wall is set forward an hour before it leaves, until everything is healed.
    ClockForward "clock-forward" at Message;
    /// The queue comes to the stay while it is under way.
    Drain "drain" at Message;
    /// The process stops before it leaves.
    StopBeforeSend "stop-before-send" at Message;
    /// It arrives; the process stops before the answer.
    StopAfterSend "stop-after-send" at Message;
    /// The process stops, and the operation is not carried out.
    Stop "stop" at Disk;
    /// The power is cut, and the operation is not carried out.
    PowerBefore "power-before" at Disk;
    /// The power is cut after it was carried out.
    PowerAfter "power-after" at Disk;
    /// It fails.
    Fails "fails" at Disk;
    /// The disk is full from the write before it, until everything is healed.
    Full "full" at Disk;
    /// The printer takes nothing.
    NoPaper "no-paper" at Print;
    /// The process stops before the paper.
    StopBeforePrint "stop-before-print" at Print;
    /// The process stops after the paper.
    StopAfterPrint "stop-after-print" at Print;
    /// It is asked for a second time.
    Again "again" at Click;
    /// Before it, yesterday's journal is put in place of the present one.
    Restored "restored" at Click;
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (letter, n) = match self.place {
            Place::Message(n) => ('m', n),
            Place::Sync(n) => ('s', n),
            Place::Change(n) => ('o', n),
            Place::Print(n) => ('p', n),
            Place::Click(n) => ('c', n),
        };
        write!(f, "{letter}{n}:{}", self.kind.word())
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is no fault; say for example m7:reply-lost");
        let (place, word) = text.split_once(':').ok_or_else(wrong)?;
        let letter = place.chars().next().ok_or_else(wrong)?;
        let n = place.get(1..).and_then(|n| n.parse().ok()).ok_or_else(wrong)?;
        let kind = *Kind::ALL.iter().find(|kind| kind.word() == word).ok_or_else(wrong)?;
        let place = match (letter, kind.at()) {
            ('m', At::Message) => Place::Message(n),
            ('s', At::Disk) => Place::Sync(n),
            ('o', At::Disk) => Place::Change(n),
            ('p', At::Print) => Place::Print(n),
            ('c', At::Click) => Place::Click(n),
            _ => return Err(wrong()),
        };
        Ok(Self { place, kind })
    }
}

/// Faults as one word: `m7:late+s12:stop`, or `none`.
pub fn words(faults: &[Fault]) -> String {
    if faults.is_empty() {
        return "none".to_owned();
    }
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("+")
}

/// Reads what [`words`] writes.
pub fn parse(text: &str) -> Result<Vec<Fault>, String> {
    if text == "none" { Ok(Vec::new()) } else { text.split('+').map(str::parse).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_read_back_as_they_are_written() {
        let all: Vec<_> = Kind::ALL
            .iter()
            .map(|&kind| {
                let place = match kind.at() {
                    At::Message => Place::Message(3),
                    At::Disk => Place::Sync(4),
                    At::Print => Place::Print(1),
                    At::Click => Place::Click(2),
                };
                Fault { place, kind }
            })
            .collect();
        assert_eq!(parse(&words(&all)), Ok(all));
        assert_eq!(parse("none"), Ok(Vec::new()));
        for wrong in ["", "m3", "m3:", "x3:lost", "s3:lost", "m:lost", "m3:lost+"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
