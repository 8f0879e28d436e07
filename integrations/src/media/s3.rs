//! Files in S3 or a service that speaks its language.

use std::sync::Arc;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_s3::error::DisplayErrorContext;
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_http_client::{Builder, tls};
use impasto_domain::ports::{MediaArea, MediaError, MediaStore, PortFuture};

use super::check_key;

/// Where the bucket is and who may write to it.
#[derive(Clone)]
pub struct S3Settings {
    /// The bucket.
    pub bucket: String,
    /// Its region.
    pub region: String,
    /// Another service's address; `None` is AWS itself.
    pub endpoint: Option<String>,
    /// Address the bucket in the path instead of the host name (most services other than AWS want it).
    pub force_path_style: bool,
    /// Key id.
    pub access_key_id: String,
    /// Secret.
    pub secret_access_key: String,
    /// What public files are reached under by browsers (a CDN in front of the bucket); `None` serves them through
    /// this program.
    pub public_base_url: Option<String>,
}

impl std::fmt::Debug for S3Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3Settings")
            .field("bucket", &self.bucket)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// A media store in an S3 bucket: keys below `public/` and `private/`.
#[derive(Debug, Clone)]
pub struct S3Media {
    client: Client,
    bucket: String,
    public_base_url: String,
}

impl S3Media {
    /// A store in the bucket of `settings`. Nothing is sent yet; see [`S3Media::check`].
    #[must_use]
    pub fn new(settings: &S3Settings) -> Self {
        let http =
            Builder::new().tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring)).build_https();
        let credentials =
            Credentials::new(&settings.access_key_id, &settings.secret_access_key, None, None, "impasto-configuration");
        let mut config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(http)
            .region(Region::new(settings.region.clone()))
            .credentials_provider(credentials)
            .force_path_style(settings.force_path_style);
        if let Some(endpoint) = &settings.endpoint {
            config = config.endpoint_url(endpoint);
        }
        Self {
            client: Client::from_conf(config.build()),
            bucket: settings.bucket.clone(),
            // Straight from the bucket a public file lies below `public/`; the program's own route leaves that out.
            public_base_url: match &settings.public_base_url {
                Some(base) => format!("{}/public/", base.trim_end_matches('/')),
                None => "/media/".to_owned(),
            },
        }
    }

    /// Whether the bucket answers.
    ///
    /// # Errors
    /// [`MediaError::Failed`] when it does not exist, is not ours or cannot be reached.
    pub async fn check(&self) -> Result<(), MediaError> {
        self.client.head_bucket().bucket(&self.bucket).send().await.map(drop).map_err(|error| failed(&error))
    }
}

impl MediaStore for S3Media {
    fn put<'a>(
        &'a self,
        area: MediaArea,
        key: &'a str,
        content_type: &'a str,
        bytes: Arc<[u8]>,
    ) -> PortFuture<'a, Result<(), MediaError>> {
        Box::pin(async move {
            let name = object_name(area, key)?;
            let cache = match area {
                MediaArea::Public => "public, max-age=31536000, immutable",
                MediaArea::Private => "private, no-store",
            };
            self.client
                .put_object()
                .bucket(&self.bucket)
                .key(name)
                .content_type(content_type)
                .cache_control(cache)
                .body(ByteStream::from(bytes.to_vec()))
                .send()
                .await
                .map(drop)
                .map_err(|error| failed(&error))
        })
    }

    fn get<'a>(&'a self, area: MediaArea, key: &'a str) -> PortFuture<'a, Result<Option<Arc<[u8]>>, MediaError>> {
        Box::pin(async move {
            let name = object_name(area, key)?;
            let answer = match self.client.get_object().bucket(&self.bucket).key(name).send().await {
                Ok(answer) => answer,
                Err(error) if error.as_service_error().is_some_and(|e| e.is_no_such_key()) => return Ok(None),
                Err(error) => return Err(failed(&error)),
            };
            let bytes = answer.body.collect().await.map_err(|error| failed(&error))?;
            Ok(Some(bytes.to_vec().into()))
        })
    }

    fn delete<'a>(&'a self, area: MediaArea, key: &'a str) -> PortFuture<'a, Result<(), MediaError>> {
        Box::pin(async move {
            let name = object_name(area, key)?;
            let sent = self.client.delete_object().bucket(&self.bucket).key(name).send().await;
            sent.map(drop).map_err(|error| failed(&error))
        })
    }

    fn public_url(&self, key: &str) -> String {
        format!("{}{key}", self.public_base_url)
    }
}

fn object_name(area: MediaArea, key: &str) -> Result<String, MediaError> {
    check_key(key)?;
    Ok(match area {
        MediaArea::Public => format!("public/{key}"),
        MediaArea::Private => format!("private/{key}"),
    })
}

fn failed<E: std::error::Error>(error: &E) -> MediaError {
    MediaError::Failed(DisplayErrorContext(error).to_string())
}
