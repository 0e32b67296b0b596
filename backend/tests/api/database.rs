//! The database explains itself, agrees with the code, and keeps the two servers apart.

use std::collections::BTreeMap;

use sesemr_backend::db::{self, Schema};
use tokio_postgres::{Client, Config};

use crate::support::{Running, connect, make_database};

/// An owner's and each role's way into a database with both schemas.
async fn prepared() -> (Client, BTreeMap<&'static str, Config>) {
    let owner = make_database().await;
    let mut roles = BTreeMap::new();
    for schema in [Schema::Sas, Schema::Srs] {
        roles.insert(schema.name(), db::prepare(&owner, schema).await.unwrap());
    }
    (connect(&owner).await, roles)
}

#[tokio::test]
async fn each_role_is_refused_the_others_schema_and_the_owners() {
    let (_, roles) = prepared().await;
    for (mine, others) in [("sas", "srs"), ("srs", "sas")] {
        let client = connect(&roles[mine]).await;
        assert!(client.query(&format!("SELECT * FROM {mine}.act"), &[]).await.is_ok());
        for table in [format!("{others}.act"), "sesemr_owner.role_password".to_owned()] {
            let refused = client.query(&format!("SELECT * FROM {table}"), &[]).await.unwrap_err();
            assert_eq!(refused.code().unwrap().code(), "42501", "{mine} reads {table}");
        }
    }
}

#[tokio::test]
async fn a_role_owns_nothing_and_cannot_become_somebody_else() {
    let (_, roles) = prepared().await;
    for (name, config) in &roles {
        let client = connect(config).await;
        for statement in [
            format!("CREATE TABLE {name}.mine (id int)"),
            format!("DROP TABLE {name}.act"),
            format!("TRUNCATE {name}.act"),
            "CREATE TABLE public.mine (id int)".to_owned(),
            "CREATE ROLE me".to_owned(),
            "SET ROLE sesemr".to_owned(),
        ] {
            assert!(client.batch_execute(&statement).await.is_err(), "{name}: {statement}");
        }
    }
}

#[tokio::test]
async fn what_was_written_down_cannot_be_changed_by_the_servers_role() {
    let (_, roles) = prepared().await;
    let tables = [
        "sas.act",
        "sas.access_log_entry",
        "sas.record_index_entry",
        "sas.key_card",
        "sas.srs_key",
        "srs.act",
        "srs.outbox_entry",
    ];
    for table in tables {
        let client = connect(&roles[&table[..3]]).await;
        let refused = client.batch_execute(&format!("DELETE FROM {table}")).await.unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "42501", "{table}");
    }
}

#[tokio::test]
async fn the_servers_role_erases_an_account_that_was_closed_and_no_other() {
    let (owner, roles) = prepared().await;
    owner
        .batch_execute(
            "INSERT INTO sas.account (id, handle, role, register_hash, request_hash, key_id, first_key_id, registered_at)
             SELECT '00000000-0000-8000-8000-000000000001', 'ada', 'patient', h, h, h, h, 0
             FROM (SELECT decode(repeat('00', 32), 'hex')) AS zero(h);
             INSERT INTO sas.device VALUES ('00000000-0000-8000-8000-000000000001', gen_random_uuid(), 0)",
        )
        .await
        .unwrap();
    let client = connect(&roles["sas"]).await;
    let erase = "SELECT sas.erase_account('00000000-0000-8000-8000-000000000001')";
    assert!(client.batch_execute(erase).await.is_err(), "its person has not closed it");
    assert_eq!(owner.query("SELECT FROM sas.device", &[]).await.unwrap().len(), 1);
    client.batch_execute("UPDATE sas.account SET closed_at = 1").await.unwrap();
    client.batch_execute(erase).await.unwrap();
    assert_eq!(owner.query("SELECT FROM sas.device", &[]).await.unwrap().len(), 0);
    assert_eq!(owner.query("SELECT FROM sas.account", &[]).await.unwrap().len(), 1, "it holds the handle");
}

#[tokio::test]
async fn every_table_and_column_says_what_it_is_for() {
    let (owner, _) = prepared().await;
    let silent = owner
        .query(
            "SELECT format('%s.%s', c.oid::regclass, coalesce(a.attname, ''))
             FROM pg_class c
             JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('sas', 'srs')
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relkind = 'r' AND c.relname <> '__diesel_schema_migrations'
               AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL)",
            &[],
        )
        .await
        .unwrap();
    let silent: Vec<String> = silent.iter().map(|row| row.get(0)).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[tokio::test]
async fn every_bytea_has_a_length() {
    let (owner, _) = prepared().await;
    let endless = owner
        .query(
            "SELECT format('%s.%s.%s', table_schema, table_name, column_name)
             FROM information_schema.columns c
             WHERE table_schema IN ('sas', 'srs') AND data_type = 'bytea' AND NOT EXISTS (
               SELECT FROM pg_constraint k
               WHERE k.contype = 'c' AND k.conrelid = format('%I.%I', c.table_schema, c.table_name)::regclass
                 AND pg_get_constraintdef(k.oid) ~ format('octet_length\\(\\(?%s\\)?\\)', c.column_name)
             )",
            &[],
        )
        .await
        .unwrap();
    let endless: Vec<String> = endless.iter().map(|row| row.get(0)).collect();
    assert!(endless.is_empty(), "{endless:?}");
}

#[tokio::test]
async fn no_foreign_key_leads_from_one_schema_to_the_other() {
    let (owner, _) = prepared().await;
    let query = "SELECT count(*) FROM pg_constraint k
                 JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
                 WHERE k.contype = 'f' AND a.relnamespace <> b.relnamespace";
    assert_eq!(owner.query_one(query, &[]).await.unwrap().get::<_, i64>(0), 0);
}

#[tokio::test]
async fn every_migration_can_be_taken_back_and_done_again() {
    let owner = make_database().await;
    for schema in [Schema::Sas, Schema::Srs] {
        db::prepare(&owner, schema).await.unwrap();
        db::revert_all(&owner, schema).await.unwrap();
        let query =
            "SELECT count(*) FROM pg_tables WHERE schemaname = $1 AND tablename <> '__diesel_schema_migrations'";
        let left: i64 = connect(&owner).await.query_one(query, &[&schema.name()]).await.unwrap().get(0);
        assert_eq!(left, 0, "{}", schema.name());
        db::prepare(&owner, schema).await.unwrap();
    }
}

#[tokio::test]
async fn two_processes_may_start_at_once() {
    let owner = make_database().await;
    let (first, second) = tokio::join!(Running::start_on(&owner, &[]), Running::start_on(&owner, &[]));
    let keys = [first.fetch("/api/v1/server").await, second.fetch("/api/v1/server").await];
    let [first, second] = keys.map(reqwest::Response::text);
    assert_eq!(first.await.unwrap(), second.await.unwrap());
}

/// `schema.rs` and `schema_srs.rs` against what the migrations made: the same tables, columns, order, types and nulls.
#[tokio::test]
async fn the_code_knows_the_tables_that_the_migrations_made() {
    let (owner, _) = prepared().await;
    for (schema, source) in
        [("sas", include_str!("../../src/schema.rs")), ("srs", include_str!("../../src/schema_srs.rs"))]
    {
        let rows = owner
            .query(
                "SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'YES'
                 FROM information_schema.columns
                 WHERE table_schema = $1 AND table_name <> '__diesel_schema_migrations'
                 ORDER BY table_name, ordinal_position",
                &[&schema],
            )
            .await
            .unwrap();
        let mut made: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows {
            let (column, kind): (&str, &str) = (row.get(1), row.get(2));
            let nullable: bool = row.get(3);
            let kind = to_diesel(kind);
            let kind = if nullable { format!("Nullable<{kind}>") } else { kind.to_owned() };
            made.entry(row.get(0)).or_default().push(format!("{column} -> {kind}"));
        }
        assert_eq!(read_schema(source, schema), made, "{schema}");
    }
}

fn to_diesel(kind: &str) -> &str {
    match kind {
        "uuid" => "Uuid",
        "text" => "Text",
        "bytea" => "Binary",
        "bigint" => "BigInt",
        "integer" => "Integer",
        "smallint" => "SmallInt",
        "boolean" => "Bool",
        "jsonb" => "Jsonb",
        other => other,
    }
}

/// The tables that a file of `diesel::table!` declares, each with its columns.
fn read_schema(source: &str, schema: &str) -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    for part in source.split("diesel::table! {").skip(1) {
        let (head, body) = part.trim_start().split_once('{').unwrap();
        let name = head.trim().strip_prefix(&format!("{schema}.")).unwrap().split(' ').next().unwrap();
        let (body, _) = body.split_once('}').unwrap();
        tables.insert(name.to_owned(), read_columns(body));
    }
    tables
}

fn read_columns(body: &str) -> Vec<String> {
    let mut columns = Vec::new();
    let mut name_in_sql = None;
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        if let Some(rest) = line.strip_prefix("#[sql_name = \"") {
            name_in_sql = rest.split('"').next();
            continue;
        }
        let (name, kind) = line.trim_end_matches(',').split_once(" -> ").unwrap();
        columns.push(format!("{} -> {kind}", name_in_sql.take().unwrap_or(name)));
    }
    columns
}
