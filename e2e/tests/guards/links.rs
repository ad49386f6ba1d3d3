//! The tree stands on its own: no way out of it, and no way that leads nowhere.

use crate::house;

#[test]
fn nothing_points_outside_the_tree() {
    // written in halves, so that this file does not name them itself
    let ways_out =
        [("../sha", "red"), ("/wo", "rk/"), ("/ho", "me/"), ("/ro", "ot/"), ("file:", "///")].map(|(a, b)| format!("{a}{b}"));
    let mut faults = Vec::new();
    let kinds = [".rs", ".md", ".toml", ".html", ".css", ".js", ".ftl", ".sql", ".csv", ".json", "/check", "/test", "/run"];
    let mut all = house::files(&house::root(), &kinds);
    all.extend(["scripts/check", "scripts/test", ".ci/run"].map(|path| house::root().join(path)));
    for path in all {
        for (at, line) in house::text(&path).lines().enumerate() {
            for way in ways_out.iter().filter(|way| line.contains(way.as_str())) {
                faults.push(format!("{}:{}: {way}", house::short(&path), at + 1));
            }
        }
    }
    house::none("ways out of the tree", &faults);
}

#[test]
fn each_link_of_the_documents_leads_somewhere() {
    let mut faults = Vec::new();
    for path in house::files(&house::root(), &[".md"]) {
        let folder = path.parent().expect("a file stands in a folder");
        for rest in house::text(&path).split("](").skip(1) {
            let target = rest.split([')', '#', ' ']).next().unwrap_or_default();
            let elsewhere = target.is_empty() || target.contains("://") || target.starts_with("mailto:");
            if !elsewhere && !folder.join(target).exists() {
                faults.push(format!("{}: {target}", house::short(&path)));
            }
        }
    }
    house::none("links that lead nowhere", &faults);
}
