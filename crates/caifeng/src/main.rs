//! Caifeng: a public-opinion desk in one binary.
#![forbid(unsafe_code)]

mod args;
mod browser;
mod commands;
mod data_dir;
mod demo;
mod house;
mod index_progress;
mod output;
mod real;
mod settings;
mod stop;
mod train;
mod vault;
mod vault_evidence;
mod vault_key;

use args::{Cli, Command, EvalCommand};
use clap::Parser;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Threads of the line pass documents on, and each frees what another made.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended, short of failing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Everything was done.
    Done,
    /// Some lines or sources were refused; each was told.
    SomeRefused,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_env("CAIFENG_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(cli.command) {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::SomeRefused) => ExitCode::from(3),
        Err(error) => {
            output::note(&format!("caifeng: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<Ended> {
    match command {
        Command::Serve(args) => commands::serve::run(&args),
        Command::Demo(args) => commands::demo::run(&args),
        Command::Replay(args) => commands::replay::run(&args),
        Command::Import(args) => commands::import::run(&args),
        Command::Source(args) => commands::source::run(&args.command),
        Command::Collect(args) => commands::collect::run(&args),
        Command::Bring(args) => commands::bring::run(&args),
        Command::Reread(args) => commands::reread::run(&args),
        Command::Extract(args) => commands::extract::run(&args),
        Command::Search(args) => commands::search::run(&args),
        Command::Events(args) => commands::events::run(&args),
        Command::Eval(args) => score(args.command),
        Command::Words(args) => commands::words::run(&args),
        Command::People(args) => commands::people::run(&args),
        Command::Duty(args) => commands::duty::run(&args),
        Command::Audit(args) => commands::audit::run(&args),
        Command::Rules(args) => commands::rules::run(&args),
        Command::Topics(args) => commands::topics::run(&args),
        Command::Alerts(args) => commands::rules::alerts(&args),
        Command::Retention(args) => commands::retention::run(&args),
        Command::Purge(args) => commands::purge::run(&args),
        Command::Hold(args) => commands::hold::run(&args),
        Command::Channels(args) => commands::channels::run(&args),
        Command::Cases(args) => commands::cases::run(&args),
        Command::Train(args) => commands::train::run(&args),
        Command::Backup(args) => commands::backup::backup(&args),
        Command::Restore(args) => commands::backup::restore(&args),
        Command::Doctor(args) => commands::doctor::run(&args),
    }
}

fn score(command: EvalCommand) -> anyhow::Result<Ended> {
    match command {
        EvalCommand::Events(args) => commands::eval::run(&args),
        EvalCommand::Pages(args) => commands::eval_pages::run(&args),
        EvalCommand::Copies(args) => commands::eval_copies::run(&args),
        EvalCommand::Keyphrases(args) => commands::eval_phrases::run(&args),
        EvalCommand::Floods(args) => commands::eval_floods::run(&args),
        EvalCommand::HotList(args) => commands::eval_hot_list::run(&args),
        EvalCommand::Bursts(args) => commands::eval_bursts::run(&args),
        EvalCommand::Words(args) => commands::eval_words::run(&args),
        EvalCommand::Joins(args) => commands::eval_joins::run(&args),
        EvalCommand::Readings(args) => commands::eval_readings::run(&args),
        EvalCommand::Reviews(args) => commands::eval_reviews::run(&args),
    }
}
