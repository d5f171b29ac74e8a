//! `caifeng bring`: something by hand.

use crate::args::Bring;
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result};
use desk::{Actor, Brought};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) fn run(args: &Bring) -> Result<Ended> {
    let runtime = runtime()?;
    let house = runtime.block_on(House::open_or_create(&args.place.data_dir))?;
    let picture = match &args.picture {
        None => None,
        Some(path) => {
            let bytes = std::fs::read(path)
                .with_context(|| format!("cannot read {}; check the path", path.display()))?;
            Some((String::new(), bytes))
        }
    };
    let brought = Brought {
        link: args.link.clone(),
        text: args.text.clone(),
        place: args.heard.clone(),
        picture,
    };
    let mut open = house.line(runtime.handle())?;
    let fetcher = house.fetcher()?;
    let (to_line, hand) = tokio::sync::mpsc::channel(1);
    let desk = house
        .desk(Arc::clone(&open.index))
        .with_world(Arc::clone(&fetcher), Arc::clone(&house.vault))
        .with_hand(to_line);
    let done = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&done);
    let bringing = runtime.spawn(async move {
        let taken = desk.bring(&Actor::command_line(), brought).await;
        set.store(true, Ordering::Relaxed);
        taken
    });
    // Nothing is visited meanwhile: only what is brought goes down the line.
    open.line.take_hand_in(hand, &done)?;
    let taken = runtime
        .block_on(bringing)
        .context("bringing it broke off")??;
    runtime.block_on(house.store.close())?;
    if let Some(note) = &taken.note {
        output::note(&output::printable(note));
    }
    if args.place.json {
        output::json(&serde_json::json!({
            "document": taken.document.to_string(),
            "event": taken.event.to_string(),
            "before": taken.before,
            "note": taken.note,
        }))?;
    } else {
        let word = if taken.before { "was known" } else { "is kept" };
        output::line(&format!(
            "{} {word}, in event {}",
            taken.document, taken.event
        ))?;
    }
    Ok(Ended::Done)
}
