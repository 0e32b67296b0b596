//! The tables of schema `srs`: what the Setup and Re-encryption Server keeps. One file per table.
//!
//! Nothing here decides: the rules are in [`crate::srs`], which also holds every transaction together.

mod act;
mod attempt;
mod fragment;
mod key_card;
mod opening;
mod opening_secret;
mod outbox_entry;
mod re_encryption_key;
mod sealed_box;
mod server_key;

pub(crate) use super::column::{Stored, Word};
pub(crate) use act::{KnownAct, find_act, insert_act, read_act, take_number};
pub(crate) use attempt::{Attempt, find_attempt, forget_log_in_state, insert_attempt};
pub(crate) use fragment::{insert_fragments, read_fragments};
pub(crate) use key_card::{insert_key_cards, read_key_cards};
pub(crate) use opening::{
    Activation, OpeningRow, Registration, count_ticket, count_unfinished_openings, find_opening, find_overdue_openings,
    insert_opening, lock_opening, lock_overdue_opening, mark_attempted, mark_ended, mark_failed, mark_live,
    mark_opened,
};
pub(crate) use opening_secret::{destroy_secrets, insert_server_setup, keep_opaque_record, take_opening_secret};
pub(crate) use outbox_entry::{
    OutboxRow, find_entry, insert_entry, lock_outbox, read_entries_after, read_entries_of, read_last_entry,
};
pub(crate) use re_encryption_key::{insert_re_encryption_keys, take_re_encryption_keys};
pub(crate) use sealed_box::{insert_sealed_box, read_sealed_box};
pub(crate) use server_key::read_or_make_server_key;
