//! A bare client: the same bytes as rows of a chunk each, without cipher, protocol or server in between.

use std::time::Duration;

use sesemr_tests::Database;

use crate::stopwatch::time;

/// A sealed chunk, and how many of them one request of the application takes.
const CHUNK: usize = 262_160;
const TOGETHER: usize = 16;

/// Writes so many bytes, sixteen rows a transaction.
pub(crate) async fn write_rows(database: &Database, bytes: usize) -> Duration {
    let mut client = database.as_owner().await;
    let table = "DROP TABLE IF EXISTS bare;
        CREATE TABLE bare (place bigint PRIMARY KEY, body bytea NOT NULL);
        ALTER TABLE bare ALTER COLUMN body SET STORAGE EXTERNAL";
    client.batch_execute(table).await.unwrap();
    let insert = client.prepare("INSERT INTO bare VALUES ($1, $2)").await.unwrap();
    let body = vec![7_u8; CHUNK];
    let places: Vec<i64> = (0..).take(bytes.div_ceil(CHUNK)).collect();
    let write = async {
        for together in places.chunks(TOGETHER) {
            let transaction = client.transaction().await.unwrap();
            for place in together {
                transaction.execute(&insert, &[place, &body]).await.unwrap();
            }
            transaction.commit().await.unwrap();
        }
    };
    time(write).await.1
}
