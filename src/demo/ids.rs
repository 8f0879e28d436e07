//! Ids of the demo gallery: the same on every machine, so that hanging it twice hangs it once.

use chrono::DateTime;
use impasto_domain::ids::Mint;
use uuid::Uuid;

/// The id of a thing of the demo by its kind and slug.
pub(super) fn id<T: From<Uuid>>(kind: &str, slug: &str) -> T {
    // 2026-01-01: the day the gallery opened, whenever it is hung.
    let opened = DateTime::from_timestamp(1_767_225_600, 0).unwrap_or_default();
    Mint::new(opened, fnv1a(kind, slug)).mint()
}

/// FNV-1a (Fowler, Noll, Vo), 64 bits.
fn fnv1a(kind: &str, slug: &str) -> u64 {
    let bytes = kind.bytes().chain([b'/']).chain(slug.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_slugs_have_ids_of_their_own_that_stay() {
        let work: Uuid = id("artwork", "low-water");
        assert_eq!(work, id::<Uuid>("artwork", "low-water"));
        assert_ne!(work, id::<Uuid>("artist", "low-water"));
        assert_ne!(work, id::<Uuid>("artwork", "high-water"));
    }
}
