//! The room through its front door.

mod states;
