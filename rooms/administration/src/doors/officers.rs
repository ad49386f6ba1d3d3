//! `officer invite` and `officer disable`.

use super::{database, open_office};
use account::{Disabled, Invite, Invited};
use kernel::{contact::Email, ids::OfficeCode, role::Role};
use shell::House;
use store::{Actor, StoreError};

/// Invites an officer to an open office; answers the path of the one-time link, to be put behind the public address. The
/// same link goes out by mail.
pub async fn officer_invite(
    house: &House,
    email: &str,
    name: &str,
    office: &OfficeCode,
    roles: &[Role],
) -> Result<String, String> {
    catalogue::refresh(house).await.map_err(database)?;
    open_office(house, office)?;
    let email = Email::parse(email).map_err(|_| format!("{email} is not an e-mail address"))?;
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    let invite = &Invite { email, name: name.to_owned(), office: office.clone(), roles };
    let invited: Invited = house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move { account::invite_officer(&house.vault, tx, invite, Actor::Operator).await })
        })
        .await
        .map_err(database)?
        .map_err(|refused| refused.to_string())?;
    Ok(invited.link_path)
}

/// Disables an officer, named by id or e-mail address, and ends her sessions at once; withdraws an invitation that waits.
pub async fn officer_disable(house: &House, who: &str) -> Result<Disabled, String> {
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move { account::disable_officer(&house.vault, tx, who, Actor::Operator).await })
    });
    done.await.map_err(database)
}
