//! Deliberate bugs, to see that the proof bites.
//!
//! A proof that finds nothing proves nothing until it is seen to find something. Each [`Tooth`] is a bug that a client
//! of such a platform has had or could have, at the place where it would stand. Without the feature `teeth`, which no
//! crate but the proof turns on, [`bites`] is `false` at compile time and nothing of this is in the program.

/// A deliberate bug. The word beside each is its name on the command line.
macro_rules! teeth {
    ($($(#[doc = $does:literal])+ $tooth:ident = $word:literal;)+) => {
        /// A deliberate bug.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Tooth {
            $($(#[doc = $does])+ $tooth,)+
        }

        impl Tooth {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$tooth),+];

            /// Its word, for lists and the command line.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$tooth => $word),+ }
            }

            /// What it does wrong, in one line.
            pub const fn does(self) -> &'static str {
                match self { $(Self::$tooth => concat!($($does),+).trim_ascii()),+ }
            }
        }
    };
}

teeth! {
    /// A message leaves before its intent is durable.
    SendBeforeIntent = "send-before-intent";
    /// The journal is opened with `synchronous=NORMAL`.
    SynchronousNormal = "synchronous-normal";
    /// A time-out is taken for a refusal.
    TimeOutRefused = "time-out-refused";
    /// A 5xx of a gateway is taken for a refusal.
    ServerErrorRefused = "server-error-refused";
    /// A refusal in words that nobody knows is believed.
    UnknownRefusalBelieved = "unknown-refusal-believed";
    /// *Already settled* is taken for our own settlement.
    AlreadySettledIsOurs = "already-settled-is-ours";
    /// An attempt that a dead process left open is taken as never sent.
    OpenAttemptForgotten = "open-attempt-forgotten";
    /// A settlement in doubt is sent again under a new message id.
    SettledAgainInDoubt = "settled-again-in-doubt";
    /// After a reversal the reversed message id is used again.
    ReversedIdReused = "reversed-id-reused";
    /// The queue enters a lane in which a cashier is at work.
    DrainRacesLiveWork = "drain-races-live-work";
    /// A negative answer ends a doubt before the horizon.
    NegativeBelieved = "negative-believed";
    /// A settlement is adopted while its reversal is under way.
    AdoptedDuringReversal = "adopted-during-reversal";
    /// A settlement that was refunded is adopted.
    RefundedAdopted = "refunded-adopted";
    /// A redirect is followed, which posts the message again.
    RedirectFollowed = "redirect-followed";
    /// A late reply moves an act that has ended.
    LateReplyMoves = "late-reply-moves";
    /// The counter of message ids is kept in memory only.
    CounterNotDurable = "counter-not-durable";
    /// A journal that was put back from a backup sends.
    RestoredSends = "restored-sends";
    /// The receipt is made from the reply, before the journal has it.
    ReceiptFromReply = "receipt-from-reply";
    /// A receipt is printed while a cancel of its settlement is under way.
    PrintedDuringCancel = "printed-during-cancel";
    /// A cancelled settlement's receipt stays good.
    ReceiptNotVoided = "receipt-not-voided";
    /// The original is printed at every print.
    OriginalTwice = "original-twice";
    /// Money is instructed each time the settlement is looked at.
    RefundTwice = "refund-twice";
    /// The cash due is rounded to tenths, half to even, before deposits are set against it.
    BankersRounding = "bankers-rounding";
    /// Somebody else's reply is taken for ours.
    OthersReplyTaken = "others-reply-taken";
    /// A settlement with another total than was asked for is accepted.
    WrongTotalAccepted = "wrong-total-accepted";
    /// A bill that changed while a settlement is in doubt takes the place of the one that was sent.
    BillSwappedInDoubt = "bill-swapped-in-doubt";
}

/// True if this bug is to be made now.
#[cfg(not(feature = "teeth"))]
#[inline]
pub const fn bites(_: Tooth) -> bool {
    false
}

#[cfg(not(feature = "teeth"))]
const _: () = assert!(!bites(Tooth::SendBeforeIntent), "a program without the feature has no teeth");

#[cfg(feature = "teeth")]
pub use switched::{Bite, bite, bites};

#[cfg(feature = "teeth")]
mod switched {
    use std::cell::Cell;

    use super::Tooth;

    thread_local! {
        static BITING: Cell<Option<Tooth>> = const { Cell::new(None) };
    }

    /// True if this bug is to be made now, on this thread.
    pub fn bites(tooth: Tooth) -> bool {
        BITING.get() == Some(tooth)
    }

    /// Makes this bug on this thread, or none, until what is returned is dropped; then what was before.
    #[must_use]
    pub fn bite(tooth: Option<Tooth>) -> Bite {
        Bite { before: BITING.replace(tooth) }
    }

    /// A bug being made.
    #[derive(Debug)]
    pub struct Bite {
        before: Option<Tooth>,
    }

    impl Drop for Bite {
        fn drop(&mut self) {
            BITING.set(self.before);
        }
    }
}
