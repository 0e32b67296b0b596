//! Accounts: registering, signing in, vaults, people.

mod block_person;
mod close_account;
mod describe_server;
mod find_person;
mod finish_log_in;
mod finish_register;
mod finish_replace_credentials;
mod identify_log_in;
mod read_key_cards;
mod read_portion_cards;
mod read_vault;
mod set_listing;
mod start_log_in;
mod start_register;
mod start_replace_credentials;
mod write_vault;

pub(crate) use block_person::block_person;
pub(crate) use close_account::close_account;
pub(crate) use describe_server::describe_server;
pub(crate) use find_person::find_person;
pub(crate) use finish_log_in::finish_log_in;
pub(crate) use finish_register::finish_register;
pub(crate) use finish_replace_credentials::finish_replace_credentials;
pub(crate) use identify_log_in::identify_log_in;
pub(crate) use read_key_cards::read_key_cards;
pub(crate) use read_portion_cards::read_portion_cards;
pub(crate) use read_vault::read_vault;
pub(crate) use set_listing::set_listing;
pub(crate) use start_log_in::start_log_in;
pub(crate) use start_register::start_register;
pub(crate) use start_replace_credentials::start_replace_credentials;
pub(crate) use write_vault::write_vault;
