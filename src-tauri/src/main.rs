//! The window of Bidhall. It holds no rules: every request goes to the desk, every change comes back
//! from it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod command;
mod feed;
mod host;
mod journal;
mod shelf;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use bidhall_desk::backup::take_at_close;
use bidhall_desk::{SystemClock, SystemEntropy, Workplace, remembered_database};
use clap::Parser as _;
use tauri::Manager as _;

use crate::arguments::Arguments;
use crate::host::WindowHost;
use crate::shelf::SystemShelf;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // The journal writes from a thread of its own, which ends when this guard does.
    let journal = journal::begin(&arguments.journal_folder());
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::bring_forward(app)))
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![command::command])
        .on_page_load(|view, page| {
            // Shown only now, so that nobody sees an empty white window.
            if page.event() == tauri::webview::PageLoadEvent::Finished {
                window::bring_forward(view.app_handle());
            }
        })
        .setup(move |app| {
            let data = arguments.data_folder();
            let host = WindowHost::new(app.handle().clone(), data.clone(), arguments.save_to.clone());
            let workplace = Workplace::new(Arc::new(host), Arc::new(SystemClock), Arc::new(SystemEntropy));
            let workplace = Arc::new(workplace.with_shelf(Arc::new(SystemShelf)));
            if let Some(address) = arguments.db.or_else(|| remembered_database(&data)) {
                // What stands in the way is shown by the window, which can open another one.
                if let Err(error) = tauri::async_runtime::block_on(workplace.open(&address)) {
                    tracing::warn!(%error, "the database cannot be opened");
                }
            }
            app.manage(Arc::clone(&workplace));
            feed::forward(app.handle().clone(), workplace);
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(|app, event| {
                if let tauri::RunEvent::Exit = event {
                    let workplace = app.state::<Arc<Workplace>>().inner().clone();
                    tauri::async_runtime::block_on(async {
                        if let Err(error) = take_at_close(&workplace).await {
                            tracing::warn!(%error, "no backup was made at the end");
                        }
                        workplace.close().await;
                    });
                }
            });
            drop(journal);
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window cannot start");
            drop(journal);
            ExitCode::FAILURE
        }
    }
}
