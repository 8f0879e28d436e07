//! A gallery: verified by an admin, with several artists, and with members who may do more or less.

use reqwest::Method;
use serde_json::json;

use crate::harness::{Account, Program, both, edition, items, png, text, work, work_with};

#[test]
fn nothing_is_handed_in_before_an_admin_has_verified_the_seller() {
    both(|engine| async move {
        let settings = [("IMPASTO_SELLERS__VERIFIED_AT_ONCE", "false")];
        let (program, admin) = Program::start_with_admin(engine, &settings).await;
        let artist = Account::artist(&program).await;
        let seller = artist.get(&program, "/studio/seller").await.ok(200);
        assert_eq!((&seller["verified"], &seller["trader"]), (&json!(false), &json!(null)));
        let draft = artist.post(&program, "/artworks", work(json!([edition(0)]))).await.ok(201);
        let id = text(&draft["id"]);
        artist.upload(&program, &id, png(300, 300, 5)).await.ok(201);
        let submit = format!("/artworks/{id}/submit");
        let problem = artist.act(&program, &submit).await.problem(409, "conflict");
        assert!(text(&problem["detail"]).contains("verified"), "{problem}");

        let waiting = admin.get(&program, "/admin/sellers?verified=false").await.ok(200);
        assert!(items(&waiting).iter().any(|one| one["id"] == seller["id"]), "{waiting}");
        let verify = format!("/admin/sellers/{}/verify", text(&seller["id"]));
        artist.act(&program, &verify).await.problem(403, "forbidden");
        assert_eq!(admin.act(&program, &verify).await.ok(200)["verified"], true);
        assert_eq!(admin.act(&program, &verify).await.ok(200)["verified"], true, "twice is once");
        let log = admin.get(&program, "/admin/audit").await.ok(200);
        let noted = items(&log).iter().filter(|line| line["action"] == "seller.verify").count();
        assert_eq!(noted, 1, "{log}");
        assert_eq!(artist.act(&program, &submit).await.ok(200)["status"], "published");
        // What the seller changes of itself does not touch the word of the admin.
        let changed = artist.patch(&program, "/studio/seller", json!({"trader": true})).await.ok(200);
        assert_eq!((&changed["verified"], &changed["trader"]), (&json!(true), &json!(true)));
        admin.post(&program, &verify, json!({"verified": false})).await.ok(200);
        let second = artist.post(&program, "/artworks", work(json!([edition(0)]))).await.ok(201);
        artist.upload(&program, &text(&second["id"]), png(300, 300, 6)).await.ok(201);
        artist.act(&program, &format!("/artworks/{}/submit", text(&second["id"]))).await.problem(409, "conflict");
        admin
            .act(&program, "/admin/sellers/01890000-0000-7000-8000-000000000000/verify")
            .await
            .problem(404, "not-found");
        program.check();
    });
}

#[test]
fn a_gallery_sells_the_works_of_several_artists() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (gallery, rival) = (Account::artist(&program).await, Account::artist(&program).await);
        let input = json!({"name": "Käthe Ilm", "bio": "Paints at night.", "country": "DE", "born": 1961});
        let artist = gallery.post(&program, "/studio/artists", input).await.ok(201);
        assert_eq!((&artist["slug"], &artist["born"]), (&json!("kaethe-ilm"), &json!(1961)));
        assert_eq!(items(&gallery.get(&program, "/studio/artists").await.ok(200)).len(), 2);
        assert_eq!(items(&rival.get(&program, "/studio/artists").await.ok(200)).len(), 1);
        gallery
            .post(&program, "/studio/artists", json!({"name": " ", "country": "XX"}))
            .await
            .invalid(&["/name", "/country"]);

        let of_her = work_with(&json!({"artist_id": artist["id"]}), json!([edition(0)]));
        rival.post(&program, "/artworks", of_her.clone()).await.invalid(&["/artist_id"]);
        let listed = gallery.publish(&program, of_her, png(400, 300, 3)).await;
        let path = format!("/studio/artists/{}", text(&artist["id"]));
        rival.patch(&program, &path, json!({"name": "Mine"})).await.problem(404, "not-found");
        let renamed = gallery.patch(&program, &path, json!({"name": "Käthe Ilm-Berg", "born": null})).await.ok(200);
        assert_eq!(
            (&renamed["name"], &renamed["born"], &renamed["bio"]),
            (&json!("Käthe Ilm-Berg"), &json!(null), &json!("Paints at night."))
        );
        assert_eq!(listed.shown(&program).await["artist"]["name"], "Käthe Ilm-Berg");
        program.check();
    });
}

#[test]
fn owners_say_who_is_a_member_and_members_do_the_rest() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (owner, rival, helper) =
            (Account::artist(&program).await, Account::artist(&program).await, Account::customer(&program).await);
        helper.get(&program, "/studio/artworks").await.problem(403, "forbidden");
        owner.post(&program, "/studio/members", json!({"email": "nobody@example.test"})).await.invalid(&["/email"]);
        owner
            .post(&program, "/studio/members", json!({"email": helper.email, "role": "king"}))
            .await
            .invalid(&["/role"]);
        owner.post(&program, "/studio/members", json!({"email": rival.email})).await.problem(409, "conflict");
        let added = owner.post(&program, "/studio/members", json!({"email": helper.email})).await.ok(201);
        assert_eq!((&added["role"], &added["email"]), (&json!("member"), &json!(helper.email)));

        // They sell from the next sign-in on, for the same seller.
        let helper = Account::sign_in(&program, &helper.email).await;
        assert_eq!(helper.user["seller_id"], owner.user["seller_id"]);
        let listed = owner.list(&program, json!([edition(5)])).await;
        helper
            .post(&program, &format!("/editions/{}/sold-elsewhere", listed.editions[0]), json!({"copies": 1}))
            .await
            .ok(200);
        assert_eq!(items(&helper.get(&program, "/studio/members").await.ok(200)).len(), 2);
        helper.post(&program, "/studio/members", json!({"email": rival.email})).await.problem(403, "forbidden");
        let (own, his) = (text(&owner.user["id"]), text(&helper.user["id"]));
        let member = |id: &str| format!("/studio/members/{id}");
        helper.patch(&program, &member(&his), json!({"role": "owner"})).await.problem(403, "forbidden");
        helper.delete(&program, &member(&own)).await.problem(403, "forbidden");
        rival.delete(&program, &member(&his)).await.problem(404, "not-found");

        // An owner always stays.
        owner.patch(&program, &member(&own), json!({"role": "member"})).await.problem(409, "conflict");
        owner.delete(&program, &member(&own)).await.problem(409, "conflict");
        assert_eq!(owner.patch(&program, &member(&his), json!({"role": "owner"})).await.ok(200)["role"], "owner");
        assert_eq!(owner.patch(&program, &member(&own), json!({"role": "member"})).await.ok(200)["role"], "member");
        owner.delete(&program, &member(&his)).await.problem(403, "forbidden");

        // Who leaves is signed out at once.
        let gone = helper.call(&program, Method::DELETE, &member(&own), None).await;
        gone.ok(204);
        owner.get(&program, "/studio/artworks").await.problem(401, "unauthenticated");
        let back = Account::sign_in(&program, &owner.email).await;
        assert_eq!(back.user["seller_id"], json!(null));
        back.get(&program, "/studio/artworks").await.problem(403, "forbidden");
        program.check();
    });
}
