//! How one gets to a server: by the socket in its folder, or by localhost.

use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// What Linux takes as the path of a socket, with the zero at its end; macOS takes four fewer.
const LONGEST_PATH: usize = 103;

/// A socket in the file system costs server and database together a tenth less time for a short request than localhost does.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Host {
    Socket { folder: PathBuf, port: u16 },
    Localhost { port: u16 },
}

impl Host {
    /// By the socket, where the server that runs has one: it may have been started before there was any.
    pub fn of(folder: &Path, port: u16) -> Self {
        match socket(folder, port).exists() {
            true => Self::Socket { folder: folder.to_owned(), port },
            false => Self::Localhost { port },
        }
    }

    pub fn name(&self) -> String {
        match self {
            Self::Socket { folder, .. } => folder.display().to_string(),
            Self::Localhost { .. } => "127.0.0.1".to_owned(),
        }
    }

    pub fn url(&self, password: Option<&str>, database: &str, user: &str) -> String {
        let secret = password.map(|password| format!(":{password}")).unwrap_or_default();
        match self {
            Self::Socket { folder, port } => {
                format!("postgres://{user}{secret}@{}:{port}/{database}", escaped(folder))
            }
            Self::Localhost { port } => format!("postgres://{user}{secret}@127.0.0.1:{port}/{database}"),
        }
    }
}

/// Whether a socket in this folder has a name that the system takes.
pub(crate) fn takes_socket(folder: &Path) -> bool {
    socket(folder, u16::MAX).as_os_str().len() <= LONGEST_PATH
}

/// PostgreSQL names it after its port.
fn socket(folder: &Path, port: u16) -> PathBuf {
    folder.join(format!(".s.PGSQL.{port}"))
}

/// A folder in the place of a host's name, as libpq reads it.
fn escaped(folder: &Path) -> String {
    let escape = |byte: &u8| match byte.is_ascii_alphanumeric() {
        true => char::from(*byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    folder.as_os_str().as_bytes().iter().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_stands_escaped_in_the_place_of_the_host() {
        let host = Host::Socket { folder: "/var/lib/open hall".into(), port: 5433 };
        assert_eq!(host.url(Some("pw"), "d", "u"), "postgres://u:pw@%2Fvar%2Flib%2Fopen%20hall:5433/d");
        assert_eq!(host.name(), "/var/lib/open hall");
    }

    #[test]
    fn without_a_socket_one_goes_by_localhost() {
        let host = Host::of(Path::new("/nowhere"), 5433);
        assert_eq!(host.url(None, "d", "u"), "postgres://u@127.0.0.1:5433/d");
        assert_eq!(host.name(), "127.0.0.1");
    }

    #[test]
    fn a_folder_may_be_too_deep_for_a_socket() {
        assert!(takes_socket(Path::new("/var/lib/openhall/postgres")));
        assert!(!takes_socket(&Path::new("/srv").join("x".repeat(100))));
    }
}
