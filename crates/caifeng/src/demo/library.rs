//! The written parts of the county, compiled in.

/// Happenings, one file each.
pub(super) static STORIES: &[(&str, &str)] = &[
    (
        "abduction_rumour.toml",
        include_str!("content/stories/abduction_rumour.toml"),
    ),
    (
        "basketball.toml",
        include_str!("content/stories/basketball.toml"),
    ),
    ("bridge.toml", include_str!("content/stories/bridge.toml")),
    (
        "bus_three.toml",
        include_str!("content/stories/bus_three.toml"),
    ),
    ("canteen.toml", include_str!("content/stories/canteen.toml")),
    (
        "chargers.toml",
        include_str!("content/stories/chargers.toml"),
    ),
    (
        "copy_flood.toml",
        include_str!("content/stories/copy_flood.toml"),
    ),
    (
        "dam_rumour.toml",
        include_str!("content/stories/dam_rumour.toml"),
    ),
    (
        "dog_bite.toml",
        include_str!("content/stories/dog_bite.toml"),
    ),
    (
        "dog_rule.toml",
        include_str!("content/stories/dog_rule.toml"),
    ),
    (
        "en_boiler.toml",
        include_str!("content/stories/en_boiler.toml"),
    ),
    ("en_bus.toml", include_str!("content/stories/en_bus.toml")),
    (
        "en_flood.toml",
        include_str!("content/stories/en_flood.toml"),
    ),
    (
        "en_lantern.toml",
        include_str!("content/stories/en_lantern.toml"),
    ),
    (
        "en_permit.toml",
        include_str!("content/stories/en_permit.toml"),
    ),
    ("en_road.toml", include_str!("content/stories/en_road.toml")),
    (
        "en_water.toml",
        include_str!("content/stories/en_water.toml"),
    ),
    ("exam.toml", include_str!("content/stories/exam.toml")),
    (
        "fire_grain.toml",
        include_str!("content/stories/fire_grain.toml"),
    ),
    (
        "fire_stairs.toml",
        include_str!("content/stories/fire_stairs.toml"),
    ),
    ("fish.toml", include_str!("content/stories/fish.toml")),
    ("flood.toml", include_str!("content/stories/flood.toml")),
    (
        "garbage_station.toml",
        include_str!("content/stories/garbage_station.toml"),
    ),
    (
        "gas_price.toml",
        include_str!("content/stories/gas_price.toml"),
    ),
    (
        "hospital_move.toml",
        include_str!("content/stories/hospital_move.toml"),
    ),
    (
        "hospital_queue.toml",
        include_str!("content/stories/hospital_queue.toml"),
    ),
    (
        "landslide.toml",
        include_str!("content/stories/landslide.toml"),
    ),
    ("lantern.toml", include_str!("content/stories/lantern.toml")),
    (
        "lost_child.toml",
        include_str!("content/stories/lost_child.toml"),
    ),
    (
        "old_stage.toml",
        include_str!("content/stories/old_stage.toml"),
    ),
    (
        "orange_truck.toml",
        include_str!("content/stories/orange_truck.toml"),
    ),
    (
        "power_cut.toml",
        include_str!("content/stories/power_cut.toml"),
    ),
    ("rescue.toml", include_str!("content/stories/rescue.toml")),
    (
        "road_hole.toml",
        include_str!("content/stories/road_hole.toml"),
    ),
    (
        "road_works.toml",
        include_str!("content/stories/road_works.toml"),
    ),
    (
        "school_bus.toml",
        include_str!("content/stories/school_bus.toml"),
    ),
    (
        "site_noise.toml",
        include_str!("content/stories/site_noise.toml"),
    ),
    (
        "sms_scam.toml",
        include_str!("content/stories/sms_scam.toml"),
    ),
    (
        "sweet_potato.toml",
        include_str!("content/stories/sweet_potato.toml"),
    ),
    (
        "wages_factory.toml",
        include_str!("content/stories/wages_factory.toml"),
    ),
    (
        "wages_site.toml",
        include_str!("content/stories/wages_site.toml"),
    ),
    (
        "water_main.toml",
        include_str!("content/stories/water_main.toml"),
    ),
    ("wedding.toml", include_str!("content/stories/wedding.toml")),
    (
        "yellow_water.toml",
        include_str!("content/stories/yellow_water.toml"),
    ),
];

/// Daily life.
pub(super) static NOISE: &[(&str, &str)] = &[
    (
        "bulletins.toml",
        include_str!("content/noise/bulletins.toml"),
    ),
    ("chat.toml", include_str!("content/noise/chat.toml")),
    ("county.toml", include_str!("content/noise/county.toml")),
    ("english.toml", include_str!("content/noise/english.toml")),
];
