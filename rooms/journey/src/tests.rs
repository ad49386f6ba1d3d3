//! The room through its front door.
