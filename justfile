# Short names for what is done often. `just --list` shows them.

# everything a change must pass
check:
    ./check

# the demonstration: a fictional county
up:
    ./up

# every page x language x amount x theme at 1366 and 390 wide, as pictures for the eye
gallery out="gallery":
    setup/install --all
    CAIFENG_GALLERY={{out}} cargo test --package web --test eyes -- pictures --nocapture

# what the whole path costs, on real data
bench posts="100000":
    benches/run {{posts}}
