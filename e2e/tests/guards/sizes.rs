//! A file is read in one sitting, a function on one screen.

use crate::{house, source};

const FILE_MAX: usize = 600;
const FUNCTION_MAX: usize = 70;

#[test]
fn no_source_file_is_longer_than_600_lines() {
    let mut sizes: Vec<(usize, String)> = house::files(&house::root(), &[".rs", ".html", ".css", ".js"])
        .iter()
        .map(|path| (house::text(path).lines().count(), house::short(path)))
        .collect();
    sizes.sort();
    let p90 = sizes[sizes.len() * 9 / 10].0;
    let (longest, name) = sizes.last().expect("a tree has files");
    println!("{} files, p90 {p90} lines, longest {longest} ({name})", sizes.len());
    for (lines, name) in sizes.iter().filter(|(lines, _)| *lines > 400) {
        println!("over 400: {lines} {name}");
    }
    let faults: Vec<String> =
        sizes.iter().filter(|(lines, _)| *lines > FILE_MAX).map(|(lines, name)| format!("{name}: {lines} lines")).collect();
    house::none("split these files", &faults);
}

#[test]
fn no_function_is_longer_than_70_lines() {
    let mut faults = Vec::new();
    for path in house::files(&house::root(), &[".rs"]) {
        for (name, line, lines) in source::functions(&source::pieces(&house::text(&path))) {
            if lines > FUNCTION_MAX {
                faults.push(format!("{}:{line} {name}: {lines} lines", house::short(&path)));
            }
        }
    }
    house::none("split these functions", &faults);
}
