//! Stops the build with words when the set-up has not been run.

fn main() {
    for table in ["generated/divisions.tsv", "generated/points.tsv"] {
        println!("cargo::rerun-if-changed={table}");
        assert!(
            std::path::Path::new(table).exists(),
            "crates/analysis/{table} is missing: run `setup/install` once; it makes the tables of \
             administrative divisions from a locked registry package"
        );
    }
}
