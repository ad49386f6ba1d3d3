//! The sandbox: what an attacker inside the decoder would try, and the kernel's refusal.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output, Stdio};

use crate::papers::{accepted, card, decoder, jpeg};
use documents::decode::{DecodeError, Decoder, Refusal, sandbox_supported};

const SIGXCPU: i32 = 24;
const SIGSYS: i32 = 31;

fn drill(name: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_documents-decode")).args(["--drill", name]).stdin(Stdio::null()).output().unwrap()
}

fn assert_refused_with_words(name: &str) {
    let output = drill(name);
    assert!(output.status.success(), "{name}: {}", output.status);
    assert_eq!(output.stdout, b"refused");
}

fn assert_killed(name: &str, signal: i32) {
    let output = drill(name);
    assert_eq!(output.status.signal(), Some(signal), "{name}: {}", output.status);
    assert_eq!(output.stdout, b"");
}

#[test]
fn a_decoder_cannot_take_a_gibibyte() {
    assert_refused_with_words("allocate");
}

#[test]
fn a_decoder_cannot_spin_for_ever() {
    assert_killed("spin", SIGXCPU);
}

#[test]
fn a_decoder_cannot_connect() {
    assert_killed("connect", SIGSYS);
}

#[test]
fn a_decoder_cannot_read_or_write_another_file() {
    assert_refused_with_words("read-file");
    assert_refused_with_words("write-file");
    assert!(!std::path::Path::new("/tmp/mpaspor-drill").exists());
}

#[test]
fn a_decoder_cannot_fork_or_start_a_thread() {
    assert_killed("fork", SIGSYS);
    assert_killed("thread", SIGSYS);
}

#[test]
fn an_unknown_drill_does_nothing() {
    assert_eq!(drill("dance").status.code(), Some(2));
}

#[test]
fn this_kernel_has_the_filter_and_the_asking_process_stays_free() {
    assert_eq!(sandbox_supported(), Ok(()));
    assert!(std::fs::read("/proc/self/status").is_ok());
}

#[tokio::test]
async fn the_probe_tells_a_decoder_from_another_program() {
    assert_eq!(decoder().probe().await, Ok(()));
    assert!(Decoder::new("/bin/true", Vec::new()).probe().await.is_err());
    assert!(Decoder::new("/nowhere/mpaspor", Vec::new()).probe().await.is_err());
}

#[tokio::test]
async fn a_missing_or_foreign_program_is_not_the_papers_fault() {
    for program in ["/nowhere/mpaspor", "/bin/true", "/bin/false"] {
        let answer = Decoder::new(program, Vec::new()).decode(jpeg(&card(700, 700))).await;
        assert!(matches!(answer, Err(DecodeError::Unavailable(_))), "{program}");
    }
}

#[tokio::test]
async fn a_child_that_works_too_long_is_ended_and_the_paper_refused() {
    let spinning = vec!["--drill".to_owned(), "spin".to_owned()];
    let decoder = Decoder::new(env!("CARGO_BIN_EXE_documents-decode"), spinning);
    let answer = decoder.decode(jpeg(&card(700, 700))).await;
    assert_eq!(answer, Err(DecodeError::Refused(Refusal::TooCostly)));
}

#[tokio::test]
async fn a_child_that_hangs_is_ended_and_the_paper_may_be_sent_again() {
    let hanging = Decoder::new("/bin/sleep", vec!["600".to_owned()]).with_life(std::time::Duration::from_millis(50));
    let answer = hanging.decode(jpeg(&card(700, 700))).await;
    assert_eq!(answer, Err(DecodeError::Unavailable("it did not end in time".to_owned())));
}

#[tokio::test]
async fn many_papers_at_once_take_their_turns() {
    let decoder = decoder();
    let papers = (0..8).map(|_| {
        let decoder = decoder.clone();
        async move { decoder.decode(jpeg(&card(700, 700))).await }
    });
    let answers = futures_util::future::join_all(papers).await;
    assert!(answers.iter().all(Result::is_ok));
}

#[tokio::test]
async fn the_hidden_commands_own_name_may_stand_among_the_words() {
    let named = Decoder::new(env!("CARGO_BIN_EXE_documents-decode"), vec!["decode".to_owned()]);
    assert_eq!(named.probe().await, Ok(()));
    let paper = jpeg(&card(700, 700));
    assert_eq!(named.decode(paper.clone()).await, Ok(accepted(paper).await));
}
