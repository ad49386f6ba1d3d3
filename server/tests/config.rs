//! The example in the documentation is a configuration without a fault.

use kernel::config::Config;

fn example() -> String {
    let text = include_str!("../../docs/configuration.md");
    let start = text.find("```toml\n").expect("an example") + 8;
    text[start..start + text[start..].find("```").expect("its end")].to_owned()
}

#[test]
fn the_documented_example_is_read_without_a_fault() {
    let config = Config::parse(&example(), &|_| Ok("sixteen characters at least".to_owned())).expect("no fault");
    assert_eq!(config.public_url, "https://paspor.example.id");
    assert!(!config.trial, "a configuration file is never a trial");
}

#[test]
fn papers_on_the_same_host_name_are_refused() {
    let text = example().replace("https://berkas.example.id", "https://paspor.example.id:8081");
    let faults = Config::parse(&text, &|_| Ok("sixteen characters at least".to_owned())).expect_err("cookies do not know ports");
    assert!(faults.iter().any(|f| f.key == "papers_url"));
}

#[test]
fn a_short_secret_is_refused_with_its_key() {
    let faults = Config::parse(&example(), &|_| Ok("short".to_owned())).expect_err("no secret is that short");
    let keys: Vec<&str> = faults.iter().map(|f| f.key.as_str()).collect();
    assert_eq!(keys, ["biller.secret_file", "population.secret_file", "passports.secret_file", "mail.password_file"]);
}

#[test]
fn plain_http_is_for_this_machine_by_its_whole_name() {
    let faults = |url: &str| {
        let text = example().replace("https://berkas.example.id", url);
        Config::parse(&text, &|_| Ok("sixteen characters at least".to_owned())).err().unwrap_or_default()
    };
    for near in ["http://localhost", "http://localhost:8081", "http://[::1]:8081"] {
        assert!(faults(near).is_empty(), "{near}: {:?}", faults(near));
    }
    for far in ["http://127.0.0.1.evil.example", "http://localhost.evil.example:8081", "http://127.0.0.1:1@evil.example"] {
        assert!(faults(far).iter().any(|f| f.key == "papers_url"), "{far}");
    }
}
