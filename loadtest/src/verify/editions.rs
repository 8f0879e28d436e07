//! The stock's view: no edition sold more than it has, none less than its paid orders, and one made for the run alone exactly as much.
//! It does not know who bought.

use std::collections::BTreeMap;
use std::time::Duration;

use uuid::Uuid;

use super::admin::Admin;
use super::reader::{Found, Reader};
use super::{Asking, Proof};
use crate::api::{Artwork, BASE, Stock};
use crate::claims::{Claims, Sold};
use crate::failure::Failure;

// A read may be served from a copy that is a moment old: a doubt is looked at again before it is a finding.
const LOOKS: usize = 5;
const PAUSE: Duration = Duration::from_millis(300);

/// Checks every edition of the history.
pub(crate) async fn check(
    claims: &Claims,
    asking: &Asking,
    mut admin: Option<&mut Admin>,
    sold: &Sold,
    proof: &mut Proof,
) -> Result<(), Failure> {
    let mut works: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    let named = claims.claims.iter().map(|claim| (claim.ask.artwork, claim.ask.edition));
    for (artwork, edition) in named.chain(claims.made.iter().map(|(edition, artwork)| (*artwork, *edition))) {
        let editions = works.entry(artwork).or_default();
        if !editions.contains(&edition) {
            editions.push(edition);
        }
    }
    let mut reader = Reader::new(asking);
    for (artwork, editions) in works {
        for look in 1..=LOOKS {
            let work = match read(&mut reader, admin.as_deref_mut(), artwork).await? {
                Found::Here(work) => work,
                Found::Absent if admin.is_none() => {
                    proof.notes.push(format!("work {artwork} is not public any more: its stock was not compared"));
                    break;
                }
                Found::Absent => {
                    proof.findings.add("artwork-gone", format!("work {artwork} sold in this run does not exist"));
                    break;
                }
                Found::Wrong(reason) => {
                    proof.findings.add("answer-not-as-contracted", reason);
                    break;
                }
            };
            let doubts: Vec<_> = editions
                .iter()
                .filter_map(|edition| {
                    let stock =
                        work.editions.iter().find(|known| known.id == *edition).and_then(|known| known.stock.as_ref());
                    let exact = claims.made.contains_key(edition);
                    doubt(stock, sold.quantity(*edition), exact)
                        .map(|(rule, words)| (rule, format!("edition {edition} of work {artwork}: {words}")))
                })
                .collect();
            if doubts.is_empty() || look == LOOKS {
                proof.checked.editions += editions.len() as u64;
                doubts.into_iter().for_each(|(rule, detail)| proof.findings.add(rule, detail));
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(())
}

async fn read(reader: &mut Reader, admin: Option<&mut Admin>, artwork: Uuid) -> Result<Found<Artwork>, Failure> {
    let path = format!("{BASE}/artworks/{artwork}");
    match (reader.get(&path, &[]).await?, admin) {
        // Works that left the shop window are still shown to admins.
        (Found::Absent, Some(admin)) => admin.get(&path).await,
        (found, _) => Ok(found),
    }
}

/// What is wrong with a stock, given the pieces that paid orders hold. `exact`: nobody else can have bought or been refunded.
fn doubt(stock: Option<&Stock>, paid: u64, exact: bool) -> Option<(&'static str, String)> {
    let Some(stock) = stock else {
        return Some(("edition-gone", "it is not in its work any more".to_owned()));
    };
    let paid = i64::try_from(paid).unwrap_or(i64::MAX);
    let (available, held, sold) = (stock.available.unwrap_or(0), stock.held.unwrap_or(0), stock.sold.unwrap_or(0));
    let counts =
        format!("available {available}, held {held}, sold {sold}, total {:?}, in paid orders {paid}", stock.total);
    if available < 0 || held < 0 || sold < 0 {
        return Some(("negative-stock", counts));
    }
    if let Some(total) = stock.total {
        if sold > total || paid > total {
            return Some(("oversold", counts));
        }
        if available + held + sold > total {
            return Some(("stock-does-not-add-up", counts));
        }
    }
    match stock.sold {
        Some(_) if sold < paid => Some(("sold-count-too-low", counts)),
        Some(_) if exact && sold != paid => Some(("sold-without-an-order", counts)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(available: i64, held: i64, sold: i64, total: i64, paid: u64, exact: bool) -> Option<&'static str> {
        let stock =
            Stock { available: Some(available), held: Some(held), sold: Some(sold), total: Some(total), version: 1 };
        doubt(Some(&stock), paid, exact).map(|(rule, _)| rule)
    }

    #[test]
    fn each_kind_of_wrong_count_has_its_name() {
        assert_eq!(rule(10, 5, 10, 25, 10, true), None);
        assert_eq!(rule(0, 0, 26, 25, 10, false), Some("oversold"));
        assert_eq!(rule(0, 0, 25, 25, 26, false), Some("oversold"));
        assert_eq!(rule(10, 6, 10, 25, 10, false), Some("stock-does-not-add-up"));
        assert_eq!(rule(-1, 0, 10, 25, 10, false), Some("negative-stock"));
        assert_eq!(rule(10, 0, 9, 25, 10, false), Some("sold-count-too-low"));
        assert_eq!(rule(10, 0, 11, 25, 10, false), None);
        assert_eq!(rule(10, 0, 11, 25, 10, true), Some("sold-without-an-order"));
        assert_eq!(doubt(None, 0, false).map(|(rule, _)| rule), Some("edition-gone"));
    }

    #[test]
    fn open_editions_are_only_held_to_what_they_say() {
        let open = Stock { available: None, held: None, sold: None, total: None, version: 1 };
        assert_eq!(doubt(Some(&open), 100, true), None);
    }
}
