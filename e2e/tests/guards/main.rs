//! What the house promises about its own text: who may know whom, whose tables a statement names, sizes, licences,
//! migrations and links. Words in two languages are judged in `shell`.

mod dependencies;
mod house;
mod links;
mod migrations;
mod rooms;
mod sizes;
mod source;
mod sql;
mod statements;
