//! Arguments of `people` and `audit`.

use super::Place;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct PeopleArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: PeopleCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PeopleCommand {
    /// List everybody with units and roles
    List,
    /// Add somebody; prints a one-time link to set the password
    #[command(
        after_help = "Roles: administrator, duty_officer, analyst, information_officer, editor, leader, auditor.\n\nExample:\n  caifeng people invite li.na --name 李娜 --role analyst --role duty_officer"
    )]
    Invite(Invite),
    /// Print a one-time link to set a new password, for those who forgot it
    #[command(after_help = "Example:\n  caifeng people link admin")]
    Link(Login),
    /// Let somebody sign in no more; their sessions end
    Disable(Login),
    /// Let somebody sign in again
    Enable(Login),
}

#[derive(Debug, Args)]
pub(crate) struct Invite {
    /// What they sign in with
    pub(crate) login: String,
    /// Their name
    #[arg(long)]
    pub(crate) name: String,
    /// A role; may be given several times
    #[arg(long = "role", value_name = "ROLE", required = true)]
    pub(crate) roles: Vec<String>,
    /// Their mail address
    #[arg(long, default_value = "")]
    pub(crate) mail: String,
    #[command(flatten)]
    pub(crate) front: Front,
}

#[derive(Debug, Args)]
pub(crate) struct Login {
    /// What they sign in with
    pub(crate) login: String,
    #[command(flatten)]
    pub(crate) front: Front,
}

#[derive(Debug, Args)]
pub(crate) struct Front {
    /// Address under which people reach the desk, for the link
    #[arg(
        long,
        value_name = "URL",
        default_value = "http://127.0.0.1:8787",
        env = "CAIFENG_PUBLIC_URL"
    )]
    pub(crate) public_url: String,
}

#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: AuditCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Check that no entry was changed, taken out or put in; exit code 1 where one was
    #[command(
        after_help = "A chain alone cannot show that its end was cut off: keep the seal on another machine.\n\nExamples:\n  caifeng audit verify\n  caifeng audit seal > /mnt/other/seal.txt\n  caifeng audit verify --seal /mnt/other/seal.txt"
    )]
    Verify(Verify),
    /// Print the end of the chain, for keeping elsewhere
    Seal,
    /// List entries, newest first
    #[command(after_help = "Example:\n  caifeng audit list --act document.opened --limit 20")]
    List(ListEntries),
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// A seal that was kept elsewhere
    #[arg(long, value_name = "FILE")]
    pub(crate) seal: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ListEntries {
    /// Only this act
    #[arg(long, default_value = "")]
    pub(crate) act: String,
    /// Only about this: e12, p3, d7
    #[arg(long, default_value = "")]
    pub(crate) object: String,
    /// Most entries to list
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u64,
}
