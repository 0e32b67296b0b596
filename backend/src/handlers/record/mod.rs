//! Records: uploading, publishing, reading, rolling, deleting.

mod delete_record;
mod list_records;
mod publish_records;
mod put_chunks;
mod read_batches;
mod read_chunk_hashes;
mod read_chunks;
mod read_record_index;
mod read_record_versions;
mod read_upload;
mod roll_portion_key;
mod start_upload;

pub(crate) use delete_record::delete_record;
pub(crate) use list_records::list_records;
pub(crate) use publish_records::publish_records;
pub(crate) use put_chunks::put_chunks;
pub(crate) use read_batches::read_batches;
pub(crate) use read_chunk_hashes::read_chunk_hashes;
pub(crate) use read_chunks::read_chunks;
pub(crate) use read_record_index::read_record_index;
pub(crate) use read_record_versions::read_record_versions;
pub(crate) use read_upload::read_upload;
pub(crate) use roll_portion_key::roll_portion_key;
pub(crate) use start_upload::start_upload;
