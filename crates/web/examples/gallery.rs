//! Writes every page with sample data as HTML, for the eye: `cargo run -p web --example gallery -- DIR`.

use std::error::Error;
use std::path::PathBuf;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .ok_or("name a directory to write to")?,
    );
    std::fs::create_dir_all(&folder)?;
    for (name, text) in web::gallery().await? {
        // Pages name their style by its content; here it lies beside them.
        let text = match text.split_once("href=\"/assets/style.") {
            Some((before, after)) => {
                let after = after.split_once('"').map_or(after, |(_, after)| after);
                format!("{before}href=\"style.css\"{after}")
            }
            None => text,
        };
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}
