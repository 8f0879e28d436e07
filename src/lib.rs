//! Impasto: a real-time art marketplace engine, storefront, studio and console in one program.

pub mod api;
pub mod app;
pub mod catalogue;
pub mod cli;
pub mod config;
pub mod demo;
pub mod export;
pub mod gateway;
pub mod identity;
pub mod import;
pub mod live;
pub mod mail;
pub mod media;
pub mod pages;
pub mod payouts;
pub mod routes;
pub mod telemetry;
pub mod webhooks;
pub mod words;

pub use words::t;
