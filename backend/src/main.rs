//! The `sesemr` program: reads its settings, starts the servers, stops them on Ctrl-C. Everything else is in the library.

use std::{error::Error, iter::successors, process::ExitCode};

use clap::Parser as _;
use sesemr_backend::{settings::Settings, startup::Application, telemetry};

#[tokio::main]
async fn main() -> ExitCode {
    let settings = Settings::parse();
    telemetry::start(settings.log_format, settings.log_level);
    match run(settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{}", with_causes(&error));
            ExitCode::FAILURE
        }
    }
}

async fn run(settings: Settings) -> Result<(), sesemr_backend::startup::StartupError> {
    let application = Application::build(settings).await?;
    telemetry::tell_address(&application.url());
    application.run_until_signal().await
}

/// An error and its causes, on one line.
fn with_causes(error: &(dyn Error + 'static)) -> String {
    let causes = successors(Some(error), |&error| error.source()).map(ToString::to_string);
    causes.collect::<Vec<_>>().join(": ")
}
