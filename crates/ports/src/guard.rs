//! Which addresses may be dialled.

use std::net::IpAddr;

/// Decides which addresses may be dialled.
pub trait AddressPolicy: Send + Sync {
    /// Whether this address may be dialled.
    fn allows(&self, address: IpAddr) -> bool;
}
