//! What must be true of every page, whatever it shows.

use askama::Template as _;

use super::samples;

/// Every sample page, rendered, with its name.
fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("gallery", samples::gallery().render().unwrap()),
        ("gallery-filtered", samples::gallery_filtered().render().unwrap()),
        ("gallery-empty", samples::gallery_empty().render().unwrap()),
        ("artwork", samples::artwork().render().unwrap()),
        ("artwork-sold", samples::artwork_sold().render().unwrap()),
        ("artist", samples::artist().render().unwrap()),
        ("cart", samples::cart().render().unwrap()),
        ("cart-ready", samples::cart_ready().render().unwrap()),
        ("cart-empty", samples::cart_empty().render().unwrap()),
        ("checkout", samples::checkout().render().unwrap()),
        ("checkout-refused", samples::checkout_refused().render().unwrap()),
        ("certificate", samples::certificate().render().unwrap()),
        ("certificate-revoked", samples::certificate_revoked().render().unwrap()),
        ("certificate-changed", samples::certificate_changed().render().unwrap()),
        ("order", samples::order().render().unwrap()),
        ("order-authorize", samples::order_to_authorize().render().unwrap()),
        ("order-card", samples::order_card().render().unwrap()),
        ("order-confirming", samples::order_confirming().render().unwrap()),
        ("order-declined", samples::order_declined().render().unwrap()),
        ("order-withdraw", samples::order_withdraw().render().unwrap()),
        ("order-withdraw-confirm", samples::order_withdraw_confirm().render().unwrap()),
        ("order-damage", samples::order_damage().render().unwrap()),
        ("login", samples::login().render().unwrap()),
        ("register", samples::register().render().unwrap()),
        ("wishlist", samples::wishlist().render().unwrap()),
        ("wishlist-empty", samples::wishlist_empty().render().unwrap()),
        ("account", samples::account().render().unwrap()),
        ("error", samples::error().render().unwrap()),
        ("studio", samples::studio().render().unwrap()),
        ("studio-works", samples::studio_works().render().unwrap()),
        ("studio-new", samples::studio_new().render().unwrap()),
        ("studio-work", samples::studio_work_page().render().unwrap()),
        ("studio-orders", samples::studio_orders().render().unwrap()),
        ("studio-order", samples::studio_order().render().unwrap()),
        ("studio-slip", samples::studio_slip().render().unwrap()),
        ("studio-returns", samples::studio_returns().render().unwrap()),
        ("studio-sold", samples::studio_sold().render().unwrap()),
        ("studio-sold-done", samples::studio_sold_done().render().unwrap()),
        ("studio-sold-work", samples::studio_sold_work().render().unwrap()),
        ("studio-books", samples::studio_books().render().unwrap()),
        ("studio-import", samples::studio_import().render().unwrap()),
        ("studio-shipping", samples::studio_shipping().render().unwrap()),
        ("console-seller-shipping", samples::console_seller_shipping().render().unwrap()),
        ("studio-seller", samples::studio_seller().render().unwrap()),
        ("console", samples::console().render().unwrap()),
        ("console-quiet", samples::console_quiet().render().unwrap()),
        ("console-holds", samples::console_holds().render().unwrap()),
        ("console-orders", samples::console_orders().render().unwrap()),
        ("console-order", samples::console_order().render().unwrap()),
        ("console-returns", samples::console_returns().render().unwrap()),
        ("console-returns-none", samples::console_returns_none().render().unwrap()),
        ("console-refund", samples::console_refund().render().unwrap()),
        ("console-jobs", samples::console_jobs().render().unwrap()),
        ("console-jobs-none", samples::console_jobs_none().render().unwrap()),
        ("console-disputes", samples::console_disputes().render().unwrap()),
        ("console-books", samples::console_books().render().unwrap()),
        ("console-webhook-inbox", samples::console_webhook_inbox().render().unwrap()),
        ("console-inventory", samples::console_inventory().render().unwrap()),
        ("console-review", samples::console_review().render().unwrap()),
        ("console-review-done", samples::console_review_done().render().unwrap()),
        ("console-people", samples::console_people().render().unwrap()),
        ("console-person", samples::console_person().render().unwrap()),
        ("console-seller", samples::console_seller().render().unwrap()),
        ("console-seller-bare", samples::console_seller_bare().render().unwrap()),
        ("collection", samples::collection().render().unwrap()),
        ("console-collection", samples::console_collection().render().unwrap()),
        ("console-collections", samples::console_collections().render().unwrap()),
        ("console-webhook", samples::console_webhook().render().unwrap()),
        ("console-webhooks", samples::console_webhooks().render().unwrap()),
        ("console-payouts", samples::console_payouts().render().unwrap()),
        ("console-payout-run", samples::console_payout_run().render().unwrap()),
        ("console-months", samples::console_months().render().unwrap()),
        ("console-month", samples::console_month().render().unwrap()),
        ("studio-payouts", samples::studio_payouts().render().unwrap()),
        ("console-find", samples::console_find().render().unwrap()),
        ("console-health", samples::console_health().render().unwrap()),
        ("console-presence", samples::console_presence().render().unwrap()),
        ("console-reports", samples::console_reports().render().unwrap()),
        ("console-settings", samples::console_settings().render().unwrap()),
        ("console-settings-table", samples::console_settings_table().render().unwrap()),
        ("console-settings-table-wrong", samples::console_settings_table_wrong().render().unwrap()),
        ("legal", samples::legal().render().unwrap()),
        ("console-audit", samples::console_audit().render().unwrap()),
        ("demo", samples::demo().render().unwrap()),
        ("account-profile", samples::account_profile().render().unwrap()),
        ("account-profile-proven", samples::account_profile_proven().render().unwrap()),
        ("account-addresses", samples::account_addresses().render().unwrap()),
        ("account-addresses-empty", samples::account_addresses_empty().render().unwrap()),
        ("account-address", samples::account_address().render().unwrap()),
        ("account-sessions", samples::account_sessions().render().unwrap()),
        ("account-reviews", samples::account_reviews().render().unwrap()),
        ("account-reviews-empty", samples::account_reviews_empty().render().unwrap()),
        ("find-order", samples::find_order().render().unwrap()),
        ("forgot", samples::forgot().render().unwrap()),
        ("forgot-without-mails", samples::forgot_without_mails().render().unwrap()),
        ("reset", samples::reset().render().unwrap()),
        ("verify", samples::verify().render().unwrap()),
        ("mailbox", samples::mailbox().render().unwrap()),
        ("mailbox-empty", samples::mailbox_empty().render().unwrap()),
        ("mail-kinds", samples::mail_kinds().render().unwrap()),
        ("mail", samples::mail().render().unwrap()),
        ("mail-as-text", samples::mail_as_text().render().unwrap()),
    ]
}

/// The values of every `name="…"` in a page.
fn values<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    html.split(mark.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn no_page_carries_inline_style_or_script() {
    for (name, html) in pages() {
        assert!(!html.contains(" style="), "{name} has a style attribute");
        assert!(!html.contains("<style"), "{name} has a style element");
        assert!(!html.contains("javascript:"), "{name} has a script address");
        for script in html.split("<script").skip(1) {
            let (attributes, rest) = script.split_once('>').unwrap();
            if attributes.contains("type=\"application/ld+json\"") {
                // Data, which no browser runs: it must be JSON and nothing else.
                let data = rest.split("</script>").next().unwrap();
                serde_json::from_str::<serde_json::Value>(data).unwrap();
                continue;
            }
            // The fields for a card are Stripe's, by its own script, on this one page.
            let is_stripes = name == "order-card" && attributes.contains("src=\"https://js.stripe.com/v3/\"");
            assert!(is_stripes || attributes.contains("src=\"/static/"), "{name}: {attributes}");
            assert!(rest.starts_with("</script>"), "{name} has an inline script");
        }
        for word in html.split_whitespace() {
            assert!(!word.starts_with("on") || !word.contains("=\""), "{name}: {word}");
        }
    }
}

#[test]
fn every_page_has_one_main_one_first_heading_and_a_way_past_the_header() {
    for (name, html) in pages() {
        assert_eq!(html.matches("<main").count(), 1, "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(html.contains("href=\"#main\""), "{name}");
    }
}

#[test]
fn ids_are_unique_and_every_reference_leads_to_one() {
    for (name, html) in pages() {
        let mut ids = values(&html, "id");
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name} repeats an id");
        let mut references = Vec::new();
        for attribute in ["for", "aria-labelledby", "aria-describedby", "form"] {
            references.extend(values(&html, attribute).into_iter().flat_map(str::split_whitespace));
        }
        references.extend(values(&html, "href").into_iter().filter_map(|url| url.strip_prefix('#')));
        for reference in references {
            assert!(ids.binary_search(&reference).is_ok(), "{name}: nothing is called {reference}");
        }
    }
}

#[test]
fn every_picture_says_its_size_and_has_an_alternative() {
    for (name, html) in pages() {
        for image in html.split("<img").skip(1) {
            let tag = image.split('>').next().unwrap();
            for attribute in [" width=", " height=", " alt="] {
                assert!(tag.contains(attribute), "{name}: {tag}");
            }
        }
    }
}

#[test]
fn a_blur_of_the_picture_stands_behind_it_and_its_colour_where_there_is_none() {
    let mut page = samples::gallery();
    page.works.truncate(2);
    let html = page.render().unwrap();
    let grid = html.split("id=\"grid\"").nth(1).unwrap();
    let frames: Vec<&str> = grid.split("<span class=\"art ").skip(1).collect();
    let [coloured, blurred] = frames[..] else { panic!("{} frames", frames.len()) };
    let wash = page.works[1].picture.as_ref().and_then(|picture| picture.wash.as_ref()).unwrap();
    let image = format!("<img class=\"art__wash\" src=\"{}\" width=\"2\" height=\"2\" alt=\"\">", wash.url);
    let (before, _) = blurred.split_once("<picture>").unwrap();
    assert!(before.contains(&image) && !before.contains("<svg"), "{before}");
    let (before, _) = coloured.split_once("<picture>").unwrap();
    let colour = &page.works[0].picture.as_ref().unwrap().colour;
    assert!(before.contains(&format!("fill=\"{colour}\"")) && !before.contains("<img"), "{before}");
}

#[test]
fn only_forms_that_change_nothing_use_get() {
    for (name, html) in pages() {
        for form in html.split("<form").skip(1) {
            let tag = form.split('>').next().unwrap();
            let action = values(tag, "action")[0];
            let reads = [
                "/",
                "/console/audit",
                "/console/books",
                "/console/find",
                "/console/inventory",
                "/console/orders",
                "/console/people",
                "/studio/works",
                "/studio/sold",
            ]
            .contains(&action)
                || action.ends_with("/shipping#sample")
                || (action.starts_with("/artworks/") && !action.ends_with("/reviews") && !action.ends_with("/report"));
            let method = values(tag, "method")[0];
            assert_eq!(method, if reads { "get" } else { "post" }, "{name}: {action}");
        }
    }
}

#[test]
fn what_people_typed_is_escaped() {
    let mut page = samples::artwork();
    page.title = "<script>alert(1)</script>\" onload=\"x".to_owned();
    page.description = vec!["<img src=x onerror=alert(1)>".to_owned()];
    let html = page.render().unwrap();
    assert!(!html.contains("<script>alert"));
    assert!(!html.contains("<img src=x"));
    assert!(!html.contains("\" onload="));
    assert!(html.contains("&#60;script&#62;"));
}

#[test]
fn the_form_of_a_sold_work_cannot_be_sent() {
    let html = samples::artwork_sold().render().unwrap();
    let button = html.split("class=\"buy__button\"").nth(1).unwrap();
    assert!(button.split('>').next().unwrap().contains("disabled"));
    assert!(html.contains("dot--sold"));
}

#[test]
fn a_reserved_edition_cannot_be_chosen_but_its_neighbours_can() {
    let html = samples::artwork().render().unwrap();
    let radios: Vec<&str> = html.split("class=\"edition__radio\"").skip(1).collect();
    let disabled: Vec<bool> =
        radios.iter().map(|radio| radio.split('>').next().unwrap().contains(" disabled")).collect();
    assert_eq!(disabled, [true, false, false]);
}

#[test]
fn a_lapsed_line_offers_to_hold_again_and_a_sold_out_one_does_not() {
    let html = samples::cart().render().unwrap();
    let actions = values(&html, "action");
    let count = |end: &str| actions.iter().filter(|action| action.ends_with(end)).count();
    // One for each of the two, and one for both.
    assert_eq!((count("/rehold"), count("/cart/rehold")), (3, 1));
    assert!(html.contains("Hold all 2 again"));
    assert_eq!(
        values(&samples::cart_ready().render().unwrap(), "action").iter().filter(|it| it.ends_with("/rehold")).count(),
        0
    );
    assert_eq!(count("/extend"), 2);
    assert_eq!(count("/remove"), 5);
    assert!(!html.contains("href=\"/checkout\""));
}

#[test]
fn a_line_says_that_a_picked_number_has_gone() {
    let html = samples::cart().render().unwrap();
    let notes: Vec<&str> = html.split("class=\"line__missed\">").skip(1).collect();
    assert_eq!(notes.len(), 1);
    assert!(notes[0].starts_with("No. 5 of 25 has gone to another collector."), "{}", notes[0]);
}

#[test]
fn nothing_offers_to_pay_again_before_the_provider_has_spoken() {
    let html = samples::order_confirming().render().unwrap();
    let actions = values(&html, "action");
    assert!(actions.iter().any(|action| action.ends_with("/confirm")));
    assert!(actions.iter().all(|action| !action.ends_with("/pay") && !action.ends_with("/authorize")));
}

#[test]
fn the_return_path_after_signing_in_is_encoded() {
    let html = samples::gallery_filtered().render().unwrap();
    assert!(html.contains("/login?next=%2F%3Fq%3Dtide%26medium%3DOil%2Bon%2Blinen"));
}
