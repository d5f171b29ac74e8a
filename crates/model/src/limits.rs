//! Every bound of the house, named, with its unit last and the reason beside it.

/// Characters of a title that are kept: no outlet writes longer ones; more is markup gone wrong.
pub const TITLE_CHARS_MAX: usize = 1_000;
/// Characters of a body that are kept and searched: the longest reports have some 200,000.
pub const TEXT_CHARS_MAX: usize = 2_000_000;
/// Characters of a body from which words and passages are taken for placing: what an article is
/// about stands in its first pages, and a ten-megabyte text must not stop the line.
pub const PLACED_CHARS_MAX: usize = 100_000;
/// Bytes of one line of a JSONL file: a ten-megabyte text with escapes fits, a runaway file does not.
pub const LINE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Characters of an item's own id.
pub const EXTERNAL_ID_CHARS_MAX: usize = 512;
/// Characters of a source's name.
pub const SOURCE_NAME_CHARS_MAX: usize = 200;
/// Bytes of an address.
pub const URL_BYTES_MAX: usize = 2_048;
/// Documents in one batch of the line: large enough for one commit to serve many (one flush of
/// this disk takes 5.5 ms), small enough to be decided in a blink.
pub const BATCH_DOCUMENTS_MAX: usize = 1_000;
/// Characters in one batch, so that a batch of long articles stays as short as one of posts.
pub const BATCH_CHARS_MAX: usize = 1_000_000;
/// Batches that may wait before each step of the line.
pub const BATCHES_WAITING_MAX: usize = 2;
/// Bytes of one answer after decompression.
pub const BODY_BYTES_MAX: usize = 15 * 1024 * 1024;
/// Redirects followed for one request.
pub const REDIRECTS_MAX: usize = 10;
/// Entries taken from one reading of one source.
pub const ENTRIES_PER_VISIT_MAX: usize = 5_000;
/// Years before the arrival at which a published time stops being believed.
pub const PUBLISHED_PAST_YEARS_MAX: i64 = 30;
/// Hours after the arrival up to which a published time is believed: clocks and zones differ.
pub const PUBLISHED_AHEAD_HOURS_MAX: i64 = 26;
/// Characters of a written query: the longest that vendors let people write.
pub const QUERY_CHARS_MAX: usize = 10_000;
/// Parts of a query tree.
pub const QUERY_PARTS_MAX: usize = 500;
/// Units that NEAR may reach over.
pub const NEAR_UNITS_MAX: usize = 1_000;
/// Letters before the `*` of a prefix: fewer begin half of all words.
pub const PREFIX_CHARS_MIN: usize = 2;
/// Characters of a regular expression in a query.
pub const PATTERN_CHARS_MAX: usize = 200;
/// Documents whose texts are read for one search, where the index alone cannot tell.
pub const TEXTS_READ_MAX: usize = 20_000;
/// Depth of a query tree.
pub const QUERY_DEPTH_MAX: usize = 20;
/// Results of one search.
pub const SEARCH_LIMIT_MAX: usize = 10_000;
/// Members shown on one page of an event.
pub const EVENT_PAGE_DOCUMENTS: usize = 50;
/// Sources visited at the same time: more than there are hostile servers in one round, few enough
/// that their answers fit in memory.
pub const VISITS_AT_ONCE_MAX: usize = 256;
/// Sources of one host visited at the same time.
pub const VISITS_PER_HOST_MAX: usize = 2;
/// Answers taken apart at the same time: each may need some megabytes.
pub const READINGS_AT_ONCE_MAX: usize = 4;
/// Visits written down in one batch.
pub const BATCH_VISITS_MAX: usize = 500;
/// Pages followed from one list, sitemap or feed on one visit; the rest waits for the next one.
pub const PAGES_PER_VISIT_MAX: usize = 40;
/// Pages of one list that are read on one visit.
pub const LIST_PAGES_MAX: usize = 20;
/// Sitemaps of one index that are read on one visit.
pub const SITEMAPS_PER_VISIT_MAX: usize = 5;
/// Shortest time between two visits of a source.
pub const VISIT_INTERVAL_MIN_MS: i64 = 2 * 60 * 1_000;
/// Longest time between two visits of a source.
pub const VISIT_INTERVAL_MAX_MS: i64 = 24 * 60 * 60 * 1_000;
/// Days that captures are kept.
pub const CAPTURE_DAYS: i64 = 30;
/// Bytes of a picture brought by hand.
pub const PICTURE_BYTES_MAX: usize = 12 * 1024 * 1024;
/// Characters of a visit's note: what a thousand broken entries have to say is said by the first.
pub const NOTE_CHARS_MAX: usize = 2_000;
/// Characters of a folder's name.
pub const FOLDER_CHARS_MAX: usize = 200;
/// A session that was not used for this long is over.
pub const SESSION_IDLE_MS: i64 = 12 * 60 * 60 * 1_000;
/// A session is over after this long, whatever happens.
pub const SESSION_MAX_MS: i64 = 14 * 24 * 60 * 60 * 1_000;
/// How often it is written down that a session is in use.
pub const SESSION_NOTED_MS: i64 = 5 * 60 * 1_000;
/// How long somebody has for the code after the password.
pub const SECOND_STEP_MS: i64 = 5 * 60 * 1_000;
/// How long an invitation works.
pub const INVITATION_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// How long a link for a new password works.
pub const RESET_MS: i64 = 24 * 60 * 60 * 1_000;
/// Characters of a password at least: length is what guessing costs.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Bytes of a password: hashing takes the time that its length asks for.
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// Characters of a person's or a unit's name.
pub const NAME_CHARS_MAX: usize = 100;
/// Characters of what somebody signs in with.
pub const LOGIN_CHARS_MAX: usize = 64;
/// Characters of a detail in the record of use.
pub const AUDIT_DETAILS_CHARS_MAX: usize = 4_000;
/// Entries of the record of use on one page.
pub const AUDIT_PAGE: u64 = 100;
/// Sources by which one event can be found: an event that more than these speak of is everywhere.
pub const EVENT_SOURCES_MAX: usize = 500;
/// Places by which one event can be found; a list of all counties is about none of them.
pub const EVENT_PLACES_MAX: usize = 100;
/// Documents on one page of a list.
pub const DOCUMENTS_PER_PAGE: usize = 50;
/// User words of one desk: some thousand names of a region; each is looked for in every text.
pub const USER_WORDS_MAX: usize = 5_000;
/// Characters of a user word; what is longer is a sentence.
pub const USER_WORD_CHARS_MAX: usize = 32;
/// Characters of a message's title.
pub const MESSAGE_TITLE_CHARS_MAX: usize = 200;
/// Characters of a message: some fifteen parts of the narrowest channel; the page it links to has the rest.
pub const MESSAGE_CHARS_MAX: usize = 10_000;
/// Characters of a webhook's template.
pub const TEMPLATE_CHARS_MAX: usize = 4_000;
/// Channels of a desk: each is asked for what is due once a second.
pub const CHANNELS_MAX: usize = 200;
/// Words by which a channel is chosen.
pub const CHANNEL_WORDS_MAX: usize = 100;
/// Topics of a desk, archived ones too: all are read whenever one is asked for.
pub const TOPICS_MAX: usize = 500;
/// Places, and sources, that a topic is narrowed to.
pub const TOPIC_VALUES_MAX: usize = 50;
/// Routes of a desk, removed ones too: all are looked at for every alert.
pub const ROUTES_MAX: usize = 500;
/// Addresses that a channel of mail goes to, one message each.
pub const CHANNEL_RECIPIENTS_MAX: usize = 50;
