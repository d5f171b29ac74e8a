//! The outlets of the county: who publishes, in what form, and how the desk reads them.

use model::{Owner, SourceKind};

/// One site of the county.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Outlet {
    /// The party paper.
    Daily,
    /// The county government's site, in GBK as old ones are.
    Gov,
    /// The county's convergence media centre.
    Media,
    /// The city's evening paper, whose server takes its time.
    Evening,
    /// A portal that lives on reposts, recipes and advertisements.
    Life,
    /// A public forum.
    Forum,
    /// A public square of short posts.
    Square,
    /// The county hospital.
    Hospital,
    /// Notices of the education bureau, in a feed that is never well-formed.
    Edu,
    /// Weather and emergencies.
    Alert,
    /// The page of one town, whose feed gives summaries only.
    Yanxi,
    /// The hot list.
    Hot,
    /// A board of teachers from abroad, in English.
    Expats,
    /// The county's page in English.
    English,
}

/// How a site speaks HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// RSS 2.0 with whole texts.
    Rss,
    /// RSS 2.0 with the first sentence; the page has the rest.
    RssSummary,
    /// RSS that is not well-formed, and sometimes cut off.
    RssBroken,
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
    /// A list page with pages behind it.
    List,
    /// A sitemap with pages behind it.
    Sitemap,
    /// A hot list in the newsnow shape.
    Hot,
}

impl Outlet {
    /// All of them, in the order in which they are added.
    pub(crate) const ALL: [Self; 14] = [
        Self::Daily,
        Self::Gov,
        Self::Media,
        Self::Evening,
        Self::Life,
        Self::Forum,
        Self::Square,
        Self::Hospital,
        Self::Edu,
        Self::Alert,
        Self::Yanxi,
        Self::Hot,
        Self::Expats,
        Self::English,
    ];

    /// The word in stories and in addresses.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Gov => "gov",
            Self::Media => "media",
            Self::Evening => "evening",
            Self::Life => "life",
            Self::Forum => "forum",
            Self::Square => "square",
            Self::Hospital => "hospital",
            Self::Edu => "edu",
            Self::Alert => "alert",
            Self::Yanxi => "yanxi",
            Self::Hot => "hot",
            Self::Expats => "expats",
            Self::English => "english",
        }
    }

    /// Reads the word.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outlet| outlet.word() == word)
    }

    /// The name people see.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Daily => "青岚日报",
            Self::Gov => "青岚县人民政府网",
            Self::Media => "青岚县融媒体中心",
            Self::Evening => "望川晚报·县域",
            Self::Life => "青岚生活网",
            Self::Forum => "岚桥论坛",
            Self::Square => "岚圈广场",
            Self::Hospital => "青岚县人民医院",
            Self::Edu => "青岚教育公告栏",
            Self::Alert => "青岚应急气象",
            Self::Yanxi => "砚溪镇之窗",
            Self::Hot => "青岚热榜",
            Self::Expats => "Qinglan Teachers' Board",
            Self::English => "Qinglan County in English",
        }
    }

    /// Whose it is.
    pub(super) fn owner(self) -> Owner {
        match self {
            Self::Daily | Self::Media | Self::Evening | Self::Life | Self::Hot => Owner::Outlet,
            Self::Forum | Self::Square | Self::Expats => Owner::Board,
            _ => Owner::Institution,
        }
    }

    /// The folder the desk keeps it in.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Daily | Self::Media | Self::Evening | Self::Life => "媒体",
            Self::Forum | Self::Square | Self::Hot => "论坛与热榜",
            Self::Expats | Self::English => "English",
            _ => "政务与公共服务",
        }
    }

    /// How it is served.
    pub(super) fn form(self) -> Form {
        match self {
            Self::Daily | Self::Gov | Self::Forum => Form::List,
            Self::Media | Self::Evening | Self::English => Form::Rss,
            Self::Yanxi => Form::RssSummary,
            Self::Edu => Form::RssBroken,
            Self::Life | Self::Alert | Self::Expats => Form::Atom,
            Self::Square => Form::Json,
            Self::Hospital => Form::Sitemap,
            Self::Hot => Form::Hot,
        }
    }

    /// The kind of source it is to the desk.
    pub(super) fn kind(self) -> SourceKind {
        match self.form() {
            Form::List => SourceKind::ListPage,
            Form::Sitemap => SourceKind::Sitemap,
            Form::Hot => SourceKind::HotList,
            _ => SourceKind::Feed,
        }
    }

    /// Where it is read, below the site's root.
    pub(super) fn path(self) -> &'static str {
        match self.form() {
            Form::List => "/",
            Form::Sitemap => "/sitemap.xml",
            Form::Hot => "/api/s?id=qinglan",
            Form::Json => "/feed.json",
            Form::Atom => "/atom.xml",
            Form::Rss | Form::RssSummary | Form::RssBroken => "/rss.xml",
        }
    }

    /// The page of a post, below the site's root.
    pub(super) fn page(self, number: u32) -> String {
        match self {
            Self::Gov => format!("/xxgk/tzgg/{number}.htm"),
            Self::Forum => format!("/thread-{number}-1-1.html"),
            Self::Expats => format!("/t/{number}"),
            Self::Square => format!("/status/{number}"),
            _ => format!("/content/{number}.html"),
        }
    }

    /// Whether many people speak there.
    pub(super) fn is_public(self) -> bool {
        self.owner() == Owner::Board
    }

    /// Whether it is written in English.
    pub(super) fn is_english(self) -> bool {
        matches!(self, Self::Expats | Self::English)
    }

    /// Whether its posts have no headline.
    pub(super) fn is_untitled(self) -> bool {
        self == Self::Square
    }

    /// Whether its pages are in GBK.
    pub(super) fn is_gbk(self) -> bool {
        self == Self::Gov
    }
}
