//! The house's view: the admin's list of all orders has each acknowledged order once, and no paid order that nobody asked for.
//! It does not read orders one by one.

use std::collections::HashSet;

use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

use super::Proof;
use super::reader::{Found, Reader};
use crate::api::{BASE, Login, Order};
use crate::args::AdminArgs;
use crate::claims::{Claims, Outcome, Promise};
use crate::failure::Failure;

const DEMO_EMAIL: &str = "admin@demo.impasto.test";
const DEMO_PASSWORD: &str = "impasto-demo";

/// A signed-in admin.
pub(crate) struct Admin {
    reader: Reader,
    bearer: String,
}

impl Admin {
    /// Reads one thing as the admin.
    pub(crate) async fn get<T: DeserializeOwned>(&mut self, path: &str) -> Result<Found<T>, Failure> {
        self.reader.get(path, &[("authorization", &self.bearer)]).await
    }
}

/// Signs in. Credentials given by flag must work; the demo's are only tried.
pub(crate) async fn sign_in(mut reader: Reader, args: &AdminArgs, proof: &mut Proof) -> Result<Option<Admin>, Failure> {
    if args.no_admin {
        proof.notes.push("the admin's list of orders was not compared (--no-admin)".to_owned());
        return Ok(None);
    }
    let given = args.admin_email.is_some() || args.admin_password.is_some();
    let email = args.admin_email.as_deref().unwrap_or(DEMO_EMAIL);
    let password = args.admin_password.as_deref().unwrap_or(DEMO_PASSWORD);
    let body = json!({"email": email, "password": password}).to_string();
    match reader.post::<Login>(&format!("{BASE}/auth/login"), &body).await? {
        Found::Here(login) => Ok(Some(Admin { reader, bearer: format!("Bearer {}", login.access_token) })),
        Found::Absent | Found::Wrong(_) if !given => {
            proof.notes.push("the admin's list of orders was not compared: no --admin-email and --admin-password, and the demo's account does not sign in".to_owned());
            Ok(None)
        }
        Found::Absent => Err(Failure::Setup("the admin cannot sign in: 404".to_owned())),
        Found::Wrong(reason) => Err(Failure::Setup(format!("the admin cannot sign in: {reason}"))),
    }
}

/// Compares the admin's list with the claims. `exclusive`: every paid order must be one of ours.
pub(crate) async fn check(
    claims: &Claims,
    admin: &mut Admin,
    exclusive: bool,
    proof: &mut Proof,
) -> Result<(), Failure> {
    let mut seen: HashSet<Uuid> = HashSet::new();
    let mut asked_seen: HashSet<Uuid> = HashSet::new();
    let findings = &mut proof.findings;
    let headers = [("authorization", admin.bearer.as_str())];
    let listed = admin
        .reader
        .list(&format!("{BASE}/admin/orders?limit=100"), &headers, |order: Order| {
            if !seen.insert(order.id) {
                findings.add(
                    "order-listed-twice",
                    format!("order {} ({}) is in the admin's list more than once", order.number, order.id),
                );
                return;
            }
            let Some(email) = &order.email else {
                findings
                    .add("answer-not-as-contracted", format!("order {} in the admin's list has no e-mail", order.id));
                return;
            };
            match claims.by_email(email) {
                Some(claim) => {
                    if !asked_seen.insert(claim.ask.key) {
                        findings.add(
                            "key-gave-two-orders",
                            format!("key {} ({email}) made order {} beside another", claim.ask.key, order.id),
                        );
                    }
                    match &claim.outcome {
                        Outcome::Refused(problem) => {
                            findings.add(
                                "refused-but-ordered",
                                format!(
                                    "key {} was refused with {problem}, and order {} exists",
                                    claim.ask.key, order.id
                                ),
                            );
                        }
                        Outcome::Ordered(answer, Promise::Paid) if answer.order == order.id && !order.is_paid() => {
                            let detail = format!(
                                "order {} was acknowledged as paid and the admin's list says {}",
                                answer.number, order.payment_status
                            );
                            findings.add("order-changed", detail);
                        }
                        Outcome::Ordered(..) | Outcome::Unknown => {}
                    }
                }
                None if order.is_paid() && (exclusive || claims.is_ours(email)) => {
                    findings.add(
                        "nobody-asked",
                        format!("paid order {} ({}) for {email} was never asked for", order.number, order.id),
                    );
                }
                None => {}
            }
        })
        .await?;
    match listed {
        Found::Here(()) => {
            proof.checked.admin_orders = Some(seen.len() as u64);
            for claim in &claims.claims {
                if let Outcome::Ordered(answer, _) = &claim.outcome
                    && !seen.contains(&answer.order)
                {
                    proof.findings.add(
                        "lost-order",
                        format!("acknowledged order {} ({}) is not in the admin's list", answer.number, answer.order),
                    );
                }
            }
        }
        Found::Absent => {
            proof.findings.add("answer-not-as-contracted", "GET /admin/orders is 404 for the admin".to_owned())
        }
        Found::Wrong(reason) => proof.findings.add("answer-not-as-contracted", reason),
    }
    Ok(())
}
