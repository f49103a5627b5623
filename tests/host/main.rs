//! Serves the command list over HTTP on this machine, with the window's pages, so that the browser
//! suite meets the same commands on a real database.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the suite reads the address from there")]

use std::convert::Infallible;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bidhall_desk::rehearsal::play_due;
use bidhall_desk::{FolderHost, SystemClock, SystemEntropy, Workplace};
use clap::Parser;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;

/// The test host.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder of databases and saved documents.
    #[arg(long)]
    data: PathBuf,
    /// Folder of the built pages.
    #[arg(long)]
    pages: PathBuf,
    /// Database to open at once.
    #[arg(long)]
    db: Option<String>,
    /// Port; a free one when 0.
    #[arg(long, default_value_t = 0)]
    port: u16,
}

#[derive(Debug)]
struct Host {
    workplace: Arc<Workplace>,
    pages: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> std::io::Result<()> {
    let folders = FolderHost::new(arguments.data.clone(), arguments.data.join("documents"));
    let workplace =
        Arc::new(Workplace::new(Arc::new(folders), Arc::new(SystemClock), Arc::new(SystemEntropy)));
    if let Some(address) = &arguments.db
        && let Err(error) = workplace.open(address).await
    {
        // The pages tell why; that is what some of the suite looks at.
        eprintln!("{error}");
    }
    tokio::spawn(play_as_time_passes(Arc::clone(&workplace)));
    let host = Arc::new(Host { workplace, pages: arguments.pages });
    let app = Router::new()
        .route("/command", post(command))
        .route("/changes", get(changes))
        .fallback(page)
        .with_state(host);
    let listener = TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}

async fn play_as_time_passes(workplace: Arc<Workplace>) {
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if let Err(error) = play_due(&workplace).await {
            eprintln!("{error}");
        }
    }
}

async fn command(State(host): State<Arc<Host>>, body: String) -> Response {
    let answer = host.workplace.handle_text(&body).await;
    ([(header::CONTENT_TYPE, "application/json")], answer).into_response()
}

/// The change feed of whichever database is open, as server-sent events.
async fn changes(
    State(host): State<Arc<Host>>,
) -> Sse<impl tokio_stream::Stream<Item = Result<Event, Infallible>>> {
    let (listener, changes) = mpsc::channel::<Vec<String>>(64);
    tokio::spawn(async move { host.workplace.follow_changes(listener).await });
    let events = ReceiverStream::new(changes)
        .map(|topics| Ok(Event::default().data(serde_json::json!(topics).to_string())));
    Sse::new(events).keep_alive(KeepAlive::default())
}

async fn page(State(host): State<Arc<Host>>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match tokio::fs::read(host.pages.join(path)).await {
        Ok(bytes) => ([(header::CONTENT_TYPE, media_type(path))], bytes).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some(_) | None => "application/octet-stream",
    }
}
