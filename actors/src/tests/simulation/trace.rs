//! The trace: what was done, step by step, and what came of it. Two runs of one seed have the same.

use std::hash::Hasher;

/// Everything that can be seen of a run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Trace {
    pub(super) step: usize,
    lines: Vec<String>,
}

/// So many lines tell what led to a failure.
const LAST: usize = 40;

impl Trace {
    pub(super) fn note(&mut self, line: impl std::fmt::Display) {
        self.lines.push(format!("{:>5}  {line}", self.step));
    }

    pub(super) fn last(&self) -> String {
        self.lines[self.lines.len().saturating_sub(LAST)..].join("\n")
    }

    pub(super) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// One number for all of it, the same in every process: FNV-1a of 64 bits.
    pub(super) fn digest(&self) -> u64 {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        self.lines.iter().for_each(|line| hash.write(line.as_bytes()));
        hash.finish()
    }
}

struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
