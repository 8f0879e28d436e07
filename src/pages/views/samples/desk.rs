//! Samples of the doors and desks: sign-in, account, error, studio, console.
//! It does not know the shop.

use super::super::account::{AccountPage, OrderRow};
use super::super::console::settings_table::{EntryRow, Rehearsal};
use super::super::copies::MapUse;
use super::super::error::ErrorPage;
use super::super::form::{Choice, Errors, FieldError};
use super::super::moment::Moment;
use super::super::sign_in::{DemoAccount, LoginPage, RegisterPage};
use super::super::studio::books::{BooksForm, BooksPage, EditionTaxRow};
use super::super::studio::import::{ColumnHelp, ImportOutcome, ImportPage, ImportRow};
use super::super::studio::orders::{OrdersPage, PackLine, PackPage, PackRow, ParcelForm, ParcelView, SlipPage};
use super::super::studio::payouts::{Balance, StudioPayoutsPage};
use super::super::studio::shipping::{MethodForm, PickupForm, SampleForm, SampleOffer, ShippingForm, ShippingPage};
use super::super::studio::sold::{SoldDone, SoldEdition, SoldPage, SoldWork, SoldWorkPage};
use super::super::studio::works::{
    EditionDesk, NewWorkPage, PictureRow, Signals, StatusFilter, StudioEdition, StudioWork, WorkPage, WorksPage,
};
use super::super::studio::{
    ArtistForm, ArtistRow, Chart, ChartRow, Checklist, ChecklistStep, EditionRow, Figure, MemberForm, MemberRow,
    PriceRow, RoomLink, SaleRow, SellerForm, SellerPage, StudioFrame, TodayPage, WorkForm,
};
use super::super::text;
use super::console::console_frame;
use super::{TITLES, account_rooms, chrome, copy_map, eur, id, now, picture, signed_in, stock_of};

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
        rooms: account_rooms("/account"),
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

/// The studio around a page.
pub(super) fn studio_frame(here: &str) -> StudioFrame {
    let room = |url: &str, label: &str, count: Option<u64>| RoomLink {
        url: url.to_owned(),
        label: label.to_owned(),
        count,
        is_here: url == here,
    };
    StudioFrame {
        seller_id: id(50),
        seller_name: "Atelier Moreau".to_owned(),
        rooms: vec![
            room("/studio", "Today", None),
            room("/studio/works", "Works", None),
            room("/studio/orders", "Orders", Some(2)),
            room("/studio/sold", "Sold elsewhere", None),
            room("/studio/shipping", "Shipping", None),
            room("/studio/seller", "Seller", None),
        ],
    }
}

/// Today in the studio.
pub fn studio() -> TodayPage {
    let figure = |key: &str, label: &str, value: &str| Figure {
        key: key.to_owned(),
        label: label.to_owned(),
        value: value.to_owned(),
    };
    let step = |label: &str, is_done: bool| ChecklistStep {
        label: label.to_owned(),
        detail: "As buyers see it.".to_owned(),
        url: "/studio/seller".to_owned(),
        is_done,
    };
    TodayPage {
        chrome: signed_in("/studio"),
        frame: studio_frame("/studio"),
        checklist: Some(Checklist {
            steps: vec![step("Your profile", true), step("Tax", false)],
            done: 1,
            waiting: "The gallery has yet to verify you.".to_owned(),
        }),
        figures: vec![
            figure("sales", "Sold", "3 copies"),
            figure("revenue", "Taken", &eur(96_000)),
            figure("held", "On hold", "2 copies"),
        ],
        chart: Chart {
            today: "0,220 180,220 180,120 360,120".to_owned(),
            before: "0,220 300,220 300,60 720,60".to_owned(),
            end: Some(("360".to_owned(), "120".to_owned())),
            top: eur(125_000),
            summary: "€500 so far today.".to_owned(),
            rows: vec![ChartRow { label: "By 08:00".to_owned(), before: eur(0), today: eur(50_000) }],
        },
        sales: vec![
            SaleRow {
                at: Moment::new(now()),
                text: "Sold: Low Tide, Evening, No. 7 of 25".to_owned(),
                amount: eur(24_000),
            },
            SaleRow { at: Moment::new(now()), text: "Put on hold: Northern Harbour".to_owned(), amount: String::new() },
        ],
    }
}

fn studio_work(index: usize, status: &str, status_text: &str) -> StudioWork {
    let (title, _, year, medium) = TITLES[index];
    StudioWork {
        id: id(index),
        title: title.to_owned(),
        detail: format!("{medium}, {year}"),
        picture: Some(picture(index)),
        status: status.to_owned(),
        status_text: status_text.to_owned(),
        note: (status == "draft").then(|| "Still missing: a picture.".to_owned()),
        editions: stock_of(index)
            .into_iter()
            .map(|stock| StudioEdition {
                label: format!("Original, {}", text::size(40.0, 30.0, None)),
                price: eur(125_000),
                stock,
            })
            .collect(),
        signals: Signals { wishlisted: 3, viewers: 2, rating: "4.5 of 5 from 2 reviews".to_owned() },
        can_submit: status == "draft",
        can_pause: status == "published",
        can_resume: status == "paused",
    }
}

/// The works of the studio.
pub fn studio_works() -> WorksPage {
    WorksPage {
        chrome: signed_in("/studio/works"),
        frame: studio_frame("/studio/works"),
        query: String::new(),
        filters: vec![StatusFilter {
            label: "All".to_owned(),
            count: 3,
            url: "/studio/works".to_owned(),
            is_current: true,
        }],
        works: vec![
            studio_work(0, "published", "On the wall"),
            studio_work(1, "draft", "Draft"),
            studio_work(4, "paused", "Paused"),
        ],
        next_url: Some("/studio/works?cursor=x".to_owned()),
        submit_label: "Publish".to_owned(),
    }
}

fn work_form() -> WorkForm {
    WorkForm {
        editions: (0..2).map(EditionRow::empty).collect(),
        currency: "EUR".to_owned(),
        submit_label: "Publish".to_owned(),
        max_file_bytes: 60_000_000,
        artists: ["Inês Moreau", "Aino Salmela"]
            .into_iter()
            .enumerate()
            .map(|(index, name)| Choice { value: id(200 + index), label: name.to_owned(), selected: index == 0 })
            .collect(),
        ..WorkForm::default()
    }
}

/// The form for a new work, after it was sent with mistakes.
pub fn studio_new() -> NewWorkPage {
    let mut form = WorkForm { title: "Salt".to_owned(), ..work_form() };
    form.errors.fields = vec![
        FieldError { field: "medium".to_owned(), message: "A work needs a medium before it can hang.".to_owned() },
        FieldError { field: "editions.0.price".to_owned(), message: "The price must be above zero.".to_owned() },
    ];
    NewWorkPage { chrome: signed_in("/studio/works/new"), frame: studio_frame("/studio/works"), form }
}

/// The desk of a work that hangs, with three pictures.
pub fn studio_work_page() -> WorkPage {
    let name = format!("price.{}", id(1));
    WorkPage {
        chrome: signed_in("/studio/works"),
        frame: studio_frame("/studio/works"),
        work: studio_work(0, "published", "On the wall"),
        url: "/artworks/work-0".to_owned(),
        is_public: true,
        standing: "It hangs in the gallery and can be bought.".to_owned(),
        pictures: (0..3)
            .map(|index| PictureRow {
                id: id(300 + index),
                picture: picture(index),
                alt: "Water".to_owned(),
                place: index + 1,
                is_first: index == 0,
                is_last: index == 2,
            })
            .collect(),
        pictures_max: 30,
        picture_error: None,
        form: WorkForm {
            editions: Vec::new(),
            can_only_save: true,
            revision: "4".to_owned(),
            artwork_id: id(0),
            prices: vec![PriceRow { name, label: "Original, in EUR".to_owned(), price: "1250".to_owned() }],
            artists: Vec::new(),
            ..work_form()
        },
        desks: stock_of(0)
            .into_iter()
            .map(|stock| EditionDesk {
                id: stock.edition_id.clone(),
                label: "Giclée print".to_owned(),
                price: eur(24_000),
                tax: "Standard rate, 19 %.".to_owned(),
                free: stock.available,
                withdrawn: 2,
                map: (stock.total > 1).then(|| copy_map(&stock, MapUse::Look)),
                stock,
            })
            .collect(),
        can_archive: true,
        is_archived: false,
    }
}

fn pack_row(index: usize) -> PackRow {
    PackRow {
        id: id(400 + index),
        number: format!("IM-0000-0000-000{index}"),
        placed: Moment::new(now()),
        to: "Jo Weber, Berlin, Germany".to_owned(),
        works: vec!["Low Tide, Evening, No. 7 of 25".to_owned()],
        picture: Some(picture(index)),
        status: "unfulfilled".to_owned(),
        status_text: "To pack".to_owned(),
        method: "Standard".to_owned(),
        leaves: "Leaves by 5 January 2026".to_owned(),
        is_late: index == 0,
    }
}

fn pack_line(index: usize) -> PackLine {
    PackLine {
        id: id(500 + index),
        title: TITLES[index].0.to_owned(),
        detail: "Inês Moreau, giclée print".to_owned(),
        copies: vec!["No. 7 of 25".to_owned()],
        quantity: 1,
        picture: Some(picture(index)),
        measures: "H 40 × W 30 cm, 0.8 kg".to_owned(),
        is_waiting: index == 0,
        is_chosen: true,
    }
}

/// The orders to pack.
pub fn studio_orders() -> OrdersPage {
    OrdersPage {
        chrome: signed_in("/studio/orders"),
        frame: studio_frame("/studio/orders"),
        to_pack_only: true,
        orders: (0..3).map(pack_row).collect(),
        next_url: None,
    }
}

/// An order of which one parcel has left.
pub fn studio_order() -> PackPage {
    PackPage {
        chrome: signed_in("/studio/orders"),
        frame: studio_frame("/studio/orders"),
        order: pack_row(0),
        address: vec!["Jo Weber".to_owned(), "Lange Straße 4".to_owned(), "10115 Berlin".to_owned()],
        delivery: "Standard, €9.90".to_owned(),
        sum: eur(48_000),
        resale_right: Some(eur(1_920)),
        lines: (0..2).map(pack_line).collect(),
        parcels: vec![ParcelView {
            id: id(600),
            text: "On its way with DHL".to_owned(),
            tracking_number: "JJD01".to_owned(),
            tracking_url: Some("https://www.dhl.com/global-en/home/tracking.html?tracking-id=JJD01".to_owned()),
            works: vec!["Orchard".to_owned()],
            sent: Moment::new(now()),
            can_arrive: true,
        }],
        can_ship: true,
        blocked: String::new(),
        is_collected: false,
        form: ParcelForm { carriers: vec!["DHL".to_owned()], ..ParcelForm::default() },
    }
}

/// The sheet that goes into a parcel.
pub fn studio_slip() -> SlipPage {
    SlipPage {
        chrome: signed_in("/studio/orders"),
        frame: studio_frame("/studio/orders"),
        order: pack_row(0),
        from: vec!["Atelier Moreau GmbH".to_owned(), "Kai 3".to_owned()],
        email: "atelier@example.test".to_owned(),
        address: vec!["Jo Weber".to_owned(), "Lange Straße 4".to_owned()],
        lines: (0..2).map(pack_line).collect(),
        delivery: "Standard".to_owned(),
    }
}

/// What was sold elsewhere: the works to pick from.
pub fn studio_sold() -> SoldPage {
    let work = |index: usize| SoldWork {
        url: format!("/studio/sold/{}", id(index)),
        title: TITLES[index].0.to_owned(),
        artist_name: TITLES[index].1.to_owned(),
        picture: Some(picture(index)),
        free: "3 free copies".to_owned(),
    };
    SoldPage {
        chrome: signed_in("/studio/sold"),
        frame: studio_frame("/studio/sold"),
        query: String::new(),
        works: (0..4).map(work).collect(),
        next_url: None,
        done: None,
    }
}

/// What was sold elsewhere: just noted.
pub fn studio_sold_done() -> SoldPage {
    let text = "2 copies of Low Tide are noted as sold elsewhere.".to_owned();
    SoldPage { done: Some(SoldDone { edition_id: id(1), copies: 2, text }), ..studio_sold() }
}

/// What was sold elsewhere: how many copies.
pub fn studio_sold_work() -> SoldWorkPage {
    SoldWorkPage {
        chrome: signed_in("/studio/sold"),
        frame: studio_frame("/studio/sold"),
        title: TITLES[0].0.to_owned(),
        picture: Some(picture(0)),
        editions: stock_of(0)
            .into_iter()
            .map(|stock| SoldEdition {
                id: stock.edition_id.clone(),
                label: "Giclée print, H 40 × W 30 cm".to_owned(),
                free: stock.available,
                numbers: (1..=stock.available.min(9)).collect(),
                stock,
            })
            .collect(),
    }
}

/// What is noted of a work for its tax.
pub fn studio_books() -> BooksPage {
    BooksPage {
        chrome: signed_in("/studio/works"),
        frame: studio_frame("/studio/works"),
        work_id: id(1),
        title: TITLES[0].0.to_owned(),
        form: BooksForm {
            currency: "EUR".to_owned(),
            bought_for: "810".to_owned(),
            bought_on: "2025-02-03".to_owned(),
            is_resale: true,
            nationalities: vec![Choice { value: "FR".to_owned(), label: "France".to_owned(), selected: true }],
            ..BooksForm::default()
        },
        editions: vec![EditionTaxRow {
            label: "Giclée print, H 40 × W 30 cm".to_owned(),
            price: eur(24_000),
            tax: "Margin scheme: no tax is shown.".to_owned(),
            right: Some("The price lies below the threshold of the artist’s resale right.".to_owned()),
        }],
    }
}

/// Works from a table, after a rehearsal.
pub fn studio_import() -> ImportPage {
    ImportPage {
        chrome: signed_in("/studio/import"),
        frame: studio_frame("/studio/import"),
        errors: Errors::default(),
        outcome: Some(ImportOutcome {
            is_rehearsal: true,
            works: 2,
            handed_in: 0,
            known: 3,
            failed: 1,
            rows: vec![ImportRow {
                line: 3,
                title: "Orchard".to_owned(),
                errors: vec!["price: must be an amount, such as 1250 or 1250.50".to_owned()],
            }],
            left_out: 0,
            unused: vec!["other.jpg".to_owned()],
        }),
        columns: vec![ColumnHelp { name: "title".to_owned(), about: "The title.".to_owned() }],
        lines_max: 10_000,
        pictures_max: 2_000,
        submit_label: "Publish".to_owned(),
    }
}

/// The shipping table, with a file that was rehearsed and the price of a work.
pub fn studio_shipping() -> ShippingPage {
    let method = MethodForm {
        prefix: "standard.".to_owned(),
        name: "Standard".to_owned(),
        handling_days: String::new(),
        free_from: "EUR 500".to_owned(),
        value_max: String::new(),
        insurance_percent: "0.8".to_owned(),
        insurance_minimum: "EUR 5".to_owned(),
        insurance_name: "Standard, insured".to_owned(),
        crate_side: "100".to_owned(),
        crate_weight: String::new(),
        crate_value: String::new(),
        crate_framed: true,
        crate_prices: "EUR".to_owned(),
        is_open: true,
    };
    let message = "EUR is no list of amounts, such as EUR 500, USD 550.".to_owned();
    ShippingPage {
        chrome: signed_in("/studio/shipping"),
        studio: Some(studio_frame("/studio/shipping")),
        console: None,
        here: "/studio/shipping".to_owned(),
        seller_name: "Atelier Moreau".to_owned(),
        errors: Errors {
            summary: None,
            fields: vec![FieldError { field: "standard.crate_prices".to_owned(), message }],
        },
        is_own: true,
        form: ShippingForm {
            seen: "\"0a1b\"".to_owned(),
            table: "standard; Standard; home; 5; 60; EUR 9.50; 2-4".to_owned(),
            volumetric_divisor: "5000".to_owned(),
            handling_days: "3".to_owned(),
            methods: vec![method],
            pickup: PickupForm { address: "Hof 1\n20095 Hamburg".to_owned(), ..PickupForm::default() },
        },
        columns: "method, name, zone".to_owned(),
        lines_max: 10_000,
        rehearsal: Some(Rehearsal {
            table: "method,name,zone\n".to_owned(),
            version: 0,
            added: 0,
            changed: 0,
            removed: 1,
            reordered: false,
            rows: vec![EntryRow {
                kind: "gone".to_owned(),
                about: "standard, eu, 5 kg, 60 cm".to_owned(),
                before: Some("Standard: EUR 12, 3-7".to_owned()),
                after: None,
            }],
        }),
        sample: SampleForm {
            currency: "EUR".to_owned(),
            countries: vec![Choice { value: "DE".to_owned(), label: "Germany".to_owned(), selected: true }],
            offers: Some(vec![SampleOffer {
                name: "Standard, insured".to_owned(),
                price: eur(9_910),
                crate_price: eur(8_000),
                insurance: eur(960),
            }]),
            ..SampleForm::default()
        },
    }
}

/// The same for staff, of a seller that uses the house's table.
pub fn console_seller_shipping() -> ShippingPage {
    let here = format!("/console/sellers/{}/shipping", id(50));
    ShippingPage {
        chrome: signed_in(&here),
        studio: None,
        console: Some(console_frame("/console/people")),
        here,
        errors: Errors::default(),
        is_own: false,
        rehearsal: None,
        ..studio_shipping()
    }
}

/// Who sells.
pub fn studio_seller() -> SellerPage {
    SellerPage {
        chrome: signed_in("/studio/seller"),
        frame: studio_frame("/studio/seller"),
        seller: SellerForm {
            legal_name: "Atelier Moreau GmbH".to_owned(),
            email: "atelier@example.test".to_owned(),
            countries: vec![Choice { value: "DE".to_owned(), label: "Germany".to_owned(), selected: true }],
            ..SellerForm::default()
        },
        artists: (0..2)
            .map(|index| ArtistRow {
                id: id(700 + index),
                name: TITLES[index].1.to_owned(),
                url: Some("/artists/ines-moreau".to_owned()),
                works: "3 works in the gallery".to_owned(),
                form: ArtistForm { name: TITLES[index].1.to_owned(), ..ArtistForm::default() },
            })
            .collect(),
        artist: ArtistForm {
            errors: Errors {
                summary: None,
                fields: vec![FieldError {
                    field: "artist-born".to_owned(),
                    message: "The year must be a year, such as 1987.".to_owned(),
                }],
            },
            ..ArtistForm::default()
        },
        members: vec![MemberRow {
            id: id(800),
            name: "Inês Moreau".to_owned(),
            email: "ines@example.org".to_owned(),
            is_owner: true,
            is_self: true,
        }],
        member: Some(MemberForm::default()),
    }
}

/// How the seller is paid.
pub fn studio_payouts() -> StudioPayoutsPage {
    StudioPayoutsPage {
        chrome: signed_in("/studio/payouts"),
        frame: studio_frame("/studio/payouts"),
        account: Some("DE•• •••• 3000".to_owned()),
        can_set: true,
        errors: Errors::default(),
        typed: String::new(),
        balances: vec![Balance {
            payable: "€850.00".to_owned(),
            held: "€120.00".to_owned(),
            why: String::new(),
            orders: Vec::new(),
        }],
        payouts: vec![super::house::sample_payout(4, "Paid", false)],
        next_url: None,
        documents: vec![super::house::sample_document()],
    }
}
