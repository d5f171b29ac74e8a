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
        // Pages ask for their assets at the top of the desk; here they lie beside them.
        let text = if name.starts_with("assets/") {
            text
        } else {
            text.replace("\"/assets/", "\"assets/")
        };
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}
