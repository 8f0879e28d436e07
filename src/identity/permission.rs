//! Permissions as types, so that a handler names what it needs in its own signature.
//! Knows nothing of requests.

use impasto_domain::identity::Permission;

/// A type that stands for a permission.
pub trait Needs: 'static {
    /// Which.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}

        impl Needs for $name {
            const PERMISSION: Permission = Permission::$name;
        }
    )+};
}

permissions! {
    /// Have an account page, addresses, a wishlist; write reviews.
    Account,
    /// Create and edit works of the own seller, see its sales.
    Studio,
    /// See and adjust stock, see and release holds.
    InventoryManage,
    /// See every order, refund.
    OrdersManage,
    /// Approve and reject works.
    Moderate,
    /// See and suspend people.
    UsersManage,
    /// Change the rules of the house.
    SettingsManage,
    /// Read the audit log.
    AuditRead,
    /// See who is connected.
    PresenceRead,
}
