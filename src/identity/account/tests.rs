//! Accounts against a house in memory.

use std::sync::atomic::Ordering;

use impasto_domain::ids::VisitorId;
use impasto_domain::ports::Clock;
use uuid::Uuid;

use super::*;
use crate::identity::testing::House;

const PASSWORD: &str = "correct horse battery";

fn registration(email: &str) -> Registration {
    Registration { email: email.into(), password: PASSWORD.into(), display_name: "Ada".into(), is_artist: false }
}

fn credentials(email: &str, password: &str) -> Credentials {
    Credentials { email: email.into(), password: password.into() }
}

fn client(last: u8) -> Client {
    Client { address: [10, 0, 0, last].into(), is_exempt: false }
}

#[actix_web::test]
async fn who_registers_can_sign_in_renew_and_sign_out() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    let user = register(&shared, &registration("Ada@Example.test"), None, None).await.unwrap();
    assert_eq!((user.email.as_str(), user.roles.as_slice()), ("Ada@Example.test", [Role::Customer].as_slice()));

    let given = credentials("ada@example.TEST", PASSWORD);
    let signed = sign_in(&shared, &given, None, &client(1), "browser").await.unwrap();
    let now = house.clock.now();
    assert_eq!(shared.access.verify(&signed.access_token, now).unwrap().user_id, user.id);

    let renewed = refresh(&shared, &signed.refresh_token).await.unwrap();
    assert_ne!(renewed.refresh_token, signed.refresh_token);
    assert_eq!(renewed.claims.session_id, signed.claims.session_id);

    sign_out(&shared, signed.claims.session_id, user.id).await.unwrap();
    assert!(shared.revoked.contains(signed.claims.session_id));
    assert_eq!(refresh(&shared, &renewed.refresh_token).await.unwrap_err().status(), 401);
    sign_out(&shared, signed.claims.session_id, user.id).await.unwrap();
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    register(&shared, &registration("ada@example.test"), None, None).await.unwrap();
    let wrong = credentials("ada@example.test", "wrong horse battery");
    let unknown = credentials("bob@example.test", PASSWORD);
    let wrong = sign_in(&shared, &wrong, None, &client(1), "").await.unwrap_err();
    let unknown = sign_in(&shared, &unknown, None, &client(1), "").await.unwrap_err();
    assert_eq!(wrong, unknown);
    assert_eq!(wrong.status(), 401);
}

#[actix_web::test]
async fn after_five_failures_even_the_right_password_waits() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    register(&shared, &registration("ada@example.test"), None, None).await.unwrap();
    for _ in 0..5 {
        let wrong = credentials("ada@example.test", "wrong horse battery");
        assert_eq!(sign_in(&shared, &wrong, None, &client(1), "").await.unwrap_err().status(), 401);
    }
    let right = credentials("ada@example.test", PASSWORD);
    assert_eq!(sign_in(&shared, &right, None, &client(1), "").await.unwrap_err().status(), 429);
    assert!(sign_in(&shared, &right, None, &client(2), "").await.is_ok(), "nobody can lock somebody else out");
    house.clock.advance(Duration::seconds(60));
    assert!(sign_in(&shared, &right, None, &client(1), "").await.is_ok());
    let exempt = Client { is_exempt: true, ..client(3) };
    for _ in 0..8 {
        let wrong = credentials("ada@example.test", "wrong horse battery");
        assert_eq!(sign_in(&shared, &wrong, None, &exempt, "").await.unwrap_err().status(), 401);
    }
}

#[actix_web::test]
async fn the_visitors_cart_follows_at_registration_and_at_sign_in() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    let (one, other) = (VisitorId(Uuid::from_u128(1)), VisitorId(Uuid::from_u128(2)));
    let user = register(&shared, &registration("ada@example.test"), Some(one), None).await.unwrap();
    let given = credentials("ada@example.test", PASSWORD);
    sign_in(&shared, &given, Some(other), &client(1), "").await.unwrap();
    assert_eq!(*house.carts.0.lock().unwrap(), [(one, user.id), (other, user.id)]);
}

#[actix_web::test]
async fn an_artist_gets_a_profile_and_a_seller() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    let wanted = Registration { is_artist: true, ..registration("ada@example.test") };
    let user = register(&shared, &wanted, None, None).await.unwrap();
    assert_eq!(user.roles, [Role::Customer, Role::Artist]);
    assert!(user.artist_id.is_some() && user.seller_id.is_some());
    assert_eq!(house.people.artists(), 1);
}

#[actix_web::test]
async fn what_cannot_be_registered_is_told_why() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    let refused = async |change: &dyn Fn(&mut Registration)| {
        let mut wanted = registration("ada@example.test");
        change(&mut wanted);
        register(&shared, &wanted, None, None).await.unwrap_err()
    };
    for email in [
        "",
        "ada",
        "ada@",
        "@example.test",
        "ada@localhost",
        "a b@example.test",
        "ada@-x.test",
        "a@b@c.test",
        "ada@x..test",
    ] {
        let problem = refused(&|wanted| wanted.email = email.into()).await;
        assert_eq!(problem.field_errors()[0].pointer, "/email", "{email}");
    }
    let problem = refused(&|wanted| wanted.password = "short".into()).await;
    assert_eq!((problem.kind(), problem.status().as_u16()), (Some(ProblemType::WeakPassword), 422));
    assert_eq!(problem.field_errors()[0].pointer, "/password");
    let problem = refused(&|wanted| wanted.password = "password123".into()).await;
    assert_eq!(problem.kind(), Some(ProblemType::WeakPassword));
    let problem = refused(&|wanted| wanted.password = "x".repeat(300)).await;
    assert_eq!(problem.kind(), Some(ProblemType::InvalidFields));
    let problem = refused(&|wanted| (wanted.display_name, wanted.email) = (String::new(), "x".into())).await;
    assert_eq!(problem.field_errors().len(), 2, "all fields are named at once");
    register(&shared, &registration("ada@example.test"), None, None).await.unwrap();
    let problem = register(&shared, &registration("ADA@example.test"), None, None).await.unwrap_err();
    assert_eq!((problem.kind(), problem.status().as_u16()), (Some(ProblemType::EmailTaken), 409));
}

#[actix_web::test]
async fn a_repeated_registration_with_its_key_answers_the_same_account() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    let key = |hash: u8| IdempotencyKey {
        owner_id: Uuid::from_u128(1),
        route: "r".into(),
        key: "k".into(),
        body_hash: [hash; 32],
    };
    let wanted = registration("ada@example.test");
    let first = register(&shared, &wanted, None, Some(key(1))).await.unwrap();
    let again = register(&shared, &wanted, None, Some(key(1))).await.unwrap();
    assert_eq!(first, again);
    let other = registration("bob@example.test");
    let problem = register(&shared, &other, None, Some(key(2))).await.unwrap_err();
    assert_eq!(problem.kind(), Some(ProblemType::IdempotencyMismatch));
}

#[actix_web::test]
async fn the_same_password_typed_on_another_system_fits() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    let wanted = Registration { password: "cafe\u{301} au lait".into(), ..registration("ada@example.test") };
    register(&shared, &wanted, None, None).await.unwrap();
    let given = credentials(" ada@example.test ", "caf\u{e9} au lait");
    assert!(sign_in(&shared, &given, None, &client(1), "").await.is_ok());
}

#[actix_web::test]
async fn a_suspended_person_stays_out() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    let user = register(&shared, &registration("ada@example.test"), None, None).await.unwrap();
    let given = credentials("ada@example.test", PASSWORD);
    let signed = sign_in(&shared, &given, None, &client(1), "").await.unwrap();
    let edit = Edit::SuspendUser { user_id: user.id, suspended: true, by: None, reason: None };
    shared.journal.submit(Command::Edit(Box::new(edit)).into()).await.unwrap();
    assert_eq!(sign_in(&shared, &given, None, &client(1), "").await.unwrap_err().status(), 403);
    assert_eq!(refresh(&shared, &signed.refresh_token).await.unwrap_err().status(), 401);
}

#[actix_web::test]
async fn refresh_tokens_rotate_and_a_late_reuse_ends_the_family() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    let user = register(&shared, &registration("ada@example.test"), None, None).await.unwrap();
    let signed = begin(&shared, user, "").await.unwrap();
    let one = refresh(&shared, &signed.refresh_token).await.unwrap();
    let two = refresh(&shared, &signed.refresh_token).await.unwrap();
    assert_eq!(one.refresh_token, two.refresh_token);
    let next = refresh(&shared, &one.refresh_token).await.unwrap();
    house.clock.advance(Duration::seconds(31));
    assert_eq!(refresh(&shared, &signed.refresh_token).await.unwrap_err().status(), 401);
    assert_eq!(refresh(&shared, &next.refresh_token).await.unwrap_err().status(), 401);
    for bad in ["", "x", &"A".repeat(43), &signed.access_token] {
        assert_eq!(refresh(&shared, bad).await.unwrap_err().status(), 401, "{bad}");
    }
}

#[actix_web::test]
async fn with_the_database_away_nobody_is_told_that_their_password_is_wrong() {
    let house = House::new();
    let shared = house.shared(|_| {}).await;
    let user = register(&shared, &registration("ada@example.test"), None, None).await.unwrap();
    let signed = begin(&shared, user, "").await.unwrap();
    house.people.is_away.store(true, Ordering::SeqCst);
    let given = credentials("ada@example.test", PASSWORD);
    assert_eq!(sign_in(&shared, &given, None, &client(1), "").await.unwrap_err().status(), 503);
    assert_eq!(refresh(&shared, &signed.refresh_token).await.unwrap_err().status(), 503);
    assert_eq!(register(&shared, &registration("b@example.test"), None, None).await.unwrap_err().status(), 503);
}

#[test]
fn a_browsers_own_words_are_cut() {
    assert_eq!(shortened("a\r\nb\0c"), "abc");
    assert_eq!(shortened(&"é".repeat(500)).chars().count(), 200);
}
