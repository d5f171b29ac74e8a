//! Stops the build with words when the set-up has not been run.

fn main() {
    let table = "generated/divisions.tsv";
    println!("cargo::rerun-if-changed={table}");
    assert!(
        std::path::Path::new(table).exists(),
        "crates/analysis/{table} is missing: run `setup/install` once; it makes the table of \
         administrative divisions from a locked registry package"
    );
}
