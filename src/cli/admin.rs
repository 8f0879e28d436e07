//! `impasto admin create`.

use std::io::Read;
use std::process::ExitCode;
use std::sync::Arc;

use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::identity::{Role, User};
use impasto_domain::ids::UserId;

use super::args::{AdminArgs, AdminCommand};
use super::{CliError, failed, open};
use crate::config::Config;
use crate::gateway::{Problem, Shared};
use crate::identity::account::{self, Registration};

/// Letters and digits that nobody mistakes for one another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";

/// Makes an admin account, or an existing account an admin.
pub(super) async fn run(config: Arc<Config>, command: AdminCommand) -> Result<ExitCode, CliError> {
    let AdminCommand::Create(wanted) = command;
    let given = if wanted.password_stdin { Some(read_password()?) } else { None };
    let opened = open::database(&config).await?;
    let (program, lock) = opened.build(&config, false).await?;
    let told = create(&program.shared, &wanted, given).await;
    program.stop().await;
    drop(lock);
    for line in told? {
        say!("{line}");
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(shared: &Shared, wanted: &AdminArgs, given: Option<String>) -> Result<Vec<String>, CliError> {
    let known = shared.people.by_email(wanted.email.trim()).await.map_err(failed)?;
    if let Some(account) = known {
        promote(shared, &account.user).await?;
        return Ok(vec![format!("{} is an admin now; the password stays as it is.", account.user.email)]);
    }
    let made_up = given.is_none();
    let password = given.unwrap_or_else(made_up_password);
    let registration = Registration {
        email: wanted.email.clone(),
        password: password.clone(),
        display_name: wanted.name.clone(),
        is_artist: false,
    };
    let user = account::register(shared, &registration, None, None).await.map_err(|problem| told(&problem))?;
    promote(shared, &user).await?;
    let mut lines = vec![format!("{} is an admin.", user.email)];
    if made_up {
        lines.push(format!("Password: {password}"));
    }
    Ok(lines)
}

async fn promote(shared: &Shared, user: &User) -> Result<(), CliError> {
    let mut roles = user.roles.clone();
    if !roles.contains(&Role::Admin) {
        roles.push(Role::Admin);
    }
    let user_id: UserId = user.id;
    let edit = Edit::SetRoles { user_id, roles, by: None };
    shared.journal.submit(Command::Edit(Box::new(edit)).into()).await.map_err(failed)?;
    Ok(())
}

/// One line of standard input.
fn read_password() -> Result<String, CliError> {
    let mut text = String::new();
    std::io::stdin().take(4_096).read_to_string(&mut text).map_err(failed)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// 100 random bits.
fn made_up_password() -> String {
    let letter = || {
        let index = usize::from(rand::random::<u8>() & 31);
        char::from(LETTERS.get(index).copied().unwrap_or(b'a'))
    };
    std::iter::repeat_with(letter).take(20).collect()
}

/// A problem as one line, with the fields it names.
fn told(problem: &Problem) -> CliError {
    let fields = problem
        .field_errors()
        .iter()
        .map(|error| format!("{} {}", error.pointer.trim_start_matches('/'), error.message));
    let fields: Vec<String> = fields.collect();
    if fields.is_empty() { failed(problem) } else { CliError(fields.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::Client;
    use crate::identity::account::Credentials;
    use crate::identity::testing::House;

    fn wanted(email: &str) -> AdminArgs {
        AdminArgs { email: email.into(), name: "Admin".into(), password_stdin: false }
    }

    #[actix_web::test]
    async fn a_new_admin_can_sign_in_with_the_printed_password() {
        let house = House::new();
        let shared = house.shared(|_| {}).await;
        let lines = create(&shared, &wanted("root@example.test"), None).await.unwrap();
        let password = lines[1].strip_prefix("Password: ").unwrap().to_owned();
        let given = Credentials { email: "root@example.test".into(), password };
        let client = Client { address: [10, 0, 0, 1].into(), is_exempt: false };
        let signed = account::sign_in(&shared, &given, None, &client, "").await.unwrap();
        assert!(signed.user.roles.contains(&Role::Admin));
    }

    #[actix_web::test]
    async fn an_existing_account_becomes_an_admin_and_keeps_its_password() {
        let house = House::new();
        let shared = house.shared(|_| {}).await;
        create(&shared, &wanted("root@example.test"), Some("correct horse battery".into())).await.unwrap();
        let again = create(&shared, &wanted("ROOT@example.test"), None).await.unwrap();
        assert_eq!(again, ["root@example.test is an admin now; the password stays as it is."]);
    }

    #[actix_web::test]
    async fn what_is_wrong_is_told_in_one_line() {
        let house = House::new();
        let shared = house.shared(|_| {}).await;
        let told = create(&shared, &wanted("nobody"), None).await.unwrap_err();
        assert_eq!(told.to_string(), "email must be an e-mail address");
        let told = create(&shared, &wanted("a@b.test"), Some("short".into())).await.unwrap_err();
        assert_eq!(told.to_string(), "password The password must have at least 10 characters.");
    }

    #[test]
    fn made_up_passwords_differ() {
        assert_ne!(made_up_password(), made_up_password());
        assert_eq!(made_up_password().len(), 20);
    }
}
