//! A fixed series of numbers that look drawn by chance, so that the same question gets the same answer.

/// The series of one seed.
#[derive(Debug, Clone)]
pub(crate) struct Series(u64);

impl Series {
    pub(crate) fn new(seed: usize) -> Self {
        let seed = u64::try_from(seed).unwrap_or(0).wrapping_add(1);
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `most`.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let most = u64::try_from(most).unwrap_or(1).max(1);
        usize::try_from((self.0 >> 11) % most).unwrap_or(0)
    }
}
