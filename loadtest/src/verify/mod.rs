//! The proof: what a history claims is held against what the server says now, through the API alone.
//! It does not know how the load was made.

mod admin;
mod editions;
mod orders;
mod reader;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::args::{AdminArgs, ProofArgs, ServerArgs, VerifyArgs};
use crate::claims::{Claims, Sold};
use crate::failure::Failure;
use crate::findings::Findings;
use crate::http::Target;
use reader::Reader;

/// What was looked at.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Checked {
    /// Lines of history.
    pub(crate) lines: u64,
    /// Checkouts asked for.
    pub(crate) checkouts: u64,
    /// Owners whose list of orders was read.
    pub(crate) owners: u64,
    /// Orders read with their owner's token.
    pub(crate) orders: u64,
    /// Paid orders among them.
    pub(crate) paid: u64,
    /// Orders whose payment was still under way at the end of the wait.
    pub(crate) pending: u64,
    /// Checkouts without an answer that made an order all the same (allowed).
    pub(crate) unanswered_but_made: u64,
    /// Editions whose stock was compared.
    pub(crate) editions: u64,
    /// Orders seen in the admin's list; none when it could not be asked.
    pub(crate) admin_orders: Option<u64>,
}

/// The proof's result.
#[derive(Default)]
pub(crate) struct Proof {
    /// What was looked at.
    pub(crate) checked: Checked,
    /// What is not as promised.
    pub(crate) findings: Findings,
    /// What could not be looked at, in words.
    pub(crate) notes: Vec<String>,
}

/// How to ask.
pub(crate) struct Asking {
    /// The nodes.
    pub(crate) targets: Arc<[Target]>,
    /// Longest wait for one answer.
    pub(crate) timeout: Duration,
    /// How long a server that is away is waited for.
    pub(crate) settle: Duration,
    /// Who may see all orders.
    pub(crate) admin: AdminArgs,
    /// Nobody else bought anything on this server.
    pub(crate) exclusive: bool,
}

impl Asking {
    /// As a scenario's flags say.
    pub(crate) fn after_run(targets: Arc<[Target]>, server: &ServerArgs, proof: &ProofArgs) -> Self {
        Self {
            targets,
            timeout: server.timeout(),
            settle: Duration::from_secs(proof.settle_s),
            admin: proof.admin.clone(),
            exclusive: false,
        }
    }

    /// As the flags of `verify` say.
    pub(crate) fn alone(targets: Arc<[Target]>, args: &VerifyArgs) -> Self {
        Self {
            targets,
            timeout: args.server.timeout(),
            settle: Duration::from_secs(args.settle_s),
            admin: args.admin.clone(),
            exclusive: args.exclusive,
        }
    }
}

/// Reads the histories, judges them by themselves, then asks the server about every claim.
pub(crate) async fn prove(histories: &[impl AsRef<Path>], asking: &Asking) -> Result<Proof, Failure> {
    let (claims, findings) = Claims::read(histories)?;
    let mut proof = Proof { findings, ..Proof::default() };
    proof.checked.lines = claims.lines as u64;
    proof.checked.checkouts = claims.claims.len() as u64;
    let claims = Arc::new(claims);
    let mut sold = Sold::default();
    let mut admin = admin::sign_in(Reader::new(asking), &asking.admin, &mut proof).await?;
    orders::check(&claims, asking, &mut sold, &mut proof).await?;
    editions::check(&claims, asking, admin.as_mut(), &sold, &mut proof).await?;
    if let Some(admin) = &mut admin {
        admin::check(&claims, admin, asking.exclusive, &mut proof).await?;
    }
    Ok(proof)
}
