//! Pages that the navigation leads to.

use desk::Act;

/// A page that the navigation leads to.
pub(crate) struct Place {
    pub(crate) here: &'static str,
    pub(crate) path: &'static str,
    /// Key of its word in the catalogue.
    pub(crate) word: &'static str,
    /// The letter that goes there after `g`; empty for none.
    pub(crate) key: &'static str,
    /// Whether it is one of the few that a phone shows at the bottom.
    pub(crate) tab: bool,
    /// Lines of its sign, on a field of 24 by 24.
    pub(crate) icon: &'static str,
    /// What one must be allowed to do to find it of use.
    pub(crate) act: Act,
}

/// All of them, in order. A page that is not there yet has no line here.
pub(crate) const PLACES: &[Place] = &[
    Place {
        here: "now",
        path: "/",
        word: "now.title",
        key: "n",
        tab: true,
        icon: "M3 12h4l3-8 4 16 3-8h4",
        act: Act::SeeEvents,
    },
    Place {
        here: "alerts",
        path: "/alerts",
        word: "alerts.title",
        key: "a",
        tab: true,
        icon: "M12 3a6 6 0 0 0-6 6c0 6-2 8-2 8h16s-2-2-2-8a6 6 0 0 0-6-6zM10 21h4",
        act: Act::SeeAlerts,
    },
    Place {
        here: "search",
        path: "/search",
        word: "search.title",
        key: "f",
        tab: false,
        icon: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
        act: Act::Search,
    },
    Place {
        here: "analysis",
        path: "/analysis",
        word: "analysis.title",
        key: "y",
        tab: false,
        icon: "M3 17c4 0 4-9 9-9s5 5 9 5M3 21h18M3 12c3 0 4-6 9-6s6 4 9 4",
        act: Act::Search,
    },
    Place {
        here: "topics",
        path: "/topics",
        word: "topics.title",
        key: "o",
        tab: false,
        icon: "M5 4h14v16l-7-4-7 4zM9 9h6",
        act: Act::Search,
    },
    Place {
        here: "cases",
        path: "/cases",
        word: "case.title",
        key: "c",
        tab: true,
        icon: "M4 7h16v12H4zM9 7V4h6v3M4 12h16",
        act: Act::SeeCases,
    },
    Place {
        here: "tasks",
        path: "/tasks",
        word: "task.own",
        key: "t",
        tab: false,
        icon: "M4 6l2 2 3-3M4 13l2 2 3-3M4 20l2 2 3-3M12 7h8M12 14h8M12 20h8",
        act: Act::DoTasks,
    },
    Place {
        here: "sources",
        path: "/sources",
        word: "sources.title",
        key: "s",
        tab: false,
        icon: "M5 19h.01M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14",
        act: Act::SeeSources,
    },
    Place {
        here: "bring",
        path: "/bring",
        word: "bring.short",
        key: "b",
        tab: true,
        icon: "M12 5v14M5 12h14",
        act: Act::Bring,
    },
    Place {
        here: "wall",
        path: "/wall",
        word: "wall.title",
        key: "w",
        tab: false,
        icon: "M3 5h18v12H3zM9 21h6M12 17v4",
        act: Act::SeeEvents,
    },
    Place {
        here: "people",
        path: "/people",
        word: "people.title",
        key: "p",
        tab: false,
        icon: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21v-1a6 6 0 0 1 14 0v1M16 3.5a4 4 0 0 1 0 7M19 15a6 6 0 0 1 3 5v1",
        act: Act::SeePeople,
    },
    Place {
        here: "duty",
        path: "/duty",
        word: "duty.title",
        key: "d",
        tab: false,
        icon: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
        act: Act::SeeDuty,
    },
    Place {
        here: "audit",
        path: "/audit",
        word: "audit.title",
        key: "a",
        tab: false,
        icon: "M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h7",
        act: Act::ReadAudit,
    },
    Place {
        here: "settings",
        path: "/settings",
        word: "settings.title",
        key: "e",
        tab: false,
        icon: "M4 7h10M18 7h2M4 17h2M10 17h10M14 4v6M8 14v6",
        act: Act::ChangeSettings,
    },
];
