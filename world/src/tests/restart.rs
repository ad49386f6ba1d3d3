use super::*;

#[tokio::test]
async fn everything_is_there_after_a_restart_even_without_a_farewell() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FakeClock::at(morning()));
    let stage = Stage::in_folder(folder.path(), clock.clone()).await;
    let code = stage.billing("MP-1").await;
    let receipt = stage.world.pay(&code, None).await.unwrap();
    stage.world.remove_person(FIRST_NIK);
    stage.world.set_switch(Part::Population, Switch::Delay(7));
    let before = stage.world.ledger();

    // the second world reads what the first had written when it would have been killed, and a line that was cut
    let journal = std::fs::read(folder.path().join("world.jsonl")).unwrap();
    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join("world.jsonl"), [journal.as_slice(), b"{\"payment\":{\"nt"].concat()).unwrap();
    let again = Stage::in_folder(other.path(), clock).await;
    assert_eq!(again.world.ledger(), before);
    assert_eq!(again.world.receipt(&receipt.ntpn).unwrap(), receipt);
    assert_eq!(again.world.people().len(), 12);
    assert_eq!(again.world.switch(Part::Population), Switch::Delay(7));
    assert_ne!(again.billing("MP-2").await, code);
    stage.world.stop().await;
}

#[tokio::test]
async fn the_ledger_file_is_written_at_a_stop() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::in_folder(folder.path(), Arc::new(FakeClock::at(morning()))).await;
    let code = stage.billing("MP-1").await;
    stage.world.pay(&code, None).await.unwrap();
    let served: Value = serde_json::from_str(&stage.page("/ledger.json").await.1).unwrap();
    stage.world.stop().await;
    let written: Value = serde_json::from_slice(&std::fs::read(folder.path().join("world.json")).unwrap()).unwrap();
    assert_eq!(written, served);
    assert_eq!(written[0]["billingCode"], code.as_str());
    assert_eq!(written[0]["payments"][0]["amount"], 650_000);
    assert_eq!(written[0]["notices"][0]["sequence"], 1);
}
