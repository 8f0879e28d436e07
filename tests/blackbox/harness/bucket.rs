//! An S3 bucket in this process.

use std::net::SocketAddr;
use std::path::PathBuf;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;

const NAME: &str = "works";
const KEY_ID: &str = "gallery";
const SECRET: &str = "not-a-real-secret";

/// A bucket on a server of its own, for as long as the test's runtime lives.
pub(crate) struct Bucket {
    address: SocketAddr,
    folder: tempfile::TempDir,
}

impl Bucket {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(NAME)).expect("a folder");
        let files = s3s_fs::FileSystem::new(folder.path()).expect("a file system");
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
        let service = builder.build();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    // A client that goes away is no failure of the server.
                    let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        Self { address, folder }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("s3://{NAME}")
    }

    /// How it is reached, without its name.
    pub(crate) fn keys(&self) -> Vec<(String, String)> {
        let endpoint = format!("http://{}", self.address);
        let keys = [
            ("ENDPOINT", endpoint.as_str()),
            ("FORCE_PATH_STYLE", "true"),
            ("ACCESS_KEY_ID", KEY_ID),
            ("SECRET_ACCESS_KEY", SECRET),
        ];
        keys.iter().map(|(key, value)| (format!("IMPASTO_MEDIA__S3__{key}"), (*value).to_owned())).collect()
    }

    /// The same with its name: media lie here.
    pub(crate) fn settings(&self) -> Vec<(String, String)> {
        let name = ("IMPASTO_MEDIA__S3__BUCKET".to_owned(), NAME.to_owned());
        self.keys().into_iter().chain([name]).collect()
    }

    /// Where its files lie.
    pub(crate) fn files(&self) -> PathBuf {
        self.folder.path().join(NAME)
    }
}
