//! Ids: drawn from the seed and the number of the request, so that the same requests get the same ids.

use crate::hash::{Encoding, digest_encode, sha256};

/// Where an emulator's ids come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids {
    seed: u64,
}

impl Ids {
    /// Ids of a seed.
    pub fn new(seed: u64) -> Ids {
        Ids { seed }
    }

    /// The seed.
    pub fn seed(self) -> u64 {
        self.seed
    }

    /// A UUID for the purpose `of` within request `number`, in the form of version 4.
    pub fn uuid(self, of: &str, number: u64) -> String {
        let mut bytes = self.mac(&[of.as_bytes(), &number.to_le_bytes()]);
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex = digest_encode(bytes.get(..16).unwrap_or_default(), Encoding::Hex);
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
        [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
    }

    /// A digest of parts that only this seed makes.
    pub fn mac(self, parts: &[&[u8]]) -> [u8; 32] {
        let mut bytes = self.seed.to_le_bytes().to_vec();
        for part in parts {
            bytes.extend((part.len() as u64).to_le_bytes());
            bytes.extend(*part);
        }
        sha256(&bytes)
    }
}

/// A seed from the machine's source of chance.
pub fn random_seed() -> u64 {
    let mut bytes = [0; 8];
    // Without a source of chance the emulator still works; its ids are then those of seed 0.
    let _ = getrandom::fill(&mut bytes);
    // Seeds travel as numbers through JavaScript, which keeps 53 bits.
    u64::from_le_bytes(bytes) >> 11
}
