//! Reports: what somebody finds wrong with a work.

use serde::{Deserialize, Serialize};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportReason {
    /// It is somebody else's work.
    Copied,
    /// It is not what its words say.
    Misleading,
    /// It insults or threatens.
    Offensive,
    /// The law forbids to sell it.
    Prohibited,
    /// Something else, in words.
    Other,
}

impl ReportReason {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 5] = [Self::Copied, Self::Misleading, Self::Offensive, Self::Prohibited, Self::Other];

    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Copied => "copied",
            Self::Misleading => "misleading",
            Self::Offensive => "offensive",
            Self::Prohibited => "prohibited",
            Self::Other => "other",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportStatus {
    /// Somebody has to look at it.
    Open,
    /// Something was done about it.
    Resolved,
    /// There was nothing to do.
    Dismissed,
}

impl ReportStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Resolved, Self::Dismissed];

    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
            Self::Dismissed => "dismissed",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back() {
        for reason in ReportReason::ALL {
            assert_eq!(ReportReason::parse(reason.as_str()), Some(reason));
        }
        for status in ReportStatus::ALL {
            assert_eq!(ReportStatus::parse(status.as_str()), Some(status));
        }
        assert_eq!((ReportReason::parse("boring"), ReportStatus::parse("closed")), (None, None));
    }
}
