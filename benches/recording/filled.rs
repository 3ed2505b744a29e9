//! A database filled through the import: associations of 100 loans each, ten installments a loan.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use muyu::app::App;
use muyu::clock::Clock;
use muyu::db::Db;
use muyu::domain::ids::{FundId, LoanId};
use muyu::domain::loan::LoanListing;
use muyu::domain::role::Grant;
use muyu::features::imports::{self, File};
use muyu::features::sessions::sign_in::{self, SessionKind};
use muyu::features::users::keep::{NewUser, create};
use muyu::features::users::start::program;
use muyu::features::{funds, loans};
use tempfile::TempDir;
use uuid::Uuid;

/// Loans of one association.
const EACH: usize = 100;
/// Associations whose loans the bench uses; the others only fill the database.
const USED: usize = 64;

/// The server's process, which ends with the bench in every case.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub struct Filled {
    pub file: String,
    pub address: String,
    pub token: String,
    pub loans: Vec<LoanId>,
    pub funds: Vec<FundId>,
    server: Served,
    _folder: TempDir,
}

impl Filled {
    pub async fn fill(count: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("muyu.db").display().to_string();
        let app = App::new(Db::open(&file).await.unwrap(), Clock::System);
        let by = program("bench");
        let (mut used_funds, mut used_loans) = (Vec::new(), Vec::new());
        for i in 0..count / EACH {
            let register = imports::read(register(i)).await.unwrap();
            assert!(register.faults.is_empty(), "{:?}", register.faults.first());
            let fund = imports::import(&app, &by, Uuid::now_v7(), register, Arc::new(|_, _| {})).await.unwrap();
            if i % (count / EACH).div_ceil(USED).max(1) == 0 {
                let fund = funds::find(app.db.read(), fund).await.unwrap();
                used_funds.push(fund.id);
                let today = app.clock.now().date_naive();
                let own = loans::list(app.db.read(), fund.id, (LoanListing::Open, today), 0, 1_000).await.unwrap();
                used_loans.extend(own.iter().map(|loan| loan.id));
            }
        }
        let token = token(&app).await;
        app.db.clone().close().await.unwrap();
        let (server, address) = serve(&file).await;
        Self { file, address, token, loans: used_loans, funds: used_funds, server, _folder: folder }
    }

    /// Checks that the books hold after the bench.
    pub fn verify(self) {
        drop(self.server);
        let verified = Command::new(env!("CARGO_BIN_EXE_muyu")).args(["--database", &self.file, "verify"]).stdout(Stdio::null()).status().unwrap();
        println!("verify: {}", if verified.success() { "holds" } else { "DOES NOT HOLD" });
    }
}

async fn token(app: &App) -> String {
    let new = NewUser { login: "bench".to_owned(), name: "bench".parse().unwrap(), grant: Grant::Admin };
    let user = create(app, &program("bench"), Uuid::now_v7(), new, "una frase corta".to_owned()).await.unwrap().user;
    let write = app.db.write(move |tx| {
        Box::pin(async move {
            let known = muyu::features::sessions::find(tx, user).await?;
            muyu::features::sessions::set_password(tx, user, known.password_hash, false).await
        })
    });
    write.await.unwrap();
    let opened = sign_in::sign_in(app, "bench", "una frase corta".to_owned(), SessionKind::Token, "bench".parse().unwrap(), &Default::default())
        .await
        .unwrap();
    opened.secret
}

async fn serve(file: &str) -> (Served, String) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let listen = format!("127.0.0.1:{port}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_muyu"));
    command.args(["--database", file, "serve", "--listen", &listen]).stdout(Stdio::null()).stderr(Stdio::null());
    let server = Served(command.spawn().unwrap());
    let address = format!("http://{listen}");
    for _ in 0..500 {
        if reqwest::get(format!("{address}/health")).await.is_ok() {
            return (server, address);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the server did not start");
}

fn register(i: usize) -> Vec<File> {
    let mut members = "N°;Apellidos y nombres\n".to_owned();
    let mut loans = "N° crédito;N° socio;Desembolso;Monto;Modalidad;Cuotas;Primera cuota;Tasa %\n".to_owned();
    for n in 1..=EACH {
        members.push_str(&format!("{n};Persona {n}\n"));
        loans.push_str(&format!("{n};{n};01/01/2026;1000;amortización constante;10;01/02/2026;2\n"));
    }
    let sheets = [
        ("Asociación", format!("Nombre;Asociación {i}\nPaís;Perú\nFondo;Fondo {i}\n")),
        ("Socios", members),
        ("Aportes", "Fecha;Tipo;De;Monto\n01/01/2026;Donación;Alguien;200000\n".to_owned()),
        ("Créditos", loans),
    ];
    sheets.into_iter().map(|(name, text)| File { name: format!("{name}.csv"), bytes: text.into_bytes() }).collect()
}
