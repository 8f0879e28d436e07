//! Samples of the console's house rooms: review, people, audit.

use super::super::certificate::{CertificateFact, CertificatePage, CertificatePicture, Standing};
use super::super::chrome::Logo;
use super::super::collection::CollectionPage;
use super::super::console::audit::{AuditLine, AuditPage, ChangeLine};
use super::super::console::collections::{
    CollectedWork, CollectionForm, CollectionPage as CollectionEditPage, CollectionRow, CollectionsPage,
};
use super::super::console::find::{Find, FindGroup, FindPage};
use super::super::console::health::{Gauge, HealthPage, Need};
use super::super::console::months::{
    DifferenceRow, DocumentRow, IdentityForm, MonthPage, MonthRow, MonthsPage, TotalRow, TransferForm, TransferRow,
    VatRow,
};
use super::super::console::payouts::{MinimumField, OwedRow, PayeeRow, PayoutRow, PayoutsPage, RunPage, RunRow};
use super::super::console::people::{PeoplePage, PersonPage, PersonRow, RoleChoice, SellerLink};
use super::super::console::presence::{Count, PresencePage};
use super::super::console::reports::{ReportRow, ReportsPage, StatusLink};
use super::super::console::review::{Fact, LookAlike, ReviewPage, ReviewWork};
use super::super::console::seller::{CommissionForm, SellerPage};
use super::super::console::settings::{Configured, HistoryRow, LegalForm, SettingsForm, SettingsPage};
use super::super::console::settings_table::{EntryRow, Rehearsal, SettingsTablePage};
use super::super::console::webhooks::{DeliveryRow, EndpointForm, EndpointRow, EventBox, WebhookPage, WebhooksPage};
use super::super::form::{Choice, Errors, FieldError};
use super::super::legal::LegalPage;
use super::super::markup;
use super::super::moment::Moment;
use super::console::console_frame;
use super::{TITLES, card, id, now, own_address, picture, signed_in};

/// A work in review, beside one that looks like it.
pub fn console_review() -> ReviewPage {
    let fact = |(label, value): (&str, &str)| Fact { label: label.to_owned(), value: value.to_owned() };
    ReviewPage {
        chrome: signed_in("/console/review"),
        frame: console_frame("/console/review"),
        work: Some(ReviewWork {
            id: id(6),
            url: "/artworks/long-shore".to_owned(),
            title: TITLES[6].0.to_owned(),
            artist_name: TITLES[6].1.to_owned(),
            seller_name: "Atelier Verhaegen".to_owned(),
            is_verified: false,
            rejection: Some("The picture does not show the whole work.".to_owned()),
            facts: [("Medium", "Gouache on paper"), ("Year", "2024"), ("Edition", "Original, H 40 × W 30 cm, €900")]
                .map(fact)
                .to_vec(),
            description: vec!["The dunes, from memory.".to_owned()],
            pictures: vec![picture(6), picture(2)],
        }),
        place: "2 of 3".to_owned(),
        previous_url: Some("/console/review?work=a".to_owned()),
        next_url: Some("/console/review?work=b".to_owned()),
        next_id: Some(id(7)),
        reasons: vec!["The picture does not show the whole work.".to_owned()],
        alikes: vec![LookAlike {
            url: "/artworks/salt".to_owned(),
            title: TITLES[10].0.to_owned(),
            detail: "Ελένη Καρρά, in the gallery".to_owned(),
            likeness: "Very nearly the same picture".to_owned(),
            picture: Some(picture(6)),
        }],
        others: vec!["Otto Brandt".to_owned(), "Clara Nowak".to_owned()],
    }
}

/// Nothing to review.
pub fn console_review_done() -> ReviewPage {
    ReviewPage {
        work: None,
        previous_url: None,
        next_url: None,
        next_id: None,
        alikes: Vec::new(),
        others: Vec::new(),
        ..console_review()
    }
}

fn person(number: usize, name: &str, roles: &str) -> PersonRow {
    PersonRow {
        id: id(number),
        name: name.to_owned(),
        email: "ines@example.org".to_owned(),
        roles: roles.to_owned(),
        is_suspended: number % 2 == 1,
        since: Moment::new(now()),
        seen: number.is_multiple_of(2).then(|| Moment::new(now())),
    }
}

/// Everybody.
pub fn console_people() -> PeoplePage {
    PeoplePage {
        chrome: signed_in("/console/people"),
        frame: console_frame("/console/people"),
        query: "ines".to_owned(),
        total: Some("2 people".to_owned()),
        people: vec![person(80, "Inês Moreau", "artist"), person(81, "Otto Brandt", "moderator, fulfilment")],
        next_url: Some("/console/people?cursor=x".to_owned()),
    }
}

/// Somebody.
pub fn console_person() -> PersonPage {
    let role = |value: &str, label: &str| RoleChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        more: "What it is for.".to_owned(),
        is_held: value == "artist",
    };
    PersonPage {
        chrome: signed_in("/console/people/x"),
        frame: console_frame("/console/people"),
        person: person(80, "Inês Moreau", "artist"),
        seller: Some(SellerLink { name: "Atelier Moreau".to_owned(), url: "/console/sellers/x".to_owned() }),
        is_self: false,
        roles: vec![role("artist", "Artist"), role("moderator", "Moderator"), role("admin", "Admin")],
        sign_ins: 2,
        is_signed_in: true,
        changes: audit_lines(),
    }
}

/// A seller whose commission cannot be what was typed.
pub fn console_seller() -> SellerPage {
    SellerPage {
        chrome: signed_in("/console/sellers/x"),
        frame: console_frame("/console/people"),
        errors: Errors {
            summary: None,
            fields: vec![FieldError {
                field: "commission".to_owned(),
                message: "The commission must be between 0 and 100, with at most two decimals.".to_owned(),
            }],
        },
        id: id(90),
        name: "Atelier Moreau".to_owned(),
        is_verified: true,
        address: ["Inês Moreau", "Rua do Norte 4", "1200-284 Lisboa", "Portugal"].map(str::to_owned).to_vec(),
        known: ["Inês Moreau", "PT123456789", "ines@example.org"].map(str::to_owned).to_vec(),
        commission: "15".to_owned(),
        form: Some(CommissionForm { commission: "150".to_owned(), seen: 1_500 }),
        changes: audit_lines(),
    }
}

/// A seller that has said nothing of itself, for those who may not change its commission.
pub fn console_seller_bare() -> SellerPage {
    SellerPage {
        errors: Errors::default(),
        is_verified: false,
        address: Vec::new(),
        form: None,
        changes: Vec::new(),
        ..console_seller()
    }
}

/// Lines of the log.
pub(super) fn audit_lines() -> Vec<AuditLine> {
    let change = |path: &str, before: Option<&str>, after: Option<&str>| ChangeLine {
        path: path.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    vec![
        AuditLine {
            at: Moment::new(now()),
            by: "Ada Keeper".to_owned(),
            by_url: Some("/console/people/ada".to_owned()),
            what: "Shut out or let in".to_owned(),
            about: "Otto Brandt".to_owned(),
            url: Some("/console/people/otto".to_owned()),
            changes: vec![change("suspended", Some("no"), Some("yes")), change("reason", None, Some("Stolen card"))],
            more: 2,
        },
        AuditLine {
            at: Moment::new(now()),
            by: "the program".to_owned(),
            by_url: None,
            what: "Made the search anew".to_owned(),
            about: String::new(),
            url: None,
            changes: Vec::new(),
            more: 0,
        },
    ]
}

/// The log.
pub fn console_audit() -> AuditPage {
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        selected: value.is_empty(),
    };
    AuditPage {
        chrome: signed_in("/console/audit"),
        frame: console_frame("/console/audit"),
        errors: Errors {
            summary: None,
            fields: vec![FieldError { field: "from".to_owned(), message: "The first day must be a day.".to_owned() }],
        },
        by: "ada@example.org".to_owned(),
        subject: String::new(),
        actions: vec![choice("", "Anything"), choice("user.roles", "Gave roles")],
        from: "2026-11-01".to_owned(),
        until: String::new(),
        lines: audit_lines(),
        next_url: Some("/console/audit?cursor=x".to_owned()),
        file_url: "/console/audit.csv".to_owned(),
    }
}

/// The settings, with an accent that cannot be read.
pub fn console_settings() -> SettingsPage {
    let legal = |name: &str, title: &str| LegalForm {
        name: name.to_owned(),
        title: title.to_owned(),
        text: String::new(),
        url: (name == "terms").then(|| "/legal/terms".to_owned()),
        error: (name == "terms").then(|| "The text must have at most 50000 characters.".to_owned()),
    };
    SettingsPage {
        chrome: signed_in("/console/settings"),
        frame: console_frame("/console/settings"),
        errors: Errors {
            summary: None,
            fields: vec![FieldError {
                field: "accent_light".to_owned(),
                message: "This colour cannot be read on the light paper.".to_owned(),
            }],
        },
        version: 7,
        form: SettingsForm { tax: "DE; standard; 19; 2021-01-01".to_owned(), ..SettingsForm::default() },
        logo: Some(Logo { url: "/media/logo.webp".to_owned(), width_px: 640, height_px: 160 }),
        configured: Configured { site_name: "Impasto".to_owned(), ..Configured::default() },
        legal: vec![legal("imprint", "Imprint"), legal("terms", "Terms of sale")],
        history: vec![HistoryRow {
            seq: 7,
            what: "Name".to_owned(),
            at: Moment::new(now()),
            by: "Ada Keeper".to_owned(),
            changes: audit_lines().remove(0).changes,
            more: 1,
        }],
        history_next_url: Some("/console/settings?cursor=3".to_owned()),
    }
}

/// A table from a file, rehearsed.
pub fn console_settings_table() -> SettingsTablePage {
    let row = |kind: &str, about: &str, before: Option<&str>, after: Option<&str>| EntryRow {
        kind: kind.to_owned(),
        about: about.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    SettingsTablePage {
        chrome: signed_in("/console/settings/tax/table"),
        frame: console_frame("/console/settings"),
        errors: Errors::default(),
        table: "tax".to_owned(),
        heading: "Tax rates from a file".to_owned(),
        version: 7,
        columns: "country, regime, rate, valid_from".to_owned(),
        lines_max: 10_000,
        rehearsal: Some(Rehearsal {
            table: "country,regime,rate,valid_from\nDE,standard,19,2021-01-01\n".to_owned(),
            version: 7,
            added: 1,
            changed: 1,
            removed: 1,
            reordered: false,
            rows: vec![
                row("new", "AT, standard, 2016-01-01", None, Some("20 %")),
                row("changed", "DE, standard, 2021-01-01", Some("16 %"), Some("19 %")),
                row("gone", "FR, reduced_art, 2015-01-01", Some("5.5 %"), None),
            ],
        }),
    }
}

/// A table from a file that cannot be read.
pub fn console_settings_table_wrong() -> SettingsTablePage {
    let wrong = |message: &str| FieldError { field: "csv".to_owned(), message: message.to_owned() };
    SettingsTablePage {
        errors: Errors {
            summary: None,
            fields: vec![wrong("Line 3: rate must be a number."), wrong("Line 5: country is not known.")],
        },
        rehearsal: None,
        ..console_settings_table()
    }
}

/// A legal page.
pub fn legal() -> LegalPage {
    LegalPage {
        chrome: signed_in("/legal/terms"),
        title: "Terms of sale".to_owned(),
        blocks: markup::blocks(
            "# Scope\nWe **sell** *works*, see [returns](/legal/returns).\n\n- one\n- two\n## More\nEnd.",
        ),
        address: own_address("/legal/terms"),
    }
}

/// A certificate that is good.
pub fn certificate() -> CertificatePage {
    let fact = |(label, value): (&str, &str)| CertificateFact { label: label.to_owned(), value: value.to_owned() };
    CertificatePage {
        chrome: signed_in("/certificates/x"),
        standing: Standing::Good,
        title: "Square of Light".to_owned(),
        artist: "Aino Salmela, born 1974".to_owned(),
        seller: "Galerie Nord".to_owned(),
        sold_on: "23 November 2026".to_owned(),
        facts: [("Medium", "Pigment print"), ("Copy", "No. 7 of 25")].map(fact).into(),
        picture: Some(CertificatePicture {
            url: "/media/x.jpg".to_owned(),
            width_px: 960,
            height_px: 720,
            alt: "A square of light".to_owned(),
        }),
        text: "impasto-certificate-1\ntitle: Square of Light\n".to_owned(),
        signature: "c2lnbmF0dXJl".to_owned(),
        public_key: "a2V5".to_owned(),
        json_url: "/api/v1/certificates/x".to_owned(),
        command: "impasto certificate verify --key a2V5 x.json".to_owned(),
    }
}

/// A certificate whose copy was given back.
pub fn certificate_revoked() -> CertificatePage {
    CertificatePage { standing: Standing::Revoked, picture: None, ..certificate() }
}

/// A certificate that says something else on paper.
pub fn certificate_changed() -> CertificatePage {
    CertificatePage { standing: Standing::Changed, ..certificate() }
}

/// A curated collection.
pub fn collection() -> CollectionPage {
    CollectionPage {
        chrome: signed_in("/collections/blue-hours"),
        title: "Blue hours".to_owned(),
        words: vec!["Evenings, from the north.".to_owned()],
        works: (0..5).map(card).collect(),
        address: own_address("/collections/blue-hours"),
    }
}

/// All collections, with a form that was not right.
pub fn console_collections() -> CollectionsPage {
    CollectionsPage {
        chrome: signed_in("/console/collections"),
        frame: console_frame("/console/collections"),
        collections: vec![CollectionRow {
            id: id(90),
            title: "Blue hours".to_owned(),
            works: "6 works".to_owned(),
            is_published: true,
        }],
        next_url: Some("/console/collections?cursor=x".to_owned()),
        form: CollectionForm {
            errors: Errors {
                summary: None,
                fields: vec![FieldError {
                    field: "works".to_owned(),
                    message: "Line 2: no work is called low-tid.".to_owned(),
                }],
            },
            title: "Reds".to_owned(),
            works: "orchard\nlow-tid".to_owned(),
            ..CollectionForm::default()
        },
    }
}

/// All endpoints, with a form that was not right.
pub fn console_webhooks() -> WebhooksPage {
    WebhooksPage {
        chrome: signed_in("/console/webhooks"),
        frame: console_frame("/console/webhooks"),
        waiting: "2 deliveries wait.".to_owned(),
        dead: "1 was given up.".to_owned(),
        endpoints: vec![EndpointRow {
            id: id(95),
            url: "https://accounts.example/hooks/impasto".to_owned(),
            description: "Accounts".to_owned(),
            events: "order.paid, order.refunded".to_owned(),
            is_enabled: true,
        }],
        next_url: Some("/console/webhooks?cursor=x".to_owned()),
        form: EndpointForm {
            errors: Errors {
                summary: None,
                fields: vec![
                    FieldError {
                        field: "url".to_owned(),
                        message: "The address must be an address that begins with https://.".to_owned(),
                    },
                    FieldError {
                        field: "events".to_owned(),
                        message: "The list of events must not be empty.".to_owned(),
                    },
                ],
            },
            url: "http://accounts.example".to_owned(),
            ..endpoint_form(&[])
        },
    }
}

/// One endpoint, right after it got another secret.
pub fn console_webhook() -> WebhookPage {
    let delivery = |number: usize, state: &str, answer: &str| DeliveryRow {
        id: id(600 + number),
        kind: ["order.paid", "ping", "order.refunded"][number % 3].to_owned(),
        state: state.to_owned(),
        at: Moment::new(now()),
        next: (number == 0).then(|| Moment::new(now())),
        attempts: 3,
        answer: answer.to_owned(),
    };
    WebhookPage {
        chrome: signed_in("/console/webhooks/x"),
        frame: console_frame("/console/webhooks"),
        id: id(95),
        url: "https://accounts.example/hooks/impasto".to_owned(),
        secret: Some("whsec_0Y3uD1m2X9k7Zs5Qp8tRw4bVn6cAh1jLfEgKiMoSxUy".to_owned()),
        previous_until: Some(Moment::new(now())),
        form: EndpointForm {
            url: "https://accounts.example/hooks/impasto".to_owned(),
            description: "Accounts".to_owned(),
            revision: "3".to_owned(),
            ..endpoint_form(&["order.paid", "order.refunded"])
        },
        deliveries: vec![
            delivery(0, "Waits", "the endpoint answered 500"),
            delivery(1, "Delivered", "204"),
            delivery(2, "Given up", "the endpoint did not answer in time"),
        ],
        next_url: Some("/console/webhooks/x?cursor=y".to_owned()),
    }
}

fn endpoint_form(ticked: &[&str]) -> EndpointForm {
    let event = |(name, label): (&str, &str)| EventBox {
        name: name.to_owned(),
        label: label.to_owned(),
        is_ticked: ticked.contains(&name),
    };
    let events = [
        ("order.placed", "An order was placed"),
        ("order.paid", "An order is paid"),
        ("order.refunded", "Money went back"),
        ("artwork.published", "A work hangs"),
    ];
    EndpointForm { events: events.into_iter().map(event).collect(), is_enabled: true, ..EndpointForm::default() }
}

/// One collection.
pub fn console_collection() -> CollectionEditPage {
    CollectionEditPage {
        chrome: signed_in("/console/collections/x"),
        frame: console_frame("/console/collections"),
        id: id(90),
        url: Some("/collections/blue-hours".to_owned()),
        form: CollectionForm { title: "Blue hours".to_owned(), revision: "3".to_owned(), ..CollectionForm::default() },
        works: vec![CollectedWork {
            url: "/artworks/orchard".to_owned(),
            title: "Orchard".to_owned(),
            detail: "Tomas Verhaegen, published".to_owned(),
            picture: Some(picture(1)),
        }],
    }
}

/// What Ctrl-K finds, as a page.
pub fn console_find() -> FindPage {
    let find = |label: &str, detail: &str| Find {
        label: label.to_owned(),
        detail: detail.to_owned(),
        url: "/console/people/x".to_owned(),
    };
    FindPage {
        chrome: signed_in("/console/find"),
        frame: console_frame("/console/find"),
        query: "in".to_owned(),
        groups: vec![
            FindGroup { kind: "rooms".to_owned(), label: "Rooms".to_owned(), items: vec![find("Inventory", "")] },
            FindGroup {
                kind: "people".to_owned(),
                label: "People".to_owned(),
                items: vec![find("Inês Moreau", "ines@example.org")],
            },
        ],
    }
}

/// How the node is.
pub fn console_health() -> HealthPage {
    HealthPage {
        chrome: signed_in("/console/health"),
        frame: console_frame("/console/health"),
        node: "gallery-1".to_owned(),
        needs: vec![
            Need { is_well: true, words: "The database answers.".to_owned() },
            Need { is_well: false, words: "Redis does not answer.".to_owned() },
        ],
        gauges: vec![Gauge::new("Requests a second", &[1.0, 4.0, 2.5]), Gauge::new("Orders a second", &[])],
    }
}

/// Who is connected.
pub fn console_presence() -> PresencePage {
    let count = |label: &str, url: Option<&str>, count: u32| Count {
        label: label.to_owned(),
        url: url.map(str::to_owned),
        count,
    };
    PresencePage {
        chrome: signed_in("/console/presence"),
        frame: console_frame("/console/presence"),
        is_known: true,
        total: "14 connections".to_owned(),
        roles: vec![count("customer", None, 3), count("visitor", None, 11)],
        pages: vec![count("Orchard", Some("/artworks/orchard"), 4)],
    }
}

/// Reports that wait.
pub fn console_reports() -> ReportsPage {
    let status = |label: &str, is_here: bool| StatusLink {
        url: "/console/reports?status=open".to_owned(),
        label: label.to_owned(),
        is_here,
    };
    ReportsPage {
        chrome: signed_in("/console/reports"),
        frame: console_frame("/console/reports"),
        statuses: vec![status("Open", true), status("Resolved", false)],
        are_open: true,
        reports: vec![ReportRow {
            id: id(95),
            title: "Orchard".to_owned(),
            url: "/artworks/orchard".to_owned(),
            reason: "It is somebody else\u{2019}s work".to_owned(),
            text: "I painted it in 2019.".to_owned(),
            by: "a visitor".to_owned(),
            at: Moment::new(now()),
            note: String::new(),
        }],
        next_url: Some("/console/reports?status=open&cursor=x".to_owned()),
    }
}

/// What sellers are owed, and a run before.
pub fn console_payouts() -> PayoutsPage {
    let payee = |name: &str, field: Option<(String, String)>, why: &str| PayeeRow {
        name: name.to_owned(),
        account: "DE•• •••• 3000".to_owned(),
        payable: "€850.00".to_owned(),
        held: "€120.00".to_owned(),
        field,
        why: why.to_owned(),
        orders: vec![OwedRow {
            number: "IM-7K2Q9F".to_owned(),
            url: Some("/console/orders/x".to_owned()),
            amount: "€850.00".to_owned(),
            why: "May be withdrawn from until 12 May 2026".to_owned(),
        }],
    };
    PayoutsPage {
        chrome: signed_in("/console/payouts"),
        frame: console_frame("/console/payouts"),
        errors: Errors::default(),
        sellers: vec![
            payee("Galerie Nord", Some((format!("pay.{}.EUR", id(1)), "85000".to_owned())), ""),
            payee("Atelier am Siel", None, "No account is known"),
        ],
        can_start: true,
        key: id(700),
        minimums: vec![MinimumField { code: "EUR".to_owned(), value: "25.00".to_owned() }],
        runs: vec![RunRow {
            url: "/console/payouts/runs/x".to_owned(),
            at: Moment::new(now()),
            states: "Paid: 2, Failed: 1".to_owned(),
        }],
        next_url: Some("/console/payouts?cursor=x".to_owned()),
    }
}

/// A run with a payout in each state.
pub fn console_payout_run() -> RunPage {
    RunPage {
        chrome: signed_in("/console/payouts/runs/x"),
        frame: console_frame("/console/payouts"),
        id: id(701),
        at: Moment::new(now()),
        payouts: vec![
            sample_payout(1, "Waits", true),
            sample_payout(2, "Paid", false),
            sample_payout(3, "Failed", false),
        ],
        has_bank: true,
        can_send: true,
        can_pay: true,
    }
}

/// A payout.
pub(super) fn sample_payout(number: usize, state: &str, is_open: bool) -> PayoutRow {
    PayoutRow {
        id: id(710 + number),
        name: "Galerie Nord".to_owned(),
        amount: "€850.00".to_owned(),
        account: "DE•• •••• 3000".to_owned(),
        statement: "PAYOUT 0A1B2C3D4E5F".to_owned(),
        state: state.to_owned(),
        detail: if state == "Failed" { "The account is closed".to_owned() } else { String::new() },
        at: Moment::new(now()),
        can_pay: is_open,
        can_fail: is_open,
    }
}

/// Months, and who the house is.
pub fn console_months() -> MonthsPage {
    MonthsPage {
        chrome: signed_in("/console/months"),
        frame: console_frame("/console/months"),
        months: vec![MonthRow { name: "2026-05".to_owned(), state: "Closed".to_owned() }],
        form: IdentityForm {
            legal_name: "Impasto House GmbH".to_owned(),
            address: "Am Deich 1".to_owned(),
            ..IdentityForm::default()
        },
    }
}

/// A month that can be closed, with a list that does not agree.
pub fn console_month() -> MonthPage {
    MonthPage {
        chrome: signed_in("/console/months/2026-05"),
        frame: console_frame("/console/months"),
        month: "2026-05".to_owned(),
        closed_at: None,
        can_close: true,
        why: String::new(),
        totals: vec![TotalRow {
            account: "Commission".to_owned(),
            debit: "€0.00".to_owned(),
            credit: "€150.00".to_owned(),
            balance: "−€150.00".to_owned(),
        }],
        vat: vec![VatRow {
            of: "Sellers’ sales".to_owned(),
            country: "Germany".to_owned(),
            rate: "19%".to_owned(),
            base: "€1,000.00".to_owned(),
            tax: "€190.00".to_owned(),
        }],
        documents: vec![sample_document()],
        providers: vec!["paypal".to_owned()],
        errors: Errors::default(),
        table: "reference,amount,currency".to_owned(),
        differences: Some(vec![DifferenceRow {
            reference: "pi_1".to_owned(),
            theirs: "€119.00".to_owned(),
            ours: "does not know it".to_owned(),
        }]),
        transfers: vec![TransferRow {
            on: "29 May 2026".to_owned(),
            provider: "paypal".to_owned(),
            reference: "9DR12345XY".to_owned(),
            amount: "€1,180.40".to_owned(),
        }],
        transfer: Some(TransferForm {
            errors: Errors {
                summary: None,
                fields: vec![FieldError {
                    field: "transfer-amount".to_owned(),
                    message: "Amount must be an amount, such as 1250 or 1250.50.".to_owned(),
                }],
            },
            providers: vec![Choice { value: "paypal".to_owned(), label: "paypal".to_owned(), selected: true }],
            currencies: vec![Choice { value: "EUR".to_owned(), label: "EUR".to_owned(), selected: true }],
            amount: "all".to_owned(),
            reference: "9DR12346XY".to_owned(),
            on: "2026-05-31".to_owned(),
        }),
    }
}

/// A statement.
pub(super) fn sample_document() -> DocumentRow {
    DocumentRow {
        name: "Statement 2026-05".to_owned(),
        seller: "Galerie Nord".to_owned(),
        url: "/api/v1/house-documents/x.pdf".to_owned(),
        csv_url: Some("/api/v1/house-documents/x.csv".to_owned()),
    }
}
