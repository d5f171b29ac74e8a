//! What does this page say? Bytes → feed, plain text, charset, dates, canonical address.
//!
//! Pure, and cannot fail on bad input in any other way than by saying what is wrong with it.
#![forbid(unsafe_code)]

mod address;
mod article;
mod binary;
mod calendar;
mod charset;
mod dates;
mod difference;
mod dots;
pub mod extraction_score;
mod feed;
mod geojson;
mod hot_list;
mod links;
mod list_page;
mod opml;
mod page_tree;
mod plain_text;
mod simple_markup;
mod site;
mod sitemap;
mod table;
mod warc;
mod withdrawn;
mod xpath;

pub use address::{address_hash, canonical_url};
pub use article::{Article, read_article, read_page_time};
pub use calendar::{
    CALENDAR_BYTES_MAX, CALENDAR_ENTRIES_MAX, Calendar, CalendarEntry, CalendarEvent,
    CalendarFrame, CalendarProblem, read_calendar, write_calendar,
};
pub use charset::{Decoded, decode};
pub use dates::read_time;
pub use difference::{Difference, difference, is_jitter};
pub use feed::{Entry, Feed, FeedKind, FeedProblem, read_feed};
pub use geojson::{GEOJSON_BYTES_MAX, GeoLine, GeoProblem, read_geojson};
pub use hot_list::{HotEntry, HotList, HotListProblem, read_hot_list};
pub use links::LeftOut;
pub use list_page::{ListEntry, ListPage, ListProblem, ListProposal, propose_list, read_list};
pub use opml::{Opml, OpmlProblem, Subscription, SubscriptionKind, read_opml, write_opml};
pub use plain_text::{clean_line, clean_text, html_to_text};
pub use site::{SiteLinks, read_site};
pub use sitemap::{SitePage, Sitemap, SitemapProblem, read_sitemap};
pub use table::{
    Mapping, Table, TableEntry, TableLimits, TableProblem, guess_mapping, private_columns,
    read_table, rows_to_entries,
};
pub use warc::{
    Archived, ArchivedHop, ArchivedTake, WarcProblem, WarcReader, WarcResponse, sha256_hex,
    write_warc,
};
pub use withdrawn::says_withdrawn;
