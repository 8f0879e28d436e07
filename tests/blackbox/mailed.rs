//! Accounts by mail: proving an address, a new password, another address; and what nobody learns by it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Engine, PASSWORD, Program, Smtp, Tls, both, run, token_in};

const NEW_PASSWORD: &str = "another battery, stapled twice";

/// A house that sends its mails to a server.
async fn open(engine: Engine, server: &Smtp, more: &[(&str, &str)]) -> Program {
    let settings = server.settings();
    let mut settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    settings.extend(more);
    Program::start_with(engine, &settings).await
}

async fn sign_in(program: &Program, email: &str, password: &str) -> u16 {
    program.post("/api/v1/auth/login", &[], json!({"email": email, "password": password})).await.status
}

async fn me(program: &Program, person: &Account) -> Value {
    person.get(program, "/me").await.ok(200)
}

#[test]
fn an_address_is_proven_by_the_link_that_went_there() {
    both(|engine| async move {
        let server = Smtp::start(Tls::Starttls);
        let program = open(engine, &server, &[]).await;
        let person = Account::customer(&program).await;
        assert_eq!(person.user["email_verified"], false);
        let first = token_in(&server.wait_for(&person.email, "Confirm your address").await);

        // Asked for once more, the older link is good for nothing.
        person.act(&program, "/me/verify-email").await.ok(202);
        let second = loop {
            let tokens: Vec<String> = server.to(&person.email).iter().map(token_in).collect();
            if let Some(other) = tokens.into_iter().find(|token| *token != first) {
                break other;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        };
        let prove = |token: String| program.post("/api/v1/auth/verify-email", &[], json!({"token": token}));
        prove(first).await.problem(410, "expired");
        assert_eq!(me(&program, &person).await["email_verified"], false);
        prove(second.clone()).await.ok(204);
        assert_eq!(me(&program, &person).await["email_verified"], true);
        prove(second).await.problem(410, "expired");
        for wrong in ["", "x", "AAAA", &"A".repeat(43), &"\u{e9}".repeat(43)] {
            prove(wrong.to_owned()).await.problem(410, "expired");
        }
        person.act(&program, "/me/verify-email").await.problem(409, "conflict");
        program.check();
    });
}

#[test]
fn a_forgotten_password_is_replaced_and_every_sign_in_ends() {
    both(|engine| async move {
        let server = Smtp::start(Tls::Starttls);
        let program = open(engine, &server, &[]).await;
        let person = Account::customer(&program).await;
        let elsewhere = Account::sign_in(&program, &person.email).await;
        // Whether there is an account cannot be told by the answer.
        let ask = |email: String| program.post("/api/v1/auth/forgot-password", &[], json!({"email": email}));
        let (known, unknown) = (ask(person.email.to_uppercase()).await, ask("nobody@example.test".into()).await);
        assert_eq!((known.status, &known.bytes), (202, &unknown.bytes));
        assert_eq!(unknown.status, 202);
        let token = token_in(&server.wait_for(&person.email, "new password").await);

        let reset = |token: &str, password: &str| {
            program.post("/api/v1/auth/reset-password", &[], json!({"token": token, "password": password}))
        };
        reset(&token, "short").await.problem(422, "weak-password");
        reset(&token, NEW_PASSWORD).await.ok(204);
        reset(&token, NEW_PASSWORD).await.problem(410, "expired");
        for account in [&person, &elsewhere] {
            account.get(&program, "/me").await.problem(401, "unauthenticated");
            let refresh = json!({"refresh_token": account.refresh_token});
            program.post("/api/v1/auth/refresh", &[], refresh).await.problem(401, "unauthenticated");
        }
        assert_eq!(sign_in(&program, &person.email, PASSWORD).await, 401);
        let signed = json!({"email": person.email, "password": NEW_PASSWORD});
        let signed = program.post("/api/v1/auth/login", &[], signed).await.ok(200);
        assert_eq!(signed["user"]["email_verified"], true, "who has the mail has the address");
        server.wait_for(&person.email, "was changed").await;
        assert!(server.to("nobody@example.test").is_empty());
        program.check();
    });
}

#[test]
fn a_link_is_good_for_an_hour_only() {
    both(|engine| async move {
        let server = Smtp::start(Tls::None);
        let mut program = open(engine, &server, &[]).await;
        let person = Account::customer(&program).await;
        program.post("/api/v1/auth/forgot-password", &[], json!({"email": person.email})).await.ok(202);
        let token = token_in(&server.wait_for(&person.email, "new password").await);
        program.kill();
        let later = "UPDATE account_tokens SET expires_at =";
        program.change(
            &format!("{later} '2020-01-01T00:00:00.000000+00:00'"),
            &format!("{later} expires_at - interval '61 minutes'"),
        );
        program.restart().await;
        let body = json!({"token": token, "password": NEW_PASSWORD});
        program.post("/api/v1/auth/reset-password", &[], body).await.problem(410, "expired");
        assert_eq!(sign_in(&program, &person.email, PASSWORD).await, 200);
    });
}

#[test]
fn a_password_is_changed_by_who_knows_it_and_others_are_signed_out() {
    both(|engine| async move {
        let server = Smtp::start(Tls::None);
        let program = open(engine, &server, &[]).await;
        let person = Account::customer(&program).await;
        let elsewhere = Account::sign_in(&program, &person.email).await;
        let change = |current: &str, new: &str| {
            let body = json!({"current": current, "new": new});
            let person = person.clone();
            let program = &program;
            async move { person.post(program, "/me/password", body).await }
        };
        change("not the password", NEW_PASSWORD).await.invalid(&["/current"]);
        let weak = change(PASSWORD, "short").await.problem(422, "weak-password");
        assert_eq!(weak["errors"][0]["pointer"], "/new");
        change(PASSWORD, NEW_PASSWORD).await.ok(204);
        me(&program, &person).await;
        elsewhere.get(&program, "/me").await.problem(401, "unauthenticated");
        assert_eq!(sign_in(&program, &person.email, NEW_PASSWORD).await, 200);
        server.wait_for(&person.email, "was changed").await;
    });
}

#[test]
fn another_address_is_taken_once_its_mailbox_has_answered() {
    both(|engine| async move {
        let server = Smtp::start(Tls::None);
        let program = open(engine, &server, &[]).await;
        let (person, other) = (Account::customer(&program).await, Account::customer(&program).await);
        let ask = |email: &str, password: &str| {
            let body = json!({"email": email, "password": password});
            let person = person.clone();
            let program = &program;
            async move { person.post(program, "/me/email", body).await }
        };
        ask("moved@example.test", "not the password").await.invalid(&["/password"]);
        ask("nowhere", PASSWORD).await.invalid(&["/email"]);
        // An address with an account is answered like any other; its owner hears of it.
        ask(&other.email, PASSWORD).await.ok(202);
        server.wait_for(&other.email, "Your address at").await;

        ask("moved@example.test", PASSWORD).await.ok(202);
        let token = token_in(&server.wait_for("moved@example.test", "Confirm your new address").await);
        assert_eq!(me(&program, &person).await["email"], person.email.as_str());
        program.post("/api/v1/auth/verify-email", &[], json!({"token": token})).await.ok(204);
        let now = me(&program, &person).await;
        assert_eq!((&now["email"], &now["email_verified"]), (&json!("moved@example.test"), &json!(true)));
        assert_eq!(sign_in(&program, "moved@example.test", PASSWORD).await, 200);
        assert_eq!(sign_in(&program, &person.email, PASSWORD).await, 401);
        let told = server.wait_for(&person.email, "has changed").await;
        assert!(!told["text"].as_str().unwrap().contains("moved@example.test"), "{told}");
        program.check();
    });
}

#[test]
fn nobodys_mailbox_is_filled_by_strangers() {
    run(async {
        let server = Smtp::start(Tls::None);
        let program = open(Engine::Sqlite, &server, &[]).await;
        let ask = || program.post("/api/v1/auth/forgot-password", &[], json!({"email": "zoe@example.test"}));
        for _ in 0..5 {
            ask().await.ok(202);
        }
        let refused = ask().await;
        assert!(!refused.header("retry-after").is_empty());
        refused.problem(429, "rate-limited");
        // Signing in is counted by itself.
        let person = Account::customer(&program).await;
        assert_eq!(sign_in(&program, &person.email, PASSWORD).await, 200);
    });
}

#[test]
fn the_pages_do_the_same_without_a_script() {
    run(async {
        let server = Smtp::start(Tls::None);
        let program = open(Engine::Sqlite, &server, &[]).await;
        let person = Account::customer(&program).await;
        let token = token_in(&server.wait_for(&person.email, "Confirm your address").await);
        // Opening the link proves nothing: programs that look through mails open it, too.
        let opened = program.get(&format!("/verify-email?token={token}"), &[("accept", "text/html")]).await;
        assert_eq!((opened.status, opened.header("referrer-policy")), (200, "no-referrer"));
        assert_eq!(me(&program, &person).await["email_verified"], false);
        let proven = program.submit("/verify-email", &[], &[("token", &token)]).await;
        assert_eq!((proven.status, proven.header("location")), (303, "/login?notice=email-proven"));
        assert_eq!(me(&program, &person).await["email_verified"], true);

        let sent = program.submit("/forgot-password", &[], &[("email", &person.email)]).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/login?notice=link-sent"));
        let token = token_in(&server.wait_for(&person.email, "new password").await);
        let weak = program.submit("/reset-password", &[], &[("token", &token), ("password", "short")]).await;
        assert_eq!(weak.status, 422);
        let set = program.submit("/reset-password", &[], &[("token", &token), ("password", NEW_PASSWORD)]).await;
        assert_eq!((set.status, set.header("location")), (303, "/login?notice=password-set"));
        let again = program.submit("/reset-password", &[], &[("token", &token), ("password", NEW_PASSWORD)]).await;
        assert_eq!(again.status, 410);
        assert_eq!(sign_in(&program, &person.email, NEW_PASSWORD).await, 200);
        let request = program.request(Method::GET, "/forgot-password", &[("accept", "text/html")]);
        assert_eq!(program.answer(request).await.status, 200);
    });
}
