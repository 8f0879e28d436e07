//! A house for tests: a database of its own, a journal, a seller with works, and hands that hold and buy.

#![allow(dead_code, reason = "each suite uses some of it")]

pub(crate) mod database;
pub(crate) mod house;
pub(crate) mod proxy;

/// Declares a test that runs on both engines.
#[macro_export]
macro_rules! on_both_engines {
    ($(async fn $name:ident($house:ident: &House) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn holds($house: &House) $body

            #[tokio::test]
            async fn sqlite() {
                let (database, house) = $crate::common::house::sqlite().await;
                holds(&house).await;
                house.end().await;
                drop(database);
            }

            #[tokio::test]
            async fn postgresql() {
                let Some((database, house)) = $crate::common::house::postgres().await else { return };
                holds(&house).await;
                house.end().await;
                database.drop().await;
            }
        }
    )+};
}
