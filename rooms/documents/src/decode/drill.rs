//! Drills: what an attacker inside the decoder would try, tried on purpose so that tests see
//! the kernel refuse it. A drill runs inside the same sandbox, reads nothing and says one line.

use std::hint::black_box;
use std::io::Error;

/// One GiB, twice what the child may have.
const GIBIBYTE: usize = 1024 * 1024 * 1024;

/// Runs a drill; whether it was refused, or none when there is no drill of that name.
pub(super) fn run(name: &str) -> Option<bool> {
    let attempt = match name {
        "allocate" => allocate(),
        "spin" => {
            spin();
            Ok(())
        }
        "connect" => std::net::TcpStream::connect(("127.0.0.1", 9)).map(drop),
        "read-file" => std::fs::read("/etc/hostname").map(drop),
        "write-file" => std::fs::write("/tmp/mpaspor-drill", []),
        "fork" => std::process::Command::new("/bin/true").spawn().map(drop),
        "thread" => std::thread::Builder::new().spawn(|| ()).map(drop),
        _ => return None,
    };
    Some(attempt.is_err())
}

fn allocate() -> Result<(), Error> {
    let mut memory: Vec<u8> = Vec::new();
    memory.try_reserve_exact(GIBIBYTE).map_err(Error::other)?;
    black_box(memory);
    Ok(())
}

/// Never ends by itself.
fn spin() {
    let mut turns = 0_u64;
    while black_box(turns) < u64::MAX {
        turns += 1;
    }
}
