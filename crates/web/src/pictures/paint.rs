//! What marks are painted with: classes on a page, so that they follow light and dark, colours in a file.

/// What a mark is painted with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Paint {
    /// One of four tints of the accent, which differ from their neighbours.
    Band(usize),
    /// Letters on that tint.
    OnBand(usize),
    /// What is not told apart.
    Other,
    /// The accent, with so many tenths of its strength.
    Accent(u8),
    /// A curve of the accent.
    Curve,
    /// A second curve.
    Curve2,
    /// Letters on the accent.
    OnAccent,
    /// Axes and hairlines.
    Hair,
    /// A hairline in long pieces.
    Dashed,
    /// A hairline in short pieces.
    Dotted,
    /// The ground of a map.
    Ground,
    /// Letters.
    Ink,
    /// Letters that explain.
    Soft,
}

impl Paint {
    pub(crate) fn class(self) -> String {
        match self {
            Self::Band(tint) => format!("p-band-{}", tint % 4),
            Self::OnBand(tint) => format!("p-on-band-{}", tint % 4),
            Self::Other => "p-other".to_owned(),
            Self::Accent(_) => "p-accent".to_owned(),
            Self::Curve => "p-curve".to_owned(),
            Self::Curve2 => "p-curve-2".to_owned(),
            Self::OnAccent => "p-on-accent".to_owned(),
            Self::Hair | Self::Dashed | Self::Dotted => "p-hair".to_owned(),
            Self::Ground => "p-ground".to_owned(),
            Self::Ink => "p-ink".to_owned(),
            Self::Soft => "p-soft".to_owned(),
        }
    }

    /// Its colour in the light.
    pub(super) fn colour(self) -> &'static str {
        let tint = |tint: usize, colours: [&'static str; 4]| colours[tint % 4];
        match self {
            Self::Band(band) => tint(band, ["#0b5875", "#8db8c7", "#2f7a96", "#c9dde4"]),
            Self::OnBand(band) => tint(band, ["#ffffff", "#1a2025", "#ffffff", "#1a2025"]),
            Self::Other => "#d5d3cb",
            Self::Accent(_) | Self::Curve => "#0b5875",
            Self::Curve2 => "#a83210",
            Self::OnAccent => "#ffffff",
            Self::Hair | Self::Dashed | Self::Dotted => "#8b9096",
            Self::Ground => "#c4c2ba",
            Self::Ink => "#1a2025",
            Self::Soft => "#545d66",
        }
    }

    pub(super) fn is_line(self) -> bool {
        matches!(
            self,
            Self::Curve | Self::Curve2 | Self::Hair | Self::Dashed | Self::Dotted | Self::Ground
        )
    }
}

/// A paint as attributes of a mark in a file.
pub(super) fn painted(paint: Paint) -> String {
    if paint.is_line() {
        let (width, cap) = match paint {
            Paint::Curve | Paint::Curve2 => ("2", ""),
            Paint::Ground => ("1.6", " stroke-linecap=\"round\""),
            Paint::Dashed => ("1.2", " stroke-dasharray=\"6 3\""),
            Paint::Dotted => ("1.2", " stroke-dasharray=\"2 3\""),
            _ => (".8", ""),
        };
        let colour = paint.colour();
        return format!(" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{cap}");
    }
    let strength = match paint {
        Paint::Accent(tenths) if tenths < 10 => format!(" fill-opacity=\".{tenths}\""),
        _ => String::new(),
    };
    format!(" fill=\"{}\"{strength}", paint.colour())
}
