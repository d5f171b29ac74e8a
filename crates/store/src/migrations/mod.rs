//! Forward-only migrations, named by date and purpose; one source for both databases.

mod m2026_11_23_000001_first_light;
mod m2026_11_23_000002_outside_world;
mod m2026_11_25_000003_people;
mod m2026_11_25_000004_live_pages;
mod m2026_11_25_000005_corrections;
mod m2026_11_25_000006_hot_lists;
mod m2026_11_25_000007_retention;
mod m2026_11_25_000008_tour;
mod m2026_11_25_000009_proposals;
mod m2026_11_25_000010_heat;
mod m2026_11_27_000011_readings;
mod m2026_11_27_000012_understanding;
mod m2026_11_27_000014_saved_searches;
mod m2026_11_30_000015_keeping;
mod m2026_11_30_000016_channels;
mod m2026_11_30_000017_duty;
mod m2026_11_30_000018_alerts;
mod m2026_11_30_000019_cases;
mod m2026_12_01_000020_topics;
mod m2026_12_01_000021_evidence;
mod m2026_12_01_000022_levels;
mod m2026_12_01_000023_undo;

use sea_orm_migration::{MigrationTrait, MigratorTrait, async_trait};

/// All migrations in order.
#[derive(Debug)]
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m2026_11_23_000001_first_light::Migration),
            Box::new(m2026_11_23_000002_outside_world::Migration),
            Box::new(m2026_11_25_000003_people::Migration),
            Box::new(m2026_11_25_000004_live_pages::Migration),
            Box::new(m2026_11_25_000005_corrections::Migration),
            Box::new(m2026_11_25_000006_hot_lists::Migration),
            Box::new(m2026_11_25_000007_retention::Migration),
            Box::new(m2026_11_25_000008_tour::Migration),
            Box::new(m2026_11_25_000009_proposals::Migration),
            Box::new(m2026_11_25_000010_heat::Migration),
            Box::new(m2026_11_27_000011_readings::Migration),
            Box::new(m2026_11_27_000012_understanding::Migration),
            Box::new(m2026_11_27_000014_saved_searches::Migration),
            Box::new(m2026_11_30_000015_keeping::Migration),
            Box::new(m2026_11_30_000016_channels::Migration),
            Box::new(m2026_11_30_000017_duty::Migration),
            Box::new(m2026_11_30_000018_alerts::Migration),
            Box::new(m2026_11_30_000019_cases::Migration),
            Box::new(m2026_12_01_000020_topics::Migration),
            Box::new(m2026_12_01_000021_evidence::Migration),
            Box::new(m2026_12_01_000022_levels::Migration),
            Box::new(m2026_12_01_000023_undo::Migration),
        ]
    }
}
