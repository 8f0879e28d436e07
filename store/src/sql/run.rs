//! Running statements with scalar parameters, and reading several sets at once.

/// Runs a statement with scalar parameters and reads every row: `fetch_all!(db, Row, SQL, first, second)`.
macro_rules! fetch_all {
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let db: &mut $crate::db::Db<'_> = $db;
        db.count();
        match db {
            $crate::db::Db::Embedded { conn, .. } => {
                $crate::sql::cells(vec![$($crate::sql::IntoCell::cell($bind)),*])
                    .and_then(|cells| conn.fetch::<$row>($sql.single_text(), cells.len(), &cells))
            }
            $crate::db::Db::Pipe { conn, .. } => {
                match $crate::sql::cells(vec![$($crate::sql::IntoCell::cell($bind)),*]) {
                    Ok(cells) => conn.fetch_now::<$row>($sql.on($crate::dialect::Engine::Postgres), &cells).await,
                    Err(error) => Err(error),
                }
            }
            $crate::db::Db::Sqlite { conn, .. } => {
                sqlx::query_as::<sqlx::Sqlite, $row>($sql.on($crate::dialect::Engine::Sqlite))
                    $(.bind($bind))*.fetch_all(&mut **conn).await
            }
            $crate::db::Db::Postgres { conn, .. } => {
                sqlx::query_as::<sqlx::Postgres, $row>($sql.on($crate::dialect::Engine::Postgres))
                    $(.bind($bind))*.fetch_all(&mut **conn).await
            }
        }
    }};
}
pub(crate) use fetch_all;

/// As [`fetch_all`], for at most one row.
macro_rules! fetch_optional {
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let db: &mut $crate::db::Db<'_> = $db;
        db.count();
        match db {
            $crate::db::Db::Embedded { conn, .. } => {
                $crate::sql::cells(vec![$($crate::sql::IntoCell::cell($bind)),*])
                    .and_then(|cells| conn.fetch::<$row>($sql.single_text(), cells.len(), &cells))
                    .map(|rows| rows.into_iter().next())
            }
            $crate::db::Db::Pipe { conn, .. } => {
                match $crate::sql::cells(vec![$($crate::sql::IntoCell::cell($bind)),*]) {
                    Ok(cells) => conn
                        .fetch_now::<$row>($sql.on($crate::dialect::Engine::Postgres), &cells)
                        .await
                        .map(|rows| rows.into_iter().next()),
                    Err(error) => Err(error),
                }
            }
            $crate::db::Db::Sqlite { conn, .. } => {
                sqlx::query_as::<sqlx::Sqlite, $row>($sql.on($crate::dialect::Engine::Sqlite))
                    $(.bind($bind))*.fetch_optional(&mut **conn).await
            }
            $crate::db::Db::Postgres { conn, .. } => {
                sqlx::query_as::<sqlx::Postgres, $row>($sql.on($crate::dialect::Engine::Postgres))
                    $(.bind($bind))*.fetch_optional(&mut **conn).await
            }
        }
    }};
}
pub(crate) use fetch_optional;

/// Runs a statement with scalar parameters on a lane and answers the rows affected.
macro_rules! execute {
    ($db:expr, $sql:expr $(, $bind:expr)* $(,)?) => {{
        let db: &mut $crate::db::Db<'_> = $db;
        db.count();
        match $crate::sql::cells(vec![$($crate::sql::IntoCell::cell($bind)),*]) {
            Err(error) => Err(error),
            Ok(cells) => match db {
                $crate::db::Db::Embedded { conn, .. } => conn.execute($sql.single_text(), cells.len(), &cells),
                $crate::db::Db::Pipe { conn, .. } => {
                    conn.execute_now($sql.on($crate::dialect::Engine::Postgres), &cells).await
                }
                $crate::db::Db::Sqlite { .. } | $crate::db::Db::Postgres { .. } => {
                    Err($crate::sql::reads_only())
                }
            },
        }
    }};
}
pub(crate) use execute;

/// Reads several sets, of which none needs to know what another finds: `together!(db, these, those)` answers a tuple of
/// vectors. On PostgreSQL the statements leave in one message and are carried out in this order; `begin` before them
/// opens the transaction in the same message.
macro_rules! together {
    ($db:expr, $($rows:ident),+ $(,)?) => { $crate::sql::together!(@run $db, [], $($rows),+) };
    ($db:expr, begin; $($rows:ident),+ $(,)?) => { $crate::sql::together!(@run $db, [begin], $($rows),+) };
    (@run $db:expr, [$($begin:ident)?], $($rows:ident),+) => {{
        let db: &mut $crate::db::Db<'_> = $db;
        match db {
            $crate::db::Db::Pipe { conn, statements } => {
                let texts = [$($rows.text_for_pipe()),+];
                *statements += texts.iter().flatten().count() as u64;
                match conn.prepare(texts.into_iter().flatten()).await {
                    Ok(()) => {
                        let pipe = &**conn;
                        $crate::sql::together!(@join pipe, [$($begin)?], $($rows),+)
                    }
                    Err(error) => Err(error),
                }
            }
            db => {
                let read = async {
                    $(db.$begin().await?;)?
                    Ok::<_, sqlx::Error>(($($rows.fetch(db).await?,)+))
                };
                read.await
            }
        }
    }};
    (@join $pipe:ident, [], $($rows:ident),+) => {
        futures_util::try_join!($($rows.fetch_piped($pipe)),+)
    };
    (@join $pipe:ident, [begin], $($rows:ident),+) => {{
        let begun = $pipe.control($crate::dialect::begin($crate::dialect::Engine::Postgres));
        $crate::sql::together!(@drop futures_util::try_join!(begun, $($rows.fetch_piped($pipe)),+), $($rows),+)
    }};
    (@drop $joined:expr, $($rows:ident),+) => {
        $joined.map(|(_begun, $($rows),+)| ($($rows),+))
    };
}
pub(crate) use together;
