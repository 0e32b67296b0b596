//! What starts headless Chromium, and opens its windows.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use thirtyfour::prelude::*;

use super::checks::watch_policy;
use super::window::{Window, set_size};

/// How often chromedriver is started before it is given up.
const STARTS: u32 = 5;
/// What makes Chromium start anywhere, as root and without a network too; and a measurement of memory collects garbage at
/// once instead of waiting for it.
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--enable-blink-features=ForceEagerMeasureMemory",
];

/// A running chromedriver. Dropping it stops it and every window it opened.
pub struct Driver {
    process: Child,
    url: String,
}

impl Driver {
    /// Starts one on a free port. That is free on one of this machine's addresses, and may be taken on another: then it ends
    /// at once, and the next has another port.
    pub fn start() -> Self {
        (0..STARTS).find_map(|_| Self::try_start()).unwrap()
    }

    fn try_start() -> Option<Self> {
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let process = Command::new(program).arg("--port=0").stdout(Stdio::piped()).spawn().unwrap();
        let mut driver = Self { process, url: String::new() };
        let lines = BufReader::new(driver.process.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        driver.url = format!("http://127.0.0.1:{}", port?);
        Some(driver)
    }

    /// Opens a window of this size on a page, with a storage of its own.
    pub async fn open(&self, page: &str, size: (u32, u32)) -> Window {
        self.open_with(page, size, &[]).await
    }

    /// Opens such a window with a camera that sees this film, in Chromium's words, and nobody who refuses it.
    pub async fn open_with_camera(&self, page: &str, size: (u32, u32), film: &Path) -> Window {
        let film = format!("--use-file-for-fake-video-capture={}", film.to_str().unwrap());
        let arguments = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", &film];
        self.open_with(page, size, &arguments).await
    }

    /// Opens such a window with a camera that its person does not allow.
    pub async fn open_without_leave(&self, page: &str, size: (u32, u32)) -> Window {
        self.open_with(page, size, &["--use-fake-device-for-media-stream", "--deny-permission-prompts"]).await
    }

    async fn open_with(&self, page: &str, size: (u32, u32), arguments: &[&str]) -> Window {
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in ARGUMENTS.iter().chain(arguments) {
            capabilities.add_arg(argument).unwrap();
        }
        if let Ok(chromium) = std::env::var("CHROMIUM") {
            capabilities.set_binary(&chromium).unwrap();
        }
        let driver = WebDriver::new(&self.url, capabilities).await.unwrap();
        set_size(&driver, size).await;
        watch_policy(&driver).await;
        driver.goto(page).await.unwrap();
        Window::new(driver, size)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
