//! `sesemr-demo --server URL`: makes a patient with records and a doctor on a server that runs, and says how to sign in.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use sesemr_common::api::ErrorCode;
use sesemr_common::flow::{FlowError, MOST_RECORDS};
use sesemr_common::sharing::{Profile, Role};
use sesemr_tests::{Clock, Person, TestHost, Watch, import_with_summaries, noted, sample_bundle};

/// The password of everybody in the demonstration; what keeps others out is the kit.
const PASSWORD: &str = "river lantern seven";

/// Makes a patient with records and a doctor, and says how to sign in as either.
#[derive(Debug, Parser)]
#[command(name = "sesemr-demo")]
struct Demo {
    /// The server, which must be running.
    #[arg(long, default_value = "http://127.0.0.1:8080", value_name = "URL")]
    server: String,

    /// The patient's records: a FHIR R4 bundle instead of the one that comes with the project.
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
}

/// What somebody wants to know who has just started a demonstration.
type Told = Result<String, String>;

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "saying how to sign in is what this program is for")]
async fn main() -> ExitCode {
    let demo = Demo::parse();
    match demo.make().await {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("sesemr-demo: {problem}");
            ExitCode::FAILURE
        }
    }
}

impl Demo {
    async fn make(&self) -> Told {
        let patient = self.make_patient().await?;
        let doctor = self.make_doctor().await?;
        Ok(format!(
            "\nOpen {} in two browser windows, one of them private.\n\n{patient}\n{doctor}\n\
             A browser that has not seen an account asks for its kit once: choose \"Sign in\", then \"I have my \
             emergency kit\".",
            self.server
        ))
    }

    async fn make_patient(&self) -> Told {
        let bundle = match &self.bundle {
            Some(file) => std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?,
            None => sample_bundle(),
        };
        let profile = Profile {
            handle: "amina".to_owned(),
            display_name: "Amina Yusuf".to_owned(),
            role: Role::Patient,
            organisation: String::new(),
        };
        let Some(amina) = self.register(profile).await? else { return Ok(already_there("Amina Yusuf", "amina")) };
        let mut records = import_with_summaries(&bundle);
        let count = records.len();
        while !records.is_empty() {
            let rest = records.split_off(records.len().min(MOST_RECORDS));
            let published = amina.publish_records(noted(records), &Watch::default()).await;
            published.map_err(|error| format!("publishing records: {error}"))?;
            records = rest;
        }
        Ok(how_to_sign_in(&format!("Amina Yusuf, a patient with {count} records"), &amina))
    }

    async fn make_doctor(&self) -> Told {
        let profile = Profile {
            handle: "dr-bello".to_owned(),
            display_name: "Dr Grace Bello".to_owned(),
            role: Role::Doctor,
            organisation: "Lagos General".to_owned(),
        };
        let registered = self.register(profile).await?;
        Ok(registered.map_or_else(
            || already_there("Dr Grace Bello", "dr-bello"),
            |doctor| how_to_sign_in("Dr Grace Bello, a doctor at Lagos General", &doctor),
        ))
    }

    /// Registers, or gives nothing where somebody has this handle.
    async fn register(&self, profile: Profile) -> Result<Option<Person<TestHost>>, String> {
        let host = TestHost::new(self.server.trim_end_matches('/'), Clock::default());
        match Box::pin(Person::register_with(host, profile, PASSWORD)).await {
            Ok(person) => Ok(Some(person)),
            Err(error) if error.is_refusal(ErrorCode::HandleTaken) => Ok(None),
            Err(FlowError::Away) => Err(format!("{} does not answer: start it with script/run", self.server)),
            Err(error) => Err(error.to_string()),
        }
    }
}

fn how_to_sign_in(who: &str, person: &Person<TestHost>) -> String {
    let Person { handle, password, kit, .. } = person;
    format!("{who}\n  name      {handle}\n  password  {password}\n  kit       {kit}\n")
}

fn already_there(who: &str, handle: &str) -> String {
    format!(
        "{who} ({handle}) is there already, with the password \"{PASSWORD}\" and the kit that was shown when they were made.\n"
    )
}
