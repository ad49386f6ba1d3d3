//! Pictures for the README: chosen screenshots of the last browser run, shrunk, each below 150 kB. Run by `scripts/pictures`.

use image::{GenericImageView as _, ImageFormat, codecs::jpeg::JpegEncoder, imageops::FilterType};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Shots of the adult's journey, in the order of the README.
const CHOSEN: [&str; 6] = ["home", "tasks", "papers", "session", "bill", "timeline-paid"];
/// Pixels of a picture's width.
const WIDTH: u32 = 400;
/// Bytes.
const LARGEST: usize = 150 * 1024;

fn shot(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    found.sort();
    let named = |path: &PathBuf| path.file_stem().and_then(|s| s.to_str()).is_some_and(|s| s.get(3..) == Some(name));
    found.into_iter().find(named)
}

fn picture(source: &Path) -> Result<Vec<u8>, String> {
    let whole = image::open(source).map_err(|e| e.to_string())?;
    let (width, height) = whole.dimensions();
    // the first screens of a long page
    let part = whole.crop_imm(0, 0, width, height.min(width * 2));
    let part = part.resize(WIDTH, u32::MAX, FilterType::Lanczos3).to_rgb8();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 82).encode_image(&part).map_err(|e| e.to_string())?;
    Ok(bytes)
}

fn run() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (shots, target) = (root.join("shots/adult"), root.join("../docs/pictures"));
    fs::create_dir_all(&target).map_err(|e| e.to_string())?;
    for name in CHOSEN {
        let source = shot(&shots, name).ok_or_else(|| format!("there is no shot of {name}: let scripts/test run first"))?;
        let bytes = picture(&source)?;
        if bytes.len() > LARGEST {
            return Err(format!("{name} has {} bytes; at most {LARGEST} are wanted", bytes.len()));
        }
        let place = target.join(name).with_extension(ImageFormat::Jpeg.extensions_str()[0]);
        fs::write(&place, &bytes).map_err(|e| format!("{}: {e}", place.display()))?;
        println!("{name} {}", bytes.len());
    }
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
