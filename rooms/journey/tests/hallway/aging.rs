//! Drafts that nobody touches: told, kept when touched, thrown away with everything in them.

use crate::story::{self, NIK, path};
use catalogue::Field;
use harness::Product;
use kernel::ids::{ApplicationId, PersonId};
use kernel::time::{DAY, HOUR};
use store::{Ask as _, Sql, params, sql};

const OTHER: &str = "5307054103980004";
const TOLD: Sql = sql("SELECT COUNT(*) AS n FROM outbox WHERE name = 'draft_aging'");
const LEFT: Sql = sql("SELECT COUNT(*) AS n FROM answer WHERE application = $1");
const KEY: Sql = sql("SELECT COUNT(*) AS n FROM person WHERE id = $1");
const AUDITED: Sql = sql("SELECT COUNT(*) AS n FROM audit WHERE application = $1 AND action IN \
     ('application.draft_warned', 'application.draft_discarded', 'document.discard')");

async fn there(product: &Product, id: &ApplicationId) -> bool {
    application::find(&mut product.house.reader(), id).await.unwrap().is_some()
}

async fn count(product: &Product, sql: Sql, id: Option<&ApplicationId>) -> i64 {
    let rows = id.map_or_else(|| params![].to_vec(), |id| params![id].to_vec());
    product.house.reader().one(sql, &rows).await.unwrap().int("n").unwrap()
}

#[tokio::test]
async fn an_untouched_draft_is_told_after_83_days_and_thrown_away_after_90_with_its_papers() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (sent, _) = her.submitted(&product, NIK).await;
    let id = her.complete(&product, OTHER, "ordinary_10").await;
    let files = product.outside.files.all().len();
    let (hers, somebody) = (story::find(&product, &sent).await.person, story::find(&product, &id).await.person);
    let key = async |person: &PersonId| product.house.reader().one(KEY, params![person]).await.unwrap().int("n").unwrap();
    assert_eq!((key(&hers).await, key(&somebody).await), (1, 1));
    product.later(83 * DAY - HOUR).await;
    assert_eq!(count(&product, TOLD, None).await, 0);
    product.later(2 * HOUR).await;
    product.later(DAY).await;
    assert_eq!(count(&product, TOLD, None).await, 1, "told once");
    product.later(5 * DAY).await;
    assert!(there(&product, &id).await);
    product.later(2 * DAY).await;
    assert!(!there(&product, &id).await);
    assert!(there(&product, &sent).await, "what was sent once stays");
    assert_eq!(her.browser.get(&path(&id, "")).await.status, 404);
    assert_eq!(her.browser.get("/permohonan").await.status, 200);
    assert_eq!(count(&product, LEFT, Some(&id)).await, 0);
    assert_eq!((key(&hers).await, key(&somebody).await), (1, 0), "the key goes with what it sealed");
    assert_eq!(count(&product, AUDITED, Some(&id)).await, 3);
    product.later(HOUR).await;
    assert_eq!(product.outside.files.all().len(), files - 3, "its three papers left the folder, nobody else's");
}

#[tokio::test]
async fn a_draft_that_is_touched_again_is_kept_and_told_again_later() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (answered, papers) = (her.begin().await, her.begin().await);
    her.save(&product, &answered, &[(Field::FullName, "Yuliana Nona Sare")]).await;
    product.later(84 * DAY).await;
    assert_eq!(count(&product, TOLD, None).await, 2);
    product.later(HOUR).await;
    her.save(&product, &answered, &[(Field::FullName, "Yuliana Nona")]).await;
    her.paper(&papers, "family_card", 60).await;
    product.later(10 * DAY).await;
    assert!(there(&product, &answered).await && there(&product, &papers).await);
    product.later(74 * DAY).await;
    assert_eq!(count(&product, TOLD, None).await, 4, "the clock began anew");
    product.later(8 * DAY).await;
    assert!(!there(&product, &answered).await && !there(&product, &papers).await);
}
