//! `caifeng demo`: a fictional county with its sites, and a desk that reads them.

use super::serve::{How, listen, serve};
use crate::args::Demo;
use crate::demo::{
    Content, Live, Outlet, Run, Site, State, Watching, World, base, directory, handle, history,
    ids, listen_sites, people, sources, topics,
};
use crate::house::{House, runtime};
use crate::real::SystemClock;
use crate::{Ended, output, stop};
use anyhow::{Context, Result, bail};
use desk::line::{Entry, InputBatch};
use indicatif::{ProgressBar, ProgressStyle};
use model::{Moment, Source, SourceId};
use ports::Clock;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;
use web::Notice;

/// Pings that may wait for the line.
const PINGS_MAX: usize = 64;
/// When a fortnight begins whose labels are written without a demonstration: 2026-03-14 12:00 in
/// the county is its thirteenth day.
const LABELS_BEGAN: Moment = Moment(1_773_460_800_000);

pub(crate) fn run(args: &Demo) -> Result<Ended> {
    let speed = checked_speed(args.speed)?;
    check_here(args.listen)?;
    let content = Content::read()?;
    if let Some(file) = &args.write_labels {
        return write_labels(args, &content, file);
    }
    let runtime = runtime()?;
    let desk_listener = listen(&runtime, args.listen)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let folder = &args.data_dir;
    let mut state = directory(folder, &content.places, args.fresh, args.seed, clock.now())?;
    let house = runtime.block_on(House::open_or_create(folder))?;
    let listeners = runtime.block_on(listen_sites(&mut state))?;
    let world = Arc::new(start(&content, &mut state, speed, clock.now())?);
    state.write(folder)?;
    runtime.block_on(people(&house, &content.places, clock.now()))?;
    let sources = runtime.block_on(sources(&house, &state, clock.now()))?;
    if !prepared(&runtime, &house, &world, &mut state, &sources)? {
        return Ok(Ended::Done);
    }
    for (outlet, listener) in listeners {
        let site = Site::new(outlet, &world, &clock, base(&state, outlet));
        runtime.spawn(site.serve(listener));
    }
    tell(&world, &state);
    let (ping, pings) = tokio::sync::mpsc::channel(PINGS_MAX);
    let live = Live {
        world,
        clock,
        sources: ids(&sources),
        ping,
        state,
        folder: folder.clone(),
    };
    runtime.spawn(live.tell());
    serve(&runtime, &house, desk_listener, how(pings))
}

/// Sources are visited, pages say what the desk is.
fn how(pings: Receiver<SourceId>) -> How {
    How {
        collect: true,
        notice: Some(Notice::Demonstration),
        pings: Some(pings),
        ..How::default()
    }
}

/// Whoever reaches a demonstration comes in as anybody, so it is for this machine alone.
fn check_here(listen: SocketAddr) -> Result<()> {
    if listen.ip().is_loopback() {
        return Ok(());
    }
    bail!(
        "--listen {listen} would let everybody in without a password; a demonstration listens on this machine only, \
         such as --listen 127.0.0.1:8090"
    )
}

fn checked_speed(speed: f64) -> Result<f64> {
    if speed.is_finite() && speed >= 1.0 {
        return Ok(speed);
    }
    bail!("--speed {speed} is not possible; 1 is real time, 60 an hour a minute")
}

/// Lays the fortnight on the calendar and starts a run where the last one stopped.
fn start(content: &Content, state: &mut State, speed: f64, now: Moment) -> Result<World> {
    let began = Moment(state.began);
    if state.runs.is_empty() {
        state.reached = World::tell(content, state.seed, began, &[])?.appeared(began);
    }
    state.runs.retain(|run| run.from < state.reached);
    state.runs.push(Run {
        from: state.reached,
        start: now.0,
        speed,
    });
    World::tell(content, state.seed, began, &state.runs)
}

/// The history, and what the office did in it, once; false if it was stopped on the way.
fn prepared(
    runtime: &Runtime,
    house: &House,
    world: &World,
    state: &mut State,
    sources: &BTreeMap<Outlet, Source>,
) -> Result<bool> {
    let folder = house.data.path();
    if !state.imported {
        if !import(runtime, house, world, state, sources)? {
            return Ok(false);
        }
        state.imported = true;
        state.write(folder)?;
    }
    runtime.block_on(topics(house))?;
    if !state.handled {
        runtime.block_on(handle(house, Moment(state.began)))?;
        state.handled = true;
        state.write(folder)?;
    }
    Ok(true)
}

/// Takes the history down the line; false if it was stopped on the way.
fn import(
    runtime: &Runtime,
    house: &House,
    world: &World,
    state: &State,
    sources: &BTreeMap<Outlet, Source>,
) -> Result<bool> {
    let until = state.runs.first().map_or(0, |run| run.from);
    let bar = ProgressBar::new(until as u64);
    let template = "{bar:30} {pos} of {len} documents of history  {elapsed} gone, {eta} to go";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    let mut open = house.line(runtime.handle())?;
    let stop = stop::flag(runtime.handle());
    let batches = history(world, until, sources, &*house.vault);
    let mut ends = batches
        .iter()
        .map(last_arrival)
        .collect::<Vec<_>>()
        .into_iter();
    let began = Moment(state.began);
    let watching = Watching::begin(house, Arc::clone(&open.index), began);
    let mut watching = runtime.block_on(watching)?;
    let mut batches = batches.into_iter();
    open.line.run(
        move || batches.next(),
        |report| {
            bar.inc(report.outcomes.len() as u64);
            let end = ends.next().unwrap_or(began);
            runtime.block_on(watching.look(end))
        },
        &stop,
    )?;
    bar.finish_and_clear();
    Ok(!stop.load(Ordering::Relaxed))
}

/// When the last item of a batch came.
fn last_arrival(batch: &InputBatch) -> Moment {
    let arrived = batch.entries.iter().filter_map(|entry| match entry {
        Entry::Item(_, item) => Some(item.arrived_at),
        Entry::Broken(..) => None,
    });
    arrived.max().unwrap_or_default()
}

/// Says where everything is.
fn tell(world: &World, state: &State) {
    let all = world.posts().len();
    let reached = state.reached;
    output::note(&format!(
        "a fictional county: {reached} of {all} documents are history, the rest happens from now on. Its sites:"
    ));
    for outlet in Outlet::ALL {
        output::note(&format!("  {}/  {}", base(state, outlet), outlet.name()));
    }
}

/// Writes the whole fortnight with its labels, for `caifeng eval events`: as it stands in a
/// demonstration's directory, or by the script's own times.
fn write_labels(args: &Demo, content: &Content, file: &Path) -> Result<Ended> {
    let world = match State::read(&args.data_dir)? {
        Some(state) => World::tell(content, state.seed, Moment(state.began), &state.runs)?,
        None => World::tell(content, args.seed, LABELS_BEGAN, &[])?,
    };
    let what = || format!("cannot write {}", file.display());
    let mut out = BufWriter::new(File::create(file).with_context(what)?);
    let name = |label: &str| content.stories.iter().find(|story| story.id == label);
    for post in world.posts() {
        let story = name(&post.label).map(|story| story.name.as_str());
        let line = json!({"id": post.id(), "source": post.outlet.name(), "title": post.title, "text": post.text(),
                          "published_at": post.at.0.to_string(), "event": &*post.label, "story": story});
        writeln!(out, "{line}").with_context(what)?;
    }
    out.flush().with_context(what)?;
    Ok(Ended::Done)
}
