//! Accounts: registering, signing in and out, sessions, the own data.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, PASSWORD, Program, both, items, text};

#[test]
fn an_account_is_registered_signed_in_and_shown() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let customer = Account::customer(&program).await;
        assert_eq!(customer.user["roles"], json!(["customer"]));
        assert_eq!(customer.user["email"], customer.email);
        assert_eq!((&customer.user["artist_id"], &customer.user["seller_id"]), (&Value::Null, &Value::Null));
        assert_eq!(customer.user["locale"], "en");
        assert!(customer.user.get("password_hash").is_none());
        let artist = Account::artist(&program).await;
        assert!(artist.user["roles"].as_array().expect("roles").contains(&json!("artist")));
        assert!(artist.user["artist_id"].is_string() && artist.user["seller_id"].is_string());
        assert_eq!(artist.get(&program, "/me").await.ok(200), artist.user);

        let credentials = json!({"email": customer.email.to_uppercase(), "password": PASSWORD});
        let signed = program.post("/api/v1/auth/login", &[], credentials).await.ok(200);
        assert_eq!((&signed["expires_in"], &signed["user"]), (&json!(900), &customer.user));

        program.get("/api/v1/me", &[]).await.problem(401, "unauthenticated");
        Guest::arrive(&program).await.get(&program, "/me").await.problem(401, "unauthenticated");
        program.check();
    });
}

#[test]
fn what_cannot_be_an_account_is_refused() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let known = Account::customer(&program).await;
        let wanted = |changes: Value| {
            let mut account =
                json!({"email": "new@example.test", "password": PASSWORD, "display_name": "N", "role": "customer"});
            for (name, value) in changes.as_object().expect("fields") {
                account[name] = value.clone();
            }
            program.post("/api/v1/auth/register", &[], account)
        };
        for password in ["", "short", "123456789", "password123", "1234567890", "qwertyuiop", "PASSWORD123"] {
            wanted(json!({"password": password})).await.problem(422, "weak-password");
        }
        for email in [known.email.clone(), known.email.to_uppercase(), format!(" {} ", known.email)] {
            wanted(json!({"email": email})).await.problem(409, "email-taken");
        }
        for email in ["", "nobody", "@example.test", "a b@example.test", "a@b@example.test", "a@example"] {
            wanted(json!({"email": email})).await.invalid(&["/email"]);
        }
        wanted(json!({"display_name": " "})).await.invalid(&["/display_name"]);
        wanted(json!({"role": "admin"})).await.invalid(&["/role"]);
        wanted(json!({"roles": ["admin"]})).await.invalid(&["/roles"]);
        wanted(json!({"email": "", "display_name": ""})).await.invalid(&["/email", "/display_name"]);
        // None of these made an account.
        wanted(json!({})).await.ok(201);
        program.check();
    });
}

#[test]
fn a_wrong_address_and_a_wrong_password_look_the_same() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let known = Account::customer(&program).await;
        let tried = async |email: &str| {
            let credentials = json!({"email": email, "password": "not the password"});
            let mut problem =
                program.post("/api/v1/auth/login", &[], credentials).await.problem(401, "unauthenticated");
            problem["instance"] = Value::Null;
            problem
        };
        assert_eq!(tried(&known.email).await, tried("nobody@example.test").await);
    });
}

#[test]
fn five_failures_in_a_minute_close_the_account_to_that_address() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (victim, other) = (Account::customer(&program).await, Account::customer(&program).await);
        let tried = |email: &str, password: &str| {
            program.post("/api/v1/auth/login", &[], json!({"email": email, "password": password}))
        };
        for _ in 0..5 {
            tried(&victim.email, "not the password").await.problem(401, "unauthenticated");
        }
        for password in ["not the password", PASSWORD] {
            let refused = tried(&victim.email, password).await;
            let wait_s: u32 = refused.header("retry-after").parse().expect("Retry-After in seconds");
            assert!((1..=60).contains(&wait_s), "{wait_s}");
            refused.problem(429, "rate-limited");
        }
        // An address without an account is told nothing else.
        for _ in 0..5 {
            tried("nobody@example.test", "not the password").await.problem(401, "unauthenticated");
        }
        tried("nobody@example.test", "not the password").await.problem(429, "rate-limited");
        tried(&other.email, PASSWORD).await.ok(200);
        // Who is signed in stays signed in.
        victim.get(&program, "/me").await.ok(200);
    });
}

#[test]
fn sessions_are_listed_and_end_at_once() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let first = Account::customer(&program).await;
        let second = Account::sign_in(&program, &first.email).await;
        let stranger = Account::customer(&program).await;
        let sessions = first.get(&program, "/me/sessions").await.ok(200);
        assert_eq!(items(&sessions).len(), 2, "{sessions}");

        // A token names its session.
        let claims = super::tokens::claims(&second.token);
        let id = text(&claims["sid"]);
        assert!(items(&sessions).iter().any(|session| session["id"] == id.as_str()), "{sessions}");
        stranger.delete(&program, &format!("/me/sessions/{id}")).await.problem(404, "not-found");
        second.get(&program, "/me").await.ok(200);

        first.delete(&program, &format!("/me/sessions/{id}")).await.done();
        second.get(&program, "/me").await.problem(401, "unauthenticated");
        let renewal = json!({"refresh_token": second.refresh_token});
        program.post("/api/v1/auth/refresh", &[], renewal).await.problem(401, "unauthenticated");
        first.get(&program, "/me").await.ok(200);
        let left = first.get(&program, "/me/sessions").await.ok(200);
        assert_eq!(items(&left).len(), 1, "{left}");

        first.act(&program, "/auth/logout").await.done();
        first.get(&program, "/me").await.problem(401, "unauthenticated");
        let renewal = json!({"refresh_token": first.refresh_token});
        program.post("/api/v1/auth/refresh", &[], renewal).await.problem(401, "unauthenticated");
        Account::sign_in(&program, &first.email).await;
        program.check();
    });
}

#[test]
fn a_sign_in_that_ended_stays_ended_after_a_restart() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let person = Account::customer(&program).await;
        let guest = Guest::arrive(&program).await;
        let ended = Account::sign_in(&program, &person.email).await;
        ended.act(&program, "/auth/logout").await.done();
        program.kill_and_restart().await;
        ended.get(&program, "/me").await.problem(401, "unauthenticated");
        // The keys are the same as before: other tokens still count.
        person.get(&program, "/me").await.ok(200);
        guest.get(&program, "/cart").await.ok(200);
    });
}

#[test]
fn people_change_their_own_data_only() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (person, stranger) = (Account::customer(&program).await, Account::customer(&program).await);
        let changed =
            person.patch(&program, "/me", json!({"display_name": "Zoë Łukasiewicz", "locale": "de"})).await.ok(200);
        assert_eq!((&changed["display_name"], &changed["locale"]), (&json!("Zoë Łukasiewicz"), &json!("de")));
        assert_eq!(person.get(&program, "/me").await.ok(200), changed);
        person.patch(&program, "/me", json!({"display_name": ""})).await.invalid(&["/display_name"]);
        person.patch(&program, "/me", json!({"locale": "tlh"})).await.invalid(&["/locale"]);
        person.patch(&program, "/me", json!({"roles": ["admin"]})).await.invalid(&["/roles"]);

        let home =
            json!({"name": "Zoë", "line1": "Lange Straße 1", "city": "Köln", "postal_code": "50667", "country": "DE"});
        let added = person.post(&program, "/me/addresses", home.clone()).await.ok(201);
        let mut abroad = home.clone();
        abroad["country"] = json!("XX");
        person.post(&program, "/me/addresses", abroad).await.invalid(&["/country"]);
        let path = format!("/me/addresses/{}", text(&added["id"]));
        let listed = person.get(&program, "/me/addresses").await.ok(200);
        assert_eq!((items(&listed).len(), &listed["items"][0]["city"]), (1, &json!("Köln")));
        assert_eq!(listed["items"][0]["id"], added["id"]);

        stranger.patch(&program, &path, home.clone()).await.problem(404, "not-found");
        stranger.delete(&program, &path).await.problem(404, "not-found");
        assert_eq!(items(&stranger.get(&program, "/me/addresses").await.ok(200)).len(), 0);

        let mut moved = home;
        moved["city"] = json!("Bonn");
        let moved = person.patch(&program, &path, moved).await.ok(200);
        assert_eq!((&moved["city"], &moved["id"]), (&json!("Bonn"), &added["id"]));
        person.delete(&program, &path).await.done();
        person.delete(&program, &path).await.problem(404, "not-found");
        assert_eq!(items(&person.get(&program, "/me/addresses").await.ok(200)).len(), 0);
        program.check();
    });
}

#[test]
fn one_owner_who_asks_too_often_waits_and_others_do_not() {
    both(|engine| async move {
        let slow = [("IMPASTO_LIMITS__OWNER_PER_SECOND", "1"), ("IMPASTO_LIMITS__OWNER_BURST", "5")];
        let program = Program::start_with(engine, &slow).await;
        let (busy, calm) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        let mut refused = None;
        for _ in 0..50 {
            let answer = busy.get(&program, "/cart").await;
            if answer.status != 200 {
                refused = Some(answer);
                break;
            }
        }
        let refused = refused.expect("fifty calls at once are more than five and one a second");
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|wait_s| wait_s >= 1));
        refused.problem(429, "rate-limited");
        calm.get(&program, "/cart").await.ok(200);
    });
}

#[test]
fn the_house_says_what_clients_need_to_know() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let config = program.get("/api/v1/config", &[]).await.ok(200);
        assert!(config.to_string().contains("\"test\""), "the test provider is on: {config}");
        for wanted in ["currencies", "locales", "countries"] {
            assert!(config[wanted].as_array().is_some_and(|list| !list.is_empty()), "{wanted}: {config}");
        }
        for path in ["/healthz", "/readyz"] {
            program.get(path, &[]).await.ok(200);
        }
        let visitor = program.send(Method::POST, "/api/v1/visitors", &[], None).await.ok(201);
        assert!(visitor["visitor_id"].is_string() && visitor["visitor_token"].is_string());
    });
}
