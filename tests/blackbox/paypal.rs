//! Paying by PayPal, against a PayPal of our own: approval on its pages, notices in any order and number, lost answers, money
//! back, and changes of mind.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::paypal::{CLIENT_ID, CLIENT_SECRET, FakePaypal, Fault, Notice, Step, WEBHOOK_ID, notice};
use crate::harness::{Account, Answer, Engine, Guest, Listed, Program, both, edition, items, purchase, text};

/// A house that takes PayPal, with somebody who runs it and a print to buy.
struct House {
    program: Program,
    admin: Account,
    listed: Listed,
    fake: FakePaypal,
}

/// A purchase that waits for its customer.
struct Begun {
    guest: Guest,
    order_id: String,
    payment_id: String,
    redirect_url: String,
}

impl House {
    async fn open(engine: Engine) -> Self {
        Self::open_with(engine, &[]).await
    }

    async fn open_with(engine: Engine, more: &[(&str, &str)]) -> Self {
        let fake = FakePaypal::start().await;
        let own = [
            ("IMPASTO_PAYMENTS__PAYPAL__CLIENT_ID", CLIENT_ID),
            ("IMPASTO_PAYMENTS__PAYPAL__CLIENT_SECRET", CLIENT_SECRET),
            ("IMPASTO_PAYMENTS__PAYPAL__WEBHOOK_ID", WEBHOOK_ID),
            ("IMPASTO_PAYMENTS__PAYPAL__BASE_URL", fake.url.as_str()),
            ("IMPASTO_PAYMENTS__PAYPAL__TIMEOUT_S", "2"),
        ];
        let settings: Vec<(&str, &str)> = own.iter().chain(more).copied().collect();
        let (program, admin) = Program::start_with_admin(engine, &settings).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        Self { program, admin, listed, fake }
    }

    /// A guest orders a print and is to approve the payment at PayPal.
    async fn begin(&self) -> Begun {
        let guest = Guest::arrive(&self.program).await;
        guest.add(&self.program, &self.listed.editions[0], 1).await.ok(200);
        let mut wanted = purchase("");
        wanted["payment"] = json!({"provider": "paypal"});
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "by-paypal")];
        let placed = self.program.post("/api/v1/checkout", &headers, wanted).await.ok(201);
        assert_eq!(placed["payment"]["status"], "requires_action", "{placed}");
        Begun {
            guest,
            order_id: text(&placed["order"]["id"]),
            payment_id: text(&placed["payment"]["id"]),
            redirect_url: text(&placed["payment"]["redirect_url"]),
        }
    }

    /// What the page asks when the customer has come back.
    async fn confirm(&self, begun: &Begun) -> Value {
        let path = format!("/orders/{}/payments/{}/confirm", begun.order_id, begun.payment_id);
        begun.guest.call(&self.program, Method::POST, &path, None).await.ok(200)
    }

    async fn order(&self, begun: &Begun) -> Value {
        self.admin.get(&self.program, &format!("/orders/{}", begun.order_id)).await.ok(200)
    }

    /// Waits until the order is paid.
    async fn paid(&self, begun: &Begun) -> Value {
        loop {
            let order = self.order(begun).await;
            if order["payment_status"] == "paid" {
                return order;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    /// PayPal posts a notice.
    async fn tell(&self, notice: &Notice) -> Answer {
        let request = self.program.client().post(format!("{}/webhooks/paypal", self.program.url));
        let headers = notice.headers.iter();
        let request =
            headers.fold(request.body(notice.body.clone()), |request, (name, value)| request.header(*name, value));
        self.program.answer(request).await
    }

    async fn inbox(&self) -> Vec<Value> {
        let kept = self.admin.get(&self.program, "/admin/webhook-inbox").await.ok(200);
        items(&kept).to_vec()
    }

    /// The order was paid once, whatever was told.
    fn is_paid_once(&self, order: &Value) {
        assert_eq!((&order["payment_status"], &order["status"]), (&json!("paid"), &json!("open")), "{order}");
        let count = |list: &str, name: &str, value: &str| {
            order[list].as_array().expect("a list").iter().filter(|entry| entry[name] == value).count()
        };
        assert_eq!((count("documents", "kind", "invoice"), count("timeline", "type", "paid")), (1, 1), "{order}");
        assert_eq!(self.fake.complaints(), Vec::<String>::new());
    }
}

#[test]
fn another_site_is_come_back_to_if_the_house_knows_it() {
    both(|engine| async move {
        let known = [
            ("IMPASTO_PUBLIC_URL", "https://gallery.example"),
            ("IMPASTO_CORS__ALLOWED_ORIGINS", "https://shop.example"),
        ];
        let house = House::open_with(engine, &known).await;
        let guest = Guest::arrive(&house.program).await;
        guest.add(&house.program, &house.listed.editions[0], 1).await.ok(200);
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "back")];
        let asked = |address: &str| {
            let mut wanted = purchase("");
            wanted["payment"] = json!({"provider": "paypal"});
            wanted["return_url"] = json!(address);
            house.program.post("/api/v1/checkout", &headers, wanted)
        };
        for address in ["https://evil.example/", "https://shop.example.evil.example/", "//shop.example/", "/orders"] {
            asked(address).await.invalid(&["/return_url"]);
        }
        asked("https://shop.example/done?cart=7").await.ok(201);
        assert_eq!(house.fake.ways_back(), [["https://shop.example/done?cart=7"; 2]]);
        house.program.check();
    });
}

#[test]
fn a_customer_approves_at_paypal_comes_back_and_has_bought() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let offered = house.program.get("/api/v1/config", &[]).await.ok(200);
        let paypal = offered["providers"].as_array().expect("providers").iter().find(|one| one["name"] == "paypal");
        assert_eq!(paypal.expect("PayPal")["publishable_key"], CLIENT_ID);
        let begun = house.begin().await;
        assert!(begun.redirect_url.starts_with("https://www.sandbox.paypal.com/"), "{}", begun.redirect_url);
        assert_eq!(house.fake.order(&begun.payment_id)["purchase_units"][0]["amount"]["currency_code"], "EUR");

        // Before PayPal has spoken: who comes back is told to wait, who only looks is led on or pays otherwise.
        let cookie = format!("impasto_visitor={}", begun.guest.token);
        let browser = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        let page = async |query: &str| {
            let shown = house.program.get(&format!("/orders/{}{query}", begun.order_id), &browser).await;
            assert_eq!(shown.status, 200);
            String::from_utf8(shown.bytes).expect("a page")
        };
        let back = page("?returned=1").await;
        assert!(back.contains("Your copy is kept") && !back.contains("checkoutnow"), "{back}");
        let waiting = page("").await;
        assert!(waiting.contains("checkoutnow") && waiting.contains("id=\"pay-otherwise\""), "{waiting}");

        house.fake.approve(&begun.payment_id);
        let paid = house.confirm(&begun).await;
        assert_eq!(paid["payment"]["status"], "succeeded", "{paid}");
        let order = house.order(&begun).await;
        house.is_paid_once(&order);
        assert_eq!(house.fake.captures(&begun.payment_id).len(), 1);
        let total = order["totals"]["total"]["amount"].as_i64().expect("a total");
        let value = format!("{}.{:02}", total / 100, total % 100);
        assert_eq!(house.fake.captures(&begun.payment_id)[0]["amount"]["value"], value);
        let invoice = format!("/orders/{}/invoice.pdf", begun.order_id);
        let pdf = begun.guest.get(&house.program, &invoice).await;
        assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.status);
        house.program.check();
    });
}

#[test]
fn the_page_leads_straight_to_paypal() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.begin().await;
        let cookie = format!("impasto_visitor={}", begun.guest.token);
        let browser = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        let path = format!("/orders/{}/pay", begun.order_id);
        let form = [("payment", "paypal:"), ("idempotency_key", "once-more")];
        let sent = house.program.submit(&path, &browser, &form).await;
        assert_eq!(sent.status, 303);
        assert!(sent.header("location").starts_with("https://www.sandbox.paypal.com/"), "{}", sent.header("location"));
        let policy = sent.header("content-security-policy");
        assert!(policy.contains("form-action 'self' https://www.sandbox.paypal.com;"), "{policy}");
        assert_eq!(house.fake.orders(), 2, "the attempt that waited was called off");
        house.program.check();
    });
}

#[test]
fn a_notice_may_come_before_the_customer_does() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.begin().await;
        house.fake.approve(&begun.payment_id);
        house.tell(&house.fake.approved("WH-APPROVED", &begun.payment_id)).await.ok(200);
        let order = house.paid(&begun).await;
        house.is_paid_once(&order);
        let back = house.confirm(&begun).await;
        assert_eq!(back["order"]["payment_status"], "paid");
        // And the word of the capture, later, again, and after it the first one once more.
        house.tell(&house.fake.captured("WH-CAPTURED", &begun.payment_id)).await.ok(200);
        house.tell(&house.fake.approved("WH-APPROVED", &begun.payment_id)).await.ok(200);
        house.is_paid_once(&house.order(&begun).await);
        assert_eq!(house.fake.captures(&begun.payment_id).len(), 1);
        house.program.check();
    });
}

#[test]
fn three_notices_at_once_and_a_hundred_replays_have_one_effect() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.begin().await;
        let told = house.fake.captured("WH-CAPTURED", &begun.payment_id);
        let (one, two, three) = tokio::join!(house.tell(&told), house.tell(&told), house.tell(&told));
        assert_eq!([one.status, two.status, three.status], [200, 200, 200]);
        let order = house.order(&begun).await;
        house.is_paid_once(&order);
        for _ in 0..100 {
            house.tell(&told).await.ok(200);
        }
        let after = house.order(&begun).await;
        house.is_paid_once(&after);
        assert_eq!(after["timeline"], order["timeline"]);
        let kept = house.inbox().await;
        assert_eq!(kept.len(), 1);
        assert_eq!((&kept[0]["outcome"], &kept[0]["deliveries"]), (&json!("done"), &json!(103)));
        assert_eq!(house.listed.stock(&house.program).await["sold"], 1);
        house.program.check();
    });
}

#[test]
fn a_lost_answer_to_the_taking_pays_once() {
    both(|engine| async move {
        let house = House::open(engine).await;
        for fault in [Fault::Lost, Fault::BrokenAfter, Fault::Unreadable] {
            let begun = house.begin().await;
            house.fake.approve(&begun.payment_id);
            house.fake.fail(Step::Capture, fault);
            house.confirm(&begun).await;
            // The customer asks again, rather than wait a minute for the house to do so.
            house.confirm(&begun).await;
            let order = house.paid(&begun).await;
            house.is_paid_once(&order);
            assert_eq!(house.fake.captures(&begun.payment_id).len(), 1);
        }
        house.program.check();
    });
}

#[test]
fn a_lost_answer_to_the_making_makes_one_order_there() {
    both(|engine| async move {
        let house = House::open(engine).await;
        house.fake.fail(Step::Create, Fault::Lost);
        let begun = house.begin().await;
        assert_eq!((house.fake.orders(), house.fake.asked(Step::Create)), (1, 2));
        house.fake.approve(&begun.payment_id);
        house.confirm(&begun).await;
        house.is_paid_once(&house.paid(&begun).await);
        house.program.check();
    });
}

#[test]
fn who_was_declined_or_changed_their_mind_pays_otherwise() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.begin().await;
        house.fake.approve(&begun.payment_id);
        house.fake.fail(Step::Capture, Fault::Refuse("INSTRUMENT_DECLINED"));
        let declined = house.confirm(&begun).await;
        assert_eq!(
            (&declined["payment"]["status"], &declined["payment"]["decline_code"]),
            (&json!("failed"), &json!("card_declined"))
        );
        otherwise(&house, &begun).await;

        // The other has been to PayPal, came back without approving, and approves in another tab when it is too late.
        let begun = house.begin().await;
        otherwise(&house, &begun).await;
        house.fake.approve(&begun.payment_id);
        house.tell(&house.fake.approved("WH-LATE", &begun.payment_id)).await.ok(200);
        assert!(house.fake.captures(&begun.payment_id).is_empty(), "nobody takes money for what is paid");
        house.is_paid_once(&house.order(&begun).await);
        house.program.check();
    });
}

/// The customer pays the order by another provider.
async fn otherwise(house: &House, begun: &Begun) {
    let headers = [("x-visitor", begun.guest.token.as_str()), ("idempotency-key", "otherwise")];
    let path = format!("/api/v1/orders/{}/payments", begun.order_id);
    let again = house.program.post(&path, &headers, json!({"provider": "test", "token": "tok_ok"})).await.ok(201);
    assert_eq!(again["order"]["payment_status"], "paid", "{again}");
}

#[test]
fn money_goes_back_through_paypal_once() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.begin().await;
        house.fake.approve(&begun.payment_id);
        house.confirm(&begun).await;
        house.paid(&begun).await;
        let path = format!("/api/v1/admin/orders/{}/refund", begun.order_id);
        let body = json!({"amount": {"amount": 1_234, "currency": "EUR"}, "reason": "Torn corner"});
        let bearer = house.admin.bearer();
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", "some")];
        house.fake.fail(Step::Refund, Fault::Lost);
        house.program.post(&path, &headers, body.clone()).await.ok(200);
        house.program.post(&path, &headers, body).await.ok(200);
        let order = loop {
            let order = house.order(&begun).await;
            if order["refunds"][0]["status"] == "refunded" {
                break order;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        };
        assert_eq!(order["payment_status"], "partially_refunded");
        let given = house.fake.refunds();
        assert_eq!((given.len(), &given[0]["amount"]["value"]), (1, &json!("12.34")));
        house.program.check();
    });
}

#[test]
fn only_paypals_own_notices_are_believed_and_what_is_not_known_is_kept() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.begin().await;
        let good = house.fake.captured("WH-1", &begun.payment_id);
        let forged = Notice { body: good.body.replace("WH-1", "WH-2"), ..good.clone() };
        house.tell(&forged).await.problem(403, "forbidden");
        let unsigned = Notice { headers: vec![("content-type", "application/json".to_owned())], ..good.clone() };
        house.tell(&unsigned).await.problem(403, "forbidden");
        let nonsense = Notice { body: "no json".to_owned(), ..good.clone() };
        house.tell(&nonsense).await.problem(400, "malformed");
        house.fake.fail(Step::Verify, Fault::Broken);
        house.tell(&good).await.problem(503, "unavailable");
        let elsewhere = house.program.post("/webhooks/acme", &[], json!({})).await;
        elsewhere.problem(404, "not-found");
        assert_eq!(house.order(&begun).await["payment_status"], "requires_action");
        assert_eq!(house.inbox().await, Vec::<Value>::new(), "nothing of it is kept");

        house
            .tell(&notice("WH-3", "CUSTOMER.DISPUTE.CREATED", "dispute", &json!({"dispute_id": "PP-D-1"})))
            .await
            .ok(200);
        let stranger = json!({"id": "C9", "status": "COMPLETED", "custom_id": "01890000-0000-7000-8000-000000000000"});
        house.tell(&notice("WH-4", "PAYMENT.CAPTURE.COMPLETED", "capture", &stranger)).await.ok(200);
        let other_sum = json!({"id": "C8", "status": "COMPLETED", "custom_id": begun.payment_id, "amount": {"currency_code": "EUR", "value": "0.01"}});
        house.tell(&notice("WH-5", "PAYMENT.CAPTURE.COMPLETED", "capture", &other_sum)).await.ok(200);
        assert_eq!(house.order(&begun).await["payment_status"], "requires_action");
        let kept = house.inbox().await;
        let outcomes: Vec<_> = kept.iter().map(|one| (text(&one["event_id"]), text(&one["outcome"]))).collect();
        let row = |id: &str, outcome: &str| (id.to_owned(), outcome.to_owned());
        assert_eq!(outcomes, [row("WH-5", "unmatched"), row("WH-4", "unmatched"), row("WH-3", "unknown")]);
        let again = format!("/admin/webhook-inbox/{}/redeliver", text(&kept[2]["id"]));
        let again = house.admin.act(&house.program, &again).await.ok(200);
        assert_eq!((&again["outcome"], &again["deliveries"]), (&json!("unknown"), &json!(2)));
        let audit = house.admin.get(&house.program, "/admin/audit?limit=100").await.ok(200);
        assert!(items(&audit).iter().any(|entry| entry["action"] == "webhook.redeliver"), "{audit}");
        house.program.check();
    });
}

/// A notice about a case.
fn about_case(event_id: &str, kind: &str, payment_id: &str, value: &str, outcome: Option<&str>) -> Notice {
    let mut case = json!({
        "dispute_id": "PP-D-4012", "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED", "status": "OPEN",
        "dispute_amount": {"currency_code": "EUR", "value": value},
        "seller_response_due_date": "2099-12-10T10:00:00.000Z",
        "disputed_transactions": [{"seller_transaction_id": "C1", "custom": payment_id}],
    });
    if let Some(code) = outcome {
        case["dispute_outcome"] = json!({"outcome_code": code});
    }
    notice(event_id, &format!("CUSTOMER.DISPUTE.{kind}"), "dispute", &case)
}

#[test]
fn a_dispute_takes_money_away_and_brings_it_back_or_not_in_whatever_order_it_is_told() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let bought = async || {
            let begun = house.begin().await;
            house.fake.approve(&begun.payment_id);
            house.confirm(&begun).await;
            let order = house.paid(&begun).await;
            let total = order["totals"]["total"]["amount"].as_i64().expect("a total");
            (begun, format!("{}.{:02}", total / 100, total % 100), total)
        };
        let of = async |begun: &Begun, account: &str| {
            let path = format!("/admin/ledger?order={}&account={account}", begun.order_id);
            let found = house.admin.get(&house.program, &path).await.ok(200);
            items(&found).iter().map(|entry| entry["amount"]["amount"].as_i64().expect("minor units")).sum::<i64>()
        };

        // Won: told three times at once, and the end of it twice.
        let (begun, value, total) = bought().await;
        let opened = about_case("WH-O1", "CREATED", &begun.payment_id, &value, None);
        let (one, two, three) = tokio::join!(house.tell(&opened), house.tell(&opened), house.tell(&opened));
        assert_eq!([one.status, two.status, three.status], [200, 200, 200]);
        let order = house.order(&begun).await;
        assert_eq!(
            (&order["payment_status"], order["disputes"].as_array().map(Vec::len)),
            (&json!("disputed"), Some(1))
        );
        assert_eq!((of(&begun, "disputed").await, of(&begun, "provider_clearing").await), (total, -74));
        let listed = house.admin.get(&house.program, "/admin/disputes?status=open").await.ok(200);
        assert_eq!(items(&listed)[0]["dispute"]["reference"], "PP-D-4012");
        assert_eq!(items(&listed)[0]["dispute"]["evidence_due_at"], "2099-12-10T10:00:00Z");
        let refused = json!({"amount": {"amount": 100, "currency": "EUR"}, "reason": "Kindness"});
        let path = format!("/api/v1/admin/orders/{}/refund", begun.order_id);
        let bearer = house.admin.bearer();
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", "kindness")];
        house.program.post(&path, &headers, refused).await.problem(409, "invalid-transition");
        house.program.check();
        let won = about_case("WH-W1", "RESOLVED", &begun.payment_id, &value, Some("RESOLVED_SELLER_FAVOUR"));
        house.tell(&won).await.ok(200);
        house.tell(&won).await.ok(200);
        assert_eq!(house.order(&begun).await["payment_status"], "paid");
        assert_eq!((of(&begun, "disputed").await, of(&begun, "provider_clearing").await), (0, total - 74));

        // Lost: the end is told first.
        let (begun, value, _) = bought().await;
        house
            .tell(&about_case("WH-L2", "RESOLVED", &begun.payment_id, &value, Some("RESOLVED_BUYER_FAVOUR")))
            .await
            .ok(200);
        assert_eq!(house.order(&begun).await["payment_status"], "paid");
        house.tell(&about_case("WH-O2", "CREATED", &begun.payment_id, &value, None)).await.ok(200);
        let order = house.order(&begun).await;
        assert_eq!((&order["payment_status"], &order["disputes"][0]["status"]), (&json!("refunded"), &json!("lost")));
        for account in ["seller_payable", "seller_vat", "commission", "disputed"] {
            assert_eq!(of(&begun, account).await, 0, "{account}");
        }
        assert_eq!(house.fake.refunds().len(), 0, "PayPal gives nothing a second time");
        house.program.check();
    });
}
