//! The page of all components, through the front door.

use harness::Product;

#[tokio::test]
async fn the_components_are_shown_in_a_trial_only() {
    let served = Product::builder().open().await;
    let trial = Product::builder().trial().open().await;
    for path in ["/gaya", "/gaya/field", "/gaya/letter"] {
        assert_eq!(served.browser().get(path).await.status, 404, "{path}");
        assert_eq!(trial.browser().get(path).await.status, 200, "{path}");
    }
    assert_eq!(trial.browser().get("/gaya/nothing").await.status, 404);
}

#[tokio::test]
async fn the_components_speak_both_languages() {
    let trial = Product::builder().trial().open().await;
    assert!(trial.browser().get("/gaya?bahasa=en").await.says("Every part of a page in every state"));
    assert!(trial.browser().get("/gaya").await.says("href=\"/gaya?bahasa=en\""));
}
