//! `openhall user`: people who sign in. The first administrator is made here; there is no default password.

mod password;

use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};
use domain::role::Role;
use store::{
    StoreError, StoreResult,
    passwords::Owner,
    tx::{Caller, WriteTx},
    users::{self, Account, NewUser},
};

use self::password::PasswordSource;
use crate::{config::Config, opened::Opened};

/// Adds and changes people who sign in; the first administrator is made with `user add`
#[derive(Debug, Subcommand)]
pub enum User {
    /// Adds somebody: `openhall user add --name "Ada Okafor" --email ada@example.org --role administrator`
    Add(Add),
    /// Lists everybody
    List(List),
    /// Gives somebody a new password and ends their sessions
    Password(Password),
    /// Gives somebody these roles and takes all others
    Roles(Roles),
    /// Keeps somebody from signing in
    Deactivate(Whom),
    /// Lets somebody sign in again
    Reactivate(Whom),
    /// Takes the second factor of somebody away who has lost their phone and the recovery codes
    ForgetSecondFactor(Whom),
}

#[derive(Args, Debug)]
pub struct Add {
    #[arg(long)]
    name: String,
    #[arg(long)]
    email: String,
    #[command(flatten)]
    roles: RoleArgs,
    #[command(flatten)]
    password: PasswordSource,
    #[command(flatten)]
    config: Config,
}

#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    config: Config,
}

#[derive(Args, Debug)]
pub struct Password {
    #[arg(long)]
    email: String,
    #[command(flatten)]
    password: PasswordSource,
    #[command(flatten)]
    config: Config,
}

#[derive(Args, Debug)]
pub struct Roles {
    #[arg(long)]
    email: String,
    #[command(flatten)]
    roles: RoleArgs,
    #[command(flatten)]
    config: Config,
}

#[derive(Args, Debug)]
pub struct Whom {
    #[arg(long)]
    email: String,
    #[command(flatten)]
    config: Config,
}

#[derive(Args, Debug)]
struct RoleArgs {
    /// Such as administrator, client_data_coordinator, case_manager or staff; may be repeated
    #[arg(long = "role", required = true, value_name = "ROLE", value_parser = role)]
    roles: Vec<Role>,
}

fn role(code: &str) -> Result<Role, String> {
    let codes: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
    Role::from_code(code).ok_or_else(|| format!("it is one of {}", codes.join(", ")))
}

impl User {
    pub fn run(self) -> Result<()> {
        match self {
            Self::Add(add) => add.run(),
            Self::List(list) => list.run(),
            Self::Password(password) => password.run(),
            Self::Roles(roles) => roles.run(),
            Self::Deactivate(whom) => whom.run("users.deactivate", users::deactivate),
            Self::Reactivate(whom) => whom.run("users.reactivate", users::reactivate),
            Self::ForgetSecondFactor(whom) => {
                whom.run("users.forget_second_factor", users::take_second_factor)
            }
        }
    }
}

impl Add {
    fn run(self) -> Result<()> {
        let password = self.password.read()?;
        write(&self.config, "users.create", |tx| {
            let owner = Owner { name: &self.name, email: &self.email };
            let hashed = password.hashed(tx, owner)?;
            let (name, email, roles) = (&*self.name, &*self.email, &*self.roles.roles);
            users::create(tx, NewUser { name, email, roles, password: Some(&hashed), client: None })
        })?;
        password.tell(&self.email);
        Ok(())
    }
}

impl List {
    fn run(self) -> Result<()> {
        let opened = Opened::open(&self.config)?;
        for account in opened.store.read_public(&Caller::job(), users::list)? {
            println!("{}", line(&account));
        }
        opened.close()
    }
}

fn line(account: &Account) -> String {
    let roles: Vec<_> = account.roles.iter().map(|role| role.code()).collect();
    format!("{}\t{}\t{}\t{}", account.email, account.name, account.status, roles.join(","))
}

impl Password {
    fn run(self) -> Result<()> {
        let password = self.password.read()?;
        write(&self.config, "users.set_password", |tx| {
            let account = users::find_by_email(tx, &self.email)?;
            let owner = Owner { name: &account.name, email: &account.email };
            let hashed = password.hashed(tx, owner)?;
            users::set_password(tx, account.id, &hashed)
        })?;
        password.tell(&self.email);
        Ok(())
    }
}

impl Roles {
    fn run(self) -> Result<()> {
        write(&self.config, "users.set_roles", |tx| {
            let account = users::find_by_email(tx, &self.email)?;
            users::change_roles(tx, account.id, &self.roles.roles)
        })
    }
}

impl Whom {
    fn run(
        self,
        operation: &'static str,
        act: impl FnOnce(&mut WriteTx, domain::ids::UserId) -> StoreResult<()>,
    ) -> Result<()> {
        write(&self.config, operation, |tx| {
            let account = users::find_by_email(tx, &self.email)?;
            act(tx, account.id)
        })
    }
}

/// One write in the name of the operator.
fn write<T>(
    config: &Config,
    operation: &'static str,
    work: impl FnOnce(&mut WriteTx) -> StoreResult<T>,
) -> Result<T> {
    let opened = Opened::open(config)?;
    let done = opened.store.write_public(&Caller::job(), operation, work).map_err(in_words);
    opened.close()?;
    done
}

/// What the store refuses, for a person at a terminal.
fn in_words(error: StoreError) -> anyhow::Error {
    match error {
        StoreError::NotFound => anyhow!("nobody has this email"),
        StoreError::Invalid(errors) => {
            let fields: Vec<_> =
                errors.iter().map(|e| format!("{}: {}", e.pointer.trim_start_matches('/'), e.code)).collect();
            anyhow!("{}", fields.join(", "))
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_role_names_those_that_exist() {
        assert!(role("boss").unwrap_err().contains("case_manager"));
    }
}
