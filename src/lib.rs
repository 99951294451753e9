//! Yijie.
