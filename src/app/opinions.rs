//! What people think of works: wishes and reviews, as the API and the pages write them.

use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::{ArtworkId, ReviewId, UserId};
use impasto_domain::reply::Reply;

use super::App;
use crate::gateway::problem::Problem;

impl App {
    /// Puts a work on a wishlist or takes it off; repeating it is harmless.
    ///
    /// # Errors
    /// 404 for a wish for a work that does not hang; 503.
    pub async fn wish(
        &self,
        user_id: UserId,
        artwork_id: ArtworkId,
        wished: bool,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<(), Problem> {
        if wished && self.catalogue.by_id(artwork_id).is_none() {
            return Err(Problem::not_found("artwork"));
        }
        let command = Command::Edit(Box::new(Edit::Wish { user_id, artwork_id, wished }));
        self.journal.submit(Submission { command, idempotency }).await?;
        Ok(())
    }

    /// Writes a review by somebody who bought the work; `rating` from 1 to 5.
    ///
    /// # Errors
    /// 403 for others; 404 for a work that does not hang; 409 for a second review; 503.
    pub async fn review(
        &self,
        user_id: UserId,
        artwork_id: ArtworkId,
        rating: u8,
        text: String,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<ReviewId, Problem> {
        if self.catalogue.by_id(artwork_id).is_none() {
            return Err(Problem::not_found("artwork"));
        }
        let edit = Edit::Review { id: self.mint(), user_id, artwork_id, rating, text };
        let reply = self.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
        // Not the id minted above: a repeat with the same key answers the review that the first one wrote.
        let Reply::Id(written) = reply else { return Err(Problem::unexpected("a review", &reply)) };
        Ok(ReviewId(written))
    }
}
