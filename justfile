# Short names for what is done often. `just --list` shows them.

# everything a change must pass
check:
    ./check

# the demonstration: a fictional county
up:
    ./up

# every page with sample data as HTML, for the eye
gallery out="gallery":
    cargo run --package web --example gallery -- {{out}}

# what the whole path costs, on real data
bench posts="100000":
    benches/run {{posts}}
