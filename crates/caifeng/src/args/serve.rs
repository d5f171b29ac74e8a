//! Arguments of what shows pages: a desk of one's own, and the demonstration.

use super::Place;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,
    /// Do not visit sources
    #[arg(long)]
    pub(crate) no_collect: bool,
    /// Address under which people reach the desk through a proxy, with its path if it has one
    #[arg(
        long,
        value_name = "URL",
        default_value = "",
        env = "CAIFENG_PUBLIC_URL"
    )]
    pub(crate) public_url: String,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Directory that holds the demonstration's desk; never one of your own
    #[arg(long, value_name = "DIR", default_value = "caifeng-demo")]
    pub(crate) data_dir: PathBuf,
    /// Address to listen on; of this machine only, because anybody comes in as anybody
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,
    /// How much faster than real time the county lives: 60 is an hour a minute; above 1 it does
    /// not wait for quiet hours
    #[arg(long, value_name = "N", default_value_t = 60.0)]
    pub(crate) speed: f64,
    /// Forget what the directory holds and begin anew
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Write the whole fortnight with the event of each document, as `caifeng eval events` reads
    /// it, and stop
    #[arg(long, value_name = "FILE.jsonl")]
    pub(crate) write_labels: Option<PathBuf>,
    /// Another fortnight of the same happenings
    #[arg(long, default_value_t = 1, hide = true)]
    pub(crate) seed: u64,
}
