//! The rooms of an account: each form does what the API does, for its owner alone and without a script.

use serde_json::{Value, json};

use crate::harness::{Account, Answer, Engine, PASSWORD, Program, items, run, text};

/// Somebody's browser: the cookies of a sign-in by the page's own form.
struct Browser<'p> {
    program: &'p Program,
    cookies: String,
}

impl<'p> Browser<'p> {
    async fn sign_in(program: &'p Program, email: &str) -> Self {
        let answer = program.submit("/login", &[], &[("email", email), ("password", PASSWORD), ("next", "/")]).await;
        assert_eq!(answer.status, 303);
        let pairs = ["impasto_access", "impasto_refresh"].map(|name| {
            let line = answer.cookie(name).expect("a cookie");
            line.split(';').next().expect("a pair").to_owned()
        });
        Self { program, cookies: pairs.join("; ") }
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.program.get(path, &[("accept", "text/html"), ("cookie", &self.cookies)]).await;
        assert_eq!(answer.status, 200, "{path}");
        String::from_utf8(answer.bytes).expect("text")
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [("cookie", self.cookies.as_str()), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        self.program.submit(path, &headers, fields).await
    }

    /// Sends a form that is taken; answers where it leads.
    async fn done(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.send(path, fields).await;
        assert_eq!(answer.status, 303, "{path}: {}", String::from_utf8_lossy(&answer.bytes));
        answer.header("location").to_owned()
    }
}

async fn house() -> Program {
    Program::start(Engine::Sqlite).await
}

#[test]
fn strangers_are_sent_to_sign_in_and_come_back() {
    run(async {
        let program = house().await;
        for room in ["profile", "addresses", "sessions", "reviews"] {
            let answer = program.get(&format!("/account/{room}"), &[("accept", "text/html")]).await;
            assert_eq!((answer.status, answer.header("location")), (303, &*format!("/login?next=%2Faccount%2F{room}")));
        }
    });
}

#[test]
fn a_profile_is_changed_and_a_wrong_password_is_told_beside_its_field() {
    run(async {
        let program = house().await;
        let person = Account::customer(&program).await;
        let browser = Browser::sign_in(&program, &person.email).await;
        let saved = browser.done("/account/profile", &[("display_name", "Ines A."), ("locale", "de")]).await;
        assert_eq!(saved, "/account/profile?notice=saved");
        let me = person.get(&program, "/me").await.ok(200);
        assert_eq!((&me["display_name"], &me["locale"]), (&json!("Ines A."), &json!("de")));
        assert!(browser.page("/account/profile").await.contains("Ines A."));
        assert_eq!(browser.send("/account/profile", &[("display_name", "")]).await.status, 422);

        let wrong = [("current", "not the password"), ("new", "a good long password")];
        let refused = browser.send("/account/password", &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(String::from_utf8_lossy(&refused.bytes).contains("id=\"current-error\">This is not the account"));
        let right = [("current", PASSWORD), ("new", "a good long password")];
        assert_eq!(browser.done("/account/password", &right).await, "/account/profile?notice=password-changed");
        // The page that changed it stays signed in, the others do not.
        browser.page("/account/profile").await;
        person.get(&program, "/me").await.problem(401, "unauthenticated");
    });
}

#[test]
fn addresses_are_added_changed_and_removed() {
    run(async {
        let program = house().await;
        let (person, other) = (Account::customer(&program).await, Account::customer(&program).await);
        let browser = Browser::sign_in(&program, &person.email).await;
        let address = [
            ("address_name", "Zoë"),
            ("address_line1", "Lange Straße 1"),
            ("address_postal_code", "50667"),
            ("address_city", "Köln"),
            ("address_country", "DE"),
        ];
        let incomplete = browser.send("/account/addresses", &address[1..]).await;
        assert_eq!(incomplete.status, 422);
        assert!(
            String::from_utf8_lossy(&incomplete.bytes).contains("value=\"Lange Straße 1\""),
            "what was typed stays"
        );
        browser.done("/account/addresses", &address).await;
        let id = {
            let book: Value = person.get(&program, "/me/addresses").await.ok(200);
            text(&items(&book)[0]["id"])
        };
        let url = format!("/account/addresses/{id}");
        assert!(browser.page(&url).await.contains("value=\"Köln\""));
        let mut moved = address;
        moved[3] = ("address_city", "Bonn");
        browser.done(&url, &moved).await;
        assert!(browser.page("/account/addresses").await.contains("50667 Bonn"));
        // Nobody else's.
        let stranger = Browser::sign_in(&program, &other.email).await;
        assert_eq!(stranger.send(&url, &moved).await.status, 404);
        assert_eq!(stranger.done(&format!("{url}/remove"), &[]).await, "/account/addresses?notice=gone");
        browser.done(&format!("{url}/remove"), &[]).await;
        assert!(items(&person.get(&program, "/me/addresses").await.ok(200)).is_empty());
    });
}

#[test]
fn a_sign_in_is_ended_from_another() {
    run(async {
        let program = house().await;
        let (person, other) = (Account::customer(&program).await, Account::customer(&program).await);
        let browser = Browser::sign_in(&program, &person.email).await;
        let sessions = person.get(&program, "/me/sessions").await.ok(200);
        let own = items(&sessions).iter().find(|session| session["current"] == true).expect("the own one");
        let path = format!("/account/sessions/{}/end", text(&own["id"]));
        assert!(browser.page("/account/sessions").await.contains("this one"));
        let stranger = Browser::sign_in(&program, &other.email).await;
        assert_eq!(stranger.done(&path, &[]).await, "/account/sessions?notice=gone");
        person.get(&program, "/me").await.ok(200);
        assert_eq!(browser.done(&path, &[]).await, "/account/sessions?notice=session-ended");
        person.get(&program, "/me").await.problem(401, "unauthenticated");
    });
}

#[test]
fn ones_reviews_stand_in_their_room() {
    run(async {
        let program = house().await;
        let (artist, person) = (Account::artist(&program).await, Account::customer(&program).await);
        let listed = artist.list(&program, json!([crate::harness::edition(3)])).await;
        person.buy(&program, &listed.editions[0], 1).await;
        let browser = Browser::sign_in(&program, &person.email).await;
        assert!(browser.page("/account/reviews").await.contains("not reviewed a work yet"));
        let review = json!({"rating": 4, "text": "It changes with the light."});
        person.post(&program, &format!("/artworks/{}/reviews", listed.artwork_id), review).await.ok(201);
        let room = browser.page("/account/reviews").await;
        for words in ["Tide, receding", "4 of 5", "It changes with the light."] {
            assert!(room.contains(words), "{words}");
        }
    });
}
