//! Samples of the doors and desks: sign-in, account, error, studio, console.
//! It does not know the shop.

use super::super::account::{AccountPage, OrderRow};
use super::super::console::{ConsoleOrder, ConsolePage, InventoryRow, ReviewRow};
use super::super::error::ErrorPage;
use super::super::form::{Choice, Errors, FieldError};
use super::super::moment::Moment;
use super::super::sign_in::{DemoAccount, LoginPage, RegisterPage};
use super::super::stock::EditionKind;
use super::super::studio::{EditionRow, Figure, SaleRow, SellerForm, StudioEdition, StudioPage, StudioWork, WorkForm};
use super::super::text;
use super::{TITLES, chrome, eur, id, now, picture, signed_in, stock_of};

/// Signing in.
pub fn login() -> LoginPage {
    LoginPage {
        chrome: chrome("/login"),
        errors: Errors {
            summary: Some("That e-mail address and password do not belong together.".to_owned()),
            fields: Vec::new(),
        },
        email: "artist@demo.impasto.test".to_owned(),
        next: "/cart".to_owned(),
        demo_accounts: ["Admin", "Artist", "Customer"]
            .into_iter()
            .map(|role| DemoAccount {
                role: role.to_owned(),
                email: format!("{}@demo.impasto.test", role.to_lowercase()),
                password: "impasto-demo".to_owned(),
            })
            .collect(),
    }
}

/// Signing up.
pub fn register() -> RegisterPage {
    RegisterPage {
        chrome: chrome("/register"),
        errors: Errors {
            summary: None,
            fields: vec![FieldError {
                field: "password".to_owned(),
                message: "At least 10 characters, please.".to_owned(),
            }],
        },
        display_name: "Inês Moreau".to_owned(),
        email: "ines@example.org".to_owned(),
        as_artist: true,
        next: "/".to_owned(),
    }
}

/// An account with orders.
pub fn account() -> AccountPage {
    AccountPage {
        chrome: signed_in("/account"),
        name: "Inês Moreau".to_owned(),
        email: "ines@example.org".to_owned(),
        orders: (0..3)
            .map(|index| OrderRow {
                id: id(60 + index),
                number: format!("2026-00012{index}"),
                placed: Moment::new(now()),
                works: TITLES[index].0.to_owned(),
                status: ["Paid, being packed", "Delivered", "Cancelled"][index].to_owned(),
                total: eur(75_650),
                picture: Some(picture(index)),
            })
            .collect(),
        next_url: Some("/account?cursor=x".to_owned()),
    }
}

/// A page that is not there.
pub fn error() -> ErrorPage {
    ErrorPage::new(chrome("/artworks/nowhere"), 404, None, &id(999))
}

/// The studio.
pub fn studio() -> StudioPage {
    let work = |index: usize, status: &str, status_text: &str| {
        let (title, _, year, medium) = TITLES[index];
        StudioWork {
            id: id(index),
            url: (status == "published").then(|| format!("/artworks/work-{index}")),
            title: title.to_owned(),
            detail: format!("{medium}, {year}"),
            picture: Some(picture(index)),
            status: status.to_owned(),
            status_text: status_text.to_owned(),
            note: (status == "draft").then(|| "Needs a picture before it can hang.".to_owned()),
            editions: stock_of(index)
                .into_iter()
                .map(|stock| StudioEdition {
                    label: format!("Original, {}", text::size(40.0, 30.0, None)),
                    price: eur(125_000),
                    stock,
                })
                .collect(),
            can_submit: status == "draft",
            can_pause: status == "published",
            can_resume: status == "paused",
            edit_url: Some(format!("/studio?edit={}#new-work", id(index))),
        }
    };
    let figure = |key: &str, label: &str, value: &str| Figure {
        key: key.to_owned(),
        label: label.to_owned(),
        value: value.to_owned(),
    };
    StudioPage {
        seller: SellerForm {
            legal_name: "Atelier Moreau GmbH".to_owned(),
            email: "atelier@example.test".to_owned(),
            countries: vec![Choice { value: "DE".to_owned(), label: "Germany".to_owned(), selected: true }],
            ..SellerForm::default()
        },
        chrome: signed_in("/studio"),
        seller_id: id(50),
        seller_name: "Atelier Moreau".to_owned(),
        figures: vec![
            figure("sales", "Sold", "3 copies"),
            figure("revenue", "Taken", &eur(96_000)),
            figure("held", "On hold", "2 copies"),
        ],
        sales: vec![
            SaleRow {
                at: Moment::new(now()),
                text: "Sold: Low Tide, Evening, No. 7 of 25".to_owned(),
                amount: eur(24_000),
            },
            SaleRow { at: Moment::new(now()), text: "Put on hold: Northern Harbour".to_owned(), amount: String::new() },
        ],
        works: vec![work(0, "published", "On the wall"), work(1, "draft", "Draft"), work(4, "paused", "Paused")],
        next_url: None,
        form: WorkForm {
            editions: (0..2).map(EditionRow::empty).collect(),
            currency: "EUR".to_owned(),
            submit_label: "Publish".to_owned(),
            max_file_bytes: 60_000_000,
            ..WorkForm::default()
        },
    }
}

/// The studio after a form with mistakes.
pub fn studio_refused() -> StudioPage {
    let mut page = studio();
    page.form.title = "Salt".to_owned();
    page.form.errors.fields = vec![
        FieldError { field: "medium".to_owned(), message: "A work needs a medium before it can hang.".to_owned() },
        FieldError { field: "editions.0.price".to_owned(), message: "The price must be above zero.".to_owned() },
    ];
    page
}

/// The console.
pub fn console() -> ConsolePage {
    ConsolePage {
        chrome: signed_in("/console"),
        query: String::new(),
        inventory: (0..8)
            .flat_map(|index| {
                let (title, artist, ..) = TITLES[index];
                stock_of(index).into_iter().map(move |stock| InventoryRow {
                    title: title.to_owned(),
                    url: format!("/artworks/work-{index}"),
                    artist_name: artist.to_owned(),
                    edition: match stock.kind {
                        EditionKind::Unique => "original".to_owned(),
                        EditionKind::Limited => "edition of 25".to_owned(),
                        EditionKind::Open => "poster, open edition".to_owned(),
                    },
                    price: eur(24_000),
                    stock,
                })
            })
            .collect(),
        inventory_next_url: Some("/console?cursor=x".to_owned()),
        orders: (0..4)
            .map(|index| ConsoleOrder {
                id: id(60 + index),
                number: format!("2026-00012{index}"),
                placed: Moment::new(now()),
                email: "buyer@example.org".to_owned(),
                status: ["open", "open", "completed", "cancelled"][index].to_owned(),
                payment_status: ["requires_action", "paid", "paid", "failed"][index].to_owned(),
                fulfilment_status: ["unfulfilled", "shipped", "delivered", "unfulfilled"][index].to_owned(),
                total: eur(75_650),
            })
            .collect(),
        orders_next_url: None,
        sales_paused: false,
        can_switch_sales: true,
        reviews: vec![ReviewRow {
            id: id(6),
            url: "/artworks/long-shore".to_owned(),
            title: TITLES[6].0.to_owned(),
            detail: format!("{}, {}", TITLES[6].1, TITLES[6].3),
            picture: Some(picture(6)),
        }],
    }
}
