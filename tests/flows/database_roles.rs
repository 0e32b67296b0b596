//! The database roles of the two servers: each is refused the other's schema, and neither rewrites history.

use sesemr_tests::Backend;
use tokio_postgres::error::SqlState;

#[tokio::test]
async fn each_servers_role_is_refused_every_table_of_the_other() {
    let backend = Backend::start().await;
    let database = backend.database();
    for (role, other) in [("sas", "srs"), ("srs", "sas")] {
        let client = database.as_role(role).await;
        let tables = database.tables(other).await;
        assert!(tables.len() > 5, "{tables:?}");
        for table in tables {
            let refused = client.query(&format!("SELECT * FROM {other}.{table}"), &[]).await.err();
            let code = refused.as_ref().and_then(|error| error.code());
            assert_eq!(code, Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{role} on {other}.{table}");
        }
        let passwords = client.query("SELECT * FROM sesemr_owner.role_password", &[]).await.err();
        assert_eq!(passwords.as_ref().and_then(|error| error.code()), Some(&SqlState::INSUFFICIENT_PRIVILEGE));
    }
}

#[tokio::test]
async fn neither_role_can_become_another_or_make_anything() {
    let backend = Backend::start().await;
    for role in ["sas", "srs"] {
        let client = backend.database().as_role(role).await;
        for statement in [
            "SET ROLE sesemr",
            "CREATE TABLE public.hidden (a int)",
            "CREATE SCHEMA hidden",
            &format!("CREATE TABLE {role}.hidden (a int)"),
            "CREATE ROLE hidden",
            "COPY (SELECT 1) TO '/tmp/hidden'",
        ] {
            let refused = client.batch_execute(statement).await.err();
            let code = refused.as_ref().and_then(|error| error.code());
            assert_eq!(code, Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{role}: {statement}");
        }
    }
}

#[tokio::test]
async fn what_was_logged_or_signed_is_neither_changed_nor_removed_by_the_servers_themselves() {
    let backend = Backend::start().await;
    for (role, table) in [
        ("sas", "access_log_entry"),
        ("sas", "record_index_entry"),
        ("sas", "key_card"),
        ("sas", "act"),
        ("srs", "outbox_entry"),
        ("srs", "key_card"),
        ("srs", "act"),
    ] {
        let client = backend.database().as_role(role).await;
        let column = "SELECT column_name::text FROM information_schema.columns
                      WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position LIMIT 1";
        let owner = backend.database().as_owner().await;
        let column: String = owner.query_one(column, &[&role, &table]).await.unwrap().get(0);
        for statement in [
            format!("UPDATE {role}.{table} SET {column} = {column}"),
            format!("DELETE FROM {role}.{table}"),
            format!("TRUNCATE {role}.{table}"),
        ] {
            let refused = client.batch_execute(&statement).await.err();
            let code = refused.as_ref().and_then(|error| error.code());
            assert_eq!(code, Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{statement}");
        }
    }
}
