//! The cart: `GET /cart`, and the forms that fill, change and empty it.
//! It decides nothing: each form is one call of the engine, answered with 303 and a notice.

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse};
use impasto_actors::{CartAnswer, EngineError};
use impasto_domain::cart::{CartLine, CartState};
use impasto_domain::ids::{EditionId, LineId};
use impasto_domain::owner::Owner;
use impasto_domain::refusal::Refusal;

use super::copies::{self, Picked};
use super::notices;
use super::turn::{own_path, see_other, see_other_with};
use super::typed::Typed;
use super::views::cart::{CartLineView, CartPage, KeeperView, LineStatus, TotalRow};
use super::views::moment::Deadline;
use super::views::text;
use super::visit::{Visit, page};
use super::works;
use crate::api::cart::{ReheldAll, hold_all_again};
use crate::api::shapes::{CartJson, CartLineJson};
use crate::app::App;
use crate::gateway::client::Client;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::shared::Shared;
use crate::identity::{Caller, account, cookies};
use crate::words::t;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/cart").route(web::get().to(show)))
        .service(web::resource("/cart/extend").route(web::post().to(extend_all)))
        .service(web::resource("/cart/rehold").route(web::post().to(rehold_all)))
        .service(web::resource("/cart/continue").route(web::post().to(go_on)))
        .service(web::resource("/cart/items").route(web::post().to(add)))
        .service(web::resource("/cart/items/{line}/quantity").route(web::post().to(set_quantity)))
        .service(web::resource("/cart/items/{line}/extend").route(web::post().to(extend)))
        .service(web::resource("/cart/items/{line}/rehold").route(web::post().to(rehold)))
        .service(web::resource("/cart/items/{line}/remove").route(web::post().to(remove)));
}

async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    let Some(owner) = visit.owner() else {
        let view = CartPage {
            chrome: visit.chrome_beside(None),
            version: "0".to_owned(),
            lines: Vec::new(),
            totals: Vec::new(),
            can_check_out: false,
            blocked: None,
            lapsed: None,
            onward: None,
            keeper: None,
        };
        return page(&view);
    };
    let answer = visit.app.engine.cart(owner).get().await?;
    let state = &answer.state;
    let lines = lines(&visit.app, &answer);
    let can_check_out = !lines.is_empty() && lines.iter().all(CartLineView::is_held);
    let view = CartPage {
        chrome: visit.chrome_beside(Some(state)),
        version: state.cart.version.to_string(),
        totals: totals(state),
        can_check_out,
        blocked: (!can_check_out && !lines.is_empty()).then(|| t("cart-blocked").into()),
        lapsed: lapsed(&lines),
        onward: onward(&lines),
        keeper: keeper(&shapes(&visit.app, &answer), "/cart"),
        lines,
    };
    page(&view)
}

async fn add(visit: Visit, client: Client, typed: Typed) -> Result<HttpResponse, Error> {
    let edition_id: EditionId =
        typed.get("edition_id").parse().map_err(|_| Problem::field("/edition_id", "is not an edition"))?;
    let picked = match Picked::of(&typed) {
        Some(Picked::One(picked, labels)) => Some((picked, labels)),
        // Numbers of two editions at once: nothing says which of them is meant.
        Some(Picked::Several) => {
            return Ok(see_other_with(&address_of(&visit, edition_id), "not-acceptable"));
        }
        None => None,
    };
    if let Some((edition_id, labels)) = picked {
        return pick(&visit, &client, edition_id, &labels).await;
    }
    let back = address_of(&visit, edition_id);
    let Some(quantity) = quantity(&visit.app, &typed) else { return Ok(see_other_with(&back, "not-acceptable")) };
    let owner = owner_or_new(visit.request(), &visit.shared).await?;
    let cart = visit.app.engine.cart(owner);
    match cart.add(edition_id, quantity, visit.app.client_key(&client), None).await {
        Ok(_) => Ok(see_other_with("/cart", "added")),
        Err(EngineError::Refused(refusal)) if holds(&visit, owner, edition_id).await => {
            // Asked for again what is held already: the last piece is theirs, nobody was quicker.
            notices::back("/cart", refusal.into(), |kind| (kind == ProblemType::SoldOut).then_some("in-cart"))
        }
        Err(error) => notices::back(&back, error.into(), |_| None),
    }
}

/// Holds exactly the copies whose numbers were ticked, whichever edition's radio button is set beside them: who ticks a
/// number means it.
async fn pick(visit: &Visit, client: &Client, edition_id: EditionId, labels: &[&str]) -> Result<HttpResponse, Error> {
    let back = address_of(visit, edition_id);
    let record = visit.app.work_of_edition(&visit.who, edition_id).await?;
    let edition = record.editions.iter().map(|(edition, _)| edition).find(|edition| edition.id == edition_id);
    let ordinals: Option<Vec<u32>> =
        edition.and_then(|edition| labels.iter().map(|label| copies::ordinal_typed(edition, label)).collect());
    let Some(mut ordinals) = ordinals else { return Ok(see_other_with(&back, "no-such-number")) };
    ordinals.sort_unstable();
    ordinals.dedup();
    let owner = owner_or_new(visit.request(), &visit.shared).await?;
    let cart = visit.app.engine.cart(owner);
    match cart.pick(edition_id, ordinals, visit.app.client_key(client), None).await {
        Ok(_) => Ok(see_other_with("/cart", "added")),
        Err(EngineError::Refused(Refusal::CopiesTaken { .. })) => Ok(see_other_with(&back, "number-taken")),
        Err(error) => notices::back(&back, error.into(), |_| None),
    }
}

/// The page of the work of an edition; the front page when it does not hang.
fn address_of(visit: &Visit, edition_id: EditionId) -> String {
    let work = visit.app.catalogue.by_edition(edition_id);
    work.map_or_else(|| "/".to_owned(), |entry| works::url(&entry.record))
}

async fn set_quantity(visit: Visit, client: Client, line: Path<LineId>, typed: Typed) -> Result<HttpResponse, Error> {
    let Some(owner) = present_owner(visit.request()).await? else { return Ok(see_other("/cart")) };
    let Some(quantity) = quantity(&visit.app, &typed) else { return Ok(see_other_with("/cart", "not-acceptable")) };
    let cart = visit.app.engine.cart(owner);
    let answer = cart.set_quantity(line.0, quantity, visit.app.client_key(&client), None).await;
    answered(answer, "updated", |_| None)
}

async fn extend(visit: Visit, line: Path<LineId>) -> Result<HttpResponse, Error> {
    let Some(owner) = present_owner(visit.request()).await? else { return Ok(see_other("/cart")) };
    let answer = visit.app.engine.cart(owner).extend(line.0, None).await;
    answered(answer, "extended", |kind| (kind == ProblemType::Conflict).then_some("not-extendable"))
}

/// Extends every line that still can be: the form of the dialog that comes near the end.
async fn extend_all(visit: Visit, typed: Typed) -> Result<HttpResponse, Error> {
    let back = own_path(typed.get("back"), "/cart");
    let Some(owner) = present_owner(visit.request()).await? else { return Ok(see_other("/cart")) };
    match extend_lines(&visit.app, owner).await {
        Ok(extended) => Ok(see_other_with(back, if extended { "extended" } else { "not-extendable" })),
        Err(problem) => notices::back(back, problem, |_| None),
    }
}

/// Extends every line that still can be; answers whether any was.
pub(super) async fn extend_lines(app: &App, owner: Owner) -> Result<bool, Problem> {
    let cart = app.engine.cart(owner);
    let answer = cart.get().await?;
    let mut extended = false;
    for line in shapes(app, &answer).lines.iter().filter(|line| line.extendable) {
        match cart.extend(LineId(line.id), None).await {
            Ok(_) => extended = true,
            // It has ended meanwhile, or another tab was quicker: the others are extended all the same.
            Err(EngineError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(extended)
}

/// Leaves what has run out behind and goes to the checkout with the rest: of a line that is held in part, that part stays.
async fn go_on(visit: Visit, client: Client) -> Result<HttpResponse, Error> {
    let Some(owner) = present_owner(visit.request()).await? else { return Ok(see_other("/cart")) };
    let cart = visit.app.engine.cart(owner);
    let answer = cart.get().await.map_err(Problem::from)?;
    let state = &answer.state;
    for line in
        state.cart.lines.iter().filter(|line| line.lost.is_some() || state.held_quantity(line.id) < line.quantity)
    {
        let held = state.held_quantity(line.id);
        match cart.set_quantity(line.id, held, visit.app.client_key(&client), None).await {
            // Gone already by another tab: that is what was asked for.
            Ok(_) | Err(EngineError::Refused(Refusal::NotFound { .. })) => {}
            Err(error) => return notices::back("/cart", error.into(), |_| None),
        }
    }
    Ok(see_other_with("/checkout", "continued"))
}

async fn rehold(visit: Visit, client: Client, line: Path<LineId>) -> Result<HttpResponse, Error> {
    let Some(owner) = present_owner(visit.request()).await? else { return Ok(see_other("/cart")) };
    let answer = visit.app.engine.cart(owner).rehold(line.0, visit.app.client_key(&client), None).await;
    let missed = |answer: &CartAnswer| {
        let line = answer.state.cart.line(line.0);
        line.is_some_and(|line| !answer.state.missed_picks(line).is_empty())
    };
    let notice = if answer.as_ref().is_ok_and(missed) { "reheld-other" } else { "reheld" };
    answered(answer, notice, |_| None)
}

/// Holds everything again that has run out. Each line is tried on its own; those that stay as they are say why in their place.
async fn rehold_all(visit: Visit, client: Client) -> Result<HttpResponse, Error> {
    let Some(owner) = present_owner(visit.request()).await? else { return Ok(see_other("/cart")) };
    let ReheldAll { answer, held, failed } = match hold_all_again(&visit.app, owner, &client, None).await {
        Ok(reheld) => reheld,
        Err(problem) => return notices::back("/cart", problem, |_| None),
    };
    let is_limit = |refusal: &Refusal| matches!(refusal, Refusal::HoldLimit { .. });
    let notice = match failed.into_iter().map(|(_, refusal)| refusal).reduce(|a, b| if is_limit(&b) { b } else { a }) {
        Some(refusal) if held == 0 => return notices::back("/cart", refusal.into(), |_| None),
        Some(refusal) if is_limit(&refusal) => "reheld-limit",
        Some(_) => "reheld-some",
        None if missed_any(&answer) => "reheld-other",
        None => "reheld-all",
    };
    Ok(see_other_with("/cart", notice))
}

/// Whether other copies are held for a line of the cart than were picked.
fn missed_any(answer: &CartAnswer) -> bool {
    answer.state.cart.lines.iter().any(|line| !answer.state.missed_picks(line).is_empty())
}

async fn remove(visit: Visit, line: Path<LineId>) -> Result<HttpResponse, Error> {
    let Some(owner) = present_owner(visit.request()).await? else { return Ok(see_other("/cart")) };
    let answer = visit.app.engine.cart(owner).remove(line.0, None).await;
    answered(answer, "removed", |_| None)
}

fn answered(
    answer: Result<CartAnswer, EngineError>,
    notice: &str,
    named: impl Fn(ProblemType) -> Option<&'static str>,
) -> Result<HttpResponse, Error> {
    match answer {
        Ok(_) => Ok(see_other_with("/cart", notice)),
        Err(error) => notices::back("/cart", error.into(), named),
    }
}

/// A quantity that a line may ask for; 1 when the form has none.
fn quantity(app: &App, typed: &Typed) -> Option<u32> {
    match typed.get("quantity") {
        "" => Some(1),
        text => text.parse().ok().filter(|quantity| (1..=app.rules().holds.quantity_max).contains(quantity)),
    }
}

/// Whoever the browser is; `None` for nobody, who has no cart that a form could change.
async fn present_owner(request: &HttpRequest) -> Result<Option<Owner>, Problem> {
    match Caller::extract(request).await {
        Ok(caller) => Ok(Some(caller.owner)),
        Err(problem) if problem.kind() == Some(ProblemType::Unauthenticated) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// Whoever the browser is; one that is nobody yet becomes a visitor and gets their cookie.
pub(super) async fn owner_or_new(request: &HttpRequest, shared: &Shared) -> Result<Owner, Problem> {
    if let Some(owner) = present_owner(request).await? {
        return Ok(owner);
    }
    let (visitor, _) = account::new_visitor(shared)?;
    let cookie = account::visitor_cookie(shared, visitor).ok_or_else(|| Problem::unavailable(1))?;
    cookies::set(request, cookie);
    Ok(Owner::Visitor(visitor))
}

async fn holds(visit: &Visit, owner: Owner, edition_id: EditionId) -> bool {
    match visit.app.engine.cart(owner).get().await {
        Ok(answer) => answer.state.cart.line_of(edition_id).is_some_and(|line| answer.state.held_quantity(line.id) > 0),
        Err(error) => {
            tracing::warn!(%error, "a refused visitor's cart could not be read");
            false
        }
    }
}

fn shapes(app: &App, answer: &CartAnswer) -> CartJson {
    app.cart_json(&answer.state, answer.now)
}

/// The hold that ends first of those that can be extended.
pub(super) fn keeper(cart: &CartJson, back: &'static str) -> Option<KeeperView> {
    let until = cart.lines.iter().filter(|line| line.extendable).filter_map(|line| line.held_until).min()?;
    Some(KeeperView { until: Deadline::new(until), back })
}

/// The words of the button that leaves behind what has run out; `None` when nothing has, or nothing else is held.
fn onward(lines: &[CartLineView]) -> Option<String> {
    let held = lines.iter().filter(|line| line.is_held()).count();
    match held {
        0 => None,
        all if all == lines.len() => None,
        some => Some(t("cart-onward").with("count", some).into()),
    }
}

/// The words of the button that holds everything again; `None` unless there are several lines to hold, as each has its own.
fn lapsed(lines: &[CartLineView]) -> Option<String> {
    let count = lines.iter().filter(|line| line.can_rehold()).count();
    (count > 1).then(|| t("cart-rehold-all").with("count", count).into())
}

/// The lines of a cart.
fn lines(app: &App, answer: &CartAnswer) -> Vec<CartLineView> {
    let shapes = shapes(app, answer);
    let lines = answer.state.cart.lines.iter().zip(&shapes.lines);
    lines.map(|(line, shape)| line_view(app, &answer.state, line, shape)).collect()
}

fn line_view(app: &App, state: &CartState, line: &CartLine, shape: &CartLineJson) -> CartLineView {
    let entry = app.catalogue.by_edition(line.edition_id);
    let record = entry.as_ref().map(|entry| &*entry.record);
    let known = record.and_then(|record| record.editions.iter().find(|(edition, _)| edition.id == line.edition_id));
    let detail = known.map(|(edition, _)| {
        let words = format!("{}, {}", works::edition_name(edition), works::edition_size(edition));
        if edition.made_to_order { format!("{words}. {}", t("returns-made-to-order-buying")) } else { words }
    });
    let held = state.held_quantity(line.id);
    let price_note = known.filter(|(edition, _)| edition.price != line.unit_price).map(|(edition, _)| {
        let (now, before) = (works::money(edition.price), works::money(line.unit_price));
        t("cart-price-changed").with("now", now).with("before", before).to_string()
    });
    let status = match shape.status.as_str() {
        "held" => LineStatus::Held,
        "sold_out" => LineStatus::SoldOut,
        "price_changed" => LineStatus::PriceChanged,
        _ => LineStatus::Lapsed,
    };
    CartLineView {
        id: line.id.to_string(),
        url: record.map_or_else(|| "/".to_owned(), works::url),
        title: record.map_or_else(|| t("cart-gone-work").into(), |record| record.text.title.clone()),
        artist_name: record.map(|record| record.artist.name.clone()).unwrap_or_default(),
        detail: detail.unwrap_or_default(),
        picture: record.and_then(|record| works::first_picture(&app.catalogue, record)),
        quantity: line.quantity,
        max_quantity: known.map_or(1, |(edition, stock)| works::most_at_once(app, edition, stock, held)),
        unit_price: works::money(line.unit_price),
        line_price: works::money(line.unit_price.times(line.quantity)),
        copies: copies(state, line.id),
        status,
        held_until: shape.held_until.map(Deadline::new),
        extendable: shape.extendable,
        missed_note: missed_note(state, line, &shape.missed_numbers),
        price_note: price_note.filter(|_| status == LineStatus::PriceChanged),
    }
}

/// What is said where a picked copy had gone to somebody else when the line was held again, and what is held instead.
fn missed_note(state: &CartState, line: &CartLine, missed: &[String]) -> Option<String> {
    if missed.is_empty() {
        return None;
    }
    let held = state.holds_of(line.id).filter_map(|hold| hold.copy.as_ref());
    let instead = held.filter(|copy| !line.picked.contains(&copy.ordinal)).filter_map(|copy| copy.label.as_deref());
    let sentence = |id: &str, labels: Vec<String>| {
        let count = labels.len();
        listed(&labels).map(|copies| t(id).with("count", count).with("copies", copies).to_string())
    };
    let missed = sentence("cart-missed", missed.iter().map(|label| text::copy(label)).collect());
    let instead = sentence("cart-missed-instead", instead.map(text::copy).collect());
    Some([missed, instead].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// `No. 7 of 25`, `No. 7 of 25, No. 8 of 25 and No. 9 of 25`; `None` of nothing.
fn listed(copies: &[String]) -> Option<String> {
    match copies {
        [] => None,
        [one] => Some(one.clone()),
        [first @ .., last] => {
            Some(t("cart-copies-and").with("copies", first.join(", ")).with("last", last).to_string())
        }
    }
}

/// The copies held for a line, in words; empty for works without numbers.
pub(super) fn copies(state: &CartState, line: LineId) -> Vec<String> {
    state.holds_of(line).filter_map(|hold| hold.copy.as_ref()?.label.as_deref().map(text::copy)).collect()
}

/// The sum of what is held; none when nothing is.
fn totals(state: &CartState) -> Vec<TotalRow> {
    let Some(currency) = state.cart.currency() else { return Vec::new() };
    if state.cart.lines.iter().all(|line| line.lost.is_some()) {
        return Vec::new();
    }
    let held = state.cart.lines.iter().filter(|line| line.lost.is_none());
    let works = held.fold(0_i64, |sum, line| sum.saturating_add(line.unit_price.times(line.quantity).amount_minor));
    vec![
        total_row(t("cart-sum-works"), text::money(works, currency), false),
        total_row(t("cart-sum-delivery"), t("cart-sum-at-checkout").into(), false),
        total_row(t("cart-sum-without-delivery"), text::money(works, currency), true),
    ]
}

/// A row of totals.
pub(super) fn total_row(label: impl Into<String>, value: String, strong: bool) -> TotalRow {
    TotalRow { label: label.into(), value, strong }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use impasto_domain::cart::Cart;
    use impasto_domain::edition::CopyRef;
    use impasto_domain::hold::Hold;
    use impasto_domain::ids::{CopyId, HoldId, VisitorId};
    use impasto_domain::money::{Currency, Money};
    use uuid::Uuid;

    use super::*;
    use crate::words::{Language, within};

    /// A cart with one line that holds copies of an edition of 25.
    fn cart(picked: &[u32], held: &[u32]) -> CartState {
        let owner = Owner::Visitor(VisitorId(Uuid::from_u128(9)));
        let (id, edition_id) = (LineId(Uuid::from_u128(10)), EditionId(Uuid::from_u128(1)));
        let (unit_price, quantity) = (Money::new(5_000, Currency::EUR), u32::try_from(held.len()).unwrap());
        let line = CartLine { id, edition_id, quantity, unit_price, lost: None, picked: picked.to_vec() };
        let hold = |ordinal: &u32| Hold {
            id: HoldId(Uuid::from_u128(20 + u128::from(*ordinal))),
            owner,
            line_id: id,
            edition_id,
            copy: Some(CopyRef {
                id: CopyId(Uuid::from_u128(60 + u128::from(*ordinal))),
                ordinal: *ordinal,
                label: Some(format!("{ordinal}/25")),
            }),
            quantity: 1,
            unit_price,
            placed_at: DateTime::UNIX_EPOCH,
            expires_at: DateTime::UNIX_EPOCH,
            extended: false,
            order_id: None,
        };
        CartState { cart: Cart { lines: vec![line], ..Cart::empty(owner) }, holds: held.iter().map(hold).collect() }
    }

    fn note(state: &CartState) -> Option<String> {
        let line = &state.cart.lines[0];
        let missed: Vec<String> = state.missed_picks(line).iter().map(|ordinal| format!("{ordinal}/25")).collect();
        missed_note(state, line, &missed)
    }

    #[test]
    fn a_picked_number_that_is_gone_is_named_with_what_is_held_instead() {
        let one = cart(&[7], &[9]);
        let told = "No. 7 of 25 has gone to another collector. No. 9 of 25 is held for you instead.";
        assert_eq!(note(&one).as_deref(), Some(told));
        let german = "Nr. 7 von 25 hat jetzt jemand anderes. Stattdessen ist Nr. 9 von 25 f\u{fc}r Sie reserviert.";
        assert_eq!(within(Language::German, || note(&one)).as_deref(), Some(german));
        let french = within(Language::French, || note(&one)).unwrap();
        assert!(french.contains("7 sur 25") && french.contains("9 sur 25"), "{french}");
        let several = note(&cart(&[7, 8, 12], &[1, 2, 12])).unwrap();
        assert_eq!(
            several,
            "No. 7 of 25 and No. 8 of 25 have gone to other collectors. No. 1 of 25 and No. 2 of 25 are held for you instead."
        );
        assert_eq!(note(&cart(&[7], &[7])), None);
        assert_eq!(note(&cart(&[], &[1])), None);
    }
}
