//! The outside alone, for looking at its pages: `cargo run -p world --example outside -- <folder> <port>`.

use kernel::time::SystemClock;
use std::{net::SocketAddr, sync::Arc};
use world::{SampleOfficer, World, WorldConfig};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let data_dir = arguments.next().ok_or_else(|| std::io::Error::other("give a folder"))?.into();
    let port = arguments.next().and_then(|port| port.parse().ok()).unwrap_or(0);
    let config = WorldConfig {
        data_dir,
        listen: SocketAddr::from(([127, 0, 0, 1], port)),
        smtp_listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        notify_url: String::new(),
        billing_secret: "trial-billing".to_owned(),
        register_secret: "trial-register".to_owned(),
        client: "mpaspor".to_owned(),
    };
    let world = World::start(config, Arc::new(SystemClock)).await?;
    world.set_product_url("http://localhost:8080".to_owned());
    world.set_officers(vec![SampleOfficer {
        office: "Kantor Imigrasi Maumere".to_owned(),
        name: "Lusia Contoh".to_owned(),
        email: "lusia@kantor.contoh.id".to_owned(),
        password: "kata sandi untuk percobaan".to_owned(),
        role: "Petugas verifikasi".to_owned(),
        totp_secret: b"invented seed of a sample".to_vec(),
    }]);
    println!("http://{}  smtp {}", world.http_addr(), world.smtp_addr());
    tokio::signal::ctrl_c().await?;
    world.stop().await;
    Ok(())
}
