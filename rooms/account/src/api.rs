//! A program's token and whose it is.

use crate::{
    flows::factor::{self, Once, Pass, Token},
    store::{factor as rows, people, sessions},
};
use kernel::{problem::ProblemCode, time::SECOND};
use serde::{Deserialize, Serialize};
use shell::{
    Answer, Problem, Query, Visitor,
    api::{self, Caller, Endpoint, Json, Keyed, TOKENS, ToSchema, utoipa},
};
use store::StoreError;

/// The operations of this room.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::post("/token", "token-create", create)
            .open()
            .counted(TOKENS)
            .takes::<Credentials>()
            .gives::<Issued>(201)
            .refuses(&[ProblemCode::SignInNeeded]),
        Endpoint::delete("/token", "token-end", end),
        Endpoint::get("/me", "me", me).gives::<Me>(200).refuses(&[ProblemCode::NotFound]),
    ]
}

/// What proves whose account it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// The account's e-mail address.
    #[schema(max_length = 254)]
    email: String,
    /// Its password.
    #[schema(max_length = 200)]
    password: String,
    /// A code of the authenticator or a recovery code, where the account has a second factor.
    #[schema(max_length = 20)]
    code: Option<String>,
    /// What the program calls itself in the list of devices.
    #[schema(max_length = 60)]
    name: Option<String>,
}

/// A token; only the same request with the same key shows it again.
#[derive(Serialize, ToSchema)]
struct Issued {
    /// Send it as `Authorization: Bearer ...`.
    token: String,
    /// Its row in the list of devices.
    id: String,
    /// When it ends.
    expires_at: String,
}

/// The account of a token.
#[derive(Serialize, ToSchema)]
struct Me {
    /// The holder's name.
    name: String,
    /// The e-mail address.
    email: String,
    /// The telephone number.
    phone: String,
    /// The language of messages.
    lang: &'static str,
    /// Whether a second factor is on.
    second_factor: bool,
}

async fn create(visitor: Visitor, query: Query, keyed: Keyed<Json<Credentials>>) -> Answer {
    query.only(&[])?;
    let said = &keyed.value.value;
    let (code, name) = (said.code.as_deref().unwrap_or_default(), said.name.as_deref().unwrap_or_default());
    let bounded = said.email.len() <= 254 && said.password.chars().count() <= crate::password::LONGEST && code.len() <= 40;
    if said.email.is_empty() || said.password.is_empty() || !bounded {
        return Err(refused());
    }
    let name: String = kernel::name::squeeze(name).chars().take(60).collect();
    let once = Once { key: &keyed.key, hash: &keyed.hash };
    let asked = factor::token(&visitor.house, (said.email.trim(), &said.password, code), (&name, &visitor.source), once);
    match asked.await? {
        Token::Given(Pass { token, id, until }) => {
            api::created(&Issued { token, id: id.to_string(), expires_at: until.rfc3339() })
        }
        Token::Wrong => Err(refused()),
        Token::KeyReused => Err(Problem::new(ProblemCode::KeyReused)),
        Token::Wait(left) => {
            let mut problem = Problem::new(ProblemCode::TooMany);
            problem.retry_after = u32::try_from((left + SECOND - 1) / SECOND).ok();
            Err(problem)
        }
    }
}

/// One answer for whatever is wrong.
fn refused() -> Problem {
    Problem::new(ProblemCode::SignInNeeded).because("api-token-wrong")
}

async fn end(caller: Caller, query: Query) -> Answer {
    query.only(&[])?;
    let (account, session) = (&caller.account, &caller.session);
    let db = &caller.visitor.house.db;
    db.transact::<_, StoreError, _>(|tx| Box::pin(async move { sessions::end(tx, account, session).await })).await?;
    api::nothing()
}

async fn me(caller: Caller, query: Query) -> Answer {
    query.only(&[])?;
    let house = &caller.visitor.house;
    let mut ask = house.reader();
    let contact = people::contact(&house.vault, &mut ask, &caller.account).await?.ok_or_else(Problem::not_found)?;
    api::json(&Me {
        name: contact.name,
        email: contact.email.as_str().to_owned(),
        phone: contact.phone.as_str().to_owned(),
        lang: contact.lang.code(),
        second_factor: rows::is_on(&mut ask, &caller.account).await?,
    })
}
