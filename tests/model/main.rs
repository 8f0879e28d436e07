//! The protocol of a purchase, checked exhaustively for small numbers.
//!
//! **What is modelled.** One edition of one or two copies; one or two buyers, each of whom holds a copy, orders it, and
//! may pay again or call the order off; two nodes, each with a lane that commits one batch at a time and a worker that
//! does one job at a time; the payment provider; time, as deadlines and leases that may pass at any moment. A decision
//! is one commit under the lock of the stock row. Commits and calls may lose their answers, nodes may fall, workers may
//! sleep past their lease, the provider may decline, take its time, tell by itself and more than once, and charge what
//! it had declined. Each mishap has a budget; all ways of spending it are tried.
//!
//! **What must hold**, in every world that can be reached (`property`): no copy has two owners; counters, copies, holds
//! and orders agree; what is asked once is carried out once; what was acknowledged stands; no order is charged twice;
//! the job of a refund is in one hand; and where nothing is left to happen, each order is in exactly one end with goods
//! for its money or no money. No way leads back (`walk`), so every path gets there.
//!
//! **What must break** (`counterexample`): each flaw leaves one rule out, and the checker has to find what that costs.
//!
//! **What is simpler than the product.** A node's fall and its start again are one step. `ExpireHolds`, a worker's
//! writes and what the provider tells are gathered and committed in one step; only a buyer's requests are on their way
//! in between. Back-off is nothing: a job that is due may be taken at once. The provider's repeats are harmless by the
//! payment's status, without an inbox. A decision that keeps or puts off a job names no lease, as in the product: only
//! what a worker does to its own job does.
//!
//! **What is left out.** Carts of several lines, prices, taxes, the ledger, invoices, partial and refused refunds,
//! shipping, extended holds, an admin's hand, events and sockets; batches of many commands and their replay one by one;
//! the wait for others after a lapsed hold; what a node asks of the provider for a customer who waits, without taking
//! the job: a poll, a refund at once, calling off an attempt that waits for its customer.

mod action;
mod books;
mod buyer;
mod decide;
mod flaw;
mod house;
mod ids;
mod job;
mod lane;
mod order;
mod property;
mod provider;
mod request;
mod shape;
mod sight;
mod stock;
mod walk;
mod worker;
mod world;

mod counterexample;
mod proof;
