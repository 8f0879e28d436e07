//! What the engine promises, tried on ports in memory and virtual time.

mod carts;
mod checkout;
mod deadlines;
mod fairness;
mod falls;
mod invoices;
mod jobs;
mod mails;
mod passivation;
mod presence;
mod returns;
mod simulation;
mod steps;
mod threads;
