//! Preparing a desk for the county: its data directory, its places, its sources.

use super::content::Places;
use super::outlet::{Form, Outlet};
use super::state::State;
use crate::data_dir::DataDir;
use crate::house::House;
use crate::settings::{PLACES_FILE, SETTINGS_FILE};
use anyhow::{Context, Result, bail};
use desk::DICTIONARY_FILE;
use model::{ArticleRules, ListRules, Moment, NewSource, Source, SourceId, SourceRules};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tokio::net::TcpListener;

/// Code of the county: 99 is no province of the real table.
const COUNTY_CODE: u32 = 990_121;
/// Words of the county that are no places and are to be kept whole.
const WORDS: &str = "\
北门外大街
老粮站
东街
沿河路
鹤泉广场
丰华苑
桐荫里
锦云府
北苑小区
鹭汀花园
恒帛制衣
柳浪桥
漫水桥
小岚1号
岚篮杯
青岚水库
砚溪河
鹭汀湖
青岚湖畔
清源水务
伸缩缝
河灯节
";

/// Makes a directory ready, or finds that it is. `fresh` begins anew.
pub(crate) fn directory(
    folder: &Path,
    places: &Places,
    fresh: bool,
    seed: u64,
    now: Moment,
) -> Result<State> {
    if fresh && State::is_in(folder) {
        let lock = DataDir::open(folder)?.lock_for_writing()?;
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
        drop(lock);
    }
    if let Some(state) = State::read(folder)? {
        return Ok(state);
    }
    let data = DataDir::open_or_create(folder)?;
    if data.database().exists() {
        bail!(
            "{} holds a desk of its own; the demonstration wants a directory for itself: try --data-dir caifeng-demo",
            folder.display()
        );
    }
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    write(SETTINGS_FILE, &settings())?;
    write(PLACES_FILE, &table(places))?;
    write(DICTIONARY_FILE, WORDS)?;
    let state = State::begin(seed, now);
    state.write(folder)?;
    Ok(state)
}

fn settings() -> String {
    format!(
        "# Settings of the demonstration.\ntime_zone = \"Asia/Shanghai\"\nhome = {COUNTY_CODE}\n\
         contact = \"demonstration on this machine\"\n"
    )
}

/// The county with what lies above and below it, as a table of own places.
fn table(places: &Places) -> String {
    let mut rows = vec![
        "# Places of the demonstration: code, name, other names, longitude, latitude.".to_owned(),
        format!("{}\t{}", COUNTY_CODE / 10_000 * 10_000, places.province),
        format!("{}\t{}\t望川", COUNTY_CODE / 100 * 100, places.city),
        format!("{COUNTY_CODE}\t{}\t青岚\t150.20\t20.22", places.county),
    ];
    for (number, town) in (1u32..).zip(&places.town) {
        let code = COUNTY_CODE * 1_000 + number;
        let short = town.trim_end_matches(['镇', '乡']).trim_end_matches("街道");
        // Somewhere in the open sea: the county lies nowhere.
        let (row, column) = (f64::from(number / 3), f64::from(number % 3));
        let (longitude, latitude) = (150.0 + column * 0.2, 20.0 + row * 0.15);
        rows.push(format!(
            "{code}\t{town}\t{short}\t{longitude:.2}\t{latitude:.2}"
        ));
    }
    rows.join("\n") + "\n"
}

/// Begins to listen for every site, on the ports it had before.
pub(crate) async fn listen(state: &mut State) -> Result<BTreeMap<Outlet, TcpListener>> {
    let mut listeners = BTreeMap::new();
    for outlet in Outlet::ALL {
        let port = state.port(outlet);
        let listener = TcpListener::bind(("127.0.0.1", port)).await;
        let listener = listener.with_context(|| {
            format!(
                "port {port}, where {} was before, is taken; stop the program that uses it, or begin anew with --fresh",
                outlet.name()
            )
        })?;
        let port = listener
            .local_addr()
            .context("a site has no address")?
            .port();
        state.ports.insert(outlet.word().to_owned(), port);
        listeners.insert(outlet, listener);
    }
    Ok(listeners)
}

/// The root of a site.
pub(crate) fn base(state: &State, outlet: Outlet) -> String {
    format!("http://127.0.0.1:{}", state.port(outlet))
}

/// Adds the sites as ordinary sources; those that are there stay.
pub(crate) async fn sources(
    house: &House,
    state: &State,
    now: Moment,
) -> Result<BTreeMap<Outlet, Source>> {
    let mut sources = BTreeMap::new();
    for outlet in Outlet::ALL {
        let url = format!("{}{}", base(state, outlet), outlet.path());
        let source = NewSource {
            owner: outlet.owner(),
            folder: outlet.folder().to_owned(),
            rules: rules(outlet),
            allow_private: true,
            ..NewSource::plain(outlet.kind(), outlet.name(), Some(url), now)
        };
        sources.insert(outlet, house.store.add_source(&source).await?);
    }
    Ok(sources)
}

/// How the desk reads a site: what a person would say who adds it.
fn rules(outlet: Outlet) -> SourceRules {
    let list = ListRules {
        item: "ul.news-list li".to_owned(),
        time: Some(".date".to_owned()),
        next: Some("a.next".to_owned()),
        ..ListRules::default()
    };
    let thread = ArticleRules {
        text: Some(".post.first .message".to_owned()),
        ..ArticleRules::default()
    };
    SourceRules {
        list: (outlet.form() == Form::List).then_some(list),
        article: if outlet == Outlet::Forum {
            thread
        } else {
            ArticleRules::default()
        },
        full_text: outlet.form() == Form::RssSummary,
        pages: 0,
    }
}

/// The numbers of the sources.
pub(crate) fn ids(sources: &BTreeMap<Outlet, Source>) -> BTreeMap<Outlet, SourceId> {
    sources
        .iter()
        .map(|(outlet, source)| (*outlet, source.id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::Content;
    use analysis::{Gazetteer, read_own_places};

    #[test]
    fn the_county_is_no_division_of_the_real_table() {
        let places = Content::read().unwrap().places;
        let own = [&places.province, &places.city, &places.county].into_iter();
        let own: Vec<&String> = own.chain(&places.town).chain(&places.village).collect();
        for name in Gazetteer::names() {
            assert!(!own.iter().any(|own| own.as_str() == name), "{name}");
        }
        let table = read_own_places(&table(&places)).unwrap();
        assert_eq!(table.len(), 3 + places.town.len());
        assert!(
            table
                .iter()
                .all(|row| row.place.0 / 10_000 == 99 || row.place.0 > 990_000_000)
        );
    }

    #[test]
    fn a_directory_is_made_ready_once_and_never_taken_from_a_desk() {
        let folder = tempfile::tempdir().unwrap();
        let places = Content::read().unwrap().places;
        let path = folder.path().join("demo");
        let first = directory(&path, &places, false, 1, Moment(5)).unwrap();
        assert_eq!(
            directory(&path, &places, false, 2, Moment(9)).unwrap(),
            first
        );
        let anew = directory(&path, &places, true, 2, Moment(9)).unwrap();
        assert_eq!((anew.seed, anew.began), (2, 9));
        let desk = folder.path().join("desk");
        DataDir::open_or_create(&desk).unwrap();
        fs::write(desk.join("caifeng.db"), "records").unwrap();
        for fresh in [false, true] {
            let error = directory(&desk, &places, fresh, 1, Moment(5)).unwrap_err();
            assert!(error.to_string().contains("desk of its own"), "{error:#}");
        }
        assert!(desk.join("caifeng.db").exists());
    }
}
