//! `caifeng serve`: the desk's pages.

use crate::args::Serve;
use crate::Ended;
use anyhow::Result;

pub(crate) fn run(_: &Serve) -> Result<Ended> {
    anyhow::bail!("building")
}
