//! One configuration key as the documentation and the environment see it, and the macro that makes sections of them.
//! Knows nothing of a particular key.

use std::path::PathBuf;

use super::secret::Secret;
use super::value::{
    AccessLog, Collector, Listen, LogFormat, MailTls, Network, ProxyHeader, PublicUrl, Ratio, Sender, Switch,
};

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its dotted path: `limits.json_bytes`.
    pub path: &'static str,
    /// What its values look like.
    pub kind: Kind,
    /// Its default as TOML text; empty when it is unset.
    pub default: String,
    /// What it does.
    pub about: String,
}

/// What the values of a key look like; how a variable of the environment is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Text that does not print.
    Secret,
    /// A whole number.
    Number,
    /// A number with a fraction.
    Fraction,
    /// `true` or `false`.
    Bool,
    /// Texts; in the environment separated by commas.
    List,
}

impl Key {
    /// The variable of the environment that sets it: `IMPASTO_LIMITS__JSON_BYTES`.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("IMPASTO_{}", self.path.replace('.', "__").to_uppercase())
    }
}

/// A type that a key can have.
pub(super) trait Value {
    /// Its kind.
    const KIND: Kind;
}

macro_rules! kinds {
    ($($type:ty => $kind:ident),+ $(,)?) => {$(
        impl Value for $type {
            const KIND: Kind = Kind::$kind;
        }
    )+};
}

kinds! {
    String => Text, PathBuf => Text, Listen => Text, PublicUrl => Text, Switch => Text, ProxyHeader => Text,
    LogFormat => Text, AccessLog => Text, Collector => Text, MailTls => Text, Sender => Text, Ratio => Fraction, Secret => Secret, bool => Bool, u16 => Number, u32 => Number, u64 => Number, usize => Number,
    Vec<String> => List, Vec<Secret> => List, Vec<Network> => List, Vec<PublicUrl> => List,
}

impl<T: Value> Value for Option<T> {
    const KIND: Kind = T::KIND;
}

/// A default as TOML text. Texts, numbers, booleans and lists of texts look the same in JSON and in TOML.
pub(super) fn shown(value: &impl serde::Serialize) -> String {
    match serde_json::to_string(value) {
        Ok(text) if text != "null" => text,
        _ => String::new(),
    }
}

/// Declares a section: a struct with a default for every key, which refuses unknown keys and can list its own.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        $name:ident at $prefix:literal {
            $($(#[doc = $doc:literal])+ $field:ident: $type:ty = $default:expr,)*
        }
        $(sections { $($(#[doc = $sub_doc:literal])+ $sub:ident: $sub_type:ty,)+ })?
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: $type,)*
            $($($(#[doc = $sub_doc])+ pub $sub: $sub_type,)+)?
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* $($($sub: <$sub_type>::default(),)+)? }
            }
        }

        impl $name {
            /// Appends the keys of this section and of those inside it.
            pub(super) fn list_keys(keys: &mut Vec<$crate::config::Key>) {
                let defaults = Self::default();
                $(keys.push($crate::config::Key {
                    path: concat!($prefix, stringify!($field)),
                    kind: <$type as $crate::config::key::Value>::KIND,
                    default: $crate::config::key::shown(&defaults.$field),
                    about: concat!($($doc),+).trim().to_owned(),
                });)*
                $($(<$sub_type>::list_keys(keys);)+)?
                // A section without keys of its own has no use for its defaults.
                let _ = defaults;
            }
        }
    };
}

pub(super) use section;
