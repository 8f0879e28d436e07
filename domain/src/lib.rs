//! The business of an art marketplace: money, editions, holds, carts, orders, tax, ledger.
//!
//! Pure: it knows no I/O, no runtime, no clock, no randomness and no neighbour. Everything that decides lives here
//! as a function from state, command and time to changes; everything that reaches outside is a trait in [`ports`].

pub mod address;
pub mod art_rules;
pub mod artwork;
pub mod audit;
pub mod cart;
pub mod certificate;
pub mod collection;
pub mod command;
pub mod commission;
pub mod contrast;
pub mod decide;
pub mod difference;
pub mod dispute;
pub mod document;
pub mod edit;
pub mod edition;
pub mod event;
pub mod hold;
pub mod hook;
pub mod identity;
pub mod ids;
pub mod job;
pub mod language;
pub mod ledger;
pub mod likeness;
pub mod mail;
pub mod money;
pub mod order;
pub mod owner;
pub mod payment;
pub mod ports;
pub mod quote;
pub mod read;
pub mod refund;
pub mod refusal;
pub mod reply;
pub mod report;
pub mod resale_right;
pub mod returns;
pub mod seller;
pub mod settings;
pub mod shipment;
pub mod shipping;
pub mod state;
pub mod stock_book;
pub mod tax;
pub mod tracking;
pub mod vat_id;
pub mod webhook;
