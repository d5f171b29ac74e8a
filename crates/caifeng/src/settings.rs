//! Settings: `caifeng.toml` in the data directory. A missing file means the defaults.

use analysis::OwnPlace;
use anyhow::{Context, Result, anyhow, bail};
use chrono_tz::Tz;
use desk::{Boundaries, DICTIONARY_FILE};
use model::Place;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Name of the settings file in the data directory.
pub(crate) const SETTINGS_FILE: &str = "caifeng.toml";
/// Name of the table of own places in the data directory: code, tab, name, one a line.
pub(crate) const PLACES_FILE: &str = "places.tsv";

/// Documents between two commits of the search index where the settings do not say.
const COMMIT_EVERY: i64 = 50_000;

/// Settings as they are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    time_zone: String,
    home: Option<u32>,
    database: Option<String>,
    contact: Option<String>,
    commit_every: i64,
    boundaries: Option<String>,
    boundaries_credit: Option<String>,
    screenshots: bool,
    browser: Option<PathBuf>,
    browser_sandbox: bool,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            time_zone: "Asia/Shanghai".to_owned(),
            home: None,
            database: None,
            contact: None,
            commit_every: COMMIT_EVERY,
            boundaries: None,
            boundaries_credit: None,
            screenshots: true,
            browser: None,
            browser_sandbox: true,
        }
    }
}

/// How pictures of pages are made.
#[derive(Debug, Clone)]
pub(crate) struct BrowserSettings {
    /// Whether any are made.
    pub(crate) screenshots: bool,
    /// The browser, where it is named.
    pub(crate) program: Option<PathBuf>,
    /// Whether the browser's own sandbox stands.
    pub(crate) sandbox: bool,
}

/// Settings that have been checked.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Zone in which days begin and times are shown.
    pub(crate) time_zone: Tz,
    /// The desk's own division: settles names that several divisions share.
    pub(crate) home: Option<Place>,
    /// `postgres://…` where records are kept there; else SQLite in the data directory.
    pub(crate) database: Option<String>,
    /// Page or mail address that sites it reads can write to.
    pub(crate) contact: Option<String>,
    /// Documents between two commits of the search index and two snapshots of the engine.
    pub(crate) commit_every: i64,
    /// How pictures of pages are made.
    pub(crate) browser: BrowserSettings,
    /// Words the segmenter keeps whole.
    pub(crate) user_words: Vec<String>,
    /// Lines for maps, with whose they are.
    pub(crate) boundaries: Option<Boundaries>,
    /// Places that the desk adds to the divisions everybody knows.
    pub(crate) own_places: Vec<OwnPlace>,
}

/// What a new data directory gets, with every setting explained.
pub(crate) const TEMPLATE: &str = r#"# Settings of this desk. Lines that begin with # are notes.

# Zone in which days begin and times are shown.
time_zone = "Asia/Shanghai"

# Six-digit code (GB/T 2260) of the county, city or province the desk sits in.
# It settles place names that several divisions share.
# home = 130681

# Records are kept in SQLite in this directory unless a PostgreSQL server is named.
# database = "postgres://user:password@127.0.0.1/caifeng"

# Page or mail address that sites can write to; sent with every request. Please give one: who runs
# a site that is read should know whom to ask.
# contact = "https://www.example.org/caifeng"

# Documents between two commits of the search index while much comes in at once. Fewer make new
# documents findable sooner and a restart after a crash quicker; more make the intake faster.
# commit_every = 50000

# Boundaries on maps, as a GeoJSON file in this directory, and whose map it is. The desk brings none:
# a map of China that is shown to others needs an approval number, which belongs into the credit.
# boundaries = "boundaries.geojson"
# boundaries_credit = "..."

# Pages that are kept as evidence of a case are also drawn as a picture where Chromium is installed.
# It is looked for in PATH unless it is named. Its sandbox needs a desk that does not run as root; in a
# container that has no other user it can be given up.
# screenshots = true
# browser = "/usr/bin/chromium"
# browser_sandbox = true
"#;

impl Settings {
    /// Reads the settings of a data directory.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(SETTINGS_FILE);
        let written: Written = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text)
                .with_context(|| format!("cannot understand the settings in {}", path.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Written::default(),
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("cannot read the settings in {}", path.display()));
            }
        };
        let Ok(time_zone) = written.time_zone.parse() else {
            bail!(
                "{}: time_zone = {:?} is no zone of the IANA list; write one like \"Asia/Shanghai\"",
                path.display(),
                written.time_zone
            );
        };
        let own_places = own_places(folder)?;
        let boundaries = boundaries(folder, &written)?;
        let home = written.home.map(Place);
        if let Some(home) = home
            && analysis::place_name(home).is_none()
            && !own_places.iter().any(|own| own.place == home)
        {
            bail!(
                "{}: home = {} is no code of an administrative division",
                path.display(),
                home.0
            );
        }
        // What is no word is told by `caifeng words list` and the page of words.
        let dictionary = std::fs::read(folder.join(DICTIONARY_FILE)).unwrap_or_default();
        let dictionary = analysis::user_words::read(&String::from_utf8_lossy(&dictionary));
        Ok(Self {
            time_zone,
            home,
            database: written.database,
            contact: written
                .contact
                .map(|contact| contact.trim().to_owned())
                .filter(|contact| !contact.is_empty()),
            commit_every: written.commit_every.max(1),
            boundaries,
            browser: BrowserSettings {
                screenshots: written.screenshots,
                program: written.browser,
                sandbox: written.browser_sandbox,
            },
            user_words: dictionary.folded,
            own_places,
        })
    }
}

fn own_places(folder: &Path) -> Result<Vec<OwnPlace>> {
    let path = folder.join(PLACES_FILE);
    let table = std::fs::read_to_string(&path).unwrap_or_default();
    analysis::read_own_places(&table)
        .map_err(|why| anyhow!("{}: {why}; a line is CODE, a tab, NAME", path.display()))
}

/// The lines of the operator's file. Whose they are has to be said.
fn boundaries(folder: &Path, written: &Written) -> Result<Option<Boundaries>> {
    let Some(name) = &written.boundaries else {
        return Ok(None);
    };
    let credit = written.boundaries_credit.as_deref().unwrap_or_default();
    let credit = reading::clean_line(credit);
    if credit.is_empty() {
        bail!(
            "{}: boundaries = {name:?} needs boundaries_credit: whose map it is, with its approval number",
            folder.join(SETTINGS_FILE).display()
        );
    }
    let path = folder.join(name);
    let size = std::fs::metadata(&path).map_or(0, |about| about.len());
    if size > reading::GEOJSON_BYTES_MAX as u64 {
        bail!(
            "{} is too large for the lines of a map: {size} bytes",
            path.display()
        );
    }
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = reading::read_geojson(&bytes)
        .with_context(|| format!("cannot understand the lines in {}", path.display()))?;
    Ok(Some(Boundaries { lines, credit }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_says_what_the_defaults_are() {
        let folder = tempfile::tempdir().unwrap();
        let missing = Settings::read(folder.path()).unwrap();
        std::fs::write(folder.path().join(SETTINGS_FILE), TEMPLATE).unwrap();
        let written = Settings::read(folder.path()).unwrap();
        assert_eq!(missing.time_zone, written.time_zone);
        assert_eq!(missing.home, written.home);
    }

    #[test]
    fn wrong_settings_are_told_with_the_file() {
        let folder = tempfile::tempdir().unwrap();
        for (text, expected) in [
            ("time_zone = \"Mars/Olympus\"", "Mars/Olympus"),
            ("home = 1", "home = 1"),
            ("colour = 3", "colour"),
            ("boundaries = \"b.json\"", "boundaries_credit"),
            ("home = 990121", "home = 990121"),
        ] {
            std::fs::write(folder.path().join(SETTINGS_FILE), text).unwrap();
            let error = format!("{:#}", Settings::read(folder.path()).unwrap_err());
            assert!(
                error.contains(expected) && error.contains(SETTINGS_FILE),
                "{error}"
            );
        }
        std::fs::write(folder.path().join(PLACES_FILE), "990121\t青岚县").unwrap();
        let own = Settings::read(folder.path()).unwrap();
        assert_eq!((own.home, own.own_places.len()), (Some(Place(990_121)), 1));
        std::fs::write(folder.path().join(PLACES_FILE), "县").unwrap();
        let error = format!("{:#}", Settings::read(folder.path()).unwrap_err());
        assert!(
            error.contains(PLACES_FILE) && error.contains("line 1"),
            "{error}"
        );
    }

    #[test]
    fn lines_of_a_map_are_read_with_whose_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let text = "boundaries = \"b.json\"\nboundaries_credit = \"某县测绘 000 号\"";
        std::fs::write(folder.path().join(SETTINGS_FILE), text).unwrap();
        let error = |folder: &Path| format!("{:#}", Settings::read(folder).unwrap_err());
        assert!(
            error(folder.path()).contains("b.json"),
            "a file that is not there"
        );
        std::fs::write(folder.path().join("b.json"), "{}").unwrap();
        assert!(error(folder.path()).contains("cannot understand the lines"));
        let line = r#"{"type": "LineString", "coordinates": [[110, 33], [111, 34]]}"#;
        std::fs::write(folder.path().join("b.json"), line).unwrap();
        let read = Settings::read(folder.path()).unwrap().boundaries.unwrap();
        assert_eq!(read.lines, [[(110.0, 33.0), (111.0, 34.0)]]);
        assert_eq!(read.credit, "某县测绘 000 号");
    }
}
