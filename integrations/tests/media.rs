//! One contract for every media store: local disk, and S3 against a server that speaks its language.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use impasto_domain::ports::{MediaArea, MediaError, MediaStore};
use impasto_integrations::media::{DiskMedia, S3Media, S3Settings};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;

const KEY_ID: &str = "gallery";
const SECRET: &str = "not-a-real-secret";
const BUCKET: &str = "works";

fn blob(bytes: &[u8]) -> Arc<[u8]> {
    bytes.into()
}

/// What every store promises.
async fn keeps_its_promises(store: &dyn MediaStore) {
    let key = "ab/abcdef0123456789-w640.webp";
    assert_eq!(store.get(MediaArea::Public, key).await, Ok(None), "nothing was stored yet");
    store.put(MediaArea::Public, key, "image/webp", blob(b"first")).await.unwrap();
    assert_eq!(store.get(MediaArea::Public, key).await, Ok(Some(blob(b"first"))));
    assert_eq!(store.get(MediaArea::Private, key).await, Ok(None), "the areas are apart");
    store.put(MediaArea::Public, key, "image/webp", blob(b"first")).await.unwrap();
    assert_eq!(store.get(MediaArea::Public, key).await, Ok(Some(blob(b"first"))), "storing twice is harmless");

    let large = vec![7_u8; 3 * 1024 * 1024];
    store.put(MediaArea::Private, "cd/large-original.tif", "image/tiff", blob(&large)).await.unwrap();
    assert_eq!(store.get(MediaArea::Private, "cd/large-original.tif").await, Ok(Some(blob(&large))));
    store.put(MediaArea::Private, "empty", "application/pdf", blob(b"")).await.unwrap();
    assert_eq!(store.get(MediaArea::Private, "empty").await, Ok(Some(blob(b""))));

    store.delete(MediaArea::Public, key).await.unwrap();
    store.delete(MediaArea::Public, key).await.unwrap();
    assert_eq!(store.get(MediaArea::Public, key).await, Ok(None));

    for bad in ["../secrets", "/etc/passwd", "a//b", "A.jpg", ""] {
        assert!(matches!(store.get(MediaArea::Public, bad).await, Err(MediaError::BadKey(_))), "{bad:?}");
        let put = store.put(MediaArea::Public, bad, "image/jpeg", blob(b"x")).await;
        assert!(matches!(put, Err(MediaError::BadKey(_))), "{bad:?}");
    }

    // Writers of the same key at once do not meet in one file.
    let writers = (0..16).map(|_| store.put(MediaArea::Public, "ef/same.jpg", "image/jpeg", blob(&large)));
    for written in futures_util::future::join_all(writers).await {
        written.unwrap();
    }
    assert_eq!(store.get(MediaArea::Public, "ef/same.jpg").await, Ok(Some(blob(&large))));
}

#[tokio::test]
async fn the_disk_keeps_its_promises() {
    let folder = tempfile::tempdir().unwrap();
    let store = DiskMedia::open(folder.path(), "/media/").unwrap();
    keeps_its_promises(&store).await;
    assert_eq!(store.public_url("ab/c.webp"), "/media/ab/c.webp");
    assert_eq!(store.get(MediaArea::Public, "ef").await, Ok(None), "a folder is no file");
    assert_eq!(store.get(MediaArea::Public, "ef/same.jpg/more").await, Ok(None));
    let parts = walk(folder.path()).into_iter().filter(|name| name.ends_with(".part"));
    assert_eq!(parts.count(), 0, "no half file is left");
}

#[tokio::test]
async fn s3_keeps_its_promises() {
    let folder = tempfile::tempdir().unwrap();
    let address = start_s3(folder.path()).await;
    let store = S3Media::new(&settings(address, SECRET));
    store.check().await.unwrap();
    keeps_its_promises(&store).await;
    assert_eq!(store.public_url("ab/c.webp"), "https://cdn.example/public/ab/c.webp");
}

#[tokio::test]
async fn a_wrong_secret_is_an_error_and_not_an_empty_bucket() {
    let folder = tempfile::tempdir().unwrap();
    let address = start_s3(folder.path()).await;
    let store = S3Media::new(&settings(address, "wrong"));
    assert!(matches!(store.check().await, Err(MediaError::Failed(_))));
    assert!(matches!(store.get(MediaArea::Public, "a/b.jpg").await, Err(MediaError::Failed(_))));
}

fn settings(address: SocketAddr, secret: &str) -> S3Settings {
    S3Settings {
        bucket: BUCKET.to_owned(),
        region: "eu-central-1".to_owned(),
        endpoint: Some(format!("http://{address}")),
        force_path_style: true,
        access_key_id: KEY_ID.to_owned(),
        secret_access_key: secret.to_owned(),
        public_base_url: Some("https://cdn.example/".to_owned()),
    }
}

/// An S3 server with one bucket, for as long as the test's runtime lives.
async fn start_s3(root: &Path) -> SocketAddr {
    std::fs::create_dir(root.join(BUCKET)).unwrap();
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(root).unwrap());
    builder.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
    let service = builder.build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                // A client that goes away is no failure of the server.
                let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    address
}

fn walk(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            names.extend(walk(&entry.path()));
        } else {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names
}
