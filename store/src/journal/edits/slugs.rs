//! Making a slug or a series prefix unique.

use uuid::Uuid;

use crate::db::Db;
use crate::sql::{Rows, Sql, statements};

/// Numbered attempts before a random ending is taken.
const NUMBERED: u32 = 9;

statements! {
    TAKEN_ARTWORK_SLUGS [name: Text] =
        "WITH {rows} SELECT a.slug FROM v CROSS JOIN artwork_heads a WHERE a.slug = v.name";
    TAKEN_ARTIST_SLUGS [name: Text] = "WITH {rows} SELECT a.slug FROM v CROSS JOIN artists a WHERE a.slug = v.name";
    TAKEN_SELLER_SLUGS [name: Text] = "WITH {rows} SELECT s.slug FROM v CROSS JOIN sellers s WHERE s.slug = v.name";
    TAKEN_PREFIXES [name: Text] =
        "WITH {rows} SELECT s.series_prefix FROM v CROSS JOIN sellers s WHERE s.series_prefix = v.name";
}

/// `wanted`, or `wanted-2`, `wanted-3`, …, or `wanted` with an ending made of `id`: the first that `taken` does not
/// find.
pub(super) async fn unique(
    db: &mut Db<'_>,
    taken: &'static Sql,
    wanted: &str,
    separator: &str,
    id: Uuid,
) -> Result<String, sqlx::Error> {
    let mut candidates = vec![wanted.to_owned()];
    candidates.extend((2..=NUMBERED).map(|number| format!("{wanted}{separator}{number}")));
    let mut rows = Rows::of(taken);
    for candidate in &candidates {
        rows.push([candidate.into()]);
    }
    let taken: Vec<(String,)> = rows.fetch(db).await?;
    let free = candidates.into_iter().find(|candidate| !taken.iter().any(|(name,)| name == candidate));
    // The random half of the id: unique enough for a name, and the unique index is behind it.
    Ok(free.unwrap_or_else(|| format!("{wanted}{separator}{:012x}", id.as_u128() & 0xffff_ffff_ffff)))
}
