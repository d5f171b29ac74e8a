//! Where is it kept? SQLite by default, PostgreSQL when told; migrations.
#![forbid(unsafe_code)]
