use super::{clock, partner};
use crate::Outside;
use kernel::config::{Config, Mail, Revenue};

fn config(files: &std::path::Path) -> Config {
    let here = || partner("http://127.0.0.1:9".into());
    Config {
        trial: true,
        listen: String::new(),
        public_url: String::new(),
        papers_listen: String::new(),
        papers_url: String::new(),
        partner_listen: String::new(),
        watch_listen: String::new(),
        work_watch_listen: None,
        trusted_proxies: kernel::proxies::Proxies::default(),
        database: String::new(),
        files: files.to_owned(),
        keys: files.to_owned(),
        data: None,
        decoder: None,
        biller: here(),
        population: here(),
        passports: here(),
        mail: Mail {
            host: "127.0.0.1".into(),
            port: 25,
            security: "none".into(),
            from: "M-Paspor <jangan-balas@paspor.example.id>".into(),
            login: None,
        },
        revenue: Revenue { ministry: "013".into(), echelon: "06".into(), work_unit: "409292".into(), account: "425211".into() },
    }
}

#[test]
fn all_neighbours_are_built_without_calling_any() {
    let place = tempfile::tempdir().unwrap();
    assert!(Outside::from_config(&config(&place.path().join("papers")), clock()).is_ok());
}

#[test]
fn a_setting_that_cannot_work_is_named() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("file"), "").unwrap();
    let good = || config(&place.path().join("papers"));
    let mut table: Vec<_> =
        ["biller.url", "population.client", "mail.from", "mail.security", "files"].into_iter().map(|key| (key, good())).collect();
    table[0].1.biller.url = "ftp://example.id".into();
    table[1].1.population.client = "m paspor\r\n".into();
    table[2].1.mail.from = "nobody".into();
    table[3].1.mail.security = "maybe".into();
    table[4].1.files = place.path().join("file/papers");
    for (key, config) in table {
        let error = Outside::from_config(&config, clock()).err().unwrap();
        assert!(error.starts_with(key), "{key}: {error}");
    }
}
