//! Coming in: a new session, and a device that is known from now on.

use crate::store::{
    people,
    sessions::{self, Holder, Life},
};
use kernel::{ids::AccountId, lang::Lang};
use store::{StoreError, Tx};

/// The browser that comes in.
#[derive(Debug, Clone)]
pub struct From {
    /// What it calls itself.
    pub agent: String,
    /// Where it is, for throttles.
    pub source: String,
    /// The cookie of a device that signed in before.
    pub device: Option<String>,
    /// The language it reads.
    pub lang: Lang,
    /// Others use this device too: it is not remembered, and the session is short.
    pub shared: bool,
}

/// What goes into its cookies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The session's token.
    pub token: String,
    /// The known device's token; none on a device that others use.
    pub device: Option<String>,
}

/// Browser and system in plain words; empty when neither is known.
pub fn label(agent: &str) -> String {
    let find = |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = find(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Lets the owner of an account in.
pub async fn account(tx: &mut Tx<'_>, account: &AccountId, from: &From) -> Result<Arrival, StoreError> {
    let life = if from.shared { Life::SHARED } else { Life::BROWSER };
    let (token, _) = sessions::begin(tx, Holder::Account(account), &label(&from.agent), life).await?;
    let device = if from.shared { None } else { Some(sessions::remember_device(tx, account, from.device.as_deref()).await?) };
    people::set_lang(tx, account, from.lang).await?;
    Ok(Arrival { token, device })
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn a_device_is_named_in_plain_words() {
        let phone =
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
        assert_eq!(label(phone), "Chrome, Android");
        assert_eq!(label("curl/8"), "");
    }
}
