//! Paying by Stripe, against a Stripe of our own: its page and the card page of this house, notices in any order and
//! number, lost answers, declines, money back, disputes.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::stripe::{
    Card, DISPUTE_FEE, FEE, FakeStripe, Fault, Notice, PUBLISHABLE_KEY, SECRET_KEY, Step, WEBHOOK_SECRET, notice,
    notice_in, now,
};
use crate::harness::{Account, Answer, Engine, Guest, Listed, Program, both, edition, items, purchase, text};

const OTHER_SECRET: &str = "whsec_the_next_one_to_come";

/// A house that takes money by Stripe, with somebody who runs it and a print to buy.
struct House {
    program: Program,
    admin: Account,
    listed: Listed,
    fake: FakeStripe,
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
        let fake = FakeStripe::start().await;
        let mut settings = vec![
            ("IMPASTO_PAYMENTS__STRIPE__SECRET_KEY", SECRET_KEY),
            ("IMPASTO_PAYMENTS__STRIPE__PUBLISHABLE_KEY", PUBLISHABLE_KEY),
            ("IMPASTO_PAYMENTS__STRIPE__WEBHOOK_SECRET", WEBHOOK_SECRET),
            ("IMPASTO_PAYMENTS__STRIPE__WEBHOOK_SECRETS", OTHER_SECRET),
            ("IMPASTO_PAYMENTS__STRIPE__PAYMENT_ELEMENT", "true"),
            ("IMPASTO_PAYMENTS__STRIPE__BASE_URL", fake.url.as_str()),
            ("IMPASTO_PAYMENTS__STRIPE__TIMEOUT_S", "2"),
        ];
        settings.extend(more);
        let (program, admin) = Program::start_with_admin(engine, &settings).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        Self { program, admin, listed, fake }
    }

    /// A guest orders a print and is to pay on Stripe's page.
    async fn begin(&self) -> Begun {
        self.begin_by(json!({"provider": "stripe"})).await
    }

    /// A guest orders a print and is to enter a card here.
    async fn begin_here(&self) -> Begun {
        self.begin_by(json!({"provider": "stripe", "token": "element"})).await
    }

    async fn begin_by(&self, payment: Value) -> Begun {
        let guest = Guest::arrive(&self.program).await;
        guest.add(&self.program, &self.listed.editions[0], 1).await.ok(200);
        let mut wanted = purchase("");
        wanted["payment"] = payment;
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "by-stripe")];
        let placed = self.program.post("/api/v1/checkout", &headers, wanted).await.ok(201);
        assert_eq!(placed["payment"]["status"], "requires_action", "{placed}");
        Begun {
            guest,
            order_id: text(&placed["order"]["id"]),
            payment_id: text(&placed["payment"]["id"]),
            redirect_url: placed["payment"]["redirect_url"].as_str().unwrap_or_default().to_owned(),
        }
    }

    /// A purchase that is paid.
    async fn bought(&self) -> Begun {
        let begun = self.begin().await;
        self.fake.pay(&begun.payment_id, Card::Good);
        self.confirm(&begun).await;
        self.until(&begun, "paid").await;
        begun
    }

    /// What the page asks when the customer has come back.
    async fn confirm(&self, begun: &Begun) -> Value {
        let path = format!("/orders/{}/payments/{}/confirm", begun.order_id, begun.payment_id);
        begun.guest.call(&self.program, Method::POST, &path, None).await.ok(200)
    }

    async fn order(&self, begun: &Begun) -> Value {
        self.admin.get(&self.program, &format!("/orders/{}", begun.order_id)).await.ok(200)
    }

    /// Waits until the payment of the order stands so.
    async fn until(&self, begun: &Begun, payment_status: &str) -> Value {
        self.until_so(begun, |order| order["payment_status"] == payment_status).await
    }

    async fn until_so(&self, begun: &Begun, is_so: impl Fn(&Value) -> bool) -> Value {
        loop {
            let order = self.order(begun).await;
            if is_so(&order) {
                return order;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    /// Stripe posts a notice.
    async fn tell(&self, notice: &Notice) -> Answer {
        let request = self.program.client().post(format!("{}/api/v1/webhooks/stripe", self.program.url));
        let headers = notice.headers.iter();
        let request =
            headers.fold(request.body(notice.body.clone()), |request, (name, value)| request.header(*name, value));
        self.program.answer(request).await
    }

    /// What the books have for an order on an account.
    async fn booked(&self, begun: &Begun, account: &str) -> i64 {
        let path = format!("/admin/ledger?order={}&account={account}&limit=100", begun.order_id);
        let found = self.admin.get(&self.program, &path).await.ok(200);
        items(&found).iter().map(|entry| entry["amount"]["amount"].as_i64().expect("an amount")).sum()
    }

    /// What the only seller is owed.
    async fn payable(&self) -> Value {
        let seen = self.admin.get(&self.program, "/admin/payouts/preview").await.ok(200);
        seen["sellers"][0]["payable"].clone()
    }

    /// Pays out what is payable, and waits until Stripe has sent it.
    async fn pay_out(&self, key: &str) -> Value {
        let bearer = self.admin.bearer();
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", key)];
        let run = self.program.post("/api/v1/admin/payouts/runs", &headers, json!({})).await.ok(201);
        let path = format!("/admin/payouts/{}", text(&run["payouts"][0]["id"]));
        loop {
            let payout = self.admin.get(&self.program, &path).await.ok(200);
            if payout["state"] != "pending" {
                assert_eq!(payout["state"], "paid", "{payout}");
                return payout;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    async fn inbox(&self) -> Vec<Value> {
        let kept = self.admin.get(&self.program, "/admin/webhook-inbox").await.ok(200);
        items(&kept).to_vec()
    }

    /// A page of the house, as the customer's browser asks for it.
    async fn page(&self, begun: &Begun, path: &str) -> (Answer, String) {
        let cookie = format!("impasto_visitor={}", begun.guest.token);
        let browser = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        let shown = self.program.get(path, &browser).await;
        let html = String::from_utf8(shown.bytes.clone()).expect("a page");
        (shown, html)
    }

    async fn pay_by_form(&self, begun: &Begun, payment: &str) -> Answer {
        let cookie = format!("impasto_visitor={}", begun.guest.token);
        let browser = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        let form = [("payment", payment), ("idempotency_key", "once-more")];
        self.program.submit(&format!("/orders/{}/pay", begun.order_id), &browser, &form).await
    }

    /// The order was paid once, whatever was told.
    fn is_paid_once(&self, begun: &Begun, order: &Value) {
        assert_eq!((&order["payment_status"], &order["status"]), (&json!("paid"), &json!("open")), "{order}");
        let count = |list: &str, name: &str, value: &str| {
            order[list].as_array().expect("a list").iter().filter(|entry| entry[name] == value).count()
        };
        assert_eq!((count("documents", "kind", "invoice"), count("timeline", "type", "paid")), (1, 1), "{order}");
        assert_eq!(self.fake.charges(&begun.payment_id).len(), 1);
        assert_eq!(self.fake.complaints(), Vec::<String>::new());
    }
}

#[test]
fn a_customer_pays_on_stripes_page_comes_back_and_has_bought() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let offered = house.program.get("/api/v1/config", &[]).await.ok(200);
        let stripe = offered["providers"].as_array().expect("providers").iter().find(|one| one["name"] == "stripe");
        assert_eq!(stripe.expect("Stripe")["publishable_key"], PUBLISHABLE_KEY);
        let begun = house.begin().await;
        assert!(begun.redirect_url.starts_with("https://checkout.stripe.com/c/pay/cs_test_"), "{}", begun.redirect_url);

        // On Stripe's page: a card that is declined, then one that is not, and back.
        let page = house.fake.page(&begun.redirect_url);
        let press = async |button: &str| {
            house.program.answer(house.program.client().post(format!("{page}/{button}")).body(String::new())).await
        };
        let declined = press("decline").await;
        assert!(String::from_utf8_lossy(&declined.bytes).contains("insufficient funds"));
        let waits = house.confirm(&begun).await;
        assert_eq!(waits["payment"]["status"], "requires_action", "another card can be tried there: {waits}");
        let back = press("approve").await;
        assert_eq!(back.status, 303);
        let path = format!("/orders/{}?returned=1", begun.order_id);
        assert_eq!(back.header("location"), format!("{}{path}", house.program.url));
        let (_, html) = house.page(&begun, &path).await;
        assert!(html.contains("Your copy is kept") && !html.contains("checkout.stripe.com"), "{html}");

        let paid = house.confirm(&begun).await;
        assert_eq!(paid["payment"]["status"], "succeeded", "{paid}");
        let order = house.order(&begun).await;
        house.is_paid_once(&begun, &order);
        let total = &order["totals"]["total"]["amount"];
        assert_eq!(&house.fake.charges(&begun.payment_id)[0]["amount"], total);
        assert_eq!(house.booked(&begun, "provider_fees").await, FEE);
        assert_eq!(Some(house.booked(&begun, "provider_clearing").await + FEE), total.as_i64());
        let pdf = begun.guest.get(&house.program, &format!("/orders/{}/invoice.pdf", begun.order_id)).await;
        assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.status);
        house.program.check();
    });
}

#[test]
fn the_form_leads_straight_to_stripe_and_closes_the_page_before() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.begin().await;
        let sent = house.pay_by_form(&begun, "stripe:").await;
        assert_eq!(sent.status, 303);
        assert!(sent.header("location").starts_with("https://checkout.stripe.com/"), "{}", sent.header("location"));
        let policy = sent.header("content-security-policy");
        assert!(policy.contains("form-action 'self' https://checkout.stripe.com;"), "{policy}");
        assert_eq!(house.fake.session(&begun.payment_id)["status"], "expired", "the attempt that waited is called off");
        assert_eq!(house.fake.sessions(), 2);
        let (_, html) = house.page(&begun, &format!("/orders/{}", begun.order_id)).await;
        assert!(html.contains("https://checkout.stripe.com/c/pay/") && html.contains("stripe:element"), "{html}");
        house.program.check();
    });
}

#[test]
fn a_card_is_entered_on_one_page_of_the_house_that_stripes_script_runs_on() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.begin_here().await;
        assert_eq!(begun.redirect_url, "");
        let path = format!("/orders/{}/card", begun.order_id);
        let (_, order) = house.page(&begun, &format!("/orders/{}", begun.order_id)).await;
        assert!(order.contains(&path) && !order.contains("js.stripe.com"), "{order}");
        let (shown, html) = house.page(&begun, &path).await;
        assert_eq!(shown.status, 200);
        let secret = text(&house.fake.intent(&begun.payment_id)["client_secret"]);
        assert!(html.contains("https://js.stripe.com/v3/") && html.contains(&secret) && html.contains(PUBLISHABLE_KEY));
        let policy = shown.header("content-security-policy");
        assert!(policy.contains("script-src 'self' https://js.stripe.com"), "{policy}");
        assert!(policy.contains("frame-src https://js.stripe.com"), "{policy}");
        let (elsewhere, _) = house.page(&begun, "/cart").await;
        assert!(!elsewhere.header("content-security-policy").contains("js.stripe.com"));
        // It is nobody else's.
        let stranger = Begun { guest: Guest::arrive(&house.program).await, ..house.begin_here().await };
        let (refused, _) = house.page(&stranger, &path).await;
        assert_eq!(refused.status, 404);

        house.fake.pay(&begun.payment_id, Card::Challenged);
        assert_eq!(house.confirm(&begun).await["payment"]["status"], "requires_action");
        house.fake.authenticate(&begun.payment_id, true);
        assert_eq!(house.confirm(&begun).await["payment"]["status"], "succeeded");
        house.is_paid_once(&begun, &house.until(&begun, "paid").await);
        let (over, _) = house.page(&begun, &path).await;
        assert_eq!(over.status, 303, "there is nothing to pay any more");
        house.program.check();
    });
}

#[test]
fn a_card_page_is_there_where_it_is_wanted_only() {
    both(|engine| async move {
        let house = House::open_with(engine, &[("IMPASTO_PAYMENTS__STRIPE__PAYMENT_ELEMENT", "false")]).await;
        let guest = Guest::arrive(&house.program).await;
        guest.add(&house.program, &house.listed.editions[0], 1).await.ok(200);
        for token in ["element", "tok_ok"] {
            let mut wanted = purchase("");
            wanted["payment"] = json!({"provider": "stripe", "token": token});
            let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", token)];
            house.program.post("/api/v1/checkout", &headers, wanted).await.invalid(&["/payment/token"]);
        }
    });
}

#[test]
fn three_notices_at_once_and_a_hundred_replays_have_one_effect() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.begin().await;
        house.fake.pay(&begun.payment_id, Card::Good);
        let told = house.fake.told_of_intent("evt_paid", "payment_intent.succeeded", &begun.payment_id);
        let (one, two, three) = tokio::join!(house.tell(&told), house.tell(&told), house.tell(&told));
        assert_eq!([one.status, two.status, three.status], [200, 200, 200]);
        let order = house.order(&begun).await;
        house.is_paid_once(&begun, &order);
        for _ in 0..100 {
            house.tell(&told).await.ok(200);
        }
        let after = house.order(&begun).await;
        house.is_paid_once(&begun, &after);
        assert_eq!(after["timeline"], order["timeline"]);
        let kept = house.inbox().await;
        assert_eq!(kept.len(), 1);
        assert_eq!((&kept[0]["outcome"], &kept[0]["deliveries"]), (&json!("done"), &json!(103)));
        assert_eq!(house.listed.stock(&house.program).await["sold"], 1);
        assert_eq!(house.booked(&begun, "provider_fees").await, FEE, "a notice brings what the money has cost");
        house.program.check();
    });
}

#[test]
fn notices_in_any_order_come_to_the_same() {
    both(|engine| async move {
        let house = House::open(engine).await;
        for (round, order) in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].iter().enumerate() {
            let begun = house.begin().await;
            house.fake.pay(&begun.payment_id, Card::Declined("insufficient_funds"));
            let failed =
                house.fake.told_of_intent(&format!("evt_f{round}"), "payment_intent.payment_failed", &begun.payment_id);
            house.fake.pay(&begun.payment_id, Card::Good);
            let paid =
                house.fake.told_of_intent(&format!("evt_p{round}"), "payment_intent.succeeded", &begun.payment_id);
            let completed =
                house.fake.told_of_session(&format!("evt_c{round}"), "checkout.session.completed", &begun.payment_id);
            let told = [failed, paid, completed];
            for place in order {
                house.tell(&told[*place]).await.ok(200);
            }
            house.is_paid_once(&begun, &house.until(&begun, "paid").await);
        }
        assert!(house.inbox().await.iter().all(|kept| kept["outcome"] == "done"));
        house.program.check();
    });
}

#[test]
fn a_lost_notice_is_asked_for() {
    both(|engine| async move {
        let mut house = House::open(engine).await;
        let begun = house.begin().await;
        house.fake.pay(&begun.payment_id, Card::Good);
        // Nobody comes back and nothing is told; and a minute passes while the house is dark.
        house.program.kill();
        let due = "UPDATE jobs SET lease_token = NULL, lease_until = NULL, run_at =";
        house.program.change(
            &format!("{due} '2020-01-01T00:00:00.000000+00:00' WHERE kind = 'drive_payment'"),
            &format!("{due} now() - interval '1 minute' WHERE kind = 'drive_payment'"),
        );
        house.program.restart().await;
        house.is_paid_once(&begun, &house.until(&begun, "paid").await);
        house.program.check();
    });
}

#[test]
fn a_late_notice_buys_what_is_left() {
    both(|engine| async move {
        let short = [("IMPASTO_HOLDS__TTL_S", "2"), ("IMPASTO_HOLDS__PAYMENT_EXTENSION_S", "2")];
        let house = House::open_with(engine, &short).await;
        let begun = house.begin().await;
        house.fake.pay(&begun.payment_id, Card::Debit);
        house.until_so(&begun, |order| order["status"] == "expired").await;
        house.fake.settle(&begun.payment_id, true);
        let kind = "checkout.session.async_payment_succeeded";
        let late = house.fake.told_of_session("evt_late", kind, &begun.payment_id);
        for _ in 0..3 {
            house.tell(&late).await.ok(200);
        }
        let order = house.until(&begun, "paid").await;
        assert_eq!((&order["status"], house.fake.charges(&begun.payment_id).len()), (&json!("open"), 1), "{order}");
        assert_eq!(house.listed.stock(&house.program).await["sold"], 1);

        // Who never paid has a page that is closed with the order.
        let other = house.begin().await;
        house.until_so(&other, |order| order["status"] == "expired").await;
        assert_eq!(house.fake.session(&other.payment_id)["status"], "expired");
        house.tell(&house.fake.told_of_session("evt_x", "checkout.session.expired", &other.payment_id)).await.ok(200);
        assert_eq!(house.order(&other).await["status"], "expired");
        house.program.check();
    });
}

#[test]
fn lost_answers_at_each_step_pay_once() {
    both(|engine| async move {
        let house = House::open(engine).await;
        for fault in [Fault::Lost, Fault::BrokenAfter, Fault::Unreadable, Fault::OtherMode] {
            house.fake.fail(Step::Session, fault.clone());
            let begun = house.begin().await;
            house.fake.pay(&begun.payment_id, Card::Good);
            house.fake.fail(Step::GetSession, fault.clone());
            let nothing = house.confirm(&begun).await;
            assert_eq!(nothing["payment"]["status"], "requires_action", "{nothing}");
            house.confirm(&begun).await;
            house.is_paid_once(&begun, &house.until(&begun, "paid").await);
        }
        assert_eq!(house.fake.sessions(), 4, "one page for each attempt");
        house.program.check();
    });
}

#[test]
fn a_bank_that_was_asked_first_pays_once() {
    both(|engine| async move {
        let house = House::open_with(engine, &[("IMPASTO_PAYMENTS__STRIPE__MANUAL_CAPTURE", "true")]).await;
        let begun = house.begin().await;
        house.fake.pay(&begun.payment_id, Card::Good);
        house.fake.fail(Step::Capture, Fault::Lost);
        house.confirm(&begun).await;
        let told = house.fake.told_of_session("evt_c", "checkout.session.completed", &begun.payment_id);
        house.tell(&told).await.ok(200);
        house.is_paid_once(&begun, &house.until(&begun, "paid").await);
        house.program.check();
    });
}

#[test]
fn who_is_declined_reads_why_and_pays_otherwise() {
    both(|engine| async move {
        let house = House::open(engine).await;
        for (told, code, words) in [
            ("insufficient_funds", "insufficient_funds", "not enough money"),
            ("expired_card", "expired_card", "expired"),
            ("call_issuer", "do_not_honor", "bank"),
        ] {
            let begun = house.begin_here().await;
            house.fake.pay(&begun.payment_id, Card::Declined(told));
            let declined = house.confirm(&begun).await;
            assert_eq!(
                (&declined["payment"]["status"], &declined["payment"]["decline_code"]),
                (&json!("failed"), &json!(code))
            );
            let (_, html) = house.page(&begun, &format!("/orders/{}", begun.order_id)).await;
            assert!(html.contains(words), "{html}");
            let sent = house.pay_by_form(&begun, "stripe:element").await;
            assert_eq!(sent.header("location"), format!("/orders/{}/card", begun.order_id));
            let headers = [("x-visitor", begun.guest.token.as_str()), ("idempotency-key", "otherwise")];
            let path = format!("/api/v1/orders/{}/payments", begun.order_id);
            let test = json!({"provider": "test", "token": "tok_ok"});
            let again = house.program.post(&path, &headers, test).await.ok(201);
            assert_eq!(again["order"]["payment_status"], "paid", "{again}");
        }
        house.program.check();
    });
}

#[test]
fn money_goes_back_through_stripe_once() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.bought().await;
        let path = format!("/api/v1/admin/orders/{}/refund", begun.order_id);
        let body = json!({"amount": {"amount": 1_234, "currency": "EUR"}, "reason": "Torn corner"});
        let bearer = house.admin.bearer();
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", "some")];
        house.fake.fail(Step::Refund, Fault::Lost);
        house.program.post(&path, &headers, body.clone()).await.ok(200);
        house.program.post(&path, &headers, body).await.ok(200);
        let order = house.until_so(&begun, |order| order["refunds"][0]["status"] == "refunded").await;
        assert_eq!(order["payment_status"], "partially_refunded");
        let given = house.fake.refunds();
        assert_eq!((given.len(), &given[0]["amount"]), (1, &json!(1_234)));
        house.tell(&house.fake.told_of_charge("evt_r1", "charge.refunded", &begun.payment_id)).await.ok(200);
        house.fake.refund_past_the_house(&begun.payment_id, 100);
        house.tell(&house.fake.told_of_charge("evt_r2", "charge.refunded", &begun.payment_id)).await.ok(200);
        let kept = house.inbox().await;
        let outcome = |id: &str| kept.iter().find(|one| one["event_id"] == id).map(|one| text(&one["outcome"]));
        assert_eq!(outcome("evt_r1").as_deref(), Some("done"));
        assert_eq!(outcome("evt_r2").as_deref(), Some("unknown"), "money that the house did not give is looked at");
        house.program.check();
    });
}

#[test]
fn a_dispute_takes_the_order_out_and_brings_it_back() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.bought().await;
        let opened = house.fake.dispute("evt_d1", &begun.payment_id);
        house.fake.fail(Step::GetIntent, Fault::Broken);
        house.tell(&opened).await.problem(503, "unavailable");
        for _ in 0..3 {
            house.tell(&opened).await.ok(200);
        }
        house.until(&begun, "disputed").await;
        let ended = house.fake.dispute_ends("evt_d2", &begun.payment_id, "won");
        for _ in 0..3 {
            house.tell(&ended).await.ok(200);
        }
        house.until(&begun, "paid").await;
        assert_eq!(house.booked(&begun, "disputed").await, 0);
        assert_eq!(house.booked(&begun, "provider_fees").await, FEE + DISPUTE_FEE);

        // The other is lost, and was told of twice under different names.
        let begun = house.bought().await;
        house.tell(&house.fake.dispute("evt_d3", &begun.payment_id)).await.ok(200);
        house.until(&begun, "disputed").await;
        let withdrawn = house.fake.dispute_stands("evt_d4", "charge.dispute.funds_withdrawn", &begun.payment_id);
        house.tell(&withdrawn).await.ok(200);
        assert_eq!(house.booked(&begun, "provider_fees").await, FEE + DISPUTE_FEE, "one case");
        house.tell(&house.fake.dispute_ends("evt_d5", &begun.payment_id, "lost")).await.ok(200);
        house.until(&begun, "refunded").await;
        assert_eq!(house.booked(&begun, "disputed").await, 0);
        assert!(house.inbox().await.iter().all(|kept| kept["outcome"] == "done"));
        house.program.check();
    });
}

#[test]
fn what_comes_back_from_a_seller_is_payable_again_once() {
    both(|engine| async move {
        let mut house = House::open(engine).await;
        house.bought().await;
        house.program.terminate().await;
        let complete = "UPDATE orders SET status = 'completed', fulfilment_status = 'delivered'; \
                        UPDATE sellers SET payout_account = 'acct_1'";
        house.program.change(complete, complete);
        house.program.restart().await;
        let before = house.payable().await;
        let payout = house.pay_out("first").await;
        let sum = payout["amount"]["amount"].as_i64().expect("a sum");
        assert_eq!(house.fake.transfers()[0]["metadata"]["payout_id"], payout["id"]);

        // Of a part of it nothing is concluded.
        house.tell(&house.fake.transfer_returns("evt_t1", 100)).await.ok(200);
        assert_eq!(house.payable().await, Value::Null);
        let back = house.fake.transfer_returns("evt_t2", sum - 100);
        let (one, two, three) = tokio::join!(house.tell(&back), house.tell(&back), house.tell(&back));
        for told in [one, two, three] {
            told.ok(200);
        }
        let path = format!("/admin/payouts/{}", text(&payout["id"]));
        let failed = house.admin.get(&house.program, &path).await.ok(200);
        assert_eq!((&failed["state"], &failed["failure"]), (&json!("failed"), &json!("transfer_reversed")));
        assert_eq!(house.payable().await, before, "once");
        house.program.check();

        // It is sent again under another name, and what is told once more does that one nothing.
        let second = house.pay_out("second").await;
        assert_ne!(second["id"], payout["id"]);
        for _ in 0..20 {
            house.tell(&back).await.ok(200);
        }
        assert_eq!(house.payable().await, Value::Null);
        let other_sum = notice("evt_t3", "transfer.reversed", &{
            let mut transfer = house.fake.transfers()[1].clone();
            transfer["reversed"] = json!(true);
            transfer["amount"] = json!(1);
            transfer
        });
        house.tell(&other_sum).await.ok(200);
        let outcomes: Vec<_> = house.inbox().await.iter().map(|kept| text(&kept["outcome"])).collect();
        assert_eq!(outcomes[..3], ["unmatched", "done", "unknown"]);
        let path = format!("/admin/payouts/{}", text(&second["id"]));
        assert_eq!(house.admin.get(&house.program, &path).await.ok(200)["state"], "paid");
        house.program.check();
    });
}

#[test]
fn only_stripes_own_fresh_notices_are_believed_and_what_is_not_known_is_kept() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let begun = house.begin().await;
        house.fake.pay(&begun.payment_id, Card::Good);
        let good = house.fake.told_of_intent("evt_1", "payment_intent.succeeded", &begun.payment_id);
        let refused = [
            Notice { body: good.body.replace("evt_1", "evt_2"), ..good.clone() },
            Notice { headers: vec![("content-type", "application/json".to_owned())], ..good.clone() },
            good.clone().signed(&["whsec_of_somebody_else"], now()),
            good.clone().signed(&[WEBHOOK_SECRET], now() - 320),
            good.clone().signed(&[], now()),
        ];
        for forged in &refused {
            house.tell(forged).await.problem(403, "forbidden");
        }
        let nonsense = Notice { body: "no json".to_owned(), ..good.clone() }.signed(&[WEBHOOK_SECRET], now());
        house.tell(&nonsense).await.problem(400, "malformed");
        assert_eq!(house.inbox().await, Vec::<Value>::new(), "nothing of it is kept");
        assert_eq!(house.order(&begun).await["payment_status"], "requires_action");

        house.tell(&notice("evt_3", "transfer.created", &json!({"id": "tr_1", "object": "transfer"}))).await.ok(200);
        let live = notice_in("true", "evt_4", "payment_intent.succeeded", &house.fake.intent(&begun.payment_id));
        house.tell(&live).await.ok(200);
        let mut stranger = house.fake.intent(&begun.payment_id);
        stranger["metadata"]["payment_id"] = json!("01890000-0000-7000-8000-000000000000");
        house.tell(&notice("evt_5", "payment_intent.succeeded", &stranger)).await.ok(200);
        let mut other_sum = house.fake.intent(&begun.payment_id);
        other_sum["amount_received"] = json!(1);
        house.tell(&notice("evt_6", "payment_intent.succeeded", &other_sum)).await.ok(200);
        assert_eq!(house.order(&begun).await["payment_status"], "requires_action");
        let kept = house.inbox().await;
        let outcomes: Vec<_> = kept.iter().map(|one| (text(&one["event_id"]), text(&one["outcome"]))).collect();
        let row = |id: &str, outcome: &str| (id.to_owned(), outcome.to_owned());
        assert_eq!(
            outcomes,
            [row("evt_6", "unmatched"), row("evt_5", "unmatched"), row("evt_4", "unknown"), row("evt_3", "unknown")]
        );

        // While secrets change, Stripe signs with both; the one that is to come opens as well.
        house.tell(&good.clone().signed(&["whsec_not_known_here_yet", OTHER_SECRET], now())).await.ok(200);
        house.is_paid_once(&begun, &house.until(&begun, "paid").await);
        house.tell(&good.signed(&[WEBHOOK_SECRET], now() - 250)).await.ok(200);
        house.program.check();
    });
}
