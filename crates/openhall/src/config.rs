//! What every command that touches an installation has to know.

use std::{
    fs::DirBuilder,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clap::Args;
use secrecy::SecretString;

use crate::secret;

/// Which installation.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Installation")]
pub struct Config {
    /// Folder for the keys, the files and the private PostgreSQL
    #[arg(long, env = "OPENHALL_STATE_DIR", default_value = ".openhall", value_name = "FOLDER")]
    pub state_dir: PathBuf,
    /// The key file; STATE_DIR/keys when absent. The keys themselves may stand in OPENHALL_KEYS instead
    #[arg(long, env = "OPENHALL_KEYS_FILE", value_name = "FILE")]
    keys_file: Option<PathBuf>,
    #[command(flatten)]
    urls: Urls,
}

/// Which database.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Database")]
struct Urls {
    /// The database, as the role that reads and writes rows; a private PostgreSQL when absent
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true, value_parser = secret::parse)]
    database_url: Option<SecretString>,
    /// A file that holds the DATABASE_URL
    #[arg(long, env = "DATABASE_URL_FILE", value_name = "FILE", conflicts_with = "database_url")]
    database_url_file: Option<PathBuf>,
    /// The same database, as the role that owns the tables; needed for migrations
    #[arg(long, env = "MIGRATION_URL", value_name = "URL", hide_env_values = true, value_parser = secret::parse)]
    migration_url: Option<SecretString>,
    /// A file that holds the MIGRATION_URL
    #[arg(long, env = "MIGRATION_URL_FILE", value_name = "FILE", conflicts_with = "migration_url")]
    migration_url_file: Option<PathBuf>,
}

impl Config {
    /// The database's URL for the server's role, unless the private PostgreSQL is meant.
    pub fn database_url(&self) -> Result<Option<SecretString>> {
        let url = secret::given(self.urls.database_url.as_ref(), self.urls.database_url_file.as_deref())?;
        url.iter().try_for_each(|url| secret::refuse_weak_database("DATABASE_URL", url))?;
        Ok(url)
    }

    /// The database's URL for its owner.
    pub fn migration_url(&self) -> Result<Option<SecretString>> {
        let url = secret::given(self.urls.migration_url.as_ref(), self.urls.migration_url_file.as_deref())?;
        url.iter().try_for_each(|url| secret::refuse_weak_database("MIGRATION_URL", url))?;
        Ok(url)
    }

    pub fn keys_file(&self) -> PathBuf {
        self.keys_file.clone().unwrap_or_else(|| self.state_dir.join("keys"))
    }

    pub fn files(&self) -> PathBuf {
        self.state_dir.join("files")
    }

    /// Where mail goes while there is no mail server.
    pub fn mails(&self) -> PathBuf {
        self.state_dir.join("mails")
    }

    /// Where the heads of the audit log's chain are kept outside of the database.
    pub fn heads(&self) -> PathBuf {
        self.state_dir.join("audit-heads")
    }

    /// Where the ledger of erasures is kept outside of the database.
    pub fn erasures(&self) -> PathBuf {
        self.state_dir.join("erasures")
    }

    pub fn private_postgres(&self) -> PathBuf {
        self.state_dir.join("postgres")
    }
}

/// Makes the folder of an installation. Others may pass through it and see nothing: PostgreSQL, which does not
/// run as root, has its own folder below. What is secret in it is closed by itself.
pub fn make_state_folder(folder: &Path) -> Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o711).create(folder);
    made.with_context(|| format!("cannot make {}", folder.display()))
}
