//! The master secret and the keys derived from it: for sealing, for refresh tokens, for fingerprints of requests.
//! Knows nothing of what is sealed.

use std::io::{Read, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::config::Secret;

/// Bytes of a nonce of XChaCha20-Poly1305: long enough to be drawn at random for ever.
const NONCE_BYTES: usize = 24;

/// Keys of the house, each for one use. The same master secret gives the same keys on every node.
#[derive(Clone)]
pub struct HouseSecrets {
    sealing: [u8; 32],
    refresh: [u8; 32],
    fingerprint: [u8; 32],
    links: [u8; 32],
}

impl std::fmt::Debug for HouseSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HouseSecrets")
    }
}

/// The master secret cannot be read or made.
#[derive(Debug, thiserror::Error)]
pub enum MasterError {
    /// The file is there but cannot be used.
    #[error("the master secret {0} cannot be read: {1}")]
    Unreadable(String, std::io::Error),
    /// The file is there but does not hold a secret.
    #[error("the master secret {0} is damaged: it must hold 32 bytes in base64; restore it from a backup")]
    Damaged(String),
    /// It cannot be made.
    #[error("the master secret {0} cannot be written: {1}")]
    Unwritable(String, std::io::Error),
    /// The configured one is not what it says it is.
    #[error("secrets.master begins with base64: but base64 does not follow")]
    Encoding,
}

/// Something sealed was not sealed with this master secret, or was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it was sealed with another master secret, or it was changed")]
pub struct Unsealable;

impl HouseSecrets {
    /// The keys of a master secret.
    #[must_use]
    pub fn from_master(master: &[u8]) -> Self {
        let derive = |label: &str| hmac(master, &[label.as_bytes()]);
        Self {
            sealing: derive("impasto sealing 1"),
            refresh: derive("impasto refresh tokens 1"),
            fingerprint: derive("impasto request fingerprints 1"),
            links: derive("impasto order links 1"),
        }
    }

    /// The configured master secret, or the data folder's own, which is made (readable by its owner alone) when it is
    /// not there.
    ///
    /// # Errors
    /// [`MasterError`] when the file cannot be read or written.
    pub fn open(configured: Option<&Secret>, data: &Path) -> Result<Self, MasterError> {
        if let Some(master) = configured {
            return master.bytes().map(|bytes| Self::from_master(&bytes)).ok_or(MasterError::Encoding);
        }
        let path = data.join("master.key");
        let name = path.display().to_string();
        let text = match read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                make(&path).map_err(|error| MasterError::Unwritable(name.clone(), error))?;
                read(&path).map_err(|error| MasterError::Unreadable(name.clone(), error))?
            }
            Err(error) => return Err(MasterError::Unreadable(name, error)),
        };
        let master = STANDARD.decode(text.trim()).unwrap_or_default();
        if master.len() == 32 { Ok(Self::from_master(&master)) } else { Err(MasterError::Damaged(name)) }
    }

    /// Seals bytes; `label` says what they are and must be given again to open them.
    #[must_use]
    pub fn seal(&self, label: &[u8], bytes: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let cipher = XChaCha20Poly1305::new(&Key::from(self.sealing));
        let payload = Payload { msg: bytes, aad: label };
        // Encryption fails for texts of more than 256 GiB only; an empty box opens to nothing.
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what [`seal`](Self::seal) has sealed under the same label.
    ///
    /// # Errors
    /// [`Unsealable`] for anything else.
    pub fn unseal(&self, label: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unsealable> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(Unsealable)?;
        let cipher = XChaCha20Poly1305::new(&Key::from(self.sealing));
        cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: label }).map_err(|_| Unsealable)
    }

    /// The refresh token that follows a presented one: always the same, and nobody else can work it out.
    #[must_use]
    pub fn successor(&self, presented: &[u8]) -> [u8; 32] {
        hmac(&self.refresh, &[presented])
    }

    /// What makes a link to an order ours.
    #[must_use]
    pub fn link_tag(&self, body: &[u8]) -> [u8; 32] {
        hmac(&self.links, &[body])
    }

    /// Whether a tag is ours; takes as long for any other.
    #[must_use]
    pub fn is_link_tag(&self, body: &[u8], tag: &[u8]) -> bool {
        let mac = mac(&self.links).chain_update((body.len() as u64).to_be_bytes()).chain_update(body);
        mac.verify_slice(tag).is_ok()
    }

    /// A fingerprint of a request. Keyed, so that a stored one is no help in guessing a password in a body.
    #[must_use]
    pub fn fingerprint(&self, parts: &[&[u8]]) -> [u8; 32] {
        hmac(&self.fingerprint, parts)
    }
}

/// HMAC-SHA256 over parts, each preceded by its length so that no two lists of parts look the same.
fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = mac(key);
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// HMAC takes keys of any length.
pub(crate) fn mac(key: &[u8]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC is defined for keys of every length (RFC 2104)")]
    Hmac::<Sha256>::new_from_slice(key).expect("a key of any length")
}

fn read(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(1_024).read_to_string(&mut text)?;
    Ok(text)
}

/// Writes a fresh secret under a name of its own and links it into place, so that a crash leaves no half-written file
/// and, of two processes that start at once, one wins and both read the same.
fn make(path: &Path) -> std::io::Result<()> {
    let master: [u8; 32] = rand::random();
    let draft = path.with_extension(format!("{:016x}", rand::random::<u64>()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&draft)?;
    writeln!(file, "{}", STANDARD.encode(master))?;
    file.sync_all()?;
    drop(file);
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::File::open(folder)?.sync_all()?;
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_under_its_label_and_its_master() {
        let house = HouseSecrets::from_master(b"one");
        let sealed = house.seal(b"jwt:1", b"key");
        assert_eq!(house.unseal(b"jwt:1", &sealed).unwrap(), b"key");
        assert_eq!(house.unseal(b"jwt:2", &sealed), Err(Unsealable));
        assert_eq!(HouseSecrets::from_master(b"two").unseal(b"jwt:1", &sealed), Err(Unsealable));
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(house.unseal(b"jwt:1", &changed), Err(Unsealable));
        assert_eq!(house.unseal(b"jwt:1", b"short"), Err(Unsealable));
        assert_ne!(house.seal(b"jwt:1", b"key"), sealed, "each seal has its own nonce");
    }

    #[test]
    fn the_data_folder_keeps_one_secret_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let first = HouseSecrets::open(None, folder.path()).unwrap();
        let again = HouseSecrets::open(None, folder.path()).unwrap();
        assert_eq!(first.successor(b"x"), again.successor(b"x"));
        let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(names, ["master.key"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.path().join("master.key")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        // Taken along in the configuration it is the same secret.
        let text = std::fs::read_to_string(folder.path().join("master.key")).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let configured = Secret::new(format!("base64:{}", text.trim()));
        let taken_along = HouseSecrets::open(Some(&configured), elsewhere.path()).unwrap();
        assert_eq!(first.successor(b"x"), taken_along.successor(b"x"));
        std::fs::write(folder.path().join("master.key"), "half").unwrap();
        assert!(matches!(HouseSecrets::open(None, folder.path()), Err(MasterError::Damaged(_))));
    }

    #[test]
    fn two_starts_at_once_agree_on_one_secret() {
        let folder = tempfile::tempdir().unwrap();
        let open = || HouseSecrets::open(None, folder.path()).unwrap().successor(b"x");
        let all: Vec<[u8; 32]> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn fingerprints_tell_parts_apart() {
        let house = HouseSecrets::from_master(b"one");
        assert_ne!(house.fingerprint(&[b"ab", b"c"]), house.fingerprint(&[b"a", b"bc"]));
        assert_eq!(house.fingerprint(&[b"ab"]), house.fingerprint(&[b"ab"]));
    }
}
