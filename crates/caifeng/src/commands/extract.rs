//! `caifeng extract`: the main text of pages.

use super::intake::open_input;
use crate::args::Extract;
use crate::real::SystemClock;
use crate::{Ended, output};
use anyhow::{Context, Result, bail};
use chrono_tz::Tz;
use model::{ArticleRules, limits};
use ports::Clock;
use reading::Article;
use serde::Serialize;
use std::io::Read;
use std::path::Path;

/// A page, as `--json` prints it.
#[derive(Serialize)]
struct Extracted {
    title: String,
    text: String,
    published_at: Option<String>,
    language: &'static str,
    #[serde(flatten)]
    more: Option<More>,
}

/// What `--more` adds.
#[derive(Serialize)]
struct More {
    url: Option<String>,
    outlet: Option<String>,
    warnings: Vec<String>,
}

pub(crate) fn run(args: &Extract) -> Result<Ended> {
    let Ok(zone) = args.zone.parse::<Tz>() else {
        bail!(
            "{:?} is no zone of the IANA list; give one like Asia/Shanghai",
            args.zone
        );
    };
    let rules = ArticleRules {
        text: args.text.clone(),
        ..ArticleRules::default()
    };
    let mut refused = false;
    for path in &args.files {
        let bytes = match bytes(path) {
            Ok(bytes) => bytes,
            Err(error) if args.files.len() > 1 => {
                output::note(&format!("{error:#}"));
                refused = true;
                continue;
            }
            Err(error) => return Err(error),
        };
        let article =
            reading::read_article(&bytes, None, &args.url, SystemClock.now(), zone, &rules);
        print(article, args, zone)?;
    }
    Ok(if refused {
        Ended::SomeRefused
    } else {
        Ended::Done
    })
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    let (input, _) = open_input(path)?;
    let mut bytes = Vec::new();
    input
        .take(limits::BODY_BYTES_MAX as u64)
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes)
}

fn print(article: Article, args: &Extract, zone: Tz) -> Result<()> {
    let language = analysis::language_of(&format!("{}\n{}", article.title, article.text));
    let more = More {
        url: article.url.filter(|url| !url.is_empty()),
        outlet: article.outlet,
        warnings: article.warnings,
    };
    let extracted = Extracted {
        published_at: article.published_at.map(|at| output::rfc3339(at, zone)),
        language: language.tag(),
        title: article.title,
        text: article.text,
        more: (args.more || !args.json).then_some(more),
    };
    if args.json {
        return output::line(&serde_json::to_string(&extracted).context("cannot write JSON")?);
    }
    print_for_people(extracted)
}

fn print_for_people(extracted: Extracted) -> Result<()> {
    let (outlet, url, warnings) = extracted.more.map_or_else(Default::default, |more| {
        (more.outlet, more.url, more.warnings)
    });
    output::line(&format!("# {}", output::printable(&extracted.title)))?;
    let head = [
        extracted.published_at.unwrap_or_default(),
        outlet.unwrap_or_default(),
        extracted.language.to_owned(),
        url.unwrap_or_default(),
    ];
    output::line(&output::printable(&head.join("  ")))?;
    output::line(&output::printable(&extracted.text))?;
    for warning in warnings {
        output::note(&warning);
    }
    Ok(())
}
