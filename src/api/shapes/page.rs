//! Pages of lists: `{items, next_cursor, total}`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use impasto_domain::read::Page;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::gateway::params::Paging;
use crate::gateway::problem::Problem;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PageJson<T: ToSchema> {
    /// At most `limit` of them.
    pub items: Vec<T>,
    /// Where the next page starts; null on the last one.
    pub next_cursor: Option<String>,
    /// How many there are on all pages, where that is cheap to know.
    pub total: Option<i64>,
}

impl<T: ToSchema> PageJson<T> {
    /// A page that the store has read.
    #[must_use]
    pub fn of<'p, R>(page: &'p Page<R>, shape: impl Fn(&'p R) -> T) -> Self {
        Self { items: page.items.iter().map(shape).collect(), next_cursor: page.next_cursor.clone(), total: page.total }
    }

    /// A page of a list that is short enough to be read whole. The cursor names the last item and its place: where that
    /// item has gone meanwhile, the list goes on from the place.
    ///
    /// # Errors
    /// 422 for a cursor that no page of such a list gave.
    pub fn cut(all: Vec<T>, paging: &Paging, id: impl Fn(&T) -> Uuid) -> Result<Self, Problem> {
        let total = all.len();
        let start = match paging.cursor.as_deref() {
            None => 0,
            Some(cursor) => {
                let (last, place) =
                    place_of(cursor).ok_or_else(|| Problem::field("/cursor", "is not a cursor of this list"))?;
                all.iter().position(|item| id(item) == last).map_or(place, |found| found + 1)
            }
        };
        let end = total.min(start.saturating_add(paging.limit.0 as usize));
        let items: Vec<T> = all.into_iter().skip(start).take(end.saturating_sub(start)).collect();
        let next_cursor = items.last().filter(|_| end < total).map(|last| cursor_of(id(last), end));
        Ok(Self { items, next_cursor, total: i64::try_from(total).ok() })
    }
}

fn cursor_of(last: Uuid, place: usize) -> String {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    URL_SAFE_NO_PAD.encode([last.as_bytes().as_slice(), &place.to_be_bytes()].concat())
}

fn place_of(cursor: &str) -> Option<(Uuid, usize)> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (last, place) = bytes.split_first_chunk::<16>()?;
    let place = u32::from_be_bytes(place.try_into().ok()?);
    Some((Uuid::from_bytes(*last), usize::try_from(place).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::params::Limit;

    #[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
    struct Thing(Uuid);

    fn things(ids: &[u128]) -> Vec<Thing> {
        ids.iter().map(|id| Thing(Uuid::from_u128(*id))).collect()
    }

    fn cut(ids: &[u128], cursor: Option<String>) -> Result<PageJson<Thing>, Problem> {
        PageJson::cut(things(ids), &Paging { limit: Limit(2), cursor }, |thing| thing.0)
    }

    #[test]
    fn a_short_list_is_cut_into_pages_that_go_on_after_their_last_item() {
        let first = cut(&[1, 2, 3], None).unwrap();
        assert_eq!((&first.items, first.total), (&things(&[1, 2]), Some(3)));
        let last = cut(&[9, 1, 2, 3], first.next_cursor.clone()).unwrap();
        assert_eq!((last.items, last.next_cursor), (things(&[3]), None), "one that came in front moves nothing");
        let gone = cut(&[1, 3, 4, 5], first.next_cursor).unwrap();
        assert_eq!(gone.items, things(&[4, 5]));
        assert_eq!(cut(&[], None).unwrap().items, []);
    }

    #[test]
    fn what_no_page_gave_is_no_cursor() {
        for text in ["", "x", "%%%", "AAAA"] {
            assert_eq!(cut(&[1], Some(text.into())).unwrap_err().field_errors()[0].pointer, "/cursor");
        }
    }
}
